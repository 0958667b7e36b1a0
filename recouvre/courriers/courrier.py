"""Un courrier composé : des blocs de texte, avant toute mise en page.

Le texte des paragraphes garde cinq balises (b i u br sup) et les entités de HTML ; celui des tableaux, des en-têtes et
de l'adresse est littéral.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BALISE = re.compile(r"<[^>]*>")
_RETOUR = re.compile(r"<br */?>")


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """Un paragraphe ; ``puce`` : un élément de liste ; ``petit`` : une mention en petit corps."""

    texte: str
    puce: bool = False
    petit: bool = False


@dataclass(frozen=True, slots=True)
class Intertitre:
    """Le titre d'une partie du courrier."""

    texte: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Un texte de loi reproduit mot à mot."""

    titre: str
    alineas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Colonne:
    """``largeur`` en millimètres ; ``droite`` : des nombres, calés à droite."""

    titre: str
    largeur: float
    droite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """Un tableau : chaque cellule est un texte, une seconde ligne y suit un saut de ligne.

    Les ``totaux`` (libellé, montant ; le dernier ressort) ne quittent jamais la dernière ligne ; ``note`` les suit.
    ``petit`` : en petit corps, pour un tableau de beaucoup de colonnes ; ``entier`` : ne se coupe pas.
    """

    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[str, ...], ...]
    totaux: tuple[tuple[str, str], ...] = ()
    note: str = ""
    petit: bool = False
    entier: bool = False


@dataclass(frozen=True, slots=True)
class Encadre:
    """Des libellés et leur valeur, dans un cadre : comment payer."""

    titre: str
    lignes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Les lignes sous lesquelles on signe."""

    lignes: tuple[str, ...]


Bloc = Paragraphe | Intertitre | Citation | Tableau | Encadre | Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Entete:
    """Qui écrit : ``nom`` ; ``qualite`` (forme, activité) ; ``adresse`` ; ``contact``."""

    nom: str
    qualite: str
    adresse: tuple[str, ...]
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Courrier:
    """Un courrier prêt à imprimer.

    ``total`` est la somme réclamée, en centimes ; ``empreinte_modele`` le SHA-256 du fichier de modèle ;
    ``destinataire`` les lignes de la zone d'adresse ; ``references`` des couples (libellé, valeur).
    """

    modele: str
    empreinte_modele: str
    dossier: str
    reference: str
    le: dt.date
    lieu_date: str
    mention_envoi: str
    objet: str
    total: int
    entete: Entete
    destinataire: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    blocs: tuple[Bloc, ...]
    pied: tuple[str, ...]


def litteral(balise: str) -> str:
    """Le texte seul d'un paragraphe balisé.

    >>> litteral("Garage &lt;Martin&gt; <b>&amp;</b> Fils")
    'Garage <Martin> & Fils'
    """
    if "<" in balise:
        balise = _BALISE.sub("", _RETOUR.sub("\n", balise))
    return html.unescape(balise)


def texte(courrier: Courrier) -> str:
    """Le courrier en texte seul : l'aperçu, et ce que l'on compare dans les tests."""
    lignes = [*_haut(courrier), ""]
    for bloc in courrier.blocs:
        lignes.extend([*texte_du_bloc(bloc), ""])
    return "\n".join([*lignes, *courrier.pied]).rstrip() + "\n"


def lignes_nues(courrier: Courrier) -> Iterator[str]:
    """Le texte sans alignement, une ligne par paragraphe et par rangée de tableau : ce que l'on contrôle."""
    yield from _haut(courrier)
    for bloc in courrier.blocs:
        if isinstance(bloc, Tableau):
            yield from (" ".join(ligne).replace("\n", " ") for ligne in (*bloc.lignes, *bloc.totaux))
        elif isinstance(bloc, Encadre):
            yield from (" ".join(ligne) for ligne in bloc.lignes)
        else:
            yield from texte_du_bloc(bloc)
    yield from courrier.pied


def _haut(courrier: Courrier) -> Iterator[str]:
    tete = courrier.entete
    yield from (ligne for ligne in (tete.nom, tete.qualite, *tete.adresse, *tete.contact) if ligne)
    yield ""
    yield from (f"    {ligne}" for ligne in courrier.destinataire)
    yield ""
    yield from (f"{libelle} : {valeur}" for libelle, valeur in courrier.references)
    yield ""
    yield courrier.mention_envoi
    yield courrier.lieu_date
    yield ""
    yield f"Objet : {courrier.objet}"


def texte_du_bloc(bloc: Bloc) -> list[str]:
    """Les lignes de texte d'un bloc ; un tableau aligne ses colonnes."""
    match bloc:
        case Paragraphe(contenu, puce, _):
            return [("- " if puce else "") + litteral(contenu)]
        case Intertitre(contenu):
            return [litteral(contenu).upper()]
        case Citation(titre, alineas):
            return [titre, *alineas]
        case Tableau():
            return _texte_tableau(bloc)
        case Encadre(titre, lignes):
            return [titre, *_aligner(lignes, (False, False))]
        case Signature(lignes):
            return list(lignes)


def _texte_tableau(tableau: Tableau) -> list[str]:
    titres = tuple(colonne.titre for colonne in tableau.colonnes)
    cellules = [titres, *(tuple(c.replace("\n", " – ") for c in ligne) for ligne in tableau.lignes)]
    corps = _aligner(cellules, tuple(colonne.droite for colonne in tableau.colonnes))
    large = max(map(len, corps))
    totaux = [f"{nom}{somme.rjust(large - len(nom))}" for nom, somme in tableau.totaux]
    return [*corps, *totaux, *([tableau.note] if tableau.note else [])]


def _aligner(lignes: Sequence[Sequence[str]], droites: Sequence[bool]) -> list[str]:
    largeurs = [max(map(len, colonne)) for colonne in zip(*lignes, strict=True)]
    moules = [f"{{:{'>' if droite else '<'}{large}}}" for large, droite in zip(largeurs, droites, strict=True)]
    moule = "  ".join(moules)
    return [moule.format(*ligne).rstrip() for ligne in lignes]
