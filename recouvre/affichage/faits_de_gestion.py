"""Une autorisation, une remise, un avis au créancier, une affectation, une campagne, en une ligne de français."""

from __future__ import annotations

from typing import assert_never

from recouvre.affichage.francais import date, montant
from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.faits_de_gestion import (
    AutorisationDonnee,
    AutorisationRetiree,
    CreancierAvise,
    DossierAffecte,
    ObjetAutorisation,
    RemiseAccordee,
)

OBJETS = {
    ObjetAutorisation.VISITE: "visite au domicile",
    ObjetAutorisation.PLAN: "plan de paiement",
    ObjetAutorisation.PROCEDURE: "procédure judiciaire",
    ObjetAutorisation.FRAIS: "frais à engager",
    ObjetAutorisation.REMISE: "remise",
}
"""Ce que le créancier autorise, tel qu'on l'écrit."""


CANAUX = {"sms": "un SMS", "courriel": "un courriel", "appel": "un appel"}
"""Ce qu'une campagne fait à un dossier, tel qu'on l'écrit."""


def raconter_gestion(
    fait: AutorisationDonnee | AutorisationRetiree | RemiseAccordee | CreancierAvise | DossierAffecte | CampagneValidee,
) -> str:
    """« Autorisation du créancier : visite au domicile », « Remise de 63,97 € : geste commercial »…"""
    match fait:
        case AutorisationDonnee():
            jusqu = f", jusqu'au {date(fait.jusqu_au)}" if fait.jusqu_au else ""
            plafond = f", au plus {montant(fait.plafond)}" if fait.plafond else ""
            return f"Autorisation du créancier : {OBJETS[fait.objet]}{plafond}{jusqu}{_suite(fait.texte)}"
        case AutorisationRetiree():
            return f"Autorisation retirée : {OBJETS[fait.objet]}{_suite(fait.texte)}"
        case RemiseAccordee():
            return f"Remise de {'tout ce qui reste dû' if fait.totale else montant(fait.montant)} : {fait.motif}"
        case CreancierAvise():
            return f"Créancier avisé : {fait.texte or fait.objet}"
        case DossierAffecte():
            return f"Dossier suivi par {fait.gestionnaire}" if fait.gestionnaire else "Dossier sans gestionnaire"
        case CampagneValidee():
            quand = f"du {date(fait.le)} au {date(fait.jusqu_au)}"
            return f"Campagne « {fait.campagne} » validée : {CANAUX.get(fait.canal, fait.canal)}, {quand}"
        case _:
            assert_never(fait)


def _suite(texte: str) -> str:
    return f" ({texte})" if texte else ""
