"""Le décompte : en tableaux qu'un juge peut refaire à la main, en JSON, en CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from recouvre.affichage.francais import date, decimale, entier, montant, taux
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Colonne, fiche, plier, tableau
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.montants import en_decimal
from recouvre.droit.interets import JOURS_DE_L_ANNEE
from recouvre.droit.releve import ACCESSOIRES, Decompte, Imputation, LigneDecompte, Nature

COLONNES_CSV = (
    "nature", "facture", "libelle", "du", "au", "jours", "base", "taux", "montant", "origine_du_taux", "fondement",
    "diviseur",
)  # fmt: skip
"""``diviseur`` : une ligne d'intérêts se refait par base × taux × jours ÷ diviseur, arrondi au centime."""

PARTS = {
    Nature.INTERETS: "d'intérêts",
    Nature.INDEMNITE: "d'indemnité",
    Nature.CLAUSE_PENALE: "de clause pénale",
    Nature.COMPLEMENT: "de frais de recouvrement",
    Nature.DEPENS: "de dépens",
    Nature.FRAIS_EXECUTION: "de frais d'exécution",
    Nature.PRINCIPAL: "de principal",
}
"""Ce qu'un paiement éteint, tel qu'on le dit après un montant : « 40,00 € d'indemnité »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appris:
    """Un fait saisi après coup : son rang, sa date, le jour de sa saisie, ce qu'il dit."""

    rang: int
    le: dt.date
    saisi_le: dt.date
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelQueConnu:
    """Un décompte d'après ce que l'on savait le jour ``le`` : le total d'aujourd'hui à la même date, et l'appris."""

    le: dt.date
    total_aujourdhui: int
    appris: tuple[Appris, ...]


def en_json(decompte: Decompte) -> dict[str, Any]:
    """L'objet JSON d'un décompte : montants en chaînes, dates ISO, clés stables."""
    return {
        "au": decompte.au,
        "principal": en_decimal(decompte.principal),
        "interets": en_decimal(decompte.interets),
        "indemnites": en_decimal(decompte.indemnites),
        "accessoires": en_decimal(decompte.accessoires),
        "total": en_decimal(decompte.total),
        "encaisse": en_decimal(decompte.encaisse),
        "trop_percu": en_decimal(decompte.trop_percu),
        "interet_par_jour": en_decimal(decompte.interet_par_jour),
        "lignes": [_ligne_json(ligne) for ligne in decompte.lignes],
        "reserves": [{"code": reserve.code, "phrase": reserve.phrase} for reserve in decompte.reserves],
    }


def connu_en_json(connu: TelQueConnu) -> dict[str, Any]:
    """Ce que l'objet JSON dit de plus quand on s'en tient à ce que l'on savait un jour."""
    return {
        "tel_que_connu_le": connu.le,
        "total_aujourdhui": en_decimal(connu.total_aujourdhui),
        "appris": [
            {"rang": fait.rang, "date": fait.le, "saisi_le": fait.saisi_le, "texte": fait.texte}
            for fait in connu.appris
        ],
    }


def lignes_csv(decompte: Decompte, connu: TelQueConnu | None = None) -> list[Sequence[Valeur]]:
    """Les lignes du décompte pour un tableur, dans l'ordre de ``COLONNES_CSV``, puis le total, qui est leur somme."""
    lignes: list[Sequence[Valeur]] = [
        (
            str(ligne.nature), ligne.facture, ligne.libelle, ligne.du, ligne.au, ligne.jours, _tableur(ligne.base),
            ligne.taux, _tableur(ligne.montant), ligne.origine, ligne.fondement, _diviseur(ligne),
        )
        for ligne in decompte.lignes
    ]  # fmt: skip
    if decompte.trop_percu:
        lignes.append(_ligne_csv("trop_percu", "Trop-perçu, à rendre au débiteur", decompte.trop_percu))
    suite = f", tel que connu le {en_chiffres(connu.le)}" if connu else ""
    lignes.append(_ligne_csv("total", f"Reste dû au {en_chiffres(decompte.au)}{suite}", decompte.total))
    return lignes


def _ligne_csv(nature: str, libelle: str, centimes: int) -> Sequence[Valeur]:
    return nature, "", libelle, None, None, None, None, None, _tableur(centimes), "", "", None


def _diviseur(ligne: LigneDecompte) -> int | None:
    return 100 * ligne.annee if ligne.nature is Nature.INTERETS else None


