"""La table des natures : complète, sourcée, datée ; et celle d'un cabinet, qui prime ou se fait refuser clairement."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from recouvre.domaine.evenements import DossierOuvert, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.natures import ENTRE_PARTICULIERS, PAR_DEFAUT, TITRE, Nature, Unite
from recouvre.operations.natures import NaturesFautives, lire_natures

from .cas_prescription import NATURES

BONNE = """
[[natures]]
code = "telecom"
libelle = "Abonnement d'un opérateur"
duree = 6
unite = "mois"
depart = "exigibilité"
texte = "contrat"
source = "le contrat"
niveau = "C"
releve_le = 2026-11-21
"""


def cabinet(tmp_path: Path, texte: str) -> Path:
    """Un cabinet qui tient cette table."""
    (tmp_path / "parametres").mkdir()
    (tmp_path / "parametres" / "prescription.toml").write_text(texte, "utf-8")
    return tmp_path


@pytest.mark.parametrize("nature", NATURES.table, ids=lambda nature: nature.code)
def test_chaque_nature_est_sourcee_datee_et_sa_reserve_est_une_phrase(nature: Nature) -> None:
    assert nature.releve_le == dt.date(2026, 11, 21)
    assert nature.libelle and nature.depart and nature.texte and nature.source
    assert nature.niveau[:1] in "ABCNE"
    if "NV" in nature.niveau:
        assert nature.incertitude, "ce qui n'est pas vérifié se dit"
    for phrase in (nature.incertitude, nature.precision):
        assert not phrase or phrase.endswith("."), phrase


def test_les_natures_par_defaut_existent() -> None:
    assert {*PAR_DEFAUT.values(), TITRE, ENTRE_PARTICULIERS} <= set(NATURES.codes)


def test_les_seules_forclusions_et_un_seul_delai_reduit() -> None:
    assert [nature.code for nature in NATURES if nature.forclusion] == ["credit_conso", "credit_fractionne"]
    assert [nature.code for nature in NATURES if nature.reduite_le] == ["copropriete"]
    assert [nature.code for nature in NATURES if nature.lrar] == ["assurance"]
    assert {nature.code for nature in NATURES if nature.sans_butoir} == {TITRE, "dommage_corporel"}


@pytest.mark.parametrize(
    ("duree", "unite", "depart", "terme", "lisible"),
    [
        (1, Unite.ANS, "2024-02-29", "2025-02-28", "1 an"),
        (4, Unite.ANS, "2024-02-29", "2028-02-29", "4 ans"),
        (6, Unite.MOIS, "2024-08-31", "2025-02-28", "6 mois"),
        (1, Unite.MOIS, "2024-01-31", "2024-02-29", "1 mois"),
    ],
)
def test_une_duree_se_compte_et_se_lit(duree: int, unite: Unite, depart: str, terme: str, lisible: str) -> None:
    nature = Nature(
        code="x", libelle="x", duree=duree, unite=unite, depart="x", texte="x", source="x", niveau="A",
        releve_le=dt.date(2026, 1, 1),
    )  # fmt: skip
    assert str(nature.terme(dt.date.fromisoformat(depart))) == terme
    assert nature.duree_lisible == lisible


def test_la_nature_du_cabinet_prime_et_une_nouvelle_s_ajoute(tmp_path: Path) -> None:
    chez_lui = lire_natures(cabinet(tmp_path, BONNE + BONNE.replace('"telecom"', '"sur-mesure"')))
    assert chez_lui["telecom"].duree_lisible == "6 mois"
    assert chez_lui["sur-mesure"].unite is Unite.MOIS
    assert set(chez_lui.codes) == {*NATURES.codes, "sur-mesure"}
    assert len(chez_lui.table) == len(chez_lui.codes)


def test_la_table_ne_se_modifie_pas() -> None:
    with pytest.raises(TypeError):
        NATURES.codes["b2b"] = NATURES["telecom"]  # type: ignore[index]


def test_sans_table_propre_celle_du_paquet(tmp_path: Path) -> None:
    assert lire_natures(tmp_path) == NATURES == lire_natures()


@pytest.mark.parametrize(
    ("faute", "phrase"),
    [
        (BONNE.replace('unite = "mois"', 'unite = "jours"'), "l'unité est « ans » ou « mois »"),
        (BONNE.replace("duree = 6", "duree = 0"), "plus grand que zéro"),
        (BONNE.replace("duree = 6", "duree = true"), "plus grand que zéro"),
        (BONNE.replace('texte = "contrat"', 'texte = ""'), "il manque « texte »"),
        (BONNE.replace("libelle", "libellé"), "pas du TOML"),
        (BONNE.replace("libelle", "libele"), "« libele » n'est pas une rubrique"),
        (BONNE + "forclusion = 1\n", "true ou false"),
        (BONNE + "reduite_le = 2018-11-23\n", "va avec « avant »"),
        (BONNE.replace("2026-11-21", '"hier"'), "est une date"),
        (BONNE.replace("releve_le = 2026-11-21\n", ""), ""),
        ("natures = 3", "suite de [[natures]]"),
        ("[[natures", "pas du TOML"),
    ],
)
def test_une_faute_est_dite(tmp_path: Path, faute: str, phrase: str) -> None:
    lieu = cabinet(tmp_path, faute)
    if not phrase:
        assert lire_natures(lieu)["telecom"].releve_le == dt.date.min
        return
    with pytest.raises(NaturesFautives) as refus:
        lire_natures(lieu)
    assert phrase in refus.value.phrase
    assert "prescription.toml" in refus.value.phrase and "Corrigez" in refus.value.phrase


def test_un_fichier_qui_n_est_pas_en_utf_8(tmp_path: Path) -> None:
    lieu = cabinet(tmp_path, "")
    (lieu / "parametres" / "prescription.toml").write_bytes("libellé = 'é'".encode("cp1252"))
    with pytest.raises(NaturesFautives, match="UTF-8"):
        lire_natures(lieu)


def test_la_table_du_paquet_ne_se_repete_pas() -> None:
    chemin = Path(__file__).parents[2] / "recouvre" / "droit" / "parametres" / "prescription.toml"
    codes = [ligne["code"] for ligne in tomllib.loads(chemin.read_text("utf-8"))["natures"]]
    assert len(codes) == len(set(codes)) == len(NATURES.table)


def test_un_dossier_jamais_qualifie_n_a_pas_de_nature_choisie() -> None:
    le = dt.date(2025, 1, 1)
    facture = FactureAjoutee(date=le, numero="F", montant=1, emise_le=le, echeance=le)
    dossier = plier_neufs(1, [DossierOuvert(date=le, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL), facture])
    assert NATURES.choisie(dossier, facture) == ""
    assert NATURES.de(dossier, facture).code == "b2b"
