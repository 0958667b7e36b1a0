"""Le contre-appel : après un appel sans réponse, un autre gestionnaire essaie une fois, le jour ouvré suivant.

Une seule fois par étape : insister davantage n'est plus un rappel. Il disparaît dès que le débiteur est joint, que
l'autre gestionnaire a essayé lui aussi, qu'un courrier est parti depuis, ou que le dossier suit un autre scénario. Les
contacts d'un même jour n'ont pas d'ordre : joint le jour de l'échec vaut joint.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.scenarios import CONTRE_APPEL, Scenario
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote
from recouvre.droit.delais import UN_JOUR, reporter

APPEL = "appel"
JOIGNENT = (APPEL, "visite")
"""Les contacts où le débiteur a répondu lui-même, s'ils ont abouti : un message noté peut n'être qu'envoyé."""


def contre_appel(dossier: Dossier, scenario: Scenario) -> Iterator[Demarche]:
    """Le contre-appel que le dossier attend, s'il en attend un."""
    echec = appel_sans_reponse(dossier)
    if echec is None:
        return
    etape = scenario.etape(echec.etape) if echec.etape else None
    sauf = f" que {echec.par}" if echec.par else ""
    objet = etape.libelle if etape else f"débiteur pas joint le {echec.date:%d/%m/%Y}"
    yield Demarche(
        le=_le(echec),
        genre=Genre.APPEL,
        cle=CONTRE_APPEL,
        libelle=f"Contre-appel, par un autre gestionnaire{sauf} : {objet}",
        sauf=echec.par,
    )


def appel_sans_reponse(dossier: Dossier) -> ContactNote | None:
    """L'appel échoué qu'un autre gestionnaire doit reprendre ; le plus récent, s'il y en a plusieurs."""
    par_etape: dict[str, list[ContactNote]] = {}
    for contact in dossier.contacts:
        if contact.canal == APPEL and contact.echec:
            par_etape.setdefault(contact.etape, []).append(contact)
    if not par_etape:
        return None
    joints = [contact.date for contact in dossier.contacts if contact.canal in JOIGNENT and not contact.echec]
    attendus = [
        echec
        for etape, echecs in par_etape.items()
        if (echec := _a_reprendre(echecs, joints, par_etape=bool(etape))) and not _depasse(dossier, echec)
    ]
    return max(attendus, key=lambda echec: (echec.date, echec.etape), default=None)


def _a_reprendre(echecs: list[ContactNote], joints: list[dt.date], *, par_etape: bool) -> ContactNote | None:
    """Le premier échec, si un seul gestionnaire a essayé. Hors étape, chaque contact abouti remet tout à zéro."""
    dernier = max(joints, default=dt.date.min)
    if not par_etape:
        echecs = [echec for echec in echecs if echec.date > dernier]
    elif dernier >= echecs[0].date:
        return None
    ont_essaye = {echec.par.strip().casefold() for echec in echecs}
    return echecs[0] if len(ont_essaye) == 1 else None


def _depasse(dossier: Dossier, echec: ContactNote) -> bool:
    courrier = any(relance.date > _le(echec) for relance in dossier.relances)
    return courrier or any(choix.date > echec.date for choix in dossier.scenarios)


def _le(echec: ContactNote) -> dt.date:
    return reporter(echec.date + UN_JOUR)
