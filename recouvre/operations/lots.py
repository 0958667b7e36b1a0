"""Le lot d'un passage : les plis fusionnés à imprimer, et leur bordereau.

Le lot est annoncé dans la base avec la première réservation, et ne cesse de l'être qu'une fois écrit : un arrêt entre
les deux se répare au passage suivant, sans redonner un pli dans deux lots.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.base import envois, listes_d_envois
from recouvre.base.cabinet import COURRIERS
from recouvre.base.connexion import Base, transaction
from recouvre.base.fichiers import ecrire, empreinte
from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.domaine.dates import en_chiffres
from recouvre.envois.impression import PliImprime, bordereau_csv
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session

_ANNONCE = "lot_a_ecrire"

PLIS_PAR_LOT = 500
"""Un lot plus grand n'entre plus dans une imprimante, ni dans la mémoire : le passage en écrit plusieurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Un lot écrit. Chemins relatifs au cabinet."""

    jour: dt.date
    numero: int
    plis: int
    pages: int
    lot: str
    bordereau: str
    bordereau_csv: str


def annoncer_lot(base: Base, jour: dt.date, numero: int) -> None:
    """Dit, dans la transaction d'une réservation, que ce lot sera à écrire."""
    ecrire_reglage(base, _ANNONCE, f"{jour.isoformat()} {numero}")


def lot_annonce(base: Base) -> tuple[dt.date, int] | None:
    """Le lot qui reste à écrire, s'il y en a un."""
    annonce = lire_reglage(base, _ANNONCE)
    if not annonce:
        return None
    jour, numero = annonce.split()
    return dt.date.fromisoformat(jour), int(numero)


def composer_lot(session: Session, jour: dt.date, numero: int) -> tuple[Lot | None, list[envois.Envoi]]:
    """Écrit le lot et son bordereau, puis lève l'annonce. Rend aussi les plis dont le document n'est plus le bon."""
    partis = listes_d_envois.du_lot(session.base, jour.isoformat(), numero)
    surs = [envoi for envoi in partis if _intact(session, envoi)]
    lot = _ecrire_lot(session, jour, numero, surs) if surs else None
    with transaction(session.base):
        ecrire_reglage(session.base, _ANNONCE, "")
    return lot, [envoi for envoi in partis if envoi not in surs]


def _intact(session: Session, envoi: envois.Envoi) -> bool:
    try:
        return empreinte((session.chemin / envoi.fichier).read_bytes()) == envoi.empreinte
    except OSError:
        return False


def _ecrire_lot(session: Session, jour: dt.date, numero: int, partis: list[envois.Envoi]) -> Lot:
    from recouvre.courriers.bordereau import Pli, bordereau_pdf
    from recouvre.courriers.fusion import fusionner

    dossier = f"{COURRIERS}/{jour.isoformat()}"
    plis = [_pli(session, envoi) for envoi in partis]
    noms = {
        "lot": f"{dossier}/lot-{numero}.pdf",
        "bordereau": f"{dossier}/bordereau-{numero}.pdf",
        "bordereau_csv": f"{dossier}/bordereau-{numero}.csv",
    }
    ecrire(session.chemin / noms["lot"], fusionner([session.chemin / envoi.fichier for envoi in partis]))
    papier = bordereau_pdf(
        [
            Pli(
                reference=pli.reference,
                destinataire=pli.destinataire.denomination,
                adresse=pli.destinataire.lignes_adresse,
                envoi=pli.mode,
                pages=pli.pages,
            )
            for pli in plis
        ],
        titre=f"Bordereau de remise n° {numero} du {en_chiffres(jour)}",
        le=jour,
        expediteur=session.profil.denomination,
    )
    ecrire(session.chemin / noms["bordereau"], papier)
    ecrire(session.chemin / noms["bordereau_csv"], bordereau_csv(plis))
    return Lot(
        jour=jour,
        numero=numero,
        plis=len(plis),
        pages=sum(pli.pages for pli in plis),
        lot=noms["lot"],
        bordereau=noms["bordereau"],
        bordereau_csv=noms["bordereau_csv"],
    )


def _pli(session: Session, envoi: envois.Envoi) -> PliImprime:
    dossier, _ = lire_dossier(session, envoi.dossier)
    return PliImprime(
        reference=envoi.reference,
        dossier=envoi.dossier,
        fichier=envoi.fichier,
        empreinte=envoi.empreinte,
        pages=envoi.pages,
        mode=envoi.envoi,
        somme=envoi.total,
        destinataire=session.partie(dossier.ouverture.debiteur),
    )
