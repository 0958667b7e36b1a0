"""Un fait de droit du journal, en une ligne de français : contrat, titre, arrêt, prescription."""

from __future__ import annotations

from typing import assert_never

from recouvre.affichage.francais import date, majuscule, montant, taux, taux_convenu
from recouvre.domaine.faits_de_droit import (
    AccessoireAjoute,
    ArretDeDroit,
    ArretLeve,
    CauseArret,
    CausePrescription,
    CreanceQualifiee,
    DelaiInterrompu,
    FacturePrecisee,
    NatureAccessoire,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
    TitreSignifie,
)

CAUSES = {
    CausePrescription.RECONNAISSANCE: "reconnaissance de la dette",
    CausePrescription.DEMANDE_EN_JUSTICE: "demande en justice",
    CausePrescription.EXECUTION: "mesure conservatoire ou acte d'exécution",
    CausePrescription.DECLARATION_DE_CREANCE: "déclaration de créance",
    CausePrescription.MESURES_SURENDETTEMENT: "mesures de surendettement demandées",
    CausePrescription.MISE_EN_DEMEURE_ASSUREUR: "lettre recommandée de l'assureur",
    CausePrescription.REAMENAGEMENT: "réaménagement convenu",
    CausePrescription.MEDIATION: "médiation ou conciliation",
    CausePrescription.PROCEDURE_L125: "procédure simplifiée des petites créances",
    CausePrescription.INSTRUCTION: "mesure d'instruction",
    CausePrescription.IMPOSSIBILITE: "impossibilité d'agir",
    CausePrescription.MINORITE: "créancier mineur ou en tutelle",
    CausePrescription.COUPLE: "mariage ou pacs entre les parties",
    CausePrescription.RENONCIATION: "renonciation à la prescription acquise",
}
"""Les causes de prescription telles qu'elles s'écrivent."""

_ARRETS = {
    CauseArret.PROCEDURE: "procédure collective",
    CauseArret.SURENDETTEMENT: "surendettement recevable",
    CauseArret.MESURES: "plan ou mesures de surendettement",
    CauseArret.DELAI_DE_GRACE: "délai de grâce",
    CauseArret.PLAN: "plan de règlement",
}
_ACCESSOIRES = {
    NatureAccessoire.COMPLEMENT: "Frais de recouvrement",
    NatureAccessoire.DEPENS: "Dépens",
    NatureAccessoire.EXECUTION: "Frais d'exécution",
}

FaitDeDroit = (
    CreanceQualifiee
    | FacturePrecisee
    | DelaiInterrompu
    | AccessoireAjoute
    | TitreObtenu
    | TitreSignifie
    | ArretDeDroit
    | ArretLeve
    | PrescriptionTouchee
    | PrescriptionReprise
)


def raconter_droit(fait: FaitDeDroit) -> str:
    """« Titre exécutoire : jugement », « Médiation ou conciliation, jusqu'au 01/06/2026 »…"""
    match fait:
        case CreanceQualifiee():
            return _qualification(fait)
        case FacturePrecisee():
            return _precision(fait)
        case DelaiInterrompu():
            recues = f", pièces reçues le {date(fait.pieces_recues_le)}" if fait.pieces_recues_le else ""
            return f"Délai de paiement de {fait.facture} interrompu par l'acheteur public{recues}"
        case AccessoireAjoute():
            piece = f" (justificatif : {fait.justificatif})" if fait.justificatif else ""
            return f"{_ACCESSOIRES[fait.nature]} : {montant(fait.montant)}{_sur(fait.facture)}{piece}"
        case TitreObtenu():
            reference = f" ({fait.reference})" if fait.reference else ""
            return f"Titre exécutoire : {fait.nature.replace('-', ' ')}{reference}"
        case TitreSignifie():
            a_personne = ", à personne" if fait.a_personne else ""
            executoire = f", exécutoire le {date(fait.executoire_le)}" if fait.executoire_le else ""
            return f"Titre signifié{a_personne}{executoire}"
        case ArretDeDroit() | ArretLeve():
            return _arret(fait)
        case PrescriptionTouchee() | PrescriptionReprise():
            return _prescription(fait)
        case _:
            assert_never(fait)


def _qualification(fait: CreanceQualifiee) -> str:
    dits = (
        f"nature {fait.nature}" if fait.nature else "",
        "créancier particulier" if fait.creancier_particulier else "",
        f"acheteur public ({fait.acheteur})" if fait.acheteur else "",
        f"taux {taux_convenu(fait.taux)}" if fait.taux else "",
        f"clause pénale de {taux(fait.clause_points)}" if fait.clause_points else "",
        f"clause pénale de {montant(fait.clause_forfait)}" if fait.clause_forfait else "",
        "intérêts capitalisés" if fait.capitalisation else "",
        f"imputation {fait.imputation}" if fait.imputation else "",
        "prêt ou paiement différé d'un an au moins" if fait.pret_un_an else "",
    )
    return f"Créance qualifiée : {', '.join(dit for dit in dits if dit) or 'sans particularité'}"


def _precision(fait: FacturePrecisee) -> str:
    dits = (
        f"nature {fait.nature}" if fait.nature else "",
        f"prestation achevée le {date(fait.executee_le)}" if fait.executee_le else "",
        f"retenue de garantie de {montant(fait.retenue)}" if fait.retenue else "",
    )
    return f"Facture {fait.facture} précisée : {', '.join(dit for dit in dits if dit) or 'sans particularité'}"


def _arret(fait: ArretDeDroit | ArretLeve) -> str:
    nom = _ARRETS[fait.cause]
    if isinstance(fait, ArretLeve):
        return f"Fin de l'arrêt des intérêts : {nom}"
    genre = f" ({fait.genre})" if fait.genre else ""
    publie = f", publiée le {date(fait.publie_le)}" if fait.publie_le else ""
    jusqu_au = f", jusqu'au {date(fait.jusqu_au)}" if fait.jusqu_au else ""
    return f"Intérêts arrêtés : {nom}{genre}{publie}{jusqu_au}"


def _prescription(fait: PrescriptionTouchee | PrescriptionReprise) -> str:
    nom = CAUSES[fait.cause]
    if isinstance(fait, PrescriptionReprise):
        return f"Fin : {nom}{_sur(fait.facture)}{', interruption non avenue' if fait.non_avenue else ''}"
    texte = f" : {fait.texte}" if fait.texte else ""
    jusqu_au = f", jusqu'au {date(fait.jusqu_au)}" if fait.jusqu_au else ""
    return f"{majuscule(nom)}{_sur(fait.facture)}{jusqu_au}{texte}"


def _sur(facture: str) -> str:
    return f" sur {facture}" if facture else ""
