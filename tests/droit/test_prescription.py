"""La prescription : durée selon la qualité, départ à l'échéance, interruptions à temps, factures soldées écartées."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from recouvre.domaine.dossier import Dossier, plier_neufs
from recouvre.domaine.evenements import ContactNote, DossierOuvert, EncaissementRecu, Evenement, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.droit.decompte import decompter
from recouvre.droit.prescription import INTERRUPTION, prescription

from .fabrique import BAREME

PRO, CONSO = Qualite.PROFESSIONNEL, Qualite.CONSOMMATEUR


def dossier(qualite: Qualite, *faits: Evenement) -> Dossier:
    ouverture = DossierOuvert(date=dt.date(2020, 1, 1), creancier=1, debiteur=2, qualite=qualite, taux=Decimal(10))
    return plier_neufs(1, [ouverture, *faits])


def facture(numero: str, echeance: str, emise: str = "2018-01-02") -> FactureAjoutee:
    le = dt.date.fromisoformat(emise)
    return FactureAjoutee(date=le, numero=numero, montant=100_00, emise_le=le, echeance=dt.date.fromisoformat(echeance))


def paiement(le: str, montant: int = 10_00, sur: str = "") -> EncaissementRecu:
    return EncaissementRecu(date=dt.date.fromisoformat(le), montant=montant, facture=sur)


def contact(le: str, canal: str) -> ContactNote:
    return ContactNote(date=dt.date.fromisoformat(le), canal=canal)


@pytest.mark.parametrize(
    ("qualite", "faits", "attendu", "regle"),
    [
        (PRO, [facture("F", "2020-03-31")], "2025-03-31", "C. com. L110-4 : cinq ans depuis l'échéance"),
        (CONSO, [facture("F", "2020-03-31")], "2022-03-31", "C. conso. L218-2 : deux ans"),
        (PRO, [facture("F", "2020-02-29")], "2025-02-28", "29 février : dernier jour du mois"),
        (CONSO, [facture("F", "2020-02-29")], "2022-02-28", "29 février : dernier jour du mois"),
        (PRO, [facture("F", "2020-03-31", "2019-01-01")], "2025-03-31", "jamais la date de facture"),
        (PRO, [facture("F", "2020-03-31"), paiement("2021-07-14")], "2026-07-14", "C. civ. 2240 et 2231 : même durée"),
        (
            CONSO,
            [facture("F", "2020-03-31"), paiement("2021-07-14")],
            "2023-07-14",
            "C. civ. 2240 et 2231 : même durée",
        ),
        (
            CONSO,
            [facture("F", "2020-03-31"), paiement("2022-03-31")],
            "2024-03-31",
            "le dernier jour est encore à temps",
        ),
        (CONSO, [facture("F", "2020-03-31"), paiement("2022-04-01")], "2022-03-31", "le lendemain est trop tard"),
        (
            CONSO,
            [facture("F", "2020-03-31"), paiement("2022-03-01"), paiement("2024-02-29"), paiement("2026-02-27")],
            "2028-02-27",
            "de paiement en paiement",
        ),
        (
            CONSO,
            [facture("F", "2020-03-31"), paiement("2021-01-01"), paiement("2023-01-02")],
            "2023-01-01",
            "la chaîne s'arrête au premier paiement trop tardif",
        ),
        (CONSO, [facture("F", "2020-03-31"), paiement("2020-02-01")], "2022-03-31", "un acompte d'avant l'échéance"),
        (
            CONSO,
            [facture("F", "2020-03-31"), contact("2021-05-05", INTERRUPTION)],
            "2023-05-05",
            "C. civ. 2240, 2241, 2244",
        ),
        (
            CONSO,
            [facture("F", "2020-03-31"), contact("2022-05-05", INTERRUPTION)],
            "2022-03-31",
            "interruption trop tardive",
        ),
        (
            CONSO,
            [facture("F", "2020-03-31"), contact("2021-05-05", "appel"), contact("2021-05-06", "courriel")],
            "2022-03-31",
            "une relance n'interrompt rien (Cass. com., 18 mai 2022, n° 20-23.204)",
        ),
        (
            CONSO,
            [facture("A", "2020-03-31"), facture("B", "2020-06-30")],
            "2022-03-31",
            "par facture : le dossier affiche la plus proche",
        ),
    ],
)
def test_la_date_de_prescription(qualite: Qualite, faits: list[Evenement], attendu: str, regle: str) -> None:
    assert str(prescription(dossier(qualite, *faits))) == attendu, regle


def test_une_facture_soldee_est_ecartee() -> None:
    deux = dossier(PRO, facture("A", "2020-03-31"), facture("B", "2020-06-30"))
    assert str(prescription(deux, ["A", "B"])) == "2025-03-31"
    assert str(prescription(deux, ["B"])) == "2025-06-30"
    assert prescription(deux, []) is None


def test_un_dossier_sans_facture_ne_se_prescrit_pas() -> None:
    assert prescription(dossier(PRO)) is None


def test_la_facture_que_le_paiement_solde_ne_tire_plus_la_date() -> None:
    """Ce que le décompte dit soldé est ce que la prescription écarte."""
    deux = dossier(CONSO, facture("A", "2020-03-31"), facture("B", "2020-06-30"), paiement("2020-04-01", 100_00))
    dues = [solde.numero for solde in decompter(deux, dt.date(2020, 4, 1), BAREME).factures if solde.principal]
    assert dues == ["B"]
    assert str(prescription(deux, dues)) == "2022-06-30"


def test_deux_interruptions_dans_le_desordre_comptent_dans_l_ordre_des_dates() -> None:
    un = dossier(CONSO, facture("F", "2020-03-31"), paiement("2022-01-01"), contact("2021-06-01", INTERRUPTION))
    assert str(prescription(un)) == "2024-01-01"


def test_un_paiement_que_le_debiteur_destine_a_une_facture_n_en_interrompt_pas_une_autre() -> None:
    """C. civ. 2240 : reconnaître une dette n'est pas reconnaître l'autre. La date prudente reste celle de A."""
    deux = dossier(CONSO, facture("A", "2020-03-31"), facture("B", "2020-06-30"), paiement("2021-07-14", sur="B"))
    assert str(prescription(deux)) == "2022-03-31"
