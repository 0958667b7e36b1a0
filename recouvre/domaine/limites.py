"""L'encours qu'un créancier autorise à un client : une limite donnée, jamais calculée, et ce qui la dépasse.

L'outil n'évalue la solvabilité de personne. Il compare ce que l'on doit encore dans les dossiers tenus au plafond que
le créancier a fixé ; ce que ce client doit par ailleurs, et qui n'est pas échu, il ne le sait pas.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limite:
    """Au plus ``montant`` centimes d'encours ; ``nom`` : le client tel qu'on l'a écrit ; ``le`` : jour de la saisie."""

    montant: int
    nom: str
    le: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class LimiteLue:
    """Une ligne d'un fichier de limites. ``montant`` : centimes, ``None`` si le client n'en a plus."""

    nom: str
    montant: int | None
    reference: str = ""
    siren: str = ""
    code_postal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encours:
    """Le principal encore dû, dans les dossiers ouverts d'un client chez un créancier, et sa limite.

    ``dossiers`` : combien en tout ; ``inconnus`` : ceux dont le principal ne se sait pas encore, faute d'un taux.
    """

    total: int
    dossiers: int
    inconnus: int = 0
    limite: Limite | None = None

    @property
    def depassement(self) -> int:
        """Centimes au-delà de la limite ; 0 sans limite, ou tant qu'elle tient."""
        return max(self.total - self.limite.montant, 0) if self.limite else 0
