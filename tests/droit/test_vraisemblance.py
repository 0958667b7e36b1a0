"""Les contrôles des tables : leur forme, et le test de CMF D313-1-A devant les coquilles que d'autres ont imprimées."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_UP, Decimal
from fractions import Fraction

import pytest

from recouvre.droit.formule_legale import CALME, SEUILS, ecarts, semestre_precedent, semestre_suivant, suspectes
from recouvre.droit.taux import Degre, Serie, Valeur
from recouvre.droit.vraisemblance import (
    Constat,
    Gravite,
    controler,
    controler_bce,
    controler_colonnes,
    controler_forme,
    incertitudes,
    manques,
)
from recouvre.operations.bareme import SERIES, lire_serie

TABLES: Mapping[str, Serie] = {nom: lire_serie(nom) for nom in SERIES}
AUTRES, PARTICULIERS = "legal-autres-cas", "legal-particuliers"
UN_JOUR = dt.timedelta(days=1)


def avec(nom: str, **corrections: str) -> dict[str, Serie]:
    """Les tables livrées, quelques valeurs changées : ``s2018_1="0.88"`` pour le 1er semestre 2018."""
    table = TABLES[nom]
    nouvelles = {}
    for cle, valeur in corrections.items():
        annee, semestre = cle.removeprefix("s").split("_")
        nouvelles[dt.date(int(annee), 1 if semestre == "1" else 7, 1)] = Decimal(valeur)
    assert nouvelles.keys() <= set(table.dates)
    valeurs = tuple(replace(v, valeur=nouvelles.get(v.du, v.valeur)) for v in table.valeurs)
    return {**TABLES, nom: replace(table, valeurs=valeurs)}


def prolonge(
    nom: str, du: dt.date, valeur: str, tables: Mapping[str, Serie] = TABLES, **champs: object
) -> dict[str, Serie]:
    """Les tables, une valeur de plus au bout de l'une d'elles."""
    table = tables[nom]
    au = du if nom == "bce" else semestre_suivant(du) - UN_JOUR
    ajout = Valeur(du=du, au=au, valeur=Decimal(valeur), texte="essai", degre=Degre.SAISI)
    return {**tables, nom: replace(table, valeurs=(*table.valeurs, replace(ajout, **champs)))}  # type: ignore[arg-type]


def defauts(tables: Mapping[str, Serie]) -> list[Constat]:
    return [constat for constat in controler(tables) if constat.gravite is Gravite.DEFAUT]


def demasquees(tables: Mapping[str, Serie]) -> list[tuple[str, str]]:
    """(table, date d'effet) de ce que le contrôle dément."""
    return [(constat.table, str(constat.le)) for constat in defauts(tables)]


# --- Les tables livrées -------------------------------------------------------------------------------------------


def test_les_tables_livrees_n_ont_aucun_defaut() -> None:
    assert list(controler(TABLES)) == []


def test_les_seuils_sont_les_plus_grands_ecarts_releves_augmentes_de_moitie() -> None:
    """Recalculés ici sans le code jugé : chaque marge, l'écart à ses voisines, par temps calme et agité."""
    for nom in (AUTRES, PARTICULIERS):
        releves = {"entre_calme": [], "entre_agite": [], "bord_calme": [], "bord_agite": []}  # type: dict[str, list[Decimal]]
        debuts = [dt.date(annee, mois, 1) for annee in range(2015, 2027) for mois in (1, 7)]
        marges = [TABLES[nom].au(debut).valeur - bce_au(deux_mois_plus_tot(debut)) for debut in debuts]
        assert len(marges) == 24
        for rang in range(1, 24):
            calme = "calme" if variation(debuts[rang], debuts[rang]) <= CALME else "agite"
            releves[f"bord_{calme}"].append(abs(marges[rang] - marges[rang - 1]))
            if rang < 23:
                calme = "calme" if variation(debuts[rang], debuts[rang + 1]) <= CALME else "agite"
                moyenne = (marges[rang - 1] + marges[rang + 1]) / 2
                releves[f"entre_{calme}"].append(abs(marges[rang] - moyenne))
        attendus = {
            cle: (max(liste) * Decimal("1.5")).quantize(Decimal("0.01"), ROUND_UP) for cle, liste in releves.items()
        }
        assert SEUILS[nom]._asdict() == attendus, nom


def bce_au(jour: dt.date) -> Decimal:
    return [valeur.valeur for valeur in TABLES["bce"].valeurs if valeur.du <= jour][-1]


def deux_mois_plus_tot(debut: dt.date) -> dt.date:
    return debut.replace(year=debut.year - 1, month=11) if debut.month == 1 else debut.replace(month=5)


def variation(debut: dt.date, dernier: dt.date) -> Decimal:
    ancre, fin = deux_mois_plus_tot(debut), deux_mois_plus_tot(dernier)
    mois = ancre.year * 12 + ancre.month - 1 - 30
    jour = dt.date(mois // 12, mois % 12 + 1, 1)
    jours = [jour + dt.timedelta(days=n) for n in range((fin - jour).days + 1)]
    taux = [bce_au(jour) for jour in jours]
    return max(taux) - min(taux)


def test_les_valeurs_livrees_laissent_une_marge_au_test() -> None:
    for nom in (AUTRES, PARTICULIERS):
        mesures = ecarts(TABLES[nom], TABLES["bce"])
        assert len(mesures) == 24
        assert max(mesure.part for mesure in mesures.values()) <= Decimal(2) / 3


# --- Les coquilles que d'autres ont imprimées ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "corrections", "vu", "source"),
    [
        (AUTRES, {"s2019_1": "0.76"}, [(AUTRES, "2019-01-01")], "aeccompta.com, 1er semestre 2019"),
        (AUTRES, {"s2018_1": "0.88"}, [], "aeccompta.com, 1er semestre 2018 : un centième, NON VU"),
        (AUTRES, {"s2015_1": "0.99", "s2015_2": "0.93"}, [], "calculTIL inverse 2015 : six centièmes, NON VU"),
        (AUTRES, {"s2024_1": "4.92", "s2024_2": "5.07"}, [(AUTRES, "2024-01-01")], "semestres inversés en 2024"),
        (AUTRES, {"s2023_1": "4.22", "s2023_2": "2.06"}, [(AUTRES, "2023-01-01")], "semestres inversés en 2023"),
        (AUTRES, {"s2026_1": "6.67"}, [(AUTRES, "2026-01-01")] * 2, "colonne particuliers dans autres cas"),
        (PARTICULIERS, {"s2026_1": "2.62"}, [(PARTICULIERS, "2026-01-01"), (AUTRES, "2026-01-01")], "et l'inverse"),
        (AUTRES, {"s2026_2": "7.25"}, [(AUTRES, "2026-07-01")] * 2, "chiffres inversés au bord de la table : 2,75"),
        (AUTRES, {"s2023_1": "2.60"}, [(AUTRES, "2023-01-01")], "chiffres inversés : 2,06"),
        (AUTRES, {"s2018_1": "0.98"}, [(AUTRES, "2018-01-01")], "chiffres inversés : 0,89"),
        (AUTRES, {"s2020_2": "0.48"}, [(AUTRES, "2020-07-01")], "chiffres inversés : 0,84"),
        (AUTRES, {"s2024_2": "4.29"}, [(AUTRES, "2024-07-01")], "chiffres inversés : 4,92"),
        (AUTRES, {"s2025_1": "37.1"}, [(AUTRES, "2025-01-01")] * 3, "virgule déplacée"),
        (PARTICULIERS, {"s2020_1": "3.51"}, [(PARTICULIERS, "2020-01-01")], "chiffres inversés : 3,15"),
        (PARTICULIERS, {"s2024_2": "8.61"}, [(PARTICULIERS, "2024-07-01")], "chiffres inversés : 8,16"),
        (PARTICULIERS, {"s2021_1": "3.12", "s2021_2": "3.14"}, [], "semestres inversés à deux centièmes : NON VU"),
    ],
)  # fmt: skip
def test_une_coquille_est_demasquee_ou_on_dit_qu_elle_ne_l_est_pas(
    nom: str, corrections: dict[str, str], vu: list[tuple[str, str]], source: str
) -> None:
    assert sorted(demasquees(avec(nom, **corrections))) == sorted(vu), source


def test_la_table_de_calcultil_est_demasquee() -> None:
    """De 2016 à 2022 elle donne le taux des particuliers aux professionnels."""
    copies = {f"s{v.du.year}_{1 if v.du.month == 1 else 2}": str(v.valeur) for v in TABLES[PARTICULIERS].valeurs
              if 2016 <= v.du.year <= 2022}  # fmt: skip
    vus = demasquees(avec(AUTRES, **copies))
    assert len([le for table, le in vus if table == AUTRES and "2016" <= le[:4] <= "2022"]) >= 14
    assert (AUTRES, "2014-01-01") in demasquees(avec(AUTRES, s2014_1="4.54")), "4,54 en 2014 : un seul taux avant 2015"


VUE_DES = {
    AUTRES: "29 15 | 7 4 | 5 4 | 4 4 | 5 4 | 5 4 | 4 5 | 4 8 | 19 12 | 13 11 | 19 10 | 14 27",
    PARTICULIERS: "59 32 | 11 9 | 8 6 | 11 10 | 10 6 | 6 6 | 9 8 | 7 14 | 32 35 | 33 31 | 45 39 | 36 51",
}
"""Par semestre de 2015 à 2026, la plus petite faute, en centièmes, que le test voit dans un sens et dans l'autre."""


@pytest.mark.parametrize("nom", [AUTRES, PARTICULIERS])
def test_la_taille_de_coquille_que_le_test_voit(nom: str) -> None:
    """Une faute de cette taille se voit toujours ; un centième de moins, dans un sens au moins, non."""
    semestres = [valeur for valeur in TABLES[nom].valeurs if valeur.du.year >= 2015]
    tailles = [int(taille) for taille in VUE_DES[nom].replace("|", " ").split()]
    for valeur, taille in zip(semestres, tailles, strict=True):
        cle = f"s{valeur.du.year}_{1 if valeur.du.month == 1 else 2}"

        def vue(centiemes: int, valeur: Valeur = valeur, cle: str = cle) -> bool:
            return bool(demasquees(avec(nom, **{cle: str(valeur.valeur + Decimal(centiemes) / 100)})))

        assert vue(taille) and vue(-taille) and vue(2 * taille) and vue(-2 * taille), (cle, taille)
        assert not (vue(taille - 1) and vue(1 - taille)), (cle, taille)


def test_une_faute_n_est_nommee_qu_une_fois() -> None:
    """Elle dérange ses deux voisines, mais c'est elle qu'on désigne, avec de quoi la relire."""
    [constat] = defauts(avec(AUTRES, s2024_2="4.29"))
    assert (constat.table, constat.le, constat.invraisemblable) == (AUTRES, dt.date(2024, 7, 1), True)
    for mot in ("4,29 %", "2e semestre 2024", "D313-1-A", "01/05/2024 (4,50 %)", "-0,21", "0,57 et 0,31"):
        assert mot in constat.phrase, constat.phrase


def test_une_faute_dans_le_taux_bce_se_voit_aussi_par_le_taux_legal() -> None:
    """Le 1er novembre 2024, 4,30 au lieu de 3,40 : le taux BCE seul ne se trahit pas, l'accord avec le légal si."""
    valeurs = tuple(
        replace(v, valeur=Decimal("4.30")) if str(v.du) == "2024-10-23" else v for v in TABLES["bce"].valeurs
    )
    vus = demasquees({**TABLES, "bce": replace(TABLES["bce"], valeurs=valeurs)})
    assert vus == [("bce", "2024-12-18"), (AUTRES, "2025-01-01"), (PARTICULIERS, "2025-01-01")]


# --- Au bord de la table --------------------------------------------------------------------------------------------

S1_2027 = dt.date(2027, 1, 1)


def test_un_semestre_sans_taux_bce_n_est_pas_juge_et_on_le_dit() -> None:
    [constat] = controler(prolonge(AUTRES, S1_2027, "2.90"))
    assert (constat.gravite, constat.le) == (Gravite.NON_CONTROLE, S1_2027)
    assert "recouvre taux ajouter bce 2026-11-01" in constat.phrase


@pytest.mark.parametrize(("valeur", "vu"), [("3.20", False), ("3.40", False), ("2.30", True), ("9.20", True)])
def test_le_taux_bce_du_1er_novembre_permet_de_juger_le_semestre_suivant(valeur: str, vu: bool) -> None:
    novembre = prolonge("bce", dt.date(2026, 11, 1), "2.65")
    assert bool(defauts(prolonge(AUTRES, S1_2027, valeur, novembre))) is vu


def test_une_valeur_saisie_malgre_le_controle_n_est_plus_un_defaut_mais_reste_dite() -> None:
    novembre = prolonge("bce", dt.date(2026, 11, 1), "2.65")
    tables = prolonge(AUTRES, S1_2027, "2.30", novembre, degre=Degre.SAISI_MALGRE_LE_CONTROLE)
    assert defauts(tables) == []
    assert [(c.gravite, c.le) for c in controler(tables) if c.invraisemblable] == [(Gravite.INCERTAIN, S1_2027)]


def test_une_valeur_saisie_malgre_le_controle_ne_fait_pas_accuser_la_suivante() -> None:
    tables = prolonge("bce", dt.date(2027, 5, 1), "2.65", prolonge("bce", dt.date(2026, 11, 1), "2.65"))
    tables = prolonge(AUTRES, S1_2027, "2.30", tables, degre=Degre.SAISI_MALGRE_LE_CONTROLE)
    apres = prolonge(AUTRES, dt.date(2027, 7, 1), "3.30", tables)
    assert [constat for constat in defauts(apres) if constat.invraisemblable] == []


def test_au_bord_c_est_la_derniere_valeur_qu_on_nomme() -> None:
    """2,30 au second semestre 2026 écarte autant le semestre d'avant : celui-là, d'autres l'ont déjà jugé."""
    assert demasquees(avec(AUTRES, s2026_2="2.30")) == [(AUTRES, "2026-07-01")]


@pytest.mark.parametrize(
    ("valeur", "vu"),
    [("2.65", False), ("2.15", False), ("4.50", False), ("6.25", True), ("26.5", True), ("2.56", True)],
)
def test_le_taux_bce_ne_saute_pas_et_reste_un_multiple_de_cinq_centiemes(valeur: str, vu: bool) -> None:
    assert bool(defauts(prolonge("bce", S1_2027, valeur))) is vu


# --- La forme -------------------------------------------------------------------------------------------------------


def serie(
    *valeurs: tuple[str, str | None, str], nom: str = "essai", unite: str = "points par an", **champs: object
) -> Serie:
    lignes = tuple(
        Valeur(du=jour(du), au=jour(au) if au else None, valeur=Decimal(v), texte="texte", degre=Degre.TEXTE_LU)
        for du, au, v in valeurs
    )
    connu_au = champs.get("connu_au")
    assert connu_au is None or isinstance(connu_au, dt.date)
    return Serie(nom=nom, libelle="Essai", unite=unite, valeurs=lignes, connu_au=connu_au)


def jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(texte)


S1, S2, ENSUITE = ("2025-01-01", "2025-06-30", "1"), ("2025-07-01", "2025-12-31", "1"), ("2026-01-01", None, "1")


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [
        ((S1, S2, ENSUITE), None),
        ((S1, ENSUITE), "rien du 01/07/2025 au 31/12/2025"),
        ((S1, ("2025-06-30", None, "1")), "chevauche la valeur du 01/01/2025, qui va jusqu'au 30/06/2025"),
        ((S1, ("2025-07-02", None, "1")), "rien du 01/07/2025 au 01/07/2025"),
        ((S2, S1), "vient après le 01/07/2025"),
        ((S1, S1), "vient après le 01/01/2025"),
        ((("2025-07-01", "2025-06-30", "1"),), "finit avant de commencer, le 30/06/2025"),
        ((("2025-01-01", None, "20.01"),), "20,01 n'est pas vraisemblable (de 0 à 20 points par an)"),
        ((("2025-01-01", None, "-0.01"),), "-0,01 n'est pas vraisemblable"),
    ],
)
def test_la_forme_d_une_table(valeurs: tuple[tuple[str, str | None, str], ...], phrase: str | None) -> None:
    vus = [constat.phrase for constat in controler_forme(serie(*valeurs))]
    assert len(vus) == (0 if phrase is None else 1), vus
    assert phrase is None or vus[0].startswith(phrase)


