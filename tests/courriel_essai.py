"""Ce que partagent les essais de relances par courriel : un cabinet qui en envoie, des débiteurs, un serveur muet."""

from __future__ import annotations

import socket
from typing import Any

from cabinet_essai import LigneDeCommande
from serveur_courriel import HOTE, fermer

JOUR = "2026-04-07"
MATIN = f"{JOUR} 09:00"


def regler(recouvre: LigneDeCommande, port: int, **envois: int | str) -> None:
    """Le cabinet envoie ses courriels par ce port, en clair, sur cette machine."""
    profil = recouvre.cabinet / "recouvre.toml"
    lignes = [
        "[courriel]", f'serveur = "{HOTE}"', f"port = {port}", 'securite = "aucune"', "delai = 2",
        'expediteur = "relances@vauquelin.example"', 'nom = "Cabinet Vauquelin"',
        'retour = "retours+{cle}@vauquelin.example"',
    ]  # fmt: skip
    if envois:
        valeurs = {nom: f'"{v}"' if isinstance(v, str) else v for nom, v in envois.items()}
        lignes += ["[envois]", *(f"{nom.replace('_', '-')} = {v}" for nom, v in valeurs.items())]
    profil.write_text(profil.read_text("utf-8").split("\n[courriel]")[0] + "\n" + "\n".join(lignes) + "\n", "utf-8")


def ouvrir(recouvre: LigneDeCommande, combien: int = 1, **options: Any) -> None:
    """Ce nombre de débiteurs professionnels, chacun son adresse de courriel, relance due le 7 avril."""
    for n in range(1, combien + 1):
        courriel = ("--courriel", f"d{n}@faure.example")
        recouvre.ouvrir(f"F-{n}", "1000", *courriel, debiteur=f"Débiteur {n}", echeance="31/03/2026", complet=False)
    recouvre.jour(MATIN)


def etats(recouvre: LigneDeCommande) -> list[tuple[str, str]]:
    return [tuple(ligne) for ligne in recouvre.lignes("SELECT canal, etat FROM envois ORDER BY dossier, id")]


def avaler(prise: socket.socket) -> None:
    """Le serveur lit tout, jusqu'au point final, puis la liaison tombe sans un mot."""
    lu = b""
    while not lu.endswith(b"DATA\r\n"):
        lu += prise.recv(4096)
    prise.sendall(b"354 allez\r\n")
    while not lu.endswith(b"\r\n.\r\n"):
        lu += prise.recv(65536)
    fermer(prise)
