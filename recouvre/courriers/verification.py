"""Vérifier le corps d'un modèle sans le rendre : blocs, balises, noms et champs. Toute faute dit où corriger."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from recouvre.courriers.champs import CHAMPS, DRAPEAUX
from recouvre.courriers.refus import ModeleFautif
from recouvre.domaine.gsm7 import deposer, hors_alphabet, redresser

BALISES = ("b", "i", "u", "br", "sup")
BLOCS = (
    "factures", "decompte", "interets", "versements", "modalites", "L111-8", "signature", "echeancier", "mouvements",
    "diligences", "compte-rendu", "suites", "pieces", "pieces-recues", "pieces-manquantes", "avancement",
    "mention-1376", "imputation", "mouvements-imputes", "recapitulatif", "creance", "declaration", "avoirs", "projet",
)  # fmt: skip
_OBJETS = (frozenset(CHAMPS) - {"facture", "terme"}) | {"factures", "termes", "saisie"}
_BLOC = re.compile(r"^[ \t]*\[([^\]\n]*)\][ \t]*$", re.MULTILINE)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BALISE = re.compile(r"<(/?)([A-Za-z]\w*)([^<>]*)(>?)")
_UN_SEUL_FICHIER = "un modèle tient dans un seul fichier, toujours échappé."
_RIEN_A_CALCULER = "un modèle ne calcule rien : ce qui se calcule est un champ, que l'on nomme."
_DEFENDUS: tuple[tuple[type[nodes.Node], str, str], ...] = (
    (nodes.Include, "include", _UN_SEUL_FICHIER),
    (nodes.Extends, "extends", _UN_SEUL_FICHIER),
    (nodes.Import, "import", _UN_SEUL_FICHIER),
    (nodes.FromImport, "import", _UN_SEUL_FICHIER),
    (nodes.Block, "block", _UN_SEUL_FICHIER),
    (nodes.ScopedEvalContextModifier, "autoescape", _UN_SEUL_FICHIER),
    (nodes.Mul, "*", _RIEN_A_CALCULER),
    (nodes.Pow, "**", _RIEN_A_CALCULER),
    (nodes.Mod, "%", _RIEN_A_CALCULER),
    (nodes.Assign, "set", _RIEN_A_CALCULER),
    (nodes.AssignBlock, "set", _RIEN_A_CALCULER),
    (nodes.With, "with", _RIEN_A_CALCULER),
    (nodes.CallBlock, "call", _RIEN_A_CALCULER),
)
_POIDS: tuple[tuple[type[nodes.Node], int], ...] = ((nodes.For, 1), (nodes.Call, 1), (nodes.Macro, 2))
_POIDS_PERMIS = 2
"""Deux boucles l'une dans l'autre, pas trois, ni une dans une macro : trois cents factures n'y finiraient pas."""


def verifier_blocs(fichier: str, corps: str) -> None:
    """Lève ``ModeleFautif`` au premier bloc inconnu."""
    for trouve in _BLOC.finditer(corps):
        if trouve[1] not in BLOCS:
            ligne = corps.count("\n", 0, trouve.start()) + 1
            connus = ", ".join(f"[{bloc}]" for bloc in BLOCS)
            raise ModeleFautif(fichier, ligne, f"[{trouve[1]}]", f"ce bloc n'existe pas. Blocs connus : {connus}.")


_DE_PAPIER = re.compile(r"^[ \t]*(?:\[[^\]\n]*\][ \t]*$|[#_|] )", re.MULTILINE)


def verifier_corps_de_message(fichier: str, corps: str, *, balises: bool) -> None:
    """Un message n'a que des paragraphes, des puces et des mentions. Lève ``ModeleFautif``.

    ``balises`` faux : un SMS n'a ni gras ni retour forcé.
    """
    sans = (
        "un message n'a ni bloc, ni titre, ni formulaire, ni signataires : des paragraphes, des puces et des mentions."
    )
    if trouve := _DE_PAPIER.search(corps):
        raise ModeleFautif(fichier, corps.count("\n", 0, trouve.start()) + 1, trouve[0].strip(), sans)
    if not balises and (trouve := _BALISE.search(_JINJA.sub(lambda m: "\n" * m[0].count("\n"), corps))):
        ligne = corps.count("\n", 0, trouve.start()) + 1
        raise ModeleFautif(fichier, ligne, trouve[0], "un SMS n'est que du texte : retirez cette balise.")


def verifier_alphabet(fichier: str, source: str, arbre: nodes.Template) -> None:
    """Le texte d'un SMS s'écrit dans l'alphabet des SMS. Lève ``ModeleFautif``, avec le mot à récrire."""
    for donnee in arbre.find_all(nodes.TemplateData):
        for mot in donnee.data.split():
            if (hors := hors_alphabet(redresser(mot))) and (debut := source.find(mot)) >= 0:
                ligne = source.count("\n", 0, debut) + 1
                raise ModeleFautif(fichier, ligne, mot, f"{ABSENT_DES_SMS.format(hors[0])} Écrivez « {deposer(mot)} ».")


ABSENT_DES_SMS = "le caractère « {} » n'existe pas dans l'alphabet des SMS, et ferait payer plusieurs SMS au lieu d'un."


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
    for genre, mot, raison in _DEFENDUS:
        for noeud in arbre.find_all(genre):
            raise ModeleFautif(fichier, noeud.lineno, mot, raison)
    _verifier_mesure(fichier, arbre)
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


def _verifier_mesure(fichier: str, arbre: nodes.Node, poids: int = 0) -> None:
    """Rien qui dure ou grossisse sans fin : des boucles emboîtées, une macro qui en appelle une autre, une méthode."""
    for noeud in arbre.iter_child_nodes():
        if isinstance(noeud, nodes.Call) and not isinstance(noeud.node, nodes.Name):
            raise ModeleFautif(fichier, noeud.lineno, "(", "une valeur ne s'appelle pas : ôtez ces parenthèses.")
        porte = poids + next((pese for genre, pese in _POIDS if isinstance(noeud, genre)), 0)
        if porte > _POIDS_PERMIS:
            mot = "for" if isinstance(noeud, nodes.For) else "macro"
            raise ModeleFautif(fichier, noeud.lineno, mot, "trop de boucles ou de macros l'une dans l'autre.")
        _verifier_mesure(fichier, noeud, porte)
