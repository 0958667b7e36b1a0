"""Des vies de dossier tirées au hasard : rien d'interdit ne part, rien n'est oublié, tout se défait et se reconstruit.

Les suites sont toujours les mêmes. ``RECOUVRE_HASARDS=large`` en tire vingt fois plus, de plus longues, et d'autres à
chaque fois.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import PROJECTIONS
from hasard_gestes import DOSSIER, RIEN, THEMES, Geste, Pas, suites
from hasard_oracle import de, interdits, vivants
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recouvre.base import agenda, journal, projections
from recouvre.cli import lancer
from recouvre.conduite.suite import CLES_A_COTE, GENRES_A_COTE, sans_suite
from recouvre.domaine.evenements import Ecrit, EvenementAnnule, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import PliSuivi
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import Refus
from recouvre.operations import verifier
from recouvre.operations.annuler import annuler
from recouvre.operations.relancer import envoyer
from recouvre.operations.session import Session

LARGE = os.environ.get("RECOUVRE_HASARDS") == "large"
REGLAGES = settings(
    derandomize=not LARGE,
    database=None,
    deadline=None,
    max_examples=5 * (20 if LARGE else 1),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    print_blob=LARGE,
    suppress_health_check=list(HealthCheck),
)
LONGUEUR = 40 if LARGE else 24
DEBUT = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
FACTURES = {
    "agence": ("agence", "professionnel", (("F-1", "1000", "31/01/2026"), ("F-2", "400", "15/02/2026"))),
    "ancienne": ("agence", "consommateur", (("F-1", "300", "10/04/2024"),)),
    "sans-pieces": ("agence", "professionnel", (("F-1", "1000", "31/01/2026"),)),
    "interne": ("interne", "professionnel", (("F-1", "1000", "20/02/2026"), ("F-2", "250", "28/02/2026"))),
}
"""Les dossiers d'où partent les suites : le mode du cabinet, la qualité du débiteur, ses factures."""

VUS: Counter[str] = Counter()
"""Combien de fois chaque geste a abouti, et combien de lettres sont parties."""


class Vie:
    """Un dossier, son horloge, et ce qui doit y être vrai après chaque geste."""

    def __init__(self, cabinet: Path) -> None:
        self.session = Session(cabinet, maintenant=DEBUT, auteur="essai")
        self.session.base.execute("PRAGMA synchronous = OFF")  # rien ne s'éteint ici, et le disque est lent

    def vivre(self, suite: Sequence[Pas]) -> None:
        """Toute la suite ; à la fin, le cabinet est intact."""
        for pas in suite:
            if pas.jours:
                self._passer(pas.jours)
            self._faire(pas.geste, pas.defaire)
            self._aucun_dossier_sans_suite()
            self._jamais_deux_departs_de_la_meme_cle()
        self._passer(1)
        assert verifier.verifier(self.session).defauts == ()

    def _passer(self, jours: int) -> None:
        self.session.maintenant += dt.timedelta(days=jours)
        jour, faits = self.session.maintenant.date(), vivants(self._ecrits())
        passage = envoyer(self.session, jour)
        assert not passage.incertaines
        assert [echec for echec in passage.echecs if "taux" not in echec.motif] == []
        agence = self.session.mode is Mode.AGENCE
        for depart in passage.envoyees:
            raisons = interdits(faits, jour, depart.etape, depart.canal, agence=agence)
            assert not raisons, f"{depart.etape} est partie le {jour} : {raisons}"
            VUS["départ"] += 1
            VUS[depart.etape.partition(":")[0]] += 1
        assert len(passage.envoyees) <= 1, "une seule lettre par dossier et par passage"

    def _aucun_dossier_sans_suite(self) -> None:
        projection = projections.lire_projection(self.session.base, DOSSIER)
        assert projection is not None
        if projection.dossier.etat == "ouvert":
            assert not sans_suite(projection.demarches), projection.demarches  # type: ignore[arg-type]
        cotes = {"genres_a_cote": GENRES_A_COTE, "cles_a_cote": CLES_A_COTE}
        assert agenda.orphelins(self.session.base, self.session.maintenant.date().isoformat(), **cotes) == []

    def _jamais_deux_departs_de_la_meme_cle(self) -> None:
        partis = [(envoi.etape, envoi.tour) for envoi in de(vivants(self._ecrits()), RelanceEnvoyee)]
        assert len(partis) == len(set(partis)), partis

    def _ecrits(self) -> list[Ecrit]:
        return journal.lire(self.session.base, DOSSIER)

    def _photo(self) -> list[list[tuple[Any, ...]]]:
        base = self.session.base
        return [[tuple(ligne) for ligne in base.execute(requete)] for requete in PROJECTIONS]

    def _tout(self) -> list[Any]:
        """De quoi voir toute écriture : le journal ne fait que croître, et se marque à chaque transaction."""
        base = self.session.base
        envois = [tuple(ligne) for ligne in base.execute("SELECT * FROM envois ORDER BY 1")]
        parties = [tuple(ligne) for ligne in base.execute("SELECT * FROM parties ORDER BY 1")]
        return [self._dernier(), envois, parties, self._photo()]

    def _faire(self, geste: Geste, defaire: bool) -> None:
        """Joue le geste. Refusé, il n'a rien changé ; défait, il rend l'état d'avant ; refait, celui d'après."""
        if geste is RIEN:
            return
        avant, tout, rang = self._photo(), self._tout(), self._dernier()
        try:
            geste.jouer(self.session)
        except Refus as refus:
            assert self._tout() == tout, f"« {geste.nom} » refusé a écrit : {refus}"
            assert len(str(refus)) > 20
            VUS["refus"] += 1
            return
        neufs = [ecrit for ecrit in self._ecrits() if ecrit.rang > rang]
        VUS[geste.nom.partition(" · ")[0]] += bool(neufs)
        if not defaire or geste.nom == "annuler":
            return
        apres = self._photo()
        for ecrit in reversed(_a_defaire(neufs)):
            annuler(self.session, DOSSIER, ecrit.rang, "erreur")
        assert self._photo() == avant, f"annuler « {geste.nom} » ne rend pas l'état d'avant"
        if geste.refaisable:
            geste.jouer(self.session)
            assert self._photo() == apres, f"refaire « {geste.nom} » ne rend pas le même état"

    def _dernier(self) -> int:
        return journal.dernier_rang(self.session.base, DOSSIER)


