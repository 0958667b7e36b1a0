"""Ce qu'une clé d'étape dit d'elle-même : la base la trie, la conduite l'interprète, l'écran la nomme."""

from __future__ import annotations

CAMPAGNE = "campagne:"
"""Le début de la clé d'une étape de campagne ; le nom de la campagne suit."""


def est_une_campagne(cle: str) -> bool:
    """Vrai si cette étape est celle d'une campagne.

    >>> est_une_campagne("campagne:mars"), est_une_campagne("relance-1")
    (True, False)
    """
    return cle.startswith(CAMPAGNE)
