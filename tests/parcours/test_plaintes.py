"""Les plaintes des utilisateurs d'autres outils de relance, une par test : chacune dit la règle qui y répond ici.

Les numéros sont ceux de notre relevé : 1 à 7, ce qui part en double ou ne part pas ; 18 à 23, les niveaux, les états et
les dates. Sortir d'une relance une facture contestée (fin de la plainte 20) viendra avec le litige.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import io
import itertools
from collections.abc import Iterator

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import JOUR, MATIN, avaler, etats, ouvrir, regler
from pypdf import PdfReader
from serveur_courriel import JUSQU_A_DATA, Autorite, Serveur, scenario, serveur

RELANCES = ("relance-1", "relance-2", "relance-3", "mise-en-demeure")
A_SOI = """
nom = "a-soi"
libelle = "À soi"
origine = "echeance"
"""
ETAPE = """
[[etapes]]
cle = "{cle}"
libelle = "{cle}"
jour = {jour}
canal = "{canal}"
modele = "relance"
penalites = false
niveau = {niveau}
"""


@pytest.fixture(scope="module")
def poste_partage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """Un serveur honnête pour tout le module."""
    with serveur(Autorite(tmp_path_factory.mktemp("autorite"))) as essai:
        yield essai


@pytest.fixture
def poste(poste_partage: Serveur) -> Iterator[Serveur]:
    """Le même, vidé : il n'a rien reçu et ne refuse rien."""
    boite = poste_partage.boite
    boite.recus.clear()
    boite.connexions = 0
    yield poste_partage
    boite.a_mail = boite.a_rcpt = lambda adresse: None
    boite.a_data = lambda enveloppe: None


@pytest.fixture
def service(interne: LigneDeCommande, poste: Serveur) -> LigneDeCommande:
    """Un service crédit qui relance par courriel : la première relance de D-1 est due ce matin, mardi 7 avril 2026."""
    regler(interne, poste.port)
    ouvrir(interne)
    return interne


def ecrire_scenario(outil: LigneDeCommande, *etapes: tuple[str, int, str], suite: str = "") -> None:
    """Pose le scénario « a-soi » : (étape, jour, canal) ; ``suite`` s'ajoute à la dernière étape."""
    dossier = outil.cabinet / "scenarios"
    dossier.mkdir(exist_ok=True)
    corps = [ETAPE.format(cle=cle, jour=jour, canal=canal, niveau=int(jour > 0)) for cle, jour, canal in etapes]
    (dossier / "a-soi.toml").write_text(A_SOI + "".join(corps) + suite, "utf-8")


def passer(outil: LigneDeCommande, du: str, au: str, heure: str = "09:00") -> list[tuple[str, str, str]]:
    """Un passage par jour, bornes comprises : (jour, dossier, étape) de ce qui est parti."""
    jour, fin, partis = dt.date.fromisoformat(du), dt.date.fromisoformat(au), []
    while jour <= fin:
        outil.jour(f"{jour} {heure}")
        passage = outil.json("relances", "--envoyer")
        partis += [(jour.isoformat(), depart["dossier"], depart["etape"]) for depart in passage["envoyees"]]
        jour += dt.timedelta(days=1)
    return partis


def relances(outil: LigneDeCommande, dossier: int = 1) -> list[str]:
    """Les étapes parties de ce dossier, au journal."""
    requete = "SELECT json_extract(donnees, '$.etape') FROM journal WHERE genre = 'RelanceEnvoyee' AND dossier = ?"
    return [etape for (etape,) in outil.lignes(requete + " ORDER BY rang", dossier)]


def lettre(octets: bytes) -> str:
    """Le texte de la lettre jointe à ce courriel, d'une seule ligne."""
    [piece] = email.message_from_bytes(octets, policy=email.policy.default).iter_attachments()
    texte = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(piece.get_content())).pages)
    return " ".join(texte.split())


# --- Ce qui part en double, ou ne part pas --------------------------------------------------------------------------


