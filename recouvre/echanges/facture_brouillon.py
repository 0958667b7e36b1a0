"""D'un extrait de facture électronique à un brouillon : contrôler les totaux, lire les dates, identifier les parties.

Les choix de ce module :

- la créance est ce qui reste dû (BT-115) : montant = TTC (BT-112) + arrondi (BT-114), déjà réglé = montant − dû ;
- plusieurs échéances : la dernière est retenue, parce qu'avant elle une part de la somme n'est pas exigible ;
- la référence du débiteur chez le créancier est BT-46, le compte que le vendeur tient pour l'acheteur. BT-10, que
  l'acheteur choisit (souvent un service), n'identifie personne : il va dans le libellé, avec la commande (BT-13).
"""

from __future__ import annotations

import datetime as dt
import re

from recouvre.domaine.brouillons import Anomalie, Brouillon, FichierRefuse, GenrePiece, PieceComptable, Source
from recouvre.domaine.dates import en_chiffres, lire_date
from recouvre.domaine.refus import DateIllisible
from recouvre.echanges.extrait import Extrait
from recouvre.echanges.facture_partie import Avertisseur, lire_partie, qualifier
from recouvre.echanges.fautes import euros

_FACTURES = frozenset(
    ("326", "380", "383", "384", "386", "389", "393", "471", "472", "473", "500", "501", "875", "876", "877")
)
_AVOIRS = frozenset(("261", "262", "381", "396", "502", "503"))
_RECTIFICATIVES = frozenset(("384", "471", "472", "473"))
_AFFACTUREES = frozenset(("393", "396", "472", "473", "501", "502"))
"""Codes UNTDID 1001 : ceux de la réforme française et de l'EN 16931 qui réclament ou rendent une somme."""

_SAISIR = "Demandez une facture corrigée, ou saisissez-la : recouvre ouvrir --facture … --montant … --echeance …"
_DECIMAL = re.compile(r"(?P<signe>[+-]?)(?P<e>\d{1,13})(?:\.(?P<c>\d{0,2})0*)?")


def composer(extrait: Extrait, fichier: str) -> tuple[Brouillon, tuple[Anomalie, ...]]:
    """Rend le brouillon et les avertissements. Lève ``FichierRefuse`` si la facture est inutilisable telle quelle."""
    avertir = Avertisseur(fichier)
    _exiger(extrait, fichier)
    ttc = _centimes(extrait.ttc, fichier)
    avoir = extrait.code_type in _AVOIRS or ttc < 0
    emise_le = _date(extrait.emise_le)
    if emise_le is None:
        raise FichierRefuse(fichier, f"la date de facture « {extrait.emise_le} » est illisible. {_SAISIR}")
    montant, deja_regle = _avoir(extrait, fichier) if avoir else _facture(extrait, fichier)
    piece = PieceComptable(
        genre=GenrePiece.AVOIR if avoir else GenrePiece.FACTURE,
        numero=extrait.numero,
        montant=montant,
        deja_regle=deja_regle,
        emise_le=emise_le,
        echeance=_echeance(extrait, emise_le, avoir, avertir),
        libelle=_libelle(extrait),
        sur=_facture_visee(extrait, avertir) if avoir else "",
    )
    _avertir_du_type(extrait, avertir)
    creancier = lire_partie(extrait.vendeur, "vendeur", avertir)
    debiteur = lire_partie(extrait.acheteur, "acheteur", avertir)
    brouillon = Brouillon(
        source=Source(fichier),
        debiteur=debiteur,
        piece=piece,
        creancier=creancier,
        reference=extrait.compte_client,
        qualite=qualifier(debiteur, extrait.acheteur, avertir),
    )
    return brouillon, tuple(avertir.anomalies)


def _exiger(extrait: Extrait, fichier: str) -> None:
    """Refuse ce qui n'est pas une facture complète, en euros, d'un type qui réclame ou rend une somme."""
    manquent = [
        nom
        for nom, valeur in (
            ("le numéro", extrait.numero),
            ("le type de document", extrait.code_type),
            ("la date de facture", extrait.emise_le),
            ("la devise", extrait.devise),
            ("le total TTC", extrait.ttc),
            ("le montant dû", extrait.du),
            ("le nom du vendeur", extrait.vendeur.nom),
            ("le nom de l'acheteur", extrait.acheteur.nom),
        )
        if not valeur
    ]
    if manquent:
        raise FichierRefuse(fichier, f"la facture est incomplète : il manque {', '.join(manquent)}. {_SAISIR}")
    if extrait.devise.upper() != "EUR":
        raise FichierRefuse(
            fichier, f"la facture est en {extrait.devise[:10]} : seuls les montants en euros sont tenus."
        )
    if extrait.code_type not in _FACTURES | _AVOIRS:
        raise FichierRefuse(
            fichier,
            f"le document est de type {extrait.code_type[:10]} : ni facture ni avoir à recouvrer. Demandez la facture.",
        )


