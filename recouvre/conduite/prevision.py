"""Tout ce que l'on sait déjà devoir faire sur un dossier : une ligne par démarche, datée, sans regarder l'horloge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from recouvre.conduite import insolvabilite, instances, mandat, plans, signaux, suivi
from recouvre.conduite.arrets import fin, raison
from recouvre.conduite.contacts import contre_appel
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.etapes import etapes_a_venir
from recouvre.conduite.obligations import factures_hors_lettre, obligations, pieces_a_obtenir, solde_minime, veilles
from recouvre.conduite.pauses import apres, pauses
from recouvre.conduite.pieces import en_clair
from recouvre.conduite.retours import enquetes
from recouvre.conduite.scenarios import Scenario
from recouvre.conduite.situation import Etat, Situation
from recouvre.conduite.suivi import jamais_clos, raison_du_litige
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, reporter

SOLDE_MINIME = 5_00
"""Centimes : sous cette somme, quand le débiteur a payé, aucun courrier ne part ; une personne décide."""


_SOURCES = (suivi, plans, signaux, instances, mandat)
"""Ce qui arrive à un dossier et donne à faire, hors du scénario ; l'insolvabilité veut savoir où est le créancier."""


def prevoir(
    dossier: Dossier,
    situation: Situation,
    scenario: Scenario,
    mode: Mode,
    manquantes: tuple[str, ...],
    *,
    eloigne: bool = False,
) -> tuple[Demarche, ...]:
    """Toutes les démarches connues. ``manquantes`` : les pièces exigées qu'on n'a pas (``conduite.pieces``).

    ``eloigne`` : le créancier ne demeure pas sur le territoire du tribunal (C. com. R622-24).
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
            venir = (*etapes_a_venir(dossier, situation, scenario, attente), *_contre_appel(dossier, scenario))
            etapes = _hors_des_arrets(dossier, venir) if dossier.arrets else venir
            etapes = _hors_des_litiges(dossier, etapes) if dossier.litiges else etapes
            etapes = insolvabilite.hors_des_mesures(dossier, etapes) if dossier.surendettement else etapes
            demarches += signaux.hors_des_signaux(dossier, etapes) if dossier.signaux else etapes
            demarches += factures_hors_lettre(dossier, mode)
    return tuple(sorted(demarches, key=lambda demarche: (demarche.le, demarche.priorite, demarche.cle)))


def _contre_appel(dossier: Dossier, scenario: Scenario) -> Iterator[Demarche]:
    """Le contre-appel, après le litige ou la promesse qui l'aurait fait attendre."""
    for appel in contre_appel(dossier, scenario):
        yield replace(appel, le=apres(appel.le, pauses(dossier)))


def _hors_des_litiges(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Tant qu'un litige n'est pas clos, envois, appels et visites attendent, et l'on sait pourquoi."""
    ouverts = jamais_clos(dossier)
    pourquoi = raison_du_litige(ouverts[0]) if ouverts else ""
    for etape in etapes:
        yield replace(etape, attente=etape.attente or pourquoi)


def _hors_des_arrets(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Ce qu'un arrêt de droit laisse à faire. Un envoi attend, et la porte dira pourquoi ; un appel n'a plus de sens.

    Si la fin de l'arrêt est connue, l'appel vient après elle, et l'envoi est retenu jusque-là.
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
        return replace(etape, le=reporter(terme + UN_JOUR)) if arret.date <= etape.le <= terme else etape
    return replace(etape, jusqu_au=arret.date - UN_JOUR) if etape.le < arret.date else None