def test_plainte_1_le_planificateur_passe_tous_les_quarts_d_heure(service: LigneDeCommande, poste: Serveur) -> None:
    """« 22 relances dans la journée parce que cron passait tous les quarts d'heure. »

    Une étape se réserve sous une clé unique et n'est due qu'une fois : le nombre de passages ne compte pas.
    """
    service.ouvrir("F-2", "500", debiteur="Sans Courriel", echeance="31/03/2026", complet=False)
    regler(service, poste.port, responsable="chef@vauquelin.example")
    for quart in range(96):
        service.jour(f"{JOUR} {quart // 4:02}:{quart % 4 * 15:02}")
        service.fait("relances", "--envoyer")
    assert etats(service) == [("courriel", "envoyé"), ("courrier", "envoyé")]
    servis = [recu.rcpt_tos[0].partition("@")[0] for recu in poste.boite.recus]
    assert servis == ["chef", "d1", "chef"], "le pli part à minuit, le courriel à huit heures, chacun son résumé"
    assert relances(service) == relances(service, 2) == ["relance-1"]
    assert len(list(service.cabinet.glob("courriers/*/lot-*.pdf"))) == 1
    service.verifier()


def test_plainte_1_ce_qui_attend_quelqu_un_ne_s_ecrit_pas_tous_les_quarts_d_heure(
    service: LigneDeCommande, poste: Serveur
) -> None:
    """La même, pour le résumé : un envoi abandonné se dit au responsable une fois par jour, pas à chaque passage."""
    regler(service, poste.port, responsable="chef@vauquelin.example")
    poste.boite.a_data = lambda recu: "554 5.7.1 policy" if recu.rcpt_tos == ["d1@faure.example"] else None
    for heure in ("09:00", "09:15", "09:30", "17:00"):
        service.jour(f"{JOUR} {heure}")
        assert service("relances", "--envoyer").code == 1
    assert len(poste.boite.recus) == 1
    service.jour("2026-04-08 09:00")
    service("relances", "--envoyer")
    corps = email.message_from_bytes(bytes(poste.boite.recus[-1].content), policy=email.policy.default)
    assert len(poste.boite.recus) == 2 and "recouvre envois relancer D-1" in str(corps.get_body(("plain",)))


def test_plainte_2_les_frais_s_ajoutent_a_chaque_passage(service: LigneDeCommande, poste: Serveur) -> None:
    """« Des frais de retard ajoutés toutes les heures. »

    Rien ne s'ajoute quand une relance part : ce qui est dû se déduit des dates, l'indemnité une fois par facture.
    """
    avant = service.json("decompte", "D-1", "--au", "2026-07-31")
    for jour in ("2026-04-07", "2026-04-16", "2026-05-05", "2026-05-15"):
        for heure in ("08:00", "12:00", "19:45"):
            service.jour(f"{jour} {heure}")
            service.fait("relances", "--envoyer")
    assert relances(service) == list(RELANCES)
    assert service.json("decompte", "D-1", "--au", "2026-07-31") == avant
    assert avant["indemnites"] == "40.00", avant


def test_plainte_3_la_meme_relance_a_chaque_passage(service: LigneDeCommande, poste: Serveur) -> None:
    """« La relance repart à chaque passage de cron : rien ne retient qu'elle est partie. »

    Le départ est au journal, avec son étape : les passages suivants n'envoient que l'étape d'après, à son jour.
    """
    partis = passer(service, "2026-04-07", "2026-04-20")
    assert partis == [("2026-04-07", "D-1", "relance-1"), ("2026-04-16", "D-1", "relance-2")]
    assert len(poste.boite.recus) == 2
    references = [email.message_from_bytes(bytes(recu.content))["Message-ID"] for recu in poste.boite.recus]
    assert len(set(references)) == 2


