"""Une raison de ne pas partir."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retenue:
    """Une raison de ne pas partir, et ``remede``, la commande à taper s'il y en a une."""

    code: str
    phrase: str
    remede: str = ""

    @property
    def complete(self) -> str:
        """La raison et son remède, en une phrase."""
        return f"{self.phrase} ; tapez : {self.remede}" if self.remede else self.phrase
