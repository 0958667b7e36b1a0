"""Juger un dossier pour une campagne : la porte et le texte, tels qu'à l'envoi, sur le dossier qu'on imagine validé.

Un obstacle que le temps lève (délai, plafond, promesse, jour chômé) se cherche jour après jour, jusqu'au dernier de la
campagne : le dossier est à contacter s'il y en a un où rien ne s'oppose. L'heure qu'il est et l'interrupteur général
n'écartent personne : c'est l'affaire du passage.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from recouvre.base import journal
from recouvre.base.connexion import FauteDeBase
from recouvre.conduite.campagnes import accomplie, cle, validee
from recouvre.conduite.frein import sous_le_minimum
from recouvre.conduite.porte import PASSAGERES
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.situation import situer
from recouvre.courriers.refus import SansObjet
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.campagnes import Campagne, CanalDeCampagne, Contact
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.pli import plier
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR
from recouvre.operations.circonstances import AUCUN, Prevus
from recouvre.operations.decision import Examen, Pret, Retenu, Sautee
from recouvre.operations.etapes import demarches_de
from recouvre.operations.fautes import dire
from recouvre.operations.preparer import demander, examiner_dossier, preparer_dossier
from recouvre.operations.session import Session

_Agenda = defaultdict[int, list[dt.date]]


def juger(
    session: Session, campagne: Campagne, numeros: Iterable[int], suivi: Suivi | None = None
) -> tuple[Contact, ...]:
    """Chaque dossier, à contacter ou écarté. Les dossiers d'un même débiteur comptent ensemble pour son plafond."""
    prevus: _Agenda = defaultdict(list)
    tous = list(numeros)
    contacts = []
    for rang, numero in enumerate(tous, start=1):
        contacts.append(_juger_sans_tomber(session, campagne, numero, prevus))
        if suivi:
            suivi(rang, len(tous))
    return tuple(contacts)


def _juger_sans_tomber(session: Session, campagne: Campagne, numero: int, prevus: _Agenda) -> Contact:
    try:
        return _juger(session, campagne, numero, prevus)
    except FauteDeBase:
        raise
    except Exception as faute:  # un dossier en panne n'empêche pas de voir les autres
        return Contact(dossier=numero, code="panne", raison=dire(faute))


def _juger(session: Session, campagne: Campagne, numero: int, prevus: _Agenda) -> Contact:
    if (chose := accomplie(plier(journal.lire(session.base, numero)), campagne.fait(campagne.le))) is not None:
        return Contact(dossier=numero, code="fait", raison=f"le débiteur a été joint le {en_chiffres(chose.date)}")
    jour, obstacles = max(campagne.le, session.maintenant.date()), []
    while jour <= campagne.jusqu_au:
        decision = decider(session, campagne, numero, jour, prevus)
        match decision:
            case Pret() | Examen() if le := _le_plus_tot(session, decision, jour):
                if le == jour:
                    prevus[decision.dossier.ouverture.debiteur].append(jour)
                    empreintes = decision.empreintes if isinstance(decision, Pret) else ""
                    return Contact(dossier=numero, des=jour, empreintes=empreintes)
            case Pret() | Examen():
                return Contact(dossier=numero, code="sans-objet", raison=SANS_OBJET)
            case Sautee():
                return Contact(dossier=numero, code="coordonnee", raison=decision.motif)
            case Retenu():
                obstacles.append(_obstacle(decision))
                if obstacles[-1][0] not in PASSAGERES:
                    return Contact(dossier=numero, code=obstacles[-1][0], raison=obstacles[-1][1])
        jour += UN_JOUR
    code, raison = obstacles[0] if obstacles else ("fin", "rien ne peut se faire avant la fin de la campagne")
    return Contact(dossier=numero, code=code, raison=raison)


SANS_OBJET = "l'agenda ne demanderait rien au débiteur : reste minime, ou suite devant le juge"


def _le_plus_tot(session: Session, permis: Pret | Examen, jour: dt.date) -> dt.date | None:
    """Le jour où l'agenda présenterait ce contact, ``jour`` au plus tôt ; ``None`` : jamais.

    La porte ne suffit pas : ce que les projections ne demandent pas ne se présente pas à elle.
    """
    demarches = demarches_de(
        session, permis.dossier, permis.debiteur, situer(permis.dossier, session.bareme, session.natures)
    )
    siennes = (d for d in demarches if d.cle == permis.etape.cle and not (d.attente or d.suite))
    return next((max(jour, demarche.le) for demarche in siennes if jour <= (demarche.jusqu_au or jour)), None)


def _obstacle(retenu: Retenu) -> tuple[str, str]:
    """Le code et la phrase : d'abord ce que le temps ne lèvera pas ; jamais le remède, qu'on lira au dossier."""
    durables = [raison for raison in retenu.raisons if raison.code not in PASSAGERES] or list(retenu.raisons)
    return durables[0].code, " ; ".join(raison.phrase for raison in durables)


def decider(
    session: Session, campagne: Campagne, numero: int, jour: dt.date, prevus: Prevus
) -> Pret | Examen | Retenu | Sautee:
    """Ce que déciderait ce jour-là un passage des relances, la campagne validée telle qu'elle est.

    Un appel ne se compose pas : en décident la porte, et ce qu'il y a à réclamer. ``prevus`` : les contacts que l'on
    prévoit déjà.
    """
    ecrits = journal.lire(session.base, numero)
    dossier, la_cle = plier(ecrits), cle(campagne.nom)
    if validee(dossier, la_cle) is None:
        imaginee = campagne.fait(campagne.le)
        ecrits.append(Ecrit(ecrits[-1].rang + 1, numero, imaginee, session.maintenant, session.auteur, ""))
        dossier = plier(ecrits)
    if campagne.canal is not CanalDeCampagne.APPEL:
        return preparer_dossier(session, dossier, ecrits, la_cle, jour, AUCUN, prevus)
    vu = examiner_dossier(session, dossier, ecrits, la_cle, jour, AUCUN, prevus)
    raison = _rien_a_dire(session, vu, jour) if isinstance(vu, Examen) else None
    if raison is None:
        return vu
    debiteur = session.partie(dossier.ouverture.debiteur).denomination
    return Retenu(dossier=numero, etape=la_cle, debiteur=debiteur, raisons=(raison,))


def _rien_a_dire(session: Session, vu: Examen, jour: dt.date) -> Retenue | None:
    """Un appel réclame ce que réclamerait une lettre de ce jour-là : rien d'exigible, trop peu, et l'on n'appelle pas.

    En agence, une facture échue depuis la première lettre n'y figurait pas : l'appel ne la réclame pas (CPCE R124-4).
    """
    from recouvre.courriers.reclamation import reclamer

    demande = demander(session, vu.dossier, vu.debiteur, vu.ecrits, vu.etape, jour, envoi="")
    avant = demande.premiere.date if demande.premiere and session.mode is Mode.AGENCE else None
    try:
        du = reclamer(
            demande.dossier, demande.decompte, jour, penalites=demande.penalites, a_echoir=False, avant=avant
        )  # fmt: skip
    except SansObjet:
        return Retenue("exigible", f"rien n'est exigible au {en_chiffres(jour)}")
    return next(sous_le_minimum(du.total, session.canaux.envois), None)
