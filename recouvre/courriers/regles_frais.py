"""Les frais qu'on ne réclame pas au débiteur sans décision de justice.

- CPCE L111-8 al. 2 : ils restent au créancier, sauf un acte que la loi lui prescrit.
- C. conso. L121-21 et L132-23 : les réclamer à un consommateur est un délit.
- C. com. L441-10 II, D441-5 : entre professionnels, 40 € par facture et un complément justifié, rien d'autre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recouvre.courriers.motifs import Motif, Passage
from recouvre.courriers.reclamation import Reclamation
from recouvre.courriers.regles_mots import PAUSE
from recouvre.droit.releve import Nature

_OBJETS = (
    r"dossiers?|relances?|gestion|mises?\s+en\s+demeure|recouvrement|courriers?|correspondance|impayes?|retards?|"
    r"rappels?|lettres?|recommandee?s?|envois?|timbres?|affranchissement|postaux|poursuites?|procedures?|contentieux|"
    r"huissiers?|commissaires?|justice|avocats?|actes?|encaissement|rejets?|secretariat|traitement|enquetes?|"
    r"recherches?|visites?|interventions?|agence|execution|penalites?"
)
_SORTES = (
    r"accessoires?|administratifs?|bancaires?|irrepetibles?|annexes?|supplementaires?|engages|exposes|complementaires?|"
    r"afferents?|divers|judiciaires?|postaux"
)
_EUROS = r"(?:€|euros?\b)"
_MOT = re.compile(r"frais\b")
_SUITE = re.compile(
    rf"frais(?:\s+(?:d'|de\s+(?:la\s+|l')?|des?\s+|du\s+|pour\s+)(?:{_OBJETS})\b|\s+(?:{_SORTES})\b"
    rf"|{PAUSE}\b(?:a\s+votre\s+charge|vous\s+(?:seront|sera|sont|serez)|s'ajout\w+|en\s+sus)\b"
    rf"|[^.;!?|\d]{{0,30}}\d[\d ]*(?:,\d\d)?\s*{_EUROS})"
)
"""Ce qui suit le mot « frais » quand on les réclame : leur objet, leur sorte, un verbe, une somme."""

_DU_CONTRAT = re.compile(
    r"frais\s+(?:d'|de\s+(?:l'|la\s+)?)?(?:port|livraison|transport|expedition|emballage|scolarite|inscription|cantine|"
    r"creche|garde|sejour|hebergement|pension|restauration|formation|stage|ecolage|installation|raccordement|"
    r"mise\s+en\s+service|obseques|veterinaires?|medicaux|hospitalisation)\b(?!\s+au\s+(?:greffe|tribunal|fichier))"
    rf"(?!\s*(?:,|et|ou)\s*(?:d'|de\s+(?:la\s+)?)(?:{_OBJETS})\b)"
)
"""Des frais que le contrat vend, et que la facture porte : les nommer n'est pas réclamer ceux du recouvrement."""

_AVANT = re.compile(
    r"\b(?:major|augment|assorti|ajout)\w*\s+(?:\w+\s+){0,2}(?:d[e']s?\s*|les\s+|aux\s+)?$"
    rf"|{_EUROS}\s+(?:de|pour|au\s+titre\s+des?)\s+$"
)
_AUTRES = Motif(
    r"\bhonoraires?\s+(?:de\s+recouvrement|d'agence|d'huissier|d'avocat)\b|\bnos\s+honoraires?\b"
    r"|\bcommissions?\s+de\s+recouvrement\b|\bindemnites?\s+transactionnelles?\b|\barticle\s+700\b"
    r"|\bdommages?(?:\s+et\s+|\s*-\s*)interets?\b|\bdebours\b"
    r"|\bcouts?\s+(?:d'|de\s+(?:la\s+|l'|cette\s+|ce\s+)?|des?\s+|du\s+)(?:presente?\s+)?"
    r"(?:courriers?|lettres?|relances?|rappels?|envois?|recouvrement|recommandee?s?|gestion|traitement|dossiers?)\b"
)
_AMORCES = ("honoraire", "commission", "transactionnelle", "700", "dommage", "debours", "cout")

