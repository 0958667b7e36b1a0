"""Un fait connu après coup : ce qui est parti dans l'intervalle, que personne ne pouvait savoir interdit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.droit.delais import reporter


def partis_depuis(dossier: Dossier, le: dt.date) -> tuple[RelanceEnvoyee, ...]:
    """Les courriers partis ce jour-là ou après, sauf ceux qui sont revenus : ils n'ont rien réclamé à personne."""
    return tuple(envoi for envoi in dossier.relances if envoi.date >= le and not dossier.revenu(envoi))


def citer(partis: tuple[RelanceEnvoyee, ...]) -> str:
    """« D-1-1 du 03/03/2026, D-1-2 du 12/03/2026 »."""
    return ", ".join(f"{envoi.reference} du {en_chiffres(envoi.date)}" for envoi in partis)


def a_rapporter(dossier: Dossier, cause: str, le: dt.date, quoi: str, fondement: str = "") -> Iterator[Demarche]:
    """Les courriers à rapporter : dire à qui les a reçus qu'ils sont sans objet. Une fois notée, elle ne revient pas.

    ``quoi`` : ce qui les rend sans objet, tel qu'on le dit (« le jugement d'ouverture »).
    """
    partis = partis_depuis(dossier, le)
    cle = f"a-rapporter:{cause}:{le.isoformat()}"
    if not partis or any(contact.etape == cle for contact in dossier.contacts):
        return
    combien = "un courrier parti" if len(partis) == 1 else f"{len(partis)} courriers partis"
    yield Demarche(
        le=reporter(partis[-1].date),
        genre=Genre.TACHE,
        cle=cle,
        libelle=f"Rapporter {combien} depuis {quoi} : {citer(partis)}",
        fondement=fondement,
        commande=f'recouvre noter {dossier.libelle} tache "courriers rapportés"',
    )
