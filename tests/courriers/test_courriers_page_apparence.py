"""L'apparence réglée par le profil : lue, contrôlée, posée, et jamais mêlée d'un courrier à l'autre."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from courriers_difficiles import image
from fabrique_courriers import AGENCE, demande
from PIL import Image
from pypdf import PdfReader

from recouvre.courriers.apparence import ACCENT, ORDINAIRE, Apparence, lire_couleur, lire_pied
from recouvre.courriers.images import OCTETS, format_image, preparer_image
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.courriers.refus import ApparenceFautive, CaractereImpossible
from recouvre.operations.apparence import adopter, lire_apparence

LOGO = image(300, 100)


def _couleurs(pdf: bytes) -> set[tuple[float, ...]]:
    """Les couleurs de remplissage employées."""
    operations = [op for page in PdfReader(io.BytesIO(pdf)).pages for op in page.get_contents().operations]
    return {tuple(round(float(v), 2) for v in operandes) for operandes, nom in operations if nom == b"rg"}


def test_la_couleur_remplace_l_accent_et_son_fond_partout() -> None:
    courrier = composer(demande())
    rouge = lire_couleur("#990000")
    teinte = _couleurs(imprimer(replace(courrier, apparence=Apparence(couleur=rouge))))
    assert (0.6, 0.0, 0.0) in teinte
    assert (0.13, 0.24, 0.38) not in teinte
    assert not any(b > r for r, _, b in teinte if r > 0.9)


def test_deux_couleurs_ne_se_melangent_pas() -> None:
    """Les lignes coupées sont gardées d'un courrier à l'autre : leur couleur ne doit pas l'être."""
    courrier = composer(demande())
    avant = imprimer(courrier)
    autre = imprimer(replace(courrier, apparence=Apparence(couleur=(0.6, 0, 0))))
    assert imprimer(courrier) == avant
    assert autre != avant
    assert imprimer(replace(courrier, apparence=Apparence(couleur=ACCENT))) == avant


@pytest.mark.parametrize("texte", ["rouge", "#12345", "#1234567", "1f3d61", "#GGGGGG", "#ffff00", "#9aa0a6"])
def test_une_couleur_illisible_ou_trop_claire_est_refusee(texte: str) -> None:
    with pytest.raises(ApparenceFautive, match="couleur"):
        lire_couleur(texte)


@pytest.mark.parametrize("texte", ["#000000", "#1f3d61", "#8A1F3D", "#767676"])
def test_une_couleur_qui_se_lit_est_acceptee(texte: str) -> None:
    assert all(0 <= part <= 1 for part in lire_couleur(texte))


def test_le_pied_ne_mange_pas_la_page() -> None:
    assert lire_pied("Un\n\n  deux   mots \n") == ("Un", "deux mots")
    for trop in ("a\nb\nc\nd\ne", "x" * 161):
        with pytest.raises(ApparenceFautive, match="pied"):
            lire_pied(trop)


def test_un_caractere_rare_du_pied_est_refuse_comme_les_autres() -> None:
    with pytest.raises(CaractereImpossible):
        imprimer(replace(composer(demande()), apparence=Apparence(pied=("王",))))


