"""L'aiguillage : un fichier, une ``Lecture``, quel que soit son format. Le contenu décide, jamais l'extension."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from recouvre.domaine.brouillons import Lecture
from recouvre.echanges.octets import Nature, lire_debut, nature

if TYPE_CHECKING:
    from recouvre.domaine.avancement import Suivi

Format = Literal["remise", "facture"]


def reconnaitre(chemin: Path) -> Format:
    """« facture » pour un PDF ou un XML, « remise » pour le reste, que ``lire_remise`` refusera si ce n'est pas un CSV.

    Lève ``FichierRefuse`` si le chemin ne mène pas à un fichier lisible.
    """
    return "facture" if nature(lire_debut(chemin)) in (Nature.PDF, Nature.XML) else "remise"


def lire(
    chemin: Path,
    *,
    delai: int | None = None,
    correspondance: Mapping[str, str] | None = None,
    suivi: Suivi | None = None,
) -> Lecture:
    """Lit une remise CSV ou une facture électronique.

    ``delai``, ``correspondance`` et ``suivi`` sont ceux de ``lire_remise`` ; une facture n'en a pas l'usage. Lève
    ``FichierRefuse`` si le fichier entier est illisible, ``SaisieIllisible`` si une option l'est.
    """
    if reconnaitre(chemin) == "facture":
        from recouvre.echanges.facture_electronique import lire_facture

        return lire_facture(chemin)
    from recouvre.echanges.remise import lire_remise

    return lire_remise(chemin, delai=delai, correspondance=correspondance, suivi=suivi)
