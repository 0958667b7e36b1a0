"""Les arrêts de droit d'un dossier : ceux qui sont en cours un jour donné, et pourquoi rien ne se réclame alors.

``droit.arrets`` en tire les intérêts, facture par facture ; ici, ils retiennent le dossier entier : même une créance
dont les intérêts continuent de courir (prêt d'un an) ne se réclame pas pendant une procédure.
"""

from __future__ import annotations

import datetime as dt

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.droit.arrets import PAIEMENTS_INTERDITS, fin_de
from recouvre.droit.plans import plan_de

_RAISONS = {
    CauseArret.PROCEDURE: (
        "procédure collective ouverte le {du} : ni paiement ni poursuite des créances antérieures "
        "(C. com., art. L622-7 et L622-21)"
    ),
    CauseArret.SURENDETTEMENT: (
        "surendettement recevable depuis le {du} : le débiteur ne peut plus payer ses dettes antérieures "
        "(C. conso., art. L722-2 et L722-5)"
    ),
    CauseArret.MESURES: (
        "{genre} de surendettement en vigueur depuis le {du}{au} : rien d'autre que ce qui y est prévu ne se réclame "
        "({article})"
    ),
    CauseArret.DELAI_DE_GRACE: "délai de grâce accordé par le juge{au} (C. civ., art. 1343-5)",
    CauseArret.PLAN: "plan de paiement en cours depuis le {du}{au} (clause du plan)",
}

_MESURES = {
    "plan": ("plan conventionnel", "C. conso., art. L732-1"),
    "mesures": ("mesures imposées", "C. conso., art. L733-16"),
}


def fin(dossier: Dossier, arret: ArretDeDroit) -> dt.date | None:
    """Le dernier jour de cet arrêt, tel que le droit le compte ; ``None`` : pas de fin."""
    terme = fin_de(dossier, arret)
    return terme if terme < dt.date.max else None


def en_cours(dossier: Dossier, jour: dt.date) -> tuple[ArretDeDroit, ...]:
    """Les arrêts qui couvrent ce jour, dans l'ordre de leurs dates."""
    return tuple(
        arret for arret in dossier.arrets if _debut(dossier, arret) <= jour <= (fin(dossier, arret) or dt.date.max)
    )


def _debut(dossier: Dossier, arret: ArretDeDroit) -> dt.date:
    """Un plan retient dès sa signature, même si ses intérêts ne s'arrêtent qu'au lendemain de l'arrêté."""
    suivi = plan_de(dossier, arret)
    return min(arret.date, suivi.plan.date) if suivi else arret.date


def raison(dossier: Dossier, arret: ArretDeDroit) -> str:
    """Pourquoi rien ne part pendant cet arrêt, avec l'article."""
    terme = fin(dossier, arret)
    au = f" jusqu'au {en_chiffres(terme)}" if terme else ""
    if (suivi := plan_de(dossier, arret)) is not None:
        return f"plan de paiement signé le {en_chiffres(suivi.plan.date)}{au}"
    genre, article = _MESURES.get(arret.genre, ("mesures", "C. conso., art. L733-16"))
    return _RAISONS[arret.cause].format(du=en_chiffres(arret.date), au=au, genre=genre, article=article)


def paiement_defendu(dossier: Dossier, jour: dt.date) -> str:
    """L'article qui défend au débiteur de payer ce jour-là une dette antérieure du dossier ; vide : il le peut."""
    for arret in en_cours(dossier, jour):
        anterieure = any(facture.emise_le < arret.date for facture in dossier.factures)
        if anterieure and arret.cause in PAIEMENTS_INTERDITS:
            return PAIEMENTS_INTERDITS[arret.cause]
    return ""
