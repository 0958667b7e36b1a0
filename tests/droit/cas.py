"""Lire un cas de droit : un fichier TOML de tableaux à barres verticales, tels qu'un juriste les écrit.

Un cas dit ses faits, la date, et ce qu'on attend. Colonnes des faits : date | fait | n° ou montant | montant | détail.

    01/05/2024 | facture | F-1 | 12 000,00 | échéance 31/05/2024
    15/09/2024 | paiement | 5 000,00 | sur F-1
    20/09/2024 | avoir | A-1 | 150,00 | sur F-1
    02/10/2024 | mise en demeure

Une facture peut ajouter « déjà réglé 34,56 » et « taux 9,5 ». Les quatre tableaux attendus (intérêts, indemnités,
imputations, restes) sont comparés en entier : une ligne de trop ou de moins est une faute.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from recouvre.domaine.dossier import Dossier, plier_neufs
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
)
from recouvre.domaine.parties import Qualite

CAS = Path(__file__).parents[1] / "cas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cas:
    """Un cas lu. ``ecarts`` : des chiffres publiés qui doivent différer des nôtres, et pourquoi."""

    fichier: str
    titre: str
    source: str
    dossier: Dossier
    au: dt.date
    interets: list[list[str]]
    indemnites: list[list[str]]
    imputations: list[list[str]]
    restes: list[list[str]]
    totaux: dict[str, str]
    refus: str
    exemple: str
    ecarts: tuple[dict[str, str], ...]


def lire_cas() -> Iterator[Cas]:
    """Tous les cas de ``tests/cas``, dans l'ordre des fichiers."""
    for chemin in sorted(CAS.glob("*.toml")):
        for brut in tomllib.loads(chemin.read_text("utf-8"), parse_float=Decimal)["cas"]:
            yield _un_cas(chemin.stem, brut)


def _un_cas(fichier: str, brut: dict[str, Any]) -> Cas:
    inconnues = set(brut) - {
        "titre", "source", "qualite", "taux", "faits", "au", "interets", "indemnites", "imputations", "restes",
        "totaux", "refus", "exemple", "differe",
    }  # fmt: skip
    if inconnues:
        raise ValueError(f"{fichier}, « {brut['titre']} » : {sorted(inconnues)} n'est pas une rubrique connue")
    return Cas(
        fichier=fichier,
        titre=brut["titre"],
        source=brut["source"],
        dossier=_dossier(brut),
        au=jour(brut["au"]),
        interets=tableau(brut.get("interets", "")),
        indemnites=tableau(brut.get("indemnites", "")),
        imputations=tableau(brut.get("imputations", "")),
        restes=tableau(brut.get("restes", "")),
        totaux=brut.get("totaux", {}),
        refus=brut.get("refus", ""),
        exemple=brut.get("exemple", ""),
        ecarts=tuple(brut.get("differe", ())),
    )


def tableau(texte: str) -> list[list[str]]:
    """Les cases d'un tableau à barres, sans leurs blancs."""
    return [[case.strip() for case in ligne.split("|")] for ligne in texte.strip().splitlines() if ligne.strip()]


def jour(texte: str) -> dt.date:
    """« 31/05/2024 »."""
    quantieme, mois, annee = texte.split("/")
    return dt.date(int(annee), int(mois), int(quantieme))


def centimes(texte: str) -> int:
    """« 12 000,00 » : un montant de juriste a toujours ses deux décimales."""
    euros, _, cents = texte.replace(" ", "").partition(",")
    if len(cents) != 2:
        raise ValueError(f"« {texte} » : écrivez les deux décimales")
    signe = -1 if euros.startswith("-") else 1
    return signe * (abs(int(euros)) * 100 + int(cents))


def euros(valeur: int) -> str:
    """L'inverse de ``centimes`` : ``754375`` s'écrit « 7 543,75 »."""
    entiers, cents = divmod(abs(valeur), 100)
    return f"{'-' if valeur < 0 else ''}{entiers:,}".replace(",", " ") + f",{cents:02d}"


def _dossier(brut: dict[str, Any]) -> Dossier:
    faits = [_fait(case) for case in tableau(brut["faits"])]
    ouverture = DossierOuvert(
        date=min(fait.date for fait in faits),
        creancier=1,
        debiteur=2,
        qualite=Qualite(brut["qualite"]),
        taux=Decimal(brut["taux"].replace(",", ".")) if "taux" in brut else None,
    )
    return plier_neufs(1, [ouverture, *faits])


def _fait(cases: list[str]) -> Evenement:
    match cases:
        case [le, "facture", numero, montant, *details]:
            return _facture(jour(le), numero, centimes(montant), details)
        case [le, "paiement", montant, *details]:
            return EncaissementRecu(date=jour(le), montant=centimes(montant), facture=_sur(details))
        case [le, "avoir", numero, montant, *details]:
            return AvoirAjoute(date=jour(le), numero=numero, montant=centimes(montant), sur=_sur(details))
        case [le, "mise en demeure"]:
            return MiseEnDemeurePresentee(date=jour(le))
        case _:
            raise ValueError(f"fait incompris : {' | '.join(cases)}")


def _facture(le: dt.date, numero: str, montant: int, details: list[str]) -> FactureAjoutee:
    lus = dict(_detail(numero, detail) for detail in details)
    if "échéance" not in lus:
        raise ValueError(f"facture {numero} : il manque l'échéance")
    return FactureAjoutee(
        date=le,
        numero=numero,
        montant=montant,
        emise_le=le,
        echeance=jour(lus["échéance"]),
        deja_regle=centimes(lus.get("déjà réglé", "0,00")),
        taux=Decimal(lus["taux"].replace(",", ".")) if "taux" in lus else None,
    )


def _detail(numero: str, texte: str) -> tuple[str, str]:
    for nom in ("échéance", "déjà réglé", "taux"):
        if texte.startswith(f"{nom} "):
            return nom, texte.removeprefix(f"{nom} ")
    raise ValueError(f"facture {numero} : « {texte} » n'est pas compris")


def _sur(details: list[str]) -> str:
    if not details:
        return ""
    (detail,) = details
    if not detail.startswith("sur "):
        raise ValueError(f"détail incompris : {detail}")
    return detail.removeprefix("sur ")
