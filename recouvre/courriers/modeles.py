"""Composer un courrier : trouver le modèle, le rendre, vérifier ce qu'il dit. Aucune mise en page ici.

Un modèle de l'agence (``cabinet/modeles/``) prime sur celui de l'outil ; les contrôles sont les mêmes pour les deux.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from recouvre.courriers.adresses import lignes_postales
from recouvre.courriers.blocs import ecrire_bloc
from recouvre.courriers.champs import Fiche, lire
from recouvre.courriers.conformite import manquements
from recouvre.courriers.contexte import Demande, Envoi, Fiches, fiches, variables
from recouvre.courriers.courrier import Bloc, Courrier, Entete, Intertitre, Paragraphe
from recouvre.courriers.gabarit import Modele, compiler
from recouvre.courriers.refus import (
    DelaiAbsent,
    ModeleFautif,
    ModeleHorsMode,
    ModeleInadapte,
    ModeleInconnu,
    NonConforme,
)
from recouvre.courriers.verification import BLOCS, controler_balises
from recouvre.domaine.dates import en_chiffres, en_toutes_lettres
from recouvre.domaine.profil import Mode
from recouvre.droit.commande_publique import est_public

SUFFIXE = ".txt"
NIVEAUX = range(4)

_PAQUET = Path(__file__).resolve().parent.parent
_LIVRES = (_PAQUET / "modeles_courriers", _PAQUET.parent / "modeles_courriers")
"""Dans la roue, puis dans une installation éditable."""

_NOM = re.compile(r"[A-Za-z0-9_-]+")
_MENTIONS_ENVOI = {
    Envoi.RECOMMANDE: "Lettre recommandée avec avis de réception",
    Envoi.ELECTRONIQUE: "Lettre recommandée électronique",
    Envoi.SIMPLE: "Lettre simple",
}


_SITUATIONS: dict[str, Callable[[Demande], bool]] = {
    "titre": lambda demande: any(titre.date <= demande.le for titre in demande.dossier.titres),
    "public": lambda demande: est_public(demande.dossier),
    "creancier-particulier": lambda demande: demande.dossier.creancier_particulier,
}
_DITES = {"titre": "titre exécutoire", "public": "acheteur public", "creancier-particulier": "créancier particulier"}


def composer(demande: Demande, dossiers: Sequence[Path] = (), *, force: bool = False) -> Courrier:
    """Le courrier, bloc par bloc, conforme. ``dossiers`` : où chercher le modèle avant ceux de l'outil.

    Lève ce que lève ``rediger``, et ``NonConforme`` si le texte viole une règle ; ``force`` laisse alors passer, jamais
    une donnée fausse.
    """
    redaction = rediger(demande, dossiers)
    violees = () if force else manquements(*redaction, prescrite_le=demande.prescrite_le)
    if violees:
        raise NonConforme(demande.modele, violees)
    return redaction.courrier


class Redaction(NamedTuple):
    """Un courrier écrit, et ce qu'il faut pour le contrôler, dans l'ordre où ``conformite.controler`` le prend."""

    courrier: Courrier
    demande: Demande
    objets: Fiches
    modele: Modele


def rediger(demande: Demande, dossiers: Sequence[Path] = ()) -> Redaction:
    """Le courrier tel que le modèle l'écrit, avant tout contrôle de conformité.

    Lève ``ModeleInconnu``, ``ModeleFautif``, ``ModeleHorsMode``, ``ModeleInadapte``, ``ChampManquant``,
    ``PremiereLettreAbsente``, ``DelaiAbsent``, ``SansObjet`` ou ``FraisInterdits`` : une lettre fausse ne s'écrit pas.
    """
    modele = charger(demande.modele, dossiers)
    _verifier_emploi(modele, demande)
    objets = fiches(demande, a_echoir=modele.a_niveaux and demande.niveau == 0)
    objet, corps = modele.rendre(variables(demande, objets))
    courrier = _assembler(demande, modele, objets, objet, tuple(_lire_corps(corps, modele, demande, objets)))
    return Redaction(courrier, demande, objets, modele)


def charger(nom: str, dossiers: Sequence[Path] = ()) -> Modele:
    """Le modèle de ce nom, vérifié. Lève ``ModeleInconnu`` ou ``ModeleFautif``."""
    chemin = chemin_de(nom, dossiers)
    return compiler(nom, str(chemin), chemin.read_bytes())


def chemin_de(nom: str, dossiers: Sequence[Path] = ()) -> Path:
    """Le fichier qui sera suivi pour ce nom : le premier trouvé. Lève ``ModeleInconnu``."""
    if _NOM.fullmatch(nom):
        for dossier in (*dossiers, *_LIVRES):
            chemin = dossier / f"{nom}{SUFFIXE}"
            if chemin.is_file():
                return chemin
    raise ModeleInconnu(nom, noms_connus(dossiers))


def noms_connus(dossiers: Sequence[Path] = ()) -> tuple[str, ...]:
    """Les noms de modèles utilisables, par ordre alphabétique."""
    return tuple(sorted({p.stem for dossier in (*dossiers, *_LIVRES) for p in dossier.glob(f"*{SUFFIXE}")}))


def _verifier_emploi(modele: Modele, demande: Demande) -> None:
    mode = demande.profil.mode
    if modele.mode and modele.mode != mode:
        raise ModeleHorsMode(modele.nom, modele.mode, mode)
    for situation in modele.sauf:
        if _SITUATIONS[situation](demande):
            raise ModeleInadapte(modele.nom, demande.dossier.libelle, _DITES[situation])
    if modele.a_niveaux and demande.niveau not in NIVEAUX:
        raise ValueError(f"niveau {demande.niveau} : le modèle {modele.nom} en connaît quatre, de 0 à 3")
    if demande.delai_le is not None and demande.delai_le <= demande.le:
        passee = f"la date limite du {en_chiffres(demande.delai_le)} n'est pas après la lettre."
        raise DelaiAbsent(demande.dossier.libelle, passee)
    if modele.a_delai and demande.delai_le is None:
        raise DelaiAbsent(demande.dossier.libelle, "ce courrier fixe une date limite, et sa démarche n'en donne pas.")


def _lire_corps(corps: str, modele: Modele, demande: Demande, objets: Fiches) -> Iterator[Bloc]:
    """Découpe le corps rendu : blocs entre crochets, « # » titre, « - » puce, « > » petit corps, paragraphes."""
    for morceau in re.split(r"\n[ \t]*\n", corps):
        courant: list[str] = []
        for ligne in filter(None, map(str.strip, morceau.split("\n"))):
            nom = ligne[1:-1] if ligne[0] + ligne[-1] == "[]" and ligne[1:-1] in BLOCS else ""
            if (nom or ligne[0] in _MARQUES) and courant:
                yield _paragraphe(courant, modele)
                courant = []
            if nom:
                yield from ecrire_bloc(nom, demande, objets)
            elif ligne.startswith("# "):
                yield Intertitre(ligne[2:])
            else:
                courant.append(ligne)
        if courant:
            yield _paragraphe(courant, modele)


