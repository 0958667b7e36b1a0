"""Tout ce que l'on sait déjà devoir faire sur un dossier : une ligne par démarche, datée, sans regarder l'horloge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from recouvre.conduite.arrets import fin, raison
from recouvre.conduite.contacts import contre_appel
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.etapes import etapes_a_venir
from recouvre.conduite.obligations import factures_hors_lettre, obligations, pieces_a_obtenir, solde_minime, veilles
from recouvre.conduite.pieces import en_clair
from recouvre.conduite.retours import enquetes
from recouvre.conduite.scenarios import Scenario
from recouvre.conduite.situation import Etat, Situation
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, reporter

SOLDE_MINIME = 5_00
"""Centimes : sous cette somme, quand le débiteur a payé, aucun courrier ne part ; une personne décide."""


def prevoir(
    dossier: Dossier, situation: Situation, scenario: Scenario, mode: Mode, manquantes: tuple[str, ...]
) -> tuple[Demarche, ...]:
    """Toutes les démarches connues. ``manquantes`` : les pièces exigées qu'on n'a pas (``conduite.pieces``)."""
    if situation.etat is Etat.ANNULE:
        return ()
    demarches = list(obligations(dossier, situation, mode))
    if situation.etat is Etat.OUVERT and dossier.factures:
        demarches += (*veilles(dossier, situation), *enquetes(dossier))
        if manquantes:
            demarches.append(pieces_a_obtenir(dossier, manquantes))
        if situation.reste is not None and situation.reste <= SOLDE_MINIME:
            demarches.append(solde_minime(situation, situation.reste))
        else:
            attente = f"en attente : {en_clair(manquantes)}" if manquantes else ""
            etapes = (*etapes_a_venir(dossier, situation, scenario, attente), *contre_appel(dossier, scenario))
            demarches += _hors_des_arrets(dossier, etapes) if dossier.arrets else etapes
            demarches += factures_hors_lettre(dossier, mode)
    return tuple(sorted(demarches, key=lambda demarche: (demarche.le, demarche.priorite, demarche.cle)))


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
