"""Écrire une remise d'exemple, telle qu'un créancier l'envoie : CSV cp1252, montants et dates à la française."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

_COLONNES = (
    "Réf. client", "Type", "Civilité", "Nom / Raison sociale", "Prénom", "SIREN", "Adresse 1", "CP", "Ville",
    "Téléphone", "E-mail", "N° facture", "Date facture", "Échéance", "Montant TTC", "Déjà réglé", "Libellé",
)  # fmt: skip


def remise_exemple(brut: dict[str, Any], creancier: dict[str, Any], indices: list[int], le: dt.date) -> bytes:
    """Le fichier d'un créancier pour ces débiteurs, en cp1252 : c'est ce qu'Excel enregistre le plus souvent."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(_COLONNES)
    for indice in indices:
        ecrivain.writerows(_lignes(brut["mots"], creancier, indice, le))
    return flux.getvalue().encode("cp1252", errors="replace")


def _lignes(mots: dict[str, Any], creancier: dict[str, Any], i: int, le: dt.date) -> list[tuple[str, ...]]:
    """Une à trois factures par débiteur ; un sur neuf a un avoir, un sur onze un acompte."""
    identite = _professionnel(mots, i) if creancier["type"] == "PRO" else _particulier(mots, i)
    lignes = []
    for rang in range(1 + (i % 3 == 0) + (i % 8 == 5)):
        echeance = le - dt.timedelta(days=20 + 9 * (i % 13) + 31 * rang)
        emise = echeance - dt.timedelta(days=30)
        centimes = (180_00 + (i * 7919 + rang * 104_729) % 450_000) // (1 if creancier["type"] == "PRO" else 6)
        acompte = centimes // 4 if i % 11 == 2 and rang == 0 else 0
        numero = f"F26-{i:04d}-{rang + 1}"
        lignes.append(
            (
                *identite, numero, _date(emise), _date(echeance), _euros(centimes), _euros(acompte), creancier["objet"]
            )
        )  # fmt: skip
        if i % 9 == 4 and rang == 0:
            avoir = f"Avoir sur {numero}"
            lignes.append((*identite, f"A26-{i:04d}", _date(echeance), "", _euros(-centimes // 10), "", avoir))
    return lignes


def _professionnel(mots: dict[str, Any], i: int) -> tuple[str, ...]:
    activite = mots["activites"][i % len(mots["activites"])]
    nom = f"{activite} {mots['noms'][i % len(mots['noms'])]} {mots['formes'][i % len(mots['formes'])]}"
    return (f"C{i:04d}", "PRO", "", nom, "", _siren(i), *_adresse(mots, i), _courriel(i))


def _particulier(mots: dict[str, Any], i: int) -> tuple[str, ...]:
    civilite, prenoms = ("Mme", mots["prenoms_femmes"]) if i % 2 else ("M.", mots["prenoms_hommes"])
    prenom = prenoms[i // 2 % len(prenoms)]
    nom = mots["patronymes"][i % len(mots["patronymes"])]
    return (f"P{i:04d}", "PART", civilite, nom, prenom, "", *_adresse(mots, i), _courriel(i))


def _adresse(mots: dict[str, Any], i: int) -> tuple[str, ...]:
    """Un débiteur sur cinquante n'a pas d'adresse complète : son courrier sera retenu, et on le verra."""
    code_postal, ville = mots["villes"][i % len(mots["villes"])]
    voie = "" if i % 50 == 7 else f"{1 + i % 90} {mots['voies'][i % len(mots['voies'])]}"
    telephone = f"02 40 00 {i // 100:02d} {i % 100:02d}"
    return (voie, code_postal, ville, telephone)


def _courriel(i: int) -> str:
    return f"debiteur{i}@exemple.example" if i % 3 else ""


def _siren(i: int) -> str:
    """Neuf chiffres à clé juste (Luhn), dans une plage que l'INSEE n'a pas donnée."""
    racine = f"90001{i:03d}"
    double = [2 * int(c) if rang % 2 else int(c) for rang, c in enumerate(racine)]
    somme = sum(c - 9 if c > 9 else c for c in double)
    return f"{racine}{-somme % 10}"


def _date(jour: dt.date) -> str:
    return f"{jour:%d/%m/%Y}"


def _euros(centimes: int) -> str:
    signe = "-" if centimes < 0 else ""
    entiers, reste = divmod(abs(centimes), 100)
    return f"{signe}{entiers:,}".replace(",", " ") + f",{reste:02d}"
