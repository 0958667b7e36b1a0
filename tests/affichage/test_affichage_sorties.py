"""JSON et CSV : des octets exacts, sans rich, sans formule, sans fichier à moitié écrit."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.affichage.sortie_csv import Valeur, case, ecrire_csv
from recouvre.affichage.sortie_json import ecrire_json
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import SaisieIllisible


def _python(code: str, **environnement: str) -> bytes:
    return subprocess.run([sys.executable, "-c", code], env=environnement, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("regarde", "extrait"), [(True, '\n  "au": "2026-11-21",\n'), (False, '{"au": "2026-11-21", ')]
)
def test_json_un_objet_indente_si_on_le_regarde(
    regarde: bool, extrait: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: regarde)
    ecrire_json({
        "au": dt.date(2026, 11, 21), "total": "1234.56", "taux": Decimal("12.150"), "qualite": Qualite.PUBLIC,
        "lignes": ({"libelle": "Échéance → œuvre"},), "rien": None, "fichier": Path("a") / "b.pdf",
    })  # fmt: skip
    sortie = capsys.readouterr().out
    assert sortie.endswith("}\n")
    assert extrait in sortie
    assert "Échéance → œuvre" in sortie
    lu = json.loads(sortie)
    assert (lu["taux"], lu["qualite"], lu["rien"]) == ("12.150", "public", None)


@pytest.mark.parametrize("objet", [{"total": 12.5}, {"lignes": [{"taux": (1.0,)}]}, {"x": {1, 2}}])
def test_json_refuse_les_flottants_et_l_inconnu(objet: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TypeError):
        ecrire_json(objet)
    assert capsys.readouterr().out == ""


def test_json_sous_cp1252_est_le_meme_objet_et_n_importe_pas_rich() -> None:
    code = (
        "import sys\n"
        "from recouvre.affichage import encodage, francais, progression, sortie_csv, sortie_json, tableau\n"
        "with progression.progression('x') as suivi: suivi(1, 2)\n"
        "sortie_json.ecrire_json({'nom': 'Núñez → œuvre', 'rich': 'rich' in sys.modules})\n"
    )
    objet = {"nom": "Núñez → œuvre", "rich": False}
    cp1252, utf8 = (_python(code, PYTHONIOENCODING=encodage) for encodage in ("cp1252", "utf-8"))
    assert json.loads(cp1252.decode("ascii")) == objet
    assert json.loads(utf8.decode("utf-8")) == objet
    assert "œuvre".encode() in utf8


LIGNES = [
    ("D-1", "Martin ; fils", "1234,56", dt.date(2026, 11, 21), Decimal("12.15"), 3),
    ("D-2", "=1+1", "-150,00", None, None, True),
]
ATTENDU = (
    "Dossier;Débiteur;Dû;Échéance;Taux;Factures\r\n"
    'D-1;"Martin ; fils";1234,56;21/11/2026;12,15;3\r\n'
    "D-2;'=1+1;-150,00;;;oui\r\n"
)
COLONNES = ("Dossier", "Débiteur", "Dû", "Échéance", "Taux", "Factures")


def test_csv_dans_un_fichier(tmp_path: Path) -> None:
    fichier = tmp_path / "dû.csv"
    fichier.write_text("ancien", encoding="utf-8")
    ecrire_csv(COLONNES, LIGNES, fichier)
    assert fichier.read_bytes() == b"\xef\xbb\xbf" + ATTENDU.encode()
    assert [f.name for f in tmp_path.iterdir()] == ["dû.csv"]


def test_csv_interrompu_laisse_l_ancien_fichier(tmp_path: Path) -> None:
    fichier = tmp_path / "a.csv"
    fichier.write_text("ancien", encoding="utf-8")

    def lignes() -> Iterator[tuple[Valeur, ...]]:
        yield from LIGNES
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError):
        ecrire_csv(COLONNES, lignes(), fichier)
    assert fichier.read_text(encoding="utf-8") == "ancien"
    assert [f.name for f in tmp_path.iterdir()] == ["a.csv"]


def test_csv_vers_un_dossier_absent(tmp_path: Path) -> None:
    with pytest.raises(SaisieIllisible, match="n'existe pas"):
        ecrire_csv(COLONNES, LIGNES, tmp_path / "absent" / "a.csv")


CODE_CSV = "from recouvre.affichage.sortie_csv import ecrire_csv; ecrire_csv(['Dû', 'é'], [['1,00', 'œ→']])"


@pytest.mark.parametrize("encodage", ["utf-8", "cp1252", "ascii"])
def test_csv_dans_un_tuyau_est_en_utf8_sans_marque(encodage: str) -> None:
    assert _python(CODE_CSV, PYTHONIOENCODING=encodage) == "Dû;é\r\n1,00;œ→\r\n".encode()


def test_csv_redirige_dans_un_fichier_porte_la_marque(tmp_path: Path) -> None:
    fichier = tmp_path / "sortie.csv"
    for _ in range(2):
        with fichier.open("ab") as flux:
            subprocess.run([sys.executable, "-c", CODE_CSV], stdout=flux, env={}, check=True)
    ligne = "Dû;é\r\n1,00;œ→\r\n".encode()
    assert fichier.read_bytes() == b"\xef\xbb\xbf" + ligne + ligne


def test_csv_par_paquets_n_oublie_rien(tmp_path: Path) -> None:
    fichier = tmp_path / "gros.csv"
    ecrire_csv(["n"], ([n] for n in range(2500)), fichier)
    lignes = fichier.read_text(encoding="utf-8-sig").split()
    assert lignes == ["n", *map(str, range(2500))]


@pytest.mark.parametrize(
    "piege",
    [
        "=1+1",
        "+33612345678",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "-",
        "-1 000,50-",
        "\uff1d1",
        "=-1",
        "--1",
        "-1e5",
    ],
)
def test_une_formule_est_neutralisee(piege: str) -> None:
    assert case(piege) == (piege if piege == "-" else f"'{piege}")


@pytest.mark.parametrize("nombre", ["-150,00", "-1\u202f234,56\u00a0€", "-12,15\u00a0%", "-3", "0612345678", "a=b", ""])
def test_un_nombre_reste_un_nombre(nombre: str) -> None:
    assert case(nombre) == nombre


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_une_ligne_se_relit(cellules: list[str]) -> None:
    """Lue comme un tableur la lit, chaque case rend son texte, au plus précédé d'une apostrophe."""
    octets = io.BytesIO()
    sortie = io.TextIOWrapper(octets, encoding="utf-8")
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(sys, "stdout", sortie)
        ecrire_csv(["titre"] * len(cellules), [cellules])
    texte = octets.getvalue().decode("utf-8")
    relues = list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))[1:]
    assert relues == [[case(cellule) for cellule in cellules]]
