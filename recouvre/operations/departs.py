"""Un paquet de départs : réserver ensemble, figer ensemble, noter ensemble — trois transactions pour tout le paquet.

Un arrêt brutal, à n'importe quel instant, laisse des départs réservés ou figés : ils ne sont pas partis, le passage
suivant les reprend au jour et à la somme d'alors. Un dossier qui change pendant qu'on fabrique son courrier est laissé
de côté, et redécidé.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from recouvre.base import envois, journal, projections
from recouvre.base.connexion import FauteDeBase, transaction
from recouvre.base.fichiers import ecrire, fixer_le_dossier
from recouvre.base.journal import AEcrire
from recouvre.base.projections import Projection
from recouvre.base.reglages import lire_reglage
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import Canal
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import Ecrit, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import EtapeSautee, RemiseEchouee
from recouvre.domaine.pli import plier
from recouvre.operations.circonstances import SUSPENSION
from recouvre.operations.cles import cle
from recouvre.operations.decision import Decision, Pret, Retenu, Sautee
from recouvre.operations.fabrication import Fige, figer
from recouvre.operations.fautes import dire
from recouvre.operations.lots import annoncer_lot
from recouvre.operations.passage import Echec, Passage, depart
from recouvre.operations.preparer import preparer
from recouvre.operations.projeter import projeter, reprojeter
from recouvre.operations.session import Session

ECRIVAINS = 2
"""Fils qui attendent le disque pendant qu'un autre compose."""

Du = tuple[int, str]
"""Un dossier et la clé de son étape due."""


@dataclass(frozen=True, slots=True)
class EnRoute:
    """Un départ figé : sa réservation, la décision, ses octets et leur empreinte.

    ``projection`` : ce qui se déduira du dossier une fois l'envoi parti, calculé d'avance pour un envoi à distance :
    entre la réponse du serveur et le journal, il ne reste qu'à écrire.
    """

    numero: int
    pret: Pret
    fige: Fige
    empreinte: str
    projection: Projection | None = None


def decider(session: Session, passage: Passage, dus: Sequence[Du]) -> list[Pret]:
    """Ce qui part de ce paquet ; le reste est rangé dans le bilan, les étapes sans canal sont sautées."""
    prets: list[Pret] = []
    engages: Counter[int] = Counter()
    for numero, etape in dus:
        match _pas_d_avance(session, passage.au, preparer_sans_tomber(session, numero, etape, passage.au, engages)):
            case Pret() as pret:
                prets.append(pret)
            case Retenu() as retenu:
                passage.retenues.append(retenu)
            case Sautee() as sautee:
                _sauter(session, passage, sautee)
            case Echec() as echec:
                passage.echecs.append(echec)
    return prets


def preparer_sans_tomber(
    session: Session, numero: int, etape: str, au: dt.date, engages: Counter[int]
) -> Decision | Echec:
    """La décision, comptée dans ``engages`` si ce départ se fait : le plafond vaut aussi à l'intérieur d'un passage.

    Un dossier qui ferait tomber l'outil n'empêche ni de voir les autres, ni de les faire partir.
    """
    try:
        decision = preparer(session, numero, etape, au, engages)
    except FauteDeBase:
        raise
    except Exception as faute:
        return Echec(dossier=numero, etape=etape, motif=dire(faute))
    if isinstance(decision, Pret):
        engages[decision.dossier.ouverture.debiteur] += 1
    return decision


def _pas_d_avance(session: Session, au: dt.date, decision: Decision | Echec) -> Decision | Echec:
    """Une lettre se prépare la veille ; un courriel ou un SMS arriverait un autre jour que le sien."""
    if au <= session.maintenant.date():
        return decision
    match decision:
        case Pret() if decision.voie.canal is not Canal.COURRIER:
            numero, etape = decision.dossier.numero, decision.etape.cle
            debiteur = decision.debiteur.denomination
        case Sautee():
            numero, etape, debiteur = decision.dossier, decision.etape, decision.debiteur
        case _:
            return decision
    raison = Retenue("avance", f"un courriel ou un SMS ne part pas d'avance : au passage du {en_chiffres(au)}")
    return Retenu(dossier=numero, etape=etape, debiteur=debiteur, raisons=(raison,))


