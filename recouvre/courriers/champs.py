"""Les champs qu'un modèle peut imprimer, et ce qu'il faut taper quand l'un d'eux manque.

Un champ vide est absent : l'imprimer refuse le courrier, le tester avec « is defined » est permis. Jamais un blanc.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recouvre.domaine.refus import ChampManquant, Refus


@dataclass(frozen=True, slots=True)
class Champ:
    """``libelle`` : le nom lisible ; ``option`` : celle qui le remplit, s'il y en a une ; ``de`` : ses parts."""

    libelle: str = ""
    option: str = ""
    de: tuple[str, ...] = ()


_COORDONNEES = {
    "denomination": Champ("le nom"),
    "de_denomination": Champ("le nom"),
    "adresse": Champ("l'adresse", "--adresse"),
    "complement": Champ("le complément d'adresse", "--complement"),
    "code_postal": Champ("le code postal", "--code-postal"),
    "ville": Champ("la ville", "--ville"),
    "pays": Champ("le pays"),
    "adresse_complete": Champ("l'adresse complète", de=("adresse", "code_postal", "ville")),
    "siren": Champ("le numéro SIREN", "--siren"),
    "telephone": Champ("le téléphone", "--telephone"),
    "courriel": Champ("l'adresse électronique", "--courriel"),
}

_EXPEDITEUR = {
    **_COORDONNEES,
    "denomination": Champ("la dénomination", "--denomination"),
    "de_denomination": Champ("la dénomination", "--denomination"),
    "forme": Champ("la forme juridique", "--forme"),
    "horaires": Champ("les horaires d'appel"),
    "signataire": Champ("le nom du signataire", "--signataire"),
    "qualite_signataire": Champ("la qualité du signataire", "--qualite-signataire"),
    "iban": Champ("l'IBAN", "--iban"),
    "bic": Champ("le BIC"),
    "assureur": Champ("l'assureur de responsabilité civile professionnelle", "--assureur"),
    "police": Champ("le numéro de police d'assurance", "--police"),
    "parquet": Champ("le parquet de la déclaration", "--parquet"),
    "declaration_le": Champ("la date de la déclaration au procureur de la République", "--declaration-le"),
    "cartes": Champ("les cartes acceptées", "--cartes"),
    "page_de_paiement": Champ("la page de paiement", "--page-de-paiement"),
    "carte_par_echeance": Champ("le paiement d'une échéance par carte", "--carte-par-echeance"),
}

CHAMPS: Mapping[str, Mapping[str, Champ]] = {
    "expediteur": _EXPEDITEUR,
    "cabinet": _EXPEDITEUR,
    "creancier": _COORDONNEES,
    "debiteur": _COORDONNEES,
    "destinataire": {**_COORDONNEES, "civilite": Champ("la formule d'appel")},
    "dossier": {
        nom: Champ()
        for nom in (
            "numero", "reference", "ouvert_le", "relance_le", "mise_en_demeure_le", "scenario", "nature", "titre",
            "titre_le", "titre_signifie_le", "procedure", "procedure_le", "bodacc_le", "declarer_avant_le",
            "declaration_tardive",            "recevabilite_le", "prescription_le", "clos_le", "cloture", "pret_un_an",
        )
    },
    "courrier": {
        "reference": Champ(),
        "date": Champ(),
        "delai_le": Champ(),
        "premiere_reference": Champ(),
        "premiere_le": Champ(),
        "premiere_en_chiffres": Champ(),
    },
    "decompte": {
        nom: Champ()
        for nom in (
            "au", "principal", "interets", "indemnites", "accessoires", "total", "total_en_lettres", "par_jour",
            "encaisse", "trop_percu", "hors_taxe", "echu", "a_echoir", "avec_interets", "avec_penalites",
            "avec_indemnites", "avec_accessoires", "avec_versements",
        )
    },
    "facture": {nom: Champ() for nom in ("numero", "libelle", "emise_le", "echeance", "montant", "reste")},
    "paiement": {
        nom: Champ()
        for nom in (
            "date", "montant", "montant_en_lettres", "mode", "reference", "direct", "par_cheque", "principal",
            "interets", "indemnites", "accessoires", "trop_percu", "reste", "solde",
        )
    },
    "echeancier": {
        nom: Champ()
        for nom in (
            "nombre", "nombre_en_lettres", "total", "total_en_lettres", "montant", "dernier_montant", "premier_le",
            "dernier_le", "jour",
        )
    },
    "terme": {nom: Champ() for nom in ("rang", "le", "montant")},
    "mandat": {nom: Champ() for nom in ("convention_le", "cgv_le", "honoraires", "honoraires_le")},
}  # fmt: skip

