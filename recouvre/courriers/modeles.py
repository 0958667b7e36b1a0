"""Composer un courrier : trouver le modèle, vérifier qu'il convient, le rendre. Aucune mise en page ici.

Un modèle de l'agence (``cabinet/modeles/``) prime sur celui de l'outil ; les contrôles sont les mêmes pour les deux.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from recouvre.courriers.assemblage import assembler, lire_corps
from recouvre.courriers.conformite import manquements
from recouvre.courriers.contexte import Demande, Fiches, fiches, variables
from recouvre.courriers.courrier import Courrier
from recouvre.courriers.emploi import verifier_emploi
from recouvre.courriers.gabarit import Modele, compiler
from recouvre.courriers.refus import ModeleFautif, ModeleInconnu, NonConforme, PasUnCourrier
from recouvre.domaine.dossier import Dossier

SUFFIXE = ".txt"

_PAQUET = Path(__file__).resolve().parent.parent
_LIVRES = (_PAQUET / "modeles_courriers", _PAQUET.parent / "modeles_courriers")
"""Dans la roue, puis dans une installation éditable."""

_NOM = re.compile(r"[A-Za-z0-9_-]+")


def composer(demande: Demande, dossiers: Sequence[Path] = (), *, forcees: Collection[str] = ()) -> Courrier:
    """Le courrier, bloc par bloc, conforme. ``dossiers`` : où chercher le modèle avant ceux de l'outil.

    Lève ce que lève ``rediger``, et ``NonConforme`` si le texte viole une règle qui n'est pas dans ``forcees``.
    """
    redaction = rediger(demande, dossiers)
    constats = manquements(*redaction, prescrite_le=demande.prescrite_le)
    violees = tuple(constat for constat in constats if constat.regle not in forcees)
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

    Lève ``ModeleInconnu``, ``ModeleFautif``, ``PasUnCourrier``, ``ModeleHorsMode``, ``ModeleInadapte``,
    ``ModeleHorsSujet``, ``ChampManquant``, ``PremiereLettreAbsente``, ``DelaiAbsent``, ``SansObjet`` ou
    ``FraisInterdits`` : une lettre fausse ne s'écrit pas.
    """
    modele = charger(variante(demande.modele, demande.dossier, dossiers), dossiers)
    notice = modele.notice
    if notice.est_un_message:
        raise PasUnCourrier(modele.nom, notice.canal)
    verifier_emploi(modele, demande)
    objets = fiches(demande, a_echoir=notice.a_niveaux and demande.niveau == 0, notice=notice)
    objet, corps, rappel = modele.rendre(variables(demande, objets, notice))
    blocs = tuple(lire_corps(corps, modele, demande, objets))
    if not blocs:
        raise ModeleFautif(modele.fichier, 1, modele.nom, "son corps ne dit rien pour ce dossier : écrivez une phrase.")
    courrier = replace(assembler(demande, modele, objets, objet, blocs), rappel=rappel)
    return Redaction(courrier, demande, objets, modele)


def variante(nom: str, dossier: Dossier, dossiers: Sequence[Path] = ()) -> str:
    """Le modèle le plus précis pour ce dossier : ``relance_consommateur`` prime sur ``relance``, s'il existe.

    Un modèle demandé par son nom entier est suivi tel quel. Une variante livrée ne prime pas sur le modèle que le
    cabinet a récrit : le sien vaut alors pour toutes les qualités, sauf celles dont il a aussi la variante.
    """
    precis = f"{nom}_{dossier.qualite}"
    for lieu in (*dossiers, *_LIVRES):
        for choix in (precis, nom):
            if (lieu / f"{choix}{SUFFIXE}").is_file():
                return choix
    return nom


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
    trouves = (p for dossier in (*dossiers, *_LIVRES) for p in dossier.glob(f"*{SUFFIXE}"))
    return tuple(sorted({p.stem for p in trouves if p.is_file()}))