def test_plainte_4_changer_de_scenario_ne_tait_ni_ne_double_rien(service: LigneDeCommande, poste: Serveur) -> None:
    """« Deux mécanismes à la fois, ou aucun : changer de moteur a fait taire les relances des factures en cours. »

    L'étape partie ne repart pas sous le nouveau scénario ; celle d'après part, à son jour, une fois.
    """
    ecrire_scenario(service, ("relance-1", 4, "courrier"), ("relance-2", 20, "courrier"))
    assert passer(service, "2026-04-07", "2026-04-07") == [("2026-04-07", "D-1", "relance-1")]
    service.fait("scenario", "choisir", "D-1", "a-soi")
    assert passer(service, "2026-04-07", "2026-04-30") == [("2026-04-20", "D-1", "relance-2")]
    assert etats(service) == [("courriel", "envoyé"), ("courrier", "envoyé")]
    service.fait("scenario", "choisir", "D-1", "interne")
    assert [etape for _, _, etape in passer(service, "2026-05-04", "2026-05-31")] == ["relance-3", "mise-en-demeure"]
    service.verifier()


def test_plainte_4_un_scenario_recrit_se_suit_aussitot(service: LigneDeCommande, poste: Serveur) -> None:
    """Récrire le fichier d'un scénario déplace, ajoute et change de canal ses étapes, sans geste de plus.

    Les démarches se prévoient de nouveau dès que le fichier change.
    """
    ecrire_scenario(service, ("relance-1", 30, "courriel"))
    service.fait("scenario", "choisir", "D-1", "a-soi", "--le", "01/04/2026")
    assert service.json("relances")["a_envoyer"] == []
    ecrire_scenario(service, ("rappel", 5, "courrier"), ("relance-1", 30, "courriel"))
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["etape"], depart["canal"]) == ("rappel", "courrier")
    assert service.json("relances", "--envoyer")["envoyees"] == []
    ecrire_scenario(service, ("rappel", 5, "courriel"), ("relance-1", 10, "courrier"))
    assert passer(service, "2026-04-08", "2026-04-20") == [("2026-04-10", "D-1", "relance-1")]
    assert etats(service) == [("courrier", "envoyé")] * 2
    service.verifier()


def test_plainte_4_un_abandon_par_courriel_ne_tait_pas_la_nouvelle_voie(
    interne: LigneDeCommande, poste: Serveur
) -> None:
    """Les essais comptés par une adresse ne retiennent ni la nouvelle adresse, ni le courrier."""
    service = interne
    regler(service, poste.port)
    ouvrir(service, 3)
    poste.boite.a_data = lambda enveloppe: "554 5.7.1 blacklisted"
    assert len(service("relances", "--envoyer", "--json").json["echecs"]) == 3
    poste.boite.a_data = lambda enveloppe: None
    assert service("relances", "--envoyer", "--json").json["envoyees"] == []
    service.fait("debiteur", "D-1", "--courriel", "neuf@faure.example")
    ecrire_scenario(service, ("relance-1", 4, "courrier"))
    service.fait("scenario", "choisir", "D-2", "a-soi", "--le", "01/04/2026")
    passage = service("relances", "--envoyer", "--json").json
    partis = sorted((depart["dossier"], depart["canal"]) for depart in passage["envoyees"])
    assert partis == [("D-1", "courriel"), ("D-2", "courrier")]
    assert [r["raisons"] for r in passage["retenues"]] == [["abandon"]]


def test_plainte_4_un_envoi_incertain_retient_aussi_le_nouveau_scenario(
    interne: LigneDeCommande, poste: Serveur
) -> None:
    """Tant qu'on ne sait pas si un courriel est parti, aucun autre ne s'y ajoute, quel que soit le nom de son étape."""
    with scenario((*JUSQU_A_DATA[:4], avaler)) as muet:
        regler(interne, muet.port)
        ouvrir(interne)
        interne("relances", "--envoyer")
    regler(interne, poste.port)
    ecrire_scenario(interne, ("rappel", 4, "courriel"))
    interne.fait("scenario", "choisir", "D-1", "a-soi", "--le", "01/04/2026")
    [retenue] = interne("relances", "--envoyer", "--json").json["retenues"]
    assert (retenue["etape"], retenue["raisons"], poste.boite.recus) == ("rappel", ["incertain"], [])
    interne.fait("envois", "trancher", "D-1-1", "--non-parti")
    assert [d["etape"] for d in interne.json("relances", "--envoyer")["envoyees"]] == ["rappel"]


