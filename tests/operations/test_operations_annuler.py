"""Annuler, par les opérations : quelle que soit la suite des faits, défaire puis refaire ne change rien."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.base import projections
from recouvre.domaine.brouillons import Brouillon, GenrePiece, Lecture, PieceComptable, Source
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu, FactureAjoutee
from recouvre.domaine.parties import Partie, Qualite
from recouvre.droit.decompte import decompter
from recouvre.operations import noter
from recouvre.operations.annuler import annuler
from recouvre.operations.consigner import Consigne
from recouvre.operations.controles import Consignes
from recouvre.operations.encaisser import encaisser
from recouvre.operations.lire import lire_dossier
from recouvre.operations.ouvrir import ouvrir
from recouvre.operations.pieces import Depot, recevoir_piece
from recouvre.operations.session import Session
from recouvre.operations.verifier import verifier

OUVERT_LE = dt.date(2025, 1, 6)
AUJOURDHUI = dt.datetime(2025, 12, 30, 9, 0, tzinfo=dt.UTC)
JOURS = st.dates(dt.date(2025, 1, 6), dt.date(2025, 12, 30))
SOMMES = st.integers(1, 400_000)

Geste = Callable[[Session, int], int]
"""Fait quelque chose au dossier 1 (le second nombre le distingue des autres) et rend le rang du fait."""


def _rang(consigne: Consigne) -> int:
    return consigne.ecrits[-1].rang


def _encaisser(le: dt.date, somme: int, direct: bool, choix: bool) -> Geste:
    def geste(session: Session, n: int) -> int:
        facture = "F-1" if choix else ""
        recu = EncaissementRecu(date=le, montant=somme, direct=direct, facture=facture, reference=f"P{n}")
        return encaisser(session, 1, recu).rang

    return geste


def _avoir(le: dt.date, somme: int) -> Geste:
    return lambda session, n: _rang(
        noter.ajouter_avoir(session, 1, AvoirAjoute(date=le, numero=f"A-{n}", montant=somme, sur="F-1"))
    )


def _facture(le: dt.date, somme: int) -> Geste:
    def geste(session: Session, n: int) -> int:
        echeance = le + dt.timedelta(days=30)
        facture = FactureAjoutee(date=OUVERT_LE, numero=f"F-{n + 2}", montant=somme, emise_le=le, echeance=echeance)
        return _rang(noter.ajouter_facture(session, 1, facture))

    return geste


def _contact(le: dt.date, canal: str) -> Geste:
    return lambda session, n: _rang(noter.noter_contact(session, 1, canal, le, f"note {n}", "appels"))


def _presentation(le: dt.date) -> Geste:
    return lambda session, n: _rang(noter.noter_presentation(session, 1, le, f"R{n}"))


def _piece(le: dt.date) -> Geste:
    natures = ("facture", "contrat", "bon-de-commande", "bon-de-livraison", "correspondance", "autre")
    return lambda session, n: _rang(recevoir_piece(session, 1, Depot(nature=natures[n], le=le)))


def _scenario(quantieme: int, nom: str) -> Geste:
    return lambda session, n: _rang(noter.choisir_scenario(session, 1, nom, dt.date(2025, 2 + n, quantieme)))


GESTES = st.one_of(
    st.builds(_encaisser, JOURS, SOMMES, st.booleans(), st.booleans()),
    st.builds(_avoir, JOURS, SOMMES),
    st.builds(_facture, JOURS, SOMMES),
    st.builds(_contact, JOURS, st.sampled_from(["appel", "visite", "interruption"])),
    st.builds(_presentation, JOURS),
    st.builds(_piece, JOURS),
    st.builds(_scenario, st.integers(1, 28), st.sampled_from(["agence", "interne"])),
)


def ouvrir_un_dossier(session: Session, qualite: Qualite) -> None:
    piece = PieceComptable(
        genre=GenrePiece.FACTURE, numero="F-1", montant=300_000, emise_le=OUVERT_LE, echeance=dt.date(2025, 2, 5)
    )
    brouillon = Brouillon(source=Source("essai"), debiteur=Partie(nom="Menuiserie Faure"), piece=piece)
    lecture = Lecture(fichier="essai", brouillons=(brouillon,))
    consignes = Consignes(le=OUVERT_LE, creancier="Forge Béranger", qualite=qualite, pieces=("mandat", "cgv"))
    assert ouvrir(session, [lecture], consignes).acceptees == 1


def etat(session: Session) -> tuple[Any, ...]:
    """Ce qui se déduit du journal, et le décompte à trois dates."""
    dossier, _ = lire_dossier(session, 1)
    dates = (dt.date(2025, 4, 1), dt.date(2025, 9, 1), dt.date(2025, 12, 31))
    return projections.lire_projection(session.base, 1), [decompter(dossier, au, session.bareme) for au in dates]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    qualite=st.sampled_from([Qualite.PROFESSIONNEL, Qualite.CONSOMMATEUR]),
    gestes=st.lists(GESTES, min_size=1, max_size=6),
    erreurs=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_faire_annuler_refaire_ne_change_rien(
    modeles_de_cabinet: dict[str, Path], qualite: Qualite, gestes: list[Geste], erreurs: list[bool]
) -> None:
    with ExitStack() as pile:
        sessions = []
        for nom in ("droit", "tatonnant"):
            dossier = Path(pile.enter_context(tempfile.TemporaryDirectory()))
            shutil.copytree(modeles_de_cabinet["agence"], dossier / nom)
            sessions.append(pile.enter_context(Session(dossier / nom, maintenant=AUJOURDHUI, auteur="essai")))
            ouvrir_un_dossier(sessions[-1], qualite)
        droit, tatonnant = sessions
        for n, (geste, erreur) in enumerate(zip(gestes, erreurs, strict=False)):
            geste(droit, n)
            avant = etat(tatonnant)
            rang = geste(tatonnant, n)
            if erreur:
                annuler(tatonnant, 1, rang, "essai")
                assert etat(tatonnant) == avant
                geste(tatonnant, n)
            assert etat(tatonnant) == etat(droit)
        assert verifier(tatonnant).defauts == ()
