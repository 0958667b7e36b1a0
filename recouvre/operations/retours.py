"""Noter ce qui arrive à un pli, et ce que cette date commande : intérêts d'un consommateur, adresse à chercher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recouvre.base import journal, projections
from recouvre.base.connexion import transaction
from recouvre.conduite.retours import ENQUETE
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, Ecrit, Evenement, EvenementAnnule, MiseEnDemeurePresentee
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.pli import plier
from recouvre.operations.cles import cle
from recouvre.operations.consigner import refuser_si_ferme
from recouvre.operations.gardes import refuser_avenir
from recouvre.operations.lire import lire_dossier
from recouvre.operations.plis_suivis import controler, designer
from recouvre.operations.presentations import DEMENTIE, accorder, rendre
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Retour:
    """Une nouvelle notée, son rang, le dossier d'après, et ce qu'elle a fait de la présentation de la lettre.

    ``presentee_le`` : le jour que l'on vient d'en déduire, ``supposee`` si aucun avis ne le dit ; ``defaite`` : celui
    que le retour dément ; ``enquete`` : l'agenda demande de chercher l'adresse.
    """

    dossier: Dossier
    pli: PliSuivi
    rang: int
    presentee_le: dt.date | None = None
    supposee: bool = False
    defaite: dt.date | None = None
    enquete: bool = False


def noter_suite(session: Session, designation: str, nouvelle: PliSuivi) -> Retour:
    """Note une nouvelle du pli désigné par sa référence, son dossier ou son recommandé.

    ``nouvelle`` n'a pas encore sa référence. Lève ``PliInconnu``, ``RetourRefuse`` ou ``DejaNote`` : rien n'est écrit.
    """
    refuser_avenir(session, nouvelle.date, "une nouvelle d'un pli")
    with transaction(session.base):
        numero, reference = designer(session, designation)
        _, ecrits = lire_dossier(session, numero)
        retour, _ = inscrire(session, ecrits, replace(nouvelle, reference=reference))
        reprojeter(session, [numero])
        projection = projections.lire_projection(session.base, numero)
    return replace(retour, enquete=projection is not None and any(d.cle == ENQUETE for d in projection.demarches))


def inscrire(session: Session, ecrits: Sequence[Ecrit], nouvelle: PliSuivi) -> tuple[Retour, list[Ecrit]]:
    """Écrit une nouvelle et ses conséquences dans une transaction déjà ouverte ; rend aussi le journal d'après.

    À l'appelant de reprojeter. Lève ``PliInconnu``, ``RetourRefuse``, ``DejaNote`` ou ``DossierFerme``.
    """
    refuser_si_ferme(plier(ecrits), "une nouvelle d'un pli", meme_clos=True)
    fait = controler(session, ecrits, nouvelle)
    avec = [*ecrits, *_ajouter(session, ecrits[0].dossier, ecrits, [fait])]
    suites = accorder(ecrits, avec, fait.reference, session.maintenant.date())
    apres = [*avec, *_ajouter(session, ecrits[0].dossier, avec, suites)]
    dossier = plier(apres)
    presentee = next((s.date for s in suites if isinstance(s, MiseEnDemeurePresentee)), None)
    retour = Retour(
        dossier=dossier,
        pli=fait,
        rang=avec[-1].rang,
        presentee_le=presentee,
        supposee=presentee == fait.date and fait.suite in (SuiteDuPli.REFUSE, SuiteDuPli.NON_RECLAME),
        defaite=_dementie(ecrits, suites),
    )
    return retour, apres


def defaire(
    session: Session, ecrits: Sequence[Ecrit], annule: Ecrit, complete: Evenement | None = None
) -> list[journal.AEcrire]:
    """Ce qu'il faut écrire, avec l'annulation de ce fait, pour que le dossier soit comme il l'a trouvé.

    ``complete`` : le fait, moins complet, dont il avait pris la place.
    """
    faits = [*rendre(ecrits, annule, session.maintenant.date()), *([complete] if complete else [])]
    return _a_ecrire(session, annule.dossier, ecrits, faits)


def _dementie(ecrits: Sequence[Ecrit], suites: Sequence[Evenement]) -> dt.date | None:
    rangs = {s.rang for s in suites if isinstance(s, EvenementAnnule) and s.motif == DEMENTIE}
    return min((ecrit.evenement.date for ecrit in ecrits if ecrit.rang in rangs), default=None)


def _ajouter(session: Session, numero: int, ecrits: Sequence[Ecrit], faits: Sequence[Evenement]) -> list[Ecrit]:
    a_ecrire = _a_ecrire(session, numero, ecrits, faits)
    return journal.ajouter(session.base, a_ecrire, saisi_le=session.maintenant, auteur=session.auteur)


def _a_ecrire(
    session: Session, numero: int, ecrits: Sequence[Ecrit], faits: Sequence[Evenement]
) -> list[journal.AEcrire]:
    """Chaque fait sous sa clé, libre : les doubles sont déjà écartés, une présentation annulée peut se récrire."""
    if not faits:
        return []
    creancier = next(e.evenement.creancier for e in ecrits if isinstance(e.evenement, DossierOuvert))
    voulues = [cle(fait, numero, creancier) for fait in faits]
    libres = journal.cles_libres(session.base, voulues)
    return [
        journal.AEcrire(numero, fait, libres.get(voulue, voulue)) for fait, voulue in zip(faits, voulues, strict=True)
    ]
