"""L'injonction de payer d'un bout à l'autre : deux régimes au jour près, opposition, trop tard, et l'annulation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

IP = ("injonction", "D-1")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """12 000 € échus le 31/01/2026, entre professionnels ; nous sommes le dimanche 22 novembre 2026."""
    recouvre.ouvrir("F-1", "12000", "--emise", "01/01/2026")
    recouvre.jour("2026-11-22")
    return recouvre


def requete(recouvre: LigneDeCommande, le: str, ordonnance: str, *options: str) -> dict[str, Any]:
    recouvre.fait(*IP, "deposer", "--le", le, *options)
    dit: dict[str, Any] = recouvre.json(*IP, "ordonnance", "--le", ordonnance, "--montant", "12000")
    return dit


def delais(recouvre: LigneDeCommande, au: str) -> list[tuple[str, str, str]]:
    """(le, genre, libellé) de ce que l'agenda demande, hors scénario."""
    demarches = recouvre.json("agenda", "--au", au)["demarches"]
    return [(d["le"], d["genre"], " ".join(d["libelle"].split())) for d in demarches if ":" in d["etape"]]


@pytest.mark.parametrize(
    ("ordonnance", "limite", "a_temps", "executoire", "trop_tard"),
    [
        ("10/03/2026", "2026-09-10", "10/09/2026", "2026-10-13", "11/09/2026"),
        ("31/08/2026", "2027-02-28", "01/03/2027", "2027-04-02", "02/03/2027"),
        ("01/09/2026", "2026-12-01", "01/12/2026", "2027-02-02", "02/12/2026"),
        ("02/09/2026", "2026-12-02", "02/12/2026", "2027-02-03", "03/12/2026"),
    ],
)
def test_six_mois_avant_septembre_2026_trois_depuis_au_jour_pres(
    tenu: LigneDeCommande, ordonnance: str, limite: str, a_temps: str, executoire: str, trop_tard: str
) -> None:
    """CPC 1411 et 1422, décret n° 2026-96 : c'est la date de l'ordonnance qui choisit le régime."""
    tenu.jour("2027-03-10")
    dit = requete(tenu, "01/02/2026", ordonnance)
    delai = next(d for d in tenu.json(*IP)["delais"] if "signif" in d["libelle"] or "non avenue" in d["libelle"])
    assert dit["delais"] and delai["commande"].startswith("recouvre injonction D-1 signifier --le DATE")
    assert [d["jusqu_au"] for d in _tous_les_delais(tenu)] == [limite]
    signifie = tenu.json(*IP, "signifier", "--le", a_temps)
    assert (signifie["sans_effet"], signifie["executoire_le"]) == (False, executoire)
    assert tenu.json("titre", "D-1")["titres"][0]["nature"] == "injonction-de-payer"
    tenu.fait("annuler", "D-1", str(tenu.rang("ActeDInstance")), "--motif", "erreur")
    tard = tenu.json(*IP, "signifier", "--le", trop_tard)
    assert (tard["sans_effet"], tard["executoire_le"], tard["etat"]) == (True, None, "non-avenue")
    assert tenu.json("titre", "D-1")["titres"] == []
    assert tenu.json("prescription", "D-1")["date"] == "2031-01-31", "elle n'a rien interrompu"
    tenu.verifier()


def _tous_les_delais(recouvre: LigneDeCommande) -> list[dict[str, Any]]:
    lignes = recouvre.lignes("SELECT le, jusqu_au, commande FROM demarches WHERE genre = 'delai' AND jusqu_au NOT NULL")
    return [{"le": le, "jusqu_au": fin, "commande": commande} for le, fin, commande in lignes]


def test_trop_tard_l_outil_dit_non_avenue_et_de_recommencer(tenu: LigneDeCommande) -> None:
    requete(tenu, "01/02/2026", "10/03/2026")
    dit = " ".join(tenu.fait(*IP, "signifier", "--le", "11/09/2026").sortie.split())
    assert "Trop tard" in dit and "non avenue" in dit and "recouvre injonction D-1 deposer" in dit
    assert "avant le 10/09/2026 inclus" in dit and "ni interruption de la prescription" in dit
    etat = tenu.json(*IP)
    assert etat["permis"] == ["ouverture"] and etat["suivante"] == "recouvre voies D-1"
    assert delais(tenu, "2026-11-22") == [
        ("2026-09-11", "decision", "Choisir la suite : ordonnance non avenue le 11/09/2026")
    ]
    neuve = requete(tenu, "01/10/2026", "10/10/2026")
    assert neuve["etat"] == "ordonnance"
    assert tenu.json(*IP, "signifier", "--le", "20/10/2026", "--a-personne")["etat"] == "signifiee"
    assert [t["le"] for t in tenu.json("titre", "D-1")["titres"]] == ["2026-10-10"]
    tenu.verifier()


