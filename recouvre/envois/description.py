"""Une passerelle SMS décrite en TOML : où envoyer, quoi, et comment lire la réponse. Tout est vérifié à la lecture.

Le fichier est dans ``passerelles/`` du cabinet, ou livré (« ovh »). Il ne contient aucun secret : des noms de secrets.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from recouvre.domaine.refus import Refus
from recouvre.envois.substitution import SECRET, Gabarit, faute, sans_trou, variables
from recouvre.envois.tls import est_local

DOSSIER = "passerelles"
LIVREES = ("ovh",)
SECRETS_OVH = ("cle", "secret", "client")
_LIVREES = Path(__file__).resolve().parent / DOSSIER
_METHODES = ("POST", "PUT", "GET")


class PasserelleFautive(Refus):
    """La description d'une passerelle ne se comprend pas."""

    def __init__(self, fichier: Path, raison: str) -> None:
        super().__init__(f"Passerelle SMS, {fichier} : {raison}.")


class Format(StrEnum):
    """Comment le corps s'écrit. Les valeurs y sont échappées ; en ``TEXTE``, elles sont mises telles quelles."""

    JSON = "json"
    FORMULAIRE = "formulaire"
    XML = "xml"
    TEXTE = "texte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Ce que veulent dire des codes. ``indisponibles`` : notre compte ou notre réglage ; le reste est définitif."""

    succes: tuple[int, ...] = ()
    passagers: tuple[int, ...] = ()
    indisponibles: tuple[int, ...] = ()
    mauvais_numero: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """Comment lire la réponse. Un chemin dit où, dans le JSON : « ids.0 ».

    ``refus`` : s'il y a là quelque chose, le numéro est refusé malgré le code de succès ; ``code`` : le code que la
    passerelle met dans une réponse HTTP de succès, et ``codes_lus`` ce qu'il veut dire.
    """

    codes: Codes = field(default_factory=Codes)
    identifiant: str = ""
    refus: str = ""
    motif: str = ""
    code: str = ""
    codes_lus: Codes = field(default_factory=Codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Une passerelle. ``corps`` : une table (json, formulaire) ou un texte ; ``heure`` : où lire l'heure du serveur."""

    fichier: Path
    url: str
    methode: str = "POST"
    format: Format = Format.JSON
    entetes: tuple[tuple[str, str], ...] = ()
    corps: Gabarit = ""
    signature: str = ""
    heure: str = ""
    lecture: Lecture = field(default_factory=Lecture)

    @property
    def employees(self) -> tuple[str, ...]:
        """Les variables dont elle a besoin, secrets compris, chacune une fois."""
        gabarits: list[Gabarit] = [self.url, self.corps, *(valeur for _, valeur in self.entetes)]
        noms = [nom for gabarit in gabarits for nom in variables(gabarit)]
        if self.signature:
            noms += [f"{SECRET}{nom}" for nom in SECRETS_OVH]
        return tuple(dict.fromkeys(noms))


def chemin_de_passerelle(nom: str, cabinet: Path) -> Path:
    """Le fichier de cette passerelle : celui du cabinet, sinon le livré. Lève ``PasserelleFautive``."""
    propre = cabinet / DOSSIER / f"{nom}.toml"
    if not nom or Path(nom).name != nom or nom.startswith("."):
        raise PasserelleFautive(cabinet / DOSSIER, f"« {nom} » n'est pas le nom d'un fichier de ce dossier")
    if propre.is_file():
        return propre
    if nom in LIVREES:
        return _LIVREES / f"{nom}.toml"
    raison = f"ce fichier n'existe pas. Écrivez-le, ou choisissez : {', '.join((*LIVREES, 'fichier'))}"
    raise PasserelleFautive(propre, raison)


def lire_description(fichier: Path) -> Description:
    """La passerelle décrite par ce fichier. Lève ``PasserelleFautive``, avec la clé en cause."""
    try:
        brut = tomllib.loads(fichier.read_text("utf-8-sig"))
    except OSError:
        raise PasserelleFautive(fichier, "ce fichier ne se lit pas") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise PasserelleFautive(fichier, f"ce n'est pas du TOML lisible ({erreur})") from None
    return _Lecteur(fichier).description(brut)


class _Lecteur:
    """Relève un fichier clé par clé ; toute faute nomme la clé."""

    def __init__(self, fichier: Path) -> None:
        self._fichier = fichier

    def description(self, brut: Mapping[str, Any]) -> Description:
        cles = ("url", "methode", "format", "en-tetes", "corps", "signature", "heure", "reponse")
        self._connues(brut, cles, "")
        methode = self._choix(brut, "methode", "POST", _METHODES)
        forme = Format(self._choix(brut, "format", "json", tuple(Format)))
        signature = self._choix(brut, "signature", "", ("", "ovh"))
        entetes = self._table(brut, "en-tetes")
        decrite = Description(
            fichier=self._fichier,
            url=self._texte(brut, "url"),
            methode=methode,
            format=forme,
            entetes=tuple((nom, self._texte(entetes, nom)) for nom in entetes),
            corps=self._corps(brut, methode, forme),
            signature=signature,
            heure=self._texte(brut, "heure"),
            lecture=self._lecture(self._table(brut, "reponse")),
        )
        self._verifier(decrite)
        return decrite

    def _corps(self, brut: Mapping[str, Any], methode: str, forme: Format) -> Gabarit:
        if methode == "GET":
            if "corps" in brut:
                raise self._faute("une requête GET n'a pas de corps : mettez ces valeurs dans « url »")
            return ""
        if forme in (Format.JSON, Format.FORMULAIRE):
            table = self._table(brut, "corps")
            if forme is Format.FORMULAIRE:
                return {nom: self._texte(table, nom) for nom in table}
            return dict(table)
        return self._texte(brut, "corps")

    def _lecture(self, brut: Mapping[str, Any]) -> Lecture:
        codes = ("succes", "passagers", "indisponibles", "mauvais-numero")
        self._connues(brut, (*codes, "identifiant", "refus", "motif", "code"), "reponse.")
        lus = self._table(brut, "code")
        self._connues(lus, (*codes, "chemin"), "reponse.code.")
        if lus and not (lus.get("chemin") and lus.get("succes")):
            raise self._faute("« reponse.code » demande « chemin » et « succes »")
        return Lecture(
            codes=self._codes(brut),
            identifiant=self._texte(brut, "identifiant"),
            refus=self._texte(brut, "refus"),
            motif=self._texte(brut, "motif"),
            code=self._texte(lus, "chemin"),
            codes_lus=self._codes(lus),
        )

    def _codes(self, brut: Mapping[str, Any]) -> Codes:
        lus: dict[str, tuple[int, ...]] = {}
        for cle in ("succes", "passagers", "indisponibles", "mauvais-numero"):
            valeurs = brut.get(cle, [])
            if not isinstance(valeurs, list) or not all(type(valeur) is int for valeur in valeurs):
                raise self._faute(f"« {cle} » est une liste de codes : [200, 201]")
            lus[cle.replace("-", "_")] = tuple(valeurs)
        return Codes(**lus)

    def _verifier(self, decrite: Description) -> None:
        if not decrite.url:
            raise self._faute("« url » manque")
        for gabarit in (decrite.url, decrite.corps, *(valeur for _, valeur in decrite.entetes)):
            if raison := faute(gabarit):
                raise self._faute(raison)
        for nom, valeur in decrite.entetes:
            if not nom.isascii() or not nom.replace("-", "").isalnum() or not valeur.isprintable():
                raise self._faute(f"l'en-tête « {nom} » n'a pas la forme d'un en-tête HTTP")
        for cle, url in (("url", decrite.url), ("heure", decrite.heure)):
            if url:
                self._verifier_url(cle, url)
        noms = decrite.employees
        if not {"texte"} <= set(noms) or not any(nom.startswith("numero") for nom in noms):
            raise self._faute("il y faut au moins {{ texte }} et un numéro, {{ numero }} par exemple")

    def _verifier_url(self, cle: str, url: str) -> None:
        """Ni compte dans l'adresse, ni trou dans le nom du serveur : une valeur ne choisit pas où l'on écrit."""
        fixe = sans_trou(url)
        if not fixe.isascii() or not fixe.isprintable() or " " in fixe:
            raise self._faute(f"« {cle} » ne porte ni accent ni espace : écrivez-les en %C3%A9, %20…")
        try:
            lue = urlsplit(url)
            hote, _ = lue.hostname or "", lue.port
        except ValueError:
            raise self._faute(f"« {cle} » n'est pas une adresse") from None
        if lue.scheme not in ("https", "http") or not hote or "{" in lue.netloc or lue.fragment:
            raise self._faute(f"« {cle} » doit commencer par https:// et le nom du serveur, sans variable")
        if lue.username or lue.password:
            raise self._faute(f"« {cle} » ne porte ni compte ni mot de passe : employez {{{{ secret.NOM }}}}")
        if lue.scheme == "http" and not est_local(hote):
            raise self._faute(f"« {cle} » doit être en https : le SMS et les secrets passeraient en clair")

    def _connues(self, brut: Mapping[str, Any], connues: tuple[str, ...], ou: str) -> None:
        for cle in brut:
            if cle not in connues:
                raise self._faute(f"« {ou}{cle} » n'est pas une clé ({', '.join(connues)})")

    def _texte(self, brut: Mapping[str, Any], cle: str) -> str:
        valeur = brut.get(cle, "")
        if not isinstance(valeur, str):
            raise self._faute(f"« {cle} » doit être un texte entre guillemets")
        return valeur

    def _choix(self, brut: Mapping[str, Any], cle: str, defaut: str, permis: tuple[str, ...]) -> str:
        valeur = brut.get(cle, defaut)
        if valeur not in permis:
            raise self._faute(f"« {cle} » vaut {' ou '.join(filter(None, permis))}")
        return str(valeur)

    def _table(self, brut: Mapping[str, Any], cle: str) -> dict[str, Any]:
        valeur = brut.get(cle, {})
        if not isinstance(valeur, dict):
            raise self._faute(f"« [{cle}] » doit être une section")
        return valeur

    def _faute(self, raison: str) -> PasserelleFautive:
        return PasserelleFautive(self._fichier, raison)
