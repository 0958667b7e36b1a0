"""Lire un cas de prescription : un fichier TOML de tableaux à barres verticales, tels qu'un juriste les écrit.

Colonnes des faits : date | fait | détails. Une facture dit son échéance, et la fin de la prestation si on la connaît.

    01/03/2020 | facture | F-1 | échéance 31/03/2020 | exécution 15/03/2020
    14/07/2021 | paiement | 10,00 | sur F-1 | par un tiers
    05/05/2021 | médiation | jusqu'au 05/08/2021 | sur F-1
    05/05/2022 | fin de demande en justice | non avenue
    01/02/2023 | titre | jugement

L'histoire attendue se compare en entier : date | fait | ce qui lui arrive | dernier jour utile ensuite | texte. Le
fait, l'effet et le texte attendus peuvent n'être qu'un morceau de ceux de l'outil.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    ContactNote,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
)
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    CauseArret,
    CausePrescription,
    CreanceQualifiee,
    FacturePrecisee,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.operations.natures import lire_natures

from .cas import CAS, centimes, jour, tableau

NATURES = lire_natures()
DOSSIER = CAS / "prescription"
_RUBRIQUES = {
    "titre", "source", "qualite", "nature", "particulier", "faits", "date", "dates", "origine", "forclusion",
    "histoire", "reserves",
}  # fmt: skip
_CAUSES = {
    "reconnaissance": CausePrescription.RECONNAISSANCE,
    "demande en justice": CausePrescription.DEMANDE_EN_JUSTICE,
    "acte d'exécution": CausePrescription.EXECUTION,
    "déclaration de créance": CausePrescription.DECLARATION_DE_CREANCE,
    "mesures de surendettement": CausePrescription.MESURES_SURENDETTEMENT,
    "lettre de l'assureur": CausePrescription.MISE_EN_DEMEURE_ASSUREUR,
    "réaménagement": CausePrescription.REAMENAGEMENT,
    "médiation": CausePrescription.MEDIATION,
    "accord L125-1": CausePrescription.PROCEDURE_L125,
    "mesure d'instruction": CausePrescription.INSTRUCTION,
    "impossibilité d'agir": CausePrescription.IMPOSSIBILITE,
    "minorité": CausePrescription.MINORITE,
    "mariage": CausePrescription.COUPLE,
    "renonciation": CausePrescription.RENONCIATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cas:
    """Un cas lu. ``dates`` : facture → dernier jour utile ; ``histoire`` : celle de la seule facture, en cases."""

    fichier: str
    titre: str
    source: str
    dossier: Dossier
    date: dt.date
    dates: dict[str, dt.date]
    origine: dt.date | None
    forclusion: bool
    histoire: list[list[str]]
    reserves: list[str]


def lire_cas() -> Iterator[Cas]:
    """Tous les cas de ``tests/cas/prescription``, dans l'ordre des fichiers."""
    for chemin in sorted(DOSSIER.glob("*.toml")):
        for brut in tomllib.loads(chemin.read_text("utf-8"))["cas"]:
            yield _un_cas(chemin.stem, brut)


def _un_cas(fichier: str, brut: dict[str, Any]) -> Cas:
    if inconnues := set(brut) - _RUBRIQUES:
        raise ValueError(f"{fichier}, « {brut['titre']} » : {sorted(inconnues)} n'est pas une rubrique connue")
    return Cas(
        fichier=fichier,
        titre=brut["titre"],
        source=brut["source"],
        dossier=_dossier(brut),
        date=jour(brut["date"]),
        dates={numero: jour(texte) for numero, texte in brut.get("dates", {}).items()},
        origine=jour(brut["origine"]) if "origine" in brut else None,
        forclusion=brut.get("forclusion", False),
        histoire=tableau(brut.get("histoire", "")),
        reserves=brut.get("reserves", []),
    )


def _dossier(brut: dict[str, Any]) -> Dossier:
    faits = [fait for cases in tableau(brut["faits"]) for fait in _faits(cases)]
    debut = min(fait.date for fait in faits)
    ouverture = DossierOuvert(date=debut, creancier=1, debiteur=2, qualite=Qualite(brut["qualite"]))
    qualification = CreanceQualifiee(
        date=debut, nature=brut.get("nature", ""), creancier_particulier=brut.get("particulier", False)
    )
    return plier_neufs(1, [ouverture, qualification, *faits])


def _faits(cases: list[str]) -> list[Evenement]:
    le, fait, *details = cases
    date = jour(le)
    match fait:
        case "facture":
            return _facture(date, details)
        case "paiement":
            tiers = "par un tiers" in details
            return [EncaissementRecu(date=date, montant=centimes(details[0]), facture=_sur(details), par_tiers=tiers)]
        case "mise en demeure":
            return [MiseEnDemeurePresentee(date=date)]
        case "interruption notée":
            return [ContactNote(date=date, canal="interruption")]
        case "titre":
            return [TitreObtenu(date=date, nature=details[0], decision="sans décision" not in details)]
        case "signification":
            return [TitreSignifie(date=date)]
        case "procédure collective" | "surendettement" | "délai de grâce" | "plan":
            noms = {"procédure collective": "procedure", "délai de grâce": "delai-de-grace"}
            return [ArretDeDroit(date=date, cause=CauseArret(noms.get(fait, fait)))]
    if fait.startswith("fin de "):
        cause = _CAUSES[fait.removeprefix("fin de ")]
        return [PrescriptionReprise(date=date, cause=cause, facture=_sur(details), non_avenue="non avenue" in details)]
    return [
        PrescriptionTouchee(
            date=date, cause=_CAUSES[fait], facture=_sur(details), jusqu_au=_date(details, "jusqu'au")
        )
    ]  # fmt: skip


def _facture(date: dt.date, details: list[str]) -> list[Evenement]:
    numero = details[0]
    echeance, executee_le = _date(details, "échéance"), _date(details, "exécution")
    assert echeance is not None, f"facture {numero} : il manque l'échéance"
    facture = FactureAjoutee(date=date, numero=numero, montant=1_000_00, emise_le=date, echeance=echeance)
    nature = next((d.removeprefix("nature ") for d in details if d.startswith("nature ")), "")
    if executee_le is None and not nature:
        return [facture]
    return [facture, FacturePrecisee(date=date, facture=numero, executee_le=executee_le, nature=nature)]


def _date(details: list[str], nom: str) -> dt.date | None:
    return next((jour(d.removeprefix(f"{nom} ")) for d in details if d.startswith(f"{nom} ")), None)


def _sur(details: list[str]) -> str:
    return next((d.removeprefix("sur ") for d in details if d.startswith("sur ")), "")
