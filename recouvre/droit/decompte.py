"""Le décompte : ce qui est dû un jour donné, et pourquoi, ligne par ligne.

``decompter`` est une fonction : un dossier, une date et un barème entrent, un ``Decompte`` sort. ``solder`` fait le
même calcul et ne rend que les totaux : c'est celui des lots.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import assert_never

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR
from recouvre.droit.accessoires import Accessoire
from recouvre.droit.commande_publique import jour_du_paiement
from recouvre.droit.compte import Compte, Periode
from recouvre.droit.deroule import Deroule
from recouvre.droit.interets import arrondir, sommer
from recouvre.droit.mouvements import AvoirDeduit, Encaisse, Mouvement, Remis, Rendu
from recouvre.droit.portefeuille import solder_sans_histoire
from recouvre.droit.releve import (
    ACCESSOIRES,
    Abandon,
    Capitalisation,
    Compensation,
    Decompte,
    Imputation,
    LigneDecompte,
    Nature,
    SoldeFacture,
    Soldes,
)
from recouvre.droit.reserves import reserver
from recouvre.droit.taux import Bareme


def decompter(dossier: Dossier, au: dt.date, bareme: Bareme) -> Decompte:
    """L'état de la dette au soir du jour ``au``, tous les faits de date postérieure mis à part.

    Lève ``TauxInconnu`` si un jour compté n'a pas de taux relevé.
    """
    deroule = Deroule(dossier, au, bareme)
    factures = tuple(_solde(compte, au) for compte in deroule.comptes)
    soldes = _totaux(deroule)
    return Decompte(
        au=au,
        lignes=(
            *(ligne for compte in deroule.comptes for ligne in _lignes(compte, au)),
            *(_ligne_mouvement(mouvement) for mouvement in deroule.mouvements),
        ),
        factures=factures,
        imputations=tuple(_imputation(*part) for part in deroule.imputations),
        principal=soldes.principal,
        interets=soldes.interets,
        indemnites=soldes.indemnites,
        accessoires=soldes.accessoires,
        total=soldes.total,
        encaisse=sum(m.recu.montant for m in deroule.mouvements if isinstance(m, Encaisse)),
        trop_percu=soldes.trop_percu,
        interet_par_jour=arrondir(sommer(solde.par_jour for solde in factures)),
        compensations=tuple(
            Compensation(avoir=avoir, date=jour, nature=nature, facture=facture, montant=montant)
            for avoir, jour, nature, facture, montant in deroule.compensations
        ),
        abandons=tuple(
            Abandon(remise=remise, date=jour, nature=nature, facture=facture, montant=montant)
            for remise, jour, nature, facture, montant in deroule.abandons
        ),
        capitalisations=tuple(
            Capitalisation(date=jour, facture=facture, montant=montant)
            for jour, facture, montant in deroule.capitalisations
        ),
        reserves=tuple(reserver(deroule)),
    )


def solder(dossier: Dossier, au: dt.date, bareme: Bareme) -> Soldes:
    """Les seuls totaux du décompte au soir du jour ``au``. Lève ``TauxInconnu``."""
    return solder_sans_histoire(dossier, au, bareme) or _totaux(Deroule(dossier, au, bareme))


def dernier_mouvement(dossier: Dossier) -> dt.date:
    """Le dernier jour où le compte a bougé autrement que par les intérêts ; l'ouverture, s'il n'a jamais bougé."""
    return max(
        (
            *(jour_du_paiement(dossier, recu) for recu in dossier.encaissements),
            *(avoir.date for avoir in dossier.avoirs),
            *(rendu.date for rendu in dossier.restitutions),
            *(frais.date for frais in dossier.accessoires),
            *(remise.date for remise in dossier.remises),
        ),
        default=dossier.ouverture.date,
    )


def _totaux(deroule: Deroule) -> Soldes:
    principal = interets = indemnites = accessoires = 0
    for compte in deroule.comptes:
        principal += compte.restant
        interets += compte.interets_dus(deroule.au)
        for accessoire in compte.accessoires:
            if accessoire.nature is Nature.INDEMNITE:
                indemnites += accessoire.montant - accessoire.regle
            else:
                accessoires += accessoire.montant - accessoire.regle
    return Soldes(principal, interets, indemnites, accessoires, sum([reste for _, reste in deroule.credits]))


