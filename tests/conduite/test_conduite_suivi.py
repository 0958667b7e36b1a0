"""Un litige, une promesse : le jour où ils retiennent, ce qu'ils font faire, et la reprise sans rafale."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from essai_conduite import AGENCE, INTERNE, UN_JOUR, demarches, dossier, du_au, dus, etapes, facture, partie
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.litiges import litiges_ouverts
from recouvre.conduite.pauses import pauses
from recouvre.conduite.porte import hors_scenario
from recouvre.conduite.promesses import sans_la_marche
from recouvre.conduite.suivi import limite, promesse_en_cours, recu_depuis, reprise, retenues
from recouvre.conduite.tours import accomplies
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote, DocumentEtabli, EncaissementRecu, Evenement
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite
from recouvre.domaine.profil import Mode, Profil
from recouvre.droit.delais import est_ouvre

LUNDI = dt.date(2026, 3, 2)
CREANCE = facture(dt.date(2026, 1, 31))
PROFIL = Profil(mode=Mode.AGENCE)


def le(jour: int) -> dt.date:
    """Le lundi 2 mars 2026, plus ``jour`` jours."""
    return LUNDI + dt.timedelta(days=jour)


def tenu(*faits: Evenement) -> Dossier:
    return dossier(LUNDI, CREANCE, *faits)


def litige(jour: int, facture: str = "") -> LitigeOuvert:
    return LitigeOuvert(date=le(jour), motif="non conforme", facture=facture)


def clos(jour: int, *, du_jour: bool = False) -> LitigeClos:
    return LitigeClos(date=le(jour), issue="facture corrigée", du_jour=du_jour)


def promesse(jour: int, pour: int, montant: int = 50_000) -> PromesseFaite:
    return PromesseFaite(date=le(jour), montant=montant, pour_le=le(pour))


def recu(jour: int, montant: int) -> EncaissementRecu:
    return EncaissementRecu(date=le(jour), montant=montant)


def codes(cas: Dossier, jour: int, *malgre: str) -> list[str]:
    return [retenue.code for retenue in retenues(cas, le(jour), malgre=malgre)]


# --- Le litige ------------------------------------------------------------------------------------------------------


def test_un_litige_court_jusqu_a_la_veille_de_sa_cloture() -> None:
    cas = tenu(litige(1), clos(9))
    assert [bool(litiges_ouverts(cas, le(jour))) for jour in (0, 1, 8, 9)] == [False, True, True, False]


def test_un_litige_rouvert_le_jour_de_la_cloture_retient_toujours() -> None:
    """La clôture ferme ceux d'avant elle : aucun jour où une contestation nouvelle passerait inaperçue."""
    cas = tenu(litige(1), clos(9), litige(9))
    assert all(codes(cas, jour) == ["litige"] for jour in range(1, 60))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.sets(st.integers(0, 20), max_size=5), st.sets(st.integers(0, 20), max_size=4), st.sets(st.integers(0, 20)))
def test_tout_litige_que_rien_ne_clot_apres_lui_retient(ouverts: set[int], fins: set[int], meme: set[int]) -> None:
    """Refait à la main, jour par jour : un interrupteur qu'une ouverture baisse et qu'une clôture relève."""
    cas = tenu(*(litige(jour) for jour in ouverts), *(clos(jour, du_jour=jour in meme) for jour in fins))
    baisse = False
    for jour in range(40):
        baisse = (baisse and jour not in fins) or (jour in ouverts and jour not in fins & meme)
        assert bool(litiges_ouverts(cas, le(jour))) is baisse, jour


def test_une_raison_par_litige_avec_sa_facture_et_la_commande() -> None:
    premier, second = retenues(tenu(litige(1), litige(2, "F-1")), le(3))
    assert premier.phrase == "litige ouvert le 03/03/2026 : non conforme"
    assert second.phrase == "litige ouvert le 04/03/2026 sur F-1 : non conforme"
    assert premier.remede == 'recouvre reprendre D-1 litige --issue "…"'


@pytest.mark.parametrize("reclame", [True, False])
def test_hors_scenario_seuls_les_documents_de_reponse_se_font(reclame: bool) -> None:
    cas = tenu(litige(0), promesse(0, 10))

    def vus(*malgre: str) -> list[str]:
        retenus = hors_scenario(cas, (), PROFIL, le(1), malgre=malgre, reclame=reclame)
        return [retenue.code for retenue in retenus]

    assert vus() == ["litige", "promesse"]
    assert (vus("litige"), vus("promesse"), vus("litige", "promesse")) == (["promesse"], ["litige"], [])
    assert vus("plan") == ["litige", "promesse"]


