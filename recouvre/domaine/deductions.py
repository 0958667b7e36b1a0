"""Ce que des faits valent ensemble : un plan arrête les intérêts, une ordonnance signifiée est un titre.

Ce ne sont pas des évènements : rien de ceci n'est au journal. Annuler le fait d'où cela vient l'efface donc, et une
date corrigée corrige tout ce qui en découle. Les délais n'y sont pas comptés : un acte venu trop tard porte
``sans_effet``, que l'on a décidé en l'écrivant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.faits_d_insolvabilite import (
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    CauseArret,
    CausePrescription,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.faits_de_gestion import RemiseAccordee
from recouvre.domaine.faits_de_plan import InteretsDuPlan, PlanCaduc, PlanConclu
from recouvre.domaine.faits_de_suivi import NatureSignal, Signalement, SignalLeve

_UN_JOUR = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanSuivi:
    """Un plan conclu, et comment il a fini. ``acheve_le`` : tout est versé ; ``remplace_le`` : un autre est signé."""

    plan: PlanConclu
    acheve_le: dt.date | None
    caduc_le: dt.date | None
    remplace_le: dt.date | None

    @property
    def depuis(self) -> dt.date:
        """Le premier jour dont les paiements exécutent ce plan : ceux d'avant ont réduit la somme qu'il échelonne."""
        return max(self.plan.date, self.plan.arrete_le + _UN_JOUR)

    @property
    def fin(self) -> dt.date | None:
        """Son dernier jour ; ``None`` : il court."""
        fins = [le - _UN_JOUR for le in (self.caduc_le, self.remplace_le) if le is not None]
        return min([*fins, *([self.acheve_le] if self.acheve_le else [])], default=None)


def suivre_plans(
    plans: Sequence[PlanConclu], caducs: Sequence[PlanCaduc], recus: Sequence[EncaissementRecu]
) -> tuple[PlanSuivi, ...]:
    """Chaque plan et sa fin, dans l'ordre de leurs signatures. Ce que le débiteur verse depuis s'y compte."""
    suivis = []
    for rang, plan in enumerate(plans):
        remplace_le = plans[rang + 1].date if rang + 1 < len(plans) else None
        borne = remplace_le or dt.date.max
        caduc_le = min((c.date for c in caducs if plan.date < c.date <= borne), default=None)
        suivis.append(PlanSuivi(plan, _acheve_le(plan, recus, min(borne, caduc_le or borne)), caduc_le, remplace_le))
    return tuple(suivis)


def _acheve_le(plan: PlanConclu, recus: Sequence[EncaissementRecu], borne: dt.date) -> dt.date | None:
    verse, depuis = 0, PlanSuivi(plan, None, None, None).depuis
    for recu in sorted(recus, key=lambda recu: recu.date):
        if depuis <= recu.date < borne:
            verse += recu.montant
            if verse >= plan.total:
                return recu.date
    return None


def arrets_des_plans(plans: Sequence[PlanSuivi]) -> Iterator[ArretDeDroit]:
    """Un plan retient le scénario tant qu'il court, et arrête les intérêts s'il le dit.

    Les intérêts s'arrêtent au lendemain de l'arrêté, que la signature le suive de peu ou non. Abandonnés sous
    condition, ils ont toujours couru si le plan est tombé.
    """
    for suivi in plans:
        plan = suivi.plan
        courent = plan.interets is InteretsDuPlan.MAINTENUS or (
            plan.interets is InteretsDuPlan.ABANDONNES and suivi.caduc_le is not None
        )
        yield ArretDeDroit(
            date=plan.date if courent else min(plan.arrete_le + _UN_JOUR, plan.date),
            cause=CauseArret.PLAN,
            jusqu_au=suivi.fin,
            interets_courent=courent,
        )


def reconnaissances(plans: Sequence[PlanSuivi]) -> Iterator[PrescriptionTouchee]:
    """La signature reconnaît la dette (C. civ. 2240) ; d'un crédit, elle est un réaménagement (C. conso. R312-35)."""
    for suivi in plans:
        if suivi.plan.reconnaissance:
            yield PrescriptionTouchee(date=suivi.plan.date, cause=CausePrescription.REAMENAGEMENT)


