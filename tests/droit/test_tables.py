"""Les tables datées : celles du relevé, sans trou, vraisemblables, bornées ; et les ajouts d'un cabinet."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from recouvre.domaine.contrat import Acheteur
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.courbes import Tranche, de_la_bce, figee_publique, legale
from recouvre.droit.taux import DELAIS_PUBLICS, Bareme, Degre, Serie, Valeur
from recouvre.operations.bareme import SERIES, TableFautive, lire_ajouts, lire_bareme, lire_serie

from . import juge
from .fabrique import BAREME

RELEVES = Path(__file__).parents[3] / "shared" / "droit"
UN_JOUR = dt.timedelta(days=1)

avec_releves = pytest.mark.skipif(not RELEVES.is_dir(), reason="les relevés d'origine ne sont pas à côté du projet")


def taux_professionnel(bareme: Bareme, du: dt.date, au: dt.date) -> list[Tranche]:
    """Le taux supplétif entre professionnels."""
    return list(de_la_bce(bareme, points=None, fondement="").entre(du, au))


def taux_legal(bareme: Bareme, du: dt.date, au: dt.date) -> list[Tranche]:
    """Le taux légal « autres cas »."""
    return list(legale(bareme, particulier=False, fondement="").entre(du, au))


def lignes(fichier: str) -> list[dict[str, str]]:
    with (RELEVES / fichier).open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux))


def semestres(annee_debut: int, annee_fin: int) -> list[dt.date]:
    return [dt.date(annee, mois, 1) for annee in range(annee_debut, annee_fin + 1) for mois in (1, 7)]


# --- Le relevé, valeur par valeur ---------------------------------------------------------------------------------


@avec_releves
@pytest.mark.parametrize(
    ("nom", "colonne"), [("legal-autres-cas", "taux_autres_cas"), ("legal-particuliers", "taux_particuliers")]
)
def test_le_taux_legal_est_celui_du_releve(nom: str, colonne: str) -> None:
    lues = [
        (str(v.du), str(v.au), str(v.valeur), v.texte, " ; ".join(v.sources), v.verification)
        for v in lire_serie(nom).valeurs
    ]
    relevees = [
        (r["debut"], r["fin"], r[colonne], r["texte"], r["source"], r["verif"]) for r in lignes("taux_legal.csv")
    ]
    assert lues == relevees


@avec_releves
def test_le_taux_bce_est_celui_du_releve() -> None:
    lues = [(str(v.du), str(v.valeur), v.verification) for v in BAREME.bce.valeurs]
    assert lues == [(r["date_effet"], r["taux"], r["verif"]) for r in lignes("taux_bce.csv")]


@avec_releves
def test_les_sources_bce_sont_celles_du_releve_aux_deux_noms_effaces_pres() -> None:
    """Deux lignes de 2026 citent une synthèse dont le nom manquait au relevé : la table le complète."""
    relevees = {r["date_effet"]: r["source"] for r in lignes("taux_bce.csv")}
    differentes = [str(v.du) for v in BAREME.bce.valeurs if " ; ".join(v.sources) != relevees[str(v.du)]]
    assert differentes == ["2026-06-17", "2026-09-16"]


@avec_releves
def test_le_tableau_par_semestre_se_recalcule() -> None:
    """Défaut BCE + 10, plancher 3 × légal, les deux colonnes légales ; le BCE du premier jour depuis 2009."""
    for releve in lignes("taux_par_semestre.csv"):
        jour, fin = dt.date.fromisoformat(releve["debut"]), dt.date.fromisoformat(releve["fin"])
        ((_, _, legal),) = taux_legal(BAREME, jour, fin)
        assert str(BAREME.bce.au(jour).valeur) == releve["bce_1er_jour"]
        assert str(legal.taux) == releve["legal_autres_cas"]
        assert str(BAREME.plancher_contractuel.au(jour).valeur * legal.taux) == releve["plancher_3x_legal"]
        assert str(BAREME.legal_particuliers.au(jour).valeur) == releve["legal_particuliers"]
        du, au, palier = taux_professionnel(BAREME, jour, fin)[0]
        assert str(palier.taux) == releve["penalite_defaut_bce_plus_10"]
        if jour.year >= 2013:
            assert (du, au) == (jour, fin)
        if jour >= dt.date(2013, 7, 1):
            [(_, _, public)] = figee_publique(BAREME, jour, "").entre(jour, fin)
            assert str(public.taux) == releve["moratoires_publics_bce_plus_8"]


def test_le_taux_du_juge_est_celui_de_la_table_chaque_jour_depuis_2008() -> None:
    """Deux copies faites à la main, une par l'outil et une par le juge, disent le même taux jour après jour."""
    jour, fin = dt.date(2008, 1, 1), dt.date(2026, 12, 31)
    for tranches, regle in (
        (taux_professionnel(BAREME, jour, fin), juge.taux_professionnel),
        (taux_legal(BAREME, jour, fin), juge.taux_legal),
    ):
        for du, au, palier in tranches:
            periode, taux = regle(du)
            assert palier.taux == Decimal(taux.numerator) / Decimal(taux.denominator), (du, au)
            assert regle(au) == (periode, taux), (du, au)
            assert regle(au + UN_JOUR)[0] != periode if au < fin else True, (du, au)