# --- La promesse ----------------------------------------------------------------------------------------------------


def test_une_promesse_retient_jusqu_au_delai_bancaire() -> None:
    """Pour le vendredi 13 : un virement ordonné ce jour-là arrive au plus tard le mardi 17."""
    faite = promesse(1, 11)
    cas = tenu(faite)
    assert (limite(faite), reprise(faite)) == (dt.date(2026, 3, 17), dt.date(2026, 3, 18))
    assert [codes(cas, jour) for jour in (0, 1, 15, 16)] == [[], ["promesse"], ["promesse"], []]
    [retenue] = retenues(cas, le(1))
    assert "pour le 13/03/2026 : rien ne part avant le 18/03/2026" in retenue.phrase and not retenue.remede


def test_une_promesse_tenue_ne_retient_plus() -> None:
    cas = tenu(promesse(1, 20), recu(5, 20_000), recu(8, 30_000))
    assert [codes(cas, jour) for jour in (7, 8)] == [["promesse"], []]
    assert [recu_depuis(cas, cas.promesses[0], le(jour)) for jour in (4, 5, 8)] == [0, 20_000, 50_000]


def test_la_moitie_payee_le_jour_de_la_promesse_n_est_pas_le_reste_promis() -> None:
    cas = tenu(recu(1, 50_000), promesse(1, 10))
    assert codes(cas, 2) == ["promesse"]
    assert _suivies(cas)[0].libelle.startswith("Vérifier la promesse de 500,00")


def test_une_promesse_pour_le_jour_meme_est_tenue_par_le_paiement_du_jour() -> None:
    cas = tenu(promesse(1, 1), recu(1, 50_000))
    assert codes(cas, 1) == [] and not _suivies(cas)


def test_la_derniere_promesse_prime_meme_si_elle_finit_plus_tot() -> None:
    cas = tenu(promesse(1, 30), promesse(4, 7))
    assert [codes(cas, jour) for jour in (3, 4, 9, 10)] == [["promesse"], ["promesse"], ["promesse"], []]
    assert [d.libelle[-10:] for d in _suivies(cas)] == ["09/03/2026", "09/03/2026"]


def test_de_deux_promesses_du_meme_jour_la_derniere_saisie_prime() -> None:
    deux = [promesse(1, 10, 90_000), promesse(1, 10, 10_000)]
    for faites in (deux, deux[::-1]):
        assert promesse_en_cours(tenu(*faites), le(2)) == faites[1]


# --- L'agenda -------------------------------------------------------------------------------------------------------


def _suivies(cas: Dossier, mode: Mode = Mode.AGENCE) -> list[Demarche]:
    prevues = demarches(cas, AGENCE if mode is Mode.AGENCE else INTERNE, mode)
    return [d for d in prevues if d.genre in (Genre.LITIGE, Genre.PROMESSE)]


def test_un_litige_se_repond_puis_se_surveille() -> None:
    reponse, suite = _suivies(tenu(litige(4)))
    assert (reponse.le, suite.le) == (le(4), le(21)), "quinze jours, jusqu'au lundi"
    assert reponse.libelle == "Répondre à la contestation, demander les pièces au créancier : non conforme"
    assert suite.libelle.startswith("Obtenir la réponse du créancier, puis clore le litige ouvert le 06/03/2026")
    interne = _suivies(tenu(litige(4)), Mode.INTERNE)
    assert "créancier" not in " ".join(d.libelle for d in interne)
    assert not _suivies(tenu(litige(4), clos(6)))


def test_la_reponse_se_note_ou_s_etablit_et_la_surveillance_dure() -> None:
    reponse, suite = _suivies(tenu(litige(4)))
    lettre = DocumentEtabli(
        date=le(5), modele="reponse_contestation", reference="D-1-1", destinataire="debiteur", fichier="",
        empreinte="", empreinte_modele="", total=0,
    )  # fmt: skip
    notee = ContactNote(date=le(4), canal="tache", etape=reponse.cle)
    for fait in (lettre, notee):
        assert [d.cle for d in _suivies(tenu(litige(4), fait))] == [suite.cle]
    relance = ContactNote(date=le(21), canal="tache", etape=suite.cle)
    [encore] = _suivies(tenu(litige(4), notee, relance))
    assert (encore.cle, encore.le) == (suite.cle, le(36)), "un litige ouvert ne s'oublie jamais"


