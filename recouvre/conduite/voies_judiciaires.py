"""Les voies judiciaires d'un dossier, chacune avec ses critères montrés un à un : l'outil montre, une personne choisit.

Aucun coût n'est dit : les sources se contredisent. Aucun document n'est produit pour la procédure L126-1.
"""

from __future__ import annotations

from collections.abc import Callable

from recouvre.conduite.criteres import Critere, Examen, Verdict, VoieJudiciaire, communs, pieces_completes, selon
from recouvre.conduite.procedures import JURIDICTIONS, Juridiction
from recouvre.domaine.montants import en_euros
from recouvre.droit.delais_instances import CodeBascule, CodeDelai, CodeSeuil, bascule, delai, seuil

CERFAS = {
    Juridiction.COMMERCE: "12946",
    Juridiction.JUDICIAIRE: "12948",
    Juridiction.PROTECTION: "16040",
}
"""Le numéro du formulaire de requête ; son suffixe a pu changer : à vérifier."""

NON_DIT = "Les frais de greffe et de commissaire de justice : les sources se contredisent, demandez-les."
"""Ce que l'outil ne chiffre pas."""


def voies_ouvertes(examen: Examen) -> tuple[VoieJudiciaire, ...]:
    """Toutes les voies, dans l'ordre où l'on y pense ; chacune dit si elle est ouverte, et pourquoi."""
    return tuple(voie(examen) for voie in _VOIES)


def _injonction(examen: Examen) -> VoieJudiciaire:
    juge = examen.juge
    nom = JURIDICTIONS[juge] if juge else "juge administratif, à vérifier : pas d'injonction de payer"
    cerfa = (f"Formulaire de requête : Cerfa n° {CERFAS[juge]}, suffixe à vérifier.",) if juge else ()
    regle = delai(CodeDelai.IP_SIGNIFICATION, examen.au)
    return VoieJudiciaire(
        code="injonction",
        nom="Injonction de payer",
        criteres=(
            *communs(examen),
            Critere(
                quoi="Créance contractuelle, d'un montant déterminé",
                verdict=selon(examen.somme > 0),
                dit=f"{en_euros(examen.somme)}, principal et intérêts",
                fondement="CPC, art. 1405",
            ),
            Critere(quoi="Juge compétent", verdict=selon(juge is not None), dit=nom, fondement="CPC, art. 1406"),
            pieces_completes(examen),
        ),
        a_savoir=(
            *cerfa,
            *_en_alsace_moselle(examen),
            "Le juge est celui du lieu où demeure le débiteur. Aucune tentative amiable n'est exigée, à la requête ni "
            "sur opposition (Cass. 2e civ., avis, 25 sept. 2025, n° 25-70.013) [B].",
            "La requête n'interrompt pas la prescription : seule la signification de l'ordonnance le fait, dans les "
            f"{regle.duree_lisible} de sa date ({regle.fondement}).",
        ),
        commande=f"recouvre injonction {examen.dossier.libelle} deposer --le DATE",
    )


def _en_alsace_moselle(examen: Examen) -> tuple[str, ...]:
    if examen.juge is not Juridiction.COMMERCE or examen.debiteur.code_postal[:2] not in {"57", "67", "68"}:
        return ()
    return ("En Alsace et en Moselle : chambre commerciale du tribunal judiciaire, à vérifier.",)


def _petites_creances(examen: Examen) -> VoieJudiciaire:
    plafond, exclusion = seuil(CodeSeuil.PETITES_CREANCES), bascule(CodeBascule.PETITES_CREANCES_HORS_COMMERCANTS)
    entre_commercants = examen.juge is Juridiction.COMMERCE and examen.au >= exclusion.du
    return VoieJudiciaire(
        code="petites-creances",
        nom="Procédure simplifiée des petites créances",
        criteres=(
            *communs(examen),
            Critere(
                quoi=f"{en_euros(plafond.montant)} au plus, principal et intérêts",
                verdict=selon(0 < examen.somme <= plafond.montant),
                dit=en_euros(examen.somme),
                fondement=plafond.texte,
            ),
            Critere(
                quoi="Pas une facture entre commerçants",
                verdict=selon(not entre_commercants),
                dit="deux professionnels, supposés commerçants" if entre_commercants else "",
                fondement=exclusion.fondement,
            ),
        ),
        a_savoir=(
            "Par un commissaire de justice ; un mois de silence vaut refus. Aucun paiement pendant la procédure (CPCE, "
            "art. R125-7) ; ses frais restent au créancier.",
        ),
        commande=f"recouvre petites-creances {examen.dossier.libelle} inviter --le DATE",
    )


