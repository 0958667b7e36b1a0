"""Ce que les parties ont convenu, et comment on qualifie une créance : taux, plancher, imputation, acheteur public.

>>> str(lire_taux_convenu("12,5 %")), str(lire_taux_convenu("3 x légal")), str(lire_taux_convenu("BCE + 8"))
('12.5', '3 x legal', 'bce + 8')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from recouvre.domaine.refus import SaisieIllisible

TAUX_MAXIMAL = 100
"""Points par an : au-delà, c'est une faute de saisie."""


SANS_INTERET = (
    "zéro fois le taux légal ne donne aucun intérêt ; écrivez un multiple plus grand que zéro, ou 0 pour cent"
)


class GenreTaux(StrEnum):
    """``FIXE`` : des points par an ; ``LEGAL`` : n fois le taux légal ; ``BCE`` : le taux BCE et des points de plus."""

    FIXE = "fixe"
    LEGAL = "legal"
    BCE = "bce"


@dataclass(frozen=True, slots=True)
class TauxConvenu:
    """Le taux d'intérêt d'un contrat. ``valeur`` : points par an, multiple du taux légal, ou points à ajouter.

    Un multiple et des points à ajouter n'ont qu'une écriture : « 3.0 x légal » est « 3 x légal ». Un taux fixe garde la
    sienne, celle des journaux.
    """

    genre: GenreTaux
    valeur: Decimal

    def __post_init__(self) -> None:
        if self.genre is not GenreTaux.FIXE and self.valeur.is_finite():
            object.__setattr__(self, "valeur", Decimal(f"{self.valeur.normalize():f}"))

    def __str__(self) -> str:
        match self.genre:
            case GenreTaux.FIXE:
                return f"{self.valeur}"
            case GenreTaux.LEGAL:
                return f"{self.valeur} x legal"
            case GenreTaux.BCE:
                return f"bce + {self.valeur}"


def taux_fixe(points: Decimal | str) -> TauxConvenu:
    """Un taux fixe, en points par an.

    >>> taux_fixe("12.5").genre
    <GenreTaux.FIXE: 'fixe'>
    """
    return TauxConvenu(GenreTaux.FIXE, Decimal(points))


_POINTS = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)\s*%?")
_LEGAL = re.compile(r"(?:(?P<n>\d+(?:\.\d+)?)\s*(?:x|×|\*|fois)?\s*)?(?:le\s+)?(?:taux\s+)?l[ée]gal")
_BCE = re.compile(r"(?:taux\s+)?(?:de\s+la\s+)?bce\s*(?:\+\s*(?P<p>\d+(?:\.\d+)?)\s*(?:points?)?)?")


def lire_taux_convenu(texte: str) -> TauxConvenu:
    """« 12,5 % », « 3 x légal » (ou « 3 fois le taux légal »), « BCE + 8 ». Lève ``SaisieIllisible``.

    >>> lire_taux_convenu("400")
    Traceback (most recent call last):
    ...
    recouvre.domaine.refus.SaisieIllisible: « 400 » n'est pas un taux vraisemblable : en points par an, de 0 à 100.
    """
    taux = _lu(texte)
    if str(taux) == texte:  # l'écriture d'un journal : ce que la saisie refuse s'y lit encore
        return taux
    if taux.genre is GenreTaux.FIXE and not _POINTS.fullmatch(_net(texte)):
        raise _illisible(texte)
    if taux.genre is GenreTaux.LEGAL and not taux.valeur:
        raise SaisieIllisible(f"« {texte} » : {SANS_INTERET}.")
    return taux


def _lu(texte: str) -> TauxConvenu:
    net = _net(texte)
    if trouve := _LEGAL.fullmatch(net):
        return _vraisemblable(texte, TauxConvenu(GenreTaux.LEGAL, Decimal(trouve["n"] or 1)))
    if trouve := _BCE.fullmatch(net):
        return _vraisemblable(texte, TauxConvenu(GenreTaux.BCE, Decimal(trouve["p"] or 0)))
    try:
        points = Decimal(net.replace("%", "").strip())
    except InvalidOperation:
        raise _illisible(texte) from None
    return _vraisemblable(texte, TauxConvenu(GenreTaux.FIXE, points))


def _net(texte: str) -> str:
    return texte.strip().lower().replace(",", ".")


def _illisible(texte: str) -> SaisieIllisible:
    return SaisieIllisible(f"« {texte} » n'est pas un taux. Écrivez par exemple 12,5 ou « 3 x légal » ou « BCE + 8 ».")


def _vraisemblable(texte: str, taux: TauxConvenu) -> TauxConvenu:
    if not (taux.valeur.is_finite() and 0 <= taux.valeur <= TAUX_MAXIMAL):
        raise SaisieIllisible(f"« {texte} » n'est pas un taux vraisemblable : en points par an, de 0 à {TAUX_MAXIMAL}.")
    return taux


class SousPlancher(StrEnum):
    """Que faire d'un taux contractuel inférieur à trois fois le taux légal (C. com. L441-10 II).

    ``GARDER`` le taux écrit ; le ``RELEVER`` au plancher, semestre par semestre ; revenir au taux par ``DEFAUT``.
    """

    GARDER = "garder"
    RELEVER = "relever"
    DEFAUT = "defaut"


class Acheteur(StrEnum):
    """Quel acheteur public paie : il choisit le délai de paiement, ou renvoie au code de commerce (L2192-11)."""

    GENERAL = "general"
    SANTE = "sante"
    ENTREPRISE_PUBLIQUE = "entreprise-publique"
    ENTITE_ADJUDICATRICE = "entite-adjudicatrice"


class Poste(StrEnum):
    """Ce dont une dette se compose, pour y imputer un paiement. Les 40 € et les frais sont des accessoires."""

    INTERETS = "interets"
    ACCESSOIRES = "accessoires"
    PRINCIPAL = "principal"


ORDRE_LEGAL = (Poste.INTERETS, Poste.ACCESSOIRES, Poste.PRINCIPAL)
"""C. civ. 1343-1 ; Cass. 1re civ., 7 févr. 1995, n° 92-14.216 pour les accessoires."""


def lire_ordre(texte: str) -> tuple[Poste, ...]:
    """Un ordre d'imputation convenu : « principal, interets, accessoires ». Vide : l'ordre légal.

    >>> [str(poste) for poste in lire_ordre("principal,interets,accessoires")]
    ['principal', 'interets', 'accessoires']
    """
    if not texte.strip():
        return ORDRE_LEGAL
    mots = [mot for mot in re.split(r"[\s,;>-]+", texte.strip().lower().replace("é", "e").replace("ê", "e")) if mot]
    if sorted(mots) != sorted(map(str, Poste)):
        raise SaisieIllisible(
            f"« {texte} » n'est pas un ordre d'imputation : écrivez les trois postes, par exemple "
            "interets,principal,accessoires."
        )
    return tuple(Poste(mot) for mot in mots)
