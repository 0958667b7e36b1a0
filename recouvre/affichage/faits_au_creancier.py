"""L'histoire d'un dossier pour son créancier : ce qui a été fait et ce qui est arrivé, sans rien de ce qui fut saisi.

Chaque sorte de fait montrée est écrite ici, et ses mots viennent d'ici : ni note d'appel, ni motif, ni précision, où
une personne a pu écrire ce que le créancier n'a pas à savoir du débiteur. Un signal (décès, tutelle…) n'y est pas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from recouvre.affichage.faits_d_envoi import CANAUX, etape_en_clair
from recouvre.affichage.faits_d_instance import ACTES, INSTANCES
from recouvre.affichage.faits_de_gestion import OBJETS
from recouvre.affichage.francais import date, majuscule, montant, pluriel
from recouvre.conduite.espace_client import RAPPEL
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR
from recouvre.domaine.faits_d_envoi import SUITES
from recouvre.domaine.faits_d_instance import Acte
from recouvre.domaine.faits_de_droit import CauseArret


class FaitMontre(NamedTuple):
    """Un fait, à sa date. ``recu`` : les centimes payés ; ``direct`` : au créancier."""

    le: dt.date
    quoi: str
    detail: str = ""
    recu: int = 0
    direct: bool = False


_ARRETS = {
    CauseArret.PROCEDURE: "Procédure collective du débiteur",
    CauseArret.SURENDETTEMENT: "Surendettement déclaré recevable",
    CauseArret.MESURES: "Mesures de surendettement en vigueur",
    CauseArret.DELAI_DE_GRACE: "Délai de grâce accordé par le juge",
}
_GENRES = ("sauvegarde", "redressement", "liquidation")


def histoire(dossier: Dossier, au: dt.date) -> list[FaitMontre]:
    """Les faits de ce jour et d'avant, dans l'ordre."""
    faits = [FaitMontre(dossier.ouverture.date, "Dossier confié")]
    for sorte in (_accords, _demarches, _retours, _dits, _de_justice, _argent):
        faits += sorte(dossier)
    if dossier.cloture:
        faits.append(FaitMontre(dossier.cloture.date, "Dossier clos"))
    return sorted((fait for fait in faits if fait.le <= au), key=lambda fait: fait.le)


def demarches(dossier: Dossier, au: dt.date) -> list[FaitMontre]:
    """Ce que l'on a fait auprès du débiteur, dans l'ordre."""
    return sorted((fait for fait in _demarches(dossier) if fait.le <= au), key=lambda fait: fait.le)


def mode_en_clair(mode: str) -> str:
    """« Virement », « Chèque »…"""
    return MODES_EN_CLAIR.get(mode, mode).capitalize()


def _argent(dossier: Dossier) -> Iterator[FaitMontre]:
    for recu in dossier.encaissements:
        voie = "directement par vous" if recu.direct else "par nos soins"
        yield FaitMontre(
            recu.date, "Paiement reçu", f"{mode_en_clair(recu.mode)}, {voie}", recu.montant, recu.direct
        )  # fmt: skip
    for avoir in dossier.avoirs:
        yield FaitMontre(avoir.date, "Avoir", f"{avoir.numero}, {montant(avoir.montant)}")
    for remise in dossier.remises:
        somme = "Tout ce qui restait dû" if remise.totale else montant(remise.montant)
        yield FaitMontre(remise.date, "Remise accordée", somme)
    for rendu in dossier.restitutions:
        yield FaitMontre(rendu.date, "Trop-perçu rendu au débiteur", montant(rendu.montant))
    for contact in dossier.contacts:
        if contact.canal == "reversement":
            yield FaitMontre(contact.date, "Fonds reversés")


def _demarches(dossier: Dossier) -> Iterator[FaitMontre]:
    for parti in dossier.relances:
        somme = f"{montant(parti.total)} réclamés" if parti.total else ""
        par = CANAUX.get(parti.canal, parti.canal)
        detail = ", ".join(filter(None, (f"{par} {parti.reference}", somme)))
        quoi = RAPPEL if est_une_campagne(parti.etape) else etape_en_clair(parti.etape)
        yield FaitMontre(parti.date, majuscule(quoi), detail)
    for contact in dossier.contacts:
        if contact.canal in CANAUX:
            yield FaitMontre(contact.date, CANAUX[contact.canal], "Sans réponse" if contact.echec else "")


def _retours(dossier: Dossier) -> Iterator[FaitMontre]:
    """Ce que devient ce que l'on a envoyé."""
    for pli in dossier.plis:
        yield FaitMontre(pli.date, f"Pli {SUITES[pli.suite]}", pli.reference)
    for presentee in dossier.mises_en_demeure:
        yield FaitMontre(presentee.date, "Mise en demeure présentée")
    for echec in dossier.remises_echouees:
        if echec.definitif:
            yield FaitMontre(echec.date, f"{CANAUX.get(echec.canal, echec.canal)} non remis", echec.reference)


def _dits(dossier: Dossier) -> Iterator[FaitMontre]:
    """Ce que le débiteur a promis, signé, contesté."""
    for promesse in dossier.promesses:
        detail = f"{montant(promesse.montant)} pour le {date(promesse.pour_le)}"
        yield FaitMontre(promesse.date, "Promesse de payer", detail)
    for suivi in dossier.plans:
        detail = f"{montant(suivi.plan.total)} en {pluriel(len(suivi.plan.versements), 'versement')}"
        yield FaitMontre(suivi.plan.date, "Plan de paiement signé", detail)
        if suivi.caduc_le:
            yield FaitMontre(suivi.caduc_le, "Plan de paiement caduc")
        elif suivi.acheve_le:
            yield FaitMontre(suivi.acheve_le, "Plan de paiement tenu")
    for litige in dossier.litiges:
        reconnu = f"{montant(litige.reconnu)} reconnus" if litige.reconnu else ""
        facture = f"Facture {litige.facture}" if litige.facture else ""
        yield FaitMontre(litige.date, "Contestation du débiteur", ", ".join(filter(None, (facture, reconnu))))
    for clos in dossier.litiges_clos:
        yield FaitMontre(clos.date, "Contestation réglée")


def _de_justice(dossier: Dossier) -> Iterator[FaitMontre]:
    for arret in dossier.arrets:
        if arret.cause in _ARRETS:
            yield FaitMontre(arret.date, _ARRETS[arret.cause], majuscule(arret.genre) if arret.genre in _GENRES else "")
    for acte in dossier.actes:
        pour = f"pour le {date(acte.pour_le)}" if acte.acte is Acte.AUDIENCE and acte.pour_le else ""
        somme = f"{montant(acte.montant)} accordés" if acte.montant else ""
        detail = ", ".join(filter(None, (majuscule(ACTES[acte.acte]), pour, somme)))
        yield FaitMontre(acte.date, INSTANCES[acte.instance], detail)
    for titre in dossier.titres:
        yield FaitMontre(titre.date, "Titre exécutoire", majuscule(titre.nature.replace("-", " ")))
    for signifie in dossier.significations:
        yield FaitMontre(signifie.date, "Titre signifié", "À personne" if signifie.a_personne else "")
    for frais in dossier.accessoires:
        yield FaitMontre(frais.date, "Frais justifiés", montant(frais.montant))


def _accords(dossier: Dossier) -> Iterator[FaitMontre]:
    for donnee in dossier.autorisations:
        yield FaitMontre(donnee.date, "Votre accord", majuscule(OBJETS[donnee.objet]))
    for retiree in dossier.autorisations_retirees:
        yield FaitMontre(retiree.date, "Accord retiré", majuscule(OBJETS[retiree.objet]))
