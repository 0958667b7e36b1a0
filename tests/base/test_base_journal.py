"""Le journal en ajout seul : ce que SQLite refuse, même à qui n'est pas l'outil."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.base import journal
from recouvre.base.codec import depuis_donnees, en_donnees
from recouvre.base.connexion import creer, ouvrir, transaction
from recouvre.base.journal import AEcrire
from recouvre.domaine.contrat import taux_fixe
from recouvre.domaine.evenements import ContactNote, EncaissementRecu, FactureAjoutee, RelanceEnvoyee

SAISI_LE = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
CONTACT = ContactNote(date=dt.date(2026, 3, 3), canal="appel", texte="promet")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Une base neuve, rouverte comme le fait chaque commande, avec deux faits au dossier 1."""
    creer(tmp_path / "cabinet").close()
    connexion = ouvrir(tmp_path / "cabinet")
    ajouter(connexion, AEcrire(1, CONTACT, "un"), AEcrire(1, CONTACT, "deux"))
    yield connexion
    connexion.close()


def ajouter(base: sqlite3.Connection, *faits: AEcrire) -> list[int]:
    with transaction(base):
        return [ecrit.rang for ecrit in journal.ajouter(base, faits, saisi_le=SAISI_LE, auteur="essai")]


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE journal SET auteur = 'autre' WHERE rang = 1",
        "UPDATE journal SET donnees = '{}'",
        "DELETE FROM journal WHERE rang = 2",
        "DELETE FROM journal",
        "REPLACE INTO journal SELECT rang, dossier, genre, date, saisi_le, 'autre', cle, donnees, sceau, empreinte"
        " FROM journal WHERE rang = 1",
        "REPLACE INTO journal SELECT 3, dossier, genre, date, saisi_le, auteur, cle, donnees, sceau, empreinte"
        " FROM journal WHERE rang = 1",
    ],
)
def test_rien_ne_se_modifie_ni_ne_s_efface(base: sqlite3.Connection, ordre: str) -> None:
    avant = [tuple(ligne) for ligne in base.execute("SELECT * FROM journal")]
    with pytest.raises(sqlite3.IntegrityError):
        base.execute(ordre)
    assert [tuple(ligne) for ligne in base.execute("SELECT * FROM journal")] == avant


def test_une_cle_ne_s_ecrit_pas_deux_fois(base: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ajouter(base, AEcrire(2, CONTACT, "trois"), AEcrire(2, CONTACT, "un"))
    assert journal.lire(base, 2) == [], "tout ou rien"


def test_les_rangs_et_la_chaine_se_suivent(base: sqlite3.Connection) -> None:
    assert ajouter(base, AEcrire(7, CONTACT, "trois")) == [3]
    precedente = journal.ORIGINE
    for ligne in base.execute("SELECT * FROM journal ORDER BY rang").fetchall():
        tete = [ligne[nom] for nom in ("rang", "dossier", "genre", "date", "saisi_le", "auteur", "cle")]
        assert ligne["sceau"] == journal.sceller(ligne["donnees"])
        assert ligne["empreinte"] == journal.enchainer(precedente, tete, ligne["sceau"])
        precedente = ligne["empreinte"]


def test_un_fait_annule_libere_sa_cle_et_la_suivante_se_suffixe(base: sqlite3.Connection) -> None:
    assert journal.vivants(base, ["un", "absente"]) == {"un": 1}
    with transaction(base):
        journal.ajouter(base, [journal.annulation(1, SAISI_LE.date(), "essai", 1)], saisi_le=SAISI_LE, auteur="essai")
    assert journal.vivants(base, ["un", "deux"]) == {"deux": 1}
    assert journal.cles_libres(base, ["un", "absente"]) == {"un": "un#2"}
    ajouter(base, AEcrire(4, CONTACT, "un#2"))
    assert journal.vivants(base, ["un"]) == {"un": 4}
    assert journal.cles_libres(base, ["un"]) == {"un": "un#3"}


TEXTES = st.text(st.characters(codec="utf-8"), max_size=30)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31))


@settings(derandomize=True, deadline=None)
@given(
    st.one_of(
        st.builds(
            EncaissementRecu, date=DATES, montant=st.integers(), direct=st.booleans(), facture=TEXTES, reference=TEXTES
        ),
        st.builds(
            FactureAjoutee, date=DATES, numero=TEXTES, montant=st.integers(), emise_le=DATES, echeance=DATES,
            taux=st.none() | st.builds(taux_fixe, st.decimals(0, 100, places=3)), libelle=TEXTES,
        ),
        st.builds(
            RelanceEnvoyee, date=DATES, etape=TEXTES, tour=st.integers(), canal=TEXTES, modele=TEXTES, reference=TEXTES,
            fichier=TEXTES, empreinte=TEXTES, total=st.integers(), delai_le=st.none() | DATES,
        ),
    )
)  # fmt: skip
def test_un_evenement_se_relit_tel_qu_il_fut_ecrit(
    evenement: EncaissementRecu | FactureAjoutee | RelanceEnvoyee,
) -> None:
    donnees = en_donnees(evenement)
    assert json.loads(donnees) == json.loads(json.dumps(json.loads(donnees), sort_keys=True))
    assert depuis_donnees(type(evenement).__name__, evenement.date.isoformat(), donnees) == evenement


def test_l_auteur_et_l_instant_de_saisie_sont_gardes(
    recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    recouvre.ouvrir()
    monkeypatch.setenv("RECOUVRE_AUTEUR", "Hélène")
    recouvre.fait("encaisser", "D-1", "10", "--le", "27/02/2026")
    [(auteur, date, saisi_le)] = recouvre.lignes(
        "SELECT auteur, date, saisi_le FROM journal WHERE genre = 'EncaissementRecu'"
    )
    assert (auteur, date, saisi_le[:10], len(saisi_le)) == ("Hélène", "2026-02-27", "2026-03-03", 25)
