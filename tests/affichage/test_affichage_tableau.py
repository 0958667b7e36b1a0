"""Tableaux, fiches et progression, au terminal et hors terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from recouvre.affichage.francais import montant
from recouvre.affichage.tableau import Accent, Colonne, fiche, tableau

COLONNES = [Colonne("Facture"), Colonne("Libellé"), Colonne("Dû", droite=True)]
LIGNES = [["F-1", "Conseil", montant(123456)], ["F-2", "Œuvre", montant(500)]]


@pytest.fixture(autouse=True)
def sans_reglage(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)


def test_un_tableau_complet(capsys: pytest.CaptureFixture[str]) -> None:
    tableau(COLONNES, LIGNES, titre="Factures", total=["Total", "", montant(123956)], notes=["Au 21/11/2026."])
    assert capsys.readouterr().out == (
        "Factures\n"
        "Facture  Libellé          Dû\n"
        "────────────────────────────\n"
        "F-1      Conseil  1\u202f234,56\u00a0€\n"
        "F-2      Œuvre        5,00\u00a0€\n"
        "────────────────────────────\n"
        "Total             1\u202f239,56\u00a0€\n"
        "Au 21/11/2026.\n"
    )


def test_un_tableau_vide_garde_son_entete(capsys: pytest.CaptureFixture[str]) -> None:
    tableau(COLONNES, [])
    assert capsys.readouterr().out.splitlines()[0] == "Facture  Libellé  Dû"


def test_cent_colonnes_au_plus_et_aucun_montant_coupe(capsys: pytest.CaptureFixture[str]) -> None:
    tableau(COLONNES, [["F-1", "Un libellé très long, " * 20, montant(1234567890)]], notes=["mot " * 50])
    lignes = capsys.readouterr().out.splitlines()
    assert max(map(len, lignes)) <= 100
    assert any(ligne.endswith("12\u202f345\u202f678,90\u00a0€") for ligne in lignes)
    assert sum(ligne.count("libellé") for ligne in lignes) == 20


def test_trop_de_montants_debordent_plutot_que_d_etre_coupes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    somme = montant(1234567890)
    tableau([Colonne("Facture"), *[Colonne("Dû", droite=True)] * 4], [["F-1", *[somme] * 4]])
    assert capsys.readouterr().out.count(somme) == 4


@pytest.mark.parametrize("colonnes", range(40, 101))
def test_une_somme_dans_une_phrase_n_est_jamais_coupee(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, colonnes: int
) -> None:
    """« 1 000,00 € » reste d'un trait, dans une colonne de texte, une fiche, une note ou un titre, à toute largeur."""
    monkeypatch.setenv("COLUMNS", str(colonnes))
    somme = montant(123456789)
    phrase = " ".join(f"{'mot ' * combien}{somme}" for combien in range(1, 6))
    colonnes_de_texte = [Colonne("Le"), Colonne("Suite"), Colonne("Pourquoi"), Colonne("Dû", droite=True)]
    tableau(colonnes_de_texte, [["03/03/2026", phrase, phrase, somme]], titre=phrase, notes=[phrase])
    fiche([("Dû au 03/03/2026", phrase)])
    sortie = capsys.readouterr().out
    assert sortie.count(somme) == 5 * 5 + 1
    assert "\ue0a0" not in sortie and "\ue0af" not in sortie


def test_columns_retrecit_sans_elargir(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for demandee, permise in (("60", 60), ("200", 100), ("5", 40), ("abc", 100)):
        monkeypatch.setenv("COLUMNS", demandee)
        tableau(COLONNES, [["F-1", "Un libellé très long, " * 20, montant(1)]])
        assert max(map(len, capsys.readouterr().out.splitlines())) == permise


def test_le_texte_n_est_pas_du_balisage(capsys: pytest.CaptureFixture[str]) -> None:
    tableau([Colonne("Nom [b]")], [["[red]Garage[/red] :smile:"], ["a\x1b[2Jb"]], titre="[i]T[/i]", notes=["[x]"])
    sortie = capsys.readouterr().out
    assert "[red]Garage[/red] :smile:" in sortie
    assert "Nom [b]" in sortie
    assert sortie.startswith("[i]T[/i]\n")
    assert sortie.endswith("[x]\n")
    assert "\x1b" not in sortie


def test_l_alerte_se_lit_sans_couleur(capsys: pytest.CaptureFixture[str]) -> None:
    tableau(COLONNES, LIGNES, accents={1: Accent.ALERTE, 0: Accent.FORT})
    lignes = capsys.readouterr().out.splitlines()
    assert lignes[2].startswith("F-1 ")
    assert lignes[3].startswith("! F-2 ")


def test_une_fiche_tait_ce_qui_manque(capsys: pytest.CaptureFixture[str]) -> None:
    fiche([("Débiteur", "Núñez\n12 rue X"), ("Téléphone", ""), ("Dû", montant(5))], titre="Dossier D-1", notes=["Fin."])
    assert capsys.readouterr().out == (
        "Dossier D-1\nDébiteur  Núñez\n          12 rue X\nDû        0,05\u00a0€\nFin.\n"
    )


@pytest.mark.parametrize("encodage", ["ascii", "cp1252"])
def test_les_colonnes_restent_alignees_apres_repli(encodage: str) -> None:
    code = (
        "from recouvre.affichage.encodage import preparer_sorties\n"
        "from recouvre.affichage.francais import montant\n"
        "from recouvre.affichage.tableau import *\n"
        "preparer_sorties()\n"
        "tableau([Colonne('Œuvre…'), Colonne('Dû', droite=True)], [['a→b', montant(5)], ['cœur', montant(123456)]])\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONIOENCODING": encodage}, capture_output=True, check=True
    )
    lignes = fini.stdout.decode(encodage).splitlines()
    assert fini.stderr == b""
    assert len({len(ligne) for ligne in lignes}) == 1
    assert set(lignes[1]) == {"-"}


