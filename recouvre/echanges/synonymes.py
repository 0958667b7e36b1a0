"""Les en-têtes qu'emploient les logiciels et les créanciers, rangés par rôle, du plus précis au plus vague.

Ils sont comparés après ``colonnes.normaliser`` : ni accents, ni casse, ni ponctuation, ni « de », « la ». L'ordre est
la préférence quand deux colonnes prétendent au même rôle.
"""

from __future__ import annotations

SYNONYMES: dict[str, tuple[str, ...]] = {
    "reference": (
        "réf client", "référence client", "code client", "n° client", "identifiant client", "id client",
        "réf débiteur", "référence débiteur", "code débiteur", "n° débiteur", "n° dossier", "réf dossier",
        "référence dossier", "code tiers", "n° tiers", "réf tiers", "compte tiers", "compte client",
        "compte auxiliaire", "n° compte", "customer id", "code",
    ),
    "type": ("type",),
    "qualite": (
        "qualité", "type client", "type débiteur", "type tiers", "catégorie client", "catégorie débiteur", "b2b b2c",
        "pro part",
    ),
    "genre": (
        "in/cn", "type pièce", "type document", "type facture", "nature pièce", "nature document", "facture/avoir",
        "genre", "nature", "document type",
    ),
    "civilite": ("civilité", "titre", "civ"),
    "nom": (
        "nom / raison sociale", "nom ou raison sociale", "raison sociale / nom", "nom complet", "nom débiteur",
        "débiteur", "nom client", "client nom", "nom tiers", "tiers nom", "nom et prénom", "nom prénom", "nom",
        "intitulé compte", "libellé compte", "libellé tiers", "customer name",
    ),
    "prenom": ("prénom", "prénom débiteur", "prénom client"),
    "societe": (
        "raison sociale", "nom société", "nom entreprise", "société", "entreprise", "dénomination sociale",
        "dénomination", "raison sociale client", "raison sociale débiteur", "intitulé tiers", "intitulé client",
        "intitulé", "company name", "company",
    ),
    "siren": ("siren", "n° siren", "siren client", "siren débiteur", "code siren"),
    "siret": ("siret", "n° siret", "siret client", "siret débiteur", "code siret", "siren/siret", "siret/siren"),
    "tva_intra": ("n° tva", "tva intracommunautaire", "n° tva intracommunautaire", "tva intra", "n° tva intra"),
    "adresse": (
        "adresse 1", "adresse ligne 1", "ligne adresse 1", "adresse", "adresse débiteur", "adresse client",
        "adresse postale", "adresse facturation", "rue", "voie", "address",
    ),
    "complement": (
        "adresse 2", "adresse ligne 2", "ligne adresse 2", "complément adresse", "adresse complément", "complément",
        "adresse suite",
    ),
    "code_postal": ("code postal", "cp", "cpostal", "zip", "postal code"),
    "ville": ("ville", "localité", "commune", "city"),
    "pays": ("pays", "code pays", "country"),
    "telephone": (
        "téléphone", "tél", "téléphone fixe", "tél fixe", "n° téléphone", "téléphone 1", "tél 1", "fixe", "phone",
    ),
    "mobile": ("mobile", "portable", "téléphone mobile", "téléphone portable", "tél mobile", "tél portable", "gsm"),
    "courriel": (
        "courriel", "e-mail", "email", "mail", "adresse e-mail", "adresse email", "adresse mail", "adresse courriel",
        "adresse électronique", "mèl",
    ),
    "numero": (
        "n° facture", "facture n°", "réf facture", "référence facture", "n° pièce", "réf pièce", "référence pièce",
        "pièce réf", "n° document", "réf document", "n° doc", "document n°", "n° créance", "n° titre", "pièce",
        "facture", "factures", "n° factures", "document", "invoice number", "invoice",
    ),
    "emise_le": (
        "date facture", "date émission", "date facturation", "émise le", "émission", "date pièce", "date document",
        "date doc", "date création", "date écriture", "invoice date", "issue date", "date",
    ),
    "echeance": (
        "échéance", "date échéance", "date exigibilité", "exigibilité", "éch", "date éch", "date limite",
        "date limite paiement", "date limite règlement", "à payer avant le", "due date",
    ),
    "montant": (
        "montant ttc", "total ttc", "montant total ttc", "montant facture ttc", "ttc", "ttc initial",
        "montant ttc initial", "montant initial", "montant facture", "montant total", "montant créance", "principal",
        "net à payer", "total", "amount", "montant",
    ),
    "solde": (
        "reste dû", "restant dû", "solde dû", "solde restant dû", "solde restant", "solde ouvert", "reste à payer",
        "reste à régler", "montant dû", "montant restant dû", "montant restant", "montant impayé", "impayé",
        "total dû", "amount due", "solde",
    ),
    "debit": ("débit", "montant débit", "débit ttc"),
    "credit": ("crédit", "montant crédit", "crédit ttc"),
    "deja_regle": (
        "déjà réglé", "déjà payé", "réglé", "payé", "montant réglé", "montant payé", "total réglé", "règlements",
        "règlement", "acompte", "acomptes", "encaissé", "paiements", "versé",
    ),
    "libelle": (
        "libellé", "libellé facture", "libellé écriture", "écriture lib", "description", "désignation", "objet",
        "commentaire", "notes", "note", "observations",
    ),
    "sur": ("sur facture", "avoir sur", "avoir sur facture", "facture visée", "facture origine", "facture liée"),
    "devise": ("devise", "monnaie", "currency", "code devise"),
    "lettrage": ("lettrage", "lettre", "let", "écriture let"),
    "statut": ("statut", "état", "statut facture", "état facture", "status"),
}  # fmt: skip
"""Rôle → en-têtes, le préféré d'abord."""