def test_plainte_5_un_jour_manque_est_rattrape_sans_rafale(service: LigneDeCommande, poste: Serveur) -> None:
    """« Une relance ne part que le jour exact : machine éteinte ce jour-là, elle est perdue. »

    Ce qui est dû le reste ; après l'absence part une seule démarche, puis les intervalles du scénario.
    """
    partis = passer(service, "2026-05-20", "2026-08-31")
    assert [etape for _, _, etape in partis] == list(RELANCES), "aucune perdue, dans l'ordre"
    jours = [dt.date.fromisoformat(jour) for jour, _, _ in partis]
    assert jours[0] == dt.date(2026, 5, 20)
    ecarts = [(suivant - jour).days for jour, suivant in itertools.pairwise(jours)]
    assert all(ecart >= 9 for ecart in ecarts), ecarts


def test_plainte_6_le_decalage_a_le_bon_signe(interne: LigneDeCommande, poste: Serveur) -> None:
    """« Réglé à 60 jours de retard, le courriel est parti 60 jours avant l'échéance. »

    J-10 part avant l'échéance, J+60 après : tous les jours de l'année y passent, et rien d'autre ne part.
    """
    regler(interne, poste.port)
    ecrire_scenario(interne, ("prevenance", -10, "courriel"), ("retard", 60, "courriel"))
    ouvrir_pour_juin = ("--courriel", "d1@faure.example", "--scenario", "a-soi")
    interne.ouvrir("F-1", "1000", *ouvrir_pour_juin, echeance="16/06/2026", complet=False)
    partis = passer(interne, "2026-04-01", "2026-09-15")
    assert partis == [("2026-06-08", "D-1", "prevenance"), ("2026-08-17", "D-1", "retard")], "J-10 samedi, J+60 férié"


def test_plainte_7_une_adresse_manquante_n_arrete_pas_les_autres(interne: LigneDeCommande, poste: Serveur) -> None:
    """« Un client sans adresse, et tout le lot s'arrête. »

    Chaque dossier est décidé, écrit et remis à part ; ce qui lui manque ne retient que lui, à l'aperçu comme à l'envoi.
    """
    service = interne
    regler(service, poste.port)
    ouvrir(service, 6)
    with service.base() as base:
        base.execute("UPDATE parties SET courriel = '' WHERE nom IN ('Débiteur 2', 'Débiteur 3')")
        base.execute("UPDATE parties SET adresse = '' WHERE nom = 'Débiteur 3'")
        base.execute("UPDATE parties SET courriel = 'pas une adresse' WHERE nom = 'Débiteur 4'")
    ecrire_scenario(service, ("relance-1", 4, "courriel"))
    service.fait("scenario", "choisir", "D-6", "a-soi", "--le", "01/04/2026")
    (service.cabinet / "scenarios" / "a-soi.toml").unlink()
    poste.boite.a_rcpt = lambda adresse: "550 5.1.1 unknown" if adresse == "d1@faure.example" else None
    apercu = service("relances", "--json").json
    assert [depart["dossier"] for depart in apercu["a_envoyer"]] == ["D-1", "D-2", "D-4", "D-5"]
    assert [echec["dossier"] for echec in apercu["echecs"]] == ["D-6"]
    simules = service.json("relances", "--simuler", "1j")
    assert [depart["dossier"] for depart in simules["departs"]] == ["D-1", "D-2", "D-4", "D-5"]
    passage = service("relances", "--envoyer")
    assert passage.code == 1 and "« a-soi »" in passage.sortie and "adresse incomplète" in passage.sortie
    partis = [("courrier", "envoyé"), ("courrier", "envoyé"), ("courriel", "échoué"), ("courriel", "envoyé")]
    assert etats(service) == partis, "D-3 et D-6 n'ont pas même réservé"
    assert [recu.rcpt_tos for recu in poste.boite.recus] == [["d5@faure.example"]]