# --- La forme des tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", SERIES)
def test_une_table_est_classee_sans_doublon_sourcee_et_verifiee(nom: str) -> None:
    serie = lire_serie(nom)
    assert serie.nom == nom
    assert list(serie.dates) == sorted(set(serie.dates))
    for valeur in serie.valeurs:
        assert valeur.texte and valeur.sources and valeur.verification, valeur
        assert isinstance(valeur.valeur, Decimal)
        assert valeur.valeur >= 0


@pytest.mark.parametrize("nom", ["legal-autres-cas", "legal-particuliers"])
def test_le_taux_legal_n_a_ni_trou_ni_chevauchement(nom: str) -> None:
    valeurs = lire_serie(nom).valeurs
    assert all(valeur.au is not None for valeur in valeurs)
    for avant, apres in pairwise(valeurs):
        assert avant.au == apres.du - UN_JOUR, (avant.du, apres.du)
    depuis_2015 = [valeur for valeur in valeurs if valeur.du.year >= 2015]
    assert [valeur.du for valeur in depuis_2015] == semestres(2015, 2026)


def test_la_qualite_du_creancier_ne_change_rien_avant_2015_et_tout_ensuite() -> None:
    for autres, particuliers in zip(BAREME.legal_autres_cas.valeurs, BAREME.legal_particuliers.valeurs, strict=True):
        assert autres.du == particuliers.du
        assert (autres.valeur == particuliers.valeur) is (autres.du.year < 2015)


def test_la_decoupe_couvre_chaque_jour_une_fois() -> None:
    du, au = dt.date(2005, 3, 17), dt.date(2026, 12, 31)
    for tranches in (taux_professionnel(BAREME, du, au), taux_legal(BAREME, du, au)):
        assert (tranches[0][0], tranches[-1][1]) == (du, au)
        assert all(apres[0] == avant[1] + UN_JOUR for avant, apres in pairwise(tranches))


@pytest.mark.parametrize(
    ("jour", "valeur", "piege"),
    [
        (dt.date(2018, 1, 1), "0.89", "aeccompta.com imprime 0,88"),
        (dt.date(2019, 1, 1), "0.86", "aeccompta.com imprime 0,76"),
        (dt.date(2015, 1, 1), "0.93", "calculTIL inverse les deux semestres"),
        (dt.date(2015, 7, 1), "0.99", "calculTIL inverse les deux semestres"),
        (dt.date(2024, 1, 1), "5.07", "calculTIL imprime 4,92"),
        (dt.date(2014, 6, 1), "0.04", "calculTIL imprime 4,54"),
        (dt.date(1989, 7, 14), "9.50", "veille de la loi n° 89-421"),
        (dt.date(1989, 7, 15), "7.82", "loi n° 89-421"),
        (dt.date(2006, 5, 1), "2.11", "exemple E39 : majoré, il vaut 7,11"),
    ],
)
def test_les_valeurs_que_d_autres_impriment_fausses(jour: dt.date, valeur: str, piege: str) -> None:
    assert str(BAREME.legal_autres_cas.au(jour).valeur) == valeur, piege