AMBIGUS: dict[str, tuple[str, ...]] = {
    "référence": ("numero", "reference"),
    "réf": ("numero", "reference"),
    "numéro": ("numero",),
    "client": ("nom", "reference"),
    "tiers": ("nom", "reference"),
    "compte": ("reference",),
}
"""En-têtes dont le sens dépend des autres : le premier de ces rôles que nulle colonne plus précise ne tient."""

IGNORES: tuple[str, ...] = (
    "montant ht", "total ht", "ht", "tva", "montant tva", "total tva", "taux tva", "jours retard", "nb jours retard",
    "retard", "retard jours", "société émettrice", "émetteur", "créancier", "journal", "code journal",
    "mode règlement", "mode paiement",
)  # fmt: skip
"""Colonnes connues et sans usage : elles aident à reconnaître la ligne d'en-tête."""

LIBELLES: dict[str, str] = {
    "reference": "la référence du débiteur chez le créancier",
    "type": "la qualité (PRO, PART, PUBLIC) ou le genre (facture, avoir)",
    "qualite": "la qualité du débiteur : PRO, PART ou PUBLIC",
    "genre": "facture ou avoir",
    "civilite": "la civilité",
    "nom": "le nom ou la raison sociale",
    "prenom": "le prénom",
    "societe": "la raison sociale",
    "siren": "le SIREN",
    "siret": "le SIRET",
    "tva_intra": "le numéro de TVA",
    "adresse": "l'adresse",
    "complement": "le complément d'adresse",
    "code_postal": "le code postal",
    "ville": "la ville",
    "pays": "le pays",
    "telephone": "le téléphone",
    "mobile": "le téléphone mobile",
    "courriel": "le courriel",
    "numero": "le numéro de facture",
    "emise_le": "la date de facture",
    "echeance": "l'échéance",
    "montant": "le montant TTC",
    "solde": "ce qui reste dû",
    "debit": "le débit",
    "credit": "le crédit",
    "deja_regle": "ce qui est déjà réglé",
    "libelle": "le libellé",
    "sur": "la facture que l'avoir réduit",
    "devise": "la devise",
    "lettrage": "le lettrage",
    "statut": "l'état de la facture",
}
"""Rôle → ce qu'il désigne, pour les messages et la correspondance imposée."""
