"""`recouvre canal sms` : régler par où partent les SMS, voir ce qui manque, essayer ; jamais un secret à l'écran."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from serveur_sms import decrire, passerelle_http

pytest.importorskip("recouvre.commandes.canal", reason="le groupe « canal » n'est pas encore là")

SECRETS = ("--secret", "cle=env:OVH_CLE", "--secret", "secret=env:OVH_SECRET", "--secret", "client=env:OVH_CLIENT")
OVH = ("canal", "sms", "--passerelle", "ovh", "--compte", "sms-xx1-1", "--expediteur", "VAUQUELIN")


def test_sans_reglage_on_dit_par_ou_commencer(recouvre: LigneDeCommande) -> None:
    assert "recouvre canal sms --passerelle ovh" in recouvre.fait("canal", "sms").sortie
    assert recouvre.json("canal", "sms") == {"regle": False, "essai": None}


def test_regler_pas_a_pas_dit_ce_qui_manque(recouvre: LigneDeCommande) -> None:
    dit = recouvre.fait("canal", "sms", "--passerelle", "ovh").sortie
    for manque in ("--compte", "--expediteur", "--secret cle=…", "--secret secret=…", "--secret client=…"):
        assert manque in " ".join(dit.split())
    assert recouvre.json(*OVH)["manque"] == ["--secret cle=…", "--secret secret=…", "--secret client=…"]
    objet = recouvre.json("canal", "sms", *SECRETS)
    assert objet["manque"] == []
    assert objet["secrets"] == {"cle": "env:OVH_CLE", "secret": "env:OVH_SECRET", "client": "env:OVH_CLIENT"}
    assert (objet["compte"], objet["expediteur"], objet["delai"]) == ("sms-xx1-1", "VAUQUELIN", 30)
    assert "--essayer" in recouvre.fait("canal", "sms").sortie
    assert recouvre.json("canal", "sms", "--secret", "cle=fichier:/etc/Mes clés/x")["secrets"]["cle"].endswith("x")
    assert recouvre.json("canal", "sms", "--secret", "cle=")["manque"] == ["--secret cle=…"]


def test_le_reste_du_fichier_est_garde(recouvre: LigneDeCommande) -> None:
    avant = recouvre.json("profil")
    recouvre.fait(*OVH, *SECRETS)
    assert recouvre.json("profil") == avant
    recouvre.fait("canal", "sms", "--oublier")
    assert recouvre.json("canal", "sms")["regle"] is False
    assert recouvre.json("profil") == avant


@pytest.mark.parametrize(
    ("options", "dit", "code"),
    [
        (("--expediteur", "CABINET VAUQUELIN"), "onze lettres", 2),
        (("--expediteur", "Été"), "onze lettres", 2),
        (("--passerelle", "zut"), "ce fichier n'existe pas", 1),
        (("--passerelle", "../ovh"), "n'est pas le nom d'un fichier", 1),
        (("--secret", "cle"), "NOM=SOURCE", 2),
        (("--secret", "Clé=env:X"), "NOM=SOURCE", 2),
        (("--autorite", "nulle-part.pem"), "PEM", 2),
        (("--delai", "0"), "delai", 2),
        (("--oublier", "--compte", "x"), "seul", 2),
    ],
)
def test_un_reglage_impossible_n_ecrit_rien(
    recouvre: LigneDeCommande, options: tuple[str, ...], dit: str, code: int
) -> None:
    avant = (recouvre.cabinet / "recouvre.toml").read_bytes()
    assert dit in recouvre.refuse("canal", "sms", *options, code=code)
    assert (recouvre.cabinet / "recouvre.toml").read_bytes() == avant


def test_un_secret_tape_a_la_place_d_une_source_n_est_ni_garde_ni_repete(recouvre: LigneDeCommande) -> None:
    phrase = recouvre.refuse("canal", "sms", "--secret", "cle=soleil42", code=2)
    assert "soleil42" not in phrase
    assert "env:" in phrase
    assert "soleil42" not in (recouvre.cabinet / "recouvre.toml").read_text("utf-8")


def test_un_secret_ecrit_a_la_main_dans_le_fichier_n_est_pas_montre(recouvre: LigneDeCommande) -> None:
    profil = recouvre.cabinet / "recouvre.toml"
    section = '\n[sms]\npasserelle = "ovh"\nsecrets = "cle=soleil42 client=env:C secret=env:S soleil42"\n'
    profil.write_text(profil.read_text("utf-8") + section, "utf-8")
    for mots in (("canal", "sms"), ("canal", "sms", "--json")):
        dit = recouvre.fait(*mots).sortie
        assert "soleil42" not in dit
        assert "env:C" in dit


def test_l_essai_envoie_un_vrai_sms(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI_SMS", "jeton-secret")
    with passerelle_http() as serveur:
        decrire(recouvre.cabinet, serveur.url)
        recouvre.fait("canal", "sms", "--passerelle", "essai", "--secret", "jeton=env:ESSAI_SMS")
        dit = recouvre.fait("canal", "sms", "--essayer", "06 12 34 56 78").sortie
        assert "identifiant 27814656" in dit
        assert serveur.recues[0].json["to"] == "+33612345678"
        assert recouvre.json("canal", "sms", "--essayer", "0612345678")["essai"]["identifiant"] == "27814656"
        serveur.dit(401, {"message": "jeton-secret inconnu"})
        phrase = recouvre.refuse("canal", "sms", "--essayer", "0612345678")
        assert "HTTP 401" in phrase
        assert "jeton-secret" not in phrase
        serveur.dit(422, {})
        assert "refuse ce numéro" in recouvre.refuse("canal", "sms", "--essayer", "0612345678")
        assert "ligne fixe" in recouvre.refuse("canal", "sms", "--essayer", "0472001122")
        assert len(serveur.recues) == 4


def test_un_fichier_a_remettre_ne_s_essaie_pas(recouvre: LigneDeCommande) -> None:
    assert recouvre.json("canal", "sms", "--passerelle", "fichier")["manque"] == []
    assert "rien à essayer" in recouvre.refuse("canal", "sms", "--essayer", "0612345678")
    assert list(recouvre.cabinet.rglob("*.csv")) == []


def test_il_faut_un_cabinet(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    for options in ((), ("--passerelle", "ovh"), ("--oublier",)):
        resultat = recouvre("canal", "sms", *options, "--cabinet", str(tmp_path / "rien"))
        assert (resultat.code, resultat.sortie) == (1, "")
    assert not (tmp_path / "rien").exists()
