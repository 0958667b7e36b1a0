"""De quoi fabriquer des dossiers d'essai, et les porter devant le juge."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Qualite
from recouvre.droit.releve import Decompte, LigneDecompte, Nature
from recouvre.droit.taux import Bareme
from recouvre.operations.bareme import lire_bareme

from .juge import Affaire, Creance, Mouvement

BAREME: Bareme = lire_bareme()


def affaire_de(dossier: Dossier) -> Affaire:
    """Les mêmes faits, dans les mots du juge."""
    return Affaire(
        professionnel=dossier.qualite is Qualite.PROFESSIONNEL,
        creances=tuple(
            Creance(
                numero=facture.numero,
                montant=facture.montant,
                emise=facture.emise_le,
                echeance=facture.echeance,
                deja_regle=facture.deja_regle,
                taux=None if (taux := dossier.taux_de(facture)) is None else Fraction(taux),
            )
            for facture in dossier.factures
        ),
        versements=tuple(Mouvement(le=r.date, montant=r.montant, sur=r.facture) for r in dossier.encaissements),
        avoirs=tuple(Mouvement(le=a.date, montant=a.montant, sur=a.sur) for a in dossier.avoirs),
        mises_en_demeure=tuple(mise.date for mise in dossier.mises_en_demeure),
    )


def de_nature(decompte: Decompte, nature: Nature) -> list[LigneDecompte]:
    """Les lignes d'une nature, dans l'ordre du décompte."""
    return [ligne for ligne in decompte.lignes if ligne.nature is nature]


def date_de(ligne: LigneDecompte) -> tuple[dt.date, dt.date]:
    """Les bornes d'une ligne d'intérêts, qui en a toujours."""
    assert ligne.du is not None
    assert ligne.au is not None
    return ligne.du, ligne.au
