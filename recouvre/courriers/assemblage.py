"""Assembler un courrier : le corps rendu, découpé en blocs ; l'en-tête, les références, le pied autour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recouvre.courriers.adresses import lignes_postales
from recouvre.courriers.blocs import ecrire_bloc
from recouvre.courriers.champs import Fiche, lire
from recouvre.courriers.contexte import Demande, Envoi, Fiches
from recouvre.courriers.courrier import (
    Bloc,
    Courrier,
    Entete,
    Forme,
    Formulaire,
    Intertitre,
    Paragraphe,
    Signataires,
    litteral,
)
from recouvre.courriers.gabarit import Modele
from recouvre.courriers.refus import ModeleFautif
from recouvre.courriers.verification import BLOCS, controler_balises
from recouvre.domaine.dates import en_toutes_lettres
from recouvre.domaine.profil import Mode

_MENTIONS_ENVOI = {
    Envoi.RECOMMANDE: "Lettre recommandée avec avis de réception",
    Envoi.ELECTRONIQUE: "Lettre recommandée électronique",
    Envoi.SIMPLE: "Lettre simple",
    Envoi.COURRIEL: "Par courriel",
}
_MARQUES = "#->_|"
_MAL_FERMEE = "les instructions {% … %} laissent cette balise ouverte ou fermée de trop."


def lire_corps(corps: str, modele: Modele, demande: Demande, objets: Fiches) -> Iterator[Bloc]:
    """Découpe le corps rendu : blocs entre crochets, « # » titre, « - » puce, « > » petit corps, « _ » champ à remplir,
    « | » signataires, paragraphes."""
    for morceau in re.split(r"\n[ \t]*\n", corps):
        yield from _lire_morceau(
            [ligne for ligne in map(str.strip, morceau.split("\n")) if ligne], modele, demande, objets
        )


def _lire_morceau(lignes: Sequence[str], modele: Modele, demande: Demande, objets: Fiches) -> Iterator[Bloc]:
    courant: list[str] = []
    for ligne in lignes:
        nom = ligne[1:-1] if ligne[0] + ligne[-1] == "[]" and ligne[1:-1] in BLOCS else ""
        suit = bool(courant) and ligne[0] in "_|" and courant[0][0] == ligne[0]
        if (nom or ligne[0] in _MARQUES) and courant and not suit:
            yield _bloc(courant, modele)
            courant = []
        if nom:
            yield from ecrire_bloc(nom, demande, objets)
        elif ligne.startswith("# "):
            yield Intertitre(ligne[2:])
        else:
            courant.append(ligne)
    if courant:
        yield _bloc(courant, modele)


def _bloc(lignes: list[str], modele: Modele) -> Bloc:
    if lignes[0].startswith("_ "):
        return Formulaire("", tuple(_champ(ligne) for ligne in lignes))
    if lignes[0].startswith("| "):
        rangees = [[litteral(cellule.strip()) for cellule in ligne.strip("| ").split("|")] for ligne in lignes]
        colonnes = max(map(len, rangees))
        completes = [rangee + [""] * (colonnes - len(rangee)) for rangee in rangees]
        return Signataires(tuple(tuple(c for c in colonne if c) for colonne in zip(*completes, strict=True)))
    return _paragraphe(lignes, modele)


def _champ(ligne: str) -> tuple[str, str]:
    libelle, _, valeur = litteral(ligne[2:]).partition(" : ")
    return libelle.removesuffix(" :"), valeur.strip()


def _paragraphe(lignes: list[str], modele: Modele) -> Paragraphe:
    joint = " ".join(lignes)
    if "<" in joint:
        try:
            controler_balises(modele.fichier, joint, 1)
        except ModeleFautif as faute:
            raise ModeleFautif(modele.fichier, _ligne_source(modele, faute.mot), faute.mot, _MAL_FERMEE) from None
    puce, petit = joint.startswith("- "), joint.startswith("> ")
    return Paragraphe(joint[2:] if puce or petit else joint, puce, petit)


def _ligne_source(modele: Modele, mot: str) -> int:
    lignes = modele.source.splitlines()
    return next((rang for rang, ligne in enumerate(lignes, 1) if mot in ligne), 1)


def assembler(demande: Demande, modele: Modele, objets: Fiches, objet: str, blocs: tuple[Bloc, ...]) -> Courrier:
    """Le courrier entier. Lève ``ChampManquant`` si l'expéditeur ou le destinataire d'une lettre n'a pas d'adresse."""
    notice, forme = modele.notice, Forme(modele.notice.forme)
    lettre = forme is Forme.LETTRE
    agence = demande.profil.mode is Mode.AGENCE and notice.expediteur == "cabinet" and not notice.discret
    if lettre:
        postale = ("adresse_complete",) if demande.envoi != Envoi.COURRIEL else ()
        for champ in (*postale, "denomination"):
            lire(objets.destinataire, champ)
    ville = lire(objets.expediteur, "ville")
    return Courrier(
        modele=modele.nom,
        empreinte_modele=modele.empreinte,
        dossier=demande.dossier.libelle,
        reference=lire(objets.courrier, "reference"),
        le=demande.le,
        lieu_date=f"{ville}, le {en_toutes_lettres(demande.le)}",
        mention_envoi=(notice.remise or _MENTIONS_ENVOI[Envoi(demande.envoi)]) if lettre else "",
        objet=objet,
        total=sum(ligne.reste for ligne in demande.portefeuille)
        if notice.du_portefeuille
        else objets.reclamation.total,
        entete=_entete(objets.expediteur, agence=agence),
        destinataire=_destinataire(notice.destinataire, demande) if lettre else (),
        references=tuple(_references(demande, objets, modele)),
        blocs=blocs,
        pied=tuple(_pied(objets.expediteur, agence=agence)),
        forme=forme,
    )


def _destinataire(qui: str, demande: Demande) -> tuple[str, ...]:
    match qui:
        case "tiers":
            return tuple(str(demande.saisies.get("destinataire", "")).split("\n"))
        case "creancier":
            return lignes_postales(demande.creancier)
        case _:
            return lignes_postales(demande.debiteur)


def _entete(expediteur: Fiche, *, agence: bool) -> Entete:
    lire(expediteur, "adresse_complete")
    localite = f"{lire(expediteur, 'code_postal')} {lire(expediteur, 'ville')}"
    telephone = [f"Tél. {lire(expediteur, 'telephone')}"] if "telephone" in expediteur else []
    activite = ["Recouvrement amiable de créances"] if agence else []
    return Entete(
        nom=lire(expediteur, "denomination"),
        qualite=" – ".join([*_si_rempli(expediteur, "forme"), *activite]),
        adresse=(*_si_rempli(expediteur, "complement"), lire(expediteur, "adresse"), localite),
        contact=(*telephone, *_si_rempli(expediteur, "horaires"), *_si_rempli(expediteur, "courriel")),
    )


def _references(demande: Demande, objets: Fiches, modele: Modele) -> Iterator[tuple[str, str]]:
    """Qui n'est pas au débiteur dit de qui il parle ; en agence, une démarche rappelle la première lettre.

    Le créancier qui signe donne sa propre référence.
    """
    creancier, courrier, qui = objets.creancier, objets.courrier, modele.destinataire
    if modele.notice.expediteur == "creancier" and "reference" in objets.dossier:
        yield "Nos références", lire(objets.dossier, "reference")
        yield "Document", lire(courrier, "reference")
        yield "Débiteur", lire(objets.debiteur, "denomination")
        return
    yield "Nos références", lire(courrier, "reference")
    if modele.notice.discret:
        return
    if modele.notice.du_portefeuille:
        yield "Dossiers", str(len(demande.portefeuille))
        return
    yield "Dossier", lire(objets.dossier, "numero")
    if qui != "creancier" and lire(creancier, "denomination") != lire(objets.expediteur, "denomination"):
        yield "Créancier", lire(creancier, "denomination")
    if qui != "debiteur":
        yield "Débiteur", lire(objets.debiteur, "denomination")
    if "reference" in objets.dossier:
        yield "Votre référence" if qui == "creancier" else "Référence client", lire(objets.dossier, "reference")
    if qui == "debiteur" and demande.profil.mode is Mode.AGENCE and demande.premiere is not None:
        yield "Première lettre", f"{lire(courrier, 'premiere_reference')} du {lire(courrier, 'premiere_le')}"


def _pied(expediteur: Fiche, *, agence: bool) -> Iterator[str]:
    """Qui écrit et sous quelles garanties. L'assurance et la déclaration s'impriment si elles sont renseignées."""
    identite = [lire(expediteur, "denomination"), *_si_rempli(expediteur, "forme")]
    siren = [f"SIREN {lire(expediteur, 'siren')}"] if "siren" in expediteur else []
    yield " – ".join([", ".join(identite), lire(expediteur, "adresse_complete"), *siren])
    if not agence:
        return
    yield "Activité régie par les articles L124-1 et R124-1 à R124-7 du code des procédures civiles d’exécution"
    if "assureur" in expediteur:
        police = f", police n° {lire(expediteur, 'police')}" if "police" in expediteur else ""
        yield f"Assurance de responsabilité civile professionnelle : {lire(expediteur, 'assureur')}{police}"
    if "parquet" in expediteur:
        declaree = f", le {lire(expediteur, 'declaration_le')}" if "declaration_le" in expediteur else ""
        yield f"Déclaration au procureur de la République : {lire(expediteur, 'parquet')}{declaree}"


def _si_rempli(fiche: Fiche, champ: str) -> tuple[str, ...]:
    return (lire(fiche, champ),) if champ in fiche else ()
