"""Lire le suivi d'un prestataire : un CSV d'un pli par ligne, sa référence ou son recommandé, son statut, ses dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.domaine.avancement import Suivi
from recouvre.domaine.brouillons import Anomalie, FichierRefuse, Lecture, Source
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.numeros import lire_recommande, lire_reference
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.colonnes import normaliser
from recouvre.echanges.octets import CE_QUE_C_EST, Nature, lire_octets, nature
from recouvre.echanges.suites import Muet, lire_statut
from recouvre.echanges.tableau import PLAFOND_REMISE, Tableau, lire_tableau
from recouvre.echanges.valeurs import court, lire_date_cellule

Suites = tuple[tuple[SuiteDuPli, dt.date | None], ...]
EXEMPLE = "Référence;N° de recommandé;Statut;Date"
_PAS_DU_SUIVI = 1000

SYNONYMES: dict[str, tuple[str, ...]] = {
    "recommande": (
        "n° recommandé", "numéro recommandé", "recommandé", "n° lrar", "n° lr", "n° lre", "n° ar", "n° suivi",
        "numéro suivi", "code suivi", "n° envoi", "numéro envoi", "n° objet", "identifiant envoi", "id envoi",
        "code barre", "code à barres", "code barres", "n° pli", "tracking number", "tracking", "track id",
        "registered number", "barcode", "lrar",
    ),
    "reference": (
        "référence", "réf", "référence client", "réf client", "référence courrier", "réf courrier", "référence pli",
        "réf pli", "référence lettre", "référence interne", "réf interne", "référence expéditeur", "réf expéditeur",
        "votre référence", "votre réf", "référence document", "client reference", "customer reference", "reference",
        "ref", "nom fichier", "fichier",
    ),
    "statut": (
        "statut", "état", "statut pli", "état pli", "statut envoi", "état envoi", "dernier statut", "libellé statut",
        "statut distribution", "situation", "sort", "suite", "événement", "évènement", "dernier événement",
        "dernier évènement", "libellé événement", "status", "delivery status", "last event", "event", "motif retour",
    ),
    "date": (
        "date statut", "date état", "date dernier statut", "date événement", "date évènement", "date dernier événement",
        "date dernier évènement", "date retour", "date mise à jour", "status date", "event date", "date", "le",
    ),
    "depose_le": ("date dépôt", "déposé le", "date prise en charge", "date envoi", "date expédition", "posting date"),
    "presente_le": (
        "date première présentation", "date 1ère présentation", "date 1re présentation", "date présentation",
        "présenté le", "première présentation", "date avis passage", "first delivery attempt",
    ),
    "distribue_le": (
        "date distribution", "distribué le", "date remise", "date livraison", "date ar", "date avis réception",
        "delivery date", "delivered on",
    ),
}  # fmt: skip
"""Rôle → en-têtes, comparés après ``colonnes.normaliser`` ; le préféré d'abord."""

