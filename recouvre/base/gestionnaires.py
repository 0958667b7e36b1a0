"""Les gestionnaires du cabinet, dans ``recouvre.toml`` : une section ``[gestionnaires."NOM"]`` chacun."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from recouvre.base.cabinet import NOM_PROFIL, ProfilFautif
from recouvre.base.fichiers import ecrire, ou_toml
from recouvre.domaine.gestionnaires import Equipe, Gestionnaire

SECTION = "gestionnaires"
_CHAMPS = ("telephone", "courriel", "binome", "auteur", "service")


def lire_equipe(cabinet: Path) -> Equipe:
    """Les gestionnaires du cabinet. Lève ``ProfilFautif`` avec la section et la clé en cause."""
    chemin = cabinet / NOM_PROFIL
    try:
        brut = tomllib.loads(chemin.read_text("utf-8")).get(SECTION, {})
    except FileNotFoundError:
        return Equipe()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise ProfilFautif(chemin, f"ce n'est pas du TOML lisible, {ou_toml(erreur)}.") from None
    if not isinstance(brut, Mapping):
        raise ProfilFautif(chemin, f"« [{SECTION}] » doit être une section par gestionnaire.")
    return Equipe(tuple(_gestionnaire(chemin, nom, valeurs) for nom, valeurs in brut.items()))


def ecrire_gestionnaire(cabinet: Path, nom: str, changements: Mapping[str, str]) -> None:
    """Ajoute ou change un gestionnaire, et garde le reste du fichier tel quel ; une valeur vide oublie le réglage."""
    import tomlkit

    document = _document(cabinet)
    tous = document.setdefault(SECTION, tomlkit.table(is_super_table=True))
    sien = tous.setdefault(nom, tomlkit.table())
    for champ, valeur in changements.items():
        if valeur:
            sien[champ] = valeur
        elif champ in sien:
            del sien[champ]
    _ranger(cabinet, document)


def oublier_gestionnaire(cabinet: Path, nom: str) -> None:
    """Retire un gestionnaire ; personne ne l'a plus pour binôme."""
    document = _document(cabinet)
    tous = document.get(SECTION, {})
    if nom in tous:
        del tous[nom]
    for autre in tous.values():
        if autre.get("binome") == nom:
            del autre["binome"]
    if SECTION in document and not tous:
        del document[SECTION]
    _ranger(cabinet, document)


def _document(cabinet: Path) -> Any:
    import tomlkit

    chemin = cabinet / NOM_PROFIL
    return tomlkit.parse(chemin.read_text("utf-8") if chemin.exists() else "")


def _ranger(cabinet: Path, document: Any) -> None:
    import tomlkit

    ecrire(cabinet / NOM_PROFIL, tomlkit.dumps(document).encode())


def _gestionnaire(chemin: Path, nom: str, brut: Any) -> Gestionnaire:
    ou = f"[{SECTION}.{nom}]"
    if not isinstance(brut, Mapping):
        raise ProfilFautif(chemin, f"« {ou} » doit être une section, suivie d'une ligne par réglage.")
    for champ, valeur in brut.items():
        if champ not in _CHAMPS:
            raise ProfilFautif(chemin, f"{ou} : « {champ} » n'est pas un réglage ({', '.join(_CHAMPS)}).")
        if not isinstance(valeur, str):
            raise ProfilFautif(chemin, f"{ou} : « {champ} » doit être un texte entre guillemets.")
    return Gestionnaire(nom=nom, **brut)
