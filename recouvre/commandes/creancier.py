"""`recouvre creancier` : les créanciers et leurs réglages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import (
    Adresse,
    CodePostal,
    Complement,
    Courriel,
    Nom,
    Siren,
    Telephone,
    Ville,
    donnees,
)
from recouvre.commandes.lecteurs import lire_imputation
from recouvre.commandes.options import Cabinet, EnJson, lecteur, option_date
from recouvre.commandes.saisies import controler_natures

if TYPE_CHECKING:
    from recouvre.domaine.parties import ReglagesCreancier
    from recouvre.operations.session import Session

app = typer.Typer()


def _imputation(texte: str) -> str:
    """Un ordre d'imputation ; « aucun » rend l'ordre légal."""
    return "" if texte.strip().lower() in {"", "aucun", "aucune"} else lire_imputation(texte)


@app.command()
def creancier(
    cabinet: Cabinet,
    qui: Annotated[str | None, typer.Argument(metavar="NOM", help="Nom ou SIREN du créancier.")] = None,
    nom: Nom = None,
    siren: Siren = None,
    adresse: Adresse = None,
    complement: Complement = None,
    code_postal: CodePostal = None,
    ville: Ville = None,
    courriel: Courriel = None,
    telephone: Telephone = None,
    convention_le: Annotated[
        dt.date | None, option_date("--convention-le", aide="Date de la convention de mandat (CPCE R124-3).")
    ] = None,
    cgv_le: Annotated[
        dt.date | None, option_date("--cgv-le", aide="Date d'acceptation de vos conditions générales.")
    ] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", metavar="NOM", help="Scénario de ses dossiers.")] = None,
    particulier: Annotated[
        bool | None,
        typer.Option(
            "--particulier/--professionnel", help="Agit-il hors de son métier (CMF L313-2) ? Dossiers à venir."
        ),
    ] = None,
    imputation: Annotated[
        str | None,
        typer.Option(
            "--imputation",
            metavar="ORDRE",
            help="Ordre convenu, dossiers à venir : interets,principal,accessoires ; « aucun ».",
            parser=lecteur(_imputation),
        ),
    ] = None,
    pieces: Annotated[
        str | None,
        typer.Option(
            "--pieces", metavar="LISTE", help="Pièces exigées avant d'agir : mandat,cgv,facture ; « aucune »."
        ),
    ] = None,
    gestionnaire: Annotated[
        str | None, typer.Option("--gestionnaire", metavar="NOM", help="Qui suivra ses dossiers neufs ; « aucun ».")
    ] = None,
    nouveau: Annotated[
        bool, typer.Option("--nouveau", help="Ouvre son compte, avant son premier dossier : rien n'est dû pour cela.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Montre ou règle un créancier : coordonnées, mandat, scénario.

    Sans nom, les créanciers sont listés. La convention et les conditions générales, une fois datées, valent pour tous
    ses dossiers en cours et à venir ; la qualité et l'ordre d'imputation, pour ceux qui s'ouvriront. Ses honoraires se
    notent avec « recouvre bareme ».
    """
    from recouvre.base import parties
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.parties import Partie, ReglagesCreancier
    from recouvre.operations.reglages import modifier_partie, ouvrir_compte, regler_creancier

    if nouveau and qui is None:
        raise typer.BadParameter("dites le nom du créancier.", param_hint="NOM")
    with ouvrir_session(cabinet) as session:
        if qui is None:
            _lister(session, en_json)
            return
        numero = 0 if nouveau else parties.trouver_creancier(session.base, qui)
        changements = donnees(
            nom=nom, siren=siren, adresse=adresse, complement=complement, code_postal=code_postal, ville=ville,
            courriel=courriel, telephone=telephone,
        )  # fmt: skip
        avant = ReglagesCreancier() if nouveau else session.reglages(numero)
        apres = replace(
            avant,
            convention_le=convention_le or avant.convention_le,
            cgv_le=cgv_le or avant.cgv_le,
            scenario=avant.scenario if scenario is None else scenario,
            pieces_exigees=avant.pieces_exigees if pieces is None else _pieces(pieces),
            particulier=avant.particulier if particulier is None else particulier,
            imputation=avant.imputation if imputation is None else imputation,
            gestionnaire=avant.gestionnaire if gestionnaire is None else _gestionnaire(session, gestionnaire),
        )
        if nouveau:
            numero, changements = ouvrir_compte(session, Partie(**{"nom": qui, **changements}), apres), {}
        elif apres != avant:
            regler_creancier(session, numero, apres)
        if changements:
            modifier_partie(session, numero, changements)
        _montrer(session, numero, apres, en_json)
    if not en_json and (apres.particulier, apres.imputation) != (avant.particulier, avant.imputation):
        print("Vaut pour les dossiers qui s'ouvriront ; pour un dossier ouvert : recouvre qualifier D-…")


