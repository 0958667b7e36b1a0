"""Relever les honoraires d'une période : chaque encaissement, et le barème de son créancier. Rien n'est écrit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from recouvre.base import journal, lectures
from recouvre.base.controle import instantane
from recouvre.base.lectures import DossierEncaisse
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit, EncaissementRecu, rangs_annules
from recouvre.domaine.honoraires import mois_pleins
from recouvre.domaine.pli import plier
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import Refus, TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.honoraires import Confie, Honoraires, Recouvre, compter
from recouvre.droit.releve import Decompte, Nature
from recouvre.droit.releve_honoraires import ApresCoup, Commission, CompteDHonoraires, Tardif
from recouvre.operations.session import Session


class SansMandat(Refus):
    """Un service interne n'a ni mandat ni honoraires."""

    def __init__(self) -> None:
        super().__init__(
            "Ce cabinet recouvre ses propres factures (mode interne) : il n'a ni mandat ni honoraires. Ils existent en "
            "mode agence : recouvre profil --mode agence."
        )


def verifier_le_mode(session: Session) -> None:
    """Lève ``SansMandat`` en service interne."""
    if session.mode is Mode.INTERNE:
        raise SansMandat


def relever(
    session: Session, du: dt.date, au: dt.date, *, creancier: int = 0, suivi: Suivi | None = None
) -> list[CompteDHonoraires]:
    """Les honoraires de ce qui a été encaissé du jour ``du`` au jour ``au`` compris, par créancier.

    Un paiement annulé n'y est pas. Toute la lecture voit la base au même instant. Lève ``SansMandat``.
    """
    verifier_le_mode(session)
    with instantane(session.base):
        vus = lectures.dossiers_encaisses(session.base, du.isoformat(), au.isoformat(), creancier=creancier)
        annonces = _annoncer(vus, suivi)
        return [
            CompteDHonoraires(creancier=nom, commissions=commissions)
            for (_, nom), siens in groupby(annonces, key=lambda vu: (vu.numero_creancier, vu.creancier))
            if (commissions := tuple(c for vu in siens for c in _du_dossier(session, vu, du, au)))
        ]


def _annoncer(vus: list[DossierEncaisse], suivi: Suivi | None) -> Iterator[DossierEncaisse]:
    for rang, vu in enumerate(vus, start=1):
        yield vu
        if suivi:
            suivi(rang, len(vus))


def apres_coup(session: Session, du: dt.date, au: dt.date, *, creancier: int = 0) -> list[ApresCoup]:
    """Ce qui a changé, pendant cette période, dans ce qui avait été reçu avant elle : un par dossier et par cause."""
    bornes = (du.isoformat(), au.isoformat())
    with instantane(session.base):
        lus = lectures.encaissements_apres_coup(session.base, *bornes, creancier=creancier)
        dits = [
            ApresCoup(dossier, dt.date.fromisoformat(le), Tardif.ANNULE if annule else Tardif.SAISI)
            for dossier, le, annule in lus
        ]
        for numero in lectures.dossiers_encaisses_retouches(session.base, *bornes, creancier=creancier):
            le = _recompte_depuis(session, numero, du, au)
            if le and not any(dit.dossier == numero and dit.recu_le <= le for dit in dits):
                dits.append(ApresCoup(numero, le, Tardif.RECOMPTE))
    return sorted(dits, key=lambda dit: (dit.recu_le, dit.dossier))


def _recompte_depuis(session: Session, numero: int, du: dt.date, au: dt.date) -> dt.date | None:
    """Le premier paiement d'avant la période dont les honoraires ne sont plus ceux que l'on comptait la veille."""
    ecrits = journal.lire(session.base, numero)
    avant, apres = (
        _comptes_d_avant(session, [ecrit for ecrit in ecrits if ecrit.saisi_le.date() <= jour], du)
        for jour in (du - UN_JOUR, au)
    )
    gardes = {recu for recu, _ in avant} & {recu for recu, _ in apres}
    changes = set(avant) ^ set(apres)
    return min((recu.date for recu, _ in changes if recu in gardes), default=None)