@pytest.mark.parametrize(
    ("unite", "valeur", "vu"),
    [
        ("points", "8", False), ("points", "80", True), ("jours", "60", False), ("jours", "600", True),
        ("centimes", "4000", False), ("centimes", "40", True), ("fois le taux légal", "3", False),
        ("fois le taux légal", "0.3", True),
    ],
)  # fmt: skip
def test_chaque_unite_a_ses_bornes(unite: str, valeur: str, vu: bool) -> None:
    assert bool(list(controler_forme(serie(("2025-01-01", None, valeur), unite=unite)))) is vu


@pytest.mark.parametrize(
    ("unite", "bas", "haut"),
    [
        ("points par an", "0", "20"), ("points", "1", "20"), ("fois le taux légal", "1", "10"),
        ("centimes", "1000", "50000"), ("jours", "10", "120"),
    ],
)  # fmt: skip
def test_une_borne_est_encore_vraisemblable_un_centieme_au_dela_ne_l_est_plus(unite: str, bas: str, haut: str) -> None:
    for valeur, vu in ((bas, False), (haut, False), (f"{Decimal(bas) - Decimal('0.01')}", True), (f"{haut}.01", True)):
        assert bool(list(controler_forme(serie(("2025-01-01", None, valeur), unite=unite)))) is vu, valeur


