"""Les accessoires qu'un courrier réclame, distingués un par un (CPCE R124-4 3°), hors l'indemnité forfaitaire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.domaine.dossier import Dossier
from recouvre.droit.releve import ACCESSOIRES, Decompte, Eteint, LigneDecompte, Nature, SoldeFacture

LIBELLES = {
    Nature.CLAUSE_PENALE: "clause pénale",
    Nature.COMPLEMENT: "frais au-delà du forfait",
    Nature.DEPENS: "dépens",
    Nature.FRAIS_EXECUTION: "frais d’exécution",
}


@dataclass(frozen=True, slots=True)
class PosteAccessoire:
    """Ce qui reste dû d'une sorte d'accessoire, en centimes, et l'article qui le fonde."""

    nature: Nature
    fondement: str
    montant: int

    @property
    def libelle(self) -> str:
        """Son nom, tel que la lettre l'imprime."""
        return LIBELLES[self.nature]


def distinguer(dossier: Dossier, decompte: Decompte, factures: Sequence[SoldeFacture]) -> tuple[PosteAccessoire, ...]:
    """Les accessoires encore dus de ces factures ; leur somme est celle de ``SoldeFacture.accessoires``."""
    restes = dict.fromkeys(ACCESSOIRES, 0)
    vues: list[LigneDecompte] = []
    for solde in factures:
        if solde.accessoires:
            lignes = [ligne for ligne in decompte.lignes if _de_la_facture(dossier, ligne, solde.numero)]
            vues += lignes
            for nature, reste in _restes(decompte, lignes, solde).items():
                restes[nature] += reste
    return tuple(
        PosteAccessoire(nature, " ; ".join(dict.fromkeys(v.fondement for v in vues if v.nature is nature)), reste)
        for nature, reste in restes.items()
        if reste
    )


def _de_la_facture(dossier: Dossier, ligne: LigneDecompte, numero: str) -> bool:
    """Des frais sans facture dite sont de la plus ancienne échéance du jour où ils sont nés."""
    if ligne.nature not in ACCESSOIRES:
        return False
    if ligne.facture:
        return ligne.facture == numero
    nees = (f.numero for f in dossier.factures if ligne.du is None or f.emise_le <= ligne.du)
    return next(nees, "") == numero


def _restes(decompte: Decompte, lignes: Sequence[LigneDecompte], solde: SoldeFacture) -> dict[Nature, int]:
    """Nés, moins réglés. Ce qu'un avoir a éteint ne se lit pas aux imputations : il éteint dans l'ordre des postes."""
    eteints: tuple[Eteint, ...] = (*decompte.imputations, *decompte.abandons)
    restes = {
        nature: sum(ligne.montant for ligne in lignes if ligne.nature is nature)
        - sum(p.montant for p in eteints if p.facture == solde.numero and p.nature is nature)
        for nature in ACCESSOIRES
    }
    ecart = sum(restes.values()) - solde.accessoires
    for nature in ACCESSOIRES:
        part = min(restes[nature], ecart)
        restes[nature] -= part
        ecart -= part
    return restes
