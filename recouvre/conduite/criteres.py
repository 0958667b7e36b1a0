"""Les critères d'une voie judiciaire : ce que l'on regarde d'un dossier, et ce que toute voie exige."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from recouvre.conduite.arrets import en_cours
from recouvre.conduite.pieces_judiciaires import manquantes
from recouvre.conduite.procedures import CREDIT_CONSO, Juridiction, en_cours_le, juridiction_de
from recouvre.conduite.proposition import Critere as CritereDuMandat
from recouvre.domaine.budget import Budget
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Partie, Qualite
from recouvre.droit.commande_publique import est_public
from recouvre.droit.delais_instances import CodeBascule, bascule
from recouvre.droit.natures import FRACTIONNE
from recouvre.droit.prescription import PrescriptionDossier


class Verdict(StrEnum):
    """Ce qu'un critère donne."""

    OUI = "oui"
    NON = "non"
    A_VERIFIER = "à vérifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Critere:
    """Une condition, ce qu'elle donne sur ce dossier, et le texte qui la pose."""

    quoi: str
    verdict: Verdict
    dit: str
    fondement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoieJudiciaire:
    """Une voie, ses critères, ce qu'il faut en savoir, et la commande qui la suit (vide : hors de l'outil)."""

    code: str
    nom: str
    criteres: tuple[Critere, ...]
    a_savoir: tuple[str, ...] = ()
    commande: str = ""

    @property
    def verdict(self) -> Verdict:
        """Non si un critère manque ; à vérifier si l'un est incertain ; oui sinon."""
        verdicts = {critere.verdict for critere in self.criteres}
        return next((v for v in (Verdict.NON, Verdict.A_VERIFIER) if v in verdicts), Verdict.OUI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examen:
    """Ce que l'on regarde : le dossier, ce qui est dû ce jour-là (principal et intérêts, en centimes), les parties.

    ``frais_agence`` : le mandat laisse à l'agence les frais d'une action qui échoue ; cela se pèse, et ne ferme rien.
    """

    dossier: Dossier
    au: dt.date
    somme: int
    prescription: PrescriptionDossier
    debiteur: Partie
    mandat: tuple[CritereDuMandat, ...] = ()
    frais_agence: bool = False
    budget: Budget | None = None

    @property
    def juge(self) -> Juridiction | None:
        """Le juge que la créance désigne."""
        return juridiction_de(self.dossier)

    @property
    def a_l_etranger(self) -> bool:
        """Vrai si le débiteur demeure hors de France."""
        return self.debiteur.pays.strip().lower() not in {"", "france", "fr"}


def communs(examen: Examen) -> tuple[Critere, ...]:
    """Ce que toute voie exige : agir encore à temps, et pouvoir agir."""
    tete = examen.prescription.tete
    acquise = tete is not None and tete.acquise(examen.au)
    collective = any(arret.cause is CauseArret.PROCEDURE for arret in en_cours(examen.dossier, examen.au))
    criteres = [
        Critere(
            quoi="Délai pour agir",
            verdict=Verdict.NON if acquise or tete is None else Verdict.OUI,
            dit=f"dernier jour utile : {en_chiffres(tete.date)}" if tete else "plus rien n'est dû",
            fondement=tete.nature.texte if tete else "",
        ),
        Critere(
            quoi="Aucune procédure collective",
            verdict=selon(not collective),
            dit="une procédure est ouverte : déclarer la créance" if collective else "",
            fondement="C. com., art. L622-21",
        ),
    ]
    if examen.dossier.qualite is Qualite.PUBLIC:
        public = est_public(examen.dossier)
        dit = "organisme public soumis au code de commerce"
        if public:
            dit = "acheteur public : juge administratif, à vérifier"
        verdict = Verdict.NON if public else Verdict.A_VERIFIER
        criteres.append(Critere(quoi="Débiteur de droit privé", verdict=verdict, dit=dit))
    if voie := en_cours_le(examen.dossier, examen.au):
        dit = f"{voie.etat}, depuis le {en_chiffres(voie.tour[0].date)}"
        criteres.append(Critere(quoi="Aucune autre procédure en cours", verdict=Verdict.NON, dit=dit))
    if examen.dossier.titres:
        titre = examen.dossier.titres[0]
        dit = f"titre du {en_chiffres(titre.date)} : le faire exécuter"
        criteres.append(Critere(quoi="Pas encore de titre", verdict=Verdict.NON, dit=dit))
    return tuple(criteres)


def pieces_completes(examen: Examen) -> Critere:
    """Les pièces qu'un juge attend sont là, ou lesquelles manquent."""
    absentes = manquantes(examen.dossier)
    return Critere(
        quoi="Pièces complètes",
        verdict=Verdict.A_VERIFIER if absentes else Verdict.OUI,
        dit=f"il manque : {' ; '.join(piece.libelle.lower() for piece in absentes)}" if absentes else "",
        fondement="CPC, art. 56 et 1407",
    )


def a_peser(examen: Examen) -> tuple[str, ...]:
    """Ce qui éclaire la solvabilité et l'opportunité, sans note ni score : une personne l'apprécie."""
    dossier = examen.dossier
    tenues = sum(recu.montant for recu in dossier.encaissements)
    return (
        f"Enjeu : {en_euros(examen.somme)}, principal et intérêts.",
        f"Reçu jusqu'ici : {en_euros(tenues)} ; promesses faites : {len(dossier.promesses)} ; plans signés : "
        f"{len(dossier.plans)}.",
        "Adresse connue." if "adresse" not in dossier.hors_service else "Adresse inconnue : enquêter d'abord.",
        "Solvabilité : l'outil ne la note pas ; consultez le registre et le BODACC du jour.",
        *_des_moyens(examen.budget),
        *_du_credit(examen),
    )


def _des_moyens(budget: Budget | None) -> tuple[str, ...]:
    """Ce que le débiteur a déclaré pouvoir payer, et rien d'autre."""
    if budget is None:
        return ()
    return (
        f"Reste disponible que le débiteur a déclaré le {en_chiffres(budget.le)}, non vérifié : "
        f"{en_euros(budget.reste)} par mois.",
    )


def _du_credit(examen: Examen) -> tuple[str, ...]:
    """Ce qu'un crédit à la consommation demande d'abord. Toujours dit : l'outil ignore la date du contrat."""
    natures = {creance.nature.code for creance in examen.prescription.creances}
    if not natures & {CREDIT_CONSO, FRACTIONNE}:
        return ()
    regle = bascule(CodeBascule.RENEGOCIATION_CREDIT)
    return (
        "Crédit à la consommation : avant l'exécution, laisser un délai raisonnable et proposer une renégociation, "
        f"pour un contrat conclu depuis le {en_chiffres(regle.du)} ; un contrat antérieur suit l'ancien droit, sauf "
        f"exceptions. À vérifier : {regle.fondement}.",
    )


def selon(vrai: bool) -> Verdict:
    """Oui ou non."""
    return Verdict.OUI if vrai else Verdict.NON