def _sauter(session: Session, passage: Passage, sautee: Sautee) -> None:
    """Note l'étape sautée, si le dossier n'a pas changé depuis qu'on l'a regardé."""
    fait = EtapeSautee(date=passage.au, etape=sautee.etape, tour=sautee.tour, motif=sautee.motif)
    with transaction(session.base):
        if journal.dernier_rang(session.base, sautee.dossier) != sautee.rang_vu:
            return
        noter_encore(session, sautee.dossier, 0, fait)  # on a pu annuler le saut d'avant
        reprojeter(session, [sautee.dossier])
    passage.sautees.append(sautee)


def reserver(session: Session, prets: Sequence[Pret], au: dt.date, lot: int) -> list[tuple[int, Pret]]:
    """Réserve ces départs sous leur clé unique ; ceux qui sont déjà partis, ou incertains, n'en sont pas."""
    reserves: list[tuple[int, Pret]] = []
    with transaction(session.base):
        if any(pret.voie.canal is Canal.COURRIER for pret in prets):
            annoncer_lot(session.base, au, lot)
        for pret in prets:
            numero = envois.reserver(
                session.base,
                etape=pret.etape.cle,
                dossier=pret.dossier.numero,
                tour=pret.tour,
                canal=pret.voie.canal,
                modele=pret.etape.modele,
                envoi=pret.voie.envoi,
                reference=pret.demande.reference,
                jour=au.isoformat(),
                lot=lot if pret.voie.canal is Canal.COURRIER else 0,
                rang_vu=pret.rang_vu,
                reserve_le=session.instant.isoformat(timespec="seconds"),
                destinataire=pret.voie.destinataire,
                repli=pret.voie.repli,
            )
            if numero is not None:
                reserves.append((numero, pret))
    return reserves


def fabriquer_et_figer(session: Session, passage: Passage, reserves: Sequence[tuple[int, Pret]]) -> list[EnRoute]:
    """Fabrique, écrit sur le disque, fige. Un document qui ne se fait pas n'arrête pas les autres.

    Le disque travaille pendant que l'on fabrique la lettre suivante ; rien n'est figé avant qu'il ait tout fixé.
    """
    figes: list[EnRoute] = []
    with ThreadPoolExecutor(ECRIVAINS) as ecrivains:
        ecrits = [
            (numero, pret, fige, ecrivains.submit(ecrire, session.chemin / fige.fichier, fige.octets, fixer=False))
            for numero, pret, fige in _fabriquer(session, passage, reserves)
        ]
        for numero, pret, fige, ecrit in ecrits:
            try:
                route = EnRoute(numero, pret, fige, ecrit.result())
                distant = pret.voie.canal is not Canal.COURRIER
                figes.append(replace(route, projection=_prevoir(session, route, passage.au)) if distant else route)
            except OSError as faute:
                rater(session, passage, numero, pret, dire(faute))
    for dossier in {(session.chemin / route.fige.fichier).parent for route in figes}:
        fixer_le_dossier(dossier)
    with transaction(session.base):
        for route in figes:
            _figer(session, route)
    return figes


def _fabriquer(
    session: Session, passage: Passage, reserves: Sequence[tuple[int, Pret]]
) -> Iterator[tuple[int, Pret, Fige]]:
    for numero, pret in reserves:
        try:
            yield numero, pret, figer(session, pret, passage.au)
        except FauteDeBase:
            raise
        except Exception as faute:
            rater(session, passage, numero, pret, dire(faute))


def rater(session: Session, passage: Passage, numero: int, pret: Pret, motif: str) -> None:
    """Ce départ n'a pas eu lieu, et l'on sait pourquoi : le passage suivant le reprendra."""
    passage.echecs.append(Echec(dossier=pret.dossier.numero, etape=pret.etape.cle, motif=motif))
    with transaction(session.base):
        essais = envois.lire(session.base, numero).essais
        aussitot = session.instant.isoformat(timespec="seconds")
        envois.marquer_echoue(session.base, numero, motif, prochain_le=aussitot, essais=essais)


def _figer(session: Session, route: EnRoute) -> None:
    pret, fige = route.pret, route.fige
    envois.figer(
        session.base,
        route.numero,
        fichier=fige.fichier,
        empreinte=route.empreinte,
        empreinte_modele=pret.empreinte_modele,
        pages=fige.pages,
        total=pret.total,
        delai_le=pret.demande.delai_le.isoformat() if pret.demande.delai_le else None,
        fige_le=session.instant.isoformat(timespec="seconds"),
        identifiant=fige.identifiant,
        retour=fige.retour,
    )


