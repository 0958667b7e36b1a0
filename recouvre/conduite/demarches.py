"""Tout ce que l'on sait déjà devoir faire sur un dossier : une ligne par démarche, datée, sans regarder l'horloge.

Règles des envois :

- ils partent dans l'ordre du scénario ; le suivant attend que le précédent soit parti (``suite``) ;
- parti à l'heure, le suivant garde son jour ; parti en retard, il garde l'intervalle prévu : jamais de rafale, jamais
  d'étape sautée ;
- jamais avant la fin du délai que la lettre précédente a imprimé ;
- un jour non ouvré, ils attendent le jour ouvré suivant.

Une tâche (appel, visite) ne bloque aucun envoi ; elle s'efface quand un envoi postérieur est parti.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from recouvre.conduite.pieces import en_clair
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Etape, Origine, Scenario
from recouvre.conduite.situation import Etat, Situation
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, RelanceEnvoyee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, reporter
from recouvre.droit.prescription import FONDEMENTS

ALERTE_PRESCRIPTION = dt.timedelta(days=90)
ATTENTE_PRESENTATION = dt.timedelta(days=5)
"""Le temps que l'avis de réception revienne."""

SOLDE_MINIME = 5_00
"""Centimes : sous cette somme, quand le débiteur a payé, aucun courrier ne part ; une personne décide."""


class Genre(StrEnum):
    """La sorte d'une démarche."""

    PRESCRIPTION = "prescription"
    TAUX = "taux"
    TROP_PERCU = "trop-perçu"
    QUITTANCE = "quittance"
    ENVOI = "envoi"
    APPEL = "appel"
    VISITE = "visite"
    TACHE = "tache"
    PIECE = "piece"


PRIORITES = {genre: rang for rang, genre in enumerate(Genre, start=1)}
"""La plus grave d'abord : l'ordre de ``Genre``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demarche:
    """Ce qu'il faut faire, quand, pourquoi, sous quelle clé.

    ``suite`` : dépend d'un envoi qui n'est pas encore parti ; ``attente`` : pourquoi elle ne peut pas se faire encore ;
    ``jusqu_au`` : dernier jour où elle a un sens.
    """

    le: dt.date
    genre: Genre
    cle: str
    libelle: str
    fondement: str = ""
    jusqu_au: dt.date | None = None
    suite: bool = False
    attente: str = ""

    @property
    def priorite(self) -> int:
        """1 : la plus grave."""
        return PRIORITES[self.genre]


def prevoir(
    dossier: Dossier, situation: Situation, scenario: Scenario, mode: Mode, manquantes: tuple[str, ...]
) -> tuple[Demarche, ...]:
    """Toutes les démarches connues. ``manquantes`` : les pièces exigées qu'on n'a pas (``conduite.pieces``)."""
    if situation.etat is Etat.ANNULE:
        return ()
    demarches = list(_obligations(dossier, situation, mode))
    if situation.etat is Etat.OUVERT and dossier.factures:
        demarches += _veilles(dossier, situation)
        if manquantes:
            demarches.append(_pieces_a_obtenir(dossier, manquantes))
        if situation.reste is not None and situation.reste <= SOLDE_MINIME:
            demarches.append(_solde_minime(situation, situation.reste))
        else:
            demarches += _etapes(dossier, situation, scenario, en_clair(manquantes))
            demarches += _hors_lettre(dossier, mode)
    return tuple(sorted(demarches, key=lambda demarche: (demarche.le, demarche.priorite, demarche.cle)))


def quittances_dues(dossier: Dossier) -> list[tuple[EncaissementRecu, str]]:
    """Les encaissements dont la quittance reste à remettre, et la clé sous laquelle ``noter`` la solde.

    Deux paiements identiques doivent deux quittances : leur rang les distingue.
    """
    faites = {contact.etape for contact in dossier.contacts}
    vus: dict[str, int] = {}
    dues = []
    for recu in dossier.encaissements:
        cle = f"quittance:{recu.date.isoformat()}:{recu.montant}:{recu.reference}"
        vus[cle] = vus.get(cle, 0) + 1
        unique = cle if vus[cle] == 1 else f"{cle}#{vus[cle]}"
        if not recu.direct and unique not in faites:
            dues.append((recu, unique))
    return dues


def _obligations(dossier: Dossier, situation: Situation, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'un paiement oblige à faire, même sur un dossier soldé ou clos."""
    for recu, cle in quittances_dues(dossier) if mode is Mode.AGENCE else ():
        yield Demarche(
            le=recu.date,
            genre=Genre.QUITTANCE,
            cle=cle,
            libelle=f"Quittance, avis au créancier : {en_euros(recu.montant)}",
            fondement="CPCE, art. R124-5 et R124-6",
        )
    if reste := situation.trop_percu:
        yield Demarche(
            le=situation.dernier_fait_le,
            genre=Genre.TROP_PERCU,
            cle="restitution",
            libelle=f"Restituer le trop-perçu : {en_euros(reste)}",
            fondement="C. civ., art. 1302",
        )


def _veilles(dossier: Dossier, situation: Situation) -> Iterator[Demarche]:
    if situation.prescription_le:
        jour = f"{situation.prescription_le:%d/%m/%Y}"
        yield Demarche(
            le=situation.prescription_le - ALERTE_PRESCRIPTION,
            jusqu_au=situation.prescription_le,
            genre=Genre.PRESCRIPTION,
            cle="prescription",
            libelle=f"Prescription le {jour} : agir ou faire reconnaître la dette",
            fondement=FONDEMENTS[dossier.qualite],
        )
        yield Demarche(
            le=situation.prescription_le + UN_JOUR,
            genre=Genre.PRESCRIPTION,
            cle="prescrite",
            libelle=f"Prescrite depuis le {jour}, sauf interruption : ne rien réclamer, le dire au créancier",
            fondement=FONDEMENTS[dossier.qualite],
        )
    mise = next((relance for relance in dossier.relances if relance.etape == MISE_EN_DEMEURE), None)
    if dossier.qualite is Qualite.CONSOMMATEUR and mise and not dossier.mises_en_demeure:
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


