"""Les barèmes d'honoraires d'un créancier ⇄ ses réglages en JSON : dates ISO, taux en chaînes, montants en centimes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from recouvre.domaine.honoraires import Assiette, BaremeHonoraires, Grille, Selon, Tranche


def en_json(baremes: Iterable[BaremeHonoraires]) -> list[dict[str, Any]]:
    """Ces barèmes, tels que les réglages les gardent."""
    return [
        {
            "du": bareme.du.isoformat(),
            "grilles": [
                {"des_mois": grille.des_mois, "tranches": [[f"{t.taux:f}", t.au_plus] for t in grille.tranches]}
                for grille in bareme.grilles
            ],
            "selon": str(bareme.selon),
            "assiette": str(bareme.assiette),
            "direct": None if bareme.direct is None else f"{bareme.direct:f}",
            "minimum": bareme.minimum,
            "tva": f"{bareme.tva:f}",
        }
        for bareme in baremes
    ]


def depuis_json(bruts: Iterable[Mapping[str, Any]]) -> tuple[BaremeHonoraires, ...]:
    """Les barèmes gardés, par date d'effet."""
    return tuple(sorted(map(_lire, bruts), key=lambda bareme: bareme.du))


def _lire(brut: Mapping[str, Any]) -> BaremeHonoraires:
    return BaremeHonoraires(
        du=dt.date.fromisoformat(brut["du"]),
        grilles=tuple(
            Grille(tuple(Tranche(Decimal(taux), au_plus) for taux, au_plus in grille["tranches"]), grille["des_mois"])
            for grille in brut["grilles"]
        ),
        selon=Selon(brut["selon"]),
        assiette=Assiette(brut["assiette"]),
        direct=None if brut["direct"] is None else Decimal(brut["direct"]),
        minimum=brut["minimum"],
        tva=Decimal(brut["tva"]),
    )
