"""Relever une facture en syntaxe CII (Cross Industry Invoice de l'UN/CEFACT), celle de Factur-X et de ZUGFeRD 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recouvre.echanges.extrait import Extrait, PartieLue
from recouvre.echanges.xml_sur import identifiants_de, texte_de, textes_de

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

RACINE = ("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "CrossIndustryInvoice")

_ESPACES = {
    "rsm": RACINE[0],
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_ACCORD = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
_REGLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"


def relever_cii(racine: Element) -> Extrait:
    """Relève les champs, sans les juger : un champ absent est vide."""
    document = racine.find("rsm:ExchangedDocument", _ESPACES)
    accord, reglement = racine.find(_ACCORD, _ESPACES), racine.find(_REGLEMENT, _ESPACES)
    totaux = _trouver(reglement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    acheteur = _trouver(accord, "ram:BuyerTradeParty")
    return Extrait(
        numero=_texte(document, "ram:ID"),
        code_type=_texte(document, "ram:TypeCode"),
        emise_le=_texte(document, "ram:IssueDateTime/udt:DateTimeString"),
        echeances=tuple(
            textes_de(reglement, "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString", _ESPACES)
        ),
        devise=_texte(reglement, "ram:InvoiceCurrencyCode"),
        ttc=_texte(totaux, "ram:GrandTotalAmount"),
        deja_paye=_texte(totaux, "ram:TotalPrepaidAmount"),
        arrondi=_texte(totaux, "ram:RoundingAmount"),
        du=_texte(totaux, "ram:DuePayableAmount"),
        vendeur=_partie(_trouver(accord, "ram:SellerTradeParty")),
        acheteur=_partie(acheteur),
        reference_acheteur=_texte(accord, "ram:BuyerReference"),
        commande=_texte(accord, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
        compte_client=_texte(acheteur, "ram:ID"),
        anterieures=tuple(textes_de(reglement, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID", _ESPACES)),
    )


def _partie(partie: Element | None) -> PartieLue:
    adresse = _trouver(partie, "ram:PostalTradeAddress")
    contact = _trouver(partie, "ram:DefinedTradeContact")
    tva = next(
        (numero for schema, numero in _identifiants(partie, "ram:SpecifiedTaxRegistration/ram:ID") if schema == "VA"),
        "",
    )
    en_ligne = next(
        (uri for schema, uri in _identifiants(partie, "ram:URIUniversalCommunication/ram:URIID") if schema == "EM"), ""
    )
    return PartieLue(
        nom=_texte(partie, "ram:Name"),
        identifiants=(
            *_identifiants(partie, "ram:SpecifiedLegalOrganization/ram:ID"),
            *_identifiants(partie, "ram:GlobalID"),
        ),
        tva=tva,
        lignes=tuple(filter(None, (_texte(adresse, f"ram:Line{rang}") for rang in ("One", "Two", "Three")))),
        code_postal=_texte(adresse, "ram:PostcodeCode"),
        ville=_texte(adresse, "ram:CityName"),
        pays=_texte(adresse, "ram:CountryID"),
        courriel=_texte(contact, "ram:EmailURIUniversalCommunication/ram:URIID") or en_ligne,
        telephone=_texte(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
    )


def _trouver(parent: Element | None, chemin: str) -> Element | None:
    return parent.find(chemin, _ESPACES) if parent is not None else None


def _texte(parent: Element | None, chemin: str) -> str:
    return texte_de(parent, chemin, _ESPACES)


def _identifiants(parent: Element | None, chemin: str) -> tuple[tuple[str, str], ...]:
    return tuple(identifiants_de(parent, chemin, _ESPACES))
