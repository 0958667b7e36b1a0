"""De quoi fabriquer des dossiers d'essai, et les porter devant le juge."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from recouvre.domaine.contrat import Acheteur, TauxConvenu, lire_ordre
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import ArretDeDroit, CreanceQualifiee, InteretsDuTitre, NatureAccessoire
from recouvre.domaine.parties import Qualite
from recouvre.droit.releve import Decompte, LigneDecompte, Nature
from recouvre.droit.taux import Bareme
from recouvre.operations.bareme import lire_bareme

from .juge_faits import Affaire, Arret, Convention, Creance, Frais, Mouvement, Poste, Titre

BAREME: Bareme = lire_bareme()
UN_JOUR = dt.timedelta(days=1)
FRAIS: dict[NatureAccessoire, Literal["complement", "depens", "frais_execution"]] = {
    NatureAccessoire.COMPLEMENT: "complement",
    NatureAccessoire.DEPENS: "depens",
    NatureAccessoire.EXECUTION: "frais_execution",
}
DEBITEURS: dict[Qualite, Literal["professionnel", "consommateur", "public"]] = {
    Qualite.PROFESSIONNEL: "professionnel",
    Qualite.CONSOMMATEUR: "consommateur",
    Qualite.PUBLIC: "public",
}
POSTES: dict[str, Poste] = {"interets": "interets", "accessoires": "accessoires", "principal": "principal"}


def affaire_de(dossier: Dossier) -> Affaire:
    """Les mêmes faits, dans les mots du juge."""
    contrat = dossier.qualification or CreanceQualifiee(date=dossier.ouverture.date)
    return Affaire(
        debiteur=DEBITEURS[dossier.qualite],
        particulier=contrat.creancier_particulier,
        entite=contrat.acheteur is Acheteur.ENTITE_ADJUDICATRICE,
        creances=tuple(_creance(dossier, facture) for facture in dossier.factures),
        versements=tuple(
            Mouvement(le=r.date, montant=r.montant, sur=r.facture, mis_en_paiement=r.mis_en_paiement_le)
            for r in dossier.encaissements
        ),
        avoirs=tuple(Mouvement(le=a.date, montant=a.montant, sur=a.sur) for a in dossier.avoirs),
        restitutions=tuple(Mouvement(le=r.date, montant=r.montant) for r in dossier.restitutions),
        mises_en_demeure=tuple(mise.date for mise in dossier.mises_en_demeure),
        frais=tuple(
            Frais(le=a.date, nature=FRAIS[a.nature], montant=a.montant, sur=a.facture) for a in dossier.accessoires
        ),
        titres=tuple(
            Titre(
                le=titre.date,
                decision=titre.decision,
                legal=titre.interets is InteretsDuTitre.LEGAL,
                capitalisation=titre.capitalisation,
                exonere=titre.sans_majoration,
            )
            for titre in dossier.titres
        ),
        significations=tuple((s.date, s.executoire_le) for s in dossier.significations),
        arrets=tuple(_arret(dossier, arret) for arret in dossier.arrets),
        exact=contrat.exact,
        sous_plancher=contrat.sous_plancher.value if contrat.sous_plancher else "garder",
        clause_points=Fraction(contrat.clause_points or 0),
        clause_forfait=contrat.clause_forfait,
        capitalisation=contrat.capitalisation,
        ordre=tuple(POSTES[str(poste)] for poste in lire_ordre(contrat.imputation)),
        pret_un_an=contrat.pret_un_an,
    )


def _creance(dossier: Dossier, facture: FactureAjoutee) -> Creance:
    precision = dossier.precision(facture)
    premiere = next((i for i in dossier.delais_interrompus if i.facture == facture.numero), None)
    return Creance(
        numero=facture.numero,
        montant=facture.montant,
        emise=facture.emise_le,
        echeance=facture.echeance,
        deja_regle=facture.deja_regle,
        taux=_convention(dossier.taux_de(facture)),
        retenue=precision.retenue if precision else 0,
        interruption=(premiere.date, premiere.pieces_recues_le) if premiere else None,
    )


def _convention(taux: TauxConvenu | None) -> Convention | None:
    return None if taux is None else Convention(taux.genre.value, Fraction(taux.valeur))


def _arret(dossier: Dossier, arret: ArretDeDroit) -> Arret:
    """La fin qui vient la première : le lendemain du terme, ou la levée de cette cause."""
    fins = [levee.date for levee in dossier.levees if levee.cause is arret.cause and levee.date > arret.date]
    if arret.jusqu_au is not None:
        fins.append(arret.jusqu_au + UN_JOUR)
    return Arret(
        cause=arret.cause.value,
        du=arret.date,
        jusque=min(fins, default=None),
        taux=_convention(arret.taux),
        capital_d_abord=arret.capital_d_abord,
    )


def de_nature(decompte: Decompte, nature: Nature) -> list[LigneDecompte]:
    """Les lignes d'une nature, dans l'ordre du décompte."""
    return [ligne for ligne in decompte.lignes if ligne.nature is nature]


def date_de(ligne: LigneDecompte) -> tuple[dt.date, dt.date]:
    """Les bornes d'une ligne d'intérêts, qui en a toujours."""
    assert ligne.du is not None
    assert ligne.au is not None
    return ligne.du, ligne.au


def en_taux(valeur: Decimal | None) -> Fraction:
    """Le taux d'une ligne, exact."""
    assert valeur is not None
    return Fraction(valeur)
