"""Noter ou retirer le barème d'honoraires d'un créancier. Hors du journal, comme ses autres réglages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.base import parties
from recouvre.base.connexion import transaction
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.honoraires import BaremeFautif, BaremeHonoraires
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.operations.honoraires import verifier_le_mode
from recouvre.operations.session import Session


def noter_bareme(
    session: Session, creancier: int, bareme: BaremeHonoraires, *, remplacer: bool = False
) -> ReglagesCreancier:
    """Ajoute une version, qui vaut à partir de sa date. Lève ``SansMandat``, ``BaremeFautif``.

    Elle ne remplace celle de même date que si on le dit : des honoraires ont pu être relevés avec elle.
    """
    verifier_le_mode(session)
    avant = session.reglages(creancier)
    ancien = next((b for b in avant.honoraires if b.du == bareme.du), None)
    if ancien == bareme:
        return avant
    if ancien is not None and not remplacer:
        raise BaremeFautif(
            f"Un autre barème vaut déjà à partir du {en_chiffres(bareme.du)}. Un nouveau tarif prend une date plus "
            "récente ; pour corriger celui-ci, ajoutez --remplacer. Rien n'est écrit."
        )
    return _ecrire(session, creancier, avant, (*_sauf(avant, bareme.du), bareme))


def retirer_bareme(session: Session, creancier: int, du: dt.date) -> ReglagesCreancier:
    """Retire la version de cette date : celle d'avant vaut de nouveau. Lève ``SansMandat``, ``BaremeFautif``."""
    verifier_le_mode(session)
    avant = session.reglages(creancier)
    restants = _sauf(avant, du)
    if len(restants) == len(avant.honoraires):
        connus = ", ".join(en_chiffres(b.du) for b in avant.honoraires) or "aucun"
        raise BaremeFautif(
            f"Aucun barème ne commence le {en_chiffres(du)} (notés : {connus}). Donnez une de ces dates avec --du."
        )
    return _ecrire(session, creancier, avant, restants)


def _sauf(reglages: ReglagesCreancier, du: dt.date) -> tuple[BaremeHonoraires, ...]:
    return tuple(bareme for bareme in reglages.honoraires if bareme.du != du)


def _ecrire(
    session: Session, creancier: int, avant: ReglagesCreancier, baremes: tuple[BaremeHonoraires, ...]
) -> ReglagesCreancier:
    apres = replace(avant, honoraires=tuple(sorted(baremes, key=lambda bareme: bareme.du)))
    with transaction(session.base):
        parties.ecrire_reglages(session.base, creancier, apres)
    session.oublier()
    return apres
