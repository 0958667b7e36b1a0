"""La remise à l'imprimeur : un PDF par pli, le lot, l'index, le manifeste et ses empreintes, les recommandés à part."""

from __future__ import annotations

import csv
import hashlib
import json

from cabinet_essai import LigneDeCommande
from pypdf import PdfReader


def test_la_remise_dit_ce_qu_elle_contient_et_les_empreintes_sont_justes(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "500", debiteur="SAS Brise-Lames")
    recouvre.envoyer("2026-03-03")
    recouvre.ouvrir("F-3", "700", debiteur="Garage Le Goff")
    recouvre.jour("2026-03-16")
    passage = recouvre.json("relances", "--envoyer")
    modes = {depart["reference"]: depart["envoi"] for depart in passage["envoyees"]}
    assert sorted(modes.values()) == ["recommande", "simple", "simple"]
    [lot] = passage["lots"]
    manifeste = json.loads((recouvre.cabinet / lot["manifeste"]).read_bytes())
    assert (manifeste["nombre"], len(manifeste["plis"])) == (3, 3)
    for decrit in (*manifeste["plis"], *manifeste["fichiers"]):
        octets = (recouvre.cabinet / decrit["fichier"]).read_bytes()
        assert hashlib.sha256(octets).hexdigest() == decrit["sha256"]
    pages = PdfReader(recouvre.cabinet / lot["lot"]).pages
    assert len(pages) == manifeste["pages"]
    for pli in manifeste["plis"]:
        assert pli["reference"] in pages[pli["premiere_page"] - 1].extract_text(), "le pli commence là"
    texte = json.dumps(manifeste, ensure_ascii=False)
    assert "Faure" not in texte.replace("Menuiserie Faure.pdf", "") and "€" not in texte
    with (recouvre.cabinet / lot["bordereau_csv"]).open(encoding="utf-8-sig", newline="") as flux:
        index = list(csv.DictReader(flux, delimiter=";"))
    assert [ligne["sha256"] for ligne in index] == [pli["sha256"] for pli in manifeste["plis"]]
    assert "somme" not in index[0], "l'imprimeur n'a pas à la savoir"
    recommandes = PdfReader(recouvre.cabinet / lot["recommandes"]).pages[0].extract_text()
    assert "D-3-1" in recommandes and "D-1-2" not in recommandes


def test_une_remise_toute_recommandee_n_a_qu_un_bordereau(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    [lot] = recouvre.json("relances", "--envoyer")["lots"]
    assert lot["recommandes"] == lot["bordereau"]


def test_au_plus_cinq_cents_plis_par_lot(recouvre: LigneDeCommande) -> None:
    from recouvre.operations import relancer

    ancien, relancer.PLIS_PAR_LOT, paquet, relancer.PAQUET = relancer.PLIS_PAR_LOT, 2, relancer.PAQUET, 1
    try:
        for n in range(5):
            recouvre.ouvrir(f"F-{n}", "500", debiteur=f"Débiteur {n}")
        lots = recouvre.json("relances", "--envoyer")["lots"]
    finally:
        relancer.PLIS_PAR_LOT, relancer.PAQUET = ancien, paquet
    assert [lot["plis"] for lot in lots] == [2, 2, 1]
    assert len({lot["lot"] for lot in lots}) == 3
    recouvre.verifier()
