"""Les voies judiciaires à l'écran : chacune, son verdict, ses critères un à un, ce qu'il faut en savoir."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recouvre.affichage.francais import date
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.conduite.criteres import Examen, Verdict, VoieJudiciaire, a_peser
from recouvre.conduite.pieces_judiciaires import pieces_attendues
from recouvre.conduite.voies_judiciaires import NON_DIT
from recouvre.domaine.montants import en_decimal

_FRAIS_AGENCE = "Si l'action échoue, ses frais restent à la charge de l'agence : c'est convenu au cahier des charges."
_TITRES = {Verdict.OUI: "ouverte", Verdict.NON: "fermée", Verdict.A_VERIFIER: "à vérifier"}


def en_json(examen: Examen, voies: Sequence[VoieJudiciaire]) -> dict[str, Any]:
    """L'objet JSON : une voie par élément, ses critères dans l'ordre où ils se lisent."""
    return {
        "dossier": examen.dossier.libelle,
        "au": examen.au,
        "somme": en_decimal(examen.somme),
        "juridiction": examen.juge,
        "cahier_des_charges": [
            {"critere": critere.nom, "rempli": critere.rempli, "detail": critere.detail} for critere in examen.mandat
        ],
        "frais_agence": examen.frais_agence,
        "voies": [_voie(voie) for voie in voies],
        "pieces": [
            {
                "code": piece.code,
                "libelle": piece.libelle,
                "presente": piece.presente,
                "exigee": piece.exigee,
                "pourquoi": piece.pourquoi,
            }
            for piece in pieces_attendues(examen.dossier)
        ],
        "a_peser": list(a_peser(examen)),
        "non_dit": NON_DIT,
    }


def montrer(examen: Examen, voies: Sequence[VoieJudiciaire]) -> None:
    """Chaque voie en un tableau de critères ; l'outil montre, une personne choisit."""
    print(f"Voies judiciaires du dossier {examen.dossier.libelle} au {date(examen.au)}")
    print(plier("L'outil montre les critères ; la personne choisit. Aucun juriste n'a relu cette fiche."))
    print("À peser d'abord :")
    for phrase in a_peser(examen):
        print(plier(f"- {phrase}", "  "))
    if examen.mandat:
        print()
        dits = [(critere.nom, "oui" if critere.rempli else "non", critere.detail) for critere in examen.mandat]
        colonnes = (Colonne("Critère"), Colonne("Rempli"), Colonne(""))
        tableau(colonnes, dits, titre="Ce que le créancier a voulu (cahier des charges)")
    if examen.frais_agence:
        print(plier(f"- {_FRAIS_AGENCE}", "  "))
    for voie in voies:
        print()
        lignes = [(c.quoi, str(c.verdict), " ; ".join(filter(None, (c.dit, c.fondement)))) for c in voie.criteres]
        tableau(
            (Colonne("Critère"), Colonne("Verdict"), Colonne("")),
            lignes,
            titre=f"{voie.nom} : {_TITRES[voie.verdict]}",
            accents={i: Accent.ALERTE for i, c in enumerate(voie.criteres) if c.verdict is Verdict.NON},
        )
        for phrase in voie.a_savoir:
            print(plier(f"- {phrase}", "  "))
        if voie.commande and voie.verdict is not Verdict.NON:
            print(f"  Tapez : {voie.commande}")
    print()
    print(plier(f"Ce que l'outil ne dit pas. {NON_DIT}"))


def _voie(voie: VoieJudiciaire) -> dict[str, Any]:
    return {
        "voie": voie.code,
        "nom": voie.nom,
        "verdict": _TITRES[voie.verdict],
        "criteres": [
            {"critere": c.quoi, "verdict": str(c.verdict), "dit": c.dit, "fondement": c.fondement}
            for c in voie.criteres
        ],
        "a_savoir": list(voie.a_savoir),
        "commande": voie.commande or None,
    }
