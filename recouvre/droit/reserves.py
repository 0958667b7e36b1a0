"""Ce que le lecteur d'un décompte doit savoir avant de s'en servir : incertitudes, choix faits, sommes écartées.

Une fonction par réserve ; aucune ne change un chiffre. Un décompte sans réserve n'a rien à cacher.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from recouvre.domaine.contrat import SousPlancher
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.faits_de_droit import CauseArret, InteretsDuTitre, NatureAccessoire
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.arrets import FONDEMENTS, paiement_interdit
from recouvre.droit.commande_publique import est_public
from recouvre.droit.compte import Compte, Periode
from recouvre.droit.courbes import convenue, lisible, lisible_convenu, plancher
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.deroule import Deroule, Encaisse
from recouvre.droit.regimes import entre_professionnels
from recouvre.droit.releve import Nature, Reserve

_CAUSES = {
    CauseArret.PROCEDURE: "procédure collective",
    CauseArret.SURENDETTEMENT: "surendettement recevable",
    CauseArret.DELAI_DE_GRACE: "délai de grâce",
    CauseArret.PLAN: "plan de paiement",
}
_FRAIS_ECARTES = {
    NatureAccessoire.COMPLEMENT: "aucune indemnité forfaitaire n'est due : le complément ne peut être réclamé "
    "(C. com., art. L441-10 II)",
    NatureAccessoire.DEPENS: "aucun titre exécutoire à cette date (CPCE, art. L111-8)",
    NatureAccessoire.EXECUTION: "aucun titre exécutoire à cette date (CPCE, art. L111-8)",
}


_SORTS = {
    SousPlancher.GARDER: "le taux écrit a été gardé (--sous-plancher garder, relever ou defaut pour en décider)",
    SousPlancher.RELEVER: "il est relevé au plancher, comme vous l'avez choisi",
    SousPlancher.DEFAUT: "il est remplacé par BCE + 10 points, comme vous l'avez choisi",
}


def reserver(deroule: Deroule) -> Iterator[Reserve]:
    """Toutes les réserves d'un calcul, les plus graves d'abord."""
    yield from _reclame_en_trop(deroule)
    yield from _sous_plancher(deroule)
    yield from _titre(deroule)
    yield from _arrets(deroule)
    yield from _acheteur_public(deroule)
    yield from _consommateur(deroule)
    yield from _clause_penale(deroule)
    yield from _frais_ecartes(deroule)
    yield from _taux_incertains(deroule)


def _periodes(deroule: Deroule, compte: Compte) -> list[Periode]:
    return [*compte.periodes, *compte.en_cours(deroule.au)]


def _reclame_en_trop(deroule: Deroule) -> Iterator[Reserve]:
    """Un fait saisi en retard compte à sa date : ce que les lettres ont réclamé entre-temps peut dépasser le dû."""
    dossier = deroule.dossier
    for relance in dossier.relances:
        if relance.date > deroule.au or not relance.total:
            continue
        alors = Deroule(dossier, relance.date, deroule.bareme)
        du = sum(compte.du(relance.date) for compte in alors.comptes)
        if relance.total > du:
            yield Reserve(
                "reclame-en-trop",
                f"La lettre {relance.reference} du {en_chiffres(relance.date)} réclamait {en_euros(relance.total)} ; "
                f"d'après ce que l'on sait aujourd'hui, {en_euros(du)} étaient dus ce jour-là : "
                f"{en_euros(relance.total - du)} de trop.",
            )


def _sous_plancher(deroule: Deroule) -> Iterator[Reserve]:
    """C. com. L441-10 II : pas moins de trois fois le taux légal. L'outil avertit, l'utilisateur choisit."""
    dossier = deroule.dossier
    if not entre_professionnels(dossier):
        return
    choix = (dossier.qualification.sous_plancher if dossier.qualification else None) or SousPlancher.GARDER
    for compte in deroule.comptes:
        sous: list[JoursSous] = []
        try:
            sous.extend(_jours_sous(compte, deroule))
        except TauxInconnu as manque:
            phrase = f"Facture {compte.facture.numero} : le plancher du taux du contrat n'est pas vérifié. {manque}"
            yield Reserve("plancher-inconnu", phrase)
        for suite in _suites(sous):
            yield Reserve("plancher", f"Facture {compte.facture.numero} : {_dire_sous(suite)} ; {_SORTS[choix]}.")


def _suites(jours: list[JoursSous]) -> Iterator[list[JoursSous]]:
    """Réunit les périodes qui se touchent : une phrase par suite, pas une par semestre."""
    suite: list[JoursSous] = []
    for periode in jours:
        if suite and suite[-1].fin + UN_JOUR != periode.debut:
            yield suite
            suite = []
        suite.append(periode)
    if suite:
        yield suite


def _dire_sous(suite: list[JoursSous]) -> str:
    ecrits, seuils = _etendue(periode.ecrit for periode in suite), _etendue(periode.plancher for periode in suite)
    return (
        f"du {en_chiffres(suite[0].debut)} au {en_chiffres(suite[-1].fin)}, le taux du contrat ({ecrits}) est "
        f"inférieur à trois fois le taux légal ({seuils}), ce que C. com., art. L441-10 II interdit"
    )


def _etendue(taux: Iterable[Decimal]) -> str:
    connus = set(taux)
    bas, haut = lisible(min(connus)), lisible(max(connus))
    return f"{bas} %" if bas == haut else f"de {bas} à {haut} %"


class JoursSous(NamedTuple):
    """Des jours comptés où le taux écrit au contrat est sous le plancher."""

    debut: dt.date
    fin: dt.date
    ecrit: Decimal
    plancher: Decimal


def _jours_sous(compte: Compte, deroule: Deroule) -> Iterator[JoursSous]:
    """Les jours comptés où le taux écrit au contrat est sous le plancher, et les deux taux."""
    taux = deroule.dossier.taux_de(compte.facture)
    if taux is None:
        return
    contrat = convenue(deroule.bareme, taux, particulier=False, fondement="")
    seuil = plancher(deroule.bareme, "")
    titre = deroule.dossier.titres[0] if deroule.dossier.titres else None
    for periode in _periodes(deroule, compte):
        if titre and titre.interets is InteretsDuTitre.LEGAL and periode.du > titre.date:
            continue
        for debut, fin, ecrit in contrat.entre(periode.du, periode.au):
            for a, b, bas in seuil.entre(debut, fin):
                if ecrit.taux < bas.taux:
                    yield JoursSous(a, b, ecrit.taux, bas.taux)


def _titre(deroule: Deroule) -> Iterator[Reserve]:
    titres = [titre for titre in deroule.dossier.titres if titre.date <= deroule.au]
    if not titres:
        return
    titre = titres[0]
    if titre.interets is InteretsDuTitre.LEGAL:
        yield Reserve(
            "titre",
            f"Depuis le titre du {en_chiffres(titre.date)}, les intérêts sont comptés au taux légal : vérifiez que son "
            "dispositif ne maintient pas un autre taux.",
        )
        signifie = any(titre.date <= acte.date <= deroule.au for acte in deroule.dossier.significations)
        if titre.decision and not titre.sans_majoration and not signifie:
            yield Reserve(
                "signification",
                "Sans date de signification, la majoration de cinq points n'est pas comptée (CMF, art. L313-3 ; "
                "Cass. 2e civ., 12 janv. 2023, n° 20-20.063).",
            )


def _arrets(deroule: Deroule) -> Iterator[Reserve]:
    vus = {(a.cause, a.du, a.au, a.taux): a for compte in deroule.comptes for a in compte.regime.arrets}
    for arret in sorted(vus.values(), key=lambda a: a.du):
        if arret.du > deroule.au:
            continue
        fin = f" jusqu'au {en_chiffres(arret.au)}" if arret.au < deroule.au else ""
        effet = f"comptés à {lisible_convenu(arret.taux)}" if arret.taux else "arrêtés"
        yield Reserve(
            "arret",
            f"Intérêts {effet} à partir du {en_chiffres(arret.du)}{fin} : {_CAUSES[arret.cause]} "
            f"({FONDEMENTS[arret.cause]}).",
        )
    for compte in deroule.comptes:
        interdit = paiement_interdit(deroule.dossier, compte.facture, compte.regime.echeance)
        if interdit and interdit.date <= deroule.au and deroule.dossier.qualite is not Qualite.CONSOMMATEUR:
            yield Reserve(
                "indemnite-exclue",
                f"Facture {compte.facture.numero} : pas d'indemnité de 40 €, la procédure ouverte le "
                f"{en_chiffres(interdit.date)} interdit son paiement à l'échéance (C. com., art. L441-10 II).",
            )


def _acheteur_public(deroule: Deroule) -> Iterator[Reserve]:
    if not est_public(deroule.dossier):
        return
    for compte in deroule.comptes:
        if compte.regime.echeance is None:
            yield Reserve(
                "delai-interrompu",
                f"Facture {compte.facture.numero} : l'acheteur attend des pièces, le délai de paiement ne court pas "
                "(CCP, art. R2192-27).",
            )
        if compte.retenue:
            yield Reserve(
                "retenue",
                f"Facture {compte.facture.numero} : la retenue de garantie de {en_euros(compte.retenue)} ne porte pas "
                "intérêt (CCP, art. R2192-33).",
            )
    if any(deroule.dossier.taux_de(compte.facture) for compte in deroule.comptes):
        yield Reserve(
            "taux-reglementaire",
            "Le taux du contrat n'est pas appliqué : celui d'un acheteur public est fixé par CCP, art. R2192-31.",
        )
    for mouvement in deroule.mouvements:
        if isinstance(mouvement, Encaisse) and mouvement.recu.mis_en_paiement_le is None:
            yield Reserve(
                "mise-en-paiement",
                f"Paiement du {en_chiffres(mouvement.le)} : la date de mise en paiement n'est pas connue, les intérêts "
                "courent jusqu'à la réception (CCP, art. R2192-32).",
            )


def _consommateur(deroule: Deroule) -> Iterator[Reserve]:
    if deroule.dossier.qualite is not Qualite.CONSOMMATEUR:
        return
    if any(_sans_depart(compte, deroule.au) for compte in deroule.comptes):
        yield Reserve(
            "sans-mise-en-demeure",
            "Aucun intérêt sur une facture échue dont la mise en demeure n'est pas présentée (C. civ., art. 1231-6).",
        )
    if any(deroule.dossier.taux_de(compte.facture) for compte in deroule.comptes):
        yield Reserve(
            "taux-consommateur",
            "Un taux conventionnel opposé à un consommateur peut être jugé clause pénale, ou abusive.",
        )


def _sans_depart(compte: Compte, au: dt.date) -> bool:
    """Échue ce jour-là, sans que rien n'ait encore fait courir les intérêts."""
    echeance, depart = compte.regime.echeance, compte.regime.depart
    return echeance is not None and echeance < au and (depart is None or depart > au)


