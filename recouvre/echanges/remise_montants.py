"""Ce qui est dû d'après les colonnes de montants d'une ligne de remise.

- TTC et solde : dû = solde, déjà réglé = TTC − solde ;
- solde seul : c'est le dû ; un acompte donné à côté est rajouté pour retrouver le TTC ;
- TTC seul : le TTC, et la colonne « déjà réglé » si elle existe ;
- débit et crédit (grand livre) : débit = TTC, crédit = déjà réglé ; la colonne « solde », cumulée, n'est pas lue.
"""

from __future__ import annotations

from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.fautes import Faute, euros, rejeter
from recouvre.echanges.valeurs import Genre, lire_montant_cellule

Montants = tuple[int, int]
"""(TTC, déjà réglé), en centimes ; le TTC d'un avoir peut être négatif."""


def ttc_et_solde(ttc: str, solde: str, regle: str, fautes: list[Faute]) -> Montants | None:
    """Les montants d'une ligne à TTC, solde ou les deux ; ``None`` si l'un est illisible ou s'ils se contredisent."""
    montant = _montant(ttc, "montant", fautes)
    du = _montant(solde, "solde", fautes)
    deja = _montant(regle, "deja_regle", fautes)
    if (montant is None and ttc) or (du is None and solde) or (deja is None and regle):
        return None
    if (deja or 0) < 0:
        rejeter(fautes, "deja_regle", f"le déjà réglé ({euros(deja or 0)}) est négatif : écrivez-le sans signe.")
        return None
    if montant is not None and du is not None:
        return _concilier(montant, du, deja, fautes)
    if montant is not None:
        return montant, deja or 0
    if du is not None:
        return du + (-1 if du < 0 else 1) * (deja or 0), deja or 0
    rejeter(fautes, "montant", "le montant manque : ajoutez le montant TTC ou ce qui reste dû.")
    return None


def debit_et_credit(debit: str, credit: str, est_avoir: bool, fautes: list[Faute]) -> Montants | None:
    """Les montants d'une ligne de grand livre. Un crédit seul peut être un règlement : seul un avoir dit en est un."""
    au_debit, au_credit = _montant(debit, "debit", fautes), _montant(credit, "credit", fautes)
    if (au_debit is None and debit) or (au_credit is None and credit):
        return None
    if au_debit:
        return au_debit, abs(au_credit or 0)
    if not au_credit:
        rejeter(fautes, "debit", "ni débit, ni crédit : le montant manque.")
        return None
    if est_avoir:
        return -abs(au_credit), 0
    phrase = f"crédit de {euros(au_credit)} : avoir ou règlement ? Écrivez « Avoir » dans une colonne Type, ou"
    rejeter(fautes, "credit", f"{phrase} enregistrez le règlement avec « recouvre encaisser ».")
    return None


def dit_avoir(genre: Genre | None, *textes: str) -> bool:
    """Vrai si le type ou l'un des textes (numéro, libellé) dit un avoir."""
    return genre is Genre.AVOIR or any("avoir" in texte.casefold() for texte in textes)


def regler_avoir(montants: Montants) -> Montants:
    """Un avoir réduit le principal de ce qui n'en a pas encore été imputé."""
    return abs(montants[0]) - montants[1], 0


def rien_a_recouvrer(montants: Montants) -> str:
    """La phrase qui dit pourquoi il n'y a rien à réclamer."""
    montant, deja_regle = montants
    if not montant:
        return "le montant est nul : il n'y a rien à recouvrer."
    return f"déjà réglé {euros(deja_regle)} sur {euros(montant)} : il n'y a rien à recouvrer."


def _concilier(montant: int, du: int, deja: int | None, fautes: list[Faute]) -> Montants | None:
    """TTC et solde écrits tous deux : ils doivent aller ensemble, et avec le déjà réglé s'il est donné."""
    if montant * du < 0 or abs(du) > abs(montant):
        phrase = f"le solde ({euros(du)}) dépasse le montant TTC ({euros(montant)}) : corrigez l'un des deux."
        rejeter(fautes, "solde", phrase)
        return None
    regle = abs(montant) - abs(du)
    if deja and deja != regle:
        phrase = f"TTC {euros(montant)} moins déjà réglé {euros(deja)} ne fait pas le solde {euros(du)} : corrigez."
        rejeter(fautes, "solde", phrase)
        return None
    return montant, regle


def _montant(texte: str, role: str, fautes: list[Faute]) -> int | None:
    if not texte:
        return None
    try:
        return lire_montant_cellule(texte)
    except SaisieIllisible as faute:
        rejeter(fautes, role, faute.phrase)
        return None