def _comptes_d_avant(
    session: Session, ecrits: list[Ecrit], du: dt.date
) -> list[tuple[EncaissementRecu, tuple[int, int] | None]]:
    """Chaque paiement d'avant ce jour, et ce qu'il fait devoir (hors taxes, TVA), au vu de ces seules écritures."""
    if not ecrits:
        return []
    dossier = plier(ecrits)
    recus = [recu for recu in dossier.encaissements if recu.date < du]
    comptes, _ = _compter(session, dossier, recus)
    return [(recu, (dus.ht, dus.tva) if dus else None) for recu, dus in zip(recus, comptes, strict=True)]


def _du_dossier(session: Session, vu: DossierEncaisse, du: dt.date, au: dt.date) -> Iterator[Commission]:
    ecrits = journal.lire(session.base, vu.numero)
    dossier = plier(ecrits)
    recus = [recu for recu in dossier.encaissements if recu.date <= au]
    comptes, manque = _compter(session, dossier, recus)
    for recu, ecrit, honoraires in zip(recus, _au_journal(ecrits, recus), comptes, strict=True):
        if recu.date >= du:
            yield Commission(
                dossier=vu.numero,
                debiteur=vu.debiteur,
                reference=vu.reference,
                rang=ecrit.rang,
                saisi_le=ecrit.saisi_le,
                recu=recu,
                honoraires=honoraires,
                manque=manque,
            )


def _compter(
    session: Session, dossier: Dossier, recus: list[EncaissementRecu]
) -> tuple[tuple[Honoraires | None, ...], str]:
    """Les honoraires de chaque paiement, ou le taux à relever : sans lui, on ne sait pas ce qui a été réglé."""
    baremes = session.reglages(dossier.ouverture.creancier).honoraires
    if not baremes:
        return (None,) * len(recus), ""
    try:
        return compter(baremes, list(_recouvre(session, dossier, recus)), _confie(dossier)), ""
    except TauxInconnu as inconnu:
        return (None,) * len(recus), inconnu.phrase


def _recouvre(session: Session, dossier: Dossier, recus: list[EncaissementRecu]) -> Iterator[Recouvre]:
    """Ce que chaque paiement a éteint, au soir du jour où il est reçu, comme ``encaisser`` l'a dit.

    Reçu avant la dernière facture, il se juge à la date de celle-ci. Ce qui arrive plus tard, avoir ou remise, ne
    change donc pas les honoraires déjà relevés.
    """
    derniere = max((facture.emise_le for facture in dossier.factures), default=dt.date.min)
    decomptes: dict[dt.date, Decompte] = {}
    for indice, recu in enumerate(recus):
        le = max(recu.date, derniere)
        if le not in decomptes:
            decomptes[le] = decompter(dossier, le, session.bareme)
        parts = [part for part in decomptes[le].imputations if part.encaissement == indice]
        yield Recouvre(
            date=recu.date,
            eteint=sum(part.montant for part in parts),
            principal=sum(part.montant for part in parts if part.nature is Nature.PRINCIPAL),
            direct=recu.direct,
        )


def _confie(dossier: Dossier) -> Confie:
    """Les factures telles qu'elles ont été confiées, acomptes d'avant déduits, et l'âge de la plus ancienne."""
    confie_le = dossier.ouverture.date
    return Confie(
        montant=dossier.confie,
        mois=mois_pleins(min((f.echeance for f in dossier.factures), default=confie_le), confie_le),
    )


def _au_journal(ecrits: list[Ecrit], recus: list[EncaissementRecu]) -> Iterator[Ecrit]:
    """Le fait du journal de chacun de ces paiements ; deux paiements identiques sont dans l'ordre de leur saisie."""
    annules = rangs_annules(ecrits)
    libres = [e for e in ecrits if e.rang not in annules]
    for recu in recus:
        place = next(place for place, ecrit in enumerate(libres) if ecrit.evenement == recu)
        yield libres.pop(place)
