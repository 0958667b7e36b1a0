"""Lire les tables datées : celles du paquet, complétées par celles que le cabinet a ajoutées (``parametres/``)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from recouvre.base.tables import chemin_de_table
from recouvre.domaine.refus import Refus, TauxInconnu
from recouvre.droit.taux import Bareme, Degre, Serie, Valeur

_PARAMETRES = Path(__file__).resolve().parent.parent / "droit" / "parametres"
"""Un chemin plutôt qu'``importlib.resources``, qui coûte 8 ms : une roue s'installe toujours en fichiers."""


class TableFautive(Refus):
    """Une table du cabinet, corrigée à la main, ne se lit plus."""

    def __init__(self, chemin: Path, faute: str) -> None:
        super().__init__(
            f"{chemin} ne se lit pas : {faute}. Chaque valeur s'écrit [[valeurs]], puis « du = 2027-01-01 », "
            "« valeur = 2.65 ». Corrigez-le, ou supprimez-le et retapez « recouvre taux ajouter … »."
        )


SERIES = (
    "bce",
    "legal-autres-cas",
    "legal-particuliers",
    "majoration-professionnelle",
    "majoration-publique",
    "majoration-judiciaire",
    "plancher-contractuel",
    "indemnite-forfaitaire",
    "delai-public-general",
    "delai-public-sante",
    "delai-public-entreprise",
)

_CLES_D_UNE_TABLE = ("nom", "libelle", "unite", "connu_au", "releve_le", "sources", "valeurs")
_CLES_DU_CABINET = ("nom", "releve_le", "sources", "valeurs")
_CLES_D_UNE_VALEUR = ("du", "au", "valeur", "texte", "sources", "degre", "verification", "releve_le")


def lire_bareme(cabinet: Path | None = None) -> Bareme:
    """Le barème complet : tables du paquet, plus ``<cabinet>/parametres/*.toml`` s'il y en a.

    >>> str(lire_bareme().bce.au(dt.date(2024, 7, 1)).valeur)
    '4.25'
    """
    return Bareme(partial(lire_serie, cabinet=cabinet))


def lire_serie(nom: str, cabinet: Path | None = None) -> Serie:
    """Une table, avec les ajouts du cabinet : à date d'effet égale, la valeur du cabinet prime.

    Un ajout que le paquet confirme depuis ne compte plus. Lève ``TableFautive``.
    """
    paquet = _du_paquet(nom)
    ajouts = tuple(ajout for ajout in lire_ajouts(nom, cabinet) if not _confirme(paquet, ajout))
    if not ajouts:
        return paquet
    if paquet.connu_au is not None:  # un taux BCE n'est su que le jour dit : le semestre suivant reste à relever
        ajouts = tuple(replace(ajout, au=ajout.au or ajout.du) for ajout in ajouts)
    valeurs = {valeur.du: valeur for valeur in (*paquet.valeurs, *ajouts)}
    return replace(
        paquet,
        valeurs=tuple(sorted(valeurs.values(), key=lambda valeur: valeur.du)),
        connu_au=max([paquet.connu_au, *(valeur.du for valeur in ajouts)]) if paquet.connu_au else None,
    )


def lire_ajouts(nom: str, cabinet: Path | None) -> tuple[Valeur, ...]:
    """Les valeurs du cabinet, telles qu'il les a écrites. Lève ``TableFautive`` et dit ce qui ne va pas."""
    chemin = chemin_de_table(cabinet, nom) if cabinet else None
    if chemin is None or not chemin.exists():
        return ()
    try:
        table = tomllib.loads(chemin.read_text("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        from recouvre.base.fichiers import ou_toml

        raise TableFautive(chemin, f"ce n'est pas du TOML ({ou_toml(erreur)})") from None
    try:
        _cles_connues(table, _CLES_DU_CABINET)
        if table.get("nom", nom) != nom:
            raise ValueError(f"il se nomme « {table['nom']} », c'est la table « {nom} »")
        valeurs = _valeurs(table, Degre.SAISI)
        _sans_doublon(valeurs)
    except ValueError as faute:
        raise TableFautive(chemin, str(faute)) from None
    return valeurs


def _du_paquet(nom: str) -> Serie:
    table = _lire_du_paquet(nom)
    _cles_connues(table, _CLES_D_UNE_TABLE)
    connu_au: dt.date | None = table.get("connu_au")
    valeurs = _valeurs(table, Degre.NON_DIT)
    if connu_au is not None:
        valeurs = (*valeurs[:-1], replace(valeurs[-1], au=connu_au))
    return Serie(
        nom=table["nom"],
        libelle=table["libelle"],
        unite=table["unite"],
        valeurs=valeurs,
        connu_au=connu_au,
        releve_le=table.get("releve_le"),
    )


def _lire_du_paquet(nom: str) -> dict[str, Any]:
    return tomllib.loads((_PARAMETRES / f"{nom}.toml").read_text("utf-8"), parse_float=Decimal)


def _confirme(paquet: Serie, ajout: Valeur) -> bool:
    """Le paquet dit maintenant la même chose : à la même date d'effet ou, s'il se périme, dans ce qu'il sait."""
    try:
        tenue = paquet.au(ajout.du)
    except TauxInconnu:
        return False
    return tenue.valeur == ajout.valeur and (tenue.du == ajout.du or paquet.connu_au is not None)


def _valeurs(table: Mapping[str, Any], degre: Degre) -> tuple[Valeur, ...]:
    """Les lignes d'une table ; ``degre`` et le relevé de la table valent pour celles qui ne disent pas les leurs."""
    lignes, sources = table.get("valeurs", []), table.get("sources", {})
    if not isinstance(lignes, list) or not all(isinstance(ligne, dict) for ligne in lignes):
        raise ValueError("« valeurs » doit être une suite de sections [[valeurs]]")
    if not isinstance(sources, dict):
        raise ValueError("« sources » doit être une section [sources]")
    return tuple(_valeur({"degre": degre, "releve_le": table.get("releve_le"), **ligne}, sources) for ligne in lignes)


def _valeur(ligne: Mapping[str, Any], sources: Mapping[str, Any]) -> Valeur:
    _cles_connues(ligne, _CLES_D_UNE_VALEUR)
    manquantes = [cle for cle in ("du", "valeur") if cle not in ligne]
    if manquantes:
        raise ValueError(f"une valeur n'a pas de « {manquantes[0]} »")
    du = _jour(ligne["du"], "du")
    if du is None:
        raise ValueError("une valeur n'a pas de « du »")
    citees = ligne.get("sources", ())
    absentes = [cle for cle in citees if cle not in sources]
    if absentes:
        raise ValueError(f"la source « {absentes[0]} » n'est pas dans [sources]")
    return Valeur(
        du=du,
        au=_jour(ligne.get("au"), "au"),
        valeur=_nombre(ligne["valeur"]),
        texte=str(ligne.get("texte", "")),
        sources=tuple(str(sources[cle]) for cle in citees),
        degre=_degre(ligne["degre"]),
        verification=str(ligne.get("verification", "")),
        releve_le=_jour(ligne["releve_le"], "releve_le"),
    )


def _cles_connues(table: Mapping[str, Any], connues: tuple[str, ...]) -> None:
    inconnues = [cle for cle in table if cle not in connues]
    if inconnues:
        raise ValueError(f"« {inconnues[0]} » n'est pas une clé connue ({', '.join(connues)})")


def _sans_doublon(valeurs: tuple[Valeur, ...]) -> None:
    for du, fois in Counter(valeur.du for valeur in valeurs).items():
        if fois > 1:
            raise ValueError(f"deux valeurs pour la même date, du = {du}")


def _jour(valeur: object, cle: str) -> dt.date | None:
    """Une date TOML, ou la même entre guillemets."""
    if valeur is None or type(valeur) is dt.date:
        return valeur
    try:
        return dt.date.fromisoformat(valeur if isinstance(valeur, str) else "")
    except ValueError:
        raise ValueError(f"« {cle} = {valeur} » n'est pas une date : écrivez {cle} = 2027-01-01") from None


def _nombre(valeur: object) -> Decimal:
    try:
        nombre = Decimal(valeur) if isinstance(valeur, (int, str, Decimal)) and not isinstance(valeur, bool) else None
    except ArithmeticError:
        nombre = None
    if nombre is None or not nombre.is_finite():
        raise ValueError(f"« valeur = {valeur} » n'est pas un nombre : écrivez valeur = 2.65")
    return nombre


def _degre(valeur: object) -> Degre:
    try:
        return Degre(str(valeur))
    except ValueError:
        raise ValueError(f"« degre = {valeur} » n'est pas un degré connu ({', '.join(Degre)})") from None
