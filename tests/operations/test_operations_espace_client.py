"""L'espace d'un créancier : rien d'un autre, rien de ce qui fut saisi, rien qui s'exécute, un dossier à lui seul.

Les faits sont tirés au hasard, de tous les genres ; chaque texte qu'ils portent nomme le genre et le champ d'où il
vient, si bien qu'un champ montré de trop se lit dans l'échec.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recouvre.affichage.espace_donnees import tableaux
from recouvre.affichage.page_client import PAGE, page
from recouvre.base import journal, parties, projections
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.base.projections import LigneDemarche, LigneDossier, Projection
from recouvre.domaine.contrat import GenreTaux, TauxConvenu
from recouvre.domaine.evenements import GENRES, DossierClos, DossierOuvert, Evenement, EvenementAnnule
from recouvre.domaine.faits_de_plan import Versement
from recouvre.domaine.parties import Partie, Qualite
from recouvre.operations.espace_client import relever
from recouvre.operations.session import Session
from tests.domaine.fabrique import PAR_TYPE

JOUR = dt.date(2026, 3, 3)
DEBITEUR = Partie(
    nom="Menuiserie Faure", siren="732829320", siret="73282932000074", adresse="12 rue de l'Église",
    complement="escalier B", code_postal="01000", ville="Bourg", courriel="faure@exemple.example",
    telephone="0474000000",
)  # fmt: skip
DATES = st.integers(0, 60).map(lambda jours: dt.date(2026, 1, 2) + dt.timedelta(days=jours))
TAUX = TauxConvenu(GenreTaux.FIXE, Decimal(12))

MONTRES = {
    "DossierOuvert.reference", "FactureAjoutee.numero", "AvoirAjoute.numero", "LitigeOuvert.facture",
    "RelanceEnvoyee.reference", "RelanceEnvoyee.etape", "PliSuivi.reference",
    "RemiseEchouee.reference", "EncaissementRecu.mode", "TitreObtenu.nature",
}  # fmt: skip
"""Les seuls textes qui se montrent : numéros, et mots que l'outil choisit. Aucun n'est une phrase saisie."""

CAMPS = {"Forge Béranger": range(100, 90_000), "Atelier Roux": range(77_770_000, 77_779_999)}
"""Deux créanciers ; les montants du second commencent tous par 777 7, ceux du premier ne peuvent pas y arriver."""


def marque(camp: int, genre: str, champ: str) -> str:
    return f"z{camp}z{genre}.{champ}"


def du_genre(genre: type[Evenement], camp: int, montants: range) -> st.SearchStrategy[Evenement]:
    """Les évènements d'un genre : textes marqués, montants de ce créancier, dates proches."""

    def valeur(nom: str, sorte: str) -> st.SearchStrategy[Any]:
        match sorte:
            case "str" if nom == "imputation":
                return st.just("principal,interets,accessoires")
            case "str" if nom == "canal":
                return st.sampled_from(["appel", "courriel", "courrier", "sms", "visite", "reversement"])
            case "str":
                return st.just(marque(camp, genre.__name__, nom))
            case "int":
                return st.sampled_from(montants)
            case "dt.date":
                return DATES
            case "dt.date | None":
                return st.none() | DATES
            case "tuple[Versement, ...]":
                return st.lists(st.builds(Versement, DATES, st.sampled_from(montants)), min_size=1, max_size=3).map(
                    tuple
                )
            case "TauxConvenu | None":
                return st.none() | st.just(TAUX)
            case _:
                return PAR_TYPE[sorte]

    return st.builds(genre, **{champ.name: valeur(champ.name, str(champ.type)) for champ in fields(genre)})


@st.composite
def vies(draw: st.DrawFn, camp: int, montants: range) -> list[Evenement]:
    """Un dossier qui a connu tous les genres de faits, sauf la clôture et l'annulation, qui en cacheraient."""
    genres = [genre for genre in GENRES if genre not in (DossierOuvert, DossierClos, EvenementAnnule)]
    faits = [draw(du_genre(genre, camp, montants)) for genre in genres]
    if draw(st.booleans()):
        faits.append(draw(du_genre(DossierClos, camp, montants)))
    return faits


