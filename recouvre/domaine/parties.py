"""Les parties : créanciers et débiteurs. Leur identité vit hors du journal, pour pouvoir être rectifiée ou effacée."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recouvre.domaine.honoraires import BaremeHonoraires


class Qualite(StrEnum):
    """La qualité du débiteur dans la créance : elle choisit le régime des intérêts et la prescription."""

    PROFESSIONNEL = "professionnel"
    CONSOMMATEUR = "consommateur"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partie:
    """Une personne, morale ou physique. Un champ inconnu est la chaîne vide.

    ``nom`` est la dénomination sociale ou le nom de famille ; ``code_postal`` garde son zéro de tête ;
    ``pays`` est vide pour la France ; ``telephone`` tel qu'on le lit ; ``siren`` et ``siret`` sans espace.
    """

    nom: str
    prenom: str = ""
    civilite: str = ""
    siren: str = ""
    siret: str = ""
    adresse: str = ""
    complement: str = ""
    code_postal: str = ""
    ville: str = ""
    pays: str = ""
    courriel: str = ""
    telephone: str = ""

    @property
    def denomination(self) -> str:
        """Le nom complet sur une ligne.

        >>> Partie(civilite="Mme", prenom="Hélène", nom="Núñez-Dupré").denomination
        'Mme Hélène Núñez-Dupré'
        """
        return " ".join(mot for mot in (self.civilite, self.prenom, self.nom) if mot)

    @property
    def lignes_adresse(self) -> tuple[str, ...]:
        """L'adresse postale, du complément au pays, sans ligne vide ni le nom."""
        localite = f"{self.code_postal} {self.ville}".strip()
        return tuple(ligne for ligne in (self.complement, self.adresse, localite, self.pays) if ligne)


_FORMES = re.compile(
    r"\b(?:SARL|SASU?|EURL|SA|SNC|SCOP|SCIC?|SCP|SCM|SELARL|SELAS|GIE|EARL|GAEC|SCEA|S\.A\.R\.L\.|S\.A\.S\.|S\.A\.)(?=\W|$)"
    r"|(?i:\b(?:société|societe|association|fondation|syndicat|coopérative|commune|mairie|département)\b)"
)
"""Ce qui, dans une dénomination, dit une personne morale ; en capitales : « Léa et sa fille » n'en est pas une."""


def personne_morale(partie: Partie, qualite: Qualite) -> bool:
    """Vrai si l'on est sûr que ce débiteur n'est pas une personne physique.

    Un SIREN n'en dit rien, un entrepreneur individuel en a un ; un prénom ou une civilité disent une personne physique.

    >>> [personne_morale(Partie(nom=nom), Qualite.PROFESSIONNEL) for nom in ("Lefèvre SARL", "Menuiserie Faure")]
    [True, False]
    """
    if qualite is Qualite.CONSOMMATEUR or partie.prenom or partie.civilite:
        return False
    return qualite is Qualite.PUBLIC or _FORMES.search(partie.nom) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesCreancier:
    """Ce que le créancier a réglé une fois pour ses dossiers.

    ``scenario`` : nom du scénario (vide : celui du mode du cabinet) ; ``pieces_exigees`` : natures de pièces sans
    lesquelles rien ne part (``None`` : celles du mode) ; ``convention_le`` : date de la convention de mandat écrite
    (CPCE R124-3) ; ``cgv_le`` : date d'acceptation des conditions générales de l'agence ; ``particulier`` : il n'agit
    pas pour des besoins professionnels (CMF L313-2) ; ``imputation`` : l'ordre que ses contrats conviennent. Ces
    deux-là sont recopiés dans la qualification de chaque dossier neuf, jamais dans ceux qui sont ouverts.

    Son cahier des charges : ``plans_au_plus``, les versements d'un plan qu'il accepte d'avance, 0 : aucun ;
    ``procedure_des`` (centimes) et ``procedure_pieces`` : ce qu'il faut pour proposer une
    procédure quand l'amiable est terminé ; ``pouvoir_general_le`` : il a donné pouvoir de l'engager sans autre accord ;
    ``enquete`` et ``visite`` : accordées d'avance ; ``frais_agence`` : si l'action échoue, ses frais sont à l'agence.
    ``gestionnaire`` : qui suit ses dossiers neufs ; vide, personne. ``honoraires`` : ses barèmes, par date d'effet.
    """

    scenario: str = ""
    pieces_exigees: tuple[str, ...] | None = None
    convention_le: dt.date | None = None
    cgv_le: dt.date | None = None
    particulier: bool = False
    imputation: str = ""
    plans_au_plus: int = 0
    procedure_des: int = 0
    procedure_pieces: tuple[str, ...] | None = None
    pouvoir_general_le: dt.date | None = None
    enquete: bool = False
    visite: bool = False
    frais_agence: bool = False
    gestionnaire: str = ""
    honoraires: tuple[BaremeHonoraires, ...] = ()