@pytest.mark.parametrize(
    ("jour", "defaut", "plancher", "source"),
    [
        (dt.date(2024, 7, 1), "14.25", "14.76", "E30, bpifrance-creation.fr ; E31 (13,65) est faux"),
        (dt.date(2024, 1, 1), "14.50", "15.21", "taux.md : le plancher y dépasse le défaut"),
        (dt.date(2021, 1, 1), "10.00", "2.37", "E32, dormane.fr"),
        (dt.date(2025, 1, 1), "13.15", "11.13", "E33"),
        (dt.date(2025, 7, 1), "12.15", "8.28", "E34, legifiscal.fr"),
        (dt.date(2026, 1, 1), "12.15", "7.86", "E35, legifiscal.fr"),
        (dt.date(2026, 7, 1), "12.40", "8.25", "E36"),
        (dt.date(2023, 1, 1), "12.50", "6.18", "E37, recouvrementcreance.com"),
        (dt.date(2012, 12, 14), "10.75", "2.13", "E40, lexing.law : avant 2013, dernière opération"),
    ],
)
def test_le_defaut_et_le_plancher_publies(jour: dt.date, defaut: str, plancher: str, source: str) -> None:
    [(_, _, palier)] = taux_professionnel(BAREME, jour, jour)
    assert str(palier.taux) == defaut, source
    assert str(BAREME.plancher_contractuel.au(jour).valeur * BAREME.legal_autres_cas.au(jour).valeur) == plancher, (
        source
    )


def test_chaque_ligne_dit_d_ou_vient_son_taux() -> None:
    du, au = dt.date(2012, 12, 31), dt.date(2013, 1, 1)
    assert [palier.origine for _, _, palier in taux_professionnel(BAREME, du, au)] == [
        "BCE 0,75 % au 11/07/2012 + 10 points",
        "BCE 0,75 % au 01/01/2013 + 10 points",
    ]
    jour = dt.date(2026, 7, 5)
    assert [palier.origine for _, _, palier in taux_legal(BAREME, jour, jour)] == ["intérêt légal au 01/07/2026"]


# --- Les degrés de vérification -----------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", SERIES)
def test_chaque_valeur_dit_son_degre_et_le_jour_du_releve(nom: str) -> None:
    for valeur in lire_serie(nom).valeurs:
        assert valeur.degre not in (Degre.NON_DIT, Degre.SAISI, Degre.SAISI_MALGRE_LE_CONTROLE), valeur
        assert valeur.releve_le == dt.date(2026, 11, 21)


@pytest.mark.parametrize("nom", SERIES)
def test_le_degre_resume_la_verification(nom: str) -> None:
    """Une seule source, des sources secondaires, un texte non lu : le degré le dit, et rien d'autre n'est incertain."""
    for valeur in lire_serie(nom).valeurs:
        fragile = any(mot in valeur.verification for mot in ("1 SEULE SOURCE", "SECONDAIRES", "NON LUE", "NON RELUE"))
        assert valeur.degre.incertain is fragile, valeur
        if "1 SEULE SOURCE" in valeur.verification:
            assert (valeur.degre, len(valeur.sources)) == (Degre.SOURCE_UNIQUE, 1)
        if valeur.degre is Degre.SOURCES_CONCORDANTES:
            assert len(valeur.sources) >= 2


def test_les_valeurs_incertaines_qu_un_decompte_d_aujourd_hui_emploie() -> None:
    """Depuis 2013 : le second semestre 2026, rien d'autre."""
    assert [
        (nom, str(valeur.du))
        for nom in SERIES
        for valeur in lire_serie(nom).valeurs
        if valeur.degre.incertain and valeur.du.year >= 2013
    ] == [
        ("bce", "2026-06-17"),
        ("bce", "2026-09-16"),
        ("legal-autres-cas", "2026-07-01"),
        ("legal-particuliers", "2026-07-01"),
    ]


