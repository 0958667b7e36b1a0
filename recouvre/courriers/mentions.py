"""Ce qu'un courrier de recouvrement doit porter, et ce qu'il ne doit jamais dire.

- CPCE R124-4 : les mentions de la première lettre d'une agence, et le rappel de ses référence et date ensuite.
- CPCE L111-8 al. 2 et 3 : le texte à reproduire, copié mot à mot.
- C. pén. 433-13 et C. conso. L121-2, L121-6, L132-2 : les mots qui feraient prendre l'amiable pour le forcé.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recouvre.courriers.champs import lire
from recouvre.courriers.contexte import Demande, Fiches, fiches
from recouvre.courriers.courrier import Courrier, Paragraphe, lignes_nues, litteral
from recouvre.courriers.ecriture import FINE, INSECABLE, montant, sur_une_ligne
from recouvre.domaine.dates import en_chiffres, en_toutes_lettres
from recouvre.domaine.profil import Mode

L111_8_ALINEA_2 = (
    "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent "
    "un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non "
    "écrite, sauf disposition législative contraire."
)
L111_8_ALINEA_3 = (
    "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance "
    "peut demander au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de "
    "mauvaise foi."
)
L111_8_SOURCE = (
    "Code des procédures civiles d'exécution, article L111-8, alinéas 2 et 3 (loi n° 2014-344 du 17/03/2014)"
)
L111_8_RELEVE_LE = dt.date(2026, 4, 2)

ACTIVITE = "exerce une activité de recouvrement amiable"

MOTS_TROMPEURS = (
    "commandement", "commandements", "sommation", "sommations", "sommer", "sommons", "saisie", "saisies", "huissier",
    "huissiers", "contentieux judiciaire", "service judiciaire", "titre exécutoire", "titres exécutoires",
    "exécution forcée", "expulsion", "fichage", "FICP", "poursuites pénales",
)  # fmt: skip
"""Refusés dans un modèle : ils annoncent ce qu'une démarche amiable ne peut pas faire."""

FRAIS_INTERDITS = (
    "frais de dossier", "frais de relance", "frais de gestion", "frais de mise en demeure", "frais de recouvrement à",
    "frais de courrier", "frais d’impayé", "frais de retard",
)  # fmt: skip
"""Refusés dans un modèle : sans décision de justice ils restent au créancier (CPCE L111-8 al. 2)."""

_TROMPEUR = "un courrier amiable ne laisse pas croire à une exécution forcée (C. pén. 433-13 ; C. conso. L121-2)."
_FRAIS_RESTANTS = "aucun frais de recouvrement ne se réclame au débiteur (CPCE L111-8 ; C. conso. L121-21)."


def _motif(mots: tuple[str, ...]) -> re.Pattern[str]:
    """Ces mots entiers, à la casse, aux coupures de ligne et à la forme des apostrophes près."""
    souples = (re.escape(mot).replace("\\ ", r"\s+").replace("’", "['’]") for mot in mots)
    return re.compile(rf"\b(?:{'|'.join(souples)})\b", re.IGNORECASE)


_TROMPEURS, _FRAIS = _motif(MOTS_TROMPEURS), _motif(FRAIS_INTERDITS)


def normaliser(brut: str) -> str:
    """Espaces réduits, apostrophes droites, minuscules : de quoi comparer ce qu'un lecteur lit."""
    return " ".join(brut.replace("’", "'").casefold().split())


def _reduire(brut: str) -> str:
    """Comme ``normaliser``, lignes gardées. Trois ``replace`` coûtent dix fois moins qu'un ``translate``."""
    return brut.replace("’", "'").replace(INSECABLE, " ").replace(FINE, " ").casefold()


_ALINEA_2, _ALINEA_3 = normaliser(L111_8_ALINEA_2), normaliser(L111_8_ALINEA_3)


def mots_defendus(source: str) -> Iterator[tuple[int, str, str]]:
    """Les mots trompeurs et les frais défendus d'un modèle : ligne (1 : la première), mot, raison.

    >>> [(ligne, mot) for ligne, mot, _ in mots_defendus("Bonjour,\\navant contentieux\\njudiciaire")]
    [(2, 'contentieux judiciaire')]
    """
    for motif, raison in ((_TROMPEURS, _TROMPEUR), (_FRAIS, _FRAIS_RESTANTS)):
        for trouve in motif.finditer(source):
            yield source.count("\n", 0, trouve.start()) + 1, " ".join(trouve[0].split()), raison


