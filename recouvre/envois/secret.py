"""Le secret d'un canal, lu au moment de s'en servir : jamais gardé, jamais montré, jamais dans une phrase d'erreur.

Une source qui ne se reconnaît pas n'est pas répétée non plus : on y a peut-être écrit le mot de passe lui-même.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from recouvre.envois.remise import CanalIndisponible

FORMES = "« env:VARIABLE », « fichier:CHEMIN » ou « trousseau:SERVICE/COMPTE »"
TAILLE_AU_PLUS = 16_384


class SecretAbsent(CanalIndisponible):
    """Le secret n'est pas là où les réglages disent de le prendre."""


def source_reconnue(source: str) -> bool:
    """Vrai si ce texte désigne une source, faux si ce pourrait être le secret lui-même.

    >>> source_reconnue("env:MOT_DE_PASSE"), source_reconnue("fichier:"), source_reconnue("soleil42")
    (True, False, False)
    """
    genre, _, ou = source.partition(":")
    service, barre, compte = ou.partition("/")
    if genre == "trousseau":
        return bool(service and barre and compte)
    if genre == "env":
        return bool(ou) and not set(ou) & {"=", " ", "\0"}
    return genre == "fichier" and bool(ou)


def lire_secret(source: str, quoi: str) -> str:
    """Le secret que désigne ``source``. ``quoi`` le nomme dans la phrase d'erreur (« mot de passe SMTP »).

    Lève ``SecretAbsent``.
    """
    if not source:
        raise SecretAbsent(f"{_tete(quoi)} : les réglages ne disent pas où le prendre. Écrivez {FORMES}.")
    if not source_reconnue(source):
        raise SecretAbsent(
            f"{_tete(quoi)} : la source réglée ne se reconnaît pas. Écrivez {FORMES} ; le secret lui-même ne s'écrit "
            "pas dans les réglages."
        )
    genre, _, ou = source.partition(":")
    lu = {"env": _d_une_variable, "fichier": _d_un_fichier, "trousseau": _du_trousseau}[genre](ou, quoi)
    if "\n" in lu or "\r" in lu or "\0" in lu:
        raise SecretAbsent(f"{_tete(quoi)} : il tient sur une ligne, sans caractère de contrôle.")
    return lu


def _tete(quoi: str) -> str:
    return f"Secret introuvable ({quoi})"


def _d_une_variable(nom: str, quoi: str) -> str:
    if lu := os.environ.get(nom):
        return lu
    raise SecretAbsent(
        f"{_tete(quoi)} : la variable d'environnement « {nom} » est absente ou vide. Une tâche planifiée n'a pas "
        "celles de votre session : écrivez-la dans la tâche, ou préférez « fichier:CHEMIN »."
    )


def _d_un_fichier(ou: str, quoi: str) -> str:
    chemin = Path(ou).expanduser()
    if not chemin.is_absolute():
        raise SecretAbsent(
            f"{_tete(quoi)} : écrivez le chemin entier du fichier, et non « {ou} » : une tâche planifiée ne démarre "
            "pas dans le même dossier."
        )
    try:
        with chemin.open("rb") as flux:
            _refuser_si_ouvert_a_tous(os.fstat(flux.fileno()), chemin, quoi)
            octets = flux.read(TAILLE_AU_PLUS + 1)
    except OSError as erreur:
        raison = "n'existe pas" if isinstance(erreur, FileNotFoundError) else "ne se lit pas"
        raise SecretAbsent(f"{_tete(quoi)} : le fichier {chemin} {raison}.") from None
    return _premiere_ligne(octets, chemin, quoi)


def _refuser_si_ouvert_a_tous(etat: os.stat_result, chemin: Path, quoi: str) -> None:
    """Sous Windows, les droits du dossier décident, et les bits de mode ne veulent rien dire."""
    if os.name == "posix" and etat.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretAbsent(
            f"{_tete(quoi)} : le fichier {chemin} est ouvert à d'autres que vous. Tapez : chmod 600 '{chemin}'"
        )


def _premiere_ligne(octets: bytes, chemin: Path, quoi: str) -> str:
    """Le fichier entier, moins sa fin de ligne et la marque que met le Bloc-notes."""
    if len(octets) > TAILLE_AU_PLUS:
        raise SecretAbsent(f"{_tete(quoi)} : le fichier {chemin} est trop gros pour ne tenir qu'un secret.")
    try:
        lu = octets.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise SecretAbsent(f"{_tete(quoi)} : enregistrez le fichier {chemin} en UTF-8.") from None
    if not lu:
        raise SecretAbsent(f"{_tete(quoi)} : le fichier {chemin} est vide.")
    return lu


def _du_trousseau(ou: str, quoi: str) -> str:
    try:
        import keyring
    except ImportError:
        raise SecretAbsent(
            f"{_tete(quoi)} : le trousseau demande un complément. Tapez : pip install 'recouvre[trousseau]'"
        ) from None
    service, _, compte = ou.partition("/")
    try:
        lu: str | None = keyring.get_password(service, compte)
    except Exception:  # chaque trousseau a ses erreurs, et leur texte n'est pas à nous
        raise SecretAbsent(
            f"{_tete(quoi)} : le trousseau du système ne s'ouvre pas. Une tâche planifiée n'y a souvent pas accès, "
            "faute de session ouverte : préférez alors « fichier:CHEMIN »."
        ) from None
    if lu:
        return lu
    raise SecretAbsent(
        f"{_tete(quoi)} : rien dans le trousseau pour le service « {service} » et le compte « {compte} ». "
        f"Tapez : keyring set {service} {compte}"
    )
