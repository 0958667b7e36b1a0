"""Le planificateur est-il passé ? On compare le dernier passage attendu au journal d'exécution.

On compare des heures de la montre, telles que le journal les a notées avec leur fuseau : 8 h reste 8 h quand l'heure
change. L'ordre des passages est celui du fichier, pas celui des dates : une horloge peut reculer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.base.passages import Passage, en_cours, lire
from recouvre.domaine.dates import JOURS, en_toutes_lettres
from recouvre.droit.delais import UN_JOUR, est_ouvre
from recouvre.operations.planification import AUTEUR, Jours, heure_lisible

MARGE = dt.timedelta(minutes=15)
"""Le temps laissé à un passage pour commencer avant de le dire manquant."""

TOLERANCE = dt.timedelta(minutes=2)
"""Deux horloges, ou la même avant et après sa mise à l'heure, ne sont jamais d'accord à la seconde."""

TROP_LONG = dt.timedelta(hours=6)
_REGARDES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Ponctualite:
    """``attendu`` : l'heure de la montre, sans fuseau ; ``avertissements`` : ce qui demande une personne."""

    attendu: dt.datetime
    dernier: Passage | None
    avertissements: tuple[str, ...]
    remarques: tuple[str, ...]

    @property
    def en_ordre(self) -> bool:
        """Vrai si le dernier passage attendu a eu lieu, et bien."""
        return not self.avertissements


def controler(cabinet: Path, maintenant: dt.datetime, au: dt.date, heure: dt.time, jours: Jours) -> Ponctualite:
    """Ce qu'il en est au soir du jour ``au``, ou en ce moment si c'est aujourd'hui. ``maintenant`` porte son fuseau."""
    aujourdhui = au == maintenant.date()
    moment = maintenant.replace(tzinfo=None) if aujourdhui else dt.datetime.combine(au, dt.time.max)
    attendu = dernier_attendu(moment, heure, jours)
    passages = lire(cabinet, _REGARDES)
    futurs = [passage for passage in passages if passage.quand > maintenant + TOLERANCE]
    connus = [passage for passage in passages if passage not in futurs and montre(passage.quand) <= moment + TOLERANCE]
    courants = en_cours(cabinet) if aujourdhui else ()
    return Ponctualite(
        attendu=attendu,
        dernier=connus[-1] if connus else None,
        avertissements=(*_de_l_horloge(futurs), *_du_passage(connus, courants, maintenant, attendu)),
        remarques=tuple(_remarques(connus, courants, attendu)),
    )


def dernier_attendu(moment: dt.datetime, heure: dt.time, jours: Jours) -> dt.datetime:
    """L'heure du dernier passage qui devait avoir commencé à ce moment de la montre.

    >>> dernier_attendu(dt.datetime(2026, 4, 7, 8, 5), dt.time(8), Jours.OUVRES).isoformat()
    '2026-04-03T08:00:00'
    """
    jour = moment.date()
    while dt.datetime.combine(jour, heure) + MARGE > moment or (jours is Jours.OUVRES and not est_ouvre(jour)):
        jour -= UN_JOUR
    return dt.datetime.combine(jour, heure)


def montre(quand: dt.datetime) -> dt.datetime:
    """L'heure que la montre affichait, sans fuseau."""
    return quand.replace(tzinfo=None)


def moment_lisible(quand: dt.datetime) -> str:
    """« mardi 3 mars 2026 à 8 h 00 »."""
    return f"{JOURS[quand.weekday()]} {en_toutes_lettres(quand.date())} à {heure_lisible(quand.time())}"


def _depuis(connus: Sequence[Passage], attendu: dt.datetime) -> list[Passage]:
    """Les passages depuis l'heure attendue. Trouver la place prise, ou être refusé, n'efface pas un passage réussi."""
    depuis = [passage for passage in connus if montre(passage.quand) >= attendu - TOLERANCE]
    return [passage for passage in depuis if not passage.raison.startswith(("occupé", "refusé"))] or depuis


def _de_l_horloge(futurs: Sequence[Passage]) -> Iterator[str]:
    if futurs:
        yield (
            f"Un passage est daté du {moment_lisible(futurs[-1].quand)}, dans l'avenir : l'horloge de cette machine a "
            "reculé, ou elle avançait ce jour-là. Mettez-la à l'heure ; ce passage n'est pas compté."
        )


def _du_passage(
    connus: Sequence[Passage], courants: Sequence[dt.datetime], maintenant: dt.datetime, attendu: dt.datetime
) -> Iterator[str]:
    depuis = _depuis(connus, attendu)
    if courants:
        if maintenant - min(courants) > TROP_LONG:
            debut = moment_lisible(min(courants))
            yield f"Un passage est en cours depuis {debut} : il est sans doute bloqué. Regardez-le sur la machine."
    elif not connus:
        yield (
            "Aucun passage n'a encore eu lieu. Activez la planification comme le dit « recouvre planifier », ou "
            "essayez à la main : recouvre relances --envoyer"
        )
    elif not depuis:
        yield (
            f"Le passage attendu {moment_lisible(attendu)} n'a pas eu lieu ; le dernier est celui du "
            f"{moment_lisible(connus[-1].quand)}. La machine était-elle éteinte, la planification est-elle active ? "
            "S'il est prévu à une autre heure, dites-la avec --heure. Rien n'est perdu : le prochain passage rattrape."
        )
    elif depuis[-1].code != 0:
        yield _echec(depuis[-1])


def _echec(passage: Passage) -> str:
    quand = moment_lisible(passage.quand)
    if passage.code is None:
        return (
            f"Le passage du {quand} a été interrompu (machine arrêtée, programme tué). Ce qui n'était pas parti part "
            "au prochain : recouvre relances --envoyer. S'il reste un envoi incertain, cette commande le dit."
        )
    if passage.raison:
        return f"Le passage du {quand} a été empêché ({passage.raison.rstrip('.')}), code {passage.code}."
    combien = f"{passage.echecs} échecs" if passage.echecs > 1 else "un échec" if passage.echecs else "une erreur"
    return f"Le passage du {quand} a laissé {combien} (code {passage.code}) : recouvre relances dit lesquels."


def _remarques(connus: Sequence[Passage], courants: Sequence[dt.datetime], attendu: dt.datetime) -> Iterator[str]:
    if courants:
        yield f"Un passage est en cours depuis {moment_lisible(min(courants))}."
    depuis = _depuis(connus, attendu)
    if depuis and depuis[-1].code == 0:
        if all(passage.auteur != AUTEUR for passage in depuis):
            qui = depuis[-1].auteur or "inconnu"
            yield f"Ce passage a été lancé par {qui}, pas par le planificateur : vérifiez que celui-ci est actif."
        if depuis[-1].raison:
            yield f"Ce passage n'a rien fait partir : {depuis[-1].raison}."
