"""La fiche d'un dossier : un écran pour répondre au téléphone, un objet JSON pour un programme."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from recouvre.affichage import budget, limites, plan, suivi
from recouvre.affichage.evenements import raconter
from recouvre.affichage.francais import date, montant, pluriel, telephone
from recouvre.affichage.qualification import arrets_json, contrat_json, paires, titres_json
from recouvre.affichage.tableau import Colonne, fiche, tableau
from recouvre.conduite.litiges import litiges_ouverts
from recouvre.domaine.budget import Budget
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit, rangs_annules
from recouvre.domaine.gestionnaires import Gestionnaire
from recouvre.domaine.limites import Encours
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.parties import Partie
from recouvre.droit.releve import Decompte

_DERNIERS = 12
_PROCHAINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """Ce que la fiche montre. ``decompte`` vaut ``None`` si un taux manque ; ``manque`` dit alors lequel."""

    dossier: Dossier
    ecrits: tuple[Ecrit, ...]
    debiteur: Partie
    creancier: Partie
    etat: str
    prescription_le: str | None
    demarches: tuple[tuple[str, str, str], ...]
    scenario: str
    au: dt.date
    decompte: Decompte | None
    manque: str
    gestionnaire: Gestionnaire | None = None
    budget: Budget | None = None
    encours: Encours | None = None


def montrer(vue: Fiche, *, tout: bool) -> None:
    """La fiche, en trois blocs : qui et combien ; les factures ; la suite et l'histoire."""
    _identite(vue)
    print()
    _factures(vue)
    print()
    _suite(vue)
    _histoire(vue, tout=tout)


def en_json(vue: Fiche) -> dict[str, Any]:
    """La fiche en un objet JSON."""
    ouverture, annules = vue.dossier.ouverture, rangs_annules(vue.ecrits)
    return {
        "dossier": vue.dossier.libelle,
        "etat": vue.etat,
        "au": vue.au,
        "qualite": str(ouverture.qualite),
        "reference": ouverture.reference,
        "ouvert_le": ouverture.date,
        "scenario": vue.scenario,
        "gestionnaire": vue.dossier.gestionnaire or None,
        "prescription_le": vue.prescription_le,
        "debiteur": asdict(vue.debiteur),
        "creancier": asdict(vue.creancier),
        "total": en_decimal(vue.decompte.total) if vue.decompte else None,
        "principal": en_decimal(vue.decompte.principal) if vue.decompte else None,
        "interets": en_decimal(vue.decompte.interets) if vue.decompte else None,
        "indemnites": en_decimal(vue.decompte.indemnites) if vue.decompte else None,
        "accessoires": en_decimal(vue.decompte.accessoires) if vue.decompte else None,
        "qualification": contrat_json(vue.dossier),
        "hors_service": sorted(vue.dossier.hors_service),
        "arrets": arrets_json(vue.dossier),
        "litiges": suivi.litiges_json(vue.dossier),
        "signaux": suivi.signaux_json(vue.dossier, vue.au),
        "indicateurs": suivi.indicateurs_json(vue.dossier, vue.au),
        "plans": [plan.en_json(vue.dossier, suivi_, vue.au) for suivi_ in vue.dossier.plans],
        "promesses": suivi.promesses_json(vue.dossier, vue.au),
        "budget": budget.en_json(vue.budget),
        "encours": limites.en_json(vue.encours),
        "titres": titres_json(vue.dossier),
        "factures": [
            {
                "numero": f.numero,
                "emise_le": f.emise_le,
                "echeance": f.echeance,
                "montant": en_decimal(f.montant),
                "deja_regle": en_decimal(f.deja_regle),
            }
            for f in vue.dossier.factures
        ],
        "demarches": [{"le": le, "libelle": libelle, "attente": attente} for le, libelle, attente in vue.demarches],
        "faits": [
            {
                "rang": e.rang,
                "genre": type(e.evenement).__name__,
                "date": e.evenement.date,
                "saisi_le": e.saisi_le,
                "auteur": e.auteur,
                "texte": raconter(e.evenement),
                "annule": e.rang in annules,
            }
            for e in vue.ecrits
        ],
    }


