"""Ce qu'un décompte laisse au dossier : le jour où chaque paiement a compté, et d'où partent les intérêts."""

from __future__ import annotations

import datetime as dt

from recouvre.affichage.francais import date
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import jour_du_paiement
from recouvre.droit.regimes import interpellation


def jours_des_paiements(dossier: Dossier, au: dt.date) -> dict[int, dt.date]:
    """Le jour où chaque encaissement a compté, par indice, dans l'ordre des lignes du décompte au soir de ``au``."""
    jours = {indice: jour_du_paiement(dossier, recu) for indice, recu in enumerate(dossier.encaissements)}
    return {indice: jours[indice] for indice in sorted(jours, key=lambda i: (jours[i], i)) if jours[indice] <= au}


def civil(dossier: Dossier) -> bool:
    """Vrai si les intérêts ne partent pas de l'échéance : le débiteur est consommateur, ou le créancier particulier."""
    return dossier.creancier_particulier or dossier.qualite is Qualite.CONSOMMATEUR


def depart_particulier(dossier: Dossier, numero: str, au: dt.date) -> str:
    """« de la mise en demeure présentée le 31/10/2025 », « du titre du 15/11/2025, signifié le 20/11/2025 ».

    Vide si les intérêts de cette facture partent de son échéance, ou ne courent pas encore.
    """
    facture = dossier.facture(numero)
    if facture is None or not civil(dossier):
        return ""
    titre = next((t for t in dossier.titres[:1] if facture.echeance <= t.date <= au), None)
    demeure = interpellation(dossier, facture.echeance)
    if demeure and demeure <= (titre.date if titre else au):
        return f"de la mise en demeure présentée le {date(demeure)}"
    if titre is None:
        return ""
    acte = next((acte for acte in dossier.significations if titre.date <= acte.date <= au), None)
    return f"du titre du {date(titre.date)}{f', signifié le {date(acte.date)}' if acte else ''}"
