"""Relever une facture ou un avoir en syntaxe UBL 2.1 (OASIS Universal Business Language)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recouvre.echanges.extrait import Extrait, PartieLue
from recouvre.echanges.xml_sur import identifiants_de, texte_de, textes_de

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
RACINE_FACTURE = (f"{_SCHEMA}Invoice-2", "Invoice")
RACINE_AVOIR = (f"{_SCHEMA}CreditNote-2", "CreditNote")

_ESPACES = {"cac": f"{_SCHEMA}CommonAggregateComponents-2", "cbc": f"{_SCHEMA}CommonBasicComponents-2"}
_CHEMINS_D_ECHEANCE = (
    "cbc:DueDate",
    "cac:PaymentMeans/cbc:PaymentDueDate",
    "cac:PaymentTerms/cbc:PaymentDueDate",
    "cac:PaymentTerms/cbc:InstallmentDueDate",
)
"""L'avoir n'a pas de ``DueDate`` : sa date de paiement est dans ``PaymentMeans``."""


def relever_ubl(racine: Element) -> Extrait:
    """Relève les champs, sans les juger : un champ absent est vide. Le type absent est celui que dit la racine."""
    avoir = racine.tag == f"{{{RACINE_AVOIR[0]}}}{RACINE_AVOIR[1]}"
    totaux = racine.find("cac:LegalMonetaryTotal", _ESPACES)
    acheteur = racine.find("cac:AccountingCustomerParty/cac:Party", _ESPACES)
    comptes = identifiants_de(acheteur, "cac:PartyIdentification/cbc:ID", _ESPACES)
    return Extrait(
        numero=_texte(racine, "cbc:ID"),
        code_type=_texte(racine, "cbc:CreditNoteTypeCode" if avoir else "cbc:InvoiceTypeCode")
        or ("381" if avoir else "380"),
        emise_le=_texte(racine, "cbc:IssueDate"),
        echeances=tuple(date for chemin in _CHEMINS_D_ECHEANCE for date in textes_de(racine, chemin, _ESPACES)),
        devise=_texte(racine, "cbc:DocumentCurrencyCode"),
        ttc=_texte(totaux, "cbc:TaxInclusiveAmount"),
        deja_paye=_texte(totaux, "cbc:PrepaidAmount"),
        arrondi=_texte(totaux, "cbc:PayableRoundingAmount"),
        du=_texte(totaux, "cbc:PayableAmount"),
        vendeur=_partie(racine.find("cac:AccountingSupplierParty/cac:Party", _ESPACES)),
        acheteur=_partie(acheteur),
        reference_acheteur=_texte(racine, "cbc:BuyerReference"),
        commande=_texte(racine, "cac:OrderReference/cbc:ID"),
        compte_client=next((numero for schema, numero in comptes if not schema), ""),
        anterieures=tuple(textes_de(racine, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", _ESPACES)),
    )


def _partie(partie: Element | None) -> PartieLue:
    adresse = partie.find("cac:PostalAddress", _ESPACES) if partie is not None else None
    rues = ("cbc:StreetName", "cbc:AdditionalStreetName", "cac:AddressLine/cbc:Line")
    en_ligne = next((uri for schema, uri in identifiants_de(partie, "cbc:EndpointID", _ESPACES) if schema == "EM"), "")
    return PartieLue(
        nom=_texte(partie, "cac:PartyLegalEntity/cbc:RegistrationName") or _texte(partie, "cac:PartyName/cbc:Name"),
        identifiants=(
            *identifiants_de(partie, "cac:PartyLegalEntity/cbc:CompanyID", _ESPACES),
            *identifiants_de(partie, "cac:PartyIdentification/cbc:ID", _ESPACES),
        ),
        tva=_tva(partie),
        lignes=tuple(filter(None, (_texte(adresse, rue) for rue in rues))),
        code_postal=_texte(adresse, "cbc:PostalZone"),
        ville=_texte(adresse, "cbc:CityName"),
        pays=_texte(adresse, "cac:Country/cbc:IdentificationCode"),
        courriel=_texte(partie, "cac:Contact/cbc:ElectronicMail") or en_ligne,
        telephone=_texte(partie, "cac:Contact/cbc:Telephone"),
    )


def _tva(partie: Element | None) -> str:
    """Le numéro du régime « VAT », parmi d'autres inscriptions fiscales possibles."""
    for regime in partie.iterfind("cac:PartyTaxScheme", _ESPACES) if partie is not None else ():
        if _texte(regime, "cac:TaxScheme/cbc:ID").upper() == "VAT":
            return _texte(regime, "cbc:CompanyID")
    return ""


def _texte(parent: Element | None, chemin: str) -> str:
    return texte_de(parent, chemin, _ESPACES)
