"""L'encours d'un client et la limite que son créancier lui fixe. Ne lit que cela : la fiche d'un dossier l'attend."""

from __future__ import annotations

from dataclasses import replace

from recouvre.base import limites, parties
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.limites import Encours
from recouvre.domaine.parties import Partie
from recouvre.operations.session import Session


def encours_de(session: Session, dossier: Dossier, partie: Partie) -> Encours:
    """Ce que ce client doit à ce créancier, et sa limite s'il en a une."""
    limite = limites.lire(session.base, dossier.ouverture.creancier, reperes_de(dossier.ouverture.reference, partie))
    return replace(limites.encours(session.base, dossier.numero), limite=limite)


def reperes_de(reference: str, partie: Partie) -> list[str]:
    """Ce qui désigne ce client sans dossier, du plus sûr au plus vague : sa référence, son SIREN, son nom."""
    reperes = [f"ref:{parties.normaliser(reference)}"] if reference else []
    reperes += [f"siren:{partie.siren}"] if partie.siren else []
    noms = (repere_du_nom(partie.denomination, partie.code_postal), repere_du_nom(partie.denomination, ""))
    return list(dict.fromkeys([*reperes, *noms]))


def repere_du_nom(nom: str, code_postal: str) -> str:
    """Un nom, et son code postal s'il est dit."""
    return f"nom:{parties.normaliser(nom)}|{code_postal}"
