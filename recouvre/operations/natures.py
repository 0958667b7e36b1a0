"""Lire la table des natures de créance : celle du paquet, que ``<cabinet>/parametres/prescription.toml`` complète."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from recouvre.base.tables import chemin_de_table
from recouvre.domaine.refus import Refus
from recouvre.droit.natures import Nature, Natures, Unite

NOM = "prescription"
_PAQUET = Path(__file__).resolve().parent.parent / "droit" / "parametres" / f"{NOM}.toml"

_TEXTES = ("code", "libelle", "depart", "texte", "source", "niveau")
_TEXTES_FACULTATIFS = ("precision", "incertitude")
_OUI_NON = ("forclusion", "periodique", "lrar", "execution", "sans_butoir")
_AUTRES = ("duree", "unite", "releve_le", "reduite_le", "avant")


class NaturesFautives(Refus):
    """La table du cabinet, corrigée à la main, ne se lit plus."""

    def __init__(self, chemin: Path, raison: str) -> None:
        super().__init__(
            f"{chemin} ne se lit pas : {raison}. Chaque nature s'écrit [[natures]], puis code, libelle, duree, unite "
            "(« ans » ou « mois »), depart, texte, source et niveau. Corrigez ce fichier, ou supprimez-le."
        )


class _Fautive(Exception):
    """Une ligne de table qui ne se comprend pas ; la phrase dit pourquoi."""


def lire_natures(cabinet: Path | None = None) -> Natures:
    """La table complète : à code égal, la nature du cabinet prime. Lève ``NaturesFautives``.

    >>> lire_natures()["telecom"].duree_lisible
    '1 an'
    """
    natures = {nature.code: nature for nature in (*_du_paquet(), *_du_cabinet(cabinet))}
    return Natures(tuple(natures.values()))


@cache
def _du_paquet() -> tuple[Nature, ...]:
    return _natures(tomllib.loads(_PAQUET.read_text("utf-8")))


def _du_cabinet(cabinet: Path | None) -> tuple[Nature, ...]:
    chemin = chemin_de_table(cabinet, NOM) if cabinet else None
    if chemin is None or not chemin.exists():
        return ()
    try:
        return _natures(tomllib.loads(chemin.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as faute:
        raise NaturesFautives(chemin, f"ce n'est pas du TOML ({faute})") from None
    except UnicodeDecodeError:
        raise NaturesFautives(chemin, "il n'est pas en UTF-8") from None
    except _Fautive as faute:
        raise NaturesFautives(chemin, str(faute)) from None


def _natures(table: Mapping[str, Any]) -> tuple[Nature, ...]:
    lignes = table.get("natures", [])
    if not isinstance(lignes, list) or not all(isinstance(ligne, dict) for ligne in lignes):
        raise _Fautive("« natures » doit être une suite de [[natures]]")
    releve_le = table.get("releve_le", dt.date.min)
    return tuple(_nature(ligne, releve_le) for ligne in lignes)


def _nature(ligne: Mapping[str, Any], releve_le: object) -> Nature:
    nom = ligne.get("code", "sans code")
    if inconnues := sorted(set(ligne) - {*_TEXTES, *_TEXTES_FACULTATIFS, *_OUI_NON, *_AUTRES}):
        raise _Fautive(f"nature « {nom} » : « {inconnues[0]} » n'est pas une rubrique")
    if ligne.get("unite") not in tuple(Unite):
        raise _Fautive(f"nature « {nom} » : l'unité est « ans » ou « mois »")
    if "reduite_le" in ligne and "avant" not in ligne:
        raise _Fautive(f"nature « {nom} » : « reduite_le » va avec « avant », l'ancienne durée en années")
    champs: dict[str, Any] = {
        **{cle: _texte(ligne, cle, nom) for cle in (*_TEXTES, *(c for c in _TEXTES_FACULTATIFS if c in ligne))},
        **{cle: _oui_non(ligne, cle, nom) for cle in _OUI_NON if cle in ligne},
    }
    return Nature(
        **champs,
        duree=_nombre(ligne, "duree", nom),
        unite=Unite(ligne["unite"]),
        releve_le=_jour(ligne.get("releve_le", releve_le), "releve_le", nom),
        reduite_le=_jour(ligne["reduite_le"], "reduite_le", nom) if "reduite_le" in ligne else None,
        avant=_nombre(ligne, "avant", nom) if "avant" in ligne else 0,
    )


def _texte(ligne: Mapping[str, Any], cle: str, nom: object) -> str:
    valeur = ligne.get(cle)
    if not isinstance(valeur, str) or not valeur.strip():
        raise _Fautive(f"nature « {nom} » : il manque « {cle} », un texte")
    return valeur.strip()


def _oui_non(ligne: Mapping[str, Any], cle: str, nom: object) -> bool:
    if not isinstance(ligne[cle], bool):
        raise _Fautive(f"nature « {nom} » : « {cle} » vaut true ou false")
    return bool(ligne[cle])


def _nombre(ligne: Mapping[str, Any], cle: str, nom: object) -> int:
    valeur = ligne.get(cle)
    if type(valeur) is not int or not 0 < valeur <= 1200:
        raise _Fautive(f"nature « {nom} » : « {cle} » est un nombre entier, plus grand que zéro")
    return valeur


def _jour(valeur: object, cle: str, nom: object) -> dt.date:
    if type(valeur) is not dt.date:
        raise _Fautive(f"nature « {nom} » : « {cle} » est une date, 2026-11-21")
    return valeur
