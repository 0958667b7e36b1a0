"""Les anomalies d'une lecture : une phrase à l'écran, un objet en JSON."""

from __future__ import annotations

from collections.abc import Sequence

from recouvre.domaine.brouillons import Anomalie, Gravite

AU_PLUS = 20
"""Au-delà, l'écran défile : le reste se lit dans le fichier de rejets, ou en JSON."""


def phrases(anomalies: Sequence[Anomalie]) -> list[str]:
    """Les premières anomalies, pliées à la largeur de la sortie, et combien il en reste."""
    from recouvre.affichage.tableau import plier

    reste = len(anomalies) - AU_PLUS
    return [
        *(plier(_phrase(anomalie), retrait="    ") for anomalie in anomalies[:AU_PLUS]),
        *([f"  … et {reste} autres."] if reste > 0 else []),
    ]


def en_json(anomalie: Anomalie) -> dict[str, object]:
    """L'objet JSON d'une anomalie : où, quoi, et si la ligne est rejetée."""
    source = anomalie.source
    return {
        "fichier": source.fichier,
        "ligne": source.ligne or None,
        "colonne": source.colonne or None,
        "message": anomalie.message,
        "gravite": str(anomalie.gravite),
    }


def _phrase(anomalie: Anomalie) -> str:
    source = anomalie.source
    ou = ", ".join(
        morceau
        for morceau in (
            source.fichier,
            f"ligne {source.ligne}" if source.ligne else "",
            f"colonne {source.colonne}" if source.colonne else "",
        )
        if morceau
    )
    signe = "rejet" if anomalie.gravite is Gravite.REJET else "à vérifier"
    return f"  {signe} — {ou} : {anomalie.message}" if ou else f"  {signe} — {anomalie.message}"
