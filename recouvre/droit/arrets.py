"""Quand le cours des intérêts s'arrête, et quand il reprend.

- **Procédure collective** (C. com. L622-28) : le jour du jugement d'ouverture ne porte plus intérêt (le texte ne dit
  pas s'il en porte : lecture prudente), pour les créances nées avant, sauf prêt ou paiement différé d'un an au moins.
- **Surendettement** (C. conso. L722-14) : dès la décision de recevabilité, jusqu'à la mise en œuvre des mesures.
- **Mesures** : un plan ou des mesures en vigueur laissent courir l'intérêt qu'ils fixent ; sinon, aucun.
- **Délai de grâce** (C. civ. 1343-5) : ni majoration ni pénalité pendant le délai ; le juge peut fixer un taux.
- **Plan** : ce que dit sa clause ; la caducité rouvre le cours le jour même.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from recouvre.domaine.contrat import TauxConvenu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.droit.composition import raccorder
from recouvre.droit.courbes import Decoupe
from recouvre.droit.delais import UN_JOUR

FONDEMENTS = {
    CauseArret.PROCEDURE: "C. com., art. L622-28",
    CauseArret.SURENDETTEMENT: "C. conso., art. L722-14",
    CauseArret.MESURES: "C. conso., art. L732-1 et L733-1",
    CauseArret.DELAI_DE_GRACE: "C. civ., art. 1343-5",
    CauseArret.PLAN: "clause du plan",
}
PAIEMENTS_INTERDITS = {
    CauseArret.PROCEDURE: "C. com., art. L622-7",
    CauseArret.SURENDETTEMENT: "C. conso., art. L722-5",
}
"""Les causes qui défendent au débiteur de payer une dette antérieure."""

_DETTES_ANTERIEURES = (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT, CauseArret.MESURES)


@dataclass(frozen=True, slots=True)
class Arret:
    """Du jour ``du`` au jour ``au`` inclus, pas d'intérêt, ou celui que le juge a fixé (``taux``)."""

    cause: CauseArret
    du: dt.date
    au: dt.date
    taux: TauxConvenu | None = None


def arrets_de(dossier: Dossier, facture: FactureAjoutee) -> list[Arret]:
    """Les arrêts qui touchent les intérêts de cette facture, dans l'ordre de leurs dates.

    Une procédure ou un surendettement ne touche que les factures émises avant lui.
    """
    return [
        Arret(fait.cause, fait.date, fin_de(dossier, fait), fait.taux)
        for fait in dossier.arrets
        if not fait.interets_courent and _touche(dossier, fait, facture)
    ]


def paiement_interdit(dossier: Dossier, facture: FactureAjoutee, echeance: dt.date | None) -> ArretDeDroit | None:
    """La procédure qui interdit de payer cette facture à son échéance (C. com. L441-10 II, dernière phrase ; L622-7).

    Née avant le jugement d'ouverture, elle échoit ce jour-là ou après.
    """
    return next(
        (
            fait
            for fait in dossier.arrets
            if fait.cause is CauseArret.PROCEDURE
            and facture.emise_le < fait.date
            and (echeance is None or fait.date <= echeance)
        ),
        None,
    )


def impute_sur_le_capital(dossier: Dossier, jour: dt.date) -> bool:
    """Vrai si un délai de grâce impute ce jour-là les paiements d'abord sur le capital (C. civ. 1343-5 al. 2)."""
    return any(fait.capital_d_abord and fait.date <= jour <= fin_de(dossier, fait) for fait in dossier.arrets)


def en_procedure(dossier: Dossier, facture: FactureAjoutee, jour: dt.date) -> bool:
    """Vrai si la facture, née avant une procédure, s'y trouve ce jour-là.

    Rien ne s'y capitalise, pas même les intérêts d'un prêt que la procédure n'arrête pas (C. com. L622-28).
    """
    return any(
        fait.cause is CauseArret.PROCEDURE and facture.emise_le < fait.date <= jour <= fin_de(dossier, fait)
        for fait in dossier.arrets
    )


def suspendre(decoupe: Decoupe, arrets: list[Arret], taux_du_juge: Mapping[TauxConvenu, Decoupe]) -> Decoupe:
    """La découpe, trouée par les arrêts ; un taux fixé par le juge y remplace l'autre si nul autre arrêt ne court."""
    bornes = sorted({dt.date.min, *(a.du for a in arrets), *(a.au + UN_JOUR for a in arrets if a.au < dt.date.max)})
    pieces: list[tuple[dt.date, dt.date, Decoupe | None]] = []
    for rang, debut in enumerate(bornes):
        fin = bornes[rang + 1] - UN_JOUR if rang + 1 < len(bornes) else dt.date.max
        presents = [arret for arret in arrets if arret.du <= debut <= arret.au]
        pieces.append((debut, fin, _qui_court(decoupe, presents, taux_du_juge)))
    return raccorder(pieces)


def en_grace(dossier: Dossier, jour: dt.date) -> bool:
    """Vrai pendant un délai de grâce : aucune pénalité de retard n'y est encourue (C. civ. 1343-5 al. 4)."""
    return any(
        fait.cause is CauseArret.DELAI_DE_GRACE and fait.date <= jour <= fin_de(dossier, fait)
        for fait in dossier.arrets
    )


def _qui_court(decoupe: Decoupe, presents: list[Arret], taux_du_juge: Mapping[TauxConvenu, Decoupe]) -> Decoupe | None:
    fixes = [arret.taux for arret in presents if arret.taux is not None]
    if not presents:
        return decoupe
    return taux_du_juge[fixes[0]] if len(presents) == len(fixes) == 1 else None


def _touche(dossier: Dossier, fait: ArretDeDroit, facture: FactureAjoutee) -> bool:
    if fait.cause in _DETTES_ANTERIEURES and facture.emise_le >= _ouverture(dossier, fait):
        return False
    prete = dossier.qualification is not None and dossier.qualification.pret_un_an
    return not (prete and fait.cause is CauseArret.PROCEDURE)


def _ouverture(dossier: Dossier, fait: ArretDeDroit) -> dt.date:
    """Le jour qui sépare les dettes antérieures des autres : celui de la recevabilité, pour les mesures qui la suivent.

    Une facture émise entre les deux n'était pas au passif : les mesures n'y touchent pas.
    """
    if fait.cause is not CauseArret.MESURES:
        return fait.date
    recevables = (a.date for a in dossier.arrets if a.cause is CauseArret.SURENDETTEMENT and a.date <= fait.date)
    return max(recevables, default=fait.date)


def fin_de(dossier: Dossier, fait: ArretDeDroit) -> dt.date:
    """Le dernier jour sans intérêt : le terme dit, ou la veille de la première levée qui suit."""
    return min([fait.jusqu_au or dt.date.max, *_levees(dossier, fait)])


def _levees(dossier: Dossier, fait: ArretDeDroit) -> Iterator[dt.date]:
    for levee in dossier.levees:
        if levee.cause is fait.cause and levee.date > fait.date:
            yield levee.date - UN_JOUR
