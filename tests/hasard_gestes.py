"""Les gestes qu'une suite tirée au hasard fait à un dossier, par les opérations mêmes que les commandes appellent.

Un geste prend une session et s'y joue ; ce que la règle défend lève un ``Refus``. Il se décrit par des valeurs simples,
pour qu'une suite qui échoue se relise. ``suites`` en tire.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hasard_oracle import de, signaux_en_cours, vivants
from hypothesis import strategies as st

from recouvre.base import journal
from recouvre.conduite.procedures import avancement
from recouvre.conduite.verbes import VERBES
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu, EvenementAnnule, FactureAjoutee, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.faits_d_insolvabilite import (
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret, TitreObtenu
from recouvre.domaine.faits_de_gestion import AutorisationDonnee, AutorisationRetiree, ObjetAutorisation
from recouvre.domaine.faits_de_suivi import PromesseFaite
from recouvre.domaine.pli import plier
from recouvre.operations import (
    abandons,
    autoriser,
    aviser,
    caducite,
    echeancier,
    gestionnaires,
    insolvabilite,
    instances,
    noter,
    reglages,
    retours,
    signaler,
    signaux,
    suivre,
    titres,
)
from recouvre.operations.annuler import annuler
from recouvre.operations.encaisser import encaisser
from recouvre.operations.pieces import Depot, recevoir_piece
from recouvre.operations.plan_voulu import Voulu
from recouvre.operations.session import Session

DOSSIER = 1
Jouer = Callable[[Session], object]


@dataclass(frozen=True)
class Geste:
    """Un geste et ce qu'il vaut. ``refaisable`` : annulé puis refait, il redonne le même dossier."""

    nom: str
    jouer: Jouer = field(repr=False)
    refaisable: bool = True


def jour(session: Session, retard: int = 0) -> dt.date:
    """Il y a ``retard`` jours."""
    return session.maintenant.date() - dt.timedelta(days=retard)


def faits(session: Session) -> list[Any]:
    """Les faits vivants du dossier."""
    return vivants(journal.lire(session.base, DOSSIER))


def paiement(montant: int, retard: int, *, direct: bool, facture: str) -> Geste:
    def jouer(session: Session) -> object:
        recu = EncaissementRecu(date=jour(session, retard), montant=montant, direct=direct, facture=facture)
        return encaisser(session, DOSSIER, recu)

    return Geste("encaisser", jouer)


def promesse(montant: int, delai: int, retard: int, *, remplacer: bool) -> Geste:
    def jouer(session: Session) -> object:
        faite = PromesseFaite(date=jour(session, retard), montant=montant, pour_le=jour(session, -delai))
        return suivre.promettre(session, DOSSIER, faite, remplacer=remplacer)

    return Geste("promettre", jouer)


def plan_propose(nombre: int, delai: int) -> Geste:
    def jouer(session: Session) -> object:
        voulu = Voulu(nombre=nombre, des=jour(session, -delai))
        return echeancier.proposer(session, DOSSIER, voulu, par="debiteur")

    return Geste("proposer un plan", jouer)


def plan_signe(nombre: int, delai: int, retard: int, *, remplacer: bool) -> Geste:
    def jouer(session: Session) -> object:
        le = jour(session, retard)
        voulu = Voulu(nombre=nombre, des=le + dt.timedelta(days=delai)) if nombre else Voulu()
        return echeancier.signer(session, DOSSIER, voulu, le, accord_le=le, remplacer=remplacer)

    return Geste("signer un plan", jouer)


def plan_caduc(retard: int) -> Geste:
    return Geste("plan caduc", lambda s: caducite.constater(s, DOSSIER, jour(s, retard), "impayé"))


def litige(reconnu: int, facture: str, retard: int, *, fini: bool) -> Geste:
    donnees = {"--motif": "non conforme", "--reconnu": reconnu or None, "--facture": facture, "--deja-fini": fini}
    contester = next(signal for signal in signaler.SIGNAUX if signal.nom == "litige")
    return Geste("litige", lambda s: signaler.signaler(s, DOSSIER, contester, {**donnees, "--le": jour(s, retard)}))


def litige_clos(retard: int) -> Geste:
    return Geste("clore le litige", lambda s: suivre.clore_litige(s, DOSSIER, jour(s, retard), "entendus"))


