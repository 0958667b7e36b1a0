"""Le canal « sms » : une passerelle HTTP, une liaison neuve par SMS, et ce qu'il en est dit exactement.

La liaison est ouverte avant d'engager : une passerelle absente ou fausse n'a rien fait partir. Tout ce qui rate
ensuite, sans réponse, est incertain : la passerelle a pu lire la requête entière. Une liaison gardée d'un SMS à l'autre
pourrait être coupée par le serveur à l'instant d'écrire, et ferait des incertains pour rien.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from recouvre.domaine.canaux import ReglagesSms
from recouvre.envois.description import SECRETS_OVH, Description, chemin_de_passerelle, lire_description
from recouvre.envois.http_borne import RIEN, SansReponse, connecter, echanger
from recouvre.envois.remise import Canal, CanalIndisponible, Engager, Message, Remise, Sort
from recouvre.envois.requete import Requete, ecrire_requete
from recouvre.envois.secret import lire_secret
from recouvre.envois.signature_ovh import signer_ovh
from recouvre.envois.sms_fichier import FICHIER, FichierDeSms
from recouvre.envois.substitution import SECRET
from recouvre.envois.verdict import juger

CANAL = "sms"
EXPEDITEUR = re.compile(r"[A-Za-z0-9 ]{1,11}")
"""Onze lettres ou chiffres au plus : la limite des réseaux pour un nom d'expéditeur."""

DELAI_REPONSE = 60
"""Au moins une minute pour répondre : renoncer plus tôt ferait un incertain pour rien."""

_NUMERO = re.compile(r"\+[1-9][0-9]{6,14}")
_UN_SECRET = re.compile(r"(?:^|\s+)(?=[a-z][a-z0-9_]*=(?:env|fichier|trousseau):)")


def ouvrir_sms(reglages: ReglagesSms, cabinet: Path, lot: Path) -> Canal:
    """Le canal réglé ; ``lot`` : le CSV où écrire, si c'est un fichier à remettre.

    Lève ``PasserelleFautive`` ou ``CanalIndisponible``.
    """
    if reglages.passerelle == FICHIER:
        return FichierDeSms(lot)
    if not reglages.passerelle:
        raise CanalIndisponible(f"Aucune passerelle SMS n'est réglée. Tapez : recouvre canal sms --passerelle … {RIEN}")
    return Passerelle(lire_description(chemin_de_passerelle(reglages.passerelle, cabinet)), reglages)


def lire_sources(texte: str) -> dict[str, str]:
    """Les sources de secrets : « nom=source » séparés par une espace ; un chemin peut en contenir.

    >>> lire_sources("cle=env:CLE secret=fichier:C:/Mes secrets/sms.txt")
    {'cle': 'env:CLE', 'secret': 'fichier:C:/Mes secrets/sms.txt'}
    """
    couples = (morceau.partition("=") for morceau in _UN_SECRET.split(texte.strip()) if morceau)
    return {nom: source.strip() for nom, egal, source in couples if egal}


