"""Écrire un message : un courriel ou un SMS, qui part tel quel. Les mêmes variables et les mêmes règles qu'une lettre.

Un courriel accompagne d'ordinaire une lettre en pièce jointe (celle que ``Demande.modele`` nomme) ; un SMS va seul. En
agence, l'un et l'autre rappellent la première lettre, sauf celui qui l'accompagne (CPCE R124-4, dernier alinéa).
"""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from recouvre.courriers.assemblage import lire_corps
from recouvre.courriers.conformite import Regles, controler_texte
from recouvre.courriers.constats import Constat
from recouvre.courriers.contexte import Demande, Fiches, fiches, variables
from recouvre.courriers.courrier import Paragraphe, litteral
from recouvre.courriers.emploi import verifier_emploi
from recouvre.courriers.gabarit import Modele
from recouvre.courriers.modeles import charger, variante
from recouvre.courriers.notice import SMS
from recouvre.courriers.refus import (
    AutreDestinataire,
    HorsGsm7,
    ModeleFautif,
    NonConforme,
    PasUnMessage,
    PremiereLettreAbsente,
    SmsTropLong,
)
from recouvre.courriers.regles_discretion import controler_discretion
from recouvre.courriers.texte_lu import lire_message
from recouvre.domaine.gsm7 import SEGMENT, hors_alphabet, longueur, redresser
from recouvre.domaine.profil import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Un message écrit. ``canal`` : courriel ou sms ; ``objet`` et ``html`` : vides pour un SMS.

    ``texte`` : le texte seul, ce qui part d'un SMS ; ``rappel`` : à dire à qui l'établit, jamais envoyé.
    """

    modele: str
    empreinte_modele: str
    canal: str
    objet: str
    texte: str
    html: str = ""
    rappel: str = ""


class Redaction(NamedTuple):
    """Un message écrit, et de quoi le contrôler. ``joint`` : la lettre qu'il accompagne."""

    message: Message
    paragraphes: tuple[str, ...]
    demande: Demande
    objets: Fiches
    modele: Modele
    joint: Modele | None


def rediger_message(
    demande: Demande, nom: str, dossiers: Sequence[Path] = (), *, forcees: Collection[str] = ()
) -> Message:
    """Le message de ce modèle, conforme. ``demande.modele`` : la lettre qu'il accompagne, ou ce modèle même.

    Lève ce que lève ``ecrire_message`` ; ``NonConforme`` si le texte viole une règle qui n'est pas dans ``forcees``
    (celles de la discrétion ne se forcent pas) ; ``HorsGsm7`` ou ``SmsTropLong``.
    """
    redaction = ecrire_message(demande, nom, dossiers)
    constats = controler_message(redaction)
    violees = tuple(c for c in constats if not c.respecte and (c.regle not in forcees or _sans_appel(c)))
    if violees:
        raise NonConforme(redaction.modele.nom, violees, "message")
    if redaction.message.canal == SMS:
        verifier_sms(redaction.message)
    return redaction.message


def ecrire_message(demande: Demande, nom: str, dossiers: Sequence[Path] = ()) -> Redaction:
    """Le message tel que le modèle l'écrit, avant tout contrôle.

    Lève ce que lève ``modeles.rediger``, et ``PasUnMessage`` ou ``AutreDestinataire``.
    """
    modele = charger(variante(nom, demande.dossier, dossiers), dossiers)
    if not modele.notice.est_un_message:
        raise PasUnMessage(modele.nom)
    joint = _joint(demande, modele, dossiers)
    demarche = joint.demarche if joint else modele.demarche
    if demarche and _en_agence(demande) and demande.premiere is None and not (joint and joint.premiere_lettre):
        raise PremiereLettreAbsente(demande.dossier.libelle)
    verifier_emploi(modele, demande)
    notice = modele.notice
    if joint is not None:
        notice = replace(notice, demarche=joint.notice.demarche, reclame=joint.notice.reclame)
    a_niveaux = (joint.notice if joint else notice).a_niveaux
    objets = fiches(demande, a_echoir=a_niveaux and demande.niveau == 0, notice=notice)
    objet, corps, rappel = modele.rendre(variables(demande, objets, modele.notice))
    blocs = tuple(_paragraphes(corps, modele, demande, objets))
    return Redaction(_message(modele, objet, blocs, rappel), _nus(blocs), demande, objets, modele, joint)


def controler_message(redaction: Redaction) -> tuple[Constat, ...]:
    """Toutes les règles qui s'appliquent à ce message, respectées ou non."""
    message, paragraphes, demande, objets, modele, joint = redaction
    if modele.destinataire != "debiteur":
        return ()
    regles = Regles(
        demarche=joint.demarche if joint else modele.demarche,
        entiere=False,
        prescrite_le=demande.prescrite_le,
        breve=message.canal == SMS,
    )
    constats = controler_texte(
        lambda neutres: lire_message(message.objet, paragraphes, neutres), demande, objets, regles
    )
    lisible = message.texte if message.canal == SMS else message.objet
    return (*constats, *controler_discretion(message.canal, lisible, demande))


