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
    FINISSENT,
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance, Tour, tours
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    ArretLeve,
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
            date=plan.date if courent else plan.arrete_le + _UN_JOUR,
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
    : elle ne compte ici qu'une fois signifiée, à sa propre date. Le jugement sur opposition s'y substitue (CPC 1420).
    """
    for instance in Instance:
        for tour in tours(actes, instance):
            yield from _titre_du_tour(tour)


_NATURES = {Instance.PETITES_CREANCES: "petites-creances", Instance.REFERE: "refere"}


def _titre_du_tour(tour: Tour) -> Iterator[TitreObtenu | TitreSignifie]:
    fini = next((acte for acte in reversed(tour) if acte.acte in {Acte.JUGEMENT, Acte.TITRE}), None)
    ordonnance = next((acte for acte in reversed(tour) if acte.acte is Acte.ORDONNANCE), None)
    source = fini or ordonnance
    if source is None:
        return
    suite = tour[tour.index(source) + 1 :]
    signifie = next((a for a in suite if a.acte is Acte.SIGNIFICATION and not a.sans_effet), None)
    if fini is None and (signifie is None or any(acte.acte is Acte.OPPOSITION for acte in suite)):
        return
    petite = source.instance is Instance.PETITES_CREANCES
    yield TitreObtenu(
        date=source.date,
        nature=_NATURES.get(source.instance, "jugement") if fini else "injonction-de-payer",
        decision=not petite,
        interets=source.interets,
        capitalisation=source.capitalisation,
        reference=source.reference,
    )
    if signifie:
        a_personne = any(a.a_personne for a in suite if a.acte is Acte.SIGNIFICATION)
        yield TitreSignifie(date=signifie.date, executoire_le=signifie.executoire_le, a_personne=a_personne)


TERMINENT_L125 = frozenset({Acte.REFUS, Acte.TITRE, Acte.DESISTEMENT})
"""Ce qui met fin à la procédure des petites créances."""
_ETEIGNENT = frozenset({Acte.JUGEMENT, Acte.DESISTEMENT, Acte.REJET})
_ASSIGNENT = frozenset({Instance.ASSIGNATION, Instance.REFERE})


def demandes_en_justice(actes: Sequence[ActeDInstance]) -> Iterator[PrescriptionTouchee | PrescriptionReprise]:
    """Ce que les instances font à la prescription (C. civ. 2241 à 2243 ; 2238 pour l'accord de L125-1).

    Une requête en injonction n'interrompt pas, seule la signification de l'ordonnance le fait. Signifiée et sans
    opposition, c'est un titre, qui dit son propre délai ; frappée d'opposition, sa signification reste la demande en
    justice de l'instance qui s'ouvre.
    """
    for instance in Instance:
        for tour in tours(actes, instance):
            if instance is Instance.PETITES_CREANCES:
                yield from _suspension(tour)
            elif demande := _demande(tour):
                yield from _interruption(tour, demande)


def _demande(tour: Tour) -> ActeDInstance | None:
    """L'acte qui vaut demande en justice."""
    if tour[0].instance in _ASSIGNENT:
        return next((acte for acte in tour if acte.acte is Acte.OUVERTURE), None)
    if not any(acte.acte is Acte.OPPOSITION for acte in tour):
        return None
    return next((acte for acte in tour if acte.acte is Acte.SIGNIFICATION and not acte.sans_effet), None)


def _interruption(tour: Tour, demande: ActeDInstance) -> Iterator[PrescriptionTouchee | PrescriptionReprise]:
    justice = CausePrescription.DEMANDE_EN_JUSTICE
    yield PrescriptionTouchee(date=demande.date, cause=justice)
    fin = next((acte for acte in tour[tour.index(demande) + 1 :] if acte.acte in _ETEIGNENT), None)
    if fin:
        yield PrescriptionReprise(date=fin.date, cause=justice, non_avenue=fin.acte is not Acte.JUGEMENT)


def _suspension(tour: Tour) -> Iterator[PrescriptionTouchee | PrescriptionReprise]:
    petites = CausePrescription.PROCEDURE_L125
    accord = next((acte for acte in tour if acte.acte is Acte.ACCORD), None)
    if accord is None:
        return
    yield PrescriptionTouchee(date=accord.date, cause=petites)
    fin = next((acte for acte in tour[tour.index(accord) + 1 :] if acte.acte in TERMINENT_L125), None)
    if fin:
        yield PrescriptionReprise(date=fin.date, cause=petites)


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


def mises_en_oeuvre(etapes: Sequence[SurendettementSuivi]) -> Iterator[ArretDeDroit | ArretLeve]:
    """Un plan, ou des mesures, en vigueur : ce qu'arrêtait la recevabilité cesse, leur propre arrêt commence.

    Sans taux dit, aucun intérêt n'est compté pendant leur cours : c'est la lecture prudente. La fin de la procédure, ou
    une déchéance, une irrecevabilité, lève tout.
    """
    for etape in etapes:
        if etape.etape in _S_APPLIQUENT and (le := etape.applicable_le):
            yield from _levees(le)
            yield ArretDeDroit(
                date=le, cause=CauseArret.MESURES, jusqu_au=etape.jusqu_au, genre=str(etape.etape), taux=etape.taux
            )
        elif etape.etape in FINISSENT:
            yield from _levees(etape.date)


_S_APPLIQUENT = frozenset({EtapeDuSurendettement.PLAN, EtapeDuSurendettement.MESURES})


def _levees(le: dt.date) -> Iterator[ArretLeve]:
    for cause in (CauseArret.SURENDETTEMENT, CauseArret.MESURES):
        yield ArretLeve(date=le, cause=cause)


def demandes_de_mesures(etapes: Sequence[SurendettementSuivi]) -> Iterator[PrescriptionTouchee]:
    """La demande de mesures interrompt (C. conso. L721-5) ; un plan que le débiteur a signé reconnaît la dette.

    Des mesures imposées ne sont pas une reconnaissance : rien lu ne dit qu'elles interrompent par elles-mêmes. La
    recevabilité n'a pas d'effet.
    """
    for etape in etapes:
        if etape.etape is EtapeDuSurendettement.DEMANDE_DE_MESURES:
            yield PrescriptionTouchee(date=etape.date, cause=CausePrescription.MESURES_SURENDETTEMENT)
        elif etape.etape is EtapeDuSurendettement.PLAN and etape.applicable_le:
            yield PrescriptionTouchee(date=etape.date, cause=CausePrescription.REAMENAGEMENT)


def effacements(etapes: Sequence[SurendettementSuivi]) -> Iterator[RemiseAccordee]:
    """Une créance effacée n'est plus due (C. conso. L741-2, L741-3 et L742-22), ni la part effacée (L733-4)."""
    for etape in etapes:
        if etape.etape is EtapeDuSurendettement.EFFACEMENT:
            yield RemiseAccordee(
                date=etape.date,
                motif="créance effacée par le surendettement",
                totale=True,
                fondement="C. conso., art. L741-2 et L742-22",
            )
        elif etape.etape is EtapeDuSurendettement.EFFACEMENT_PARTIEL:
            yield RemiseAccordee(
                date=etape.date,
                motif="part de la créance effacée par les mesures de surendettement",
                montant=etape.montant,
                fondement="C. conso., art. L733-4",
            )
