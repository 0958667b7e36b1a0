"""Un contact qui ne devait pas avoir lieu : on le note, car il a eu lieu, et l'on dit pourquoi."""

from __future__ import annotations

import datetime as dt

from recouvre.conduite import insolvabilite, signaux
from recouvre.conduite.arrets import en_cours, raison
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret

DE_RECLAMATION = ("appel", "courriel", "sms", "visite")
"""Les contacts par lesquels on réclame."""

_DEFENDENT = (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT, CauseArret.MESURES)


def contact_defendu(dossier: Dossier, canal: str, jour: dt.date) -> str:
    """Pourquoi ce contact ne devait pas avoir lieu ce jour-là ; vide si rien ne s'y opposait."""
    if canal not in DE_RECLAMATION:
        return ""
    arret = next((arret for arret in en_cours(dossier, jour) if arret.cause in _DEFENDENT), None)
    if arret is not None:
        return raison(dossier, arret)
    retenue = next(iter((*insolvabilite.retenues(dossier, jour), *signaux.retenues(dossier, jour))), None)
    if retenue is not None:
        return retenue.phrase
    return signaux.visite_defendue(dossier, jour) if canal == "visite" else ""
