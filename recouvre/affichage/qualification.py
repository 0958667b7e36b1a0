"""La qualification d'une créance, ses arrêts et ses titres : ce que le droit en sait, à l'écran et en JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recouvre.affichage.francais import date, montant, taux, taux_convenu
from recouvre.affichage.tableau import Colonne, fiche, tableau
from recouvre.conduite.arrets import fin
from recouvre.domaine.contrat import Acheteur, Poste, SousPlancher, lire_ordre
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret, CreanceQualifiee, InteretsDuTitre, TitreObtenu
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import acheteur_de
from recouvre.droit.natures import Nature, Natures
from recouvre.droit.plans import plan_de

ACHETEURS = {
    Acheteur.GENERAL: "pouvoir adjudicateur (30 jours)",
    Acheteur.SANTE: "établissement public de santé (50 jours)",
    Acheteur.ENTREPRISE_PUBLIQUE: "entreprise publique (60 jours)",
    Acheteur.ENTITE_ADJUDICATRICE: "entité adjudicatrice (code de commerce)",
}
CAUSES = {
    CauseArret.PROCEDURE: "procédure collective",
    CauseArret.SURENDETTEMENT: "surendettement",
    CauseArret.MESURES: "plan ou mesures de surendettement",
    CauseArret.DELAI_DE_GRACE: "délai de grâce",
    CauseArret.PLAN: "plan de paiement",
}
SORTS = {
    SousPlancher.GARDER: "taux écrit gardé",
    SousPlancher.RELEVER: "relevé au plancher",
    SousPlancher.DEFAUT: "taux par défaut, BCE + 10",
}
_POSTES = {Poste.INTERETS: "intérêts", Poste.ACCESSOIRES: "accessoires", Poste.PRINCIPAL: "principal"}


def montrer(dossier: Dossier, natures: Natures) -> None:
    """La qualification entière, suppositions comprises ; puis ce que l'on a précisé de ses factures."""
    fiche(_entiere(dossier, natures), titre=f"Qualification du dossier {dossier.libelle}")
    lignes = [
        (p.facture, p.nature, date(p.executee_le), montant(p.retenue) if p.retenue else "")
        for facture in dossier.factures
        if (p := dossier.precision(facture)) is not None
    ]
    if lignes:
        print()
        colonnes = (Colonne("Facture"), Colonne("Nature"), Colonne("Achevée le"), Colonne("Retenue", True))
        tableau(colonnes, lignes)


def en_json(dossier: Dossier, natures: Natures) -> dict[str, Any]:
    """La qualification et ses factures, en un objet JSON."""
    return {
        "qualification": contrat_json(dossier),
        "factures": [_facture_json(dossier, natures, f) for f in dossier.factures],
    }


