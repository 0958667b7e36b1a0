"""L'agenda à l'écran : une section par genre de démarche, la plus grave d'abord, et la commande à taper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from recouvre.affichage.francais import date, montant, pluriel
from recouvre.affichage.tableau import Accent, Colonne, tableau
from recouvre.domaine.dates import JOURS, en_toutes_lettres
from recouvre.domaine.numeros import numero_lisible

_ABREGE = 6
"""Lignes montrées par section, avant « … et N autres »."""

_SECTIONS: dict[str, tuple[str, ...]] = {
    "prescription": ("Prescription proche", "recouvre dossier DOSSIER, puis recouvre noter DOSSIER interruption"),
    "taux": ("Taux à relever", "recouvre taux ajouter"),
    "trop-perçu": ("Trop-perçu à restituer", "recouvre noter DOSSIER restitution"),
    "quittance": ("Quittances à remettre, créanciers à informer", "recouvre noter DOSSIER quittance"),
    "promesse": (
        "Promesses de payer",
        "recouvre encaisser DOSSIER MONTANT, si le paiement est là",
        'recouvre noter DOSSIER appel "compte rendu", ou recouvre promesse DOSSIER MONTANT --pour DATE, s\'il manque',
    ),
    "echeance": (
        "Échéances de plans",
        "recouvre encaisser DOSSIER MONTANT, si le paiement est là",
        'recouvre noter DOSSIER appel "compte rendu", s\'il manque',
        "recouvre echeancier DOSSIER, pour voir le plan",
    ),
    "litige": (
        "Litiges",
        'recouvre courrier DOSSIER reponse_contestation --etablir, ou recouvre noter DOSSIER tache "répondu"',
        'recouvre reprendre DOSSIER litige --issue "…", une fois réglé',
    ),
    "envoi": ("Courriers à faire partir", "recouvre relances, puis recouvre relances --envoyer"),
    "appel": (
        "Appels",
        'recouvre noter DOSSIER appel "compte rendu" (personne ? ajoutez --echec)',
        "recouvre courrier DOSSIER trame_appel, la trame de l'appel",
    ),
    "visite": (
        "Visites",
        'recouvre noter DOSSIER visite "compte rendu" (personne ? ajoutez --echec)',
        "recouvre courrier DOSSIER avis_passage --avec passage=DATE, l'avis à laisser",
    ),
    "tache": ("Tâches", 'recouvre noter DOSSIER tache "ce qui est fait"'),
    "piece": ("Pièces à obtenir", "recouvre piece DOSSIER mandat"),
}
"""Par genre : le titre de la section, puis ce qu'il faut taper."""


class Ligne(Protocol):
    """Ce qu'il faut d'une démarche pour la montrer. ``le`` en ISO ; ``principal`` en centimes."""

    @property
    def dossier(self) -> int: ...
    @property
    def le(self) -> str: ...
    @property
    def genre(self) -> str: ...
    @property
    def libelle(self) -> str: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def creancier(self) -> str: ...
    @property
    def telephone(self) -> str: ...
    @property
    def principal(self) -> int | None: ...


def montrer(dues: Sequence[Ligne], a_venir: Sequence[Ligne], au: dt.date, *, tout: bool) -> None:
    """L'agenda du jour ``au``, puis ce qui vient ; ``tout`` n'abrège aucune section."""
    print(f"Agenda du {JOURS[au.weekday()]} {en_toutes_lettres(au)} — {pluriel(len(dues), 'démarche')}")
    if not dues:
        print("Rien à faire aujourd'hui.")
    for genre, (titre, *commandes) in _SECTIONS.items():
        lignes = [ligne for ligne in dues if ligne.genre == genre]
        if lignes and genre == "piece":
            print()
            _pieces(f"{titre} ({len(lignes)})", lignes)
        elif lignes:
            print()
            _section(f"{titre} ({len(lignes)})", lignes, au, tout=tout, notes=[f"Tapez : {c}" for c in commandes])
    if a_venir:
        print()
        _section(f"À venir ({len(a_venir)})", a_venir, au, tout=tout, notes=[])


def _section(titre: str, lignes: Sequence[Ligne], au: dt.date, *, tout: bool, notes: list[str]) -> None:
    montrees = lignes if tout else lignes[:_ABREGE]
    reste = len(lignes) - len(montrees)
    autres = [f"… et {pluriel(reste, 'autre')} : recouvre agenda --tout"] if reste else []
    avec_telephone = any(ligne.genre == "appel" for ligne in montrees)
    colonnes = [
        Colonne("Dossier"), Colonne("Débiteur"), Colonne("À faire"), Colonne("Pour le"), Colonne("Principal", True)
    ]  # fmt: skip
    if avec_telephone:
        colonnes.insert(2, Colonne("Téléphone"))
    tableau(
        colonnes,
        [_cellules(ligne, avec_telephone) for ligne in montrees],
        titre=titre,
        notes=[*autres, *notes],
        accents={place: Accent.ALERTE for place, ligne in enumerate(montrees) if _grave(ligne, au)},
    )


def _pieces(titre: str, lignes: Sequence[Ligne]) -> None:
    """Les pièces se demandent au créancier : une ligne par créancier et par liste de pièces, pas par dossier."""
    groupes: dict[tuple[str, str], list[Ligne]] = {}
    for ligne in lignes:
        groupes.setdefault((ligne.creancier, ligne.libelle), []).append(ligne)
    tableau(
        (Colonne("Créancier"), Colonne("À obtenir"), Colonne("Depuis le"), Colonne("Dossiers", True)),
        [
            (qui, quoi, date(dt.date.fromisoformat(min(li.le for li in siennes))), str(len(siennes)))
            for (qui, quoi), siennes in groupes.items()
        ],
        titre=titre,
        notes=[
            "Pour tous ses dossiers : recouvre creancier NOM --convention-le DATE --cgv-le DATE",
            "Pour un seul : recouvre piece DOSSIER mandat",
        ],
    )


def _cellules(ligne: Ligne, avec_telephone: bool) -> list[str]:
    principal = "à imputer" if ligne.principal is None else montant(ligne.principal)
    cellules = [
        numero_lisible(ligne.dossier),
        _abreger(ligne.debiteur),
        ligne.libelle,
        date(dt.date.fromisoformat(ligne.le)),
        principal,
    ]
    if avec_telephone:
        cellules.insert(2, ligne.telephone)
    return cellules


def _abreger(nom: str, largeur: int = 28) -> str:
    return nom if len(nom) <= largeur else nom[: largeur - 1].rstrip() + "…"


def _grave(ligne: Ligne, au: dt.date) -> bool:
    """En retard de plus d'une semaine, ou une prescription : la ligne est marquée."""
    return ligne.genre == "prescription" or (au - dt.date.fromisoformat(ligne.le)).days > 7
