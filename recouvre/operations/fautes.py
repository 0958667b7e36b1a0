"""La phrase d'une faute que personne n'a refusée exprès : un disque plein, une panne de l'outil."""

from __future__ import annotations

import errno

from recouvre.domaine.refus import Refus


def dire(faute: Exception) -> str:
    """La phrase d'une faute, sans le jargon du système."""
    if isinstance(faute, Refus):
        return faute.phrase
    if not isinstance(faute, OSError):
        return f"panne imprévue de l'outil ({type(faute).__name__}) : signalez-la, les autres dossiers ont continué."
    ou = f" ({faute.filename})" if faute.filename else ""
    return f"le document ne s'écrit pas{ou} : {_DISQUE.get(faute.errno or 0, 'le disque le refuse')}."


_DISQUE = {
    errno.ENOSPC: "plus de place sur le disque",
    errno.EROFS: "disque en lecture seule",
    errno.EACCES: "accès refusé",
    errno.EDQUOT: "quota atteint",
}
