"""Dérouler, jour par jour, ce qui partirait si personne ne payait ni n'écrivait : la porte décide, rien ne s'écrit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.base import journal
from recouvre.base import lectures as base_lectures
from recouvre.base.connexion import FauteDeBase
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.frein import sous_le_minimum
from recouvre.conduite.porte import PASSAGERES
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.situation import situer
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit, Evenement, RelanceEnvoyee, rangs_annules
from recouvre.domaine.faits_d_envoi import EtapeSautee
from recouvre.domaine.pli import plier, plier_neufs
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.droit.delais import UN_JOUR
from recouvre.operations.decision import Examen, Retenu, Sautee
from recouvre.operations.etapes import demarches_de
from recouvre.operations.fautes import dire
from recouvre.operations.preparer import examiner_dossier
from recouvre.operations.session import Session

MINIMUM = "minimum"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartSimule:
    """Ce qui partirait ce jour-là, par ce canal. ``repli`` : pourquoi pas le canal prévu, ou pourquoi elle saute."""

    le: dt.date
    dossier: int
    debiteur: str
    etape: str
    libelle: str
    canal: str
    envoi: str
    repli: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Tous les départs de la période, par jour puis dossier ; et ce qui resterait retenu, avec ses raisons."""

    du: dt.date
    au: dt.date
    departs: tuple[DepartSimule, ...]
    retenues: tuple[Retenu, ...]


def simuler(session: Session, du: dt.date, jours: int, suivi: Suivi | None = None) -> Simulation:
    """Ce qui partirait de ce jour-là aux ``jours`` suivants, chaque dossier déroulé à part.

    Les contacts des autres dossiers d'un même débiteur sont comptés tels qu'ils sont aujourd'hui.
    """
    au = du + dt.timedelta(days=jours)
    departs: list[DepartSimule] = []
    retenues: list[Retenu] = []
    numeros = base_lectures.dossiers_a_envoyer(session.base, au.isoformat())
    for rang, numero in enumerate(numeros, start=1):
        try:
            fin = _derouler(session, numero, du, au, departs)
        except FauteDeBase:
            raise
        except Exception as faute:  # un dossier en panne ne cache pas les autres
            fin = Retenu(dossier=numero, etape="", debiteur="", raisons=(Retenue("panne", dire(faute)),))
        if fin:
            retenues.append(fin)
        if suivi:
            suivi(rang, len(numeros))
    return Simulation(
        du=du, au=au, departs=tuple(sorted(departs, key=lambda d: (d.le, d.dossier))), retenues=tuple(retenues)
    )


def _derouler(session: Session, numero: int, du: dt.date, au: dt.date, departs: list[DepartSimule]) -> Retenu | None:
    """Les départs d'un dossier, ajoutés à ``departs`` ; ce qui le retient pour de bon, s'il est retenu."""
    ecrits = journal.lire(session.base, numero)
    annules = rangs_annules(ecrits)
    faits = [e.evenement for e in ecrits if e.rang not in annules]
    dossier, jour, bloque = plier(ecrits), du, None
    envois = _envois(session, dossier)
    while (demarche := _prochain(envois, jour)) and (jour := max(jour, demarche.le)) <= au:
        decision = _decider(session, dossier, ecrits, demarche.cle, jour)
        if not isinstance(decision, Retenu):
            departs.append(_depart(decision, demarche, jour))
            faits.append(_fait(dossier, decision, jour))
            dossier, bloque = plier_neufs(numero, faits), None
            envois = _envois(session, dossier)
        elif MINIMUM in (codes := {raison.code for raison in decision.raisons}):
            bloque = decision  # pas pour toujours : les intérêts peuvent le franchir d'ici la fin de la période
        elif codes - PASSAGERES:
            suivants = [envoi.le for envoi in envois if envoi.le > jour]
            if not (demarche.attente and suivants):
                return decision
            jour, bloque = min(suivants), decision
            continue
        jour += UN_JOUR
    return bloque


def _envois(session: Session, dossier: Dossier) -> list[Demarche]:
    """Les envois que rien n'oblige à attendre qu'un autre soit parti."""
    situation = situer(dossier, session.bareme, session.natures)
    demarches = demarches_de(session, dossier, session.partie(dossier.ouverture.debiteur), situation)
    return [demarche for demarche in demarches if demarche.genre is Genre.ENVOI and not demarche.suite]


def _prochain(envois: Sequence[Demarche], jour: dt.date) -> Demarche | None:
    """Celui que ``envois_dus`` prendrait d'abord ce jour-là, ou le premier qui viendra ensuite."""
    bons = [envoi for envoi in envois if envoi.jusqu_au is None or envoi.jusqu_au >= max(jour, envoi.le)]

    def rang(envoi: Demarche) -> tuple[dt.date, bool, bool, dt.date, str]:
        return max(jour, envoi.le), bool(envoi.attente), est_une_campagne(envoi.cle), envoi.le, envoi.cle

    return min(bons, key=rang, default=None)


def _decider(
    session: Session, dossier: Dossier, ecrits: Sequence[Ecrit], cle: str, jour: dt.date
) -> Examen | Retenu | Sautee:
    """La porte, et le minimum du cabinet ; le texte n'est pas composé."""
    decision = examiner_dossier(session, dossier, ecrits, cle, jour)
    reglages = session.canaux.envois
    if not (isinstance(decision, Examen) and reglages.montant_minimal):
        return decision
    try:
        petites = tuple(sous_le_minimum(decompter(dossier, jour, session.bareme).total, reglages))
    except TauxInconnu:  # celui d'un semestre à venir n'est pas paru
        return decision
    nom = decision.debiteur.denomination
    return Retenu(dossier=dossier.numero, etape=cle, debiteur=nom, raisons=petites) if petites else decision


def _fait(dossier: Dossier, decision: Examen | Sautee, jour: dt.date) -> Evenement:
    if isinstance(decision, Sautee):
        return EtapeSautee(date=jour, etape=decision.etape, tour=decision.tour, motif=decision.motif)
    etape = decision.etape
    return RelanceEnvoyee(
        date=jour,
        etape=etape.cle,
        tour=decision.tour,
        canal=decision.voie.canal,
        modele=etape.modele,
        reference=f"{dossier.libelle}-{dossier.papiers + 1}",
        fichier="",
        empreinte="",
        total=0,
        delai_le=jour + dt.timedelta(days=etape.delai) if etape.delai is not None else None,
    )


def _depart(decision: Examen | Sautee, demarche: Demarche, jour: dt.date) -> DepartSimule:
    return DepartSimule(
        le=jour,
        dossier=decision.dossier if isinstance(decision, Sautee) else decision.dossier.numero,
        debiteur=decision.debiteur if isinstance(decision, Sautee) else decision.debiteur.denomination,
        etape=demarche.cle,
        libelle=demarche.libelle,
        canal="" if isinstance(decision, Sautee) else decision.voie.canal,
        envoi="" if isinstance(decision, Sautee) else decision.voie.envoi,
        repli=f"sautée : {decision.motif}" if isinstance(decision, Sautee) else decision.voie.repli,
    )
