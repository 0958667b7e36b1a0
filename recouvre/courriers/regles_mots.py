"""Les mots qu'une lettre amiable au débiteur ne dit pas : chacun singe la justice, menace à tort ou divulgue.

- C. pén. 433-13 : aucun document qui ressemble à un acte de justice ; C. conso. L121-2 : aucune confusion.
- C. conso. L121-6 5° : aucune menace d'une action qui n'est pas légalement possible à celui qui écrit.
- C. pén. 226-22 : la dette ne se révèle pas à un tiers.

Un motif lit un texte déjà plié par ``texte_lu.plier`` : sans accent, sans majuscule. Un mot défendu n'est pas une
preuve d'illicéité, c'est un signal sûr : la règle est prudente, et peut être forcée avec un motif.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.courriers.motifs import Motif, Passage
from recouvre.courriers.texte_lu import composer_nu, plier

PAUSE = r"[^.;:!?|]{0,60}?"
"""Au plus soixante signes, sans changer de phrase."""


def mots(*phrases: str) -> str:
    """Ces mots entiers, au singulier ou au pluriel, quelles que soient les coupures.

    >>> bool(re.search(mots("titre exécutoire"), "des titres\\nexecutoires"))
    True
    """
    souples = (r"\s+".join(f"{re.escape(mot)}s?" for mot in plier(composer_nu(phrase)).split()) for phrase in phrases)
    return rf"\b(?:{'|'.join(souples)})\b"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegleDeMots:
    """``motif`` : ce qu'elle défend, dans un texte plié ; ``motif_agence`` : en plus, si l'on écrit pour autrui.

    ``leve_par_titre`` : un titre exécutoire enregistré rend ces mots vrais ; ``vise_le_consommateur`` : le texte ne
    protège que lui, et l'outil l'étend par prudence ; ``raison`` : ce que le mot laisse croire.
    """

    cle: str
    libelle: str
    article: str
    raison: str
    correction: str
    motif: Motif
    motif_agence: Motif | None = None
    leve_par_titre: bool = False
    vise_le_consommateur: bool = False
    amorces: tuple[str, ...] = ()

    def trouver(self, plie: str, *, agence: bool) -> Iterator[Passage]:
        """Chaque passage que la règle défend, dans l'ordre des motifs."""
        if self.amorces and not any(amorce in plie for amorce in self.amorces):
            return
        yield from self.motif.passages(plie)
        if agence and self.motif_agence is not None:
            yield from self.motif_agence.passages(plie)


_JUGE = r"\b(?:tribuna(?:l|ux)|juges?|justice|juridictions?|greffes?|parquet|procureur|cour)\b"
_UN_AUTRE = (
    r"\b(?:pourrai(?:t|ent)|pourr(?:a|ont)|peut(?!-etre)|peuvent|appartien\w+|se\s+reserven?t?|decidera(?:it)?"
    r"|vous\s+(?:engag|exerc|intent)\w*)\b"
)
_NOUS = (
    rf"\b(?:nous\s+(?!ne\s+(?!manquer|tarder)|n'(?!hesit))(?:(?!{_UN_AUTRE})[^.;:!?|]){{0,60}}?"
    rf"|notre\s+(?:agence|cabinet|societe|service|etude)\s+{PAUSE})"
)
"""« Nous », jusqu'au verbe ; « nous vous informons que le créancier pourrait… » : c'est un autre qui agit."""

_ACTION = r"\b(?:poursuites?|actions?|procedures?|instances?|proces)\b"
_BIENS = r"\b(?:vos|votre)\s+(?:biens?|meubles?|comptes?|salaires?|revenus?|remunerations?|vehicules?|logements?)\b"

TROMPEURS = (
    "commandement", "sommation", "sommer", "nous sommons", "vous sommons", "êtes sommé", "êtes sommée", "saisie",
    "huissier", "commissaire de justice", "officier ministériel", "contentieux judiciaire", "service judiciaire",
    "recouvrement judiciaire", "recouvrement forcé", "titre exécutoire", "force exécutoire", "formule exécutoire",
    "exécution forcée", "voie d'exécution", "expulsion", "procès-verbal de constat",
    "procès-verbal de carence", "exploit", "acte de poursuite", "avis à tiers détenteur", "hypothèque judiciaire",
    "assignation à comparaître", "citation à comparaître", "valant assignation", "affaires judiciaires", "serrurier",
)  # fmt: skip
"""Droit 1.4 : le vocabulaire de l'exécution forcée, sous son nom ancien et sous celui d'aujourd'hui."""

