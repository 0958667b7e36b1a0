"""Ce que la porte regarde hors du dossier : l'instant, les réglages, les contacts du débiteur, l'essai précédent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from recouvre.conduite.voies import Voie
from recouvre.domaine.canaux import ReglagesEnvois
from recouvre.domaine.dossier import Dossier

CONTACTS = frozenset({"appel", "courriel", "sms", "visite"})
"""Ce qui, noté par une personne, a sollicité le débiteur."""

MOIS = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Essai:
    """Ce qu'il est advenu de ce départ à un passage précédent.

    ``prochain_le`` : l'instant ISO du prochain essai ; vide après un essai : le refus est définitif.
    """

    etat: str
    erreur: str = ""
    essais: int = 0
    prochain_le: str = ""
    reference: str = ""

    @property
    def definitif(self) -> bool:
        """Vrai si retenter ne servirait à rien."""
        return self.essais > 0 and not self.prochain_le


@dataclass(frozen=True, slots=True, kw_only=True)
class Circonstances:
    """``voie`` : par où passerait l'envoi ; ``quand`` : l'instant du départ, ``None`` si l'on simule un autre jour.

    ``contacts`` : les jours où ce débiteur a été sollicité depuis un mois, dans tous ses dossiers ; ``suspension`` :
    pourquoi l'interrupteur général est baissé, vide s'il ne l'est pas.
    """

    voie: Voie
    reglages: ReglagesEnvois = field(default_factory=ReglagesEnvois)
    quand: dt.datetime | None = None
    contacts: tuple[dt.date, ...] = ()
    essai: Essai | None = None
    suspension: str = ""


def contacts_de(dossiers: Iterable[Dossier], au: dt.date, prevus: Iterable[dt.date] = ()) -> tuple[dt.date, ...]:
    """Les jours, dans les trente qui finissent à ``au``, où l'on a écrit, appelé ou visité le débiteur de ces dossiers.

    Un appel resté sans réponse compte : il sonne aussi. ``prevus`` : les jours où l'on prévoit déjà de le faire.
    """
    jours = list(prevus)
    for dossier in dossiers:
        jours += [relance.date for relance in dossier.relances]
        jours += [contact.date for contact in dossier.contacts if contact.canal in CONTACTS]
    return tuple(sorted(jour for jour in jours if au - MOIS < jour <= au))
