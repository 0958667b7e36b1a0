"""Un courrier tel qu'on le lit : de quoi y chercher les mentions obligatoires, et les mots défendus.

Deux lectures. Les **mentions** se cherchent dans tout ce qui est imprimé. Les **mots défendus** dans ce que
l'expéditeur dit de lui-même : ni la zone d'adresse, ni les références, ni les tableaux que la plume écrit, ni le texte
de loi reproduit, ni les noms propres des parties et de leurs factures (« Garage du Commandement », « saisie de
données ») n'en sont.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from recouvre.courriers.courrier import (
    Citation,
    Courrier,
    Encadre,
    Formulaire,
    Intertitre,
    Paragraphe,
    Signataires,
    Signature,
    Tableau,
    Zone,
    lignes_nues,
    litteral,
)
from recouvre.courriers.ecriture import FINE, INSECABLE
from recouvre.courriers.textes_de_loi import L111_8_ALINEA_2, L111_8_ALINEA_3

BORNE = " | "
"""Entre deux éléments du courrier : aucun mot défendu n'enjambe d'un paragraphe à l'autre."""

NEUTRE = "¤"
_INVISIBLES = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\U000e0000-\U000e0fff]+"
)
_ESPACE = re.compile(r"(?<!\w)(?:\w[ \u00a0\u202f.·-]){4,}\w(?!\w)")


def normaliser(brut: str) -> str:
    """Espaces réduits, apostrophes droites, minuscules : de quoi comparer ce qu'un lecteur lit."""
    return " ".join(brut.replace("’", "'").casefold().split())


def _reduire(brut: str) -> str:
    """Comme ``normaliser``, lignes gardées. Trois ``replace`` coûtent dix fois moins qu'un ``translate``."""
    return brut.replace("’", "'").replace(INSECABLE, " ").replace(FINE, " ").casefold()


_APOSTROPHES = (0x2019, 0x2018, 0x02BC, 0x60, 0xB4)


_SOSIES = dict(zip("аеорсухіјѕһԁкмтвнзгьıɑοαρτυκνιγ", "aeopcyxijshdkmtbhzrbiaoaptukviy", strict=True))
"""Les lettres cyrilliques et grecques que l'œil prend pour les nôtres."""


class _Plieuse(dict[int, str]):
    """Chaque caractère en son équivalent nu, un pour un ; ce qu'elle a vu une fois, elle le garde."""

    def __missing__(self, code: int) -> str:
        nu = "'" if code in _APOSTROPHES else unicodedata.normalize("NFKD", chr(code))[0].lower()[0]
        self[code] = nu = _SOSIES.get(nu, nu)
        return nu


_PLIEUSE = _Plieuse()


def composer_nu(brut: str) -> str:
    """Sans signe invisible, espaces ordinaires, « S A I S I E » resserré : le texte dans lequel on montre un mot.

    >>> composer_nu("une s\\u00adaisie, une S A I S I E")
    'une saisie, une SAISIE'
    """
    net = unicodedata.normalize("NFKC", _INVISIBLES.sub("", brut))
    return _ESPACE.sub(lambda trouve: re.sub(r"\W", "", trouve[0]), net)


def plier(nu: str) -> str:
    """En minuscules sans accent, de la même longueur : ce qu'on trouve là se montre tel qu'il est écrit.

    >>> plier("Titre EXÉCUTOIRE, l’huissier")
    "titre executoire, l'huissier"
    """
    return nu.translate(_PLIEUSE)


@dataclass(frozen=True)
class Lu:
    """Un courrier lu. ``complet``, ``lignes``, ``paragraphes`` : normalisés ; ``dit`` : ce que dit l'expéditeur."""

    complet: str
    lignes: tuple[str, ...]
    paragraphes: tuple[str, ...]
    dit: str

    @cached_property
    def plie(self) -> str:
        """``dit``, sans accent ni majuscule, caractère pour caractère."""
        return plier(self.dit)


def lire_courrier(courrier: Courrier, neutres: Iterable[str]) -> Lu:
    """Le courrier, lu ; ``neutres`` : les données des parties, à taire quand on cherche un mot."""
    brut = _reduire("\n".join(lignes_nues(courrier)))
    paragraphes = (litteral(bloc.texte) for bloc in courrier.blocs if isinstance(bloc, Paragraphe))
    return Lu(
        complet=" ".join(brut.split()),
        lignes=tuple(brut.split("\n")),
        paragraphes=tuple(map(normaliser, paragraphes)),
        dit=_taire(composer_nu(BORNE.join(_dits(courrier))), neutres),
    )


def lire_message(objet: str, paragraphes: Sequence[str], neutres: Iterable[str]) -> Lu:
    """Un message, lu ; ``paragraphes`` : son texte, sans balise."""
    lignes = (objet, *paragraphes)
    brut = _reduire("\n".join(lignes))
    return Lu(
        complet=" ".join(brut.split()),
        lignes=tuple(brut.split("\n")),
        paragraphes=tuple(map(normaliser, paragraphes)),
        dit=_taire(composer_nu(BORNE.join((objet, *map(_sans_loi, paragraphes)))), neutres),
    )


def _dits(courrier: Courrier) -> Iterator[str]:
    """Ce que l'expéditeur dit : son en-tête, l'objet, les phrases, l'encadré, la signature, le pied."""
    tete = courrier.entete
    yield from (tete.nom, tete.qualite, *tete.contact, courrier.mention_envoi, courrier.objet)
    for bloc in courrier.blocs:
        match bloc:
            case Paragraphe(texte) | Intertitre(texte):
                yield _sans_loi(litteral(texte))
            case Tableau(note=note):
                yield note
            case Encadre(titre, lignes):
                yield from (titre, *(" ".join(ligne) for ligne in lignes))
            case Formulaire(titre, champs):
                yield from (titre, *(" : ".join(champ) for champ in champs))
            case Zone(titre, lignes, _):
                yield from (titre, *lignes)
            case Signataires(colonnes):
                yield from (ligne for colonne in colonnes for ligne in colonne)
            case Signature(lignes):
                yield from lignes
            case Citation():
                pass
    yield from (*courrier.pied, *courrier.apparence.pied)


def _sans_loi(texte: str) -> str:
    """Le texte de L111-8 recopié à la main dans une phrase n'est pas une menace."""
    if "exécutoire" not in texte and "exécution" not in texte:
        return texte
    return _LOI.sub(NEUTRE, texte)


def _souple(alinea: str) -> str:
    return r"\s+".join(re.escape(mot).replace("'", "['’]") for mot in alinea.split())


_LOI = re.compile(f"{_souple(L111_8_ALINEA_2)}|{_souple(L111_8_ALINEA_3)}")


def _taire(texte: str, neutres: Iterable[str]) -> str:
    """Ces données, telles quelles ou en capitales, remplacées par un signe ; un mot seul et sans majuscule reste.

    Taire « saisie », libellé d'une facture, ferait taire aussi « nous ferons procéder à la saisie ».
    """
    connues = {composer_nu(donnee) for donnee in neutres}
    formes = {forme for nu in connues if " " in nu or not nu[:1].islower() for forme in (nu, nu.upper())}
    if not formes:
        return texte
    motif = "|".join(map(re.escape, sorted(formes, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{motif})(?!\w)", NEUTRE, texte)