def test_le_texte_de_l_arrete_du_premier_semestre_2026_a_ete_lu() -> None:
    assert BAREME.legal_autres_cas.au(dt.date(2026, 6, 30)).degre is Degre.TEXTE_LU
    assert BAREME.legal_autres_cas.au(dt.date(2024, 12, 31)).degre is Degre.SOURCE_OFFICIELLE
    assert BAREME.legal_autres_cas.au(dt.date(2025, 1, 1)).degre is Degre.SOURCES_CONCORDANTES


# --- Les tables réglementaires ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serie", "jour", "valeur", "texte"),
    [
        (BAREME.majoration_publique, "2013-05-01", "8", "Décret n° 2013-269"),
        (BAREME.majoration_publique, "2019-04-01", "8", "CCP R2192-31"),
        (BAREME.majoration_judiciaire, "1975-07-15", "5", "Loi n° 75-619"),
        (BAREME.majoration_judiciaire, "2026-11-21", "5", "CMF L313-3"),
        (BAREME.plancher_contractuel, "2001-05-16", "1.5", "Loi n° 2001-420"),
        (BAREME.plancher_contractuel, "2008-12-31", "1.5", "Loi n° 2001-420"),
        (BAREME.plancher_contractuel, "2009-01-01", "3", "Loi n° 2008-776"),
        (BAREME.majoration_professionnelle, "2008-12-31", "7", "Loi n° 2001-420"),
        (BAREME.majoration_professionnelle, "2009-01-01", "10", "Loi n° 2008-776"),
        (BAREME.indemnite_forfaitaire, "2013-01-01", "4000", "D441-5"),
        (BAREME.delai_public("general"), "2013-05-01", "30", "Décret n° 2013-269"),
        (BAREME.delai_public("general"), "2026-11-21", "30", "CCP R2192-10"),
        (BAREME.delai_public("sante"), "2026-11-21", "50", "CCP R2192-11 1°"),
        (BAREME.delai_public("entreprise-publique"), "2026-11-21", "60", "CCP R2192-11 2°"),
    ],
)
def test_les_tables_reglementaires(serie: Serie, jour: str, valeur: str, texte: str) -> None:
    trouvee = serie.au(dt.date.fromisoformat(jour))
    assert str(trouvee.valeur) == valeur
    assert texte in trouvee.texte


def test_tout_acheteur_public_a_un_delai_sauf_l_entite_adjudicatrice() -> None:
    assert [acheteur for acheteur in Acheteur if acheteur not in DELAIS_PUBLICS] == [Acheteur.ENTITE_ADJUDICATRICE]
    for acheteur in DELAIS_PUBLICS:
        assert BAREME.delai_public(Acheteur(acheteur)).unite == "jours"
    with pytest.raises(ValueError, match="entite-adjudicatrice"):
        BAREME.delai_public(Acheteur.ENTITE_ADJUDICATRICE)


def test_chaque_fichier_de_table_est_lu() -> None:
    parametres = Path(__file__).parents[2] / "recouvre" / "droit" / "parametres"
    tables = [
        chemin.stem for chemin in parametres.glob("*.toml") if "valeurs" in tomllib.loads(chemin.read_text("utf-8"))
    ]
    assert sorted(tables) == sorted(SERIES)


# --- Les bornes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "jour", "jour_demande", "periode"),
    [
        ("bce", "1998-12-31", "1998-07-01", "2e semestre 1998"),
        ("bce", "2026-10-11", "2026-10-11", "jour du 11/10/2026"),
        ("bce", "2027-01-01", "2027-01-01", "1er semestre 2027"),
        ("legal-autres-cas", "1975-07-14", "1975-07-01", "2e semestre 1975"),
        ("legal-autres-cas", "2027-01-01", "2027-01-01", "1er semestre 2027"),
        ("legal-autres-cas", "2031-12-31", "2031-07-01", "2e semestre 2031"),
        ("legal-particuliers", "2027-06-30", "2027-01-01", "1er semestre 2027"),
        ("majoration-professionnelle", "2001-05-15", "2001-01-01", "1er semestre 2001"),
        ("indemnite-forfaitaire", "2012-12-31", "2012-07-01", "2e semestre 2012"),
        ("majoration-publique", "2013-04-30", "2013-01-01", "1er semestre 2013"),
        ("majoration-judiciaire", "1975-07-14", "1975-07-01", "2e semestre 1975"),
        ("plancher-contractuel", "2001-05-15", "2001-01-01", "1er semestre 2001"),
        ("delai-public-general", "2013-04-30", "2013-01-01", "1er semestre 2013"),
        ("delai-public-sante", "2013-04-30", "2013-01-01", "1er semestre 2013"),
        ("delai-public-entreprise", "2013-04-30", "2013-01-01", "1er semestre 2013"),
    ],
)
def test_hors_de_l_etendue_on_refuse_et_on_dit_quoi_taper(nom: str, jour: str, jour_demande: str, periode: str) -> None:
    with pytest.raises(TauxInconnu) as refus:
        lire_serie(nom).au(dt.date.fromisoformat(jour))
    assert (refus.value.serie, refus.value.jour) == (nom, jour_demande)
    assert f"Le taux « {nom} » n'est pas connu pour le {periode}." in str(refus.value)
    assert f"recouvre taux ajouter {nom} {jour_demande} VALEUR --source" in str(refus.value)


