"""Lire ce qui se tape et n'est ni une date ni un montant : qualité, taux, couple date=montant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from recouvre.domaine.montants import lire_montant
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import SaisieIllisible


class Mouvement(NamedTuple):
    """Une somme (centimes) à une date."""

    le: dt.date
    somme: int


_SYNONYMES = {"pro": Qualite.PROFESSIONNEL, "part": Qualite.CONSOMMATEUR, "particulier": Qualite.CONSOMMATEUR}


def lire_qualite(texte: str) -> Qualite:
    """« professionnel » (ou pro), « consommateur » (ou particulier), « public ». Lève ``SaisieIllisible``."""
    net = texte.strip().lower()
    if net in _SYNONYMES:
        return _SYNONYMES[net]
    try:
        return Qualite(net)
    except ValueError:
        raise SaisieIllisible(f"« {texte} » n'est pas une qualité : {', '.join(Qualite)}.") from None


def lire_taux(texte: str) -> Decimal:
    """Un taux annuel en points : « 12 », « 12,5 », « 12.5 % ». Lève ``SaisieIllisible``.

    >>> lire_taux("12,5 %")
    Decimal('12.5')
    """
    net = texte.replace("%", "").replace(",", ".").strip()
    try:
        taux = Decimal(net)
    except InvalidOperation:
        raise SaisieIllisible(f"« {texte} » n'est pas un taux. Écrivez par exemple 12,5.") from None
    if not (taux.is_finite() and 0 <= taux <= 100):
        raise SaisieIllisible(f"« {texte} » n'est pas un taux vraisemblable : en points par an, de 0 à 100.")
    return taux


def lire_date_et_montant(lire_jour: Callable[[str], dt.date]) -> Callable[[str], Mouvement]:
    """Un lecteur de « 15/09/2024=5000 ». Lève ``SaisieIllisible`` (ou un refus de date, de montant)."""

    def lire(texte: str) -> Mouvement:
        jour, egal, montant = texte.partition("=")
        if not egal:
            raise SaisieIllisible(f"« {texte} » s'écrit DATE=MONTANT, par exemple 15/09/2024=5000.")
        somme = lire_montant(montant)
        if somme <= 0:
            raise SaisieIllisible(f"« {montant} » : écrivez un montant plus grand que zéro.")
        return Mouvement(lire_jour(jour), somme)

    return lire


def controler_natures(natures: Iterable[str], option: str) -> tuple[str, ...]:
    """Des natures de pièces toutes connues ; une autre lève la faute de saisie de cette option."""
    import typer

    from recouvre.conduite.pieces import LIBELLES

    lues = tuple(natures)
    for nature in lues:
        if nature not in LIBELLES:
            raise typer.BadParameter(f"Pièce « {nature} » inconnue : {', '.join(LIBELLES)}.", param_hint=option)
    return lues


def lire_saisies_libres(brutes: Iterable[str]) -> dict[str, str]:
    """Des « nom=valeur » ; une forme fautive ou un nom répété est une faute de saisie de ``--avec``.

    >>> lire_saisies_libres(["motif=marchandise non conforme"])
    {'motif': 'marchandise non conforme'}
    """
    import typer

    lues: dict[str, str] = {}
    for brute in brutes:
        nom, egal, valeur = brute.partition("=")
        nom = nom.strip()
        if not egal or not nom:
            raise typer.BadParameter(f"« {brute} » s'écrit NOM=VALEUR, par exemple nombre=6.", param_hint="--avec")
        if nom in lues:
            raise typer.BadParameter(f"« {nom} » est donné deux fois.", param_hint="--avec")
        lues[nom] = valeur
    return lues
