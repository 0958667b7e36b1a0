"""Réunir ce que la porte regarde hors du dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from recouvre.base import envois, journal, listes_d_envois, projections
from recouvre.base.reglages import lire_reglage
from recouvre.conduite.circonstances import Circonstances, Essai, contacts_de
from recouvre.conduite.scenarios import Canal
from recouvre.conduite.voies import Voie
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.pli import plier
from recouvre.operations.session import Session

SUSPENSION = "envois_suspendus"
"""Le réglage de l'interrupteur général : depuis quand, par qui et pourquoi ; vide : les envois partent."""


AUCUN: Mapping[int, int] = MappingProxyType({})

Prevus = Mapping[int, Sequence[dt.date]]
"""Débiteur → les jours où l'on prévoit déjà de le solliciter."""


def canaux_regles(session: Session) -> frozenset[str]:
    """Les canaux dont ce cabinet sait se servir ; le papier ne demande aucun réglage."""
    canaux = session.canaux
    regles = {Canal.COURRIER: True, Canal.COURRIEL: canaux.courriel is not None, Canal.SMS: canaux.sms is not None}
    return frozenset(canal for canal, regle in regles.items() if regle)


def circonstances(
    session: Session,
    dossier: Dossier,
    voie: Voie,
    cle: str,
    au: dt.date,
    engages: Mapping[int, int] = AUCUN,
    prevus: Prevus | None = None,
) -> Circonstances:
    """Ce qui entoure le départ de cette clé ce jour-là. ``engages`` : débiteur → départs décidés, pas encore notés.

    ``prevus`` donné, on juge d'avance : ni l'heure ni l'interrupteur ne comptent, mais les contacts déjà prévus, oui.
    """
    debiteur = dossier.ouverture.debiteur
    autres = projections.autres_du_debiteur(session.base, debiteur, dossier.numero)
    dossiers = [dossier, *(plier(journal.lire(session.base, autre)) for autre in autres)]
    maintenant = session.instant
    return Circonstances(
        voie=voie,
        reglages=session.canaux.envois,
        quand=maintenant if prevus is None and maintenant.date() == au else None,
        contacts=contacts_de(dossiers, au, (prevus or {}).get(debiteur, ())) + (au,) * engages.get(debiteur, 0),
        essai=_essai(session, dossier.numero, cle, voie),
        suspension=lire_reglage(session.base, SUSPENSION) if prevus is None else "",
    )


def _essai(session: Session, dossier: int, cle: str, voie: Voie) -> Essai | None:
    """L'essai précédent de ce départ par cette voie ; ou un départ incertain du dossier, quelle que soit son étape.

    Une autre coordonnée, un autre canal : ce qu'on a tenté par l'ancien ne retient plus.
    """
    avant = next(iter(listes_d_envois.incertains_du_dossier(session.base, dossier)), None)
    avant = avant or envois.par_cle(session.base, cle)
    if avant is None:
        return None
    if avant.etat == envois.Etat.ECHOUE and (avant.canal, avant.destinataire) != (voie.canal, voie.destinataire):
        return None
    return Essai(
        etat=avant.etat,
        erreur=avant.erreur,
        essais=avant.essais,
        prochain_le=avant.prochain_le or "",
        reference=avant.reference,
    )
