"""Les modèles de courrier connus, et la copie d'un modèle livré dans le cabinet, pour le changer.

La copie garde, dans un commentaire, l'empreinte du modèle livré dont elle vient : le jour où une version de l'outil le
corrige, ``controle_de_modeles`` peut le dire.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from recouvre.base.cabinet import MODELES
from recouvre.base.connexion import NOM_BASE
from recouvre.base.fichiers import ecrire, empreinte
from recouvre.courriers.fautes import Examen, examiner
from recouvre.courriers.gabarit import compiler
from recouvre.courriers.modeles import SUFFIXE, chemin_de, noms_connus
from recouvre.courriers.refus import ModeleFautif
from recouvre.domaine.refus import CabinetIntrouvable, Refus

_COMMENTAIRE = re.compile(r"\{#(.*?)#\}", re.DOTALL)
_COPIE = re.compile(r"\{# *Copie du modèle livré « ([\w-]+) »[^#]*?empreinte +([0-9a-f]{64})\b[^#]*#\}")
NOM_PERMIS = re.compile(r"[A-Za-z0-9_-]+")
_INTERDITS_SOUS_WINDOWS = re.compile(r"(?i)con|prn|aux|nul|(?:com|lpt)\d")


class Origine(StrEnum):
    """D'où vient un modèle."""

    LIVRE = "livré"
    CABINET = "du cabinet"
    REMPLACE = "du cabinet, remplace le livré"


class NomDeModele(Refus):
    """Un nom de modèle impossible."""

    def __init__(self, nom: str, raison: str) -> None:
        super().__init__(f"« {nom} » ne peut pas être le nom d'un modèle : {raison}")


