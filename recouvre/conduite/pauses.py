"""Le temps qu'un litige, un plan ou une promesse a pris au scénario, et comment il reprend : jamais en rafale.

La première étape qui a attendu reprend dès la fin de la pause ; les suivantes gardent leur intervalle avec elle. Ce
décalage ne dépend pas de ce qui se fait ensuite : noter un appel n'avance pas la visite qui le suit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from recouvre.conduite.litiges import clos_le, conteste_tout
from recouvre.conduite.plans import reprise_du_scenario
from recouvre.conduite.signaux import temps_retenus
from recouvre.conduite.suivi import recu_depuis, reprise
from recouvre.domaine.dossier import Dossier
from recouvre.droit.delais import UN_JOUR, reporter

Pause = tuple[dt.date, dt.date]
"""Un temps où le scénario attend : son premier jour, et le jour où il reprend."""


def pauses_d_envoi(dossier: Dossier) -> tuple[Pause, ...]:
    """Les temps, finis, d'un litige ou d'un signal qui arrêtait tout, et d'un plan signé."""
    litiges = (
        (litige.date, fin)
        for litige in dossier.litiges
        if conteste_tout(dossier, litige) and (fin := clos_le(dossier, litige))
    )
    return _reunir((*litiges, *_temps_des_plans(dossier), *temps_retenus(dossier)))


def pauses(dossier: Dossier) -> tuple[Pause, ...]:
    """Les mêmes, et le temps des promesses."""
    return _reunir((*pauses_d_envoi(dossier), *_temps_des_promesses(dossier)))


def apres(le: dt.date, attentes: Sequence[Pause]) -> dt.date:
    """Le jour même s'il n'est dans aucune pause, sinon le jour ouvré où elle finit."""
    for du, au in attentes:
        if du <= le < au:
            le = reporter(au)
    return le


def decaler(prevus: Sequence[dt.date], faits: Sequence[dt.date | None], attentes: Sequence[Pause]) -> list[dt.date]:
    """Les jours prévus des étapes, les pauses passées. ``faits`` : le jour où chacune a été faite, ou ``None``.

    >>> mars = lambda jour: dt.date(2026, 3, jour)
    >>> [le.day for le in decaler([mars(3), mars(10), mars(12)], [mars(3), None, None], [(mars(9), mars(17))])]
    [3, 17, 19]
    """
    jours = list(prevus)
    for du, au in attentes:
        attendent = [le for le, fait in zip(jours, faits, strict=True) if du <= le < au and not (fait and fait < au)]
        if attendent:
            premiere = min(attendent)
            ecart = reporter(au) - premiere
            jours = [reporter(le + ecart) if le >= premiere else le for le in jours]
    return jours


def _temps_des_plans(dossier: Dossier) -> Iterator[Pause]:
    """Chaque plan signé qui a pris fin ; le dernier, tombé, fait attendre aussi le délai de son constat."""
    for suivi in dossier.plans:
        if suivi.fin is not None:
            dernier = suivi is dossier.plans[-1]
            yield suivi.plan.date, max(suivi.fin + UN_JOUR, reprise_du_scenario(dossier) if dernier else dt.date.min)


def _temps_des_promesses(dossier: Dossier) -> Iterator[Pause]:
    """Chaque promesse, jusqu'à ce qu'elle soit tenue, dépassée ou remplacée."""
    remplacees = [promesse.date for promesse in dossier.promesses[1:]] + [dt.date.max]
    paiements = sorted({recu.date for recu in dossier.encaissements})
    for promesse, remplacee_le in zip(dossier.promesses, remplacees, strict=False):
        tenue_le = next((le for le in paiements if recu_depuis(dossier, promesse, le) >= promesse.montant), dt.date.max)
        fin = min(remplacee_le, tenue_le, reprise(promesse))
        if promesse.date < fin:
            yield promesse.date, fin


def _reunir(temps: Iterable[Pause]) -> tuple[Pause, ...]:
    """Les mêmes temps, dans l'ordre, ceux qui se touchent n'en faisant qu'un."""
    reunis: list[Pause] = []
    for du, au in sorted(temps):
        if reunis and du <= reunis[-1][1]:
            reunis[-1] = (reunis[-1][0], max(au, reunis[-1][1]))
        else:
            reunis.append((du, au))
    return tuple(reunis)
