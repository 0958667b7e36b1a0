"""Les statistiques d'un portefeuille, lues sans plier les dossiers, disent ce que leurs décomptes diraient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.base import journal, parties
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.base.statistiques import DossierLu
from recouvre.conduite.etapes_du_surendettement import efface
from recouvre.conduite.situation import Etat, situer
from recouvre.conduite.statistiques import Bilan, Principal, sommer
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ContactNote,
    DossierClos,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    RelanceEnvoyee,
    RestitutionFaite,
)
from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement, SurendettementSuivi
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.faits_de_droit import CreanceQualifiee
from recouvre.domaine.faits_de_gestion import RemiseAccordee
from recouvre.domaine.faits_de_plan import PlanConclu, Versement
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.pli import plier
from recouvre.droit.decompte import decompter, dernier_mouvement, solder
from recouvre.operations import statistiques
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

OUVERT = dt.date(2026, 1, 10)
FIN = 60
JOURS = st.integers(0, FIN).map(lambda jours: OUVERT + dt.timedelta(days=jours))
SOMMES = st.sampled_from([1, 500, 10_000, 60_000, 100_000, 106_000, 200_000])


def parti(le: dt.date, rang: int) -> RelanceEnvoyee:
    return RelanceEnvoyee(
        date=le, etape=f"relance-{rang}", tour=1, canal="courrier", modele="", reference="", fichier="", empreinte="",
        total=0,
    )  # fmt: skip


@st.composite
def vies(draw: st.DrawFn) -> tuple[list[Evenement], set[int]]:
    """Les faits d'un dossier, et les places de ceux que l'on annule."""
    faits: list[Evenement] = [
        FactureAjoutee(
            date=OUVERT, numero=f"F-{rang}", montant=draw(SOMMES) + 1_000, deja_regle=draw(st.sampled_from([0, 900])),
            emise_le=OUVERT - dt.timedelta(days=400),
            echeance=OUVERT - dt.timedelta(days=draw(st.sampled_from([-5, 0, 20, 95, 390]))),
        )
        for rang in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    payes = st.builds(EncaissementRecu, date=JOURS, montant=SOMMES, direct=st.booleans())
    autres = st.one_of(
        st.builds(AvoirAjoute, date=JOURS, montant=SOMMES, numero=st.just("A-1"), sur=st.sampled_from(["", "F-0"])),
        st.builds(RemiseAccordee, date=JOURS, montant=SOMMES, motif=st.just("geste")),
        st.builds(RemiseAccordee, date=JOURS, totale=st.just(True), motif=st.just("geste")),
        st.builds(RestitutionFaite, date=JOURS, montant=SOMMES),
        st.builds(SurendettementSuivi, date=JOURS, etape=st.just(EtapeDuSurendettement.EFFACEMENT)),
        st.builds(parti, JOURS, st.integers(1, 2)),
    )
    faits += [*draw(st.lists(payes, max_size=3)), *draw(st.lists(autres, max_size=2))]
    annules = draw(st.sets(st.integers(1, len(faits)), max_size=2))
    if draw(st.sampled_from([False, False, True])):
        faits.append(DossierClos(date=OUVERT + dt.timedelta(days=FIN), motif="fini"))
    return faits, annules


@pytest.fixture
def session(cabinet: Path) -> Iterator[Session]:
    with Session(cabinet, maintenant=dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC), auteur="essai") as ouverte:
        ouverte.base.execute("PRAGMA synchronous = OFF")
        yield ouverte


class Portefeuille:
    """Des créanciers et leurs dossiers, écrits au journal sans passer par les gestes, qui en refuseraient."""

    def __init__(self, session: Session) -> None:
        self.session, self.numeros, self.creanciers = session, count(1), count(1)
        with transaction(session.base):
            parties.ajouter(session.base, parties.DEBITEUR, [(9_999, "d", Partie(nom="Débiteur"))])

    def creancier(self) -> int:
        numero = next(self.creanciers)
        with transaction(self.session.base):
            parties.ajouter(self.session.base, parties.CREANCIER, [(numero, f"c{numero}", Partie(nom=f"C{numero}"))])
        return numero

    def ouvrir(self, creancier: int, faits: list[Evenement], annules: set[int]) -> Dossier:
        base, numero = self.session.base, next(self.numeros)
        ouverture = DossierOuvert(
            date=OUVERT, creancier=creancier, debiteur=9_999, qualite=Qualite.PROFESSIONNEL
        )  # fmt: skip
        moment = self.session.maintenant
        with transaction(base):
            a_ecrire = [AEcrire(numero, fait, f"{numero}:{rang}") for rang, fait in enumerate([ouverture, *faits])]
            ecrits = journal.ajouter(base, a_ecrire, saisi_le=moment, auteur="essai")
            defaits = [journal.annulation(ecrits[place].rang, OUVERT, "erreur", numero) for place in sorted(annules)]
            journal.ajouter(base, defaits, saisi_le=moment, auteur="essai")
            reprojeter(self.session, [numero])
        return plier(journal.lire(base, numero))


def au_soir(dossier: Dossier, session: Session) -> Principal:
    """Où est passé le principal, d'après le décompte."""
    au = max([dernier_mouvement(dossier), *(f.emise_le for f in dossier.factures)])
    factures = decompter(dossier, au, session.bareme).factures
    return Principal(
        confie=sum(f.montant - f.deja_regle for f in dossier.factures),
        recouvre=sum(f.regle for f in factures),
        avoirs=sum(f.avoirs for f in factures),
        remises=sum(f.remises for f in factures),
        reste=sum(f.principal for f in factures),
    )