def _imputation(encaissement: int, jour: dt.date, nature: Nature, facture: str, montant: int) -> Imputation:
    return Imputation(encaissement=encaissement, date=jour, nature=nature, facture=facture, montant=montant)


def _solde(compte: Compte, au: dt.date) -> SoldeFacture:
    facture = compte.facture
    return SoldeFacture(
        numero=facture.numero,
        libelle=facture.libelle,
        emise_le=facture.emise_le,
        echeance=compte.regime.echeance or facture.echeance,
        montant=facture.montant,
        deja_regle=facture.deja_regle,
        avoirs=compte.avoirs,
        regle=compte.regle,
        principal=compte.restant,
        interets=compte.interets_dus(au),
        indemnite=compte.du_de(Nature.INDEMNITE),
        accessoires=compte.du_de(*ACCESSOIRES),
        par_jour=compte.interet_par_jour(au),
        remises=compte.remises,
    )


def _lignes(compte: Compte, au: dt.date) -> Iterator[LigneDecompte]:
    facture = compte.facture
    yield LigneDecompte(
        nature=Nature.PRINCIPAL,
        facture=facture.numero,
        libelle=facture.libelle or "Facture",
        du=facture.emise_le,
        au=compte.regime.echeance or facture.echeance,
        base=facture.montant,
        montant=facture.montant - facture.deja_regle,
        fondement="C. civ., art. 1103",
    )
    for periode in compte.toutes_les_periodes(au):
        yield _ligne_interets(facture.numero, periode)
    for accessoire in compte.accessoires:
        yield _ligne_accessoire(accessoire)


def _ligne_interets(facture: str, periode: Periode) -> LigneDecompte:
    return LigneDecompte(
        nature=Nature.INTERETS,
        facture=facture,
        libelle="Intérêts de retard",
        du=periode.du,
        au=periode.au,
        jours=periode.jours,
        base=periode.base,
        taux=periode.palier.taux,
        origine=periode.palier.origine,
        montant=periode.montant,
        fondement=periode.palier.fondement,
        annee=periode.palier.annee,
    )


def _ligne_accessoire(accessoire: Accessoire) -> LigneDecompte:
    return LigneDecompte(
        nature=accessoire.nature,
        facture=accessoire.facture,
        libelle=accessoire.libelle,
        du=accessoire.du,
        montant=accessoire.montant,
        fondement=accessoire.fondement,
    )


def _ligne_mouvement(mouvement: Mouvement) -> LigneDecompte:
    match mouvement:
        case AvoirDeduit(avoir, le):
            return LigneDecompte(
                nature=Nature.AVOIR,
                facture=avoir.sur or avoir.numero,
                libelle=f"Avoir {avoir.numero}",
                du=le,
                montant=-avoir.montant,
                fondement="avoir du créancier, à sa date",
            )
        case Rendu(date, montant):
            return LigneDecompte(
                nature=Nature.RESTITUTION,
                facture="",
                libelle="Trop-perçu rendu au débiteur",
                du=date,
                montant=montant,
                fondement="C. civ., art. 1302",
            )
        case Remis(remise, montant):
            return LigneDecompte(
                nature=Nature.REMISE,
                facture="",
                libelle=f"Remise : {remise.motif}",
                du=remise.date,
                montant=-montant,
                fondement=remise.fondement or "C. civ., art. 1350",
            )
        case Encaisse(recu, le):
            voie = "direct chez le créancier" if recu.direct else MODES_EN_CLAIR.get(recu.mode, recu.mode)
            return LigneDecompte(
                nature=Nature.ENCAISSEMENT,
                facture=recu.facture,
                libelle=f"Encaissement ({voie})",
                du=le,
                montant=-recu.montant,
                fondement="C. civ., art. 1343-1 et 1342-10",
            )
        case _:
            assert_never(mouvement)