def _clause_penale(deroule: Deroule) -> Iterator[Reserve]:
    if any(a.nature is Nature.CLAUSE_PENALE for compte in deroule.comptes for a in compte.accessoires):
        consommateur = deroule.dossier.qualite is Qualite.CONSOMMATEUR
        suite = " Disproportionnée, elle est présumée abusive (C. conso., art. R212-2 3°)." if consommateur else ""
        yield Reserve(
            "clause-penale",
            f"La clause pénale peut être réduite par le juge, même d'office (C. civ., art. 1231-5).{suite}",
        )


def _frais_ecartes(deroule: Deroule) -> Iterator[Reserve]:
    for fait in deroule.ecartes:
        yield Reserve(
            "frais-ecartes",
            f"{en_euros(fait.montant)} de frais du {en_chiffres(fait.date)} ne sont pas réclamés : "
            f"{_FRAIS_ECARTES[fait.nature]}.",
        )


def _taux_incertains(deroule: Deroule) -> Iterator[Reserve]:
    """Un taux connu de seules sources secondaires est appliqué, et signalé."""
    vus = dict.fromkeys(
        incertain
        for compte in deroule.comptes
        for periode in _periodes(deroule, compte)
        for incertain in periode.palier.incertains
    )
    for incertain in vus:
        yield Reserve("taux-incertain", f"{incertain} : à vérifier dans le texte officiel avant de s'en prévaloir.")
