"""Les pièces sans lesquelles rien ne part.

En agence, aucune action avant la convention écrite qui donne pouvoir de recevoir (CPCE R124-3) et l'acceptation des
conditions générales ; un créancier peut en exiger d'autres, ou être dispensé des CGV, jamais du mandat.
"""

from __future__ import annotations

from recouvre.domaine.dossier import Dossier
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
    return tuple(nature for nature in exigees if nature not in recues)


def en_clair(natures: tuple[str, ...]) -> str:
    """« pouvoir (mandat écrit) ; CGV acceptées »."""
    return " ; ".join(LIBELLES.get(nature, nature) for nature in natures)
