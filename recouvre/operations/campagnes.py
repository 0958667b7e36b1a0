"""Les campagnes : préparer un brouillon, le valider, l'abandonner. Rien ne part d'ici.

La validation écrit, au journal de chaque dossier retenu, que ce contact est décidé : « relances --envoyer » le présente
à la porte comme une étape du scénario, qui peut encore le retenir ; un appel vient à l'agenda. Abandonner défait, par
un fait contraire, ce qui n'est pas encore accompli.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from recouvre.base import campagnes as gardees
from recouvre.base import journal
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.conduite.campagnes import accomplie, cle, validee
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.campagnes import Campagne, Contact, EtatDeCampagne, Signature
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import Ecrit, rangs_annules
from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.pli import plier
from recouvre.operations.campagne_voulue import (
    DUREE,
    CampagneRefusee,
    Voulue,
    exiger_le_canal,
    texte_voulu,
    verifier_les_jours,
)
from recouvre.operations.choix_de_campagne import choisir, en_francais
from recouvre.operations.cles import cle as cle_du_fait
from recouvre.operations.juger_campagne import juger
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

ECARTE = "personne"
"""Le code d'un dossier qu'une personne a ôté en validant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandon:
    """``retires`` : les dossiers qui ne seront plus contactés ; ``faits`` : ceux qui l'ont été."""

    campagne: Campagne
    retires: tuple[int, ...] = ()
    faits: tuple[int, ...] = ()


def preparer(session: Session, voulue: Voulue, suivi: Suivi | None = None) -> Campagne:
    """Le brouillon, chaque dossier jugé. Lève ``CampagneRefusee``, ou ce que lève ``choisir``."""
    _refuser_si_prise(session, voulue.nom)
    jusqu_au = voulue.jusqu_au or voulue.le + DUREE
    verifier_les_jours(session, voulue.le, jusqu_au)
    exiger_le_canal(session, voulue.canal)
    modele, niveau = texte_voulu(session, voulue)
    numeros = choisir(session, voulue.criteres, voulue.le)
    campagne = Campagne(
        nom=voulue.nom,
        canal=voulue.canal,
        modele=modele,
        niveau=niveau,
        le=voulue.le,
        jusqu_au=jusqu_au,
        choix=en_francais(voulue.criteres),
        preparee=_signer(session),
        contacts=(),
    )
    campagne = replace(campagne, contacts=juger(session, campagne, numeros, suivi))
    with transaction(session.base):
        _refuser_si_prise(session, voulue.nom)
        gardees.ecrire(session.base, campagne)
    return campagne


def valider(session: Session, nom: str, sauf: Collection[int] = (), suivi: Suivi | None = None) -> Campagne:
    """Une personne décide : les dossiers sont jugés de nouveau, ceux qui restent seront contactés. Tous, ou aucun."""
    brouillon = gardees.lire(session.base, nom)
    _exiger_un_brouillon(session, brouillon, sauf)
    gardes = [contact.dossier for contact in brouillon.retenus if contact.dossier not in sauf]
    juges = {contact.dossier: contact for contact in juger(session, brouillon, gardes, suivi)}
    _exiger_le_meme_texte(brouillon, juges.values())
    ote = Contact(dossier=0, code=ECARTE, raison=f"ôté par {session.auteur} en validant")
    juges |= {numero: replace(ote, dossier=numero) for numero in sauf}
    contacts = tuple(juges.get(contact.dossier, contact) for contact in brouillon.contacts)
    campagne = replace(brouillon, contacts=contacts, validee=_signer(session))
    if not campagne.retenus:
        raise CampagneRefusee(
            f"La campagne « {nom} » n'a plus aucun dossier à contacter : « recouvre campagne montrer {nom} » dit "
            "pourquoi. Rien n'est validé."
        )
    with transaction(session.base):
        if gardees.lire(session.base, nom) != brouillon:
            raise CampagneRefusee(
                f"La campagne « {nom} » vient de changer : regardez-la de nouveau. Rien n'est validé."
            )
        jour = session.maintenant.date()
        faits = [_a_ecrire(campagne.fait(jour, contact), contact.dossier) for contact in campagne.retenus]
        journal.ajouter(session.base, faits, saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, [contact.dossier for contact in campagne.retenus])
        gardees.ecrire(session.base, campagne)
    return campagne


