"""Les réserves que chaque régime appelle : plancher, titre, arrêts, délai de grâce, acheteur public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from recouvre.domaine.contrat import SousPlancher
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.faits_de_droit import CauseArret, InteretsDuTitre
from recouvre.domaine.montants import en_euros
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.arrets import FONDEMENTS, PAIEMENTS_INTERDITS, paiement_interdit
from recouvre.droit.commande_publique import est_public
from recouvre.droit.compte import Compte
from recouvre.droit.courbes import convenue, lisible, lisible_convenu, plancher
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.deroule import Deroule
from recouvre.droit.mouvements import Encaisse
from recouvre.droit.regimes import entre_professionnels, majoration_le
from recouvre.droit.releve import Reserve

_CAUSES = {
    CauseArret.PROCEDURE: "procédure collective",
    CauseArret.SURENDETTEMENT: "surendettement recevable",
    CauseArret.MESURES: "plan ou mesures de surendettement en vigueur",
    CauseArret.DELAI_DE_GRACE: "délai de grâce",
    CauseArret.PLAN: "plan de paiement",
}


_SORTS = {
    SousPlancher.GARDER: "le taux écrit a été gardé (--sous-plancher garder, relever ou defaut pour en décider)",
    SousPlancher.RELEVER: "il est relevé au plancher, comme vous l'avez choisi",
    SousPlancher.DEFAUT: "il est remplacé par BCE + 10 points, comme vous l'avez choisi",
}


class JoursSous(NamedTuple):
    """Des jours comptés où le taux écrit au contrat est sous le plancher, ``fois`` le taux légal."""

    debut: dt.date
    fin: dt.date
    ecrit: Decimal
    plancher: Decimal
    fois: Decimal


def sous_plancher(deroule: Deroule) -> Iterator[Reserve]:
    """C. com. L441-10 II : pas moins de trois fois le taux légal. L'outil avertit, l'utilisateur choisit."""
    dossier = deroule.dossier
    if not entre_professionnels(dossier):
        return
    choix = dossier.sous_plancher
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
    """Réunit les périodes de même règle qui se touchent : une phrase par suite, pas une par semestre."""
    suite: list[JoursSous] = []
    for periode in jours:
        if suite and (suite[-1].fin + UN_JOUR, suite[-1].fois) != (periode.debut, periode.fois):
            yield suite
            suite = []
        suite.append(periode)
    if suite:
        yield suite


def _dire_sous(suite: list[JoursSous]) -> str:
    ecrits, seuils = _etendue(periode.ecrit for periode in suite), _etendue(periode.plancher for periode in suite)
    fois = "trois" if suite[0].fois == 3 else lisible(suite[0].fois)
    return (
        f"du {en_chiffres(suite[0].debut)} au {en_chiffres(suite[-1].fin)}, le taux du contrat ({ecrits}) est "
        f"inférieur à {fois} fois le taux légal ({seuils}), ce que C. com., art. L441-10 II interdit"
    )


def _etendue(taux: Iterable[Decimal]) -> str:
    connus = set(taux)
    bas, haut = lisible(min(connus)), lisible(max(connus))
    return f"{bas} %" if bas == haut else f"de {bas} à {haut} %"


def _jours_sous(compte: Compte, deroule: Deroule) -> Iterator[JoursSous]:
    """Les jours comptés où le taux écrit au contrat est sous le plancher, et les deux taux."""
    taux = deroule.dossier.taux_de(compte.facture)
    if taux is None:
        return
    contrat = convenue(deroule.bareme, taux, particulier=False, fondement="")
    seuil = plancher(deroule.bareme, "")
    titre = deroule.dossier.titres[0] if deroule.dossier.titres else None
    for periode in compte.toutes_les_periodes(deroule.au):
        if titre and periode.du > titre.date:
            continue
        for debut, fin, ecrit in contrat.entre(periode.du, periode.au):
            for a, b, bas in seuil.entre(debut, fin):
                if ecrit.taux < bas.taux:
                    yield JoursSous(a, b, ecrit.taux, bas.taux, deroule.bareme.plancher_contractuel.au(a).valeur)


def titre(deroule: Deroule) -> Iterator[Reserve]:
    """Ce qu'un titre fait supposer : le taux légal, et une majoration qui attend la signification."""
    titres = [titre for titre in deroule.dossier.titres if titre.date <= deroule.au]
    if not titres or not any(_touche_par(compte, titres[0].date) for compte in deroule.comptes):
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
        majoree_le = majoration_le(deroule.dossier, titre)
        if majoree_le is not None and majoree_le <= deroule.au and titre.nature.startswith("injonction"):
            yield Reserve(
                "majoration-injonction",
                f"Injonction de payer : cinq points de plus depuis le {en_chiffres(majoree_le)}, deux mois après le "
                "plus tardif de la signification et du jour où l'ordonnance est exécutoire ; cette lecture n'est pas "
                "vérifiée (CMF, art. L313-3).",
            )


