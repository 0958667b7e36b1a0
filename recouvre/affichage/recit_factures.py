"""Ce qui court sur une facture, et pourquoi : le régime, chaque ligne d'intérêts, ce qui en change la base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from recouvre.affichage.decompte_reperes import civil
from recouvre.affichage.francais import montant
from recouvre.affichage.recit_langue import POINT, dire_interets, dire_jour, dire_taux_convenu, enumerer, veille
from recouvre.domaine.contrat import Acheteur, GenreTaux, SousPlancher, TauxConvenu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import acheteur_de, echeance_effective, est_public
from recouvre.droit.regimes import interpellation
from recouvre.droit.releve import Decompte, Eteint, LigneDecompte, Nature, SoldeFacture

_PLANCHER = {
    SousPlancher.RELEVER: ", porté au plancher de la loi (trois fois le taux légal) les jours où il lui est inférieur",
    SousPlancher.DEFAUT: ", remplacé par le taux de la loi les jours où il est sous le plancher (trois fois le taux "
    "légal)",
}
_MULTIPLE_DU_PLANCHER = 3
_NATURES_DE_BASE = (Nature.PRINCIPAL, Nature.INTERETS)


def nommer(dossier: Dossier, numero: str, *, debut: bool = False) -> str:
    """« facture F-1 », « la facture » d'un simple calcul ; ``debut`` : avec une majuscule."""
    nom = f"facture {numero}" if dossier.numero else "la facture"
    return f"{nom[0].upper()}{nom[1:]}" if debut else nom


Dites = dict[tuple[str, ...], str]
"""Les règles déjà dites, et la facture où on les a dites."""


def facture(decompte: Decompte, dossier: Dossier, solde: SoldeFacture, dites: Dites) -> Iterator[str]:
    """Les phrases d'une facture, de son régime à ce qui en reste dû. Une règle déjà dite n'est pas répétée."""
    tenue = next(f for f in dossier.factures if f.numero == solde.numero)
    lignes = [x for x in decompte.lignes if x.nature is Nature.INTERETS and x.facture == solde.numero]
    yield from _reports(dossier, tenue, solde)
    if echeance_effective(dossier, tenue) is None and est_public(dossier):
        return
    if solde.echeance >= decompte.au and not lignes:
        yield f"Elle n'est pas en retard au {dire_jour(decompte.au)} : aucun intérêt n'a couru."
    elif not lignes and not solde.principal:
        yield "Elle n'a porté aucun intérêt avant d'être réglée."
    else:
        regime = tuple(_regime(dossier, tenue))
        ailleurs = dites.setdefault(regime, solde.numero)
        yield from regime if ailleurs == solde.numero else (f"Mêmes règles que pour la facture {ailleurs}.",)
        yield from _demeure(decompte, dossier, tenue)
        yield from _lignes(decompte, dossier, tenue, lignes)
    yield _bilan(solde, lignes)


# --- Pourquoi --------------------------------------------------------------------------------------------------------


def _regime(dossier: Dossier, tenue: FactureAjoutee) -> Iterator[str]:
    if civil(dossier):
        yield from _civil(dossier, tenue)
    elif est_public(dossier):
        yield (
            "L'acheteur est public : les intérêts courent de plein droit dès le lendemain de l'échéance, au taux de la "
            "BCE majoré, tel qu'il est au premier jour du semestre où ils commencent ; il reste figé jusqu'au paiement "
            "(CCP, L2192-13 et R2192-31)."
        )
    else:
        yield from _professionnel(dossier, tenue)
    contrat = dossier.qualification
    if contrat and contrat.capitalisation:
        yield (
            "Le contrat capitalise les intérêts : à chaque anniversaire de leur départ, ceux qui restent impayés en "
            "portent à leur tour (C. civ., 1343-2)."
        )


