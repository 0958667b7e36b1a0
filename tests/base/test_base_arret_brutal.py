"""Un passage de relances meurt (SIGKILL) : rien ne part deux fois, rien ne se perd, un pli n'est que dans un lot."""

from __future__ import annotations

import csv
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from cabinet_essai import ADRESSE_CREANCIER, LigneDeCommande
from pypdf import PdfReader

COUPURE = Path(__file__).parents[1] / "donnees" / "parcours" / "coupure.py"
RELANCER, DEPARTS = "recouvre.operations.relancer", "recouvre.operations.departs"
INSTANTS = (
    ("recouvre.base.envois:reserver", "apres", 2),
    (f"{DEPARTS}:ecrire", "avant", 2),
    ("os:fsync", "avant", 3),
    (f"{DEPARTS}:ecrire", "apres", 2),
    ("recouvre.base.envois:figer", "apres", 2),
    ("recouvre.base.envois:marquer_envoye", "avant", 2),
    ("recouvre.base.projections:ecrire", "apres", 1),
    (f"{DEPARTS}:depart", "avant", 2),
    (f"{RELANCER}:composer_lot", "avant", 1),
    ("recouvre.operations.lots:ecrire", "apres", 1),
    ("recouvre.operations.lots:ecrire", "apres", 3),
    (f"{RELANCER}:composer_lot", "apres", 1),
)
TIRAGE = ((0, 31), (3, 4), (2, 17), (0, 9), (1, 26), (3, 38), (2, 0), (1, 12), (2, 33), (3, 21))
"""Dix instants tirés au hasard : tant de lettres parties de plus, puis tant de millisecondes."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pas de SIGKILL sous Windows")


def remise(recouvre: LigneDeCommande, combien: int) -> None:
    """Ce nombre de dossiers prêts à partir, un par débiteur."""
    entete = "Nom;N° facture;Date facture;Échéance;Montant TTC;Type;Adresse 1;CP;Ville"
    lignes = [
        f"Débiteur {n};F-{n};01/01/2026;31/01/2026;{n}00,00;PRO;{n} rue du Port;44000;Nantes"
        for n in range(1, combien + 1)
    ]
    fichier = recouvre.cabinet.parent / "remise.csv"
    fichier.write_text("\n".join([entete, *lignes]), "utf-8")
    options = ("--creancier", "Forge Béranger", "--piece", "mandat", "--piece", "cgv")
    assert recouvre.json("ouvrir", str(fichier), *options)["acceptees"] == combien
    recouvre.fait("creancier", "Forge Béranger", *ADRESSE_CREANCIER)


def partis(recouvre: LigneDeCommande) -> int:
    return int(recouvre.lignes("SELECT count(*) FROM envois WHERE etat = 'envoyé'")[0][0])


def controler(recouvre: LigneDeCommande) -> None:
    """Après un arrêt : chaque lettre partie l'est une fois, au journal comme aux envois, et le cabinet est intact."""
    journal = recouvre.lignes("SELECT dossier, cle FROM journal WHERE genre = 'RelanceEnvoyee' ORDER BY dossier")
    envois = recouvre.lignes("SELECT dossier, 'relance:' || cle FROM envois WHERE etat = 'envoyé' ORDER BY dossier")
    assert journal == envois
    assert len({dossier for dossier, _ in journal}) == len(journal), "jamais deux fois la même étape"
    assert recouvre.lignes("SELECT * FROM envois WHERE etat IN ('en cours', 'incertain')") == []
    recouvre.verifier()


def lots(recouvre: LigneDeCommande) -> Counter[str]:
    """Combien de fois chaque référence figure aux bordereaux ; chaque lot a les pages de son bordereau."""
    references: Counter[str] = Counter()
    for bordereau in recouvre.cabinet.glob("courriers/*/bordereau-*.csv"):
        with bordereau.open(encoding="utf-8-sig", newline="") as flux:
            plis = list(csv.DictReader(flux, delimiter=";"))
        references.update(pli["reference"] for pli in plis)
        lot = bordereau.with_name(bordereau.name.replace("bordereau", "lot")).with_suffix(".pdf")
        assert len(PdfReader(lot).pages) == sum(int(pli["pages"]) for pli in plis)
    return references


def finir(recouvre: LigneDeCommande, combien: int) -> None:
    """Le passage d'après termine tout, et celui d'encore après n'a rien à faire."""
    recouvre.json("relances", "--envoyer")
    controler(recouvre)
    assert partis(recouvre) == combien, "aucun départ perdu"
    assert lots(recouvre) == {f"D-{n}-1": 1 for n in range(1, combien + 1)}, "chaque pli dans un lot et un seul"
    dernier = recouvre.json("relances", "--envoyer")
    assert (dernier["envoyees"], dernier["lots"]) == ([], [])


@pytest.mark.parametrize(("fonction", "moment", "passage"), INSTANTS)
def test_mort_a_un_instant_precis(recouvre: LigneDeCommande, fonction: str, moment: str, passage: int) -> None:
    remise(recouvre, 3)
    mort = recouvre.python(str(COUPURE), fonction, moment, str(passage), "relances", "--envoyer")
    mort.communicate(timeout=60)
    assert mort.returncode == -signal.SIGKILL
    controler(recouvre)
    finir(recouvre, 3)


