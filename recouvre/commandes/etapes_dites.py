"""Ce que partagent « surendettement » et « procedure » : lire leurs options, dire ce qui court après une étape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from recouvre.operations.consigner import Consigne
    from recouvre.operations.insolvabilite import Etape
    from recouvre.operations.session import Session

_TOUJOURS = ("--le", "--texte")


def controler(options: Mapping[str, Any], etape: str, regle: Etape | None) -> dict[str, Any]:
    """Les options données. Lève la faute d'appel s'il en manque une, ou si l'une n'est pas de cette étape."""
    donnees = {nom: valeur for nom, valeur in options.items() if valeur not in (None, "")}
    exigees, admises = (regle.exigees, regle.admises) if regle else ((), ())
    if manque := [nom for nom in (("--le", *exigees) if etape else ()) if nom not in donnees]:
        raise typer.BadParameter(f"« {etape} » demande {' et '.join(manque)}.", param_hint="ÉTAPE")
    if not etape and donnees:
        raise typer.BadParameter("dites l'étape que ces options décrivent.", param_hint="ÉTAPE")
    if de_trop := [nom for nom in donnees if nom not in (*_TOUJOURS, *exigees, *admises)]:
        connues = ", ".join((*_TOUJOURS, *exigees, *admises))
        raise typer.BadParameter(
            f"« {etape} » n'a pas {', '.join(de_trop)}. Elle a : {connues}.", param_hint=de_trop[0]
        )
    return donnees


def annoncer_etape(session: Session, consigne: Consigne, etape: str, sorte: str, en_json: bool) -> None:
    """Le fait écrit, puis ce qu'il donne à faire ; et ce qu'il rend sans objet, s'il s'apprend après coup."""
    from recouvre.affichage.evenements import raconter
    from recouvre.affichage.francais import date
    from recouvre.affichage.insolvabilite import delais_json, dire_delais
    from recouvre.commandes.apres_coup import apres_coup, dire_apres_coup
    from recouvre.commandes.faits import annoncer, avertir
    from recouvre.operations.insolvabilite import a_savoir, delais_de

    delais, retard = delais_de(session, consigne.dossier.numero, sorte), apres_coup(consigne)
    fait = consigne.ecrits[-1].evenement
    dit = raconter(fait)
    phrase = f"le {date(fait.date)}, {dit[:1].lower()}{dit[1:]}"
    dits = a_savoir(session, consigne)
    plus = {"delais": delais_json(delais), "avertissements": list(dits), **retard.json}
    annoncer(consigne, phrase, en_json, etape=etape, **plus)
    if not en_json:
        avertir(dits)
        dire_apres_coup(retard)
        dire_delais(delais)


def choisir(texte: str, connues: Sequence[str]) -> str:
    """L'étape tapée, accents et espaces oubliés. Lève la faute d'appel si elle n'existe pas."""
    net = texte.strip().lower().translate(str.maketrans("éèêàçù ", "eeeacu-"))
    if net and net not in connues:
        raise typer.BadParameter(f"« {texte} » n'est pas une étape : {', '.join(connues)}.", param_hint="ÉTAPE")
    return net