def test_une_promesse_se_verifie_puis_se_dit_non_tenue() -> None:
    verifier, rompue = _suivies(tenu(promesse(1, 12), recu(8, 20_000)))
    assert (verifier.le, verifier.jusqu_au, rompue.le) == (le(14), le(15), le(16)), "promise un samedi"
    assert "non tenue : 200,00" in rompue.libelle and "reçus sur 500,00" in rompue.libelle
    assert not _suivies(tenu(promesse(1, 12), recu(40, 50_000))), "payée en retard, elle ne se rappelle plus"


@pytest.mark.parametrize(
    "fait",
    [
        ContactNote(date=le(16), canal="appel", texte="paiera demain"),
        partie(AGENCE, "relance-1", le(16)),
        promesse(16, 20),
    ],
)
def test_revenir_vers_le_debiteur_efface_la_promesse_rompue(fait: Evenement) -> None:
    rompue = _suivies(tenu(promesse(1, 12)))[-1]
    assert rompue.cle not in [d.cle for d in _suivies(tenu(promesse(1, 12), fait))]


def test_un_appel_sans_reponse_ou_trop_tot_ne_l_efface_pas() -> None:
    rompue = _suivies(tenu(promesse(1, 12)))[-1]
    for contact in (
        ContactNote(date=le(16), canal="appel", echec=True, par="a"),
        ContactNote(date=le(12), canal="appel", texte="confirme"),
    ):
        assert rompue in _suivies(tenu(promesse(1, 12), contact))


# --- Le scénario attend, puis reprend -------------------------------------------------------------------------------


def test_pendant_un_litige_tout_le_scenario_attend_avec_sa_raison() -> None:
    appele = ContactNote(date=le(21), canal="appel", etape="appels", echec=True, par="a")
    cas = tenu(partie(AGENCE, "mise-en-demeure", LUNDI), partie(AGENCE, "relance-1", le(11)), appele, litige(22))
    prevues = demarches(cas, AGENCE)
    scenario = [d for d in prevues if d.genre in (Genre.ENVOI, Genre.APPEL, Genre.VISITE)]
    assert {d.genre for d in scenario} == {Genre.ENVOI, Genre.APPEL, Genre.VISITE}
    assert {d.attente for d in scenario} == {"litige ouvert le 24/03/2026 : non conforme"}
    autres = [d for d in prevues if d not in scenario]
    assert autres and not any(d.attente for d in autres)


def test_apres_la_cloture_la_premiere_etape_repart_et_les_autres_gardent_leur_rythme() -> None:
    """Sans cela, l'appel, la relance et la tâche qui tombaient pendant le litige tomberaient tous le même jour."""
    cles = ("relance-1", "appel-1", "relance-2", "commercial", "appel-2")
    libres = etapes(dossier(LUNDI, facture(le(0))), INTERNE, Mode.INTERNE)
    prevues = etapes(dossier(LUNDI, facture(le(0)), litige(2), clos(30)), INTERNE, Mode.INTERNE)
    assert [(libres[cle] - LUNDI).days for cle in cles] == [4, 7, 14, 21, 28]
    assert [(prevues[cle] - LUNDI).days for cle in cles] == [30, 36, 42, 49, 56]


def test_l_appel_ou_le_debiteur_conteste_ne_retarde_pas_ce_qui_suit() -> None:
    """Fait pendant le litige, il n'a rien attendu : la relance, elle, repart dès la clôture."""
    appele = ContactNote(date=le(7), canal="appel", etape="appel-1")
    base = (facture(le(0)), partie(INTERNE, "relance-1", le(4)), appele, litige(7), clos(30))
    assert etapes(dossier(LUNDI, *base), INTERNE, Mode.INTERNE)["relance-2"] == le(30)


def test_un_dossier_ouvert_en_retard_attend_aussi_la_fin_du_litige() -> None:
    assert {etapes(tenu(), INTERNE, Mode.INTERNE)[cle] for cle in ("relance-1", "appel-1")} == {LUNDI}
    prevues = etapes(tenu(litige(0), clos(10)), INTERNE, Mode.INTERNE)
    assert (prevues["relance-1"], prevues["appel-1"]) == (le(10), le(10))
    assert etapes(tenu(litige(0), clos(10)), AGENCE)["mise-en-demeure"] == le(10)


def test_un_contre_appel_attend_la_promesse() -> None:
    appele = ContactNote(date=le(21), canal="appel", etape="appels", echec=True, par="a")
    base = (partie(AGENCE, "mise-en-demeure", LUNDI), partie(AGENCE, "relance-1", le(11)), appele)

    def contre_appel(*faits: Evenement) -> dt.date:
        return next(d.le for d in demarches(tenu(*base, *faits), AGENCE) if d.cle == "contre-appel")

    assert contre_appel() == le(22)
    assert contre_appel(promesse(21, 28)) == reprise(promesse(21, 28))


