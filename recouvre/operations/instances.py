"""Noter un acte de procédure : ce qui peut suivre, dans l'ordre des dates, et ce que l'acte vaut à sa date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from recouvre.conduite.arrets import en_cours
from recouvre.conduite.autorisations import autorisation_en_cours
from recouvre.conduite.procedures import (
    Avancement,
    Etat,
    Juridiction,
    avancement,
    avancements,
    juridiction_de,
)
from recouvre.conduite.verbes import COMMANDES, VERBES, verbe
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_d_instance import DANS_L_ORDRE, Acte, ActeDInstance, Instance
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_gestion import ObjetAutorisation
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.delais_instances import CodeBascule, CodeDelai, CodeSeuil, bascule, delai, executoire_le, seuil
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.effets_d_instance import a_savoir
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.session import Session

_NOMS = {
    Instance.INJONCTION: "l'injonction de payer",
    Instance.PETITES_CREANCES: "la procédure des petites créances",
    Instance.ASSIGNATION: "l'assignation",
    Instance.REFERE: "le référé",
}


class Note(NamedTuple):
    """Un acte noté : le fait tel qu'il est écrit, où en est la voie, et ce qu'il faut en dire."""

    consigne: Consigne
    acte: ActeDInstance
    voie: Avancement
    a_savoir: tuple[str, ...]


def noter_acte(session: Session, numero: int, acte: ActeDInstance) -> Note:
    """Écrit cet acte au dossier, s'il peut suivre ce qui y est. Lève ``FaitRefuse``, ``Doublon``, ``DossierFerme``."""
    refuser_avenir(session, acte.date, "un acte de procédure")
    refuser_avenir(session, acte.notifie_le or acte.date, "une notification")
    ecrit: list[ActeDInstance] = []

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        voie = avancement(dossier, acte.instance)
        _refuser_hors_d_ordre(dossier, voie, acte)
        _refuser_les_dates(dossier, voie, acte)
        if acte.acte is Acte.OUVERTURE:
            _refuser_l_ouverture(session, dossier, acte)
        ecrit.append(_completer(dossier, voie, acte))
        return ecrit

    consigne = consigner(session, numero, decider, geste="cet acte de procédure")
    voie = avancement(consigne.dossier, acte.instance)
    dits = a_savoir(consigne.dossier, voie, ecrit[0])
    if acte.acte is Acte.OUVERTURE:
        dits += _de_la_demande(session, consigne.dossier, ecrit[0])
    return Note(consigne, ecrit[0], voie, tuple(dits))


def instance_visee(dossier: Dossier, *, refere: bool) -> Instance:
    """L'assignation ou le référé dont on parle : celui que l'on dit, sinon le seul qui soit au dossier."""
    if refere:
        return Instance.REFERE
    au_fond = avancement(dossier, Instance.ASSIGNATION)
    en_refere = avancement(dossier, Instance.REFERE)
    return Instance.REFERE if en_refere.tour and not au_fond.tour else Instance.ASSIGNATION


def perdue(voie: Avancement, le: dt.date) -> bool:
    """Vrai si l'ordonnance n'a pas été signifiée et ne peut plus l'être : une autre demande peut s'ouvrir."""
    ordonnance = voie.dernier(Acte.ORDONNANCE)
    if voie.etat is not Etat.ORDONNANCE or ordonnance is None:
        return False
    return delai(CodeDelai.IP_SIGNIFICATION, ordonnance.date).trop_tard(ordonnance.date, le)


def _refuser_hors_d_ordre(dossier: Dossier, voie: Avancement, acte: ActeDInstance) -> None:
    if acte.acte in voie.permis or (acte.acte is Acte.OUVERTURE and perdue(voie, acte.date)):
        return
    mots = ", ".join(verbe(voie.instance, suivant) for suivant in voie.permis)
    ordre = ", ".join(VERBES[voie.instance])
    suite = f"Ce qui peut suivre : {mots}." if mots else "Plus aucun acte n'est attendu."
    raise FaitRefuse(
        f"« {verbe(voie.instance, acte.acte)} » ne peut pas suivre : {_NOMS[voie.instance]} du dossier "
        f"{dossier.libelle} en est à « {voie.etat} ». {suite} Dans l'ordre : {ordre}. Rien n'est écrit."
    )


