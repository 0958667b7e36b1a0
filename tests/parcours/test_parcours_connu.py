"""``decompte --tel-que-connu-le`` : ce que l'on savait un jour, et ce que ce que l'on a appris depuis y change."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.operations.lire import lire_tel_que_connu
from recouvre.operations.session import Session


@pytest.fixture
def tardif(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000,00 € échus le 31/01/2026, ouverts le 02/03 ; 400,00 € reçus le 05/03, saisis le 20/03. Le 01/04/2026."""
    recouvre.jour("2026-03-02")
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("noter", "D-1", "appel", "Promet de payer")
    recouvre.jour("2026-03-20")
    recouvre.fait("encaisser", "D-1", "400", "--le", "05/03/2026")
    recouvre.jour("2026-04-01")
    return recouvre


def connu(recouvre: LigneDeCommande, le: str, au: str = "15/03/2026") -> dict[str, object]:
    objet: dict[str, object] = recouvre.json("decompte", "D-1", "--au", au, "--tel-que-connu-le", le)
    return objet


def net(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def test_un_paiement_saisi_en_retard_n_etait_pas_su(tardif: LigneDeCommande) -> None:
    aujourdhui = tardif.json("decompte", "D-1", "--au", "15/03/2026")
    alors = connu(tardif, "19/03/2026")
    assert (alors["encaisse"], alors["total"], alors["tel_que_connu_le"]) == ("0.00", "1054.31", "2026-03-19")
    assert alors["total_aujourdhui"] == aujourdhui["total"] != alors["total"]
    assert alors["appris"] == [
        {"rang": tardif.rang("EncaissementRecu"), "date": "2026-03-05", "saisi_le": "2026-03-20",
         "texte": "Encaissement de 400,00\u00a0€ (virement)"}
    ]  # fmt: skip
    assert "tel_que_connu_le" not in aujourdhui


def test_le_jour_de_la_saisie_on_savait(tardif: LigneDeCommande) -> None:
    su = connu(tardif, "20/03/2026")
    assert su["total"] == su["total_aujourdhui"] and su["appris"] == []


def test_l_ecran_dit_l_ecart_et_ce_qui_l_explique(tardif: LigneDeCommande) -> None:
    dit = net(tardif.fait("decompte", "D-1", "--au", "15/03/2026", "--tel-que-connu-le", "19/03/2026").sortie)
    assert " ".join(dit.split()).startswith(
        "Décompte du dossier D-1, au 15/03/2026, tel que connu le 19/03/2026 : dette de Menuiserie Faure envers Forge "
        "Béranger Déduit"
    )
    assert re.search(r"Dû au 15/03/2026, tel que connu le 19/03/2026 +1 054,31 €", dit)
    assert "Dû au 15/03/2026, tel qu'on le connaît aujourd'hui" in dit
    assert "Écart" in dit and "-401,16 €" in dit
    assert "20/03/2026  05/03/2026  Encaissement de 400,00 € (virement)" in dit
    sans = tardif.fait("decompte", "D-1", "--au", "15/03/2026", "--tel-que-connu-le", "31/03/2026").sortie
    assert "Rien de ce qui a été saisi depuis ne change ce décompte." in sans
    assert "appris depuis" not in tardif.fait("decompte", "D-1").sortie


def test_ce_qui_vient_apres_la_date_n_explique_rien(tardif: LigneDeCommande) -> None:
    assert connu(tardif, "19/03/2026", au="04/03/2026")["appris"] == [], "reçu le 05/03 : après le 04/03"
    assert len(connu(tardif, "19/03/2026", au="05/03/2026")["appris"]) == 1  # type: ignore[arg-type]


def test_un_contact_n_explique_rien_une_annulation_si(tardif: LigneDeCommande) -> None:
    tardif.fait("noter", "D-1", "appel", "Rappellera", "--le", "10/03/2026")
    tardif.fait("annuler", "D-1", str(tardif.rang("EncaissementRecu")), "--motif", "saisi sur le mauvais dossier")
    entre = connu(tardif, "25/03/2026")
    assert entre["encaisse"] == "400.00", "il n'était pas encore annulé"
    [annulation] = entre["appris"]  # type: ignore[misc]
    assert "Annulation" in annulation["texte"] and "mauvais dossier" in annulation["texte"]
    assert connu(tardif, "10/03/2026")["appris"] == [], "saisi puis défait depuis : rien n'a changé"
    assert connu(tardif, "10/03/2026")["total"] == connu(tardif, "10/03/2026")["total_aujourdhui"]


def test_avant_l_ouverture_et_dans_l_avenir_on_refuse(tardif: LigneDeCommande) -> None:
    phrase = tardif.refuse("decompte", "D-1", "--tel-que-connu-le", "01/03/2026")
    assert "Le 01/03/2026, le dossier D-1 n'existait pas encore : il a été saisi le 02/03/2026." in phrase
    assert tardif("decompte", "D-1", "--tel-que-connu-le", "02/03/2026").code == 0
    assert "n'est pas encore venu" in tardif.refuse("decompte", "D-1", "--tel-que-connu-le", "demain")
    assert tardif("decompte", "D-1", "--tel-que-connu-le", "01/04/2026").code == 0
    assert "n'existe pas" in tardif.refuse("decompte", "D-9", "--tel-que-connu-le", "02/03/2026")


def test_le_csv_dit_de_quand_il_date(tardif: LigneDeCommande) -> None:
    dit = tardif.fait("decompte", "D-1", "--au", "15/03/2026", "--tel-que-connu-le", "19/03/2026", "--csv").sortie
    derniere = dit.splitlines()[-1]
    assert derniere.startswith("total;;Reste dû au 15/03/2026, tel que connu le 19/03/2026;") and "1054,31" in derniere


def test_la_saisie_est_datee_a_l_heure_de_paris(tardif: LigneDeCommande) -> None:
    """Saisi le 20 à 0 h 30, heure de Paris, c'est le 20 : le 19 en temps universel ne compte pas."""
    with Session(tardif.cabinet, maintenant=dt.datetime(2026, 4, 1, tzinfo=dt.UTC), auteur="essai") as session:
        su = lire_tel_que_connu(session, 1, dt.date(2026, 3, 19), dt.date(2026, 3, 15))
    [ecrit] = su.depuis
    assert ecrit.saisi_le.utcoffset() == dt.timedelta(hours=1)
    assert su.alors.encaissements == () and len(su.maintenant.encaissements) == 1
