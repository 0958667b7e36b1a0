"""Le cours d'un délai pour agir : d'où il part, ce qui l'interrompt, le suspend ou le plafonne, et quand il s'achève.

Compté par jours, acquis quand le dernier jour du terme est accompli (C. civ. 2228 et 2229), jamais reporté au lundi.
Une interruption fait repartir la même durée (2231) ; une suspension arrête sans effacer (2230). Quand une fin n'est pas
connue, la date est comptée, par prudence, comme si elle était venue le jour même.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.faits_de_droit import CausePrescription
from recouvre.droit.causes import Effet
from recouvre.droit.delais import UN_JOUR, ajouter_annees, ajouter_mois
from recouvre.droit.faits_du_delai import Fait
from recouvre.droit.natures import Nature

BUTOIR = 20
"""Années depuis la naissance du droit (C. civ. 2232)."""

_FORCLUSION = "C. civ., art. 2220"
_PRESCRITE = "C. civ., art. 2249 à 2251"
_R312_35 = "C. conso., art. R312-35"
_NON_AVENUE = "C. civ., art. 2243"
_REDUIT = "C. civ., art. 2222"


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """Un fait, ce qu'il fait au délai, le texte qui le dit ; ``date`` : le dernier jour utile après lui."""

    le: dt.date
    fait: str
    effet: str
    fondement: str
    date: dt.date


@dataclass(slots=True)
class Cours:
    """Un délai qui court. ``terme`` : dernier jour utile ; ``gel`` : dernier jour où le temps ne compte pas.

    ``butoir`` : plafond, ``None`` s'il ne joue pas ; ``dure`` : ce qui l'arrête encore, sans fin connue, une instance
    plutôt qu'une suspension.
    """

    nature: Nature
    titre: Nature
    depart: dt.date
    terme: dt.date
    butoir: dt.date | None
    gel: dt.date = dt.date.min
    dure: Fait | None = None
    reamenage: bool = False
    etapes: list[Etape] = field(default_factory=list)
    reserves: list[str] = field(default_factory=list)


def ouvrir(nature: Nature, titre: Nature, depart: dt.date, fait: str) -> Cours:
    """Le délai tel qu'il part, avant que rien ne lui arrive. ``fait`` dit ce qui le fait partir."""
    terme = nature.premier_terme(depart)
    butoir = None if nature.sans_butoir else max(terme, ajouter_annees(depart, BUTOIR))
    cours = Cours(nature=nature, titre=titre, depart=depart, terme=terme, butoir=butoir)
    sorte = "délai de forclusion" if nature.forclusion else "délai"
    effet, fondement = f"le {sorte} de {nature.duree_lisible} part de ce jour :", nature.texte
    if nature.reduite_le is not None and depart < nature.reduite_le:
        nouveau = f"{nature.duree_lisible} comptés du {en_chiffres(nature.reduite_le)}"
        effet = f"le {sorte}, réduit depuis : {nouveau}, sans dépasser les {nature.avant} ans d'avant ;"
        fondement = f"{nature.texte} ; {_REDUIT}"
    effet = f"{effet} dernier jour utile {en_chiffres(terme)}"
    cours.etapes.append(Etape(le=depart, fait=fait, effet=effet, fondement=fondement, date=terme))
    return cours


def appliquer(cours: Cours, fait: Fait) -> None:
    """Fait subir ce fait au délai, et le raconte ; les faits viennent par date."""
    if obstacle := _obstacle(cours, fait):
        _raconter(cours, fait, *obstacle)
        return
    match fait.regle.effet:
        case Effet.SUSPEND:
            _suspendre(cours, fait)
        case Effet.TITRE:
            _substituer(cours, fait)
        case Effet.REAMENAGE if cours.nature.forclusion:
            _reamenager(cours, fait)
        case _:
            _interrompre(cours, fait)


def en_instance(cours: Cours) -> bool:
    """Vrai si une instance, ou une procédure où la créance est déclarée, interrompt encore le délai."""
    return cours.dure is not None and cours.dure.regle.effet is Effet.INSTANCE