_FORMES = {normaliser(forme): (role, rang) for role, formes in SYNONYMES.items() for rang, forme in enumerate(formes)}
_DATES = {
    SuiteDuPli.DEPOSE: "depose_le", SuiteDuPli.PRESENTE: "presente_le", SuiteDuPli.DISTRIBUE: "distribue_le",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneSuivie:
    """Une ligne comprise. ``reference`` ou ``recommande`` peut être vide ; ``suites`` : chacune et son jour.

    Un jour vaut ``None`` pour un dépôt que le fichier ne date pas. ``precision`` : le statut tel qu'il est écrit.
    """

    source: Source
    reference: str
    recommande: str
    suites: Suites
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiviLu:
    """Le fichier entier. ``lecture`` : ses anomalies et de quoi récrire ses rejets ; ``muettes`` : sans nouvelle."""

    lecture: Lecture
    lignes: tuple[LigneSuivie, ...]
    muettes: int


class _Rejet(Exception):
    """Une cellule ne se comprend pas : le rôle de sa colonne, et pourquoi."""

    def __init__(self, role: str, phrase: str) -> None:
        super().__init__(phrase)
        self.role, self.phrase = role, phrase


def lire_suivi(chemin: Path, suivi: Suivi | None = None) -> SuiviLu:
    """Lit le fichier d'un prestataire. Une ligne fautive donne une anomalie. Lève ``FichierRefuse``."""
    octets = lire_octets(chemin, PLAFOND_REMISE)
    sorte = nature(octets)
    if sorte is not Nature.TEXTE:
        raise FichierRefuse(chemin.name, CE_QUE_C_EST[sorte].replace("une remise", "un suivi"))
    tableau = lire_tableau(octets, chemin.name, _compter)
    positions = _positions(tableau.entetes)
    _exiger(tableau, positions)
    lignes: list[LigneSuivie] = []
    anomalies: list[Anomalie] = []
    utiles = [(n, cellules) for n, cellules in tableau.lignes if any(cellule.strip() for cellule in cellules)]
    for rang, (numero, cellules) in enumerate(utiles):
        if suivi and rang % _PAS_DU_SUIVI == 0:
            suivi(rang, len(utiles))
        try:
            if lue := _lire_ligne(tableau, positions, numero, cellules):
                lignes.append(lue)
        except _Rejet as rejet:
            colonne = tableau.entetes[positions[rejet.role]].strip() if rejet.role in positions else ""
            anomalies.append(Anomalie(Source(tableau.fichier, numero, colonne), rejet.phrase))
    lecture = Lecture(
        fichier=tableau.fichier,
        brouillons=(),
        anomalies=tuple(anomalies),
        entetes=tableau.entetes,
        brutes={numero: tuple(cellules) for numero, cellules in utiles},
    )
    return SuiviLu(lecture=lecture, lignes=tuple(lignes), muettes=len(utiles) - len(lignes) - len(anomalies))


def _compter(cellules: Sequence[str]) -> int:
    return len({_FORMES[forme][0] for cellule in cellules if (forme := normaliser(cellule[:60])) in _FORMES})


def _positions(entetes: Sequence[str]) -> dict[str, int]:
    """Rôle → colonne : celle dont l'en-tête est écrit le premier dans ``SYNONYMES``, puis celle de gauche."""
    pretendants: dict[str, list[tuple[int, int]]] = {}
    for indice, entete in enumerate(entetes):
        if trouve := _FORMES.get(normaliser(entete)):
            pretendants.setdefault(trouve[0], []).append((trouve[1], indice))
    return {role: min(candidats)[1] for role, candidats in pretendants.items()}


def _exiger(tableau: Tableau, positions: dict[str, int]) -> None:
    """Lève ``FichierRefuse`` s'il manque de quoi reconnaître un pli, ou dire ce qui lui arrive."""
    manquent = [
        nom
        for nom, roles in (
            ("la référence ou le numéro de recommandé", {"reference", "recommande"}),
            ("le statut", {"statut", *_DATES.values()} | ({"recommande"} if "reference" in positions else set())),
        )
        if not roles & positions.keys()
    ]
    if manquent:
        lues = " | ".join(entete.strip() or "(vide)" for entete in tableau.entetes[:40])
        raise FichierRefuse(
            tableau.fichier,
            f"il manque {' ; '.join(manquent)}. En-tête lu : {lues[:600]}. En-tête attendu, par exemple : {EXEMPLE}",
        )


def _lire_ligne(tableau: Tableau, positions: dict[str, int], numero: int, cellules: list[str]) -> LigneSuivie | None:
    """La ligne, ou ``None`` si elle n'apprend rien. Lève ``_Rejet``."""

    def cellule(role: str) -> str:
        rang = positions.get(role, len(cellules))
        return cellules[rang].strip() if rang < len(cellules) else ""

    if tuple(cellules) == tableau.entetes:
        return None
    if numero in tableau.debordantes:
        raise _Rejet("", f"un guillemet ouvert ici n'est refermé qu'à la ligne {tableau.debordantes[numero]}.")
    reference = lire_reference(cellule("reference").removesuffix(".pdf").partition("_")[0])
    recommande = _recommande(cellule("recommande"), sinon=reference is not None)
    if reference is None and not recommande:
        lu = court(cellule("reference"))
        raise _Rejet("reference", f"« {lu} » n'est pas la référence d'un pli (D-12-1)." if lu else "aucun pli désigné.")
    statut = cellule("statut")
    jours = {role: _date(role, cellule(role)) for role in ("date", *_DATES.values())}
    suites = _suites_du_statut(statut, jours) if statut else _suites_des_dates(jours, recommande)
    if not suites:
        return None
    return LigneSuivie(
        source=Source(tableau.fichier, numero),
        reference=reference[1] if reference else "",
        recommande=recommande,
        suites=suites,
        precision="" if statut in tuple(SuiteDuPli) else court(statut, 80),
    )


def _recommande(texte: str, *, sinon: bool) -> str:
    """Le numéro de recommandé, vide s'il n'y en a pas. Lève ``_Rejet`` s'il est illisible."""
    if not texte or (sinon and not any(signe.isdigit() for signe in texte)):
        return ""
    try:
        return lire_recommande(texte)
    except SaisieIllisible as refus:
        raise _Rejet("recommande", refus.phrase) from None


def _date(role: str, texte: str) -> dt.date | None:
    try:
        return lire_date_cellule(texte) if texte else None
    except SaisieIllisible as refus:
        raise _Rejet(role, refus.phrase) from None


def _suites_du_statut(statut: str, jours: dict[str, dt.date | None]) -> Suites:
    """Le statut à sa date, et ce que le fichier date avant lui. Lève ``_Rejet``."""
    sens = lire_statut(statut)
    if sens is None:
        raise _Rejet("statut", f"le statut « {court(statut)} » n'est pas connu. Écrivez : {', '.join(SuiteDuPli)}.")
    if sens is Muet.SANS_MOTIF:
        raise _Rejet("statut", f"« {court(statut)} » ne dit pas pourquoi. Écrivez : npai, non-reclame ou refuse.")
    dites = {suite: jours[_DATES[suite]] for suite in (SuiteDuPli.DEPOSE, SuiteDuPli.PRESENTE) if jours[_DATES[suite]]}
    if isinstance(sens, SuiteDuPli):
        dites[sens] = jours.get(_DATES.get(sens, "")) or jours["date"]
        if dites[sens] is None and sens is not SuiteDuPli.DEPOSE:
            raise _Rejet("date", f"« {court(statut)} » n'est pas daté : remplissez la date.")
    return tuple(dites.items())


def _suites_des_dates(jours: dict[str, dt.date | None], recommande: str) -> Suites:
    """Sans statut, ce que disent les colonnes de dates ; un numéro de recommandé seul est un dépôt."""
    dites = tuple((suite, jours[role]) for suite, role in _DATES.items() if jours[role])
    return dites or (((SuiteDuPli.DEPOSE, jours["date"]),) if recommande else ())
