"""Le cabinet : un dossier, ses fichiers, son profil (``recouvre.toml``, que l'on peut aussi écrire à la main)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from recouvre.base.fichiers import ecrire, ou_toml
from recouvre.domaine.profil import Mode, Profil
from recouvre.domaine.refus import Refus

NOM_PROFIL = "recouvre.toml"
COURRIERS, PIECES, MODELES, PARAMETRES, SCENARIOS = "courriers", "pieces", "modeles", "parametres", "scenarios"
AVIS = "avis"

_EN_TETE = """\
# Profil du cabinet. « recouvre profil » le montre et le modifie ; on peut aussi l'écrire ici, à la main.
# Un champ absent n'empêche que les courriers qui en ont besoin. Aucun secret (mot de passe…) ne va dans ce fichier.

[profil]
"""


class ProfilFautif(Refus):
    """``recouvre.toml`` ne se lit pas."""

    def __init__(self, chemin: Path, faute: str) -> None:
        super().__init__(f"{chemin} : {faute}")


def lire_profil(cabinet: Path) -> Profil:
    """Le profil du cabinet. Lève ``ProfilFautif`` avec la ligne ou la clé en cause."""
    chemin = cabinet / NOM_PROFIL
    try:
        brut = tomllib.loads(chemin.read_text("utf-8"))
    except FileNotFoundError:
        raise ProfilFautif(chemin, "ce fichier manque. Recréez-le avec « recouvre profil --mode agence ».") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise ProfilFautif(chemin, f"ce n'est pas du TOML lisible, {ou_toml(erreur)}.") from None
    return _profil(chemin, brut.get("profil", {}))


def a_un_profil(cabinet: Path) -> bool:
    """Vrai si le fichier de profil existe."""
    return (cabinet / NOM_PROFIL).exists()


def _profil(chemin: Path, brut: Any) -> Profil:
    if not isinstance(brut, Mapping):
        raise ProfilFautif(chemin, "« [profil] » doit être une section, suivie d'une ligne par champ.")
    connus = {champ.name.replace("_", "-"): champ for champ in fields(Profil)}
    valeurs: dict[str, Any] = {}
    for cle, valeur in brut.items():
        champ = connus.get(cle.replace("_", "-"))
        if champ is None:
            raise ProfilFautif(chemin, f"« {cle} » n'est pas un champ du profil ({', '.join(sorted(connus))}).")
        attendu, forme = _attendu(champ.name)
        if not isinstance(valeur, attendu):
            raise ProfilFautif(chemin, f"« {cle} » doit être {forme}.")
        valeurs[champ.name] = valeur
    try:
        return Profil(**{**valeurs, "mode": Mode(valeurs.get("mode", ""))})
    except ValueError:
        raise ProfilFautif(chemin, "« mode » doit valoir « agence » ou « interne ».") from None


def _attendu(champ: str) -> tuple[type, str]:
    if champ.endswith("_le"):
        return dt.date, "une date, sans guillemets : 2027-12-31"
    if champ in ("qr_virement", "archive", "carte_par_echeance"):
        return bool, "true ou false, sans guillemets"
    return str, "un texte entre guillemets"


def ecrire_profil(cabinet: Path, changements: Mapping[str, str | dt.date | bool]) -> Profil:
    """Change des champs du profil, garde le reste du fichier tel quel (commentaires compris), et rend le profil."""
    import tomlkit

    chemin = cabinet / NOM_PROFIL
    texte = chemin.read_text("utf-8") if chemin.exists() else _EN_TETE
    document = tomlkit.parse(texte)
    table = document.setdefault("profil", tomlkit.table())
    for nom, valeur in changements.items():
        table[nom.replace("_", "-")] = valeur
    profil = _profil(chemin, tomllib.loads(tomlkit.dumps(document))["profil"])
    ecrire(chemin, tomlkit.dumps(document).encode())
    return profil
