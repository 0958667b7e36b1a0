"""Ce que devient une promesse de payer, et ce que la seconde promesse rompue change au scénario.

**La marche sautée.** À la seconde promesse rompue, la prochaine relance est sautée : le débiteur a déjà eu deux fois le
temps qu'elle lui laisserait, on va à la suivante, plus ferme, qui prend son jour, et la suite garde ses intervalles.

- La mise en demeure ne se saute jamais : toute démarche la rappelle (CPCE R124-4).
- La dernière lettre du scénario non plus : il n'y en a pas de plus ferme.
- Aucun délai imprimé n'est raccourci : l'étape attend toujours la fin de celui de la lettre précédente.
- Une seule marche, une seule fois ; l'étape sautée est celle qui restait à faire le jour de la seconde promesse, si
  elle n'est pas partie avant qu'on saisisse cette promesse.

Une promesse remplacée avant son terme, tenue en retard ou tenue en partie n'est pas rompue. Sans horloge, la seconde
est tenue pour rompue dès qu'elle est faite : rien ne part avant son terme, et le paiement qui arrive rend au scénario
toutes ses marches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from recouvre.conduite.apres_coup import citer, partis_depuis
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Scenario
from recouvre.conduite.suivi import a_suivre, limite, recu_depuis
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.faits_de_suivi import PromesseFaite
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR

ROMPUES_QUI_FONT_SAUTER = 2


class EtatPromesse(StrEnum):
    """``DEPASSEE`` : le jour dit est passé, le virement peut encore arriver ; ``TENUE`` le reste, même en retard."""

    TENUE = "tenue"
    EN_COURS = "en cours"
    DEPASSEE = "dépassée"
    PARTIELLE = "partielle"
    ROMPUE = "rompue"
    REMPLACEE = "remplacée"


def etats(dossier: Dossier, au: dt.date) -> tuple[tuple[PromesseFaite, EtatPromesse], ...]:
    """Chaque promesse faite à ce jour, et ce qu'elle est devenue."""
    faites = [promesse for promesse in dossier.promesses if promesse.date <= au]
    suivantes = [*(promesse.date for promesse in faites[1:]), None]
    return tuple((p, _etat(dossier, p, au, suivante)) for p, suivante in zip(faites, suivantes, strict=False))


def _etat(dossier: Dossier, promesse: PromesseFaite, au: dt.date, remplacee_le: dt.date | None) -> EtatPromesse:
    recu = recu_depuis(dossier, promesse, au)
    if recu >= promesse.montant:
        return EtatPromesse.TENUE
    if remplacee_le is not None and remplacee_le <= limite(promesse):
        return EtatPromesse.REMPLACEE
    if au <= promesse.pour_le:
        return EtatPromesse.EN_COURS
    if au <= limite(promesse):
        return EtatPromesse.DEPASSEE
    return EtatPromesse.PARTIELLE if recu else EtatPromesse.ROMPUE


def a_savoir(dossier: Dossier, promesse: PromesseFaite, au: dt.date) -> tuple[str, ...]:
    """Ce qu'il faut savoir d'une promesse saisie alors qu'une autre l'a suivie, ou que son jour est passé."""
    etat = next((etat for dite, etat in etats(dossier, au) if dite == promesse), EtatPromesse.EN_COURS)
    dits = []
    if promesse.pour_le < au:
        dits.append(_jugee(dossier, promesse, etat, au))
    suivante = next((autre for autre in dossier.promesses if autre.date > promesse.date), None)
    if suivante is not None:
        dits.append(
            f"Une promesse plus récente, du {en_chiffres(suivante.date)}, est notée : c'est elle que l'agenda suit. "
            "Celle-ci compte dans les promesses du dossier."
        )
    fin = min(limite(promesse), suivante.date - UN_JOUR if suivante else dt.date.max)
    if partis := tuple(e for e in partis_depuis(dossier, promesse.date + UN_JOUR) if e.date <= min(fin, au)):
        combien = "Un courrier est parti" if len(partis) == 1 else f"{len(partis)} courriers sont partis"
        dits.append(f"{combien} pendant qu'elle courait : {citer(partis)}.")
    return tuple(dits)


def _jugee(dossier: Dossier, promesse: PromesseFaite, etat: EtatPromesse, au: dt.date) -> str:
    """Ce que vaut une promesse dont le jour est passé, et ce que l'agenda en fait."""
    suites = {demarche.cle for demarche in a_suivre(dossier, Mode.INTERNE)}
    rompue = f"promesse-rompue:{promesse.date.isoformat()}:{promesse.pour_le.isoformat()}"
    match etat:
        case EtatPromesse.DEPASSEE:
            suite = f". Le virement est attendu jusqu'au {en_chiffres(limite(promesse))} : rien ne part avant"
        case EtatPromesse.PARTIELLE | EtatPromesse.ROMPUE if rompue in suites:
            suite = ". L'agenda demande de revenir vers le débiteur"
        case _:
            suite = ""
    recu = recu_depuis(dossier, promesse, au)
    sur = f", {en_euros(recu)} reçus sur {en_euros(promesse.montant)}" if 0 < recu < promesse.montant else ""
    return f"Le {en_chiffres(promesse.pour_le)} est passé : cette promesse est {etat}{sur}{suite}."


def rompues(dossier: Dossier) -> tuple[PromesseFaite, ...]:
    """Les promesses rompues, si rien n'arrive plus."""
    return tuple(promesse for promesse, etat in etats(dossier, dt.date.max) if etat is EtatPromesse.ROMPUE)


def sans_la_marche(dossier: Dossier, scenario: Scenario, realisees: Mapping[str, RelanceEnvoyee | dt.date]) -> Scenario:
    """Le scénario sans la relance que la seconde promesse rompue fait sauter, s'il y en a une."""
    seconde = _seconde_rompue(dossier)
    if seconde is None:
        return scenario
    sortantes = [etape for etape in scenario.etapes if etape.sortante and etape.jour >= 0]
    avant = [rang for rang, e in enumerate(sortantes) if (le := _jour(realisees.get(e.cle))) and le <= seconde]
    rang = max(avant, default=-1) + 1
    if not avant or rang + 1 >= len(sortantes) or sortantes[rang].cle == MISE_EN_DEMEURE:
        return scenario
    sautee, suivante = sortantes[rang], sortantes[rang + 1]
    if sautee.cle in realisees:
        return scenario
    ecart = suivante.jour - sautee.jour
    etapes = [
        replace(e, jour=e.jour - ecart, jusqu_a=e.jusqu_a - ecart if e.jusqu_a is not None else None)
        if e.jour >= suivante.jour
        else e
        for e in scenario.etapes
        if e.cle != sautee.cle
    ]
    return replace(scenario, etapes=tuple(sorted(etapes, key=lambda etape: etape.jour)))


def _seconde_rompue(dossier: Dossier) -> dt.date | None:
    """Le jour où la seconde des promesses rompues a été faite."""
    if len(dossier.promesses) < ROMPUES_QUI_FONT_SAUTER:
        return None
    toutes = rompues(dossier)
    return toutes[ROMPUES_QUI_FONT_SAUTER - 1].date if len(toutes) >= ROMPUES_QUI_FONT_SAUTER else None


def _jour(fait: RelanceEnvoyee | dt.date | None) -> dt.date | None:
    return fait.date if isinstance(fait, RelanceEnvoyee) else fait
