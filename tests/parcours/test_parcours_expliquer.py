"""``recouvre expliquer`` : le décompte d'un vrai dossier raconté, à l'écran, en fichier, en JSON, sous Windows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.domaine.evenements import EncaissementRecu, Evenement
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret
from recouvre.operations.consigner import consigner
from recouvre.operations.session import Session


def net(texte: str) -> str:
    """Le texte sur une ligne, à espaces ordinaires."""
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())


def noter(recouvre: LigneDeCommande, *faits: Evenement, le: dt.date) -> None:
    """Écrit des faits au dossier D-1, saisis ce jour-là."""
    midi = dt.datetime.combine(le, dt.time(12), tzinfo=dt.timezone(dt.timedelta(hours=1)))
    with Session(recouvre.cabinet, maintenant=midi, auteur="essai") as session:
        consigner(session, 1, lambda _: faits, geste="ce fait")


@pytest.fixture
def cas_1(recouvre: LigneDeCommande) -> LigneDeCommande:
    """12 000,00 € échus le 31/05/2024, 5 000,00 € reçus le 15/09/2024 ; nous sommes le 28/02/2025."""
    recouvre.jour("2025-02-28")
    recouvre.ouvrir("F-2024-117", "12000,00", "--emise", "01/05/2024", echeance="31/05/2024")
    recouvre.fait("encaisser", "D-1", "5000", "--le", "15/09/2024")
    return recouvre


def test_cas_1_raconte(cas_1: LigneDeCommande) -> None:
    texte = net(cas_1.fait("expliquer", "D-1").sortie)
    assert texte.startswith("Décompte expliqué du dossier D-1, au 28 février 2025")
    assert "Forge Béranger a facturé à Menuiserie Faure (professionnel) :" in texte
    assert (
        "du 1er juillet au 15 septembre 2024, 77 jours, à 14,25 % (taux de la BCE au 1er juillet, 4,25 %, plus "
        "10 points ; C. com., L441-10 II) sur 12 000,00 € : 360,74 €."
    ) in texte
    assert "Menuiserie Faure doit 8 019,23 € à Forge Béranger : 7 543,75 € de principal et 475,48 €" in texte
    assert "demain, 1er mars 2025, 2,72 € de plus." in texte


def test_a_une_autre_date_ce_n_est_pas_demain(cas_1: LigneDeCommande) -> None:
    texte = net(cas_1.fait("expliquer", "D-1", "--au", "31/05/2024").sortie)
    assert "Elle n'est pas en retard au 31 mai 2024" in texte
    assert "le lendemain, 1er juin 2024" in texte and "demain, 1er juin" not in texte.replace("lendemain", "")
    assert "15 septembre" not in texte, "ce qui vient après n'y figure pas"


def test_le_json_dit_la_meme_chose_que_le_decompte(cas_1: LigneDeCommande) -> None:
    objet = cas_1.json("expliquer", "D-1")
    assert list(objet) == ["dossier", "au", "paragraphes", "total"]
    assert (objet["dossier"], objet["au"]) == ("D-1", "2025-02-28")
    assert objet["total"] == cas_1.json("decompte", "D-1")["total"] == "8019.23"
    assert all(list(paragraphe) == ["titre", "phrases"] for paragraphe in objet["paragraphes"])
    texte = net(cas_1.fait("expliquer", "D-1").sortie)
    for paragraphe in objet["paragraphes"]:
        assert all(net(phrase) in texte for phrase in paragraphe["phrases"])


def test_la_sortie_dans_un_fichier(cas_1: LigneDeCommande, tmp_path: Path) -> None:
    fichier = tmp_path / "récit.txt"
    fichier.write_text("ancien", encoding="utf-8")
    dit = cas_1.fait("expliquer", "D-1", "--sortie", str(fichier)).sortie
    assert dit == f"Récit écrit : {fichier}\n"
    octets = fichier.read_bytes()
    assert octets.decode("utf-8") == cas_1.fait("expliquer", "D-1").sortie
    assert b"\r" not in octets and not octets.startswith(b"\xef\xbb\xbf")
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["récit.txt"]


def test_un_fichier_impossible_est_refuse(cas_1: LigneDeCommande, tmp_path: Path) -> None:
    absent = str(tmp_path / "absent" / "a.txt")
    assert "n'existe pas" in cas_1.refuse("expliquer", "D-1", "--sortie", absent, code=2)
    assert "est un dossier" in cas_1.refuse("expliquer", "D-1", "--sortie", str(tmp_path), code=2)
    assert "retirez --json" in cas_1.refuse("expliquer", "D-1", "--sortie", absent, "--json", code=2)


def test_un_dossier_inconnu_et_un_taux_inconnu_sont_refuses(cas_1: LigneDeCommande) -> None:
    assert "n'existe pas" in cas_1.refuse("expliquer", "D-9")
    assert "taux ajouter bce" in cas_1.refuse("expliquer", "D-1", "--au", "31/12/2030")


@pytest.mark.parametrize("colonnes", [40, 60, 80, 100])
def test_le_texte_tient_dans_la_largeur(cas_1: LigneDeCommande, colonnes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(colonnes))
    assert max(map(len, cas_1.fait("expliquer", "D-1").sortie.splitlines())) <= colonnes


def test_sous_windows_redirige(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1234567,89", debiteur="Œuvre Ńowak → Fils")
    recouvre.fait("encaisser", "D-1", "10")
    for commande in (("expliquer", "D-1"), ("decompte", "D-1", "--tel-que-connu-le", "03/03/2026")):
        dit = recouvre.ailleurs(*commande, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
        assert (dit.returncode, dit.stderr) == (0, b"")
        texte = dit.stdout.decode("cp1252")
        assert "Œuvre" in texte and "Nowak -> Fils" in texte
        assert not {"→", "\u202f", "\ufffd", "─", "?"} & set(texte)


def test_un_nom_ne_pilote_pas_le_terminal(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "100", "--ref", "R\x1b[2J", debiteur="Garage \x1b[31mMartin")
    assert "\x1b" not in recouvre.fait("expliquer", "D-1").sortie


def test_cas_3_le_plan_rompu(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-31")
    recouvre.ouvrir("F-3", "3460", echeance="30/09/2025")
    noter(
        recouvre,
        ArretDeDroit(date=dt.date(2026, 1, 1), cause=CauseArret.PLAN),
        EncaissementRecu(date=dt.date(2026, 1, 5), montant=600_99),
        EncaissementRecu(date=dt.date(2026, 2, 5), montant=600_99),
        ArretLeve(date=dt.date(2026, 3, 15), cause=CauseArret.PLAN),
        le=dt.date(2026, 3, 31),
    )
    decompte = recouvre.json("decompte", "D-1")
    assert (decompte["principal"], decompte["interets"], decompte["total"]) == ("2403.98", "13.60", "2417.58")
    arrete = recouvre.json("decompte", "D-1", "--au", "31/12/2025")
    assert arrete["total"] == "3605.96"
    texte = net(recouvre.fait("expliquer", "D-1").sortie)
    assert "Du 1er janvier au 14 mars 2026, plan de paiement : aucun intérêt ne court" in texte
    assert "du 15 au 31 mars 2026, 17 jours, à 12,15 %" in texte and "13,60 €" in texte
    assert "doit 2 417,58 € à Forge Béranger" in texte


def test_cas_7_paye_chez_le_creancier(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-12")
    recouvre.ouvrir("F-7", "1800")
    recouvre.fait("encaisser", "D-1", "1800", "--direct")
    texte = net(recouvre.fait("expliquer", "D-1").sortie)
    assert (
        "le 12 mars 2026, 1 800,00 € reçus directement par le créancier : 23,97 € d'intérêts, puis 40,00 € "
        "d'indemnité, puis 1 736,03 € de principal."
    ) in texte
    assert "Menuiserie Faure doit 63,97 € à Forge Béranger : 63,97 € de principal." in texte


def test_expliquer_se_lit_sans_charger_rich(cas_1: LigneDeCommande) -> None:
    code = (
        "import sys; from recouvre.cli import lancer; code = lancer(['expliquer', 'D-1']); "
        "print(code, {'rich', 'jinja2', 'reportlab', 'sqlite_utils'} & set(sys.modules), file=sys.stderr)"
    )
    processus = cas_1.python("-c", code)
    _, erreur = processus.communicate(timeout=30)
    assert erreur.decode().strip() == "0 set()"