@pytest.mark.parametrize(
    ("du", "au", "vu"),
    [
        ("2025-01-01", "2025-06-30", False), ("2025-07-01", "2025-12-31", False), ("2014-01-01", "2014-12-31", False),
        ("2025-01-01", "2025-12-31", True), ("2025-02-01", "2025-06-30", True), ("2025-01-01", None, True),
    ],
)  # fmt: skip
def test_un_taux_legal_vaut_un_semestre_depuis_2015(du: str, au: str | None, vu: bool) -> None:
    constats = list(controler_forme(serie((du, au, "1"), nom=AUTRES)))
    assert ["n'est pas un semestre" in constat.phrase for constat in constats] == [True] * vu


def test_une_valeur_dit_sa_source_et_son_degre() -> None:
    valeur = Valeur(du=jour("2025-01-01"), valeur=Decimal(1))
    vus = [constat.phrase for constat in controler_forme(Serie(nom="essai", libelle="", unite="", valeurs=(valeur,)))]
    assert vus == ["n'a ni texte ni source", "ne dit pas jusqu'où elle a été vérifiée (degre)"]
    assert valeur.degre.incertain, "ce dont on ne dit rien est incertain"


@pytest.mark.parametrize(
    ("apres", "gravite"),
    [("2027-01-01", Gravite.MANQUE), ("2027-07-01", Gravite.DEFAUT), ("2026-12-01", Gravite.MANQUE)],
)
def test_un_trou_du_taux_bce_n_est_un_defaut_que_s_il_saute_un_premier_jour_de_semestre(
    apres: str, gravite: Gravite
) -> None:
    lignes = (("2026-09-16", "2026-10-10", "2.65"), (apres, apres, "2.65"))
    [constat] = controler_forme(serie(*lignes, nom="bce", connu_au=jour(apres)))
    assert (constat.gravite, constat.le) == (gravite, jour("2026-10-11"))


