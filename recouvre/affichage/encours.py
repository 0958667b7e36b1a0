"""L'encours d'un portefeuille : en tableau, en JSON, en CSV. Les deux derniers s'écrivent à mesure qu'on lit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from recouvre.affichage.francais import FINE, date, decimale, pluriel
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible
from recouvre.droit.encours import LigneEncours, Totaux
from recouvre.droit.releve import Soldes

MONTANTS = ("principal", "interets", "indemnites", "accessoires", "total", "trop_percu")
COLONNES_CSV = ("numero", "creancier", "debiteur", "etat", *MONTANTS, "note")
A_RELEVER = "taux à relever"

_TITRES = ("Principal", "Intérêts", "Indemnités", "Accessoires", "Total", "Trop-perçu")
_TOUJOURS = (0, 1, 4)
"""Principal, intérêts, total : montrés même à zéro ; les autres colonnes ne le sont que si elles portent un montant."""
_NOMMES = 10


def ecrire_json(au: dt.date, lignes: Iterable[LigneEncours], totaux: Totaux) -> None:
    """L'objet JSON ; un dossier dont un taux manque y a des montants nuls, et son numéro dans ``sans_taux``."""
    from recouvre.affichage.sortie_json import ecrire_json_en_flux

    ecrire_json_en_flux(
        {"au": au},
        "dossiers",
        map(_json, lignes),
        lambda: {
            "totaux": dict(zip(MONTANTS, map(en_decimal, _montants(totaux.soldes)), strict=True)),
            "sans_taux": [numero_lisible(numero) for numero in totaux.en_attente],
        },
    )


def lignes_csv(lignes: Iterable[LigneEncours]) -> Iterator[Sequence[Valeur]]:
    """Les lignes dans l'ordre de ``COLONNES_CSV`` ; sans taux, les montants sont vides et la note dit pourquoi."""
    for ligne in lignes:
        montants = map(decimale, _montants(ligne.soldes)) if ligne.soldes else [None] * len(MONTANTS)
        note = f"{A_RELEVER} : {ligne.manque}" if ligne.manque else ""
        yield numero_lisible(ligne.numero), ligne.creancier, ligne.debiteur, ligne.etat, *montants, note


def montrer(
    lignes: Sequence[LigneEncours], totaux: Totaux, *, au: dt.date, de_quoi: str, un_creancier: bool = False
) -> None:
    """Le tableau de ces lignes, et le total de tous les dossiers lus. ``de_quoi`` : « dossiers ouverts »."""
    if not totaux.combien:
        print(f"Aucun dossier : {de_quoi}.")
        return
    vus = [place for place, somme in enumerate(_montants(totaux.soldes)) if somme or place in _TOUJOURS]
    chiffres = totaux.combien - len(totaux.en_attente)
    tetes = [Colonne("Dossier"), Colonne("Débiteur"), *([] if un_creancier else [Colonne("Créancier")])]
    tableau(
        (*tetes, *(Colonne(_TITRES[place], droite=True) for place in vus)),
        [_cellules(ligne, vus, un_creancier) for ligne in lignes],
        titre=f"Dû au {date(au)}, en euros — {de_quoi}",
        total=("Total", pluriel(chiffres, "dossier"), *[""] * (len(tetes) - 2), *_ecrits(totaux.soldes, vus)),
        notes=[plier(note, "  ") for note in _notes(totaux, len(lignes))],
        accents={place: Accent.ALERTE for place, ligne in enumerate(lignes) if ligne.soldes is None},
    )


def _cellules(ligne: LigneEncours, vus: Sequence[int], un_creancier: bool) -> list[str]:
    noms = [ligne.debiteur] if un_creancier else [ligne.debiteur, ligne.creancier]
    montants = _ecrits(ligne.soldes, vus) if ligne.soldes else [A_RELEVER if place == 4 else "" for place in vus]
    return [numero_lisible(ligne.numero), *noms, *montants]


def _notes(totaux: Totaux, montres: int) -> Iterator[str]:
    reste = totaux.combien - montres
    if reste:
        yield f"… et {pluriel(reste, 'autre dossier', 'autres dossiers')} : ajoutez --tout. Le total porte sur tous."
    if totaux.soldes.trop_percu:
        yield "Le trop-perçu est à rendre au débiteur : il n'est pas déduit du total."
    for phrase, numeros in totaux.sans_taux.items():
        nommes = ", ".join(map(numero_lisible, numeros[:_NOMMES]))
        suite = f" et {pluriel(len(numeros) - _NOMMES, 'autre')}" if len(numeros) > _NOMMES else ""
        yield f"! Taux à relever, hors du total : {nommes}{suite}. {phrase}"


def _montants(soldes: Soldes) -> tuple[int, ...]:
    return (
        soldes.principal, soldes.interets, soldes.indemnites, soldes.accessoires, soldes.total, soldes.trop_percu
    )  # fmt: skip


def _ecrits(soldes: Soldes, vus: Sequence[int]) -> list[str]:
    montants = _montants(soldes)
    return [decimale(montants[place], milliers=FINE) for place in vus]


def _json(ligne: LigneEncours) -> dict[str, object]:
    montants = map(en_decimal, _montants(ligne.soldes)) if ligne.soldes else [None] * len(MONTANTS)
    return {
        "numero": numero_lisible(ligne.numero),
        "creancier": ligne.creancier,
        "debiteur": ligne.debiteur,
        "etat": ligne.etat,
        **dict(zip(MONTANTS, montants, strict=True)),
    }
