"""Composer un courrier hors de tout départ : le relire, le montrer, le remettre soi-même."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from recouvre.base.fichiers import ecrire, nom_libre, nom_sur
from recouvre.conduite.porte import interdits
from recouvre.courriers.contexte import Demande
from recouvre.courriers.modeles import composer
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.refus import Refus, RegleDeDroit
from recouvre.operations.lire import lire_dossier
from recouvre.operations.preparer import demander, dossiers_de_modeles
from recouvre.operations.session import Session


class EtapeInconnue(Refus):
    """Le scénario du dossier n'a pas de courrier de ce nom."""

    def __init__(self, cle: str, scenario: str, connues: list[str]) -> None:
        super().__init__(f"Le scénario « {scenario} » n'a pas de courrier « {cle} ». Il a : {', '.join(connues)}.")


class EnvoiInterdit(RegleDeDroit):
    """La loi défend de réclamer quoi que ce soit ce jour-là."""


def composer_courrier(session: Session, numero: int, cle: str, au: dt.date, sortie: Path | None) -> Path:
    """Écrit l'aperçu PDF du courrier de cette étape, daté de ce jour et marqué « APERÇU », et rend son chemin.

    Lève ce que lèvent ``demande_pour`` et ``composer``, ou ``DossierInconnu``.
    """
    from recouvre.courriers.mise_en_page import imprimer

    dossier, _ = lire_dossier(session, numero)
    demande = demande_pour(session, dossier, cle, au)
    octets = imprimer(composer(demande, dossiers_de_modeles(session)), apercu=True)
    chemin = sortie or nom_libre(Path(f"{nom_sur(f'{dossier.libelle}_{cle}')}.pdf"))
    if chemin.exists():
        raise Refus(f"{chemin} existe déjà : donnez un autre nom à --sortie. Rien n'a été écrit.")
    ecrire(chemin, octets)
    return chemin


def demande_pour(session: Session, dossier: Dossier, nom: str, au: dt.date) -> Demande:
    """Ce qu'il faut pour écrire ce courrier du dossier, daté de ce jour. ``nom`` : une étape de son scénario.

    Lève ``EtapeInconnue``, ``EnvoiInterdit`` ou ``TauxInconnu``.
    """
    scenario = session.scenario_de(dossier)
    etape = scenario.etape(nom)
    if etape is None or not etape.sortante:
        raise EtapeInconnue(nom, scenario.nom, [e.cle for e in scenario.etapes if e.sortante])
    for retenue in interdits(dossier, au):
        raise EnvoiInterdit(f"Aucun courrier à ce débiteur : {retenue.complete}.")
    return demander(session, dossier, etape, au)
