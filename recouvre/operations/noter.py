"""Noter ce qui s'est passé hors de l'outil : présentation d'une lettre, contact, pièce reçue, clôture, scénario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recouvre.base import projections
from recouvre.conduite.campagnes import cle as cle_de_campagne
from recouvre.conduite.contacts import APPEL, appel_sans_reponse
from recouvre.conduite.demarches import Genre
from recouvre.conduite.litiges import part_reclamable
from recouvre.conduite.obligations import quittances_dues, reversements_dus
from recouvre.conduite.plans import IMPAYEE
from recouvre.conduite.scenarios import CONTRE_APPEL, MISE_EN_DEMEURE
from recouvre.conduite.signaux import tout_est_retenu
from recouvre.conduite.situation import situer
from recouvre.conduite.tours import mise_en_demeure
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ContactNote,
    DossierClos,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
    RestitutionFaite,
    ScenarioChoisi,
)
from recouvre.domaine.faits_d_envoi import ConsentementDonne
from recouvre.domaine.faits_de_droit import FacturePrecisee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import Refus
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import trop_ancienne
from recouvre.operations.qualifier import preciser_neuve
from recouvre.operations.session import Session

DE_VIVE_VOIX = ("appel", "courriel", "sms", "visite")
"""Les contacts dont on retient qui les a faits."""


class NoteRefusee(Refus):
    """Le fait à noter ne peut pas être vrai, ou n'a pas de sens sur ce dossier."""


def noter_presentation(session: Session, numero: int, le: dt.date, reference: str = "") -> Consigne:
    """La mise en demeure a été présentée : pour un consommateur, les intérêts partent du lendemain (C. civ. 1344-1)."""
    _refuser_avenir(le, session)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        partie = dossier.depart(MISE_EN_DEMEURE)
        if partie and le < partie.date:
            raise NoteRefusee(
                f"La mise en demeure est partie le {en_chiffres(partie.date)} : elle n'a pu être présentée avant."
            )
        if partie and dossier.revenu(partie):
            raise NoteRefusee(
                f"Le pli {partie.reference} est revenu, inconnu à l'adresse : la mise en demeure n'a pas été présentée."
            )
        return [MiseEnDemeurePresentee(date=le, reference=reference)]

    return consigner(session, numero, decider, geste="cette note")


def noter_contact(
    session: Session,
    numero: int,
    canal: str,
    le: dt.date,
    texte: str = "",
    etape: str = "",
    *,
    echec: bool = False,
    rappeler_le: dt.date | None = None,
) -> Consigne:
    """Un contact a eu lieu. Sans ``etape``, il accomplit la première étape de ce canal qui est due ce jour-là.

    ``echec`` : le débiteur n'a pas été joint. L'étape reste à faire ; après un appel, un autre gestionnaire la reprend.
    ``rappeler_le`` : le jour où l'on a promis de rappeler.
    """
    _refuser_avenir(le, session)
    if rappeler_le and rappeler_le < le:
        raise NoteRefusee(f"On ne peut promettre le {en_chiffres(le)} de rappeler le {en_chiffres(rappeler_le)}.")
    par = session.auteur if canal in DE_VIVE_VOIX else ""

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        connues = [e.cle for e in session.scenario_de(dossier).etapes if not e.sortante]
        connues += [cle_de_campagne(c.campagne) for c in dossier.campagnes if c.canal == APPEL]
        if etape and etape not in (*connues, CONTRE_APPEL):
            raise NoteRefusee(f"Le scénario n'a pas d'étape « {etape} » à noter. Il a : {', '.join(connues)}.")
        visee = etape if etape != CONTRE_APPEL else ""
        visee = visee or _etape_due(session, dossier, canal, le) or _etape_a_reprendre(dossier, canal)
        return [
            ContactNote(
                date=le,
                canal=canal,
                texte=" ".join(texte.split()),
                etape=visee,
                echec=echec,
                par=par,
                rappeler_le=rappeler_le,
            )
        ]

    return consigner(session, numero, decider, geste="cette note", meme_double=True)


