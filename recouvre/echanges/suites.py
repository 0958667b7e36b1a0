"""Ce que les prestataires écrivent du sort d'un pli, en français ou en anglais, ramené aux suites que l'on note.

Une date de présentation fait courir des intérêts, un retour condamne une adresse : ce qui ne se comprend pas sûrement
n'est pas deviné.

>>> [str(lire_statut(s)) for s in ("Distribué", "Pli avisé et non réclamé", "Destinataire inconnu à l'adresse")]
['distribue', 'non-reclame', 'npai']
>>> str(lire_statut("En cours d'acheminement")), lire_statut("Statut inconnu"), lire_statut("N'a pas été distribué")
('sans nouvelle', None, None)
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from recouvre.domaine.faits_d_envoi import SuiteDuPli


class Muet(StrEnum):
    """Un statut que l'on comprend et qui ne se note pas. ``SANS_MOTIF`` : revenu, mais pourquoi ?"""

    SANS_NOUVELLE = "sans nouvelle"
    SANS_MOTIF = "sans motif"


Sens = SuiteDuPli | Muet

_FORMULES: tuple[tuple[Sens, str], ...] = (
    (
        SuiteDuPli.NON_RECLAME,
        "non réclamé, non réclamée, non retiré, non retirée, pas été réclamé, pas été retiré, unclaimed, not claimed, "
        "not collected, uncollected",
    ),
    (
        SuiteDuPli.REFUSE,
        "refusé par le destinataire, refusée par le destinataire, refusé destinataire, refus du destinataire, pli "
        "refusé, lettre refusée, courrier refusé, envoi refusé, refused by, addressee refused, recipient refused",
    ),
    (
        SuiteDuPli.NPAI,
        "npai, destinataire inconnu, inconnu à l adresse, inconnu à cette adresse, n habite pas, n habite plus, parti "
        "sans laisser d adresse, défaut d accès, défaut d adressage, adresse incomplète, adresse incorrecte, adresse "
        "insuffisante, adresse erronée, adresse inexistante, adresse invalide, mauvaise adresse, boîte non "
        "identifiable, destinataire déménagé, a déménagé, addressee unknown, unknown addressee, unknown at, not known "
        "at, recipient unknown, addressee moved, recipient moved, moved away, insufficient address, incorrect address, "
        "incomplete address, wrong address, no such address",
    ),
    (
        Muet.SANS_MOTIF,
        "non distribué, non distribuée, non distribuable, pnd, retour à l expéditeur, retour expéditeur, retour à l "
        "envoyeur, retourné, retournée, à l expéditeur, undelivered, not delivered, undeliverable, returned, to sender",
    ),
    (
        SuiteDuPli.PRESENTE,
        "en attente de retrait, en attente d être retiré, attend d être retiré, en instance, disponible en bureau, "
        "disponible au bureau, disponible en point de retrait, mis à disposition, avis de passage, available for "
        "collection, available for pickup, awaiting collection, attempted delivery, delivery attempted, delivery "
        "attempt, notice left",
    ),
    (
        Muet.SANS_NOUVELLE,
        "en cours, en attente, en transit, en préparation, in transit, in progress, out for delivery, pending, "
        "processing, imprimé, printed, brouillon, draft, créé, created, acheminement, remise en distribution, mis en "
        "distribution, mise en distribution",
    ),
    (SuiteDuPli.DEPOSE, "remis à la poste, remis à la distribution, remis au transporteur, handed to"),
    (
        SuiteDuPli.DISTRIBUE,
        "distribué, distribuée, remis au destinataire, remise au destinataire, remis contre signature, remis en main "
        "propre, remis en mains propres, livré, livrée, reçu par le destinataire, ar signé, avis de réception signé, "
        "accusé de réception signé, delivered, received by, signed for",
    ),
    (SuiteDuPli.PRESENTE, "présenté, présentée, première présentation, avisé, avisée, presented"),
    (
        SuiteDuPli.DEPOSE,
        "déposé, déposée, pris en charge, prise en charge, expédié, expédiée, envoyé, envoyée, mailed, dispatched, "
        "posted",
    ),
)
"""Dans l'ordre où on les cherche : « avisé et non réclamé » avant « avisé », « non distribué » avant « distribué »."""

_SEULS = {
    "refusé": SuiteDuPli.REFUSE, "refusée": SuiteDuPli.REFUSE, "refus": SuiteDuPli.REFUSE, "refused": SuiteDuPli.REFUSE,
    "inconnu": SuiteDuPli.NPAI, "moved": SuiteDuPli.NPAI, "déménagé": SuiteDuPli.NPAI,
    "remis": SuiteDuPli.DISTRIBUE, "reçu": SuiteDuPli.DISTRIBUE, "présentation": SuiteDuPli.PRESENTE,
    "dépôt": SuiteDuPli.DEPOSE, "posté": SuiteDuPli.DEPOSE, "postée": SuiteDuPli.DEPOSE, "sent": SuiteDuPli.DEPOSE,
}  # fmt: skip
"""Ce qui ne se comprend que seul : « statut inconnu » et « bureau de poste » ne disent rien du pli."""

_NEGATIONS = ("non", "pas", "not", "pas ete", "pas encore", "not yet", "not been", "refus de")
_PAS_NIE = "".join(rf"(?<!\b{mots} )" for mots in _NEGATIONS)


def _forme(texte: str) -> str:
    """Les mots seuls, sans accents : « N.P.A.I. » et « npai » sont le même."""
    sans_points = re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$)", "", texte)
    nu = unicodedata.normalize("NFKD", sans_points.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['\-]", " ", nu)))


def _motif(formules: str) -> re.Pattern[str]:
    return re.compile(rf"{_PAS_NIE}\b(?:{'|'.join(_forme(formule) for formule in formules.split(','))})\b")


_MOTIFS = tuple((sens, _motif(formules)) for sens, formules in _FORMULES)
_EXACTES: dict[str, Sens] = {_forme(mot): suite for mot, suite in _SEULS.items()}
_EXACTES |= {_forme(suite): suite for suite in SuiteDuPli}


@lru_cache(maxsize=1024)
def lire_statut(texte: str) -> Sens | None:
    """Ce que dit un statut de prestataire ; ``None`` s'il ne se comprend pas."""
    forme = _forme(texte.replace("\u2019", "'"))
    return _EXACTES.get(forme) or next((sens for sens, motif in _MOTIFS if motif.search(forme)), None)
