"""Le paiement dont un document parle : celui que l'on désigne, sinon le dernier qui attend sa quittance."""

from __future__ import annotations

from collections.abc import Sequence

from recouvre.courriers.donnees import Paiement
from recouvre.courriers.refus import PaiementAbsent
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit, EncaissementRecu, rangs_annules
from recouvre.droit.releve import ACCESSOIRES, Nature
from recouvre.operations.encaisser import rendre_compte
from recouvre.operations.session import Session


def paiement_de(session: Session, dossier: Dossier, ecrits: Sequence[Ecrit], rang: int) -> Paiement:
    """Le paiement de ce rang ; 0 : le plus ancien sans quittance, ou le dernier. Lève ``PaiementAbsent``."""
    annules = rangs_annules(ecrits)
    recus = {e.rang: e.evenement for e in ecrits if isinstance(e.evenement, EncaissementRecu) and e.rang not in annules}
    if not recus:
        raise PaiementAbsent(dossier.libelle, "aucun paiement n'est enregistré. Tapez d'abord : recouvre encaisser.")
    if rang and rang not in recus:
        connus = ", ".join(map(str, recus))
        raise PaiementAbsent(dossier.libelle, f"le fait n° {rang} n'est pas un paiement (paiements : {connus}).")
    faits = {document.paiement for document in dossier.documents}
    choisi = rang or next((r for r in recus if r not in faits), max(recus))
    return _decrire(session, dossier, choisi, recus[choisi])


def _decrire(session: Session, dossier: Dossier, rang: int, recu: EncaissementRecu) -> Paiement:
    compte = rendre_compte(session, dossier, rang, recu)
    if compte.manque is not None:
        raise compte.manque
    parts = {nature: sum(part.montant for part in compte.imputations if part.nature is nature) for nature in Nature}
    return Paiement(
        rang=rang,
        date=recu.date,
        montant=recu.montant,
        mode=recu.mode,
        reference=recu.reference,
        direct=recu.direct,
        principal=parts[Nature.PRINCIPAL],
        interets=parts[Nature.INTERETS],
        indemnites=parts[Nature.INDEMNITE],
        accessoires=sum(parts[nature] for nature in ACCESSOIRES),
        trop_percu=compte.trop_percu,
        reste=compte.decompte.total if compte.decompte else 0,
    )
