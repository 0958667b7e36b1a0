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
from enum import StrEnum

from recouvre.courriers.apparence import ORDINAIRE, Apparence

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
    """Des libellés et leur valeur, dans un cadre : comment payer. ``qr`` : ce que dit un QR imprimé à sa droite."""

    titre: str
    lignes: tuple[tuple[str, str], ...]
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Les lignes sous lesquelles on signe."""

    lignes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signataires:
    """Une colonne par signataire, la première ligne en gras, et un blanc pour signer dessous."""

    colonnes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """Un cadre vide de ``hauteur`` mm, à remplir à la main, sous un titre et des lignes de modèle à recopier."""

    titre: str
    lignes: tuple[str, ...]
    hauteur: float


@dataclass(frozen=True, slots=True)
class Formulaire:
    """Des libellés et leur valeur ; une valeur vide laisse des pointillés à remplir."""

    titre: str
    champs: tuple[tuple[str, str], ...]


Bloc = Paragraphe | Intertitre | Citation | Tableau | Encadre | Signature | Signataires | Zone | Formulaire


class Forme(StrEnum):
    """Une lettre se plie et s'adresse par la fenêtre ; un acte porte un titre et ne s'adresse pas."""

    LETTRE = "lettre"
    ACTE = "acte"


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
    ``destinataire`` les lignes de la zone d'adresse, qu'un acte n'imprime pas ; ``references`` des couples
    (libellé, valeur) ; ``mention_envoi`` peut être vide.
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
    forme: Forme = Forme.LETTRE
    apparence: Apparence = ORDINAIRE


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
    return "\n".join([*lignes, *courrier.pied, *courrier.apparence.pied]).rstrip() + "\n"


def lignes_nues(courrier: Courrier) -> Iterator[str]:
    """Le texte sans alignement, une ligne par paragraphe et par rangée de tableau : ce que l'on contrôle."""
    yield from _haut(courrier)
    for bloc in courrier.blocs:
        match bloc:
            case Tableau(lignes=lignes, totaux=totaux):
                yield from (" ".join(ligne).replace("\n", " ") for ligne in (*lignes, *totaux))
            case Encadre(lignes=couples):
                yield from (" ".join(couple) for couple in couples)
            case Zone(titre, lignes, _):
                yield from (titre, *lignes)
            case Formulaire(titre, couples):
                yield from (titre, *(" ".join(couple) for couple in couples))
            case _:
                yield from texte_du_bloc(bloc)
    yield from (*courrier.pied, *courrier.apparence.pied)


def _haut(courrier: Courrier) -> Iterator[str]:
    tete = courrier.entete
    yield from (ligne for ligne in (tete.nom, tete.qualite, *tete.adresse, *tete.contact) if ligne)
    yield ""
    if courrier.forme is Forme.ACTE:
        references = " – ".join(f"{libelle} : {valeur}" for libelle, valeur in courrier.references)
        yield from filter(None, (courrier.objet, references, courrier.mention_envoi, courrier.lieu_date))
        return
    yield from (f"    {ligne}" for ligne in courrier.destinataire)
    yield ""
    yield from (f"{libelle} : {valeur}" for libelle, valeur in courrier.references)
    yield ""
    yield from filter(None, (courrier.mention_envoi, courrier.lieu_date))
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
        case Encadre(titre, lignes, qr):
            return [titre, *_aligner(lignes, (False, False)), *([f"[QR : {LEGENDE_QR}]"] if qr else [])]
        case Signature(lignes):
            return list(lignes)
        case Signataires(colonnes):
            return [" – ".join(colonne) for colonne in colonnes]
        case Zone(titre, lignes, _):
            return [*filter(None, (titre,)), *lignes, "[cadre à remplir à la main]"]
        case Formulaire(titre, champs):
            remplis = [(libelle, valeur or POINTILLES) for libelle, valeur in champs]
            return [*filter(None, (titre,)), *_aligner(remplis, (False, False))]


POINTILLES = "…" * 24
LEGENDE_QR = "Virement : à lire avec votre banque"


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
