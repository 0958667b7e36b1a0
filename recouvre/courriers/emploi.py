"""Un modèle ne s'emploie pas n'importe quand : mode, situation, délai, niveau. Ce qui serait faux se refuse."""

from __future__ import annotations

from collections.abc import Callable

from recouvre.courriers.contexte import Demande
from recouvre.courriers.gabarit import Modele
from recouvre.courriers.refus import DelaiAbsent, ModeleHorsMode, ModeleHorsSujet, ModeleInadapte
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import est_public
from recouvre.droit.regimes import entre_professionnels

NIVEAUX = range(4)


def _arrete(cause: CauseArret) -> Callable[[Demande], bool]:
    return lambda demande: any(a.cause is cause and a.date <= demande.le for a in demande.dossier.arrets)


_SITUATIONS: dict[str, tuple[str, Callable[[Demande], bool]]] = {
    "titre": ("titre exécutoire", lambda demande: any(t.date <= demande.le for t in demande.dossier.titres)),
    "public": ("acheteur public", lambda demande: est_public(demande.dossier)),
    "professionnel": ("débiteur professionnel", lambda demande: entre_professionnels(demande.dossier)),
    "consommateur": ("débiteur consommateur", lambda demande: demande.dossier.qualite is Qualite.CONSOMMATEUR),
    "creancier-particulier": ("créancier particulier", lambda demande: demande.dossier.creancier_particulier),
    "procedure": ("procédure collective", _arrete(CauseArret.PROCEDURE)),
    "surendettement": ("surendettement", _arrete(CauseArret.SURENDETTEMENT)),
}


def verifier_emploi(modele: Modele, demande: Demande) -> None:
    """Lève ``ModeleHorsMode``, ``ModeleInadapte``, ``ModeleHorsSujet`` ou ``DelaiAbsent``."""
    notice, dossier, mode = modele.notice, demande.dossier.libelle, demande.profil.mode
    if notice.mode and notice.mode != mode:
        raise ModeleHorsMode(modele.nom, notice.mode, mode)
    for situation in notice.sauf:
        libelle, vraie = _SITUATIONS[situation]
        if vraie(demande):
            raise ModeleInadapte(modele.nom, dossier, libelle)
    for situation in notice.pour:
        libelle, vraie = _SITUATIONS[situation]
        if not vraie(demande):
            raise ModeleHorsSujet(modele.nom, dossier, libelle)
    if notice.a_niveaux and demande.niveau not in NIVEAUX:
        raise ValueError(f"niveau {demande.niveau} : le modèle {modele.nom} en connaît quatre, de 0 à 3")
    _verifier_delai(modele, demande)


def _verifier_delai(modele: Modele, demande: Demande) -> None:
    dossier = demande.dossier.libelle
    if demande.delai_le is not None and demande.delai_le <= demande.le:
        passee = f"la date limite du {en_chiffres(demande.delai_le)} n'est pas après la lettre."
        raise DelaiAbsent(dossier, passee)
    if modele.notice.a_delai and demande.delai_le is None:
        raise DelaiAbsent(dossier, "ce courrier fixe une date limite, et sa démarche n'en donne pas.")
