"""Quand un acheteur public est en retard : son délai, son interruption, sa mise en paiement (CCP L2192-10 et suivants).

Les entités adjudicatrices des 2° et 3° de L1212-1 paient, elles, aux conditions du code de commerce (L2192-11).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.domaine.contrat import Acheteur
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.droit.taux import Bareme

FONDEMENT = "CCP, art. L2192-13 et R2192-31"
FONDEMENT_INDEMNITE = "CCP, art. L2192-13 et D2192-35"
NOUVEAU_DELAI = dt.timedelta(days=30)
"""R2192-29 : trente jours, ou le solde qui restait à courir s'il est plus long."""

DEMANDE_SANS_PREUVE = dt.timedelta(days=2)
"""R2192-14 : à défaut de constat, la date de la demande de paiement augmentée de deux jours fait foi."""


def est_public(dossier: Dossier) -> bool:
    """Vrai si le code de la commande publique régit les intérêts : un marché avec un professionnel, et un acheteur
    public qui n'est pas une entité adjudicatrice."""
    if dossier.qualite is not Qualite.PUBLIC or dossier.creancier_particulier:
        return False
    return acheteur_de(dossier) is not Acheteur.ENTITE_ADJUDICATRICE


def acheteur_de(dossier: Dossier) -> Acheteur:
    """La catégorie de l'acheteur ; à défaut, la plus courante."""
    qualification = dossier.qualification
    return (qualification.acheteur if qualification else None) or Acheteur.GENERAL


def echeance_publique(
    bareme: Bareme, acheteur: Acheteur, demande_le: dt.date, *, recue: bool, executee_le: dt.date | None = None
) -> dt.date:
    """La fin du délai de paiement réglementaire (R2192-10 à -14), faute d'échéance au marché.

    ``demande_le`` : le jour où l'acheteur a reçu la demande (``recue``), ou celui de son envoi si l'on ne sait pas.
    Une prestation achevée plus tard le fait courir de ce jour. Lève ``ValueError`` pour une entité adjudicatrice, qui
    paie selon le code de commerce.
    """
    if acheteur is Acheteur.ENTITE_ADJUDICATRICE:
        raise ValueError("une entité adjudicatrice paie selon le code de commerce (CCP L2192-11)")
    depart = demande_le if recue else demande_le + DEMANDE_SANS_PREUVE
    depart = max(depart, executee_le or depart)
    return depart + dt.timedelta(days=int(bareme.delai_public(acheteur).au(depart).valeur))


def echeance_effective(dossier: Dossier, facture: FactureAjoutee) -> dt.date | None:
    """L'échéance, reportée par la première interruption notifiée à temps ; ``None`` tant que des pièces manquent."""
    interruption = next(
        (f for f in dossier.delais_interrompus if f.facture == facture.numero and f.date <= facture.echeance), None
    )
    if interruption is None:
        return facture.echeance
    if interruption.pieces_recues_le is None:
        return None
    return interruption.pieces_recues_le + max(NOUVEAU_DELAI, facture.echeance - interruption.date)


def pieces_attendues(dossier: Dossier) -> tuple[str, ...]:
    """Les factures dont l'acheteur public attend des pièces, s'il en attend de toutes : rien n'est alors exigible.

    Vide pour tout autre débiteur, ou si une facture au moins suit son cours (CCP R2192-27).
    """
    if not (dossier.delais_interrompus and est_public(dossier)):
        return ()
    attendues = tuple(f.numero for f in dossier.factures if echeance_effective(dossier, f) is None)
    return attendues if len(attendues) == len(dossier.factures) else ()


def tel_que_su(dossier: Dossier, au: dt.date) -> Dossier:
    """Le dossier sans les interruptions notifiées après ce jour, ni les pièces parvenues après lui."""
    connues = tuple(
        fait if fait.pieces_recues_le is None or fait.pieces_recues_le <= au else replace(fait, pieces_recues_le=None)
        for fait in dossier.delais_interrompus
        if fait.date <= au
    )
    return replace(dossier, delais_interrompus=connues)


def jour_du_paiement(dossier: Dossier, recu: EncaissementRecu) -> dt.date:
    """Le jour qui arrête les intérêts : la mise en paiement chez un acheteur public (R2192-32), la réception sinon."""
    return recu.mis_en_paiement_le if recu.mis_en_paiement_le and est_public(dossier) else recu.date


def retenue_de(dossier: Dossier, facture: FactureAjoutee) -> int:
    """La retenue de garantie, en centimes, qui ne porte pas intérêt (R2192-33) ; zéro hors du code."""
    precision = dossier.precision(facture)
    return precision.retenue if precision and est_public(dossier) else 0
