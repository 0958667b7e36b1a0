"""Mesurer une page imprimée : où est chaque texte, chaque trait et chaque image, et ce qui se touche.

Deux mesures indépendantes : celle de pypdf, toujours là, et celle de poppler (``pdftotext -bbox``) où elle l'est.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from pypdf import PageObject
from test_courriers_pdf import Tache, lire, taches

from recouvre.courriers.pdf_elements import MM

MARGE_GAUCHE, MARGE_DROITE = 19.9, 190.1
HAUT, BAS = 7.5, 290
COTE_QR = 32


def verifier_page(pdf: bytes) -> None:
    """Aucun texte hors des marges, sur un autre, sous une image ou un QR, ni barré d'un trait, sur aucune page."""
    for rang, page in enumerate(lire(pdf).pages, 1):
        vues = taches(page)
        textes = [tache for tache in vues if tache.texte]
        for texte in textes:
            assert texte.gauche >= MARGE_GAUCHE and texte.droite <= MARGE_DROITE, (rang, texte)
            assert texte.haut >= HAUT and texte.bas <= BAS, (rang, texte)
        assert not list(superposes(textes)), rang
        filets = [tache for tache in vues if not tache.texte and tache.bas - tache.haut < 0.01]
        carres = [tache for tache in vues if not tache.texte and abs(tache.droite - tache.gauche - COTE_QR) < 0.01]
        for marge, obstacles in ((0.5, filets), (0.1, images(page)), (0.1, carres)):
            for obstacle in obstacles:
                x, y = (obstacle.gauche, obstacle.droite), (obstacle.haut - 0.001, obstacle.bas + 0.001)
                assert not [texte for texte in textes if _dedans(texte, marge).touche(x, y)], (rang, obstacle)


def superposes(textes: list[Tache]) -> Iterator[tuple[Tache, Tache]]:
    """Les paires de textes qui se recouvrent."""
    ranges = sorted(textes, key=lambda tache: tache.haut)
    for rang, un in enumerate(ranges):
        for autre in ranges[rang + 1 :]:
            if autre.haut > un.bas:
                break
            if autre.touche((un.gauche + 0.1, un.droite - 0.1), (un.haut + 0.3, un.bas - 0.3)):
                yield un, autre


def images(page: PageObject) -> list[Tache]:
    """Les images de la page, en mm depuis le coin haut gauche."""
    contenu = page.get_contents()
    assert contenu is not None
    trouvees: list[Tache] = []
    matrices: list[tuple[float, float, float, float]] = []
    for operandes, operateur in contenu.operations:
        if operateur == b"q":
            matrices.append((1, 1, 0, 0))
        elif operateur == b"Q":
            matrices.pop()
        elif operateur == b"cm" and matrices:
            (large, haute, x, y), (a, _, _, d, e, f) = matrices[-1], map(float, operandes)
            matrices[-1] = (large * a, haute * d, x + large * e, y + haute * f)
        elif operateur == b"Do" and matrices:
            large, haute, x, y = (valeur / MM for valeur in matrices[-1])
            trouvees.append(Tache("", x, x + large, 297 - y - haute, 297 - y))
    return trouvees


def mots_de_poppler(pdf: bytes, dossier: Path) -> list[list[Tache]]:
    """Les mots de chaque page, mesurés par poppler."""
    fichier = dossier / "page.pdf"
    fichier.write_bytes(pdf)
    commande = ["pdftotext", "-bbox", str(fichier), "-"]
    sortie = subprocess.run(commande, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    motif = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    return [[_mot(*trouve) for trouve in motif.findall(page)] for page in sortie.split("<page ")[1:]]


def _mot(*trouve: str) -> Tache:
    gauche, haut, droite, bas = (float(valeur) / MM for valeur in trouve[:4])
    return Tache(unescape(trouve[4]), gauche, droite, haut, bas)


def _dedans(tache: Tache, marge: float) -> Tache:
    return Tache(tache.texte, tache.gauche, tache.droite, tache.haut + marge, tache.bas - marge)
