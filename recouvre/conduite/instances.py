"""La phase judiciaire : ce que chaque acte ferme, ouvre et donne à faire.

- Pendant une instance, les relances du scénario ne partent plus, ni l'avis avant poursuites, qui n'a plus d'objet. Un
  document choisi par une personne (proposition de plan, réponse) se fait toujours.
- Pendant la procédure des petites créances, rien ne se réclame : aucun paiement n'est permis (CPCE R125-7).
- Un titre obtenu, l'exécution est au commissaire de justice : plus aucune lettre du scénario.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.execution_du_titre import suivre_le_titre
from recouvre.conduite.procedures import Avancement, avancements, en_cours_le
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.suites_d_instance import suites
from recouvre.domaine import deductions
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_instance import Instance, Tour, tours
from recouvre.domaine.faits_de_droit import TitreObtenu
from recouvre.domaine.profil import Mode

INSTANCE, TITRE, PETITES_CREANCES = "instance", "titre", "petites-creances"
"""Les codes des raisons."""

SANS_PAIEMENT = "CPCE, art. R125-7"
"""Le texte qui défend tout paiement pendant la procédure des petites créances."""

_NOMS = {
    Instance.INJONCTION: "injonction de payer",
    Instance.PETITES_CREANCES: "procédure des petites créances",
    Instance.ASSIGNATION: "assignation",
    Instance.REFERE: "référé",
}


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce qui retient un envoi ce jour-là. ``malgre`` : ce que ce document suit, et qui ne le retient donc pas."""
    voie = _petites_creances_le(dossier, au)
    if voie is not None and PETITES_CREANCES not in malgre:
        yield Retenue(
            PETITES_CREANCES,
            f"procédure des petites créances ouverte le {en_chiffres(voie.tour[0].date)} : aucun paiement n'est permis "
            f"tant qu'elle dure ({SANS_PAIEMENT})",
        )


def paiement_suspendu(dossier: Dossier, jour: dt.date) -> bool:
    """Vrai si la procédure des petites créances défend ce jour-là tout paiement."""
    return any(tour[0].date <= jour < _fin(tour) for tour in tours(dossier.actes, Instance.PETITES_CREANCES))


def _fin(tour: Tour) -> dt.date:
    fins = (acte.date for acte in tour if acte.acte in deductions.TERMINENT_L125)
    return min(fins, default=dt.date.max)


def _petites_creances_le(dossier: Dossier, au: dt.date) -> Avancement | None:
    voie = en_cours_le(dossier, au) if dossier.actes else None
    return voie if voie is not None and voie.instance is Instance.PETITES_CREANCES else None


def scenario_suspendu(dossier: Dossier, au: dt.date) -> Iterator[Retenue]:
    """Ce qui retient les relances du scénario, et elles seules : une instance, ou un titre."""
    if pourquoi := _suspension(dossier, au):
        yield Retenue(*pourquoi)


def _suspension(dossier: Dossier, au: dt.date) -> tuple[str, str] | None:
    titre = next((titre for titre in dossier.titres if titre.date <= au), None)
    if titre is not None:
        return TITRE, f"titre exécutoire du {en_chiffres(titre.date)} : l'exécution est au commissaire de justice"
    voie = en_cours_le(dossier, au) if dossier.actes else None
    if voie is None or voie.instance is Instance.PETITES_CREANCES:
        return None
    depuis = en_chiffres(voie.tour[0].date)
    return INSTANCE, f"{_NOMS[voie.instance]} en cours depuis le {depuis} : la suite est devant le juge"


def hors_des_instances(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Les étapes du scénario pendant une instance ou après un titre : un envoi attend, un appel n'a plus d'objet."""
    pourquoi = _suspension(dossier, dt.date.max)
    petites = next(retenues(dossier, dt.date.max), None)
    attente = pourquoi[1] if pourquoi else petites.phrase if petites else ""
    for etape in etapes:
        if not attente:
            yield etape
        elif etape.genre is Genre.ENVOI:
            yield replace(etape, attente=etape.attente or attente)


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'il y a à faire, sans regarder l'horloge."""
    for voie in avancements(dossier) if dossier.actes else ():
        yield from suites(dossier, voie)
    for titre in _saisis(dossier):
        yield from suivre_le_titre(dossier, titre)


def _saisis(dossier: Dossier) -> list[TitreObtenu]:
    """Les titres notés par « recouvre titre » : ceux d'une instance ont déjà leur suite."""
    deduits = [fait for fait in deductions.titres_des_instances(dossier.actes) if isinstance(fait, TitreObtenu)]
    return [titre for titre in dossier.titres if titre not in deduits]
