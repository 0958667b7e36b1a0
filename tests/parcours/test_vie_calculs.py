"""Les dates et les montants de la vie d'un dossier, comptés à la main d'après les textes, puis lus par l'usager.

Les cas sont dans ``tests/cas/vie/calculs.toml`` : un geste par ligne, au jour dit, et ce que l'on doit lire ensuite.
"""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

CAS = tomllib.loads((Path(__file__).parents[1] / "cas" / "vie" / "calculs.toml").read_text("utf-8"))["cas"]


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas["titre"])
def test_compte_a_la_main(recouvre: LigneDeCommande, cas: dict[str, Any]) -> None:
    for geste in cas["gestes"].strip().splitlines():
        jour, mots = geste.split("|")
        recouvre.jour(jour.strip())
        commande, *options = shlex.split(mots)
        if commande == "ouvrir":
            montant, echeance, qualite, *reste = options
            recouvre.ouvrir("F-1", montant, "--qualite", qualite, *reste, echeance=echeance)
        else:
            fait = recouvre(commande, *options)
            assert fait.code == 0, fait
    attendu = dict(tuple(mot.strip() for mot in ligne.split("=")) for ligne in cas["lu"].strip().splitlines())
    assert {quoi: _lire(recouvre, *quoi.split()) for quoi in attendu} == attendu, cas["source"]


def _lire(recouvre: LigneDeCommande, quoi: str, *precisions: str) -> str:
    """Ce qu'on lit. ``terme`` : dernier jour d'un délai ; ``dès`` : premier jour d'une démarche ; ``dû``…

    Un délai se désigne par le début de sa clé ; rien n'est à l'agenda : « rien ».
    """
    if quoi in {"terme", "dès"}:
        requete = "SELECT min(le), max(jusqu_au) FROM demarches WHERE cle LIKE ? AND cle NOT LIKE '%:passe'"
        [(premier, dernier)] = recouvre.lignes(requete, f"{precisions[0]}%")
        return (dernier if quoi == "terme" else premier) or "rien"
    if quoi == "prescrite":
        return str(recouvre.json("prescription", "D-1")["date"])
    if quoi == "réserves":
        decompte = recouvre.json("decompte", "D-1", "--au", precisions[0])
        return " ".join(sorted(reserve["code"] for reserve in decompte["reserves"]))
    poste = {"dû": "total", "intérêts": "interets", "principal": "principal"}[quoi]
    return str(recouvre.json("decompte", "D-1", "--au", precisions[0])[poste])
