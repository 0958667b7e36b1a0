"""Le canal « sms » sans passerelle : un CSV à remettre à un prestataire, une ligne par SMS, jamais deux fois la même.

Une ligne s'ajoute d'un seul geste et finit par un retour que son contenu ne porte pas : celle qu'un arrêt brutal aurait
coupée se reconnaît, et s'efface à l'ouverture suivante.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from recouvre.envois.remise import CanalIndisponible, Engager, Message, Remise, Sort

FICHIER = "fichier"
_FIN = b"\r\n"
_TETE = b"\xef\xbb\xbf" + b"numero;texte;reference" + _FIN


class FichierDeSms:
    """Un canal ``Canal``. Le fichier est créé au premier SMS."""

    def __init__(self, chemin: Path) -> None:
        self._chemin = chemin
        self._deja: set[str] | None = None

    def remettre(self, message: Message, engager: Engager) -> Remise:
        """Ajoute le SMS au fichier, s'il n'y est pas. Lève ``CanalIndisponible``, ou ce que lève ``engager``."""
        ligne = _ligne(message)
        try:
            deja = self._ouvrir()
        except OSError as erreur:
            raise self._indisponible(erreur) from None
        engager()
        if message.reference not in deja:
            try:
                self._ajouter(ligne)
            except OSError as erreur:
                raise self._indisponible(erreur) from None
            deja.add(message.reference)
        identifiant = f"{self._chemin.name}/{message.reference}"
        preuve = f"écrit dans {self._chemin.name}"
        return Remise(sort=Sort.PARTI, identifiant=identifiant, preuve=preuve, fichier=self._chemin)

    def fermer(self) -> None:
        """Rien à rendre : chaque ligne est écrite aussitôt."""

    def _ouvrir(self) -> set[str]:
        """Les références déjà là ; une ligne coupée est retirée."""
        if self._deja is None:
            self._chemin.parent.mkdir(parents=True, exist_ok=True)
            octets = self._chemin.read_bytes() if self._chemin.exists() else b""
            entiers = octets[: octets.rfind(_FIN) + len(_FIN)] if _FIN in octets else b""
            if len(entiers) < len(octets):
                with self._chemin.open("r+b") as flux:
                    flux.truncate(len(entiers))
            if not entiers:
                self._ajouter(_TETE)
            lignes = csv.reader(io.StringIO(entiers.decode("utf-8-sig"), newline=""), delimiter=";")
            self._deja = {ligne[2] for ligne in lignes if len(ligne) == 3}
        return self._deja

    def _ajouter(self, octets: bytes) -> None:
        """Ajoute et fait durer ; ce qui n'a pas pu s'écrire en entier s'efface (disque plein)."""
        with self._chemin.open("ab", buffering=0) as flux:
            avant = flux.seek(0, os.SEEK_END)
            try:
                if flux.write(octets) != len(octets):
                    raise OSError(28, "écriture incomplète")
                os.fsync(flux.fileno())
            except OSError:
                flux.truncate(avant)
                raise

    def _indisponible(self, erreur: OSError) -> CanalIndisponible:
        raison = {28: "le disque est plein", 13: "il est protégé, ou ouvert ailleurs"}.get(erreur.errno or 0, "")
        suite = f" ({raison})" if raison else ""
        return CanalIndisponible(f"Le fichier de SMS {self._chemin} ne peut pas s'écrire{suite}. Rien n'est parti.")


def _ligne(message: Message) -> bytes:
    """Une espace devant ce qu'un tableur prendrait pour une formule : elle ne change rien à un SMS."""
    texte = message.contenu.decode().replace("\r\n", "\n").replace("\r", "\n")
    if texte[:1] in ("=", "+", "-", "@", "\t"):
        texte = f" {texte}"
    flux = io.StringIO(newline="")
    csv.writer(flux, delimiter=";", lineterminator="\r\n").writerow((message.destinataire, texte, message.reference))
    return flux.getvalue().encode()