def delai(dossier: Dossier, session: Session, *, clos: bool) -> int:
    """Jour après jour : le premier depuis lequel il n'est plus rien dû."""
    dus = [
        (soldes.principal if clos else soldes.total) != 0
        for jours in range(FIN + 1)
        for soldes in [solder(dossier, OUVERT + dt.timedelta(days=jours), session.bareme)]
    ]
    return max((jours + 1 for jours, du in enumerate(dus) if du), default=0)


def test_elles_disent_ce_que_disent_les_decomptes(session: Session) -> None:
    portefeuille = Portefeuille(session)

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(vies(), min_size=1, max_size=3))
    def comparer(vecus: list[tuple[list[Evenement], set[int]]]) -> None:
        creancier = portefeuille.creancier()
        dossiers = [portefeuille.ouvrir(creancier, *vie) for vie in vecus]
        bilan = statistiques.relever(session, creancier=creancier)[creancier]
        principal, soldes, delais, sans_suite = Principal(), 0, [], 0
        for dossier in dossiers:
            sien = au_soir(dossier, session)
            principal += sien
            etat = situer(dossier, session.bareme, session.natures).etat
            clos = etat is Etat.CLOS
            if etat is Etat.SOLDE or (clos and dossier.factures and not sien.reste):
                soldes += 1
                jours, effacee = delai(dossier, session, clos=clos), efface(dossier)
                if dossier.encaissements and (effacee is None or effacee.date != apres(jours)):
                    delais.append(jours)
            else:
                sans_suite += clos
        recus = [recu for dossier in dossiers for recu in dossier.encaissements]
        assert bilan.principal == principal
        assert principal.confie == principal.recouvre + principal.avoirs + principal.remises + principal.reste
        assert (bilan.dossiers, bilan.soldes, bilan.sans_suite) == (len(dossiers), soldes, sans_suite)
        assert sorted(bilan.delais.elements()) == sorted(delais)
        assert bilan.encaisse == sum(recu.montant for recu in recus)
        assert bilan.direct == sum(recu.montant for recu in recus if recu.direct)
        assert sum(etape.encaisse for etape in bilan.etapes.values()) == bilan.encaisse
        assert sum(tranche.recouvre for tranche in bilan.tranches.values()) == principal.recouvre

    comparer()