def _paragraphe(lignes: list[str], modele: Modele) -> Paragraphe:
    joint = " ".join(lignes)
    if "<" in joint:
        try:
            controler_balises(modele.fichier, joint, 1)
        except ModeleFautif as faute:
            raise ModeleFautif(modele.fichier, _ligne_source(modele, faute.mot), faute.mot, _MAL_FERMEE) from None
    puce, petit = joint.startswith("- "), joint.startswith("> ")
    return Paragraphe(joint[2:] if puce or petit else joint, puce, petit)


_MARQUES = "#->"
_MAL_FERMEE = "les instructions {% … %} laissent cette balise ouverte ou fermée de trop."


def _ligne_source(modele: Modele, mot: str) -> int:
    lignes = modele.source.splitlines()
    return next((rang for rang, ligne in enumerate(lignes, 1) if mot in ligne), 1)


def _assembler(demande: Demande, modele: Modele, objets: Fiches, objet: str, blocs: tuple[Bloc, ...]) -> Courrier:
    expediteur = objets.expediteur
    for champ in ("adresse_complete", "denomination"):
        lire(objets.destinataire, champ)
    return Courrier(
        modele=modele.nom,
        empreinte_modele=modele.empreinte,
        dossier=demande.dossier.libelle,
        reference=lire(objets.courrier, "reference"),
        le=demande.le,
        lieu_date=f"{lire(expediteur, 'ville')}, le {en_toutes_lettres(demande.le)}",
        mention_envoi=_MENTIONS_ENVOI[Envoi(demande.envoi)],
        objet=objet,
        total=objets.reclamation.total,
        entete=_entete(demande, expediteur),
        destinataire=lignes_postales(demande.debiteur),
        references=tuple(_references(demande, objets)),
        blocs=blocs,
        pied=tuple(_pied(demande, expediteur)),
    )


def _entete(demande: Demande, expediteur: Fiche) -> Entete:
    lire(expediteur, "adresse_complete")
    activite = "Recouvrement amiable de créances" if demande.profil.mode is Mode.AGENCE else ""
    localite = f"{lire(expediteur, 'code_postal')} {lire(expediteur, 'ville')}"
    telephone = [f"Tél. {lire(expediteur, 'telephone')}"] if "telephone" in expediteur else []
    return Entete(
        nom=lire(expediteur, "denomination"),
        qualite=" – ".join([*_si_rempli(expediteur, "forme"), *([activite] if activite else [])]),
        adresse=(*_si_rempli(expediteur, "complement"), lire(expediteur, "adresse"), localite),
        contact=(*telephone, *_si_rempli(expediteur, "horaires"), *_si_rempli(expediteur, "courriel")),
    )


def _references(demande: Demande, objets: Fiches) -> Iterator[tuple[str, str]]:
    creancier, courrier = objets.creancier, objets.courrier
    yield "Nos références", lire(courrier, "reference")
    yield "Dossier", lire(objets.dossier, "numero")
    if lire(creancier, "denomination") != lire(objets.expediteur, "denomination"):
        yield "Créancier", lire(creancier, "denomination")
    if "reference" in objets.dossier:
        yield "Référence client", lire(objets.dossier, "reference")
    if demande.profil.mode is Mode.AGENCE and demande.premiere is not None:
        yield "Première lettre", f"{lire(courrier, 'premiere_reference')} du {lire(courrier, 'premiere_le')}"


def _pied(demande: Demande, expediteur: Fiche) -> Iterator[str]:
    """Qui écrit et sous quelles garanties. L'assurance et la déclaration s'impriment si elles sont renseignées."""
    identite = [lire(expediteur, "denomination"), *_si_rempli(expediteur, "forme")]
    siren = [f"SIREN {lire(expediteur, 'siren')}"] if "siren" in expediteur else []
    yield " – ".join([", ".join(identite), lire(expediteur, "adresse_complete"), *siren])
    if demande.profil.mode is not Mode.AGENCE:
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
