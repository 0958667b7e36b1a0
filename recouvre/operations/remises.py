"""Remettre un courriel ou un SMS : une fois, et savoir exactement ce qu'il en est advenu.

« En cours » s'écrit au dernier moment, quand le serveur attend le point final ; le dossier est alors relu, et un
paiement arrivé depuis la préparation arrête tout. Une liaison rompue après cet instant laisse l'envoi incertain.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from types import TracebackType

from recouvre.base import envois, journal, projections
from recouvre.base.connexion import FauteDeBase, transaction
from recouvre.base.fichiers import place_libre
from recouvre.base.reglages import lire_reglage
from recouvre.conduite.scenarios import Canal as NomDeCanal
from recouvre.conduite.voies import joindre
from recouvre.domaine.faits_d_envoi import RemiseEchouee
from recouvre.domaine.refus import Occupe, Refus
from recouvre.envois.remise import Canal, CanalIndisponible, Message, Remise, Retenir, Sort
from recouvre.operations.circonstances import SUSPENSION
from recouvre.operations.departs import Du, EnRoute, noter_depart, noter_encore
from recouvre.operations.fautes import dire
from recouvre.operations.passage import Echec, Passage, depart
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

ATTENTES = tuple(dt.timedelta(minutes=minutes) for minutes in (15, 60, 240, 720, 1440))
"""Le temps laissé avant de retenter, après le premier échec, le deuxième… : de plus en plus long."""


INSISTANCE = 4
"""Combien de fois, la base occupée, on tente de noter un départ que le serveur a accepté ; chacune a sa patience."""

PLACE = 4 << 20
"""Octets libres sans lesquels rien ne se remet : il faut pouvoir noter ce que le serveur aura accepté."""


class PartiSansEtreNote(Refus):
    """Le serveur a accepté cet envoi, et la base n'a pas pu s'écrire."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"L'envoi {reference} est parti, mais la base n'a pas pu le noter (occupée, ou disque plein) : le prochain "
            f"passage le dira incertain. Tapez alors : recouvre envois trancher {reference} --parti"
        )


class Guichets:
    """Les canaux à distance d'un passage, ouverts à la première remise ; celui qui ne répond pas n'est plus retenté."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ouverts: dict[str, Canal] = {}
        self._fermes: dict[str, str] = {}

    def __enter__(self) -> Guichets:
        return self

    def __exit__(
        self, genre: type[BaseException] | None, faute: BaseException | None, trace: TracebackType | None
    ) -> None:
        for canal in self._ouverts.values():
            with suppress(Exception):
                canal.fermer()

    def ouvrir(self, nom: str) -> Canal:
        """Le canal de ce nom. Lève ``CanalIndisponible``, la même à chaque fois pour tout le passage."""
        if nom in self._fermes:
            raise CanalIndisponible(self._fermes[nom])
        if place_libre(self._session.chemin) < PLACE:
            raise CanalIndisponible(f"Moins de {PLACE >> 20} Mo libres sur le disque du cabinet : rien n'est parti.")
        if nom not in self._ouverts:
            self._ouverts[nom] = _fabriquer(self._session, nom)
        return self._ouverts[nom]

    def condamner(self, nom: str, phrase: str) -> None:
        """Ce canal ne répond pas : inutile d'insister pendant ce passage."""
        self._fermes[nom] = phrase


def _fabriquer(session: Session, nom: str) -> Canal:
    canaux = session.canaux
    if nom == NomDeCanal.COURRIEL and canaux.courriel:
        from recouvre.envois.smtp import Messagerie

        return Messagerie(canaux.courriel)
    if nom == NomDeCanal.SMS and canaux.sms:
        from recouvre.operations.sms import ouvrir_passerelle

        return ouvrir_passerelle(session, canaux.sms)
    raise CanalIndisponible(f"Le canal {nom} n'est pas réglé.")


def remettre(session: Session, passage: Passage, guichets: Guichets, route: EnRoute) -> Du | None:
    """Remet cet envoi et note ce qu'il en est. Rend le départ à redécider si le dossier ou son canal a changé."""
    pret, du = route.pret, (route.pret.dossier.numero, route.pret.etape.cle)
    nom = pret.voie.canal
    try:
        remise = guichets.ouvrir(nom).remettre(_message(route), lambda: _engager(session, route))
    except Retenir:
        return None if lire_reglage(session.base, SUSPENSION) else du
    except CanalIndisponible as panne:
        guichets.condamner(nom, panne.phrase)
        _echouer(session, passage, route, panne.phrase, compter=False)
    except FauteDeBase:
        raise
    except Exception as faute:  # une faute du canal n'arrête pas les autres envois
        _tomber(session, passage, route, dire(faute))
    else:
        return _constater(session, passage, route, remise)
    return None