# --- Ce qui se sait ---------------------------------------------------------------------------------------------------


def test_seuls_les_degres_fragiles_sont_incertains() -> None:
    assert [degre for degre in Degre if degre.incertain] == [
        Degre.SOURCE_UNIQUE, Degre.SOURCES_SECONDAIRES, Degre.SAISI_MALGRE_LE_CONTROLE, Degre.NON_DIT,
    ]  # fmt: skip


def test_les_mots_que_l_ecran_et_les_tables_emploient() -> None:
    assert list(map(str, Degre)) == [
        "texte lu", "source officielle", "sources concordantes", "saisi par le cabinet", "source unique",
        "sources secondaires", "saisi malgré le contrôle", "non dit",
    ]  # fmt: skip
    assert list(map(str, Gravite)) == ["défaut", "incertain", "non contrôlé", "manque"]


def test_ce_qui_est_incertain_est_dit() -> None:
    assert [(str(c.gravite), str(c.le), c.phrase) for c in incertitudes(TABLES[AUTRES])] == [
        ("incertain", "1993-01-01", "10,40 : source unique"),
        ("incertain", "2026-07-01", "2,75 : sources secondaires"),
    ]


@pytest.mark.parametrize(
    ("au", "attendus"),
    [
        ("2026-06-30", []),
        ("2026-07-01", ["2027-01-01"] * 3),
        ("2026-12-31", ["2027-01-01"] * 3),
        ("2027-01-01", ["2027-01-01", "2027-07-01"] * 3),
    ],
)
def test_ce_qui_manque_au_semestre_courant_et_au_suivant(au: str, attendus: list[str]) -> None:
    vus = list(manques(TABLES, jour(au)))
    assert [str(constat.le) for constat in vus] == attendus
    assert all(c.gravite is Gravite.MANQUE and f"taux ajouter {c.table} {c.le}" in c.phrase for c in vus)