def abandonner(session: Session, nom: str, motif: str) -> Abandon:
    """Plus rien n'en partira ; ce qui est parti l'est. Le nom d'un brouillon abandonné peut resservir."""
    if not motif.strip():
        raise CampagneRefusee('Un abandon se justifie : ajoutez --motif "…".')
    with transaction(session.base):
        campagne = gardees.lire(session.base, nom)
        if campagne.etat is EtatDeCampagne.ABANDONNEE:
            raise CampagneRefusee(f"La campagne « {nom} » est déjà abandonnée.")
        abandonnee = replace(campagne, abandonnee=_signer(session, " ".join(motif.split())))
        gardees.ecrire(session.base, abandonnee)
        if campagne.validee is None:
            return Abandon(campagne=abandonnee)
        return _arreter(session, abandonnee)


def _arreter(session: Session, campagne: Campagne) -> Abandon:
    """Défait la validation des dossiers qui n'ont pas encore été contactés."""
    contraires, faits = [], []
    jour = session.maintenant.date()
    raison = f"campagne « {campagne.nom} » abandonnée"
    for contact in campagne.retenus:
        ecrits = journal.lire(session.base, contact.dossier)
        dossier = plier(ecrits)
        fait = validee(dossier, cle(campagne.nom))
        if fait is None:
            continue
        if accomplie(dossier, fait):
            faits.append(contact.dossier)
        else:
            contraires.append(journal.annulation(_rang(ecrits, campagne.nom), jour, raison, contact.dossier))
    journal.ajouter(session.base, contraires, saisi_le=session.maintenant, auteur=session.auteur)
    retires = tuple(contraire.dossier for contraire in contraires)
    reprojeter(session, retires)
    return Abandon(campagne=campagne, retires=retires, faits=tuple(faits))


def _rang(ecrits: Sequence[Ecrit], nom: str) -> int:
    annules = rangs_annules(ecrits)
    return next(
        e.rang
        for e in ecrits
        if isinstance(e.evenement, CampagneValidee) and e.evenement.campagne == nom and e.rang not in annules
    )


def _a_ecrire(fait: CampagneValidee, dossier: int) -> AEcrire:
    """La clé est celle de la campagne : deux validations du même nom ne s'écrivent pas."""
    return AEcrire(dossier, fait, cle_du_fait(fait, dossier, 0))


def _signer(session: Session, motif: str = "") -> Signature:
    return Signature(le=session.maintenant.date(), par=session.auteur, motif=motif)


def _refuser_si_prise(session: Session, nom: str) -> None:
    """Un brouillon abandonné n'a rien écrit nulle part : son nom est libre."""
    if not gardees.existe(session.base, nom):
        return
    campagne = gardees.lire(session.base, nom)
    if campagne.etat is EtatDeCampagne.ABANDONNEE and campagne.validee is None:
        return
    suite = f'Abandonnez-la d\'abord (recouvre campagne abandonner {nom} --motif "…"), ou d' if (
        campagne.etat is EtatDeCampagne.BROUILLON
    ) else "D"  # fmt: skip
    raise CampagneRefusee(f"Une campagne s'appelle déjà « {nom} », {campagne.etat}. {suite}onnez un autre nom.")


def _exiger_un_brouillon(session: Session, campagne: Campagne, sauf: Collection[int]) -> None:
    if campagne.etat is not EtatDeCampagne.BROUILLON:
        raise CampagneRefusee(f"La campagne « {campagne.nom} » est déjà {campagne.etat}. Rien n'est écrit.")
    if campagne.jusqu_au < session.maintenant.date():
        raise CampagneRefusee(
            f"La campagne « {campagne.nom} » devait finir le {en_chiffres(campagne.jusqu_au)} : préparez-en une autre."
        )
    hors = sorted(set(sauf) - {contact.dossier for contact in campagne.retenus})
    if hors:
        raise CampagneRefusee(
            f"{', '.join(map(numero_lisible, hors))} : pas de ceux que la campagne contacterait. Rien n'est validé."
        )


def _exiger_le_meme_texte(brouillon: Campagne, juges: Collection[Contact]) -> None:
    avant = {contact.dossier: contact.empreintes for contact in brouillon.contacts}
    if any(contact.empreintes != avant[contact.dossier] for contact in juges if not contact.raison):
        raise CampagneRefusee(
            f"Le modèle « {brouillon.modele} » a changé depuis que la campagne est préparée : abandonnez-la, puis "
            "préparez-en une autre. Rien n'est validé."
        )
