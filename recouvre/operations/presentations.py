"""La présentation de la mise en demeure, déduite de ce qui arrive à son pli : c'est elle que lit le droit.

Elle s'écrit et se défait dans la transaction de la nouvelle qui la dit, et se retrouve si l'on annule cette nouvelle.
Celle qu'une personne a notée n'est jamais remplacée ; seul un retour « inconnu à l'adresse » la dément.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from recouvre.conduite.retours import presentation_deduite
from recouvre.conduite.scenarios import MISE_EN_DEMEURE
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    Ecrit,
    Evenement,
    EvenementAnnule,
    MiseEnDemeurePresentee,
    RelanceEnvoyee,
    rangs_annules,
)
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.pli import plier

DEMENTIE = "pli revenu, inconnu à l'adresse"
"""Le motif d'une présentation qu'un retour dément."""
PRECISEE = "présentation connue par une autre nouvelle du pli"


def accorder(avant: Sequence[Ecrit], apres: Sequence[Ecrit], reference: str, jour: dt.date) -> list[Evenement]:
    """Les faits qui mettent la présentation de cette lettre d'accord avec les nouvelles de son pli.

    ``avant`` et ``apres`` : le journal du dossier sans et avec le changement ; ``jour`` : celui des annulations.
    """
    dossier = plier(apres)
    lettre = next((e for e in dossier.relances if e.reference == reference and e.etape == MISE_EN_DEMEURE), None)
    if lettre is None:
        return []
    notees = list(_de_la_lettre(dossier, apres, lettre))
    if any(pli.suite is SuiteDuPli.NPAI and pli.reference == reference for pli in dossier.plis):
        return [EvenementAnnule(date=jour, rang=ecrit.rang, motif=DEMENTIE) for ecrit in notees]
    connues = {pli.date for pli in (*plier(avant).plis, *dossier.plis) if pli.reference == reference}
    deduites = [e for e in notees if _deduite(e.evenement, reference, connues)]
    attendue = None if len(deduites) < len(notees) else presentation_deduite(dossier, reference)
    if attendue in {ecrit.evenement.date for ecrit in deduites} or (attendue is None and not deduites):
        return []
    faits: list[Evenement] = [EvenementAnnule(date=jour, rang=e.rang, motif=PRECISEE) for e in deduites]
    return [*faits, MiseEnDemeurePresentee(date=attendue, reference=reference)] if attendue else faits


def rendre(ecrits: Sequence[Ecrit], annule: Ecrit, jour: dt.date) -> list[Evenement]:
    """Ce qu'il faut écrire avec l'annulation de ce fait pour que les présentations soient comme il les a trouvées.

    Une présentation déduite que l'on annule elle-même ne revient pas seule : une personne l'a dite fausse.
    """
    fait, sans = annule.evenement, [ecrit for ecrit in ecrits if ecrit.rang != annule.rang]
    if isinstance(fait, PliSuivi):
        return _retrouver(ecrits, annule, fait) or accorder(ecrits, sans, fait.reference, jour)
    if not isinstance(fait, MiseEnDemeurePresentee):
        return []
    dossier = plier(ecrits)
    lettres = [
        e for e in dossier.relances if e.etape == MISE_EN_DEMEURE and annule in _de_la_lettre(dossier, ecrits, e)
    ]
    connues = {pli.date for pli in dossier.plis if pli.reference == fait.reference}
    if not lettres or _deduite(fait, lettres[0].reference, connues):
        return []
    return accorder(ecrits, sans, lettres[0].reference, jour)


def _retrouver(ecrits: Sequence[Ecrit], annule: Ecrit, retour: PliSuivi) -> list[Evenement]:
    """Les présentations qu'une personne avait notées, et qu'avait démenties ce retour que l'on annule."""
    if retour.suite is not SuiteDuPli.NPAI:
        return []
    dossier = plier(ecrits)
    lettre = next((e for e in dossier.relances if e.reference == retour.reference), None)
    annulations = [e for e in ecrits if isinstance(e.evenement, EvenementAnnule)]
    dementies = {
        e.evenement.rang
        for e in annulations
        if isinstance(e.evenement, EvenementAnnule) and e.evenement.motif == DEMENTIE and e.rang > annule.rang
    }
    faits = [ecrit for ecrit in ecrits if ecrit not in annulations]
    connues = {pli.date for pli in dossier.plis if pli.reference == retour.reference}
    return [
        ecrit.evenement
        for ecrit in (_de_la_lettre(dossier, faits, lettre) if lettre else ())
        if ecrit.rang in dementies and not _deduite(ecrit.evenement, retour.reference, connues)
    ]


def _de_la_lettre(dossier: Dossier, ecrits: Sequence[Ecrit], lettre: RelanceEnvoyee) -> Iterator[Ecrit]:
    """Les présentations de cette lettre : celles qui la citent, ou, sans rien citer de connu, à partir d'elle."""
    references = {envoi.reference for envoi in dossier.relances}
    suivante = min(
        (e.date for e in dossier.relances if e.etape == MISE_EN_DEMEURE and e.date > lettre.date), default=dt.date.max
    )
    annules = rangs_annules(ecrits)
    for ecrit in ecrits:
        fait = ecrit.evenement
        if isinstance(fait, MiseEnDemeurePresentee) and ecrit.rang not in annules:
            sienne = fait.reference not in references and lettre.date <= fait.date < suivante
            if fait.reference == lettre.reference or sienne:
                yield ecrit


def _deduite(fait: Evenement, reference: str, connues: set[dt.date]) -> bool:
    """Vrai si c'est l'outil qui a écrit cette présentation, d'après une nouvelle du pli."""
    return isinstance(fait, MiseEnDemeurePresentee) and fait.reference == reference and fait.date in connues