def _a_defaire(neufs: list[Ecrit]) -> list[Ecrit]:
    """Ce qu'une personne annulerait : d'un pli, sa nouvelle, et l'outil défait ce qu'il en avait déduit."""
    plis = [ecrit for ecrit in neufs if isinstance(ecrit.evenement, PliSuivi)]
    return plis or [ecrit for ecrit in neufs if not isinstance(ecrit.evenement, EvenementAnnule)]


@pytest.fixture(scope="module")
def modeles(tmp_path_factory: pytest.TempPathFactory, modeles_de_cabinet: dict[str, Path]) -> Iterator[dict[str, Path]]:
    """Un cabinet par dossier de départ, fait une fois par la ligne de commande."""
    dossier = tmp_path_factory.mktemp("departs")
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setenv("RECOUVRE_AUJOURDHUI", "2026-03-03")
        rustine.setenv("RECOUVRE_AUTEUR", "essai")
        for nom, (mode, qualite, factures) in FACTURES.items():
            cabinet = Path(shutil.copytree(modeles_de_cabinet[mode], dossier / nom))
            rustine.setenv("RECOUVRE_CABINET", str(cabinet))
            _preparer(nom, qualite, factures)
            with sqlite3.connect(cabinet / "recouvre.db") as base:
                base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield {nom: dossier / nom for nom in FACTURES}


def _preparer(nom: str, qualite: str, factures: tuple[tuple[str, str, str], ...]) -> None:
    pieces = ("--piece", "mandat", "--piece", "cgv") if nom in ("agence", "ancienne") else ()
    premiere, *autres = factures
    assert lancer([
        "ouvrir", "--creancier", "Forge Béranger", "--debiteur", "Menuiserie Faure", "--facture", premiere[0],
        "--montant", premiere[1], "--echeance", premiere[2], "--qualite", qualite, "--adresse", "12 rue de l'Église",
        "--code-postal", "01000", "--ville", "Bourg-en-Bresse", *pieces,
    ]) == 0  # fmt: skip
    for numero, montant, echeance in autres:
        ajout = ["--numero", numero, "--montant", montant, "--emise", "01/01/2026", "--echeance", echeance]
        assert lancer(["facture", "D-1", *ajout]) == 0
    adresse = ["--adresse", "3 rue du Port", "--code-postal", "44000", "--ville", "Nantes"]
    assert lancer(["creancier", "Forge Béranger", *adresse]) == 0
    for qui in ("Ana", "Bob"):
        assert lancer(["gestionnaire", "ajouter", qui]) == 0


@pytest.mark.parametrize("theme", THEMES)
@REGLAGES
@given(donnees=st.data())
def test_une_vie_au_hasard(modeles: dict[str, Path], theme: str, donnees: st.DataObject) -> None:
    """Rien d'interdit ne part, aucun dossier sans suite, tout se défait, tout se reconstruit."""
    depart = donnees.draw(st.sampled_from(["agence", "agence", *FACTURES]), label="départ")
    suite = donnees.draw(suites(theme, LONGUEUR), label="suite")
    cabinet = modeles[depart].with_name("vie")
    shutil.rmtree(cabinet, ignore_errors=True)
    vie = Vie(Path(shutil.copytree(modeles[depart], cabinet)))
    with vie.session:
        vie.vivre(suite)
    VUS["suite"] += 1


def test_ce_hasard_fait_partir_des_lettres() -> None:
    """Sans départ, la vie au hasard ne prouverait rien. Des processus parallèles n'en jouent chacun qu'une part."""
    assert VUS["suite"] < 30 or VUS["départ"] > VUS["suite"] // 2