def test_jamais_signifiee_on_peut_redeposer_sans_rien_annuler(tenu: LigneDeCommande) -> None:
    requete(tenu, "01/02/2026", "10/03/2026")
    assert "ne peut pas suivre" in tenu.refuse(*IP, "deposer", "--le", "10/09/2026"), "ce jour-là on peut signifier"
    assert delais(tenu, "2026-09-10")[0][1:] == (
        "delai", "Faire signifier l'ordonnance par commissaire de justice au plus tard le 10/09/2026",
    )  # fmt: skip
    [(le, genre, libelle)] = delais(tenu, "2026-09-11")
    assert (le, genre) == ("2026-09-11", "delai") and "non avenue" in libelle
    tenu.fait(*IP, "deposer", "--le", "11/09/2026")
    assert tenu.json(*IP)["etat"] == "deposee"


def test_a_personne_un_mois_connu_sinon_aucune_date_inventee(tenu: LigneDeCommande) -> None:
    requete(tenu, "01/08/2026", "01/09/2026")
    dit = " ".join(tenu.fait(*IP, "signifier", "--le", "10/09/2026").sortie.split())
    assert "première mesure rendant ses biens indisponibles" in dit and "aucune date n'est connue" in dit
    assert not [d for d in tenu.json(*IP)["delais"] if "opposition" in d["cle"]]
    assert "déjà signifiée" in tenu.refuse(*IP, "signifier", "--le", "15/09/2026")
    dit = " ".join(tenu.fait(*IP, "signifier", "--le", "15/10/2026", "--a-personne").sortie.split())
    assert "opposition possible jusqu'au 15/11/2026 inclus, ou au jour ouvré suivant" in dit
    [opposition] = [d for d in tenu.json(*IP)["delais"] if "opposition" in d["cle"]]
    assert opposition["le"] == "2026-11-17", "le 15 est un dimanche : le lundi 16 compte encore"
    assert tenu.json("titre", "D-1")["titres"][0]["signifie_le"] == "2026-09-10"


def test_tribunal_de_commerce_consigner_sous_quinze_jours(tenu: LigneDeCommande) -> None:
    dit = tenu.json(*IP, "deposer", "--le", "09/11/2026")
    assert dit["juridiction"] == "tribunal-de-commerce"
    assert "n'interrompt pas la prescription" in dit["a_savoir"][0]
    assert [(d["le"], d["jusqu_au"]) for d in _tous_les_delais(tenu)] == [("2026-11-09", "2026-11-24")]
    assert dit["suivante"] == "recouvre injonction D-1 consigner --le DATE"
    assert "1425" in next(d for d in dit["delais"] if d["delai"])["fondement"]
    tenu.fait(*IP, "consigner", "--le", "20/11/2026")
    assert _tous_les_delais(tenu) == []
    assert "ne peut pas suivre" in tenu.refuse(*IP, "consigner", "--le", "21/11/2026")


