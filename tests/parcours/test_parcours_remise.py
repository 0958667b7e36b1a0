"""B1 : une remise en Windows-1252, ses rejets, son ré-import ; et jusqu'aux lettres, accents et zéros compris."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from cabinet_essai import ADRESSE_CREANCIER, PARTAGE, LigneDeCommande
from pypdf import PdfReader

LEFEVRE = "C001;PRO;;Maçonnerie Lefèvre SARL;;900000019;12 rue de l'Église;;01000;Bourg-en-Bresse"
LEFEVRE_JOINT = f"{LEFEVRE};04 74 00 00 01;compta@lefevre.example"
REMISE = (
    "Réf. client;Type;Civilité;Nom / Raison sociale;Prénom;SIREN;Adresse 1;Adresse 2;CP;Ville;Téléphone;E-mail;"
    "N° facture;Date facture;Échéance;Montant TTC;Déjà réglé;Libellé",
    f"{LEFEVRE_JOINT};F2026-0101;15/01/2026;14/02/2026;1\u00a0234,56;0,00;Travaux œuvre",
    f"{LEFEVRE_JOINT};F2026-0102;31/01/2026;02/03/2026;2 400,00 €;400,00;Livraison",
    f"{LEFEVRE_JOINT};A2026-0007;10/02/2026;;-150,00;;Avoir sur F2026-0102",
    "C002;PART;Mme;Núñez-Dupré;Hélène;;3 allée des Cèdres;Bât. B;06200;Nice;06 00 00 00 02;h.nunez@example;"
    "F2026-0110;20/02/2026;20/03/2026;89,9;0;Abonnement",
    "C003;PRO;;Éts Garçon & Fils;;900000424;1 place Foch;;75008;Paris;;;F2026-0120;01/03/2026;31/03/2026;560,00;;"
    "Pièces",
    "C004;PRO;;SAS Brise-Lames;;900000779;8 quai Sud;;13002;Marseille;;;F2026-0130;05/03/2026;31/02/2026;780,00;;"
    "Location",
    f"{LEFEVRE};;;F2026-0101;15/01/2026;14/02/2026;1234,56;0;doublon",
    "C005;PRO;;SCI L'Hermitage;;900001132;2 chemin Vert;;69005;Lyon;;;F2026-0140;10/03/2026;09/04/2026;;;montant vide",
)
OPTIONS = ("--creancier", "Forge Béranger", "--piece", "mandat", "--piece", "cgv")


def ecrire(chemin: Path, codec: str = "cp1252") -> Path:
    chemin.parent.mkdir(exist_ok=True)
    chemin.write_bytes(("\r\n".join(REMISE) + "\r\n").encode(codec))
    return chemin


@pytest.fixture
def remise(tmp_path: Path, recouvre: LigneDeCommande) -> Path:
    """La remise d'exemple, le 10 avril 2026 : toutes ses factures sont échues."""
    recouvre.jour("2026-04-10")
    return ecrire(tmp_path / "remises" / "remise_exemple_cp1252.csv")


def test_la_remise_d_essai_est_l_echantillon(remise: Path) -> None:
    echantillon = PARTAGE / "echantillons" / "remises" / remise.name
    if not echantillon.is_file():
        pytest.skip("les échantillons communs ne sont pas à côté du projet")
    assert remise.read_bytes() == echantillon.read_bytes()


def test_les_comptes_de_la_remise(recouvre: LigneDeCommande, remise: Path) -> None:
    bilan = recouvre.json("ouvrir", str(remise), *OPTIONS)
    assert (bilan["acceptees"], bilan["doublons"], bilan["rejetees"]) == (5, 1, 2)
    assert [(d["numero"], d["debiteur"], d["principal"], d["nouveau"]) for d in bilan["dossiers"]] == [
        ("D-1", "Maçonnerie Lefèvre SARL", "3084.56", True),
        ("D-2", "Mme Hélène Núñez-Dupré", "89.90", True),
        ("D-3", "Éts Garçon & Fils", "560.00", True),
    ]
    vues = [(a["ligne"], a["gravite"]) for a in bilan["anomalies"]]
    assert vues == [(5, "avertissement"), (6, "avertissement"), (7, "rejet"), (9, "rejet")]
    colonnes = [a["colonne"] for a in bilan["anomalies"]]
    assert colonnes == ["E-mail", "SIREN", "Échéance", "Montant TTC"]
    assert "31/02/2026" in bilan["anomalies"][2]["message"]
    [avoir] = [ligne for ligne in recouvre.json("decompte", "D-1")["lignes"] if ligne["nature"] == "avoir"]
    assert (avoir["facture"], avoir["montant"]) == ("F2026-0102", "-150.00"), "le libellé dit la facture qu'il réduit"
    tenus = recouvre.json("dossiers")["dossiers"]
    assert sum(Decimal(d["principal"]) for d in tenus) == Decimal("3734.46")
    recouvre.verifier()


