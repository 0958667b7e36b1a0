"""Dire ce qu'un fait connu après coup rend sans objet : les courriers partis depuis, les paiements reçus."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from recouvre.domaine.evenements import EncaissementRecu, RelanceEnvoyee
    from recouvre.operations.consigner import Consigne


class Retard(NamedTuple):
    """Ce qui s'est passé entre un fait et le jour où on le note."""

    depuis: dt.date | None = None
    partis: tuple[RelanceEnvoyee, ...] = ()
    paiements: tuple[EncaissementRecu, ...] = ()

    @property
    def json(self) -> dict[str, Any]:
        """Le même, pour un programme ; vide si le fait ne retient pas tout."""
        from recouvre.domaine.montants import en_decimal

        if self.depuis is None:
            return {}
        return {
            "partis": [{"reference": envoi.reference, "le": envoi.date} for envoi in self.partis],
            "paiements": [{"montant": en_decimal(recu.montant), "le": recu.date} for recu in self.paiements],
        }


def apres_coup(consigne: Consigne) -> Retard:
    """Ce qui s'est passé depuis le fait que l'on vient d'écrire."""
    from recouvre.operations.signaux import partis_malgre, payes_malgre

    trouve = partis_malgre(consigne)
    return Retard(*trouve, payes_malgre(consigne)) if trouve else Retard()


def dire_apres_coup(retard: Retard) -> None:
    """« 2 courriers sont partis depuis le 20/02/2026 : D-1-1, D-1-2. L'agenda demande de les rapporter. »"""
    from recouvre.affichage.francais import date, montant
    from recouvre.affichage.tableau import plier

    partis = retard.partis
    if partis:
        combien = "Un courrier est parti" if len(partis) == 1 else f"{len(partis)} courriers sont partis"
        cites = ", ".join(f"{envoi.reference} du {date(envoi.date)}" for envoi in partis)
        pronom = "le" if len(partis) == 1 else "les"
        print(plier(f"{combien} depuis le {date(retard.depuis)} : {cites}. L'agenda demande de {pronom} rapporter."))
    for recu in retard.paiements:
        dit = f"Le paiement de {montant(recu.montant)} du {date(recu.date)} est venu après : prenez l'avis du "
        print(plier(f"{dit}mandataire, ou de la commission, avant de le reverser ou de le garder."))
