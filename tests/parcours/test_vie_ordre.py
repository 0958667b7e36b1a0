"""Une étape n'en précède pas une autre, un délai passé se dit : surendettement et procédure collective dans l'ordre."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement
from recouvre.operations.insolvabilite import SURENDETTEMENT

RECEVABLE = ("signaler", "D-1", "surendettement", "--recevable-le", "02/03/2026", "--notifiee-le", "10/03/2026")
JUGEMENT = (
    "signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "02/03/2026", "--bodacc-le",
    "10/03/2026",
)  # fmt: skip


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/12/2025 ; nous sommes le jeudi 1er octobre 2026."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/12/2025", echeance="31/12/2025")
    recouvre.jour("2026-10-01")
    return recouvre


@pytest.fixture
def jugee(tenu: LigneDeCommande) -> LigneDeCommande:
    """Le redressement du 2 mars, publié le 10 : à déclarer jusqu'au 10 mai, à relever jusqu'au 10 septembre."""
    tenu.fait(*JUGEMENT)
    return tenu


@pytest.fixture
def recevable(tenu: LigneDeCommande) -> LigneDeCommande:
    tenu.fait(*RECEVABLE)
    return tenu


def acte(tenu: LigneDeCommande, quoi: str, le: str, *plus: str) -> str:
    """Ce dont on avertit en l'écrivant."""
    dits = tenu.json("procedure", "D-1", quoi, "--le", le, *plus)["avertissements"]
    return " ".join(" ".join(dits).split())


def etape(tenu: LigneDeCommande, quoi: str, le: str, *plus: str) -> str:
    dits = tenu.json("surendettement", "D-1", quoi, "--le", le, *plus)["avertissements"]
    return " ".join(" ".join(dits).split())


def a_faire(tenu: LigneDeCommande, au: str, debut: str) -> list[str]:
    demarches = tenu.json("agenda", "--au", au)["demarches"]
    return [" ".join(d["libelle"].split()) for d in demarches if d["etape"].startswith(debut)]


# --- La procédure collective ----------------------------------------------------------------------------------------


def test_une_declaration_a_temps_ne_dit_rien(jugee: LigneDeCommande) -> None:
    """Le dernier jour, un dimanche, compte encore."""
    assert acte(jugee, "declaration", "10/05/2026") == ""
    assert a_faire(jugee, "2026-05-11", "procedure:releve") == []


def test_une_declaration_tardive_avertit_et_le_releve_reste_a_demander(jugee: LigneDeCommande) -> None:
    """Irritant : déclarée onze semaines après le BODACC, elle semblait réglée ; la créance était forclose."""
    jugee.jour("2026-05-28")
    avant = jugee.projections()
    dit = acte(jugee, "declaration", "27/05/2026", "--montant", "1000")
    assert "Le délai de déclaration a fini le 10/05/2026" in dit
    assert "demande le 10/09/2026 au plus tard, ce que l'agenda rappelle (C. com., art. L622-26 ; doctrine" in dit
    [relever] = a_faire(jugee, "2026-05-28", "procedure:releve")
    assert "Créance déclarée le 27/05/2026, après le 10/05/2026 : demander au juge-commissaire le relevé" in relever
    assert "dernier jour utile : 10/09/2026" in relever
    assert a_faire(jugee, "2026-05-28", "procedure:declaration") == [], "rien à déclarer tant qu'il n'est pas relevé"
    [perdue] = a_faire(jugee, "2026-09-11", "procedure:forclusion")
    assert "Déclarée hors délai, sans relevé : la créance n'aura part à aucune répartition" in perdue
    jugee.verifier()
    jugee.fait("annuler", "D-1", str(jugee.rang("ProcedureSuivie")), "--motif", "erreur de date")
    assert jugee.projections() == avant
    ecran = " ".join(jugee.fait("procedure", "D-1", "declaration", "--le", "27/05/2026").sortie.split())
    assert "Attention : Le délai de déclaration a fini le 10/05/2026" in ecran


