"""Signaler ce qui arrête une créance, et le reprendre : procédure, surendettement, délai de grâce, plan, délai public.

Le litige, qui n'arrête pas les intérêts, est dans ``suivre`` ; médiation, décès, départ… dans ``signaux``.

Un signal est une entrée de ``SIGNAUX`` : son nom, ses options, la décision qui en fait des faits. En ajouter un, c'est
ajouter une entrée, et l'option s'il en faut une nouvelle. Signaler de nouveau le même fait avec une date qui manquait
le complète : l'ancien est annulé et le fait entier récrit, dans la même transaction, pour que le droit n'en lise qu'un.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from recouvre.conduite.arrets import en_cours, fin
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret, DelaiInterrompu
from recouvre.domaine.faits_de_suivi import NatureSignal
from recouvre.droit.commande_publique import est_public
from recouvre.droit.delais import ajouter_annees
from recouvre.droit.plans import plan_de
from recouvre.operations.calcul import ANNEES_DE_GRACE
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, completer, exiger_une_personne_physique, facture_du, refuser_avenir
from recouvre.operations.session import Session
from recouvre.operations.signaux import signaler_nature
from recouvre.operations.suivre import contester

PROCEDURES = ("sauvegarde", "redressement", "liquidation")

Donnees = Mapping[str, Any]
"""Les options données : leur nom (« --le ») et leur valeur, déjà lue."""


class Signal(NamedTuple):
    """Un signal : son nom, les options qu'il exige, celles qu'il admet, ce qu'on en dit, et ce qu'il écrit."""

    nom: str
    exigees: tuple[str, ...]
    admises: tuple[str, ...]
    phrase: str
    decider: Callable[[Session, Dossier, Donnees], Sequence[Evenement]]


def signaler(session: Session, numero: int, signal: Signal, donnees: Donnees) -> Consigne:
    """Écrit ce signal au dossier. Lève ``FaitRefuse``, ``Doublon``, ``DossierFerme``, ``DossierInconnu``."""
    return consigner(
        session, numero, lambda dossier: signal.decider(session, dossier, donnees), geste="ce signal", meme_double=True
    )


def de_nature(nature: NatureSignal, phrase: str, exigees: tuple[str, ...] = (), *plus: str) -> Signal:
    """Le signal de cette nature ; tous ont « --le », « --texte » et « --deja-fini »."""
    admises = tuple(option for option in ("--le", "--texte", *plus, "--deja-fini") if option not in exigees)
    return Signal(str(nature), exigees, admises, phrase, partial(signaler_nature, nature))


def _procedure(session: Session, dossier: Dossier, donnees: Donnees) -> Sequence[Evenement]:
    le, genre, publie_le = donnees["--jugement-le"], donnees["--type"], donnees.get("--bodacc-le")
    if genre not in PROCEDURES:
        raise FaitRefuse(f"« {genre} » n'est pas une procédure collective : {', '.join(PROCEDURES)}.")
    refuser_avenir(session, le, "un jugement d'ouverture")
    _pas_avant(session, publie_le, le, "La publication au BODACC", "le jugement")
    _exiger_une_dette_anterieure(dossier, le)
    fait = ArretDeDroit(date=le, cause=CauseArret.PROCEDURE, genre=genre, publie_le=publie_le)
    return _arreter(session, dossier, fait)


def _surendettement(session: Session, dossier: Dossier, donnees: Donnees) -> Sequence[Evenement]:
    le, notifie_le = donnees["--recevable-le"], donnees.get("--notifiee-le")
    exiger_une_personne_physique(session, dossier, "n'a pas droit au surendettement (C. conso., art. L711-1)")
    refuser_avenir(session, le, "une décision de recevabilité")
    _pas_avant(session, notifie_le, le, "La notification", "la décision de recevabilité")
    _exiger_une_dette_anterieure(dossier, le)
    return _arreter(session, dossier, ArretDeDroit(date=le, cause=CauseArret.SURENDETTEMENT, notifie_le=notifie_le))


def _delai_de_grace(session: Session, dossier: Dossier, donnees: Donnees) -> Sequence[Evenement]:
    le, terme = donnees["--le"], donnees["--jusqu-au"]
    _ordonner(le, terme)
    if terme > (limite := ajouter_annees(le, ANNEES_DE_GRACE)):
        raise FaitRefuse(
            f"Un délai de grâce dure deux ans au plus (C. civ., art. 1343-5) : du {en_chiffres(le)}, il finit au plus "
            f"tard le {en_chiffres(limite)}. Rien n'est écrit."
        )
    fait = ArretDeDroit(
        date=le,
        cause=CauseArret.DELAI_DE_GRACE,
        jusqu_au=terme,
        taux=donnees.get("--taux"),
        capital_d_abord=bool(donnees.get("--capital-d-abord")),
    )
    return _arreter(session, dossier, fait)


def _plan(session: Session, dossier: Dossier, donnees: Donnees) -> Sequence[Evenement]:
    le, terme = donnees["--le"], donnees.get("--jusqu-au")
    if terme is not None:
        _ordonner(le, terme)
    for suivi in dossier.plans:
        if suivi.plan.date <= (terme or dt.date.max) and le <= (suivi.fin or dt.date.max):
            raise FaitRefuse(
                f"Un plan signé le {en_chiffres(suivi.plan.date)} est déjà enregistré, et arrête déjà ce qu'il doit : "
                f"recouvre echeancier {dossier.libelle} le montre ; --signe-le … --remplacer en enregistre un autre. "
                "Rien n'est écrit."
            )
    return _arreter(session, dossier, ArretDeDroit(date=le, cause=CauseArret.PLAN, jusqu_au=terme))


def _delai_interrompu(session: Session, dossier: Dossier, donnees: Donnees) -> Sequence[Evenement]:
    """Une seule interruption par demande de paiement (CCP R2192-27), notifiée avant que le délai n'expire."""
    le, recues_le = donnees["--le"], donnees.get("--pieces-recues-le")
    if not est_public(dossier):
        raise FaitRefuse(
            f"Le débiteur du dossier {dossier.libelle} n'est pas un acheteur public soumis au code de la commande "
            "publique : lui seul peut interrompre le délai de paiement (CCP, art. R2192-27). Rien n'est écrit."
        )
    facture = facture_du(dossier, donnees["--facture"])
    refuser_avenir(session, le, "une notification")
    _pas_avant(session, recues_le, le, "La réception des pièces", "la notification")
    if le > facture.echeance:
        raise FaitRefuse(
            f"Le délai de la facture {facture.numero} a expiré le {en_chiffres(facture.echeance)} : notifiée le "
            f"{en_chiffres(le)}, l'interruption n'a pas d'effet (CCP, art. R2192-27). Rien n'est écrit."
        )
    fait = DelaiInterrompu(date=le, facture=facture.numero, pieces_recues_le=recues_le)
    premiere = next((autre for autre in dossier.delais_interrompus if autre.facture == facture.numero), None)
    if premiere is None:
        return [fait]
    if premiere.date != le:
        raise FaitRefuse(
            f"Le délai de la facture {facture.numero} a déjà été interrompu le {en_chiffres(premiere.date)} : il ne "
            "peut l'être qu'une fois (CCP, art. R2192-27). Pour dater les pièces reçues, redonnez --le "
            f"{en_chiffres(premiere.date)} ; si cette date est fausse : recouvre annuler. Rien n'est écrit."
        )
    return completer(session, dossier, premiere, fait)


