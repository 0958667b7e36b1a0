"""Un scénario écrit à la main : chaque faute a sa phrase, qui dit le fichier, l'étape et la clé."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande
from essai_conduite import AGENCE, INTERNE

from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Canal, Scenario

BON = """\
nom = "court"
libelle = "Un essai"
origine = "echeance"

[[etapes]]
cle = "rappel"
libelle = "Rappel"
jour = 3
canal = "courrier"
modele = "relance"
niveau = 1
delai = 8

[[etapes]]
cle = "appel"
libelle = "Appel"
jour = 1
canal = "appel"
"""


def poser(outil: LigneDeCommande, contenu: str | bytes, nom: str = "court") -> None:
    octets = contenu if isinstance(contenu, bytes) else contenu.encode()
    (outil.cabinet / "scenarios" / f"{nom}.toml").write_bytes(octets)


def test_un_scenario_du_cabinet_se_lit_se_liste_et_se_choisit(recouvre: LigneDeCommande) -> None:
    poser(recouvre, BON)
    noms = [scenario["nom"] for scenario in recouvre.json("scenario", "lister")["scenarios"]]
    assert noms == ["agence", "court", "interne", "multicanal"]
    montre = recouvre.json("scenario", "montrer", "court")
    assert [etape["cle"] for etape in montre["etapes"]] == ["appel", "rappel"], "classées par jour"
    recouvre.ouvrir("F-1", "1000", "--scenario", "court", echeance="27/02/2026")
    assert ("D-1", "rappel", "2026-03-03") in recouvre.agenda("2026-03-03")
    recouvre.fait("scenario", "choisir", "D-1", "agence")
    assert ("D-1", "mise-en-demeure", "2026-03-03") in recouvre.agenda("2026-03-03")
    recouvre.verifier()


@pytest.mark.parametrize("suite", [("interne", "agence"), ("agence", "interne"), ("interne", "agence", "interne")])
def test_le_dernier_scenario_choisi_est_suivi_meme_le_meme_jour(
    recouvre: LigneDeCommande, suite: tuple[str, ...]
) -> None:
    recouvre.ouvrir()
    for nom in suite:
        recouvre.fait("scenario", "choisir", "D-1", nom)
        assert recouvre.json("dossier", "D-1")["scenario"] == nom
    recouvre.verifier()


def test_un_scenario_disparu_se_remplace(recouvre: LigneDeCommande) -> None:
    poser(recouvre, BON)
    recouvre.ouvrir("F-1", "1000", "--scenario", "court")
    (recouvre.cabinet / "scenarios" / "court.toml").unlink()
    recouvre.fait("dossiers")
    assert "Aucun scénario « court »" in recouvre.refuse("encaisser", "D-1", "10")
    recouvre.fait("scenario", "choisir", "D-1", "agence")
    recouvre.fait("encaisser", "D-1", "10")
    recouvre.verifier()


def test_un_scenario_ne_se_choisit_pas_dans_l_avenir(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    assert "avenir" in recouvre.refuse("scenario", "choisir", "D-1", "interne", "--le", "04/03/2026")


def test_la_source_montree_est_un_modele_qui_marche(recouvre: LigneDeCommande) -> None:
    source = recouvre.fait("scenario", "montrer", "agence", "--source").sortie
    poser(recouvre, source.replace('nom = "agence"', 'nom = "mien"'), "mien")
    mien = recouvre.json("scenario", "montrer", "mien")
    assert mien["etapes"] == recouvre.json("scenario", "montrer", "agence")["etapes"]


def sans(ligne: str) -> str:
    return BON.replace(ligne + "\n", "", 1)


FAUTES = {
    "clé de scénario inconnue": (BON.replace("libelle = ", "libele = ", 1), "« libele » n'est pas une clé connue"),
    "origine fausse": (BON.replace('"echeance"', '"hier"'), "« origine » doit valoir"),
    "nom absent": (sans('nom = "court"'), "« nom »"),
    "sans étape": (BON.split("[[etapes]]")[0], "au moins une étape"),
    "deux fois la même clé": (BON.replace('cle = "appel"', 'cle = "rappel"'), "la même clé"),
    "étape sans clé": (sans('cle = "rappel"'), "il manque « cle »"),
    "étape sans jour": (sans("jour = 3"), "étape « rappel » : il manque « jour »"),
    "clé d'étape inconnue": (BON.replace("niveau", "nivau"), "étape « rappel » : « nivau » n'est pas une clé connue"),
    "jour en texte": (BON.replace("jour = 3", 'jour = "3"'), "étape « rappel » : la valeur de « jour »"),
    "jour vrai": (BON.replace("jour = 3", "jour = true"), "étape « rappel » : la valeur de « jour »"),
    "délai à virgule": (BON.replace("delai = 8", "delai = 8.5"), "étape « rappel » : la valeur de « delai »"),
    "clé mal formée": (BON.replace('"rappel"', '"Rappel n° 1"'), "minuscules, chiffres et tirets"),
    "canal inconnu": (BON.replace('canal = "appel"', 'canal = "pigeon"'), "étape « appel » : canal « pigeon » inconnu"),
    "envoi inconnu": (BON.replace("niveau = 1", 'envoi = "colis"'), "étape « rappel » : « envoi » vaut"),
    "étapes qui n'en sont pas": ('nom = "court"\norigine = "echeance"\netapes = 3\n', "étape"),
    "étapes en textes": ('nom = "court"\norigine = "echeance"\netapes = ["rappel"]\n', "étape"),
    "délai négatif": (BON.replace("delai = 8", "delai = -8"), "étape « rappel »"),
    "fin avant le début": (BON.replace('canal = "appel"', 'canal = "appel"\njusqu_a = 0'), "étape « appel »"),
    "clé réservée": (BON.replace('cle = "appel"', 'cle = "prescription"'), "étape « prescription »"),
    "sans mise en demeure": (BON.replace('"echeance"', '"mise-en-demeure"'), "commencer par l'étape"),
    "TOML illisible": (BON.replace("jour = 3", "jour ="), "TOML"),
}


@pytest.mark.parametrize(("contenu", "phrase"), FAUTES.values(), ids=FAUTES.keys())
def test_un_scenario_fautif_dit_ou(recouvre: LigneDeCommande, contenu: str, phrase: str) -> None:
    poser(recouvre, contenu)
    dit = recouvre.refuse("scenario", "montrer", "court")
    assert "court.toml" in dit and phrase in dit


def test_un_scenario_enregistre_par_un_editeur_de_windows(recouvre: LigneDeCommande) -> None:
    """Le Bloc-notes enregistre en Windows-1252, ou avec une marque d'ordre des octets : les deux se lisent."""
    poser(recouvre, BON.replace("Rappel", "Rappel réglé").encode("cp1252"))
    assert "Rappel réglé" in str(recouvre.json("scenario", "montrer", "court")["etapes"])
    poser(recouvre, b"\xef\xbb\xbf" + BON.encode())
    assert recouvre.json("scenario", "montrer", "court")["nom"] == "court"