def test_relevee_la_declaration_tardive_se_verifie_dans_le_delai_reduit(jugee: LigneDeCommande) -> None:
    acte(jugee, "declaration", "27/05/2026")
    assert acte(jugee, "releve-demande", "01/06/2026") == ""
    assert a_faire(jugee, "2026-06-02", "procedure:releve") == []
    acte(jugee, "releve-accorde", "20/06/2026", "--notifiee-le", "25/06/2026")
    [refaire] = a_faire(jugee, "2026-06-26", "procedure:declaration:2026-06-25")
    assert "déclarée le 27/05/2026, hors délai : le mandataire dit s'il faut la refaire" in refaire
    assert acte(jugee, "declaration", "24/07/2026") == "", "dans le mois du relevé"
    assert a_faire(jugee, "2026-07-25", "procedure:declaration") == []
    jugee.verifier()


def test_relevee_mais_redeclaree_trop_tard_nul_releve_ne_reste(jugee: LigneDeCommande) -> None:
    acte(jugee, "releve-demande", "01/06/2026")
    acte(jugee, "releve-accorde", "20/06/2026", "--notifiee-le", "25/06/2026")
    dit = acte(jugee, "declaration", "27/07/2026")
    assert "a fini le 25/07/2026" in dit and "déjà été relevée une fois" in dit and "au plus tard" not in dit
    jugee.verifier()


def test_saisie_apres_les_six_mois_il_n_y_a_plus_de_releve(jugee: LigneDeCommande) -> None:
    dit = acte(jugee, "declaration", "27/05/2026")
    assert "les six mois du relevé de forclusion ont fini le 10/09/2026" in dit
    assert a_faire(jugee, "2026-10-01", "procedure:releve") == []
    assert len(a_faire(jugee, "2026-10-01", "procedure:forclusion")) == 1


def test_un_creancier_eloigne_a_deux_mois_de_plus_avant_qu_on_l_avertisse(jugee: LigneDeCommande) -> None:
    jugee.fait("creancier", "Forge Béranger", "--adresse", "1 rue du Port", "--code-postal", "97400", "--ville", "Port")
    assert acte(jugee, "declaration", "10/07/2026") == ""


def test_une_seconde_declaration_ne_rend_pas_la_premiere_tardive(jugee: LigneDeCommande) -> None:
    assert acte(jugee, "declaration", "10/05/2026", "--montant", "1000") == ""
    dit = acte(jugee, "declaration", "20/05/2026", "--montant", "1040")
    assert "déclarée à temps, le 10/05/2026 ; ce que celle du 20/05/2026 y ajouterait est hors délai" in dit
    assert "aucune répartition" not in dit
    assert a_faire(jugee, "2026-05-21", "procedure:releve") == []


@pytest.mark.parametrize(
    ("averti_le", "tard", "pour"),
    [
        ("25/03/2026", "25/05/2026", "pour une sûreté ou un contrat publiés"),
        ("05/03/2026", "10/05/2026", "sans sûreté ni contrat publiés"),
    ],
)
def test_averti_personnellement_le_delai_a_deux_fins_possibles(
    jugee: LigneDeCommande, averti_le: str, tard: str, pour: str
) -> None:
    """L622-24 : l'avertissement ne compte que pour une sûreté ou un contrat publiés ; l'outil ne sait pas lequel."""
    fin = "10/05/2026" if tard == "25/05/2026" else "05/05/2026"
    acte(jugee, "avertissement", averti_le)
    jugee.jour("2026-04-01")
    [declarer] = a_faire(jugee, "2026-04-10", "procedure:declaration")
    assert f"dernier jour utile : {fin}" in declarer and f"jusqu'au {tard}" in declarer and pour in declarer
    jugee.jour("2026-06-01")
    dit = acte(jugee, "declaration", tard)
    assert f"a fini le {fin}. Déclarée le {tard}, la créance est hors délai, sauf : jusqu'au {tard}" in dit
    assert pour in dit and "Si ce n'est pas le cas, elle n'aura part à aucune répartition" in dit
    [relever] = a_faire(jugee, "2026-06-01", "procedure:releve")
    [perdue] = a_faire(jugee, "2026-09-11", "procedure:forclusion")
    assert pour in relever and pour in perdue
    apres = acte(jugee, "declaration", "26/05/2026")
    assert "hors délai et n'aura part" in apres and "sauf" not in apres, "trop tard pour tous"
    jugee.verifier()