@pytest.mark.parametrize(
    ("du", "au", "demande", "periode"),
    [
        ("2025-01-01", "2025-03-31", "2025-05-01", "jour du 01/05/2025"),
        ("2024-12-15", "2025-01-01", "2025-05-01", "jour du 01/05/2025"),
        ("2024-12-15", "2024-12-31", "2025-01-01", "1er semestre 2025"),
        ("2025-02-01", "2025-03-31", "2025-01-01", "1er semestre 2025"),
    ],
)
def test_d_un_semestre_dont_le_premier_jour_est_connu_on_ne_demande_que_le_jour_qui_manque(
    du: str, au: str, demande: str, periode: str
) -> None:
    valeur = Valeur(du=dt.date.fromisoformat(du), au=dt.date.fromisoformat(au), valeur=Decimal(2))
    with pytest.raises(TauxInconnu) as refus:
        Serie(nom="bce", libelle="", unite="", valeurs=(valeur,)).au(dt.date(2025, 5, 1))
    assert refus.value.jour == demande
    assert f"pour le {periode}." in str(refus.value)


@pytest.mark.parametrize(
    ("nom", "premier", "dernier"),
    [
        ("bce", "1999-01-01", "2026-10-10"),
        ("legal-autres-cas", "1975-07-15", "2026-12-31"),
        ("legal-particuliers", "1975-07-15", "2026-12-31"),
    ],
)
def test_le_premier_et_le_dernier_jour_connus_repondent(nom: str, premier: str, dernier: str) -> None:
    serie = lire_serie(nom)
    assert serie.au(dt.date.fromisoformat(premier)) is serie.valeurs[0]
    assert serie.au(dt.date.fromisoformat(dernier)) is serie.valeurs[-1]


def test_une_decoupe_s_arrete_ou_la_table_s_arrete() -> None:
    for courbe in (legale(BAREME, particulier=False, fondement=""), de_la_bce(BAREME, points=None, fondement="")):
        tranches = courbe.entre(dt.date(2026, 12, 15), dt.date(2027, 1, 1))
        assert next(tranches)[1] == dt.date(2026, 12, 31)
        with pytest.raises(TauxInconnu, match="1er semestre 2027"):
            next(tranches)


def test_le_second_semestre_2026_est_connu_en_entier_par_son_premier_jour() -> None:
    """Le taux BCE d'après le 10/10/2026 est inconnu, mais le semestre se lit au 1er juillet (L441-10 II)."""
    [(_, _, palier)] = taux_professionnel(BAREME, dt.date(2026, 7, 1), dt.date(2026, 12, 31))
    assert str(palier.taux) == "12.40"


# --- Les ajouts d'un cabinet --------------------------------------------------------------------------------------


def ajouter(cabinet: Path, nom: str, *ajouts: tuple[str, str, str | None]) -> Serie:
    """Pose dans le cabinet des valeurs (du, valeur, au) comme ``taux ajouter`` les écrit, et relit la table."""
    chemin = cabinet / "parametres" / f"{nom}.toml"
    chemin.parent.mkdir(parents=True, exist_ok=True)
    textes = [
        f'[[valeurs]]\nvaleur = {valeur}\ndu = {du}\n{f"au = {au}" if au else ""}\ntexte = "essai"\n'
        for du, valeur, au in ajouts
    ]
    chemin.write_text("\n".join([f'nom = "{nom}"\n', *textes]), "utf-8")
    return lire_serie(nom, cabinet)


