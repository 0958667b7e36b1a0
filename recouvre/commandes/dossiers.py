"""`recouvre dossiers` : la liste filtrée."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.horloge import aujourdhui
from recouvre.commandes.options import Cabinet, EnCsv, EnJson, option_date

if TYPE_CHECKING:
    from recouvre.base.lectures import LigneListe

app = typer.Typer()

_AU_PLUS = 100


@app.command()
def dossiers(
    cabinet: Cabinet,
    etat: Annotated[str, typer.Option("--etat", metavar="ÉTAT", help="ouvert, soldé, clos ou annulé.")] = "",
    creancier: Annotated[str, typer.Option("--creancier", metavar="NOM", help="D'un créancier.")] = "",
    gestionnaire: Annotated[
        str, typer.Option("--gestionnaire", metavar="NOM", help="Ceux que cette personne suit.")
    ] = "",
    tout: Annotated[bool, typer.Option("--tout", help=f"Tous, et pas les {_AU_PLUS} premiers.")] = False,
    dus: Annotated[bool, typer.Option("--dus", help="Ce que doit chacun, et les totaux.")] = False,
    au: Annotated[
        dt.date | None, option_date("--au", aide="Avec --dus : le jour du calcul ; à défaut, aujourd'hui.")
    ] = None,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
) -> None:
    """Liste les dossiers.

    Par numéro ; un dossier annulé n'y est que si on le demande.

    Avec --dus : ce qui est dû ce jour-là dans chaque dossier ouvert, ou de l'état demandé, comme dans son décompte, et
    le total. Un dossier dont un taux manque est listé, hors du total.
    """
    if dus and gestionnaire:
        raise typer.BadParameter("ne se donne pas avec --dus.", param_hint="--gestionnaire")
    if dus:
        from recouvre.commandes.encours import montrer_dus

        montrer_dus(
            cabinet, au=au or aujourdhui(), etat=_etat(etat) or "ouvert", creancier=creancier, en_json=en_json,
            en_csv=en_csv, au_plus=None if tout else _AU_PLUS,
        )  # fmt: skip
        return
    if au is not None:
        raise typer.BadParameter("ce jour est celui du calcul de ce qui est dû : ajoutez --dus.", param_hint="--au")
    from recouvre.base import lectures, parties
    from recouvre.commandes.lire_base import nom_tenu, ouvrir_base

    base = ouvrir_base(cabinet)
    numero = parties.trouver_creancier(base, creancier) if creancier else 0
    qui = nom_tenu(base, cabinet, gestionnaire) if gestionnaire else ""
    combien = -1 if tout or en_json or en_csv else _AU_PLUS + 1
    lignes = lectures.liste(base, etat=_etat(etat), creancier=numero, gestionnaire=qui, combien=combien)
    base.close()
    montrer(lignes, en_json=en_json, en_csv=en_csv, au_plus=None if tout else _AU_PLUS)


def _etat(texte: str) -> str:
    connus = {
        "": "",
        "ouvert": "ouvert",
        "solde": "soldé",
        "soldé": "soldé",
        "clos": "clos",
        "annule": "annulé",
        "annulé": "annulé",
    }
    if texte.lower() not in connus:
        raise typer.BadParameter(f"« {texte} » n'est pas un état : ouvert, soldé, clos ou annulé.", param_hint="--etat")
    return connus[texte.lower()]


def montrer(lignes: list[LigneListe], *, en_json: bool, en_csv: bool = False, au_plus: int | None = None) -> None:
    """Des dossiers en liste : JSON, CSV ou tableau abrégé."""
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossiers": [_json(ligne) for ligne in lignes]})
    elif en_csv:
        from recouvre.affichage.sortie_csv import ecrire_csv

        valeurs = [_json(ligne) for ligne in lignes]
        colonnes = (
            "numero",
            "creancier",
            "debiteur",
            "reference",
            "etat",
            "principal",
            "ouvert_le",
            "prochaine_le",
            "prescription_le",
            "gestionnaire",
        )
        ecrire_csv(colonnes, [_csv(valeur, colonnes) for valeur in valeurs])
    else:
        _tableau(lignes, au_plus)


def _json(ligne: LigneListe) -> dict[str, object]:
    from recouvre.domaine.montants import en_decimal
    from recouvre.domaine.numeros import numero_lisible

    return {
        **ligne._asdict(),
        "numero": numero_lisible(ligne.numero),
        "principal": None if ligne.principal is None else en_decimal(ligne.principal),
        "gestionnaire": ligne.gestionnaire or None,
    }


def _csv(valeur: dict[str, object], colonnes: tuple[str, ...]) -> list[str]:
    return [
        str(valeur[nom] or "").replace(".", ",") if nom == "principal" else str(valeur[nom] or "") for nom in colonnes
    ]


def _tableau(lignes: list[LigneListe], au_plus: int | None) -> None:
    from recouvre.affichage.francais import date, montant
    from recouvre.affichage.tableau import Colonne, tableau
    from recouvre.domaine.numeros import numero_lisible

    if not lignes:
        print("Aucun dossier.")
        return
    montrees = lignes[:au_plus]
    colonnes = (
        Colonne("Dossier"), Colonne("Débiteur"), Colonne("Créancier"), Colonne("État"), Colonne("Principal", True),
        Colonne("Prochaine"),
    )  # fmt: skip
    cellules = [
        (
            numero_lisible(vu.numero), vu.debiteur, vu.creancier, vu.etat,
            "à imputer" if vu.principal is None else montant(vu.principal),
            date(dt.date.fromisoformat(vu.prochaine_le)) if vu.prochaine_le else "",
        )
        for vu in montrees
    ]  # fmt: skip
    notes = ["… la suite : recouvre dossiers --tout"] if len(montrees) < len(lignes) else []
    tableau(colonnes, cellules, notes=notes)
