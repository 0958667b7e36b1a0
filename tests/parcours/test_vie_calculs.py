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
    lu = {}
    for ligne in cas["lu"].strip().splitlines():
        quoi, _attendu = (morceau.strip() for morceau in ligne.split("="))
        lu[quoi] = _lire(recouvre, *quoi.split())
    attendu = dict(tuple(m.strip() for m in ligne.split("=")) for ligne in cas["lu"].strip().splitlines())
    assert lu == attendu, cas["source"]


def _lire(recouvre: LigneDeCommande, quoi: str, *precisions: str) -> str:
    """Ce qu'on lit. ``terme`` : dernier jour d'un délai ; ``dès`` : premier jour d'une démarche ; ``dû``, ``intérêts``.

    Un délai se désigne par le début de sa clé ; rien n'est à l'agenda : « rien ».
    """
    if quoi in {"terme", "dès"}:
        [debut] = precisions
        colonne = "max(jusqu_au)" if quoi == "terme" else "min(le)"
        requete = f"SELECT {colonne} FROM demarches WHERE cle LIKE ? AND cle NOT LIKE '%:passe'"  # noqa: S608 — deux colonnes écrites ici
        [(date,)] = recouvre.lignes(requete, f"{debut}%")
        return date or "rien"
    if quoi == "prescrite":
        return str(recouvre.json("prescription", "D-1")["date"])
    if quoi in {"dû", "intérêts", "principal"}:
        decompte = recouvre.json("decompte", "D-1", "--au", precisions[0])
        return str(decompte[{"dû": "total"}.get(quoi, quoi.replace("ê", "e").replace("é", "e"))])
    acte, champ = precisions
    return str(recouvre.json(quoi, "D-1")[acte][0][champ])
