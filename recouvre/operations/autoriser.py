"""Noter ce que le créancier autorise, et ce qu'il n'autorise plus."""

from __future__ import annotations

from collections.abc import Sequence

from recouvre.conduite.autorisations import autorisation_en_cours
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_gestion import AutorisationDonnee, AutorisationRetiree
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.session import Session


def autoriser(session: Session, numero: int, donnee: AutorisationDonnee) -> Consigne:
    """Le créancier autorise. Lève ``FaitRefuse`` (date à venir, fin avant le début), ``Doublon``."""
    refuser_avenir(session, donnee.date, "une autorisation")
    if donnee.jusqu_au is not None and donnee.jusqu_au < donnee.date:
        raise FaitRefuse("L'autorisation finirait avant d'être donnée : vérifiez --jusqu-au. Rien n'est écrit.")
    return consigner(session, numero, lambda _: [donnee], geste="une autorisation")


def retirer(session: Session, numero: int, retrait: AutorisationRetiree) -> Consigne:
    """Le créancier n'autorise plus. Lève ``FaitRefuse`` s'il n'autorisait pas."""
    refuser_avenir(session, retrait.date, "un retrait")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if autorisation_en_cours(dossier, retrait.objet, retrait.date) is None:
            raise FaitRefuse(
                f"Aucune autorisation « {retrait.objet} » ne vaut le {en_chiffres(retrait.date)} au dossier "
                f"{dossier.libelle} : il n'y a rien à retirer. Rien n'est écrit."
            )
        return [retrait]

    return consigner(session, numero, decider, geste="ce retrait")