class ModeleDejaLa(Refus):
    """La copie écraserait un modèle du cabinet."""

    def __init__(self, chemin: Path) -> None:
        super().__init__(
            f"{chemin} existe déjà, et vos changements y seraient perdus. Donnez un autre nom avec --nom, ou "
            "remplacez-le avec --remplacer. Rien n'a été écrit."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeleConnu:
    """Un modèle tel qu'on le liste. ``destinataire`` : à qui il va (vide : fautif) ; ``usage`` : à quoi il sert.

    ``canal`` : courriel ou sms, si c'est un message.
    """

    nom: str
    origine: Origine
    fichier: Path
    examen: Examen
    destinataire: str = ""
    usage: str = ""
    mode: str = ""
    canal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copie:
    """Une copie faite. ``remplace`` : elle prend la place du modèle livré du même nom."""

    modele: str
    nom: str
    fichier: Path
    remplace: bool


def lister_modeles(cabinet: Path) -> tuple[ModeleConnu, ...]:
    """Tous les modèles utilisables, par nom ; ceux du cabinet priment."""
    dossier = cabinet / MODELES
    return tuple(_connaitre(nom, dossier) for nom in noms_connus((dossier,)) if NOM_PERMIS.fullmatch(nom))


def _connaitre(nom: str, dossier: Path) -> ModeleConnu:
    fichier = chemin_de(nom, (dossier,))
    octets = fichier.read_bytes()
    origine = Origine.LIVRE
    if fichier.parent == dossier:
        origine = Origine.REMPLACE if nom in noms_connus() else Origine.CABINET
    usage = usage_de(_source(octets, "replace"))
    try:
        notice = compiler(nom, str(fichier), octets).notice
    except ModeleFautif:
        examen = examiner(nom, str(fichier), octets)
        return ModeleConnu(nom=nom, origine=origine, fichier=fichier, examen=examen, usage=usage)
    return ModeleConnu(
        nom=nom,
        origine=origine,
        fichier=fichier,
        examen=Examen(()),
        usage=usage,
        destinataire=notice.destinataire,
        mode=notice.mode,
        canal=notice.canal,
    )


def usage_de(source: str) -> str:
    """À quoi sert un modèle : la première ligne de son premier commentaire, à défaut son objet.

    >>> usage_de("{# Remercie. #}\\nobjet: Merci\\n\\nMerci."), usage_de("objet: Vos {{ decompte.total }}\\n\\nMerci.")
    ('Remercie.', 'Vos …')
    """
    for trouve in _COMMENTAIRE.finditer(source):
        lignes = [ligne.strip() for ligne in trouve[1].split("\n") if ligne.strip()]
        if lignes and not _COPIE.match(trouve[0]):
            return lignes[0]
    objet = next((ligne for ligne in source.split("\n") if ligne.lstrip().startswith("objet")), "")
    return _en_clair(objet.partition(":")[2])


def _en_clair(objet: str) -> str:
    """Un objet sans ses instructions : « Échéance prochaine / Rappel : … »."""
    choix = re.sub(r"(?:\s*\{%.*?%\}\s*)+", " / ", re.sub(r"\{\{.*?\}\}", "…", objet))
    return re.sub(r" / (?=:)|^ / | / $", " ", choix).strip()


def copier_modele(cabinet: Path, modele: str, nom: str = "", *, remplacer: bool = False) -> Copie:
    """Copie un modèle livré dans le cabinet, sous son nom ou un autre. Lève ``ModeleDejaLa`` plutôt que d'écraser.

    Le fichier est en UTF-8 avec sa marque et des fins de ligne de Windows : le Bloc-notes, même ancien, le garde ainsi.
    """
    if not (cabinet / NOM_BASE).is_file():
        raise CabinetIntrouvable(str(cabinet))
    livre = chemin_de(modele)
    nom = nom or modele
    _verifier_nom(nom, modele)
    fichier = cabinet / MODELES / f"{nom}{SUFFIXE}"
    if fichier.exists() and not remplacer:
        raise ModeleDejaLa(fichier)
    source = _source(livre.read_bytes())
    ecrire(fichier, b"\xef\xbb\xbf" + _marquer(source, modele).replace("\n", "\r\n").encode())
    return Copie(modele=modele, nom=nom, fichier=fichier, remplace=nom == modele)


def _verifier_nom(nom: str, modele: str) -> None:
    if not NOM_PERMIS.fullmatch(nom):
        raise NomDeModele(
            nom, "il n'a que des lettres sans accent, des chiffres, « - » et « _ », sans espace ni « .txt »."
        )
    if _INTERDITS_SOUS_WINDOWS.fullmatch(nom):
        raise NomDeModele(nom, "Windows garde ce nom pour lui.")
    if nom != modele and nom in noms_connus():
        raise NomDeModele(nom, f"c'est un autre modèle livré, que cette copie de « {modele} » remplacerait.")


def _marquer(source: str, modele: str) -> str:
    """Le modèle et d'où il vient ; après le commentaire qui dit à quoi il sert, s'il en a un."""
    marque = f"{{# Copie du modèle livré « {modele} », empreinte {empreinte_de(source)}. Gardez cette ligne. #}}\n"
    usage = re.match(r"\s*\{#.*?#\}[ \t]*\n", source, re.DOTALL)
    coupe = usage.end() if usage else 0
    return source[:coupe] + marque + source[coupe:]


def empreinte_de(source: str) -> str:
    """L'empreinte d'un modèle, la même quelles que soient ses fins de ligne."""
    return empreinte(source.encode())


def livre_depuis(octets: bytes) -> tuple[str, bool] | None:
    """De quel modèle livré ce fichier est la copie, et si le livré a changé depuis ; ``None`` : pas une copie."""
    trouve = _COPIE.search(_source(octets, "replace"))
    if trouve is None:
        return None
    if trouve[1] not in noms_connus():
        return trouve[1], True
    return trouve[1], empreinte_de(_source(chemin_de(trouve[1]).read_bytes())) != trouve[2]


def fichiers_du_cabinet(cabinet: Path) -> Iterator[Path]:
    """Les fichiers du dossier des modèles, par nom, sauf ceux qu'un éditeur ou le système y cache."""
    dossier = cabinet / MODELES
    if dossier.is_dir():
        yield from (f for f in sorted(dossier.iterdir()) if f.is_file() and f.name[:1] not in (".", "~"))


def _source(octets: bytes, fautes: str = "strict") -> str:
    return octets.decode("utf-8-sig", fautes).replace("\r\n", "\n").replace("\r", "\n")
