"""Un taux de contrat trop bas se dit dès la saisie (C. com. L441-10 II) ; rien n'est relevé sans qu'on le demande."""

from __future__ import annotations

import datetime as dt

from recouvre.domaine.contrat import TauxConvenu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.commande_publique import est_public
from recouvre.droit.courbes import convenue, lisible, plancher
from recouvre.droit.delais import semestre_lisible
from recouvre.droit.regimes import entre_professionnels
from recouvre.droit.taux import Bareme


def avertir_du_taux(bareme: Bareme, dossier: Dossier, taux: TauxConvenu | None, jour: dt.date) -> str:
    """Ce qu'il faut savoir de ce taux au semestre de ce jour : ignoré, sous le plancher, invérifiable. Vide : rien."""
    if taux is None:
        return ""
    if est_public(dossier):
        return "Le taux du contrat n'est pas appliqué : celui d'un acheteur public est fixé par CCP, art. R2192-31."
    qualification = dossier.qualification
    if not entre_professionnels(dossier) or (qualification is not None and qualification.sous_plancher is not None):
        return ""
    try:
        return _comparer(bareme, dossier, taux, jour)
    except TauxInconnu as manque:
        return f"Le plancher du taux de contrat n'a pas pu être vérifié. {manque.phrase}"


def _comparer(bareme: Bareme, dossier: Dossier, taux: TauxConvenu, jour: dt.date) -> str:
    [(_, _, ecrit)] = convenue(bareme, taux, particulier=False, fondement="").entre(jour, jour)
    [(_, _, bas)] = plancher(bareme, "").entre(jour, jour)
    if ecrit.taux >= bas.taux:
        return ""
    return (
        f"Le taux du contrat ({lisible(ecrit.taux)} %) est sous le plancher du {semestre_lisible(jour)}, trois fois le "
        f"taux légal, {lisible(bas.taux)} % (C. com., art. L441-10 II). Il est gardé tel quel et le décompte le "
        f"signale. Choisissez : recouvre qualifier {dossier.libelle} --sous-plancher garder, relever ou defaut."
    )
