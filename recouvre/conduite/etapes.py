"""Les étapes d'un scénario qui restent à faire, chacune à sa date.

Règles des envois :

- ils partent dans l'ordre du scénario ; le suivant attend que le précédent soit parti (``suite``) ;
- parti à l'heure, le suivant garde son jour ; parti en retard, il garde l'intervalle prévu : jamais de rafale, jamais
  d'étape sautée ;
- jamais avant la fin du délai que la lettre précédente a imprimé ;
- un jour non ouvré, ils attendent le jour ouvré suivant.

Une tâche (appel, visite) ne bloque aucun envoi ; elle s'efface quand un envoi postérieur est parti, même revenu depuis,
et un échec ne l'accomplit pas. Une étape sautée compte comme accomplie ; une étape à refaire (``tours``) repart après
la nouvelle adresse.

Tant que l'adresse est hors service, lettres et visites attendent, et ne font rien attendre : on peut encore appeler.

Un litige clos, un plan fini ont décalé les étapes qui les ont attendus (``pauses``) ; une promesse ne décale que les
tâches : la porte retient les envois, et dit jusqu'à quand. Un plan tombé fait attendre son constat, et le délai que ce
constat imprime ; la seconde promesse rompue fait sauter une marche (``promesses.sans_la_marche``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.pauses import apres, decaler, pauses, pauses_d_envoi
from recouvre.conduite.plans import constat_attendu, reprise_du_scenario
from recouvre.conduite.promesses import sans_la_marche
from recouvre.conduite.retours import adresse_invalide
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Canal, Etape, Origine, Scenario
from recouvre.conduite.situation import Situation
from recouvre.conduite.tours import accomplies, parties, reprise_le
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.droit.delais import UN_JOUR, reporter


def etapes_a_venir(dossier: Dossier, situation: Situation, scenario: Scenario, attente: str) -> Iterator[Demarche]:
    """Les étapes du scénario qui restent à faire, chacune à sa date."""
    realisees, sans_adresse = accomplies(dossier), adresse_invalide(dossier)
    scenario = sans_la_marche(dossier, scenario, realisees)
    origine = _origine(situation, scenario, realisees)
    plancher = dossier.scenarios[-1].date if dossier.scenarios else None
    debut = max(dossier.ouverture.date, plancher or dossier.ouverture.date)
    if origine is None:
        premiere = scenario.etapes[0]
        exigible = (situation.premiere_echeance or dossier.ouverture.date) + UN_JOUR
        reprise = reprise_le(dossier, premiere.cle) or dt.date.min
        le = apres(reporter(max(debut, exigible, reprise, reprise_du_scenario(dossier))), pauses_d_envoi(dossier))
        yield _envoi(premiere, le, suite=constat_attendu(dossier), attente=attente or sans_adresse)
        return
    sorties, pauses_des_envois, pauses_des_taches = parties(dossier), pauses_d_envoi(dossier), pauses(dossier)
    dernier_envoi = max((i for i, e in enumerate(scenario.etapes) if e.sortante and e.cle in realisees), default=-1)
    dernier_parti = max((i for i, e in enumerate(scenario.etapes) if e.cle in sorties), default=-1)
    prevus, envois_le, taches_le = _calendrier(dossier, scenario, origine, realisees)
    precedent: _Parti | None = None
    attend, apres_le_plan = constat_attendu(dossier), reprise_du_scenario(dossier)
    for rang, etape in enumerate(scenario.etapes):
        if fait := realisees.get(etape.cle):
            precedent = (etape, fait, envois_le[rang]) if isinstance(fait, RelanceEnvoyee) else precedent
            continue
        dernier = dernier_envoi if etape.sortante else max(dernier_envoi, dernier_parti)
        depasse = rang < dernier or (plancher is not None and prevus[rang] < plancher)
        perimee = etape.jour < 0 and dossier.ouverture.date > origine
        if perimee or (depasse and etape.cle != MISE_EN_DEMEURE):
            continue
        reprise = reprise_le(dossier, etape.cle) or dt.date.min
        au_plus_tot = max(_au_plus_tot(etape, precedent), reporter(debut), reprise)
        retenue = sans_adresse if etape.canal in (Canal.COURRIER, Canal.VISITE) else ""
        if etape.sortante:
            jusqu_au = origine if etape.jour < 0 else None
            le = apres(max(envois_le[rang], au_plus_tot, apres_le_plan), pauses_des_envois)
            yield _envoi(etape, le, suite=attend, attente=attente or retenue, jusqu_au=jusqu_au)
            attend = attend or (etape.jour >= 0 and not retenue)
        else:
            le = apres(max(taches_le[rang], au_plus_tot, apres_le_plan), pauses_des_taches)
            decalage = taches_le[rang] - prevus[rang]
            fin = reporter(_jour(origine, etape.jusqu_a) + decalage) if etape.jusqu_a is not None else None
            yield _tache(etape, le, suite=attend, attente=attente or retenue, fin=fin)


def _origine(
    situation: Situation, scenario: Scenario, realisees: dict[str, RelanceEnvoyee | dt.date]
) -> dt.date | None:
    """Le jour 0 du scénario ; ``None`` : il commencera quand la mise en demeure sera partie."""
    if scenario.origine is Origine.ECHEANCE:
        return situation.premiere_echeance
    fait = realisees.get(MISE_EN_DEMEURE)
    return fait.date if isinstance(fait, RelanceEnvoyee) else fait


def _jour(origine: dt.date, jour: int) -> dt.date:
    return origine + dt.timedelta(days=jour)


def _calendrier(
    dossier: Dossier, scenario: Scenario, origine: dt.date, realisees: dict[str, RelanceEnvoyee | dt.date]
) -> tuple[list[dt.date], list[dt.date], list[dt.date]]:
    """Le jour de chaque étape : celui du scénario, puis comme envoi et comme tâche une fois les pauses passées."""
    prevus = [reporter(_jour(origine, etape.jour)) for etape in scenario.etapes]
    if not (dossier.litiges_clos or dossier.promesses or dossier.plans or dossier.signaux_leves):
        return prevus, prevus, prevus
    faites = (realisees.get(etape.cle) for etape in scenario.etapes)
    faits = [fait.date if isinstance(fait, RelanceEnvoyee) else fait for fait in faites]
    return prevus, decaler(prevus, faits, pauses_d_envoi(dossier)), decaler(prevus, faits, pauses(dossier))


_Parti = tuple[Etape, RelanceEnvoyee, dt.date]
"""Une étape, son départ, et le jour où il était prévu."""


def _au_plus_tot(etape: Etape, precedent: _Parti | None) -> dt.date:
    """Ce que le dernier envoi impose : un autre jour, son délai écoulé, l'intervalle prévu s'il est parti en retard."""
    if precedent is None:
        return dt.date.min
    avant, envoi, prevu_le = precedent
    bornes = [reporter(max(envoi.date, envoi.delai_le or envoi.date) + UN_JOUR)] if etape.sortante else [dt.date.min]
    if envoi.date > prevu_le:
        bornes.append(reporter(envoi.date + dt.timedelta(days=etape.jour - avant.jour)))
    return max(bornes)


def _envoi(etape: Etape, le: dt.date, *, suite: bool, attente: str, jusqu_au: dt.date | None = None) -> Demarche:
    return Demarche(
        le=le,
        genre=Genre.ENVOI,
        cle=etape.cle,
        libelle=etape.libelle,
        fondement="C. civ., art. 1344" if etape.cle == MISE_EN_DEMEURE else "",
        jusqu_au=jusqu_au,
        suite=suite,
        attente=attente,
    )


def _tache(etape: Etape, le: dt.date, *, suite: bool, attente: str, fin: dt.date | None) -> Demarche:
    genre = {"appel": Genre.APPEL, "visite": Genre.VISITE}.get(etape.canal, Genre.TACHE)
    fenetre = f" (jusqu'au {fin:%d/%m/%Y})" if fin and fin > le else ""
    return Demarche(le=le, genre=genre, cle=etape.cle, libelle=etape.libelle + fenetre, suite=suite, attente=attente)
