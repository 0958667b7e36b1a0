"""Relancer : faire partir ce qui est dû, une seule fois, par paquets.

Les plis d'un paquet se réservent, se figent et se notent ensemble ; un courriel ou un SMS se remet un par un
(``remises``). Rien n'est marqué parti avant que son document existe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from recouvre.base import envois, listes_d_envois
from recouvre.base import lectures as base_lectures
from recouvre.base.connexion import transaction
from recouvre.base.reglages import lire_reglage
from recouvre.base.verrou import verrou
from recouvre.conduite.scenarios import Canal
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.refus import Refus
from recouvre.operations.circonstances import SUSPENSION
from recouvre.operations.departs import (
    Du,
    decider,
    fabriquer_et_figer,
    noter_les_plis,
    reserver,
)
from recouvre.operations.lots import PLIS_PAR_LOT, composer_lot, lot_annonce
from recouvre.operations.passage import Echec, Passage
from recouvre.operations.remises import Guichets, remettre
from recouvre.operations.session import Session

PAQUET = 100
"""Départs traités ensemble : assez pour ne pas attendre le disque à chacun, assez peu pour ne pas tenir la base."""

REPRISES = 5
"""Combien de fois on redécide un dossier qui change pendant l'envoi ; au-delà, le passage suivant s'en charge."""


def envoyer(session: Session, au: dt.date, suivi: Suivi | None = None, passage: Passage | None = None) -> Passage:
    """Fait partir ce qui est dû. Lève ``Occupe`` si un autre passage est en cours, ``Refus`` si ``au`` est passé.

    ``passage`` : le bilan à remplir, pour qui veut savoir ce qui était parti quand quelque chose a tout arrêté.
    """
    if au < session.maintenant.date():
        raise Refus(f"Un courrier ne s'antidate pas : il partirait daté du {au:%d/%m/%Y}. Retirez --au pour l'envoyer.")
    passage = passage or Passage(au)
    with verrou(session.chemin, "relances"), Guichets(session) as guichets:
        with transaction(session.base):
            envois.constater_les_interrompus(session.base)
        _finir_le_lot_annonce(session, passage)
        _parcourir(session, passage, guichets, suivi)
        _finir_le_lot_annonce(session, passage)
        passage.incertaines = listes_d_envois.incertains(session.base)
        passage.suspension = lire_reglage(session.base, SUSPENSION)
    return passage


def _parcourir(session: Session, passage: Passage, guichets: Guichets, suivi: Suivi | None) -> None:
    """Tous les envois dus, paquet par paquet ; un lot de papier plein s'écrit sans attendre les autres."""
    dus = base_lectures.envois_dus(session.base, passage.au.isoformat())
    lot = listes_d_envois.prochain_lot(session.base, passage.au.isoformat())
    faits = au_lot = 0
    for paquet in _paquets(dus):
        au_lot += _traiter(session, passage, guichets, lot, paquet)
        faits += len(paquet)
        if au_lot + PAQUET > PLIS_PAR_LOT:
            _finir_le_lot_annonce(session, passage)
            lot, au_lot = lot + 1, 0
        if suivi:
            suivi(faits, len(dus))


def _paquets(dus: Sequence[tuple[int, str, str]]) -> Iterator[list[Du]]:
    for rang in range(0, len(dus), PAQUET):
        yield [(numero, cle) for numero, cle, _ in dus[rang : rang + PAQUET]]


def _traiter(session: Session, passage: Passage, guichets: Guichets, lot: int, paquet: Sequence[Du]) -> int:
    """Un paquet, jusqu'au bout : ce qui change pendant qu'on le fabrique est redécidé. Rend les plis mis au lot."""
    plis, reste = 0, list(paquet)
    for _ in range(1 + REPRISES):
        reserves = reserver(session, decider(session, passage, reste), passage.au, lot)
        figes = fabriquer_et_figer(session, passage, reserves)
        papier = [route for route in figes if route.pret.voie.canal is Canal.COURRIER]
        avant = len(passage.envoyees)
        reste = noter_les_plis(session, passage, papier) if papier else []
        plis += len(passage.envoyees) - avant
        for route in figes:
            if route.pret.voie.canal is not Canal.COURRIER and (du := remettre(session, passage, guichets, route)):
                reste.append(du)
        if not reste:
            break
    motif = "le dossier n'a cessé de changer pendant l'envoi : rien n'est parti."
    passage.echecs += [Echec(dossier=numero, etape=etape, motif=motif) for numero, etape in reste]
    return plis


def _finir_le_lot_annonce(session: Session, passage: Passage) -> None:
    """Écrit le lot du passage ; ou celui d'un passage que quelque chose a interrompu avant son lot."""
    annonce = lot_annonce(session.base)
    if annonce is None:
        return
    lot, perdus = composer_lot(session, *annonce)
    if lot:
        passage.lots.append(lot)
    for perdu in perdus:
        motif = f"le document {perdu.fichier} a disparu ou changé avant son lot : il n'est pas imprimé."
        passage.echecs.append(Echec(dossier=perdu.dossier, etape=perdu.etape, motif=motif))