def test_les_textes_sont_intacts_en_base_et_en_lettre(recouvre: LigneDeCommande, remise: Path) -> None:
    recouvre.fait("ouvrir", str(remise), *OPTIONS)
    assert recouvre.lignes("SELECT nom, code_postal FROM parties WHERE role = 'debiteur' ORDER BY id") == [
        ("Maçonnerie Lefèvre SARL", "01000"),
        ("Núñez-Dupré", "06200"),
        ("Éts Garçon & Fils", "75008"),
    ]
    recouvre.fait("creancier", "Forge Béranger", *ADRESSE_CREANCIER)
    departs = recouvre.json("relances", "--envoyer")["envoyees"]
    lettres = ["\n".join(p.extract_text() for p in PdfReader(recouvre.cabinet / d["fichier"]).pages) for d in departs]
    assert len(lettres) == 3
    assert "01000" in lettres[0] and "Travaux œuvre" in lettres[0] and "Lefèvre" in lettres[0]
    assert "Hélène Núñez-Dupré" in lettres[1] and "06200" in lettres[1]
    assert "Éts Garçon & Fils" in lettres[2]
    recouvre.verifier()


def test_a_blanc_dit_tout_et_n_ecrit_rien(recouvre: LigneDeCommande, remise: Path) -> None:
    avant = recouvre.octets()
    blanc = recouvre.json("ouvrir", str(remise), *OPTIONS, "--a-blanc")
    assert (blanc["acceptees"], blanc["doublons"], blanc["rejetees"], blanc["rejets"]) == (5, 1, 2, [])
    assert "rien n'a été écrit" in recouvre.fait("ouvrir", str(remise), *OPTIONS, "--a-blanc").sortie
    assert recouvre.octets() == avant
    assert [chemin.name for chemin in remise.parent.iterdir()] == [remise.name]
    reel = recouvre.json("ouvrir", str(remise), *OPTIONS)
    assert {**reel, "rejets": []} == blanc, "l'essai avait tout dit"


def test_reimporter_ne_cree_rien(recouvre: LigneDeCommande, remise: Path) -> None:
    recouvre.fait("ouvrir", str(remise), *OPTIONS)
    avant = recouvre.octets()
    bilan = recouvre.json("ouvrir", str(remise), *OPTIONS)
    assert (bilan["acceptees"], bilan["doublons"], bilan["rejetees"], bilan["dossiers"]) == (0, 6, 2, [])
    assert recouvre.octets() == avant
    assert len(list(remise.parent.glob("*_rejets*.csv"))) == 1, "les mêmes rejets ne s'écrivent pas deux fois"


def test_les_rejets_se_corrigent_et_se_relancent(recouvre: LigneDeCommande, remise: Path) -> None:
    [chemin] = recouvre.json("ouvrir", str(remise), *OPTIONS)["rejets"]
    rejets = Path(chemin)
    assert rejets.parent == remise.parent
    octets = rejets.read_bytes()
    codec = "utf-8-sig" if octets.startswith(b"\xef\xbb\xbf") else "cp1252"
    texte = octets.decode(codec)
    assert "SCI L'Hermitage" in texte and "F2026-0130" in texte and "F2026-0101" not in texte
    corrige = texte.replace("31/02/2026", "28/02/2026").replace("05/03/2026", "05/02/2026")
    corrige = corrige.replace("09/04/2026;;", "09/04/2026;1 120,00;")
    rejets.write_bytes(corrige.encode(codec))
    bilan = recouvre.json("ouvrir", str(rejets), *OPTIONS)
    assert (bilan["acceptees"], bilan["doublons"], bilan["rejetees"]) == (2, 0, 0)
    assert [(d["debiteur"], d["principal"]) for d in bilan["dossiers"]] == [
        ("SAS Brise-Lames", "780.00"),
        ("SCI L'Hermitage", "1120.00"),
    ]
    recouvre.verifier()


