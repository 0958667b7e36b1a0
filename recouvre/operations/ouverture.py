"""Montrer un PDF à l'écran, ou l'imprimer, par ce que le système fournit : rien ne passe par un interpréteur.

Le fichier est déjà écrit quand on arrive ici : un refus le laisse en place, et le dit.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from recouvre.domaine.refus import Refus

PATIENCE = 4
"""Secondes laissées au lecteur pour dire qu'il n'y arrive pas ; au-delà, il est ouvert."""

_ECRANS = ("DISPLAY", "WAYLAND_DISPLAY")
_CODES_XDG = {2: "le fichier a disparu", 3: "aucune application n'est prévue pour les PDF", 4: "l'application a échoué"}
_FAUTES_LP = (
    (r"no default destination", "aucune imprimante n'est choisie par défaut : ajoutez --imprimante NOM"),
    (r"does not exist|unknown destination|no such (?:printer|destination)", "cette imprimante n'existe pas"),
    (r"not accepting|rejecting", "cette imprimante n'accepte pas de travaux"),
    (r"scheduler|connection refused|unable to connect|bad file descriptor", "le service d'impression ne répond pas"),
    (r"forbidden|not authorized|unauthorized", "vous n'avez pas le droit d'imprimer là"),
)


class OuvertureImpossible(Refus):
    """Le document n'a pas pu être montré ; il reste écrit."""

    def __init__(self, chemin: Path, raison: str) -> None:
        super().__init__(f"{chemin} est écrit, mais ne s'ouvre pas tout seul : {raison}. Ouvrez-le vous-même.")


class ImpressionImpossible(Refus):
    """Le document n'a pas pu être imprimé ; il reste écrit."""

    def __init__(self, chemin: Path, raison: str) -> None:
        super().__init__(f"{chemin} est écrit, mais n'est pas imprimé : {raison}.")


def ouvrir_document(chemin: Path) -> None:
    """Ouvre ce fichier avec l'application que la personne a choisie. Lève ``OuvertureImpossible``."""
    if sys.platform == "win32":
        _demander_a_windows(chemin, "open", "")
        return
    nom = "open" if sys.platform == "darwin" else "xdg-open"
    if nom == "xdg-open" and not any(os.environ.get(variable) for variable in _ECRANS):
        raise OuvertureImpossible(chemin, "il n'y a pas d'écran ici")
    commande = shutil.which(nom)
    if commande is None:
        raise OuvertureImpossible(chemin, f"la commande « {nom} » n'est pas installée")
    _lancer(chemin, commande)


def _lancer(chemin: Path, commande: str) -> None:
    """Le lecteur vit sa vie : on n'attend que le temps de savoir s'il a refusé."""
    with tempfile.TemporaryFile() as plaintes:
        lecteur = subprocess.Popen(
            [commande, str(chemin.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=plaintes,
            start_new_session=True,
        )
        try:
            code = lecteur.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return
        plaintes.seek(0)
        dit = plaintes.read().decode(errors="replace")
    if code:
        raise OuvertureImpossible(chemin, _raison(_CODES_XDG.get(code, f"il a répondu par le code {code}"), dit))


def imprimer_document(chemin: Path, imprimante: str = "") -> str:
    """Imprime ce fichier en A4, à sa taille, et rend le numéro du travail s'il en a un.

    ``imprimante`` vide : celle par défaut. Lève ``ImpressionImpossible``.
    """
    if sys.platform == "win32":
        _demander_a_windows(chemin, "printto" if imprimante else "print", f'"{imprimante}"' if imprimante else "")
        return ""
    lp = shutil.which("lp")
    if lp is None:
        raise ImpressionImpossible(
            chemin, "la commande « lp » manque (installez le paquet cups-client, ou imprimez-le depuis un lecteur)"
        )
    choix = ["-d", imprimante] if imprimante else []
    return _travail(chemin, [lp, *choix, "-o", "media=A4", "-o", "print-scaling=none", "--", str(chemin.absolute())])


def _travail(chemin: Path, commande: list[str]) -> str:
    try:
        fini = subprocess.run(
            commande,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ImpressionImpossible(chemin, "le service d'impression ne répond pas") from None
    dit = fini.stderr.decode(errors="replace")
    if fini.returncode:
        connue = next((phrase for motif, phrase in _FAUTES_LP if re.search(motif, dit, re.IGNORECASE)), "")
        raise ImpressionImpossible(chemin, connue or _raison(f"« lp » a répondu par le code {fini.returncode}", dit))
    numero = re.search(r"request id is (\S+)", fini.stdout.decode(errors="replace"))
    return numero[1] if numero else ""


def _raison(phrase: str, dit: str) -> str:
    """La phrase, et ce que le programme a dit, s'il a dit quelque chose."""
    detail = " ".join(dit.split())[:200].rstrip(" .")
    return f"{phrase} (« {detail} »)" if detail else phrase


def _demander_a_windows(chemin: Path, verbe: str, arguments: str) -> None:
    if sys.platform == "win32":
        try:
            os.startfile(chemin.absolute(), verbe, arguments)
        except OSError as faute:
            raison = f"Windows a répondu « {faute.strerror} »"
            raise (OuvertureImpossible if verbe == "open" else ImpressionImpossible)(chemin, raison) from None