def test_averti_avant_tout_bodacc_sa_date_reste_a_relever(tenu: LigneDeCommande) -> None:
    tenu.fait("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "02/03/2026")
    acte(tenu, "avertissement", "05/03/2026")
    dit = acte(tenu, "declaration", "06/05/2026")
    assert "sauf : sans sûreté ni contrat publiés, le délai part du BODACC : relevez-en la date" in dit


@pytest.mark.parametrize(
    ("quoi", "phrase"),
    [("releve-accorde", "Relevé de forclusion accordé : la créance est-elle déclarée ?"),
     ("rejet", "Créance rejetée : un appel est-il formé ?")],
)  # fmt: skip
def test_sans_nouvelle_on_demande_la_suite_de_la_derniere_etape(jugee: LigneDeCommande, quoi: str, phrase: str) -> None:
    """Un relevé accordé, une créance rejetée : la décision est rendue, on ne la redemande pas."""
    acte(jugee, "releve-demande", "01/06/2026")
    acte(jugee, "contestation", "02/06/2026")
    acte(jugee, quoi, "20/06/2026")
    [veille] = a_faire(jugee, "2027-01-04", "procedure:veille")
    assert phrase in veille


def test_une_admission_sans_declaration_s_avertit_car_le_debiteur_a_pu_la_dire(jugee: LigneDeCommande) -> None:
    """C. com. L622-24 al. 3 : le droit le permet ; une déclaration d'après l'admission se vérifie."""
    dit = acte(jugee, "admission", "01/07/2026", "--montant", "1000")
    assert "Aucune déclaration n'est notée avant l'admission du 01/07/2026" in dit and "L622-24 al. 3" in dit
    assert "L'admission de la créance est déjà notée, du 01/07/2026" in acte(jugee, "declaration", "05/07/2026")
    assert "(celle du 05/07/2026 la suit)" in acte(jugee, "contestation", "02/07/2026")
    jugee.verifier()


def test_une_admission_apres_la_declaration_ne_dit_rien_sauf_si_elle_la_depasse(jugee: LigneDeCommande) -> None:
    acte(jugee, "declaration", "20/04/2026", "--montant", "1000")
    assert acte(jugee, "rejet", "01/07/2026") == ""
    assert acte(jugee, "admission", "01/07/2026", "--montant", "1000") == ""
    assert "Admise pour 1 200,00 €, quand 1 000,00 € sont déclarés" in acte(
        jugee, "admission", "02/07/2026", "--montant", "1200"
    )


@pytest.mark.parametrize(
    ("avant", "mots", "phrase"),
    [
        ((), ("releve-accorde", "01/06/2026"), "se demande avant d'être accordé"),
        ((("releve-demande", "10/06/2026"),), ("releve-accorde", "01/06/2026"), "se demande avant d'être accordé"),
        ((), ("reponse", "01/06/2026"), "rien à quoi répondre"),
        ((("contestation", "02/06/2026"),), ("reponse", "01/06/2026"), "rien à quoi répondre"),
        ((("cloture", "01/06/2026"),), ("admission", "02/06/2026"), "plus aucune étape ne la suit"),
        ((("cloture", "01/06/2026"),), ("cloture", "02/06/2026"), "plus aucune étape ne la suit"),
        ((("admission", "02/06/2026"),), ("cloture", "01/06/2026"), "La clôture vient la dernière"),
    ],
)
def test_l_ordre_d_une_procedure_se_tient(
    jugee: LigneDeCommande, avant: tuple[tuple[str, str], ...], mots: tuple[str, str], phrase: str
) -> None:
    for quoi, le in avant:
        acte(jugee, quoi, le)
    assert phrase in jugee.refuse("procedure", "D-1", mots[0], "--le", mots[1])


def test_un_releve_demande_hors_de_propos_s_avertit(jugee: LigneDeCommande) -> None:
    assert "pas encore de forclusion" in acte(jugee, "releve-demande", "20/04/2026")
    assert "ont fini le 10/09/2026" in acte(jugee, "releve-demande", "11/09/2026")
    acte(jugee, "declaration", "20/04/2026")
    assert "il n'y a pas de forclusion à relever" in acte(jugee, "releve-demande", "01/06/2026")


def test_une_reponse_tardive_a_la_contestation_s_avertit(jugee: LigneDeCommande) -> None:
    acte(jugee, "declaration", "20/04/2026")
    acte(jugee, "contestation", "01/07/2026", "--notifiee-le", "03/07/2026")
    assert acte(jugee, "reponse", "02/08/2026") == ""
    assert "a fini le 02/08/2026 (C. com., art. L622-27)" in acte(jugee, "reponse", "03/08/2026")


# --- Le surendettement ----------------------------------------------------------------------------------------------


def test_des_mesures_effacent_une_part_de_la_creance(recevable: LigneDeCommande) -> None:
    """C. conso. L733-4 : le reste dû baisse, le reste se poursuit après les mesures, et tout se défait."""
    partiel = ("surendettement", "D-1", "effacement-partiel", "--le", "31/07/2026", "--montant", "400")
    assert "que par des mesures imposées (C. conso., art. L733-4" in recevable.refuse(*partiel)
    etape(
        recevable, "mesures", "01/06/2026", "--applicable-le", "31/07/2026", "--jusqu-au", "31/08/2026", "--taux", "0"
    )
    avant, projete = recevable.json("decompte", "D-1", "--au", "01/08/2026"), recevable.projections()
    assert etape(recevable, *partiel[2:3], "31/07/2026", "--montant", "400") == ""
    apres = recevable.json("decompte", "D-1", "--au", "01/08/2026")
    assert float(avant["total"]) - float(apres["total"]) == pytest.approx(400)
    assert "L733-4" in recevable.fait("expliquer", "D-1", "--au", "01/08/2026").sortie
    assert "part de la créance effacée, 400,00" in " ".join(recevable.fait("dossier", "D-1").sortie.split())
    assert recevable.json("relances", "--au", "15/08/2026")["a_envoyer"] == []
    recevable.verifier()
    rang = str(recevable.rang("SurendettementSuivi"))
    etape(recevable, "fin", "01/09/2026")
    assert len(recevable.json("relances", "--au", "01/10/2026")["a_envoyer"]) == 1, "le reste se poursuit"
    recevable.fait("annuler", "D-1", str(recevable.rang("SurendettementSuivi")), "--motif", "erreur")
    recevable.fait("annuler", "D-1", rang, "--motif", "erreur")
    assert recevable.projections() == projete


@pytest.mark.parametrize("somme", ["0", "5000"])
def test_un_effacement_partiel_laisse_une_part(recevable: LigneDeCommande, somme: str) -> None:
    etape(recevable, "mesures", "01/06/2026", "--applicable-le", "31/07/2026")
    dit = recevable.refuse("surendettement", "D-1", "effacement-partiel", "--le", "31/07/2026", "--montant", somme)
    assert "en laisse une part" in dit
    total = recevable.json("decompte", "D-1", "--au", "31/07/2026")["total"]
    assert "en laisse une part" in recevable.refuse(
        "surendettement", "D-1", "effacement-partiel", "--le", "31/07/2026", "--montant", total
    )
    recevable.refuse("surendettement", "D-1", "effacement-partiel", "--le", "31/07/2026", code=2)


def test_une_decheance_rend_les_poursuites(recevable: LigneDeCommande) -> None:
    """C. conso. L761-1."""
    assert recevable.json("relances", "--au", "01/10/2026")["a_envoyer"] == []
    etape(recevable, "decheance", "15/09/2026", "--texte", "biens dissimulés")
    assert len(recevable.json("relances", "--au", "01/10/2026")["a_envoyer"]) == 1
    assert "déchu" in recevable.fait("surendettement", "D-1").sortie
    recevable.verifier()


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("effacement",), "retablissement --le DATE"),
        (("declaration",), "liquidation --le DATE"),
        (("releve",), "liquidation --le DATE"),
        (("observations",), "projet-de-mesures --le DATE"),
        (("plan-en-defaut",), "plan --le DATE"),
    ],
)
def test_une_etape_du_surendettement_suppose_celle_qui_l_appelle(
    recevable: LigneDeCommande, mots: tuple[str, ...], phrase: str
) -> None:
    assert phrase in recevable.refuse("surendettement", "D-1", *mots, "--le", "01/06/2026")


