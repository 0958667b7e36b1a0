"""Une voie judiciaire à l'écran : où elle en est, son histoire, les délais qui courent, la commande suivante."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from recouvre.affichage.faits_d_instance import ACTES, INSTANCES, raconter_instance
from recouvre.affichage.francais import date
from recouvre.affichage.tableau import Colonne, plier, tableau
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.procedures import JURIDICTIONS, Avancement
from recouvre.conduite.suites_d_instance import suites
from recouvre.conduite.verbes import commande
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_instance import ActeDInstance, Tour, tours
from recouvre.domaine.montants import en_decimal

_JUGES = {str(juge): nom for juge, nom in JURIDICTIONS.items()}


def a_faire(dossier: Dossier, voie: Avancement, au: dt.date) -> tuple[Demarche, ...]:
    """Les délais et les tâches de cette voie, par date, sans ceux dont le moment est passé ce jour-là."""
    utiles = (d for d in suites(dossier, voie) if d.jusqu_au is None or d.jusqu_au >= au)
    courantes = [d for d in utiles if not d.cle.endswith(":passe") or d.le <= au]
    return tuple(sorted(courantes, key=lambda demarche: (demarche.jusqu_au or demarche.le, demarche.cle)))


def suivante(dossier: Dossier, voie: Avancement, au: dt.date) -> str:
    """La commande à taper ensuite ; vide : cette voie n'attend plus rien."""
    if aussitot := [demarche.commande for demarche in a_faire(dossier, voie, au) if demarche.commande]:
        return aussitot[0]
    return commande(dossier.libelle, voie.instance, voie.permis[0]) if voie.permis else ""


def en_json(dossier: Dossier, voie: Avancement, au: dt.date) -> dict[str, Any]:
    """L'objet JSON d'une voie : dates ISO, montants en chaînes, clés stables."""
    return {
        "dossier": dossier.libelle,
        "instance": str(voie.instance),
        "etat": voie.etat.name.lower().replace("_", "-"),
        "juridiction": voie.juridiction or None,
        "actes": [_acte(acte) for tour in tours(dossier.actes, voie.instance) for acte in tour],
        "permis": [str(acte) for acte in voie.permis],
        "delais": [_delai(demarche) for demarche in a_faire(dossier, voie, au)],
        "suivante": suivante(dossier, voie, au) or None,
    }


def montrer(dossier: Dossier, voie: Avancement, au: dt.date) -> None:
    """L'état d'abord, puis l'histoire, les délais et ce qu'il faut taper."""
    juge = f", {_JUGES.get(voie.juridiction, voie.juridiction)}" if voie.juridiction else ""
    print(plier(f"{INSTANCES[voie.instance]} du dossier {dossier.libelle} : {voie.etat}{juge}."))
    histoire = tours(dossier.actes, voie.instance)
    if histoire:
        print()
        tableau((Colonne("Le"), Colonne("Acte")), _lignes(histoire), titre="Histoire")
    if delais := a_faire(dossier, voie, au):
        print()
        colonnes = (Colonne("À partir du"), Colonne("Au plus tard"), Colonne("À faire"), Colonne("Texte"))
        tableau(colonnes, [(date(d.le), date(d.jusqu_au), d.libelle, d.fondement) for d in delais], titre="Délais")
    if geste := suivante(dossier, voie, au):
        print(f"\nEnsuite, tapez : {geste}")


def _lignes(histoire: Sequence[Tour]) -> list[tuple[str, str]]:
    dites = ((acte.date, raconter_instance(acte)) for tour in histoire for acte in tour)
    return [(date(le), texte.partition(" : ")[2]) for le, texte in dites]


def _acte(acte: ActeDInstance) -> dict[str, Any]:
    return {
        "le": acte.date,
        "acte": str(acte.acte),
        "libelle": ACTES[acte.acte],
        "juridiction": acte.juridiction or None,
        "reference": acte.reference or None,
        "montant": en_decimal(acte.montant) if acte.montant else None,
        "a_personne": acte.a_personne,
        "notifie_le": acte.notifie_le,
        "pour_le": acte.pour_le,
        "executoire_le": acte.executoire_le,
        "sans_effet": acte.sans_effet,
        "texte": acte.texte or None,
    }


def _delai(demarche: Demarche) -> dict[str, Any]:
    return {
        "cle": demarche.cle,
        "delai": demarche.genre is Genre.DELAI,
        "libelle": demarche.libelle,
        "le": demarche.le,
        "jusqu_au": demarche.jusqu_au,
        "fondement": demarche.fondement,
        "commande": demarche.commande,
    }
