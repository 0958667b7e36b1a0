"""Un cabinet ouvert : sa base, son profil, son barème, ses scénarios, lus une fois, quand on en a besoin.

Ce qui ne sert qu'à agir est importé à ce moment-là : lire une fiche n'attend pas la conduite ni les scénarios.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base import parties
from recouvre.base.connexion import Base, ouvrir
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.droit.taux import Bareme
from recouvre.operations.bareme import lire_bareme

if TYPE_CHECKING:
    from recouvre.conduite.scenarios import Scenario
    from recouvre.courriers.apparence import Apparence
    from recouvre.domaine.canaux import Canaux
    from recouvre.domaine.profil import Mode, Profil
    from recouvre.droit.natures import Natures


class Session:
    """Ce dont les gestes ont besoin. ``maintenant`` et ``auteur`` datent et signent les écritures.

    ``montre`` : des secondes qui ne reculent pas ; sans elle, le temps ne passe pas.

    À refermer : ``with Session(chemin, maintenant=…, auteur=…) as session``.
    """

    def __init__(
        self, chemin: Path, *, maintenant: dt.datetime, auteur: str, montre: Callable[[], float] = lambda: 0.0
    ) -> None:
        self.chemin = chemin
        self.maintenant = maintenant
        self.auteur = auteur
        self._montre, self._depart = montre, montre()
        self.base: Base = ouvrir(chemin)
        self._scenarios: dict[str, Scenario] = {}
        self._reglages: dict[int, ReglagesCreancier] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    @cached_property
    def profil(self) -> Profil:
        """Le profil du cabinet."""
        from recouvre.base.cabinet import lire_profil

        return lire_profil(self.chemin)

    @cached_property
    def canaux(self) -> Canaux:
        """Les réglages d'envoi. Lève ``ProfilFautif``."""
        from recouvre.base.canaux import lire_canaux

        return lire_canaux(self.chemin)

    @property
    def mode(self) -> Mode:
        """Agence ou service interne."""
        return self.profil.mode

    @cached_property
    def bareme(self) -> Bareme:
        """Les tables datées, ajouts du cabinet compris."""
        return lire_bareme(self.chemin)

    @cached_property
    def natures(self) -> Natures:
        """La table des délais par nature de créance, celle du cabinet comprise."""
        from recouvre.operations.natures import lire_natures

        return lire_natures(self.chemin)

    @cached_property
    def apparence(self) -> Apparence:
        """L'apparence des courriers. Lève ``ApparenceFautive``."""
        from recouvre.operations.apparence import lire_apparence

        return lire_apparence(self.chemin, self.profil)

    @property
    def instant(self) -> dt.datetime:
        """L'heure qu'il est : celle de l'ouverture, plus ce que la ``montre`` a compté depuis. Un passage dure."""
        return self.maintenant + dt.timedelta(seconds=self._montre() - self._depart)

    def oublier(self) -> None:
        """Relit les tables, le profil et les réglages à la prochaine demande : ils viennent de changer."""
        self.__dict__.pop("bareme", None)
        self.__dict__.pop("natures", None)
        self.__dict__.pop("profil", None)
        self.__dict__.pop("canaux", None)
        self.__dict__.pop("apparence", None)
        self._scenarios.clear()
        self._reglages.clear()

    def partie(self, numero: int) -> Partie:
        """L'identité d'un créancier ou d'un débiteur."""
        return parties.lire(self.base, numero)

    def reglages(self, creancier: int) -> ReglagesCreancier:
        """Les réglages d'un créancier."""
        if creancier not in self._reglages:
            self._reglages[creancier] = parties.lire_reglages(self.base, creancier)
        return self._reglages[creancier]

    def scenario_de(self, dossier: Dossier) -> Scenario:
        """Le scénario que suit un dossier : le sien, celui de son créancier, ou celui du mode."""
        return self.scenario(self.nom_du_scenario(dossier))

    def nom_du_scenario(self, dossier: Dossier) -> str:
        """Le nom du scénario que suit un dossier."""
        choisi = dossier.scenarios[-1].scenario if dossier.scenarios else dossier.ouverture.scenario
        return choisi or self.reglages(dossier.ouverture.creancier).scenario or str(self.mode)

    def scenario(self, nom: str) -> Scenario:
        """Un scénario par son nom. Lève ``ScenarioInconnu``."""
        from recouvre.operations.scenarios import lire_scenario

        if nom not in self._scenarios:
            self._scenarios[nom] = lire_scenario(nom, self.chemin)
        return self._scenarios[nom]

    def pieces_exigees(self, dossier: Dossier) -> tuple[str, ...]:
        """Les pièces sans lesquelles rien ne part pour ce dossier."""
        from recouvre.conduite.pieces import pieces_exigees

        return pieces_exigees(self.mode, self.reglages(dossier.ouverture.creancier))
