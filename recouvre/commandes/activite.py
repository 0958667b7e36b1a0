"""`recouvre activite` : qui a fait quoi."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.horloge import aujourdhui
from recouvre.commandes.options import Cabinet, EnJson, jours_dans_l_ordre, option_date
from recouvre.domaine.montants import en_decimal

if TYPE_CHECKING:
    from recouvre.base.agenda import Activite
    from recouvre.domaine.gestionnaires import Equipe

app = typer.Typer()


@app.command()
def activite(
    cabinet: Cabinet,
    du: Annotated[dt.date | None, option_date("--du", aide="Premier jour ; à défaut, celui de --au.")] = None,
    au: Annotated[dt.date | None, option_date("--au", aide="Dernier jour compris ; à défaut, aujourd'hui.")] = None,
    gestionnaire: Annotated[str, typer.Option("--gestionnaire", metavar="NOM", help="De cette seule personne.")] = "",
    en_json: EnJson = False,
) -> None:
    """Dit qui a fait quoi : appels, promesses, encaissements, courriers.

    Par personne, ce qu'elle a saisi ces jours-là, sans ce qui a été annulé depuis. Le jour compté est celui de la
    saisie. Ce que le passage automatique envoie est compté à l'utilisateur qui le fait tourner.
    """
    from recouvre.base import agenda as lectures
    from recouvre.base.gestionnaires import lire_equipe
    from recouvre.commandes.lire_base import ouvrir_base

    fin = au or aujourdhui()
    debut = du or fin
    jours_dans_l_ordre(debut, fin)
    equipe = lire_equipe(cabinet)
    voulu = equipe.de_ce_nom(gestionnaire) if gestionnaire else None
    base = ouvrir_base(cabinet)
    faits = lectures.activite(base, debut.isoformat(), fin.isoformat())
    base.close()
    if voulu is not None:
        faits = [fait for fait in faits if equipe.de_l_auteur(fait.auteur) is voulu]
    _montrer(faits, equipe, debut, fin, en_json=en_json)


def _montrer(faits: list[Activite], equipe: Equipe, du: dt.date, au: dt.date, *, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        objets = [
            {**fait._asdict(), "gestionnaire": _nom(equipe, fait, "") or None, "encaisse": en_decimal(fait.encaisse)}
            for fait in faits
        ]
        ecrire_json({"du": du, "au": au, "activite": objets})
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Colonne, tableau

    jours = f"le {date(du)}" if du == au else f"du {date(du)} au {date(au)}"
    if not faits:
        print(f"Rien n'a été saisi {jours}.")
        return
    titres = ("Appels", "Joints", "Promesses", "Encaiss.", "Encaissé", "Courriers", "Autres", "Dossiers")
    tableau(
        (Colonne("Qui"), *(Colonne(titre, True) for titre in titres)),
        [_cellules(fait, equipe) for fait in faits],
        titre=f"Saisi {jours}",
    )


def _nom(equipe: Equipe, fait: Activite, defaut: str) -> str:
    membre = equipe.de_l_auteur(fait.auteur)
    return membre.nom if membre else defaut


def _cellules(fait: Activite, equipe: Equipe) -> list[str]:
    from recouvre.affichage.francais import entier, montant

    nombres = (fait.appels, fait.joints, fait.promesses, fait.encaissements)
    return [
        _nom(equipe, fait, fait.auteur),
        *map(entier, nombres),
        montant(fait.encaisse),
        *map(entier, (fait.courriers, fait.autres, fait.dossiers)),
    ]
