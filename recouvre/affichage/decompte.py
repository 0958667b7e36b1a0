"""Le décompte : en tableaux qu'un juge peut refaire à la main, en JSON, en CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recouvre.affichage.francais import date, decimale, entier, montant, taux
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Colonne, fiche, tableau
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.montants import en_decimal
from recouvre.droit.releve import Decompte, LigneDecompte, Nature

COLONNES_CSV = (
    "nature", "facture", "libelle", "du", "au", "jours", "base", "taux", "montant", "origine_du_taux", "fondement",
)  # fmt: skip


def en_json(decompte: Decompte) -> dict[str, Any]:
    """L'objet JSON d'un décompte : montants en chaînes, dates ISO, clés stables."""
    return {
        "au": decompte.au,
        "principal": en_decimal(decompte.principal),
        "interets": en_decimal(decompte.interets),
        "indemnites": en_decimal(decompte.indemnites),
        "accessoires": en_decimal(decompte.accessoires),
        "total": en_decimal(decompte.total),
        "encaisse": en_decimal(decompte.encaisse),
        "trop_percu": en_decimal(decompte.trop_percu),
        "interet_par_jour": en_decimal(decompte.interet_par_jour),
        "lignes": [_ligne_json(ligne) for ligne in decompte.lignes],
    }


def lignes_csv(decompte: Decompte) -> list[Sequence[Valeur]]:
    """Les lignes du décompte pour un tableur, dans l'ordre de ``COLONNES_CSV``, puis le total."""
    lignes: list[Sequence[Valeur]] = [
        (
            str(ligne.nature), ligne.facture, ligne.libelle, ligne.du, ligne.au, ligne.jours,
            _tableur(ligne.base), ligne.taux, _tableur(ligne.montant), ligne.origine, ligne.fondement,
        )
        for ligne in decompte.lignes
    ]  # fmt: skip
    vides: list[Valeur] = [None] * 5
    lignes.append(("total", "", f"Reste dû au {en_chiffres(decompte.au)}", *vides, _tableur(decompte.total), "", ""))
    return lignes


def montrer(decompte: Decompte, titre: str) -> None:
    """Le décompte à l'écran : factures, intérêts, mouvements, récapitulatif."""
    _factures(decompte, titre)
    _interets(decompte)
    _mouvements(decompte)
    _recapitulatif(decompte)


def _factures(decompte: Decompte, titre: str) -> None:
    lignes = [
        (
            solde.numero, date(solde.emise_le), date(solde.echeance), montant(solde.montant),
            montant(-solde.deja_regle - solde.avoirs - solde.regle) if solde.montant != solde.principal else "",
            montant(solde.principal),
        )
        for solde in decompte.factures
    ]  # fmt: skip
    colonnes = (
        Colonne("Facture"), Colonne("Date"), Colonne("Échéance"), Colonne("TTC", droite=True),
        Colonne("Réglé, avoirs", droite=True), Colonne("Principal dû", droite=True),
    )  # fmt: skip
    tableau(colonnes, lignes, titre=titre, total=("", "", "", "", "", montant(decompte.principal)))
    print()


def _interets(decompte: Decompte) -> None:
    lignes = [ligne for ligne in decompte.lignes if ligne.nature is Nature.INTERETS]
    if not lignes:
        return
    colonnes = (
        Colonne("Facture"), Colonne("Du"), Colonne("Au"), Colonne("Jours", droite=True),
        Colonne("Base", droite=True), Colonne("Taux", droite=True), Colonne("Intérêt", droite=True),
    )  # fmt: skip
    cellules = [
        (
            ligne.facture, date(ligne.du), date(ligne.au), entier(ligne.jours or 0),
            montant(ligne.base or 0), taux(ligne.taux) if ligne.taux is not None else "", montant(ligne.montant),
        )
        for ligne in lignes
    ]  # fmt: skip
    total = montant(sum(ligne.montant for ligne in lignes))
    origines = dict.fromkeys((ligne.taux, ligne.origine) for ligne in lignes)
    notes = [
        "Intérêt = base × taux × jours ÷ 36 500, arrondi au centime à chaque ligne.",
        *(f"{taux(valeur)} : {origine}." for valeur, origine in origines if valeur is not None),
    ]
    tableau(colonnes, cellules, titre="Intérêts", total=("", "", "", "", "", "", total), notes=notes)
    print()


