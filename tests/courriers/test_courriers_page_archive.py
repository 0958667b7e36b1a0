"""Le PDF d'archive : ce qu'il déclare, ce qu'il garde, et ce que l'outil avoue ne pas avoir vérifié."""

from __future__ import annotations

import builtins
import io
import re
import sys
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande
from courriers_difficiles import LETTRES
from fabrique_courriers import demande
from PIL import Image, ImageChops, ImageCms
from pypdf import PdfReader

from recouvre.courriers.archivage import RESERVE, ArchivageImpossible, archiver
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.courriers.srgb import profil_srgb


def test_le_profil_calcule_est_bien_srgb() -> None:
    profil = ImageCms.ImageCmsProfile(io.BytesIO(profil_srgb()))
    assert ImageCms.getProfileDescription(profil).strip() == "sRGB IEC61966-2.1"
    mire = Image.merge("RGB", [Image.linear_gradient("L").rotate(angle) for angle in (0, 90, 180)])
    passage = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profil, "RGB", "RGB")
    ecart = ImageChops.difference(mire, ImageCms.applyTransform(mire, passage))
    assert max(haut for _, haut in ecart.getextrema()) <= 1


def test_sans_la_bibliotheque_le_refus_dit_quoi_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    vrai = builtins.__import__

    def sans_pikepdf(nom: str, *plus: Any, **encore: Any) -> Any:
        if nom == "pikepdf":
            raise ImportError(nom)
        return vrai(nom, *plus, **encore)

    monkeypatch.delitem(sys.modules, "pikepdf", raising=False)
    monkeypatch.setattr(builtins, "__import__", sans_pikepdf)
    with pytest.raises(ArchivageImpossible, match=r"pip install 'recouvre\[archive\]'"):
        archiver(b"")


def test_profil_archive_sans_la_bibliotheque_est_refuse(
    recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    refus = recouvre("profil", "--archive")
    assert (refus.code, "recouvre[archive]" in refus.erreur) == (1, True)
    assert recouvre("profil", "--json").json["archive"] is False


def test_l_archive_declare_ses_couleurs_et_ce_qu_elle_est() -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="l'extra archive n'est pas installé")
    octets = imprimer(composer(demande()))
    archive = archiver(octets)
    with pikepdf.open(io.BytesIO(archive)) as document:
        assert document.open_metadata().pdfa_status == "2B"
        (intention,) = document.Root.OutputIntents
        assert intention.DestOutputProfile.read_bytes() == profil_srgb()
        assert not document.check_pdf_syntax()
        assert "/ID" in document.trailer
    xmp = re.search(rb"<x:xmpmeta.*</x:xmpmeta>", archive, re.DOTALL)
    assert xmp is not None
    assert "Mise en demeure de payer 6\u202f401,59\u00a0€ – D-12/1" in xmp[0].decode()
    assert "Cabinet Vauquelin &amp; Associés" in xmp[0].decode()
    assert b"<xmp:CreateDate>2000-01-01T00:00:00+00:00<" in xmp[0]


@pytest.mark.parametrize("nom", ["caractères rares", "logo carré", "interne, QR"])
def test_l_archive_garde_les_pages_et_les_memes_octets(nom: str) -> None:
    pytest.importorskip("pikepdf", reason="l'extra archive n'est pas installé")
    octets = imprimer(LETTRES[nom])
    archive = archiver(octets)
    assert archiver(octets) == archive
    lues = [[page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages] for pdf in (octets, archive)]
    assert lues[0] == lues[1]
    for page in PdfReader(io.BytesIO(archive)).pages:
        ressources: Any = page["/Resources"]
        assert all("/FontFile2" in fonte["/FontDescriptor"] for fonte in ressources["/Font"].values())


def test_le_profil_dit_que_rien_n_a_ete_verifie(recouvre: LigneDeCommande) -> None:
    pytest.importorskip("pikepdf", reason="l'extra archive n'est pas installé")
    dit = " ".join(recouvre("profil", "--archive").sortie.split())
    assert RESERVE in dit
    assert "aucun validateur" in RESERVE
