"""La fin du délai de paiement d'un acheteur public, faute d'échéance au marché (CCP R2192-10 à R2192-14)."""

from __future__ import annotations

import datetime as dt

import pytest

from recouvre.domaine.contrat import Acheteur
from recouvre.droit.commande_publique import echeance_publique

from .fabrique import BAREME

DEMANDE = dt.date(2026, 5, 3)


@pytest.mark.parametrize(
    ("acheteur", "attendue"),
    [
        (Acheteur.GENERAL, dt.date(2026, 6, 2)),
        (Acheteur.SANTE, dt.date(2026, 6, 22)),
        (Acheteur.ENTREPRISE_PUBLIQUE, dt.date(2026, 7, 2)),
    ],
)
def test_trente_cinquante_ou_soixante_jours_de_la_reception(acheteur: Acheteur, attendue: dt.date) -> None:
    assert echeance_publique(BAREME, acheteur, DEMANDE, recue=True) == attendue


def test_une_demande_dont_la_reception_n_est_pas_prouvee_compte_deux_jours_plus_tard() -> None:
    assert echeance_publique(BAREME, Acheteur.GENERAL, DEMANDE, recue=False) == dt.date(2026, 6, 4)


@pytest.mark.parametrize(
    ("executee_le", "attendue"),
    [(dt.date(2026, 5, 10), dt.date(2026, 6, 9)), (dt.date(2026, 4, 1), dt.date(2026, 6, 2))],
)
def test_une_prestation_achevee_apres_la_demande_fait_courir_le_delai(executee_le: dt.date, attendue: dt.date) -> None:
    assert echeance_publique(BAREME, Acheteur.GENERAL, DEMANDE, recue=True, executee_le=executee_le) == attendue


def test_une_entite_adjudicatrice_suit_le_code_de_commerce() -> None:
    with pytest.raises(ValueError, match="L2192-11"):
        echeance_publique(BAREME, Acheteur.ENTITE_ADJUDICATRICE, DEMANDE, recue=True)