def titres_des_instances(actes: Sequence[ActeDInstance]) -> Iterator[TitreObtenu | TitreSignifie]:
    """Une ordonnance d'injonction signifiée à temps et non frappée d'opposition ; un jugement ; un titre L125-1.

    L'ordonnance porte la formule exécutoire dès l'origine (CPC 1410), mais rien ne se fait avant qu'elle soit signifiée
    : elle ne compte ici qu'une fois signifiée, à sa propre date.
    """
    for rang, acte in enumerate(actes):
        suite = [autre for autre in actes[rang + 1 :] if autre.instance is acte.instance]
        signifie = next((a for a in suite if a.acte is Acte.SIGNIFICATION and not a.sans_effet), None)
        if acte.acte in {Acte.JUGEMENT, Acte.TITRE}:
            petite = acte.instance is Instance.PETITES_CREANCES
            nature = "petites-creances" if petite else "jugement"
            yield TitreObtenu(date=acte.date, nature=nature, decision=not petite, reference=acte.reference)
        elif acte.acte is Acte.ORDONNANCE and signifie and not any(a.acte is Acte.OPPOSITION for a in suite):
            yield TitreObtenu(date=acte.date, nature="injonction-de-payer", reference=acte.reference)
        else:
            continue
        if signifie:
            yield TitreSignifie(
                date=signifie.date, executoire_le=signifie.executoire_le, a_personne=signifie.a_personne
            )


_DEMANDENT = {Instance.ASSIGNATION: Acte.OUVERTURE, Instance.REFERE: Acte.OUVERTURE}
"""L'acte qui vaut demande en justice. Une requête en injonction n'interrompt pas, seule sa signification le fait."""

_ETEIGNENT = frozenset({Acte.JUGEMENT, Acte.DESISTEMENT, Acte.REJET})


def demandes_en_justice(actes: Sequence[ActeDInstance]) -> Iterator[PrescriptionTouchee | PrescriptionReprise]:
    """Ce que les instances font à la prescription (C. civ. 2241 à 2243 ; 2238 pour l'accord de L125-1).

    L'ordonnance signifiée sans opposition est un titre, qui dit son propre délai ; frappée d'opposition, sa
    signification reste la demande en justice de l'instance qui s'ouvre.
    """
    justice, petites = CausePrescription.DEMANDE_EN_JUSTICE, CausePrescription.PROCEDURE_L125
    for rang, acte in enumerate(actes):
        suite = [autre for autre in actes[rang + 1 :] if autre.instance is acte.instance]
        fin = next((autre for autre in suite if autre.acte in _ETEIGNENT), None)
        opposee = acte.acte is Acte.SIGNIFICATION and any(a.acte is Acte.OPPOSITION for a in suite)
        if acte.acte is _DEMANDENT.get(acte.instance) or (opposee and not acte.sans_effet):
            yield PrescriptionTouchee(date=acte.date, cause=justice)
            if fin:
                yield PrescriptionReprise(date=fin.date, cause=justice, non_avenue=fin.acte is not Acte.JUGEMENT)
        elif acte.instance is Instance.PETITES_CREANCES and acte.acte is Acte.ACCORD:
            yield PrescriptionTouchee(date=acte.date, cause=petites)
            refus = next((autre for autre in suite if autre.acte in {Acte.REFUS, Acte.TITRE}), None)
            if refus:
                yield PrescriptionReprise(date=refus.date, cause=petites)


def mediations(
    signaux: Sequence[Signalement], leves: Sequence[SignalLeve]
) -> Iterator[PrescriptionTouchee | PrescriptionReprise]:
    """La médiation suspend la prescription, jusqu'à ce qu'elle échoue ou aboutisse (C. civ. 2238)."""
    for signal in signaux:
        if signal.nature is NatureSignal.MEDIATION:
            yield PrescriptionTouchee(date=signal.date, cause=CausePrescription.MEDIATION, jusqu_au=signal.jusqu_au)
    for leve in leves:
        if leve.nature is NatureSignal.MEDIATION:
            yield PrescriptionReprise(date=leve.date, cause=CausePrescription.MEDIATION)


def declarations(etapes: Sequence[ProcedureSuivie]) -> Iterator[PrescriptionTouchee | PrescriptionReprise]:
    """La créance déclarée interrompt la prescription jusqu'à la clôture (C. com. L622-25-1)."""
    cause = CausePrescription.DECLARATION_DE_CREANCE
    for etape in etapes:
        if etape.etape is EtapeDeProcedure.DECLARATION:
            yield PrescriptionTouchee(date=etape.date, cause=cause)
        elif etape.etape is EtapeDeProcedure.CLOTURE:
            yield PrescriptionReprise(date=etape.date, cause=cause)


def effacements(etapes: Sequence[SurendettementSuivi]) -> Iterator[RemiseAccordee]:
    """Une créance effacée n'est plus due (C. conso. L741-2, L741-3 et L742-22)."""
    for etape in etapes:
        if etape.etape is EtapeDuSurendettement.EFFACEMENT:
            yield RemiseAccordee(date=etape.date, motif="créance effacée par le surendettement", totale=True)
