"""Le titre exécutoire et sa signification, tels que le décompte les lit (CMF L313-2 et L313-3)."""

from __future__ import annotations

from collections.abc import Sequence

from recouvre.conduite.procedures import Etat, avancements
from recouvre.conduite.verbes import commande
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.deductions import titres_des_instances
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_d_instance import Acte, Instance
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
        _refuser_le_double(dossier, titre)
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
        _refuser_la_signification_d_une_instance(dossier)
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


def _refuser_le_double(dossier: Dossier, titre: TitreObtenu) -> None:
    """Un titre tiré d'une instance ne se saisit pas une seconde fois ; une ordonnance qui attend non plus."""
    deduits = [fait for fait in titres_des_instances(dossier.actes) if isinstance(fait, TitreObtenu)]
    if double := next((d for d in deduits if d.nature == titre.nature or d.date == titre.date), None):
        raise FaitRefuse(
            f"Le dossier {dossier.libelle} a déjà ce titre, du {en_chiffres(double.date)} : il vient de sa procédure, "
            "rien n'est à saisir. « recouvre titre "
            f"{dossier.libelle} » le montre. Rien n'est écrit."
        )
    voie = next((voie for voie in avancements(dossier) if voie.en_cours or voie.etat is Etat.JUGEE), None)
    meme = voie is not None and (titre.nature == "injonction-de-payer") == (voie.instance is Instance.INJONCTION)
    if voie is not None and meme:
        raise FaitRefuse(
            f"Une procédure est en cours au dossier {dossier.libelle} ({voie.etat}) : notez-y la décision, le titre "
            f"s'en déduira. Tapez : {commande(dossier.libelle, voie.instance, voie.permis[0])}. Rien n'est écrit."
        )


def _refuser_la_signification_d_une_instance(dossier: Dossier) -> None:
    """La signification d'une ordonnance ou d'un jugement se note dans sa procédure, qui en compte les délais."""
    for voie in avancements(dossier):
        saisis = [titre for titre in dossier.titres if titre not in titres_des_instances(dossier.actes)]
        if not saisis and voie.etat in {Etat.ORDONNANCE, Etat.JUGEE}:
            raise FaitRefuse(
                f"Cette décision vient d'une procédure du dossier {dossier.libelle} : notez-y sa signification, "
                f"{commande(dossier.libelle, voie.instance, Acte.SIGNIFICATION)}. Rien n'est écrit."
            )