# --- Niveaux, états, dates ------------------------------------------------------------------------------------------


def test_plainte_18_aucun_niveau_saute_aucune_date_ancree_au_passage(interne: LigneDeCommande, poste: Serveur) -> None:
    """« Un niveau sauté, parce que le calcul repart du jour où il passe. »

    Ouvert soixante-dix jours après l'échéance, le dossier commence au premier niveau et les parcourt tous. Les dates
    viennent de l'échéance et des envois : que l'on regarde tous les jours ou seulement le jour dit, ce sont les mêmes.
    """
    regler(interne, poste.port)
    interne.jour("2026-06-09 09:00")
    interne.ouvrir("F-1", "1000", "--courriel", "d1@faure.example", echeance="31/03/2026", complet=False)
    interne.jour("2026-06-09 09:00")
    prevues = [(d["le"], d["dossier"], d["etape"]) for d in interne.json("relances", "--simuler", "90j")["departs"]]
    assert passer(interne, "2026-06-09", "2026-09-01") == prevues
    assert [etape for _, _, etape in prevues] == list(RELANCES)


def test_plainte_18_passer_moins_souvent_ne_decale_pas_la_suite(
    recouvre: LigneDeCommande, temoin: LigneDeCommande
) -> None:
    """Deux cabinets pareils, l'un passe chaque jour, l'autre seulement les jours où quelque chose est dû."""
    for outil in (recouvre, temoin):
        outil.ouvrir("F-1", "1000")
    chaque_jour = passer(recouvre, "2026-03-03", "2026-04-05")
    assert [p for jour, _, _ in chaque_jour for p in passer(temoin, jour, jour)] == chaque_jour
    assert [jour for jour, _, _ in chaque_jour] == ["2026-03-03", "2026-03-16", "2026-03-23", "2026-04-03"]


def test_plainte_19_defaire_n_avance_pas_d_un_niveau(service: LigneDeCommande, poste: Serveur) -> None:
    """« Des lignes à faire, annulées, ont produit au passage suivant le niveau d'après. »

    Seul un envoi parti compte : voir, suspendre, échouer, retenir, encaisser puis annuler laissent l'étape où elle est.
    """
    for _ in range(3):
        assert [d["etape"] for d in service.json("relances")["a_envoyer"]] == ["relance-1"]
        service.json("relances", "--simuler", "60j")
    service.fait("envois", "suspendre", "--motif", "essai")
    assert service.json("relances", "--envoyer")["envoyees"] == []
    service.fait("envois", "reprendre")
    poste.boite.a_data = lambda enveloppe: "451 4.3.0 try later"
    service("relances", "--envoyer")
    poste.boite.a_data = lambda enveloppe: None
    service.jour(f"{JOUR} 12:00")
    service.fait("encaisser", "D-1", service.json("decompte", "D-1")["total"])
    assert service.json("relances", "--envoyer")["envoyees"] == []
    service.fait("annuler", "D-1", str(service.rang("EncaissementRecu")), "--motif", "chèque d'un autre")
    assert [d["etape"] for d in service.json("relances", "--envoyer")["envoyees"]] == ["relance-1"]
    assert "il reste parti" in service.refuse(
        "annuler", "D-1", str(service.rang("RelanceEnvoyee")), "--motif", "parti trop tôt"
    )
    assert [etape for _, _, etape in passer(service, "2026-04-07", "2026-04-16")] == ["relance-2"]


def test_plainte_20_relancer_une_facture_ne_cache_pas_les_autres(service: LigneDeCommande, poste: Serveur) -> None:
    """« Relancer une facture cache les autres. »

    La lettre d'un dossier les cite toutes, celle ajoutée depuis aussi.
    Sortir d'une relance une facture contestée viendra avec le litige.
    """
    autre = ("--numero", "F-1B", "--montant", "400", "--emise", "20/02/2026", "--echeance", "20/03/2026")
    service.fait("facture", "D-1", *autre)
    service.ouvrir("F-7", "700", debiteur="Débiteur 1", echeance="31/03/2026", complet=False)
    service.jour(MATIN)
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    [recu] = poste.boite.recus
    assert depart["dossier"] == "D-1" and depart["total"] == "2100.00"
    assert all(numero in lettre(bytes(recu.content)) for numero in ("F-1 ", "F-1B", "F-7"))


