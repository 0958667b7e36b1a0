"""Un contact qui ne devait pas avoir lieu : on le note, car il a eu lieu, et l'on dit pourquoi."""

from __future__ import annotations

import datetime as dt

from recouvre.conduite import exercice, insolvabilite, signaux
from recouvre.conduite.arrets import en_cours, raison
from recouvre.conduite.autorisations import autorisation_en_cours
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_gestion import ObjetAutorisation
from recouvre.domaine.profil import Mode, Profil

DE_RECLAMATION = ("appel", "courriel", "sms", "visite")
"""Les contacts par lesquels on réclame."""

_DEFENDENT = (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT, CauseArret.MESURES)


def contact_defendu(dossier: Dossier, canal: str, jour: dt.date, profil: Profil, *, visite_permise: bool = True) -> str:
    """Pourquoi ce contact ne devait pas avoir lieu ce jour-là ; vide si rien ne s'y opposait.

    ``visite_permise`` : le créancier les a toutes accordées d'avance.
    """
    if canal not in DE_RECLAMATION:
        return ""
    if exerce := next(exercice.retenues(profil, jour), None):
        return exerce.phrase
    arret = next((arret for arret in en_cours(dossier, jour) if arret.cause in _DEFENDENT), None)
    if arret is not None:
        return raison(dossier, arret)
    retenue = next(iter((*insolvabilite.retenues(dossier, jour), *signaux.retenues(dossier, jour))), None)
    if retenue is not None:
        return retenue.phrase
    return _visite(dossier, jour, profil, permise=visite_permise) if canal == "visite" else ""


def _visite(dossier: Dossier, jour: dt.date, profil: Profil, *, permise: bool) -> str:
    if defendue := signaux.visite_defendue(dossier, jour):
        return defendue
    if profil.mode is not Mode.AGENCE or permise or autorisation_en_cours(dossier, ObjetAutorisation.VISITE, jour):
        return ""
    return (
        "aucun accord du créancier à cette visite n'est noté ; s'il l'a donné, recouvre autorisation "
        f"{dossier.libelle} visite --le DATE"
    )