def _identite(vue: Fiche) -> None:
    debiteur, ouverture = vue.debiteur, vue.dossier.ouverture
    mortes = vue.dossier.hors_service
    contact = " · ".join(
        f"{mot} (ne marche plus)" if nom in mortes else mot
        for nom, mot in (("telephone", debiteur.telephone), ("courriel", debiteur.courriel))
        if mot
    )
    a_chercher = " — à chercher : un pli en est revenu" if "adresse" in mortes and debiteur.lignes_adresse else ""
    reference = f" (réf. {ouverture.reference})" if ouverture.reference else ""
    prescription = dt.date.fromisoformat(vue.prescription_le) if vue.prescription_le else None
    fiche(
        (
            (
                "Débiteur",
                f"{debiteur.denomination} ({ouverture.qualite}){f', SIREN {debiteur.siren}' * bool(debiteur.siren)}",
            ),
            ("Adresse", ", ".join(debiteur.lignes_adresse) + a_chercher),
            ("Contact", contact),
            ("Créancier", f"{vue.creancier.denomination}{reference}"),
            ("Suivi par", _suivi_par(vue)),
            (f"Dû au {date(vue.au)}", _du(vue)),
            ("Prescription", f"dernier jour utile pour agir : {date(prescription)}" if prescription else ""),
            *paires(vue.dossier),
            *plan.paires(vue.dossier, vue.au),
            *suivi.paires(vue.dossier, vue.au),
            *budget.paires(vue.budget, vue.au),
            *limites.paires(vue.encours),
            *suivi.conduite_du_debiteur(vue.dossier, vue.au, attendu=_attendu(vue)),
        ),
        titre=f"{vue.dossier.libelle} · {_etat(vue)} · scénario {vue.scenario}",
    )


def _suivi_par(vue: Fiche) -> str:
    """Le gestionnaire, sa ligne directe, et qui rappelle quand il n'a pas joint."""
    tenu, membre = vue.dossier.gestionnaire, vue.gestionnaire
    if membre is None:
        return tenu
    binome = f"en binôme avec {membre.binome}" if membre.binome else ""
    return " · ".join(filter(None, (tenu, telephone(membre.telephone), membre.courriel, binome)))


def _etat(vue: Fiche) -> str:
    return f"{vue.etat}, en litige" if litiges_ouverts(vue.dossier, vue.au) else vue.etat


def _attendu(vue: Fiche) -> bool:
    """Vrai si l'on attend encore quelque chose du débiteur : soldé ou clos, son silence ne dit rien."""
    return vue.dossier.cloture is None and (vue.decompte is None or vue.decompte.total > 0)


def _du(vue: Fiche) -> str:
    calcul = vue.decompte
    if calcul is None:
        return vue.manque
    detail = (
        f"{montant(calcul.total)} : principal {montant(calcul.principal)}, intérêts {montant(calcul.interets)}, "
        f"indemnités {montant(calcul.indemnites)}"
    )
    if calcul.accessoires:
        detail = f"{detail}, autres accessoires {montant(calcul.accessoires)}"
    return f"{detail} ; trop-perçu {montant(calcul.trop_percu)}" if calcul.trop_percu else detail


def _factures(vue: Fiche) -> None:
    restants = {solde.numero: solde.principal for solde in vue.decompte.factures} if vue.decompte else {}
    lignes = [
        (f.numero, date(f.emise_le), date(f.echeance), montant(f.montant), _reste(restants.get(f.numero)))
        for f in vue.dossier.factures
    ]
    colonnes = (
        Colonne("Facture"), Colonne("Date"), Colonne("Échéance"), Colonne("TTC", True), Colonne("Principal dû", True)
    )  # fmt: skip
    tableau(colonnes, lignes)


def _reste(principal: int | None) -> str:
    return "" if principal is None else montant(principal)


def _suite(vue: Fiche) -> None:
    if not vue.demarches:
        return
    lignes = [
        (date(dt.date.fromisoformat(le)), f"{libelle} — {attente}" if attente else libelle)
        for le, libelle, attente in vue.demarches[:_PROCHAINES]
    ]
    tableau((Colonne("Le"), Colonne("Suite")), lignes)
    print()


def _histoire(vue: Fiche, *, tout: bool) -> None:
    annules = rangs_annules(vue.ecrits)
    montres = vue.ecrits if tout else vue.ecrits[-_DERNIERS:]
    lignes = [
        (
            str(ecrit.rang),
            date(ecrit.evenement.date),
            raconter(ecrit.evenement) + (" — ANNULÉ" if ecrit.rang in annules else ""),
        )
        for ecrit in montres
    ]
    reste = len(vue.ecrits) - len(montres)
    notes = [
        f"{pluriel(reste, 'fait plus ancien', 'faits plus anciens')} : recouvre dossier {vue.dossier.libelle} --tout"
    ]
    tableau((Colonne("N°", True), Colonne("Le"), Colonne("Histoire")), lignes, notes=notes if reste else [])
