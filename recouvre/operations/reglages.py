"""Les réglages qui changent ce que d'autres dossiers feront : créanciers, débiteurs, profil, taux."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from recouvre.base import cabinet as disque
from recouvre.base import journal, parties, projections
from recouvre.base.connexion import transaction
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import PieceRecue
from recouvre.domaine.faits_d_envoi import CoordonneesChangees
from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.domaine.pli import plier
from recouvre.domaine.profil import Mode, Profil
from recouvre.domaine.refus import Refus
from recouvre.operations.apparence import adopter
from recouvre.operations.cles import cle
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.regroupement import INTERNE
from recouvre.operations.session import Session

_COORDONNEES = {
    "adresse": ("adresse", "complement", "code_postal", "ville", "pays"),
    "courriel": ("courriel",),
    "telephone": ("telephone",),
}
"""Les champs d'une partie qui font chaque coordonnée ; le premier, qui porte son nom, suffit à la confirmer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """Le débiteur rectifié. ``remises`` : (dossier, coordonnée) que l'on peut de nouveau employer."""

    partie: Partie
    remises: tuple[tuple[Dossier, str], ...] = ()


def modifier_debiteur(session: Session, dossier: int, changements: Mapping[str, str]) -> Rectification:
    """Rectifie l'identité ou les coordonnées du débiteur d'un dossier. Lève ``DossierInconnu``."""
    return modifier_partie(session, lire_dossier(session, dossier)[0].ouverture.debiteur, changements)


def modifier_partie(session: Session, numero: int, changements: Mapping[str, str]) -> Rectification:
    """Rectifie une partie, le note aux dossiers où elle doit encore, et récrit ce qui se déduit d'elle."""
    with transaction(session.base):
        avant = session.partie(numero)
        partie = replace(avant, **dict(changements))
        parties.modifier(session.base, numero, partie)
        if "nom" in changements:
            parties.renommer_creancier(session.base, numero, partie.nom)
        remises = _noter_les_coordonnees(session, numero, avant, changements)
        reprojeter(session, projections.de_la_partie(session.base, numero))
    return Rectification(partie=partie, remises=remises)


def _noter_les_coordonnees(
    session: Session, numero: int, avant: Partie, changements: Mapping[str, str]
) -> tuple[tuple[Dossier, str], ...]:
    """Ce qui a changé, à chaque dossier vivant ; retaper une coordonnée condamnée, c'est dire qu'elle était bonne."""
    changees = {c for c, champs in _COORDONNEES.items() if any(_change(avant, changements, champ) for champ in champs)}
    retapees = changements.keys() & _COORDONNEES.keys()
    remises: list[tuple[Dossier, str]] = []
    for dossier in projections.du_debiteur(session.base, numero) if changees | retapees else ():
        ecrits = journal.lire(session.base, dossier)
        tenu = plier(ecrits)
        if dites := sorted(changees | (retapees & tenu.hors_service)):
            fait = CoordonneesChangees(date=session.maintenant.date(), champs=" ".join(dites))
            voulue = cle(fait, dossier, tenu.ouverture.creancier)
            libre = journal.cles_libres(session.base, [voulue]).get(voulue, voulue)
            a_ecrire = [journal.AEcrire(dossier, fait, libre)]
            ecrits += journal.ajouter(session.base, a_ecrire, saisi_le=session.maintenant, auteur=session.auteur)
            apres = plier(ecrits)
            remises += [(apres, coordonnee) for coordonnee in sorted(tenu.hors_service - apres.hors_service)]
    return tuple(remises)


def _change(avant: Partie, changements: Mapping[str, str], champ: str) -> bool:
    return champ in changements and changements[champ] != getattr(avant, champ)


def ouvrir_compte(session: Session, partie: Partie, reglages: ReglagesCreancier) -> int:
    """Ouvre le compte d'un créancier avant qu'il confie rien, et rend son numéro. Lève ``Refus`` s'il existe déjà."""
    cle_du_nom = parties.normaliser(partie.nom)
    if session.mode is Mode.INTERNE:
        raise Refus("Ce cabinet recouvre ses propres factures (mode interne) : il n'ouvre pas de compte client.")
    if not cle_du_nom:
        raise Refus("Un compte se tient sous un nom : donnez celui du créancier. Rien n'est écrit.")
    if reglages.scenario:
        session.scenario(reglages.scenario)
    with transaction(session.base):
        if parties.numeros_par_cle(session.base, parties.CREANCIER, [cle_du_nom]):
            raise Refus(f"Le créancier « {partie.nom} » a déjà son compte : retirez --nouveau. Rien n'est écrit.")
        numero = parties.prochain_numero(session.base)
        parties.ajouter(session.base, parties.CREANCIER, [(numero, cle_du_nom, partie)])
        parties.ecrire_reglages(session.base, numero, reglages)
    return numero


def regler_creancier(session: Session, numero: int, reglages: ReglagesCreancier) -> None:
    """Change les réglages d'un créancier ; sa convention et ses CGV sont portées à ses dossiers en cours."""
    if reglages.scenario:
        session.scenario(reglages.scenario)
    with transaction(session.base):
        parties.ecrire_reglages(session.base, numero, reglages)
        session.oublier()
        dossiers = projections.du_creancier(session.base, numero)
        for nature, le in (("mandat", reglages.convention_le), ("cgv", reglages.cgv_le)):
            if le:
                _porter(session, dossiers, PieceRecue(date=le, nature=nature))
        reprojeter(session, dossiers)


def _porter(session: Session, dossiers: list[int], piece: PieceRecue) -> None:
    """Enregistre cette pièce aux dossiers qui ne l'ont pas."""
    faits = []
    for numero in dossiers:
        dossier = plier(journal.lire(session.base, numero))
        if all(recue.nature != piece.nature for recue in dossier.pieces) and not dossier.cloture:
            voulue = cle(piece, numero, dossier.ouverture.creancier)
            libre = journal.cles_libres(session.base, [voulue]).get(voulue, voulue)
            faits.append(journal.AEcrire(numero, piece, libre))
    journal.ajouter(session.base, faits, saisi_le=session.maintenant, auteur=session.auteur)


def modifier_profil(session: Session, changements: Mapping[str, str | dt.date | bool]) -> Profil:
    """Change le profil ; une image donnée est copiée dans le cabinet.

    Changer de mode change ce que chaque dossier attend : tout est alors reprojeté. Lève ``ApparenceFautive``.
    """
    ancien = session.mode if disque.a_un_profil(session.chemin) else None
    profil = disque.ecrire_profil(session.chemin, adopter(session.chemin, changements))
    session.oublier()
    _suivre_l_entreprise(session, profil)
    if profil.mode is not ancien:
        with transaction(session.base):
            reprojeter(session, sorted(projections.numeros(session.base)))
    return profil


def _suivre_l_entreprise(session: Session, profil: Profil) -> None:
    """En interne, le créancier est l'entreprise elle-même : son identité suit le profil."""
    numero = parties.numeros_par_cle(session.base, parties.CREANCIER, [INTERNE]).get(INTERNE)
    if numero is None or not profil.denomination:
        return
    communs = ("adresse", "complement", "code_postal", "ville", "siren", "courriel", "telephone")
    partie = replace(session.partie(numero), nom=profil.denomination, **{nom: getattr(profil, nom) for nom in communs})
    with transaction(session.base):
        parties.modifier(session.base, numero, partie)
