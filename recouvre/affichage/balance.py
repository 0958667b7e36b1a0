"""Une balance chiffrée : en tableaux, en JSON, en CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recouvre.affichage import anomalies
from recouvre.affichage.francais import FINE, date, decimale, entier, pluriel
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.domaine.brouillons import GenrePiece
from recouvre.domaine.montants import en_decimal, en_euros
from recouvre.droit.balance import Balance, LigneBalance, PieceEcartee, Somme

COLONNES_CSV = (
    "debiteur", "facture", "echeance", "jours", "avoirs", "reste_du", "interets", "indemnite", "total", "note",
    "fichier", "ligne",
)  # fmt: skip
COLONNES_DEBITEURS_CSV = ("debiteur", "factures", "jours", "reste_du", "interets", "indemnites", "total")
REGLE = (
    "Entre professionnels, sans taux au contrat : BCE + 10 points du lendemain de l'échéance, et 40 € par facture en "
    "retard (C. com., art. L441-10 II et D441-5). Rien n'est écrit : pour réclamer, recouvre ouvrir."
)
_AU_PLUS = 500
_NOMMEES = 5
_SUPPOSE = "qualité inconnue, compté comme professionnel"


def en_json(balance: Balance, *, par_debiteur: bool) -> dict[str, object]:
    """L'objet JSON : les factures, les totaux, ce qui est à part ; les débiteurs si on les demande."""
    return {
        "au": balance.au,
        "factures": [_json(ligne) for ligne in balance.lignes],
        **({"debiteurs": _debiteurs_json(balance)} if par_debiteur else {}),
        "totaux": _somme_json(balance.totaux),
        "sans_taux": [ligne.facture for ligne in balance.lignes if ligne.manque],
        "a_part": [_ecartee_json(piece) for piece in balance.ecartees],
        "doublons": balance.doublons,
        "rejetees": balance.rejetees,
        "anomalies": [anomalies.en_json(anomalie) for anomalie in balance.anomalies],
        "reserves": [{"code": reserve.code, "phrase": reserve.phrase} for reserve in balance.reserves],
    }


def lignes_csv(balance: Balance) -> Iterator[Sequence[Valeur]]:
    """Une ligne par pièce, dans l'ordre de ``COLONNES_CSV`` ; la somme d'une colonne est le total.

    Ce qui n'est pas chiffré n'a de montant que dans sa note.
    """
    for ligne in balance.lignes:
        montants = (ligne.avoirs, ligne.reste_du, ligne.interets, ligne.indemnite, ligne.total)
        chiffree = ligne.total is not None
        yield (
            ligne.debiteur, ligne.facture, ligne.echeance, ligne.retard,
            *(decimale(somme) if somme is not None and chiffree else None for somme in montants),
            _note(ligne), ligne.source.fichier, ligne.source.ligne or None,
        )  # fmt: skip
    for piece in balance.ecartees:
        note = f"à part, {en_euros(_signe(piece))} : {piece.raison}"
        yield piece.debiteur, piece.numero, *[None] * 7, note, piece.source.fichier, piece.source.ligne or None


def debiteurs_csv(balance: Balance) -> Iterator[Sequence[Valeur]]:
    """Une ligne par débiteur, dans l'ordre de ``COLONNES_DEBITEURS_CSV``."""
    for nom, somme in balance.par_debiteur():
        yield nom, somme.factures, somme.retard, *map(decimale, _montants(somme))


def montrer(balance: Balance, *, par_debiteur: bool) -> None:
    """La balance à l'écran : les factures ou les débiteurs, ce qui est à part, le bilan de la lecture."""
    if balance.lignes:
        if par_debiteur and balance.chiffrees:
            _debiteurs(balance)
        else:
            _factures(balance)
        for note in (REGLE, *_avoirs_deduits(balance), *(f"! {reserve.phrase}" for reserve in balance.reserves)):
            print(plier(note, "  "))
        print()
    if balance.ecartees:
        _a_part(balance)
        print()
    for phrase in bilan(balance):
        print(phrase)


def bilan(balance: Balance) -> list[str]:
    """Combien de pièces sont chiffrées, à part, en double, refusées ; et les anomalies de la lecture."""
    compte = (
        f"{pluriel(len(balance.chiffrees), 'facture chiffrée', 'factures chiffrées')}, "
        f"{pluriel(len(balance.ecartees), 'pièce à part', 'pièces à part')}, "
        f"{pluriel(balance.doublons, 'doublon ignoré', 'doublons ignorés')}, {pluriel(balance.rejetees, 'rejet')}."
    )
    return [compte, *anomalies.phrases(balance.anomalies)]


def _factures(balance: Balance) -> None:
    colonnes = (
        Colonne("Débiteur"), Colonne("Facture"), Colonne("Échéance"), Colonne("Reste dû", droite=True),
        Colonne("Jours", droite=True), Colonne("Intérêts", droite=True), Colonne("40 €", droite=True),
        Colonne("Total", droite=True),
    )  # fmt: skip
    somme, montrees = balance.totaux, balance.lignes[:_AU_PLUS]
    reste = len(balance.lignes) - len(montrees)
    suite = f"… et {pluriel(reste, 'autre facture', 'autres factures')}, que --csv donne. Le total porte sur toutes."
    tableau(
        colonnes,
        [_cellules(ligne) for ligne in montrees],
        titre=_titre(balance),
        total=(
            "Total", pluriel(somme.factures, "facture"), "", _euros(somme.reste_du), "", _euros(somme.interets),
            _euros(somme.indemnites), _euros(somme.total),
        ),
        notes=[suite] if reste else [],
        accents={place: Accent.ALERTE for place, ligne in enumerate(montrees) if ligne.manque},
    )  # fmt: skip