def verifier_sms(message: Message) -> None:
    """Un SMS tient en un segment, dans son alphabet. Lève ``HorsGsm7`` ou ``SmsTropLong``."""
    if hors := hors_alphabet(message.texte):
        mot = next(mot for mot in message.texte.split() if hors[0] in mot)
        raise HorsGsm7(message.modele, hors[0], mot)
    if (mesure := longueur(message.texte)) > SEGMENT:
        raise SmsTropLong(message.modele, mesure, SEGMENT, message.texte)


def mesurer_sms(message: Message) -> tuple[Constat, ...]:
    """Ce que ``verifier_sms`` refuse, règle par règle ; rien pour un courriel."""
    if message.canal != SMS:
        return ()
    hors = hors_alphabet(message.texte)
    mesure = 0 if hors else longueur(message.texte)
    return (
        Constat(
            regle="sms_alphabet",
            libelle="Dans l'alphabet des SMS",
            article="3GPP TS 23.038",
            manquement=f"le SMS emploie {', '.join(f'« {c} »' for c in hors)}, qu'un SMS n'a pas" if hors else "",
            correction="récrivez ces mots en lettres latines" if hors else "",
        ),
        Constat(
            regle="sms_longueur",
            libelle=f"Un seul SMS, de {SEGMENT} caractères au plus",
            article="3GPP TS 23.038",
            manquement=f"le SMS compte {mesure} caractères" if mesure > SEGMENT else "",
            correction=f"retirez-en {mesure - SEGMENT}" if mesure > SEGMENT else "",
        ),
    )


def _joint(demande: Demande, modele: Modele, dossiers: Sequence[Path]) -> Modele | None:
    """La lettre que le message accompagne ; ``None`` s'il va seul."""
    joint = charger(variante(demande.modele, demande.dossier, dossiers), dossiers)
    if joint.notice.est_un_message:
        return None
    if joint.destinataire != modele.destinataire:
        raise AutreDestinataire(modele.nom, joint.nom, joint.destinataire)
    return joint


def _en_agence(demande: Demande) -> bool:
    return demande.profil.mode is Mode.AGENCE


def _sans_appel(constat: Constat) -> bool:
    return constat.regle.startswith("discret_")


def _paragraphes(corps: str, modele: Modele, demande: Demande, objets: Fiches) -> Sequence[Paragraphe]:
    blocs = tuple(lire_corps(corps, modele, demande, objets))
    paragraphes = tuple(bloc for bloc in blocs if isinstance(bloc, Paragraphe))
    if not paragraphes or len(paragraphes) < len(blocs):
        raison = "son corps ne dit rien pour ce dossier : écrivez une phrase." if not blocs else _QUE_DU_TEXTE
        raise ModeleFautif(modele.fichier, 1, modele.nom, raison)
    return paragraphes


_QUE_DU_TEXTE = "un message n'a que des paragraphes, des puces et des mentions."


def _nus(paragraphes: Sequence[Paragraphe]) -> tuple[str, ...]:
    return tuple(("- " if bloc.puce else "") + litteral(bloc.texte) for bloc in paragraphes)


def _message(modele: Modele, objet: str, paragraphes: Sequence[Paragraphe], rappel: str) -> Message:
    canal = modele.notice.canal
    nus = _nus(paragraphes)
    sms = canal == SMS
    return Message(
        modele=modele.nom,
        empreinte_modele=modele.empreinte,
        canal=canal,
        objet=objet,
        texte=redresser("\n".join(nus)) if sms else _en_texte(paragraphes, nus),
        html="" if sms else _en_html(objet, paragraphes),
        rappel=rappel,
    )


def _en_texte(paragraphes: Sequence[Paragraphe], nus: Sequence[str]) -> str:
    """Une ligne vide entre deux paragraphes, aucune entre deux puces."""
    texte = ""
    for rang, (bloc, nu) in enumerate(zip(paragraphes, nus, strict=True)):
        suite = bloc.puce and rang and paragraphes[rang - 1].puce
        texte += ("" if not rang else "\n" if suite else "\n\n") + nu
    return texte + "\n"


_PAGE = """\
<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{objet}</title></head>
<body style="font-family: Arial, Helvetica, sans-serif; font-size: 15px; line-height: 1.5; color: #222222;">
{corps}
</body></html>
"""
_PETIT = ' style="font-size: 12px; color: #555555;"'


def _en_html(objet: str, paragraphes: Sequence[Paragraphe]) -> str:
    """Une page sobre, sans image, sans lien ni rien à aller chercher : le texte d'un paragraphe est déjà échappé."""
    corps: list[str] = []
    for rang, bloc in enumerate(paragraphes):
        if not bloc.puce:
            corps.append(f"<p{_PETIT if bloc.petit else ''}>{bloc.texte}</p>")
            continue
        ouvre = "" if rang and paragraphes[rang - 1].puce else "<ul>"
        ferme = "" if rang + 1 < len(paragraphes) and paragraphes[rang + 1].puce else "</ul>"
        corps.append(f"{ouvre}<li>{bloc.texte}</li>{ferme}")
    return _PAGE.format(objet=html.escape(objet), corps="\n".join(corps))
