"""``recouvre verifier`` : chaque sabotage est vu, dit en une phrase, et seules les projections se réparent."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.base.fichiers import empreinte

PIECE = "bon de livraison.txt"


@dataclass(frozen=True)
class Sabotage:
    """Une atteinte au cabinet : des ordres SQL, sans les garde-fous, et la phrase attendue."""

    nom: str
    phrase: str
    ordres: tuple[str, ...]


JOURNAL = (
    Sabotage(
        "donnée modifiée",
        "journal, fait n° 4 : ses données ne sont plus celles qui ont été scellées",
        ("UPDATE journal SET donnees = replace(donnees, '100000', '900000') WHERE rang = 4",),
    ),
    Sabotage(
        "en-tête modifié",
        "journal, fait n° 4 : la chaîne d'empreintes est rompue",
        ("UPDATE journal SET auteur = 'autre' WHERE rang = 4",),
    ),
    Sabotage(
        "empreinte changée",
        "journal, fait n° 3 : la chaîne d'empreintes est rompue",
        ("UPDATE journal SET empreinte = lower(hex(randomblob(32))) WHERE rang = 3",),
    ),
    Sabotage(
        "fait supprimé",
        "le fait n° 3 manque",
        ("DELETE FROM journal WHERE rang = 3",),
    ),
    Sabotage(
        "premier fait supprimé",
        "le fait n° 1 manque",
        ("DELETE FROM journal WHERE rang = 1",),
    ),
    Sabotage(
        "dernier fait supprimé",
        "journal",
        ("DELETE FROM journal WHERE rang = (SELECT max(rang) FROM journal)",),
    ),
    Sabotage(
        "données vidées",
        "journal, fait n° 4 : ses données ne sont plus celles qui ont été scellées",
        ("UPDATE journal SET donnees = '{}' WHERE rang = 4",),
    ),
    Sabotage(
        "données illisibles",
        "journal, fait n° 4 : ses données ne sont plus celles qui ont été scellées",
        ("UPDATE journal SET donnees = 'rien' WHERE rang = 4",),
    ),
    Sabotage(
        "genre inconnu",
        "journal, fait n° 4 : la chaîne d'empreintes est rompue",
        ("UPDATE journal SET genre = 'Autre' WHERE rang = 4",),
    ),
    Sabotage(
        "date impossible",
        "journal, fait n° 4 : la chaîne d'empreintes est rompue",
        ("UPDATE journal SET date = '2026-02-31' WHERE rang = 4",),
    ),
)
PROJECTIONS = (
    Sabotage("montant", "D-1 : fiche", ("UPDATE dossiers SET principal = 1 WHERE numero = 1",)),
    Sabotage("état", "D-1 : fiche", ("UPDATE dossiers SET etat = 'clos' WHERE numero = 1",)),
    Sabotage("démarche absente", "D-2 : démarches", ("DELETE FROM demarches WHERE dossier = 2",)),
    Sabotage(
        "démarche en trop",
        "D-1 : démarches",
        ("INSERT INTO demarches VALUES (1, 'x', '2026-03-03', NULL, 'tache', 8, 'Inventée', '', 0, '', '', '')",),
    ),
    Sabotage("démarche déplacée", "D-1 : démarches", ("UPDATE demarches SET le = '2030-01-01' WHERE dossier = 1",)),
    Sabotage("mots", "D-1 : mots de recherche", ("UPDATE recherche SET texte = 'rien' WHERE rowid = 1",)),
    Sabotage("mots effacés", "D-2 : mots de recherche", ("DELETE FROM recherche WHERE rowid = 2",)),
    Sabotage("dossier non projeté", "D-2 : absent des projections", ("DELETE FROM dossiers WHERE numero = 2",)),
    Sabotage(
        "dossier fantôme",
        "D-9 : projeté sans aucun fait au journal",
        ("INSERT INTO dossiers SELECT 9, creancier, debiteur, cle_debiteur, reference, qualite, etat, ouvert_le,"
         " principal, trop_percu, prochaine_le, prescription_le, NULL, 0, '' FROM dossiers WHERE numero = 2",),
    ),
)  # fmt: skip
LIENS = (
    Sabotage(
        "débiteur absent",
        "base, table dossiers : la ligne 2 désigne une ligne absente de parties",
        ("UPDATE dossiers SET debiteur = 99 WHERE numero = 2",),
    ),
    Sabotage(
        "partie supprimée",
        "base, table dossiers : la ligne 2 désigne une ligne absente de parties",
        ("DELETE FROM parties WHERE id = (SELECT debiteur FROM dossiers WHERE numero = 2)",),
    ),
    Sabotage(
        "démarche d'un dossier absent",
        "base, table demarches",
        ("INSERT INTO demarches VALUES (99, 'x', '2026-03-03', NULL, 'tache', 8, 'Inventée', '', 0, '', '', '')",),
    ),
)
DECLENCHEURS = ("journal_sans_modification", "journal_sans_suppression")


@pytest.fixture(scope="module")
def vecu(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Le cabinet des sabotages, une fois construit."""
    return [tmp_path_factory.mktemp("vecu") / "cabinet"]