def paires(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Les lignes que la fiche d'un dossier montre : rien de ce qui va sans dire."""
    contrat = dossier.qualification
    if contrat is not None and (dit := ", ".join(_particularites(dossier, contrat))):
        yield "Créance", dit
    for arret in dossier.arrets:
        if plan_de(dossier, arret) is None:
            yield "Arrêt", _arret(dossier, arret)
    for titre in dossier.titres:
        yield "Titre", _titre(dossier, titre)


def contrat_json(dossier: Dossier) -> dict[str, Any]:
    """La qualification du dossier, tout entière."""
    contrat = dossier.qualification or CreanceQualifiee(date=dossier.ouverture.date)
    convenu = contrat.taux or dossier.ouverture.taux
    clause = {"points": contrat.clause_points, "forfait": en_decimal(contrat.clause_forfait)}
    return {
        "nature": contrat.nature or None,
        "creancier_particulier": contrat.creancier_particulier,
        "acheteur": str(acheteur_de(dossier)) if dossier.qualite is Qualite.PUBLIC else None,
        "taux": str(convenu) if convenu else None,
        "sous_plancher": str(contrat.sous_plancher) if contrat.sous_plancher else None,
        "exact": contrat.exact,
        "clause_penale": clause if contrat.clause_points or contrat.clause_forfait else None,
        "capitalisation": contrat.capitalisation,
        "imputation": [str(poste) for poste in lire_ordre(contrat.imputation)],
        "pret_un_an": contrat.pret_un_an,
    }


def arrets_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Les arrêts du dossier, terminés compris."""
    return [
        {
            "cause": str(arret.cause),
            "type": arret.genre or None,
            "du": arret.date,
            "au": fin(dossier, arret),
            "publie_le": arret.publie_le,
            "notifie_le": arret.notifie_le,
            "taux": str(arret.taux) if arret.taux else None,
            "capital_d_abord": arret.capital_d_abord,
        }
        for arret in dossier.arrets
    ]


def titres_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Les titres du dossier, chacun avec la première signification qui le suit."""
    return [
        {
            "nature": titre.nature,
            "le": titre.date,
            "reference": titre.reference or None,
            "interets": str(titre.interets),
            "capitalisation": titre.capitalisation,
            "decision": titre.decision,
            "sans_majoration": titre.sans_majoration,
            "signifie_le": next((acte.date for acte in dossier.significations if acte.date >= titre.date), None),
        }
        for titre in dossier.titres
    ]


def _facture_json(dossier: Dossier, natures: Natures, facture: FactureAjoutee) -> dict[str, Any]:
    precision, convenu = dossier.precision(facture), dossier.taux_de(facture)
    return {
        "numero": facture.numero,
        "nature": natures.de(dossier, facture).code,
        "taux": str(convenu) if convenu else None,
        "executee_le": precision.executee_le if precision else None,
        "retenue": en_decimal(precision.retenue if precision else 0),
    }


def _entiere(dossier: Dossier, natures: Natures) -> Iterator[tuple[str, str]]:
    contrat = dossier.qualification or CreanceQualifiee(date=dossier.ouverture.date)
    suppose = "" if contrat.nature else " (supposée)"
    yield "Nature", "".join(f"{n.code} : {n.libelle}{suppose}" for n in [_nature(dossier, natures)] if n)
    yield "Créancier", "particulier" if contrat.creancier_particulier else "professionnel"
    if dossier.qualite is Qualite.PUBLIC:
        yield "Acheteur", ACHETEURS[acheteur_de(dossier)] + ("" if contrat.acheteur else " (supposé)")
    convenu = contrat.taux or dossier.ouverture.taux
    yield "Taux du contrat", taux_convenu(convenu) if convenu else "aucun : celui de la loi"
    yield "Sous le plancher", SORTS[contrat.sous_plancher] if contrat.sous_plancher else ""
    yield "Année", "366 jours les années bissextiles" if contrat.exact else "365 jours"
    yield "Clause pénale", _clause(contrat) or "aucune"
    yield "Capitalisation", "prévue par le contrat" if contrat.capitalisation else "non prévue"
    yield "Imputation", _ordre(contrat)
    yield "Prêt", "d'un an ou plus" if contrat.pret_un_an else ""


def _nature(dossier: Dossier, natures: Natures) -> Nature | None:
    contrat = dossier.qualification
    if contrat is not None and contrat.nature in natures.codes:
        return natures[contrat.nature]
    return natures.de(dossier, dossier.factures[0]) if dossier.factures else None


def _particularites(dossier: Dossier, contrat: CreanceQualifiee) -> Iterator[str]:
    if contrat.nature:
        yield f"nature {contrat.nature}"
    if contrat.creancier_particulier:
        yield "créancier particulier"
    if contrat.acheteur is not None:
        yield ACHETEURS[contrat.acheteur]
    if contrat.taux is not None:
        yield f"taux du contrat {taux_convenu(contrat.taux)}"
    if contrat.sous_plancher is not None:
        yield f"sous le plancher : {SORTS[contrat.sous_plancher]}"
    if clause := _clause(contrat):
        yield f"clause pénale {clause}"
    for vrai, dit in (
        (contrat.exact, "années exactes"),
        (contrat.capitalisation, "intérêts capitalisés"),
        (bool(contrat.imputation), f"imputation {_ordre(contrat)}"),
        (contrat.pret_un_an, "prêt d'un an ou plus"),
    ):
        if vrai:
            yield dit


def _clause(contrat: CreanceQualifiee) -> str:
    points = f"{taux(contrat.clause_points)} du principal" if contrat.clause_points else ""
    forfait = f"{montant(contrat.clause_forfait)} par facture" if contrat.clause_forfait else ""
    return " + ".join(filter(None, (points, forfait)))


def _ordre(contrat: CreanceQualifiee) -> str:
    ordre = ", ".join(_POSTES[poste] for poste in lire_ordre(contrat.imputation))
    return ordre if contrat.imputation else f"{ordre} (C. civ., art. 1343-1)"


def _arret(dossier: Dossier, arret: ArretDeDroit) -> str:
    quoi = arret.genre or CAUSES[arret.cause]
    terme = fin(dossier, arret)
    au = f" au {date(terme)}" if terme else ""
    publie = f", BODACC du {date(arret.publie_le)}" if arret.publie_le else ""
    au_taux = f", intérêts à {taux_convenu(arret.taux)}" if arret.taux else ""
    return f"{quoi}, {'du' if terme else 'depuis le'} {date(arret.date)}{au}{publie}{au_taux}"


def _titre(dossier: Dossier, titre: TitreObtenu) -> str:
    signifie = next((acte.date for acte in dossier.significations if acte.date >= titre.date), None)
    reference = f" n° {titre.reference}" if titre.reference else ""
    contrat = ", au taux du contrat" if titre.interets is InteretsDuTitre.CONTRAT else ""
    suite = f", signifié le {date(signifie)}" if signifie else ", non signifié"
    return f"{titre.nature.replace('-', ' ')}{reference} du {date(titre.date)}{contrat}{suite}"
