"""Montrer ce qu'une ouverture a fait : dossiers, doublons, rejets, et la suite à taper."""

from __future__ import annotations

from pathlib import Path

from recouvre.affichage import anomalies
from recouvre.affichage.francais import montant, pluriel
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible
from recouvre.operations.ouvrir import Bilan


def bilan_json(bilan: Bilan, rejets: list[Path]) -> None:
    """Le bilan d'une ouverture, en un objet JSON."""
    from recouvre.affichage.sortie_json import ecrire_json

    ecrire_json(
        {
            "dossiers": [
                {
                    "numero": numero_lisible(dossier.numero),
                    "creancier": dossier.creancier,
                    "debiteur": dossier.debiteur,
                    "principal": None if dossier.principal is None else en_decimal(dossier.principal),
                    "nouveau": dossier.nouveau,
                }
                for dossier in bilan.dossiers
            ],
            "acceptees": bilan.acceptees,
            "doublons": bilan.doublons,
            "rejetees": bilan.rejetees,
            "anomalies": [anomalies.en_json(anomalie) for anomalie in bilan.anomalies],
            "rejets": [str(chemin) for chemin in rejets],
        }
    )


def montrer_bilan(bilan: Bilan, rejets: list[Path], *, a_blanc: bool, creancier: str = "") -> None:
    """Le bilan d'une ouverture, à lire."""
    from recouvre.affichage.tableau import Colonne, tableau

    if bilan.dossiers:
        colonnes = (
            Colonne("Dossier"), Colonne("Débiteur"), Colonne("Créancier"), Colonne("Principal", True), Colonne("")
        )  # fmt: skip
        lignes = [
            (
                numero_lisible(d.numero), d.debiteur, d.creancier, _principal(d.principal),
                "" if d.nouveau else "complété",
            )
            for d in bilan.dossiers[:anomalies.AU_PLUS]
        ]  # fmt: skip
        total = ("", "", "", montant(sum(d.principal or 0 for d in bilan.dossiers)))
        reste = len(bilan.dossiers) - anomalies.AU_PLUS
        notes = [f"… et {pluriel(reste, 'autre dossier', 'autres dossiers')}."] if reste > 0 else []
        tableau(colonnes, lignes, titre="Essai à blanc" if a_blanc else "Dossiers", total=total, notes=notes)
        print()
    print(
        f"{pluriel(bilan.acceptees, 'pièce acceptée', 'pièces acceptées')}, "
        f"{pluriel(bilan.doublons, 'doublon ignoré', 'doublons ignorés')}, "
        f"{pluriel(bilan.rejetees, 'rejet')}."
    )
    for phrase in anomalies.phrases(bilan.anomalies):
        print(phrase)
    for chemin in rejets:
        pour = f' --creancier "{creancier}"' if creancier else ""
        print(f'Lignes rejetées : {chemin}. Corrigez-les, puis : recouvre ouvrir "{chemin}"{pour}')
    if a_blanc:
        print("Essai à blanc : rien n'a été écrit. Relancez sans --a-blanc pour ouvrir.")
    elif bilan.dossiers:
        print("Ensuite : recouvre agenda")


def _principal(centimes: int | None) -> str:
    return "à imputer" if centimes is None else montant(centimes)