def test_mort_a_dix_instants_tires_au_hasard(recouvre: LigneDeCommande) -> None:
    remise(recouvre, 30)
    for lettres, millisecondes in TIRAGE:
        passage = recouvre.demarrer("relances", "--envoyer")
        but = min(partis(recouvre) + lettres, 30)
        while passage.poll() is None and partis(recouvre) < but:
            time.sleep(0.002)
        time.sleep(millisecondes / 1000)
        passage.kill()
        passage.communicate(timeout=60)
        controler(recouvre)
    finir(recouvre, 30)


def test_mort_puis_reprise_un_autre_jour(recouvre: LigneDeCommande) -> None:
    """Le lot interrompu s'écrit le lendemain sous son jour ; ce qui n'était pas parti part daté du lendemain."""
    remise(recouvre, 3)
    recouvre.python(str(COUPURE), f"{RELANCER}:_traiter", "apres", "2", "relances", "--envoyer", PAQUET="1").wait(60)
    assert partis(recouvre) == 2
    recouvre.jour("2026-03-04")
    passage = recouvre.json("relances", "--envoyer")
    assert [depart["dossier"] for depart in passage["envoyees"]] == ["D-3"]
    assert [(lot["lot"], lot["plis"]) for lot in passage["lots"]] == [
        ("courriers/2026-03-03/lot-1.pdf", 2),
        ("courriers/2026-03-04/lot-1.pdf", 1),
    ]
    controler(recouvre)


def test_un_paiement_entre_la_mort_et_la_reprise_arrete_la_lettre(recouvre: LigneDeCommande) -> None:
    remise(recouvre, 2)
    recouvre.python(str(COUPURE), "recouvre.base.envois:marquer_envoye", "avant", "1", "relances", "--envoyer").wait(60)
    assert (partis(recouvre), [etat for (etat,) in recouvre.lignes("SELECT etat FROM envois")]) == (0, ["figé", "figé"])
    recouvre.fait("encaisser", "D-1", recouvre.json("decompte", "D-1")["total"])
    assert [d["dossier"] for d in recouvre.json("relances", "--envoyer")["envoyees"]] == ["D-2"]
    controler(recouvre)


@pytest.mark.parametrize("combien", [1, 2], ids=["seule", "parmi d'autres"])
@pytest.mark.parametrize(
    "abimer", [Path.unlink, lambda pdf: pdf.write_bytes(b"%PDF-1.4 faux")], ids=["perdue", "abîmée"]
)
def test_une_lettre_perdue_avant_son_lot_ne_bloque_pas_les_autres(
    recouvre: LigneDeCommande, combien: int, abimer: Callable[[Path], object]
) -> None:
    """Le passage meurt avant son lot, puis un PDF figé disparaît : on le dit, et les lettres suivantes partent."""
    remise(recouvre, combien)
    recouvre.python(str(COUPURE), f"{RELANCER}:composer_lot", "avant", "1", "relances", "--envoyer").wait(60)
    [perdue] = recouvre.cabinet.glob("courriers/*/D-1-1_*.pdf")
    abimer(perdue)
    recouvre.ouvrir("F-9", "900", debiteur="SAS Brise-Lames")
    passage = recouvre("relances", "--envoyer")
    assert passage.code == 1, passage
    assert perdue.name in passage.sortie + passage.erreur
    assert partis(recouvre) == combien + 1
    assert [d for d in recouvre.defauts() if perdue.name in d]


def test_un_taux_ajoute_puis_tue_avant_d_imputer_se_retape(recouvre: LigneDeCommande) -> None:
    """La table est écrite, l'imputation non : retaper la même commande finit le travail."""
    recouvre.jour("2026-10-01")
    recouvre.ouvrir("F-27", "1000", echeance="30/09/2026")
    recouvre.jour("2027-01-20")
    recouvre.fait("encaisser", "D-1", "500", "--le", "15/01/2027")
    commande = ("taux", "ajouter", "bce", "01/01/2027", "2,65", "--source", "BCE")
    mort = recouvre.python(str(COUPURE), "recouvre.base.projections:en_attente_de_taux", "avant", "1", *commande)
    mort.communicate(timeout=60)
    assert mort.returncode == -signal.SIGKILL
    recouvre.fait(*commande)
    assert recouvre.json("dossiers")["dossiers"][0]["principal"] == "576.45"
    recouvre.verifier()


def test_un_import_tue_avant_sa_fin_ne_laisse_rien(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    fichier = tmp_path / "remise.csv"
    lignes = [f"Débiteur {n};F-{n};31/01/2026;100,00;PRO" for n in range(50)]
    fichier.write_text("\n".join(["Nom;N° facture;Échéance;Montant TTC;Type", *lignes]), "utf-8")
    commande = ("ouvrir", str(fichier), "--creancier", "Forge Béranger")
    avant = recouvre.octets()
    mort = recouvre.python(str(COUPURE), "recouvre.base.projections:ecrire", "apres", "1", *commande)
    mort.communicate(timeout=60)
    assert mort.returncode == -signal.SIGKILL
    assert recouvre.octets() == avant
    assert recouvre.json(*commande)["acceptees"] == 50
    recouvre.verifier()
