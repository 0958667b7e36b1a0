"""Ce que l'on montre à un créancier de ses dossiers : où chacun en est, en peu de mots. Des valeurs, rien n'y est lu.

Ni note, ni parole, ni motif saisi : ce que l'on sait de la vie d'un débiteur ne sort pas de l'agence (RGPD, art. 5).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.conduite.arrets import en_cours
from recouvre.conduite.litiges import litiges_ouverts
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Profil
from recouvre.droit.plans import plan_du_jour
from recouvre.droit.releve import Decompte


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMontre:
    """Un dossier du créancier. ``decompte`` : ``None`` tant qu'un taux manque ; ``prochaine`` : jour et démarche ;
    sans jour, elle attend.

    Du débiteur, son nom seul : ni adresse, ni téléphone, ni compte.
    """

    dossier: Dossier
    debiteur: str
    decompte: Decompte | None
    etat: str
    prochaine: tuple[dt.date | None, str] | None = None

    @property
    def recouvre(self) -> int:
        """La part de ce principal que des paiements ont éteinte, en centimes."""
        return sum(facture.regle for facture in self.decompte.factures) if self.decompte else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Espace:
    """Tous les dossiers d'un créancier, au soir du jour ``au``. ``cle`` : ce qui le distingue de tout autre."""

    cle: str
    creancier: Partie
    cabinet: Profil
    au: dt.date
    dossiers: tuple[DossierMontre, ...]


RAPPEL = "Rappel"
"""Ce que l'on dit d'un envoi de campagne, dont le nom a été saisi pour tous les créanciers."""

EN_COURS, SOLDE, CLOS = "En cours", "Soldé", "Clos"
_ARRETS = {
    CauseArret.PROCEDURE: "Procédure collective du débiteur",
    CauseArret.SURENDETTEMENT: "Surendettement du débiteur",
    CauseArret.MESURES: "Surendettement du débiteur",
    CauseArret.DELAI_DE_GRACE: "Délai de grâce accordé par le juge",
}


def etat_montre(dossier: Dossier, decompte: Decompte | None, au: dt.date) -> str:
    """Où en est un dossier : clos, soldé, arrêté, contesté, en plan, en justice, ou simplement en cours."""
    if dossier.cloture is not None and dossier.cloture.date <= au:
        return f"{CLOS} le {en_chiffres(dossier.cloture.date)}"
    if decompte is not None and decompte.factures and not decompte.total:
        return SOLDE
    for arret in en_cours(dossier, au):
        if arret.cause in _ARRETS:
            return _ARRETS[arret.cause]
    if litiges_ouverts(dossier, au):
        return "Contesté par le débiteur"
    if plan_du_jour(dossier, au):
        return "Plan de paiement en cours"
    if any(titre.date <= au for titre in dossier.titres):
        return "Titre exécutoire obtenu"
    return "Procédure judiciaire" if any(acte.date <= au for acte in dossier.actes) else EN_COURS
