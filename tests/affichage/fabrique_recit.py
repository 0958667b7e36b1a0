"""Les dossiers que racontent les tests du décompte affiché : un par régime, un riche, les cas 1, 3 et 7."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from recouvre.affichage.recit import Noms
from recouvre.domaine.contrat import Acheteur, TauxConvenu, lire_taux_convenu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
    RestitutionFaite,
)
from recouvre.domaine.faits_de_droit import (
    AccessoireAjoute,
    ArretDeDroit,
    ArretLeve,
    CauseArret,
    CreanceQualifiee,
    DelaiInterrompu,
    FacturePrecisee,
    NatureAccessoire,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import Decompte
from recouvre.droit.taux import Bareme
from recouvre.operations.bareme import lire_bareme

NOMS = Noms("Forge Béranger", "Menuiserie Faure")


class Essai(NamedTuple):
    """Un dossier et le jour de son décompte."""

    dossier: Dossier
    au: dt.date

    @property
    def decompte(self) -> Decompte:
        """Ce qui est dû ce jour-là."""
        return decompter(self.dossier, self.au, _bareme())


@lru_cache
def _bareme() -> Bareme:
    return lire_bareme()


def le(texte: str) -> dt.date:
    """« 31/05/2024 »."""
    jour, mois, annee = map(int, texte.split("/"))
    return dt.date(annee, mois, jour)


def dossier(*faits: Evenement, qualite: Qualite = Qualite.PROFESSIONNEL, taux: TauxConvenu | None = None) -> Dossier:
    """Un dossier de ces faits, ouvert le jour du premier."""
    ouvert = DossierOuvert(date=faits[0].date, creancier=1, debiteur=2, qualite=qualite, taux=taux)
    return plier_neufs(1, [ouvert, *faits])


def facture(numero: str, montant: int, emise: str, echeance: str, deja_regle: int = 0) -> FactureAjoutee:
    """Une facture en centimes."""
    return FactureAjoutee(
        date=le(emise), numero=numero, montant=montant, emise_le=le(emise), echeance=le(echeance),
        deja_regle=deja_regle,
    )  # fmt: skip


def paiement(jour: str, montant: int, **champs: object) -> EncaissementRecu:
    """Un encaissement en centimes."""
    return EncaissementRecu(date=le(jour), montant=montant, **champs)  # type: ignore[arg-type]


F_2025 = facture("F-1", 10_000_00, "01/09/2025", "30/09/2025")

CAS_1 = Essai(
    dossier(facture("F-2024-117", 12_000_00, "01/05/2024", "31/05/2024"), paiement("15/09/2024", 5_000_00)),
    le("28/02/2025"),
)
CAS_3 = Essai(
    dossier(
        facture("F-3", 3_460_00, "01/09/2025", "30/09/2025"),
        ArretDeDroit(date=le("01/01/2026"), cause=CauseArret.PLAN),
        ArretLeve(date=le("15/03/2026"), cause=CauseArret.PLAN),
        paiement("05/01/2026", 600_99),
        paiement("05/02/2026", 600_99),
    ),
    le("31/03/2026"),
)
CAS_7 = Essai(
    dossier(
        facture("F-7", 1_800_00, "01/01/2026", "31/01/2026"),
        MiseEnDemeurePresentee(date=le("02/03/2026")),
        paiement("12/03/2026", 1_800_00, direct=True),
    ),
    le("12/03/2026"),
)
RICHE = Essai(
    dossier(
        facture("F-101", 8_450_75, "02/01/2024", "31/01/2024"),
        facture("F-102", 3_219_40, "15/02/2024", "31/03/2024"),
        facture("F-103", 12_000_00, "02/05/2024", "30/06/2024", deja_regle=2_000_00),
        facture("F-104", 500_00, "02/05/2025", "30/06/2026"),
        CreanceQualifiee(
            date=le("02/01/2024"), taux=lire_taux_convenu("15"), exact=True, clause_points=Decimal(5),
            clause_forfait=100_00, capitalisation=True,
        ),
        AvoirAjoute(date=le("20/03/2024"), numero="A-101", montant=450_75, sur="F-101"),
        paiement("05/04/2024", 100_00, mode="cheque"),
        MiseEnDemeurePresentee(date=le("10/07/2024")),
        paiement("12/07/2024", 1_500_00, facture="F-103"),
        AccessoireAjoute(
            date=le("01/09/2024"), nature=NatureAccessoire.COMPLEMENT, montant=190_00, justificatif="note d'avocat",
            facture="F-101",
        ),
        paiement("30/09/2024", 4_000_00, mode="especes"),
        TitreObtenu(date=le("15/01/2025"), nature="jugement", reference="RG 24/01234"),
        TitreSignifie(date=le("03/02/2025"), executoire_le=le("04/03/2025")),
        AccessoireAjoute(
            date=le("15/01/2025"), nature=NatureAccessoire.DEPENS, montant=82_30, justificatif="état vérifié"
        ),
        AccessoireAjoute(
            date=le("10/03/2025"), nature=NatureAccessoire.EXECUTION, montant=64_12, justificatif="acte",
            libelle="Commandement de payer",
        ),
        ArretDeDroit(
            date=le("01/06/2025"), cause=CauseArret.DELAI_DE_GRACE, jusqu_au=le("31/08/2025"),
            taux=lire_taux_convenu("2"), capital_d_abord=True,
        ),
        paiement("15/07/2025", 2_000_00, par_tiers=True),
        paiement("10/02/2026", 20_00, direct=True),
    ),
    le("31/03/2026"),
)  # fmt: skip
CONSOMMATEUR = Essai(
    dossier(
        F_2025,
        facture("F-2", 700_00, "15/10/2025", "15/11/2025"),
        MiseEnDemeurePresentee(date=le("31/10/2025")),
        paiement("15/12/2025", 300_00),
        qualite=Qualite.CONSOMMATEUR,
    ),
    le("31/01/2026"),
)
PARTICULIER = Essai(
    dossier(F_2025, CreanceQualifiee(date=le("01/09/2025"), creancier_particulier=True),
            MiseEnDemeurePresentee(date=le("31/10/2025"))),
    le("31/12/2025"),
)  # fmt: skip
PUBLIC = Essai(
    dossier(
        F_2025,
        FacturePrecisee(date=le("01/09/2025"), facture="F-1", retenue=500_00),
        DelaiInterrompu(date=le("15/09/2025"), facture="F-1", pieces_recues_le=le("25/09/2025")),
        paiement("20/01/2026", 4_000_00, mis_en_paiement_le=le("15/01/2026")),
        qualite=Qualite.PUBLIC,
    ),
    le("31/01/2026"),
)
ADJUDICATRICE = Essai(
    dossier(
        F_2025, CreanceQualifiee(date=le("01/09/2025"), acheteur=Acheteur.ENTITE_ADJUDICATRICE),
        qualite=Qualite.PUBLIC,
    ),
    le("31/12/2025"),
)  # fmt: skip
CAPITALISE = Essai(
    dossier(
        facture("F-1", 10_000_00, "01/12/2021", "31/12/2021"),
        CreanceQualifiee(date=le("01/12/2021"), taux=lire_taux_convenu("10"), capitalisation=True),
        paiement("31/03/2023", 600_00),
    ),
    le("31/03/2024"),
)
PROCEDURE = Essai(
    dossier(
        F_2025,
        facture("F-2", 700_00, "15/10/2025", "15/11/2025"),
        ArretDeDroit(date=le("10/10/2025"), cause=CauseArret.PROCEDURE, genre="redressement"),
    ),
    le("31/12/2025"),
)
TROP_PERCU = Essai(
    dossier(
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"),
        paiement("20/09/2025", 130_00),
        RestitutionFaite(date=le("05/10/2025"), montant=10_00),
    ),
    le("31/10/2025"),
)
REPORTE = Essai(
    dossier(
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"),
        paiement("20/09/2025", 130_00),
        facture("F-2", 50_00, "10/10/2025", "31/10/2025"),
    ),
    le("30/11/2025"),
)

ESSAIS: dict[str, Essai] = {
    "cas-1": CAS_1, "cas-3": CAS_3, "cas-7": CAS_7, "riche": RICHE, "consommateur": CONSOMMATEUR,
    "particulier": PARTICULIER, "public": PUBLIC, "adjudicatrice": ADJUDICATRICE, "capitalise": CAPITALISE,
    "procedure": PROCEDURE, "trop-percu": TROP_PERCU, "reporte": REPORTE,
}  # fmt: skip