_SANS_NIER = r"(?<!\bne\s)(?<!\bn')(?<!\bne\snous\s)(?<!\bne\svous\s)(?<!\baucun\s)(?<!\bsans\s)"
"""« Nous n'informerons ni votre employeur ni votre famille » rassure : cela ne s'arrête pas."""

_CHEZ_QUI = r"(?:banque\s+de\s+france|(?:organismes?|etablissements?)\s+de\s+credit)"
"""À qui l'on menace de signaler ; dire qu'un dossier de surendettement se dépose à la Banque de France est loyal."""

_AVANT_QUOI = (
    r"(?:\w+\s+){0,2}(?:saisies?|poursuites?|huissiers?|proces|procedures?|executions?|assignations?|actions?|contentieux"
    r"|tribuna(?:l|ux)|expulsions?|citations?)"
)

REGLES_DE_MOTS: tuple[RegleDeMots, ...] = (
    RegleDeMots(
        cle="mots_trompeurs",
        libelle="Aucun mot qui fasse prendre l'amiable pour le forcé",
        article="C. pén. 433-13 ; C. conso. L121-2",
        raison="un courrier amiable ne laisse pas croire à un acte ou à une exécution de justice",
        correction="dites la même chose sans ces mots ; ils ne deviennent vrais qu'avec un titre (recouvre titre)",
        motif=Motif(
            rf"(?<!erreur\sde\s)(?<!erreurs\sde\s)(?<!faute\sde\s){mots(*TROMPEURS)}|{_BIENS}{PAUSE}\bsaisi(?:e?s)?\b"
            rf"|\bsaisi(?:r|ra|rons|ront|ssons|t)\s+{_BIENS}"
            r"|\brecouvrements?\b[^.;:!?|]{0,30}\bamiables?(?:\s*[,/&]\s*|\s+(?:et|ou)\s+)judiciaires?\b"
            r"|\b(?:dernier(?:e|s|es)?|ultimes?)\s+(?:avis|avertissements?|rappels?|lettres?|courriers?)\s+"
            rf"avant\s+{_AVANT_QUOI}\b"
        ),
        leve_par_titre=True,
    ),
    RegleDeMots(
        cle="decor_officiel",
        libelle="Aucun décor ni formule d'une autorité publique",
        article="C. pén. 433-13",
        raison="le courrier prendrait l'apparence d'un document administratif ou de justice",
        correction="retirez ce décor : seule une autorité publique écrit ainsi",
        motif=Motif(
            mots("République française", "au nom de la loi", "au nom du peuple français", "Marianne", "ministère")
            + r"|\bliberte\W+egalite\W+fraternite\b",
            enjambe=True,  # la devise se lit aussi sur trois lignes
        ),
    ),
    RegleDeMots(
        cle="menace",
        libelle="Aucune menace d'une action impossible à qui écrit",
        article="C. conso. L121-6 5°",
        raison="l'expéditeur annonce une action qu'il ne peut pas mener, ou qui n'appartient qu'au juge",
        correction="dites ce que le créancier pourrait faire, et que la décision lui appartient",
        motif=Motif(
            r"\bvous\s+serez\s+(?:\w+\s+){0,2}(?:condamne|expulse|saisi|incarcere|traduit)e?s?\b"
            rf"|{_BIENS}{PAUSE}\b(?:bloque|gele|enleve|vendu|preleve)e?s?\b"
            rf"|\b(?:enlevement|blocage|retenue|opposition)s?\s+(?:de|sur)\s+{_BIENS}|\bfer(?:ons|a|ont)\s+condamner\b"
            rf"|\b(?:(?:bloqu|gel|enlev|vend)(?:er|re|ons|erons|rons|era|ra)\s+|blocages?\s+de\s+){_BIENS}"
            rf"|\b(?:prelever(?:ons|a)?|prelevements?)\b{PAUSE}\b(?:vos|votre)\s+(?:salaires?|revenus?|remunerations?)\b"
            r"|\bsous\s+peine\s+d(?:e\s+|')(?:poursuites?|condamnations?|proces)\b"
        ),
        motif_agence=Motif(
            rf"{_NOUS}(?:\bsaisi(?:r|rons|ra|ssons)\b{PAUSE}{_JUGE}"
            rf"|\b(?:engag|intent|entam|introdui|diligent|lanc|exerc)\w*\b{PAUSE}{_ACTION}"
            rf"|\bassigner(?:ons|a)?\b|\b(?:vous\s+)?poursuivr\w+{PAUSE}\b(?:en|devant)\s+(?:la\s+|les?\s+)?{_JUGE})"
            rf"|{_NOUS}\bport\w+\s+(?:l'|cett?e?\s+|votre\s+|le\s+)\w+\s+(?:en|devant)\s+(?:la\s+|les?\s+)?{_JUGE}"
            rf"|{_JUGE}(?:\s+\w+){{0,2}}\s+(?:sera|seront|va|vont)\s+(?:\w+\s+){{0,2}}saisie?s?\b"
            r"|\bassignations?\s+(?!ne\b)(?:\w+\s+){0,2}(?:sera|seront|va|vont)\b|\brecevrez\s+(?:\w+\s+){0,2}assignation\b"
            rf"|\binjonctions?\s+de\s+payer\s+(?:\w+\s+){{0,2}}(?:sera|seront|va|vont)\b"
            rf"|{_ACTION}(?:\s+judiciaires?|\s+en\s+justice)?\s+(?:a|ont)\s+ete\s+(?:engage|lance|introdui|intente)\w*"
            r"|\bnous\s+vous\s+(?:poursuivr|attaquer|citer|traduir)\w+"
            r"|\bvous\s+(?:serez|seriez)\s+(?:\w+\s+){0,2}(?:poursuivi|assigne|cite|convoque|attrait)e?s?\b"
            rf"|{_ACTION}(?:\s+judiciaires?|\s+en\s+justice)?\s+(?:sera|seront|va|vont)\s+(?:etre\s+)?"
            r"(?:engage|lance|introdui|intente|diligente|entreprise|exerce)\w*"
            rf"|(?<!si\sune\s)(?<!si\sun\s)(?<!si\sl'){_ACTION}(?:\s+judiciaires?|\s+en\s+justice)?\s+(?:vous\s+)?"
            r"(?:est|sont|a\s+ete|ont\s+ete)\s+(?:\w+\s+){0,2}(?:engage|lance|introdui|intente|diligente|entame)\w*"
            r"|\b(?:tribunal|juge|juridiction)\s+(?:\w+\s+)?(?:sera|va\s+etre)\s+saisie?\b"
            r"|\bvous\s+(?:vous\s+)?expos\w+\s+(?:\w+\s+)?a\s+(?:\w+\s+)?(?:poursuites?|actions?|procedures?|condamnations?)\b"
        ),
        leve_par_titre=True,
        vise_le_consommateur=True,
    ),
    RegleDeMots(
        cle="poursuites_penales",
        libelle="Aucune menace pénale",
        article="C. pén. 312-10 ; C. conso. L121-6 5°",
        raison="une dette civile n'est pas une infraction, et la menace d'une plainte peut être un chantage",
        correction="retirez toute allusion à une plainte, à une peine ou à la police",
        motif=Motif(
            mots(
                "poursuite pénale",
                "sanction pénale",
                "plainte pénale",
                "emprisonnement",
                "prison",
                "garde à vue",
                "tribunal correctionnel",
                "gendarmerie",
                "commissariat de police",
                "délit",
            )
            + r"|(?<!victime\sd')(?<!victime\sd'une\s)\bescroqueries?\b"
            + rf"|(?<!votre\s)\b(?:porter(?:ons|a)?|depos(?:er|erons|era)|depot\s+de){PAUSE}\bplaintes?\b"
            + r"(?!\s+(?:aupres\s+de|devant|a)\s+la\s+(?:cnil|commission\s+nationale))"
            + r"|\bplaintes?\s+(?:sera|seront|va|vont)\s+(?:etre\s+)?depose"
        ),
        amorces=(
            "penale",
            "plainte",
            "escroquerie",
            "prison",
            "garde a",
            "correctionnel",
            "gendarmerie",
            "commissariat",
            "delit",
        ),
    ),
    RegleDeMots(
        cle="fichage",
        libelle="Aucune menace de fichage",
        article="C. conso. L121-6 5° et L751-1",
        raison="seuls les établissements de crédit déclarent un incident au FICP, jamais celui qui recouvre",
        correction="retirez toute menace de fichage ou de signalement",
        motif=Motif(
            mots(
                "FICP",
                "fichage",
                "fichier des incidents",
                "fichier national",
                "mauvais payeur",
                "liste noire",
                "interdit bancaire",
            )
            + r"|\b(?:serez|etes|etre)\s+fichee?s?\b"
            + rf"|\b(?:inscri|signal|denonc|fich|declareron)\w*{PAUSE}\b{_CHEZ_QUI}"
            + r"|\bdeclaree?s?\s+(?:a|aupres\s+de)\s+la\s+banque\s+de\s+france\b"
            + rf"|\b{_CHEZ_QUI}{PAUSE}\b(?:inscri|signal|denonc|avisee?|informee?|prevenue?|saisie?)\w*"
        ),
        vise_le_consommateur=True,
        amorces=("fich", "ficp", "france", "bancaire", "payeur", "liste", "de credit"),
    ),
    RegleDeMots(
        cle="revelation_tiers",
        libelle="Aucune révélation de la dette à un tiers",
        article="C. pén. 226-22 ; RGPD art. 5",
        raison="la dette ne se dit ni à l'employeur, ni aux voisins, ni à la famille",
        correction="n'annoncez aucun contact avec un tiers",
        motif=Motif(
            rf"{_SANS_NIER}\b(?:inform|contact|avert|aviser|previend?r|alert|joindr|appell?er|interrog|communiquer|signaler|"
            r"transmettr|revel|rapproch|aupres)\w*"
            rf"{PAUSE}\b(?:votre|vos)\s+(?:employeurs?|patrons?|voisin(?:e?s?|age)|famille|proches|entourage|collegues?"
            r"|gardien(?:ne)?|concierge|proprietaire|parents?|enfants?|clients?|fournisseurs?|mairie)\b"
            rf"|{_SANS_NIER}\b(?:avert|aviser|previend?r|alert|signaler|revel){PAUSE}\bvotre\s+bailleur\b"
            rf"|{_SANS_NIER}\b(?:present|pass|viendr|appell?er|contact|joindr)\w*{PAUSE}\bvotre\s+lieu\s+de\s+travail\b"
            r"|\b(?:votre|vos)\s+(?:employeurs?|patrons?|voisins?|famille|proches|entourage|collegues?)\s+"
            r"(?:(?:sera|seront|va|vont)\s+(?:etre\s+)?(?:informe|averti|prevenu|alerte|avise|contacte)e?s?"
            r"|(?:le\s+)?(?:sauront?|saura|apprendra|apprendront|recevra|recevront))\b"
        ),
        amorces=(
            "employeur",
            "patron",
            "voisin",
            "famille",
            "proches",
            "entourage",
            "collegue",
            "gardien",
            "concierge",
            "proprietaire",
            "bailleur",
            "parent",
            "enfant",
            "client",
            "fournisseur",
            "mairie",
            "travail",
        ),
    ),
)
"""Toutes, dans l'ordre où le contrôle les montre."""

LRE = RegleDeMots(
    cle="lre",
    libelle="Aucun délai « à compter de la présente » dans une lettre recommandée électronique",
    article="CPCE (postes) L100 et R53-3",
    raison="le destinataire a quinze jours pour accepter la lettre : le délai courrait avant qu'il la lise",
    correction="donnez une date, ou faites partir le délai de la première présentation",
    motif=Motif(r"\ba\s+(?:compter|dater|partir)\s+de\s+la\s+presente\b"),
)

_SEP = r"[\s.,\-–—/]?"
NUMERO_SURTAXE = Motif(
    rf"(?<!\w)(?<!\d[ .\-/])(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|0){_SEP}8{_SEP}[129](?:{_SEP}\d){{7}}(?!{_SEP}\d)"
)
"""081, 082 et 089, les seules tranches longues à tarif majoré. Un numéro court en 3 peut être gratuit : il passe."""


def montrer(nu: str, debut: int, fin: int) -> str:
    """Le passage tel qu'il est écrit, sur une ligne."""
    return " ".join(nu[debut:fin].split())
