"""Le français du récit : périodes, taux et d'où ils viennent, articles, énumérations.

>>> dire_periode(dt.date(2024, 7, 1), dt.date(2024, 9, 15))
'du 1er juillet au 15 septembre 2024'
>>> dire_article("C. com., art. L441-10 II (taux du contrat)")
'C. com., L441-10 II'
>>> enumerer(["un", "deux", "trois"])
'un, deux et trois'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from recouvre.affichage.decompte import PARTS
from recouvre.affichage.francais import INSECABLE, montant, pluriel, taux
from recouvre.domaine.contrat import GenreTaux, TauxConvenu
from recouvre.domaine.dates import MOIS, en_toutes_lettres
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.interets import JOURS_DE_L_ANNEE
from recouvre.droit.releve import LigneDecompte, Nature

POINT = "– "
"""Ce qui commence un point d'une liste."""

DU_CONTRAT = "(taux du contrat)"
_PRECISIONS = (DU_CONTRAT, "(plancher)", "(réductible par le juge)")
_NOMBRE, _JOUR = r"\d+(?:,\d+)?", r"\d\d/\d\d/\d{4}"
_BCE = re.compile(rf"BCE (?P<v>{_NOMBRE}) % au (?P<d>{_JOUR}) \+ (?P<p>{_NOMBRE}) points(?P<fige>, figé)?")
_LEGAL = re.compile(
    rf"(?P<plancher>plancher : )?(?:(?P<n>{_NOMBRE}) × )?intérêt légal au (?P<d>{_JOUR})"
    rf"(?: \+ (?P<m>{_NOMBRE}) points)?"
)


def enumerer(mots: Sequence[str]) -> str:
    """« a, b et c »."""
    return f"{', '.join(mots[:-1])} et {mots[-1]}" if len(mots) > 1 else "".join(mots)


def dire_jour(jour: dt.date) -> str:
    """« 1er juillet 2024 »."""
    return en_toutes_lettres(jour)


def dire_periode(du: dt.date, au: dt.date) -> str:
    """« du 1er juillet au 15 septembre 2024 », « du 1er au 30 juin 2024 », « le 1er juin 2024 »."""
    if du == au:
        return f"le {dire_jour(au)}"
    debut = dire_jour(du)
    if du.year == au.year:
        debut = _sans_annee(du) if du.month != au.month else _quantieme(du)
    return f"du {debut} au {dire_jour(au)}"


def dire_article(fondement: str) -> str:
    """L'article tel qu'on le dit : « C. com., L441-10 II ; CCP, L2192-11 »."""
    for precision in _PRECISIONS:
        fondement = fondement.replace(precision, "").strip()
    return re.sub(r" \((.+?)\)", r" ; \1", fondement.replace("art. ", ""))


def dire_taux_convenu(convenu: TauxConvenu) -> str:
    """« 12,50 % par an », « trois fois le taux légal », « le taux de la BCE plus 8 points »."""
    match convenu.genre:
        case GenreTaux.FIXE:
            return f"{taux(convenu.valeur)} par an"
        case GenreTaux.LEGAL:
            return _fois(convenu.valeur)
        case GenreTaux.BCE:
            return f"le taux de la BCE plus {_points(convenu.valeur)}"


def dire_interets(ligne: LigneDecompte) -> str:
    """« du 1er juillet au 15 septembre 2024, 77 jours, à 14,25 % (…) sur 12 000,00 € : 360,74 €. »"""
    du, au = ligne.du or dt.date.min, ligne.au or dt.date.min
    annee = f" d'une année de {ligne.annee}" if ligne.annee != JOURS_DE_L_ANNEE else ""
    return (
        f"{dire_periode(du, au)}, {pluriel(ligne.jours or 0, 'jour')}{annee}, à {taux(ligne.taux or Decimal(0))} "
        f"({_origine(ligne, du)} ; {dire_article(ligne.fondement)}) sur {montant(ligne.base or 0)} : "
        f"{montant(ligne.montant)}."
    )


def dire_parts(parts: Iterable[tuple[Nature, int]]) -> list[str]:
    """« 503,75 € d'intérêts », « 40,00 € d'indemnité »… une somme par nature, dans l'ordre donné."""
    sommes: dict[Nature, int] = {}
    for nature, somme in parts:
        sommes[nature] = sommes.get(nature, 0) + somme
    return [f"{montant(somme)} {PARTS[nature]}" for nature, somme in sommes.items() if somme]


def veille(jour: dt.date) -> dt.date:
    """Le jour d'avant."""
    return jour - UN_JOUR


def lendemain(jour: dt.date) -> dt.date:
    """Le jour d'après."""
    return jour + UN_JOUR


def _origine(ligne: LigneDecompte, du: dt.date) -> str:
    """D'où vient le taux d'une ligne, en toutes lettres ; tel qu'il est écrit si l'on ne le reconnaît pas."""
    contrat = "taux du contrat : " if DU_CONTRAT in ligne.fondement else ""
    if trouve := _BCE.fullmatch(ligne.origine):
        valeur = taux(_decimal(trouve["v"]))
        fige = ", figé pour tout le retard" if trouve["fige"] else ""
        points = _points(_decimal(trouve["p"]))
        return f"{contrat}taux de la BCE au {_jour_du_taux(trouve['d'], du)}, {valeur}, plus {points}{fige}"
    if trouve := _LEGAL.fullmatch(ligne.origine):
        return f"{contrat}{_du_legal(trouve, ligne, du)}"
    if ligne.origine == "taux conventionnel":
        return "taux du contrat"
    return ligne.origine


def _du_legal(trouve: re.Match[str], ligne: LigneDecompte, du: dt.date) -> str:
    fois, plus = _decimal(trouve["n"] or "1"), _decimal(trouve["m"] or "0")
    valeur = f", {taux(((ligne.taux or Decimal(0)) - plus) / fois)}" if fois else ""
    tete = "plancher de " if trouve["plancher"] else ""
    nom = "taux légal" if fois == 1 else _fois(fois)
    suite = f", plus {_points(plus)}" if plus else ""
    return f"{tete}{nom} au {_jour_du_taux(trouve['d'], du)}{valeur}{suite}"


def _jour_du_taux(chiffres: str, du: dt.date) -> str:
    """La date d'un taux ; l'année n'est pas répétée si c'est celle de la ligne."""
    jour = dt.date(int(chiffres[6:]), int(chiffres[3:5]), int(chiffres[:2]))
    return _sans_annee(jour) if jour.year == du.year else dire_jour(jour)


def _quantieme(jour: dt.date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def _sans_annee(jour: dt.date) -> str:
    return f"{_quantieme(jour)} {MOIS[jour.month - 1]}"


def _points(points: Decimal) -> str:
    """« 10 points », « 0,5 point »."""
    return f"{_nombre(points)}{INSECABLE}{'point' if abs(points) < 2 else 'points'}"


def _fois(multiple: Decimal) -> str:
    if multiple == 1:
        return "le taux légal"
    return f"{'trois' if multiple == 3 else _nombre(multiple)} fois le taux légal"


def dire_pour_cent(points: Decimal) -> str:
    """« 10 % », « 7,5 % »."""
    return f"{_nombre(points)}{INSECABLE}%"


def _nombre(valeur: Decimal) -> str:
    return f"{valeur.normalize():f}".replace(".", ",")


def _decimal(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))