def _au_terminal(code: str, **environnement: str) -> str:
    """Ce qu'un programme écrit quand ses deux sorties sont un terminal de 60 colonnes."""
    import pty

    maitre, esclave = pty.openpty()
    complet = {"TERM": "xterm-256color", "COLUMNS": "60", "PYTHONIOENCODING": "utf-8", **environnement}
    with subprocess.Popen([sys.executable, "-c", code], env=complet, stdout=esclave, stderr=esclave) as processus:
        os.close(esclave)
        morceaux = []
        try:
            while morceau := os.read(maitre, 4096):
                morceaux.append(morceau)
        except OSError:  # Linux signale ainsi que le terminal est refermé
            pass
        assert processus.wait(timeout=20) == 0
    os.close(maitre)
    return b"".join(morceaux).decode("utf-8")


CODE_TABLEAU = (
    "from recouvre.affichage.tableau import *\n"
    "tableau([Colonne('Nom')], [['Martin '*20], ['Urgent']], titre='Titre', accents={1: Accent.ALERTE})\n"
)
TERMINAL = pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas de pseudo-terminal ici")


@TERMINAL
def test_au_terminal_la_couleur_et_la_largeur_du_terminal() -> None:
    sortie = _au_terminal(CODE_TABLEAU)
    assert "\x1b[1;31m! Urgent" in sortie
    nue = re.sub(r"\x1b\[[\d;]*m", "", sortie)
    assert max(map(len, nue.splitlines())) == 60


@TERMINAL
def test_no_color_retire_toute_couleur() -> None:
    sortie = _au_terminal(CODE_TABLEAU, NO_COLOR="1")
    assert "\x1b" not in sortie
    assert "! Urgent" in sortie


CODE_PROGRES = (
    "import sys\nfrom recouvre.affichage.progression import progression\n"
    "with progression('Courriers [b]') as suivi:\n    for i in range(3): suivi(i + 1, 3)\n"
    "print('rich' in sys.modules)\n"
)


@TERMINAL
def test_la_progression_se_voit_au_terminal() -> None:
    sortie = _au_terminal(CODE_PROGRES)
    assert "Courriers [b]" in sortie
    assert "3/3" in sortie


def test_la_progression_se_tait_hors_terminal() -> None:
    fini = subprocess.run([sys.executable, "-c", CODE_PROGRES], capture_output=True, check=True)
    assert (fini.stdout, fini.stderr) == (b"False\n", b"")


NOMS = ["Imprimerie du Port SAS", "Transports Kermarec", "Élan Formation"]
COMPTES = [Colonne("Créancier"), *(Colonne(t, droite=True) for t in ("Confiés", "En cours", "Soldés", "Sans suite"))]


@pytest.mark.parametrize("colonnes", range(78, 101))
def test_aucun_mot_n_est_coupe_tant_que_la_place_suffit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, colonnes: int
) -> None:
    """Les titres des nombres se plient avant qu'un nom se lise lettre à lettre."""
    monkeypatch.setenv("COLUMNS", str(colonnes))
    sommes = [montant(13298590), montant(2360033), "10\u00a0j"]
    titres = [*COMPTES, Colonne("Confié", droite=True), Colonne("Recouvré", droite=True), Colonne("Délai", droite=True)]
    tableau(titres, [[nom, "40", "34", "6", "0", *sommes] for nom in NOMS], total=["Total"])
    sortie = capsys.readouterr().out
    assert max(map(len, sortie.splitlines())) <= colonnes
    for mot in [*" ".join(NOMS).split(), "Créancier", "Total", "suite", "cours"]:
        assert re.search(rf"(?<!\S){mot}(?!\S)", sortie), mot


def test_a_bout_de_place_les_colonnes_se_rapprochent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mieux vaut une espace entre deux nombres qu'un nom qui se lit lettre à lettre."""
    monkeypatch.setenv("COLUMNS", "60")
    tableau([Colonne("Qui"), *(Colonne("Courriers", droite=True) for _ in range(5))], [["démonstration", *"12345"]])
    lignes = capsys.readouterr().out.splitlines()
    assert max(map(len, lignes)) <= 60
    assert lignes[2].startswith("démonstrat") and lignes[0].endswith("Courriers Courriers")


def test_sans_aucune_place_un_nom_reste(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Les nombres prennent tout : le tableau déborde, il ne perd pas sa première colonne."""
    monkeypatch.setenv("COLUMNS", "40")
    tableau([Colonne("Qui"), *(Colonne("Dû", droite=True) for _ in range(4))], [["Forge", *[montant(12345678)] * 4]])
    assert capsys.readouterr().out.splitlines()[2].startswith("Forge ")


@pytest.mark.parametrize("colonnes", range(40, 101, 3))
def test_aucune_ligne_ne_commence_par_une_ponctuation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, colonnes: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(colonnes))
    phrase = " ; ".join("mot " * combien + "fini : « oui »" for combien in range(1, 12))
    tableau([Colonne("Le"), Colonne("Suite")], [["03/03/2026", phrase]])
    fiche([("Suite", phrase)])
    sortie = capsys.readouterr().out
    assert " ".join(sortie.split()).count("fini : « oui »") == 22
    assert not re.search(r"^\s*[;:»]", sortie, re.MULTILINE)