def test_un_acte_du_creancier_venu_trop_tard_s_avertit(recevable: LigneDeCommande) -> None:
    assert etape(recevable, "recours", "25/03/2026") == ""
    assert "a fini le 25/03/2026 (C. conso., art. R722-1)" in etape(recevable, "recours", "26/03/2026")
    etape(recevable, "mesures", "01/06/2026", "--notifiee-le", "08/06/2026")
    assert etape(recevable, "contestation", "08/07/2026") == ""
    assert "a fini le 08/07/2026 (C. conso., art. R733-6)" in etape(recevable, "contestation", "09/07/2026")
    recevable.verifier()


def test_une_declaration_tardive_au_retablissement_laisse_le_releve(recevable: LigneDeCommande) -> None:
    """C. conso. R742-11 et R742-13 : deux mois, puis six."""
    etape(recevable, "liquidation", "01/04/2026", "--publiee-le", "10/04/2026")
    recevable.jour("2026-06-12")
    dit = etape(recevable, "declaration", "11/06/2026")
    assert "a fini le 10/06/2026" in dit and "10/10/2026 au plus tard (C. conso., art. R742-13)" in dit
    [relever] = a_faire(recevable, "2026-06-12", "surendettement:releve")
    assert "Créance déclarée, mais après le 10/06/2026 : demander le relevé" in relever
    recevable.jour("2026-06-15")
    etape(recevable, "releve", "15/06/2026")
    assert a_faire(recevable, "2026-06-16", "surendettement:releve") == []
    recevable.verifier()


