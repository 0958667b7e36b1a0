"""L'aperçu d'un modèle : ce qu'il donne sur un dossier inventé, sans ouvrir la base ni rien noter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from recouvre.base.cabinet import MODELES, a_un_profil, lire_profil
from recouvre.base.fichiers import ecrire, exiger_neuf, nom_libre
from recouvre.conduite.scenarios import Etape, ScenarioFautif
from recouvre.courriers.apparence import ORDINAIRE
from recouvre.courriers.courrier import Courrier
from recouvre.courriers.gabarit import Modele
from recouvre.courriers.messages import Message, rediger_message
from recouvre.courriers.modeles import charger, composer
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode, Profil
from recouvre.domaine.refus import Refus
from recouvre.operations.apparence import lire_apparence
from recouvre.operations.bareme import lire_bareme
from recouvre.operations.exemple_de_courrier import AGENCE, INTERNE, Essai, demande_d_exemple
from recouvre.operations.messages import en_fichier
from recouvre.operations.scenarios import lire_scenario, noms

FACTURES = 3
NIVEAU = 2


class SansNiveau(Refus):
    """Ce modèle ne connaît pas de niveau."""

    def __init__(self, nom: str) -> None:
        super().__init__(f"Le modèle « {nom} » n'a pas de niveaux : retirez --niveau.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Souhait:
    """Ce que l'aperçu doit montrer. ``None`` : la ``qualite`` que vise le modèle, le ``niveau`` du scénario."""

    le: dt.date
    qualite: Qualite | None = None
    factures: int = FACTURES
    niveau: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apercu:
    """Un aperçu fait. ``profil_du_cabinet`` faux : un expéditeur inventé signe à sa place.

    ``message`` : celui d'un courriel ou d'un SMS, dont ``fichier`` est la copie si on l'a demandée.
    """

    fichier: Path | None
    profil_du_cabinet: bool
    mode: Mode
    message: Message | None = None


def apercevoir_modele(cabinet: Path, nom: str, souhait: Souhait, sortie: Path | None) -> Apercu:
    """Écrit le PDF de ce modèle, marqué « APERÇU », sur le dossier d'exemple ; rend le texte d'un message.

    N'écrase rien. Lève ``ModeleInconnu``, ``SansNiveau``, ce que lève ``exiger_neuf``, ou ce que lève ``composer``.
    """
    if sortie is not None:
        exiger_neuf(sortie)
    modele = charger(nom, (cabinet / MODELES,))
    profil, du_cabinet = choisir_profil(cabinet, modele)
    compose = composer_exemple(cabinet, modele, profil, souhait)
    if isinstance(compose, Message):
        if sortie is not None:
            ecrire(sortie, en_fichier(compose))
        return Apercu(fichier=sortie, profil_du_cabinet=du_cabinet, mode=profil.mode, message=compose)
    from recouvre.courriers.mise_en_page import imprimer

    chemin = sortie or nom_libre(Path(f"apercu_{nom}.pdf"))
    exiger_neuf(chemin)
    apparence = lire_apparence(cabinet, profil) if du_cabinet else ORDINAIRE
    ecrire(chemin, imprimer(replace(compose, apparence=apparence), apercu=True))
    return Apercu(fichier=chemin, profil_du_cabinet=du_cabinet, mode=profil.mode)


def composer_exemple(cabinet: Path, modele: Modele, profil: Profil, souhait: Souhait) -> Courrier | Message:
    """Le courrier, ou le message, de ce modèle au débiteur inventé. Lève ce que lèvent leurs deux plumes."""
    notice = modele.notice
    if souhait.niveau is not None and not notice.a_niveaux:
        raise SansNiveau(modele.nom)
    etape = _etape(cabinet, modele.nom, profil.mode, souhait.niveau)
    niveau = souhait.niveau if souhait.niveau is not None else etape.niveau if etape and notice.a_niveaux else NIVEAU
    essai = Essai(
        modele=modele.nom,
        notice=notice,
        profil=profil,
        le=souhait.le,
        qualite=souhait.qualite or qualites_de(modele)[0],
        factures=souhait.factures,
        niveau=niveau,
        etape=etape,
    )
    demande = demande_d_exemple(essai, lire_bareme(cabinet))
    if notice.est_un_message:
        return rediger_message(demande, modele.nom, (cabinet / MODELES,))
    return composer(demande, (cabinet / MODELES,))


def qualites_de(modele: Modele) -> tuple[Qualite, ...]:
    """À qui ce modèle peut s'adresser, d'après son en-tête."""
    visees = tuple(qualite for qualite in Qualite if qualite in modele.notice.pour)
    return visees or tuple(qualite for qualite in Qualite if qualite not in modele.notice.sauf) or tuple(Qualite)


def choisir_profil(cabinet: Path, modele: Modele) -> tuple[Profil, bool]:
    """Celui du cabinet s'il est rempli et si le modèle peut lui servir, sinon un exemple du même mode."""
    exige = modele.notice.mode
    profil = lire_profil(cabinet) if a_un_profil(cabinet) else None
    if profil is not None and exige in ("", profil.mode) and _rempli(profil):
        return profil, True
    mode = Mode(exige) if exige else profil.mode if profil else Mode.AGENCE
    return (AGENCE if mode is Mode.AGENCE else INTERNE), False


def _rempli(profil: Profil) -> bool:
    return all((profil.denomination, profil.adresse, profil.code_postal, profil.ville, profil.iban))


def _etape(cabinet: Path, modele: str, mode: Mode, niveau: int | None) -> Etape | None:
    """L'étape qui emploie ce modèle, à ce niveau si l'on en demande un : d'abord dans le scénario du mode."""
    for nom in (str(mode), *(nom for nom in noms(cabinet) if nom not in tuple(Mode))):
        try:
            etapes = lire_scenario(nom, cabinet).etapes
        except ScenarioFautif:
            continue
        for etape in etapes:
            if etape.modele == modele and niveau in (None, etape.niveau):
                return etape
    return None