def _obstacle(cours: Cours, fait: Fait) -> tuple[str, str] | None:
    """Ce qui prive ce fait d'effet, et le texte qui le dit."""
    acquise = fait.le > cours.terme and cours.dure is None
    if fait.pourquoi:
        return fait.pourquoi, fait.regle.fondement
    if fait.non_avenue:
        phrase = "aucun effet : désistement, péremption ou rejet ; l'interruption est non avenue"
        return phrase, _NON_AVENUE
    if cours.nature.forclusion and not fait.regle.forclusion:
        return "aucun effet : c'est une forclusion ; ni paiement, ni reconnaissance, ni suspension ne l'arrêtent", (
            _FORCLUSION
        )
    if propre := _propre_a_la_nature(cours, fait):
        return propre
    if fait.regle.effet is Effet.RENONCE and fait.le <= cours.terme:
        return "aucun effet : on ne renonce qu'à une prescription déjà acquise", fait.regle.fondement
    if acquise and not fait.regle.acquise:
        return _trop_tard(cours, fait), _FORCLUSION if cours.nature.forclusion else _PRESCRITE
    return None


def _propre_a_la_nature(cours: Cours, fait: Fait) -> tuple[str, str] | None:
    """Ce que la nature de la créance refuse à certaines causes."""
    if fait.cause is CausePrescription.MISE_EN_DEMEURE_ASSUREUR and not cours.nature.lrar:
        return "aucun effet : réservé à la prime d'assurance", fait.regle.fondement
    if fait.cause is CausePrescription.MINORITE and cours.nature.periodique:
        return "aucun effet : ce qui se paie par année ou à des termes plus courts n'est pas suspendu", (
            fait.regle.fondement
        )
    if fait.cause is CausePrescription.REAMENAGEMENT and cours.nature.forclusion and cours.reamenage:
        return "aucun effet : seul le premier réaménagement fait repartir le délai", _R312_35
    return None


def _trop_tard(cours: Cours, fait: Fait) -> str:
    mot = "la forclusion était acquise" if cours.nature.forclusion else "la créance était prescrite"
    garde = " ; le paiement reste acquis au créancier" if fait.paiement else ""
    suite = "" if cours.nature.forclusion else ", sauf renonciation du débiteur"
    return f"trop tard : {mot} depuis le {en_chiffres(cours.terme + UN_JOUR)}, rien ne la fait renaître{suite}{garde}"


def _interrompre(cours: Cours, fait: Fait) -> None:
    """Le délai repart, entier, du fait ou de la fin de l'instance, jamais d'un jour où le temps ne comptait pas."""
    instance = fait.regle.effet is Effet.INSTANCE
    reprise = max((fait.fin if instance else None) or fait.le, cours.gel)
    if instance and fait.fin is None:
        cours.dure = fait
    if reprise <= cours.depart:
        _raconter(cours, fait, "rien ne change : le délai ne court pas encore", fait.regle.fondement)
        return
    avant = cours.terme
    plafonne = _porter(cours, cours.nature.terme(reprise), plafonne=fait.regle.plafonnee)
    cours.depart = reprise
    if instance:
        cours.gel = reprise
    _raconter(cours, fait, _phrase(cours, fait, avant, reprise) + plafonne, fait.regle.fondement)


def _phrase(cours: Cours, fait: Fait, avant: dt.date, reprise: dt.date) -> str:
    utile = f"dernier jour utile {en_chiffres(cours.terme)}"
    if cours.terme == avant:
        return f"interrompt, sans reculer la date ; {utile}"
    if fait.paiement:
        return (
            f"date possible : un paiement reconnaît toute la dette et fait repartir le délai ; {utile} "
            f"(sans lui : {en_chiffres(avant)})"
        )
    if fait.regle.effet is not Effet.INSTANCE:
        jour = "de ce jour" if reprise == fait.le else f"du {en_chiffres(reprise)}, quand le temps compte de nouveau"
        return f"le délai repart entier {jour} ; {utile}"
    if fait.fin is not None:
        return f"interrompt jusqu'à {fait.regle.issue}, le {en_chiffres(fait.fin)} ; {utile}"
    return f"interrompt jusqu'à {fait.regle.issue}, qui n'est pas notée ; compté de ce jour par prudence : {utile}"


