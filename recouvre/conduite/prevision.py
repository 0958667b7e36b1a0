"""Tout ce que l'on sait déjà devoir faire sur un dossier : une ligne par démarche, datée, sans regarder l'horloge."""

from __future__ import annotations

from recouvre.conduite.demarches import Demarche
from recouvre.conduite.etapes import etapes_a_venir
from recouvre.conduite.obligations import factures_hors_lettre, obligations, pieces_a_obtenir, solde_minime, veilles
from recouvre.conduite.pieces import en_clair
from recouvre.conduite.scenarios import Scenario
from recouvre.conduite.situation import Etat, Situation
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.profil import Mode

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
        demarches += veilles(dossier, situation)
        if manquantes:
            demarches.append(pieces_a_obtenir(dossier, manquantes))
        if situation.reste is not None and situation.reste <= SOLDE_MINIME:
            demarches.append(solde_minime(situation, situation.reste))
        else:
            demarches += etapes_a_venir(dossier, situation, scenario, en_clair(manquantes))
            demarches += factures_hors_lettre(dossier, mode)
    return tuple(sorted(demarches, key=lambda demarche: (demarche.le, demarche.priorite, demarche.cle)))
