"""Le décompte raconté : de quoi il s'agit, ce qui court, ce qui a été payé, ce qui reste, comment le refaire.

Un récit est une suite de paragraphes ; il ne fait que dire ce que le décompte a compté. Ni calcul ni horloge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from recouvre.affichage.francais import decimale, entier, montant
from recouvre.affichage.recit_droit import arrets, titre
from recouvre.affichage.recit_factures import Dites, facture, nommer
from recouvre.affichage.recit_langue import POINT, dire_jour, dire_parts, enumerer, lendemain
from recouvre.affichage.recit_mouvements import accessoires, mouvements, trop_percu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import tel_que_su
from recouvre.droit.interets import JOURS_DE_L_ANNEE
from recouvre.droit.releve import Decompte, LigneDecompte, Nature, SoldeFacture

_UN_DEBITEUR = {
    Qualite.PROFESSIONNEL: "un débiteur professionnel",
    Qualite.CONSOMMATEUR: "un débiteur consommateur",
    Qualite.PUBLIC: "un acheteur public",
}
_QUALITES = {
    Qualite.PROFESSIONNEL: "professionnel",
    Qualite.CONSOMMATEUR: "consommateur",
    Qualite.PUBLIC: "acheteur public",
}


class Noms(NamedTuple):
    """Qui l'on nomme ; vide pour un simple calcul."""

    creancier: str = ""
    debiteur: str = ""


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """Un titre et ses phrases ; celles qui commencent par ``POINT`` sont les points d'une liste."""

    titre: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recit:
    """Un décompte raconté. ``total`` en centimes."""

    titre: str
    au: dt.date
    total: int
    paragraphes: tuple[Paragraphe, ...]


def raconter(decompte: Decompte, dossier: Dossier, noms: Noms, aujourdhui: dt.date) -> Recit:
    """Le récit de ce décompte. ``aujourdhui`` : pour ne dire « demain » que lorsque c'est vrai."""
    dossier = tel_que_su(dossier, decompte.au)
    de_quoi = f" du dossier {dossier.libelle}" if dossier.numero else ""
    dites: Dites = {}
    tous = (
        Paragraphe("De quoi il s'agit", tuple(_de_quoi(decompte, dossier, noms))),
        *(
            Paragraphe(nommer(dossier, solde.numero, debut=True), tuple(facture(decompte, dossier, solde, dites)))
            for solde in decompte.factures
        ),
        Paragraphe("Les paiements et les avoirs", tuple(mouvements(decompte, dossier))),
        Paragraphe("Les arrêts du cours des intérêts", tuple(arrets(decompte, dossier))),
        Paragraphe("Le titre exécutoire", tuple(titre(decompte, dossier))),
        Paragraphe(_des_accessoires(decompte), tuple(accessoires(decompte, dossier))),
        Paragraphe("Ce qui reste dû", tuple(_reste(decompte, dossier, noms, aujourdhui))),
        Paragraphe("Réserves", tuple(f"{POINT}{reserve.phrase}" for reserve in decompte.reserves)),
        Paragraphe("Comment refaire le calcul", tuple(_refaire(decompte))),
    )
    return Recit(
        titre=f"Décompte expliqué{de_quoi}, au {dire_jour(decompte.au)}",
        au=decompte.au,
        total=decompte.total,
        paragraphes=tuple(paragraphe for paragraphe in tous if paragraphe.phrases),
    )


def _des_accessoires(decompte: Decompte) -> str:
    indemnite = any(ligne.nature is Nature.INDEMNITE for ligne in decompte.lignes)
    return "L'indemnité et les frais" if indemnite else "Les accessoires"


def _de_quoi(decompte: Decompte, dossier: Dossier, noms: Noms) -> Iterator[str]:
    if not decompte.factures:
        yield f"Au {dire_jour(decompte.au)}, aucune facture n'était née."
        return
    qualite = dossier.qualite
    debiteur = f"{noms.debiteur} ({_QUALITES[qualite]})" if noms.debiteur else _UN_DEBITEUR[qualite]
    yield f"{noms.creancier or 'Le créancier'} a facturé à {debiteur} :"
    for solde in decompte.factures:
        du = f"{nommer(dossier, solde.numero)} du {dire_jour(solde.emise_le)}," if dossier.numero else "une facture de"
        yield (
            f"{POINT}{du} {montant(solde.montant)} TTC, à régler au plus tard le {dire_jour(solde.echeance)}"
            f"{_acompte(solde)}."
        )
    if dossier.ouverture.reference:
        yield f"Référence du créancier : {dossier.ouverture.reference}."
    yield f"Ce compte est fait au soir du {dire_jour(decompte.au)} : ce qui vient après n'y figure pas."


