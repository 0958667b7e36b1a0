"""Les nouvelles d'un pli, par les opérations : annuler rend l'état d'avant, l'ordre de saisie ne change rien."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.base import projections
from recouvre.domaine.brouillons import Brouillon, GenrePiece, Lecture, PieceComptable, Source
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.refus import Refus
from recouvre.droit.decompte import decompter
from recouvre.operations import noter
from recouvre.operations.annuler import annuler
from recouvre.operations.controles import Consignes
from recouvre.operations.lire import lire_dossier
from recouvre.operations.ouvrir import ouvrir
from recouvre.operations.reglages import modifier_debiteur
from recouvre.operations.relancer import envoyer
from recouvre.operations.retours import noter_suite
from recouvre.operations.session import Session
from recouvre.operations.verifier import verifier

PARTIE_LE = dt.datetime(2025, 5, 5, 9, 0, tzinfo=dt.UTC)
ENSUITE = dt.datetime(2025, 5, 30, 9, 0, tzinfo=dt.UTC)
JOURS = st.integers(6, 20).map(lambda jour: dt.date(2025, 5, jour))


@pytest.fixture(scope="module")
def modele(modeles_de_cabinet: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un cabinet où la mise en demeure d'un consommateur est partie le 5 mai 2025."""
    chemin = Path(shutil.copytree(modeles_de_cabinet["agence"], tmp_path_factory.mktemp("retours") / "cabinet"))
    debiteur = Partie(nom="Faure", adresse="12 rue de l'Église", code_postal="01000", ville="Bourg-en-Bresse")
    piece = PieceComptable(
        genre=GenrePiece.FACTURE, numero="F-1", montant=300_000, emise_le=dt.date(2025, 3, 1),
        echeance=dt.date(2025, 4, 1),
    )  # fmt: skip
    lecture = Lecture(fichier="essai", brouillons=(Brouillon(source=Source("essai"), debiteur=debiteur, piece=piece),))
    with Session(chemin, maintenant=PARTIE_LE, auteur="essai") as session:
        consignes = Consignes(
            le=PARTIE_LE.date(), creancier="Forge", qualite=Qualite.CONSOMMATEUR, pieces=("mandat", "cgv")
        )
        assert ouvrir(session, [lecture], consignes).acceptees == 1
        modifier_creancier(session)
        [depart] = envoyer(session, PARTIE_LE.date()).envoyees
        assert depart.reference == "D-1-1"
    return chemin


def modifier_creancier(session: Session) -> None:
    """La lettre porte l'adresse du créancier."""
    from recouvre.operations.reglages import modifier_partie

    modifier_partie(session, 1, {"adresse": "3 rue du Port", "code_postal": "44000", "ville": "Nantes"})


def etat(session: Session) -> tuple[Any, ...]:
    """Ce qui se déduit du journal : la projection, les intérêts à trois dates, les coordonnées condamnées."""
    dossier, _ = lire_dossier(session, 1)
    dates = (dt.date(2025, 5, 10), dt.date(2025, 5, 20), dt.date(2025, 12, 31))
    dus = [decompter(dossier, au, session.bareme).total for au in dates]
    return projections.lire_projection(session.base, 1), dus, dossier.hors_service


def geste(session: Session, quoi: str, le: dt.date) -> int | None:
    """Tente un geste ; rend le rang de son fait, ou ``None`` s'il est refusé, et alors rien n'a changé."""
    avant = etat(session)
    try:
        if quoi == "adresse":
            modifier_debiteur(session, 1, {"adresse": f"{le.day} rue Neuve"})
            return None
        if quoi == "main":
            return noter.noter_presentation(session, 1, le).ecrits[-1].rang
        return noter_suite(session, "D-1-1", PliSuivi(date=le, reference="", suite=SuiteDuPli(quoi))).rang
    except Refus:
        assert etat(session) == avant
        return None


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gestes=st.lists(
        st.tuples(st.sampled_from([*map(str, SuiteDuPli), "npai", "presente", "main", "adresse"]), JOURS),
        min_size=1, max_size=7,
    )
)  # fmt: skip
def test_annuler_une_nouvelle_rend_l_etat_d_avant(modele: Path, gestes: list[tuple[str, dt.date]]) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(shutil.copytree(modele, Path(dossier) / "cabinet"))
        with Session(chemin, maintenant=ENSUITE, auteur="essai") as session:
            for quoi, le in gestes:
                avant = etat(session)
                rang = geste(session, quoi, le)
                assert verifier(session).defauts == ()
                if rang is None:
                    continue
                apres = etat(session)
                annuler(session, 1, rang, "essai")
                assert etat(session) == avant
                assert verifier(session).defauts == ()
                assert geste(session, quoi, le) is not None
                assert etat(session) == apres, "refait, c'est comme la première fois"


def test_annuler_ce_qu_on_a_note_soi_meme_rend_ce_que_dit_le_pli(modele: Path, tmp_path: Path) -> None:
    chemin = Path(shutil.copytree(modele, tmp_path / "cabinet"))
    with Session(chemin, maintenant=ENSUITE, auteur="essai") as session:
        geste(session, "presente", dt.date(2025, 5, 7))
        deduit = etat(session)
        [seule] = lire_dossier(session, 1)[0].mises_en_demeure
        rang = max(e.rang for e in lire_dossier(session, 1)[1] if e.evenement == seule)
        annuler(session, 1, rang, "ce n'est pas cette lettre")
        assert lire_dossier(session, 1)[0].mises_en_demeure == (), "défaite par une personne, elle ne revient pas seule"
        geste(session, "main", dt.date(2025, 5, 9))
        main = lire_dossier(session, 1)[1][-1].rang
        geste(session, "distribue", dt.date(2025, 5, 12))
        assert [m.date.day for m in lire_dossier(session, 1)[0].mises_en_demeure] == [9]
        annuler(session, 1, main, "erreur de date")
        assert [m.date.day for m in lire_dossier(session, 1)[0].mises_en_demeure] == [7]
        assert etat(session)[1] == deduit[1] and verifier(session).defauts == ()


def test_l_ordre_de_saisie_des_nouvelles_ne_change_rien(modele: Path, tmp_path: Path) -> None:
    nouvelles = [("depose", 6), ("presente", 7), ("presente", 9), ("non-reclame", 20)]
    fins = []
    for rang, ordre in enumerate(permutations(nouvelles)):
        chemin = Path(shutil.copytree(modele, tmp_path / str(rang)))
        with Session(chemin, maintenant=ENSUITE, auteur="essai") as session:
            for suite, jour in ordre:
                geste(session, suite, dt.date(2025, 5, jour))
            dossier, _ = lire_dossier(session, 1)
            fins.append((etat(session), [m.date for m in dossier.mises_en_demeure]))
    assert all(fin == fins[0] for fin in fins)
    assert fins[0][1] == [dt.date(2025, 5, 7)]
