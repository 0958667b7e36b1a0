"""Les limites d'encours : la ligne d'une fiche, le tableau des clients, le CSV, le JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from recouvre.affichage.francais import date, decimale, montant, pluriel
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.domaine.limites import Encours
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible

COLONNES_CSV = ("Dossier", "Client", "Créancier", "Limite", "Du", "Encours", "Dossiers ouverts", "Dépassement")
AU_PLUS = 100
"""Les clients que l'écran montre ; le CSV et le JSON les donnent tous."""
RESERVE = (
    "Encours : principal encore dû dans les dossiers ouverts, et rien d'autre ; l'outil ne sait pas ce que ce client "
    "doit par ailleurs, et n'évalue pas sa solvabilité."
)


class Ligne(Protocol):
    """Un client à limite qui a un dossier ouvert."""

    @property
    def dossier(self) -> int: ...
    @property
    def creancier(self) -> str: ...
    @property
    def client(self) -> str: ...
    @property
    def encours(self) -> Encours: ...


def paires(encours: Encours | None) -> Iterator[tuple[str, str]]:
    """La ligne d'une fiche, si ce client a une limite."""
    if encours is None or encours.limite is None:
        return
    depasse = f", dépassée de {montant(encours.depassement)}" if encours.depassement else ""
    au_moins = "au moins " if encours.inconnus else ""
    dossiers = pluriel(encours.dossiers, "dossier ouvert", "dossiers ouverts")
    autorise = f"limite de {montant(encours.limite.montant)} (du {date(encours.limite.le)}){depasse}"
    yield "Encours", f"{au_moins}{montant(encours.total)} en {dossiers} ; {autorise}"


def en_json(encours: Encours | None) -> dict[str, Any] | None:
    """L'encours et sa limite ; ``None`` si ce client n'a pas de limite."""
    if encours is None or encours.limite is None:
        return None
    return {
        "total": en_decimal(encours.total),
        "dossiers": encours.dossiers,
        "inconnus": encours.inconnus,
        "limite": en_decimal(encours.limite.montant),
        "limite_le": encours.limite.le,
        "depassement": en_decimal(encours.depassement),
    }


def lignes_json(lignes: Sequence[Ligne]) -> dict[str, Any]:
    """Tous les clients à limite, pour un programme."""
    clients = [
        {
            "dossier": numero_lisible(li.dossier),
            "client": li.client,
            "creancier": li.creancier,
            **(en_json(li.encours) or {}),
        }
        for li in lignes
    ]
    return {"clients": clients, "depassements": sum(ligne.encours.depassement > 0 for ligne in lignes)}


def lignes_csv(lignes: Sequence[Ligne]) -> Iterator[tuple[Any, ...]]:
    """Les mêmes, pour un tableur."""
    for ligne in lignes:
        encours, limite = ligne.encours, ligne.encours.limite
        if limite is not None:
            yield (
                numero_lisible(ligne.dossier), ligne.client, ligne.creancier, decimale(limite.montant), limite.le,
                decimale(encours.total), encours.dossiers, decimale(encours.depassement),
            )  # fmt: skip


def montrer(lignes: Sequence[Ligne]) -> None:
    """Les clients à limite, ceux qui la dépassent d'abord."""
    if not lignes:
        print('Aucun client suivi n\'a de limite. Pour en importer : recouvre limites FICHIER --creancier "NOM"')
        return
    colonnes = (
        Colonne("Client"), Colonne("Créancier"), Colonne("Dossier"), Colonne("Limite", True), Colonne("Encours", True),
        Colonne("Dépassement", True),
    )  # fmt: skip
    cases = [
        (
            ligne.client, ligne.creancier, numero_lisible(ligne.dossier),
            montant(ligne.encours.limite.montant) if ligne.encours.limite else "", montant(ligne.encours.total),
            montant(ligne.encours.depassement) if ligne.encours.depassement else "",
        )
        for ligne in lignes[:AU_PLUS]
    ]  # fmt: skip
    au_dela = [rang for rang, ligne in enumerate(lignes) if ligne.encours.depassement]
    titre = f"Limites d'encours : {pluriel(len(au_dela), 'dépassement')} sur {pluriel(len(lignes), 'client')}"
    reste = len(lignes) - AU_PLUS
    suite = [f"… et {pluriel(reste, 'autre')} : recouvre limites --csv"] if reste > 0 else []
    alertes = dict.fromkeys(au_dela[:AU_PLUS], Accent.ALERTE)
    tableau(colonnes, cases, titre=titre, notes=[*suite, plier(RESERVE)], accents=alertes)
