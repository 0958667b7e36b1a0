"""Les envois : plis vers le dossier de remise, courriels vers un serveur local, aperçu d'un grand portefeuille.

Tout se mesure en rapport, dans la même exécution : les plis contre la plume seule, qui compose, imprime et écrit les
mêmes lettres, un fichier chacune, sans rien décider, fixer, réunir ni noter ; les courriels contre une boucle smtplib
nue du même message ; l'aperçu contre une commande vide.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import smtplib
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from bancs.mesure import RECOUVRE, VIDE, Mesure, chronometrer, comparer, memoire_au_plus_fort
from bancs.portefeuilles import remise
from recouvre.base import journal, lectures
from recouvre.commandes.apercus import preparer
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.pli import plier
from recouvre.domaine.profil import Mode
from recouvre.echanges.lecture import lire
from recouvre.operations import relancer
from recouvre.operations.controles import Consignes
from recouvre.operations.decision import Examen, Retenu, Sautee
from recouvre.operations.departs import decider, fabriquer_et_figer, reserver
from recouvre.operations.encaisser import encaisser
from recouvre.operations.initialiser import initialiser
from recouvre.operations.ouvrir import ouvrir
from recouvre.operations.passage import Passage
from recouvre.operations.preparer import demander, dossiers_de_modeles, examiner_dossier
from recouvre.operations.reglages import modifier_partie, modifier_profil
from recouvre.operations.remises import Guichets, remettre
from recouvre.operations.session import Session

JOUR = dt.date(2026, 6, 1)
PLUS_TARD = dt.date(2026, 9, 1)
PLIS = 250
"""Plis par tour : des tours courts, alternés, pour que la machine ait la même allure des deux côtés."""

MATIN = dt.datetime(2026, 6, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)))
PROFIL: dict[str, Any] = {
    "denomination": "Cabinet Banc", "forme": "SARL", "adresse": "18 quai du Banc", "code_postal": "69002",
    "ville": "Lyon", "siren": "900000019", "telephone": "04 72 00 11 22", "courriel": "banc@exemple.example",
    "signataire": "Hélène Núñez", "qualite_signataire": "Gérante", "iban": "FR7630006000011234567890189",
    "bic": "AGRIFRPP", "assureur": "Mutuelle", "police": "RC-1", "assurance_fin_le": dt.date(2030, 12, 31),
    "parquet": "Lyon", "declaration_le": dt.date(2019, 3, 1),
}  # fmt: skip


def session(cabinet: Path) -> Session:
    """Le cabinet, le matin du jour J."""
    return Session(cabinet, maintenant=MATIN, auteur="banc")


def cabinet(dossier: Path, dus: int, *, mode: Mode = Mode.AGENCE, autres: int = 0) -> Path:
    """Un cabinet dont ``dus`` dossiers ont un envoi dû ce matin, et ``autres`` n'ont encore rien à faire."""
    chemin = dossier / f"cabinet-{mode}-{dus}-{autres}"
    initialiser(chemin, mode)
    pieces = ("mandat", "cgv") if mode is Mode.AGENCE else ()
    with session(chemin) as tenue:
        modifier_profil(tenue, PROFIL)
    for jour, lignes, depuis in ((JOUR, dus, 0), (PLUS_TARD, autres, dus)):
        if not lignes:
            continue
        moment = dt.datetime.combine(jour, dt.time(9), tzinfo=dt.UTC)
        with Session(chemin, maintenant=moment, auteur="banc") as tenue:
            fichier = remise(dossier / f"remise-{mode}-{depuis}-{lignes}.csv", lignes, depuis)
            creancier = "Banc" if mode is Mode.AGENCE else ""
            ouvrir(tenue, [lire(fichier)], Consignes(le=jour, creancier=creancier, pieces=pieces))
            if mode is Mode.AGENCE:
                modifier_partie(tenue, 1, {"adresse": "3 rue", "code_postal": "44000", "ville": "Nantes"})
    return chemin


def plume_seule(tenue: Session, ou: Path | None) -> float:
    """Secondes pour composer et imprimer toutes les lettres dues, et les écrire dans ce dossier s'il est donné."""
    dus = lectures.envois_dus(tenue.base, JOUR.isoformat())
    examens = (_examiner(tenue, numero, cle) for numero, cle, _ in dus)
    vus = [vu for vu in examens if isinstance(vu, Examen)]
    demandes = [demander(tenue, vu.dossier, vu.debiteur, vu.ecrits, vu.etape, JOUR, envoi=vu.voie.envoi) for vu in vus]
    modeles = dossiers_de_modeles(tenue)
    debut = time.perf_counter()
    for demande in demandes:
        octets = imprimer(replace(composer(demande, modeles), apparence=tenue.apparence))
        if ou is not None:
            (ou / f"{demande.reference}.pdf").write_bytes(octets)
    return time.perf_counter() - debut