def test_les_semestres_se_suivent() -> None:
    for debut in (dt.date(2026, 1, 1), dt.date(2026, 7, 1)):
        assert semestre_precedent(semestre_suivant(debut)) == debut
        assert semestre_suivant(debut + dt.timedelta(days=100)) == semestre_suivant(debut)


# --- Mot à mot --------------------------------------------------------------------------------------------------------

BCE_CONNU = jour("2026-12-31")


@pytest.mark.parametrize(
    ("table", "attendus"),
    [
        (
            serie(S2, S1),
            [("défaut", "2025-01-01", "vient après le 01/07/2025 : les dates d'effet ne se suivent pas")],
        ),
        (serie(S1, ENSUITE), [("défaut", "2025-07-01", "rien du 01/07/2025 au 31/12/2025")]),
        (
            serie(("2015-01-01", "2015-12-31", "1"), nom=AUTRES),
            [
                (
                    "défaut", "2015-01-01",
                    "n'est pas un semestre : du 1er janvier au 30 juin, ou du 1er juillet au 31 décembre",
                )
            ],
        ),
        (
            serie(("2026-03-01", "2026-06-30", "2"), ("2026-12-01", None, "2"), nom="bce", connu_au=BCE_CONNU),
            [
                (
                    "défaut", "2026-07-01",
                    "rien du 01/07/2026 au 30/11/2026 : il manque le 01/07/2026, qui vaut pour tout son semestre",
                )
            ],
        ),
        (
            serie(("2026-03-01", "2026-07-10", "2"), ("2026-12-01", None, "2"), nom="bce", connu_au=BCE_CONNU),
            [("manque", "2026-07-11", "rien du 11/07/2026 au 30/11/2026 ; aucun semestre ne commence ces jours-là")],
        ),
    ],
)  # fmt: skip
def test_un_defaut_de_forme_dit_la_date_et_la_faute(table: Serie, attendus: list[tuple[str, str, str]]) -> None:
    assert [(str(c.gravite), str(c.le), c.phrase) for c in controler_forme(table)] == attendus


