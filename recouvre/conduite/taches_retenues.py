"""Ce qui fait attendre un appel ou une visite, que la porte ne voit pas passer : ils ne partent pas, on les fait.

Un courrier retenu l'est par la porte, le jour même. Un appel est à l'agenda : il faut qu'il n'y soit pas quand il n'a
pas lieu d'être.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.mandat import paiement_a_trancher
from recouvre.conduite.suivi import recu_depuis, reprise
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.montants import en_euros
from recouvre.droit.commande_publique import pieces_attendues


def appels_a_propos(dossier: Dossier, etapes: Iterable[Demarche], prescrite_le: dt.date | None) -> Iterator[Demarche]:
    """Les mêmes démarches, les appels et les visites hors de propos ôtés, reportés ou en attente.

    - le débiteur a promis : on attend, même l'appel qui était en retard ;
    - le créancier a reçu un paiement : lui seul dit si le reste se réclame ;
    - l'acheteur public attend des pièces : le délai de paiement ne court pas ;
    - la créance est prescrite (``prescrite_le`` : dernier jour utile) : on ne la réclame plus.
    """
    promise, attente = _promesse(dossier), _attente(dossier)
    for etape in etapes:
        if etape.genre not in {Genre.APPEL, Genre.VISITE}:
            yield etape
            continue
        le = max(etape.le, promise or etape.le)
        if prescrite_le is None or le <= prescrite_le:
            jusqu_au = min(etape.jusqu_au or dt.date.max, prescrite_le or dt.date.max)
            fin = jusqu_au if jusqu_au < dt.date.max else None
            yield replace(etape, le=le, jusqu_au=fin, attente=etape.attente or attente)


def _promesse(dossier: Dossier) -> dt.date | None:
    """Le jour où l'on peut de nouveau appeler ; ``None`` si nulle promesse n'est attendue."""
    derniere = dossier.promesses[-1] if dossier.promesses else None
    if derniere is None or recu_depuis(dossier, derniere, dt.date.max) >= derniere.montant:
        return None
    return reprise(derniere)


def _attente(dossier: Dossier) -> str:
    recu = paiement_a_trancher(dossier)
    if recu is not None:
        return f"{en_euros(recu.montant)} reçus par le créancier : dire d'abord si le reste se réclame"
    if attendues := pieces_attendues(dossier):
        return f"l'acheteur public attend des pièces ({', '.join(attendues)})"
    return ""