def _examiner(tenue: Session, numero: int, cle: str) -> Examen | Retenu | Sautee:
    ecrits = journal.lire(tenue.base, numero)
    return examiner_dossier(tenue, plier(ecrits), ecrits, cle, JOUR)


class Plis(NamedTuple):
    """Secondes de la plume, et du passage ; rapports médians du passage à la plume, et à celle qui n'écrit rien."""

    plume: float
    passage: float
    rapport: float
    sans_ecrire: float


def plis(dossier: Path, combien: int, tours: int = 9) -> Plis:
    """Les mêmes lettres, par la plume puis par un passage, en alternance."""
    modele, lettres = cabinet(dossier, combien), dossier / "lettres"
    lettres.mkdir()
    temps = []
    for tour in range(tours):
        copie = Path(shutil.copytree(modele, dossier / f"tour-{tour}"))
        os.sync()  # la copie du cabinet n'a pas à s'écrire pendant la mesure
        with session(copie) as tenue:
            nue, plume = plume_seule(tenue, None), plume_seule(tenue, lettres)
            debut = time.perf_counter()
            passage = relancer.envoyer(tenue, JOUR)
            envoi = time.perf_counter() - debut
        if len(passage.envoyees) != combien:
            raise SystemExit(f"banc faussé : {len(passage.envoyees)} partis sur {combien}, {passage.retenues[:1]}")
        temps.append((nue, plume, envoi))
        shutil.rmtree(copie)
    return Plis(
        *(statistics.median(tour[rang] for tour in temps) for rang in (1, 2)),
        rapport=statistics.median(plume / envoi for _, plume, envoi in temps),
        sans_ecrire=statistics.median(nue / envoi for nue, _, envoi in temps),
    )


def memoire(dossier: Path, combien: int) -> int:
    """Ko de mémoire au plus fort, pour un passage de ``combien`` plis dans un processus neuf."""
    chemin = cabinet(dossier, combien)
    contexte = multiprocessing.get_context("spawn")
    with contexte.Pool(1) as piscine:
        return piscine.apply(_passer, (chemin,))


def _passer(chemin: Path) -> int:
    with session(chemin) as tenue:
        relancer.envoyer(tenue, JOUR)
    return memoire_au_plus_fort()


class _Puits:
    """Un serveur qui prend tout et n'en fait rien."""

    async def handle_DATA(self, serveur: Any, session: Any, enveloppe: Any) -> str:  # noqa: N802  # aiosmtpd
        return "250 OK"


def _servir(tube: Any) -> None:
    from aiosmtpd.controller import Controller

    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    controleur = Controller(_Puits(), hostname="127.0.0.1", port=port)
    controleur.start()
    tube.send(port)
    tube.recv()
    controleur.stop()


@contextmanager
def serveur() -> Iterator[int]:
    """Un aiosmtpd dans un autre processus ; rend son port."""
    ici, la_bas = multiprocessing.Pipe()
    processus = multiprocessing.get_context("spawn").Process(target=_servir, args=(la_bas,), daemon=True)
    processus.start()
    try:
        yield ici.recv()
    finally:
        ici.send("fin")
        processus.join(5)


def remettre_les_figes(tenue: Session, combien: int) -> tuple[float, float, list[bytes]]:
    """(secondes pour décider et figer, secondes pour remettre et noter, les messages) d'un passage de courriels."""
    passage, debut = Passage(JOUR), time.perf_counter()
    dus = [(numero, cle) for numero, cle, _ in lectures.envois_dus(tenue.base, JOUR.isoformat())]
    figes = fabriquer_et_figer(tenue, passage, reserver(tenue, decider(tenue, passage, dus), JOUR, 1))
    milieu = time.perf_counter()
    with Guichets(tenue) as guichets:
        for route in figes:
            remettre(tenue, passage, guichets, route)
    fin = time.perf_counter()
    if len(passage.envoyees) != combien:
        raise SystemExit(f"banc faussé : {len(passage.envoyees)} partis sur {combien} ; {passage.echecs[:1]}")
    return milieu - debut, fin - milieu, [(tenue.chemin / d.fichier).read_bytes() for d in passage.envoyees]