def noter_consentement(session: Session, numero: int, le: dt.date, *, retire: bool) -> Consigne:
    """Le débiteur accepte le recommandé électronique, ou n'en veut plus (CPCE des postes, art. L100)."""
    _refuser_avenir(le, session)
    return consigner(
        session, numero, lambda _: [ConsentementDonne(date=le, retire=retire)], geste="cette note", meme_double=True
    )


def noter_quittances(session: Session, numero: int, le: dt.date) -> Consigne:
    """Toutes les quittances dues ont été remises et le créancier informé (CPCE R124-5 et R124-6)."""
    _refuser_avenir(le, session)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        notes = [ContactNote(date=le, canal="quittance", etape=cle) for _, cle in quittances_dues(dossier)]
        if not notes:
            raise NoteRefusee(f"Aucune quittance n'est attendue au dossier {dossier.libelle} ; rien n'est écrit.")
        return notes

    return consigner(session, numero, decider, geste="cette note", meme_clos=True)


def noter_reversements(session: Session, numero: int, le: dt.date) -> Consigne:
    """Tout ce qui était à reverser l'a été (CPCE R124-6)."""
    _refuser_avenir(le, session)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        dus = [(recu, cle) for recu, cle in reversements_dus(dossier) if recu.date <= le]
        if session.mode is not Mode.AGENCE or not dus:
            raise NoteRefusee(f"Rien n'est à reverser au dossier {dossier.libelle} ; rien n'est écrit.")
        return [ContactNote(date=le, canal="reversement", etape=cle) for _, cle in dus]

    return consigner(session, numero, decider, geste="cette note", meme_clos=True)


def noter_restitution(session: Session, numero: int, le: dt.date) -> Consigne:
    """Le trop-perçu a été restitué au débiteur."""
    _refuser_avenir(le, session)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        reste = situer(dossier, session.bareme, session.natures).trop_percu
        if not reste:
            raise NoteRefusee(f"Il n'y a rien à restituer au dossier {dossier.libelle} ; rien n'est écrit.")
        return [RestitutionFaite(date=le, montant=reste)]

    return consigner(session, numero, decider, geste="cette note", meme_double=True, meme_clos=True)


def ajouter_facture(
    session: Session, numero: int, facture: FactureAjoutee, precision: FacturePrecisee | None = None
) -> Consigne:
    """Une facture de plus, tant que la mise en demeure n'est pas partie : la lettre n'en parlerait pas.

    ``precision`` : ce que l'on en sait de plus ; elle s'écrit avec la facture.
    """
    _refuser_avenir(facture.date, session)
    _refuser_avenir(facture.emise_le, session)
    _exiger_numero(facture.numero)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if facture.montant <= 0 or not 0 <= facture.deja_regle < facture.montant:
            raise NoteRefusee("Le montant d'une facture est plus grand que zéro et que ce qui en est déjà réglé.")
        if facture.echeance < facture.emise_le:
            raise NoteRefusee("L'échéance d'une facture ne peut pas précéder sa date.")
        if mise_en_demeure(dossier):
            raise NoteRefusee(
                f"La mise en demeure du dossier {dossier.libelle} est partie sans cette facture (CPCE R124-4). Ouvrez-"
                "lui un dossier : recouvre ouvrir --creancier … --debiteur … --facture …"
            )
        if ancienne := trop_ancienne(facture.emise_le, facture.echeance):
            raise NoteRefusee(f"Facture {facture.numero} : {ancienne}. Rien n'est écrit.")
        return [*preciser_neuve(session, dossier, facture, precision), facture]

    return consigner(session, numero, decider, geste="une facture")