def _incontestees(examen: Examen) -> VoieJudiciaire:
    regle = bascule(CodeBascule.L126)
    contestation = delai(CodeDelai.L126_CONTESTATION, max(examen.au, regle.du))
    return VoieJudiciaire(
        code="l126",
        nom="Créances commerciales incontestées (L126-1)",
        criteres=(
            *communs(examen),
            Critere(
                quoi="Facture entre commerçants, certaine, liquide et exigible",
                verdict=Verdict.A_VERIFIER if examen.juge is Juridiction.COMMERCE else Verdict.NON,
                dit="deux professionnels, supposés commerçants" if examen.juge is Juridiction.COMMERCE else "",
                fondement=regle.fondement,
            ),
        ),
        a_savoir=(
            "En vigueur selon Service-Public (27/04/2026) ; décret d'application et tarif non retrouvés ; voir un "
            "commissaire de justice. L'outil ne produit aucun document.",
            f"Commandement signifié ; {contestation.duree_lisible} pour payer ou contester ; toute contestation y met "
            f"fin ({contestation.fondement}).",
        ),
    )


def _refere(examen: Examen) -> VoieJudiciaire:
    conteste = bool(examen.dossier.litiges) and not examen.dossier.litiges_clos
    return VoieJudiciaire(
        code="refere",
        nom="Référé-provision",
        criteres=(
            *communs(examen),
            Critere(
                quoi="Obligation non sérieusement contestable",
                verdict=Verdict.NON if conteste else Verdict.A_VERIFIER,
                dit="un litige est ouvert" if conteste else "le juge l'apprécie",
                fondement="CPC, art. 835 et 873",
            ),
            pieces_completes(examen),
        ),
        a_savoir=(_avocat(examen),),
        commande=f"recouvre assignation {examen.dossier.libelle} delivrer --refere --le DATE",
    )


def _assignation(examen: Examen) -> VoieJudiciaire:
    conciliation = seuil(CodeSeuil.CONCILIATION)
    prealable = examen.somme <= conciliation.montant and examen.juge is not Juridiction.COMMERCE
    return VoieJudiciaire(
        code="assignation",
        nom="Assignation au fond",
        criteres=(
            *communs(examen),
            Critere(
                quoi=f"Tentative amiable préalable, jusqu'à {en_euros(conciliation.montant)} au tribunal judiciaire",
                verdict=Verdict.A_VERIFIER if prealable else Verdict.OUI,
                dit="à tenter d'abord, sauf dispense" if prealable else "non exigée",
                fondement=conciliation.texte,
            ),
            pieces_completes(examen),
        ),
        a_savoir=(_avocat(examen), "L'assignation interrompt la prescription (C. civ., art. 2241)."),
        commande=f"recouvre assignation {examen.dossier.libelle} delivrer --le DATE --pour-le DATE",
    )


def _europeenne(examen: Examen) -> VoieJudiciaire:
    pays = examen.debiteur.pays
    return VoieJudiciaire(
        code="europeenne",
        nom="Injonction de payer européenne",
        criteres=(
            *communs(examen),
            Critere(
                quoi="Litige transfrontalier, dans l'Union européenne sauf le Danemark",
                verdict=Verdict.A_VERIFIER if examen.a_l_etranger else Verdict.NON,
                dit=f"débiteur : {pays}" if examen.a_l_etranger else "débiteur en France",
                fondement="règlement (CE) n° 1896/2006 ; CPC, art. 1424-1",
            ),
        ),
        a_savoir=("Formulaire A ; le débiteur a trente jours pour s'opposer. L'outil ne le remplit pas.",),
    )


_VOIES: tuple[Callable[[Examen], VoieJudiciaire], ...] = (
    _injonction, _petites_creances, _incontestees, _refere, _assignation, _europeenne,
)  # fmt: skip


def _avocat(examen: Examen) -> str:
    limite = seuil(CodeSeuil.AVOCAT)
    if examen.juge is Juridiction.PROTECTION:
        return "Devant le juge des contentieux de la protection, l'avocat n'est pas obligatoire (CPC, art. 761)."
    if examen.somme > limite.montant:
        return f"Avocat obligatoire : la demande dépasse {en_euros(limite.montant)} ({limite.texte})."
    return f"Avocat non obligatoire jusqu'à {en_euros(limite.montant)} ({limite.texte})."