def _acompte(solde: SoldeFacture) -> str:
    if not solde.deja_regle:
        return ""
    reste = solde.montant - solde.deja_regle
    return f", dont {montant(solde.deja_regle)} déjà réglés : {montant(reste)} en principal"


def _reste(decompte: Decompte, dossier: Dossier, noms: Noms, aujourdhui: dt.date) -> Iterator[str]:
    debiteur, creancier = noms.debiteur or "le débiteur", f" à {noms.creancier}" if noms.creancier else ""
    au = dire_jour(decompte.au)
    if decompte.total:
        parts = enumerer(_dues(decompte))
        yield f"Au soir du {au}, {debiteur} doit {montant(decompte.total)}{creancier} : {parts}."
    else:
        yield f"Au soir du {au}, {debiteur} ne doit {'plus ' if decompte.factures else ''}rien."
    if len(decompte.factures) > 1:
        yield from (f"{POINT}{nommer(dossier, solde.numero)} : {_solde(solde)}." for solde in decompte.factures)
    if decompte.trop_percu:
        yield trop_percu(decompte, dossier)
    if decompte.total:
        yield _demain(decompte, aujourdhui)


def _dues(decompte: Decompte) -> list[str]:
    dues = dire_parts(((Nature.PRINCIPAL, decompte.principal), (Nature.INTERETS, decompte.interets)))
    s = "s" if sum(solde.indemnite > 0 for solde in decompte.factures) > 1 else ""
    indemnites = [f"{montant(decompte.indemnites)} d'indemnité{s}"] if decompte.indemnites else []
    return [*dues, *indemnites, *_autres(decompte.accessoires, decompte.indemnites)]


def _autres(accessoires: int, indemnites: int) -> list[str]:
    """« 50,00 € d'autres accessoires », s'il en a été cité un avant eux."""
    nom = "d'autres accessoires" if indemnites else "d'accessoires"
    return [f"{montant(accessoires)} {nom}"] if accessoires else []


def _solde(solde: SoldeFacture) -> str:
    dues = dire_parts((
        (Nature.PRINCIPAL, solde.principal),
        (Nature.INTERETS, solde.interets),
        (Nature.INDEMNITE, solde.indemnite),
    ))  # fmt: skip
    return enumerer([*dues, *_autres(solde.accessoires, solde.indemnite)]) or "soldée"


def _demain(decompte: Decompte, aujourdhui: dt.date) -> str:
    jour = "demain" if decompte.au == aujourdhui else "le lendemain"
    suivant, somme = dire_jour(lendemain(decompte.au)), montant(decompte.interet_par_jour)
    if not decompte.interet_par_jour:
        return f"Aucun intérêt ne court : {jour}, {suivant}, rien de plus."
    return f"L'intérêt d'un jour est de {somme} : {jour}, {suivant}, {somme} de plus."


def _refaire(decompte: Decompte) -> Iterator[str]:
    lignes = [ligne for ligne in decompte.lignes if ligne.nature is Nature.INTERETS]
    if not lignes:
        return
    usuel = entier(100 * JOURS_DE_L_ANNEE)
    yield (
        f"Chaque ligne d'intérêts se refait à la main : base × taux × jours ÷ {usuel}, arrondi au centime, le "
        f"demi-centime vers le haut. {_exemple(lignes[0])}"
    )
    longues = sorted({ligne.annee for ligne in lignes} - {JOURS_DE_L_ANNEE})
    if longues:
        yield f"Le contrat compte les années bissextiles pour {longues[0]} jours : on divise alors par " \
            f"{entier(100 * longues[0])}."  # fmt: skip
    else:
        yield "L'année compte 365 jours, même bissextile."
    yield "Les jours vont du lendemain du départ au dernier jour inclus ; un paiement compte pour le soir de son jour."
    yield "Le total est la somme des lignes, déjà arrondies."


def _exemple(ligne: LigneDecompte) -> str:
    base, points = decimale(ligne.base or 0, milliers="\u202f"), f"{ligne.taux}".replace(".", ",")
    diviseur = entier(100 * ligne.annee)
    return f"Pour la première : {base} × {points} × {ligne.jours} ÷ {diviseur} = {montant(ligne.montant)}."