SIGNAUX: tuple[Signal, ...] = (
    Signal("procedure", ("--type", "--jugement-le"), ("--bodacc-le",), "procédure collective signalée", _procedure),
    Signal("surendettement", ("--recevable-le",), ("--notifiee-le",), "surendettement signalé", _surendettement),
    Signal(
        "delai-de-grace", ("--le", "--jusqu-au"), ("--taux", "--capital-d-abord"), "délai de grâce signalé",
        _delai_de_grace,
    ),
    Signal("plan", ("--le",), ("--jusqu-au",), "plan signalé", _plan),
    Signal(
        "delai-interrompu", ("--facture", "--le"), ("--pieces-recues-le",), "interruption du délai signalée",
        _delai_interrompu,
    ),
    Signal(
        "litige", ("--motif",), ("--le", "--reconnu", "--facture", "--deja-fini"), "litige signalé, rien ne part",
        contester,
    ),
    de_nature(NatureSignal.MEDIATION, "médiation signalée, rien ne part", (), "--jusqu-au"),
    de_nature(NatureSignal.DECES, "décès signalé, rien ne part au défunt"),
    de_nature(NatureSignal.MINORITE, "minorité signalée, rien ne part au mineur"),
    de_nature(NatureSignal.TUTELLE, "tutelle ou curatelle signalée, rien ne part au débiteur seul"),
    de_nature(NatureSignal.ETRANGER, "départ à l'étranger signalé, ni pli ni visite en France"),
    de_nature(NatureSignal.VISITE_REFUSEE, "visite refusée, il n'y en aura plus"),
    de_nature(NatureSignal.PRESCRIPTION_ACQUISE, "prescription acquise, plus rien ne se réclame"),
    de_nature(NatureSignal.CONFIE_AILLEURS, "dossier confié à un autre, rien ne part", ("--texte",)),
)  # fmt: skip


def reprendre(session: Session, numero: int, cause: CauseArret, le: dt.date) -> Consigne:
    """L'arrêt de cette cause a pris fin : ``le`` est le premier jour qui porte de nouveau intérêt."""
    refuser_avenir(session, le, "une reprise")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        arrets = [a for a in dossier.arrets if a.cause is cause and plan_de(dossier, a) is None]
        if cause is CauseArret.PLAN and dossier.plans and not arrets:
            raise FaitRefuse(_plan_signe(dossier))
        if not arrets:
            raise FaitRefuse(f"Aucun arrêt « {cause} » n'est signalé au dossier {dossier.libelle}. Rien n'est écrit.")
        if not any(arret.date < le <= (fin(dossier, arret) or dt.date.max) for arret in arrets):
            raise FaitRefuse(_rien_a_reprendre(dossier, arrets[-1], le))
        if cause is CauseArret.PROCEDURE and _en_liquidation(dossier, arrets[-1], le):
            raise FaitRefuse(
                "Après une liquidation judiciaire, un créancier ne retrouve pas ses poursuites, sauf exceptions dont "
                f'décide un avocat (C. com., art. L643-11) : recouvre clore {dossier.libelle} --motif "liquidation '
                f"judiciaire\". Si elle n'a jamais eu lieu : recouvre annuler {dossier.libelle} RANG. Rien n'est écrit."
            )
        return [ArretLeve(date=le, cause=cause)]

    return consigner(session, numero, decider, geste="cette reprise")