def signal(nom: str, retard: int, *, terme: int, fini: bool) -> Geste:
    """Un des signaux de nature, avec ou sans terme ; ``fini`` : on le sait levé depuis."""
    vise = next(signal for signal in signaler.SIGNAUX if signal.nom == nom)

    def jouer(session: Session) -> object:
        donnees = {"--le": jour(session, retard), "--texte": "appris par courriel", "--deja-fini": fini}
        if terme and "--jusqu-au" in vise.admises:
            donnees["--jusqu-au"] = jour(session, -terme)
        return signaler.signaler(session, DOSSIER, vise, donnees)

    return Geste(nom, jouer)


def levee(rang: int, retard: int) -> Geste:
    """La levée d'un des signaux en cours."""

    def jouer(session: Session) -> object:
        courent = signaux_en_cours(faits(session))
        if not courent:
            return None
        return signaux.lever(session, DOSSIER, courent[rang % len(courent)].nature, jour(session, retard), "réglé")

    return Geste("lever", jouer)


def arret(nom: str, retard: int, terme: int) -> Geste:
    """Une procédure, une recevabilité, un délai de grâce, un plan signalé ; ``terme`` : jours, ou notification dite."""
    vise = next(signal for signal in signaler.SIGNAUX if signal.nom == nom)

    def jouer(session: Session) -> object:
        le, apres = jour(session, retard), jour(session, -terme)
        donnees: dict[str, dict[str, Any]] = {
            "procedure": {"--type": "redressement", "--jugement-le": le, "--bodacc-le": None if terme else le},
            "surendettement": {"--recevable-le": le, "--notifiee-le": None if terme else le},
            "delai-de-grace": {"--le": le, "--jusqu-au": apres},
            "plan": {"--le": le, "--jusqu-au": apres if terme else None},
        }
        return signaler.signaler(session, DOSSIER, vise, donnees[nom])

    return Geste(f"arrêt {nom}", jouer)


def reprise(rang: int, retard: int) -> Geste:
    """La fin d'un des arrêts écrits au journal."""

    def jouer(session: Session) -> object:
        causes = [arret.cause for arret in de(faits(session), ArretDeDroit)]
        cause = causes[rang % len(causes)] if causes else CauseArret.MESURES
        return signaler.reprendre(session, DOSSIER, cause, jour(session, retard))

    return Geste("reprendre", jouer)


def surendettement(etape: EtapeDuSurendettement, retard: int, *, datee: bool, duree: int) -> Geste:
    """Une étape ; ``datee`` : notifiée, publiée ou en vigueur le jour même, pour ``duree`` jours si elle en a une."""

    def jouer(session: Session) -> object:
        le = jour(session, retard)
        admises = {nom for options in insolvabilite.SURENDETTEMENT[etape] for nom in options}
        dits: dict[str, Any] = {"date": le, "etape": etape}
        if datee:
            dits |= {"notifiee_le": le} if "--notifiee-le" in admises else {}
            dits |= {"publiee_le": le} if "--publiee-le" in admises else {}
            dits |= {"applicable_le": le} if "--applicable-le" in admises else {}
        if "--jusqu-au" in admises and (duree or etape is EtapeDuSurendettement.APPEL_AUX_CREANCIERS):
            dits["jusqu_au"] = le + dt.timedelta(days=duree)
        if etape is EtapeDuSurendettement.EFFACEMENT_PARTIEL:
            dits["montant"] = 100_00
        return insolvabilite.suivre_surendettement(session, DOSSIER, SurendettementSuivi(**dits))

    return Geste(f"surendettement {etape}", jouer)


def procedure(etape: EtapeDeProcedure, retard: int, *, datee: bool) -> Geste:
    def jouer(session: Session) -> object:
        le = jour(session, retard)
        admises = {nom for options in insolvabilite.PROCEDURE[etape] for nom in options}
        dits: dict[str, Any] = {"date": le, "etape": etape}
        if datee:
            dits |= {"notifiee_le": le} if "--notifiee-le" in admises else {}
            dits |= {"publiee_le": le} if "--publiee-le" in admises else {}
        if etape is EtapeDeProcedure.CONVERSION:
            dits["genre"] = "liquidation"
        return insolvabilite.suivre_procedure(session, DOSSIER, ProcedureSuivie(**dits))

    return Geste(f"procédure {etape}", jouer)