def montrer(decompte: Decompte, titre: str, connu: TelQueConnu | None = None) -> None:
    """Le décompte à l'écran : factures, intérêts, mouvements, récapitulatif, réserves."""
    _factures(decompte, f"{titre}, tel que connu le {en_chiffres(connu.le)}" if connu else titre)
    _interets(decompte)
    _mouvements(decompte)
    _recapitulatif(decompte)
    if connu:
        _ce_qui_a_change(decompte, connu)
    if decompte.reserves:
        print()
        fiche((), titre="Réserves", notes=[plier(f"! {reserve.phrase}", "  ") for reserve in decompte.reserves])


def _factures(decompte: Decompte, titre: str) -> None:
    lignes = [
        (
            solde.numero, date(solde.emise_le), date(solde.echeance), montant(solde.montant),
            montant(-solde.deja_regle - solde.avoirs - solde.regle) if solde.montant != solde.principal else "",
            montant(solde.principal),
        )
        for solde in decompte.factures
    ]  # fmt: skip
    colonnes = (
        Colonne("Facture"), Colonne("Date"), Colonne("Échéance"), Colonne("TTC", droite=True),
        Colonne("Réglé, avoirs", droite=True), Colonne("Principal dû", droite=True),
    )  # fmt: skip
    tableau(colonnes, lignes, titre=titre, total=("", "", "", "", "", montant(decompte.principal)))
    print()


def _interets(decompte: Decompte) -> None:
    lignes = [ligne for ligne in decompte.lignes if ligne.nature is Nature.INTERETS]
    if not lignes:
        return
    colonnes = (
        Colonne("Facture"), Colonne("Du"), Colonne("Au"), Colonne("Jours", droite=True), Colonne("Base", droite=True),
        Colonne("Taux", droite=True), Colonne("Intérêt", droite=True), Colonne("Note", droite=True),
    )  # fmt: skip
    notes = {regle: numero for numero, regle in enumerate(dict.fromkeys(map(_regle, lignes)), start=1)}
    cellules = [
        (
            ligne.facture, date(ligne.du), date(ligne.au), entier(ligne.jours or 0), montant(ligne.base or 0),
            taux(ligne.taux or Decimal(0)), montant(ligne.montant), str(notes[_regle(ligne)]),
        )
        for ligne in lignes
    ]  # fmt: skip
    total = montant(sum(ligne.montant for ligne in lignes))
    dites = [_note(numero, regle) for regle, numero in notes.items()]
    formule = [_formule(lignes)]
    tableau(colonnes, cellules, titre="Intérêts", total=("", "", "", "", "", "", total), notes=[*formule, *dites])
    print()


_Regle = tuple[Decimal, str, str, int]
"""Ce qui fonde une ligne d'intérêts : taux, d'où il vient, article, jours que compte l'année."""


def _regle(ligne: LigneDecompte) -> _Regle:
    return ligne.taux or Decimal(0), ligne.origine, ligne.fondement, ligne.annee


def _note(numero: int, regle: _Regle) -> str:
    points, origine, fondement, annee = regle
    suite = f" ; ÷ {entier(100 * annee)}" if annee != JOURS_DE_L_ANNEE else ""
    return plier(f"{numero}. {taux(points)} : {origine} — {fondement}{suite}.", "   ")


def _formule(lignes: Sequence[LigneDecompte]) -> str:
    autres = sorted({100 * ligne.annee for ligne in lignes} - {100 * JOURS_DE_L_ANNEE})
    sauf = "".join(f" (÷ {entier(autre)} où la note le dit)" for autre in autres)
    diviseur = entier(100 * JOURS_DE_L_ANNEE)
    return plier(f"Intérêt = base × taux × jours ÷ {diviseur}{sauf}, arrondi au centime à chaque ligne.")


def _mouvements(decompte: Decompte) -> None:
    natures = (Nature.INDEMNITE, *ACCESSOIRES, Nature.AVOIR, Nature.ENCAISSEMENT, Nature.RESTITUTION)
    lignes = sorted((ligne for ligne in decompte.lignes if ligne.nature in natures), key=_chronologie)
    if not lignes:
        return
    cellules = [(date(ligne.du), _libelle(ligne), montant(ligne.montant), ligne.fondement) for ligne in lignes]
    colonnes = (Colonne("Date"), Colonne("Mouvement"), Colonne("Montant", droite=True), Colonne("Fondement"))
    paiements = dict.fromkeys((part.encaissement, part.date) for part in decompte.imputations)
    recus = {ligne.du for ligne in lignes if ligne.nature is Nature.ENCAISSEMENT}
    notes = [plier(f"{_quand(jour, recus)} : {_detail(decompte, indice, jour)}.", "   ") for indice, jour in paiements]
    tableau(colonnes, cellules, titre="Indemnités, frais, avoirs, paiements", notes=notes)
    print()