def _solde_minime(situation: Situation, reste: int) -> Demarche:
    return Demarche(
        le=situation.dernier_fait_le,
        genre=Genre.TACHE,
        cle="solde-minime",
        libelle=f"Solde minime, {en_euros(reste)} : l'abandonner (clore) avec l'accord du créancier",
    )


def _hors_lettre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """En agence, une facture échue après la mise en demeure n'y figurait pas : aucun rappel ne peut la réclamer."""
    mise = next((relance for relance in dossier.relances if relance.etape == MISE_EN_DEMEURE), None)
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


def _pieces_a_obtenir(dossier: Dossier, manquantes: tuple[str, ...]) -> Demarche:
    return Demarche(
        le=dossier.ouverture.date,
        genre=Genre.PIECE,
        cle="pieces",
        libelle=f"Obtenir : {en_clair(manquantes)}",
        fondement="CPCE, art. R124-3" if "mandat" in manquantes else "",
    )


def _etapes(dossier: Dossier, situation: Situation, scenario: Scenario, attente: str) -> Iterator[Demarche]:
    """Les étapes du scénario qui restent à faire, chacune à sa date."""
    realisees = _realisees(dossier)
    origine = _origine(situation, scenario, realisees)
    plancher = dossier.scenarios[-1].date if dossier.scenarios else None
    debut = max(dossier.ouverture.date, plancher or dossier.ouverture.date)
    if origine is None:
        premiere = scenario.etapes[0]
        exigible = (situation.premiere_echeance or dossier.ouverture.date) + UN_JOUR
        yield _envoi(premiere, reporter(max(debut, exigible)), suite=False, attente=attente)
        return
    dernier_envoi = max((i for i, e in enumerate(scenario.etapes) if e.sortante and e.cle in realisees), default=-1)
    precedent: tuple[Etape, RelanceEnvoyee] | None = None
    attend = False
    for rang, etape in enumerate(scenario.etapes):
        nominal = reporter(origine + dt.timedelta(days=etape.jour))
        if fait := realisees.get(etape.cle):
            precedent = (etape, fait) if isinstance(fait, RelanceEnvoyee) else precedent
            continue
        depasse = rang < dernier_envoi or (plancher is not None and nominal < plancher)
        perimee = etape.jour < 0 and dossier.ouverture.date > origine
        if perimee or (depasse and etape.cle != MISE_EN_DEMEURE):
            continue
        le = max(nominal, _au_plus_tot(etape, precedent, origine), reporter(debut))
        if etape.sortante:
            jusqu_au = origine if etape.jour < 0 else None
            yield _envoi(etape, le, suite=attend, attente=attente, jusqu_au=jusqu_au)
            attend = attend or etape.jour >= 0
        else:
            fin = reporter(origine + dt.timedelta(days=etape.jusqu_a)) if etape.jusqu_a is not None else None
            yield _tache(etape, le, suite=attend, fin=fin)


def _realisees(dossier: Dossier) -> dict[str, RelanceEnvoyee | dt.date]:
    faites: dict[str, RelanceEnvoyee | dt.date] = {c.etape: c.date for c in dossier.contacts if c.etape}
    faites.update({relance.etape: relance for relance in dossier.relances})
    return faites


def _origine(
    situation: Situation, scenario: Scenario, realisees: dict[str, RelanceEnvoyee | dt.date]
) -> dt.date | None:
    """Le jour 0 du scénario ; ``None`` : il commencera quand la mise en demeure sera partie."""
    if scenario.origine is Origine.ECHEANCE:
        return situation.premiere_echeance
    fait = realisees.get(MISE_EN_DEMEURE)
    return fait.date if isinstance(fait, RelanceEnvoyee) else fait


def _au_plus_tot(etape: Etape, precedent: tuple[Etape, RelanceEnvoyee] | None, origine: dt.date) -> dt.date:
    """Ce que le dernier envoi impose : un autre jour, son délai écoulé, l'intervalle prévu s'il est parti en retard."""
    if precedent is None:
        return dt.date.min
    avant, envoi = precedent
    bornes = [reporter(max(envoi.date, envoi.delai_le or envoi.date) + UN_JOUR)] if etape.sortante else [dt.date.min]
    if envoi.date > reporter(origine + dt.timedelta(days=avant.jour)):
        bornes.append(reporter(envoi.date + dt.timedelta(days=etape.jour - avant.jour)))
    return max(bornes)


def _envoi(etape: Etape, le: dt.date, *, suite: bool, attente: str, jusqu_au: dt.date | None = None) -> Demarche:
    return Demarche(
        le=le,
        genre=Genre.ENVOI,
        cle=etape.cle,
        libelle=etape.libelle,
        fondement="C. civ., art. 1344" if etape.cle == MISE_EN_DEMEURE else "",
        jusqu_au=jusqu_au,
        suite=suite,
        attente=f"en attente : {attente}" if attente else "",
    )


def _tache(etape: Etape, le: dt.date, *, suite: bool, fin: dt.date | None) -> Demarche:
    genre = {"appel": Genre.APPEL, "visite": Genre.VISITE}.get(etape.canal, Genre.TACHE)
    fenetre = f" (jusqu'au {fin:%d/%m/%Y})" if fin and fin > le else ""
    return Demarche(le=le, genre=genre, cle=etape.cle, libelle=etape.libelle + fenetre, suite=suite)
