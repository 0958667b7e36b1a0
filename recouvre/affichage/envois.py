"""Les départs à l'écran : la liste, et l'histoire de l'un d'eux."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recouvre.affichage.faits_d_envoi import en_clair, raconter_envoi
from recouvre.affichage.francais import date, montant
from recouvre.affichage.tableau import Accent, Colonne, fiche, tableau
from recouvre.domaine.faits_d_envoi import PliSuivi, RemiseEchouee
from recouvre.domaine.numeros import numero_lisible

_A_DIRE = frozenset({"échoué", "incertain", "en cours"})
"""Les états qui attendent une personne, ou un autre essai."""


Depart = Mapping[str, Any]
"""Un départ tel que la base le tient, colonne par colonne. Dates ISO ; ``total`` en centimes."""


def montrer_les_envois(departs: Sequence[Depart]) -> None:
    """Une ligne par départ ; ceux qui attendent quelqu'un sont marqués ; dessous, pourquoi.

    Une phrase dans une colonne étroite couperait les mots des autres : à 80 caractères, tout se lit.
    """
    colonnes = (
        Colonne("Référence"), Colonne("Étape"), Colonne("Par"), Colonne("État"), Colonne("Le"),
        Colonne("Réclamé", True),
    )  # fmt: skip
    lignes = [
        (
            d["reference"], d["etape"], en_clair(d["canal"]), d["etat"], date(dt.date.fromisoformat(d["jour"])),
            montant(d["total"]) if d["total"] else "",
        )
        for d in departs
    ]  # fmt: skip
    accents = {rang: Accent.ALERTE for rang, d in enumerate(departs) if d["etat"] in _A_DIRE}
    tableau(colonnes, lignes, accents=accents, notes=list(_raisons(departs)))


def _raisons(departs: Sequence[Depart]) -> Iterator[str]:
    """Pourquoi un départ attend, ou n'a pas pris son canal ; la même raison se dit une fois."""
    memes: dict[str, list[str]] = {}
    for d in departs:
        if raison := d["erreur"] if d["etat"] in _A_DIRE else d["repli"]:
            memes.setdefault(raison, []).append(d["reference"])
    for raison, references in memes.items():
        yield f"{', '.join(references)} — {raison}"


def montrer_l_envoi(d: Depart, suites: Sequence[PliSuivi | RemiseEchouee]) -> None:
    """Tout ce que l'on sait d'un départ, dans l'ordre où c'est arrivé."""
    paires = (
        ("Dossier", f"{numero_lisible(d['dossier'])}, étape {d['etape']}"),
        ("Canal", _canal(d)),
        ("À", d["destinataire"]),
        ("État", d["etat"]),
        ("Pourquoi", d["erreur"]),
        ("Repli", d["repli"]),
        ("Réclamé", montant(d["total"]) if d["total"] else ""),
        ("Réservé", instant(d["reserve_le"])),
        ("Figé", instant(d["fige_le"])),
        ("Remise engagée", instant(d["en_cours_le"])),
        ("Parti", instant(d["envoye_le"])),
        ("Essais", str(d["essais"]) if d["essais"] else ""),
        ("Prochain essai", instant(d["prochain_le"])),
        ("Document", d["fichier"]),
        ("SHA-256", d["empreinte"]),
        ("Identifiant", d["identifiant"]),
        ("Réponse", d["preuve"]),
        ("Depuis", "\n".join(f"{date(suite.date)} : {raconter_envoi(suite)}" for suite in suites)),
    )
    fiche([(nom, valeur) for nom, valeur in paires if valeur], titre=f"Envoi {d['reference']}")


def _canal(d: Depart) -> str:
    modes = {"recommande": ", recommandé avec avis de réception", "electronique": ", recommandé électronique"}
    return en_clair(d["canal"]) + modes.get(d["envoi"], "")


def instant(iso: str | None) -> str:
    """« 03/03/2026 à 08:00 » ; vide s'il n'y en a pas.

    >>> instant("2026-03-03T08:00:12+01:00"), instant(None)
    ('03/03/2026 à 08:00', '')
    """
    return f"{dt.datetime.fromisoformat(iso):%d/%m/%Y à %H:%M}" if iso else ""
