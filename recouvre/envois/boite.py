"""Où lire les courriels revenus : une boîte IMAP, un dossier de fichiers ``.eml`` ou une Maildir. Rien n'est effacé.

Un message reste à lire tant qu'on n'a pas dit ``traite`` : un arrêt brutal le fait relire, jamais perdre.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from recouvre.domaine.canaux import ReglagesRebonds
from recouvre.envois.rebonds import TAILLE_LUE, Recu
from recouvre.envois.remise import CanalIndisponible

LUS = "lus"
"""Le sous-dossier où se range un fichier traité."""


class Boite(Protocol):
    """Une boîte ouverte. Lève ``CanalIndisponible`` si elle cesse de répondre."""

    def lire(self) -> Iterator[Recu]:
        """Les messages pas encore traités, un à un."""
        ...

    def traite(self, recu: Recu) -> None:
        """Ce message a été rapporté : il ne sera plus lu."""
        ...

    def fermer(self) -> None:
        """Rend la connexion ; ne lève rien."""
        ...


def ouvrir_boite(reglages: ReglagesRebonds) -> Boite:
    """La boîte que désignent les réglages. Lève ``CanalIndisponible``."""
    if reglages.dossier:
        return BoiteDossier(Path(reglages.dossier).expanduser())
    if reglages.serveur:
        from recouvre.envois.boite_imap import BoiteImap

        return BoiteImap(reglages)
    raise CanalIndisponible(
        "Aucune boîte de retours n'est réglée. Tapez : recouvre canal rebonds --serveur … ou --dossier …"
    )


class BoiteDossier:
    """Un dossier de fichiers ``.eml``, ou une Maildir. Un fichier traité va dans ``lus/``."""

    def __init__(self, dossier: Path) -> None:
        if not dossier.is_dir():
            raise CanalIndisponible(
                f"Le dossier des courriels revenus, {dossier}, n'existe pas. Créez-le, ou corrigez-le avec « recouvre "
                "canal rebonds --dossier … »."
            )
        self._dossier = dossier

    def lire(self) -> Iterator[Recu]:
        """Par nom ; un fichier qui ne s'ouvre pas (en cours d'écriture, verrouillé) attend la prochaine fois."""
        for chemin in self._fichiers():
            try:
                with chemin.open("rb") as flux:
                    octets = flux.read(TAILLE_LUE)
            except OSError:
                continue
            yield Recu(nom=chemin.relative_to(self._dossier).as_posix(), octets=octets)

    def traite(self, recu: Recu) -> None:
        """Le déplace, sans jamais en écraser un autre."""
        lus = self._dossier / LUS
        source = self._dossier / recu.nom
        try:
            lus.mkdir(exist_ok=True)
            source.replace(_libre(lus / source.name))
        except FileNotFoundError:
            return  # une autre relève l'a déjà rangé
        except OSError:
            raise CanalIndisponible(
                f"Le courriel {source} ne se déplace pas vers {lus} : vérifiez les droits du dossier."
            ) from None

    def fermer(self) -> None:
        """Rien à rendre."""

    def _fichiers(self) -> list[Path]:
        try:
            if (self._dossier / "cur").is_dir() and (self._dossier / "new").is_dir():
                trouves = [*(self._dossier / "new").iterdir(), *(self._dossier / "cur").iterdir()]
            else:
                trouves = [chemin for chemin in self._dossier.iterdir() if chemin.suffix.lower() == ".eml"]
            return sorted(chemin for chemin in trouves if chemin.is_file())
        except OSError:
            raise CanalIndisponible(f"Le dossier {self._dossier} ne se lit pas : vérifiez ses droits.") from None


def _libre(voulu: Path) -> Path:
    rang, chemin = 1, voulu
    while chemin.exists():
        rang += 1
        chemin = voulu.with_name(f"{voulu.stem}-{rang}{voulu.suffix}")
    return chemin