def controler_mentions(courrier: Courrier, demande: Demande) -> tuple[str, ...]:
    """Les mentions obligatoires absentes du texte rendu ; vide si le courrier est complet.

    En agence : toutes celles de R124-4 tant que la première lettre n'est pas partie, ensuite le rappel de sa référence
    et de sa date. Un créancier qui écrit lui-même n'y est pas tenu (CPCE L124-1).
    """
    exigible = any(solde.echeance < demande.le for solde in demande.decompte.factures)
    return manquantes(courrier, demande, fiches(demande, a_echoir=not exigible), premiere_lettre=False)


def manquantes(courrier: Courrier, demande: Demande, objets: Fiches, *, premiere_lettre: bool) -> tuple[str, ...]:
    """Comme ``controler_mentions``, avec des fiches déjà faites ; ``premiere_lettre`` à vrai exige R124-4 en entier."""
    if demande.profil.mode is Mode.INTERNE:
        return ()
    brut = _reduire("\n".join(lignes_nues(courrier)))
    paragraphes = (litteral(bloc.texte) for bloc in courrier.blocs if isinstance(bloc, Paragraphe))
    lu = _Lu(" ".join(brut.split()), tuple(brut.split("\n")), tuple(map(normaliser, paragraphes)))
    entiere = premiere_lettre or demande.premiere is None
    controles = [*(_r124_4(objets) if entiere else ()), *(_rappel(demande) if demande.premiere else ())]
    return tuple(mention for mention, presente in controles if not presente(lu))


@dataclass(frozen=True, slots=True)
class _Lu:
    """Ce qu'un lecteur lit, normalisé : tout le texte, ligne à ligne, et les seuls paragraphes."""

    complet: str
    lignes: tuple[str, ...]
    paragraphes: tuple[str, ...]


_Controle = tuple[str, Callable[[_Lu], bool]]


def _r124_4(objets: Fiches) -> Iterator[_Controle]:
    reclame, agence, creancier = objets.reclamation, objets.expediteur, objets.creancier
    total = normaliser(montant(reclame.total))
    yield "le nom de l'agence (R124-4 1°)", _contient(lire(agence, "denomination"))
    yield "l'adresse de l'agence (R124-4 1°)", _contient(lire(agence, "adresse"), lire(agence, "ville"))
    yield f"l'indication qu'elle « {ACTIVITE} » (R124-4 1°)", _contient(ACTIVITE)
    yield "le nom du créancier (R124-4 2°)", _contient(lire(creancier, "denomination"))
    yield "l'adresse du créancier (R124-4 2°)", _contient(lire(creancier, "adresse"), lire(creancier, "ville"))
    for facture in reclame.factures:
        fondement = _ligne(sur_une_ligne(facture.numero), en_chiffres(facture.emise_le))
        yield f"le fondement de la somme : la facture {facture.numero} et sa date (R124-4 3°)", fondement
    yield "le montant en principal (R124-4 3°)", _ligne(montant(reclame.principal), "principal")
    yield "le montant des intérêts, distingué (R124-4 3°)", _ligne(montant(reclame.interets), "intérêts")
    for autre in {reclame.indemnites, *(poste.montant for poste in reclame.postes)} - {0} or {0}:
        yield "le montant des autres accessoires, distingué (R124-4 3°)", _ligne(montant(autre), "accessoires")
    yield (
        "l'indication d'avoir à payer la somme due (R124-4 4°)",
        lambda lu: any(total in phrase and _PAYER.search(phrase) for phrase in lu.paragraphes),
    )
    yield "les modalités de paiement : l'IBAN (R124-4 4°)", _contient(lire(agence, "iban"))
    yield (
        "la reproduction des alinéas 2 et 3 de L111-8 (R124-4 5°)",
        lambda lu: _ALINEA_2 in lu.complet and _ALINEA_3 in lu.complet,
    )


_PAYER = re.compile(r"\b(?:payer|paiement|régler|règlement|verser)\b")


def _rappel(demande: Demande) -> Iterator[_Controle]:
    if (premiere := demande.premiere) is not None:
        yield "la référence de la première lettre (R124-4, dernier alinéa)", _contient(premiere.reference)
        yield "la date de la première lettre (R124-4, dernier alinéa)", _contient(en_toutes_lettres(premiere.date))


def _contient(*morceaux: str) -> Callable[[_Lu], bool]:
    voulus = [normaliser(morceau) for morceau in morceaux]
    return lambda lu: all(voulu in lu.complet for voulu in voulus)


def _ligne(*morceaux: str) -> Callable[[_Lu], bool]:
    """Un poste est distingué s'il a sa ligne : son nom et son montant ensemble."""
    premier, *autres = [normaliser(morceau) for morceau in morceaux]
    return lambda lu: any(premier in ligne and all(autre in ligne for autre in autres) for ligne in lu.lignes)
