"""Ce qui compte encore de ce qui est parti. Une lettre revenue, puis une adresse changée : son étape est à refaire.

Tant que l'adresse est hors service, rien n'est à refaire : il n'y a pas où l'envoyer. Une fois qu'elle a changé :

- une étape revenue est à refaire, sauf si une étape postérieure a atteint le débiteur ;
- une mise en demeure revenue ne compte plus : le scénario repart d'elle, et tout ce qui l'a suivie, qui rappelait une
  lettre que le débiteur n'a pas eue (CPCE R124-4), est à refaire après la nouvelle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from recouvre.conduite.scenarios import MISE_EN_DEMEURE
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.droit.delais import UN_JOUR, reporter


def tour(dossier: Dossier, etape: str) -> int:
    """Le numéro sous lequel cette étape part, 1 la première fois : il entre dans la clé unique du départ.

    Seul un départ qui ne compte plus fait passer au suivant : tant que le dernier compte, la clé est prise, et rien ne
    peut repartir sous elle, même si une erreur redemandait l'étape.
    """
    comptent = valables(dossier)
    trous = () if _rien_de_perdu(dossier) else _trous(dossier)
    perdus = sum(envoi.etape == etape and envoi not in comptent for envoi in dossier.relances)
    sautees = [sautee.date for sautee in dossier.etapes_sautees if sautee.etape == etape]
    return 1 + perdus + sum(any(du <= le < au for du, au in trous) for le in sautees)


def valables(dossier: Dossier) -> tuple[RelanceEnvoyee, ...]:
    """Les départs qui comptent encore : ni perdus, ni à la suite d'une mise en demeure perdue."""
    if _rien_de_perdu(dossier):
        return dossier.relances
    trous = _trous(dossier)
    return tuple(
        envoi
        for envoi in dossier.relances
        if not _perdu(dossier, envoi) and not any(du <= envoi.date < au for du, au in trous)
    )


def mise_en_demeure(dossier: Dossier) -> RelanceEnvoyee | None:
    """La mise en demeure qui compte, s'il y en a une : la dernière partie qui ne soit pas à refaire."""
    return next((envoi for envoi in reversed(valables(dossier)) if envoi.etape == MISE_EN_DEMEURE), None)


def accomplies(dossier: Dossier) -> dict[str, RelanceEnvoyee | dt.date]:
    """Étape → son dernier départ qui compte, ou le jour où on l'a notée ou sautée."""
    trous = () if _rien_de_perdu(dossier) else _trous(dossier)
    faites: dict[str, RelanceEnvoyee | dt.date] = {
        contact.etape: contact.date
        for contact in dossier.contacts
        # L'appel du jour même de la nouvelle lettre ne pouvait pas la suivre.
        if contact.etape and not contact.echec and not any(du <= contact.date <= au for du, au in trous)
    }
    for sautee in dossier.etapes_sautees:
        if not any(du <= sautee.date < au for du, au in trous):
            faites[sautee.etape] = sautee.date
    faites.update({envoi.etape: envoi for envoi in valables(dossier)})
    return faites


def parties(dossier: Dossier) -> frozenset[str]:
    """Les étapes parties, perdues comprises : les tâches qui les précédaient ne reviennent pas avec elles.

    Ce qui a suivi une mise en demeure perdue n'en est pas : tout y est à refaire, appels compris.
    """
    trous = () if _rien_de_perdu(dossier) else _trous(dossier)
    return frozenset(
        envoi.etape
        for envoi in dossier.relances
        if envoi.etape == MISE_EN_DEMEURE or not any(du <= envoi.date < au for du, au in trous)
    )


def reprise_le(dossier: Dossier, etape: str) -> dt.date | None:
    """Le premier jour où cette étape perdue peut repartir : le jour ouvré qui suit la nouvelle adresse et le retour.

    ``None`` : elle n'a rien à refaire.
    """
    dernier = None if _rien_de_perdu(dossier) else dossier.depart(etape)
    if dernier is None or not _perdu(dossier, dernier):
        return None
    retour = next(p.date for p in dossier.plis if p.suite is SuiteDuPli.NPAI and p.reference == dernier.reference)
    return reporter(max(retour, min(_changements_apres(dossier, dernier.date))) + UN_JOUR)


def _rien_de_perdu(dossier: Dossier) -> bool:
    """Presque toujours vrai : sans retour ni nouvelle adresse, tout compte."""
    return not (dossier.plis and dossier.coordonnees)


def _perdu(dossier: Dossier, envoi: RelanceEnvoyee) -> bool:
    """Revenu, et l'adresse a changé depuis : il est à refaire."""
    return dossier.revenu(envoi) and any(_changements_apres(dossier, envoi.date))


def _changements_apres(dossier: Dossier, le: dt.date) -> Iterator[dt.date]:
    """Les jours d'après où l'adresse a changé ; un envoi du jour même du changement l'a suivi."""
    return (c.date for c in dossier.coordonnees if "adresse" in c.champs.split() and c.date > le)


def _trous(dossier: Dossier) -> tuple[tuple[dt.date, dt.date], ...]:
    """Les périodes qui ne comptent plus : d'une mise en demeure perdue à la suivante, exclue."""
    mises = [envoi for envoi in dossier.relances if envoi.etape == MISE_EN_DEMEURE]
    bornes = [*((mise, mise.date) for mise in mises), (None, dt.date.max)]
    return tuple((du, au) for (mise, du), (_, au) in pairwise(bornes) if mise and _perdu(dossier, mise))
