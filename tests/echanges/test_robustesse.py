"""Quels que soient les octets, une lecture aboutit ou lève un ``Refus`` ; rien d'autre ne sort."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.domaine.brouillons import GenrePiece, Gravite, Lecture
from recouvre.domaine.refus import Refus
from recouvre.echanges.lecture import lire
from recouvre.echanges.rejets import ecrire_rejets

from .fabrique import REMISE, cii, ecrire, pdf, ubl

_REGLAGES = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_FACTURE_PDF = pdf({"factur-x.xml": cii()})
_GRAINES = {
    "remise": REMISE.encode("cp1252"),
    "remise UTF-16": REMISE.encode("utf-16"),
    "CII": cii(),
    "UBL": ubl(),
    "PDF": _FACTURE_PDF,
}


def _eprouver(dossier: Path, octets: bytes) -> None:
    try:
        lecture = lire(ecrire(dossier, octets, "essai"), delai=30)
    except Refus as refus:
        assert refus.phrase.startswith("essai : ")
        assert len(refus.phrase) < 1500
    else:
        _verifier(lecture)


def _verifier(lecture: Lecture) -> None:
    """Ce qu'un brouillon garantit toujours, et qu'un rejet exclut."""
    rejetees = {anomalie.source.ligne for anomalie in lecture.anomalies if anomalie.gravite is Gravite.REJET}
    for brouillon in lecture.brouillons:
        piece = brouillon.piece
        assert piece.montant > piece.deja_regle >= 0
        assert piece.numero
        assert brouillon.debiteur.nom
        assert brouillon.source.ligne not in rejetees or not brouillon.source.ligne
        assert piece.genre is GenrePiece.AVOIR or piece.echeance or not lecture.entetes
    assert all(len(anomalie.message) < 800 for anomalie in lecture.anomalies)
    assert rejetees <= lecture.brutes.keys()
    if lecture.entetes:
        ecrire_rejets(lecture, dict.fromkeys(rejetees, "motif"))


@_REGLAGES
@given(st.binary(max_size=400))
def test_octets_quelconques(tmp_path: Path, octets: bytes) -> None:
    _eprouver(tmp_path, octets)


@_REGLAGES
@given(st.text(st.sampled_from("N° factureomMontantÉchéance;,\t|\"'\r\n0123456789/-.=€ "), max_size=300))
def test_textes_de_tableau_quelconques(tmp_path: Path, texte: str) -> None:
    _eprouver(tmp_path, ("N° facture;Nom;Échéance;Montant\n" + texte).encode())


@pytest.mark.parametrize("graine", _GRAINES)
def test_fichiers_mutiles(tmp_path: Path, graine: str) -> None:
    octets = _GRAINES[graine]

    @_REGLAGES
    @given(
        st.integers(0, len(octets)),
        st.integers(0, 40),
        st.binary(max_size=20) | st.sampled_from([b'"', b";", b"\n", b"\x00", b"<", b"&", b"\xff", b"9" * 5000]),
    )
    def mutiler(debut: int, longueur: int, pose: bytes) -> None:
        _eprouver(tmp_path, octets[:debut] + pose + octets[debut + longueur :])

    mutiler()


@pytest.mark.parametrize("graine", _GRAINES)
def test_fichiers_coupes_n_importe_ou(tmp_path: Path, graine: str) -> None:
    octets = _GRAINES[graine]
    pas = max(1, len(octets) // 150)
    for coupe in range(0, len(octets), pas):
        _eprouver(tmp_path, octets[:coupe])


def test_des_cellules_demesurees_ne_font_ni_attendre_ni_planter(tmp_path: Path) -> None:
    entete = "N° facture;Nom;Adresse;Échéance;Montant;Libellé"
    longue = 100_000
    lignes = [
        f"{'1' * longue};A;b;01/02/2026;10,00;x",
        f"1;{'A' * longue};b;01/02/2026;10,00;x",
        f"1;A;{'- ' * (longue // 2)};01/02/2026;10,00;x",
        f"1;A;b;{'1' * longue};10,00;x",
        f"1;A;b;01/02/2026;{'9' * longue};x",
        f"1;A;b;;-10,00;{'sur.' * (longue // 4)}",
    ]
    lecture = lire(ecrire(tmp_path, "\n".join([entete, *lignes])))
    _verifier(lecture)
    assert {anomalie.source.ligne for anomalie in lecture.anomalies} == {2, 3, 4, 5, 6}
    assert len(lecture.brouillons[0].piece.libelle) == 250