@pytest.mark.parametrize(
    ("suivante", "phrases"),
    [
        ("3", []),
        ("3.05", ["de 2 à 3,05 : un taux BCE n'a jamais bougé si vite"]),
        ("2.56", ["2,56 n'est pas un multiple de 0,05, ce qu'un taux BCE a toujours été"]),
    ],
)
def test_un_point_d_une_reunion_a_l_autre_est_le_plus_que_le_taux_bce_ait_bouge(
    suivante: str, phrases: list[str]
) -> None:
    bce = serie(("2026-01-01", "2026-02-10", "2"), ("2026-02-11", None, suivante), nom="bce")
    assert [constat.phrase for constat in controler_bce(bce)] == phrases


@pytest.mark.parametrize(("reprise", "vu"), [("2026-02-11", True), ("2026-02-12", False)])
def test_six_semaines_sans_releve_permettent_une_marche_de_plus(reprise: str, vu: bool) -> None:
    bce = serie(("2025-10-01", "2026-01-01", "2"), (reprise, None, "4"), nom="bce")
    assert bool(list(controler_bce(bce))) is vu


def test_les_deux_colonnes_se_comparent_semestre_par_semestre() -> None:
    autres = serie(
        ("2013-01-01", None, "9"), ("2014-01-01", None, "0.04"), ("2015-01-01", None, "4.06"),
        ("2015-07-01", None, "0.99"), nom=AUTRES,
    )  # fmt: skip
    particuliers = serie(
        ("2014-01-01", None, "0.05"), ("2015-01-01", None, "4.06"), ("2015-07-01", None, "4.29"), nom=PARTICULIERS
    )
    assert [(str(c.le), c.phrase) for c in controler_colonnes(autres, particuliers)] == [
        ("2014-01-01", "0,04 ici, 0,05 pour les particuliers : un seul taux avant 2015"),
        (
            "2015-01-01",
            "4,06 n'est pas inférieur au taux des particuliers (4,06) : les colonnes semblent confondues",
        ),
    ]


