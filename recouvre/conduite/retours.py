"""Une lettre revenue : l'adresse ne vaut plus rien, une personne la cherche, le créancier en est informé.

Un pli avisé et non réclamé, ou refusé, n'est pas revenu : le débiteur est bien là, l'adresse reste bonne.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.signaux import parti_a_l_etranger
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.droit.delais import reporter

ENQUETE = "enquete-adresse"
"""La clé de la tâche qui dure tant que l'adresse est hors service."""

AVANCEMENT = {
    SuiteDuPli.DEPOSE: 0,
    SuiteDuPli.PRESENTE: 1,
    SuiteDuPli.DISTRIBUE: 2,
    SuiteDuPli.REFUSE: 2,
    SuiteDuPli.NON_RECLAME: 2,
    SuiteDuPli.NPAI: 2,
}
"""Le chemin d'un pli : déposé, présenté, puis son sort ; il n'en a qu'un."""

SORT = 2
"""L'avancement d'un pli dont le sort est connu."""


def pli_revenu(dossier: Dossier) -> PliSuivi | None:
    """Le dernier pli dont le retour a condamné l'adresse ; ``None`` si elle est bonne, ou changée depuis."""
    if "adresse" not in dossier.hors_service:
        return None
    partis = {envoi.reference: envoi.date for envoi in dossier.relances}
    partis |= {document.reference: document.date for document in dossier.documents}
    revenus = [pli for pli in dossier.plis if pli.suite is SuiteDuPli.NPAI]
    return max(revenus, key=lambda pli: (partis.get(pli.reference, pli.date), pli.date))


def adresse_invalide(dossier: Dossier) -> str:
    """Pourquoi rien ne part à cette adresse, en une phrase ; vide si l'on peut y écrire."""
    revenu = pli_revenu(dossier)
    if revenu is None:
        return parti_a_l_etranger(dossier)
    return f"adresse invalide : le pli {revenu.reference} est revenu (inconnu à l'adresse)"


def nouvelle_adresse(dossier: Dossier) -> str:
    """La commande qui donne la nouvelle adresse, ou confirme que l'ancienne était bonne."""
    return f"recouvre debiteur {dossier.libelle} --adresse … --code-postal … --ville …"


def enquetes(dossier: Dossier) -> Iterator[Demarche]:
    """Chercher l'adresse, et le dire au créancier, tant qu'un retour l'a condamnée."""
    if revenu := pli_revenu(dossier):
        yield Demarche(
            le=reporter(revenu.date),
            genre=Genre.TACHE,
            cle=ENQUETE,
            libelle=f"Enquête d'adresse : le pli {revenu.reference} est revenu ; en informer le créancier",
        )


def presentation_deduite(dossier: Dossier, reference: str) -> dt.date | None:
    """Le premier jour où l'on sait ce pli présenté ; ``None`` s'il est revenu, inconnu à l'adresse, ou sans nouvelle.

    Sans avis noté, le jour du refus ou du retour tient lieu de présentation : elle n'a pu être plus tard.
    """
    siens = [pli for pli in dossier.plis if pli.reference == reference]
    if any(pli.suite is SuiteDuPli.NPAI for pli in siens):
        return None
    return min((pli.date for pli in siens if pli.suite is not SuiteDuPli.DEPOSE), default=None)
