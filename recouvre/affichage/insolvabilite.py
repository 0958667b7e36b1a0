"""L'état d'un surendettement ou d'une procédure collective : son histoire, et les délais qui courent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from recouvre.affichage.faits_d_instance import raconter_instance
from recouvre.affichage.francais import date, majuscule
from recouvre.affichage.tableau import Colonne, plier, tableau
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie, SurendettementSuivi
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.domaine.montants import en_decimal


class Demarche(Protocol):
    """Ce qu'il faut d'une démarche pour la dire. ``le`` et ``jusqu_au`` en ISO."""

    @property
    def le(self) -> str: ...
    @property
    def jusqu_au(self) -> str | None: ...
    @property
    def libelle(self) -> str: ...
    @property
    def fondement(self) -> str: ...
    @property
    def commande(self) -> str: ...


Etapes = Sequence[SurendettementSuivi] | Sequence[ProcedureSuivie]


def montrer(titre: str, arrets: Sequence[ArretDeDroit], etapes: Etapes, delais: Sequence[Demarche]) -> None:
    """L'histoire, puis ce qu'il y a à faire et la commande à taper."""
    lignes = [(arret.date, _de_l_arret(arret)) for arret in arrets]
    lignes += [(etape.date, _de_l_etape(etape)) for etape in etapes]
    ranges = sorted(lignes, key=lambda ligne: ligne[0])
    tableau((Colonne("Le"), Colonne("Étape")), [(date(le), dit) for le, dit in ranges], titre=titre)
    dire_delais(delais)


def dire_delais(delais: Sequence[Demarche]) -> None:
    """Ce qui court et ce qui vient, avec l'article et la commande."""
    for demarche in delais:
        article = f" ({demarche.fondement})" if demarche.fondement else ""
        print(plier(f"À partir du {date(dt.date.fromisoformat(demarche.le))} : {demarche.libelle}{article}."))
        print(f"  {demarche.commande}")


def _de_l_etape(etape: SurendettementSuivi | ProcedureSuivie) -> str:
    return majuscule(raconter_instance(etape).partition(" : ")[2])


def _de_l_arret(arret: ArretDeDroit) -> str:
    notifie = f", notifié le {date(arret.notifie_le)}" if arret.notifie_le else ""
    publie = f", BODACC du {date(arret.publie_le)}" if arret.publie_le else ""
    if arret.genre:
        return f"Jugement d'ouverture : {arret.genre}{publie}"
    return f"Dossier déclaré recevable{notifie}"


def arrets_json(arrets: Sequence[ArretDeDroit]) -> list[dict[str, Any]]:
    """Les décisions qui ouvrent, en JSON."""
    return [
        {"le": a.date, "type": a.genre or None, "notifiee_le": a.notifie_le, "publiee_le": a.publie_le} for a in arrets
    ]


def etapes_json(etapes: Etapes) -> list[dict[str, Any]]:
    """Les étapes, en JSON : les champs que toutes ont, et ceux des mesures."""
    objets = []
    for etape in etapes:
        objet: dict[str, Any] = {
            "le": etape.date,
            "etape": str(etape.etape),
            "notifiee_le": etape.notifiee_le,
            "publiee_le": etape.publiee_le,
            "jusqu_au": etape.jusqu_au,
            "montant": en_decimal(etape.montant) if etape.montant else None,
            "texte": etape.texte or None,
        }
        if isinstance(etape, SurendettementSuivi):
            objet["applicable_le"] = etape.applicable_le
            objet["mensualite"] = en_decimal(etape.mensualite) if etape.mensualite else None
        else:
            objet["type"] = etape.genre or None
        objets.append(objet)
    return objets


def delais_json(delais: Sequence[Demarche]) -> list[dict[str, Any]]:
    """Ce qu'il y a à faire, en JSON."""
    return [
        {
            "le": d.le,
            "jusqu_au": d.jusqu_au,
            "libelle": d.libelle,
            "fondement": d.fondement or None,
            "commande": d.commande,
        }
        for d in delais
    ]
