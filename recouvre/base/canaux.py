"""Lire et écrire les réglages d'envoi dans ``recouvre.toml``, à côté du profil."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from recouvre.base.cabinet import NOM_PROFIL, ProfilFautif
from recouvre.base.fichiers import ecrire, ou_toml
from recouvre.domaine.canaux import (
    Canaux,
    ReglagesAppels,
    ReglagesCourriel,
    ReglagesEnvois,
    ReglagesRebonds,
    ReglagesSms,
    Securite,
)
from recouvre.domaine.creneaux import lire_creneaux
from recouvre.domaine.refus import SaisieIllisible

SECTIONS: dict[str, type] = {
    "envois": ReglagesEnvois,
    "courriel": ReglagesCourriel,
    "rebonds": ReglagesRebonds,
    "sms": ReglagesSms,
    "appels": ReglagesAppels,
}
"""Les sections du fichier, et ce qu'elles règlent."""

Valeur = str | int | bool

_FORMES = {int: "un nombre entier, sans guillemets", bool: "true ou false, sans guillemets"}


def lire_canaux(cabinet: Path) -> Canaux:
    """Les réglages d'envoi du cabinet. Lève ``ProfilFautif`` avec la section et la clé en cause."""
    brut = _brut(cabinet)
    lus = {
        nom: _section(cabinet / NOM_PROFIL, nom, brut[nom], classe) for nom, classe in SECTIONS.items() if nom in brut
    }
    return Canaux(**lus)


def regler_section(cabinet: Path, section: str, changements: Mapping[str, Valeur]) -> Any:
    """Change des clés d'une section, garde le reste du fichier tel quel, rend les réglages. Lève ``ProfilFautif``."""
    import tomlkit

    chemin = cabinet / NOM_PROFIL
    document = tomlkit.parse(chemin.read_text("utf-8"))
    table = document.setdefault(section, tomlkit.table())
    for nom, valeur in changements.items():
        table[nom.replace("_", "-")] = valeur
    texte = tomlkit.dumps(document)
    reglages: Any = _section(chemin, section, tomllib.loads(texte)[section], SECTIONS[section])
    ecrire(chemin, texte.encode())
    return reglages


def oublier_section(cabinet: Path, section: str) -> None:
    """Retire une section du fichier : le canal n'est plus réglé."""
    import tomlkit

    chemin = cabinet / NOM_PROFIL
    document = tomlkit.parse(chemin.read_text("utf-8"))
    if section in document:
        del document[section]
        ecrire(chemin, tomlkit.dumps(document).encode())


def _brut(cabinet: Path) -> dict[str, Any]:
    chemin = cabinet / NOM_PROFIL
    try:
        return tomllib.loads(chemin.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise ProfilFautif(chemin, f"ce n'est pas du TOML lisible, {ou_toml(erreur)}.") from None


def _section(chemin: Path, nom: str, brut: Any, classe: type) -> Any:
    if not isinstance(brut, Mapping):
        raise ProfilFautif(chemin, f"« [{nom}] » doit être une section, suivie d'une ligne par réglage.")
    types = get_type_hints(classe)
    connus = {champ.name.replace("_", "-"): champ.name for champ in fields(classe)}
    valeurs: dict[str, Any] = {}
    for cle, valeur in brut.items():
        champ = connus.get(cle.replace("_", "-"))
        if champ is None:
            raise ProfilFautif(chemin, f"[{nom}] : « {cle} » n'est pas un réglage ({', '.join(sorted(connus))}).")
        valeurs[champ] = _valeur(chemin, f"[{nom}] : « {cle} »", valeur, types[champ])
    reglages = classe(**valeurs)
    if isinstance(reglages, ReglagesEnvois) and not reglages.heure_debut < reglages.heure_fin <= 24:
        raise ProfilFautif(
            chemin, "[envois] : « heure-debut » doit venir avant « heure-fin », 24 au plus ; sinon rien ne partirait."
        )
    if isinstance(reglages, ReglagesAppels):
        _verifier_creneaux(chemin, reglages)
    return reglages


def _verifier_creneaux(chemin: Path, reglages: ReglagesAppels) -> None:
    for nom in ("journee", "soir"):
        try:
            lire_creneaux(getattr(reglages, nom))
        except SaisieIllisible as faute:
            raise ProfilFautif(chemin, f"[appels], « {nom} » : {faute.phrase}") from None


def _valeur(chemin: Path, ou: str, valeur: Any, attendu: Any) -> Any:
    if attendu is Securite:
        choix = {str(securite): securite for securite in Securite}
        if valeur not in choix:
            raise ProfilFautif(chemin, f"{ou} doit valoir {', '.join(choix)}.")
        return choix[valeur]
    if type(valeur) is not attendu:
        raise ProfilFautif(chemin, f"{ou} doit être {_FORMES.get(attendu, 'un texte entre guillemets')}.")
    if attendu is int and valeur < 0:
        raise ProfilFautif(chemin, f"{ou} ne peut pas être négatif.")
    return valeur
