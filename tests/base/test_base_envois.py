"""La machine des départs : ce qui est parti, ou dont on ne sait rien, ne se réserve plus."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.base import envois, listes_d_envois
from recouvre.base.connexion import GENERATION, ouvrir, transaction
from recouvre.base.reglages import lire_reglage


@pytest.fixture
def base(recouvre: LigneDeCommande) -> Iterator[sqlite3.Connection]:
    """La base d'un cabinet qui a un dossier."""
    recouvre.ouvrir()
    connexion = ouvrir(Path(recouvre.cabinet))
    yield connexion
    connexion.close()


def reserver(base: sqlite3.Connection, jour: str = "2026-03-03", lot: int = 1) -> int | None:
    return envois.reserver(
        base, etape="mise-en-demeure", dossier=1, tour=1, canal="courrier", modele="m", envoi="simple",
        reference="D-1-1", jour=jour, lot=lot, rang_vu=4, reserve_le=f"{jour}T09:00:00",
    )  # fmt: skip


def figer(base: sqlite3.Connection, numero: int) -> None:
    envois.figer(
        base, numero, fichier="courriers/x.pdf", empreinte="e", empreinte_modele="m", pages=2, total=100_00,
        delai_le="2026-03-11", fige_le="2026-03-03T09:00:01",
    )  # fmt: skip


@pytest.mark.parametrize("etat", ["envoyé", "en cours", "incertain"])
def test_ce_qui_est_parti_ou_incertain_ne_se_reserve_plus(base: sqlite3.Connection, etat: str) -> None:
    numero = reserver(base)
    assert numero
    figer(base, numero)
    base.execute("UPDATE envois SET etat = ?", (etat,))
    avant = envois.lire(base, numero)
    assert reserver(base, "2026-03-04") is None
    assert envois.lire(base, numero) == avant


@pytest.mark.parametrize("etat", ["réservé", "figé", "échoué"])
def test_ce_qui_n_est_pas_parti_se_reserve_a_nouveau_au_jour_d_alors(base: sqlite3.Connection, etat: str) -> None:
    numero = reserver(base)
    assert numero
    figer(base, numero)
    base.execute("UPDATE envois SET etat = ?, erreur = 'disque plein'", (etat,))
    assert reserver(base, "2026-03-04", 2) == numero
    repris = envois.lire(base, numero)
    assert (repris.etat, repris.jour, repris.lot) == ("réservé", "2026-03-04", 2)
    assert (repris.fichier, repris.empreinte, repris.fige_le, repris.erreur) == ("", "", None, "")


def test_les_lots_se_numerotent_par_jour_d_apres_ce_qui_est_parti(base: sqlite3.Connection) -> None:
    numero = reserver(base)
    assert numero and listes_d_envois.prochain_lot(base, "2026-03-03") == 1, "réservé n'est pas parti"
    figer(base, numero)
    envois.marquer_envoye(base, numero, "2026-03-03T09:00:02")
    assert [listes_d_envois.prochain_lot(base, jour) for jour in ("2026-03-03", "2026-03-04")] == [2, 1]
    assert [envoi.id for envoi in listes_d_envois.du_lot(base, "2026-03-03", 1)] == [numero]


def test_un_depart_envoye_ne_peut_plus_echouer(base: sqlite3.Connection) -> None:
    numero = reserver(base)
    assert numero
    envois.marquer_envoye(base, numero, "2026-03-03T09:00:02")
    envois.marquer_echoue(base, numero, "trop tard")
    assert envois.lire(base, numero).etat == "envoyé"


@pytest.mark.parametrize("etat", ["réservé", "en cours", "envoyé", "échoué", "incertain"])
def test_on_n_engage_que_ce_qui_est_fige(base: sqlite3.Connection, etat: str) -> None:
    numero = reserver(base)
    assert numero
    base.execute("UPDATE envois SET etat = ?", (etat,))
    assert not envois.engager(base, numero, "2026-03-03T09:00:02")
    assert envois.lire(base, numero).etat == etat


def test_un_arret_brutal_pendant_la_remise_devient_incertain(base: sqlite3.Connection) -> None:
    numero = reserver(base)
    assert numero
    figer(base, numero)
    assert envois.engager(base, numero, "2026-03-03T09:00:02")
    assert envois.constater_les_interrompus(base) == 1
    assert (envois.lire(base, numero).etat, envois.constater_les_interrompus(base)) == ("incertain", 0)


def test_les_essais_restent_comptes_sauf_par_un_autre_chemin(base: sqlite3.Connection) -> None:
    numero = reserver(base)
    assert numero
    envois.marquer_echoue(base, numero, "451", prochain_le="2026-03-03T09:15:00", essais=2)
    assert reserver(base) == numero
    assert (envois.lire(base, numero).essais, envois.lire(base, numero).prochain_le) == (2, None)
    base.execute("UPDATE envois SET etat = 'échoué', destinataire = 'ancienne@faure.example'")
    assert reserver(base) == numero
    assert envois.lire(base, numero).essais == 0


def test_un_echec_se_libere(base: sqlite3.Connection) -> None:
    numero = reserver(base)
    assert numero
    envois.marquer_echoue(base, numero, "451", prochain_le="2026-03-03T09:15:00", essais=5)
    envois.liberer(base, numero)
    assert (envois.lire(base, numero).essais, envois.lire(base, numero).prochain_le) == (0, None)


def test_chaque_transaction_qui_ecrit_change_la_generation(base: sqlite3.Connection) -> None:
    def generation() -> str:
        return lire_reglage(base, GENERATION)

    avant = generation()
    with transaction(base):
        base.execute("SELECT 1")
    assert generation() == avant, "lire ne change rien"
    with transaction(base):
        reserver(base)
    apres = generation()
    assert apres != avant
    with pytest.raises(ZeroDivisionError), transaction(base):
        figer(base, 1)
        raise ZeroDivisionError
    assert generation() == apres, "ce qui est défait n'a pas eu lieu"


def test_les_incertains_se_listent(base: sqlite3.Connection) -> None:
    numero = reserver(base)
    assert listes_d_envois.incertains(base) == []
    base.execute("UPDATE envois SET etat = 'incertain'")
    assert [envoi.id for envoi in listes_d_envois.incertains(base)] == [numero]
