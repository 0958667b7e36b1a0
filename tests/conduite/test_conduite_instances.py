"""Les voies judiciaires comme machines d'états : au hasard des actes permis, jamais d'impasse, jamais de clé double."""

from __future__ import annotations

import datetime as dt

import pytest
from essai_conduite import AGENCE, demarches, dossier, facture
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.conduite.demarches import Genre
from recouvre.conduite.instances import hors_des_instances, retenues, scenario_suspendu
from recouvre.conduite.procedures import Etat, Juridiction, avancement
from recouvre.conduite.suites_d_instance import suites
from recouvre.conduite.verbes import VERBES, verbe
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.refus import SaisieIllisible

OUVERT = dt.date(2026, 2, 2)
FACTURE = facture(dt.date(2026, 1, 31))


@st.composite
def vies(draw: st.DrawFn) -> tuple[Instance, tuple[ActeDInstance, ...]]:
    """Une suite d'actes dont chacun pouvait suivre, à des dates qui croissent."""
    instance = draw(st.sampled_from(Instance))
    actes: list[ActeDInstance] = []
    jour = dt.date(2026, 3, 2)
    for _ in range(draw(st.integers(1, 14))):
        permis = avancement(dossier(OUVERT, FACTURE, *actes), instance).permis
        if not permis:
            break
        jour += dt.timedelta(days=draw(st.integers(1, 60)))
        actes.append(_tirer(draw, instance, draw(st.sampled_from(permis)), jour))
    return instance, tuple(actes)


def _tirer(draw: st.DrawFn, instance: Instance, acte: Acte, jour: dt.date) -> ActeDInstance:
    return ActeDInstance(
        date=jour,
        instance=instance,
        acte=acte,
        juridiction=draw(st.sampled_from(["", *Juridiction])) if acte is Acte.OUVERTURE else "",
        montant=draw(st.sampled_from([0, 900_000, 1_100_000])),
        pour_le=jour + dt.timedelta(days=40) if acte is Acte.AUDIENCE else None,
        a_personne=acte is Acte.SIGNIFICATION and draw(st.booleans()),
        sans_effet=acte is Acte.SIGNIFICATION and draw(st.booleans()),
    )


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(vies())
def test_une_voie_a_toujours_une_suite_et_chaque_demarche_sa_commande(
    vie: tuple[Instance, tuple[ActeDInstance, ...]],
) -> None:
    instance, actes = vie
    tenu = dossier(OUVERT, FACTURE, *actes)
    voie = avancement(tenu, instance)
    venir = tuple(suites(tenu, voie))
    assert venir, f"{voie.etat} : un dossier sans prochaine démarche"
    cles = [demarche.cle for demarche in demarches(tenu, AGENCE)]
    assert len(cles) == len(set(cles)) and not [cle for cle in cles if " " in cle]
    for demarche in venir:
        assert demarche.commande.startswith("recouvre ") and "D-1" in demarche.commande
        assert demarche.genre is not Genre.DELAI or demarche.fondement or "audience" in demarche.cle
        assert demarche.jusqu_au is None or demarche.le <= demarche.jusqu_au


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(vies())
def test_pendant_une_voie_ou_apres_un_titre_aucune_etape_du_scenario_n_est_a_faire(
    vie: tuple[Instance, tuple[ActeDInstance, ...]],
) -> None:
    instance, actes = vie
    tenu = dossier(OUVERT, FACTURE, *actes)
    voie = avancement(tenu, instance)
    au = actes[-1].date
    suspendu = [*scenario_suspendu(tenu, au), *retenues(tenu, au)]
    assert bool(suspendu) == (voie.en_cours or bool(tenu.titres))
    actives = [d for d in demarches(tenu, AGENCE) if d.genre in (Genre.ENVOI, Genre.APPEL, Genre.VISITE)]
    assert all(d.attente for d in actives) or not suspendu
    assert tuple(hors_des_instances(tenu, actives)) == tuple(actives) or suspendu


def test_un_acte_hors_de_sa_voie_se_refuse_en_disant_ceux_qu_elle_a() -> None:
    with pytest.raises(
        SaisieIllisible, match="« jugement » n'est pas un acte de « petites-creances » : inviter, accord"
    ):
        verbe(Instance.PETITES_CREANCES, Acte.JUGEMENT)


def test_chaque_verbe_mene_a_un_acte_et_chaque_acte_a_son_verbe() -> None:
    for instance in (Instance.INJONCTION, Instance.PETITES_CREANCES, Instance.ASSIGNATION):
        assert len(set(VERBES[instance].values())) == len(VERBES[instance])
    communs = set().union(*(set(verbes.values()) for verbes in VERBES.values()))
    assert communs == set(Acte)


def test_sans_acte_rien_ne_change() -> None:
    nu = dossier(OUVERT, FACTURE)
    assert avancement(nu, Instance.INJONCTION).etat is Etat.AUCUNE
    assert list(retenues(nu, OUVERT)) == list(scenario_suspendu(nu, OUVERT)) == []
    assert not [d for d in demarches(nu, AGENCE) if d.genre in (Genre.DELAI, Genre.DECISION)]
