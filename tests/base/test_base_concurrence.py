"""Plusieurs processus devant le même cabinet : rien de perdu, personne ne bloque, un seul fait partir les lettres."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.base import connexion
from recouvre.base.verrou import verrou
from recouvre.courriers import mise_en_page
from recouvre.courriers.courrier import Courrier

OUVRIER = Path(__file__).parents[1] / "donnees" / "parcours" / "ouvrier.py"
TOURS = 20


@pytest.mark.parametrize("postes", [2, 5])
def test_plusieurs_postes_ecrivent_en_meme_temps(recouvre: LigneDeCommande, tmp_path: Path, postes: int) -> None:
    recouvre.ouvrir("F-1", "100000")
    depart = tmp_path / "depart"
    processus = [recouvre.python(str(OUVRIER), str(depart), f"P{n}", str(TOURS)) for n in range(postes)]
    depart.touch()
    for poste in processus:
        sortie, erreur = poste.communicate(timeout=60)
        rapport = json.loads(sortie)
        assert (rapport["codes"], erreur) == ([0] * TOURS, b"")
        assert rapport["attente"] < 10
    faits = dict(recouvre.lignes("SELECT genre, count(*) FROM journal GROUP BY genre"))
    assert faits["EncaissementRecu"] == postes * TOURS // 2
    assert faits["DossierOuvert"] == 1 + postes * TOURS // 2
    assert recouvre.lignes("SELECT count(*) FROM parties WHERE role = 'creancier'") == [(2,)]
    numeros = [numero for (numero,) in recouvre.lignes("SELECT numero FROM dossiers ORDER BY numero")]
    assert numeros == list(range(1, len(numeros) + 1)) and len(numeros) == faits["DossierOuvert"]
    attendu = postes * sum(range(1, TOURS, 2))
    assert recouvre.json("decompte", "D-1")["encaisse"] == f"{attendu}.00"
    recouvre.verifier()


def test_la_meme_remise_importee_deux_fois_ensemble(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    lignes = [f"Débiteur {n};900000019;F-{n};01/01/2026;31/01/2026;100,00;PRO" for n in range(200)]
    remise = tmp_path / "remise.csv"
    remise.write_text("\n".join(["Nom;SIREN;N° facture;Date facture;Échéance;Montant TTC;Type", *lignes]), "utf-8")
    commande = ("ouvrir", str(remise), "--creancier", "Forge Béranger", "--json")
    dits = [poste.communicate(timeout=60) for poste in [recouvre.demarrer(*commande) for _ in range(2)]]
    bilans = [json.loads(sortie) for sortie, _ in dits]
    assert sorted((b["acceptees"], b["doublons"]) for b in bilans) == [(0, 200), (200, 0)]
    recouvre.verifier()


def test_un_ecrivain_trop_long_est_dit(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    recouvre.ouvrir()
    monkeypatch.setattr(connexion, "PATIENCE", 0.1)
    autre = sqlite3.connect(recouvre.cabinet / connexion.NOM_BASE, isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    try:
        phrase = recouvre.refuse("encaisser", "D-1", "10")
        assert "Un autre programme écrit dans ce cabinet" in phrase and "Rien n'a été écrit" in phrase
        assert recouvre.json("agenda")["demarches"], "lire n'attend pas"
    finally:
        autre.execute("ROLLBACK")
        autre.close()
    recouvre.fait("encaisser", "D-1", "10")


def test_un_seul_passage_de_relances_a_la_fois(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    with verrou(recouvre.cabinet, "relances"):
        assert "Un autre « recouvre relances » est en cours" in recouvre.refuse("relances", "--envoyer")
        ailleurs = recouvre.ailleurs("relances", "--envoyer")
        assert (ailleurs.returncode, ailleurs.stdout) == (1, b"") and "est en cours" in ailleurs.stderr.decode()
        assert recouvre.json("relances")["a_envoyer"], "l'aperçu, lui, ne gêne personne"
        recouvre.fait("encaisser", "D-1", "10")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]


def test_deux_passages_simultanes_n_envoient_qu_une_fois(recouvre: LigneDeCommande) -> None:
    for n in range(8):
        recouvre.ouvrir(f"F-{n}", "1000", debiteur=f"Débiteur {n}")
    passages = [recouvre.demarrer("relances", "--envoyer", "--json") for _ in range(2)]
    partis = []
    for passage in passages:
        sortie, erreur = passage.communicate(timeout=60)
        if passage.returncode:
            assert (passage.returncode, sortie) == (1, b"") and "est en cours" in erreur.decode()
        else:
            partis += [depart["dossier"] for depart in json.loads(sortie)["envoyees"]]
    assert sorted(partis) == [f"D-{n}" for n in range(1, 9)]
    assert recouvre.envoyer("2026-03-03") == []
    assert recouvre.lignes("SELECT count(*) FROM journal WHERE genre = 'RelanceEnvoyee'") == [(8,)]
    recouvre.verifier()


def test_un_paiement_pendant_le_passage_change_la_lettre(
    recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entre la réservation et le départ, un autre poste encaisse : la lettre est refaite, ou ne part pas."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "1000", debiteur="SAS Brise-Lames")
    paiements = iter([("D-1", "50,32"), ("D-2", "1050,32")])
    imprimer = mise_en_page.imprimer

    def imprimer_pendant_qu_on_encaisse(courrier: Courrier) -> bytes:
        if paiement := next(paiements, None):
            assert recouvre.ailleurs("encaisser", *paiement).returncode == 0
        return imprimer(courrier)

    monkeypatch.setattr(mise_en_page, "imprimer", imprimer_pendant_qu_on_encaisse)
    passage = recouvre.json("relances", "--envoyer")
    assert [(d["dossier"], d["total"]) for d in passage["envoyees"]] == [("D-1", "1000.00")]
    assert passage["lots"][0]["plis"] == 1
    recouvre.verifier()
