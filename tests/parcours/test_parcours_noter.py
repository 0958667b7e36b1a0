"""Noter un appel en une ligne ; pas joint, un autre gestionnaire rappelle une fois, et l'étape reste à faire."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from hypothesis import given
from hypothesis import strategies as st

from recouvre.base import journal
from recouvre.conduite.contacts import appel_sans_reponse, contre_appel
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote, DossierOuvert, Ecrit, Evenement, RelanceEnvoyee, ScenarioChoisi
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier
from recouvre.operations.scenarios import lire_scenario

AGENCE, INTERNE = (lire_scenario(nom, Path()) for nom in ("agence", "interne"))
J = dt.date(2026, 3, 25)
"""Le mercredi où les appels du scénario d'agence sont dus."""


@pytest.fixture
def aux_appels(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Un dossier dont la mise en demeure et les relances sont parties : nous sommes le jour des appels."""
    recouvre.ouvrir("F-1", "1000", "--telephone", "04 74 00 00 01")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        recouvre.envoyer(jour)
    recouvre.jour("2026-03-25")
    return recouvre


def etapes(recouvre: LigneDeCommande, au: str) -> dict[str, str]:
    """Étape → date due, à l'agenda de ce jour."""
    return {etape: le for _, etape, le in recouvre.agenda(au)}


def contacts(recouvre: LigneDeCommande) -> list[ContactNote]:
    """Les contacts du dossier, dans l'ordre de leur saisie."""
    with recouvre.base() as base:
        base.row_factory = sqlite3.Row
        return [e.evenement for e in journal.lire(base, 1) if isinstance(e.evenement, ContactNote)]


def par(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch, qui: str, *mots: str) -> str:
    """La même commande, tapée par quelqu'un d'autre."""
    monkeypatch.setenv("RECOUVRE_AUTEUR", qui)
    return recouvre.fait("noter", "D-1", *mots).sortie


def test_un_appel_reussi_accomplit_l_etape_et_dit_par_qui(aux_appels: LigneDeCommande) -> None:
    aux_appels.fait("noter", "D-1", "appel", "rappellera lundi")
    (note,) = contacts(aux_appels)
    assert note == ContactNote(date=J, canal="appel", texte="rappellera lundi", etape="appels", par="essai")
    assert "appels" not in etapes(aux_appels, "2026-03-25")
    assert "contre-appel" not in etapes(aux_appels, "2026-03-30")


def test_pas_joint_l_etape_reste_et_un_autre_rappelle_le_lendemain(
    aux_appels: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    dit = par(aux_appels, monkeypatch, "Claire", "appel", "répondeur", "--echec")
    assert "noté (appel, pas joint), contre-appel le 26/03/2026 par un autre gestionnaire" in dit
    (note,) = contacts(aux_appels)
    assert note == ContactNote(date=J, canal="appel", texte="répondeur", etape="appels", echec=True, par="Claire")
    assert "appels" in etapes(aux_appels, "2026-03-25") and "contre-appel" not in etapes(aux_appels, "2026-03-25")
    lendemain = etapes(aux_appels, "2026-03-26")
    assert lendemain["contre-appel"] == "2026-03-26" and "appels" in lendemain
    (demarche,) = [
        d for d in aux_appels.json("agenda", "--au", "2026-03-26")["demarches"] if d["etape"] == "contre-appel"
    ]
    assert demarche["genre"] == "appel"
    assert demarche["libelle"].startswith("Contre-appel, par un autre gestionnaire que Claire : Appels suivis")
    assert "Appel, sans réponse : répondeur" in aux_appels.fait("dossier", "D-1").sortie
    aux_appels.verifier()


def test_le_vendredi_le_contre_appel_est_pour_lundi(aux_appels: LigneDeCommande) -> None:
    aux_appels.jour("2026-04-03")  # le vendredi saint ; lundi 6 avril est férié
    objet = aux_appels.json("noter", "D-1", "appel", "--echec", "--le", "03/04/2026")
    assert (objet["fait"], objet["contre_appel_le"]) == ("appel", "2026-04-07")


def test_un_autre_essaie_en_vain_et_l_on_n_insiste_plus(
    aux_appels: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    par(aux_appels, monkeypatch, "Claire", "appel", "--echec")
    aux_appels.jour("2026-03-26")
    dit = par(aux_appels, monkeypatch, "claire ", "appel", "--echec")
    assert "contre-appel le 26/03/2026" in dit, "la même personne : un autre doit encore rappeler"
    dit = par(aux_appels, monkeypatch, "Paul", "appel", "--echec")
    assert "contre-appel" not in dit
    assert "contre-appel" not in etapes(aux_appels, "2026-04-02")
    aux_appels.jour("2026-03-27")
    assert "contre-appel" not in par(aux_appels, monkeypatch, "Nadia", "appel", "--echec")
    assert "appels" in etapes(aux_appels, "2026-03-27"), "personne ne l'a joint : l'étape reste à faire"
    aux_appels.verifier()


@pytest.mark.parametrize("canal", ["appel", "visite"])
def test_joint_le_contre_appel_disparait(
    aux_appels: LigneDeCommande, monkeypatch: pytest.MonkeyPatch, canal: str
) -> None:
    par(aux_appels, monkeypatch, "Claire", "appel", "--echec")
    aux_appels.jour("2026-03-26")
    aux_appels.fait("autorisation", "D-1", "visite")
    par(aux_appels, monkeypatch, "Claire", canal, "promet 200 € le 30")
    restent = etapes(aux_appels, "2026-03-27")
    assert "contre-appel" not in restent
    assert ("appels" in restent, "visite" in restent) == (canal == "visite", canal == "appel")


def test_annuler_l_echec_efface_le_contre_appel(aux_appels: LigneDeCommande) -> None:
    aux_appels.fait("noter", "D-1", "appel", "--echec")
    rang = aux_appels.rang("ContactNote")
    aux_appels.fait("annuler", "D-1", str(rang), "--motif", "erreur de dossier")
    assert "contre-appel" not in etapes(aux_appels, "2026-03-26")
    aux_appels.verifier()


def test_noter_le_contre_appel_par_son_nom(aux_appels: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    par(aux_appels, monkeypatch, "Claire", "appel", "--echec")
    aux_appels.jour("2026-03-26")
    par(aux_appels, monkeypatch, "Paul", "appel", "joint", "--etape", "contre-appel")
    assert [note.etape for note in contacts(aux_appels)] == ["appels", "appels"]
    assert not {"appels", "contre-appel"} & etapes(aux_appels, "2026-03-26").keys()


def test_l_etape_effacee_par_un_envoi_son_contre_appel_lui_reste_attache(
    aux_appels: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    aux_appels.jour("2026-04-02")
    par(aux_appels, monkeypatch, "Claire", "appel", "--echec")
    assert aux_appels.envoyer("2026-04-03") == [("D-1", "avis-avant-poursuites")]
    assert list(etapes(aux_appels, "2026-04-03")) == ["contre-appel"]
    par(aux_appels, monkeypatch, "Paul", "appel", "--echec")
    assert [note.etape for note in contacts(aux_appels)] == ["appels", "appels"]
    assert etapes(aux_appels, "2026-04-03") == {}


def test_un_appel_hors_scenario_se_reprend_aussi(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    recouvre.ouvrir()
    dit = par(recouvre, monkeypatch, "Claire", "appel", "--echec")
    assert "contre-appel le 04/03/2026" in dit
    demarches = recouvre.json("agenda", "--au", "2026-03-04")["demarches"]
    assert "débiteur pas joint le 03/03/2026" in next(d["libelle"] for d in demarches if d["etape"] == "contre-appel")
    recouvre.fait("clore", "D-1", "--motif", "accord du créancier")
    assert etapes(recouvre, "2026-03-04") == {}


def test_une_visite_sans_personne_reste_a_faire(aux_appels: LigneDeCommande) -> None:
    aux_appels.fait("autorisation", "D-1", "visite")
    assert "contre-appel" not in aux_appels.fait("noter", "D-1", "visite", "absent", "--echec").sortie
    assert {"visite", "appels"} <= etapes(aux_appels, "2026-03-26").keys()
    assert "contre-appel" not in etapes(aux_appels, "2026-03-26")


def test_un_sms_se_note(aux_appels: LigneDeCommande) -> None:
    aux_appels.fait("noter", "D-1", "sms", "a demandé l'IBAN")
    assert [(note.canal, note.par) for note in contacts(aux_appels)] == [("sms", "essai")]
    assert "SMS : a demandé l'IBAN" in aux_appels.fait("dossier", "D-1").sortie


@pytest.mark.parametrize("fait", ["sms", "courriel", "tache", "interruption", "quittance", "mise-en-demeure"])
def test_seuls_un_appel_et_une_visite_echouent(aux_appels: LigneDeCommande, fait: str) -> None:
    assert "appel ou visite" in aux_appels.refuse("noter", "D-1", fait, "--echec", code=2)


def test_l_agenda_dit_la_trame_et_elle_se_compose(aux_appels: LigneDeCommande) -> None:
    agenda = aux_appels.fait("agenda").sortie
    assert '\n    recouvre noter D-1 appel "compte rendu"\n' in agenda
    assert "Personne ? ajoutez --echec" in agenda
    for trame in ("trame_appel", "avis_passage --avec passage=DATE"):
        assert f" : recouvre courrier DOSSIER {trame}\n" in agenda
        mots = trame.replace("DATE", "25/03/2026").split()
        assert aux_appels("courrier", "D-1", *mots, "--sortie", f"{mots[0]}.pdf").code == 0


# --- La règle, seule ------------------------------------------------------------------------------------------------


def dossier(*faits: Evenement) -> Dossier:
    """Un dossier ouvert le 2 mars, et ces faits."""
    ouverture = DossierOuvert(date=dt.date(2026, 3, 2), creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    quand = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    ecrits = [Ecrit(n, 1, fait, quand, "essai", str(n)) for n, fait in enumerate((ouverture, *faits), start=1)]
    return plier(ecrits)


def appel(jour: int, qui: str = "claire", etape: str = "appels", *, echec: bool = True) -> ContactNote:
    return ContactNote(date=dt.date(2026, 3, jour), canal="appel", etape=etape, echec=echec, par=qui)


def parti(jour: int) -> RelanceEnvoyee:
    return RelanceEnvoyee(
        date=dt.date(2026, 3, jour), etape="relance-3", tour=1, canal="impression", modele="relance",
        reference="D-1-9", fichier="f", empreinte="e", total=1,
    )  # fmt: skip


def test_un_courrier_parti_depuis_efface_le_contre_appel() -> None:
    assert appel_sans_reponse(dossier(appel(5), parti(6))), "parti le jour du contre-appel : il reste à faire"
    assert appel_sans_reponse(dossier(appel(5), parti(9))) is None


def test_un_autre_scenario_choisi_depuis_ne_rattrape_rien() -> None:
    assert appel_sans_reponse(dossier(appel(5), ScenarioChoisi(date=dt.date(2026, 3, 6), scenario="x"))) is None


def test_l_etape_la_plus_recente_est_proposee() -> None:
    (demarche,) = contre_appel(dossier(appel(5, etape="appel-1"), appel(9, "paul", "appel-2")), INTERNE)
    assert demarche.libelle == "Contre-appel, par un autre gestionnaire que paul : Deuxième appel"


def test_hors_etape_un_contact_abouti_remet_a_zero() -> None:
    deux = (appel(3, "claire", ""), appel(4, "paul", ""))
    assert appel_sans_reponse(dossier(*deux)) is None
    joint = appel(9, "paul", "", echec=False)
    nouveau = appel_sans_reponse(dossier(*deux, joint, appel(10, "nadia", "")))
    assert nouveau and nouveau.par == "nadia"


def test_sans_auteur_connu_la_phrase_reste_francaise() -> None:
    (demarche,) = contre_appel(dossier(appel(5, "")), AGENCE)
    assert demarche.libelle.startswith("Contre-appel, par un autre gestionnaire : ")


@given(
    st.lists(
        st.builds(
            appel, st.integers(2, 31), st.sampled_from(["claire", "paul"]), st.sampled_from(["", "appels"]),
            echec=st.booleans(),
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_jamais_plus_d_un_et_jamais_dans_le_desordre(notes: list[ContactNote], hasard: st.DataObject) -> None:
    """Un au plus ; l'ordre de saisie n'y change rien ; personne n'est proposé à qui vient d'être joint."""
    proposes = list(contre_appel(dossier(*notes), AGENCE))
    assert len(proposes) <= 1
    melange = list(notes)
    hasard.shuffle(melange)  # type: ignore[attr-defined]
    assert list(contre_appel(dossier(*melange), AGENCE)) == proposes
    echec = appel_sans_reponse(dossier(*notes))
    if echec:
        assert echec in notes and echec.echec
        assert not any(not note.echec and note.date >= echec.date for note in notes), "joint depuis"
        autres = [
            n for n in notes if n.echec and n.etape == echec.etape and n.date >= echec.date and n.par != echec.par
        ]
        assert not autres, "un autre a déjà essayé"
