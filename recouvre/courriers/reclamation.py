"""Ce qu'un courrier réclame : la part exigible du décompte, et rien d'autre.

Une facture à échoir ne se réclame pas. La prévenance, elle, ne montre que celles-là, sans rien mettre en demeure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.courriers.accessoires import PosteAccessoire, distinguer
from recouvre.courriers.ecriture import montant
from recouvre.courriers.refus import FraisInterdits, SansObjet
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Qualite
from recouvre.droit.commande_publique import echeance_effective, est_public
from recouvre.droit.interets import arrondir, sommer
from recouvre.droit.regimes import PROFESSIONNEL
from recouvre.droit.releve import ACCESSOIRES, Decompte, LigneDecompte, Nature, SoldeFacture


@dataclass(frozen=True, slots=True, kw_only=True)
class Versement:
    """Un paiement déjà reçu et ce qu'il a éteint. Montants en centimes."""

    date: dt.date
    montant: int
    principal: int
    interets: int
    indemnites: int
    accessoires: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclamation:
    """Les factures réclamées, les montants restants (centimes) et de quoi les vérifier.

    ``lignes_interets`` est vide quand le courrier ne réclame que le principal ; ``postes`` distingue les accessoires
    autres que l'indemnité ; ``fondement_*`` : les articles.
    """

    factures: tuple[SoldeFacture, ...]
    lignes_interets: tuple[LigneDecompte, ...]
    versements: tuple[Versement, ...]
    principal: int
    interets: int
    indemnites: int
    postes: tuple[PosteAccessoire, ...]
    interet_par_jour: int
    fondement_principal: str
    fondement_interets: str
    fondement_indemnites: str

    @property
    def accessoires(self) -> int:
        """Les accessoires autres que l'indemnité forfaitaire."""
        return sum(poste.montant for poste in self.postes)

    @property
    def penalites_legales(self) -> bool:
        """Vrai si tout l'intérêt réclamé est la pénalité de C. com. L441-10 II."""
        lignes = self.lignes_interets
        return self.interets > 0 and all(ligne.fondement.startswith(PROFESSIONNEL) for ligne in lignes)

    @property
    def total(self) -> int:
        """La somme réclamée."""
        return self.principal + self.interets + self.indemnites + self.accessoires


def reclamer(
    dossier: Dossier, decompte: Decompte, le: dt.date, *, penalites: bool, a_echoir: bool, avant: dt.date | None = None
) -> Reclamation:
    """Ce que le courrier daté du jour ``le`` réclame.

    ``penalites`` à faux : le principal seul. ``a_echoir`` : la prévenance, qui ne montre que les factures à venir.
    ``avant`` : la date de la première lettre d'agence ; une facture échue depuis n'y figurait pas, et aucune démarche
    qui rappelle cette lettre ne la réclame (CPCE R124-4).
    Lève ``SansObjet`` s'il ne reste rien, ``FraisInterdits`` si un consommateur se voyait réclamer une indemnité.
    """
    if dossier.qualite is Qualite.CONSOMMATEUR and decompte.indemnites:
        raise FraisInterdits(dossier.libelle)
    avec = penalites and not a_echoir
    limite = min(le, avant) if avant else le
    attendues = _en_attente_de_pieces(dossier)
    factures = tuple(
        s
        for s in decompte.factures
        if s.numero not in attendues and (s.echeance >= le if a_echoir else s.echeance < limite) and _reste(s, avec)
    )
    if not factures:
        raise SansObjet(dossier.libelle, _raison(decompte, le, a_echoir=a_echoir))
    return _etablir(dossier, decompte, factures, avec=avec, versements=not a_echoir)


def constater(dossier: Dossier, decompte: Decompte) -> Reclamation:
    """Tout ce que le décompte porte, échu ou non, même soldé : ce qu'un document constate sans rien réclamer.

    Lève ``FraisInterdits`` comme ``reclamer``.
    """
    if dossier.qualite is Qualite.CONSOMMATEUR and decompte.indemnites:
        raise FraisInterdits(dossier.libelle)
    return _etablir(dossier, decompte, decompte.factures, avec=True, versements=True)


def _etablir(
    dossier: Dossier, decompte: Decompte, factures: tuple[SoldeFacture, ...], *, avec: bool, versements: bool
) -> Reclamation:
    """``avec`` : les intérêts, l'indemnité et les accessoires en plus du principal."""
    numeros = {s.numero for s in factures}
    vues = [ligne for ligne in decompte.lignes if ligne.facture in numeros]
    lignes = [ligne for ligne in vues if avec or ligne.nature is Nature.PRINCIPAL]
    return Reclamation(
        factures=factures,
        lignes_interets=tuple(ligne for ligne in lignes if ligne.nature is Nature.INTERETS),
        versements=_versements(dossier, decompte) if versements else (),
        principal=sum(s.principal for s in factures),
        interets=sum(s.interets for s in factures) if avec else 0,
        indemnites=sum(s.indemnite for s in factures) if avec else 0,
        postes=distinguer(dossier, decompte, factures) if avec else (),
        interet_par_jour=arrondir(sommer(s.par_jour for s in factures)) if avec else 0,
        fondement_principal=_fondements(lignes, Nature.PRINCIPAL),
        fondement_interets=_fondements(lignes, Nature.INTERETS),
        fondement_indemnites=_fondements(lignes, Nature.INDEMNITE),
    )


def _reste(solde: SoldeFacture, penalites: bool) -> int:
    return solde.principal + (solde.interets + solde.indemnite + solde.accessoires if penalites else 0)


def _en_attente_de_pieces(dossier: Dossier) -> set[str]:
    """Les factures dont un acheteur public a interrompu le délai : tant que des pièces manquent, rien n'est échu."""
    if not (dossier.delais_interrompus and est_public(dossier)):
        return set()
    return {facture.numero for facture in dossier.factures if echeance_effective(dossier, facture) is None}


def _raison(decompte: Decompte, le: dt.date, *, a_echoir: bool) -> str:
    if a_echoir:
        return f"aucune facture n'est à échoir au {en_chiffres(le)}, il n'y a rien à annoncer."
    a_venir = sum(s.principal for s in decompte.factures if s.echeance >= le)
    suite = f" ; {montant(a_venir)} restent à échoir" if a_venir else ""
    return f"rien n'est exigible au {en_chiffres(le)}{suite}."


def _fondements(lignes: list[LigneDecompte], nature: Nature) -> str:
    return " ; ".join(dict.fromkeys(ligne.fondement for ligne in lignes if ligne.nature is nature))


def _versements(dossier: Dossier, decompte: Decompte) -> tuple[Versement, ...]:
    """Les paiements dont le décompte tient compte, avec leur imputation (C. civ., art. 1343-1 et 1342-10)."""
    parts: dict[tuple[int, Nature], int] = {}
    for part in decompte.imputations:
        cle = (part.encaissement, part.nature)
        parts[cle] = parts.get(cle, 0) + part.montant
    return tuple(
        Versement(
            date=recu.date,
            montant=recu.montant,
            principal=parts.get((i, Nature.PRINCIPAL), 0),
            interets=parts.get((i, Nature.INTERETS), 0),
            indemnites=parts.get((i, Nature.INDEMNITE), 0),
            accessoires=sum(parts.get((i, nature), 0) for nature in ACCESSOIRES),
        )
        for i, recu in enumerate(dossier.encaissements)
        if recu.date <= decompte.au
    )