def _professionnel(dossier: Dossier, tenue: FactureAjoutee) -> Iterator[str]:
    public = dossier.qualite is Qualite.PUBLIC and acheteur_de(dossier) is Acheteur.ENTITE_ADJUDICATRICE
    qui = (
        "L'acheteur est une entité adjudicatrice, qui paie aux conditions du code de commerce (CCP, L2192-11)"
        if public
        else "Entre professionnels"
    )
    convenu = dossier.taux_de(tenue)
    choix = dossier.sous_plancher
    au_taux = (
        f"au taux du contrat, {dire_taux_convenu(convenu)}{_plancher(convenu, choix)}"
        if convenu
        else "au taux de la BCE majoré par la loi, faute de taux au contrat"
    )
    lien = " : " if public else ", "
    yield (
        f"{qui}{lien}les intérêts courent de plein droit dès le lendemain de l'échéance, sans rappel, {au_taux} "
        "(C. com., L441-10 II)."
    )


def _plancher(convenu: TauxConvenu, choix: SousPlancher) -> str:
    """Ce que l'on fait d'un taux trop bas ; rien si ce taux, trois fois le taux légal ou plus, ne peut l'être."""
    jamais = convenu.genre is GenreTaux.LEGAL and convenu.valeur >= _MULTIPLE_DU_PLANCHER
    return "" if jamais else _PLANCHER.get(choix, "")


def _civil(dossier: Dossier, tenue: FactureAjoutee) -> Iterator[str]:
    particulier, convenu = dossier.creancier_particulier, dossier.taux_de(tenue)
    qui = "Le créancier est un particulier" if particulier else "Le débiteur est un consommateur"
    legal = "au taux légal des créances de particuliers" if particulier else "au taux légal"
    au_taux = f"au taux du contrat, {dire_taux_convenu(convenu)}" if convenu else legal
    colonne = "" if convenu else " ; CMF, L313-2"
    yield (
        f"{qui} : les intérêts ne courent que du lendemain de la mise en demeure, {au_taux} (C. civ., 1231-6 et "
        f"1344-1{colonne})."
    )
    yield "L'indemnité forfaitaire de 40 € n'est pas due (C. com., L441-10 II)."


def _demeure(decompte: Decompte, dossier: Dossier, tenue: FactureAjoutee) -> Iterator[str]:
    """Quand la mise en demeure a été présentée, pour ceux dont elle fait partir les intérêts."""
    if not civil(dossier):
        return
    demeure = interpellation(dossier, tenue.echeance)
    sans = "Aucune mise en demeure n'a été présentée depuis l'échéance"
    if demeure and demeure <= decompte.au:
        yield f"La mise en demeure a été présentée le {dire_jour(demeure)}."
    elif _titre_avant(decompte, dossier, tenue):
        yield f"{sans} : les intérêts partent du titre (C. civ., 1231-7)."
    else:
        yield f"{sans} : aucun intérêt ne court."


def _titre_avant(decompte: Decompte, dossier: Dossier, tenue: FactureAjoutee) -> bool:
    return any(tenue.echeance <= titre.date <= decompte.au for titre in dossier.titres[:1])


def _reports(dossier: Dossier, tenue: FactureAjoutee, solde: SoldeFacture) -> Iterator[str]:
    """Ce qu'un acheteur public change à l'échéance ou à la base."""
    if not est_public(dossier):
        return
    if echeance_effective(dossier, tenue) is None:
        yield (
            "L'acheteur a demandé des pièces qu'il attend encore : le délai de paiement ne court pas, et aucun intérêt "
            "non plus (CCP, R2192-27)."
        )
    elif solde.echeance != tenue.echeance:
        yield (
            f"L'acheteur a demandé des pièces avant l'échéance du {dire_jour(tenue.echeance)} : elle est reportée au "
            f"{dire_jour(solde.echeance)} (CCP, R2192-27 à R2192-29)."
        )
    precision = dossier.precision(tenue)
    if precision and precision.retenue:
        yield f"La retenue de garantie de {montant(precision.retenue)} ne porte pas intérêt (CCP, R2192-33)."


# --- Ligne à ligne ---------------------------------------------------------------------------------------------------