def _suspendre(cours: Cours, fait: Fait) -> None:
    """Le temps ne compte plus du fait à sa fin ; deux suspensions qui se chevauchent ne comptent qu'une fois."""
    fin = fait.fin or fait.le
    if fait.fin is None:
        cours.dure = cours.dure if en_instance(cours) else fait
    elif fin <= cours.depart:
        _raconter(cours, fait, "rien ne change : le délai ne courait pas encore", fait.regle.fondement)
        return
    debut = max(fait.le, cours.depart, cours.gel)
    suspendu = cours.terme + max(fin - debut, dt.timedelta())
    au_moins = ajouter_mois(fin, fait.regle.minimum) if fait.regle.minimum else suspendu
    plafonne = _porter(cours, max(suspendu, au_moins), plafonne=fait.regle.plafonnee)
    cours.gel = max(cours.gel, fin)
    utile = f"dernier jour utile {en_chiffres(cours.terme)}"
    six = f" ; au moins six mois restent à courir après le {en_chiffres(fin)}" if au_moins > suspendu else ""
    if fait.fin is None:
        effet = f"suspend le délai ; sa fin n'est pas notée, on la suppose venue ce jour par prudence{six} ; {utile}"
    else:
        effet = f"suspend le délai jusqu'au {en_chiffres(fin)}{six} ; {utile}"
    _raconter(cours, fait, effet + plafonne, fait.regle.fondement)


def _substituer(cours: Cours, fait: Fait) -> None:
    """Le titre ouvre dix ans pour l'exécuter, quelle que soit la créance ; l'instance, s'il y en avait, est finie."""
    depuis = fait.depuis or fait.le
    forclusion = cours.nature.forclusion
    cours.nature, cours.butoir, cours.dure, cours.gel = cours.titre, None, None, dt.date.min
    cours.reserves.clear()
    cours.terme = max(cours.terme, cours.titre.terme(depuis))
    cours.depart = depuis
    suite = " ; la forclusion ne joue plus" if forclusion else ""
    duree = cours.titre.duree_lisible
    effet = f"le titre s'exécute pendant {duree} ; dernier jour utile {en_chiffres(cours.terme)}{suite}"
    _raconter(cours, fait, effet, fait.regle.fondement)


def _reamenager(cours: Cours, fait: Fait) -> None:
    """Crédit à la consommation : le délai part du premier incident qui suit le premier réaménagement (R312-35)."""
    cours.reamenage = True
    incident = fait.depuis or fait.le
    if fait.depuis is None:
        cours.reserves.append(
            "Après le réaménagement, le délai part du premier incident non régularisé qui le suit : faute de le "
            "connaître, il est compté du réaménagement."
        )
    if incident > cours.depart:
        cours.depart = incident
        cours.terme = max(cours.terme, cours.nature.terme(incident))
    depuis = f"du premier versement du plan impayé, le {en_chiffres(incident)}" if fait.depuis else "de ce jour"
    effet = f"le délai repart, au plus tôt, {depuis} ; dernier jour utile {en_chiffres(cours.terme)}"
    _raconter(cours, fait, effet, _R312_35)


def _porter(cours: Cours, voulu: dt.date, *, plafonne: bool) -> str:
    """Recule le terme, jamais ne l'avance, sans dépasser le butoir ; rend ce qu'il faut en dire."""
    plafond = cours.butoir if plafonne else None
    cours.terme = max(cours.terme, voulu if plafond is None else min(voulu, plafond))
    if cours.terme >= voulu:
        return ""
    return f" (plafond de vingt ans depuis la naissance du droit, C. civ., art. 2232 : sans lui, {en_chiffres(voulu)})"


def _raconter(cours: Cours, fait: Fait, effet: str, fondement: str) -> None:
    cours.etapes.append(Etape(le=fait.le, fait=fait.libelle, effet=effet, fondement=fondement, date=cours.terme))