@pytest.fixture
def intact(recouvre: LigneDeCommande, vecu: list[Path], tmp_path: Path) -> LigneDeCommande:
    """Deux dossiers : une lettre partie et un paiement au premier, une pièce jointe et un contact au second."""
    if vecu[0].exists():
        shutil.rmtree(recouvre.cabinet)
        shutil.copytree(vecu[0], recouvre.cabinet)
        return recouvre
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "500", debiteur="SAS Brise-Lames", complet=False)
    recouvre.fait("relances", "--envoyer")
    recouvre.fait("encaisser", "D-1", "100")
    (tmp_path / PIECE).write_text("reçu", encoding="utf-8")
    recouvre.fait("piece", "D-2", "bon-de-livraison", "--fichier", str(tmp_path / PIECE))
    recouvre.fait("noter", "D-2", "courriel", "demande une copie")
    recouvre.verifier()
    shutil.copytree(recouvre.cabinet, vecu[0])
    return recouvre


def saboter(outil: LigneDeCommande, *ordres: str) -> None:
    """Exécute ces ordres sans les déclencheurs ni les clés étrangères, et remet les déclencheurs."""
    with outil.base() as base:
        base.execute("PRAGMA foreign_keys = OFF")
        gardes = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for nom, _ in gardes:
            base.execute(f'DROP TRIGGER "{nom}"')
        for ordre in ordres:
            base.execute(ordre)
        for _, creation in gardes:
            base.execute(creation)


def ids(sabotages: tuple[Sabotage, ...]) -> list[str]:
    return [sabotage.nom for sabotage in sabotages]


@pytest.mark.parametrize("sabotage", JOURNAL, ids=ids(JOURNAL))
def test_le_journal_touche_est_vu_et_ne_se_repare_pas(intact: LigneDeCommande, sabotage: Sabotage) -> None:
    saboter(intact, *sabotage.ordres)
    defauts = intact.defauts()
    assert any(sabotage.phrase in defaut for defaut in defauts), defauts
    assert intact("verifier", "--reconstruire").code == 1
    assert any(sabotage.phrase in defaut for defaut in intact.defauts()), "le journal fait foi, il ne se répare pas"


@pytest.mark.parametrize("sabotage", PROJECTIONS, ids=ids(PROJECTIONS))
def test_une_projection_touchee_est_vue_et_reconstruite(intact: LigneDeCommande, sabotage: Sabotage) -> None:
    avant = intact.projections()
    saboter(intact, *sabotage.ordres)
    defauts = intact.defauts()
    assert any(defaut.startswith(sabotage.phrase) for defaut in defauts), defauts
    assert not [defaut for defaut in defauts if defaut.startswith("journal")]
    assert "--reconstruire" in intact("verifier").sortie
    assert "Tout est intact" in intact.fait("verifier", "--reconstruire").sortie
    assert intact.projections() == avant
    intact.verifier()


@pytest.mark.parametrize("sabotage", LIENS, ids=ids(LIENS))
def test_un_lien_casse_est_vu(intact: LigneDeCommande, sabotage: Sabotage) -> None:
    saboter(intact, *sabotage.ordres)
    defauts = intact.defauts()
    assert any(defaut.startswith(sabotage.phrase) for defaut in defauts), defauts
    assert not [defaut for defaut in defauts if "None" in defaut]