def _refuser_les_dates(dossier: Dossier, voie: Avancement, acte: ActeDInstance) -> None:
    """Les dates vont croissant ; le même jour, seulement dans l'ordre où les actes se rangent."""
    precedent = voie.tour[-1] if voie.tour else None
    if precedent is not None:
        meme_jour = acte.date == precedent.date
        avant = DANS_L_ORDRE.index(acte.acte) < DANS_L_ORDRE.index(precedent.acte)
        if acte.date < precedent.date or (meme_jour and avant):
            raise FaitRefuse(
                f"« {verbe(voie.instance, acte.acte)} » le {en_chiffres(acte.date)} ne peut pas suivre « "
                f"{verbe(voie.instance, precedent.acte)} » du {en_chiffres(precedent.date)} : il lui faut une date "
                f"plus tardive. Si l'autre date est fausse : recouvre annuler {dossier.libelle} RANG --motif … Rien "
                "n'est écrit."
            )
    if acte.acte is Acte.SIGNIFICATION and voie.etat is Etat.SIGNIFIEE and not acte.a_personne:
        raise FaitRefuse(
            f"L'ordonnance est déjà signifiée, le {en_chiffres(precedent.date if precedent else acte.date)}. Un acte "
            "remis depuis au débiteur lui-même ouvre son mois d'opposition : ajoutez --a-personne. Rien n'est écrit."
        )
    if acte.pour_le is not None and acte.pour_le < acte.date:
        raise FaitRefuse("L'audience ne peut pas précéder l'acte qui la fixe : corrigez --pour-le. Rien n'est écrit.")
    if acte.notifie_le is not None and acte.notifie_le < acte.date:
        raise FaitRefuse("La notification ne peut pas précéder l'acte : corrigez --notifiee-le. Rien n'est écrit.")


def _refuser_l_ouverture(session: Session, dossier: Dossier, acte: ActeDInstance) -> None:
    """Ce qui empêche de saisir qui que ce soit, ou celui-là."""
    if all(facture.echeance >= acte.date for facture in dossier.factures):
        raise FaitRefuse(
            f"Aucune facture du dossier {dossier.libelle} n'est échue avant le {en_chiffres(acte.date)} : rien n'est "
            "encore exigible. Rien n'est écrit."
        )
    if _du(session, dossier, acte.date) == 0:
        raise FaitRefuse(
            f"Plus rien n'est dû au dossier {dossier.libelle} au {en_chiffres(acte.date)} : il n'y a rien à demander à "
            "un juge. Rien n'est écrit."
        )
    if any(a.cause is CauseArret.PROCEDURE for a in en_cours(dossier, acte.date)):
        raise FaitRefuse(
            f"Une procédure collective est ouverte : aucune action en paiement n'est possible (C. com., art. L622-21). "
            f"Déclarez la créance : recouvre voies {dossier.libelle}. Rien n'est écrit."
        )
    for autre in avancements(dossier):
        if autre.instance is not acte.instance and autre.en_cours and not perdue(autre, acte.date):
            raise FaitRefuse(
                f"{_NOMS[autre.instance].capitalize()} du dossier {dossier.libelle} est en cours depuis le "
                f"{en_chiffres(autre.tour[0].date)} : notez d'abord sa fin, recouvre {COMMANDES[autre.instance]} "
                f"{dossier.libelle} desister --le DATE. Rien n'est écrit."
            )
    if dossier.titres and acte.instance is not Instance.ASSIGNATION:
        raise FaitRefuse(
            f"Le dossier {dossier.libelle} a déjà un titre, du {en_chiffres(dossier.titres[0].date)} : faites-le "
            "exécuter. Une facture qu'il ne couvre pas s'ouvre dans un autre dossier. Rien n'est écrit."
        )
    if acte.instance is Instance.PETITES_CREANCES:
        _refuser_les_petites_creances(session, dossier, acte.date)
    elif acte.instance is Instance.INJONCTION and dossier.qualite is Qualite.PUBLIC:
        raise FaitRefuse(
            "Une injonction de payer ne se demande pas ici contre un acheteur public : c'est d'ordinaire l'affaire du "
            f"juge administratif, à vérifier. Voyez : recouvre voies {dossier.libelle}. Rien n'est écrit."
        )