def acte(instance: Instance, rang: int, retard: int, *, a_personne: bool, hors_d_ordre: bool) -> Geste:
    """Un des actes qui peuvent suivre ; ``hors_d_ordre`` : n'importe lequel, que la règle refuse d'ordinaire."""

    def jouer(session: Session) -> object:
        dossier = plier(journal.lire(session.base, DOSSIER))
        permis = tuple(VERBES[instance].values()) if hors_d_ordre else avancement(dossier, instance).permis
        if not permis:
            return None
        choisi, le = permis[rang % len(permis)], jour(session, retard)
        fait = ActeDInstance(
            date=le, instance=instance, acte=choisi, a_personne=a_personne and choisi is Acte.SIGNIFICATION,
            notifie_le=le if choisi is Acte.OPPOSITION else None,
            pour_le=le + dt.timedelta(days=30) if choisi is Acte.AUDIENCE else None,
        )  # fmt: skip
        return instances.noter_acte(session, DOSSIER, fait)

    return Geste(f"{instance} · {rang}, {retard}, {a_personne}, {hors_d_ordre}", jouer)


def titre(retard: int) -> Geste:
    return Geste("titre", lambda s: titres.obtenir(s, DOSSIER, TitreObtenu(date=jour(s, retard))))


def autorisation(objet: ObjetAutorisation, retard: int, *, retirer: bool) -> Geste:
    def jouer(session: Session) -> object:
        le = jour(session, retard)
        if retirer:
            return autoriser.retirer(session, DOSSIER, AutorisationRetiree(date=le, objet=objet))
        return autoriser.autoriser(session, DOSSIER, AutorisationDonnee(date=le, objet=objet))

    return Geste("autorisation", jouer)


def remise(portee: abandons.Portee, montant: int, retard: int) -> Geste:
    def jouer(session: Session) -> object:
        le = jour(session, retard)
        dite = abandons.Remise(le=le, motif="geste", portee=portee, montant=montant, autorisee_le=le)
        return abandons.remettre(session, DOSSIER, dite)

    return Geste("remise", jouer)


def contact(canal: str, retard: int, rappel: int, *, echec: bool) -> Geste:
    def jouer(session: Session) -> object:
        rappeler_le = jour(session, -rappel) if rappel else None
        le = jour(session, retard)
        return noter.noter_contact(session, DOSSIER, canal, le, "dit", echec=echec, rappeler_le=rappeler_le)

    return Geste(f"noter {canal}", jouer)


def note(quoi: str, retard: int) -> Geste:
    """Ce que l'agence doit au débiteur et au créancier : quittance, reversement, restitution, présentation."""
    notes = {
        "quittance": noter.noter_quittances,
        "reversement": noter.noter_reversements,
        "restitution": noter.noter_restitution,
        "presentation": noter.noter_presentation,
    }
    return Geste(f"noter {quoi}", lambda s: notes[quoi](s, DOSSIER, jour(s, retard)))


def avis() -> Geste:
    return Geste("avis", lambda s: aviser.preparer(s, [aviser.avis_du_dossier(s, DOSSIER)]))


def retour(suite: SuiteDuPli, rang: int, retard: int) -> Geste:
    """Une nouvelle d'un des plis partis."""

    def jouer(session: Session) -> object:
        partis = [envoi.reference for envoi in de(faits(session), RelanceEnvoyee)]
        if not partis:
            return None
        nouvelle = PliSuivi(date=jour(session, retard), reference="", suite=suite)
        return retours.noter_suite(session, partis[rang % len(partis)], nouvelle)

    return Geste(f"retour {suite}", jouer)


def adresse(numero: int) -> Geste:
    """Annuler le changement ne rend pas l'ancienne adresse : l'identité est hors du journal."""
    nouvelle = {"adresse": f"{numero} rue Neuve"}
    return Geste("nouvelle adresse", lambda s: reglages.modifier_debiteur(s, DOSSIER, nouvelle), refaisable=False)


def affectation(nom: str) -> Geste:
    return Geste("affecter", lambda s: gestionnaires.affecter(s, nom, [DOSSIER], jour(s)))


def piece(nature: str, retard: int) -> Geste:
    return Geste("piece", lambda s: recevoir_piece(s, DOSSIER, Depot(nature=nature, le=jour(s, retard))))


