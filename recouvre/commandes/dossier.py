"""`recouvre dossier` : la fiche d'un écran, téléphone à l'oreille."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier

if TYPE_CHECKING:
    import datetime as dt

    from recouvre.affichage.fiche import Fiche
    from recouvre.domaine.gestionnaires import Gestionnaire
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command()
def dossier(
    cabinet: Cabinet,
    numero: NumeroDossier,
    au: Au,
    tout: Annotated[bool, typer.Option("--tout", help="Toute l'histoire, pas seulement la fin.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre un dossier : parties, factures, histoire, suite.

    Chaque fait porte son rang : c'est lui que l'on donne à « recouvre annuler ».
    """
    from recouvre.affichage import fiche as vue
    from recouvre.commandes.seance import ouvrir_session

    with ouvrir_session(cabinet) as session:
        donnees = _lire(session, numero, au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        objet: dict[str, Any] = vue.en_json(donnees)
        ecrire_json(objet)
    else:
        vue.montrer(donnees, tout=tout)


def _lire(session: Session, numero: int, au: dt.date) -> Fiche:
    """Tout ce que la fiche montre ; un taux manquant n'empêche pas de l'ouvrir."""
    from recouvre.affichage.fiche import Fiche
    from recouvre.base import budgets, projections
    from recouvre.domaine.refus import TauxInconnu
    from recouvre.droit.decompte import decompter
    from recouvre.operations.encours_autorise import encours_de
    from recouvre.operations.lire import lire_dossier

    dossier, ecrits = lire_dossier(session, numero)
    debiteur = session.partie(dossier.ouverture.debiteur)
    projection = projections.lire_projection(session.base, numero)
    try:
        decompte, manque = decompter(dossier, au, session.bareme), ""
    except TauxInconnu as refus:
        decompte, manque = None, refus.phrase
    return Fiche(
        dossier=dossier,
        ecrits=tuple(ecrits),
        debiteur=debiteur,
        creancier=session.partie(dossier.ouverture.creancier),
        etat=projection.dossier.etat if projection else "",
        prescription_le=projection.dossier.prescription_le if projection else None,
        demarches=tuple(
            (d.le, d.libelle, d.attente)
            for d in (projection.demarches if projection else ())
            if not d.jusqu_au or d.jusqu_au >= au.isoformat()
        ),
        scenario=session.nom_du_scenario(dossier),
        au=au,
        decompte=decompte,
        manque=manque,
        gestionnaire=_gestionnaire(session, dossier.gestionnaire),
        budget=budgets.lire(session.base, dossier.ouverture.debiteur),
        encours=encours_de(session, dossier, debiteur),
    )


def _gestionnaire(session: Session, nom: str) -> Gestionnaire | None:
    """Les réglages de qui suit le dossier ; ``None`` si personne, ou s'il a quitté le cabinet."""
    if not nom:
        return None
    from recouvre.base.gestionnaires import lire_equipe

    return next((membre for membre in lire_equipe(session.chemin).membres if membre.nom == nom), None)
