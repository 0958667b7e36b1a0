"""Composer un courrier : trouver le modèle, vérifier qu'il convient, le rendre. Aucune mise en page ici.

Un modèle de l'agence (``cabinet/modeles/``) prime sur celui de l'outil ; les contrôles sont les mêmes pour les deux.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from recouvre.courriers.assemblage import assembler, lire_corps
from recouvre.courriers.contexte import Demande, fiches, variables
from recouvre.courriers.courrier import Courrier
from recouvre.courriers.emploi import verifier_emploi
from recouvre.courriers.gabarit import Modele, compiler
from recouvre.courriers.mentions import manquantes
from recouvre.courriers.refus import MentionAbsente, ModeleInconnu
from recouvre.domaine.dossier import Dossier

SUFFIXE = ".txt"

_PAQUET = Path(__file__).resolve().parent.parent
_LIVRES = (_PAQUET / "modeles_courriers", _PAQUET.parent / "modeles_courriers")
"""Dans la roue, puis dans une installation éditable."""

_NOM = re.compile(r"[A-Za-z0-9_-]+")


def composer(demande: Demande, dossiers: Sequence[Path] = ()) -> Courrier:
    """Le courrier, bloc par bloc. ``dossiers`` : où chercher le modèle avant ceux de l'outil.

    Lève ``ModeleInconnu``, ``ModeleFautif``, ``ModeleHorsMode``, ``ModeleInadapte``, ``ModeleHorsSujet``,
    ``ChampManquant``, ``PremiereLettreAbsente``, ``DelaiAbsent``, ``SansObjet``, ``FraisInterdits`` ou
    ``MentionAbsente`` : une lettre fausse ne se compose pas.
    """
    modele = charger(variante(demande.modele, demande.dossier, dossiers), dossiers)
    verifier_emploi(modele, demande)
    notice = modele.notice
    objets = fiches(demande, a_echoir=notice.a_niveaux and demande.niveau == 0, notice=notice)
    objet, corps = modele.rendre(variables(demande, objets, notice))
    courrier = assembler(demande, modele, objets, objet, tuple(lire_corps(corps, modele, demande, objets)))
    absentes = manquantes(courrier, demande, objets, premiere_lettre=modele.premiere_lettre) if modele.demarche else ()
    if absentes:
        raise MentionAbsente(demande.modele, absentes)
    return courrier


def variante(nom: str, dossier: Dossier, dossiers: Sequence[Path] = ()) -> str:
    """Le modèle le plus précis pour ce dossier : ``relance_consommateur`` prime sur ``relance``, s'il existe.

    Un modèle demandé par son nom entier est suivi tel quel.
    """
    connus = noms_connus(dossiers)
    precis = f"{nom}_{dossier.qualite}"
    return precis if precis in connus else nom


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