def avoir(montant: int, facture: str, retard: int) -> Geste:
    def jouer(session: Session) -> object:
        numero = f"A-{len(de(faits(session), AvoirAjoute)) + 1}"
        ajoute = AvoirAjoute(date=jour(session, retard), numero=numero, montant=montant, sur=facture)
        return noter.ajouter_avoir(session, DOSSIER, ajoute)

    return Geste("avoir", jouer)


def facture(montant: int, echeance: int) -> Geste:
    def jouer(session: Session) -> object:
        numero, le = f"F-{len(de(faits(session), FactureAjoutee)) + 1}", jour(session)
        ajoutee = FactureAjoutee(
            date=le, numero=numero, montant=montant, emise_le=jour(session, 40), echeance=jour(session, -echeance)
        )
        return noter.ajouter_facture(session, DOSSIER, ajoutee)

    return Geste("facture", jouer)


def cloture(retard: int) -> Geste:
    return Geste("clore", lambda s: noter.clore(s, DOSSIER, "fini", jour(s, retard)))


def annulation(rang: int) -> Geste:
    """Un fait d'avant, d'ordinaire écrit depuis l'ouverture, pas forcément le dernier."""

    def jouer(session: Session) -> object:
        ecrits = journal.lire(session.base, DOSSIER)
        annules = {e.evenement.rang for e in ecrits if isinstance(e.evenement, EvenementAnnule)}
        vises = [e.rang for e in ecrits if e.rang not in annules and not isinstance(e.evenement, EvenementAnnule)]
        return annuler(session, DOSSIER, vises[-1 - rang % len(vises)], "erreur") if vises else None

    return Geste("annuler", jouer, refaisable=False)


RIEN = Geste("rien", lambda _: None)
"""À quoi se réduit ce qui n'est pour rien dans un échec."""

RETARDS = st.sampled_from([0, 0, 0, 0, 1, 3, 12, 40])
"""Ce que l'on note avait lieu tant de jours plus tôt : le jour même, d'ordinaire."""
RANGS = st.integers(0, 12)
MONTANTS = st.sampled_from([10_00, 100_00, 300_00, 1000_00, 1463_97, 5000_00])
DELAIS = st.sampled_from([-8, 0, 1, 3, 10, 30])
OUI = st.booleans()
FINI = st.sampled_from([False, False, False, True])
VISEES = st.sampled_from(["", "", "F-1", "F-2"])
SIGNAUX = (
    "mediation", "deces", "minorite", "tutelle", "etranger", "visite-refusee", "prescription-acquise",
    "confie-ailleurs",
)  # fmt: skip
ARRETS = ("procedure", "surendettement", "delai-de-grace", "plan")
CANAUX = ("appel", "visite", "courriel", "tache", "decision")

_recevable = st.builds(arret, st.just("surendettement"), RETARDS, st.sampled_from([0, 25]))
_en_procedure = st.builds(arret, st.just("procedure"), RETARDS, st.sampled_from([0, 25]))
_etapes = st.builds(
    surendettement, st.sampled_from(EtapeDuSurendettement), RETARDS, datee=OUI, duree=st.sampled_from([0, 30, 700])
)
_en_vigueur = st.builds(
    surendettement,
    st.sampled_from([EtapeDuSurendettement.PLAN, EtapeDuSurendettement.MESURES, EtapeDuSurendettement.EFFACEMENT]),
    RETARDS, datee=st.just(True), duree=st.sampled_from([0, 30]),
)  # fmt: skip
_plan = st.builds(
    plan_signe, st.sampled_from([0, 2, 3, 6]), DELAIS, RETARDS, remplacer=st.sampled_from([False, False, True])
)
_paiement = st.builds(paiement, MONTANTS, RETARDS, direct=st.just(False), facture=VISEES)

