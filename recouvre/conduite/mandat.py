"""Ce que le créancier autorise, ce qu'il a voulu d'avance, ce qu'on lui doit dire.

Un paiement reçu par le créancier lui-même arrête les relances le jour même : lui seul sait ce que ce paiement soldait.
Une personne décide de la suite — abandonner les accessoires, ou réclamer le reste —, l'outil ne devine pas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from recouvre.conduite.avis import avis_dus
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import reporter

PAIEMENT_DIRECT = "paiement-direct"


def paiement_a_trancher(dossier: Dossier, au: dt.date = dt.date.max) -> EncaissementRecu | None:
    """Le dernier paiement direct dont nul n'a encore dit s'il solde l'affaire ; ``None`` s'il n'y en a pas."""
    directs = [recu for recu in dossier.encaissements if recu.direct and recu.date <= au]
    if not directs:
        return None
    dernier = directs[-1]
    tranche = any(contact.etape == _cle(dernier) for contact in dossier.contacts)
    return None if tranche or any(remise.date >= dernier.date for remise in dossier.remises) else dernier


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce qui retient un envoi ce jour-là. ``malgre`` : ce que ce document suit, et qui ne le retient donc pas."""
    recu = paiement_a_trancher(dossier, au) if PAIEMENT_DIRECT not in malgre else None
    if recu is not None:
        yield Retenue(
            PAIEMENT_DIRECT,
            f"{en_euros(recu.montant)} reçus par le créancier le {en_chiffres(recu.date)} : dire d'abord si le reste "
            "se réclame",
            f'recouvre noter {dossier.libelle} decision "le reste se réclame"',
        )


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'il y a à faire, sans regarder l'horloge."""
    recu = paiement_a_trancher(dossier)
    if recu is not None:
        yield Demarche(
            le=reporter(recu.date),
            genre=Genre.DECISION,
            cle=_cle(recu),
            libelle=f"{en_euros(recu.montant)} reçus par le créancier : abandonner ce qui reste, ou le réclamer",
            commande=f'recouvre remise {dossier.libelle} --accessoires --motif "…" --autorisee-le DATE',
        )
    if mode is Mode.AGENCE:
        yield from _avis(dossier)


def _avis(dossier: Dossier) -> Iterator[Demarche]:
    """Une ligne pour tout ce que le créancier doit apprendre."""
    dus = avis_dus(dossier)
    if dus:
        autres = f" (et {len(dus) - 1} autre{'s' if len(dus) > 2 else ''})" if len(dus) > 1 else ""
        yield Demarche(
            le=reporter(dus[0].le),
            genre=Genre.AVIS,
            cle="avis",
            libelle=f"Aviser le créancier : {_dans_une_phrase(dus[0].phrase)}{autres}",
            fondement=dus[0].fondement,
            commande=f"recouvre avis {dossier.libelle} --preparer",
        )


def _dans_une_phrase(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:].removesuffix(".")


def _cle(recu: EncaissementRecu) -> str:
    return f"direct:{recu.date.isoformat()}:{recu.montant}"