def _en_liquidation(dossier: Dossier, jugement: ArretDeDroit, le: dt.date) -> bool:
    """Vrai si la procédure est une liquidation ce jour-là, ouverte ainsi ou convertie depuis."""
    genres = [e.genre for e in dossier.procedure if e.genre and jugement.date <= e.date <= le]
    return (genres[-1] if genres else jugement.genre) == "liquidation"


def _plan_signe(dossier: Dossier) -> str:
    """Un plan signé finit payé, caduc ou remplacé : jamais par une reprise."""
    suivi = dossier.plans[-1]
    if suivi.fin is not None:
        return f"Le plan signé a pris fin le {en_chiffres(suivi.fin)} : il n'arrête plus rien. Rien n'est écrit."
    return (
        f"Le plan signé le {en_chiffres(suivi.plan.date)} court toujours. S'il est tombé, après sa mise en demeure : "
        f"recouvre echeancier {dossier.libelle} --caduc-le DATE ; s'il est faux : recouvre annuler. Rien n'est écrit."
    )


def _rien_a_reprendre(dossier: Dossier, arret: ArretDeDroit, le: dt.date) -> str:
    terme = fin(dossier, arret)
    if arret.cause is CauseArret.SURENDETTEMENT and any(
        autre.cause is CauseArret.MESURES and autre.date <= le for autre in en_cours(dossier, le)
    ):
        return (
            "Un plan ou des mesures de surendettement sont en vigueur : dites d'abord leur fin, recouvre "
            f"surendettement {dossier.libelle} fin --le DATE. Rien n'est écrit."
        )
    if terme is not None and terme < le:
        return (
            f"L'arrêt « {arret.cause} » a déjà pris fin le {en_chiffres(terme)} : les intérêts courent depuis. Rien "
            "n'est écrit."
        )
    return (
        f"L'arrêt « {arret.cause} » part du {en_chiffres(arret.date)} : une reprise est plus tardive. S'il n'a jamais "
        "eu lieu, annulez-le : recouvre annuler. Rien n'est écrit."
    )


def _arreter(session: Session, dossier: Dossier, fait: ArretDeDroit) -> Sequence[Evenement]:
    """Le fait, ou le complément de celui qui est déjà signalé ; un arrêt de même cause en cours refuse l'autre."""
    for autre in dossier.arrets:
        if autre.cause is fait.cause and autre.date == fait.date and plan_de(dossier, autre) is None:
            return completer(session, dossier, autre, fait)
    for autre in dossier.arrets:
        if autre.cause is fait.cause and _se_chevauchent(dossier, autre, fait):
            raise FaitRefuse(
                f"Un arrêt « {fait.cause} » court déjà depuis le {en_chiffres(autre.date)}. S'il a pris fin : recouvre "
                f"reprendre {dossier.libelle} {fait.cause} --le DATE ; si sa date est fausse : recouvre annuler. Une "
                "procédure convertie reste arrêtée depuis son ouverture. Rien n'est écrit."
            )
    return [fait]


def _se_chevauchent(dossier: Dossier, autre: ArretDeDroit, fait: ArretDeDroit) -> bool:
    return autre.date <= (fait.jusqu_au or dt.date.max) and fait.date <= (fin(dossier, autre) or dt.date.max)


def _ordonner(le: dt.date, terme: dt.date) -> None:
    if terme < le:
        raise FaitRefuse(
            f"La fin ({en_chiffres(terme)}) précède le début ({en_chiffres(le)}) : inversez les deux dates. Rien n'est "
            "écrit."
        )


def _pas_avant(session: Session, date: dt.date | None, depart: dt.date, quoi: str, que: str) -> None:
    if date is None:
        return
    refuser_avenir(session, date, "ce fait")
    if date < depart:
        raise FaitRefuse(
            f"{quoi} ({en_chiffres(date)}) ne peut pas précéder {que} ({en_chiffres(depart)}). Rien n'est écrit."
        )


def _exiger_une_dette_anterieure(dossier: Dossier, le: dt.date) -> None:
    """Une procédure, un surendettement n'arrêtent que les créances nées avant (C. com. L622-28 ; C. conso. L722-14)."""
    if all(facture.emise_le >= le for facture in dossier.factures):
        raise FaitRefuse(
            f"Aucune facture du dossier {dossier.libelle} n'est antérieure au {en_chiffres(le)} : cet arrêt n'y touche "
            "rien. Vérifiez cette date, et celle des factures (non dite à l'ouverture, elle vaut leur échéance). Rien "
            "n'est écrit."
        )
