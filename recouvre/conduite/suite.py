"""Aucun dossier ouvert ne reste sans suite : quand plus rien n'est prévu, une personne décide.

- Le scénario est terminé : une décision, le premier jour ouvré après la dernière chose faite, ou après le délai que la
  dernière lettre a laissé. La noter (``noter D-1 decision``) la remet à trente jours ; un fait nouveau la déplace.
- Le dossier est arrêté sans terme connu (procédure, surendettement, décès…) : faire le point tous les six mois.

Ce sont des règles du cabinet ; aucun texte ne les fixe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from recouvre.conduite.arrets import fin
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.litiges import jamais_clos
from recouvre.conduite.proposition import criteres, en_une_phrase
from recouvre.conduite.situation import Situation
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, ajouter_mois, reporter

SANS_SUITE, POINT, SANS_FACTURE = "suite", "point", "sans-facture"
"""Les clés des démarches de secours."""

DECISION = "decision"
"""Ce que l'on note quand on a décidé."""

REFLEXION = dt.timedelta(days=30)
"""Ce qu'une décision notée laisse de temps avant qu'on la redemande."""

MOIS_ENTRE_DEUX_POINTS = 6

GENRES_A_COTE = (Genre.PRESCRIPTION, Genre.QUITTANCE, Genre.TROP_PERCU, Genre.AVIS, Genre.REVERSEMENT)
"""Ce qui surveille ou solde une obligation, et n'avance pas le recouvrement."""

CLES_A_COTE = ("presentation", "hors-lettre:")
"""Des tâches qui mettent le dossier en ordre sans lui donner de suite : leurs clés commencent ainsi."""

_CHOSES = (
    "factures", "avoirs", "encaissements", "mises_en_demeure", "relances", "documents", "contacts", "pieces",
    "scenarios", "coordonnees", "significations", "levees", "litiges_clos", "promesses", "plans_proposes",
    "signaux_leves", "surendettement", "procedure", "actes", "autorisations", "remises", "etapes_sautees",
)  # fmt: skip
"""Ce qui, dans un dossier, est une chose faite."""


def est_une_suite(demarche: Demarche) -> bool:
    """Vrai si cette démarche donne une suite au dossier : elle n'attend rien, ne périme pas, et l'avance."""
    return not (
        demarche.suite
        or demarche.attente
        or demarche.jusqu_au is not None
        or demarche.genre in GENRES_A_COTE
        or demarche.cle.startswith(CLES_A_COTE)
    )


def sans_suite(demarches: Iterable[Demarche]) -> bool:
    """Vrai si aucune de ces démarches ne donne une suite au dossier."""
    return not any(est_une_suite(demarche) for demarche in demarches)


def secours(
    dossier: Dossier, demarches: Sequence[Demarche], situation: Situation, reglages: ReglagesCreancier, mode: Mode
) -> Iterator[Demarche]:
    """Ce qu'il reste à faire d'un dossier ouvert dont plus rien n'est à faire.

    La décision montre les critères du créancier pour une procédure (``reglages``) : elle ne décide rien.
    """
    if not sans_suite(demarches):
        return
    fait = _derniere_chose(dossier)
    if not dossier.factures:
        yield Demarche(
            le=reporter(fait),
            genre=Genre.DECISION,
            cle=SANS_FACTURE,
            libelle="Aucune facture au dossier : en ajouter une, ou le clore",
            commande=f"recouvre facture {dossier.libelle} --numero … --montant … --emise DATE --echeance DATE",
        )
    elif _arrete_sans_terme(dossier, demarches):
        notes = [contact.date for contact in dossier.contacts if contact.etape == POINT]
        yield Demarche(
            le=reporter(ajouter_mois(max([fait, *_arrets(dossier), *notes]), MOIS_ENTRE_DEUX_POINTS)),
            genre=Genre.TACHE,
            cle=POINT,
            libelle="Faire le point : le dossier est à l'arrêt depuis six mois",
            commande=f'recouvre noter {dossier.libelle} tache "le point est fait : …"',
        )
    else:
        propose = en_une_phrase(criteres(dossier, situation, reglages, mode))
        yield replace(_decider(dossier, fait, demarches), libelle=f"Amiable terminé, décider de la suite ; {propose}")


def _decider(dossier: Dossier, fait: dt.date, demarches: Sequence[Demarche]) -> Demarche:
    delais = [relance.delai_le for relance in dossier.relances if relance.delai_le]
    termes = [terme for arret in dossier.arrets if (terme := fin(dossier, arret))]
    perimees = [d.jusqu_au for d in demarches if d.jusqu_au and not (d.suite or d.attente or _a_cote(d))]
    decisions = [contact.date + REFLEXION for contact in dossier.contacts if contact.canal == DECISION]
    return Demarche(
        le=reporter(max([*(jour + UN_JOUR for jour in (fait, *delais, *termes, *perimees)), *decisions])),
        genre=Genre.DECISION,
        cle=SANS_SUITE,
        libelle="Amiable terminé, décider de la suite",
        commande=f"recouvre voies {dossier.libelle}",
    )


def _a_cote(demarche: Demarche) -> bool:
    return demarche.genre in GENRES_A_COTE or demarche.cle.startswith(CLES_A_COTE)


def _derniere_chose(dossier: Dossier) -> dt.date:
    """Le jour de la dernière chose faite ; une note de décision n'en est pas une, elle donne son délai."""
    jours = [dossier.ouverture.date]
    for nom in _CHOSES:
        jours += [fait.date for fait in getattr(dossier, nom) if getattr(fait, "canal", "") != DECISION]
    return max(jours)


def _arrete_sans_terme(dossier: Dossier, demarches: Sequence[Demarche]) -> bool:
    """Vrai si quelque chose retient le dossier sans que l'on sache jusqu'à quand."""
    attendent = any(demarche.attente and not demarche.suite for demarche in demarches)
    return attendent or bool(_arrets(dossier)) or bool(jamais_clos(dossier))


def _arrets(dossier: Dossier) -> list[dt.date]:
    """Le jour où ont commencé les arrêts et les signaux qui durent encore, sans terme dit."""
    arrets = [arret.date for arret in dossier.arrets if fin(dossier, arret) is None]
    return arrets + [
        signal.date
        for signal in dossier.signaux
        if signal.jusqu_au is None
        and not any(leve.nature is signal.nature and leve.date > signal.date for leve in dossier.signaux_leves)
    ]