def test_plainte_20_le_plafond_retient_sans_cacher(recouvre: LigneDeCommande) -> None:
    """Trois créanciers d'un même débiteur : deux lettres par semaine, la troisième dite, et partie dès qu'on le peut.

    Le plafond vaut aussi entre les départs d'un même passage, et l'aperçu le dit comme l'envoi.
    """
    for nom in ("Alpha", "Bravo", "Charlie"):
        recouvre.ouvrir(f"F-{nom}", "1000", "--siren", "900000027", creancier=f"Forge {nom}")
    assert len(recouvre.envoyer("2026-03-03")) == 3, "la loi veut d'abord la mise en demeure"
    apercu = recouvre.json("relances", "--au", "16/03/2026")
    assert [depart["dossier"] for depart in apercu["a_envoyer"]] == ["D-1", "D-2"]
    assert [(r["dossier"], r["raisons"]) for r in apercu["retenues"]] == [("D-3", ["plafond"])]
    premieres = [(jour, n) for jour, n, etape in passer(recouvre, "2026-03-16", "2026-05-15") if etape == "relance-1"]
    assert sorted(numero for _, numero in premieres) == ["D-1", "D-2", "D-3"], premieres
    jours = [
        dt.date.fromisoformat(jour) for (jour,) in recouvre.lignes("SELECT jour FROM envois WHERE jour > '2026-03-10'")
    ]
    for jour in jours:
        assert sum(jour - dt.timedelta(days=7) < autre <= jour for autre in jours) <= 2


def test_plainte_20_une_facture_payee_ne_tait_pas_la_suivante(service: LigneDeCommande, poste: Serveur) -> None:
    """La même, dans le temps : la première facture payée, la seconde est relancée à son tour, depuis son échéance."""
    autre = ("--numero", "F-1B", "--montant", "400", "--emise", "20/02/2026", "--echeance", "20/05/2026")
    service.fait("facture", "D-1", *autre)
    assert len(passer(service, "2026-04-07", "2026-04-17")) == 2
    service.fait("encaisser", "D-1", "1060", "--le", "17/04/2026")
    apres = passer(service, "2026-04-18", "2026-08-01")
    assert apres == [("2026-06-22", "D-1", "relance-3"), ("2026-07-02", "D-1", "mise-en-demeure")]


def test_plainte_21_une_adresse_sur_liste_noire_n_attend_pas_toujours(service: LigneDeCommande, poste: Serveur) -> None:
    """« En file d'attente pour toujours quand l'adresse est sur liste noire. »

    Un refus qui condamne l'adresse fait passer au courrier dans le même passage ; un refus qui ne la condamne pas est
    abandonné, dit à chaque passage et par le code de retour, et n'est plus tenté.
    """
    poste.boite.a_rcpt = lambda adresse: "550 5.7.1 recipient on blacklist"
    assert service("relances", "--envoyer").code == 1
    essais = poste.boite.connexions
    for jour in ("2026-04-08", "2026-04-09"):
        service.jour(f"{jour} 09:00")
        passage = service("relances", "--envoyer")
        assert (
            passage.code == 1 and "pour de bon" in passage.sortie and "recouvre envois relancer D-1" in passage.sortie
        )
    assert poste.boite.connexions == essais, "on n'insiste pas"
    assert service.json("envois", "lister")["envois"][0]["etat"] == "échoué"
    service.fait("envois", "relancer", "D-1")
    poste.boite.a_rcpt = lambda adresse: "550 5.1.1 no such user"
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["canal"], depart["repli"]) == ("courrier", "par courrier : l'adresse de courriel n'est plus bonne")
    service.verifier()


