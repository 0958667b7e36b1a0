"""Des dossiers purs, leurs démarches, et un facteur qui passe les jours qu'on veut : ni disque ni horloge."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.prevision import prevoir
from recouvre.conduite.scenarios import Etape, Scenario, construire
from recouvre.conduite.situation import situer
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, Evenement, FactureAjoutee, RelanceEnvoyee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import est_ouvre
from recouvre.operations.bareme import lire_bareme
from recouvre.operations.natures import lire_natures

BAREME, NATURES = lire_bareme(), lire_natures()
UN_JOUR = dt.timedelta(days=1)


def lire(nom: str) -> Scenario:
    """Un scénario du paquet."""
    fichier = resources.files("recouvre.conduite") / "scenarios" / f"{nom}.toml"
    return construire(tomllib.loads(fichier.read_text("utf-8")), nom)


AGENCE, INTERNE = lire("agence"), lire("interne")


def facture(echeance: dt.date, numero: str = "F-1", montant: int = 100_000) -> FactureAjoutee:
    """Une facture émise trente jours avant son échéance."""
    emise = echeance - dt.timedelta(days=30)
    return FactureAjoutee(date=emise, numero=numero, montant=montant, emise_le=emise, echeance=echeance)


def dossier(ouvert_le: dt.date, *faits: Evenement) -> Dossier:
    """Un dossier professionnel."""
    ouverture = DossierOuvert(date=ouvert_le, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    return plier_neufs(1, [ouverture, *faits])


def demarches(
    tenu: Dossier, scenario: Scenario, mode: Mode = Mode.AGENCE, manquantes: tuple[str, ...] = ()
) -> tuple[Demarche, ...]:
    """Ce qu'il y a à faire de ce dossier."""
    return prevoir(tenu, situer(tenu, BAREME, NATURES), scenario, mode, manquantes)


def etapes(tenu: Dossier, scenario: Scenario, mode: Mode = Mode.AGENCE) -> dict[str, dt.date]:
    """Les étapes du scénario qui restent : clé → date."""
    cles = {etape.cle for etape in scenario.etapes}
    return {d.cle: d.le for d in demarches(tenu, scenario, mode) if d.cle in cles}


def envoi(etape: Etape, le: dt.date) -> RelanceEnvoyee:
    """Le départ de cette étape ce jour-là, avec le délai qu'elle imprime."""
    delai = le + dt.timedelta(days=etape.delai) if etape.delai is not None else None
    return RelanceEnvoyee(
        date=le, etape=etape.cle, tour=1, canal="courrier", modele=etape.modele, reference=f"D-1-{etape.cle}",
        fichier="", empreinte="", total=0, delai_le=delai,
    )  # fmt: skip


def partie(scenario: Scenario, cle: str, le: dt.date) -> RelanceEnvoyee:
    """Le départ de l'étape de cette clé."""
    etape = scenario.etape(cle)
    assert etape is not None
    return envoi(etape, le)


def dus(prevues: Iterable[Demarche], jour: dt.date) -> list[Demarche]:
    """Les envois dus ce jour-là, comme les lit la base : ni périmés, ni suspendus à un autre."""
    return [
        d
        for d in prevues
        if d.genre is Genre.ENVOI and not d.suite and d.le <= jour and (d.jusqu_au is None or d.jusqu_au >= jour)
    ]


def passer(
    ouvert_le: dt.date, faits: Iterable[Evenement], scenario: Scenario, jours: Iterable[dt.date], mode: Mode
) -> Iterator[RelanceEnvoyee]:
    """Passe ces jours-là, deux fois par jour, et fait partir le premier envoi dû ; rend les départs dans l'ordre."""
    connus: list[Evenement] = list(faits)
    prevues = demarches(dossier(ouvert_le, *connus), scenario, mode)
    for jour in (jour for jour in jours for _ in range(2)):
        a_envoyer = dus(prevues, jour)
        if not a_envoyer or not est_ouvre(jour):
            continue
        depart = partie(scenario, a_envoyer[0].cle, jour)
        connus.append(depart)
        prevues = demarches(dossier(ouvert_le, *connus), scenario, mode)
        yield depart


def du_au(du: dt.date, au: dt.date) -> list[dt.date]:
    """Tous les jours, bornes comprises."""
    return [du + n * UN_JOUR for n in range((au - du).days + 1)]
