"""Une liste de dossiers : une colonne de numéros, dans l'ordre, chacun une fois ; ou toutes les fautes d'un coup."""

from __future__ import annotations

from pathlib import Path

import pytest

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.echanges.liste_de_dossiers import lire_liste


def ecrire(dossier: Path, texte: str, encodage: str = "utf-8") -> Path:
    chemin = dossier / "liste.csv"
    chemin.write_bytes(texte.encode(encodage))
    return chemin


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Dossier\nD-3\nD-1\n", [3, 1]),
        ("Débiteur;N° dossier;Reste\nFaure;D-12;1 000,00\n;;\nBois;13;5\n", [12, 13]),
        ("numéro,nom\nd3,A\nD-3,B\n", [3]),
        ("D-3\nD-1\n", [3, 1]),
        ("12\r\n14\r\n", [12, 14]),
        ("D-3;Faure\nD-4;Bois\n", [3, 4]),
    ],
)
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_les_numeros_se_lisent(tmp_path: Path, texte: str, attendus: list[int], encodage: str) -> None:
    assert lire_liste(ecrire(tmp_path, texte, encodage)) == attendus


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("Débiteur;Montant\nFaure;12\n", "aucune colonne ne donne les numéros"),
        ("Dossier\nD-1\nfaux\n\nD-\n", "ligne 3, « faux » n'est pas un numéro de dossier ; ligne 5"),
        ("Dossier;Nom\nD-1;A\n;B\n", "ligne 3, le numéro de dossier manque"),
        ("Dossier\n" + "x\n" * 9, "et 4 autres"),
        ("Dossier\n", "aucun numéro"),
        ("", "vide"),
        ("%PDF-1.7", "PDF"),
    ],
)
def test_une_liste_fautive_est_refusee_entiere(tmp_path: Path, texte: str, dit: str) -> None:
    with pytest.raises(FichierRefuse) as refus:
        lire_liste(ecrire(tmp_path, texte))
    assert dit in refus.value.phrase


def test_un_fichier_absent(tmp_path: Path) -> None:
    with pytest.raises(FichierRefuse, match="n'existe pas"):
        lire_liste(tmp_path / "rien.csv")
