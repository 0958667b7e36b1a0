"""Le fichier de rejets : ce qu'il contient, sa relecture, l'injection de formules."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.domaine.brouillons import Anomalie, Brouillon, Gravite, Lecture
from recouvre.echanges.rejets import ecrire_rejets
from recouvre.echanges.remise import lire_remise

from .fabrique import REMISE, csv, ecrire

ENTETE = "N° facture;Nom;Échéance;Montant;Libellé"


def _motifs(lecture: Lecture) -> dict[int, str]:
    return {
        anomalie.source.ligne: anomalie.message for anomalie in lecture.anomalies if anomalie.gravite is Gravite.REJET
    }


def _sans_source(lecture: Lecture) -> tuple[list[object], list[object]]:
    """Ce que dit une lecture, numéros de ligne et nom de fichier mis à part."""

    def brouillon(lu: Brouillon) -> object:
        return (lu.debiteur, lu.piece, lu.reference, lu.qualite)

    def anomalie(lue: Anomalie) -> object:
        return (lue.source.colonne, lue.message, lue.gravite)

    return [*map(brouillon, lecture.brouillons)], [*map(anomalie, lecture.anomalies)]


def test_le_fichier_de_rejets_garde_l_en_tete_et_les_cellules_d_origine(tmp_path: Path) -> None:
    lecture = lire_remise(ecrire(tmp_path, REMISE))
    octets = ecrire_rejets(lecture, _motifs(lecture))
    assert octets.startswith(b"\xef\xbb\xbf")
    entete, ligne, fin = octets.decode("utf-8-sig").split("\r\n")
    assert entete == REMISE.split("\r\n")[0] + ";Motif du rejet"
    assert ligne.startswith(REMISE.split("\r\n")[-1] + ";« 31/02/2026 » n'est pas une date")
    assert fin == ""


def test_tous_les_rejets_relus_disent_la_meme_chose(tmp_path: Path) -> None:
    """Rejeter toutes les lignes puis relire : même lecture, aux numéros de ligne près."""
    lecture = lire_remise(ecrire(tmp_path, REMISE, codec="cp1252"))
    octets = ecrire_rejets(lecture, dict.fromkeys(lecture.brutes, "à revoir"))
    assert _sans_source(lire_remise(ecrire(tmp_path, octets, "rejets.csv"))) == _sans_source(lecture)


def test_un_rejet_corrige_puis_rejete_encore_n_a_qu_une_colonne_de_motif(tmp_path: Path) -> None:
    lecture = lire_remise(ecrire(tmp_path, csv(ENTETE, "1;A;31/02/2026;10,00;x")))
    premier = ecrire_rejets(lecture, _motifs(lecture))
    relue = lire_remise(ecrire(tmp_path, premier, "rejets.csv"))
    second = ecrire_rejets(relue, dict.fromkeys(relue.brutes, "encore")).decode("utf-8-sig")
    assert second.splitlines() == [f"{ENTETE};Motif du rejet", "1;A;31/02/2026;10,00;x;encore"]


def test_une_ligne_inconnue_est_passee(tmp_path: Path) -> None:
    lecture = lire_remise(ecrire(tmp_path, csv(ENTETE, "1;A;01/02/2026;10,00;x")))
    assert ecrire_rejets(lecture, {99: "?"}).decode("utf-8-sig") == f"{ENTETE};Motif du rejet\r\n"


@pytest.mark.parametrize(
    ("cellule", "ecrite"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("-150,00", "-150,00"),
        ("+33 4 74 00 00 01", "+33 4 74 00 00 01"),
        ("'déjà", "'déjà"),
    ],
)
def test_formules_neutralisees_puis_rendues(tmp_path: Path, cellule: str, ecrite: str) -> None:
    lecture = lire_remise(ecrire(tmp_path, csv(ENTETE, f"1;A;01/02/2026;10,00;{cellule}")))
    octets = ecrire_rejets(lecture, {2: "motif"})
    assert octets.decode("utf-8-sig").splitlines()[1].split(";")[4] == ecrite
    relue = lire_remise(ecrire(tmp_path, octets, "rejets.csv"))
    assert relue.brouillons[0].piece.libelle == lecture.brouillons[0].piece.libelle == cellule


def test_un_montant_negatif_reste_relisible(tmp_path: Path) -> None:
    lecture = lire_remise(ecrire(tmp_path, csv(ENTETE, "1;A;;-150,00;avoir")))
    relue = lire_remise(ecrire(tmp_path, ecrire_rejets(lecture, {2: "motif"}), "rejets.csv"))
    assert relue.brouillons[0].piece.montant == 15000


_CELLULES = st.text(st.sampled_from("ab=+-@'\"; ,\t\r\n1é€"), max_size=6)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(_CELLULES, _CELLULES, _CELLULES), min_size=1, max_size=4))
def test_rien_ne_se_perd_d_un_aller_retour(tmp_path: Path, lignes: list[tuple[str, str, str]]) -> None:
    """Cellules quelconques : ce qu'on relit des rejets est ce qu'on avait lu, et nulle cellule n'y est une formule."""
    cites = ['"' + '";"'.join(cellule.replace('"', '""') for cellule in ligne) + '"' for ligne in lignes]
    lecture = lire_remise(ecrire(tmp_path, csv(ENTETE, *(f"1;{cite}" for cite in cites))))
    octets = ecrire_rejets(lecture, dict.fromkeys(lecture.brutes, "m"))
    relue = lire_remise(ecrire(tmp_path, octets, "rejets.csv"))
    assert [cellules[:4] for cellules in relue.brutes.values()] == [
        cellules[:4] for cellules in lecture.brutes.values()
    ]
    assert _sans_source(relue) == _sans_source(lecture)
