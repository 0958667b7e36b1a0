"""Vérifier un modèle sans le rendre : en-tête, blocs, balises, noms et champs. Toute faute dit où corriger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from recouvre.courriers.champs import CHAMPS, DRAPEAUX
from recouvre.courriers.refus import ModeleFautif

BALISES = ("b", "i", "u", "br", "sup")
BLOCS = ("factures", "decompte", "interets", "versements", "modalites", "L111-8", "signature")
SITUATIONS = ("titre", "public", "creancier-particulier")
"""Ce qui peut rendre un modèle faux : il le dit dans son en-tête, « sauf : titre public »."""

ENTETE = {
    "objet": (), "mode": ("agence", "interne"), "mentions": ("R124-4",), "niveaux": ("oui",), "delai": ("oui",),
    "sauf": SITUATIONS,
}  # fmt: skip
"""Les clés de l'en-tête et leurs valeurs permises (vide : un texte libre ; « sauf » peut en avoir plusieurs)."""

_OBJETS = (frozenset(CHAMPS) - {"facture"}) | {"factures"}
_CLE = re.compile(r"([\w-]+) *: *(.*)")
_BLOC = re.compile(r"^[ \t]*\[([^\]\n]*)\][ \t]*$", re.MULTILINE)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BALISE = re.compile(r"<(/?)([A-Za-z]\w*)([^<>]*)(>?)")
_DEFENDUS: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Include, "include"),
    (nodes.Extends, "extends"),
    (nodes.Import, "import"),
    (nodes.FromImport, "import"),
    (nodes.ScopedEvalContextModifier, "autoescape"),
)


def lire_entete(fichier: str, lignes: list[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Chaque clé de l'en-tête, avec sa ligne et sa valeur."""
    for rang, ligne in enumerate(lignes, 1):
        if not ligne.strip():
            continue
        trouve = _CLE.fullmatch(ligne.strip())
        if trouve is None or trouve[1] not in ENTETE:
            raise ModeleFautif(fichier, rang, ligne.strip(), f"l'en-tête ne connaît que {', '.join(ENTETE)}.")
        cle, valeur = trouve[1], trouve[2].strip()
        for mot in valeur.split() if cle == "sauf" else [valeur]:
            if ENTETE[cle] and mot not in ENTETE[cle]:
                raise ModeleFautif(fichier, rang, mot, f"« {cle} » attend {' ou '.join(ENTETE[cle])}.")
        yield cle, (rang, valeur)


def verifier_blocs(fichier: str, corps: str) -> None:
    """Lève ``ModeleFautif`` au premier bloc inconnu."""
    for trouve in _BLOC.finditer(corps):
        if trouve[1] not in BLOCS:
            ligne = corps.count("\n", 0, trouve.start()) + 1
            connus = ", ".join(f"[{bloc}]" for bloc in BLOCS)
            raise ModeleFautif(fichier, ligne, f"[{trouve[1]}]", f"ce bloc n'existe pas. Blocs connus : {connus}.")


def verifier_balises(fichier: str, corps: str) -> None:
    """Balises connues, sans attribut, fermées dans leur paragraphe : ce qui se voit sans rendre le modèle."""
    ligne = 1
    for paragraphe in re.split(r"(\n[ \t]*\n)", _JINJA.sub(lambda m: "\n" * m[0].count("\n"), corps)):
        controler_balises(fichier, paragraphe, ligne)
        ligne += paragraphe.count("\n")


def controler_balises(fichier: str, texte: str, ligne: int) -> None:
    """Lève ``ModeleFautif`` si ce paragraphe, qui commence à cette ligne, a une balise inconnue ou mal fermée."""
    ouvertes: list[tuple[str, int]] = []
    for trouve in _BALISE.finditer(texte):
        ou, nom = ligne + texte.count("\n", 0, trouve.start()), trouve[2]
        if nom not in BALISES or not trouve[4] or trouve[3].strip() not in ("", "/"):
            permises = " ".join(f"<{balise}>" for balise in BALISES)
            raise ModeleFautif(
                fichier, ou, trouve[0], f"cette balise n'est pas permise. Balises permises : {permises}."
            )
        if nom == "br":
            continue
        if not trouve[1]:
            ouvertes.append((nom, ou))
        elif not ouvertes or ouvertes.pop()[0] != nom:
            raise ModeleFautif(fichier, ou, trouve[0], "cette balise ferme ce qui n'est pas ouvert.")
    if ouvertes:
        nom, ou = ouvertes[-1]
        raise ModeleFautif(fichier, ou, f"<{nom}>", "cette balise n'est pas fermée dans son paragraphe.")


def verifier_noms(fichier: str, arbre: nodes.Template) -> None:
    """Les noms et champs inconnus se voient avant tout rendu, même dans une branche que ce dossier ne prend pas."""
    for genre, mot in _DEFENDUS:
        for noeud in arbre.find_all(genre):
            raise ModeleFautif(fichier, noeud.lineno, mot, "un modèle tient dans un seul fichier, toujours échappé.")
    inconnues = find_undeclared_variables(arbre) - DRAPEAUX - _OBJETS
    for noeud in arbre.find_all(nodes.Name):
        if noeud.name in inconnues:
            connus = ", ".join(sorted(DRAPEAUX | _OBJETS))
            raise ModeleFautif(fichier, noeud.lineno, noeud.name, f"ce nom n'existe pas. Noms connus : {connus}.")
    for acces in arbre.find_all(nodes.Getattr):
        cible = acces.node
        champs = CHAMPS.get(cible.name) if isinstance(cible, nodes.Name) else None
        if acces.attr.startswith("_"):
            raise ModeleFautif(fichier, acces.lineno, acces.attr, "un modèle ne lit que les champs du dossier.")
        if champs is not None and acces.attr not in champs and isinstance(cible, nodes.Name):
            mot, liste = f"{cible.name}.{acces.attr}", ", ".join(champs)
            raise ModeleFautif(fichier, acces.lineno, mot, f"ce champ n'existe pas. Champs connus : {liste}.")
