"""Le suivi des prestataires : leurs mots, leurs colonnes, et tout ce qui peut y être faux."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.numeros import compacter, lire_recommande
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.suites import Muet, lire_statut
from recouvre.echanges.suivi import SuiviLu, lire_suivi

STATUTS: dict[SuiteDuPli | Muet | None, tuple[str, ...]] = {
    SuiteDuPli.DEPOSE: (
        "Déposé", "Pris en charge", "Pris en charge par La Poste", "Envoyé", "Remis à La Poste", "Posté", "depose",
        "Expédiée", "Mailed",
    ),
    SuiteDuPli.PRESENTE: (
        "Présenté / avisé", "Avisé", "Pli présenté, avis de passage laissé", "presente", "Présenté – à retirer",
        "En attente de retrait au bureau de poste", "Votre pli est disponible au bureau de poste", "Delivery attempted",
    ),
    SuiteDuPli.DISTRIBUE: (
        "Distribué", "DISTRIBUE", "Distribué contre signature", "Remis au destinataire", "Livré", "Delivered",
        "AR signé",
    ),
    SuiteDuPli.REFUSE: ("Refusé", "Pli refusé par le destinataire", "Refused", "Non distribué - pli refusé"),
    SuiteDuPli.NON_RECLAME: (
        "Pli avisé et non réclamé", "non-reclame", "Non réclamée", "Avisé, non réclamé",
        "Returned to sender - unclaimed",
    ),
    SuiteDuPli.NPAI: (
        "NPAI", "N.P.A.I.", "Destinataire inconnu à l'adresse", "Destinataire inconnu à l’adresse", "Inconnu",
        "N'habite pas à l'adresse indiquée", "Défaut d'accès ou d'adressage", "Parti sans laisser d'adresse",
        "Non distribué : destinataire inconnu", "Addressee unknown",
    ),
    Muet.SANS_NOUVELLE: (
        "En cours d'acheminement", "En cours de distribution", "Out for delivery", "Imprimé", "Remise en distribution",
    ),
    Muet.SANS_MOTIF: (
        "Non distribué", "Retour à l'envoyeur", "PND", "Distribué à l'expéditeur", "Delivered to sender", "Undelivered",
    ),
    None: (
        "Statut inconnu", "Perdu en mer", "Votre envoi n'a pas été distribué", "Non présenté", "Pli non refusé",
        "Refus de prise en charge", "Accepté", "42", "—",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("statut", "sens"), [(statut, sens) for sens, statuts in STATUTS.items() for statut in statuts]
)
def test_les_mots_des_prestataires(statut: str, sens: SuiteDuPli | Muet | None) -> None:
    assert lire_statut(statut) is sens
    assert lire_statut(statut.upper()) is sens, "quelle que soit la casse"


def lu(tmp_path: Path, texte: str, codec: str = "utf-8") -> SuiviLu:
    chemin = tmp_path / "suivi.csv"
    chemin.write_bytes(texte.encode(codec))
    return lire_suivi(chemin)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_encodage_separateur_et_titres_au_dessus(tmp_path: Path, codec: str, separateur: str) -> None:
    lignes = (
        ("Suivi des recommandés",),
        ("Votre référence", "N° de suivi", "Dernier statut", "Date du dernier statut"),
        ("D-12-1", "1A 234 567 8901 2", "Pli refusé par le destinataire", "06/05/2026 10:00"),
        ("D-12-2", "RK 123 456 785 FR", "Distribué", "2026-05-07"),
    )
    suivi = lu(tmp_path, "\r\n".join(separateur.join(ligne) for ligne in lignes), codec)
    assert [(ligne.reference, ligne.recommande, ligne.suites) for ligne in suivi.lignes] == [
        ("D-12-1", "1A 234 567 8901 2", ((SuiteDuPli.REFUSE, dt.date(2026, 5, 6)),)),
        ("D-12-2", "RK 123 456 785 FR", ((SuiteDuPli.DISTRIBUE, dt.date(2026, 5, 7)),)),
    ]
    assert suivi.lecture.anomalies == () and suivi.lignes[0].precision == "Pli refusé par le destinataire"


def test_les_colonnes_de_dates_disent_le_chemin_du_pli(tmp_path: Path) -> None:
    entete = "Réf;Statut;Date de dépôt;Date première présentation;Date de distribution;Date statut"
    [ligne] = lu(tmp_path, f"{entete}\nD-1-1;Distribué;05/05/2026;06/05/2026;11/05/2026;12/05/2026").lignes
    assert [(str(suite), jour and jour.day) for suite, jour in ligne.suites] == [
        ("depose", 5), ("presente", 6), ("distribue", 11),
    ]  # fmt: skip
    sans_statut = "Réf;Date de distribution\nD-1-1;11/05/2026\nD-1-2;"
    suivi = lu(tmp_path, sans_statut)
    assert [ligne.suites for ligne in suivi.lignes] == [((SuiteDuPli.DISTRIBUE, dt.date(2026, 5, 11)),)]
    assert suivi.muettes == 1


def test_une_reference_peut_etre_le_nom_du_fichier_remis(tmp_path: Path) -> None:
    texte = "Nom du fichier;Statut;Date\nD-12-1_mise-en-demeure_Faure.pdf;NPAI;12/05/2026"
    assert lu(tmp_path, texte).lignes[0].reference == "D-12-1"


@pytest.mark.parametrize(
    ("ligne", "colonne", "mot"),
    [
        ("D-1-1;;Distribué;", "Date", "daté"),
        ("D-1-1;;Distribué;31/02/2026", "Date", "31/02/2026"),
        ("D-1-1;;Retourné;06/05/2026", "Statut", "pourquoi"),
        ("D-1-1;;Zut;06/05/2026", "Statut", "npai"),
        (";;Distribué;06/05/2026", "Référence", "aucun pli"),
        ("Dupont;;Distribué;06/05/2026", "Référence", "Dupont"),
        (";1,23457E+12;Distribué;06/05/2026", "Recommandé", "tableur"),
    ],
)
def test_une_ligne_fautive_dit_sa_colonne_et_laisse_les_autres(
    tmp_path: Path, ligne: str, colonne: str, mot: str
) -> None:
    suivi = lu(tmp_path, f"Référence;Recommandé;Statut;Date\n{ligne}\nD-1-2;;Distribué;06/05/2026")
    [anomalie] = suivi.lecture.anomalies
    assert (anomalie.source.ligne, anomalie.source.colonne) == (2, colonne)
    assert mot in anomalie.message and len(suivi.lignes) == 1


@settings(
    derandomize=True, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(octets=st.binary(max_size=300), entete=st.booleans())
def test_des_octets_quelconques_ne_font_jamais_de_panne(tmp_path: Path, octets: bytes, entete: bool) -> None:
    chemin = tmp_path / "quelconque.csv"
    chemin.write_bytes((b"Reference;Recommande;Statut;Date\n" if entete else b"") + octets)
    try:
        suivi = lire_suivi(chemin)
    except FichierRefuse:
        return
    assert suivi.muettes >= 0


@given(st.text(max_size=30))
def test_un_recommande_se_lit_ou_se_refuse(texte: str) -> None:
    try:
        recommande = lire_recommande(texte)
    except SaisieIllisible:
        return
    assert lire_recommande(recommande) == recommande
    assert compacter(recommande) == compacter(texte) and compacter(recommande).isascii()