class Passerelle:
    """Un canal ``Canal``. Les secrets sont lus au premier SMS, gardés pour le passage, et ne se montrent nulle part."""

    def __init__(
        self,
        description: Description,
        reglages: ReglagesSms,
        *,
        delai_reponse: float = DELAI_REPONSE,
        horloge: Callable[[], float] = time.time,
    ) -> None:
        self._description, self._reglages, self._horloge = description, reglages, horloge
        self._delai = max(reglages.delai, 1)
        self._delai_reponse = max(delai_reponse, reglages.delai)
        self._fixes: dict[str, str] | None = None
        self._ecart = 0

    def remettre(self, message: Message, engager: Engager) -> Remise:
        """Remet un SMS : se connecte, engage, transmet. Lève ``CanalIndisponible``, ou ce que lève ``engager``."""
        if not _NUMERO.fullmatch(message.destinataire):
            motif = "Le numéro n'est pas en forme internationale : corrigez-le (recouvre debiteur)."
            return Remise(sort=Sort.DEFINITIF, motif=motif, coordonnee=True)
        fixes = self._ouvrir()
        texte = message.contenu.decode()
        valeurs = {**fixes, **_du_message(message, texte)}
        requete = self._signer(ecrire_requete(self._description, valeurs))
        octets = requete.octets()
        connexion = connecter(requete.url, self._reglages.autorite, self._delai)
        try:
            engager()
            reponse = echanger(connexion, requete.methode, octets, self._delai_reponse)
        except SansReponse as silence:
            return Remise(
                sort=Sort.INCERTAIN,
                motif=f"La passerelle {self._nom} n'a pas répondu ({silence}) : le SMS est peut-être parti. Voyez son "
                "journal d'envoi.",
            )
        finally:
            connexion.close()
        return self._taire(valeurs, lambda: juger(reponse, self._description.lecture, self._nom))

    def fermer(self) -> None:
        """Oublie les secrets ; aucune liaison n'est gardée."""
        self._fixes = None

    @property
    def _nom(self) -> str:
        return urlsplit(self._description.url).hostname or self._description.fichier.stem

    def _ouvrir(self) -> dict[str, str]:
        """Ce qui ne change pas d'un SMS à l'autre, lu une fois par passage ; l'heure du serveur, s'il la demande."""
        if self._fixes is None:
            self._fixes = self._lire_les_reglages()
            self._ecart = self._ecart_d_horloge() if self._description.heure else 0
        return self._fixes

    def _lire_les_reglages(self) -> dict[str, str]:
        employees, reglages = self._description.employees, self._reglages
        for nom in ("expediteur", "compte"):
            if nom in employees and not getattr(reglages, nom):
                raise CanalIndisponible(
                    f"La passerelle {self._nom} demande --{nom}. Tapez : recouvre canal sms --{nom} … {RIEN}"
                )
        if "expediteur" in employees and not EXPEDITEUR.fullmatch(reglages.expediteur):
            raise CanalIndisponible(
                f"Un expéditeur de SMS a onze lettres sans accent ou chiffres au plus. Réglez --expediteur. {RIEN}"
            )
        sources = lire_sources(reglages.secrets)
        valeurs = {"expediteur": reglages.expediteur, "compte": reglages.compte}
        for nom in employees:
            if nom.startswith(SECRET):
                court = nom.removeprefix(SECRET)
                valeurs[nom] = lire_secret(sources.get(court, ""), f"« {court} » de la passerelle SMS")
        return valeurs

    def _ecart_d_horloge(self) -> int:
        """Les secondes à ajouter à l'heure d'ici : une signature datée d'une machine mal réglée serait refusée."""
        url = self._description.heure
        requete = Requete(methode="GET", url=url, entetes=(("Accept", "application/json"), ("User-Agent", "recouvre")))
        connexion = connecter(url, self._reglages.autorite, self._delai)
        try:
            reponse = echanger(connexion, requete.methode, requete.octets(), self._delai)
        except SansReponse as silence:
            raise CanalIndisponible(f"La passerelle {self._nom} ne dit pas l'heure ({silence}). {RIEN}") from None
        texte = reponse.corps.strip()
        if reponse.statut != 200 or not texte.isdigit() or len(texte) > 12:
            raise CanalIndisponible(f"La passerelle {self._nom} ne dit pas l'heure (HTTP {reponse.statut}). {RIEN}")
        return int(texte) - int(self._horloge())

    def _signer(self, requete: Requete) -> Requete:
        if not self._description.signature:
            return requete
        valeurs = self._fixes or {}
        cle, secret, client = (valeurs[f"{SECRET}{nom}"] for nom in SECRETS_OVH)
        maintenant = int(self._horloge()) + self._ecart
        signature = signer_ovh(secret, client, requete.methode, requete.url, requete.corps, maintenant)
        return replace(
            requete,
            entetes=(
                *requete.entetes,
                ("X-Ovh-Application", cle),
                ("X-Ovh-Consumer", client),
                ("X-Ovh-Timestamp", str(maintenant)),
                ("X-Ovh-Signature", signature),
            ),
        )

    def _taire(self, valeurs: Mapping[str, str], jugement: Callable[[], Remise]) -> Remise:
        """Le jugement, sans les secrets ni le numéro que la passerelle répéterait dans sa réponse."""
        try:
            remise = jugement()
        except CanalIndisponible as refus:
            raise CanalIndisponible(_sans(refus.phrase, valeurs)) from None
        return replace(
            remise,
            identifiant=_sans(remise.identifiant, valeurs),
            preuve=_sans(remise.preuve, valeurs),
            motif=_sans(remise.motif, valeurs),
        )


def _du_message(message: Message, texte: str) -> dict[str, str]:
    sans_plus = message.destinataire[1:]
    return {
        "numero": message.destinataire,
        "numero_sans_plus": sans_plus,
        "numero_00": f"00{sans_plus}",
        "texte": texte,
        "reference": message.reference,
    }


def _sans(dit: str, valeurs: Mapping[str, str]) -> str:
    """Ce que dit la passerelle, chaque secret et chaque numéro remplacés."""
    for nom, valeur in sorted(valeurs.items(), key=lambda couple: -len(couple[1])):
        mot = "(secret)" if nom.startswith(SECRET) else "(numéro)" if nom.startswith("numero") else ""
        if mot and valeur:
            for forme in (valeur, quote(valeur, safe=""), valeur.replace("/", "\\/")):
                dit = dit.replace(forme, mot)
    return dit
