"""Régler par où partent et reviennent les courriels, et ce que la porte permet. Aucun secret n'est écrit ni montré."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from recouvre.base.canaux import SECTIONS, Valeur, lire_canaux, oublier_section, regler_section
from recouvre.base.connexion import NOM_BASE
from recouvre.domaine.canaux import Canaux, ReglagesCourriel, ReglagesEnvois, ReglagesRebonds, Securite
from recouvre.domaine.creneaux import ecrire_creneaux
from recouvre.domaine.refus import CabinetIntrouvable, Refus, SaisieIllisible
from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.secret import FORMES, lire_secret, source_reconnue
from recouvre.envois.tls import contexte_tls, est_local
from recouvre.operations.saisies import controler

CLE = "{cle}"
CLE_LA_PLUS_LONGUE = 30
"""Caractères d'une clé de retour : « d-12345-12- » et douze de plus. La partie locale d'une adresse en a 64."""

_PORTS = {
    "courriel": {Securite.STARTTLS: 587, Securite.TLS: 465, Securite.AUCUNE: 25},
    "rebonds": {Securite.TLS: 993, Securite.STARTTLS: 143, Securite.AUCUNE: 143},
}
"""Le port d'usage de chaque sécurité : en changer une change l'autre, si l'on avait le port d'usage."""


class ReglageRefuse(Refus):
    """Ce réglage ne peut pas fonctionner ; rien n'a été écrit."""


def lire(cabinet: Path) -> Canaux:
    """Les réglages d'envoi d'un cabinet. Lève ``CabinetIntrouvable`` ou ``ProfilFautif``."""
    if not (cabinet / NOM_BASE).is_file():
        raise CabinetIntrouvable(str(cabinet))
    return lire_canaux(cabinet)


def regler(cabinet: Path, section: str, changements: Mapping[str, Valeur]) -> Canaux:
    """Change ces réglages, contrôlés. Lève ``SaisieIllisible`` ou ``ReglageRefuse`` : rien n'est alors écrit."""
    avant = lire(cabinet)
    voulus = {nom: _controler(nom, valeur) for nom, valeur in changements.items()}
    voulus |= _port_d_usage(section, avant, voulus)
    actuels = asdict(getattr(avant, section) or SECTIONS[section]())
    _ensemble(section, {**actuels, **voulus})
    regler_section(cabinet, section, voulus)
    return lire_canaux(cabinet)


def oublier(cabinet: Path, section: str) -> Canaux:
    """Retire une section : ce canal n'est plus réglé."""
    lire(cabinet)
    oublier_section(cabinet, section)
    return lire_canaux(cabinet)


def avertissements(reglages: ReglagesCourriel | ReglagesRebonds | ReglagesEnvois | None) -> list[str]:
    """Ce qui manque, ou ce qui surprendrait au premier passage."""
    match reglages:
        case ReglagesCourriel():
            return [*_du_courriel(reglages), *_du_secret(reglages.utilisateur, reglages.secret)]
        case ReglagesRebonds():
            return [] if reglages.dossier else [*_des_rebonds(reglages), *_du_secret("oui", reglages.secret)]
        case _:
            return []


def _du_courriel(reglages: ReglagesCourriel) -> list[str]:
    manques = [f"--{nom}" for nom in ("serveur", "expediteur") if not getattr(reglages, nom)]
    dits = [f"Il manque {', '.join(manques)} : aucun courriel ne partira."] if manques else []
    if reglages.securite is Securite.AUCUNE and reglages.serveur and not est_local(reglages.serveur):
        dits.append(f"Les courriels passent en clair jusqu'à {reglages.serveur} : préférez --securite starttls.")
    if not reglages.retour:
        dits.append(
            f"Sans --retour « retours+{CLE}@votre-domaine », un échec se rapporte moins sûrement à son dossier."
        )
    return dits


def _des_rebonds(reglages: ReglagesRebonds) -> list[str]:
    manques = [f"--{nom}" for nom in ("serveur", "utilisateur") if not getattr(reglages, nom)]
    return [f"Il manque {', '.join(manques)} : la boîte ne s'ouvrira pas."] if manques else []


