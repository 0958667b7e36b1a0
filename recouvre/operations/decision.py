"""Ce que la machine décide d'un départ : prêt, son texte composé ; retenu, et pourquoi ; sauté, faute de canal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recouvre.base import envois
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import Etape
from recouvre.conduite.voies import Voie
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.parties import Partie

if TYPE_CHECKING:
    from recouvre.courriers.contexte import Demande
    from recouvre.courriers.courrier import Courrier
    from recouvre.courriers.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pret:
    """Un départ décidé, son texte composé. ``ecrits`` : le journal du dossier tel qu'on l'a lu.

    ``courrier`` : la lettre, imprimée ou jointe ; ``message`` : le courriel qui la porte, ou le SMS.
    """

    dossier: Dossier
    etape: Etape
    tour: int
    debiteur: Partie
    voie: Voie
    demande: Demande
    courrier: Courrier | None
    message: Message | None
    total: int
    ecrits: Sequence[Ecrit]

    @property
    def rang_vu(self) -> int:
        """Le dernier fait du dossier quand on a décidé."""
        return self.ecrits[-1].rang

    @property
    def cle(self) -> str:
        """La clé unique de ce départ."""
        return envois.cle_envoi(self.etape.cle, self.dossier.numero, self.tour)

    @property
    def lettre(self) -> Courrier:
        """La lettre, que tout canal porte sauf le SMS."""
        if self.courrier is None:
            raise ValueError(f"{self.cle} : ce départ n'a pas de lettre")
        return self.courrier

    @property
    def texte(self) -> Message:
        """Le message, que tout canal à distance porte."""
        if self.message is None:
            raise ValueError(f"{self.cle} : ce départ n'a pas de message")
        return self.message

    @property
    def empreinte_modele(self) -> str:
        """Le SHA-256 du modèle suivi : celui de la lettre, ou du message s'il n'y en a pas."""
        ecrit = self.courrier or self.message
        return ecrit.empreinte_modele if ecrit else ""

    @property
    def empreintes(self) -> str:
        """Les modèles dont le texte est fait, reconnaissables : celui de la lettre et celui du message."""
        ecrits = (ecrit for ecrit in (self.courrier, self.message) if ecrit is not None)
        return " ".join(ecrit.empreinte_modele[:16] for ecrit in ecrits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retenu:
    """Un départ retenu, et toutes les raisons."""

    dossier: int
    etape: str
    debiteur: str
    raisons: tuple[Retenue, ...]

    @property
    def motif(self) -> str:
        """Les raisons en une phrase."""
        return " ; ".join(raison.complete for raison in self.raisons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sautee:
    """Une étape qu'aucun canal ne peut servir : le scénario continue sans elle."""

    dossier: int
    etape: str
    tour: int
    debiteur: str
    motif: str
    rang_vu: int


Decision = Pret | Retenu | Sautee


@dataclass(frozen=True, slots=True, kw_only=True)
class Examen:
    """Ce que la porte a laissé passer, avant que rien ne soit écrit."""

    dossier: Dossier
    etape: Etape
    tour: int
    debiteur: Partie
    voie: Voie
    ecrits: Sequence[Ecrit]
