"""L'encours d'un portefeuille : ce que chaque dossier doit un jour donné, et les totaux. Rien que des valeurs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from recouvre.droit.releve import Soldes


class LigneEncours(NamedTuple):
    """Ce que doit un dossier. ``soldes`` vaut ``None`` si un taux manque ; ``manque`` dit alors lequel relever."""

    numero: int
    creancier: str
    debiteur: str
    etat: str
    soldes: Soldes | None
    manque: str = ""


_RIEN = Soldes(0, 0, 0, 0, 0)


@dataclass(slots=True)
class Totaux:
    """La somme des dossiers chiffrés, à mesure qu'on les lit.

    ``combien`` compte aussi ceux dont un taux manque ; ``sans_taux`` : ce qu'il faut relever → les dossiers en attente.
    """

    combien: int = 0
    soldes: Soldes = _RIEN
    sans_taux: dict[str, list[int]] = field(default_factory=dict)

    def ajouter(self, ligne: LigneEncours) -> None:
        """Compte un dossier ; sans taux, il est retenu à part et n'entre pas dans la somme."""
        self.combien += 1
        if ligne.soldes is None:
            self.sans_taux.setdefault(ligne.manque, []).append(ligne.numero)
        else:
            self.soldes = Soldes(*(deja + part for deja, part in zip(self.soldes, ligne.soldes, strict=True)))

    @property
    def en_attente(self) -> list[int]:
        """Les dossiers dont un taux manque, par numéro."""
        return sorted(numero for numeros in self.sans_taux.values() for numero in numeros)
