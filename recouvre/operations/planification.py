"""Planifier les relances : la ligne de cron, la minuterie systemd ou la tâche Windows, prêtes à poser.

Les chemins sont absolus et le cabinet est toujours dit : un planificateur ne connaît ni le dossier ni les variables de
personne. Rien ici ne touche au planificateur de la machine. Les fichiers de ``exemples/`` sont exactement ceux-ci.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath

from recouvre.base.fichiers import ecrire, exiger_neuf
from recouvre.domaine.refus import Refus, SaisieIllisible

AUTEUR = "planificateur"
"""Qui signe, au journal des faits et au journal d'exécution, ce que le planificateur fait partir."""

NOM = "recouvre-relances"
NOM_JOURNAL = "relances.log"
"""Ce que la commande a dit, passage après passage, à la racine du cabinet."""

LIGNE_DE_CRON = 990
"""Octets : au-delà, des crons répandus coupent la ligne sans le dire."""

_EN_ANGLAIS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Systeme(StrEnum):
    """Le planificateur de la machine."""

    CRONTAB = "crontab"
    SYSTEMD = "systemd"
    WINDOWS = "windows"


class Jours(StrEnum):
    """``OUVRES`` : du lundi au vendredi ; les jours fériés, le passage a lieu et la porte retient tout."""

    OUVRES = "ouvres"
    TOUS = "tous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planification:
    """``programme`` : l'exécutable, et ses premiers mots s'il en faut ; lui et ``cabinet`` sont des chemins absolus."""

    programme: tuple[str, ...]
    cabinet: str
    heure: dt.time
    jours: Jours = Jours.OUVRES


@dataclass(frozen=True, slots=True, kw_only=True)
class Fichier:
    """Un fichier du planificateur : ``octets`` est ce qui s'écrit, ``texte`` ce qui se montre."""

    nom: str
    texte: str
    octets: bytes


def lire_heure(texte: str) -> dt.time:
    """« 8h00 », « 8h », « 08:00 », « 7 h 30 ». Lève ``SaisieIllisible``.

    >>> lire_heure("7 h 30"), lire_heure("8h")
    (datetime.time(7, 30), datetime.time(8, 0))
    """
    trouve = re.fullmatch(r"\s*([01]?\d|2[0-3])\s*[hH:]\s*([0-5]\d)?\s*", texte, re.ASCII)
    if not trouve:
        raise SaisieIllisible(f"« {texte} » n'est pas une heure. Écrivez par exemple 8h00.")
    return dt.time(int(trouve[1]), int(trouve[2] or 0))


def heure_lisible(heure: dt.time) -> str:
    """« 8 h 00 »."""
    return f"{heure.hour} h {heure.minute:02}"


def rediger(plan: Planification, systeme: Systeme, dossier: str = "") -> tuple[Fichier, ...]:
    """Les fichiers de ce planificateur. ``dossier`` : où ils seront (le cabinet, à défaut).

    Lève ``Refus`` si un chemin contient un retour à la ligne, qu'aucun planificateur ne sait écrire, ou s'il est trop
    long pour cron.
    """
    if any(ord(lettre) < 32 for mot in (*plan.programme, plan.cabinet, dossier) for lettre in mot):
        raise Refus(
            "Un chemin contient un retour à la ligne ou une tabulation : renommez ce dossier, puis replanifiez."
        )
    if systeme is Systeme.CRONTAB:
        return (_unix("crontab", _crontab(plan)),)
    if systeme is Systeme.SYSTEMD:
        return (_unix(f"{NOM}.service", _service(plan)), _unix(f"{NOM}.timer", _minuterie(plan)))
    bat = str(PureWindowsPath(dossier or plan.cabinet) / "relances.bat")
    return (_windows("relances.bat", _bat(plan), "utf-8"), _windows(f"{NOM}.xml", _tache(plan, bat), "utf-16"))


def poser(fichiers: Sequence[Fichier], dossier: Path) -> tuple[Path, ...]:
    """Écrit les fichiers dans ce dossier, créé s'il manque, et rend leurs chemins. N'écrase rien : lève ``Refus``."""
    chemins = tuple(dossier / fichier.nom for fichier in fichiers)
    for chemin in chemins:
        exiger_neuf(chemin)
    for chemin, fichier in zip(chemins, fichiers, strict=True):
        ecrire(chemin, fichier.octets)
    return chemins


def ligne_shell(plan: Planification) -> str:
    """La commande telle que ``sh`` la lit, sorties ajoutées à ``relances.log``."""
    mots = shlex.join((*_mots(plan), "--cabinet", plan.cabinet))
    journal = shlex.quote(str(PurePosixPath(plan.cabinet) / NOM_JOURNAL))
    return f"RECOUVRE_AUTEUR={AUTEUR} {mots} >> {journal} 2>&1"


