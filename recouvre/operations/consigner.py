"""Écrire des faits sur un dossier existant : lire, vérifier, ajouter au journal, projeter — une seule transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recouvre.base import journal
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit, Evenement
from recouvre.domaine.faits_de_droit import CreanceQualifiee, FacturePrecisee
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import DossierFerme, Doublon
from recouvre.operations.cles import cle
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

Decision = Callable[[Dossier], Sequence[Evenement]]
"""Regarde le dossier tel qu'il est et rend les faits à ajouter ; lève un ``Refus`` s'il ne faut rien écrire."""


REMPLACENT = (CreanceQualifiee, FacturePrecisee)
"""Les faits dont le dernier remplace les autres : en récrire un n'est jamais une double saisie."""


@dataclass(frozen=True, slots=True)
class Consigne:
    """Le dossier après l'écriture, et les faits écrits."""

    dossier: Dossier
    ecrits: tuple[Ecrit, ...]


def consigner(
    session: Session, numero: int, decider: Decision, *, geste: str, meme_double: bool = False, meme_clos: bool = False
) -> Consigne:
    """Ajoute au dossier les faits que ``decider`` rend, et récrit ses projections.

    ``geste`` nomme l'action dans les refus (« un encaissement »). ``meme_double`` : écrire même si un fait vivant porte
    déjà cette clé ; ``meme_clos`` : écrire même sur un dossier clos. Lève ``DossierFerme``, ``Doublon``, ou ce que lève
    ``decider`` ; alors rien n'est écrit.
    """
    with transaction(session.base):
        dossier, avant = lire_dossier(session, numero)
        refuser_si_ferme(dossier, geste, meme_clos=meme_clos)
        faits = [_a_ecrire(session, dossier, evenement, meme_double) for evenement in decider(dossier)]
        ecrits = journal.ajouter(session.base, faits, saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, [numero])
    return Consigne(plier([*avant, *ecrits]), tuple(ecrits))


def refuser_si_ferme(dossier: Dossier, geste: str, *, meme_clos: bool = False) -> None:
    """Lève ``DossierFerme`` si le dossier est annulé, ou clos sans que le geste le permette."""
    if dossier.annule:
        raise DossierFerme(dossier.libelle, "annulé", geste)
    if dossier.cloture and not meme_clos:
        raise DossierFerme(dossier.libelle, f"clos depuis le {dossier.cloture.date:%d/%m/%Y}", geste)


def _a_ecrire(session: Session, dossier: Dossier, evenement: Evenement, meme_double: bool) -> AEcrire:
    voulue = cle(evenement, dossier.numero, dossier.ouverture.creancier)
    meme_double = meme_double or isinstance(evenement, REMPLACENT)
    if not meme_double and (ailleurs := journal.vivants(session.base, [voulue]).get(voulue)):
        raise Doublon(
            f"Ce fait est déjà enregistré au dossier {numero_lisible(ailleurs)} ; rien n'a été écrit. "
            f"« recouvre dossier {numero_lisible(ailleurs)} » montre son histoire."
        )
    return AEcrire(dossier.numero, evenement, journal.cles_libres(session.base, [voulue]).get(voulue, voulue))
