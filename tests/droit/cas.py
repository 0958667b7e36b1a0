"""Lire un cas de droit : un fichier TOML de tableaux à barres verticales, tels qu'un juriste les écrit.

Un cas dit ses faits, la date, et ce qu'on attend. Un fait : date | ce qui arrive | ses détails.

    01/05/2024 | facture | F-1 | 12 000,00 | échéance 31/05/2024      + déjà réglé 34,56 ; taux 9,5
    15/09/2024 | paiement | 5 000,00 | sur F-1                        + mis en paiement 12/09/2024
    20/09/2024 | avoir | A-1 | 150,00 | sur F-1
    25/09/2024 | restitution | 12,00
    02/10/2024 | mise en demeure
    03/10/2024 | complément | 120,00 | sur F-1                        ou « dépens », « frais d'exécution »
    01/11/2024 | titre                                                + intérêts du contrat ; sans majoration ;
                                                                        capitalisation ; non judiciaire
    10/11/2024 | signification                                        + exécutoire 15/12/2024
    05/12/2024 | délai de grâce                                       + jusqu'au 31/12/2024 ; taux 2 ; capital d'abord
    05/12/2024 | procédure collective                                 ou « surendettement », ou « plan »
    15/03/2025 | levée | plan                                         le premier jour qui porte de nouveau intérêt
    10/05/2024 | interruption du délai | F-1                          + pièces reçues 20/05/2024
    01/05/2024 | précision | F-1 | retenue 500,00

Un taux s'écrit « 9,5 », « 3 x légal » ou « BCE + 8 ». Le contrat tient dans ``contrat``, virgules comprises :

    contrat = "acheteur santé ; clause pénale 10 % et 150,00 ; capitalisation ; exact ; sous plancher relever"
    (aussi : « créancier particulier », « prêt d'un an », « imputation principal, intérêts, accessoires »)

Les tableaux attendus (intérêts, indemnités, accessoires, imputations, restes) sont comparés en entier : une ligne de
trop ou de moins est une faute. Une ligne d'intérêts peut ajouter « 366 » ; un reste, les autres accessoires dus.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from recouvre.domaine.contrat import Acheteur, SousPlancher, lire_taux_convenu
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
    InteretsDuTitre,
    NatureAccessoire,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs

CAS = Path(__file__).parents[1] / "cas"
RUBRIQUES = {
    "titre", "source", "qualite", "taux", "contrat", "faits", "au", "interets", "indemnites", "accessoires",
    "imputations", "restes", "totaux", "refus", "exemple", "differe", "reserve",
}  # fmt: skip
FRAIS = {
    "complément": NatureAccessoire.COMPLEMENT,
    "dépens": NatureAccessoire.DEPENS,
    "frais d'exécution": NatureAccessoire.EXECUTION,
}
CAUSES = {
    "procédure collective": CauseArret.PROCEDURE,
    "surendettement": CauseArret.SURENDETTEMENT,
    "délai de grâce": CauseArret.DELAI_DE_GRACE,
    "plan": CauseArret.PLAN,
}
ACHETEURS = {
    "général": Acheteur.GENERAL,
    "santé": Acheteur.SANTE,
    "entreprise publique": Acheteur.ENTREPRISE_PUBLIQUE,
    "entité adjudicatrice": Acheteur.ENTITE_ADJUDICATRICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cas:
    """Un cas lu. ``ecarts`` : des chiffres publiés qui doivent différer des nôtres, et pourquoi."""

    fichier: str
    titre: str
    source: str
    dossier: Dossier
    au: dt.date
    interets: list[list[str]]
    indemnites: list[list[str]]
    accessoires: list[list[str]]
    imputations: list[list[str]]
    restes: list[list[str]]
    totaux: dict[str, str]
    refus: str
    exemple: str
    ecarts: tuple[dict[str, str], ...]
    reserve: str


def lire_cas() -> Iterator[Cas]:
    """Tous les cas de ``tests/cas``, dans l'ordre des fichiers."""
    for chemin in sorted(CAS.glob("*.toml")):
        for brut in tomllib.loads(chemin.read_text("utf-8"), parse_float=Decimal)["cas"]:
            yield un_cas(chemin.stem, brut)