@pytest.mark.parametrize("nom", DECLENCHEURS)
def test_un_declencheur_disparu_est_vu(intact: LigneDeCommande, nom: str) -> None:
    with intact.base() as base:
        base.execute(f'DROP TRIGGER "{nom}"')
    assert intact.defauts() == [f"journal : le déclencheur {nom} qui le protège a disparu"]


@pytest.mark.parametrize("nom", DECLENCHEURS)
def test_un_declencheur_vide_de_son_sens_est_vu(intact: LigneDeCommande, nom: str) -> None:
    with intact.base() as base:
        base.execute(f'DROP TRIGGER "{nom}"')
        quand = "UPDATE" if nom.endswith("modification") else "DELETE"
        base.execute(f'CREATE TRIGGER "{nom}" BEFORE {quand} ON journal BEGIN SELECT 1; END')
    assert [defaut for defaut in intact.defauts() if nom in defaut]


Atteinte = Callable[[Path], object]


@pytest.mark.parametrize(
    ("atteinte", "phrase"),
    [(lambda fichier: fichier.write_bytes(b"%PDF-1.4 faux"), "a changé"), (Path.unlink, "manque")],
    ids=["modifié", "supprimé"],
)
@pytest.mark.parametrize("motif", ["courriers/*/D-1-1_*.pdf", "pieces/D-2/*"], ids=["lettre", "pièce"])
def test_un_fichier_fige_touche_est_vu(intact: LigneDeCommande, motif: str, atteinte: Atteinte, phrase: str) -> None:
    [fichier] = intact.cabinet.glob(motif)
    atteinte(fichier)
    [defaut] = intact.defauts()
    assert fichier.name in defaut and phrase in defaut
    assert intact("verifier", "--reconstruire").code == 1


def test_une_lettre_changee_avec_son_empreinte_d_envoi_est_vue(intact: LigneDeCommande) -> None:
    """Le journal, chaîné, fait foi : récrire la table des envois ne couvre pas un PDF changé."""
    [fichier] = intact.cabinet.glob("courriers/*/D-1-1_*.pdf")
    fichier.write_bytes(b"%PDF-1.4 faux")
    with intact.base() as base:
        base.execute("UPDATE envois SET empreinte = ?", (empreinte(fichier.read_bytes()),))
    assert [defaut for defaut in intact.defauts() if fichier.name in defaut]


def test_un_cabinet_intact_est_compte_et_rien_ne_s_ecrit(intact: LigneDeCommande) -> None:
    avant, projections = intact.octets(), intact.projections()
    controle = intact.json("verifier")
    [(faits,)] = intact.lignes("SELECT count(*) FROM journal")
    assert (controle["intact"], controle["faits"], controle["dossiers"], controle["fichiers"]) == (True, faits, 2, 2)
    assert intact.octets() == avant
    intact.fait("verifier", "--reconstruire")
    assert intact.projections() == projections


def test_un_scenario_disparu_est_dit_et_le_reste_est_verifie(intact: LigneDeCommande) -> None:
    scenario = intact.cabinet / "scenarios" / "mien.toml"
    source = intact.fait("scenario", "montrer", "agence", "--source").sortie
    scenario.write_text(source.replace('nom = "agence"', 'nom = "mien"'), encoding="utf-8")
    intact.fait("scenario", "choisir", "D-2", "mien")
    scenario.unlink()
    [lettre] = intact.cabinet.glob("courriers/*/D-1-1_*.pdf")
    lettre.unlink()
    defauts = intact.defauts()
    assert any(defaut.startswith("D-2") and "mien" in defaut for defaut in defauts), defauts
    assert any(lettre.name in defaut for defaut in defauts), "une faute n'empêche pas de chercher les autres"


def test_une_base_abimee_est_dite(intact: LigneDeCommande) -> None:
    fichier = intact.cabinet / "recouvre.db"
    octets = bytearray(fichier.read_bytes())
    octets[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    fichier.write_bytes(octets)
    controle = intact("verifier")
    assert controle.code == 1, controle
    assert "abîmée" in controle.erreur or "SQLite signale" in controle.sortie


def test_verifier_n_attend_pas_un_ecrivain(intact: LigneDeCommande) -> None:
    autre = sqlite3.connect(intact.cabinet / "recouvre.db", isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    try:
        intact.verifier()
    finally:
        autre.execute("ROLLBACK")
        autre.close()