def test_sans_ajout_le_cabinet_a_les_tables_du_paquet(tmp_path: Path) -> None:
    assert [lire_serie(nom, tmp_path) for nom in SERIES] == [lire_serie(nom) for nom in SERIES]


def test_un_taux_bce_ajoute_ouvre_son_semestre_et_pas_le_suivant(tmp_path: Path) -> None:
    ajouter(tmp_path, "bce", ("2027-01-01", "2.65", None))
    [(_, _, palier)] = taux_professionnel(lire_bareme(tmp_path), dt.date(2027, 1, 1), dt.date(2027, 6, 30))
    assert str(palier.taux) == "12.65"
    with pytest.raises(TauxInconnu, match="2e semestre 2027"):
        taux_professionnel(lire_bareme(tmp_path), dt.date(2027, 6, 30), dt.date(2027, 7, 1))


def test_un_taux_legal_ajoute_vaut_son_semestre_seulement(tmp_path: Path) -> None:
    serie = ajouter(tmp_path, "legal-autres-cas", ("2027-01-01", "2.90", "2027-06-30"))
    assert str(serie.au(dt.date(2027, 6, 30)).valeur) == "2.90"
    assert str(serie.au(dt.date(2026, 12, 31)).valeur) == "2.75"
    with pytest.raises(TauxInconnu, match="2e semestre 2027"):
        serie.au(dt.date(2027, 7, 1))


def test_a_date_egale_la_valeur_du_cabinet_prime(tmp_path: Path) -> None:
    serie = ajouter(tmp_path, "legal-autres-cas", ("2026-07-01", "2.76", "2026-12-31"))
    assert str(serie.au(dt.date(2026, 12, 31)).valeur) == "2.76"
    assert len(serie.valeurs) == len(lire_serie("legal-autres-cas").valeurs)


def test_un_trou_dans_le_taux_legal_reste_un_trou(tmp_path: Path) -> None:
    serie = ajouter(tmp_path, "legal-autres-cas", ("2027-07-01", "2.90", "2027-12-31"))
    with pytest.raises(TauxInconnu, match="1er semestre 2027"):
        serie.au(dt.date(2027, 3, 1))


@pytest.mark.parametrize(
    ("ajouts", "jour", "periode"),
    [
        ((("2027-07-01", "2.90", None),), dt.date(2027, 1, 1), "1er semestre 2027"),
        ((("2027-01-01", "2.65", None), ("2028-01-01", "2.40", None)), dt.date(2027, 7, 1), "2e semestre 2027"),
    ],
    ids=["un semestre sauté avant le premier ajout", "un semestre sauté entre deux ajouts"],
)
def test_un_semestre_saute_dans_le_taux_bce_reste_inconnu(
    tmp_path: Path, ajouts: tuple[tuple[str, str, str | None], ...], jour: dt.date, periode: str
) -> None:
    """Un taux de juillet relevé ne dit rien de janvier : le prolonger en silence serait inventer."""
    ajouter(tmp_path, "bce", *ajouts)
    with pytest.raises(TauxInconnu, match=periode):
        taux_professionnel(lire_bareme(tmp_path), jour, jour)


def test_un_ajout_que_le_paquet_confirme_ne_compte_plus(tmp_path: Path) -> None:
    """Le cabinet avait relevé le 1er janvier 2026 ; la table livrée le sait aujourd'hui, et tous les jours d'après."""
    serie = ajouter(tmp_path, "bce", ("2026-01-01", "2.15", None))
    assert serie == lire_serie("bce")
    assert str(serie.au(dt.date(2026, 1, 2)).valeur) == "2.15"
    legal = ajouter(tmp_path, "legal-autres-cas", ("2026-07-01", "2.75", "2026-12-31"))
    assert legal.au(dt.date(2026, 7, 1)).degre is Degre.SOURCES_SECONDAIRES, "le degré du paquet, mieux sourcé"