def _facture(extrait: Extrait, fichier: str) -> tuple[int, int]:
    """(montant, déjà réglé) d'une facture ; refuse ce qui est soldé, et des totaux qui ne se tiennent pas."""
    montant = _centimes(extrait.ttc, fichier) + _centimes(extrait.arrondi or "0", fichier)
    du = _centimes(extrait.du, fichier)
    regle = _centimes(extrait.deja_paye, fichier) if extrait.deja_paye else montant - du
    if montant - regle != du or regle < 0:
        raise FichierRefuse(
            fichier,
            f"les totaux ne vont pas ensemble : TTC {euros(montant)}, payé {euros(regle)}, dû {euros(du)}. {_SAISIR}",
        )
    if du <= 0:
        raise FichierRefuse(
            fichier,
            f"la facture {extrait.numero} ne laisse rien à payer (dû {euros(du)}) : il n'y a rien à recouvrer.",
        )
    return montant, regle


def _avoir(extrait: Extrait, fichier: str) -> tuple[int, int]:
    """Un avoir réduit le principal de ce qui n'en a pas été remboursé ; selon l'émetteur il est positif ou négatif."""
    du = abs(_centimes(extrait.du, fichier))
    if not du:
        raise FichierRefuse(
            fichier,
            f"l'avoir {extrait.numero} est déjà remboursé ou imputé (dû 0,00 €). S'il réduit encore une créance, "
            "tapez : recouvre avoir D-… --numero … --montant … --sur …",
        )
    return du, 0


def _echeance(extrait: Extrait, emise_le: dt.date, avoir: bool, avertir: Avertisseur) -> dt.date | None:
    lues = sorted({date for date in map(_date, extrait.echeances) if date is not None})
    if avoir:
        return lues[-1] if lues else None
    if not lues:
        ecrites = f" lisible (« {extrait.echeances[0][:30]} »)" if extrait.echeances else ""
        avertir("échéance", f"la facture ne porte pas d'échéance{ecrites} : donnez-la avec --echeance, ou --delai 30.")
        return None
    if lues[-1] < emise_le:
        dates = f"l'échéance ({en_chiffres(lues[-1])}) précède la date de facture ({en_chiffres(emise_le)})"
        avertir("échéance", f"{dates} : elle n'est pas retenue ; donnez la bonne avec --echeance.")
        return None
    if len(lues) > 1:
        dates = ", ".join(map(en_chiffres, lues))
        avertir("échéance", f"la facture se paie en {len(lues)} termes ({dates}) : le dernier est retenu.")
    return lues[-1]


def _avertir_du_type(extrait: Extrait, avertir: Avertisseur) -> None:
    if extrait.code_type in _RECTIFICATIVES:
        anterieures = ", ".join(extrait.anterieures) or "une facture antérieure"
        avertir("type", f"facture rectificative : elle remplace {anterieures}, qu'il ne faut pas réclamer en plus.")
    if extrait.code_type in _AFFACTUREES:
        avertir("type", "créance cédée à un affactureur : vérifiez à qui elle appartient avant de la réclamer.")


def _facture_visee(extrait: Extrait, avertir: Avertisseur) -> str:
    anterieures = tuple(dict.fromkeys(extrait.anterieures))
    if len(anterieures) > 1:
        avertir("sur", f"l'avoir vise plusieurs factures ({', '.join(anterieures)}) : dites laquelle il réduit.")
        return ""
    return anterieures[0] if anterieures else ""


def _libelle(extrait: Extrait) -> str:
    parts = (("Commande", extrait.commande), ("Réf. acheteur", extrait.reference_acheteur))
    return ", ".join(f"{nom} {valeur}" for nom, valeur in parts if valeur)


def _date(texte: str) -> dt.date | None:
    """AAAAMMJJ (CII, formats 102 et 203) ou AAAA-MM-JJ, avec ou sans fuseau (UBL)."""
    try:
        return lire_date(texte[:8] if texte[:8].isdecimal() else texte[:10])
    except DateIllisible:
        return None


def _centimes(texte: str, fichier: str) -> int:
    """Un ``xs:decimal`` en centimes ; au-delà de deux décimales, seuls des zéros sont admis."""
    trouve = _DECIMAL.fullmatch(texte)
    if not trouve:
        raise FichierRefuse(
            fichier, f"le montant « {texte[:40]} » n'est pas un nombre d'euros et de centimes. {_SAISIR}"
        )
    centimes = int(trouve["e"]) * 100 + int((trouve["c"] or "").ljust(2, "0"))
    return -centimes if trouve["signe"] == "-" else centimes
