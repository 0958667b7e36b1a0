"""Ce qui s'ajoute au principal et aux intérêts : l'indemnité forfaitaire, la clause pénale, les frais que la loi admet.

Une règle par fonction ; chacune dit son article. Aucun accessoire ne porte intérêt, aucun n'entre dans l'assiette.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import AccessoireAjoute, CreanceQualifiee, NatureAccessoire
from recouvre.droit.interets import arrondir
from recouvre.droit.releve import ACCESSOIRES, Nature
from recouvre.droit.taux import Serie

CLAUSE_PENALE = "C. civ., art. 1231-5 (réductible par le juge)"
FRAIS = {
    NatureAccessoire.DEPENS: (Nature.DEPENS, "Dépens", "CPC, art. 695 et 696"),
    NatureAccessoire.EXECUTION: (Nature.FRAIS_EXECUTION, "Frais d'exécution", "CPCE, art. L111-8 al. 1"),
}
"""Les frais d'un titre : leur nature, leur nom, leur article."""

ORDRE = (Nature.INDEMNITE, *ACCESSOIRES)


@dataclass(slots=True)
class Accessoire:
    """Un accessoire échu et ce qui en a été réglé, en centimes. ``facture`` : ce que la ligne affiche."""

    nature: Nature
    facture: str
    libelle: str
    du: dt.date
    montant: int
    fondement: str
    regle: int = 0


def indemnite_forfaitaire(facture: FactureAjoutee, premier_jour: dt.date, serie: Serie, fondement: str) -> Accessoire:
    """Quarante euros par facture, au premier jour de retard (C. com. D441-5 ; CCP D2192-35)."""
    return Accessoire(
        Nature.INDEMNITE,
        facture.numero,
        "Indemnité forfaitaire pour frais de recouvrement",
        premier_jour,
        int(serie.au(premier_jour).valeur),
        fondement,
    )


def clause_penale(facture: FactureAjoutee, contrat: CreanceQualifiee, restant: int, le: dt.date) -> Accessoire | None:
    """La peine convenue, exigible à la mise en demeure (C. civ. 1231-5 al. 5), sur le principal dû ce jour-là.

    ``None`` si le contrat n'en prévoit pas, ou s'il ne reste plus de principal.
    """
    numerateur, denominateur = (contrat.clause_points or 0).as_integer_ratio()
    montant = arrondir((restant * numerateur, 100 * denominateur)) + contrat.clause_forfait
    if restant <= 0 or montant <= 0:
        return None
    return Accessoire(Nature.CLAUSE_PENALE, facture.numero, "Clause pénale", le, montant, CLAUSE_PENALE)


def complement(
    fait: AccessoireAjoute, facture: FactureAjoutee, exposes: int, deja: int, fondement: str
) -> Accessoire | None:
    """Ce que des frais justifiés ajoutent à l'indemnité forfaitaire de la facture (C. com. L441-10 II ; CCP L2192-13).

    ``exposes`` : tous les frais justifiés jusqu'ici ; ``deja`` : le forfait et les compléments déjà dus. ``None`` tant
    que les frais ne les dépassent pas.
    """
    if exposes <= deja:
        return None
    libelle = _libelle(fait, "Frais de recouvrement au-delà du forfait")
    return Accessoire(Nature.COMPLEMENT, facture.numero, libelle, fait.date, exposes - deja, fondement)


def frais_du_titre(fait: AccessoireAjoute, dossier: Dossier) -> Accessoire | None:
    """Dépens ou frais d'exécution : dus seulement s'il y a un titre à leur date (CPCE L111-8 al. 1 et 2)."""
    if not any(titre.date <= fait.date for titre in dossier.titres):
        return None
    nature, libelle, fondement = FRAIS[fait.nature]
    return Accessoire(nature, fait.facture, _libelle(fait, libelle), fait.date, fait.montant, fondement)


def _libelle(fait: AccessoireAjoute, defaut: str) -> str:
    return f"{fait.libelle or defaut} (justificatif : {fait.justificatif})"