def _gestionnaire(session: Session, nom: str) -> str:
    """Un gestionnaire connu, à son nom tel qu'il est réglé ; « aucun » : personne."""
    from recouvre.operations.gestionnaires import lire

    if nom.strip().lower() in {"", "aucun", "aucune"}:
        return ""
    return lire(session.chemin).de_ce_nom(nom).nom


def _pieces(texte: str) -> tuple[str, ...]:
    if texte.strip().lower() in {"", "aucune"}:
        return ()
    return controler_natures((mot.strip().lower() for mot in texte.split(",") if mot.strip()), "--pieces")


def _lister(session: Session, en_json: bool) -> None:
    from recouvre.base import parties

    tous = [(nom, session.reglages(numero)) for numero, nom in parties.creanciers(session.base)]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"creanciers": [{"nom": nom, **_reglages_json(reglages)} for nom, reglages in tous]})
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Colonne, tableau

    colonnes = (Colonne("Créancier"), Colonne("Convention"), Colonne("CGV"), Colonne("Scénario"))
    lignes = [(nom, date(r.convention_le), date(r.cgv_le), r.scenario) for nom, r in tous]
    tableau(colonnes, lignes, titre=f"Créanciers ({len(tous)})")


def _montrer(session: Session, numero: int, reglages: ReglagesCreancier, en_json: bool) -> None:
    partie = session.partie(numero)
    if en_json:
        from dataclasses import asdict

        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({**asdict(partie), **_reglages_json(reglages)})
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import fiche
    from recouvre.domaine.profil import Mode

    honoraires = _honoraires(reglages) if session.mode is Mode.AGENCE else ""
    exigees = "celles du mode" if reglages.pieces_exigees is None else ", ".join(reglages.pieces_exigees) or "aucune"
    fiche(
        [
            ("Adresse", ", ".join(partie.lignes_adresse)),
            ("SIREN", partie.siren),
            ("Téléphone", partie.telephone),
            ("Courriel", partie.courriel),
            ("Convention de mandat", date(reglages.convention_le) or "non datée (--convention-le)"),
            ("CGV acceptées", date(reglages.cgv_le) or "non datées (--cgv-le)"),
            ("Pièces exigées", exigees),
            ("Scénario", reglages.scenario or "celui du mode"),
            ("Gestionnaire", reglages.gestionnaire),
            ("Qualité", "particulier" if reglages.particulier else ""),
            ("Imputation convenue", reglages.imputation),
            ("Honoraires", honoraires),
        ],
        titre=partie.denomination,
    )


def _honoraires(reglages: ReglagesCreancier) -> str:
    """Le barème qui vaut aujourd'hui, sinon le premier à venir."""
    if not reglages.honoraires:
        return "sans barème (recouvre bareme)"
    from recouvre.affichage.francais import date
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.domaine.honoraires import en_vigueur_ou_prochain
    from recouvre.domaine.honoraires_dits import en_clair

    vaut = en_vigueur_ou_prochain(reglages.honoraires, aujourdhui())
    return f"à partir du {date(vaut.du)}, {en_clair(vaut)}" if vaut else ""


def _baremes_json(reglages: ReglagesCreancier) -> list[dict[str, object]]:
    from recouvre.affichage.baremes import bareme_en_json

    return [bareme_en_json(bareme) for bareme in reglages.honoraires]


def _reglages_json(reglages: ReglagesCreancier) -> dict[str, object]:
    return {
        "convention_le": reglages.convention_le,
        "cgv_le": reglages.cgv_le,
        "scenario": reglages.scenario or None,
        "particulier": reglages.particulier,
        "imputation": reglages.imputation or None,
        "gestionnaire": reglages.gestionnaire or None,
        "honoraires": _baremes_json(reglages) if reglages.honoraires else [],
        "pieces_exigees": list(reglages.pieces_exigees) if reglages.pieces_exigees is not None else None,
    }