def test_un_ajout_sans_degre_est_une_saisie_du_cabinet(tmp_path: Path) -> None:
    serie = ajouter(tmp_path, "legal-autres-cas", ("2027-01-01", "2.90", "2027-06-30"))
    assert serie.au(dt.date(2027, 1, 1)).degre is Degre.SAISI
    assert not Degre.SAISI.incertain


VALEUR = "[[valeurs]]\ndu = 2027-01-01\nvaleur = 2.65\n"


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("valeur =", "ce n'est pas du TOML (à la fin du fichier)"),
        ("vlaeurs = 3\n", "« vlaeurs » n'est pas une clé connue (nom, releve_le, sources, valeurs)"),
        ("connu_au = 2030-01-01\n", "« connu_au » n'est pas une clé connue"),
        ('nom = "legal-autres-cas"\n', "il se nomme « legal-autres-cas », c'est la table « bce »"),
        (VALEUR + "taux = 3\n", "« taux » n'est pas une clé connue (du, au, valeur"),
        ('valeurs = "x"\n', "« valeurs » doit être une suite de sections [[valeurs]]"),
        ("valeurs = [3]\n", "« valeurs » doit être une suite"),
        ("sources = 3\n", "« sources » doit être une section"),
        ("[[valeurs]]\nvaleur = 3\n", "une valeur n'a pas de « du »"),
        ("[[valeurs]]\ndu = 2027-01-01\n", "une valeur n'a pas de « valeur »"),
        ("[[valeurs]]\ndu = 3\nvaleur = 3\n", "« du = 3 » n'est pas une date"),
        ('[[valeurs]]\ndu = "01/01/2027"\nvaleur = 3\n', "« du = 01/01/2027 » n'est pas une date"),
        ("[[valeurs]]\ndu = 2027-01-01T00:00:00\nvaleur = 3\n", "n'est pas une date"),
        (VALEUR.replace("2.65", "true"), "« valeur = True » n'est pas un nombre"),
        (VALEUR.replace("2.65", "inf"), "n'est pas un nombre"),
        (VALEUR.replace("2.65", '"2,65"'), "« valeur = 2,65 » n'est pas un nombre"),
        (VALEUR + 'degre = "sûr"\n', "« degre = sûr » n'est pas un degré connu (texte lu, "),
        (VALEUR + 'sources = ["s1"]\n', "la source « s1 » n'est pas dans [sources]"),
        (VALEUR + VALEUR, "deux valeurs pour la même date, du = 2027-01-01"),
    ],
)
def test_une_table_du_cabinet_mal_ecrite_est_refusee_et_on_dit_ou(tmp_path: Path, texte: str, phrase: str) -> None:
    chemin = tmp_path / "parametres" / "bce.toml"
    chemin.parent.mkdir()
    chemin.write_text(texte, "utf-8")
    with pytest.raises(TableFautive) as refus:
        lire_serie("bce", tmp_path)
    assert f"{chemin} ne se lit pas : " in str(refus.value) and phrase in str(refus.value)


def test_une_table_du_cabinet_ecrite_par_un_juriste(tmp_path: Path) -> None:
    """Sources nommées, dates entre guillemets, signature d'un tableur : tout cela se lit."""
    chemin = tmp_path / "parametres" / "bce.toml"
    chemin.parent.mkdir()
    texte = (
        'releve_le = 2027-01-04\n[sources]\na = "page de la BCE"\n[[valeurs]]\ndu = "2027-01-01"\nvaleur = "2.65"\n'
        'texte = "décision du 17/12/2026"\nsources = ["a"]\ndegre = "source officielle"\n'
    )
    chemin.write_text(texte, "utf-8-sig")
    [valeur] = lire_ajouts("bce", tmp_path)
    assert (valeur.valeur, valeur.sources, valeur.degre) == (
        Decimal("2.65"), ("page de la BCE",), Degre.SOURCE_OFFICIELLE,
    )  # fmt: skip
    assert (valeur.du, valeur.releve_le) == (dt.date(2027, 1, 1), dt.date(2027, 1, 4))
