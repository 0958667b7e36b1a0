"""L'aperçu gardé, dans ce qui n'arrive presque jamais : il dit ce que dirait l'aperçu calculé à neuf."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import JOUR, ouvrir, regler
from PIL import Image
from serveur_courriel import Serveur

from recouvre.operations import envois
from recouvre.operations.apercus import apercevoir
from recouvre.operations.session import Session

MATIN_DU_3 = dt.datetime(2026, 3, 3, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def agence(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Deux dossiers dus, l'aperçu déjà vu une fois."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "500", debiteur="SAS Brise-Lames")
    recouvre.json("relances")
    return recouvre


def dit_comme_a_neuf(recouvre: LigneDeCommande) -> str:
    """L'aperçu, dont on s'assure qu'un calcul à neuf dit la même chose."""
    garde = recouvre.fait("relances", "--json").sortie
    for chemin in recouvre.cabinet.glob(".apercu-*.json"):
        chemin.unlink()
    assert garde == recouvre.fait("relances", "--json").sortie
    return garde


@pytest.mark.parametrize("section", ['logo = "images/logo.png"', "signature = 'images\\logo.png'"])
def test_une_image_rangee_dans_un_sous_dossier_compte(agence: LigneDeCommande, section: str) -> None:
    """Le profil s'écrit aussi à la main : une lettre sans son logo ne part pas, où que soit l'image."""
    if os.name != "nt":
        section = section.replace("\\", "/")
    image = agence.cabinet / "images" / "logo.png"
    image.parent.mkdir()
    Image.new("RGB", (40, 20)).save(image)
    profil = agence.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8").replace("[profil]", f"[profil]\n{section}"), "utf-8")
    assert len(agence.json("relances")["a_envoyer"]) == 2
    image.unlink()
    assert "images" in dit_comme_a_neuf(agence)
    assert agence.json("relances")["a_envoyer"] == []


def test_un_raccourci_mort_n_empeche_rien(agence: LigneDeCommande) -> None:
    avant = agence.json("relances")
    try:
        (agence.cabinet / "raccourci.txt").symlink_to(agence.cabinet / "disparu.txt")
    except OSError:
        pytest.skip("ce compte ne crée pas de lien")
    assert agence.json("relances") == avant
    agence.envoyer("2026-03-03")


@pytest.mark.skipif(os.name == "nt", reason="un nom de fichier y est toujours de l'Unicode")
def test_un_nom_de_fichier_d_avant_l_unicode_n_empeche_rien(agence: LigneDeCommande) -> None:
    avant = agence.json("relances")
    Path(os.fsdecode(os.fsencode(agence.cabinet) + b"/r\xe9sum\xe9.txt")).write_text("ancien", "utf-8")
    assert agence.json("relances") == avant
    agence.envoyer("2026-03-03")


def test_l_essai_suivant_se_compte_a_la_seconde(interne: LigneDeCommande, poste: Serveur) -> None:
    """À 9 h 15 min 10 s il attend encore, à 9 h 15 min 50 s il part : la même minute, deux réponses."""
    regler(interne, poste.port)
    ouvrir(interne)
    poste.boite.a_rcpt = lambda _: "450 4.2.1 plus tard"
    interne.jour(f"{JOUR} 09:00:30")
    assert interne("relances", "--envoyer").code == 1
    interne.jour(f"{JOUR} 09:15:10")
    assert "attente" in dit_comme_a_neuf(interne)
    interne.jour(f"{JOUR} 09:15:50")
    assert len(interne.json("relances")["a_envoyer"]) == 1
    dit_comme_a_neuf(interne)


def test_l_interrupteur_touche_pendant_le_calcul_ne_laisse_rien(agence: LigneDeCommande) -> None:
    """Baissé puis relevé pendant qu'on examine : aucun verdict gardé ne dit un dossier suspendu qui ne l'est plus."""
    au = MATIN_DU_3.date()
    with (
        Session(agence.cabinet, maintenant=MATIN_DU_3, auteur="essai") as session,
        Session(agence.cabinet, maintenant=MATIN_DU_3, auteur="une autre") as autre,
    ):

        def pendant(rang: int, _: int) -> None:
            if rang == 1:
                envois.suspendre(autre, "panne de la messagerie")

        passage, verdicts = apercevoir(session, au, pendant)
        envois.reprendre(autre)
        assert len(passage.a_envoyer) == 2, "tout se lit au même instant"
        repris, _ = apercevoir(session, au, connus=verdicts)
        assert repris == apercevoir(session, au)[0]


def test_le_cabinet_copie_ailleurs_vit_sa_vie(agence: LigneDeCommande, temoin: LigneDeCommande) -> None:
    shutil.rmtree(temoin.cabinet)
    shutil.copytree(agence.cabinet, temoin.cabinet)
    agence.fait("encaisser", "D-1", "1000000", "--le", "03/03/2026")
    temoin.fait("encaisser", "D-2", "1000000", "--le", "03/03/2026")
    assert '"D-2"' in dit_comme_a_neuf(agence)
    assert '"D-1"' in dit_comme_a_neuf(temoin)


def test_une_horloge_qui_recule_n_empeche_pas_de_garder(agence: LigneDeCommande) -> None:
    """Deux aperçus gardés un jour où l'horloge avançait d'un an : ils ne chassent pas ceux d'aujourd'hui."""
    for jour in ("2027-03-03", "2027-03-04"):
        futur = agence.cabinet / f".apercu-{jour}.json"
        futur.write_text("{}", "utf-8")
        os.utime(futur, (4e9, 4e9))
    agence.fait("encaisser", "D-1", "200")
    agence.json("relances")
    gardes = {fichier.name for fichier in agence.cabinet.glob(".apercu-*.json")}
    assert ".apercu-2026-03-03.json" in gardes and len(gardes) == 2