def test_noter_un_appel_apres_le_litige_n_avance_pas_la_suite() -> None:
    """Le décalage ne dépend que de ce qui a attendu, pas de ce qu'on fait ensuite."""
    base = (facture(le(0)), litige(5), clos(30))
    avant = etapes(dossier(LUNDI, partie(INTERNE, "relance-1", le(4)), *base), INTERNE, Mode.INTERNE)
    appele = ContactNote(date=avant["appel-1"], canal="appel", etape="appel-1")
    apres = etapes(dossier(LUNDI, partie(INTERNE, "relance-1", le(4)), *base, appele), INTERNE, Mode.INTERNE)
    assert avant["appel-1"] == le(30)
    assert apres == {cle: jour for cle, jour in avant.items() if cle != "appel-1"}


def test_une_tache_que_le_retard_d_une_lettre_mene_dans_une_promesse_l_attend() -> None:
    """Prévue avant elle, elle ne se décale pas ; la lettre partie en retard la repousse, et la promesse la retient."""
    faits = (facture(le(0)), partie(INTERNE, "relance-1", le(4)), partie(INTERNE, "relance-2", le(21)))
    assert etapes(dossier(LUNDI, *faits), INTERNE, Mode.INTERNE)["commercial"] == le(28)
    faite = promesse(23, 35)
    assert etapes(dossier(LUNDI, *faits, faite), INTERNE, Mode.INTERNE)["commercial"] == reprise(faite)


def test_une_promesse_decale_les_appels_et_laisse_l_envoi_a_la_porte() -> None:
    base = (facture(le(0)), partie(INTERNE, "relance-1", le(4)))
    libres = etapes(dossier(LUNDI, *base), INTERNE, Mode.INTERNE)
    prevues = etapes(dossier(LUNDI, *base, promesse(5, 12)), INTERNE, Mode.INTERNE)
    assert libres["appel-1"] == le(7) and prevues["appel-1"] == reprise(promesse(5, 12))
    assert prevues["relance-2"] == libres["relance-2"]
    tenue = etapes(dossier(LUNDI, *base, promesse(5, 12), recu(8, 50_000)), INTERNE, Mode.INTERNE)
    assert tenue["appel-1"] == le(8), "tenue, la promesse ne fait plus rien attendre"


def test_les_pauses_qui_se_touchent_n_en_font_qu_une() -> None:
    cas = tenu(litige(1), litige(3, "F-1"), clos(6), promesse(6, 10), promesse(9, 10))
    assert pauses(cas) == ((le(1), reprise(promesse(9, 10))),)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=3),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30)), max_size=2, unique_by=lambda p: p[0]),
)
def test_jamais_un_envoi_pendant_jamais_de_rafale_apres(
    litiges: list[tuple[int, int]], promesses: list[tuple[int, int]]
) -> None:
    """Le facteur passe chaque jour et ne sait que ce qui a eu lieu : tout finit par partir, à son rythme."""
    venir: list[Evenement] = [litige(du) for du, _ in litiges]
    venir += [clos(du + duree) for du, duree in litiges]
    venir += [promesse(du, du + duree) for du, duree in promesses]
    connus: list[Evenement] = [facture(LUNDI - 60 * UN_JOUR)]
    departs: list[tuple[str, dt.date]] = []
    for jour in du_au(LUNDI, le(400)):
        connus += [fait for fait in venir if fait.date == jour]
        cas = dossier(LUNDI, *connus)
        a_envoyer = dus(demarches(cas, AGENCE), jour) if est_ouvre(jour) else []
        if not a_envoyer or any(retenues(cas, jour)):
            continue
        assert not litiges_ouverts(cas, jour) and promesse_en_cours(cas, jour) is None
        departs.append((a_envoyer[0].cle, jour))
        connus.append(partie(AGENCE, a_envoyer[0].cle, jour))
    fini = dossier(LUNDI, *connus)
    suivi = sans_la_marche(fini, AGENCE, accomplies(fini))
    assert [cle for cle, _ in departs] == [etape.cle for etape in suivi.etapes if etape.sortante]
    for (avant, parti), (apres, suivant) in pairwise(departs):
        une, autre = suivi.etape(avant), suivi.etape(apres)
        assert une is not None and autre is not None
        assert (suivant - parti).days >= autre.jour - une.jour - 4, (avant, apres)