@pytest.mark.parametrize(
    ("options", "montant", "juge", "attendu"),
    [
        ((), "12000", "tribunal-de-commerce", "consigner-opposition"),
        (("--juridiction", "tj"), "12000", "tribunal-judiciaire", "constituer"),
        (("--juridiction", "tj"), "10000", "tribunal-judiciaire", ""),
        (("--juridiction", "proximite"), "12000", "proximite-protection", ""),
    ],
)
def test_sur_opposition_consigner_au_commerce_avocat_au_judiciaire_au_dessus_de_dix_mille(
    tenu: LigneDeCommande, options: tuple[str, ...], montant: str, juge: str, attendu: str
) -> None:
    tenu.fait(*IP, "deposer", "--le", "01/08/2026", *options)
    tenu.fait(*IP, "ordonnance", "--le", "01/09/2026", "--montant", montant)
    tenu.fait(*IP, "signifier", "--le", "20/10/2026", "--a-personne")
    dit = tenu.json(*IP, "opposition", "--le", "12/11/2026", "--notifiee-le", "16/11/2026")
    assert (dit["etat"], dit["juridiction"]) == ("opposition", juge)
    fins = [(d["jusqu_au"], d["commande"].split()[3]) for d in _tous_les_delais(tenu)]
    assert fins == ([("2026-12-01", attendu)] if attendu else [])
    assert tenu.json("titre", "D-1")["titres"] == [], "ce n'est plus un titre"
    prescription = tenu.json("prescription", "D-1")
    assert prescription["creances"][0]["dure"] == "demande-en-justice" and prescription["acquise"] is False
    if attendu:
        tenu.fait(*IP, attendu, "--le", "20/11/2026")
        assert _tous_les_delais(tenu) == []
    tenu.fait(*IP, "audience", "--le", "21/11/2026", "--pour-le", "15/01/2027")
    assert ("2026-12-31", "delai", "Audience du 15/01/2027 : remettre le dossier et les pièces") in delais(
        tenu, "2027-01-15"
    )
    tenu.jour("2027-02-20")
    tenu.fait(*IP, "jugement", "--le", "12/02/2027", "--montant", "11000", "--reference", "27/44")
    assert [(t["nature"], t["le"]) for t in tenu.json("titre", "D-1")["titres"]] == [("jugement", "2027-02-12")]
    assert [d["jusqu_au"] for d in _tous_les_delais(tenu)] == ["2027-08-12"], "CPC 478"
    tenu.fait(*IP, "signifier", "--le", "20/02/2027")
    assert tenu.json(*IP)["etat"] == "titre" and _tous_les_delais(tenu) == []
    tenu.verifier()


def test_un_consommateur_jamais_au_tribunal_de_commerce(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "900", "--qualite", "consommateur")
    phrase = recouvre.refuse(*IP, "deposer", "--le", "02/03/2026", "--juridiction", "tribunal-de-commerce")
    assert "jamais du tribunal de commerce" in phrase
    assert recouvre.json(*IP, "deposer", "--le", "02/03/2026")["juridiction"] == "tribunal-judiciaire"


@pytest.mark.parametrize("nature", ["credit_conso", "bail_habitation"])
def test_credit_et_loyer_vont_au_juge_de_la_protection(recouvre: LigneDeCommande, nature: str) -> None:
    recouvre.ouvrir("F-1", "900", "--qualite", "consommateur")
    recouvre.fait("qualifier", "D-1", "--nature", nature)
    assert recouvre.json(*IP, "deposer", "--le", "02/03/2026")["juridiction"] == "proximite-protection"


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("ordonnance", "--le", "10/11/2026"), "Ce qui peut suivre : deposer"),
        (("deposer", "--le", "23/11/2026"), "dans l'avenir"),
        (("opposition",), "ne peut pas suivre"),
    ],
)
def test_un_acte_hors_de_son_ordre_est_refuse_et_l_ordre_est_dit(
    tenu: LigneDeCommande, mots: tuple[str, ...], phrase: str
) -> None:
    assert phrase in tenu.refuse(*IP, *mots)


def test_les_dates_vont_croissant(tenu: LigneDeCommande) -> None:
    requete(tenu, "01/08/2026", "01/09/2026")
    assert "date plus tardive" in tenu.refuse(*IP, "signifier", "--le", "31/08/2026")
    tenu.fait(*IP, "signifier", "--le", "01/09/2026", "--a-personne")
    phrase = tenu.refuse(*IP, "opposition", "--le", "20/09/2026", "--notifiee-le", "19/09/2026")
    assert "ne peut pas précéder" in phrase


@pytest.mark.parametrize(
    "mots",
    [
        ("signifier", "--montant", "5"), ("--le", "01/09/2026"), ("audience",), ("plaider",),
        ("deposer", "--juridiction", "cassation"),
    ],
)  # fmt: skip
def test_une_option_qui_n_est_pas_de_cet_acte_est_une_faute_d_appel(
    tenu: LigneDeCommande, mots: tuple[str, ...]
) -> None:
    tenu.refuse(*IP, *mots, code=2)


def test_annuler_rend_l_etat_d_avant(tenu: LigneDeCommande) -> None:
    """Titre, prescription, décompte, agenda : ce qui se déduit d'un acte s'en va avec lui."""
    etapes = [
        ("deposer", "--le", "01/08/2026"), ("consigner", "--le", "05/08/2026"), ("ordonnance", "--le", "01/09/2026"),
        ("signifier", "--le", "20/10/2026", "--a-personne"), ("opposition", "--le", "12/11/2026"),
        ("consigner-opposition", "--le", "15/11/2026"), ("audience", "--le", "16/11/2026", "--pour-le", "15/01/2027"),
        ("jugement", "--le", "20/11/2026"), ("signifier", "--le", "21/11/2026"),
    ]  # fmt: skip
    avant = []
    for etape in etapes:
        avant.append((tenu.projections(), tenu.json("decompte", "D-1"), tenu.json(*IP)))
        tenu.fait(*IP, *etape)
    tenu.verifier()
    for attendu in reversed(avant):
        tenu.fait("annuler", "D-1", str(_dernier_vivant(tenu)), "--motif", "essai")
        assert (tenu.projections(), tenu.json("decompte", "D-1"), tenu.json(*IP)) == attendu
    tenu.verifier()


