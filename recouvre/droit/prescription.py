"""La date de prescription d'un dossier, prudente : la plus proche de ses factures encore dues.

- débiteur professionnel : 5 ans (C. com. L110-4) ; consommateur : 2 ans (C. conso. L218-2) ; comptés de l'échéance,
  jamais de la date de facture ;
- un paiement du débiteur, ou une interruption notée, refait courir le même délai (C. civ. 2240, 2231), s'il vient à
  temps.

Les autres natures de créance, les suspensions et le butoir n'y sont pas : la date convient à un contrat ordinaire et se
vérifie pour une nature plus courte (transport, communications électroniques : un an).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.droit.delais import ajouter_annees

INTERRUPTION = "interruption"
"""Canal d'un contact noté qui interrompt : reconnaissance écrite, demande en justice, acte d'exécution."""

_ANNEES = {Qualite.PROFESSIONNEL: 5, Qualite.CONSOMMATEUR: 2, Qualite.PUBLIC: 4}
FONDEMENTS = {
    Qualite.PROFESSIONNEL: "C. com., art. L110-4",
    Qualite.CONSOMMATEUR: "C. conso., art. L218-2",
    Qualite.PUBLIC: "loi n° 68-1250, art. 1er",
}


def prescription(dossier: Dossier, factures_dues: Iterable[str] | None = None) -> dt.date | None:
    """Le dernier jour utile pour agir (la créance est prescrite le lendemain), ou ``None`` s'il ne reste rien dû.

    ``factures_dues`` : les numéros des factures dont il reste du principal ; ``None`` : toutes.
    """
    annees = _ANNEES[dossier.qualite]
    dues = dossier.factures if factures_dues is None else _choisies(dossier, set(factures_dues))
    if not dues:
        return None
    notees = {contact.date for contact in dossier.contacts if contact.canal == INTERRUPTION}
    if not notees and not dossier.encaissements:
        return ajouter_annees(min(facture.echeance for facture in dues), annees)
    return min(_terme(facture.echeance, annees, sorted(notees | _paiements(dossier, facture))) for facture in dues)


def _paiements(dossier: Dossier, facture: FactureAjoutee) -> set[dt.date]:
    """Les paiements qui reconnaissent cette dette : ceux que le débiteur n'a pas destinés à une autre."""
    return {recu.date for recu in dossier.encaissements if recu.facture in {"", facture.numero}}


def _choisies(dossier: Dossier, numeros: set[str]) -> tuple[FactureAjoutee, ...]:
    return tuple(facture for facture in dossier.factures if facture.numero in numeros)


def _terme(depart: dt.date, annees: int, interruptions: list[dt.date]) -> dt.date:
    terme = ajouter_annees(depart, annees)
    for jour in interruptions:
        if depart < jour <= terme:
            depart, terme = jour, ajouter_annees(jour, annees)
    return terme