def test_la_somme_des_creanciers_est_le_total(session: Session) -> None:
    portefeuille = Portefeuille(session)
    paye = EncaissementRecu(date=OUVERT, montant=100_000)
    facture = FactureAjoutee(date=OUVERT, numero="F", montant=300_000, emise_le=OUVERT, echeance=OUVERT)
    for _ in range(3):
        portefeuille.ouvrir(portefeuille.creancier(), [facture, paye], set())
    total = sommer(statistiques.relever(session).values())
    assert (total.dossiers, total.encaisse, total.taux) == (3, 300_000, 333)
    assert total.par_anciennete()[0][1].dossiers == 3


def test_un_dossier_ordinaire_ne_se_plie_pas(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sur un grand portefeuille, c'est ce qui compte : un paiement seul se lit des projections."""
    portefeuille = Portefeuille(session)
    facture = FactureAjoutee(date=OUVERT, numero="F", montant=300_000, emise_le=OUVERT, echeance=OUVERT)
    avoir = AvoirAjoute(date=OUVERT, numero="A", montant=100)
    paye = EncaissementRecu(date=OUVERT, montant=100_000)
    creancier = portefeuille.creancier()
    for faits in ([facture], [facture, paye], [facture, avoir], [facture, paye, avoir]):
        portefeuille.ouvrir(creancier, faits, set())
    plies: list[int] = []
    vrai = statistiques._plier

    def compter(session: Session, lu: DossierLu, sort: statistiques.Sort) -> tuple[Principal, dt.date | None]:
        plies.append(lu.numero)
        return vrai(session, lu, sort)

    monkeypatch.setattr(statistiques, "_plier", compter)
    statistiques.relever(session)
    assert plies == [4]


def apres(jours: int) -> dt.date:
    return OUVERT + dt.timedelta(days=jours)


FACTURE = FactureAjoutee(date=OUVERT, numero="F", montant=100_000, emise_le=OUVERT, echeance=OUVERT)


def test_ce_que_l_on_rend_n_allonge_pas_le_delai(session: Session) -> None:
    """Payé deux fois, la seconde rendue : soldé au premier paiement, et le trop-perçu n'est plus là pour le dire."""
    portefeuille = Portefeuille(session)
    creancier = portefeuille.creancier()
    deux = [EncaissementRecu(date=apres(jour), montant=200_000) for jour in (10, 40)]
    paye = solder(portefeuille.ouvrir(creancier, [FACTURE, *deux], set()), apres(40), session.bareme).trop_percu
    portefeuille.ouvrir(creancier, [FACTURE, *deux, RestitutionFaite(date=apres(50), montant=paye)], set())
    bilan = statistiques.relever(session)[creancier]
    assert sorted(bilan.delais.elements()) == [10, 10] and bilan.rendu == paye
    assert bilan.encaisse == 800_000 and bilan.principal.recouvre == 200_000


def test_clos_une_fois_le_principal_paye(session: Session) -> None:
    """Le créancier impute d'abord sur le principal, et renonce au reste en fermant : le dossier a eu sa suite."""
    portefeuille = Portefeuille(session)
    creancier = portefeuille.creancier()
    accord = CreanceQualifiee(date=OUVERT, imputation="principal,interets,accessoires")
    avoir = AvoirAjoute(date=apres(5), numero="A", montant=10_000)
    paye = EncaissementRecu(date=apres(20), montant=90_000)
    clos = DossierClos(date=apres(30), motif="réglé")
    portefeuille.ouvrir(creancier, [FACTURE, accord, avoir, paye, clos], set())
    portefeuille.ouvrir(creancier, [FACTURE, accord, avoir, paye], set())
    portefeuille.ouvrir(creancier, [FACTURE, accord, clos], set())
    bilan = statistiques.relever(session)[creancier]
    assert (bilan.soldes, bilan.en_cours, bilan.sans_suite) == (1, 1, 1)
    assert list(bilan.delais.elements()) == [20] and bilan.taux_en_nombre == 333


def test_un_effacement_n_est_pas_un_dossier_solde_apres_paiement(session: Session) -> None:
    """Cent euros payés, le reste effacé : ni « soldé après paiement », ni délai ; tout payé d'abord, si."""
    portefeuille = Portefeuille(session)
    creancier = portefeuille.creancier()
    effacement = SurendettementSuivi(date=apres(20), etape=EtapeDuSurendettement.EFFACEMENT)
    for verse in (10_000, 200_000):
        recu = EncaissementRecu(date=apres(5), montant=verse)
        portefeuille.ouvrir(creancier, [FACTURE, recu, effacement], set())
    bilan = statistiques.relever(session)[creancier]
    assert (bilan.soldes, bilan.sans_paiement, bilan.taux_en_nombre) == (2, 1, 500)
    assert list(bilan.delais.elements()) == [5]


def contact(jour: int, canal: str, etape: str = "", *, echec: bool = False) -> ContactNote:
    return ContactNote(date=apres(jour), canal=canal, etape=etape, echec=echec)


def test_chaque_paiement_va_a_la_derniere_demarche_d_avant_lui(session: Session) -> None:
    """Ni un appel sans réponse ni une tâche ne sont une étape ; ce qui suit le paiement n'y est pour rien."""
    portefeuille = Portefeuille(session)
    creancier = portefeuille.creancier()
    plan = PlanConclu(date=apres(40), arrete_le=apres(40), total=50_000, versements=(Versement(apres(50), 50_000),))
    requete = ActeDInstance(date=apres(60), instance=Instance.INJONCTION, acte=Acte.OUVERTURE)
    faits = [
        FACTURE, parti(apres(10), 1), contact(12, "appel", "appels", echec=True), contact(14, "tache", "enquete"),
        parti(apres(20), 2), contact(25, "appel", "appels"), plan, requete,
        *(EncaissementRecu(date=apres(jour), montant=100 + jour) for jour in (5, 15, 20, 26, 45, 70)),
    ]  # fmt: skip
    portefeuille.ouvrir(creancier, faits, set())
    etapes = [(nom, etape.encaisse) for nom, etape in statistiques.relever(session)[creancier].par_etape()]
    assert etapes == [
        ("avant toute démarche", 105), ("relance 1", 115), ("relance 2", 120), ("appels", 126),
        ("plan de paiement", 145), ("procédure judiciaire", 170),
    ]  # fmt: skip


def bilan_de(*delais: int) -> Bilan:
    bilan = Bilan()
    bilan.delais.update(delais)
    return bilan


@pytest.mark.parametrize(
    ("delais", "median", "moyen"),
    [
        ((), None, None),
        ((7,), 70, 70),
        ((1, 2), 15, 15),
        ((0, 0, 1), 0, 3),
        ((1, 2, 6), 20, 30),
        ((1, 1, 1, 4), 10, 18),
    ],
)
def test_le_delai_median_et_le_moyen(delais: tuple[int, ...], median: int | None, moyen: int | None) -> None:
    bilan = bilan_de(*delais)
    assert (bilan.delai_median, bilan.delai_moyen) == (median, moyen)


def test_les_refus(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    assert "Aucun créancier « Personne »" in recouvre.refuse("statistiques", "--creancier", "Personne")
    assert "vient après" in recouvre.refuse("statistiques", "--du", "03/03/2026", "--au", "02/03/2026", code=2)
    assert "choisissez" in recouvre.refuse("statistiques", "--json", "--csv", code=2)
    assert recouvre.fait("statistiques", "--au", "01/01/2020").sortie == (
        "Résultats des dossiers confiés jusqu'au 01/01/2020 : aucun.\n"
    )
