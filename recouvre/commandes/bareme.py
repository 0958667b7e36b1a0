"""`recouvre bareme` : le barème d'honoraires d'un créancier, daté."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.horloge import aujourdhui
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, lecteur, option_date, option_montant
from recouvre.domaine.honoraires import (
    Assiette,
    BaremeHonoraires,
    Grille,
    Selon,
    lire_anciennete,
    lire_pourcent,
    lire_tranches,
)
from recouvre.domaine.refus import SaisieIllisible

if TYPE_CHECKING:
    from recouvre.domaine.parties import ReglagesCreancier

app = typer.Typer()

COMME_LE_RESTE = "comme le reste"


def _lire_commission(texte: str) -> Grille:
    return Grille(lire_tranches(texte))


@app.command()
def bareme(
    cabinet: Cabinet,
    qui: Annotated[str, typer.Argument(metavar="CRÉANCIER", help="Nom ou SIREN du créancier.")],
    du: Annotated[dt.date | None, option_date("--du", aide="Premier jour où ce barème vaut.")] = None,
    commission: Annotated[
        Grille | None,
        typer.Option(
            "--commission", metavar="TAUX", parser=lecteur(_lire_commission),
            help="« 12 % », ou « 12 % jusqu'à 5000 ; 8 % au-delà ».",
        ),
    ] = None,
    anciennete: Annotated[
        list[Grille] | None,
        typer.Option(
            "--anciennete", metavar="TAUX", parser=lecteur(lire_anciennete),
            help="« 24 mois : 20 % » ; répétable.",
        ),
    ] = None,
    selon: Annotated[
        Selon | None,
        typer.Option(
            "--selon", metavar="QUOI", parser=lecteur(lire_choix(Selon)),
            help="recouvre ou confie ; à défaut, recouvre.",
        ),
    ] = None,
    assiette: Annotated[
        Assiette | None,
        typer.Option(
            "--assiette", metavar="QUOI", parser=lecteur(lire_choix(Assiette)),
            help="tout ou principal ; à défaut, tout.",
        ),
    ] = None,
    direct: Annotated[
        str | None,
        typer.Option("--direct", metavar="TAUX", help=f"Reçu par le créancier : un taux, rien, ou {COMME_LE_RESTE}."),
    ] = None,
    minimum: Annotated[
        int | None, option_montant("--minimum", aide="Hors taxes, par dossier où une somme est encaissée.")
    ] = None,
    tva: Annotated[
        Decimal | None,
        typer.Option("--tva", metavar="TAUX", parser=lecteur(lire_pourcent), help="À défaut, 20 % ; 0 : sans TVA."),
    ] = None,
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Corrige le barème de la même date.")] = False,
    retirer: Annotated[bool, typer.Option("--retirer", help="Retire le barème de cette date.")] = False,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Montre ou note le barème d'honoraires d'un créancier, daté.

    Un barème vaut à partir de sa date ; le précédent reste pour ce qui a été encaissé avant. Il se donne en entier :

    recouvre bareme "Forge" --du 01/01/2026 --commission "12 % jusqu'à 5000 ; 10 % jusqu'à 20000 ; 8 % au-delà"

    --selon recouvre : les tranches se remplissent de ce que chaque dossier a rendu. --selon confie : un seul taux,
    d'après le montant des factures confiées. --anciennete : la commission des créances échues depuis ce temps quand
    elles sont confiées. --assiette : tout ce que le paiement règle, ou le principal seul.

    La convention de mandat l'imprime (CPCE, art. R124-3 3°), recouvre honoraires l'applique. Le débiteur n'en paie
    jamais rien (CPCE, art. L111-8).
    """
    from recouvre.base import parties
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.remuneration import noter_bareme, retirer_bareme

    choisis: dict[str, Any] = {
        "selon": selon, "assiette": assiette, "minimum": minimum, "tva": tva,
        "direct": None if direct is None else _direct(direct),
    }  # fmt: skip
    dits = [anciennete, direct, *choisis.values()]
    _refuser_le_vain(du, commission, retirer=retirer, plus=remplacer or any(dit is not None for dit in dits))
    with ouvrir_session(cabinet) as session:
        numero = parties.trouver_creancier(session.base, qui)
        reglages = session.reglages(numero)
        if retirer and du is not None:
            reglages = retirer_bareme(session, numero, du)
        elif commission is not None and du is not None:
            grilles = (commission, *(anciennete or ()))
            donnes = {nom: valeur for nom, valeur in choisis.items() if valeur is not None}
            voulu = BaremeHonoraires(du=du, grilles=grilles, **donnes)
            reglages = noter_bareme(session, numero, voulu, remplacer=remplacer)
        _montrer(session.partie(numero).denomination, reglages, en_json)
    if du is not None and du <= aujourdhui() and not retirer and not en_json:
        from recouvre.affichage.francais import date

        print(f"Ce qui est encaissé depuis le {date(du)} s'y compte, même déjà saisi : recouvre honoraires.")


def _refuser_le_vain(du: dt.date | None, commission: Grille | None, *, retirer: bool, plus: bool) -> None:
    """Un barème se donne en entier, avec sa date ; retirer n'en demande que la date."""
    if retirer and (commission is not None or plus):
        raise typer.BadParameter("ne se donne qu'avec --du : un barème se retire ou se note.", param_hint="--retirer")
    if du is None and (retirer or commission is not None):
        raise typer.BadParameter("dites à partir de quel jour le barème vaut.", param_hint="--du")
    if commission is None and not retirer and (plus or du is not None):
        raise typer.BadParameter("un barème se donne en entier : dites sa commission.", param_hint="--commission")


def _direct(texte: str) -> Decimal | None:
    """Le taux de ce que le créancier reçoit ; ``None`` : le même que le reste."""
    net = texte.strip().lower()
    if net == COMME_LE_RESTE:
        return None
    try:
        return Decimal(0) if net == "rien" else lire_pourcent(texte)
    except SaisieIllisible as refus:
        raise typer.BadParameter(refus.phrase, param_hint="--direct") from refus


def _montrer(nom: str, reglages: ReglagesCreancier, en_json: bool) -> None:
    from recouvre.affichage import baremes as vue

    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"creancier": nom, "baremes": [vue.bareme_en_json(bareme) for bareme in reglages.honoraires]})
        return
    vue.montrer_baremes(nom, reglages.honoraires)