def _de_la_demande(session: Session, dossier: Dossier, acte: ActeDInstance) -> list[str]:
    """Ce qui manque au créancier ou dépasse son dû : l'acte a eu lieu, on l'écrit et on le dit."""
    reglages, du = session.reglages(dossier.ouverture.creancier), _du(session, dossier, acte.date)
    dits = []
    if (
        session.mode is Mode.AGENCE
        and reglages.pouvoir_general_le is None
        and autorisation_en_cours(dossier, ObjetAutorisation.PROCEDURE, acte.date) is None
    ):
        dits.append(
            "Aucun accord du créancier pour cette procédure n'est noté : recouvre autorisation "
            f"{dossier.libelle} procedure --le DATE"
        )
    if du is not None and acte.montant > du:
        dits.append(f"{en_euros(acte.montant)} demandés, pour {en_euros(du)} dus ce jour-là : vérifiez le montant.")
    return dits


def _du(session: Session, dossier: Dossier, le: dt.date) -> int | None:
    """Tout ce qui est dû ce jour-là ; ``None`` si un taux n'est pas encore paru."""
    from recouvre.droit.decompte import decompter

    try:
        return decompter(dossier, le, session.bareme).total
    except TauxInconnu:
        return None


def _refuser_les_petites_creances(session: Session, dossier: Dossier, le: dt.date) -> None:
    from recouvre.droit.decompte import decompter

    regle = bascule(CodeBascule.PETITES_CREANCES_HORS_COMMERCANTS)
    if le >= regle.du and juridiction_de(dossier) is Juridiction.COMMERCE:
        raise FaitRefuse(
            f"Depuis le {en_chiffres(regle.du)}, une créance facturée entre commerçants est exclue de cette procédure "
            f"({regle.fondement}). Si l'une des parties n'est pas commerçante, dites-le : recouvre qualifier "
            f"{dossier.libelle} --nature … ; sinon : recouvre voies {dossier.libelle}. Rien n'est écrit."
        )
    plafond = seuil(CodeSeuil.PETITES_CREANCES)
    compte = decompter(dossier, le, session.bareme)
    somme = compte.principal + compte.interets
    if somme > plafond.montant:
        raise FaitRefuse(
            f"Principal et intérêts font {en_euros(somme)} : au-delà de {en_euros(plafond.montant)}, cette procédure "
            f"est fermée ({plafond.texte}). Voyez : recouvre voies {dossier.libelle}. Rien n'est écrit."
        )


def _completer(dossier: Dossier, voie: Avancement, acte: ActeDInstance) -> ActeDInstance:
    """L'acte, et ce que le droit en déduit le jour où on l'écrit."""
    if acte.acte is Acte.OUVERTURE and acte.instance is Instance.INJONCTION:
        return replace(acte, juridiction=_juge(dossier, acte.juridiction))
    if acte.acte is not Acte.SIGNIFICATION:
        return acte
    ordonnance, jugement = voie.dernier(Acte.ORDONNANCE), voie.dernier(Acte.JUGEMENT)
    if ordonnance is None or jugement is not None or voie.etat is Etat.SIGNIFIEE:
        return acte
    if delai(CodeDelai.IP_SIGNIFICATION, ordonnance.date).trop_tard(ordonnance.date, acte.date):
        return replace(acte, sans_effet=True)
    return replace(acte, executoire_le=executoire_le(ordonnance.date, acte.date))


def _juge(dossier: Dossier, dit: str) -> str:
    if dit == Juridiction.COMMERCE and dossier.qualite is Qualite.CONSOMMATEUR:
        raise FaitRefuse(
            "Un consommateur ne relève jamais du tribunal de commerce : tribunal-judiciaire, ou proximite-protection "
            "pour un crédit à la consommation ou un loyer (CPC, art. 1406). Rien n'est écrit."
        )
    deduite = juridiction_de(dossier)
    if not dit and deduite is None:
        raise FaitRefuse("Dites le juge : --juridiction tribunal-judiciaire, par exemple. Rien n'est écrit.")
    return dit or str(deduite)