@pytest.fixture
def session(cabinet: Path) -> Iterator[Session]:
    with Session(cabinet, maintenant=dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC), auteur="agent-secret") as ouverte:
        ouverte.base.execute("PRAGMA synchronous = OFF")
        with transaction(ouverte.base):
            siens = [(rang, f"c{rang}", Partie(nom=nom)) for rang, nom in enumerate(CAMPS, start=1)]
            parties.ajouter(ouverte.base, parties.CREANCIER, siens)
            parties.ajouter(ouverte.base, parties.DEBITEUR, [(9, "siren:732829320:faure", DEBITEUR)])
        yield ouverte


def ouvrir(session: Session, numero: int, creancier: int, faits: list[Evenement]) -> None:
    """Le dossier de ce créancier sur le débiteur commun, et une démarche dont la consigne ne se montre pas."""
    ouvert = DossierOuvert(
        date=dt.date(2026, 1, 2),
        creancier=creancier,
        debiteur=9,
        qualite=Qualite.PROFESSIONNEL,
        reference=marque(creancier, "DossierOuvert", "reference"),
        scenario=marque(creancier, "DossierOuvert", "scenario"),
        remise=marque(creancier, "DossierOuvert", "remise"),
    )
    ligne = LigneDossier(
        numero, creancier, 9, "", "", "professionnel", "ouvert", "2026-01-02", None, 0, None, None, None, 0,
        "gestionnaire-secret",
    )  # fmt: skip
    appel = LigneDemarche(
        numero, "appels", "2026-03-09", None, "appel", 6, "Consigne secrète", "", 0, "attente secrète"
    )  # fmt: skip
    with transaction(session.base):
        tous = [AEcrire(numero, fait, f"{numero}:{rang}") for rang, fait in enumerate([ouvert, *faits])]
        journal.ajouter(session.base, tous, saisi_le=session.maintenant, auteur=session.auteur)
        projections.ecrire(session.base, [Projection(ligne, (appel,), "")], neufs=True)


def lire_tout(session: Session, creancier: int) -> str:
    """Tout ce que ce créancier reçoit, en un texte."""
    espace = relever(session, creancier)
    fichiers = [octets.decode("utf-8-sig") for octets in (*tableaux(espace).values(), page(espace))]
    return html.unescape("\n".join(fichiers))


def test_deux_creanciers_un_debiteur_commun(session: Session) -> None:
    numeros = count(1)

    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(*(vies(camp, montants) for camp, montants in enumerate(CAMPS.values(), start=1)))
    def comparer(premiere: list[Evenement], seconde: list[Evenement]) -> None:
        with transaction(session.base):
            for requete in ("DELETE FROM demarches", "DELETE FROM recherche", "DELETE FROM dossiers"):
                session.base.execute(requete)
        siens = {camp: next(numeros) for camp in (1, 2)}
        for camp, faits in ((1, premiere), (2, seconde)):
            ouvrir(session, siens[camp], camp, faits)
        for camp, autre in ((1, 2), (2, 1)):
            lu = lire_tout(session, camp)
            montres = {mot.partition("z")[2] for mot in re.findall(rf"z{camp}(z[A-Z]\w+\.\w+)", lu, re.IGNORECASE)}
            assert {mot.casefold() for mot in montres} <= {mot.casefold() for mot in MONTRES}
            assert marque(camp, "FactureAjoutee", "numero") in lu and f"D-{siens[camp]}" in lu
            assert f"z{autre}z" not in lu.casefold(), "un texte de l'autre créancier"
            assert not re.search(rf"\bD-{siens[autre]}\b", lu), "un dossier de l'autre créancier"
            assert list(CAMPS)[autre - 1] not in lu
            if camp == 1:
                assert not re.search("77[\u202f]?77", lu), "un montant de l'autre créancier"
            for secret in (*_coordonnees(), "secret", "secrète", session.profil.iban):
                assert secret not in lu, secret
            assert DEBITEUR.nom in lu

    comparer()


def _coordonnees() -> list[str]:
    return [
        DEBITEUR.siren, DEBITEUR.adresse, DEBITEUR.complement, DEBITEUR.code_postal, DEBITEUR.courriel,
        DEBITEUR.telephone, "04 74 00 00 00",
    ]  # fmt: skip