@pytest.mark.parametrize(
    ("octets", "raison"),
    [
        (b"", "PNG ou JPEG"),
        (b"\x89PNG\r\n\x1a\n rien", "PNG ou JPEG"),
        (LOGO[: len(LOGO) // 2], "PNG ou JPEG"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "PNG ou JPEG"),
        (bytes(OCTETS + 1), "2 Mo"),
    ],
)
def test_une_image_illisible_ou_trop_lourde_est_refusee(octets: bytes, raison: str) -> None:
    with pytest.raises(ApparenceFautive, match=raison):
        format_image("logo", octets)


@pytest.mark.parametrize("cote", [7_000, 10_000, 14_000])
def test_une_petite_image_qui_se_deploie_trop_est_refusee(cote: int) -> None:
    sortie = io.BytesIO()
    Image.new("1", (cote, cote)).save(sortie, "PNG")
    assert len(sortie.getvalue()) < OCTETS
    with pytest.raises(ApparenceFautive, match="points"):
        format_image("logo", sortie.getvalue())


def test_une_grande_image_ne_pese_pas_dans_la_lettre() -> None:
    courrier = composer(demande())
    nue = len(imprimer(courrier))
    grande = image(5000, 2500, "JPEG")
    assert len(imprimer(replace(courrier, apparence=Apparence(logo=grande)))) < nue + 60_000


def test_une_photo_couchee_est_redressee() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sortie = io.BytesIO()
    Image.new("RGB", (400, 100), "white").save(sortie, "JPEG", exif=exif)
    _, large, haute = preparer_image(sortie.getvalue(), 100, 100)
    assert (large, haute) == pytest.approx((25, 100))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_toute_sorte_de_png_s_imprime(mode: str) -> None:
    sortie = io.BytesIO()
    Image.new(mode, (60, 30)).save(sortie, "PNG")
    assert format_image("logo", sortie.getvalue()) == "PNG"
    assert imprimer(replace(composer(demande()), apparence=Apparence(logo=sortie.getvalue())))


def test_un_jpeg_d_imprimeur_s_imprime() -> None:
    sortie = io.BytesIO()
    Image.new("CMYK", (60, 30)).save(sortie, "JPEG")
    assert imprimer(replace(composer(demande()), apparence=Apparence(signature=sortie.getvalue())))


# --- lue dans le cabinet -----------------------------------------------------------------------------------------


def test_rien_de_regle_l_apparence_ordinaire(tmp_path: Path) -> None:
    assert lire_apparence(tmp_path, AGENCE) is ORDINAIRE


def test_les_images_sont_copiees_dans_le_cabinet_et_relues(tmp_path: Path) -> None:
    cabinet, ailleurs = tmp_path / "cabinet", tmp_path / "Mon logo.PNG"
    ailleurs.write_bytes(LOGO)
    adoptes = adopter(cabinet, {"logo": str(ailleurs), "couleur": "#8a1f3d", "ville": "Lyon"})
    assert adoptes == {"logo": "logo.png", "couleur": "#8a1f3d", "ville": "Lyon"}
    ailleurs.unlink()
    apparence = lire_apparence(cabinet, replace(AGENCE, logo="logo.png", couleur="#8a1f3d", pied="Un\nDeux"))
    assert apparence == Apparence(logo=LOGO, couleur=lire_couleur("#8a1f3d"), pied=("Un", "Deux"))


@pytest.mark.parametrize(
    ("champs", "raison"),
    [
        ({"logo": "absent.png"}, "ne se lit pas"),
        ({"logo": "../dehors.png"}, "n'est pas dans le cabinet"),
        ({"signature": "/etc/hostname"}, "n'est pas dans le cabinet"),
        ({"couleur": "bleu"}, "n'est pas une couleur"),
        ({"pied": "Huissiers de justice associés"}, "huissier"),
    ],
)
def test_un_profil_ecrit_a_la_main_est_controle_aussi(tmp_path: Path, champs: dict[str, str], raison: str) -> None:
    (tmp_path / "dehors.png").write_bytes(LOGO)
    (tmp_path / "cabinet").mkdir()
    with pytest.raises(ApparenceFautive, match=f"(?i){raison}"):
        lire_apparence(tmp_path / "cabinet", replace(AGENCE, **champs))


# --- par la ligne de commande ------------------------------------------------------------------------------------


def test_profil_regle_l_apparence_et_l_ote(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    logo = tmp_path / "logo d'essai.png"
    logo.write_bytes(LOGO)
    regle = recouvre("profil", "--logo", str(logo), "--couleur", "#8a1f3d", "--pied", "Membre", "--qr-virement")
    assert regle.code == 0, regle.erreur
    dit = recouvre("profil", "--json").json
    assert (dit["logo"], dit["couleur"], dit["qr-virement"], dit["archive"]) == ("logo.png", "#8a1f3d", True, False)
    assert (recouvre.cabinet / "logo.png").read_bytes() == LOGO
    assert recouvre("profil", "--logo", "", "--sans-qr-virement").code == 0
    dit = recouvre("profil", "--json").json
    assert (dit["logo"], dit["qr-virement"]) == (None, False)


def test_profil_refuse_sans_rien_ecrire(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    avant = (recouvre.cabinet / "recouvre.toml").read_bytes()
    claire = recouvre("profil", "--couleur", "#ffee00")
    assert (claire.code, "trop claire" in claire.erreur) == (1, True)
    absent = recouvre("profil", "--logo", str(tmp_path / "absent.png"))
    assert (absent.code, "ne se lit pas" in absent.erreur) == (1, True)
    assert (recouvre.cabinet / "recouvre.toml").read_bytes() == avant
