"""Vérifier le corps d'un modèle sans le rendre : blocs, balises, noms et champs. Toute faute dit où corriger."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from recouvre.courriers.champs import CHAMPS, DRAPEAUX
from recouvre.courriers.refus import ModeleFautif

BALISES = ("b", "i", "u", "br", "sup")
BLOCS = (
    "factures", "decompte", "interets", "versements", "modalites", "L111-8", "signature", "echeancier", "mouvements",
    "diligences", "pieces", "pieces-manquantes", "avancement", "mention-1376", "imputation", "mouvements-imputes",
    "recapitulatif",
)  # fmt: skip
_OBJETS = (frozenset(CHAMPS) - {"facture", "terme"}) | {"factures", "termes", "saisie"}
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


def verifier_noms(fichier: str, arbre: nodes.Template, saisies: tuple[str, ...] = ()) -> None:
    """Les noms et champs inconnus se voient avant tout rendu, même dans une branche que ce dossier ne prend pas.

    ``saisies`` : les champs de ``saisie``, que l'en-tête du modèle déclare.
    """
    connus_de: Mapping[str, Collection[str]] = {**CHAMPS, "saisie": saisies}
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
        champs = connus_de.get(cible.name) if isinstance(cible, nodes.Name) else None
        if acces.attr.startswith("_"):
            raise ModeleFautif(fichier, acces.lineno, acces.attr, "un modèle ne lit que les champs du dossier.")
        if champs is not None and acces.attr not in champs and isinstance(cible, nodes.Name):
            mot, liste = f"{cible.name}.{acces.attr}", ", ".join(champs)
            raise ModeleFautif(fichier, acces.lineno, mot, f"ce champ n'existe pas. Champs connus : {liste}.")
