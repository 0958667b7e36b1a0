"""Contrôler les modèles du cabinet : leurs fautes, toutes, et ce qu'il vaut mieux savoir avant qu'ils ne partent.

Un modèle se lit d'abord, puis s'essaie sur le dossier d'exemple, pour chaque qualité de débiteur : une balise laissée
ouverte dans une branche, ou une mention obligatoire oubliée, ne se voient qu'alors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.base.cabinet import a_un_profil, lire_profil
from recouvre.base.connexion import NOM_BASE
from recouvre.courriers.fautes import examiner
from recouvre.courriers.gabarit import Modele, compiler
from recouvre.courriers.modeles import SUFFIXE, noms_connus
from recouvre.courriers.refus import ModeleFautif, NonConforme, SmsTropLong
from recouvre.domaine.refus import CabinetIntrouvable, Refus
from recouvre.operations.apercu_de_modele import Souhait, choisir_profil, composer_exemple, qualites_de
from recouvre.operations.modeles import NOM_PERMIS, fichiers_du_cabinet, livre_depuis


class PasDuCabinet(Refus):
    """Ce nom n'est pas celui d'un modèle du cabinet."""

    def __init__(self, nom: str, cabinet: Path) -> None:
        if nom in noms_connus():
            phrase = (
                f"« {nom} » est un modèle livré, que ce cabinet n'a pas changé. Pour en faire le vôtre : "
                f"recouvre modele copier {nom}"
            )
        else:
            siens = [f.stem for f in fichiers_du_cabinet(cabinet) if f.suffix == SUFFIXE]
            suite = f"Il a : {', '.join(siens)}." if siens else "Il n'en a aucun."
            phrase = f"Ce cabinet n'a pas de modèle « {nom} ». {suite}"
        super().__init__(phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faute:
    """Une faute ; ``ligne`` 0 si elle tient à tout le modèle."""

    ligne: int
    mot: str
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """Un modèle contrôlé. ``complet`` faux : une faute a empêché de lire la suite."""

    nom: str
    fichier: Path
    fautes: tuple[Faute, ...]
    avertissements: tuple[str, ...]
    complet: bool


def controler_modeles(cabinet: Path, demandes: Sequence[str], au: dt.date) -> tuple[Controle, ...]:
    """Contrôle ces modèles du cabinet, ou tous. Lève ``PasDuCabinet``, ``CabinetIntrouvable``."""
    if not (cabinet / NOM_BASE).is_file():
        raise CabinetIntrouvable(str(cabinet))
    fichiers = list(fichiers_du_cabinet(cabinet))
    for nom in demandes:
        if nom not in {fichier.stem for fichier in fichiers}:
            raise PasDuCabinet(nom, cabinet)
    return tuple(_controler(cabinet, f, au) for f in fichiers if not demandes or f.stem in demandes)


def _controler(cabinet: Path, fichier: Path, au: dt.date) -> Controle:
    nom = fichier.stem
    if fichier.suffix != SUFFIXE or not NOM_PERMIS.fullmatch(nom):
        return Controle(nom=nom, fichier=fichier, fautes=(), avertissements=(_jamais_lu(fichier),), complet=True)
    octets = fichier.read_bytes()
    examen = examiner(nom, str(fichier), octets)
    fautes = [Faute(ligne=faute.ligne, mot=faute.mot, raison=faute.raison) for faute in examen.fautes]
    avertissements = list(_livre_change(octets))
    if not fautes:
        modele = compiler(nom, str(fichier), octets)
        avertissements += [f"ligne {vu.ligne}, « {vu.mot} » : {vu.raison}" for vu in modele.avertissements]
        vues, retenu = _essayer(cabinet, modele, au)
        fautes += vues
        avertissements += [*_mode(cabinet, modele), *retenu]
    return Controle(
        nom=nom, fichier=fichier, fautes=tuple(fautes), avertissements=tuple(avertissements), complet=examen.complet
    )


def _jamais_lu(fichier: Path) -> str:
    if fichier.suffix != SUFFIXE:
        return f"un modèle est un fichier {SUFFIXE} : celui-ci n'est jamais lu."
    if fichier.stem.endswith(SUFFIXE):
        return f"son nom finit deux fois par {SUFFIXE} : il n'est jamais lu. Retirez-en un."
    return "un nom de modèle n'a que des lettres sans accent, des chiffres, « - » et « _ » : il n'est jamais lu."


def _livre_change(octets: bytes) -> Iterator[str]:
    copie = livre_depuis(octets)
    if copie is None:
        return
    livre, change = copie
    if livre not in noms_connus():
        yield f"il est la copie du modèle livré « {livre} », qui n'existe plus dans cette version."
    elif change:
        yield (
            f"le modèle livré « {livre} », dont il est la copie, a changé depuis. Pour les comparer : recouvre modele "
            f"copier {livre} --nom {livre}-livre"
        )


def _essayer(cabinet: Path, modele: Modele, au: dt.date) -> tuple[list[Faute], list[str]]:
    """Les fautes que seul le rendu montre, et pourquoi il n'a pas pu se faire s'il n'a jamais pu.

    Un refus qui tient à l'exemple ou au profil n'est pas une faute du modèle.
    """
    fautes: list[Faute] = []
    refuses: list[str] = []
    profil, _ = choisir_profil(cabinet, modele)
    qualites = qualites_de(modele)
    for qualite in qualites:
        try:
            composer_exemple(cabinet, modele, profil, Souhait(le=au, qualite=qualite))
        except ModeleFautif as refus:
            fautes.append(Faute(ligne=refus.ligne, mot=refus.mot, raison=refus.raison))
        except NonConforme as refus:
            fautes += [Faute(ligne=0, mot="", raison=f"{constat.phrase}.") for constat in refus.manquements]
        except SmsTropLong as refus:
            fautes.append(Faute(ligne=0, mot="", raison=refus.phrase))
        except Refus as refus:
            refuses.append(f"il n'a pas pu être essayé sur le dossier inventé. {refus.phrase}")
    return list(dict.fromkeys(fautes)), refuses[:1] if len(refuses) == len(qualites) else []


def _mode(cabinet: Path, modele: Modele) -> Iterator[str]:
    exige = modele.notice.mode
    if exige and a_un_profil(cabinet) and (mode := lire_profil(cabinet).mode) != exige:
        yield f"il est écrit pour le mode {exige}, et ce cabinet est en mode {mode} : il ne partira pas."