def test_plainte_21_sans_repli_l_etape_est_sautee_et_la_suite_part(service: LigneDeCommande, poste: Serveur) -> None:
    """Un scénario qui refuse le repli saute l'étape, le dit, l'écrit au dossier, et continue."""
    ecrire_scenario(service, ("relance-2", 20, "courrier"), ("relance-1", 4, "courriel"), suite='repli = "aucun"\n')
    service.fait("scenario", "choisir", "D-1", "a-soi", "--le", "01/04/2026")
    poste.boite.a_rcpt = lambda adresse: "550 5.1.1 no such user"
    passage = service.json("relances", "--envoyer")
    assert [(s["dossier"], s["etape"], s["motif"]) for s in passage["sautees"]] == [
        ("D-1", "relance-1", "l'adresse de courriel n'est plus bonne")
    ]
    assert "relance-1" in service.fait("dossier", "D-1").sortie
    assert passer(service, "2026-04-07", "2026-04-30") == [("2026-04-20", "D-1", "relance-2")]
    assert poste.boite.connexions == 1


@pytest.mark.parametrize("adresse", ["d1@faure.example", "neuf@faure.example"], ids=["la même", "une autre"])
def test_plainte_21_une_adresse_donnee_puis_refusee_le_meme_jour(
    service: LigneDeCommande, poste: Serveur, adresse: str
) -> None:
    """Corrigée puis refusée : une seule tentative, puis le courrier ; corrigée de nouveau, elle resert."""
    service.fait("debiteur", "D-1", "--courriel", adresse)
    tentes: list[str] = []

    def refuser(vers: str) -> str:
        tentes.append(vers)
        return "550 5.1.1 no such user" if len(tentes) < 10 else "421 4.3.2 stop"

    poste.boite.a_rcpt = refuser
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["canal"], tentes) == ("courrier", [adresse])
    poste.boite.a_rcpt = lambda vers: None
    service.fait("debiteur", "D-1", "--courriel", "bonne@faure.example")
    service.jour("2026-04-16 09:00")
    assert [d["canal"] for d in service.json("relances", "--envoyer")["envoyees"]] == ["courriel"]


