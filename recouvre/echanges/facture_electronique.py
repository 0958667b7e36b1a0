"""Lire une facture électronique (PDF Factur-X ou ZUGFeRD 2, XML CII, XML UBL) : un brouillon, ou pourquoi pas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.domaine.brouillons import FichierRefuse, Lecture
from recouvre.echanges import cii, ubl
from recouvre.echanges.facture_brouillon import composer
from recouvre.echanges.octets import CE_QUE_C_EST, Nature, lire_octets, nature
from recouvre.echanges.pdf_joint import PLAFOND_PDF, extraire_xml
from recouvre.echanges.xml_sur import lire_xml, nom_qualifie

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from recouvre.echanges.extrait import Extrait

_ISO_20022 = "urn:iso:std:iso:20022:tech:xsd:"
_QUOI_DONNER = "Donnez une facture électronique (Factur-X, CII ou UBL) ou une remise CSV."
_SAISIR = "saisissez-la : recouvre ouvrir --facture … --montant … --echeance …"
_AUTRES_RACINES = {
    "CrossIndustryDocument": (
        "c'est une facture ZUGFeRD 1.0, un format abandonné. Demandez-la en Factur-X (ou ZUGFeRD 2), CII ou UBL, "
        f"ou {_SAISIR}"
    ),
    "SCRDMCCBDACIOMessageStructure": "c'est une commande Order-X, pas une facture. Demandez la facture.",
    "CrossDomainAcknowledgementAndResponse": (
        "c'est un statut de cycle de vie (CDAR), pas une facture. Donnez la facture à laquelle il se rapporte."
    ),
    "StandardBusinessDocument": (
        "c'est une enveloppe de transport Peppol. Donnez la facture UBL qu'elle contient, exportée seule."
    ),
    "FatturaElettronica": f"c'est une facture électronique italienne (FatturaPA) : {_SAISIR}",
    "OFX": f"c'est un relevé bancaire (OFX). {_QUOI_DONNER}",
    "html": "c'est une page web (HTML), pas une facture électronique. Téléchargez le fichier lui-même.",
}


def lire_facture(chemin: Path) -> Lecture:
    """Lit une facture ou un avoir électronique : la ``Lecture`` porte un brouillon et, au besoin, des avertissements.

    Lève ``FichierRefuse`` pour tout ce qui n'est pas une facture en euros, en disant ce que c'est et quoi faire.
    Sans échéance (profil MINIMUM), le brouillon n'en a pas : à l'appelant d'en exiger une.
    """
    octets = lire_octets(chemin, PLAFOND_PDF)
    sorte = nature(octets)
    if sorte is Nature.PDF:
        octets = extraire_xml(octets, chemin.name)
    elif sorte is not Nature.XML:
        raise FichierRefuse(chemin.name, CE_QUE_C_EST[sorte])
    brouillon, avertissements = composer(_relever(lire_xml(octets, chemin.name), chemin.name), chemin.name)
    return Lecture(fichier=chemin.name, brouillons=(brouillon,), anomalies=avertissements)


def _relever(racine: Element, fichier: str) -> Extrait:
    espace, local = nom = nom_qualifie(racine)
    if nom == cii.RACINE:
        return cii.relever_cii(racine)
    if nom in (ubl.RACINE_FACTURE, ubl.RACINE_AVOIR):
        return ubl.relever_ubl(racine)
    if local in _AUTRES_RACINES:
        raison = _AUTRES_RACINES[local]
    elif espace.startswith(f"{_ISO_20022}camt"):
        raison = f"c'est un relevé bancaire (CAMT). {_QUOI_DONNER}"
    elif espace.startswith(f"{_ISO_20022}pain"):
        raison = f"c'est un ordre de virement ou de prélèvement SEPA. {_QUOI_DONNER}"
    elif espace.startswith("urn:oasis:names:specification:ubl:"):
        raison = f"c'est un document UBL « {local[:40]} », ni une facture (Invoice) ni un avoir (CreditNote)."
    else:
        raison = f"c'est un XML d'un autre format (« {local[:40]} »). {_QUOI_DONNER}"
    raise FichierRefuse(fichier, raison)
