"""Lire une remise : un fichier CSV de factures impayées, une par ligne, tel que le créancier l'exporte."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from recouvre.domaine.avancement import Suivi
from recouvre.domaine.brouillons import Anomalie, Brouillon, FichierRefuse, GenrePiece, Gravite, Lecture, Source
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.avoirs import facture_citee
from recouvre.echanges.colonnes import Colonnes, compter_colonnes, exiger_colonnes, normaliser, reconnaitre_colonnes
from recouvre.echanges.fautes import Faute, rejeter
from recouvre.echanges.octets import CE_QUE_C_EST, Nature, lire_octets, nature
from recouvre.echanges.remise_debiteur import ROLES_DEBITEUR, LecteurDebiteurs
from recouvre.echanges.remise_piece import ROLES_PIECE, LecteurPieces
from recouvre.echanges.tableau import PLAFOND_REMISE, Tableau, lire_tableau

_PAS_DU_SUIVI = 1000
_DELAI_MAXIMAL = 365
_TOTAL = re.compile(r"(?:total|sous total|totaux|report|reporter|cumul|solde|somme)\b")


def lire_remise(
    chemin: Path,
    *,
    delai: int | None = None,
    correspondance: Mapping[str, str] | None = None,
    suivi: Suivi | None = None,
) -> Lecture:
    """Lit une remise CSV.

    ``delai`` : jours à compter de la date de facture quand l'échéance n'est pas écrite ; ``correspondance`` : en-tête
    → rôle (ceux de ``synonymes.LIBELLES``), qui prime sur ce qui est reconnu. Une ligne fautive donne une anomalie ;
    ``FichierRefuse`` n'est levé que si le fichier entier est illisible, ``SaisieIllisible`` si une option l'est.
    """
    if delai is not None and not 0 <= delai <= _DELAI_MAXIMAL:
        raise SaisieIllisible(f"Un délai de {delai} jours n'a pas de sens : donnez de 0 à {_DELAI_MAXIMAL} jours.")
    octets = lire_octets(chemin, PLAFOND_REMISE)
    sorte = nature(octets)
    if sorte is not Nature.TEXTE:
        raise FichierRefuse(chemin.name, CE_QUE_C_EST[sorte])
    with _sans_ramasse_miettes():
        tableau = lire_tableau(octets, chemin.name, lambda cellules: compter_colonnes(cellules, correspondance))
        colonnes = reconnaitre_colonnes(tableau.entetes, correspondance)
        exiger_colonnes(colonnes, chemin.name, delai=delai)
        return _Lecteur(tableau, colonnes, delai).lire(suivi)


@contextmanager
def _sans_ramasse_miettes() -> Iterator[None]:
    """Suspend le ramasse-miettes : ce qu'on lit ne forme pas de cycle, et ses passages coûtent un quart du temps."""
    etait_actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if etait_actif:
            gc.enable()