def _lignes(decompte: Decompte, dossier: Dossier, tenue: FactureAjoutee, lignes: list[LigneDecompte]) -> Iterator[str]:
    if not lignes:
        return
    if _avance(decompte, tenue, lignes[0]):
        yield f"Ce qui avait été réglé ou déduit avant ramenait déjà la base à {montant(lignes[0].base or 0)}."
    yield f"{POINT}{dire_interets(lignes[0])}"
    for avant, apres in pairwise(lignes):
        if avant.base != apres.base:
            yield f"{POINT}{_changement(decompte, dossier, avant, apres)}"
        yield f"{POINT}{dire_interets(apres)}"


def _avance(decompte: Decompte, tenue: FactureAjoutee, premiere: LigneDecompte) -> bool:
    """Vrai si un paiement ou un avoir a réduit le principal avant le premier jour d'intérêts."""
    depart = premiere.du or decompte.au
    parts: tuple[Eteint, ...] = (*decompte.imputations, *decompte.abandons)
    imputes = any(p.facture == tenue.numero and p.date < depart for p in parts)
    avoirs = any(x.nature is Nature.AVOIR and x.du and x.du < depart for x in decompte.lignes)
    return (premiere.base or 0) < tenue.montant - tenue.deja_regle and (imputes or avoirs)


def _changement(decompte: Decompte, dossier: Dossier, avant: LigneDecompte, apres: LigneDecompte) -> str:
    """Pourquoi la base change entre deux lignes : un paiement, un avoir, la capitalisation."""
    debut, fin = avant.au or decompte.au, veille(apres.du or decompte.au)
    causes = list(dict.fromkeys(_causes(decompte, dossier, avant.facture, debut, fin)))
    plus = (apres.base or 0) - (avant.base or 0)
    ajout = sum(c.montant for c in decompte.capitalisations if c.facture == avant.facture and debut <= c.date <= fin)
    if ajout and not causes:
        return (
            f"le {dire_jour(fin)}, {montant(ajout)} d'intérêts impayés s'ajoutent à la base (C. civ., 1343-2), qui "
            f"passe à {montant(apres.base or 0)}."
        )
    if ajout:
        causes.append(f"la capitalisation de {montant(ajout)} d'intérêts impayés (C. civ., 1343-2)")
    verbe = "porte" if plus > 0 else "ramène"
    qui, verbe = enumerer(causes), f"{verbe}nt" if len(causes) > 1 else verbe
    return (
        f"{qui} {verbe} la base à {montant(apres.base or 0)}."
        if qui
        else f"la base passe à {montant(apres.base or 0)}."
    )


def _causes(decompte: Decompte, dossier: Dossier, numero: str, debut: dt.date, fin: dt.date) -> Iterator[str]:
    for part in decompte.imputations:
        if part.facture == numero and part.nature in _NATURES_DE_BASE and debut <= part.date <= fin:
            yield f"le paiement du {dire_jour(part.date)}"
    for laissee in decompte.abandons:
        if laissee.facture == numero and laissee.nature in _NATURES_DE_BASE and debut <= laissee.date <= fin:
            yield f"la remise du {dire_jour(laissee.date)}"
    for compensee in decompte.compensations:
        visee = compensee.facture == numero and compensee.nature in _NATURES_DE_BASE
        if visee and debut <= compensee.date <= fin:
            yield f"l'avoir {compensee.avoir}"
    for ligne in decompte.lignes:
        sienne = ligne.facture == numero or dossier.facture(ligne.facture) is None
        if ligne.nature is Nature.AVOIR and sienne and debut <= (ligne.du or fin) <= fin:
            yield f"l'{ligne.libelle[0].lower()}{ligne.libelle[1:]}"


def _bilan(solde: SoldeFacture, lignes: list[LigneDecompte]) -> str:
    courus = sum(ligne.montant for ligne in lignes)
    principal = f"Il reste {montant(solde.principal)} de principal" if solde.principal else "Le principal est soldé"
    if not courus:
        return f"{principal}."
    regles = courus - solde.interets
    suite = f", dont {montant(regles)} réglés : il en reste {montant(solde.interets)}" if regles else ""
    suite = suite if solde.interets else ", tous réglés"
    return f"{principal} ; {montant(courus)} d'intérêts ont couru{suite}."
