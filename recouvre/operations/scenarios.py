"""Lire les scénarios : ceux du cabinet (``scenarios/NOM.toml``), qui priment, puis ceux du paquet."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from recouvre.base.fichiers import ou_toml
from recouvre.conduite.scenarios import Scenario, ScenarioFautif, construire
from recouvre.domaine.refus import Refus


class ScenarioInconnu(Refus):
    """Aucun scénario ne porte ce nom."""

    def __init__(self, nom: str, connus: tuple[str, ...]) -> None:
        super().__init__(f"Aucun scénario « {nom} ». Connus : {', '.join(connus)}.")


def noms(cabinet: Path) -> tuple[str, ...]:
    """Les noms de tous les scénarios, ceux du cabinet compris."""
    paquet = {Path(f.name).stem for f in _du_paquet().iterdir() if f.name.endswith(".toml")}
    propres = {chemin.stem for chemin in (cabinet / "scenarios").glob("*.toml")}
    return tuple(sorted(paquet | propres))


def texte(nom: str, cabinet: Path) -> str:
    """Le fichier TOML d'un scénario, tel quel. Lève ``ScenarioInconnu``."""
    propre = cabinet / "scenarios" / f"{nom}.toml"
    if propre.parent == (cabinet / "scenarios") and propre.is_file():
        return _decoder(propre)
    fichier = _du_paquet() / f"{nom}.toml"
    if not nom.replace("-", "").isalnum() or not fichier.is_file():
        raise ScenarioInconnu(nom, noms(cabinet))
    return fichier.read_text("utf-8")


def lire_scenario(nom: str, cabinet: Path) -> Scenario:
    """Un scénario vérifié. Lève ``ScenarioInconnu`` ou ``ScenarioFautif``."""
    try:
        brut = tomllib.loads(texte(nom, cabinet))
    except tomllib.TOMLDecodeError as erreur:
        raise ScenarioFautif(f"{nom}.toml", f"ce n'est pas du TOML lisible, {ou_toml(erreur)}.") from None
    return construire(brut, f"{nom}.toml")


def _decoder(propre: Path) -> str:
    """Un fichier du cabinet, tel qu'un éditeur de Windows l'enregistre aussi : avec marque d'ordre, ou en cp1252."""
    octets = propre.read_bytes()
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def _du_paquet() -> Traversable:
    return resources.files("recouvre.conduite") / "scenarios"
