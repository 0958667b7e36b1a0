"""`recouvre agenda` : que faire aujourd'hui."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible

if TYPE_CHECKING:
    from recouvre.base.lectures import LigneAgenda

app = typer.Typer()


@app.command()
def agenda(
    cabinet: Cabinet,
    au: Au,
    jours: Annotated[
        int, typer.Option("--jours", metavar="N", min=0, max=366, help="Montre aussi les N jours qui suivent.")
    ] = 0,
    tout: Annotated[bool, typer.Option("--tout", help="Toutes les lignes, sans abréger les longues listes.")] = False,
    en_json: EnJson = False,
) -> None:
    """Dit ce qu'il y a à faire, par priorité.

    Ce qui est dû aujourd'hui et ce qui est en retard, le plus grave d'abord, avec la commande à taper. N'écrit rien.
    """
    from recouvre.base import lectures
    from recouvre.commandes.lire_base import ouvrir_base

    base = ouvrir_base(cabinet)
    dues = lectures.agenda(base, au.isoformat())
    limite = (au + dt.timedelta(days=jours)).isoformat()
    a_venir = lectures.agenda_a_venir(base, au.isoformat(), limite) if jours else []
    base.close()
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"au": au.isoformat(), "demarches": [_json(ligne) for ligne in (*dues, *a_venir)]})
        return
    from recouvre.affichage.agenda import montrer

    montrer(dues, a_venir, au, tout=tout)


def _json(ligne: LigneAgenda) -> dict[str, object]:
    return {
        "dossier": numero_lisible(ligne.dossier),
        "le": ligne.le,
        "genre": ligne.genre,
        "etape": ligne.cle,
        "libelle": ligne.libelle,
        "priorite": ligne.priorite,
        "fondement": ligne.fondement,
        "debiteur": ligne.debiteur,
        "principal": None if ligne.principal is None else en_decimal(ligne.principal),
    }
