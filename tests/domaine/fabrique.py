"""Des évènements de tous les genres, tirés au hasard d'après les types de leurs champs."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from decimal import Decimal

from hypothesis import strategies as st

from recouvre.domaine.contrat import Acheteur, GenreTaux, SousPlancher, TauxConvenu
from recouvre.domaine.evenements import Ecrit, Evenement
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, EtapeDuSurendettement
from recouvre.domaine.faits_d_instance import Acte, Instance
from recouvre.domaine.faits_de_droit import CauseArret, CausePrescription, InteretsDuTitre, NatureAccessoire
from recouvre.domaine.faits_de_gestion import ObjetAutorisation
from recouvre.domaine.faits_de_plan import InteretsDuPlan, Versement
from recouvre.domaine.faits_de_suivi import NatureSignal
from recouvre.domaine.parties import Qualite

DATES = st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31))
TEXTES = st.text(st.characters(codec="utf-8"), max_size=12)
SAISI_LE = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)

POINTS = st.decimals(0, 100, places=3) | st.sampled_from([Decimal("9.50"), Decimal("9.5"), Decimal(3)])
TAUX = st.builds(TauxConvenu, st.sampled_from(GenreTaux), POINTS)

PAR_TYPE: dict[str, st.SearchStrategy[object]] = {
    "dt.date": DATES,
    "dt.date | None": st.none() | DATES,
    "str": TEXTES,
    "int": st.integers(-(10**16), 10**16),
    "bool": st.booleans(),
    "Decimal | None": st.none() | POINTS,
    "TauxConvenu | None": st.none() | TAUX,
    "Qualite": st.sampled_from(Qualite),
    "Acheteur | None": st.none() | st.sampled_from(Acheteur),
    "SousPlancher | None": st.none() | st.sampled_from(SousPlancher),
    "NatureAccessoire": st.sampled_from(NatureAccessoire),
    "InteretsDuTitre": st.sampled_from(InteretsDuTitre),
    "CauseArret": st.sampled_from(CauseArret),
    "CausePrescription": st.sampled_from(CausePrescription),
    "SuiteDuPli": st.sampled_from(SuiteDuPli),
    "InteretsDuPlan": st.sampled_from(InteretsDuPlan),
    "NatureSignal": st.sampled_from(NatureSignal),
    "EtapeDuSurendettement": st.sampled_from(EtapeDuSurendettement),
    "EtapeDeProcedure": st.sampled_from(EtapeDeProcedure),
    "Instance": st.sampled_from(Instance),
    "Acte": st.sampled_from(Acte),
    "ObjetAutorisation": st.sampled_from(ObjetAutorisation),
    "tuple[Versement, ...]": st.lists(st.builds(Versement, DATES, st.integers(1, 10**9)), max_size=3).map(tuple),
}
"""Un champ d'un type nouveau n'est pas ici : le test tombe, et le codec est à compléter."""


def evenements_de(genre: type[Evenement]) -> st.SearchStrategy[Evenement]:
    """Tous les évènements d'un genre, chaque champ tiré selon son type."""
    return st.builds(genre, **{champ.name: PAR_TYPE[str(champ.type)] for champ in fields(genre)})


def journal(*evenements: Evenement, dossier: int = 1) -> list[Ecrit]:
    """Ces évènements tels que le journal les tiendrait, dans cet ordre de saisie."""
    return [
        Ecrit(rang=rang, dossier=dossier, evenement=evenement, saisi_le=SAISI_LE, auteur="essai", cle=str(rang))
        for rang, evenement in enumerate(evenements, start=1)
    ]
