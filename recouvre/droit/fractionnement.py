"""Le paiement en plusieurs fois accordé à un consommateur : du crédit à la consommation, pour les contrats récents.

Depuis le 20 novembre 2026, un paiement fractionné relève en principe des règles du crédit, même gratuit, même de moins
de trois mois (C. conso. L312-1 ; ordonnances n° 2025-880 et n° 2025-1154, lues en extraits). C'est une vigilance : la
nature d'une créance se dit, elle ne se devine pas, et rien n'est retenu tant que personne ne l'a dite.
"""

from __future__ import annotations

import re

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.droit.delais_instances import CodeBascule, bascule
from recouvre.droit.natures import FRACTIONNE, Natures

_FOIS = r"(?:[2-9]|1[0-2]|deux|trois|quatre|cinq|six|dix|douze)"
_DIT = re.compile(
    rf"(?:paiements?|règlements?|reglements?|achats?)\s+(?:fractionn|échelonn|echelonn|différ|differ)"
    rf"|\ben\s+{_FOIS}\s+(?:fois|mensualités|mensualites)\b|\b{_FOIS}\s*(?:x|fois)\s+sans\s+frais\b"
    rf"|\bpaiements?\s+(?:en\s+)?{_FOIS}\s*(?:x|fois)\b|\bbnpl\b|\bpay(?:er|ez)?\s+(?:later|plus\s+tard)\b",
    re.IGNORECASE,
)


def semble_fractionne(libelle: str) -> bool:
    """Vrai si ce libellé parle d'un paiement en plusieurs fois.

    >>> semble_fractionne("Canapé, paiement en 4 fois"), semble_fractionne("Chaise modèle 4x"), semble_fractionne("")
    (True, False, False)
    """
    return bool(_DIT.search(libelle))


def vigilance(dossier: Dossier, natures: Natures) -> str:
    """Ce qu'il faut savoir d'un paiement fractionné de ce consommateur, dit ou soupçonné ; vide s'il n'y en a pas."""
    if dossier.qualite is not Qualite.CONSOMMATEUR:
        return ""
    choisies = [(natures.choisie(dossier, facture), facture) for facture in dossier.factures]
    if dites := [facture for choisie, facture in choisies if choisie == FRACTIONNE]:
        return _des_factures_dites(dossier, dites)
    douteuse = next((f for choisie, f in choisies if not choisie and semble_fractionne(f.libelle)), None)
    return _du_soupcon(dossier, douteuse) if douteuse else ""


def _des_factures_dites(dossier: Dossier, factures: list[FactureAjoutee]) -> str:
    regle = bascule(CodeBascule.PAIEMENT_FRACTIONNE)
    phrase = (
        f"Paiement fractionné d'un consommateur : conclu depuis le {en_chiffres(regle.du)}, il relève en principe du "
        f"crédit à la consommation, même gratuit et court ({regle.fondement}). Forclusion possible deux ans après le "
        "premier incident non régularisé (C. conso., art. R312-35, à relire depuis cette date), que ni un paiement ni "
        "une reconnaissance n'interrompt (C. civ., art. 2220) ; ni frais ni indemnité autres que ceux des articles "
        "L312-38 et L312-39 du code de la consommation."
    )
    ancienne = next((facture for facture in factures if facture.emise_le < regle.du), None)
    if ancienne is None:
        return phrase
    return (
        f"{phrase} La facture {ancienne.numero} est du {en_chiffres(ancienne.emise_le)} : un contrat conclu avant la "
        f"réforme suit l'ancien droit. S'il l'est, et qu'il était gratuit et d'au plus trois mois : recouvre qualifier "
        f"{dossier.libelle} --nature b2c_biens_services ; s'il ne l'était pas, c'était déjà un crédit : credit_conso."
    )


def _du_soupcon(dossier: Dossier, facture: FactureAjoutee) -> str:
    regle = bascule(CodeBascule.PAIEMENT_FRACTIONNE)
    return (
        f"La facture {facture.numero}, « {facture.libelle} », semble venir d'un paiement en plusieurs fois. Conclu "
        f"depuis le {en_chiffres(regle.du)} avec un consommateur, il relève en principe du crédit à la consommation "
        f"({regle.fondement}), avec une forclusion possible de deux ans. Si c'en est un : recouvre qualifier "
        f"{dossier.libelle} --nature {FRACTIONNE}."
    )
