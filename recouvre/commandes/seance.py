"""Ouvrir un cabinet pour la durée d'une commande qui agit : l'instant et l'auteur viennent de l'horloge."""

from __future__ import annotations

import sys
from pathlib import Path

from recouvre.base.reglages import PROJECTIONS_A_REFAIRE, lire_reglage, projections_a_refaire
from recouvre.commandes.horloge import auteur, maintenant, secondes
from recouvre.operations.session import Session


def ouvrir_session(cabinet: Path) -> Session:
    """Une session sur ce cabinet, datée et signée, ses projections à jour. Lève ``CabinetIntrouvable``."""
    session = Session(cabinet, maintenant=maintenant(), auteur=auteur(), montre=secondes)
    if projections_a_refaire(session.base, cabinet):
        _mettre_a_jour(session)
    return session


def _mettre_a_jour(session: Session) -> None:
    """Une version plus récente, un scénario récrit : on déduit de nouveau tout du journal, une fois.

    Le scénario, la personne l'a récrit elle-même : on ne le lui dit pas.
    """
    from recouvre.affichage.progression import progression
    from recouvre.operations.verifier import mettre_a_jour

    version = bool(lire_reglage(session.base, PROJECTIONS_A_REFAIRE))
    with progression("Mise à jour du cabinet") as suivi:
        fait = mettre_a_jour(session, suivi)
    if not version:
        return
    if fait.refaits:
        dossiers = "un dossier recalculé" if fait.refaits == 1 else f"{fait.refaits} dossiers recalculés"
        print(f"Cabinet mis à jour pour cette version de recouvre : {dossiers}.", file=sys.stderr)
    for defaut in fait.defauts:
        print(f"{defaut.ou} n'a pas pu être recalculé, il reste tel qu'il était. {defaut.phrase}", file=sys.stderr)