def test_les_rejets_n_ecrasent_pas_le_fichier_de_quelqu_un(recouvre: LigneDeCommande, remise: Path) -> None:
    autre = remise.with_name(f"{remise.stem}_rejets.csv")
    autre.write_text("mes notes", encoding="utf-8")
    [rejets] = recouvre.json("ouvrir", str(remise), *OPTIONS)["rejets"]
    assert Path(rejets).name == f"{remise.stem}_rejets-2.csv"
    assert autre.read_text(encoding="utf-8") == "mes notes"


def test_meme_contenu_en_utf_8_avec_bom(
    recouvre: LigneDeCommande, temoin: LigneDeCommande, remise: Path, tmp_path: Path
) -> None:
    autre = ecrire(tmp_path / "utf8" / remise.name, "utf-8-sig")
    bilans = [outil.json("ouvrir", str(c), *OPTIONS) for outil, c in ((recouvre, remise), (temoin, autre))]
    assert {**bilans[0], "rejets": []} == {**bilans[1], "rejets": []}
    assert recouvre.projections() == temoin.projections()
    parties = "SELECT * FROM parties ORDER BY id"
    assert recouvre.lignes(parties) == temoin.lignes(parties)
    faits = "SELECT rang, dossier, genre, date, cle, donnees FROM journal ORDER BY rang"
    assert recouvre.lignes(faits) == temoin.lignes(faits)


def test_chercher_trouve_sans_accents_par_facture_et_par_telephone(recouvre: LigneDeCommande, remise: Path) -> None:
    recouvre.fait("ouvrir", str(remise), *OPTIONS)
    for mots, numero in ((("lefevre",), "D-1"), (("F2026-0110",), "D-2"), (("04", "74", "00", "00", "01"), "D-1"),
                         (("c003",), "D-3"), (("garcon", "fils"), "D-3"), (("nunez",), "D-2")):  # fmt: skip
        assert [d["numero"] for d in recouvre.json("chercher", *mots)["dossiers"]] == [numero], mots


def test_une_panne_au_milieu_d_un_import_ne_laisse_rien(
    recouvre: LigneDeCommande, remise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panne(*_: object, **__: object) -> None:
        raise RuntimeError("le disque a disparu")

    avant = recouvre.octets()
    with monkeypatch.context() as rustine:
        rustine.setattr("recouvre.base.projections.ecrire", panne)
        assert recouvre("ouvrir", str(remise), *OPTIONS).code == 70
    assert recouvre.octets() == avant
    assert recouvre.json("ouvrir", str(remise), *OPTIONS)["acceptees"] == 5
    recouvre.verifier()


@pytest.mark.parametrize("ensemble", [True, False], ids=["même fichier", "fichier d'après"])
def test_meme_numero_autre_montant_se_dit(recouvre: LigneDeCommande, tmp_path: Path, ensemble: bool) -> None:
    """Une facture corrigée sous le même numéro n'est pas avalée comme une répétition."""
    recouvre.jour("2026-04-10")
    tete, bonne = REMISE[0], REMISE[1]
    corrigee = bonne.replace("1\u00a0234,56", "1300,00")
    assert corrigee != bonne
    lots = [[tete, bonne, corrigee]] if ensemble else [[tete, bonne], [tete, corrigee]]
    for rang, lignes in enumerate(lots):
        fichier = tmp_path / f"lot{rang}.csv"
        fichier.write_text("\n".join(lignes) + "\n", "utf-8")
        bilan = recouvre.json("ouvrir", str(fichier), *OPTIONS)
    assert bilan["doublons"] == 1
    (dit,) = bilan["anomalies"]
    assert dit["gravite"] == "avertissement"
    assert "1\u202f300,00" in dit["message"]
    assert "1\u202f234,56" in dit["message"]