def test_un_releve_demande_trop_tard_et_une_seconde_declaration_s_avertissent(recevable: LigneDeCommande) -> None:
    etape(recevable, "liquidation", "10/03/2026", "--publiee-le", "15/03/2026")
    assert etape(recevable, "releve", "15/09/2026") == ""
    assert "a fini le 15/09/2026 (C. conso., art. R742-13)" in etape(recevable, "releve", "16/09/2026")
    assert etape(recevable, "declaration", "15/05/2026") == ""
    dit = etape(recevable, "declaration", "18/05/2026")
    assert "déclarée à temps, le 15/05/2026 : seul ce que celle-ci y ajoute est hors délai" in dit
    assert "s'éteint" not in dit and "ne se demande plus" not in dit


def test_un_acte_tardif_dit_ce_qui_reste_a_verifier_de_son_delai(recevable: LigneDeCommande) -> None:
    """Des observations ont trente jours dans un cas (R733-4) : quinze jours passés, ce n'est pas sûrement trop tard."""
    etape(recevable, "projet-de-mesures", "01/06/2026", "--notifiee-le", "05/06/2026")
    dit = etape(recevable, "observations", "21/06/2026")
    assert "a fini le 20/06/2026 (C. conso., art. R733-3 ; 30 jours dans le cas de l'article R733-4" in dit
    assert "le 21/06/2026, il vient peut-être trop tard" in dit


def test_un_plan_remplace_par_des_mesures_du_meme_jour_n_a_plus_de_terme(recevable: LigneDeCommande) -> None:
    for quoi in ("plan", "mesures"):
        etape(recevable, quoi, "01/06/2026", "--applicable-le", "30/06/2026", "--jusqu-au", "30/06/2027")
    assert len(a_faire(recevable, "2027-07-01", "surendettement:terme")) == 1
    recevable.verifier()


def test_chaque_etape_de_la_procedure_se_saisit(recevable: LigneDeCommande) -> None:
    """Du dépôt à la fin : rien de ce que le livre VII fait vivre à un créancier ne manque."""
    plus = {
        "appel-aux-creanciers": ("--jusqu-au", "31/05/2026"), "liquidation": ("--publiee-le", "01/05/2026"),
        "mesures": ("--applicable-le", "01/05/2026"), "effacement-partiel": ("--montant", "100"),
    }  # fmt: skip
    dernieres = [EtapeDuSurendettement.EFFACEMENT, EtapeDuSurendettement.DECHEANCE]
    finissent = (*dernieres, EtapeDuSurendettement.FIN, EtapeDuSurendettement.IRRECEVABILITE)
    for quoi in (*(e for e in SURENDETTEMENT if e not in finissent), *dernieres):
        etape(recevable, str(quoi), "01/05/2026", *plus.get(str(quoi), ()))
        recevable.verifier()


def test_trois_mois_sans_orientation_un_emprunt_ne_porte_que_le_taux_legal(tenu: LigneDeCommande) -> None:
    """C. conso. L721-2 : l'outil ne le compte pas, il le dit."""
    etape(tenu, "depot", "01/06/2026", "--texte", "appris du débiteur")
    [demander] = a_faire(tenu, "2026-09-02", "surendettement:depot")
    assert "recevabilité inconnue" in demander and "taux légal" not in demander
    tenu.fait("qualifier", "D-1", "--nature", "credit_conso")
    [demander] = a_faire(tenu, "2026-09-02", "surendettement:depot")
    assert "un emprunt ne porte que le taux légal" in demander
    tenu.verifier()