THEMES: dict[str, st.SearchStrategy[Geste]] = {
    "payer": _paiement,
    "payer au créancier": st.builds(paiement, MONTANTS, RETARDS, direct=OUI, facture=VISEES)
    | st.builds(contact, st.just("decision"), RETARDS, st.just(0), echec=st.just(False)),
    "promettre": st.builds(promesse, MONTANTS, DELAIS, RETARDS, remplacer=OUI) | _paiement,
    "échelonner": st.builds(plan_propose, st.integers(2, 4), DELAIS)
    | _plan
    | _plan
    | _plan
    | _paiement
    | st.builds(plan_caduc, RETARDS)
    | st.builds(autorisation, st.just(ObjetAutorisation.PLAN), RETARDS, retirer=OUI),
    "contester": st.builds(litige, st.sampled_from([0, 0, 100_00, 700_00]), VISEES, RETARDS, fini=FINI)
    | st.builds(litige_clos, RETARDS),
    "signaler": st.builds(signal, st.sampled_from(SIGNAUX), RETARDS, terme=st.sampled_from([-2, 0, 20]), fini=FINI)
    | st.builds(levee, RANGS, RETARDS),
    "arrêter": st.builds(arret, st.sampled_from(ARRETS), RETARDS, st.sampled_from([0, 25]))
    | st.builds(reprise, RANGS, RETARDS),
    "surendetter": _recevable | _recevable | _etapes | _etapes | _etapes | _en_vigueur,
    "procédure": _en_procedure
    | st.builds(procedure, st.sampled_from(EtapeDeProcedure), RETARDS, datee=OUI)
    | st.builds(procedure, st.sampled_from(EtapeDeProcedure), RETARDS, datee=OUI)
    | st.builds(reprise, RANGS, RETARDS),
    "enjoindre": st.builds(
        acte, st.just(Instance.INJONCTION), RANGS, RETARDS, a_personne=OUI, hors_d_ordre=st.just(False)
    ),
    "plaider": st.builds(acte, st.sampled_from(Instance), RANGS, RETARDS, a_personne=OUI, hors_d_ordre=st.just(False))
    | st.builds(acte, st.sampled_from(Instance), RANGS, RETARDS, a_personne=OUI, hors_d_ordre=OUI)
    | st.builds(titre, RETARDS),
    "autoriser": st.builds(autorisation, st.sampled_from(ObjetAutorisation), RETARDS, retirer=OUI)
    | st.builds(remise, st.sampled_from(abandons.Portee), MONTANTS, RETARDS),
    "noter": st.builds(contact, st.sampled_from(CANAUX), RETARDS, st.sampled_from([0, 0, 5]), echec=OUI),
    "acquitter": st.builds(note, st.sampled_from(["quittance", "reversement", "restitution", "presentation"]), RETARDS)
    | st.builds(avis),
    "revenir": st.builds(retour, st.sampled_from(SuiteDuPli), RANGS, RETARDS)
    | st.builds(retour, st.just(SuiteDuPli.NPAI), RANGS, RETARDS)
    | st.builds(adresse, st.integers(1, 4)),
    "tenir": st.builds(affectation, st.sampled_from(["Ana", "Bob", ""]))
    | st.builds(piece, st.sampled_from(["mandat", "cgv", "facture"]), RETARDS)
    | st.builds(avoir, MONTANTS, VISEES, RETARDS)
    | st.builds(facture, MONTANTS, st.sampled_from([-20, 5])),
    "clore": st.builds(cloture, RETARDS) | st.builds(annulation, st.just(0)),
}
"""Les gestes, par ce qui arrive ensemble. Une suite n'en mêle que quelques-uns : mêlés tous, plus rien ne partirait."""

JOURS = st.sampled_from([0, 0, 0, 1, 2, 8, 9, 11, 16, 31, 65])
"""Le temps laissé avant chaque geste ; les lettres dues partent le jour où il se fait."""


@dataclass(frozen=True)
class Pas:
    """``jours`` passent, puis le geste se fait ; ``defaire`` : on l'annule aussitôt, et on le refait."""

    jours: int
    geste: Geste
    defaire: bool


@st.composite
def suites(draw: st.DrawFn, theme: str, longueur: int) -> list[Pas]:
    """Une suite de pas, pris à ce thème pour moitié, et à deux autres au plus."""
    autres = draw(st.lists(st.sampled_from(sorted(THEMES)), max_size=2, unique=True))
    siens = [THEMES[theme]] * (1 + len(autres)) + [THEMES[autre] for autre in autres]
    gestes = st.one_of(st.just(RIEN), *siens, st.builds(annulation, RANGS))
    return draw(st.lists(st.builds(Pas, JOURS, gestes, OUI), min_size=longueur // 2, max_size=longueur))
