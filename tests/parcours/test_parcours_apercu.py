"""L'aperçu gardé : le même tant que rien n'a bougé, refait dès que quoi que ce soit change."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import JOUR, ouvrir, regler

GARDE = ".apercu.json"


@pytest.fixture
def agence(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Deux dossiers dus, un troisième qui attend son mandat, l'aperçu déjà vu une fois."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "500", debiteur="SAS Brise-Lames")
    recouvre.ouvrir("F-3", "700", debiteur="Garage Le Goff", complet=False)
    recouvre.json("relances")
    return recouvre


def frais(recouvre: LigneDeCommande, *mots: str) -> str:
    """L'aperçu recalculé, le gardé effacé."""
    (recouvre.cabinet / GARDE).unlink(missing_ok=True)
    return recouvre("relances", *mots).sortie


def test_redemande_sans_que_rien_bouge_il_se_relit(agence: LigneDeCommande) -> None:
    neuf = {mots: frais(agence, *mots) for mots in ((), ("--json",), ("--tout",))}
    garde = (agence.cabinet / GARDE).read_bytes()
    assert {mots: agence.fait("relances", *mots).sortie for mots in neuf} == neuf
    assert (agence.cabinet / GARDE).read_bytes() == garde, "rien n'a été recalculé"


def test_il_se_relit_vraiment(agence: LigneDeCommande) -> None:
    chemin = agence.cabinet / GARDE
    garde = json.loads(chemin.read_bytes())
    garde["apercu"]["json"]["a_envoyer"] = []
    chemin.write_text(json.dumps(garde), "utf-8")
    assert agence.json("relances")["a_envoyer"] == []


def _profil(recouvre: LigneDeCommande) -> None:
    recouvre.fait("profil", "--assurance-fin-le", "01/01/2026")


def _a_la_main(recouvre: LigneDeCommande) -> None:
    """Le profil écrit dans un éditeur, sans passer par la commande."""
    profil = recouvre.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8").replace("FR7630006000011234567890189", "FR0030006000011234567890189"))


def _modele(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "mise_en_demeure_agence")
    modele = recouvre.cabinet / "modeles" / "mise_en_demeure_agence.txt"
    modele.write_text(modele.read_text("utf-8") + "\nNous saisirons vos meubles par voie d'huissier.\n", "utf-8")


CHANGEMENTS: tuple[Callable[[LigneDeCommande], object], ...] = (
    lambda r: r.fait("encaisser", "D-1", "200"),
    lambda r: r.fait("debiteur", "D-2", "--ville", ""),
    lambda r: r.fait("piece", "D-3", "mandat"),
    lambda r: r.fait("envois", "suspendre"),
    lambda r: r.fait("relances", "--envoyer"),
    lambda r: r.jour("2026-03-04"),
    _profil,
    _a_la_main,
    _modele,
)


@pytest.mark.parametrize("changer", CHANGEMENTS, ids=range(len(CHANGEMENTS)))
def test_quoi_que_ce_soit_change_il_se_refait(
    agence: LigneDeCommande, changer: Callable[[LigneDeCommande], object]
) -> None:
    avant = agence("relances", "--json").sortie
    changer(agence)
    apres = agence("relances", "--json").sortie
    assert apres != avant
    assert apres == frais(agence, "--json")


def test_un_fichier_garde_abime_est_ignore(agence: LigneDeCommande) -> None:
    attendu = agence.json("relances")
    for octets in (b"", b"{", b"[]", b'{"marque": 1}', os.urandom(50)):
        (agence.cabinet / GARDE).write_bytes(octets)
        assert agence.json("relances") == attendu


def test_il_n_est_lisible_que_de_son_proprietaire(agence: LigneDeCommande) -> None:
    if os.name != "nt":
        assert Path(agence.cabinet / GARDE).stat().st_mode & 0o077 == 0


def test_une_sauvegarde_reprise_ne_ressort_pas_un_vieil_apercu(agence: LigneDeCommande) -> None:
    """Autant d'écritures avant qu'après la reprise : ce n'est pas le même passé."""
    with agence.base() as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sauvegarde = (agence.cabinet / "recouvre.db").read_bytes()
    agence.fait("encaisser", "D-1", "1000000", "--le", "03/03/2026")
    agence.json("relances")
    for suffixe in ("-wal", "-shm"):
        (agence.cabinet / f"recouvre.db{suffixe}").unlink(missing_ok=True)
    (agence.cabinet / "recouvre.db").write_bytes(sauvegarde)
    agence.fait("encaisser", "D-2", "1000000", "--le", "03/03/2026")
    apercu = agence("relances", "--json").sortie
    assert [depart["dossier"] for depart in json.loads(apercu)["a_envoyer"]] == ["D-1"]
    assert apercu == frais(agence, "--json")


@pytest.mark.parametrize("section", ["[courriel]", "[ courriel ]", '["courriel"]', "courriel = {"])
def test_l_heure_compte_de_quelque_facon_que_le_canal_soit_ecrit(interne: LigneDeCommande, section: str) -> None:
    regler(interne, 25)
    profil = interne.cabinet / "recouvre.toml"
    texte, reglages = profil.read_text("utf-8").split("[courriel]")
    if section.endswith("{"):
        lignes = ", ".join(ligne for ligne in reglages.splitlines() if ligne)
        profil.write_text(f"{section} {lignes} }}\n{texte}", "utf-8")
    else:
        profil.write_text(f"{texte}{section}{reglages}", "utf-8")
    ouvrir(interne)
    assert len(interne.json("relances")["a_envoyer"]) == 1
    interne.jour(f"{JOUR} 20:30")
    assert [retenu["raisons"] for retenu in interne.json("relances")["retenues"]] == [["heure"]]
