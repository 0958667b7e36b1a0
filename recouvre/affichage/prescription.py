"""La prescription à l'écran : la date d'abord, puis son histoire facture par facture, puis ce qui reste incertain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from recouvre.affichage.francais import date, majuscule
from recouvre.affichage.tableau import Colonne, plier, tableau
from recouvre.domaine.faits_de_droit import CausePrescription
from recouvre.droit.causes import Effet
from recouvre.droit.cours import Etape
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.faits_du_delai import Fait
from recouvre.droit.natures import Nature, Natures
from recouvre.droit.prescription import Creance, PrescriptionDossier


def en_json(dossier: str, calcul: PrescriptionDossier, au: dt.date) -> dict[str, Any]:
    """L'objet JSON : dates ISO, clés stables. ``surete_le`` : le dernier jour ouvré qui ne dépasse pas ``date``.

    ``date`` reste la date prudente tant qu'une cause ``dure`` ; rien n'est alors ``acquise``.
    """
    tete = calcul.tete
    return {
        "dossier": dossier,
        "au": au,
        "date": calcul.date,
        "surete_le": tete.surete_le if tete else None,
        "acquise": tete is not None and tete.acquise(au),
        "creances": [_creance(creance) for creance in calcul.creances],
    }


def natures_en_json(natures: Natures) -> dict[str, Any]:
    """La table des natures, telle quelle."""
    return {"natures": [{**asdict(nature), "unite": str(nature.unite)} for nature in natures]}


def montrer(dossier: str, calcul: PrescriptionDossier, au: dt.date) -> None:
    """La date du dossier en clair, puis chaque créance."""
    print(plier(_annonce(dossier, calcul, au)))
    if calcul.tete is not None and not calcul.tete.acquise(au):
        print(plier(_agir(dossier, calcul.tete)))
    for creance in calcul.creances:
        print()
        _histoire(creance, au)


def montrer_natures(natures: Natures) -> None:
    """Les natures, en liste : un code se recopie, il ouvre sa ligne et n'est jamais coupé."""
    print("Délais pour agir, par nature de créance")
    print(plier("Aucun juriste n'a relu cette table : vérifiez avant de vous en prévaloir."))
    for nature in natures:
        print()
        tete = f"{nature.code} : {nature.duree_lisible}. {nature.libelle}"
        print(plier(f"{tete} ({nature.texte} ; {_en_mots(nature.niveau)}).", "  "))
        print(plier(f"  {majuscule('. '.join(_a_savoir(nature)))}.", "  "))


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
    if tete.acquise(au):
        return (
            f"{dossier} : créance {mot} depuis le {date(tete.date + UN_JOUR)}{de}. Ne la réclamez plus ; dites-le au "
            "créancier. Si un fait l'a interrompue à temps, notez-le : recouvre noter "
            f"{dossier} reconnaissance|demande-en-justice|execution --le DATE"
        )
    if tete.dure is not None:
        return f"{dossier}{de} : {_duree(tete, tete.dure)}."
    return (
        f"{dossier} : {mot} le {date(tete.date + UN_JOUR)}{de} ; dernier jour utile : {date(tete.date)} ; "
        f"agissez au plus tard le {date(tete.surete_le)}."
    )


def _duree(tete: Creance, cause: Fait) -> str:
    """Ce qui arrête encore le délai, et la date prudente : celle d'une fin venue le jour même."""
    prudente = f"date prudente, comme si tout avait fini le {date(cause.le)} : {date(tete.date)}"
    if cause.regle.effet is not Effet.INSTANCE:
        return f"le délai est suspendu ({_minuscule(cause.regle.libelle)}), la fin n'est pas notée ; {prudente}"
    autre = f" ; si elle était non avenue : {date(tete.si_non_avenue)}" * (tete.si_non_avenue != tete.date)
    return f"l'interruption dure jusqu'à {cause.regle.issue} ; {prudente}{autre}"


def _agir(dossier: str, tete: Creance) -> str:
    noter = f"recouvre noter {dossier}"
    if tete.dure is not None and tete.dure.cause is CausePrescription.DECLARATION_DE_CREANCE:
        return (
            "D'ici là, saisir le juge ou faire exécuter un titre est interdit (C. com., art. L622-21). À la clôture : "
            f"{noter} {tete.dure.cause} --fin --le DATE"
        )
    if tete.interdite:
        return (
            "La procédure collective interdit de saisir le juge ou de faire exécuter un titre (C. com., art. L622-21). "
            "Agir, c'est déclarer la créance au mandataire judiciaire, ou au liquidateur ; une fois faite : "
            f"{noter} {CausePrescription.DECLARATION_DE_CREANCE} --le DATE"
        )
    if tete.dure is not None and tete.dure.regle.effet is Effet.INSTANCE:
        return (
            f"Le juge est déjà saisi. La suite se note dans sa procédure : recouvre injonction {dossier}, ou recouvre "
            f"assignation {dossier}. Si aucune n'y est suivie, titre obtenu : recouvre titre {dossier} obtenir --le "
            f"DATE ; fin sans titre : {noter} {tete.dure.cause} --fin --le DATE"
        )
    if tete.titre:
        return "Agir, c'est faire exécuter le titre, ou faire reconnaître la dette par écrit ; relancer ne suffit pas."
    if tete.forclusion:
        return "Agir, c'est saisir le juge : ni paiement, ni reconnaissance, ni relance n'arrêtent une forclusion."
    return "Agir, c'est saisir le juge, ou faire reconnaître la dette par écrit ; relancer ne suffit pas."


def _quand(creance: Creance, au: dt.date) -> str:
    if creance.dure is not None:
        return f"délai arrêté depuis le {date(creance.dure.le)}, date prudente {date(creance.date)}"
    mot = "forclose" if creance.forclusion else "prescrite"
    return f"{mot} {'depuis ' * creance.acquise(au)}le {date(creance.date + UN_JOUR)}"


def _histoire(creance: Creance, au: dt.date) -> None:
    lignes = list(_lignes(creance.histoire))
    colonnes = (Colonne("Le"), Colonne("Fait"), Colonne("Ce qu'il change"))
    tableau(colonnes, lignes, titre=f"Facture {creance.facture}, {_quand(creance, au)}. {creance.nature.libelle}.")
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
        effet = "Aucun effet, de même" if repete else f"{majuscule(etape.effet)} [{etape.fondement}]"
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
        "dure": creance.dure.cause if creance.dure else None,
        "si_non_avenue": creance.si_non_avenue,
        "action_interdite": creance.interdite,
        "histoire": [
            {"le": e.le, "fait": e.fait, "effet": e.effet, "fondement": e.fondement, "date": e.date}
            for e in creance.histoire
        ],
        "reserves": list(creance.reserves),
    }


def _minuscule(texte: str) -> str:
    return f"{texte[:1].lower()}{texte[1:]}"