def _cellules(ligne: LigneBalance) -> tuple[str, ...]:
    penalites = (
        ("", "", "taux à relever")
        if ligne.interets is None or ligne.indemnite is None or ligne.total is None
        else (_euros(ligne.interets), _euros(ligne.indemnite), _euros(ligne.total))
    )
    retard = entier(ligne.retard) if ligne.retard else "—"
    return ligne.debiteur, ligne.facture, date(ligne.echeance), _euros(ligne.reste_du), retard, *penalites


def _debiteurs(balance: Balance) -> None:
    colonnes = (
        Colonne("Débiteur"), Colonne("Factures", droite=True), Colonne("Jours au plus", droite=True),
        Colonne("Reste dû", droite=True), Colonne("Intérêts", droite=True), Colonne("40 €", droite=True),
        Colonne("Total", droite=True),
    )  # fmt: skip
    lignes = [("Total", balance.totaux), *balance.par_debiteur()]
    total, *cellules = [
        (nom, entier(somme.factures), entier(somme.retard) if somme.retard else "—", *map(_euros, _montants(somme)))
        for nom, somme in lignes
    ]
    tableau(colonnes, cellules, titre=_titre(balance), total=total)


def _a_part(balance: Balance) -> None:
    colonnes = (Colonne("Débiteur"), Colonne("Pièce"), Colonne("Montant", droite=True), Colonne("Pourquoi"))
    pieces = balance.ecartees[:_AU_PLUS]
    cellules = [(piece.debiteur, piece.numero, _euros(_signe(piece)), piece.raison) for piece in pieces]
    reste = len(balance.ecartees) - len(pieces)
    notes = [f"… et {pluriel(reste, 'autre pièce', 'autres pièces')}, que --csv donne."] if reste else []
    tableau(colonnes, cellules, titre="À part, hors du total", notes=notes)


def _avoirs_deduits(balance: Balance) -> Iterator[str]:
    reduites = [ligne for ligne in balance.lignes if ligne.avoirs]
    if reduites:
        nommees = ", ".join(f"{ligne.facture} ({en_euros(ligne.avoirs)})" for ligne in reduites[:_NOMMEES])
        suite = f" et {pluriel(len(reduites) - _NOMMEES, 'autre')}" if len(reduites) > _NOMMEES else ""
        yield f"Avoirs déduits, à leur date : {nommees}{suite}."


def _titre(balance: Balance) -> str:
    return f"Pénalités de retard au {date(balance.au)}, en euros"


def _euros(centimes: int) -> str:
    return decimale(centimes, milliers=FINE)


def _montants(somme: Somme) -> tuple[int, ...]:
    return somme.reste_du, somme.interets, somme.indemnites, somme.total


def _signe(piece: PieceEcartee) -> int:
    return -piece.montant if piece.genre is GenrePiece.AVOIR else piece.montant


def _note(ligne: LigneBalance) -> str:
    manque = f"taux à relever, reste dû {en_euros(ligne.reste_du)} : {ligne.manque}" if ligne.manque else ""
    return " ; ".join(filter(None, (manque, "" if ligne.qualite_dite else _SUPPOSE)))


def _json(ligne: LigneBalance) -> dict[str, object]:
    return {
        "debiteur": ligne.debiteur,
        "facture": ligne.facture,
        "echeance": ligne.echeance,
        "jours": ligne.retard,
        "avoirs": en_decimal(ligne.avoirs),
        "reste_du": en_decimal(ligne.reste_du),
        "interets": _decimal(ligne.interets),
        "indemnite": _decimal(ligne.indemnite),
        "total": _decimal(ligne.total),
        "qualite": "professionnel" if ligne.qualite_dite else None,
        "fichier": ligne.source.fichier,
        "ligne": ligne.source.ligne or None,
    }


def _ecartee_json(piece: PieceEcartee) -> dict[str, object]:
    return {
        "debiteur": piece.debiteur,
        "piece": piece.numero,
        "genre": str(piece.genre),
        "montant": en_decimal(piece.montant),
        "raison": piece.raison,
        "fichier": piece.source.fichier,
        "ligne": piece.source.ligne or None,
    }


def _debiteurs_json(balance: Balance) -> list[dict[str, object]]:
    return [{"debiteur": nom, "jours": somme.retard, **_somme_json(somme)} for nom, somme in balance.par_debiteur()]


def _somme_json(somme: Somme) -> dict[str, object]:
    noms = ("reste_du", "interets", "indemnites", "total")
    return {"factures": somme.factures, **dict(zip(noms, map(en_decimal, _montants(somme)), strict=True))}


def _decimal(centimes: int | None) -> str | None:
    return None if centimes is None else en_decimal(centimes)
