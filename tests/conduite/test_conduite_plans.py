"""Le suivi d'un plan, sans disque ni horloge : ce qui est dû chaque jour, et jamais deux réclamations à la fois."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from essai_conduite import AGENCE, UN_JOUR, demarches, dossier, du_au, dus, etapes, facture, partie
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.conduite.autorisations import accord_du_creancier
from recouvre.conduite.plans import (
    a_constater,
    constat_attendu,
    derniere_limite,
    etapes_du_plan,
    limite_de,
    reprise_du_scenario,
)
from recouvre.conduite.promesses import etats, sans_la_marche
from recouvre.conduite.scenarios import Canal, ScenarioFautif, construire
from recouvre.conduite.tours import accomplies
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, Evenement, RelanceEnvoyee
from recouvre.domaine.faits_de_gestion import AutorisationDonnee, AutorisationRetiree, ObjetAutorisation
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu, Versement
from recouvre.domaine.faits_de_suivi import PromesseFaite
from recouvre.droit.delais import est_ouvre
from recouvre.droit.plans import plan_en_cours

LUNDI = dt.date(2026, 3, 2)
CREANCE = facture(dt.date(2026, 1, 31), montant=60_000)
PLAN = PlanConclu(
    date=dt.date(2026, 3, 4),
    arrete_le=dt.date(2026, 3, 3),
    total=60_000,
    versements=tuple(Versement(dt.date(2026, mois, 10), 20_000) for mois in (3, 4, 5)),
    preavis=8,
)


def tenu(*faits: Evenement) -> Dossier:
    return dossier(LUNDI, CREANCE, partie(AGENCE, "mise-en-demeure", LUNDI), PLAN, *faits)


def du_plan(tenu: Dossier) -> dict[str, dt.date]:
    """Ce que le plan donne à faire : clé → date, hors de ce qui attend un autre envoi."""
    return {d.cle: d.le for d in demarches(tenu, AGENCE) if ":" in d.cle and "echeance" in d.cle and not d.suite}


def envoi(tenu: Dossier, cle: str, le: dt.date) -> RelanceEnvoyee:
    etape = etapes_du_plan(tenu, cle)[0]
    delai = le + dt.timedelta(days=etape.delai) if etape.delai is not None else None
    return RelanceEnvoyee(
        date=le, etape=cle, tour=1, canal=etape.canal, modele=etape.modele, reference=f"D-1-{cle}", fichier="",
        empreinte="", total=0, delai_le=delai,
    )  # fmt: skip


def recu(jour: dt.date, montant: int = 20_000) -> EncaissementRecu:
    return EncaissementRecu(date=jour, montant=montant)


def test_trois_jours_avant_le_jour_et_le_lendemain() -> None:
    prevues = du_plan(tenu())
    assert prevues["echeance-annonce:2026-03-10"] == dt.date(2026, 3, 9), "J-3 tombe un samedi"
    assert prevues["echeance:2026-03-10"] == dt.date(2026, 3, 10)
    assert prevues["echeance-impayee:2026-03-10"] == prevues["echeance-rappel:2026-03-10"] == dt.date(2026, 3, 11)
    assert "echeance-rappel:2026-04-10" not in prevues, "le suivant n'est réclamé qu'une fois celui-ci relancé"
    assert "echeance-annonce:2026-04-10" not in prevues


def test_signe_la_veille_un_plan_ne_s_annonce_pas() -> None:
    presse = replace(PLAN, versements=(Versement(dt.date(2026, 3, 5), 20_000), *PLAN.versements[1:]), total=60_000)
    cas = dossier(LUNDI, CREANCE, presse)
    assert "echeance-annonce:2026-03-05" not in du_plan(cas)


def test_paye_il_ne_demande_plus_rien_et_le_suivant_vient() -> None:
    prevues = du_plan(tenu(recu(dt.date(2026, 3, 9))))
    assert not any(cle.endswith("2026-03-10") for cle in prevues)
    assert prevues["echeance-annonce:2026-04-10"] == dt.date(2026, 4, 7)


def test_la_mise_en_demeure_partie_la_caducite_vient_apres_sa_limite() -> None:
    cas = tenu()
    mise = envoi(cas, "echeance-rappel:2026-03-10", dt.date(2026, 3, 11))
    apres = tenu(mise)
    suivi = plan_en_cours(apres)
    assert suivi is not None and limite_de(suivi, mise) == dt.date(2026, 3, 19)
    assert du_plan(apres)["echeance-rappel:2026-04-10"] == dt.date(2026, 4, 13)
    constat = next(d for d in demarches(apres, AGENCE) if d.cle.startswith("caducite:"))
    assert constat.le == dt.date(2026, 3, 20) and constat.commande.endswith("--caduc-le 20/03/2026")
    paye = tenu(mise, recu(dt.date(2026, 3, 19)))
    assert a_constater(paye, suivi) is None
    assert not any(d.cle.startswith("caducite:") for d in demarches(paye, AGENCE))


def _caducite(cas: Dossier) -> dt.date:
    return next(d.le for d in demarches(cas, AGENCE) if d.cle == "caducite:2026-03-10")


def test_jamais_deux_delais_ecrits_a_la_fois_et_rien_ne_tombe_avant_le_dernier() -> None:
    """Deux versements de la même semaine : le second attend que le premier soit jugé."""
    proches = tuple(Versement(dt.date(2026, 3, jour), 20_000) for jour in (10, 12, 31))
    presse = (partie(AGENCE, "mise-en-demeure", LUNDI), replace(PLAN, versements=proches))
    cas = dossier(LUNDI, CREANCE, *presse)
    une = envoi(cas, "echeance-rappel:2026-03-10", dt.date(2026, 3, 11))
    cas = dossier(LUNDI, CREANCE, *presse, une)
    attendu = du_plan(cas)
    assert attendu["echeance-impayee:2026-03-12"] == dt.date(2026, 3, 13), "appeler n'attend pas"
    assert attendu["echeance-rappel:2026-03-12"] == dt.date(2026, 3, 27), "une semaine pour décider, après le 19"
    assert _caducite(cas) == dt.date(2026, 3, 20)
    autre = envoi(cas, "echeance-rappel:2026-03-12", dt.date(2026, 3, 13))
    deux = dossier(LUNDI, CREANCE, *presse, une, autre)
    assert _caducite(deux) == dt.date(2026, 3, 22), "partie à la main, elle laisse jusqu'au 21"
    suivi = plan_en_cours(deux)
    assert suivi is not None and derniere_limite(deux, suivi) == (autre, dt.date(2026, 3, 21))


def test_caduc_le_constat_part_d_abord_et_le_scenario_attend_son_delai() -> None:
    mise = envoi(tenu(), "echeance-rappel:2026-03-10", dt.date(2026, 3, 11))
    tombe = tenu(mise, PlanCaduc(date=dt.date(2026, 3, 20)))
    assert constat_attendu(tombe)
    assert [d.cle for d in dus(demarches(tombe, AGENCE), dt.date(2026, 3, 20))] == ["plan-caduc:2026-03-20"]
    constat = envoi(tombe, "plan-caduc:2026-03-20", dt.date(2026, 3, 20))
    averti = tenu(mise, PlanCaduc(date=dt.date(2026, 3, 20)), constat)
    assert not constat_attendu(averti) and reprise_du_scenario(averti) == dt.date(2026, 3, 30)
    reste = etapes(averti, AGENCE)
    assert (reste["relance-1"], reste["relance-2"]) == (dt.date(2026, 3, 30), dt.date(2026, 4, 7))


def test_les_etapes_d_un_plan_n_ont_lieu_que_tant_qu_il_les_appelle() -> None:
    cas = tenu()
    canaux = [etape.canal for etape in etapes_du_plan(cas, "echeance-annonce:2026-03-10")]
    assert canaux == [Canal.COURRIEL, Canal.SMS], "jamais un pli"
    [rappel] = etapes_du_plan(cas, "echeance-rappel:2026-03-10")
    assert (rappel.envoi, rappel.delai, rappel.malgre) == ("recommande", 8, ("plan",))
    for cle in ("echeance-rappel:2026-03-11", "echeance:2026-03-10", "plan-caduc:2026-03-20", "autre:2026-03-10"):
        assert etapes_du_plan(cas, cle) == ()
    assert etapes_du_plan(tenu(recu(dt.date(2026, 3, 9))), "echeance-rappel:2026-03-10") == ()


def test_un_scenario_ne_peut_pas_passer_outre() -> None:
    brut = {"nom": "x", "origine": "echeance", "etapes": [
        {"cle": "a", "libelle": "A", "jour": 1, "canal": "courrier", "malgre": "plan"}
    ]}  # fmt: skip
    with pytest.raises(ScenarioFautif, match="malgre"):
        construire(brut, "x")


def test_l_autorisation_de_plan_vaut_a_son_jour_et_pour_sa_somme() -> None:
    donnee = AutorisationDonnee(date=LUNDI, objet=ObjetAutorisation.PLAN, plafond=50_000)
    autre = AutorisationDonnee(date=LUNDI, objet=ObjetAutorisation.VISITE)
    retiree = AutorisationRetiree(date=LUNDI + UN_JOUR, objet=ObjetAutorisation.PLAN)
    passee = replace(donnee, jusqu_au=LUNDI)
    assert accord_du_creancier(tenu(donnee, autre), LUNDI, 50_000) == donnee
    assert accord_du_creancier(tenu(donnee), LUNDI, 50_001) is None
    assert accord_du_creancier(tenu(autre), LUNDI, 1) is None
    assert accord_du_creancier(tenu(donnee, retiree), LUNDI, 1) is None
    assert accord_du_creancier(tenu(passee), LUNDI + UN_JOUR, 1) is None


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30_000)), max_size=4), st.booleans())
def test_jamais_une_reclamation_de_ce_qui_est_paye_ni_deux_le_meme_jour(
    paiements: list[tuple[int, int]], constate: bool
) -> None:
    """Le facteur passe chaque jour ouvré : une lettre au plus, jamais pour un versement payé, jamais le scénario."""
    venir = [recu(PLAN.date + dt.timedelta(days=jour), somme) for jour, somme in paiements]
    connus: list[Evenement] = []
    vus: list[str] = []
    for jour in du_au(PLAN.date, dt.date(2026, 6, 30)):
        connus += [fait for fait in venir if fait.date == jour]
        cas = tenu(*connus)
        suivi = plan_en_cours(cas)
        if suivi is None:
            return
        tombe = derniere_limite(cas, suivi)
        if constate and tombe and jour > tombe[1]:
            connus.append(PlanCaduc(date=jour))
            assert demarches(tenu(*connus), AGENCE), "jamais un dossier sans suite"
            return
        a_envoyer = [d for d in dus(demarches(cas, AGENCE), jour) if not d.attente] if est_ouvre(jour) else []
        for demarche in a_envoyer[:1]:
            assert ":" in demarche.cle, "le scénario attend"
            assert etapes_du_plan(cas, demarche.cle), "une étape que le plan appelle encore"
            assert demarche.cle not in vus
            vus.append(demarche.cle)
            connus.append(envoi(cas, demarche.cle, jour))


# --- Les promesses --------------------------------------------------------------------------------------------------


def promesse(jour: int, pour: int) -> PromesseFaite:
    return PromesseFaite(date=LUNDI + jour * UN_JOUR, montant=10_000, pour_le=LUNDI + pour * UN_JOUR)


def en_relance(*faits: Evenement) -> Dossier:
    return dossier(LUNDI, CREANCE, partie(AGENCE, "mise-en-demeure", LUNDI), *faits)


def marches(cas: Dossier) -> list[tuple[str, int]]:
    return [(e.cle, e.jour) for e in sans_la_marche(cas, AGENCE, accomplies(cas)).etapes if e.sortante]


def test_la_seconde_rompue_saute_une_marche_la_premiere_non() -> None:
    entieres = [("mise-en-demeure", 0), ("relance-1", 11), ("relance-2", 18), ("avis-avant-poursuites", 31)]
    assert marches(en_relance(promesse(1, 2))) == entieres
    sautee = [("mise-en-demeure", 0), ("relance-2", 11), ("avis-avant-poursuites", 24)]
    assert marches(en_relance(promesse(1, 2), promesse(9, 10))) == sautee
    assert marches(en_relance(promesse(1, 2), promesse(9, 10), promesse(20, 21))) == sautee, "une seule fois"


def test_ni_remplacee_ni_partielle_ni_tenue_en_retard_ne_comptent() -> None:
    remplacee = en_relance(promesse(1, 5), promesse(3, 6))
    assert [str(etat) for _, etat in etats(remplacee, dt.date.max)] == ["remplacée", "rompue"]
    partielle = en_relance(promesse(1, 2), recu(LUNDI + 3 * UN_JOUR, 100), promesse(9, 10))
    tardive = en_relance(promesse(1, 2), recu(LUNDI + 8 * UN_JOUR, 10_000), promesse(9, 10))
    for cas in (remplacee, partielle, tardive):
        assert len(marches(cas)) == 4


def test_jamais_la_mise_en_demeure_ni_la_derniere() -> None:
    sans_mise = dossier(LUNDI, CREANCE, promesse(1, 2), promesse(9, 10))
    assert len(marches(sans_mise)) == 4
    parties = [partie(AGENCE, cle, LUNDI + jour * UN_JOUR) for cle, jour in (("relance-1", 11), ("relance-2", 18))]
    cas = en_relance(*parties, promesse(20, 21), promesse(28, 29))
    assert len(marches(cas)) == 4, "il n'y a pas plus ferme que la dernière"


def test_ce_qui_est_parti_depuis_ne_change_pas_la_marche_sautee() -> None:
    partie_depuis = replace(partie(AGENCE, "relance-2", LUNDI + 16 * UN_JOUR))
    cas = en_relance(promesse(1, 2), promesse(9, 10), partie_depuis)
    assert [cle for cle, _ in marches(cas)] == ["mise-en-demeure", "relance-2", "avis-avant-poursuites"]
    assert "relance-1" not in etapes(cas, AGENCE)
