"""Régler le canal SMS, et l'essayer sur son propre téléphone. Aucun secret n'est écrit ni montré."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.base.cabinet import lire_profil
from recouvre.base.canaux import Valeur, lire_canaux, oublier_section, regler_section
from recouvre.base.connexion import NOM_BASE
from recouvre.domaine.canaux import ReglagesSms
from recouvre.domaine.refus import CabinetIntrouvable, Refus, SaisieIllisible
from recouvre.domaine.telephones import numero_international
from recouvre.envois.description import chemin_de_passerelle, lire_description
from recouvre.envois.passerelle import EXPEDITEUR, lire_sources, ouvrir_sms
from recouvre.envois.remise import Message, Remise, Sort
from recouvre.envois.secret import FORMES, source_reconnue
from recouvre.envois.sms_fichier import FICHIER
from recouvre.envois.substitution import SECRET

SECTION = "sms"
ESSAI = "Essai d'envoi : ce SMS est bien parti."
_NOM_DE_SECRET = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatSms:
    """Où en est le canal. ``manques`` : ce qu'il faut encore régler ; ``sources`` : chaque secret, où il se prend.

    Une source vide ne se reconnaît pas : elle n'est pas montrée, c'est peut-être le secret.
    """

    reglages: ReglagesSms | None
    manques: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


class EssaiRate(Refus):
    """Le SMS d'essai n'est pas parti."""


def etat_sms(cabinet: Path) -> EtatSms:
    """Les réglages et ce qui leur manque. Lève ``ProfilFautif`` ou ``PasserelleFautive``."""
    _exiger(cabinet)
    reglages = lire_canaux(cabinet).sms
    if reglages is None:
        return EtatSms(reglages=None)
    sources = lire_sources(reglages.secrets)
    return EtatSms(
        reglages=reglages,
        manques=tuple(_manques(cabinet, reglages, sources)),
        sources=tuple((nom, source if source_reconnue(source) else "") for nom, source in sources.items()),
    )


def regler_sms(cabinet: Path, changements: Mapping[str, Valeur], secrets: Sequence[str] = ()) -> EtatSms:
    """Change ces réglages. ``secrets`` : « nom=source », ou « nom= » pour l'oublier.

    Lève ``SaisieIllisible`` ou ``PasserelleFautive`` ; rien n'est alors écrit.
    """
    _exiger(cabinet)
    voulus = dict(changements)
    expediteur = str(voulus.get("expediteur", ""))
    if expediteur and not EXPEDITEUR.fullmatch(expediteur):
        raise SaisieIllisible(
            f"« {expediteur} » ne peut pas signer un SMS : onze lettres sans accent, chiffres ou espaces au plus."
        )
    passerelle = str(voulus.get("passerelle", ""))
    if passerelle and passerelle != FICHIER:
        lire_description(chemin_de_passerelle(passerelle, cabinet))
    autorite = str(voulus.get("autorite", ""))
    if autorite:
        voulus["autorite"] = str(_autorite(Path(autorite)))
    if secrets:
        avant = lire_canaux(cabinet).sms or ReglagesSms()
        voulus["secrets"] = _reunir(lire_sources(avant.secrets), secrets)
    regler_section(cabinet, SECTION, voulus)
    return etat_sms(cabinet)


def oublier_sms(cabinet: Path) -> None:
    """Retire tous les réglages du canal ; les étapes qui l'emploient se replient sur un autre."""
    _exiger(cabinet)
    oublier_section(cabinet, SECTION)


def essayer_sms(cabinet: Path, telephone: str) -> Remise:
    """Envoie un vrai SMS à ce numéro. Lève ``EssaiRate``, ``CanalIndisponible``, ``NumeroSansSms``…"""
    numero = numero_international(telephone)
    reglages = lire_canaux(cabinet).sms or ReglagesSms()
    if reglages.passerelle == FICHIER:
        raise EssaiRate("Le canal SMS écrit un fichier à remettre à un prestataire : il n'y a rien à essayer.")
    canal = ouvrir_sms(reglages, cabinet, cabinet)
    try:
        message = Message(reference="ESSAI", destinataire=numero, contenu=ESSAI.encode())
        remise = canal.remettre(message, lambda: None)
    finally:
        canal.fermer()
    if remise.sort is not Sort.PARTI:
        raise EssaiRate(remise.motif)
    return remise


def _exiger(cabinet: Path) -> None:
    """Un cabinet, et son fichier de réglages. Lève ``CabinetIntrouvable`` ou ``ProfilFautif``."""
    if not (cabinet / NOM_BASE).is_file():
        raise CabinetIntrouvable(str(cabinet))
    lire_profil(cabinet)


def _autorite(chemin: Path) -> Path:
    """Un chemin entier : une tâche planifiée ne démarre pas dans le même dossier."""
    entier = chemin.expanduser().absolute()
    if not entier.is_file():
        raise SaisieIllisible(f"Aucun fichier {entier} : l'autorité de certification est un fichier PEM.")
    return entier


def _reunir(avant: dict[str, str], donnes: Sequence[str]) -> str:
    """Les sources d'avant et celles qu'on donne. Une source inconnue n'est pas répétée : c'est peut-être le secret."""
    sources = dict(avant)
    for donne in donnes:
        nom, egal, source = donne.partition("=")
        nom = nom.strip()
        if not egal or not _NOM_DE_SECRET.fullmatch(nom):
            raise SaisieIllisible("Écrivez --secret NOM=SOURCE, le nom en minuscules : --secret cle=env:OVH_CLE")
        if not source:
            sources.pop(nom, None)
        elif source_reconnue(source):
            sources[nom] = source
        else:
            raise SaisieIllisible(
                f"La source du secret « {nom} » ne se reconnaît pas. Écrivez {FORMES} ; jamais le secret lui-même."
            )
    return " ".join(f"{nom}={source}" for nom, source in sources.items())


def _manques(cabinet: Path, reglages: ReglagesSms, sources: Mapping[str, str]) -> Iterator[str]:
    """Ce que la passerelle demande et que rien ne règle : les options à taper."""
    if not reglages.passerelle:
        yield "--passerelle"
        return
    if reglages.passerelle == FICHIER:
        return
    for nom in lire_description(chemin_de_passerelle(reglages.passerelle, cabinet)).employees:
        court = nom.removeprefix(SECRET)
        if nom.startswith(SECRET):
            if court not in sources:
                yield f"--secret {court}=…"
        elif nom in ("expediteur", "compte") and not getattr(reglages, nom):
            yield f"--{nom}"