def _mouvements(decompte: Decompte) -> None:
    natures = (Nature.INDEMNITE, Nature.AVOIR, Nature.ENCAISSEMENT, Nature.RESTITUTION)
    lignes = sorted((ligne for ligne in decompte.lignes if ligne.nature in natures), key=_chronologie)
    if not lignes:
        return
    cellules = [(date(ligne.du), _libelle(ligne), montant(ligne.montant), ligne.fondement) for ligne in lignes]
    colonnes = (Colonne("Date"), Colonne("Mouvement"), Colonne("Montant", droite=True), Colonne("Fondement"))
    notes = [
        f"Paiement du {date(jour)} : {_detail(decompte, indice)}."
        for indice, jour in dict.fromkeys((part.encaissement, part.date) for part in decompte.imputations)
    ]
    tableau(colonnes, cellules, titre="Indemnités, avoirs, paiements", notes=notes)
    print()


def _recapitulatif(decompte: Decompte) -> None:
    fondements = dict.fromkeys(ligne.fondement for ligne in decompte.lignes if ligne.nature is Nature.INTERETS)
    fiche(
        (
            ("Principal restant dû", montant(decompte.principal)),
            ("Intérêts restant dus", f"{montant(decompte.interets)}{_entre_parentheses(fondements)}"),
            ("Indemnités restant dues", montant(decompte.indemnites)),
            (f"Dû au {en_chiffres(decompte.au)}", montant(decompte.total)),
            ("Intérêt par jour", montant(decompte.interet_par_jour)),
            ("Trop-perçu", montant(decompte.trop_percu) if decompte.trop_percu else ""),
        ),
        titre="Récapitulatif",
    )


def _entre_parentheses(fondements: dict[str, None]) -> str:
    return f"  ({' ; '.join(fondements)})" if fondements else ""


def _detail(decompte: Decompte, indice: int) -> str:
    """« 503,75 € d'intérêts, 40,00 € d'indemnité, 4 456,25 € de principal »."""
    noms = {Nature.INTERETS: "d'intérêts", Nature.INDEMNITE: "d'indemnité", Nature.PRINCIPAL: "de principal"}
    sommes = dict.fromkeys(noms, 0)
    for part in decompte.imputations:
        if part.encaissement == indice:
            sommes[part.nature] += part.montant
    return ", ".join(f"{montant(somme)} {noms[nature]}" for nature, somme in sommes.items() if somme)


def _libelle(ligne: LigneDecompte) -> str:
    return f"{ligne.libelle}{f' — {ligne.facture}' if ligne.facture else ''}"


def _chronologie(ligne: LigneDecompte) -> tuple[object, str]:
    return (ligne.du, ligne.libelle)


def _ligne_json(ligne: LigneDecompte) -> dict[str, Any]:
    return {
        "nature": str(ligne.nature),
        "facture": ligne.facture,
        "libelle": ligne.libelle,
        "du": ligne.du,
        "au": ligne.au,
        "jours": ligne.jours,
        "base": _decimal(ligne.base),
        "taux": str(ligne.taux) if ligne.taux is not None else None,
        "montant": en_decimal(ligne.montant),
        "fondement": ligne.fondement,
        "origine": ligne.origine,
    }


def _tableur(centimes: int | None) -> str | None:
    return None if centimes is None else decimale(centimes)


def _decimal(centimes: int | None) -> str | None:
    return None if centimes is None else en_decimal(centimes)