def _du_secret(utilisateur: str, source: str) -> list[str]:
    """Le secret se lit-il d'ici ? Le trousseau n'est pas essayé : il demanderait peut-être un mot de passe."""
    if not utilisateur or (source_reconnue(source) and source.startswith("trousseau:")):
        return []
    try:
        lire_secret(source, "mot de passe")
    except CanalIndisponible as refus:
        return [refus.phrase]
    return []


def montrable(nom: str, valeur: Valeur) -> Valeur:
    """Une valeur qui peut s'afficher : une source qui ne se reconnaît pas est peut-être le secret lui-même."""
    if nom == "secret" and valeur and not source_reconnue(str(valeur)):
        return "(source non reconnue)"
    if nom == "secrets" and valeur:
        return " ".join(_montrable_nommee(mot) for mot in str(valeur).split())
    return valeur


def _montrable_nommee(mot: str) -> str:
    nom, egal, source = mot.partition("=")
    return mot if egal and source_reconnue(source) else f"{nom if egal else ''}=(source non reconnue)"


def _controler(nom: str, valeur: Valeur) -> Valeur:
    """Une valeur seule. Vide : on l'oublie."""
    if not isinstance(valeur, str) or not valeur:
        return valeur
    if any(ord(caractere) < 32 for caractere in valeur):
        raise SaisieIllisible(f"--{nom.replace('_', '-')} tient sur une ligne.")
    match nom:
        case "expediteur" | "repondre_a" | "responsable":
            return controler("courriel", valeur)
        case "retour":
            return _retour(valeur)
        case "secret":
            return _source(valeur)
        case "autorite":
            chemin = str(Path(valeur).expanduser().absolute())
            contexte_tls(chemin)
            return chemin
        case "journee" | "soir":
            return ecrire_creneaux(valeur)
        case "dossier":
            return os.path.normpath(Path(valeur).expanduser().absolute())
        case _:
            return valeur


def _retour(gabarit: str) -> str:
    """Une adresse où ``{cle}`` tient la place de la clé, assez courte une fois remplie."""
    essai = gabarit.strip().replace(CLE, "d" * CLE_LA_PLUS_LONGUE)
    if gabarit.count(CLE) > 1 or CLE in gabarit.rpartition("@")[2] or len(essai.rpartition("@")[0]) > 64:
        raise SaisieIllisible(
            f"« {gabarit} » : {CLE} se met une fois, avant l'arobase, et il lui faut {CLE_LA_PLUS_LONGUE} caractères "
            f"sur 64. Écrivez par exemple retours+{CLE}@exemple.fr."
        )
    controler("courriel", essai)
    return gabarit.strip()


def _source(source: str) -> str:
    """La phrase ne répète pas ce qui a été tapé : c'est peut-être le mot de passe."""
    if not source_reconnue(source):
        raise SaisieIllisible(f"--secret dit où prendre le mot de passe, jamais le mot de passe : {FORMES}.")
    genre, _, ou = source.partition(":")
    return f"fichier:{Path(ou).expanduser().absolute()}" if genre == "fichier" else source


def _port_d_usage(section: str, avant: Canaux, voulus: Mapping[str, Valeur]) -> dict[str, Valeur]:
    usages, voulue = _PORTS.get(section, {}), voulus.get("securite")
    if voulue is None or "port" in voulus:
        return {}
    actuel = getattr(avant, section)
    if actuel is not None and actuel.port not in usages.values():
        return {}
    return {"port": usages[Securite(str(voulue))]}


def _ensemble(section: str, reglages: Mapping[str, Valeur]) -> None:
    """Ce qui ne se juge qu'à plusieurs."""
    if section == "envois" and int(reglages["heure_debut"]) >= int(reglages["heure_fin"]):
        raise ReglageRefuse("L'heure de début vient avant l'heure de fin : rien ne partirait jamais.")
    if section == "rebonds" and reglages["dossier"] and reglages["serveur"]:
        raise ReglageRefuse(
            'Les retours se lisent dans un dossier ou une boîte IMAP, pas les deux. Videz l\'un : --dossier "" ou '
            '--serveur "".'
        )
    if section in ("courriel", "rebonds") and reglages["securite"] == Securite.AUCUNE and reglages["utilisateur"]:
        serveur = str(reglages["serveur"])
        if serveur and not est_local(serveur):
            raise ReglageRefuse(f"Le mot de passe ne part pas en clair vers {serveur} : --securite starttls ou tls.")