def _quand(jour: dt.date, recus: Set[dt.date | None]) -> str:
    """Le jour d'une imputation : celui du paiement, ou celui d'une facture née ensuite, qui reprend un trop-perçu."""
    return f"{'Paiement du' if jour in recus else 'Trop-perçu repris le'} {date(jour)}"


def _recapitulatif(decompte: Decompte) -> None:
    fiche(
        (
            ("Principal restant dû", montant(decompte.principal)),
            ("Intérêts restant dus", montant(decompte.interets)),
            ("Indemnités restant dues", montant(decompte.indemnites)),
            ("Accessoires restant dus", montant(decompte.accessoires)),
            (f"Dû au {en_chiffres(decompte.au)}", montant(decompte.total)),
            ("Intérêt par jour", montant(decompte.interet_par_jour)),
            ("Trop-perçu", montant(decompte.trop_percu) if decompte.trop_percu else ""),
        ),
        titre="Récapitulatif",
    )


def _ce_qui_a_change(decompte: Decompte, connu: TelQueConnu) -> None:
    """L'écart avec ce que l'on sait aujourd'hui, et les faits saisis depuis qui l'expliquent."""
    ecart, au = connu.total_aujourdhui - decompte.total, en_chiffres(decompte.au)
    print()
    fiche(
        (
            (f"Dû au {au}, tel que connu le {en_chiffres(connu.le)}", montant(decompte.total)),
            (f"Dû au {au}, tel qu'on le connaît aujourd'hui", montant(connu.total_aujourdhui)),
            ("Écart", f"{'+' if ecart > 0 else ''}{montant(ecart)}"),
        ),
        titre="Ce que l'on a appris depuis",
        notes=[] if connu.appris else ["Rien de ce qui a été saisi depuis ne change ce décompte."],
    )
    if connu.appris:
        colonnes = (Colonne("N°", droite=True), Colonne("Saisi le"), Colonne("Date"), Colonne("Fait"))
        tableau(colonnes, [(str(f.rang), date(f.saisi_le), date(f.le), f.texte) for f in connu.appris])


def _detail(decompte: Decompte, indice: int, jour: dt.date) -> str:
    """« 503,75 € d'intérêts, 40,00 € d'indemnité, 4 456,25 € de principal », facture par facture s'il y en a."""
    parts = [part for part in decompte.imputations if (part.encaissement, part.date) == (indice, jour)]
    factures = dict.fromkeys(part.facture for part in parts)
    if len(factures) == 1 and len(decompte.factures) == 1:
        return _sommes(parts)
    return " ; ".join(f"{nom}, {_sommes([part for part in parts if part.facture == nom])}" for nom in factures)


def _sommes(parts: Sequence[Imputation]) -> str:
    par_nature: dict[Nature, int] = {}
    for part in parts:
        par_nature[part.nature] = par_nature.get(part.nature, 0) + part.montant
    return ", ".join(f"{montant(somme)} {PARTS[nature]}" for nature, somme in par_nature.items())


def _libelle(ligne: LigneDecompte) -> str:
    return f"{ligne.libelle}{f' — {ligne.facture}' if ligne.facture else ''}"


def _chronologie(ligne: LigneDecompte) -> tuple[object, str]:
    return (ligne.du, ligne.libelle)


def _ligne_json(ligne: LigneDecompte) -> dict[str, Any]:
    return {
        "nature": str(ligne.nature),
        "facture": ligne.facture,
        "libelle": ligne.libelle,
        "du": ligne.du,
        "au": ligne.au,
        "jours": ligne.jours,
        "base": _decimal(ligne.base),
        "taux": str(ligne.taux) if ligne.taux is not None else None,
        "montant": en_decimal(ligne.montant),
        "fondement": ligne.fondement,
        "origine": ligne.origine,
        "annee": ligne.annee if ligne.nature is Nature.INTERETS else None,
    }


def _tableur(centimes: int | None) -> str | None:
    return None if centimes is None else decimale(centimes)


def _decimal(centimes: int | None) -> str | None:
    return None if centimes is None else en_decimal(centimes)
