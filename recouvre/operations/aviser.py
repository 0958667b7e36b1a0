"""Aviser les créanciers : un courriel préparé par créancier, tous ses dossiers réunis, et la trace de ce qu'on dit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recouvre.base import journal, projections
from recouvre.base.cabinet import AVIS
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import ecrire, empreinte, nom_sur
from recouvre.base.journal import AEcrire
from recouvre.conduite.avis import Avis, avis_dus
from recouvre.conduite.pieces import LIBELLES, pieces_manquantes
from recouvre.conduite.proposition import criteres
from recouvre.conduite.situation import situer
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.faits_de_gestion import CreancierAvise
from recouvre.domaine.parties import Partie
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import Refus
from recouvre.operations.cles import cle
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session


class RienADire(Refus):
    """Aucun avis n'est dû."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisDuDossier:
    """Un dossier, son débiteur, et ce qu'il y a à en dire."""

    dossier: Dossier
    debiteur: str
    avis: tuple[Avis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Courrier:
    """Le courriel préparé pour un créancier. ``fichier`` : relatif au cabinet, vide tant qu'il n'est qu'un aperçu."""

    creancier: Partie
    objet: str
    texte: str
    dossiers: tuple[AvisDuDossier, ...]
    fichier: str = ""


def avis_du_cabinet(session: Session) -> list[Courrier]:
    """Tout ce qui est à dire, un courriel par créancier. Lu des démarches : aucun dossier inutile n'est ouvert."""
    return _par_creancier(session, projections.en_attente_d_avis(session.base))


def avis_du_dossier(session: Session, numero: int, *, pieces: bool = False, procedure: bool = False) -> Courrier:
    """Ce qui est à dire d'un dossier. Lève ``RienADire``.

    ``pieces`` : demander aussi celles qui manquent ; ``procedure`` : proposer d'en engager une, critères à l'appui.
    """
    dossier, _ = lire_dossier(session, numero)
    plus = [*(_pieces(session, dossier) if pieces else ()), *(_procedure(session, dossier) if procedure else ())]
    prets = _par_creancier(session, [numero], plus)
    if not prets:
        raise RienADire(f"Le créancier du dossier D-{numero} sait déjà tout ; il n'y a pas d'avis à préparer.")
    return prets[0]


def preparer(session: Session, courriers: Sequence[Courrier]) -> list[Courrier]:
    """Écrit chaque courriel dans le cabinet, et note ce que chaque dossier a dit à son créancier."""
    faits = []
    for rang, courrier in enumerate(courriers, start=1):
        octets = _composer(session, courrier)
        jour = f"{session.maintenant:%Y-%m-%d}"
        nom = nom_sur(f"avis_{courrier.creancier.nom}_{session.maintenant:%H%M%S}_{rang}")
        fichier = f"{AVIS}/{jour}/{nom}.eml"
        ecrire(session.chemin / fichier, octets)
        faits.append((courrier, fichier, empreinte(octets)))
    with transaction(session.base):
        a_ecrire = [fait for pret in faits for fait in _faits(session, *pret)]
        journal.ajouter(session.base, a_ecrire, saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, sorted({fait.dossier for fait in a_ecrire}))
    return [
        Courrier(creancier=c.creancier, objet=c.objet, texte=c.texte, dossiers=c.dossiers, fichier=fichier)
        for c, fichier, _ in faits
    ]


def _faits(session: Session, courrier: Courrier, fichier: str, sceau: str) -> Iterator[AEcrire]:
    for vu in courrier.dossiers:
        for avis in vu.avis:
            fait = CreancierAvise(
                date=session.maintenant.date(), objet=avis.cle, fichier=fichier, empreinte=sceau, texte=avis.phrase
            )
            voulue = cle(fait, vu.dossier.numero, vu.dossier.ouverture.creancier)
            libre = journal.cles_libres(session.base, [voulue]).get(voulue, voulue)
            yield AEcrire(vu.dossier.numero, fait, libre)


def _composer(session: Session, courrier: Courrier) -> bytes:
    from recouvre.envois.brouillon import composer_brouillon

    return composer_brouillon(
        expediteur=session.profil.courriel,
        destinataire=courrier.creancier.courriel,
        objet=courrier.objet,
        texte=courrier.texte,
        date=session.maintenant,
    )


def _par_creancier(session: Session, numeros: Sequence[int], plus: Sequence[Avis] = ()) -> list[Courrier]:
    groupes: dict[int, list[AvisDuDossier]] = {}
    for numero in numeros:
        dossier = plier(journal.lire(session.base, numero))
        avis = (*avis_dus(dossier), *plus)
        if avis:
            debiteur = session.partie(dossier.ouverture.debiteur).denomination
            vu = AvisDuDossier(dossier=dossier, debiteur=debiteur, avis=avis)
            groupes.setdefault(dossier.ouverture.creancier, []).append(vu)
    return [_rediger(session, creancier, dossiers) for creancier, dossiers in groupes.items()]


def _pieces(session: Session, dossier: Dossier) -> Iterator[Avis]:
    """La demande des pièces sans lesquelles rien ne part."""
    if manquantes := pieces_manquantes(dossier, session.pieces_exigees(dossier)):
        jour = session.maintenant.date()
        yield Avis(
            cle=f"pieces:{jour.isoformat()}",
            le=jour,
            phrase=f"Il nous manque : {', '.join(LIBELLES[nature] for nature in manquantes)}.",
            demande="Aucune démarche n'est possible avant de les avoir reçues.",
        )


def _procedure(session: Session, dossier: Dossier) -> Iterator[Avis]:
    """La proposition d'une procédure : ce que le cahier des charges demandait, et ce que le dossier en remplit."""
    situation = situer(dossier, session.bareme, session.natures)
    tous = criteres(dossier, situation, session.reglages(dossier.ouverture.creancier), session.mode)
    dits = " ; ".join(f"{critere.nom} : {critere.detail}" for critere in tous if critere.nom != "accord du créancier")
    jour = session.maintenant.date()
    yield Avis(
        cle=f"procedure-proposee:{jour.isoformat()}",
        le=jour,
        phrase=f"La phase amiable est terminée. Une procédure judiciaire est possible ({dits}).",
        demande="Merci de nous dire si vous l'engagez : rien ne se fera sans votre accord écrit.",
    )


def _lisible(telephone: str) -> str:
    """« 02 40 00 00 00 », si le numéro est français."""
    return " ".join(telephone[i : i + 2] for i in range(0, 10, 2)) if re.fullmatch(r"0\d{9}", telephone) else telephone


def _rediger(session: Session, creancier: int, dossiers: Sequence[AvisDuDossier]) -> Courrier:
    partie, profil = session.partie(creancier), session.profil
    enquete = session.reglages(creancier).enquete
    lignes = ["Madame, Monsieur,", ""]
    for vu in dossiers:
        reference = vu.dossier.ouverture.reference
        votre = f", votre référence {reference}" if reference else ""
        lignes += [f"Dossier {vu.dossier.libelle}, {vu.debiteur}{votre}", ""]
        for avis in vu.avis:
            lignes.append(f"- {avis.phrase} {avis.demande}".rstrip())
        if any(pli.suite is SuiteDuPli.NPAI for pli in vu.dossier.plis):
            lignes.append(
                "  L'enquête d'adresse est engagée, comme vous l'avez voulu."
                if enquete
                else "  Dites-nous si une enquête d'adresse, à vos frais, peut être engagée."
            )
        lignes.append("")
    signature = filter(None, (profil.signataire, profil.denomination, _lisible(profil.telephone)))
    lignes += ["Nous restons à votre disposition.", "", *signature]
    nombre = len(dossiers)
    objet = f"Dossier {dossiers[0].dossier.libelle}, {dossiers[0].debiteur}" if nombre == 1 else f"{nombre} dossiers"
    return Courrier(
        creancier=partie, objet=f"{objet} : ce qui a changé", texte="\n".join(lignes), dossiers=tuple(dossiers)
    )
