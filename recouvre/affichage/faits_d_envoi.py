"""Un départ, et ce qui lui arrive, en une ligne de français."""

from __future__ import annotations

import datetime as dt
import re
from typing import assert_never

from recouvre.affichage.francais import montant
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import (
    SUITES,
    ConsentementDonne,
    CoordonneesChangees,
    EtapeSautee,
    PliSuivi,
    RemiseEchouee,
)

FaitDEnvoi = PliSuivi | RemiseEchouee | CoordonneesChangees | EtapeSautee | ConsentementDonne

CANAUX = {"courrier": "Courrier", "courriel": "Courriel", "sms": "SMS", "appel": "Appel", "visite": "Visite"}
"""Les canaux, tels qu'on les écrit."""


def en_clair(canal: str) -> str:
    """Le nom d'un canal, tel qu'on l'écrit.

    >>> en_clair("sms"), en_clair("pigeon")
    ('SMS', 'pigeon')
    """
    return CANAUX.get(canal, canal)


def en_phrase(canal: str) -> str:
    """Le même, au milieu d'une phrase.

    >>> en_phrase("sms"), en_phrase("courriel")
    ('SMS', 'courriel')
    """
    nom = en_clair(canal)
    return nom if nom.isupper() else nom.lower()


_COORDONNEES = {"adresse": "adresse", "courriel": "courriel", "telephone": "téléphone"}


def raconter_depart(fait: RelanceEnvoyee) -> str:
    """« Courrier D-1-1 parti : mise en demeure, 1 050,00 € réclamés » ; « SMS D-1-3 parti »."""
    somme = f", {montant(fait.total)} réclamés" if fait.total else ""
    repli = f" ; {fait.repli}" if fait.repli else ""
    etape = f" : {etape_en_clair(fait.etape)}" if fait.etape != fait.canal else ""
    return f"{en_clair(fait.canal)} {fait.reference} parti{etape}{somme}{repli}"


_DU_PLAN = {
    "echeance-annonce": "annonce de l'échéance du", "echeance-rappel": "mise en demeure de payer l'échéance du",
    "plan-caduc": "constat de la caducité du",
}  # fmt: skip


def etape_en_clair(cle: str) -> str:
    """« mise en demeure » ; d'un plan, « mise en demeure de payer l'échéance du 05/03/2026 » ; « campagne mars »."""
    genre, _, jour = cle.partition(":")
    if genre in _DU_PLAN and jour:
        return f"{_DU_PLAN[genre]} {en_chiffres(dt.date.fromisoformat(jour))}"
    if est_une_campagne(cle):
        return f"campagne {jour}"
    return cle.replace("-", " ")


def raconter_envoi(fait: FaitDEnvoi) -> str:
    """« Pli D-1-1 avisé et non réclamé (recommandé 1A 000 000 0000 0) »…"""
    match fait:
        case PliSuivi():
            recommande = f"recommandé {fait.recommande}" if fait.recommande else ""
            details = ", ".join(filter(None, (recommande, fait.precision)))
            entre = f" ({details})" if details else ""
            return f"Pli {fait.reference} {SUITES[fait.suite]}{entre}"
        case RemiseEchouee():
            sort = "non remis" if fait.definitif else "remise retardée"
            details = cause_d_echec(fait.code, fait.motif)
            return f"{en_clair(fait.canal)} {fait.reference} {sort}{f' : {details}' if details else ''}"
        case CoordonneesChangees():
            noms = ", ".join(_COORDONNEES.get(champ, champ) for champ in fait.champs.split())
            return f"Coordonnées du débiteur changées : {noms}"
        case EtapeSautee():
            return f"Étape {fait.etape} sautée : {fait.motif}"
        case ConsentementDonne():
            return "Recommandé électronique " + ("refusé désormais" if fait.retire else "accepté par le débiteur")
        case _:
            assert_never(fait)


def cause_d_echec(code: str, motif: str) -> str:
    """Le code d'un échec et sa phrase, dite une fois : bien des serveurs répètent le code dans la phrase.

    >>> cause_d_echec("5.1.1", "550 5.1.1 Utilisateur inconnu"), cause_d_echec("5.2.2", "Boîte pleine")
    ('550 5.1.1 Utilisateur inconnu', '5.2.2 Boîte pleine')
    """
    deja = code and re.search(rf"(?<![\d.]){re.escape(code)}(?![\d.])", motif)
    return motif if deja else " ".join(filter(None, (code, motif)))
