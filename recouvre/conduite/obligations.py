"""Ce qu'un dossier oblige à faire ou à surveiller, quel que soit son scénario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.pieces import en_clair
from recouvre.conduite.situation import Situation
from recouvre.conduite.tours import mise_en_demeure
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, ajouter_mois, reporter
from recouvre.droit.plans import prevu
from recouvre.droit.prescription import Proche

ALERTE_PRESCRIPTION = dt.timedelta(days=90)
ALERTE_REVERSEMENT = dt.timedelta(days=14)
"""Deux semaines pour faire le virement : le délai d'un mois court de l'encaissement effectif."""

ATTENTE_PRESENTATION = dt.timedelta(days=5)
"""Le temps que l'avis de réception revienne."""


def quittances_dues(dossier: Dossier) -> list[tuple[EncaissementRecu, str]]:
    """Les encaissements dont la quittance reste à remettre, et la clé sous laquelle ``noter`` la solde.

    Deux paiements identiques doivent deux quittances : leur rang les distingue.
    """
    faites = {contact.etape for contact in dossier.contacts}
    return [
        (recu, cle)
        for recu, cle in _distinguer("quittance", dossier.encaissements)
        if not recu.direct and cle not in faites
    ]


def reversements_dus(dossier: Dossier) -> list[tuple[EncaissementRecu, str]]:
    """Les encaissements à reverser au créancier, et la clé sous laquelle ``noter`` les solde.

    Ce que le créancier a reçu directement ne se reverse pas.
    """
    faits = {contact.etape for contact in dossier.contacts}
    return [
        (recu, cle)
        for recu, cle in _distinguer("reversement", dossier.encaissements)
        if not recu.direct and cle not in faits
    ]


def _distinguer(quoi: str, recus: tuple[EncaissementRecu, ...]) -> Iterator[tuple[EncaissementRecu, str]]:
    """Chaque paiement et sa clé ; le rang distingue deux paiements identiques."""
    vus: dict[str, int] = {}
    for recu in recus:
        cle = f"{quoi}:{recu.date.isoformat()}:{recu.montant}:{recu.reference}"
        vus[cle] = vus.get(cle, 0) + 1
        yield recu, cle if vus[cle] == 1 else f"{cle}#{vus[cle]}"