_NON = r"(?:aucun(?:e?s?)|sans|ni|hors|pas\s+de|pas\s+d'|point\s+de|exclusion\s+de(?:s|\s+tous?)?)"
_NIE_AVANT = re.compile(
    rf"\b{_NON}\s+(?:(?:autres?|les|tous|de|des)\s+)*$"
    r"|\ba\s+(?:sa|notre|leur)\s+charge\s+(?:tous\s+)?(?:les|ses|nos|leurs)\s+$"
    r"|\bn(?:e\s+|')(?:\w+\s+){1,2}pas\s+(?:a\s+)?(?:payer|regler|verser|supporter)\s+de\s+$"
)
_NIE_APRES = re.compile(
    r"[^.;!?|]{0,80}?\b(?:rest\w+|demeur\w+|sont|est)\s+(?:\w+\s+){0,3}?a\s+(?:(?:la\s+)?charge\s+(?:du\s+creancier"
    r"|de\s+(?:notre|votre)\s+(?:client|mandant|creancier)e?)|(?:notre|sa|leur)\s+charge)\b"
    r"|[^.;!?|]{0,60}?\b(?:sont|est)\s+(?:\w+\s+){0,2}?(?:paye|regle|supporte)e?s?\s+par\s+(?:le\s+creancier"
    r"|(?:notre|votre)\s+(?:client|mandant|creancier)e?)\b"
    r"|[^.;!?|]{0,60}?\bne\s+(?:vous\s+)?(?:sont|seront|sera|est|peuvent)\b"
)
_INDEMNITE_AVANT = re.compile(r"\bindemnit\w+(?:\s+\w+){0,2}(?:\s+de\s+40(?:,00)?\s*(?:€|euros?))?\s+(?:pour|de)\s+$")
_COMPLEMENT = re.compile(r"frais\s+(?:de\s+recouvrement|engages|exposes|complementaires)")
_DE_JUSTICE = re.compile(r"frais\s+(?:d'execution|de\s+justice|de\s+procedure)")

_JUDICIAIRES = frozenset({Nature.DEPENS, Nature.FRAIS_EXECUTION})

INDEMNITE = Motif(
    r"\bindemnit\w+\s+forfaitaires?\s+(?:de\s+|pour\s+)(?:frais|recouvrement|retard)"
    rf"|\b(?:indemnit|forfait)\w*{PAUSE}\b(?:40(?:,00)?\s*{_EUROS}|quarante\s+euros)"
    rf"|\b(?:40(?:,00)?\s*{_EUROS}|quarante\s+euros){PAUSE}\b(?:frais|indemnit|forfait)"
    r"|\bl\.?\s?441-(?:6|10)\b|\bd\.?\s?441-5\b"
)


def frais_dits(plie: str) -> Iterator[Passage]:
    """Les passages qui réclament des frais, quels qu'ils soient ; pas ceux qui les écartent.

    >>> texte = "aucuns frais de dossier ; 15 € de frais"
    >>> [texte[debut:fin] for debut, fin in frais_dits(texte)]
    ['frais']
    """
    for mot in _MOT.finditer(plie):
        debut = mot.start()
        if _DU_CONTRAT.match(plie, debut):
            continue
        suite = _SUITE.match(plie, debut)
        if (suite or _AVANT.search(plie[max(0, debut - 60) : debut])) and not _nie(plie, debut):
            yield debut, suite.end() if suite else mot.end()
    if any(amorce in plie for amorce in _AMORCES):
        yield from (trouve for trouve in _AUTRES.passages(plie) if not _nie(plie, trouve[0]))


def frais_reclames(plie: str, reclame: Reclamation, *, professionnel: bool) -> Iterator[Passage]:
    """Comme ``frais_dits``, sauf l'indemnité, le complément ou les dépens que ce décompte réclame à bon droit.

    ``professionnel`` : l'indemnité de 40 € est due (deux professionnels, ou un acheteur public).
    """
    natures = {poste.nature for poste in reclame.postes}
    for debut, fin in frais_dits(plie):
        if professionnel and _INDEMNITE_AVANT.search(plie[max(0, debut - 60) : debut]):
            continue
        if professionnel and Nature.COMPLEMENT in natures and _COMPLEMENT.match(plie, debut):
            continue
        if natures & _JUDICIAIRES and _DE_JUSTICE.match(plie, debut):
            continue
        yield debut, fin


def _nie(plie: str, debut: int) -> bool:
    return bool(_NIE_AVANT.search(plie[max(0, debut - 60) : debut]) or _NIE_APRES.match(plie, debut))


def postes_indus(reclame: Reclamation, *, professionnel: bool, titre: bool) -> tuple[str, ...]:
    """Les postes du décompte que la loi laisse au créancier : complément hors commerce, dépens sans titre."""
    return tuple(
        poste.libelle
        for poste in reclame.postes
        if (poste.nature is Nature.COMPLEMENT and not professionnel) or (poste.nature in _JUDICIAIRES and not titre)
    )


def indemnites_dites(plie: str) -> Iterator[Passage]:
    """Les passages qui réclament l'indemnité de 40 €, ou citent les articles qui la fondent."""
    return (trouve for trouve in INDEMNITE.passages(plie) if not _nie(plie, trouve[0]))
