"""Les options partagées : ce que la commande reçoit, et ce que la personne lit quand une valeur est illisible."""

from __future__ import annotations

from pathlib import Path

import pytest
from fabrique import Fabrique

TYPIQUE = """
    @app.command()
    def typique(
        numero: NumeroDossier,
        montant: Montant,
        cabinet: Cabinet,
        le: Le,
        au: Au,
        emise: Annotated[dt.date | None, option_date("--emise", aide="Date d'émission.")] = None,
        frais: Annotated[int, option_montant("--frais", aide="Frais.")] = 0,
        en_json: EnJson = False,
        en_csv: EnCsv = False,
    ) -> None:
        'Montre ce qu'+"'elle reçoit."
        print(numero, montant, cabinet, le, au, emise, frais, en_json, en_csv, sep="|")
"""
CABINET = """
    @app.command()
    def ou(cabinet: Cabinet, au: Au) -> None:
        'Où ?'
        print(cabinet, au, sep="|")
"""


@pytest.fixture
def typique(recouvre: Fabrique, monkeypatch: pytest.MonkeyPatch) -> Fabrique:
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", "2026-11-21")
    recouvre.commande("typique", TYPIQUE)
    recouvre.commande("ou", CABINET)
    return recouvre


def test_sans_option_les_valeurs_par_defaut(typique: Fabrique, tmp_path: Path) -> None:
    essai = typique("typique", "D-12", "1 234,56 €")
    maison = tmp_path / "chez-moi" / "Recouvre"
    assert essai.sortie == f"12|123456|{maison}|2026-11-21|2026-11-21|None|0|False|False\n"


def test_chaque_option_est_convertie(typique: Fabrique, tmp_path: Path) -> None:
    essai = typique(
        "typique", "12", "89,9", "--cabinet", "agence", "--le", "hier", "--au", "+8j", "--emise", "lundi",
        "--frais", "40", "--json", "--csv",
    )  # fmt: skip
    assert essai.sortie == f"12|8990|{tmp_path / 'agence'}|2026-11-20|2026-11-29|2026-11-23|4000|True|True\n"


@pytest.mark.parametrize("numero", ["D-12", "d-12", "12", "D12", "d 12", "D\u201112", "D–12", "012", " 12 "])
def test_un_numero_se_tape_comme_on_veut(typique: Fabrique, numero: str) -> None:
    assert typique("typique", numero, "1").sortie.startswith("12|")


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("douze", "1"), "DOSSIER : « douze » n'est pas un numéro de dossier. Écrivez par exemple D-12, ou 12."),
        (("0", "1"), "DOSSIER : « 0 » n'est pas un numéro"),
        (("12345678901", "1"), "DOSSIER : « 12345678901 » n'est pas un numéro"),
        (("1", "cent"), "MONTANT : « cent » n'est pas un montant. Écrivez par exemple 1234,56."),
        (("1", "1.234"), "MONTANT : « 1.234 » n'est pas un montant (ambigu : milliers ou décimales ?)."),
        (("1",), "Il manque MONTANT (montant en euros : 1234,56)."),
        (("1", "1", "--au", "31/02/2026"), "--au : « 31/02/2026 » n'est pas une date (ce jour n'existe pas)."),
        (("1", "1", "--le", "bientôt"), "--le : « bientôt » n'est pas une date."),
        (("1", "1", "--emise", "x"), "--emise : « x » n'est pas une date."),
        (("1", "1", "--frais", "x"), "--frais : « x » n'est pas un montant."),
        (("1", "1", "--cabinet", " "), "--cabinet : Le chemin du cabinet est vide."),
    ],
)
def test_une_valeur_illisible_dit_ou_et_quoi_taper(typique: Fabrique, mots: tuple[str, ...], phrase: str) -> None:
    essai = typique("typique", *mots)
    assert essai.code == 2
    assert essai.sortie == ""
    assert essai.erreur.startswith(f"recouvre : {phrase}")


def test_l_aide_dit_les_valeurs_par_defaut(typique: Fabrique) -> None:
    aide = typique("typique", "--aide").sortie
    assert "Emploi : recouvre typique [OPTIONS] DOSSIER MONTANT\n" in aide
    assert "[défaut : aujourd'hui]" in aide
    assert "RECOUVRE_CABINET" in aide


def test_l_ordre_des_cabinets(typique: Fabrique, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ou(*mots: str) -> str:
        return typique(*mots).sortie.partition("|")[0]

    assert ou("ou") == str(tmp_path / "chez-moi" / "Recouvre")
    (tmp_path / "recouvre.db").touch()
    assert ou("ou") == str(tmp_path)
    monkeypatch.setenv("RECOUVRE_CABINET", "variable")
    assert ou("ou") == str(tmp_path / "variable")
    assert ou("--cabinet", "avant", "ou") == str(tmp_path / "avant")
    assert ou("--cabinet", "avant", "ou", "--cabinet", "apres") == str(tmp_path / "apres")
    assert ou("ou", "--cabinet", "~/ici") == str(tmp_path / "chez-moi" / "ici")
    assert ou("ou", "--cabinet", ".") == str(tmp_path)


def test_un_cabinet_vide_est_refuse_partout(typique: Fabrique) -> None:
    """Une variable de script oubliée (``--cabinet "$X"``) ne doit pas désigner un autre cabinet."""
    for mots in (("ou", "--cabinet", ""), ("--cabinet", "", "ou")):
        essai = typique(*mots)
        assert (essai.code, essai.sortie) == (2, "")
        assert "Le chemin du cabinet est vide" in essai.erreur


def test_un_cabinet_fige_change_le_jour_quel_que_soit_l_ordre(
    recouvre: Fabrique, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recouvre.commande("ou", CABINET)
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "aujourdhui.txt").write_text("2026-03-15\n", encoding="utf-8")
    assert recouvre("ou", "--au", "demain", "--cabinet", "demo").sortie.endswith("|2026-03-16\n")
    assert recouvre("ou", "--cabinet", "demo").sortie.endswith("|2026-03-15\n")
    assert not recouvre("ou", "--cabinet", "autre").sortie.endswith("|2026-03-15\n")
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", "01/04/2026")
    assert recouvre("ou", "--cabinet", "demo").sortie.endswith("|2026-04-01\n")


def test_une_variable_de_jour_illisible_se_dit(recouvre: Fabrique, monkeypatch: pytest.MonkeyPatch) -> None:
    recouvre.commande("ou", CABINET)
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", "demain")
    essai = recouvre("ou")
    assert essai.code == 2
    assert essai.erreur.startswith("recouvre : Dans la variable RECOUVRE_AUJOURDHUI : « demain » n'est pas une date.")
    assert recouvre("ou", "--aide").code == 0
