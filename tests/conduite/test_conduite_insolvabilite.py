"""Chaque délai d'un créancier dont le débiteur est insolvable, au jour près : il court, presse, s'éteint ou passe."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from essai_conduite import AGENCE, BAREME, NATURES, UN_JOUR, dossier, facture
from essai_conduite import demarches as prevues
from hypothesis import given
from hypothesis import strategies as st

from recouvre.conduite.delais_a_tenir import RAPPELS, ATenir, avec_rappels, dernier_jour
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.insolvabilite import retenues, versement_a_verifier
from recouvre.conduite.porte import interdits
from recouvre.conduite.prevision import prevoir
from recouvre.conduite.situation import situer
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote, EncaissementRecu, Evenement
from recouvre.domaine.faits_d_insolvabilite import (
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.droit.arrets import arrets_de
from recouvre.droit.delais import est_ouvre
from recouvre.droit.delais_de_procedure import delai, delais, eloigne

OUVERT_LE = dt.date(2026, 1, 5)
FACTURE = facture(dt.date(2025, 12, 31))
S, P = EtapeDuSurendettement, EtapeDeProcedure


def le(texte: str) -> dt.date:
    jour, mois, annee = texte.split("/")
    return dt.date(int(annee), int(mois), int(jour))


def tenu(*faits: Evenement) -> Dossier:
    return dossier(OUVERT_LE, FACTURE, *faits)


def recevable(date: str = "02/03/2026", notifie: str | None = "10/03/2026") -> ArretDeDroit:
    return ArretDeDroit(date=le(date), cause=CauseArret.SURENDETTEMENT, notifie_le=le(notifie) if notifie else None)


def etape(quoi: EtapeDuSurendettement, date: str, **dates: str) -> SurendettementSuivi:
    return SurendettementSuivi(date=le(date), etape=quoi, **{nom: le(jour) for nom, jour in dates.items()})


def jugement(date: str = "02/03/2026", publie: str | None = "10/03/2026") -> ArretDeDroit:
    publie_le = le(publie) if publie else None
    return ArretDeDroit(date=le(date), cause=CauseArret.PROCEDURE, genre="redressement", publie_le=publie_le)


def acte(quoi: EtapeDeProcedure, date: str, **dates: str) -> ProcedureSuivie:
    return ProcedureSuivie(date=le(date), etape=quoi, **{nom: le(jour) for nom, jour in dates.items()})


def dues(cas: Dossier, jour: str) -> list[Demarche]:
    """Les démarches d'insolvabilité que l'agenda montre ce jour-là."""
    au = le(jour)
    return [
        d
        for d in prevues(cas, AGENCE)
        if d.cle.startswith(("surendettement:", "procedure:", "a-rapporter:"))
        and d.le <= au
        and (d.jusqu_au is None or au <= d.jusqu_au)
    ]


SURENDETTEMENT: tuple[tuple[str, tuple[Evenement, ...], str, str, str, EtapeDuSurendettement], ...] = (
    ("recours contre la recevabilité", (), "10/03/2026", "25/03/2026", "R722-1", S.RECOURS),
    (
        "justification", (etape(S.ETAT_DU_PASSIF, "03/03/2026"),),
        "03/03/2026", "02/04/2026", "R723-3", S.JUSTIFICATION,
    ),
    (
        "justification, lettre reçue plus tard", (etape(S.ETAT_DU_PASSIF, "03/03/2026", notifiee_le="05/03/2026"),),
        "05/03/2026", "04/04/2026", "R723-3", S.JUSTIFICATION,
    ),
    (
        "appel aux créanciers", (etape(S.APPEL_AUX_CREANCIERS, "03/03/2026", jusqu_au="20/03/2026"),),
        "03/03/2026", "20/03/2026", "R723-2", S.JUSTIFICATION,
    ),
    (
        "orientation", (etape(S.ORIENTATION, "01/06/2026", notifiee_le="04/06/2026"),),
        "04/06/2026", "19/06/2026", "L724-1", S.RECOURS,
    ),
    ("observations", (etape(S.PROJET, "01/06/2026"),), "01/06/2026", "16/06/2026", "R733-3", S.OBSERVATIONS),
    ("refus du plan", (etape(S.PLAN, "01/06/2026"),), "01/06/2026", "01/07/2026", "L732-3", S.CONTESTATION),
    (
        "mesures", (etape(S.MESURES, "01/06/2026", notifiee_le="08/06/2026"),),
        "08/06/2026", "08/07/2026", "R733-6", S.CONTESTATION,
    ),
    (
        "rétablissement", (etape(S.RETABLISSEMENT, "01/06/2026", notifiee_le="08/06/2026"),),
        "08/06/2026", "08/07/2026", "R741-1", S.CONTESTATION,
    ),
    (
        "rétablissement, non avisé", (etape(S.RETABLISSEMENT, "01/06/2026", publiee_le="30/06/2026"),),
        "30/06/2026", "30/08/2026", "R741-2", S.CONTESTATION,
    ),
    (
        "déclaration à la liquidation", (etape(S.LIQUIDATION, "01/06/2026", publiee_le="30/06/2026"),),
        "30/06/2026", "30/08/2026", "R742-11", S.DECLARATION,
    ),
)  # fmt: skip
"""Ce qui fait courir, le premier et le dernier jour, l'article, l'acte qui éteint."""


@pytest.mark.parametrize(("nom", "faits", "debut", "terme", "article", "acte_fait"), SURENDETTEMENT)
def test_un_delai_du_surendettement_court_du_premier_au_dernier_jour(
    nom: str, faits: tuple[Evenement, ...], debut: str, terme: str, article: str, acte_fait: EtapeDuSurendettement
) -> None:
    cas = tenu(recevable(), *faits)
    avant, apres = le(debut) - UN_JOUR, le(terme) + UN_JOUR

    def courent(dans: Dossier, jour: dt.date) -> list[Demarche]:
        visees = dues(dans, f"{jour:%d/%m/%Y}")
        return [d for d in visees if d.genre is Genre.DELAI and article in d.fondement]

    assert not courent(cas, avant)
    for jour in (le(debut), le(terme)):
        [demarche] = courent(cas, jour)
        assert f"recouvre surendettement D-1 {acte_fait} --le DATE" == demarche.commande
        assert terme in demarche.libelle
    assert not courent(cas, apres)
    fait = SurendettementSuivi(date=le(debut), etape=acte_fait)
    assert not courent(tenu(recevable(), *faits, fait), le(terme)), "l'acte l'éteint"


SUITES: tuple[tuple[str, tuple[Evenement, ...], str, str, str], ...] = (
    ("dépôt", (etape(S.DEPOT, "02/02/2026"),), "surendettement:depot:2026-02-02", "04/05/2026", "signaler D-1 surende"),
    ("notification inconnue", (recevable(notifie=None),), "surendettement:notification:2026-03-02", "02/03/2026",
     "--recevable-le 02/03/2026 --notifiee-le DATE"),
    ("deux ans", (recevable(),), "surendettement:suspension:2026-03-02", "02/03/2028", "recouvre surendettement D-1"),
    ("justification passée", (recevable(), etape(S.ETAT_DU_PASSIF, "03/03/2026")),
     "surendettement:etat-du-passif:2026-03-03:passe", "03/04/2026", "passif-dresse"),
    ("passif dressé", (recevable(), etape(S.PASSIF_DRESSE, "01/06/2026")), "surendettement:passif-dresse:2026-06-01",
     "22/06/2026", "orientation"),
    ("entrée en vigueur", (recevable(), etape(S.MESURES, "01/06/2026", notifiee_le="08/06/2026")),
     "surendettement:mesures:2026-06-01:vigueur", "09/07/2026", "mesures --le 01/06/2026 --applicable-le DATE"),
    ("plan en vigueur à dater", (recevable(), etape(S.PLAN, "01/06/2026")), "surendettement:plan:2026-06-01:vigueur",
     "02/07/2026", "plan --le 01/06/2026 --applicable-le DATE"),
    ("mesures à dater", (recevable(), etape(S.MESURES, "01/06/2026")), "surendettement:mesures:2026-06-01:a-dater",
     "01/06/2026", "--notifiee-le DATE"),
    ("terme des mesures",
     (recevable(), etape(S.MESURES, "01/06/2026", applicable_le="31/07/2026", jusqu_au="31/07/2028")),
     "surendettement:terme:2026-06-01", "01/08/2028", "fin --le DATE"),
    ("effacement à noter", (recevable(), etape(S.RETABLISSEMENT, "01/06/2026", notifiee_le="08/06/2026")),
     "surendettement:retablissement:2026-06-01:passe", "09/07/2026", "effacement --le 01/06/2026"),
    ("relevé", (recevable(), etape(S.LIQUIDATION, "01/06/2026", publiee_le="30/06/2026")),
     "surendettement:releve:2026-06-01", "31/08/2026", "releve --le DATE"),
    ("éteinte", (recevable(), etape(S.LIQUIDATION, "01/06/2026", publiee_le="30/06/2026")),
     "surendettement:eteinte:2026-06-01", "31/12/2026", "clore"),
    ("caducité", (recevable(), etape(S.PLAN, "01/06/2026", applicable_le="30/06/2026"),
                  etape(S.PLAN_EN_DEFAUT, "01/09/2026")), "surendettement:plan-en-defaut:2026-09-01", "17/09/2026",
     "fin --le DATE"),
    ("effacée", (recevable(), etape(S.EFFACEMENT, "01/06/2026")), "surendettement:effacement:2026-06-01", "01/06/2026",
     "clore"),
    ("veille", (recevable(),), "surendettement:veille", "31/08/2026", "recouvre surendettement D-1"),
)  # fmt: skip


@pytest.mark.parametrize(("nom", "faits", "cle", "debut", "commande"), SUITES)
def test_ce_qui_vient_ensuite_parait_au_jour_dit(
    nom: str, faits: tuple[Evenement, ...], cle: str, debut: str, commande: str
) -> None:
    [demarche] = [d for d in prevues(tenu(*faits), AGENCE) if d.cle == cle]
    assert (demarche.le, commande in demarche.commande) == (le(debut), True), demarche
    if demarche.genre in (Genre.TACHE, Genre.DECISION):
        note = ContactNote(date=demarche.le, canal="tache", etape=cle)
        encore = [d.le for d in prevues(tenu(*faits, note), AGENCE) if d.cle == cle]
        assert encore == [] or (cle.endswith("veille") and encore[0] > demarche.le), "notée faite, elle disparaît"


def test_la_declaration_presse_a_trente_quinze_sept_et_deux_jours() -> None:
    """BODACC du 10/03/2026 : dernier jour utile le 10/05/2026, un dimanche ; le vendredi 8 est férié, donc le 7."""
    cas = tenu(jugement())
    clefs = ["procedure:declaration:2026-03-10", *(f"procedure:declaration:2026-03-10:J-{j}" for j in RAPPELS)]
    jours = ["10/03/2026", "10/04/2026", "25/04/2026", "03/05/2026", "08/05/2026"]
    for cle, jour in zip(clefs, jours, strict=True):
        [demarche] = [d for d in dues(cas, jour) if d.genre is Genre.DELAI]
        assert demarche.cle == cle
        assert "dernier jour utile : 10/05/2026, un dimanche ; agissez le 07/05/2026 au plus tard" in demarche.libelle
    for cle, jour in zip(clefs, jours[1:], strict=False):
        veille = le(jour) - UN_JOUR
        assert [d.cle for d in dues(cas, f"{veille:%d/%m/%Y}") if d.genre is Genre.DELAI] == [cle]
    [dernier] = [d for d in dues(cas, "10/05/2026") if d.genre is Genre.DELAI]
    assert dernier.cle == clefs[-1] and dernier.libelle.startswith("2 jours au plus.")


@given(depart=st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), jours=st.integers(0, 200))
def test_une_seule_demarche_par_jour_du_premier_au_dernier(depart: dt.date, jours: int) -> None:
    terme = depart + dt.timedelta(days=jours)
    regle = delai("procedure.declaration")
    suite = list(avec_rappels(ATenir(cle="x", acte="a", delai=regle, depart=depart, terme=terme, commande="c")))
    assert (suite[0].le, suite[-1].jusqu_au) == (depart, terme)
    assert len({d.cle for d in suite}) == len(suite)
    for avant, apres in pairwise(suite):
        assert avant.jusqu_au is not None and avant.le <= avant.jusqu_au == apres.le - UN_JOUR


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_l_echeance_de_surete_est_ouvree_et_jamais_plus_tard(terme: dt.date) -> None:
    dit = dernier_jour(terme)
    assert dit.startswith(f"dernier jour utile : {terme:%d/%m/%Y}")
    assert ("agissez" in dit) is not est_ouvre(terme)


PROCEDURE: tuple[tuple[str, tuple[Evenement, ...], str, str, str], ...] = (
    ("annonce attendue", (jugement(publie=None),), "procedure:bodacc:2026-03-02", "17/03/2026", "--bodacc-le DATE"),
    ("sûreté publiée, avertie", (jugement(publie=None), acte(P.AVERTISSEMENT, "20/03/2026")),
     "procedure:declaration:2026-03-20", "20/03/2026", "declaration --le DATE"),
    ("relevé", (jugement(),), "procedure:releve:2026-03-10", "11/05/2026", "releve-demande --le DATE"),
    ("forclusion", (jugement(),), "procedure:forclusion:2026-03-10", "11/09/2026", "clore"),
    ("contestée", (jugement(), acte(P.DECLARATION, "01/04/2026"), acte(P.CONTESTATION, "01/06/2026")),
     "procedure:contestation:2026-06-01", "01/06/2026", "reponse --le DATE"),
    ("rejetée", (jugement(), acte(P.DECLARATION, "01/04/2026"), acte(P.REJET, "01/06/2026")),
     "procedure:rejet:2026-06-01", "01/06/2026", "clore"),
    ("convertie", (jugement(), acte(P.CONVERSION, "01/06/2026")), "procedure:conversion:2026-06-01", "01/06/2026",
     "intervenant D-1 mandataire"),
    ("admission à surveiller", (jugement(), acte(P.DECLARATION, "01/04/2026")), "procedure:veille", "28/09/2026",
     "recouvre procedure D-1"),
    ("close", (jugement(), acte(P.CLOTURE, "01/06/2026")), "procedure:cloture:2026-06-01", "01/06/2026", "clore"),
)  # fmt: skip


@pytest.mark.parametrize(("nom", "faits", "cle", "debut", "commande"), PROCEDURE)
def test_chaque_etape_d_une_procedure_a_sa_suite(
    nom: str, faits: tuple[Evenement, ...], cle: str, debut: str, commande: str
) -> None:
    [demarche] = [d for d in prevues(tenu(*faits), AGENCE) if d.cle == cle]
    assert (demarche.le, commande in demarche.commande) == (le(debut), True), demarche


def derniers(cas: Dossier, prefixe: str, *, loin: bool = False) -> list[dt.date | None]:
    """Le dernier jour du délai dont les démarches portent cette clé."""
    situation = situer(cas, BAREME, NATURES)
    toutes = prevoir(cas, situation, AGENCE, Mode.AGENCE, (), ReglagesCreancier(), eloigne=loin)
    return [max(d.jusqu_au for d in toutes if d.cle.startswith(prefixe) and d.jusqu_au)]


@pytest.mark.parametrize(
    ("faits", "prefixe", "loin", "terme"),
    [
        ((jugement(),), "procedure:declaration", False, "10/05/2026"),
        ((jugement(),), "procedure:declaration", True, "10/07/2026"),
        ((jugement(publie="31/12/2025", date="20/12/2025"),), "procedure:declaration", False, "28/02/2026"),
        ((jugement(),), "procedure:releve", False, "10/09/2026"),
        ((jugement(),), "procedure:releve", True, "10/09/2026"),
        (
            (jugement(), acte(P.RELEVE_DEMANDE, "20/05/2026"), acte(P.RELEVE_ACCORDE, "20/06/2026")),
            "procedure:declaration", False, "20/07/2026",
        ),
        (
            (jugement(), acte(P.RELEVE_DEMANDE, "20/05/2026"),
             acte(P.RELEVE_ACCORDE, "20/06/2026", notifiee_le="30/06/2026")),
            "procedure:declaration", True, "30/08/2026",
        ),
        ((jugement(), acte(P.CONTESTATION, "01/06/2026")), "procedure:contestation", False, "01/07/2026"),
        (
            (jugement(), acte(P.CONTESTATION, "01/06/2026", jusqu_au="15/06/2026")),
            "procedure:contestation", False, "15/06/2026",
        ),
        ((jugement(), acte(P.AVERTISSEMENT, "20/03/2026")), "procedure:declaration", False, "10/05/2026"),
    ],
)  # fmt: skip
def test_le_dernier_jour_de_chaque_delai(faits: tuple[Evenement, ...], prefixe: str, loin: bool, terme: str) -> None:
    assert derniers(tenu(*faits), prefixe, loin=loin) == [le(terme)]


def test_un_releve_demande_ou_une_declaration_eteignent_le_delai() -> None:
    for fait in (acte(P.DECLARATION, "20/03/2026"), acte(P.RELEVE_DEMANDE, "20/05/2026")):
        assert not [d for d in prevues(tenu(jugement(), fait), AGENCE) if d.cle.startswith("procedure:releve:")]
    declaree = tenu(jugement(), acte(P.DECLARATION, "20/03/2026"))
    assert not [d for d in prevues(declaree, AGENCE) if d.cle.startswith("procedure:declaration")]


def test_un_creancier_eloigne_se_lit_de_son_adresse() -> None:
    ici, reunion, martinique = Partie(nom="a", code_postal="01000"), Partie(nom="b", code_postal="97400"), Partie(
        nom="c", code_postal="97200"
    )  # fmt: skip
    belge, inconnu = Partie(nom="d", code_postal="1000", pays="Belgique"), Partie(nom="e")
    assert [eloigne(c, ici) for c in (ici, reunion, belge, inconnu)] == [False, True, True, False]
    assert [eloigne(c, reunion) for c in (ici, reunion, martinique)] == [True, False, True]
    assert [eloigne(c, inconnu) for c in (ici, reunion)] == [False, True]


def test_des_mesures_retiennent_apres_la_recevabilite_et_jusqu_a_ce_qu_on_dise_leur_fin() -> None:
    """L722-14 arrête les intérêts jusqu'aux mesures ; L733-16 défend l'exécution pendant leur durée."""
    mesures = SurendettementSuivi(
        date=le("01/06/2026"), etape=S.MESURES, applicable_le=le("31/07/2026"), jusqu_au=le("31/07/2028"),
        mensualite=5_000,
    )  # fmt: skip
    cas = tenu(recevable(), mesures)
    assert "L722-2" in next(iter(interdits(cas, le("30/07/2026")))).phrase
    assert "L733-16" in next(iter(interdits(cas, le("31/07/2026")))).phrase
    assert not list(retenues(cas, le("31/07/2028"))) and not list(interdits(cas, le("01/08/2028")))
    [reste] = retenues(cas, le("01/08/2028"))
    assert reste.remede == "recouvre surendettement D-1 fin --le DATE"
    finies = tenu(recevable(), mesures, etape(S.FIN, "01/08/2028"))
    assert not list(retenues(finies, le("01/08/2028"))) and not list(interdits(finies, le("01/08/2028")))
    appels = (Genre.APPEL, Genre.VISITE)
    assert not [d for d in prevues(cas, AGENCE) if d.genre in appels and not d.attente]
    assert versement_a_verifier(cas, EncaissementRecu(date=le("05/08/2026"), montant=5_000)) == ""
    assert "50,00" in versement_a_verifier(cas, EncaissementRecu(date=le("05/08/2026"), montant=5_001))
    assert versement_a_verifier(cas, EncaissementRecu(date=le("05/07/2026"), montant=5_001)) == ""


def test_une_facture_nee_apres_la_recevabilite_n_est_pas_dans_les_mesures() -> None:
    mesures = etape(S.MESURES, "01/06/2026", applicable_le="31/07/2026")
    ancienne, neuve = facture(le("31/12/2025")), facture(le("15/05/2026"), "F-2")
    cas = dossier(OUVERT_LE, ancienne, neuve, recevable(), mesures)
    assert [arret.cause for arret in arrets_de(cas, ancienne)] == [CauseArret.SURENDETTEMENT, CauseArret.MESURES]
    assert arrets_de(cas, neuve) == []


def test_une_creance_effacee_ne_se_reclame_plus_jamais() -> None:
    cas = tenu(recevable(), etape(S.RETABLISSEMENT, "01/06/2026"), etape(S.EFFACEMENT, "01/06/2026"))
    for jour in ("01/06/2026", "01/06/2036"):
        [retenue] = retenues(cas, le(jour), malgre=("litige", "plan", "effacement"))
        assert retenue.code == "effacement" and "caution" in retenue.phrase and not retenue.remede
    assert not list(retenues(cas, le("31/05/2026")))
    scenario = {e.cle for e in AGENCE.etapes}
    assert not [d for d in prevues(cas, AGENCE) if d.cle in scenario]


def test_la_table_des_delais_est_dite_datee_et_prudente() -> None:
    for regle in delais().values():
        assert regle.texte.startswith("C. ") and regle.niveau in ("A", "B", "C", "NV") and regle.source
        assert regle.incertitude or regle.niveau != "NV", "un délai non vérifié le dit à qui le lit"
