"""La facture ou l'avoir d'une ligne de remise, et ce qui empêche de le lire."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from recouvre.domaine.brouillons import GenrePiece, Gravite, PieceComptable
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.fautes import Faute, rejeter
from recouvre.echanges.identifiants import est_nombre_abime
from recouvre.echanges.remise_montants import (
    debit_et_credit,
    dit_avoir,
    regler_avoir,
    rien_a_recouvrer,
    ttc_et_solde,
)
from recouvre.echanges.valeurs import Genre, classer, court, est_soldee, lire_date_cellule

ROLES_PIECE = (
    "numero", "emise_le", "echeance", "montant", "solde", "debit", "credit", "deja_regle", "libelle", "sur", "devise",
    "lettrage", "statut", "genre",
)  # fmt: skip
_NUMERO_MAXIMAL = 60
_LIBELLE_MAXIMAL = 250
_EUROS = frozenset(("", "eur", "euro", "euros", "€"))
_PLUSIEURS = re.compile(r"\d[^,;\n]*[,;\n]\s*\w*\d")
_UN_REGLEMENT = "c'est un règlement, pas une facture : enregistrez-le avec « recouvre encaisser »."


class LecteurPieces:
    """Lit la pièce d'une ligne. ``presents`` : les rôles qu'ont les colonnes du fichier ; ``delai`` en jours."""

    def __init__(self, presents: frozenset[str], delai: int | None) -> None:
        self._grand_livre = "debit" in presents and "montant" not in presents
        self._delai = delai

    def lire(self, cellules: Sequence[str], genre: Genre | None, fautes: list[Faute]) -> PieceComptable | None:
        """Lit les cellules rangées comme ``ROLES_PIECE`` ; ``None`` si la ligne est à rejeter, dit dans ``fautes``."""
        avant = len(fautes)
        numero, emise, echeance, ttc, solde, debit, credit, regle, libelle, sur, devise, lettrage, statut, dit = map(
            str.strip, cellules
        )
        genre = _genre(dit) or genre
        _controler_ligne(numero, devise, lettrage, statut, fautes)
        if genre is Genre.REGLEMENT:
            rejeter(fautes, "genre" if dit else "type", _UN_REGLEMENT)
        if self._grand_livre:
            montants = debit_et_credit(debit, credit, dit_avoir(genre, numero, libelle), fautes)
        else:
            montants = ttc_et_solde(ttc, solde, regle, fautes)
        avoir = genre is Genre.AVOIR or (montants is not None and montants[0] < 0)
        emise_le = _date(emise, "emise_le", fautes)
        sans_echeance = avoir or (self._grand_livre and not debit)  # un crédit : avoir ou règlement
        echeance_le = _echeance_d_avoir(echeance) if sans_echeance else self._echeance(echeance, emise_le, fautes)
        if montants is None or (len(fautes) > avant and any(faute[2] is Gravite.REJET for faute in fautes[avant:])):
            return None
        montant, deja_regle = regler_avoir(montants) if avoir else montants
        if montant <= deja_regle:
            rejeter(fautes, "solde" if solde and not self._grand_livre else "montant", rien_a_recouvrer(montants))
            return None
        return PieceComptable(
            genre=GenrePiece.AVOIR if avoir else GenrePiece.FACTURE,
            numero=numero,
            montant=montant,
            deja_regle=deja_regle,
            emise_le=emise_le,
            echeance=echeance_le,
            libelle=libelle if len(libelle) <= _LIBELLE_MAXIMAL and libelle.isprintable() else _abreger(libelle),
            sur=sur if avoir else "",
        )

    def _echeance(self, texte: str, emise_le: dt.date | None, fautes: list[Faute]) -> dt.date | None:
        """L'échéance écrite, à défaut la date de facture augmentée du délai. Une facture sans échéance est rejetée."""
        if texte:
            echeance = _date(texte, "echeance", fautes)
            if echeance and emise_le and echeance < emise_le:
                dates = f"l'échéance ({en_chiffres(echeance)}) précède la date de facture ({en_chiffres(emise_le)})"
                rejeter(fautes, "echeance", f"{dates} : corrigez l'une des deux.")
            return echeance
        if self._delai is None:
            rejeter(fautes, "echeance", "l'échéance manque : ajoutez l'échéance, ou relancez avec --delai 30.")
        elif emise_le is None:
            rejeter(
                fautes, "echeance", "ni échéance, ni date de facture d'où compter le délai : ajoutez l'une des deux."
            )
        else:
            return emise_le + dt.timedelta(days=self._delai)
        return None


def _controler_ligne(numero: str, devise: str, lettrage: str, statut: str, fautes: list[Faute]) -> None:
    """Ce qui écarte une ligne avant même ses montants : numéro, devise, pièce déjà soldée."""
    if not numero:
        rejeter(fautes, "numero", "le numéro de facture manque : ajoutez-le.")
    elif len(numero) > _NUMERO_MAXIMAL:
        rejeter(fautes, "numero", f"« {court(numero)} » est trop long pour un numéro de facture : raccourcissez-le.")
    elif est_nombre_abime(numero):
        rejeter(fautes, "numero", f"« {numero} » a été abîmé par un tableur : mettez la colonne au format Texte.")
    elif _PLUSIEURS.search(numero):
        phrase = f"« {court(numero, 60)} » contient plusieurs numéros : mettez une ligne par facture, avec son montant."
        rejeter(fautes, "numero", phrase)
    if devise and devise.casefold() not in _EUROS:
        rejeter(fautes, "devise", f"la devise est « {court(devise)} » : seuls les montants en euros sont tenus.")
    if lettrage:
        phrase = f"l'écriture est lettrée (« {court(lettrage)} »), donc réglée : videz la cellule s'il reste un dû."
        rejeter(fautes, "lettrage", phrase)
    if statut and est_soldee(statut):
        rejeter(fautes, "statut", f"le fichier la dit « {court(statut)} » : il n'y a rien à recouvrer.")


def _genre(texte: str) -> Genre | None:
    classe = classer(texte) if texte else None
    return classe if isinstance(classe, Genre) else None


def _echeance_d_avoir(texte: str) -> dt.date | None:
    """Un avoir n'a pas besoin d'échéance : une date illisible y est sans conséquence."""
    try:
        return lire_date_cellule(texte) if texte else None
    except SaisieIllisible:
        return None


def _date(texte: str, role: str, fautes: list[Faute]) -> dt.date | None:
    if not texte:
        return None
    try:
        return lire_date_cellule(texte)
    except SaisieIllisible as faute:
        rejeter(fautes, role, faute.phrase)
        return None


def _abreger(libelle: str) -> str:
    """Le libellé sur une ligne, coupé : il finit dans une case de tableau."""
    visible = "".join(signe for signe in libelle if signe.isprintable() or signe.isspace())
    return court(visible, _LIBELLE_MAXIMAL)
