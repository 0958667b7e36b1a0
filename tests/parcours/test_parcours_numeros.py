"""Les numéros des papiers, par la ligne de commande : jamais deux fois le même, quoi qu'on annule ou interrompe."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.operations import courrier as gestes


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, la lettre partie, 100 € reçus ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.fait("encaisser", "D-1", "100")
    return recouvre


def etablir(tenu: LigneDeCommande, *mots: str) -> str:
    return str(tenu.json("courrier", "D-1", *mots, "--etablir")["reference"])


def test_un_numero_annule_n_est_pas_redonne(tenu: LigneDeCommande) -> None:
    assert etablir(tenu, "quittance") == "D-1-2"
    tenu.fait("annuler", "D-1", str(tenu.rang("DocumentEtabli")), "--motif", "erreur de montant")
    assert etablir(tenu, "quittance") == "D-1-3"
    assert etablir(tenu, "releve_compte") == "D-1-4"
    tenu.verifier()


def test_annuler_un_paiement_quittance_dit_d_annuler_la_quittance(tenu: LigneDeCommande) -> None:
    etablir(tenu, "quittance")
    rang = str(tenu.rang("EncaissementRecu"))
    dit = tenu.fait("annuler", "D-1", rang, "--motif", "chèque impayé").sortie
    assert (
        "Le document D-1-2 ne vaut plus" in dit and "annulation_quittance" in dit and '"quittance_le=03/03/2026"' in dit
    )
    mots = ("--avec", "quittance=D-1-2", "--avec", "quittance_le=03/03/2026", "--avec", "motif=Le chèque est impayé.")
    assert etablir(tenu, "annulation_quittance", *mots) == "D-1-3"
    tenu.verifier()


def test_deux_documents_a_la_fois_ne_s_ecrasent_pas(tenu: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    """Le second, décidé avant le premier, est refusé sans toucher à son fichier."""
    demande = ("reponse_contestation", "--avec", "contestation_le=02/03/2026", "--avec", "reponse=Voici.", "--avec")
    fabriquer = gestes.fabriquer
    deja: list[str] = []

    def double(session: object, courrier: object) -> bytes:
        if not deja:
            deja.append("en cours")
            deja.append(etablir(tenu, *demande, "motif=la première facture"))
        return fabriquer(session, courrier)  # type: ignore[arg-type]

    monkeypatch.setattr(gestes, "fabriquer", double)
    refus = tenu("courrier", "D-1", *demande, "motif=la seconde facture", "--etablir")
    assert refus.code == 1 and "vient de changer" in refus.erreur and deja[1] == "D-1-2"
    tenu.verifier()


@pytest.mark.parametrize(
    "modele", ["mise_en_demeure_agence", "mise-en-demeure-agence", "mise_en_demeure_agence_consommateur"]
)
def test_une_premiere_lettre_ne_s_etablit_pas_a_la_main(tenu: LigneDeCommande, modele: str) -> None:
    assert "étape du scénario" in tenu.refuse("courrier", "D-1", modele, "--etablir")


@pytest.mark.parametrize("sortie", ["profil.txt/x.pdf", "x" * 300 + ".pdf", "profil.txt"])
@pytest.mark.parametrize("mots", [("courrier", "D-1", "quittance", "--etablir"), ("courrier", "D-1", "quittance")])
def test_une_sortie_impossible_ne_laisse_rien(tenu: LigneDeCommande, mots: tuple[str, ...], sortie: str) -> None:
    Path("profil.txt").write_text("déjà là", "utf-8")
    avant = tenu.octets()
    refus = tenu.refuse(*mots, "--sortie", sortie)
    assert "--sortie" in refus and "Rien n'a été écrit" in refus
    assert tenu.octets() == avant and Path("profil.txt").read_text("utf-8") == "déjà là"


@pytest.mark.parametrize("mots", [("modele", "apercu", "relance"), ("modele", "calibrer")])
def test_un_apercu_ne_s_ecrit_pas_sous_un_fichier(recouvre: LigneDeCommande, mots: tuple[str, ...]) -> None:
    Path("profil.txt").write_text("déjà là", "utf-8")
    assert "Rien n'a été écrit" in recouvre.refuse(*mots, "--sortie", "profil.txt/x.pdf")


def test_un_dossier_clos_ne_reclame_plus_rien(tenu: LigneDeCommande) -> None:
    tenu.fait("clore", "D-1", "--motif", "irrecouvrable")
    assert "dossier clos depuis le 03/03/2026" in tenu.refuse("courrier", "D-1", "relance", "--etablir")
    assert etablir(tenu, "releve_compte") == "D-1-2"


def test_un_modele_qui_n_est_pas_un_fichier_ne_cache_pas_les_autres(recouvre: LigneDeCommande) -> None:
    modeles = recouvre.cabinet / "modeles"
    modeles.mkdir(exist_ok=True)
    (modeles / "dossier.txt").mkdir()
    (modeles / "casse.txt").symlink_to(modeles / "absent")
    (modeles / "gros.txt").write_bytes(b"x" * 200_001)
    noms = {modele["nom"]: modele["fautes"] for modele in recouvre.json("modele", "lister")["modeles"]}
    assert "relance" in noms and not {"dossier", "casse"} & set(noms)
    assert "200 Ko" in str(noms["gros"])


def test_un_lot_impossible_se_dit_en_francais(tenu: LigneDeCommande) -> None:
    Path("faux.pdf").write_bytes(b"ceci n'est pas un PDF")
    assert "Rien n'a été écrit" in tenu.refuse("lot", "--sortie", "faux.pdf")
    refus = tenu.ailleurs("lot", "faux.pdf").stderr.decode()
    assert "n'est pas un PDF lisible" in refus and "EOF" not in refus and "header" not in refus
