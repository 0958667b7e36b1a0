"""`recouvre affecter` : à qui sont confiés les dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, Le, lecteur
from recouvre.domaine.numeros import lire_numero

if TYPE_CHECKING:
    from recouvre.operations.gestionnaires import Affectation
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command()
def affecter(
    cabinet: Cabinet,
    nom: Annotated[str, typer.Argument(metavar="NOM", help="Le gestionnaire ; « personne » les lui retire.")],
    le: Le,
    dossiers: Annotated[
        list[int] | None,
        typer.Argument(metavar="DOSSIER", help="D-1 D-2…", parser=lecteur(lire_numero)),
    ] = None,
    creancier: Annotated[
        str, typer.Option("--creancier", metavar="NOM", help="Tous les dossiers en cours d'un créancier.")
    ] = "",
    tous_ceux_de: Annotated[
        str, typer.Option("--tous-ceux-de", metavar="ANCIEN", help="Ceux d'un autre, pour une absence ou un départ.")
    ] = "",
    binome: Annotated[
        bool, typer.Option("--binome", help="À son binôme plutôt qu'à lui : ses dossiers, s'il est absent.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Confie des dossiers à un gestionnaire.

    Le lot s'écrit en entier, ou pas du tout. Une absence : recouvre affecter Ana --tous-ceux-de Bob, ou, s'ils sont en
    binôme, recouvre affecter Bob --binome.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import gestionnaires

    if not nom.strip():
        raise typer.BadParameter("dites à qui, ou « personne ».", param_hint="NOM")
    qui = "" if nom.strip().casefold() == gestionnaires.PERSONNE else nom
    if binome and (dossiers or creancier or tous_ceux_de):
        raise typer.BadParameter(
            "il confie au binôme tous les dossiers de NOM : donnez-le seul.", param_hint="--binome"
        )
    if not binome and sum(map(bool, (dossiers, creancier, tous_ceux_de))) != 1:
        raise typer.BadParameter(
            "Dites lesquels, d'une seule façon : des numéros, --creancier NOM, --tous-ceux-de ANCIEN, ou --binome."
        )
    with ouvrir_session(cabinet) as session:
        if binome:
            equipe = gestionnaires.lire(cabinet)
            tous_ceux_de, qui = equipe.de_ce_nom(nom).nom, gestionnaires.binome_de(equipe, nom)
        numeros = dossiers or _choisir(session, creancier, tous_ceux_de)
        fait = gestionnaires.affecter(session, qui, numeros, le)
    _dire(qui, fait, en_json)


def _choisir(session: Session, creancier: str, ancien: str) -> list[int]:
    from recouvre.base import parties, projections
    from recouvre.commandes.lire_base import nom_tenu

    if creancier:
        return projections.du_creancier(session.base, parties.trouver_creancier(session.base, creancier))
    return projections.du_gestionnaire(session.base, nom_tenu(session.base, session.chemin, ancien))


def _dire(qui: str, fait: Affectation, en_json: bool) -> None:
    from recouvre.affichage.francais import pluriel
    from recouvre.domaine.numeros import numero_lisible

    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        changes, deja = (list(map(numero_lisible, numeros)) for numeros in (fait.changes, fait.deja))
        ecrire_json({"gestionnaire": qui or None, "dossiers": changes, "deja": deja})
        return
    combien = pluriel(len(fait.changes), "dossier confié", "dossiers confiés")
    print(f"{combien} à {qui}." if qui else f"{pluriel(len(fait.changes), 'dossier')} sans gestionnaire.")
    if fait.deja:
        print(f"Rien à changer pour {pluriel(len(fait.deja), 'autre')}.")
