"""La chronologie d'un dossier pour qui le juge : les faits, par date, sans ce qui reste entre agence et créancier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recouvre.affichage.evenements import raconter
from recouvre.domaine.evenements import (
    AvoirAjoute,
    Ecrit,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
    PieceRecue,
    RelanceEnvoyee,
    RestitutionFaite,
    rangs_annules,
)
from recouvre.domaine.faits_d_envoi import PliSuivi
from recouvre.domaine.faits_d_instance import ActeDInstance
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, TitreObtenu, TitreSignifie
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite

_MONTRES = (
    FactureAjoutee, AvoirAjoute, EncaissementRecu, RestitutionFaite, RelanceEnvoyee, MiseEnDemeurePresentee, PliSuivi,
    PieceRecue, TitreObtenu, TitreSignifie, ArretDeDroit, ArretLeve, PlanConclu, PlanCaduc, PromesseFaite,
    LitigeOuvert, LitigeClos, ActeDInstance,
)  # fmt: skip
"""Ce qu'un juge lit : ni note d'appel, ni consigne du créancier, ni réglage de l'outil."""

_DU_MANDAT = ("mandat", "cgv")


def chronologie(ecrits: Sequence[Ecrit], au: dt.date) -> list[tuple[dt.date, str]]:
    """(date, fait) au soir de ce jour, dans l'ordre ; ce qui a été annulé n'y est pas."""
    annules = rangs_annules(ecrits)
    faits = [
        (_date(ecrit.evenement), raconter(ecrit.evenement))
        for ecrit in ecrits
        if ecrit.rang not in annules and isinstance(ecrit.evenement, _MONTRES) and not _entre_nous(ecrit.evenement)
    ]
    return sorted((fait for fait in faits if fait[0] <= au), key=lambda fait: fait[0])


def _date(fait: Evenement) -> dt.date:
    """Une facture compte du jour où elle est émise, non de celui où on l'a confiée."""
    return fait.emise_le if isinstance(fait, FactureAjoutee) else fait.date


def _entre_nous(fait: Evenement) -> bool:
    return isinstance(fait, PieceRecue) and fait.nature in _DU_MANDAT
