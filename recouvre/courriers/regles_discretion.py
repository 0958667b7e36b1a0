"""Ce qu'un écran verrouillé ne montre pas : ni dette, ni créancier, ni somme, ni motif.

Un SMS, et l'objet d'un courriel, se lisent par-dessus une épaule : un conjoint, un collègue, un enfant. La dette ne se
révèle pas à un tiers (C. pén. 226-22), et une révélation ne se reprend pas : ces règles-là ne se forcent pas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recouvre.courriers.constats import Constat
from recouvre.courriers.contexte import Demande
from recouvre.courriers.notice import SMS
from recouvre.courriers.regles_mots import montrer
from recouvre.courriers.texte_lu import composer_nu, plier
from recouvre.domaine.gsm7 import redresser
from recouvre.domaine.profil import Mode

ARTICLE = "C. pén. 226-22 ; RGPD art. 5"

DE_LA_DETTE = re.compile(
    r"\b(?:dettes?|creanc\w+|debit(?:eur|eurs|rice|rices|euse|euses)|factur\w+|impay\w+|recouvr\w+|relanc\w+|rappels?"
    r"|mises?\s+en\s+demeure|demeure\s+de|paie|paiements?|paient|pay(?:er|ez|e|es|ee|ees|eurs?|ements?|ables?|ons|ent)"
    r"|regl(?:er|ez|e|es|ee|ees|ements?|ons|age)|soldes?|solde(?:r|e|es|z)|(?<!nous\s)sommes?|montants?|euros?|eur"
    r"|retards?|echeanc\w+|echelonn\w+|penalit\w+|interets?|indemnit\w+|poursui\w+|procedures?|justice|juridi\w+"
    r"|judiciaires?|tribuna(?:l|ux)|juges?|contentieu(?:x|ses?)|precontentieux|litiges?|huissiers?|commissaires?|saisi\w*"
    r"|executoires?|execution|assign\w+|sommations?|commandements?|injonctions?|virements?|iban|cheques?|prelevements?"
    r"|acomptes?|rembours\w+|encaiss\w+|versements?|versez|verser|surendettement|fichage|ficp|amiable|amiablement"
    r"|dues?|dus|redevables?|vous\s+(?:nous\s+)?dev(?:ez|iez)\s+(?:la|une|des|encore|toujours|\d))\b"
)
"""Dans un texte plié (sans accent) ; « dû » se cherche à part : sans son accent, c'est un article."""

_DU = re.compile(r"\bdû\b", re.IGNORECASE)
_SOMME = re.compile(
    r"\d[\d .]*(?:,\d+)?\s?(?:€|euros?\b|eur\b)|€\s?\d"
    r"|(?<![\d.,/])\d{1,3}(?:[ .]?\d{3})*[,.]\d{2}(?![.,/]?\d)",
    re.IGNORECASE,
)
"""Un nombre suivi de sa monnaie, ou à deux décimales ; ni un téléphone, ni une date."""

_AU_MOINS = 3
"""Un nom ou un numéro plus court se trouve partout."""


def controler_discretion(canal: str, lisible: str, demande: Demande) -> tuple[Constat, ...]:
    """Les règles du texte qui s'affiche sans qu'on l'ouvre : un SMS entier, ou l'objet d'un courriel."""
    quoi = "le SMS" if canal == SMS else "l'objet du courriel"
    nu = composer_nu(redresser(lisible))
    constats = (
        ("mots", "ni dette ni motif", _mots(nu), "ne dites que qui rappeler, où, et sous quelle référence"),
        ("somme", "aucune somme", _sommes(nu), "retirez-la"),
        ("creancier", "ni créancier ni facture", _noms(nu, demande), "retirez ce nom ou ce numéro"),
    )
    return tuple(_constat(canal, quoi, *constat) for constat in constats)


def _constat(canal: str, quoi: str, cle: str, libelle: str, dits: Iterator[str], correction: str) -> Constat:
    cites = ", ".join(dict.fromkeys(f"« {dit} »" for dit in dits))
    return Constat(
        regle=f"discret_{'sms' if canal == SMS else 'objet'}_{cle}",
        libelle=f"Ce qu'un tiers peut lire ({quoi.removeprefix('le ')}) : {libelle}",
        article=ARTICLE,
        manquement=f"{quoi} dit {cites}, qu'un tiers lirait sur l'écran" if cites else "",
        correction=correction if cites else "",
    )


def _mots(nu: str) -> Iterator[str]:
    yield from (montrer(nu, *trouve.span()) for trouve in DE_LA_DETTE.finditer(plier(nu)))
    yield from (trouve[0] for trouve in _DU.finditer(nu))


def _sommes(nu: str) -> Iterator[str]:
    return (trouve[0].strip() for trouve in _SOMME.finditer(nu.replace("\u202f", " ")))


def _noms(nu: str, demande: Demande) -> Iterator[str]:
    """Le créancier, que l'agence ne nomme pas, et ce qui désigne ses factures."""
    dossier, plie = demande.dossier, plier(nu)
    donnees = [texte for facture in dossier.factures for texte in (facture.numero, facture.libelle)]
    if demande.profil.mode is Mode.AGENCE:
        donnees += [demande.creancier.denomination, demande.creancier.nom]
    for donnee in dict.fromkeys(donnees):
        cherche = plier(composer_nu(redresser(" ".join(donnee.split()))))
        if len(cherche) < _AU_MOINS:
            continue
        if trouve := re.search(rf"(?<![\w/.-]){re.escape(cherche)}(?![\w/]|[.-]\w)", plie):
            yield montrer(nu, *trouve.span())
