"""Ce qu'une qualification peut dire d'un dossier, et ce qu'elle ne peut pas : des règles, aucune écriture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches

from recouvre.conduite.procedures import CREDIT_CONSO
from recouvre.domaine.contrat import SousPlancher
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import CreanceQualifiee, FacturePrecisee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import est_public
from recouvre.droit.regimes import entre_professionnels
from recouvre.operations.gardes import FaitRefuse, facture_du


def verifier_nature(code: str, connues: Collection[str]) -> None:
    """Lève ``FaitRefuse`` si ce code de nature n'est pas dans la table."""
    if not code or code in connues:
        return
    proches = get_close_matches(code, connues, n=1)
    suite = f"Vouliez-vous dire « {proches[0]} » ? " if proches else ""
    raise FaitRefuse(f"Nature de créance « {code} » inconnue. {suite}Natures : {', '.join(connues)}.")


def verifier_qualification(dossier: Dossier, voulue: CreanceQualifiee, sous_plancher: SousPlancher | None) -> None:
    """Lève ``FaitRefuse`` si cette qualification contredit le dossier. ``sous_plancher`` : le choix neuf."""
    if voulue.acheteur is not None and dossier.qualite is not Qualite.PUBLIC:
        raise FaitRefuse(
            f"Le débiteur du dossier {dossier.libelle} est {dossier.qualite} : --acheteur ne vaut que pour un débiteur "
            "public. Rien n'est écrit."
        )
    if sous_plancher is not None and not entre_professionnels(replace(dossier, qualification=voulue)):
        raise FaitRefuse(
            "Le plancher de trois fois le taux légal ne vaut qu'entre professionnels (C. com., art. L441-10 II) : "
            "retirez --sous-plancher. Rien n'est écrit."
        )
    natures = {voulue.nature, *(precision.nature for precision in dossier.precisions)}
    if (voulue.clause_points or voulue.clause_forfait) and CREDIT_CONSO in natures:
        raise _clause_interdite()


def _clause_interdite() -> FaitRefuse:
    return FaitRefuse(
        "Un crédit à la consommation n'admet d'autre peine que celle du code (C. conso., art. L312-38 et L312-39) : "
        "pas de clause pénale. Rien n'est écrit."
    )


def verifier_precision(dossier: Dossier, precision: FacturePrecisee, au: dt.date) -> None:
    """Lève ``FaitRefuse`` si ce que l'on précise de cette facture ne peut pas être vrai au jour ``au``."""
    facture = facture_du(dossier, precision.facture)
    if precision.executee_le is not None and precision.executee_le > au:
        raise FaitRefuse(
            f"La prestation ne peut pas être achevée le {en_chiffres(precision.executee_le)}, dans l'avenir : précisez-"
            "le quand elle le sera. Rien n'est écrit."
        )
    _verifier_retenue(dossier, facture, precision.retenue)
    contrat = dossier.qualification
    if precision.nature == CREDIT_CONSO and contrat and (contrat.clause_points or contrat.clause_forfait):
        raise _clause_interdite()


def _verifier_retenue(dossier: Dossier, facture: FactureAjoutee, retenue: int) -> None:
    if not retenue:
        return
    if not 0 < retenue < facture.montant:
        raise FaitRefuse(
            f"La retenue de garantie est plus grande que zéro et plus petite que la facture {facture.numero} "
            f"({en_euros(facture.montant)}). Rien n'est écrit."
        )
    if not est_public(dossier):
        raise FaitRefuse(
            "Une retenue de garantie ne réduit la base des intérêts que chez un acheteur public (CCP, art. R2192-33) : "
            "retirez --retenue. Rien n'est écrit."
        )
