"""Tout ce que l'on sait déjà devoir faire sur un dossier : une ligne par démarche, datée, sans regarder l'horloge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from recouvre.conduite import campagnes, insolvabilite, instances, mandat, plans, rappels, signaux, suivi
from recouvre.conduite.arrets import fin, raison
from recouvre.conduite.autorisations import visite_a_autoriser
from recouvre.conduite.contacts import contre_appel
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.etapes import etapes_a_venir
from recouvre.conduite.etapes_du_surendettement import efface
from recouvre.conduite.litiges import TOUJOURS, jamais_clos, part_reclamable, raison_du_litige
from recouvre.conduite.obligations import factures_hors_lettre, obligations, pieces_a_obtenir, solde_minime, veilles
from recouvre.conduite.pauses import apres, pauses
from recouvre.conduite.pieces import en_clair
from recouvre.conduite.retours import enquetes
from recouvre.conduite.scenarios import Scenario
from recouvre.conduite.situation import Etat, Situation
from recouvre.conduite.suite import secours
from recouvre.conduite.taches_retenues import appels_a_propos
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, reporter

SOLDE_MINIME = 5_00
"""Centimes : sous cette somme, quand le débiteur a payé, aucun courrier ne part ; une personne décide."""


_SOURCES = (suivi, plans, signaux, instances, mandat, rappels)
"""Ce qui arrive à un dossier et donne à faire, hors du scénario ; l'insolvabilité veut savoir où est le créancier."""


def prevoir(
    dossier: Dossier,
    situation: Situation,
    scenario: Scenario,
    mode: Mode,
    manquantes: tuple[str, ...],
    reglages: ReglagesCreancier,
    *,
    eloigne: bool = False,
) -> tuple[Demarche, ...]:
    """Toutes les démarches connues. ``manquantes`` : les pièces exigées qu'on n'a pas (``conduite.pieces``).

    ``reglages`` : le cahier des charges du créancier ; ``eloigne`` : il ne demeure pas sur le territoire du tribunal
    (C. com. R622-24).
    """
    if situation.etat is Etat.ANNULE:
        return ()
    demarches = list(obligations(dossier, situation, mode))
    if situation.etat is Etat.OUVERT and dossier.factures:
        demarches += (*veilles(dossier, situation), *enquetes(dossier))
        for source in _SOURCES:
            demarches += source.a_suivre(dossier, mode)
        demarches += insolvabilite.a_suivre(dossier, mode, eloigne=eloigne)
        if manquantes:
            demarches.append(pieces_a_obtenir(dossier, manquantes))
        if situation.reste is not None and situation.reste <= SOLDE_MINIME:
            demarches.append(solde_minime(situation, situation.reste))
        else:
            attente = f"en attente : {en_clair(manquantes)}" if manquantes else ""
            venir = (
                *etapes_a_venir(dossier, situation, scenario, attente),
                *_contre_appel(dossier, scenario),
                *campagnes.a_venir(dossier, attente),
            )
            reste = _ce_qui_reste(dossier, venir, mode, reglages)
            appels = appels_a_propos(dossier, reste, situation.prescription_le)
            demarches += (demarche for demarche in appels if demarche.le <= (demarche.jusqu_au or dt.date.max))
            demarches += factures_hors_lettre(dossier, mode)
    elif dossier.surendettement and efface(dossier) is not None:
        demarches += insolvabilite.a_suivre(dossier, mode)
    if situation.etat is Etat.OUVERT:
        demarches += secours(dossier, demarches, situation, reglages, mode)
    return tuple(sorted(demarches, key=lambda demarche: (demarche.le, demarche.priorite, demarche.cle)))


def _ce_qui_reste(
    dossier: Dossier, etapes: Iterable[Demarche], mode: Mode, reglages: ReglagesCreancier
) -> Iterable[Demarche]:
    """Ce que laissent du scénario les instances, arrêts, litiges, mesures et signaux : rien ne se lit pour rien."""
    for arrive, reste in (
        (dossier.actes or dossier.titres, instances.hors_des_instances),
        (dossier.arrets, _hors_des_arrets),
        (dossier.litiges, _hors_des_litiges),
        (dossier.surendettement, insolvabilite.hors_des_mesures),
        (dossier.signaux, signaux.hors_des_signaux),
    ):
        etapes = reste(dossier, etapes) if arrive else etapes
    if mode is Mode.AGENCE and not reglages.visite:
        return [visite_a_autoriser(dossier, etape) for etape in etapes]
    return etapes


def _contre_appel(dossier: Dossier, scenario: Scenario) -> Iterator[Demarche]:
    """Le contre-appel, après le litige ou la promesse qui l'aurait fait attendre."""
    for appel in contre_appel(dossier, scenario):
        yield replace(appel, le=apres(appel.le, pauses(dossier)))


def _hors_des_litiges(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Tant que tout est contesté, envois, appels et visites attendent, et l'on sait pourquoi."""
    ouverts = jamais_clos(dossier) if part_reclamable(dossier, TOUJOURS) is None else ()
    pourquoi = raison_du_litige(ouverts[0]) if ouverts else ""
    for etape in etapes:
        yield replace(etape, attente=etape.attente or pourquoi)


def _hors_des_arrets(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Ce qu'un arrêt de droit laisse à faire. Un envoi attend, et la porte dira pourquoi ; un appel n'a plus de sens.

    Si la fin de l'arrêt est connue, l'appel vient après elle, même en retard, et l'envoi est retenu jusque-là.
    """
    for etape in etapes:
        reste: Demarche | None = etape
        for arret in dossier.arrets:
            reste = _pendant(arret, fin(dossier, arret), raison(dossier, arret), reste) if reste else None
        if reste:
            yield reste


def _pendant(arret: ArretDeDroit, terme: dt.date | None, pourquoi: str, etape: Demarche) -> Demarche | None:
    if etape.genre is Genre.ENVOI:
        return replace(etape, attente=etape.attente or pourquoi) if terme is None else etape
    if terme is not None:
        return replace(etape, le=reporter(terme + UN_JOUR)) if etape.le <= terme else etape
    veille = min(arret.date - UN_JOUR, etape.jusqu_au or dt.date.max)
    return replace(etape, jusqu_au=veille) if etape.le < arret.date else None
