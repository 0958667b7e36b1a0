"""Le décompte pour un programme : un objet JSON, les lignes d'un CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from recouvre.affichage.decompte_reperes import depart_particulier, jours_des_paiements
from recouvre.affichage.francais import decimale
from recouvre.affichage.sortie_csv import Valeur
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.montants import en_decimal
from recouvre.droit.releve import ACCESSOIRES, Decompte, LigneDecompte, Nature

COLONNES_CSV = (
    "nature", "facture", "libelle", "du", "au", "jours", "base", "taux", "montant", "origine_du_taux", "fondement",
    "impute_interets", "impute_accessoires", "impute_principal", "diviseur",
)  # fmt: skip
"""``diviseur`` : une ligne d'intérêts se refait par base × taux × jours ÷ diviseur, arrondi au centime.

``impute_…`` : ce qu'un paiement a éteint de chaque poste, sur sa ligne seulement ; ces colonnes n'entrent pas au total.
"""

DECIMALES_D_UN_TAUX = 2

_POSTES = ((Nature.INTERETS,), (Nature.INDEMNITE, *ACCESSOIRES), (Nature.PRINCIPAL,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Appris:
    """Un fait saisi après coup : son rang, sa date, le jour de sa saisie, ce qu'il dit."""

    rang: int
    le: dt.date
    saisi_le: dt.date
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelQueConnu:
    """Un décompte d'après ce que l'on savait le jour ``le`` : le total d'aujourd'hui à la même date, et l'appris."""

    le: dt.date
    total_aujourdhui: int
    appris: tuple[Appris, ...]


def en_json(decompte: Decompte) -> dict[str, Any]:
    """L'objet JSON d'un décompte : montants en chaînes, dates ISO, clés stables."""
    return {
        "au": decompte.au,
        "principal": en_decimal(decompte.principal),
        "interets": en_decimal(decompte.interets),
        "indemnites": en_decimal(decompte.indemnites),
        "accessoires": en_decimal(decompte.accessoires),
        "total": en_decimal(decompte.total),
        "encaisse": en_decimal(decompte.encaisse),
        "trop_percu": en_decimal(decompte.trop_percu),
        "interet_par_jour": en_decimal(decompte.interet_par_jour),
        "lignes": [_ligne_json(ligne) for ligne in decompte.lignes],
        "compensations": [
            {
                "avoir": part.avoir,
                "date": part.date,
                "nature": str(part.nature),
                "facture": part.facture,
                "montant": en_decimal(part.montant),
            }
            for part in decompte.compensations
        ],
        "capitalisations": [
            {"date": ajout.date, "facture": ajout.facture, "montant": en_decimal(ajout.montant)}
            for ajout in decompte.capitalisations
        ],
        "reserves": [{"code": reserve.code, "phrase": reserve.phrase} for reserve in decompte.reserves],
    }


def connu_en_json(connu: TelQueConnu) -> dict[str, Any]:
    """Ce que l'objet JSON dit de plus quand on s'en tient à ce que l'on savait un jour."""
    return {
        "tel_que_connu_le": connu.le,
        "total_aujourdhui": en_decimal(connu.total_aujourdhui),
        "appris": [
            {"rang": fait.rang, "date": fait.le, "saisi_le": fait.saisi_le, "texte": fait.texte}
            for fait in connu.appris
        ],
    }


def lignes_csv(decompte: Decompte, dossier: Dossier, connu: TelQueConnu | None = None) -> list[Sequence[Valeur]]:
    """Les lignes du décompte pour un tableur, dans l'ordre de ``COLONNES_CSV``, puis le total, qui est leur somme.

    ``dossier`` : celui du calcul.
    """
    imputes = iter(_imputes(decompte, dossier))
    rien = (None,) * len(_POSTES)
    lignes: list[Sequence[Valeur]] = [
        (
            str(ligne.nature), ligne.facture, _libelle(decompte, dossier, ligne), ligne.du, ligne.au, ligne.jours,
            _tableur(ligne.base), _points(ligne.taux), _tableur(ligne.montant), ligne.origine, ligne.fondement,
            *(next(imputes) if ligne.nature is Nature.ENCAISSEMENT else rien), _diviseur(ligne),
        )
        for ligne in decompte.lignes
    ]  # fmt: skip
    if decompte.trop_percu:
        lignes.append(_ligne_csv("trop_percu", "Trop-perçu, à rendre au débiteur", decompte.trop_percu))
    suite = f", tel que connu le {en_chiffres(connu.le)}" if connu else ""
    lignes.append(_ligne_csv("total", f"Reste dû au {en_chiffres(decompte.au)}{suite}", decompte.total))
    return lignes


def _imputes(decompte: Decompte, dossier: Dossier) -> Iterator[tuple[str, ...]]:
    """Ce que chaque paiement a éteint de chaque poste, le jour même ou plus tard, dans l'ordre de leurs lignes."""
    for indice in jours_des_paiements(dossier, decompte.au):
        parts = [part for part in decompte.imputations if part.encaissement == indice]
        yield tuple(decimale(sum(p.montant for p in parts if p.nature in poste)) for poste in _POSTES)


def _libelle(decompte: Decompte, dossier: Dossier, ligne: LigneDecompte) -> str:
    """Une ligne d'intérêts dit d'où ils partent, si ce n'est pas de l'échéance."""
    depart = depart_particulier(dossier, ligne.facture, decompte.au) if ligne.nature is Nature.INTERETS else ""
    return f"{ligne.libelle}, à compter {depart}" if depart else ligne.libelle


def _ligne_csv(nature: str, libelle: str, centimes: int) -> Sequence[Valeur]:
    vides = (None,) * (len(_POSTES) + 1)
    return nature, "", libelle, None, None, None, None, None, _tableur(centimes), "", "", *vides


def _points(taux: Decimal | None) -> Decimal | None:
    """Un taux à deux décimales au moins : 18 s'écrit « 18,00 », 14,125 ne s'arrondit pas."""
    if taux is None or len(f"{taux:f}".partition(".")[2]) >= DECIMALES_D_UN_TAUX:
        return taux
    return Decimal(f"{taux:.{DECIMALES_D_UN_TAUX}f}")


def _diviseur(ligne: LigneDecompte) -> int | None:
    return 100 * ligne.annee if ligne.nature is Nature.INTERETS else None


def _ligne_json(ligne: LigneDecompte) -> dict[str, Any]:
    return {
        "nature": str(ligne.nature),
        "facture": ligne.facture,
        "libelle": ligne.libelle,
        "du": ligne.du,
        "au": ligne.au,
        "jours": ligne.jours,
        "base": _decimal(ligne.base),
        "taux": str(ligne.taux) if ligne.taux is not None else None,
        "montant": en_decimal(ligne.montant),
        "fondement": ligne.fondement,
        "origine": ligne.origine,
        "annee": ligne.annee if ligne.nature is Nature.INTERETS else None,
    }


def _tableur(centimes: int | None) -> str | None:
    return None if centimes is None else decimale(centimes)


def _decimal(centimes: int | None) -> str | None:
    return None if centimes is None else en_decimal(centimes)
