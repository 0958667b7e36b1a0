"""Un poste de travail : des commandes à la suite dans un vrai processus, dès que le signal de départ existe.

Arguments : le fichier de départ, le nom du poste, le nombre de tours. Écrit en JSON les codes et l'attente la plus
longue.
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

from recouvre.cli import lancer


def commande(poste: str, tour: int) -> list[str]:
    """Un tour sur deux, un paiement au dossier D-1 ; l'autre, un dossier neuf chez un créancier commun."""
    if tour % 2:
        return ["encaisser", "D-1", str(tour), "--reference", f"{poste}-{tour}"]
    return [
        "ouvrir", "--creancier", "Créancier commun", "--debiteur", f"Débiteur {poste} {tour}", "--facture",
        f"F-{poste}-{tour}", "--montant", "100", "--echeance", "31/01/2026", "--qualite", "professionnel",
    ]  # fmt: skip


def main() -> None:
    depart, poste, tours = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    while not depart.exists():
        time.sleep(0.005)
    codes, attentes = [], []
    for tour in range(tours):
        debut = time.monotonic()
        with contextlib.redirect_stdout(io.StringIO()):
            codes.append(lancer(commande(poste, tour)))
        attentes.append(time.monotonic() - debut)
    json.dump({"codes": codes, "attente": max(attentes)}, sys.stdout)


if __name__ == "__main__":
    main()