def courriels(dossier: Path, combien: int, tours: int = 3) -> tuple[float, float, float, float]:
    """(secondes de la boucle nue, de la remise, du passage entier, rapport médian de la remise à la boucle).

    La boucle nue remet les mêmes messages, tout faits ; la remise aussi, mais elle écrit « en cours », garde la preuve,
    ajoute au journal et récrit les projections.
    """
    modele = cabinet(dossier, combien, mode=Mode.INTERNE)
    couples = []
    with serveur() as port:
        profil = modele / "recouvre.toml"
        reglages = f'\n[courriel]\nserveur = "127.0.0.1"\nport = {port}\nsecurite = "aucune"\n'
        profil.write_text(profil.read_text("utf-8") + reglages + 'expediteur = "banc@exemple.example"\n', "utf-8")
        for tour in range(tours):
            copie = Path(shutil.copytree(modele, dossier / f"courriels-{tour}"))
            with session(copie) as tenue:
                figer, remise, messages = remettre_les_figes(tenue, combien)
            couples.append((_boucle_nue(port, messages), remise, figer + remise))
            shutil.rmtree(copie)
    medians = [statistics.median(valeurs) for valeurs in zip(*couples, strict=True)]
    return medians[0], medians[1], medians[2], statistics.median(nue / remise for nue, remise, _ in couples)


def _boucle_nue(port: int, messages: list[bytes]) -> float:
    debut = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as client:
        for octets in messages:
            client.sendmail("banc@exemple.example", ["debiteur@exemple.example"], octets)
    return time.perf_counter() - debut


def apercu(dossier: Path) -> tuple[Mesure, float, float]:
    """``relances --json``, 100 000 dossiers dont 500 dus, préparé comme après un import ou un passage.

    Rend aussi ce que prend le premier demandé après trente paiements, et celui que rien n'a préparé (secondes).
    """
    grand = cabinet(dossier, 500, autres=99_500)
    commande = [*RECOUVRE, "relances", "--json", "--au", JOUR.isoformat(), "--cabinet", grand]
    jamais = chronometrer(commande)
    _payer(grand, range(1, 31))
    payes = chronometrer(commande)
    for fichier in grand.glob(".apercu*.json"):
        fichier.unlink()
    preparer(grand, JOUR)
    titre = "Aperçu de 100 000 dossiers dont 500 dus, préparé"
    return comparer(titre, commande, VIDE, nom="commande Typer vide", objectif=3), payes, jamais


def _payer(chemin: Path, numeros: range) -> None:
    """Un euro reçu dans chacun de ces dossiers, dont la lettre est donc à refaire."""
    with session(chemin) as tenue:
        for numero in numeros:
            encaisser(tenue, numero, EncaissementRecu(date=JOUR, montant=100))


def rapport(combien: int) -> Iterator[str]:
    """Les mesures, en français."""
    with tempfile.TemporaryDirectory() as dossier:
        n = min(combien, PLIS)
        vus = plis(Path(dossier), n)
        yield (
            f"Plis vers le dossier de remise : {n / vus.passage:.0f} par seconde, plume seule {n / vus.plume:.0f} : "
            f"{vus.rapport:.2f} fois la plume (objectif 0,70) ; {vus.sans_ecrire:.2f} fois une plume qui n'écrit rien."
        )
    with tempfile.TemporaryDirectory() as dossier:
        nue, remis, entier, ratio = courriels(Path(dossier), 200)
        yield (
            f"Courriels figés, remis à un serveur local et notés : {200 / remis:.0f} par seconde, boucle smtplib nue "
            f"{200 / nue:.0f} : {ratio:.2f} fois la boucle (objectif 0,80). Lettre composée, imprimée et figée "
            f"comprise : {200 / entier:.0f} par seconde, {nue / entier:.2f} fois."
        )
    with tempfile.TemporaryDirectory() as dossier:
        petite, grande = memoire(Path(dossier), 1000), memoire(Path(dossier), combien)
        yield (
            f"Mémoire au plus fort : {petite // 1024} Mo pour 1 000 plis, {grande // 1024} Mo pour {combien} "
            f"(rapport {grande / petite:.2f})."
        )
    with tempfile.TemporaryDirectory() as dossier:
        mesure, payes, jamais = apercu(Path(dossier))
        vide = mesure.plancher_ms
        yield (
            f"{mesure.titre} : {mesure.duree_ms:.0f} ms contre {vide:.0f} pour une commande vide, "
            f"{mesure.rapport:.2f} fois (objectif {mesure.objectif:.0f}) ; le premier après trente paiements : "
            f"{payes * 1000:.0f} ms, {payes * 1000 / vide:.1f} fois ; que rien n'a préparé : {jamais * 1000:.0f} ms, "
            f"{jamais * 1000 / vide:.0f} fois."
        )


if __name__ == "__main__":
    for ligne in rapport(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000):
        print(ligne, flush=True)
