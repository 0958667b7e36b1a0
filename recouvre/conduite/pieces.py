"""Les pièces sans lesquelles rien ne part.

En agence, aucune action avant la convention écrite qui donne pouvoir de recevoir (CPCE R124-3) et l'acceptation des
conditions générales ; un créancier peut en exiger d'autres, ou être dispensé des CGV, jamais du mandat.
"""

from __future__ import annotations

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.domaine.profil import Mode

MANDAT = "mandat"
CGV = "cgv"

LIBELLES = {
    MANDAT: "pouvoir (mandat écrit)",
    CGV: "CGV acceptées",
    "contrat": "contrat ou conditions générales du créancier",
    "facture": "copie de la facture",
    "bon-de-commande": "bon de commande ou devis accepté",
    "bon-de-livraison": "bon de livraison ou procès-verbal",
    "correspondance": "correspondance avec le débiteur",
    "releve": "relevé de compte ou historique des paiements",
    "preuve-envoi": "mise en demeure et preuve de son envoi",
    "reconnaissance": "reconnaissance de dette ou échéancier signé",
    "immatriculation": "extrait d'immatriculation du créancier",
    "extrait-debiteur": "extrait d'immatriculation du débiteur, du jour",
    "pouvoir-special": "pouvoir spécial (procédure, déclaration de créance)",
    "titre": "titre exécutoire et sa signification",
    "caution": "acte de cautionnement",
    "effet": "lettre de change, chèque ou certificat de non-paiement",
    "decision": "décision, jugement ou avis (surendettement, procédure collective)",
    "autre": "autre pièce",
}


JUDICIAIRES = ("facture", "bon-de-commande", "bon-de-livraison", "preuve-envoi")
"""Ce que demande d'ordinaire une requête : la facture, l'engagement, l'exécution, la mise en demeure (CPC 1407)."""

EQUIVALENTES = {"bon-de-commande": ("contrat",), "preuve-envoi": ("correspondance",)}
"""Une pièce qui en vaut une autre : un contrat signé prouve l'engagement aussi bien qu'un bon de commande."""


def pieces_judiciaires(reglages: ReglagesCreancier) -> tuple[str, ...]:
    """Les natures qu'il faut pour proposer une procédure, d'après le cahier des charges du créancier."""
    return JUDICIAIRES if reglages.procedure_pieces is None else reglages.procedure_pieces


def pieces_exigees(mode: Mode, reglages: ReglagesCreancier) -> tuple[str, ...]:
    """Les natures de pièces exigées avant toute action, dans ce mode et pour ce créancier.

    >>> pieces_exigees(Mode.AGENCE, ReglagesCreancier()), pieces_exigees(Mode.INTERNE, ReglagesCreancier())
    (('mandat', 'cgv'), ())
    >>> pieces_exigees(Mode.AGENCE, ReglagesCreancier(pieces_exigees=("facture",)))
    ('mandat', 'facture')
    """
    if reglages.pieces_exigees is None:
        return (MANDAT, CGV) if mode is Mode.AGENCE else ()
    propres = tuple(piece for piece in reglages.pieces_exigees if piece != MANDAT)
    return (MANDAT, *propres) if mode is Mode.AGENCE else reglages.pieces_exigees


def pieces_manquantes(dossier: Dossier, exigees: tuple[str, ...]) -> tuple[str, ...]:
    """Celles des pièces exigées que le dossier n'a pas reçues."""
    recues = {piece.nature for piece in dossier.pieces}
    if dossier.mises_en_demeure or any(pli.suite is not SuiteDuPli.NPAI for pli in dossier.plis):
        recues.add("preuve-envoi")
    return tuple(nature for nature in exigees if not recues & {nature, *EQUIVALENTES.get(nature, ())})


def en_clair(natures: tuple[str, ...]) -> str:
    """« pouvoir (mandat écrit) ; CGV acceptées »."""
    return " ; ".join(LIBELLES.get(nature, nature) for nature in natures)