def test_un_scenario_fautif_n_empeche_pas_de_lister_les_autres_ni_ne_passe_inapercu(
    recouvre: LigneDeCommande,
) -> None:
    poser(recouvre, "nom =")
    assert "court.toml" in recouvre.refuse("scenario", "lister")


@pytest.mark.parametrize("nom", ["absent", "../recouvre", "..", "agence.toml", ""])
def test_un_scenario_inconnu(recouvre: LigneDeCommande, nom: str) -> None:
    assert "Connus : agence, interne" in recouvre.refuse("scenario", "montrer", nom)


@pytest.mark.parametrize(
    "commande",
    [("scenario", "choisir", "D-1", "absent"), ("creancier", "Forge Béranger", "--scenario", "absent")],
)
def test_on_ne_choisit_pas_un_scenario_inconnu(recouvre: LigneDeCommande, commande: tuple[str, ...]) -> None:
    recouvre.ouvrir()
    assert "Aucun scénario « absent »" in recouvre.refuse(*commande)


@pytest.mark.parametrize("scenario", [AGENCE, INTERNE], ids=["agence", "interne"])
def test_les_scenarios_du_paquet(scenario: Scenario) -> None:
    assert scenario.etape(MISE_EN_DEMEURE) is not None
    assert scenario.etape("absente") is None
    assert [etape.jour for etape in scenario.etapes] == sorted(etape.jour for etape in scenario.etapes)
    for etape in scenario.etapes:
        assert etape.sortante == (etape.canal in (Canal.COURRIER, Canal.COURRIEL))
