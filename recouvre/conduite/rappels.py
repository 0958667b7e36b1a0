"""Rappeler le débiteur le jour promis.

Un rappel vaut jusqu'au contact suivant : le débiteur a été joint, ou l'on a essayé. Il tombe aussi quand ce que l'on
apprend ensuite (procédure collective, surendettement, décès) ôte son objet à l'appel.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_suivi import NatureSignal
from recouvre.domaine.profil import Mode

_CONTACTS = ("appel", "courriel", "sms", "visite")
_SANS_OBJET = (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT)
_SIGNAUX_SANS_OBJET = (NatureSignal.DECES, NatureSignal.CONFIE_AILLEURS, NatureSignal.PRESCRIPTION_ACQUISE)


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Un rappel promis ne retient rien."""
    yield from ()


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Les rappels promis que rien n'a éteints. Ne regarde pas l'horloge."""
    promis = {cle(contact): contact for contact in dossier.contacts if contact.rappeler_le is not None}
    for contact in promis.values():
        if contact.rappeler_le is None or _eteint(dossier, contact) or _sans_objet(dossier, contact):
            continue
        dit = f" : {contact.texte}" if contact.texte else ""
        yield Demarche(
            le=contact.rappeler_le,
            genre=Genre.RAPPEL,
            cle=cle(contact),
            libelle=f"Rappeler le débiteur, promis le {contact.date:%d/%m/%Y}{dit}",
            commande=f'recouvre noter {dossier.libelle} appel "compte rendu"',
        )


def cle(contact: ContactNote) -> str:
    """La clé du rappel que ce contact promet ; une heure de plus ou de moins ne la change pas."""
    return f"rappel:{contact.date.isoformat()}:{contact.rappeler_le or ''}"


def _eteint(dossier: Dossier, promis: ContactNote) -> bool:
    """Les contacts d'un même jour n'ont pas d'ordre : celui-là ne compte que s'il dit tenir ce rappel, ou s'il a joint
    quand le premier n'avait pas joint."""
    return any(
        autre.canal in _CONTACTS
        and (
            autre.date > promis.date
            or autre.etape == cle(promis)
            or (autre.date == promis.date and promis.echec and not autre.echec)
        )
        for autre in dossier.contacts
        if autre is not promis
    )


def _sans_objet(dossier: Dossier, promis: ContactNote) -> bool:
    appris = [arret.date for arret in dossier.arrets if arret.cause in _SANS_OBJET]
    appris += [signal.date for signal in dossier.signaux if signal.nature in _SIGNAUX_SANS_OBJET]
    return any(le >= promis.date for le in appris)
