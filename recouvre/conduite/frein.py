"""La prudence de la porte : l'interrupteur, les essais, le plafond de contacts, les jours et les heures, le minimum.

Ce sont des règles du cabinet, réglables, et non des règles de droit : aucun plafond chiffré ni aucun horaire légal
n'a été trouvé pour le recouvrement amiable. Ils tiennent à distance des sollicitations « répétées et insistantes » que
punissent L121-7 3° et L132-11 du code de la consommation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from recouvre.conduite.circonstances import MOIS, Circonstances, Essai
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Canal, Etape
from recouvre.domaine.canaux import ReglagesEnvois
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.montants import en_euros
from recouvre.droit.delais import est_ouvre, feries, reporter

SEMAINE = dt.timedelta(days=7)
SAMEDI = 5
EN_COURS, INCERTAIN, ECHOUE = "en cours", "incertain", "échoué"


def suspension(circonstances: Circonstances) -> Iterator[Retenue]:
    """L'interrupteur général est baissé."""
    if circonstances.suspension:
        yield Retenue("suspendu", f"envois suspendus {circonstances.suspension}", "recouvre envois reprendre")


def essai(dossier: Dossier, circonstances: Circonstances) -> Iterator[Retenue]:
    """Un départ incertain attend qu'on tranche ; un échec passager, son heure ; trop d'essais, une personne."""
    avant = circonstances.essai
    if avant is None:
        return
    if avant.etat in {EN_COURS, INCERTAIN}:
        yield Retenue(
            "incertain",
            f"l'envoi {avant.reference} a été interrompu pendant sa remise : on ne sait pas s'il est parti",
            f"recouvre envois trancher {avant.reference} --parti (ou --non-parti)",
        )
    if avant.etat != ECHOUE or not avant.essais:
        return
    if avant.definitif or avant.essais >= circonstances.reglages.essais:
        combien = "refusé pour de bon" if avant.definitif else f"abandonné après {avant.essais} essais"
        yield Retenue("abandon", f"{combien} : {avant.erreur}", f"recouvre envois relancer {dossier.libelle}")
    elif (le := _a_attendre(avant, circonstances.quand)) is not None:
        yield Retenue("attente", f"échec passager ({avant.erreur}) : prochain essai le {le:%d/%m/%Y à %H:%M}")


def _a_attendre(avant: Essai, quand: dt.datetime | None) -> dt.datetime | None:
    """L'instant du prochain essai, s'il n'est pas venu. Plus loin qu'une semaine, c'est l'horloge qui a reculé."""
    if quand is None or not avant.prochain_le:
        return None
    le = dt.datetime.fromisoformat(avant.prochain_le)
    return le if quand < le < quand + SEMAINE else None


def plafond(dossier: Dossier, etape: Etape, circonstances: Circonstances, au: dt.date) -> Iterator[Retenue]:
    """Le débiteur a été assez sollicité. Ce que la loi ou l'acte signé veut d'abord part quand même.

    C'est la mise en demeure, et les lettres d'un plan ; son annonce d'échéance, non.
    """
    if etape.cle == MISE_EN_DEMEURE or (etape.malgre and etape.canal is Canal.COURRIER):
        return
    reglages, contacts = circonstances.reglages, circonstances.contacts
    for au_plus, duree in ((reglages.contacts_semaine, SEMAINE), (reglages.contacts_mois, MOIS)):
        recents = [jour for jour in contacts if au - duree < jour <= au]
        if au_plus and len(recents) >= au_plus:
            yield Retenue(
                "plafond",
                f"{len(recents)} contacts avec ce débiteur en {duree.days} jours, le plafond du cabinet : "
                f"pas avant le {en_chiffres(reporter(_liberation(recents, au_plus) + duree))}",
            )
            return


def _liberation(recents: Sequence[dt.date], au_plus: int) -> dt.date:
    """Le contact qui doit sortir de la période pour que le suivant y entre."""
    return recents[len(recents) - au_plus]


def jour_et_heure(circonstances: Circonstances, au: dt.date) -> Iterator[Retenue]:
    """Un pli part un jour ouvré ; un courriel et un SMS, aux jours et aux heures du cabinet."""
    reglages, distant = circonstances.reglages, circonstances.voie.canal is not Canal.COURRIER
    samedi = distant and reglages.samedi and au.weekday() == SAMEDI and au not in feries(au.year)
    if not est_ouvre(au) and not samedi:
        yield Retenue("jour", f"le {en_chiffres(au)} n'est pas un jour ouvré : partira le {en_chiffres(reporter(au))}")
    quand = circonstances.quand
    if distant and quand and not reglages.heure_debut <= quand.hour < reglages.heure_fin:
        yield Retenue(
            "heure",
            f"il est {quand:%H:%M} : courriels et SMS partent entre {reglages.heure_debut} h et {reglages.heure_fin} h",
            "recouvre canal envois --heure-debut … --heure-fin …, ou changez l'heure du passage",
        )


def sous_le_minimum(total: int, reglages: ReglagesEnvois) -> Iterator[Retenue]:
    """La somme réclamée (en centimes) est trop petite pour qu'on écrive."""
    if 0 < total < reglages.montant_minimal:
        yield Retenue(
            "minimum",
            f"{en_euros(total)} réclamés, moins que le minimum du cabinet ({en_euros(reglages.montant_minimal)})",
            "recouvre canal envois --montant-minimal …",
        )
