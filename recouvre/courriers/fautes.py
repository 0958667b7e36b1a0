"""Toutes les fautes d'un modèle, et pas seulement la première : chacune est effacée d'un brouillon, et l'on recommence.

C'est ``compiler`` qui juge, toujours : ce qu'il apprendra à refuser demain sera vu ici sans qu'on y touche.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recouvre.courriers.gabarit import compiler
from recouvre.courriers.refus import ModeleFautif

AU_PLUS = 100
"""Au-delà, ce n'est pas un modèle : un autre document a été enregistré sous ce nom."""

_COMMENTAIRE = re.compile(r"\{#.*?#\}", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_VALEUR = re.compile(r"\{\{.*?(?:\}\}|$)")
_CLE = re.compile(r"\s*[\w-]+ *:")
_INCLUSIONS = ("include", "extends", "import", "autoescape")
_CONNU = "factures"
"""Un nom que tout modèle peut lire : il prend la place de celui qui n'existe pas."""


@dataclass(frozen=True, slots=True)
class Examen:
    """Les fautes trouvées, de haut en bas. ``complet`` faux : l'une d'elles cache la suite du modèle."""

    fautes: tuple[ModeleFautif, ...]
    complet: bool = True


def examiner(nom: str, fichier: str, octets: bytes) -> Examen:
    """Les fautes de ce modèle ; aucune s'il se compile. Ne lève rien."""
    trouvees: list[ModeleFautif] = []
    texte, lisible = _decoder(octets)
    if not lisible:
        trouvees += _fautes(nom, fichier, octets)
    brouillon = _Brouillon(texte)
    avant = None
    while brouillon.texte() != avant and len(trouvees) < AU_PLUS:
        avant = brouillon.texte()
        restantes = _fautes(nom, fichier, avant.encode())
        if not restantes:
            return Examen(_de_haut_en_bas(trouvees))
        trouvees.append(brouillon.situer(restantes[0]))
        brouillon.effacer(restantes[0])
    return Examen(_de_haut_en_bas(trouvees), complet=False)


def _fautes(nom: str, fichier: str, octets: bytes) -> tuple[ModeleFautif, ...]:
    """La première faute, s'il y en a une."""
    try:
        compiler(nom, fichier, octets)
    except ModeleFautif as faute:
        return (faute,)
    return ()


def _de_haut_en_bas(fautes: list[ModeleFautif]) -> tuple[ModeleFautif, ...]:
    return tuple(sorted(fautes, key=lambda faute: faute.ligne))


def _decoder(octets: bytes) -> tuple[str, bool]:
    """Le texte du brouillon, et s'il est en UTF-8 ; sinon, il vient presque toujours d'un vieux Windows."""
    try:
        texte, lisible = octets.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        texte, lisible = octets.decode("cp1252", "replace"), False
    return texte.replace("\r\n", "\n").replace("\r", "\n"), lisible


class _Brouillon:
    """Le modèle, dont on efface les fautes une à une ; chaque ligne garde son rang d'origine."""

    def __init__(self, texte: str) -> None:
        self._lignes = texte.split("\n")
        self._rangs = list(range(1, len(self._lignes) + 1))

    def texte(self) -> str:
        """Le modèle, ce que l'on en a effacé en moins."""
        return "\n".join(self._lignes)

    def situer(self, faute: ModeleFautif) -> ModeleFautif:
        """La même faute, à la ligne du fichier et non à celle du brouillon."""
        if not 1 <= faute.ligne <= len(self._rangs) or self._rangs[faute.ligne - 1] == faute.ligne:
            return faute
        return ModeleFautif(faute.fichier, self._rangs[faute.ligne - 1], faute.mot, faute.raison)

    def effacer(self, faute: ModeleFautif) -> None:
        """Retire cette faute ; le brouillon reste tel quel si l'on ne sait pas le faire sans en inventer d'autres."""
        rang, fin = faute.ligne - 1, self._fin_de_l_entete()
        if "(« objet : … »)" in faute.raison:
            self._ajouter_en_tete("objet: x")
        elif not 0 <= rang < len(self._lignes):
            return
        elif rang < fin and not any(map(_CLE.match, self._lignes[:fin])):
            self._ajouter_en_tete("objet: x", "")
        elif rang < fin and not self._lignes[rang].lstrip().startswith("objet"):
            del self._lignes[rang], self._rangs[rang]
        elif faute.mot and faute.mot == self._en_jinja(rang):
            self._oter_les_valeurs(rang)
        else:
            self._remplacer(rang, faute.mot)

    def _ajouter_en_tete(self, *lignes: str) -> None:
        self._lignes[:0], self._rangs[:0] = lignes, [1] * len(lignes)

    def _fin_de_l_entete(self) -> int:
        lignes = _COMMENTAIRE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self.texte()).split("\n")
        debut = next((i for i, ligne in enumerate(lignes) if ligne.strip()), 0)
        return next((i for i, ligne in enumerate(lignes) if i > debut and not ligne.strip()), len(lignes))

    def _en_jinja(self, rang: int) -> str:
        """Ce que Jinja appelle cette ligne, quand il ne la comprend pas ; vide si elle n'a rien pour lui."""
        ligne = self._lignes[rang].strip()
        return re.sub(r"^objet *: *", "", ligne) if "{{" in ligne or "{%" in ligne else ""

    def _oter_les_valeurs(self, rang: int) -> None:
        """Une valeur mal écrite s'efface ; une instruction, non : le reste du modèle en dépend."""
        ligne = self._lignes[rang]
        if ligne.lstrip().startswith("objet"):
            self._lignes[rang] = "objet: x"
        elif "{%" not in ligne:
            self._lignes[rang] = _VALEUR.sub("x", ligne)

    def _remplacer(self, rang: int, mot: str) -> None:
        """Efface la première fois où ce mot vient, à partir de cette ligne et hors des commentaires."""
        texte = self.texte()
        depuis = sum(len(ligne) + 1 for ligne in self._lignes[:rang])
        motif = re.compile(r"(?:\w+\.)*" * mot.startswith("_") + r"\s+".join(map(re.escape, mot.split())))
        for trouve in motif.finditer(texte, depuis) if mot.strip() else ():
            if _englobe(_COMMENTAIRE, texte, trouve.start()):
                continue
            if _englobe(_JINJA, texte, trouve.start()):
                neuf = _sans_inclusion(texte, mot) if mot in _INCLUSIONS else _mettre(texte, trouve, _CONNU)
            else:
                neuf = _mettre(texte, trouve, _blanc(trouve[0]))
            self._lignes = neuf.split("\n")
            return


def _englobe(motif: re.Pattern[str], texte: str, place: int) -> re.Match[str] | None:
    return next((m for m in motif.finditer(texte) if m.start() <= place < m.end()), None)


def _mettre(texte: str, place: re.Match[str], neuf: str) -> str:
    return texte[: place.start()] + neuf + texte[place.end() :]


def _sans_inclusion(texte: str, mot: str) -> str:
    """Le modèle sans cette instruction, ni celle qui la ferme."""
    return re.sub(rf"\{{%-?\s*(?:end)?(?:from\b.*?)?{mot}\b.*?%\}}", "x", texte)


def _blanc(efface: str) -> str:
    """De quoi tenir la place d'un mot, d'un bloc ou d'une balise, sans rien en dire ; les lignes restent les mêmes."""
    return "" if efface.startswith("<") else re.sub(r"[^\n]+", "x", efface)
