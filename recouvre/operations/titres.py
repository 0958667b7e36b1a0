"""Le titre exécutoire et sa signification, tels que le décompte les lit (CMF L313-2 et L313-3)."""

from __future__ import annotations

from collections.abc import Sequence

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_droit import TitreObtenu, TitreSignifie
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.session import Session

NATURES_DE_TITRE = {
    "jugement": True,
    "injonction-de-payer": True,
    "refere": True,
    "homologation": False,
    "conciliation": False,
    "acte-notarie": False,
    "cheque-impaye": False,
    "petites-creances": False,
}
"""Les titres de CPCE L111-3, et si c'est une condamnation, seule à porter la majoration de CMF L313-3.

Un chèque impayé n'en porte pas (Cass. 2e civ., 7 janv. 2016, n° 14-26.449). Un accord homologué ne condamne pas : rien
lu ne tranche, la majoration n'est pas comptée.
"""


def obtenir(session: Session, numero: int, titre: TitreObtenu) -> Consigne:
    """Enregistre un titre exécutoire. Lève ``FaitRefuse`` (nature inconnue, date à venir), ``Doublon``."""
    refuser_avenir(session, titre.date, "un titre")
    if titre.nature not in NATURES_DE_TITRE:
        raise FaitRefuse(f"Titre « {titre.nature} » inconnu. Titres : {', '.join(NATURES_DE_TITRE)}.")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if dossier.factures and all(facture.emise_le > titre.date for facture in dossier.factures):
            raise FaitRefuse(
                f"Toutes les factures du dossier {dossier.libelle} sont postérieures au {en_chiffres(titre.date)} : ce "
                "titre ne peut pas les constater. Rien n'est écrit."
            )
        return [titre]

    return consigner(session, numero, decider, geste="un titre")


def signifier(session: Session, numero: int, acte: TitreSignifie) -> Consigne:
    """Le titre a été signifié. Lève ``FaitRefuse`` sans titre à cette date, ``Doublon``."""
    refuser_avenir(session, acte.date, "une signification")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if not dossier.titres:
            raise FaitRefuse(
                f"Aucun titre n'est enregistré au dossier {dossier.libelle}. D'abord : recouvre titre "
                f"{dossier.libelle} obtenir --le DATE. Rien n'est écrit."
            )
        premier = dossier.titres[0].date
        for jour, quoi in ((acte.date, "signifié"), (acte.executoire_le, "exécutoire")):
            if jour is not None and jour < premier:
                raise FaitRefuse(
                    f"Le titre est du {en_chiffres(premier)} : il n'a pas pu être {quoi} le {en_chiffres(jour)}. Rien "
                    "n'est écrit."
                )
        return [acte]

    return consigner(session, numero, decider, geste="une signification")