class _Lecteur:
    """Lit les lignes une à une ; un rôle sans colonne lit la cellule vide ajoutée au bout de chaque ligne."""

    def __init__(self, tableau: Tableau, colonnes: Colonnes, delai: int | None) -> None:
        self._tableau, self._colonnes = tableau, colonnes
        self._largeur = len(tableau.entetes)
        self._du_debiteur = self._choisir(ROLES_DEBITEUR)
        self._de_la_piece = self._choisir(ROLES_PIECE)
        self._debiteurs = LecteurDebiteurs()
        self._pieces = LecteurPieces(frozenset(colonnes.positions), delai)
        self._brouillons: list[Brouillon] = []
        self._anomalies: list[Anomalie] = []
        self._ignorees: list[int] = []

    def lire(self, suivi: Suivi | None) -> Lecture:
        lignes = self._tableau.lignes
        brutes: dict[int, tuple[str, ...]] = {}
        self._dire_les_doublons()
        for rang, (numero, cellules) in enumerate(lignes):
            if suivi and rang % _PAS_DU_SUIVI == 0:
                suivi(rang, len(lignes))
            brutes[numero] = tuple(cellules)
            self._lire_ligne(numero, cellules)
        if suivi:
            suivi(len(lignes), len(lignes))
        self._viser()
        if self._ignorees:
            self._dire_les_ignorees()
        return Lecture(
            fichier=self._tableau.fichier,
            brouillons=tuple(self._brouillons),
            anomalies=tuple(sorted(self._anomalies, key=lambda anomalie: anomalie.source.ligne)),
            entetes=self._tableau.entetes,
            brutes=brutes,
        )

    def _choisir(self, roles: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        choisir: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(
            *(self._colonnes.positions.get(role, -1) for role in roles)
        )
        return choisir

    def _lire_ligne(self, numero: int, cellules: list[str]) -> None:
        fautes: list[Faute] = []
        completes = [*cellules, ""] if len(cellules) == self._largeur else self._ajuster(cellules)
        debiteur = self._debiteurs.lire(self._du_debiteur(completes), fautes)
        piece = self._pieces.lire(self._de_la_piece(completes), debiteur.genre, fautes)
        if len(cellules) > self._largeur and any(cellule.strip() for cellule in cellules[self._largeur :]):
            rejeter(fautes, "", self._trop_de_cellules(len(cellules)))
        if numero in self._tableau.debordantes:
            rejeter(fautes, "", self._guillemet_ouvert(numero))
        source = Source(self._tableau.fichier, numero)
        if fautes:
            rejetee = any(gravite is Gravite.REJET for _, _, gravite in fautes)
            if rejetee and self._est_a_ignorer(numero, cellules):
                return
            self._anomalies.extend(
                Anomalie(replace(source, colonne=self._colonnes.entete(role)), phrase, gravite)
                for role, phrase, gravite in fautes
            )
            if rejetee:
                return
        if piece is not None:
            self._brouillons.append(
                Brouillon(
                    source=source,
                    debiteur=debiteur.partie,
                    piece=piece,
                    reference=debiteur.reference,
                    qualite=debiteur.qualite,
                )
            )

    def _ajuster(self, cellules: list[str]) -> list[str]:
        """La ligne à la largeur de l'en-tête, plus la cellule vide : des logiciels taisent les fins de ligne vides."""
        return cellules[: self._largeur] + [""] * (max(self._largeur - len(cellules), 0) + 1)

    def _est_a_ignorer(self, numero: int, cellules: Sequence[str]) -> bool:
        """Vrai pour une ligne blanche, un en-tête répété en haut de page, ou une ligne de total sans date."""
        if not any(cellule.strip() for cellule in cellules):
            return True
        if tuple(cellules) == self._tableau.entetes:
            self._ignorees.append(numero)
            return True
        dates = (self._colonnes.positions.get(role, -1) for role in ("emise_le", "echeance"))
        if any(0 <= indice < len(cellules) and cellules[indice].strip() for indice in dates):
            return False
        if any(_TOTAL.match(normaliser(cellule)) for cellule in cellules if len(cellule) <= 60):
            self._ignorees.append(numero)
            return True
        return False

    def _viser(self) -> None:
        """Rend aux avoirs la facture que leur libellé cite, une fois toutes les factures du fichier connues."""
        rangs = [rang for rang, brouillon in enumerate(self._brouillons) if _est_avoir_sans_facture(brouillon)]
        if not rangs:
            return
        numeros = (
            brouillon.piece.numero for brouillon in self._brouillons if brouillon.piece.genre is GenrePiece.FACTURE
        )
        connues = {numero.casefold(): numero for numero in numeros}
        for rang in rangs:
            avoir = self._brouillons[rang].piece
            vise = replace(avoir, sur=facture_citee(avoir.libelle, connues))
            self._brouillons[rang] = replace(self._brouillons[rang], piece=vise)

    def _dire_les_doublons(self) -> None:
        for ignoree, preferee in self._colonnes.doublons:
            nom, prefere = self._colonnes.entetes[ignoree].strip(), self._colonnes.entetes[preferee].strip()
            phrase = (
                f"la colonne {ignoree + 1}, « {nom} », est ignorée : la {preferee + 1}, « {prefere} », la remplace."
            )
            self._avertir(self._tableau.ligne_entete, nom, phrase)

    def _dire_les_ignorees(self) -> None:
        montrees = ", ".join(map(str, self._ignorees[:10])) + ("…" if len(self._ignorees) > 10 else "")
        combien = len(self._ignorees)
        phrase = f"lignes de total, de report ou d'en-tête répété, ignorées : {combien} (lignes {montrees})."
        self._avertir(self._ignorees[0], "", phrase)

    def _avertir(self, ligne: int, colonne: str, phrase: str) -> None:
        source = Source(self._tableau.fichier, ligne, colonne)
        self._anomalies.append(Anomalie(source, phrase, Gravite.AVERTISSEMENT))

    def _trop_de_cellules(self, combien: int) -> str:
        return (
            f"cette ligne a {combien} cellules pour {self._largeur} colonnes : sans doute un "
            f"« {self._tableau.separateur} » dans un texte. Mettez ce texte entre guillemets."
        )

    def _guillemet_ouvert(self, numero: int) -> str:
        fin = self._tableau.debordantes[numero]
        return f"un guillemet ouvert ici n'est refermé qu'à la ligne {fin}, et avale ce qui les sépare : fermez-le."


def _est_avoir_sans_facture(brouillon: Brouillon) -> bool:
    return brouillon.piece.genre is GenrePiece.AVOIR and not brouillon.piece.sur
