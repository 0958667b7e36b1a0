"""De quoi fabriquer les fichiers d'essai : remises CSV, factures CII et UBL, PDF Factur-X. Tout y est fictif."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

ECHANTILLONS = Path(__file__).parents[3] / "shared" / "echantillons"

ENTETE = (
    "Réf. client;Type;Civilité;Nom / Raison sociale;Prénom;SIREN;Adresse 1;Adresse 2;CP;Ville;Téléphone;E-mail;"
    "N° facture;Date facture;Échéance;Montant TTC;Déjà réglé;Libellé"
)
REMISE = "\r\n".join(
    (
        ENTETE,
        "K1;PRO;;Forge Béranger SARL;;900000019;4 rue du Cœur;;01000;Bourg;04 74 00 00 11;forge@beranger.example;"
        "V-1;15/01/2026;14/02/2026;1\u00a0234,56 €;34,56;Pièces d’œuvre",
        "K1;PRO;;Forge Béranger SARL;;900000019;4 rue du Cœur;;01000;Bourg;04 74 00 00 11;forge@beranger.example;"
        "AV-1;20/01/2026;;-150,00;;Avoir sur V-1",
        "K2;PART;M.;Nuñez;Héloïse;;8 allée des Ifs;Bât. C;6200;Nice;600000012;h.nunez@exemple;"
        "V-2;20/02/2026;20/03/2026;89,9;0;Abonnement",
        "K3;PRO;;Étéocle & Fils;;900000424;1 place Foch;;75008;Paris;;;V-3;01/03/2026;31/02/2026;560,00;;Location",
    )
)
"""Quatre lignes : facture, avoir, particulier à réparer (trois avertissements), SIREN faux et échéance impossible."""


def ecrire(dossier: Path, contenu: str | bytes, nom: str = "remise.csv", codec: str = "utf-8-sig") -> Path:
    """Écrit un fichier d'essai et rend son chemin."""
    chemin = dossier / nom
    chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode(codec))
    return chemin


def csv(entete: str, *lignes: str) -> str:
    """Un CSV d'un en-tête et de quelques lignes."""
    return "\r\n".join((entete, *lignes)) + "\r\n"


def cii(
    *,
    numero: str = "FX-1",
    code_type: str = "380",
    emise_le: str = "20260131",
    echeances: Iterable[str] = ("20260302",),
    devise: str = "EUR",
    ttc: str = "1200.00",
    paye: str = "",
    arrondi: str = "",
    du: str = "1200.00",
    acheteur: str = "Atelier Vasseur",
    siren: str = "900000019",
    tva: str = "",
    anterieures: Iterable[str] = (),
) -> bytes:
    """Une facture CII ; un champ vide est omis."""
    termes = "".join(
        "<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>"
        f'<udt:DateTimeString format="102">{date}</udt:DateTimeString>'
        "</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"
        for date in echeances
    )
    precedentes = "".join(
        f"<ram:InvoiceReferencedDocument>{_balise('ram:IssuerAssignedID', numero)}</ram:InvoiceReferencedDocument>"
        for numero in anterieures
    )
    legal = (
        f'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{siren}</ram:ID></ram:SpecifiedLegalOrganization>'
        if siren
        else ""
    )
    fiscal = (
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{tva}</ram:ID></ram:SpecifiedTaxRegistration>'
        if tva
        else ""
    )
    unece = "urn:un:unece:uncefact:data:standard"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{unece}:CrossIndustryInvoice:100"
 xmlns:ram="{unece}:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{unece}:UnqualifiedDataType:100">
<rsm:ExchangedDocument>{_balise("ram:ID", numero)}{_balise("ram:TypeCode", code_type)}
<ram:IssueDateTime><udt:DateTimeString format="102">{emise_le}</udt:DateTimeString></ram:IssueDateTime>
</rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Moulin Œuvrard</ram:Name></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:ID>C-77</ram:ID>{_balise("ram:Name", acheteur)}{legal}
<ram:PostalTradeAddress><ram:PostcodeCode>01000</ram:PostcodeCode><ram:LineOne>2 rue Haute</ram:LineOne>
<ram:LineTwo>Bât. B</ram:LineTwo><ram:CityName>Bourg</ram:CityName><ram:CountryID>FR</ram:CountryID>
</ram:PostalTradeAddress>{fiscal}</ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>
{_balise("ram:InvoiceCurrencyCode", devise)}{termes}<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
{_balise("ram:RoundingAmount", arrondi)}{_balise("ram:GrandTotalAmount", ttc)}{_balise("ram:TotalPrepaidAmount", paye)}
{_balise("ram:DuePayableAmount", du)}</ram:SpecifiedTradeSettlementHeaderMonetarySummation>{precedentes}
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>""".encode()


def ubl(*, racine: str = "Invoice", ttc: str = "308.03", paye: str = "100.00", du: str = "208.03") -> bytes:
    """Une facture ou un avoir (``racine`` « CreditNote ») en UBL."""
    oasis = "urn:oasis:names:specification:ubl:schema:xsd"
    echeance = "<cbc:DueDate>2026-07-16</cbc:DueDate>" if racine == "Invoice" else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{racine} xmlns="{oasis}:{racine}-2" xmlns:cac="{oasis}:CommonAggregateComponents-2"
 xmlns:cbc="{oasis}:CommonBasicComponents-2">
<cbc:ID>U-9</cbc:ID><cbc:IssueDate>2026-06-17+02:00</cbc:IssueDate>{echeance}
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>U-8</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Moulin</cbc:Name></cac:PartyName></cac:Party>
</cac:AccountingSupplierParty><cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
<cbc:RegistrationName>Boutique Ñ</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:LegalMonetaryTotal>{_balise("cbc:TaxInclusiveAmount", ttc)}{_balise("cbc:PrepaidAmount", paye)}
{_balise("cbc:PayableAmount", du)}</cac:LegalMonetaryTotal></{racine}>""".encode()


def pdf(joints: dict[str, bytes], *, mot_de_passe: str | None = None) -> bytes:
    """Un PDF d'une page portant ces pièces jointes ; un mot de passe vide ne protège que des modifications."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    page = io.BytesIO()
    toile = Canvas(page, invariant=1)
    toile.drawString(72, 720, "Facture FX-1")
    toile.save()
    ecrivain = PdfWriter(clone_from=PdfReader(page))
    for nom, contenu in joints.items():
        ecrivain.add_attachment(nom, contenu)
    if mot_de_passe is not None:
        ecrivain.encrypt(mot_de_passe, "maître", algorithm="RC4-128")
    sortie = io.BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()


def _balise(nom: str, texte: str) -> str:
    return f"<{nom}>{escape(texte)}</{nom}>" if texte else ""
