"""Le QR de virement : ce qu'il dit est juste, il se lit, et l'IBAN est toujours imprimé à côté."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cas_debiteur import cas_du_debiteur
from fabrique_courriers import AGENCE, INTERNE, demande, facture
from hypothesis import given
from hypothesis import strategies as st
from test_courriers_pdf import _traits, lire

from recouvre.courriers.courrier import Encadre, texte
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.courriers.pdf_cadre import COTE, SILENCE
from recouvre.courriers.pdf_elements import MM
from recouvre.courriers.qr import OCTETS, QrImpossible, charge_virement, matrice
from recouvre.domaine.profil import Mode

IBAN = "FR76 3000 6000 0112 3456 7890 189"
CHARGE = "BCD\n002\n1\nSCT\nAGRIFRPP\nCabinet Vauquelin & Associés\nFR7630006000011234567890189\nEUR6401.59\n\n\nD-12"


def test_la_charge_a_onze_lignes_et_la_reference_a_la_derniere() -> None:
    charge = charge_virement(
        nom=AGENCE.denomination, iban=AGENCE.iban, bic=AGENCE.bic, montant=6_401_59, reference="D-12"
    )
    assert charge == CHARGE
    assert len(charge.split("\n")) == 11


@pytest.mark.parametrize(
    ("change", "raison"),
    [
        ({"nom": "N" * 71}, "de 1 à 70 caractères"),
        ({"nom": " "}, "de 1 à 70 caractères"),
        ({"iban": "FR76 3000 6000 0112 3456 7890 188"}, "n'est pas juste"),
        ({"iban": "FR76"}, "n'est pas juste"),
        ({"iban": "FR76é000600001123456789"}, "n'est pas juste"),
        ({"montant": 0}, "0,01 à 999 999 999,99"),
        ({"montant": 1_000_000_000_00}, "0,01 à 999 999 999,99"),
        ({"reference": "R" * 141}, "140 caractères"),
        ({"bic": "AGRI"}, "8 ou 11"),
        ({"nom": "Ł" * 70, "reference": "€" * 100}, f"{OCTETS} octets"),
    ],
)
def test_un_virement_impossible_est_refuse(change: dict[str, object], raison: str) -> None:
    juste: dict[str, object] = {"nom": "Menuiserie Faure", "iban": IBAN, "montant": 100, "reference": "D-12"}
    assert charge_virement(**juste)  # type: ignore[arg-type]
    with pytest.raises(QrImpossible, match=raison):
        charge_virement(**{**juste, **change})  # type: ignore[arg-type]


@given(st.text(min_size=1, max_size=70), st.integers(1, 999_999_999_99), st.text(max_size=140))
def test_une_charge_acceptee_tient_toujours_dans_la_norme(nom: str, montant: int, reference: str) -> None:
    try:
        charge = charge_virement(nom=nom, iban=IBAN, montant=montant, reference=reference)
    except QrImpossible:
        return
    lignes = charge.split("\n")
    assert lignes[:4] == ["BCD", "002", "1", "SCT"]
    assert len(lignes) <= 11
    assert len(charge.encode()) <= OCTETS
    assert lignes[7] == f"EUR{montant // 100}.{montant % 100:02d}"


def test_le_symbole_est_celui_de_reference() -> None:
    """La matrice du 21/11/2026, lue par un lecteur du commerce et décodée mot pour mot."""
    modules = matrice(CHARGE)
    assert len(modules) == 41
    brut = "\n".join("".join("#" if noir else "." for noir in rang) for rang in modules)
    assert hashlib.sha256(brut.encode()).hexdigest() == REFERENCE
    for coin in (modules[:7], [rang[-7:] for rang in modules[:7]], [rang[:7] for rang in modules[-7:]]):
        assert coin[0][:7] == (True,) * 7


REFERENCE = "469c79d09b57cd3383110b5654debe35af29de2f0401e4a4443df10db0368dca"


def test_la_plus_grande_charge_permise_garde_des_modules_assez_gros() -> None:
    modules = matrice("x" * OCTETS)
    assert len(modules) == 17 + 4 * 13
    assert COTE / MM / (len(modules) + 2 * SILENCE) > 0.4
    with pytest.raises(QrImpossible):
        matrice("x" * (OCTETS + 1))


def _avec_qr(**plus: object) -> bytes:
    return imprimer(composer(demande(profil=replace(AGENCE, qr_virement=True), **plus)))


def test_le_qr_se_decode_sur_la_page_imprimee(tmp_path: Path) -> None:
    lecteur = pytest.importorskip("zxingcpp", reason="zxing-cpp n'est pas installé")
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler n'est pas installé")
    from PIL import Image

    (tmp_path / "a.pdf").write_bytes(_avec_qr())
    subprocess.run(["pdftoppm", "-r", "110", "-png", str(tmp_path / "a.pdf"), str(tmp_path / "a")], check=True)
    lus = [lu.text for page in sorted(tmp_path.glob("*.png")) for lu in lecteur.read_barcodes(Image.open(page))]
    assert lus == [CHARGE]


def test_la_zone_de_silence_est_blanche_et_large_de_quatre_modules() -> None:
    page = next(page for page in lire(_avec_qr()).pages if "Comment payer" in page.extract_text())
    traits = list(_traits(page))
    (carre,) = (t for t in traits if abs(t.droite - t.gauche - 32) < 0.01 and abs(t.bas - t.haut - 32) < 0.01)
    module = 32 / (41 + 2 * SILENCE)
    modules = [t for t in traits if t is not carre and t.touche((carre.gauche, carre.droite), (carre.haut, carre.bas))]
    noirs = [t for t in modules if abs(t.bas - t.haut - module) < 0.01]
    assert len(noirs) > 300
    assert min(t.gauche for t in noirs) - carre.gauche == pytest.approx(SILENCE * module, abs=0.01)
    assert carre.droite - max(t.droite for t in noirs) == pytest.approx(SILENCE * module, abs=0.01)
    assert min(t.haut for t in noirs) - carre.haut == pytest.approx(SILENCE * module, abs=0.01)
    assert carre.bas - max(t.bas for t in noirs) == pytest.approx(SILENCE * module, abs=0.01)


def test_sans_l_option_aucun_qr() -> None:
    assert "[QR" not in texte(composer(demande()))
    assert all(not bloc.qr for bloc in composer(demande()).blocs if isinstance(bloc, Encadre))


def test_le_qr_dit_l_iban_imprime_et_la_somme_reclamee() -> None:
    courrier = composer(demande(profil=replace(AGENCE, qr_virement=True)))
    (encadre,) = (bloc for bloc in courrier.blocs if isinstance(bloc, Encadre))
    assert encadre.qr == CHARGE
    assert "FR76\u00a03000\u00a06000" in texte(courrier)
    assert "[QR : Virement" in texte(courrier)


def test_jamais_de_qr_sans_iban_imprime() -> None:
    sans = replace(INTERNE, iban="", qr_virement=True)
    courrier = composer(demande("mise_en_demeure_interne", mode=Mode.INTERNE, profil=sans))
    assert all(not bloc.qr for bloc in courrier.blocs if isinstance(bloc, Encadre))


def test_une_somme_hors_norme_se_paie_sans_qr_et_la_lettre_part() -> None:
    faits = (facture("F-1", 2_000_000_000_00, dt.date(2026, 3, 1)),)
    courrier = composer(demande(profil=replace(AGENCE, qr_virement=True), faits=faits))
    assert "IBAN FR76" in texte(courrier).replace("\u00a0", " ")
    assert all(not bloc.qr for bloc in courrier.blocs if isinstance(bloc, Encadre))


@pytest.mark.parametrize(
    ("nom", "somme"),
    [
        ("rappel_echeance-agence-consommateur", "EUR600.99"),
        ("lettre_promesse-interne-consommateur", "EUR1000.00"),
        ("reponse_contestation-agence-consommateur", "EUR89.90"),
        ("constat_caducite-agence-consommateur", "EUR3200.66"),
        ("protocole_echeancier-agence-consommateur", ""),
    ],
)
def test_le_qr_ne_demande_que_ce_que_la_lettre_demande(nom: str, somme: str) -> None:
    voulue = dict(cas_du_debiteur())[nom]
    courrier = composer(replace(voulue, profil=replace(voulue.profil, qr_virement=True)))
    charge = next(bloc.qr for bloc in courrier.blocs if isinstance(bloc, Encadre))
    assert charge.split("\n")[7:8] == ([somme] if somme else [])
