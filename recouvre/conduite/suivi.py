"""Un litige, une promesse : ce qu'ils retiennent, et ce qu'ils donnent à faire.

- Un litige court du jour où il s'ouvre à la veille de sa clôture ; tant qu'il court, ce qui est contesté ne se réclame
  plus (``litiges``).
- Une promesse court du jour où elle est faite jusqu'à ``limite`` : le jour dit, et le temps qu'un virement arrive.
  Payée avant, ou remplacée par une autre, elle ne retient plus rien.

Ni l'un ni l'autre n'arrête les intérêts ou la prescription : ce sont des faits de conduite, pas des arrêts de droit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.litiges import jamais_clos, litiges_ouverts, part_reclamable, raison_du_litige
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_suivi import LitigeOuvert, PromesseFaite
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, ajouter_jours_ouvres, reporter

LITIGE, PROMESSE = "litige", "promesse"
"""Les codes des deux raisons, et ce qu'un document écrit dans « malgre » pour se faire quand même."""

DELAI_BANCAIRE = 2
"""Jours ouvrés : un virement ordonné le jour dit arrive au plus tard deux jours ouvrés après."""

DELAI_DU_CREANCIER = dt.timedelta(days=15)
"""Ce que l'on laisse au créancier pour répondre à une contestation : une règle du cabinet, aucun texte ne le fixe."""

REPONSE, LETTRE_DE_PROMESSE = "reponse_contestation", "lettre_promesse"
"""Les documents qui accomplissent ce que l'agenda demande."""

_PAR_QUOI_ON_REVIENT = ("appel", "courriel", "sms", "visite")


def limite(promesse: PromesseFaite) -> dt.date:
    """Le dernier jour où l'on attend ce paiement."""
    return ajouter_jours_ouvres(promesse.pour_le, DELAI_BANCAIRE)


def reprise(promesse: PromesseFaite) -> dt.date:
    """Le premier jour où quelque chose peut repartir, si elle n'est pas tenue."""
    return reporter(limite(promesse) + UN_JOUR)


def attendue_des(promesse: PromesseFaite) -> dt.date:
    """Le premier jour dont les paiements tiennent cette promesse.

    Un paiement du jour même l'a précédée (« la moitié tout de suite, le reste le 15 »), sauf s'il était promis pour ce
    jour-là : compté, il ferait croire la promesse tenue, et la relance partirait.
    """
    return promesse.date if promesse.pour_le == promesse.date else promesse.date + UN_JOUR


def recu_depuis(dossier: Dossier, promesse: PromesseFaite, jour: dt.date) -> int:
    """Les centimes reçus depuis cette promesse, au soir de ce jour."""
    des = attendue_des(promesse)
    return sum(recu.montant for recu in dossier.encaissements if des <= recu.date <= jour)


def promesse_en_cours(dossier: Dossier, jour: dt.date) -> PromesseFaite | None:
    """La dernière promesse faite à ce jour, si on l'attend encore : ni tenue, ni dépassée."""
    faites = [promesse for promesse in dossier.promesses if promesse.date <= jour]
    if not faites or jour > limite(faites[-1]):
        return None
    return faites[-1] if recu_depuis(dossier, faites[-1], jour) < faites[-1].montant else None


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce qui retient un envoi ce jour-là. ``malgre`` : ce que ce document suit, et qui ne le retient donc pas."""
    ouverts = litiges_ouverts(dossier, au) if LITIGE not in malgre and part_reclamable(dossier, au) is None else ()
    for litige in ouverts:
        yield Retenue(LITIGE, raison_du_litige(litige), f'recouvre reprendre {dossier.libelle} litige --issue "…"')
    promesse = promesse_en_cours(dossier, au) if PROMESSE not in malgre else None
    if promesse is not None:
        yield Retenue(
            PROMESSE,
            f"promesse de {en_euros(promesse.montant)} pour le {en_chiffres(promesse.pour_le)} : rien ne part avant le "
            f"{en_chiffres(reprise(promesse))}",
        )


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'un litige ou une promesse donne à faire. Ne regarde pas l'horloge."""
    litiges = {(litige.date, litige.facture): litige for litige in jamais_clos(dossier)}
    for litige in litiges.values():
        yield from _du_litige(dossier, litige, mode)
    if dossier.promesses:
        yield from _de_la_promesse(dossier, dossier.promesses[-1])


