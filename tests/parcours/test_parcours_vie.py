"""La vie d'un cabinet, au hasard : gestes, jours qui passent, courriers. Ce qui doit rester vrai le reste."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.base import lectures
from recouvre.courriers import fusion, mise_en_page
from recouvre.courriers.courrier import Courrier
from recouvre.domaine.brouillons import Brouillon, GenrePiece, Lecture, PieceComptable, Source
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.refus import Refus
from recouvre.droit.decompte import decompter
from recouvre.operations import noter
from recouvre.operations.annuler import annuler
from recouvre.operations.apercus import Verdict, apercevoir, depuis_donnees, en_donnees
from recouvre.operations.controles import Consignes
from recouvre.operations.encaisser import encaisser
from recouvre.operations.lire import lire_dossier
from recouvre.operations.ouvrir import ouvrir
from recouvre.operations.relancer import envoyer
from recouvre.operations.session import Session
from recouvre.operations.verifier import verifier

DEBUT = dt.date(2026, 2, 2)
GESTES = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(
            (
                "ouvrir",
                "encaisser",
                "encaisser",
                "avoir",
                "annuler",
                "annuler",
                "clore",
                "contact",
                "presenter",
                "quittance",
                "restituer",
                "scenario",
                "attendre",
                "attendre",
                "envoyer",
                "envoyer",
                "envoyer",
            )
        ),
        st.integers(1, 120_000),
        st.integers(0, 400),
    ),
    max_size=40,
)


@contextmanager
def sans_mise_en_page() -> Iterator[None]:
    """Les lettres sont composées, pas dessinées : seul leur texte compte ici."""
    vraie = mise_en_page.imprimer
    page: list[bytes] = []
    with pytest.MonkeyPatch.context() as rustine:

        def une_fois(courrier: Courrier) -> bytes:
            if not page:
                page.append(vraie(courrier))
            return page[0]

        rustine.setattr(mise_en_page, "imprimer", une_fois)
        rustine.setattr(fusion, "nombre_de_pages", lambda _: 1)
        rustine.setattr(fusion, "fusionner", lambda _: b"%PDF")
        yield


def faire(session: Session, dossier: int, geste: str, somme: int, n: int, le: dt.date) -> None:
    """Un geste, tel qu'une personne le ferait ; un refus est une réponse normale."""
    match geste:
        case "ouvrir":
            echeance = DEBUT + dt.timedelta(days=n % 90 - 45)
            piece = PieceComptable(
                genre=GenrePiece.FACTURE, numero=f"F-{n}", montant=somme, emise_le=echeance - dt.timedelta(days=60),
                echeance=echeance,
            )  # fmt: skip
            debiteur = Partie(nom=f"Débiteur {n % 4}", adresse="1 rue du Port", code_postal="44000", ville="Nantes")
            lecture = Lecture(fichier="x", brouillons=(Brouillon(source=Source("x"), debiteur=debiteur, piece=piece),))
            qualite = Qualite.CONSOMMATEUR if n % 4 == 3 else Qualite.PROFESSIONNEL
            ouvrir(session, [lecture], Consignes(le=le, creancier="Forge", qualite=qualite, pieces=("mandat", "cgv")))
        case "encaisser":
            recu = EncaissementRecu(date=le, montant=somme, direct=n % 5 == 0, reference=str(n % 3))
            encaisser(session, dossier, recu, confirmer=n % 2 == 0)
        case "avoir":
            noter.ajouter_avoir(session, dossier, AvoirAjoute(date=le, numero=f"A-{n}", montant=somme))
        case "annuler":
            annuler(session, dossier, n % 60 + 1, "essai")
        case "clore":
            noter.clore(session, dossier, "essai", le)
        case "contact":
            noter.noter_contact(session, dossier, ("appel", "visite", "interruption")[n % 3], le, f"n° {n}")
        case "presenter":
            noter.noter_presentation(session, dossier, le)
        case "quittance":
            noter.noter_quittances(session, dossier, le)
        case "restituer":
            noter.noter_restitution(session, dossier, le)
        case "scenario":
            noter.choisir_scenario(session, dossier, ("agence", "interne")[n % 2], le)


def rien_n_est_perdu(session: Session, au: dt.date) -> None:
    """Les invariants : un cabinet intact, des comptes justes, au plus une lettre par dossier et par jour."""
    assert verifier(session).defauts == ()
    for ligne in lectures.liste(session.base):
        dossier, _ = lire_dossier(session, ligne.numero)
        lettres = [(relance.date, relance.etape) for relance in dossier.relances]
        assert len({jour for jour, _ in lettres}) == len(lettres)
        assert len({etape for _, etape in lettres}) == len(lettres)
        if dossier.annule:
            continue
        decompte = decompter(dossier, au, session.bareme)
        impute = sum(part.montant for part in decompte.imputations)
        assert decompte.encaisse == sum(recu.montant for recu in dossier.encaissements)
        assert impute <= decompte.encaisse
        assert min(decompte.principal, decompte.interets, decompte.indemnites, decompte.trop_percu) >= 0


def prepares(cabinet: Path, aujourdhui: dt.date, demain: dt.date) -> dict[str, Verdict]:
    """Les verdicts de demain, rendus aujourd'hui, gardés et relus."""
    with Session(cabinet, maintenant=dt.datetime.combine(aujourdhui, dt.time(18), dt.UTC), auteur="essai") as session:
        verdicts = apercevoir(session, demain)[1]
    relus = depuis_donnees(json.loads(json.dumps(en_donnees(verdicts))))
    assert relus == verdicts
    return relus


@settings(derandomize=True, deadline=None, max_examples=25)
@given(gestes=GESTES)
def test_la_vie_d_un_cabinet(modeles_de_cabinet: dict[str, Path], gestes: list[tuple[int, str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as ailleurs, sans_mise_en_page():
        cabinet = Path(shutil.copytree(modeles_de_cabinet["agence"], Path(ailleurs) / "cabinet"))
        jour, connus = DEBUT, {}
        for dossier, geste, somme, n in [(0, "ouvrir", 100_000, 1), (0, "ouvrir", 50_000, 2), *gestes]:
            if geste == "attendre":
                demain = jour + dt.timedelta(days=n % 20)
                connus, jour = prepares(cabinet, jour, demain), demain
                continue
            maintenant = dt.datetime.combine(jour, dt.time(9), dt.UTC)
            with Session(cabinet, maintenant=maintenant, auteur="essai") as session:
                if geste == "envoyer":
                    apercu, verdicts = apercevoir(session, jour)
                    assert apercevoir(session, jour, connus=connus) == (apercu, verdicts), (
                        "repris, il dit la même chose"
                    )
                    attendus = [(d.dossier, d.etape, d.total) for d in apercu.a_envoyer]
                    passage = envoyer(session, jour)
                    assert [(d.dossier, d.etape, d.total) for d in passage.envoyees] == attendus
                    assert passage.echecs == [] and envoyer(session, jour).envoyees == []
                    connus = verdicts
                    continue
                try:
                    faire(session, dossier, geste, somme, n, jour)
                except Refus:
                    continue
        with Session(cabinet, maintenant=maintenant, auteur="essai") as session:
            rien_n_est_perdu(session, jour)