def _dernier_vivant(recouvre: LigneDeCommande) -> int:

    annules = {
        json.loads(d)["rang"] for (d,) in recouvre.lignes("SELECT donnees FROM journal WHERE genre = 'EvenementAnnule'")
    }
    rangs = [r for (r,) in recouvre.lignes("SELECT rang FROM journal WHERE genre = 'ActeDInstance'")]
    return max(set(rangs) - annules)


def test_pendant_l_instance_le_scenario_attend_et_reprend_si_elle_s_eteint(tenu: LigneDeCommande) -> None:
    assert tenu.envoyer("2026-10-05") == [("D-1", "mise-en-demeure")]
    tenu.jour("2026-11-23")
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    tenu.fait(*IP, "deposer", "--le", "20/11/2026")
    passage = tenu.json("relances", "--envoyer")
    assert passage["envoyees"] == passage["a_envoyer"] == []
    suite = " ".join(tenu.fait("dossier", "D-1").sortie.split())
    assert "injonction de payer en cours depuis le 20/11/2026" in suite
    document = ("courrier", "D-1", "proposition_echeancier", "--avec", "nombre=3", "--avec", "des=15/12/2026")
    tenu.fait(*document, "--etablir")
    tenu.fait(*IP, "desister", "--le", "22/11/2026", "--motif", "accord trouvé")
    assert len(tenu.json("relances")["a_envoyer"]) == 1


def test_une_creance_en_instance_n_est_pas_retenue_comme_prescrite(recouvre: LigneDeCommande) -> None:
    """L'instance interrompt : passé la date prudente, rien n'est acquis, et nul ne dit « prescrite »."""
    recouvre.ouvrir("F-1", "12000", "--emise", "01/01/2020", echeance="31/01/2020")
    recouvre.jour("2026-03-03")
    assert recouvre.json("relances")["retenues"][0]["raisons"] == ["prescription"]
    recouvre.jour("2024-12-01")
    recouvre.fait("assignation", "D-1", "delivrer", "--le", "20/11/2024")
    for jour in ("2029-12-01", "2031-03-03"):
        recouvre.jour(jour)
        genres = [d["etape"] for d in recouvre.json("agenda")["demarches"]]
        assert "prescrite" not in genres
        assert recouvre.json("decompte", "D-1", "--au", "01/06/2026")["reserves"] == []
        assert recouvre.json("prescription", "D-1")["acquise"] is False


