"""Relever la boîte des retours : chaque échec rapporté à son dossier, une fois ; le reste laissé à lire, et nommé."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from recouvre.base import envois, journal
from recouvre.base.connexion import transaction
from recouvre.base.envois import Envoi, Etat
from recouvre.base.journal import AEcrire
from recouvre.domaine.canaux import ReglagesRebonds
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_d_envoi import RemiseEchouee
from recouvre.domaine.refus import DossierFerme, JournalAbime
from recouvre.envois.boite import Boite, ouvrir_boite
from recouvre.envois.rebonds import Nature, Rebond, Recu, Revenu, lire_revenu
from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.smtp import CANAL
from recouvre.operations.cles import cle
from recouvre.operations.consigner import refuser_si_ferme
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

_JAMAIS_PARTIS = (Etat.RESERVE, Etat.FIGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapporte:
    """Un échec écrit à son dossier. ``reference`` : l'envoi ; ``definitif`` : l'adresse ne vaut plus rien."""

    dossier: int
    reference: str
    definitif: bool
    code: str
    motif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ALire:
    """Un courriel que personne n'a su rapporter : il reste dans la boîte, non lu."""

    nom: str
    de: str
    objet: str
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleveDesRebonds:
    """Ce qu'a donné une relève. ``connus`` : des échecs déjà au dossier ; ``automatiques`` : des réponses d'absence.

    ``panne`` : pourquoi la relève s'est arrêtée ; ce qui la précède est fait, le reste attend.
    """

    rapportes: tuple[Rapporte, ...] = ()
    connus: int = 0
    retards: int = 0
    automatiques: int = 0
    accuses: int = 0
    a_lire: tuple[ALire, ...] = ()
    panne: str = ""


def relever_rebonds(session: Session) -> ReleveDesRebonds:
    """Lit la boîte réglée et rapporte chaque échec. Lève ``CanalIndisponible`` si elle ne s'ouvre pas.

    Un courriel n'est marqué qu'une fois son échec écrit : arrêtée n'importe où, la relève suivante reprend, et ne
    récrit rien.
    """
    boite = ouvrir_boite(session.canaux.rebonds or ReglagesRebonds())
    try:
        return _relever(session, boite)
    finally:
        boite.fermer()


def _relever(session: Session, boite: Boite) -> ReleveDesRebonds:
    rapportes: list[Rapporte] = []
    a_lire: list[ALire] = []
    vus: Counter[Nature] = Counter()
    panne = ""
    try:
        for recu in boite.lire():
            revenu = lire_revenu(recu.octets, session.canaux.courriel)
            fait = _rapporter(session, recu, revenu)
            match fait:
                case ALire():
                    a_lire.append(fait)
                    continue
                case Rapporte():
                    rapportes.append(fait)
                case None:
                    vus[revenu.nature] += 1
            boite.traite(recu)
    except CanalIndisponible as coupure:
        panne = coupure.phrase
    return ReleveDesRebonds(
        rapportes=tuple(rapportes),
        connus=vus[Nature.REBOND],
        retards=vus[Nature.RETARD],
        automatiques=vus[Nature.ABSENCE],
        accuses=vus[Nature.ACCUSE],
        a_lire=tuple(a_lire),
        panne=panne,
    )


def _rapporter(session: Session, recu: Recu, revenu: Revenu) -> Rapporte | ALire | None:
    """Ce que ce courriel devient ; ``None`` : rien à écrire, il est déjà au dossier ou ne dit pas d'échec."""
    if revenu.nature is Nature.AUTRE:
        return _a_lire(recu, revenu, "ce n'est pas un rapport d'échec")
    if revenu.rebond is None:
        return None
    envoi = retrouver(session, revenu.rebond)
    if envoi is None:
        return _a_lire(recu, revenu, "aucun envoi de ce cabinet ne lui correspond")
    try:
        return _ecrire(session, envoi, revenu.rebond, _le(session, envoi, revenu.le))
    except DossierFerme:  # annulé : il n'y a plus rien à suivre
        return None
    except JournalAbime as faute:
        return _a_lire(recu, revenu, faute.phrase)


def _a_lire(recu: Recu, revenu: Revenu, raison: str) -> ALire:
    return ALire(nom=recu.nom, de=revenu.de, objet=revenu.objet, raison=raison)


def retrouver(session: Session, rebond: Rebond) -> Envoi | None:
    """L'envoi que dit ce rebond : par le numéro du message, l'adresse de retour, ou la référence à défaut.

    Les deux premiers ne se devinent pas ; la référence se lit sur la lettre, et ne vaut que pour un courriel parti.
    """
    base = session.base
    trouve = envois.par_identifiant(base, rebond.message_id) if rebond.message_id else None
    if trouve is None and rebond.cle_retour:
        trouve = envois.par_retour(base, rebond.cle_retour)
    if trouve is None and rebond.reference:
        trouve = envois.par_reference(base, rebond.reference)
    parti = trouve is not None and trouve.canal == CANAL and trouve.etat not in _JAMAIS_PARTIS
    return trouve if parti else None


def _le(session: Session, envoi: Envoi, dit: dt.date | None) -> dt.date:
    """Le jour du rapport, s'il est possible : ni avant l'envoi, ni demain."""
    aujourdhui = session.maintenant.date()
    return dit if dit and dt.date.fromisoformat(envoi.jour) <= dit <= aujourdhui else aujourdhui


def _ecrire(session: Session, envoi: Envoi, rebond: Rebond, le: dt.date) -> Rapporte | None:
    """``None`` si le dossier le sait déjà, fût-ce par un fait annulé depuis : relire une boîte ne redit rien."""
    echec = RemiseEchouee(
        date=le,
        reference=envoi.reference,
        canal=CANAL,
        definitif=rebond.definitif,
        code=rebond.code,
        motif=rebond.motif,
    )
    with transaction(session.base):
        dossier, ecrits = lire_dossier(session, envoi.dossier)
        refuser_si_ferme(dossier, "ce retour", meme_clos=True)
        if any(_dit_deja(ecrit.evenement, echec) for ecrit in ecrits):
            return None
        voulue = cle(echec, envoi.dossier, dossier.ouverture.creancier)
        libre = journal.cles_libres(session.base, [voulue]).get(voulue, voulue)
        neuf = AEcrire(envoi.dossier, echec, libre)
        journal.ajouter(session.base, [neuf], saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, [envoi.dossier])
    return Rapporte(
        dossier=envoi.dossier,
        reference=envoi.reference,
        definitif=rebond.definitif,
        code=rebond.code,
        motif=rebond.motif,
    )


def _dit_deja(fait: Evenement, echec: RemiseEchouee) -> bool:
    """Un échec définitif en dit plus qu'un échec passager, et s'écrit à sa suite."""
    return (
        isinstance(fait, RemiseEchouee)
        and (fait.reference, fait.canal) == (echec.reference, echec.canal)
        and (fait.definitif or not echec.definitif)
    )
