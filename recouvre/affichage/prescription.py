"""La prescription à l'écran : la date d'abord, puis son histoire facture par facture, puis ce qui reste incertain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from recouvre.affichage.francais import date
from recouvre.affichage.tableau import Colonne, plier, tableau
from recouvre.droit.cours import Etape
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.natures import Nature, Natures
from recouvre.droit.prescription import Creance, PrescriptionDossier


def en_json(dossier: str, calcul: PrescriptionDossier, au: dt.date) -> dict[str, Any]:
    """L'objet JSON : dates ISO, clés stables. ``surete_le`` : le dernier jour ouvré qui ne dépasse pas ``date``."""
    tete = calcul.tete
    return {
        "dossier": dossier,
        "au": au,
        "date": calcul.date,
        "surete_le": tete.surete_le if tete else None,
        "acquise": tete is not None and au > tete.date,
        "creances": [_creance(creance) for creance in calcul.creances],
    }


def natures_en_json(natures: Natures) -> dict[str, Any]:
    """La table des natures, telle quelle."""
    return {"natures": [{**asdict(nature), "unite": str(nature.unite)} for nature in natures]}


def montrer(dossier: str, calcul: PrescriptionDossier, au: dt.date) -> None:
    """La date du dossier en clair, puis chaque créance."""
    print(plier(_annonce(dossier, calcul, au)))
    if calcul.tete is not None and au <= calcul.tete.date:
        print(plier(_agir(calcul.tete)))
    for creance in calcul.creances:
        print()
        _histoire(creance, au)


def montrer_natures(natures: Natures) -> None:
    """La table des natures : leur délai, son départ, son texte, et ce qui n'en est pas sûr."""
    lignes = [(n.code, n.libelle, n.duree_lisible, n.texte, _en_mots(n.niveau)) for n in natures]
    colonnes = (Colonne("Nature"), Colonne("Créance"), Colonne("Délai"), Colonne("Texte"), Colonne("Vérifié"))
    degres = ("Aucun juriste n'a relu cette table : vérifiez avant de vous en prévaloir.",)
    tableau(colonnes, lignes, titre="Délais pour agir, par nature de créance", notes=degres)
    print()
    for nature in natures:
        print(plier(f"{nature.code} : {'. '.join(_a_savoir(nature))}.", "  "))


_DEGRES = {"A": "texte lu", "ET": "texte de 2015", "B": "doctrine", "C": "source secondaire", "NV": "non vérifié"}
_CODE = re.compile(r"\b(A|ET|B|C|NV)\b")


def _en_mots(niveau: str) -> str:
    """Un degré de vérification, en clair : « texte lu pour la durée, non vérifié pour le départ »."""
    return _CODE.sub(lambda code: _DEGRES[code[1]], niveau)


def _annonce(dossier: str, calcul: PrescriptionDossier, au: dt.date) -> str:
    tete = calcul.tete
    if tete is None:
        return f"{dossier} : plus rien n'est dû, il n'y a pas de prescription à surveiller."
    mot = "forclose" if tete.forclusion else "prescrite"
    de = f" (facture {tete.facture})" if len(calcul.creances) > 1 else ""
    if au > tete.date:
        return (
            f"{dossier} : créance {mot} depuis le {date(tete.date + UN_JOUR)}{de}. Ne la réclamez plus ; dites-le au "
            "créancier. Si un fait l'a interrompue à temps, notez-le : recouvre noter "
            f"{dossier} reconnaissance|demande-en-justice|execution --le DATE"
        )
    return (
        f"{dossier} : {mot} le {date(tete.date + UN_JOUR)}{de} ; dernier jour utile : {date(tete.date)} ; "
        f"agissez au plus tard le {date(tete.surete_le)}."
    )


def _agir(tete: Creance) -> str:
    if tete.forclusion:
        return "Agir, c'est saisir le juge : ni paiement, ni reconnaissance, ni relance n'arrêtent une forclusion."
    return "Agir, c'est saisir le juge, ou faire reconnaître la dette par écrit ; relancer ne suffit pas."


def _histoire(creance: Creance, au: dt.date) -> None:
    lignes = list(_lignes(creance.histoire))
    colonnes = (Colonne("Le"), Colonne("Fait"), Colonne("Ce qu'il change"))
    mot = "forclose" if creance.forclusion else "prescrite"
    quand = f"{mot} {'depuis ' * (au > creance.date)}le {date(creance.date + UN_JOUR)}"
    tableau(colonnes, lignes, titre=f"Facture {creance.facture}, {quand}. {creance.nature.libelle}.")
    if creance.reserves or creance.nature.precision:
        print("À savoir, ou à vérifier :")
    for phrase in (*creance.reserves, creance.nature.precision):
        if phrase:
            print(plier(f"- {phrase}", "  "))


def _lignes(histoire: Sequence[Etape]) -> Iterator[tuple[str, str, str]]:
    """Une ligne par étape ; cinq lettres sans effet n'en redisent pas cinq fois la raison."""
    dits: set[tuple[str, str]] = set()
    for etape in histoire:
        repete = etape.effet.lower().startswith("aucun effet") and (etape.effet, etape.fondement) in dits
        dits.add((etape.effet, etape.fondement))
        effet = "Aucun effet, de même" if repete else f"{_majuscule(etape.effet)} [{etape.fondement}]"
        yield date(etape.le), etape.fait, effet


def _a_savoir(nature: Nature) -> list[str]:
    depart = f"le délai part de : {nature.depart}"
    phrases = [
        depart,
        nature.precision,
        nature.incertitude,
        f"Source : {nature.source}, relevé du {date(nature.releve_le)}",
    ]
    if nature.forclusion:
        phrases.insert(1, "C'est une forclusion : ni paiement ni reconnaissance ne l'arrêtent")
    return [phrase.rstrip(".") for phrase in phrases if phrase]


def _creance(creance: Creance) -> dict[str, Any]:
    return {
        "facture": creance.facture,
        "nature": creance.nature.code,
        "date": creance.date,
        "surete_le": creance.surete_le,
        "origine": creance.origine,
        "forclusion": creance.forclusion,
        "texte": creance.nature.texte,
        "histoire": [
            {"le": e.le, "fait": e.fait, "effet": e.effet, "fondement": e.fondement, "date": e.date}
            for e in creance.histoire
        ],
        "reserves": list(creance.reserves),
    }


def _majuscule(texte: str) -> str:
    return f"{texte[:1].upper()}{texte[1:]}"