def test_le_titre_deduit_ne_se_double_pas(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « Titre exécutoire requis en judiciaire » : une seule saisie, celle de la procédure."""
    tenu.fait(*IP, "deposer", "--le", "01/08/2026")
    obtenir = ("titre", "D-1", "obtenir", "--nature", "injonction-de-payer", "--le")
    assert "recouvre injonction D-1" in tenu.refuse(*obtenir, "01/09/2026")
    tenu.fait(*IP, "ordonnance", "--le", "01/09/2026")
    assert "notez-y sa signification" in tenu.refuse("titre", "D-1", "signifier", "--le", "10/09/2026")
    tenu.fait(*IP, "signifier", "--le", "10/09/2026")
    assert "rien n'est à saisir" in tenu.refuse(*obtenir, "01/09/2026")
    assert "déjà un titre" in tenu.refuse("assignation", "D-1", "delivrer", "--refere", "--le", "20/11/2026")
    decompte = tenu.json("decompte", "D-1", "--au", "31/12/2026")
    apres = [ligne for ligne in decompte["lignes"] if ligne["du"] and ligne["du"] >= "2026-09-02"]
    assert {ligne["taux"] for ligne in apres if ligne["nature"] == "interets"} != {"12.15"}, "taux légal depuis"


def test_l_execution_est_au_commissaire_de_justice_et_on_lui_demande_des_nouvelles(tenu: LigneDeCommande) -> None:
    """§ 9.1, lignes « Choisir l'exécution selon le patrimoine » et « Accompagner l'obtention du titre »."""
    requete(tenu, "01/02/2026", "10/03/2026")
    tenu.fait(*IP, "signifier", "--le", "20/03/2026", "--a-personne")
    [tache] = [d for d in delais(tenu, "2026-11-22") if "commissaire" in d[2]]
    assert tache[0] == "2026-04-21" and "Titre exécutoire depuis le 21/04/2026" in tache[2]
    tenu.fait("noter", "D-1", "tache", "confié à Me Roy", "--le", "22/11/2026")
    tenu.fait("noter", "D-1", "tache", "pas d'opposition", "--le", "22/11/2026")
    assert delais(tenu, "2026-11-22") == []
    [(le, _, libelle)] = [d for d in delais(tenu, "2027-02-22") if "exécution" in d[2]]
    assert (le, libelle) == ("2027-02-22", "Demander au commissaire de justice où en est l'exécution")
    assert tenu.json("relances")["a_envoyer"] == []
    assert tenu.json("prescription", "D-1")["date"] == "2036-03-10", "dix ans de l'ordonnance"
    veilles = tenu.json("agenda", "--au", "01/02/2036")["demarches"]
    assert "prescription" in [d["genre"] for d in veilles], "la fin des dix ans est veillée"


def test_un_titre_saisi_a_la_main_se_fait_signifier(tenu: LigneDeCommande) -> None:
    tenu.fait("titre", "D-1", "obtenir", "--le", "10/11/2026")
    [delai] = _tous_les_delais(tenu)
    assert (delai["le"], delai["jusqu_au"]) == ("2026-11-10", "2027-05-10")
    assert delai["commande"] == "recouvre titre D-1 signifier --le DATE"
    tenu.fait("titre", "D-1", "signifier", "--le", "20/11/2026")
    assert _tous_les_delais(tenu) == []


def test_un_jugement_contradictoire_n_a_pas_de_delai_et_on_peut_le_dire(tenu: LigneDeCommande) -> None:
    """CPC 478 ne vise que le débiteur qui n'a pas comparu : une personne le note, l'agenda n'insiste pas."""
    tenu.fait("assignation", "D-1", "delivrer", "--le", "01/03/2026")
    tenu.fait("assignation", "D-1", "jugement", "--le", "01/05/2026")
    [(le, genre, libelle)] = delais(tenu, "2026-11-22")
    assert (le, genre) == ("2026-11-02", "decision") and "non avenue si le débiteur n'avait pas comparu" in libelle
    tenu.fait("noter", "D-1", "tache", "il avait comparu", "--le", "22/11/2026")
    assert delais(tenu, "2026-11-22") == []


def test_rien_d_exigible_rien_a_demander(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "900", echeance="31/03/2026")
    assert "n'est échue" in recouvre.refuse(*IP, "deposer", "--le", "03/03/2026")


def test_un_rejet_partiel_ne_se_signifie_pas_sans_y_penser(tenu: LigneDeCommande) -> None:
    """CPC 1409 : sans recours ; signifier, c'est renoncer au reste."""
    tenu.fait(*IP, "deposer", "--le", "01/10/2026", "--montant", "12000")
    dit = tenu.json(*IP, "ordonnance", "--le", "20/10/2026", "--montant", "9000")
    assert any("Rejet partiel" in phrase and "1409" in phrase for phrase in dit["a_savoir"])
    tenu.fait(*IP, "desister", "--le", "21/10/2026")
    dit = tenu.json(*IP, "deposer", "--le", "22/10/2026")
    rejet = tenu.json(*IP, "rejet", "--le", "30/10/2026", "--motif", "pièces insuffisantes")
    assert "sans recours" in rejet["a_savoir"][0] and rejet["suivante"] == "recouvre voies D-1"


def test_un_delai_suspendu_n_est_ni_prescrit_ni_retenu(recouvre: LigneDeCommande) -> None:
    """Une suspension dont la fin n'est pas notée : la date affichée est prudente, rien n'est acquis."""
    recouvre.ouvrir("F-1", "900", "--emise", "01/01/2021", echeance="31/01/2021")
    assert recouvre.json("relances")["retenues"][0]["raisons"] == ["prescription"]
    recouvre.fait("noter", "D-1", "mediation", "--le", "01/03/2025")
    calcul = recouvre.json("prescription", "D-1")
    assert (calcul["date"], calcul["acquise"]) == ("2026-01-31", False)
    assert "prescription" not in [r["code"] for r in recouvre.json("decompte", "D-1")["reserves"]]
    assert len(recouvre.json("relances")["a_envoyer"]) == 1
