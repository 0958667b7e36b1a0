"""Un vrai courriel d'essai, par le canal réglé : de quoi savoir, avant les relances, si tout passe."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from recouvre.domaine.refus import Refus
from recouvre.envois.courriel import adresse_de_retour, composer_courriel, numero_de_message
from recouvre.envois.remise import Message, Remise, Sort
from recouvre.envois.smtp import Messagerie
from recouvre.operations.saisies import controler
from recouvre.operations.session import Session

REFERENCE = "ESSAI"
OBJET = "Essai d'envoi : les accents passent-ils ? Été, cœur, 12,50 €"
TEXTE = """Bonjour,

Ce courriel a été envoyé par recouvre pour vérifier ses réglages. Si vous le lisez, ils fonctionnent.

Les accents se lisent-ils bien ? Échéance, où, Noël, cœur, 1 234,56 €.

{nom}
"""


_SUITES = {
    Sort.PARTI: "Le serveur l'a accepté. Regardez si le courriel arrive, et s'il n'est pas rangé en indésirable.",
    Sort.PASSAGER: "Une relance aurait été retentée plus tard.",
    Sort.DEFINITIF: "Une relance n'aurait pas été retentée par courriel.",
    Sort.INCERTAIN: "Regardez si le courriel arrive : une relance aurait attendu que vous tranchiez.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Essai:
    """Ce qu'il est advenu du courriel d'essai, et ce qu'une relance aurait fait à sa place."""

    remise: Remise
    suite: str

    @property
    def parti(self) -> bool:
        """Vrai si le serveur l'a accepté."""
        return self.remise.sort is Sort.PARTI


class CourrielPasRegle(Refus):
    """Aucun serveur d'envoi n'est réglé."""


def essayer_courriel(session: Session, adresse: str) -> Essai:
    """Envoie un courriel d'essai à cette adresse. Lève ``SaisieIllisible`` ou ``CanalIndisponible``.

    Rien n'est noté : ce n'est l'envoi d'aucun dossier.
    """
    reglages = session.canaux.courriel
    if reglages is None:
        raise CourrielPasRegle(
            "L'envoi de courriels n'est pas réglé. Tapez : recouvre canal courriel --serveur … --expediteur …"
        )
    vers = controler("courriel", adresse)
    hasard = secrets.token_hex(6)
    octets = composer_courriel(
        reglages,
        destinataire=vers,
        objet=OBJET,
        texte=TEXTE.format(nom=session.profil.denomination or reglages.nom),
        date=session.maintenant,
        numero=numero_de_message(reglages, f"essai {hasard}"),
        reference=REFERENCE,
    )
    retour = adresse_de_retour(reglages, f"essai-{hasard}")
    messagerie = Messagerie(reglages)
    try:
        message = Message(reference=REFERENCE, destinataire=vers, contenu=octets, retour=retour)
        remise = messagerie.remettre(message, lambda: None)
    finally:
        messagerie.fermer()
    return Essai(remise=remise, suite=_SUITES[remise.sort])
