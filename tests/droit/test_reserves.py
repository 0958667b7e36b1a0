"""Ce qu'une lettre déjà partie réclamait de trop, d'après ce que l'on sait depuis."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from recouvre.domaine.evenements import DossierOuvert, EncaissementRecu, Evenement, FactureAjoutee, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.decompte import decompter

from .fabrique import BAREME

EMISE, ECHEANCE, PARTIE = dt.date(2025, 9, 1), dt.date(2025, 9, 30), dt.date(2025, 10, 15)
ENSUITE = dt.date(2025, 10, 31)


def lettre(total: int, le: dt.date = PARTIE) -> RelanceEnvoyee:
    return RelanceEnvoyee(
        date=le, etape="r", tour=1, canal="courrier", modele="m", reference="D-1-1", fichier="f", empreinte="e",
        total=total,
    )  # fmt: skip


def recu(le: dt.date, montant: int = 400_00) -> EncaissementRecu:
    return EncaissementRecu(date=le, montant=montant)


def de_trop(*faits: Evenement, au: dt.date = ENSUITE, qualite: Qualite = Qualite.PROFESSIONNEL) -> list[str]:
    """1 000,00 € échus le 30/09/2025 : 1 044,99 € dus le 15/10, dont 4,99 d'intérêts et les 40 €."""
    ouverture = DossierOuvert(date=EMISE, creancier=1, debiteur=2, qualite=qualite)
    facture = FactureAjoutee(date=EMISE, numero="F", montant=1_000_00, emise_le=EMISE, echeance=ECHEANCE)
    decompte = decompter(plier_neufs(1, [ouverture, facture, *faits]), au, BAREME)
    return [reserve.phrase for reserve in decompte.reserves if reserve.code == "reclame-en-trop"]


@pytest.mark.parametrize(("total", "dit"), [(1_044_98, False), (1_044_99, False), (1_045_00, True)])
def test_une_lettre_qui_reclame_plus_que_le_du_se_signale_au_centime(total: int, dit: bool) -> None:
    assert bool(de_trop(lettre(total))) is dit


def test_un_paiement_saisi_en_retard_montre_ce_que_la_lettre_a_reclame_de_trop() -> None:
    assert de_trop(lettre(1_044_99), recu(dt.date(2025, 10, 14))) == [
        f"La lettre D-1-1 du 15/10/2025 réclamait {en_euros(1_044_99)} ; d'après ce que l'on sait aujourd'hui, "
        f"{en_euros(644_87)} étaient dus ce jour-là : {en_euros(400_12)} de trop."
    ]


@pytest.mark.parametrize(("paye_le", "dit"), [(14, True), (15, False), (16, False)])
def test_un_paiement_du_jour_meme_ne_compte_pas_contre_la_lettre(paye_le: int, dit: bool) -> None:
    assert bool(de_trop(lettre(1_044_99), recu(dt.date(2025, 10, paye_le)))) is dit


def test_une_lettre_sans_somme_ou_a_venir_ne_reclame_rien_de_trop() -> None:
    veille = PARTIE - dt.timedelta(days=1)
    assert de_trop(lettre(5_000_00), au=veille) == []
    assert len(de_trop(lettre(5_000_00), au=PARTIE)) == 1
    assert len(de_trop(lettre(0, veille), lettre(5_000_00))) == 1


@pytest.mark.parametrize(("qualite", "dit"), [(Qualite.PUBLIC, True), (Qualite.PROFESSIONNEL, False)])
def test_un_acheteur_public_a_paye_le_jour_de_sa_mise_en_paiement(qualite: Qualite, dit: bool) -> None:
    mis_en_paiement = replace(recu(dt.date(2025, 10, 20)), mis_en_paiement_le=dt.date(2025, 10, 10))
    assert bool(de_trop(lettre(1_000_00), mis_en_paiement, qualite=qualite)) is dit


def test_une_lettre_revenue_inconnue_a_l_adresse_n_a_rien_reclame_a_personne() -> None:
    def suivie(suite: SuiteDuPli) -> list[str]:
        return de_trop(lettre(5_000_00), PliSuivi(date=dt.date(2025, 10, 20), reference="D-1-1", suite=suite))

    assert suivie(SuiteDuPli.NPAI) == []
    assert len(suivie(SuiteDuPli.NON_RECLAME)) == 1, "avisé et non réclamé : il n'a tenu qu'à lui de la lire"