def _tomber(session: Session, passage: Passage, route: EnRoute, motif: str) -> None:
    """Avant l'instant sans retour, rien n'est parti ; après, personne ne sait."""
    if envois.lire(session.base, route.numero).etat != envois.Etat.EN_COURS:
        _echouer(session, passage, route, motif)
        return
    with transaction(session.base):
        envois.marquer_incertain(session.base, route.numero, f"la remise s'est interrompue : {motif}")


def _message(route: EnRoute) -> Message:
    return Message(
        reference=route.pret.demande.reference,
        destinataire=route.pret.voie.destinataire,
        contenu=route.fige.octets,
        retour=route.fige.expedie,
    )


def _engager(session: Session, route: EnRoute) -> None:
    """Le dernier regard avant l'instant sans retour. Lève ``Retenir`` si quelque chose a changé depuis la décision."""
    with transaction(session.base):
        suspendu = lire_reglage(session.base, SUSPENSION)
        change = journal.dernier_rang(session.base, route.pret.dossier.numero) != route.pret.rang_vu
        quand = session.instant.isoformat(timespec="seconds")
        if suspendu or change or not envois.engager(session.base, route.numero, quand):
            raise Retenir


def _constater(session: Session, passage: Passage, route: EnRoute, remise: Remise) -> Du | None:
    match remise.sort:
        case Sort.PARTI:
            _noter(session, passage, route, remise)
            passage.envoyees.append(depart(route.pret, route.fige.fichier))
            if remise.fichier:
                fichier = remise.fichier.relative_to(session.chemin).as_posix()
                passage.a_remettre[fichier] = passage.a_remettre.get(fichier, 0) + 1
            return None
        case Sort.INCERTAIN:
            with transaction(session.base):
                envois.marquer_incertain(session.base, route.numero, remise.motif)
            return None
        case Sort.DEFINITIF if remise.coordonnee:
            return _condamner(session, route, remise)
        case Sort.DEFINITIF | Sort.PASSAGER:
            _echouer(session, passage, route, remise.motif, definitif=remise.sort is Sort.DEFINITIF)
            return None


def _noter(session: Session, passage: Passage, route: EnRoute, remise: Remise) -> None:
    """Le serveur a accepté : on insiste, un départ qu'on ne note pas restant incertain. Lève ``PartiSansEtreNote``."""
    for reste in reversed(range(INSISTANCE)):
        try:
            with transaction(session.base):
                _ecrire_le_depart(session, passage, route, remise)
        except (Occupe, FauteDeBase) as faute:
            if not reste or isinstance(faute, FauteDeBase):
                raise PartiSansEtreNote(route.pret.demande.reference) from faute
        else:
            return


def _ecrire_le_depart(session: Session, passage: Passage, route: EnRoute, remise: Remise) -> None:
    numero = route.pret.dossier.numero
    inchange = journal.dernier_rang(session.base, numero) == route.pret.rang_vu
    noter_depart(session, route, passage.au, identifiant=remise.identifiant, preuve=remise.preuve)
    if inchange and route.projection is not None:
        projections.ecrire(session.base, [route.projection])
    else:
        reprojeter(session, [numero])


def _condamner(session: Session, route: EnRoute, remise: Remise) -> Du:
    """La coordonnée ne vaut plus rien : on l'écrit au dossier, et l'étape prend une autre voie.

    Corrigée pendant la remise, c'est l'ancienne que le serveur refuse : la nouvelle n'est pas condamnée.
    """
    pret = route.pret
    numero = pret.dossier.numero
    fait = RemiseEchouee(
        date=session.maintenant.date(),
        reference=pret.demande.reference,
        canal=pret.voie.canal,
        code=remise.code,
        motif=remise.motif,
    )
    with transaction(session.base):
        envois.marquer_echoue(session.base, route.numero, remise.motif)
        debiteur = session.partie(pret.dossier.ouverture.debiteur)
        if joindre(pret.voie.canal, debiteur) == pret.voie.destinataire:
            noter_encore(session, numero, pret.dossier.ouverture.creancier, fait)
            reprojeter(session, [numero])
    return numero, pret.etape.cle


def _echouer(
    session: Session, passage: Passage, route: EnRoute, motif: str, *, compter: bool = True, definitif: bool = False
) -> None:
    """Rien n'est parti. L'essai compte, et le suivant attendra ; ``definitif`` : inutile de retenter sans personne."""
    passage.echecs.append(Echec(dossier=route.pret.dossier.numero, etape=route.pret.etape.cle, motif=motif))
    with transaction(session.base):
        essais = envois.lire(session.base, route.numero).essais + int(compter)
        attente = ATTENTES[min(max(essais, 1), len(ATTENTES)) - 1]
        envois.marquer_echoue(
            session.base,
            route.numero,
            motif,
            prochain_le=None if definitif else (session.instant + attente).isoformat(timespec="seconds"),
            essais=essais,
        )