class Balises(HTMLParser):
    """Les balises d'une page, et ce qu'elle irait chercher."""

    def __init__(self) -> None:
        super().__init__()
        self.vues: set[str] = set()
        self.ouvertes: list[str] = []
        self.liens: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.vues.add(tag)
        if tag not in ("meta", "link", "img", "br"):
            self.ouvertes.append(tag)
        for nom, valeur in attrs:
            assert not nom.startswith("on"), f"{tag} {nom}"
            if nom in ("href", "src"):
                self.liens.append(valeur or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.ouvertes.pop() == tag


MECHANT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def test_rien_de_saisi_ne_s_execute(recouvre: LigneDeCommande) -> None:
    """Un nom, une référence, un numéro de facture hostiles : du texte dans la page, rien qu'un tableur calcule."""
    formule = '=HYPERLINK("http://x.example")'
    recouvre.ouvrir(f"F-{MECHANT}", "1000", "--ref", formule, debiteur=MECHANT, creancier=f"Forge {MECHANT}")
    recouvre.fait("encaisser", "D-1", "100", "--le", "02/03/2026")
    recouvre.fait("profil", "--denomination", f"Cabinet {MECHANT}")
    espace = recouvre.json("espace-client", f"Forge {MECHANT}")["espaces"][0]
    texte = (Path(espace["chemin"]) / PAGE).read_text("utf-8")
    balises = Balises()
    balises.feed(texte)
    assert balises.ouvertes == [] and not {"script", "img", "link", "iframe", "form"} & balises.vues
    assert set(balises.liens) == {"#D-1"} and "url(" not in texte and "@import" not in texte
    assert texte.count("&lt;script&gt;") >= 4 and "default-src 'none'" in texte
    lignes = list(
        csv.reader(io.StringIO((Path(espace["chemin"]) / "dossiers.csv").read_text("utf-8-sig")), delimiter=";")
    )
    assert lignes[1][1] == f"'{formule}" and lignes[1][2] == MECHANT


def test_les_memes_chiffres_que_le_decompte(recouvre: LigneDeCommande) -> None:
    """Le tableau, la page et le décompte disent la même chose, au centime."""
    recouvre.ouvrir("F-1", "1000", "--ref", "C-7")
    recouvre.fait("encaisser", "D-1", "300", "--le", "03/03/2026")
    recouvre.fait("encaisser", "D-1", "200", "--le", "03/03/2026", "--direct", "--mode", "cheque")
    decompte = recouvre.json("decompte", "D-1")
    chemin = Path(recouvre.json("espace-client", "Forge Béranger")["espaces"][0]["chemin"])
    flux = io.StringIO((chemin / "dossiers.csv").read_text("utf-8-sig"))
    [ligne] = list(csv.DictReader(flux, delimiter=";"))
    assert (ligne["votre_reference"], ligne["debiteur"], ligne["etat"]) == ("C-7", "Menuiserie Faure", "En cours")
    assert (ligne["principal_confie"], ligne["recu_par_nous"], ligne["recu_par_vous"]) == (
        "1000,00",
        "300,00",
        "200,00",
    )
    assert ligne["reste_du"] == decompte["total"].replace(".", ",")
    assert ligne["reste_principal"] == decompte["principal"].replace(".", ",")
    texte = html.unescape((chemin / PAGE).read_text("utf-8")).replace("\u202f", "").replace("\xa0", " ")
    assert f"{decompte['total'].replace('.', ',')} €" in texte and "Chèque, reçu par vous" in texte
    flux = io.StringIO((chemin / "historique.csv").read_text("utf-8-sig"))
    faits = [
        (fait["fait"], fait["recu_par_nous"], fait["recu_par_vous"]) for fait in csv.DictReader(flux, delimiter=";")
    ]
    assert faits[0] == ("Dossier confié", "", "")
    assert sorted(faits[1:]) == [("Paiement reçu", "", "200,00"), ("Paiement reçu", "300,00", "")]


def test_un_dossier_de_sortie_n_est_qu_a_un_creancier(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-9", "500", creancier="Atelier Roux", debiteur="SARL Autre")
    sortie = tmp_path / "à remettre"
    recouvre.fait("espace-client", "Forge Béranger", "--sortie", str(sortie))
    avant = {fichier.name: fichier.read_bytes() for fichier in sortie.iterdir()}
    assert set(avant) == {"index.html", "dossiers.csv", "historique.csv", "manifeste.json"}
    phrase = recouvre.refuse("espace-client", "Atelier Roux", "--sortie", str(sortie))
    assert "un créancier ne doit rien voir d'un autre" in phrase
    assert {fichier.name: fichier.read_bytes() for fichier in sortie.iterdir()} == avant
    recouvre.fait("encaisser", "D-1", "100", "--le", "03/03/2026")
    recouvre.fait("espace-client", "Forge Béranger", "--sortie", str(sortie))
    assert {fichier.name for fichier in sortie.iterdir()} == set(avant)
    assert (sortie / "historique.csv").read_bytes() != avant["historique.csv"]


def test_tous_les_creanciers_chacun_chez_soi(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-9", "500", creancier="Atelier Roux", debiteur="SARL Autre")
    espaces = recouvre.json("espace-client", "--tous")["espaces"]
    assert [(espace["creancier"], espace["dossiers"]) for espace in espaces] == [
        ("Atelier Roux", 1),
        ("Forge Béranger", 1),
    ]
    assert len({espace["chemin"] for espace in espaces}) == 2
    for espace, absent in zip(espaces, ("F-1", "F-9"), strict=True):
        for fichier in Path(espace["chemin"]).iterdir():
            assert absent not in fichier.read_text("utf-8"), fichier


def test_les_refus(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    recouvre.ouvrir()
    assert "--tous" in recouvre.refuse("espace-client", code=2)
    assert "--tous" in recouvre.refuse("espace-client", "Forge Béranger", "--tous", code=2)
    assert "retirez --tous" in recouvre.refuse("espace-client", "--tous", "--sortie", "x", code=2)
    assert "Aucun créancier « Personne »" in recouvre.refuse("espace-client", "Personne")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("à moi")
    assert "dossier vide" in recouvre.refuse("espace-client", "Forge Béranger", "--sortie", str(tmp_path / "notes"))
    (tmp_path / "f").write_text("à moi")
    assert "est un fichier" in recouvre.refuse("espace-client", "Forge Béranger", "--sortie", str(tmp_path / "f"))


def test_une_promesse_en_cours_est_ce_qui_vient(recouvre: LigneDeCommande) -> None:
    """La relance de l'intervalle ne partira pas avant le jour promis : ce n'est pas elle que l'on annonce."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")

    def prochaine() -> tuple[str, str]:
        chemin = Path(recouvre.json("espace-client", "Forge Béranger")["espaces"][0]["chemin"])
        [ligne] = csv.DictReader(io.StringIO((chemin / "dossiers.csv").read_text("utf-8-sig")), delimiter=";")
        return ligne["prochaine_demarche_le"], ligne["prochaine_demarche"]

    assert prochaine() == ("16/03/2026", "Première relance")
    recouvre.fait("promesse", "D-1", "1000", "--pour", "20/03/2026")
    assert prochaine() == ("20/03/2026", "Vérification de la promesse")


def test_un_tres_grand_portefeuille_se_lit_encore(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    """La page liste tous les dossiers ; leur histoire est dans le tableau."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "1000", debiteur="SARL Autre")
    monkeypatch.setattr("recouvre.affichage.page_client.DETAILLES", 1)
    [espace] = recouvre.json("espace-client", "Forge Béranger")["espaces"]
    texte = (Path(espace["chemin"]) / PAGE).read_text("utf-8")
    assert "D-2" in texte and "SARL Autre" in texte and "F-2" not in texte and "href" not in texte
    assert "historique.csv" in texte and "D-2" in (Path(espace["chemin"]) / "historique.csv").read_text("utf-8-sig")


def test_un_creancier_dont_tout_est_annule(recouvre: LigneDeCommande) -> None:
    """Rien à montrer n'est pas une panne."""
    recouvre.ouvrir()
    recouvre.fait("annuler", "D-1", "1", "--motif", "erreur de saisie")
    [espace] = recouvre.json("espace-client", "Forge Béranger")["espaces"]
    assert espace["dossiers"] == 0 and "F-1" not in (Path(espace["chemin"]) / PAGE).read_text("utf-8")