def un_cas(fichier: str, brut: dict[str, Any]) -> Cas:
    """Un cas tel que le fichier l'écrit."""
    if inconnues := set(brut) - RUBRIQUES:
        raise ValueError(f"{fichier}, « {brut['titre']} » : {sorted(inconnues)} n'est pas une rubrique connue")
    return Cas(
        fichier=fichier,
        titre=brut["titre"],
        source=brut["source"],
        dossier=_dossier(brut),
        au=jour(brut["au"]),
        interets=tableau(brut.get("interets", "")),
        indemnites=tableau(brut.get("indemnites", "")),
        accessoires=tableau(brut.get("accessoires", "")),
        imputations=tableau(brut.get("imputations", "")),
        restes=tableau(brut.get("restes", "")),
        totaux=brut.get("totaux", {}),
        refus=brut.get("refus", ""),
        exemple=brut.get("exemple", ""),
        ecarts=tuple(brut.get("differe", ())),
        reserve=brut.get("reserve", ""),
    )


def tableau(texte: str) -> list[list[str]]:
    """Les cases d'un tableau à barres, sans leurs blancs."""
    return [[case.strip() for case in ligne.split("|")] for ligne in texte.strip().splitlines() if ligne.strip()]


def jour(texte: str) -> dt.date:
    """« 31/05/2024 »."""
    quantieme, mois, annee = texte.split("/")
    return dt.date(int(annee), int(mois), int(quantieme))


def centimes(texte: str) -> int:
    """« 12 000,00 » : un montant de juriste a toujours ses deux décimales."""
    euros, _, cents = texte.replace(" ", "").partition(",")
    if len(cents) != 2:
        raise ValueError(f"« {texte} » : écrivez les deux décimales")
    signe = -1 if euros.startswith("-") else 1
    return signe * (abs(int(euros)) * 100 + int(cents))


def euros(valeur: int) -> str:
    """L'inverse de ``centimes`` : ``754375`` s'écrit « 7 543,75 »."""
    entiers, cents = divmod(abs(valeur), 100)
    return f"{'-' if valeur < 0 else ''}{entiers:,}".replace(",", " ") + f",{cents:02d}"


def _dossier(brut: dict[str, Any]) -> Dossier:
    faits = [_fait(case) for case in tableau(brut["faits"])]
    debut = min(fait.date for fait in faits)
    ouverture = DossierOuvert(
        date=debut,
        creancier=1,
        debiteur=2,
        qualite=Qualite(brut["qualite"]),
        taux=lire_taux_convenu(brut["taux"]) if "taux" in brut else None,
    )
    contrat = [_contrat(debut, brut["contrat"])] if "contrat" in brut else []
    return plier_neufs(1, [ouverture, *contrat, *faits])


def _fait(cases: list[str]) -> Evenement:
    le, suite = jour(cases[0]), cases[1:]
    match suite:
        case ["facture", numero, montant, *details]:
            return _facture(le, numero, centimes(montant), details)
        case ["paiement", montant, *details]:
            lus = _lire(details, "sur", "mis en paiement")
            mise = lus.get("mis en paiement")
            return EncaissementRecu(
                date=le,
                montant=centimes(montant),
                facture=lus.get("sur", ""),
                mis_en_paiement_le=jour(mise) if mise else None,
            )
        case ["avoir", numero, montant, *details]:
            return AvoirAjoute(
                date=le, numero=numero, montant=centimes(montant), sur=_lire(details, "sur").get("sur", "")
            )
        case ["restitution", montant]:
            return RestitutionFaite(date=le, montant=centimes(montant))
        case ["mise en demeure"]:
            return MiseEnDemeurePresentee(date=le)
        case [genre, montant, *details] if genre in FRAIS:
            sur = _lire(details, "sur").get("sur", "")
            return AccessoireAjoute(
                date=le, nature=FRAIS[genre], montant=centimes(montant), justificatif="facture", facture=sur
            )
        case _:
            return _fait_de_droit(le, suite)