@pytest.mark.parametrize("fuseau", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_plainte_22_le_fuseau_ne_decale_pas_l_echeance(service: LigneDeCommande, poste: Serveur, fuseau: str) -> None:
    """« L'échéance est imprimée un jour trop tôt. »

    Une date est une date ; seule l'heure de Paris dit quel jour nous sommes, quel que soit le fuseau de la machine.
    """
    passage = service.ailleurs("relances", "--envoyer", "--json", TZ=fuseau)
    assert passage.returncode == 0, passage.stderr
    [recu] = poste.boite.recus
    octets = bytes(recu.content)
    assert "31/03/2026" in lettre(octets) or "31 mars 2026" in lettre(octets)
    assert email.message_from_bytes(octets)["Date"] == "Tue, 07 Apr 2026 09:00:00 +0200"
    assert relances(service) == ["relance-1"]


@pytest.mark.parametrize(("dimanche", "lundi"), [("2026-03-29", "2026-03-30"), ("2026-10-25", "2026-10-26")])
def test_plainte_22_le_changement_d_heure_ne_perd_ni_ne_double_rien(
    interne: LigneDeCommande, poste: Serveur, dimanche: str, lundi: str
) -> None:
    """« Décalage à l'heure d'été. »

    Toutes les demi-heures de la nuit où l'heure change, rien ne part ni ne s'arrête ; le lundi à 8 h, heure de Paris,
    la relance part, une fois.
    """
    regler(interne, poste.port)
    echeance = dt.date.fromisoformat(dimanche) - dt.timedelta(days=4)
    courriel = ("--courriel", "d1@faure.example", "--le", "03/03/2026")
    interne.jour(dimanche)
    interne.ouvrir("F-1", "1000", *courriel, echeance=f"{echeance:%d/%m/%Y}", complet=False)
    instants = [f"{dimanche} {heure:02}:{minute}" for heure in (0, 1, 2, 3, 4) for minute in ("00", "30")]
    for instant in (*instants, f"{lundi} 07:59"):
        interne.jour(instant)
        assert interne.json("relances", "--envoyer")["envoyees"] == [], instant
    for instant in (f"{lundi} 08:00", f"{lundi} 08:00", f"{lundi} 19:59"):
        interne.jour(instant)
        interne.fait("relances", "--envoyer")
    assert [email.message_from_bytes(bytes(recu.content))["Date"][17:25] for recu in poste.boite.recus] == ["08:00:00"]


def test_plainte_22_une_heure_d_envoi_ne_tait_pas_les_relances(service: LigneDeCommande, poste: Serveur) -> None:
    """« Réglez une heure d'envoi, et plus aucune relance ne part, sans un mot. »

    Trop tôt, c'est retenu, dit, et cela part au passage suivant ; des heures qui ne laissent rien passer sont refusées.
    """
    service.jour(f"{JOUR} 07:00")
    [retenue] = service.json("relances", "--envoyer")["retenues"]
    assert retenue["raisons"] == ["heure"]
    assert "hors des heures d'envoi" in service("planifier", "--verifier", "--heure", "6h30").sortie
    assert "ils attendraient le passage suivant" in service.fait("planifier", "--heure", "7h00").sortie
    for debut, fin in ((20, 8), (9, 9), (8, 25)):
        regler(service, poste.port, heure_debut=debut, heure_fin=fin)
        phrase = " ".join(service("relances", "--envoyer").erreur.split())
        assert "« heure-debut » doit venir avant « heure-fin »" in phrase
    regler(service, poste.port, heure_debut=0, heure_fin=24)
    service.jour(f"{JOUR} 23:59")
    assert len(service.json("relances", "--envoyer")["envoyees"]) == 1, "23 h 59 est encore le même jour"


def test_plainte_22_l_intervalle_se_compte_en_jours_et_non_en_heures(service: LigneDeCommande, poste: Serveur) -> None:
    """« L'espacement compté depuis l'heure : le passage de nuit arrive un jour trop tard. »

    Partie à 19 h 59, la première relance laisse partir la seconde à 8 h, le jour prévu.
    """
    service.jour(f"{JOUR} 19:59")
    assert len(service.json("relances", "--envoyer")["envoyees"]) == 1
    assert passer(service, "2026-04-15", "2026-04-16", "08:00") == [("2026-04-16", "D-1", "relance-2")]


def test_plainte_22_un_courriel_ne_part_pas_d_avance(service: LigneDeCommande, poste: Serveur) -> None:
    """Demander le passage de lundi un dimanche prépare les lettres ; le courriel, lui, arriverait un dimanche."""
    service.jour("2026-04-12 10:00")
    passage = service("relances", "--envoyer", "--au", "13/04/2026", "--json")
    assert (passage.json["envoyees"], poste.boite.recus) == ([], [])
    assert [retenu["raisons"] for retenu in passage.json["retenues"]] == [["avance"]]
    assert len(service.json("relances", "--au", "13/04/2026")["a_envoyer"]) == 1, "l'aperçu dit ce jour-là"


def test_plainte_23_pas_de_retard_le_lendemain_du_premier_envoi(interne: LigneDeCommande, poste: Serveur) -> None:
    """« Une relance de retard le lendemain du premier envoi. »

    L'écart du scénario se compte du dernier envoi, même d'une pré-relance partie tard.
    """
    regler(interne, poste.port)
    interne.jour("2026-03-30 09:00")
    interne.ouvrir("F-1", "1000", "--courriel", "d1@faure.example", echeance="31/03/2026", complet=False)
    partis = passer(interne, "2026-03-30", "2026-05-31")
    assert partis[0] == ("2026-03-30", "D-1", "prevenance")
    jours = [dt.date.fromisoformat(jour) for jour, _, _ in partis]
    assert min((suivant - jour).days for jour, suivant in itertools.pairwise(jours)) >= 8, partis