def ajouter_avoir(session: Session, numero: int, avoir: AvoirAjoute) -> Consigne:
    """Un avoir réduit le principal à sa date."""
    _refuser_avenir(avoir.date, session)
    _exiger_numero(avoir.numero)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if avoir.montant <= 0:
            raise NoteRefusee("Le montant d'un avoir s'écrit sans signe, plus grand que zéro.")
        visees = [f for f in dossier.factures if not avoir.sur or f.numero == avoir.sur]
        if visees and avoir.montant > sum(f.montant for f in visees):
            raise NoteRefusee(f"Un avoir ne dépasse pas ce qu'il réduit : {en_euros(sum(f.montant for f in visees))}.")
        if avoir.sur and dossier.facture(avoir.sur) is None:
            connues = ", ".join(facture.numero for facture in dossier.factures)
            raise NoteRefusee(f"Le dossier {dossier.libelle} n'a pas de facture {avoir.sur} (il a : {connues}).")
        return [avoir]

    return consigner(session, numero, decider, geste="un avoir")


def clore(session: Session, numero: int, motif: str, le: dt.date) -> Consigne:
    """On cesse d'agir. Se défait avec ``annuler``."""
    _refuser_avenir(le, session)
    if not motif.strip():
        raise NoteRefusee('Une clôture se justifie : ajoutez --motif "…".')
    return consigner(session, numero, lambda _: [DossierClos(date=le, motif=motif.strip())], geste="une clôture")


def choisir_scenario(session: Session, numero: int, scenario: str, le: dt.date) -> Consigne:
    """Le dossier suit désormais ce scénario ; rien de l'ancien n'est rattrapé. Lève ``ScenarioInconnu``."""
    _refuser_avenir(le, session)
    session.scenario(scenario)
    return consigner(
        session,
        numero,
        lambda _: [ScenarioChoisi(date=le, scenario=scenario)],
        geste="un changement de scénario",
        meme_double=True,
    )


_AUSSI_DES_TACHES = (Genre.PROMESSE, Genre.LITIGE, Genre.DECISION)
"""Les démarches qui se notent faites comme une tâche."""


def _etape_due(session: Session, dossier: Dossier, canal: str, le: dt.date) -> str:
    """La première démarche de ce canal que le dossier attend déjà ce jour-là ; vide s'il n'en attend pas.

    Pendant un litige, le scénario attend : un appel où le débiteur s'explique n'est pas l'étape qui le réclame.
    """
    projection = projections.lire_projection(session.base, dossier.numero)
    en_litige = part_reclamable(dossier, le) is None or tout_est_retenu(dossier, le)
    dues = [
        demarche
        for demarche in (projection.demarches if projection else ())
        if demarche.cle != CONTRE_APPEL
        and not demarche.suite
        and not (en_litige and demarche.attente)
        and demarche.le <= le.isoformat()
    ]
    siennes = [d.cle for d in dues if d.genre == canal or (canal == Genre.TACHE and d.genre in _AUSSI_DES_TACHES)]
    a_l_appel = [d.cle for d in dues if canal == APPEL and (d.genre == Genre.RAPPEL or _impayee(d.cle))]
    return next(iter((*siennes, *a_l_appel)), "")


def _impayee(cle: str) -> bool:
    """Vrai si cette démarche est l'appel d'une échéance de plan impayée."""
    return cle.startswith(f"{IMPAYEE}:")


def _etape_a_reprendre(dossier: Dossier, canal: str) -> str:
    """L'étape dont l'appel n'avait pas abouti, quand on note son contre-appel ; vide s'il n'y en a pas."""
    echec = appel_sans_reponse(dossier) if canal == APPEL else None
    return echec.etape if echec else ""


def _refuser_avenir(le: dt.date, session: Session) -> None:
    aujourdhui = session.maintenant.date()
    if le > aujourdhui:
        raise NoteRefusee(
            f"Le {en_chiffres(le)} est dans l'avenir (aujourd'hui : {en_chiffres(aujourdhui)}) ; rien n'est écrit."
        )


def _exiger_numero(numero: str) -> None:
    if not numero.strip():
        raise NoteRefusee("Il faut le numéro de la pièce : ajoutez --numero.")