def obligations(dossier: Dossier, situation: Situation, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'un paiement oblige à faire, même sur un dossier soldé ou clos."""
    for recu, cle in quittances_dues(dossier) if mode is Mode.AGENCE else ():
        yield Demarche(
            le=recu.date,
            genre=Genre.QUITTANCE,
            cle=cle,
            libelle=f"{_quittance(dossier, recu)} : {en_euros(recu.montant)}",
            fondement="CPCE, art. R124-6" if prevu(dossier, recu) else "CPCE, art. R124-5 et R124-6",
        )
    for recu, cle in reversements_dus(dossier) if mode is Mode.AGENCE else ():
        limite = ajouter_mois(recu.date, 1)
        reserve = ", le chèque une fois encaissé" if recu.mode == "cheque" else ""
        yield Demarche(
            le=reporter(limite - ALERTE_REVERSEMENT),
            genre=Genre.REVERSEMENT,
            cle=cle,
            libelle=f"Reverser {en_euros(recu.montant)} au créancier{reserve}, au plus tard le {en_chiffres(limite)}",
            fondement="CPCE, art. R124-6, sauf convention contraire",
            commande=f"recouvre noter {dossier.libelle} reversement",
        )
    yield from _lettres_a_rapporter(dossier, situation)
    if reste := situation.trop_percu:
        yield Demarche(
            le=situation.dernier_fait_le,
            genre=Genre.TROP_PERCU,
            cle="restitution",
            libelle=f"Restituer le trop-perçu : {en_euros(reste)}",
            fondement="C. civ., art. 1302",
        )


def _quittance(dossier: Dossier, recu: EncaissementRecu) -> str:
    """Le créancier n'a pas à être avisé de ce que paie un plan qu'il connaît (CPCE R124-5)."""
    return "Quittance" if prevu(dossier, recu) else "Quittance, avis au créancier"


def _lettres_a_rapporter(dossier: Dossier, situation: Situation) -> Iterator[Demarche]:
    """Un paiement saisi après la lettre qui le réclamait encore : le débiteur doit savoir qu'elle est sans objet."""
    faites = {contact.etape for contact in dossier.contacts}
    for lettre in situation.excessives:
        envoi, cle = lettre.envoi, f"trop-reclame:{lettre.envoi.reference}"
        if cle not in faites:
            yield Demarche(
                le=reporter(envoi.date + UN_JOUR),
                genre=Genre.TACHE,
                cle=cle,
                libelle=f"Prévenir le débiteur : la lettre {envoi.reference} du {en_chiffres(envoi.date)} réclamait "
                f"{en_euros(lettre.de_trop)} de trop, d'après ce que l'on sait depuis",
                commande=f'recouvre noter {dossier.libelle} tache "débiteur prévenu"',
            )


def veilles(dossier: Dossier, situation: Situation) -> Iterator[Demarche]:
    """Ce qu'un dossier ouvert fait surveiller : la prescription, la date de présentation, un taux qui manque."""
    if situation.prescription is not None:
        yield from _veilles_de_prescription(situation.prescription)
    mise = mise_en_demeure(dossier)
    if dossier.qualite is Qualite.CONSOMMATEUR and mise and not (dossier.mises_en_demeure or dossier.revenu(mise)):
        yield Demarche(
            le=reporter(mise.date + ATTENTE_PRESENTATION),
            genre=Genre.TACHE,
            cle="presentation",
            libelle="Noter le jour où la mise en demeure a été présentée : les intérêts en partent",
            fondement="C. civ., art. 1344-1",
        )
    if situation.manque:
        yield Demarche(
            le=situation.dernier_fait_le,
            genre=Genre.TAUX,
            cle=f"taux:{situation.manque.serie}:{situation.manque.jour}",
            libelle=f"Relever le taux « {situation.manque.serie} » du {situation.manque.jour} pour imputer le paiement",
        )


def _veilles_de_prescription(proche: Proche) -> Iterator[Demarche]:
    """L'alerte avant la date, puis le constat le lendemain. Reconnaître n'arrête pas une forclusion : il faut agir."""
    if proche.acquise_apres is None:
        yield Demarche(
            le=proche.date - ALERTE_PRESCRIPTION,
            jusqu_au=proche.date,
            genre=Genre.PRESCRIPTION,
            cle="prescription",
            libelle=f"{proche.quoi} : la fin n'est pas notée. Si tout finissait sans effet, dernier jour utile "
            f"{proche.date:%d/%m/%Y}",
            fondement=proche.nature.texte,
        )
        return
    forclusion = proche.nature.forclusion
    mot = "Forclusion" if forclusion else "Prescription"
    jour = f"Dernier jour utile pour agir : {proche.date:%d/%m/%Y}"
    yield Demarche(
        le=proche.date - ALERTE_PRESCRIPTION,
        jusqu_au=proche.date,
        genre=Genre.PRESCRIPTION,
        cle="prescription",
        libelle=f"{jour} ; {'agir en justice' if forclusion else 'agir ou faire reconnaître la dette'}",
        fondement=proche.nature.texte,
    )
    yield Demarche(
        le=proche.acquise_apres + UN_JOUR,
        genre=Genre.PRESCRIPTION,
        cle="prescrite",
        libelle=f"{mot} acquise, sauf interruption : ne rien réclamer, le dire au créancier. {jour}",
        fondement=proche.nature.texte,
    )


def solde_minime(situation: Situation, reste: int) -> Demarche:
    """La décision qui remplace tout courrier quand il reste moins que ``SOLDE_MINIME`` (``reste`` en centimes)."""
    return Demarche(
        le=situation.dernier_fait_le,
        genre=Genre.TACHE,
        cle="solde-minime",
        libelle=f"Solde minime, {en_euros(reste)} : l'abandonner (clore) avec l'accord du créancier",
    )


def factures_hors_lettre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """En agence, une facture échue après la mise en demeure n'y figurait pas : aucun rappel ne peut la réclamer."""
    mise = mise_en_demeure(dossier)
    if mode is not Mode.AGENCE or mise is None:
        return
    for facture in dossier.factures:
        if facture.echeance >= mise.date:
            yield Demarche(
                le=reporter(facture.echeance + UN_JOUR),
                genre=Genre.TACHE,
                cle=f"hors-lettre:{facture.numero}",
                libelle=f"Facture {facture.numero} absente de la mise en demeure : lui ouvrir son dossier",
                fondement="CPCE, art. R124-4",
            )


def pieces_a_obtenir(dossier: Dossier, manquantes: tuple[str, ...]) -> Demarche:
    """Les pièces sans lesquelles aucun courrier ne part ; le mandat écrit d'abord (CPCE, art. R124-3)."""
    return Demarche(
        le=dossier.ouverture.date,
        genre=Genre.PIECE,
        cle="pieces",
        libelle=f"Obtenir : {en_clair(manquantes)}",
        fondement="CPCE, art. R124-3" if "mandat" in manquantes else "",
    )