DRAPEAUX = frozenset(
    {
        "agence", "interne", "professionnel", "consommateur", "public", "creancier_particulier", "titre", "recommande",
        "penalites", "niveau", "creancier_physique", "debiteur_physique", "pieces_recues", "pieces_manquantes",
        "suites_prevues",
    }
)  # fmt: skip
"""Ce qu'un modèle peut tester sans passer par un objet.

``professionnel`` : le code de commerce régit les pénalités (deux professionnels) ; ``public`` : le code de la commande
publique ; ``titre`` : un titre exécutoire est enregistré ; ``creancier_physique``, ``debiteur_physique`` : il a un
prénom, une civilité, ou agit hors de son métier.
"""

_A_QUI = {
    "expediteur": "de l'expéditeur", "creancier": "du créancier", "debiteur": "du débiteur",
    "destinataire": "du destinataire",
}  # fmt: skip


class Fiche:
    """Un objet du contexte : ses champs remplis se lisent entre crochets, les autres n'existent pas.

    Elle n'a ni méthode ni attribut public : un modèle n'y atteint que ses champs.
    """

    __slots__ = ("_commande", "_objet", "_refus", "_valeurs")

    def __init__(
        self, objet: str, valeurs: Mapping[str, object], commande: str = "", refus: Mapping[str, Refus] | None = None
    ) -> None:
        self._objet, self._commande, self._refus = objet, commande, refus or {}
        self._valeurs = {champ: valeur for champ, valeur in valeurs.items() if valeur not in ("", None)}

    def __getitem__(self, champ: str) -> object:
        return self._valeurs[champ]

    def __contains__(self, champ: object) -> bool:
        return champ in self._valeurs

    def __str__(self) -> str:
        raise TypeError(f"une fiche ne s'imprime pas : dites lequel de ses champs ({self._objet}.…)")


def nom_de(fiche: Fiche) -> str:
    """Le nom sous lequel les modèles connaissent cet objet."""
    return fiche._objet


def lire(fiche: Fiche, champ: str) -> str:
    """Le champ, ou le refus qui dit comment le remplir.

    >>> roy = Fiche("creancier", {"denomination": "Roy", "ville": ""}, 'recouvre creancier "Roy"')
    >>> lire(roy, "denomination")
    'Roy'
    >>> lire(roy, "ville")
    Traceback (most recent call last):
    ...
    recouvre.domaine.refus.ChampManquant: Il manque la ville du créancier, que ce courrier doit porter. \
Tapez : recouvre creancier "Roy" --ville …
    """
    if champ not in fiche and (refus := manque(fiche, champ)) is not None:
        raise refus
    return str(fiche[champ])


def manque(fiche: Fiche, champ: str) -> Refus | None:
    """Le refus d'un champ vide : celui que la fiche prévoit, ou la commande qui le remplit ; ``None`` sinon."""
    if champ in fiche._refus:
        return fiche._refus[champ]
    connus = CHAMPS.get(fiche._objet, {})
    connu = connus.get(champ)
    if connu is None or not fiche._commande:
        return None
    options = [connus[part].option for part in connu.de or (champ,) if part not in fiche and connus[part].option]
    if not options:
        return None
    saisie = " ".join(f"{option} …" for option in options)
    return ChampManquant(f"{connu.libelle} {_A_QUI[fiche._objet]}", f"{fiche._commande} {saisie}")
