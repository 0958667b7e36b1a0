"""Un barème d'honoraires en français : ce que la convention imprime, et ce que l'écran montre."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from recouvre.domaine.honoraires import Assiette, BaremeHonoraires, Grille, Selon
from recouvre.domaine.montants import en_euros

_SOMMES = {
    Assiette.TOUT: "des sommes encaissées",
    Assiette.PRINCIPAL: "de la part des sommes encaissées qui règle le principal",
}


def pourcent(points: Decimal) -> str:
    """Un taux tel qu'on l'écrit : « 12,5 % ».

    >>> pourcent(Decimal("12.5"))
    '12,5\\xa0%'
    """
    return f"{points:f}\u00a0%".replace(".", ",")


def en_clair(bareme: BaremeHonoraires) -> str:
    """Tout le barème en une phrase, sans sa date ni point final.

    >>> from recouvre.domaine.honoraires import lire_tranches
    >>> import datetime as dt
    >>> simple = BaremeHonoraires(du=dt.date(2026, 1, 1), grilles=(Grille(lire_tranches("12 %")),))
    >>> en_clair(simple).replace("\\u00a0", " ")
    '12 % hors taxes des sommes encaissées ; ce que le créancier reçoit lui-même y est compris ; TVA de 20 % en sus'
    """
    return " ; ".join(_parts(bareme))


def _parts(bareme: BaremeHonoraires) -> Iterator[str]:
    for grille in sorted(bareme.grilles, key=lambda grille: grille.des_mois):
        yield f"{_age(grille)}{_grille(grille, bareme)}"
    if bareme.direct is None:
        yield "ce que le créancier reçoit lui-même y est compris"
    else:
        du = f"{pourcent(bareme.direct)} hors taxes" if bareme.direct else "rien n'est dû"
        yield f"{du} sur ce que le créancier reçoit lui-même"
    if bareme.minimum:
        yield f"{en_euros(bareme.minimum)} hors taxes au moins par dossier où une somme est encaissée"
    yield f"TVA de {pourcent(bareme.tva)} en sus" if bareme.tva else "sans TVA"


def _age(grille: Grille) -> str:
    if not grille.des_mois:
        return ""
    return f"pour une créance échue depuis {grille.des_mois} mois au moins quand elle est confiée, "


def _grille(grille: Grille, bareme: BaremeHonoraires) -> str:
    sommes = _SOMMES[bareme.assiette]
    if len(grille.tranches) == 1:
        return f"{pourcent(grille.tranches[0].taux)} hors taxes {sommes}"
    premiere, *autres, derniere = grille.tranches
    suite = [f"{pourcent(tranche.taux)} jusqu'à {en_euros(tranche.au_plus or 0)}" for tranche in autres]
    debut = f"{pourcent(premiere.taux)} hors taxes {sommes} dans un même dossier"
    seuil = f"jusqu'à {en_euros(premiere.au_plus or 0)}"
    if bareme.selon is Selon.CONFIE:
        debut, seuil = f"{pourcent(premiere.taux)} hors taxes {sommes}", f"si le montant confié va {seuil}"
    return ", ".join([f"{debut} {seuil}", *suite, f"{pourcent(derniere.taux)} au-delà"])