def noter_les_plis(session: Session, passage: Passage, plis: Sequence[EnRoute]) -> list[Du]:
    """Les plis sont au lot : leurs évènements, leurs états et leurs projections, ensemble. Rend ceux à redécider.

    L'interrupteur baissé pendant qu'on les fabriquait les laisse figés : ils ne sont pas partis.
    """
    changes: list[Du] = []
    partis: list[EnRoute] = []
    with transaction(session.base):
        if lire_reglage(session.base, SUSPENSION):
            return []
        for route in plis:
            numero = route.pret.dossier.numero
            if journal.dernier_rang(session.base, numero) == route.pret.rang_vu:
                partis.append(route)
            else:
                changes.append((numero, route.pret.etape.cle))
        _noter_ensemble(session, partis, passage.au)
    passage.envoyees.extend(depart(route.pret, route.fige.fichier) for route in partis)
    return changes


def _noter_ensemble(session: Session, partis: Sequence[EnRoute], au: dt.date) -> None:
    """Ce que ``noter_depart`` fait d'un départ, pour tout un paquet, et ses projections.

    Le journal de ces dossiers n'a pas bougé depuis qu'on l'a lu : on y ajoute le départ sans le relire.
    """
    faits = [_a_ecrire(route, _fait(route, au, "")) for route in partis]
    ecrits = journal.ajouter(session.base, faits, saisi_le=session.maintenant, auteur=session.auteur)
    quand = session.instant.isoformat(timespec="seconds")
    projetees = []
    for route, ecrit in zip(partis, ecrits, strict=True):
        envois.marquer_envoye(session.base, route.numero, quand)
        projetees.append(projeter(session, plier([*route.pret.ecrits, ecrit]), route.pret.debiteur))
    projections.ecrire(session.base, projetees)


def noter_depart(session: Session, route: EnRoute, au: dt.date, *, identifiant: str = "", preuve: str = "") -> None:
    """L'évènement du départ et son état, dans la transaction de l'appelant, qui récrit ensuite les projections."""
    quand = session.instant.isoformat(timespec="seconds")
    a_ecrire = _a_ecrire(route, _fait(route, au, identifiant))
    journal.ajouter(session.base, [a_ecrire], saisi_le=session.maintenant, auteur=session.auteur)
    envois.marquer_envoye(session.base, route.numero, quand, identifiant=identifiant, preuve=preuve)


def _fait(route: EnRoute, au: dt.date, identifiant: str) -> RelanceEnvoyee:
    pret = route.pret
    return RelanceEnvoyee(
        date=au,
        etape=pret.etape.cle,
        tour=pret.tour,
        canal=pret.voie.canal,
        modele=pret.etape.modele,
        reference=pret.demande.reference,
        fichier=route.fige.fichier,
        empreinte=route.empreinte,
        total=pret.total,
        delai_le=pret.demande.delai_le,
        empreinte_modele=pret.empreinte_modele,
        identifiant=identifiant or route.fige.identifiant,
        repli=pret.voie.repli,
    )


def _prevoir(session: Session, route: EnRoute, au: dt.date) -> Projection:
    """Les projections du dossier quand cet envoi sera parti, si rien d'autre n'arrive d'ici là."""
    pret, fait = route.pret, _fait(route, au, "")
    ecrit = Ecrit(pret.rang_vu + 1, pret.dossier.numero, fait, session.maintenant, session.auteur, pret.cle)
    return projeter(session, plier([*pret.ecrits, ecrit]), pret.debiteur)


def _a_ecrire(route: EnRoute, fait: RelanceEnvoyee) -> AEcrire:
    dossier = route.pret.dossier
    return AEcrire(dossier.numero, fait, cle(fait, dossier.numero, dossier.ouverture.creancier))


def noter_encore(session: Session, dossier: int, creancier: int, fait: EtapeSautee | RemiseEchouee) -> None:
    """Note un fait que l'on a pu annuler, et qui se reproduit. Dans la transaction de l'appelant."""
    voulue = cle(fait, dossier, creancier)
    libre = journal.cles_libres(session.base, [voulue]).get(voulue, voulue)
    journal.ajouter(session.base, [AEcrire(dossier, fait, libre)], saisi_le=session.maintenant, auteur=session.auteur)
