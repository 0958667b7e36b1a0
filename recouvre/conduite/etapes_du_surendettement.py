"""Les étapes d'un surendettement : ce que chacune fait courir, et celles de la procédure en cours.

La recevabilité est un ``ArretDeDroit`` ; le reste, des ``SurendettementSuivi``. Une étape ne compte plus quand la
procédure a pris fin.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import FINISSENT, EtapeDuSurendettement, SurendettementSuivi
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret

_E = EtapeDuSurendettement


class Attente(NamedTuple):
    """Ce qu'une étape fait courir. ``depart`` : le champ qui porte son départ ; ``ou`` : la date de l'étape à défaut.

    ``eteint`` : les actes qui l'éteignent ; ``acte`` : ce qu'il y a à faire ; ``presse`` : avec rappels.
    """

    delai: str
    depart: str
    ou: bool
    eteint: tuple[EtapeDuSurendettement, ...]
    acte: str
    presse: bool = False


ATTENTES: dict[EtapeDuSurendettement, Attente] = {
    _E.ETAT_DU_PASSIF: Attente(
        "surendettement.justification", "notifiee_le", True, (_E.JUSTIFICATION,),
        "Justifier la créance à la commission (principal, intérêts, accessoires), et dire s'il y a une caution",
    ),
    _E.ORIENTATION: Attente(
        "surendettement.recours-orientation", "notifiee_le", False, (_E.RECOURS,),
        "Recours contre l'orientation, s'il y a lieu",
    ),
    _E.PROJET: Attente(
        "surendettement.observations", "notifiee_le", True, (_E.OBSERVATIONS,),
        "Observations sur les mesures que la commission envisage",
    ),
    _E.PLAN: Attente(
        "surendettement.refus-du-plan", "notifiee_le", True, (_E.CONTESTATION,),
        "Refuser la proposition de plan, s'il y a lieu : le silence vaut accord",
    ),
    _E.MESURES: Attente(
        "surendettement.contestation", "notifiee_le", False, (_E.CONTESTATION,),
        "Contester les mesures imposées, s'il y a lieu",
    ),
    _E.RETABLISSEMENT: Attente(
        "surendettement.contestation-prp", "notifiee_le", False, (_E.CONTESTATION,),
        "Contester le rétablissement personnel, s'il y a lieu : il efface la créance",
    ),
    _E.LIQUIDATION: Attente(
        "surendettement.declaration", "publiee_le", False, (_E.DECLARATION,),
        "Déclarer la créance au mandataire (recommandé) : non déclarée, elle s'éteint", presse=True,
    ),
}  # fmt: skip
"""Ce que chaque étape donne à faire au créancier, et jusqu'à quand."""


def depart_du_delai(etape: SurendettementSuivi, attente: Attente) -> tuple[str, dt.date | None]:
    """Le délai et son départ. Un créancier non avisé du rétablissement a deux mois de la publication."""
    depart: dt.date | None = getattr(etape, attente.depart)
    if depart is None and etape.etape is _E.RETABLISSEMENT and etape.publiee_le:
        return "surendettement.non-avise", etape.publiee_le
    return attente.delai, depart or (etape.date if attente.ou else None)


def recevabilite(dossier: Dossier) -> ArretDeDroit | None:
    """La dernière recevabilité, si rien n'a fini la procédure qu'elle ouvre."""
    arrets = [arret for arret in dossier.arrets if arret.cause is CauseArret.SURENDETTEMENT]
    return arrets[-1] if arrets and arrets[-1].date >= _finie_le(dossier) else None


def vivantes(dossier: Dossier) -> tuple[SurendettementSuivi, ...]:
    """Les étapes de la procédure en cours, dans l'ordre : celles d'après la fin de la précédente."""
    finie_le = _finie_le(dossier)
    return tuple(etape for etape in dossier.surendettement if etape.date > finie_le)


def _finie_le(dossier: Dossier) -> dt.date:
    """Le jour où la dernière procédure a pris fin : une étape le dit, ou une reprise.

    L'entrée en vigueur de mesures lève aussi ce qu'arrêtait la recevabilité, sans rien finir.
    """
    etapes = dossier.surendettement
    en_vigueur = {etape.applicable_le for etape in etapes}
    finies = [etape.date for etape in etapes if etape.etape in FINISSENT]
    reprises = (leve.date for leve in dossier.levees if leve.cause is CauseArret.SURENDETTEMENT)
    return max([*finies, *(le for le in reprises if le not in en_vigueur)], default=dt.date.min)


def efface(dossier: Dossier) -> SurendettementSuivi | None:
    """L'effacement de la créance, s'il a eu lieu : rien ne le défait."""
    return next((etape for etape in dossier.surendettement if etape.etape is _E.EFFACEMENT), None)


def mesures_echues(dossier: Dossier) -> SurendettementSuivi | None:
    """Le plan ou les mesures dont le terme est connu et qu'aucune autre étape n'a remplacés ni finis."""
    appliquees = [e for e in vivantes(dossier) if e.etape in (_E.PLAN, _E.MESURES) and e.applicable_le]
    return appliquees[-1] if appliquees and appliquees[-1].jusqu_au else None


def faite(etapes: tuple[SurendettementSuivi, ...], actes: tuple[EtapeDuSurendettement, ...], depuis: dt.date) -> bool:
    """Vrai si l'un de ces actes a été fait ce jour-là ou après."""
    return any(etape.etape in actes and etape.date >= depuis for etape in etapes)