def _touche_par(compte: Compte, titre_le: dt.date) -> bool:
    """Vrai si la facture était échue au titre : une autre n'en dépend pas."""
    return compte.regime.echeance is not None and compte.regime.echeance <= titre_le


def paiements_interdits(deroule: Deroule) -> Iterator[Reserve]:
    """Ce que le débiteur n'avait plus le droit de payer : le créancier peut devoir le rendre."""
    for mouvement in deroule.mouvements:
        if not isinstance(mouvement, Encaisse):
            continue
        causes = {
            arret.cause
            for compte in deroule.comptes
            for arret in compte.regime.arrets
            if arret.cause in PAIEMENTS_INTERDITS and arret.du <= mouvement.le <= arret.au
        }
        for cause in sorted(causes):
            yield Reserve(
                "paiement-interdit",
                f"Paiement du {en_chiffres(mouvement.le)} : {_CAUSES[cause]} en cours, il était interdit "
                f"({PAIEMENTS_INTERDITS[cause]}).",
            )


def arrets(deroule: Deroule) -> Iterator[Reserve]:
    """Ce qui arrête les intérêts, et les 40 € qu'une procédure exclut."""
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
        reglementee = entre_professionnels(deroule.dossier) or est_public(deroule.dossier)
        if interdit and interdit.date <= deroule.au and reglementee:
            yield Reserve(
                "indemnite-exclue",
                f"Facture {compte.facture.numero} : pas d'indemnité de 40 €, la procédure ouverte le "
                f"{en_chiffres(interdit.date)} interdit son paiement à l'échéance (C. com., art. L441-10 II).",
            )


def grace(deroule: Deroule) -> Iterator[Reserve]:
    """Ce qu'un délai de grâce laisse incertain, et ce qu'il écarte (C. civ. 1343-5)."""
    for arret in deroule.dossier.arrets:
        if arret.cause is CauseArret.DELAI_DE_GRACE and arret.taux is None and arret.date <= deroule.au:
            yield Reserve(
                "grace-sans-taux",
                "Délai de grâce : le texte écarte les majorations et les pénalités de retard. Si la décision laisse "
                "courir un intérêt, donnez son taux (C. civ., art. 1343-5).",
            )
    for numero in deroule.graces:
        yield Reserve(
            "penalite-en-grace",
            f"Facture {numero} : échue pendant un délai de grâce, elle ne doit pas les 40 € (C. civ., art. 1343-5, "
            "lecture prudente).",
        )


def mesures(deroule: Deroule) -> Iterator[Reserve]:
    """Des mesures de surendettement en vigueur, dont personne n'a dit le taux."""
    for arret in deroule.dossier.arrets:
        if arret.cause is CauseArret.MESURES and arret.taux is None and arret.date <= deroule.au:
            yield Reserve(
                "mesures-sans-taux",
                f"Plan ou mesures de surendettement depuis le {en_chiffres(arret.date)} : leur taux n'est pas noté, "
                "aucun intérêt n'est compté pendant leur cours, par prudence. S'ils en laissent courir un, donnez-le : "
                f"recouvre surendettement {deroule.dossier.libelle} {arret.genre} … --taux.",
            )


def acheteur_public(deroule: Deroule) -> Iterator[Reserve]:
    """Délai interrompu, retenue, taux réglementaire, mise en paiement (CCP)."""
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
    if any(isinstance(mouvement, Encaisse) for mouvement in deroule.mouvements):
        yield Reserve(
            "imputation-publique",
            "Un acheteur public paie d'ordinaire le principal, puis les intérêts et les 40 € sous 45 jours (CCP, art. "
            "R2192-36) : si son mandat ne visait que le principal, imputez-le ainsi (--imputation "
            "principal,interets,accessoires).",
        )
