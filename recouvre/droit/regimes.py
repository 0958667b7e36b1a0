"""Le régime d'une facture : quand les intérêts partent, à quel taux, sous quel article, et si les 40 € sont dus.

- **Professionnel** (C. com. L441-10 II) : du lendemain de la date de règlement, sans rappel ; taux du contrat, sinon
  BCE + 10 points réancré chaque semestre ; indemnité de 40 € par facture (D441-5).
- **Acheteur public** (CCP L2192-13, R2192-31) : du lendemain du délai ; BCE + 8 points, figé au départ ; 40 €.
- **Consommateur** (C. civ. 1231-6, 1344-1) : du lendemain de la présentation de la mise en demeure, au taux légal
  « autres cas » (CMF L313-2 : c'est la qualité du créancier qui choisit), ou au taux du contrat ; ni 40 € ni frais.
- **Créancier particulier** : le même régime, au taux légal « particuliers ».

Un titre exécutoire, un arrêt de droit, une année de 366 jours enveloppent ensuite la découpe. Ajouter un régime, c'est
ajouter une fonction et une branche à ``_de_droit``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import assert_never

from recouvre.domaine.contrat import SousPlancher, TauxConvenu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import CauseArret, InteretsDuTitre, TitreObtenu
from recouvre.domaine.parties import Qualite
from recouvre.droit import commande_publique as public
from recouvre.droit.arrets import FONDEMENTS, Arret, arrets_de, en_grace, paiement_interdit, suspendre
from recouvre.droit.composition import compter_exactement, majorer, raccorder, remplacer_sous
from recouvre.droit.courbes import Decoupe, convenue, de_la_bce, figee_publique, legale, plancher
from recouvre.droit.delais import UN_JOUR, ajouter_mois
from recouvre.droit.taux import Bareme

PROFESSIONNEL = "C. com., art. L441-10 II"
CIVIL = "C. civ., art. 1231-6 et 1344-1"
TITRE = "C. civ., art. 1231-7 ; CMF, art. L313-2"
INDEMNITE = "C. com., art. L441-10 II et D441-5"
ATTENTE_DE_MAJORATION = 2
"""Mois entre la signification et la majoration (CMF L313-3 ; Cass. 2e civ., 12 janv. 2023, n° 20-20.063)."""


@dataclass(frozen=True, slots=True)
class Regime:
    """Ce que le droit dit d'une facture.

    ``depart`` : les intérêts courent du lendemain de ce jour (``None`` : ils ne courent pas) ; ``echeance`` : celle qui
    compte (``None`` : l'acheteur attend des pièces) ; ``decoupe(du, au)`` rend les taux, jours inclus ; ``indemnite`` :
    l'article de l'indemnité forfaitaire, vide si elle n'est pas due ; ``arrets`` : ce qui suspend les intérêts.
    """

    depart: dt.date | None
    echeance: dt.date | None
    decoupe: Decoupe
    indemnite: str = ""
    arrets: tuple[Arret, ...] = ()


def regime_de(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    """Le régime de cette facture. Ne lit un taux que lorsqu'un jour le demande."""
    regime = _de_droit(dossier, facture, bareme)
    if dossier.qualification is not None and dossier.qualification.exact:
        regime = replace(regime, decoupe=compter_exactement(regime.decoupe))
    if dossier.titres:
        regime = _apres_titre(dossier, regime, bareme)
    if dossier.arrets:
        regime = _suspendu(dossier, facture, regime, bareme)
    return regime


def entre_professionnels(dossier: Dossier) -> bool:
    """Vrai si C. com. L441-10 II s'applique : deux professionnels, ou une entité adjudicatrice (CCP L2192-11)."""
    if dossier.qualite is Qualite.CONSOMMATEUR or dossier.creancier_particulier:
        return False
    return not public.est_public(dossier)


def _de_droit(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    if dossier.creancier_particulier:
        return _civil(dossier, facture, bareme)
    match dossier.qualite:
        case Qualite.PROFESSIONNEL:
            return _professionnel(dossier, facture, bareme, "")
        case Qualite.CONSOMMATEUR:
            return _civil(dossier, facture, bareme)
        case Qualite.PUBLIC if public.est_public(dossier):
            return _public(dossier, facture, bareme)
        case Qualite.PUBLIC:
            return _professionnel(dossier, facture, bareme, " (CCP, art. L2192-11)")
        case _:
            assert_never(dossier.qualite)


def _professionnel(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme, renvoi: str) -> Regime:
    taux = dossier.taux_de(facture)
    fondement = PROFESSIONNEL + renvoi
    return Regime(
        facture.echeance,
        facture.echeance,
        de_la_bce(bareme, points=None, fondement=fondement).entre
        if taux is None
        else _au_dessus_du_plancher(dossier, taux, bareme, fondement),
        "" if paiement_interdit(dossier, facture, facture.echeance) else INDEMNITE + renvoi,
    )


def _au_dessus_du_plancher(dossier: Dossier, taux: TauxConvenu, bareme: Bareme, fondement: str) -> Decoupe:
    """Le taux du contrat ; s'il descend sous trois fois le taux légal, ce que l'utilisateur a choisi d'en faire."""
    contrat = convenue(bareme, taux, particulier=False, fondement=f"{fondement} (taux du contrat)").entre
    choix = dossier.sous_plancher
    seuil = plancher(bareme, f"{fondement} (plancher)").entre
    match choix:
        case SousPlancher.GARDER:
            return contrat
        case SousPlancher.RELEVER:
            return remplacer_sous(contrat, seuil, seuil)
        case SousPlancher.DEFAUT:
            return remplacer_sous(contrat, seuil, de_la_bce(bareme, points=None, fondement=fondement).entre)
        case _:
            assert_never(choix)


def _civil(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    taux, particulier = dossier.taux_de(facture), dossier.creancier_particulier
    courbe = (
        legale(bareme, particulier=particulier, fondement=CIVIL)
        if taux is None
        else convenue(bareme, taux, particulier=particulier, fondement=f"{CIVIL} (taux du contrat)")
    )
    return Regime(interpellation(dossier, facture.echeance), facture.echeance, courbe.entre)


def interpellation(dossier: Dossier, echeance: dt.date, *, penale: bool = False) -> dt.date | None:
    """La première mise en demeure présentée après cette échéance : une dette à venir ne se réclame pas.

    ``penale`` : celle qui rend une peine exigible, donc pas pendant un délai de grâce (C. civ. 1343-5 al. 4).
    """
    return next(
        (
            mise.date
            for mise in dossier.mises_en_demeure
            if mise.date > echeance and not (penale and en_grace(dossier, mise.date))
        ),
        None,
    )


def _public(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    echeance = public.echeance_effective(dossier, facture)
    premier = (echeance or facture.echeance) + UN_JOUR
    return Regime(
        echeance,
        echeance,
        figee_publique(bareme, premier, public.FONDEMENT).entre,
        "" if paiement_interdit(dossier, facture, echeance) else public.FONDEMENT_INDEMNITE,
    )


def _apres_titre(dossier: Dossier, regime: Regime, bareme: Bareme) -> Regime:
    """Du lendemain du premier titre, les intérêts qu'il accorde ; une facture échue après lui n'en dépend pas."""
    titre = dossier.titres[0]
    if regime.echeance is None or regime.echeance > titre.date:
        return regime
    depart = min(regime.depart or titre.date, titre.date)
    if titre.interets is InteretsDuTitre.CONTRAT:
        return replace(regime, depart=depart)
    legal = legale(bareme, particulier=dossier.creancier_particulier, fondement=TITRE).entre
    pieces: list[tuple[dt.date, dt.date, Decoupe | None]] = [(dt.date.min, titre.date, regime.decoupe)]
    lendemain, majoree_le = titre.date + UN_JOUR, majoration_le(dossier, titre)
    if majoree_le is None:
        return replace(regime, depart=depart, decoupe=raccorder([*pieces, (lendemain, dt.date.max, legal)]))
    haut = majorer(legal, bareme.majoration_judiciaire, majoree_le, f"{TITRE} et L313-3")
    pieces += [(lendemain, majoree_le - UN_JOUR, legal), (majoree_le, dt.date.max, haut)]
    return replace(regime, depart=depart, decoupe=raccorder(pieces))


def majoration_le(dossier: Dossier, titre: TitreObtenu) -> dt.date | None:
    """Le premier jour majoré de cinq points, ou ``None`` : pas de signification, pas de décision, ou exonération."""
    signifie = next((acte for acte in dossier.significations if acte.date >= titre.date), None)
    if signifie is None or not titre.decision or titre.sans_majoration:
        return None
    depart = max(signifie.date, signifie.executoire_le or signifie.date)
    return ajouter_mois(depart, ATTENTE_DE_MAJORATION) + UN_JOUR


def _suspendu(dossier: Dossier, facture: FactureAjoutee, regime: Regime, bareme: Bareme) -> Regime:
    arrets = arrets_de(dossier, facture)
    if not arrets:
        return regime
    particulier = dossier.creancier_particulier
    fixes = {
        arret.taux: convenue(
            bareme,
            arret.taux,
            particulier=particulier,
            fondement=FONDEMENTS[arret.cause],
            origine="taux fixé par les mesures" if arret.cause is CauseArret.MESURES else "taux fixé par le juge",
        ).entre
        for arret in arrets
        if arret.taux is not None
    }
    return replace(regime, decoupe=suspendre(regime.decoupe, arrets, fixes), arrets=tuple(arrets))