def _du_litige(dossier: Dossier, litige: LitigeOuvert, mode: Mode) -> Iterator[Demarche]:
    """Répondre tout de suite, puis veiller : un litige que personne ne clôt garderait le dossier à l'arrêt."""
    cle = f"{litige.date.isoformat()}:{litige.facture}"
    reponse, attente = f"contestation:{cle}", f"litige:{cle}"
    pieces = "demander les pièces au créancier" if mode is Mode.AGENCE else "réunir les pièces"
    if not (_note(dossier, reponse) or _etabli(dossier, REPONSE, litige.date)):
        yield Demarche(
            le=reporter(litige.date),
            genre=Genre.LITIGE,
            cle=reponse,
            libelle=f"Répondre à la contestation, {pieces} : {litige.motif}",
            commande=f"recouvre courrier {dossier.libelle} {REPONSE} --avec contestation_le={en_chiffres(litige.date)}"
            ' --avec "motif=…" --avec "reponse=…" --etablir',
        )
    quoi = "Obtenir la réponse du créancier" if mode is Mode.AGENCE else "Régler"
    depuis = max([litige.date, *_note(dossier, attente)])
    reconnu = f", {en_euros(litige.reconnu)} reconnus et poursuivis" if litige.reconnu else ""
    yield Demarche(
        le=reporter(depuis + DELAI_DU_CREANCIER),
        genre=Genre.LITIGE,
        cle=attente,
        libelle=f"{quoi}, puis clore le {raison_du_litige(litige)}{reconnu}",
    )


def _de_la_promesse(dossier: Dossier, promesse: PromesseFaite) -> Iterator[Demarche]:
    """La vérifier au jour dit ; passé le délai bancaire, dire qu'elle n'est pas tenue, tant que nul n'agit."""
    recu = recu_depuis(dossier, promesse, dt.date.max)
    if recu >= promesse.montant:
        return
    somme, jour = en_euros(promesse.montant), en_chiffres(promesse.pour_le)
    cle = f"promesse:{promesse.date.isoformat()}:{promesse.pour_le.isoformat()}"
    if not _note(dossier, cle):
        yield Demarche(
            le=reporter(promesse.pour_le),
            jusqu_au=limite(promesse),
            genre=Genre.PROMESSE,
            cle=cle,
            libelle=f"Vérifier la promesse de {somme} pour le {jour}",
        )
    rompue = f"promesse-rompue:{promesse.date.isoformat()}:{promesse.pour_le.isoformat()}"
    if not (_note(dossier, rompue) or _reprise_faite(dossier, limite(promesse))):
        yield Demarche(
            le=reprise(promesse),
            genre=Genre.PROMESSE,
            cle=rompue,
            libelle=f"Promesse non tenue : {f'{en_euros(recu)} reçus sur ' if recu else ''}{somme} pour le {jour}",
        )


def _reprise_faite(dossier: Dossier, apres: dt.date) -> bool:
    """Vrai si l'on est revenu vers le débiteur après ce jour : joint, relancé, ou par une lettre."""
    joint = any(c.canal in _PAR_QUOI_ON_REVIENT and not c.echec and c.date > apres for c in dossier.contacts)
    relance = any(envoi.date > apres for envoi in dossier.relances)
    return joint or relance or _etabli(dossier, LETTRE_DE_PROMESSE, apres + UN_JOUR)


def _note(dossier: Dossier, cle: str) -> list[dt.date]:
    """Les jours où l'on a noté cette démarche faite."""
    return [contact.date for contact in dossier.contacts if contact.etape == cle]


def _etabli(dossier: Dossier, modele: str, depuis: dt.date) -> bool:
    return any(document.modele == modele and document.date >= depuis for document in dossier.documents)