def test_une_colonne_seule_se_controle_sans_l_autre() -> None:
    for seule in (AUTRES, PARTICULIERS):
        assert defauts({seule: TABLES[seule], "bce": TABLES["bce"]}) == []


def legal_et_bce(hausse_le: str) -> tuple[Serie, Serie]:
    """Un taux BCE qui monte d'un point ce jour-là ; deux semestres dont les marges diffèrent de 0,10."""
    bce = serie(("2010-01-01", None, "1"), (hausse_le, None, "2"), nom="bce")
    lignes = [
        (semestre, None, str(bce.au(jour(ancre)).valeur + Decimal(marge)))
        for semestre, ancre, marge in (("2025-07-01", "2025-05-01", "1"), ("2026-01-01", "2025-11-01", "1.10"))
    ]
    return serie(*lignes, nom=AUTRES), bce


@pytest.mark.parametrize(
    ("hausse_le", "calme"),
    [("2023-04-30", True), ("2023-05-01", True), ("2023-05-02", False), ("2025-11-01", False), ("2025-11-02", True)],
)
def test_le_temps_est_calme_si_rien_n_a_bouge_en_trente_mois_jusqu_au_semestre_juge(
    hausse_le: str, calme: bool
) -> None:
    """Pour le semestre du 1er janvier 2026, le dernier connu : du 1er mai 2023 au 1er novembre 2025."""
    ecart = ecarts(*legal_et_bce(hausse_le))[dt.date(2026, 1, 1)]
    seuils = SEUILS[AUTRES]
    assert ecart.part == Fraction("0.10") / Fraction(seuils.bord_calme if calme else seuils.bord_agite)


def test_une_valeur_suspecte_dit_ses_voisines_et_le_taux_bce_dont_elle_s_ecarte() -> None:
    conseil = "Relisez l'arrêté : colonne, semestre, chiffres inversés, et le taux BCE de ce jour"
    bord = dict.fromkeys(phrase for _, phrase in suspectes(*legal_et_bce("2010-01-02")))
    assert list(bord) == [
        "3 % pour le 2e semestre 2025 ne suit pas la formule de CMF D313-1-A : 1 au-dessus du taux BCE du 01/05/2025 "
        f"(2 %), contre 1,10 au semestre voisin. {conseil}",
        "3,10 % pour le 1er semestre 2026 ne suit pas la formule de CMF D313-1-A : 1,10 au-dessus du taux BCE du "
        f"01/11/2025 (2 %), contre 1 au semestre voisin. {conseil}",
    ]
    [(_, milieu)] = suspectes(avec(AUTRES, s2025_2="7.26")[AUTRES], TABLES["bce"])
    assert milieu.endswith(f", contre 0,31 et 0,47 aux semestres voisins. {conseil}"), milieu