def ligne_crontab(plan: Planification) -> str:
    """La ligne de crontab. Pour cron, un « % » nu est une fin de ligne : il s'écrit « \\% »."""
    jours = "1-5" if plan.jours is Jours.OUVRES else "*"
    ligne = f"{plan.heure.minute} {plan.heure.hour} * * {jours}  {ligne_shell(plan).replace('%', chr(92) + '%')}"
    if len(ligne.encode("utf-8", "surrogateescape")) > LIGNE_DE_CRON:
        raise Refus(
            "Ces chemins sont trop longs pour une ligne de cron : rapprochez le cabinet de la racine du disque."
        )
    return ligne


def _mots(plan: Planification) -> tuple[str, ...]:
    return (*plan.programme, "relances", "--envoyer")


def _quand(plan: Planification) -> str:
    jours = "du lundi au vendredi" if plan.jours is Jours.OUVRES else "tous les jours"
    return f"{jours} à {heure_lisible(plan.heure)}"


def _crontab(plan: Planification) -> str:
    return f"""\
# Relances de recouvre, {_quand(plan)}. Deux passages le même jour n'envoient rien deux fois.
# Chaque passage laisse une ligne, avec son code de retour, dans passages.log à la racine du cabinet.
{ligne_crontab(plan)}
"""


def _service(plan: Planification) -> str:
    journal = str(PurePosixPath(plan.cabinet) / NOM_JOURNAL).replace("%", "%%")
    return f"""\
[Unit]
Description=Relances de recouvre

[Service]
Type=oneshot
Environment=RECOUVRE_AUTEUR={AUTEUR}
ExecStart={_commande_systemd((*_mots(plan), "--cabinet", plan.cabinet))}
StandardOutput=append:{journal}
StandardError=append:{journal}
"""


def _commande_systemd(mots: tuple[str, ...]) -> str:
    """La commande d'une unité. systemd refuse guillemets et apostrophes dans le nom du programme : « sh » le lance."""
    if re.search(r"""["'\\$%]""", mots[0]):
        mots = ("/bin/sh", "-c", 'exec "$0" "$@"', *mots)
    return " ".join(_mot_systemd(mot) for mot in mots)


def _mot_systemd(mot: str) -> str:
    if re.fullmatch(r"[\w@+=:,./-]+", mot, re.ASCII):
        return mot
    echappe = mot.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{echappe}"'


def _minuterie(plan: Planification) -> str:
    jours = "Mon..Fri " if plan.jours is Jours.OUVRES else ""
    return f"""\
[Unit]
Description=Relances de recouvre, {_quand(plan)}

[Timer]
OnCalendar={jours}*-*-* {plan.heure:%H:%M}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def _bat(plan: Planification) -> str:
    """UTF-8, que ``chcp 65001`` annonce avant le premier accent ; « % » s'écrit « %% »."""
    mots = " ".join(_mot_windows(mot) for mot in (*_mots(plan), "--cabinet", plan.cabinet))
    journal = _mot_windows(str(PureWindowsPath(plan.cabinet) / NOM_JOURNAL))
    return f"""\
@echo off
chcp 65001 >nul
rem Relances de recouvre : le Planificateur de tâches lance ce fichier, {_quand(plan)}.
rem Chaque passage laisse une ligne, avec son code de retour, dans passages.log à la racine du cabinet.
set "RECOUVRE_AUTEUR={AUTEUR}"
{mots} >> {journal} 2>&1
exit /b %ERRORLEVEL%
"""


def _mot_windows(mot: str) -> str:
    return mot if re.fullmatch(r"-{0,2}[a-z]+", mot, re.ASCII) else '"' + mot.replace("%", "%%") + '"'


def _tache(plan: Planification, bat: str) -> str:
    """La tâche au format du Planificateur : elle rattrape un passage manqué et n'en lance jamais deux à la fois."""
    from xml.sax.saxutils import escape

    jours = "".join(f"<{jour} />" for jour in _EN_ANGLAIS[:5])
    semaine = f"<ScheduleByWeek><DaysOfWeek>{jours}</DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>"
    chaque_jour = "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Relances de recouvre, {_quand(plan)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{plan.heure:%H:%M}:00</StartBoundary>
      {semaine if plan.jours is Jours.OUVRES else chaque_jour}
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>"{escape(bat)}"</Command>
    </Exec>
  </Actions>
</Task>
"""


def _unix(nom: str, texte: str) -> Fichier:
    return Fichier(nom=nom, texte=texte, octets=texte.encode("utf-8", "surrogateescape"))


def _windows(nom: str, texte: str, codage: str) -> Fichier:
    """Fins de ligne de Windows ; en UTF-16, la marque d'ordre que « schtasks /xml » attend, petit-boutiste partout."""
    lignes = texte.replace("\n", "\r\n")
    octets = b"\xff\xfe" + lignes.encode("utf-16-le") if codage == "utf-16" else lignes.encode(codage)
    return Fichier(nom=nom, texte=texte, octets=octets)