def _fait_de_droit(le: dt.date, suite: list[str]) -> Evenement:
    match suite:
        case ["titre", *details]:
            lus = _lire(details, "intérêts du contrat", "sans majoration", "capitalisation", "non judiciaire")
            return TitreObtenu(
                date=le,
                decision="non judiciaire" not in lus,
                interets=InteretsDuTitre.CONTRAT if "intérêts du contrat" in lus else InteretsDuTitre.LEGAL,
                capitalisation="capitalisation" in lus,
                sans_majoration="sans majoration" in lus,
            )
        case ["signification", *details]:
            lus = _lire(details, "exécutoire")
            return TitreSignifie(date=le, executoire_le=jour(lus["exécutoire"]) if lus else None)
        case [cause, *details] if cause in CAUSES:
            lus = _lire(details, "jusqu'au", "taux", "capital d'abord")
            return ArretDeDroit(
                date=le,
                cause=CAUSES[cause],
                jusqu_au=jour(lus["jusqu'au"]) if "jusqu'au" in lus else None,
                taux=lire_taux_convenu(lus["taux"]) if "taux" in lus else None,
                capital_d_abord="capital d'abord" in lus,
            )
        case ["levée", cause]:
            return ArretLeve(date=le, cause=CAUSES[cause])
        case ["interruption du délai", facture, *details]:
            lus = _lire(details, "pièces reçues")
            return DelaiInterrompu(
                date=le, facture=facture, pieces_recues_le=jour(lus["pièces reçues"]) if lus else None
            )
        case ["précision", facture, *details]:
            return FacturePrecisee(
                date=le, facture=facture, retenue=centimes(_lire(details, "retenue").get("retenue", "0,00"))
            )
        case _:
            raise ValueError(f"fait incompris : {' | '.join(suite)}")


def _facture(le: dt.date, numero: str, montant: int, details: list[str]) -> FactureAjoutee:
    lus = _lire(details, "échéance", "déjà réglé", "taux")
    if "échéance" not in lus:
        raise ValueError(f"facture {numero} : il manque l'échéance")
    return FactureAjoutee(
        date=le,
        numero=numero,
        montant=montant,
        emise_le=le,
        echeance=jour(lus["échéance"]),
        deja_regle=centimes(lus.get("déjà réglé", "0,00")),
        taux=lire_taux_convenu(lus["taux"]) if "taux" in lus else None,
    )


def _contrat(le: dt.date, texte: str) -> CreanceQualifiee:
    lus = _lire(
        [clause.strip() for clause in texte.split(";")],
        "créancier particulier", "acheteur", "sous plancher", "exact", "clause pénale", "capitalisation", "imputation",
        "prêt d'un an",
    )  # fmt: skip
    contrat = CreanceQualifiee(
        date=le,
        creancier_particulier="créancier particulier" in lus,
        acheteur=ACHETEURS[lus["acheteur"]] if "acheteur" in lus else None,
        sous_plancher=SousPlancher(lus["sous plancher"]) if "sous plancher" in lus else None,
        exact="exact" in lus,
        capitalisation="capitalisation" in lus,
        imputation=lus.get("imputation", ""),
        pret_un_an="prêt d'un an" in lus,
    )
    for part in lus.get("clause pénale", "").split(" et "):
        if part.endswith(" %"):
            contrat = replace(contrat, clause_points=Decimal(part.removesuffix(" %").replace(",", ".")))
        elif part:
            contrat = replace(contrat, clause_forfait=centimes(part))
    return contrat


def _lire(details: list[str], *noms: str) -> dict[str, str]:
    """Chaque détail commence par son nom ; un nom inconnu est une faute."""
    lus: dict[str, str] = {}
    for detail in details:
        nom = next((nom for nom in noms if detail == nom or detail.startswith(f"{nom} ")), None)
        if nom is None:
            raise ValueError(f"« {detail} » n'est pas compris (attendu : {', '.join(noms)})")
        lus[nom] = detail.removeprefix(nom).strip()
    return lus
