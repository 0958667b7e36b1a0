"""Les faits que seul le droit regarde : contrat, titre, arrêts, prescription. Des évènements comme les autres."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from recouvre.domaine.contrat import Acheteur, SousPlancher, TauxConvenu


@dataclass(frozen=True, slots=True, kw_only=True)
class CreanceQualifiee:
    """Le contrat et la nature de la créance, tels qu'on les sait. Vaut depuis l'origine ; la dernière remplace toutes.

    ``nature`` : code de la table des prescriptions ; ``creancier_particulier`` : il n'agit pas pour des besoins
    professionnels (CMF L313-2) ; ``acheteur`` : la catégorie d'un débiteur public ; ``taux`` prime celui de
    l'ouverture ; ``sous_plancher`` : le choix fait d'un taux trop bas ; ``exact`` : années de 366 jours comptées pour
    366 ; clause pénale : ``clause_points`` (% du principal dû à la mise en demeure) et ``clause_forfait`` (centimes),
    par facture ; ``capitalisation`` : le contrat la prévoit (C. civ. 1343-2) ; ``imputation`` : ordre convenu ;
    ``pret_un_an`` : prêt, ou paiement différé, d'un an au moins (C. com. L622-28).
    """

    date: dt.date
    nature: str = ""
    creancier_particulier: bool = False
    acheteur: Acheteur | None = None
    taux: TauxConvenu | None = None
    sous_plancher: SousPlancher | None = None
    exact: bool = False
    clause_points: Decimal | None = None
    clause_forfait: int = 0
    capitalisation: bool = False
    imputation: str = ""
    pret_un_an: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacturePrecisee:
    """Ce que l'on sait de plus d'une facture ; la dernière remplace les autres.

    ``executee_le`` : fin de la prestation, départ de la prescription ; ``retenue`` de garantie, en centimes, hors de la
    base des intérêts d'un acheteur public (CCP R2192-33) ; ``nature`` prime celle du dossier.
    """

    date: dt.date
    facture: str
    nature: str = ""
    executee_le: dt.date | None = None
    retenue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaiInterrompu:
    """L'acheteur public a notifié, ce jour-là, que la demande de paiement était incomplète (CCP R2192-27 à -29).

    ``pieces_recues_le`` : tout est parvenu ; ``None`` : il attend encore, le délai ne court pas.
    """

    date: dt.date
    facture: str
    pieces_recues_le: dt.date | None = None


class NatureAccessoire(StrEnum):
    """``COMPLEMENT`` : frais de recouvrement exposés au-delà des 40 € (C. com. L441-10 II) ; les deux autres
    supposent un titre exécutoire (CPC 695 ; CPCE L111-8 al. 1)."""

    COMPLEMENT = "complement"
    DEPENS = "depens"
    EXECUTION = "execution"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessoireAjoute:
    """Des frais justifiés, en centimes. ``justificatif`` : la pièce qui les prouve, toujours dite.

    Un ``COMPLEMENT`` porte tous les frais exposés pour la facture : seul ce qui dépasse l'indemnité forfaitaire est dû.
    """

    date: dt.date
    nature: NatureAccessoire
    montant: int
    justificatif: str
    facture: str = ""
    libelle: str = ""


class InteretsDuTitre(StrEnum):
    """``LEGAL`` : le titre condamne aux intérêts légaux ; ``CONTRAT`` : il maintient le taux d'avant."""

    LEGAL = "legal"
    CONTRAT = "contrat"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitreObtenu:
    """Un titre exécutoire (CPCE L111-3), à sa date.

    ``decision`` : une décision de justice, seule à porter la majoration de cinq points (CMF L313-3) ;
    ``sans_majoration`` : le juge de l'exécution en a exonéré ; ``capitalisation`` : le titre l'ordonne.
    """

    date: dt.date
    nature: str = "jugement"
    decision: bool = True
    interets: InteretsDuTitre = InteretsDuTitre.LEGAL
    capitalisation: bool = False
    sans_majoration: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitreSignifie:
    """Le titre a été signifié ce jour-là. ``executoire_le`` : le jour où il l'est devenu, s'il est plus tardif."""

    date: dt.date
    executoire_le: dt.date | None = None
    a_personne: bool = False


class CauseArret(StrEnum):
    """Ce qui arrête le cours des intérêts. ``MESURES`` : un plan, ou des mesures de surendettement, en vigueur."""

    PROCEDURE = "procedure"
    SURENDETTEMENT = "surendettement"
    MESURES = "mesures"
    DELAI_DE_GRACE = "delai-de-grace"
    PLAN = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretDeDroit:
    """``date`` : le premier jour qui ne porte plus intérêt (à 0 h) ; ``jusqu_au`` : le dernier, s'il est connu.

    ``genre`` : sauvegarde, redressement, liquidation, plan ou mesures ; ``publie_le`` au BODACC, ``notifie_le`` au
    créancier ;
    ``taux`` : celui que le juge fixe pendant un délai de grâce ; ``capital_d_abord`` : il y impute les paiements sur le
    capital (C. civ. 1343-5) ; ``interets_courent`` : il retient le dossier sans arrêter les intérêts (un plan qui les
    maintient).
    """

    date: dt.date
    cause: CauseArret
    jusqu_au: dt.date | None = None
    genre: str = ""
    publie_le: dt.date | None = None
    notifie_le: dt.date | None = None
    taux: TauxConvenu | None = None
    capital_d_abord: bool = False
    interets_courent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretLeve:
    """L'arrêt de cette cause a pris fin : ``date`` est le premier jour qui porte de nouveau intérêt."""

    date: dt.date
    cause: CauseArret


class CausePrescription(StrEnum):
    """Ce qui interrompt ou suspend une prescription. Le droit de chacune est dans ``droit.causes``."""

    RECONNAISSANCE = "reconnaissance"
    DEMANDE_EN_JUSTICE = "demande-en-justice"
    EXECUTION = "execution"
    DECLARATION_DE_CREANCE = "declaration-de-creance"
    MESURES_SURENDETTEMENT = "mesures-surendettement"
    MISE_EN_DEMEURE_ASSUREUR = "mise-en-demeure-assureur"
    REAMENAGEMENT = "reamenagement"
    MEDIATION = "mediation"
    PROCEDURE_L125 = "procedure-l125"
    INSTRUCTION = "instruction"
    IMPOSSIBILITE = "impossibilite"
    MINORITE = "minorite"
    COUPLE = "couple"
    RENONCIATION = "renonciation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionTouchee:
    """Un fait interrompt la prescription, ou la suspend. ``facture`` vide : toutes les créances du dossier.

    ``jusqu_au`` : dernier jour de la suspension, ou fin de l'instance (C. civ. 2242), s'il est déjà connu.
    """

    date: dt.date
    cause: CausePrescription
    facture: str = ""
    jusqu_au: dt.date | None = None
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionReprise:
    """La suspension, ou l'instance, de cette cause a pris fin ce jour-là.

    ``non_avenue`` : désistement, péremption ou rejet ; l'interruption n'a jamais eu lieu (C. civ. 2243).
    """

    date: dt.date
    cause: CausePrescription
    facture: str = ""
    non_avenue: bool = False
