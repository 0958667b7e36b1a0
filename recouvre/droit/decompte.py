"""Le décompte : ce qui est dû un jour donné, et pourquoi, ligne par ligne.

``decompter`` est une fonction : un dossier, une date et un barème entrent, un ``Decompte`` sort. Elle déroule les faits
dans l'ordre de leurs dates (le même jour : facture, avoir, paiement, restitution) et ne lit ni horloge ni disque.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu, FactureAjoutee, RestitutionFaite
from recouvre.droit.compte import Compte
from recouvre.droit.imputation import imputer
from recouvre.droit.interets import arrondir, sommer
from recouvre.droit.regimes import regime_de
from recouvre.droit.releve import Decompte, Imputation, LigneDecompte, Nature, SoldeFacture
from recouvre.droit.taux import Bareme

SANS_ENCAISSEMENT = -1
"""Indice du surplus d'un avoir : il réduit la dette sans qu'on ait rien reçu, donc sans figurer aux imputations."""


def decompter(dossier: Dossier, au: dt.date, bareme: Bareme) -> Decompte:
    """L'état de la dette au soir du jour ``au``, tous les faits de date postérieure mis à part.

    Lève ``TauxInconnu`` si un jour compté n'a pas de taux relevé, ``RegleDeDroit`` si le régime n'est pas couvert.
    """
    deroule = _Deroule(dossier, bareme)
    for fait in _chronologie(dossier, au):
        deroule.appliquer(fait)
    return deroule.arreter(au)


@dataclass(frozen=True, slots=True)
class _Paiement:
    """Un encaissement et son indice dans le dossier."""

    indice: int
    recu: EncaissementRecu


_Fait = FactureAjoutee | AvoirAjoute | _Paiement | RestitutionFaite


def _chronologie(dossier: Dossier, au: dt.date) -> list[_Fait]:
    dates: list[tuple[dt.date, int, int, _Fait]] = [
        *((facture.emise_le, 0, i, facture) for i, facture in enumerate(dossier.factures)),
        *((avoir.date, 1, i, avoir) for i, avoir in enumerate(dossier.avoirs)),
        *((recu.date, 2, i, _Paiement(i, recu)) for i, recu in enumerate(dossier.encaissements)),
        *((rendu.date, 3, i, rendu) for i, rendu in enumerate(dossier.restitutions)),
    ]
    return [fait for date, _, _, fait in sorted(dates, key=lambda d: d[:3]) if date <= au]


@dataclass(slots=True)
class _Deroule:
    """L'avancement du calcul.

    ``credits`` : ce que rien n'a encore absorbé, par encaissement (ou avoir) ; ``attentes`` : les avoirs dont la
    facture n'est pas née.
    """

    dossier: Dossier
    bareme: Bareme
    comptes: list[Compte] = field(default_factory=list)
    imputations: list[Imputation] = field(default_factory=list)
    mouvements: list[LigneDecompte] = field(default_factory=list)
    credits: list[tuple[int, int]] = field(default_factory=list)
    attentes: list[AvoirAjoute] = field(default_factory=list)
    encaisse: int = 0

    def appliquer(self, fait: _Fait) -> None:
        match fait:
            case FactureAjoutee():
                regime = regime_de(self.dossier, fait, self.bareme)
                self.comptes.append(Compte(fait, regime, self.bareme.indemnite_forfaitaire))
                self._reprendre(fait)
            case AvoirAjoute():
                self._constater(fait.date)
                if self._attend(fait):
                    self.attentes.append(fait)
                else:
                    self._deduire_avoir(fait, fait.date)
            case _Paiement(indice, recu):
                self._constater(recu.date)
                self.encaisse += recu.montant
                self.mouvements.append(_ligne_encaissement(recu))
                self._imputer(indice, recu.montant, recu.date, recu.facture)
            case RestitutionFaite():
                self._rendre(fait)

    def arreter(self, au: dt.date) -> Decompte:
        self._constater(au)
        soldes = tuple(_solde(compte, au) for compte in self.comptes)
        principal, interets, indemnites = (
            sum(s.principal for s in soldes),
            sum(s.interets for s in soldes),
            sum(s.indemnite for s in soldes),
        )
        return Decompte(
            au=au,
            lignes=(*(ligne for compte in self.comptes for ligne in _lignes(compte, au)), *self.mouvements),
            factures=soldes,
            imputations=tuple(self.imputations),
            principal=principal,
            interets=interets,
            indemnites=indemnites,
            accessoires=0,
            total=principal + interets + indemnites,
            encaisse=self.encaisse,
            trop_percu=sum(reste for _, reste in self.credits),
            interet_par_jour=arrondir(sommer(solde.par_jour for solde in soldes)),
        )

    def _attend(self, avoir: AvoirAjoute) -> bool:
        """Vrai si la facture que l'avoir vise n'est pas encore née."""
        tenue = self.dossier.facture(avoir.sur) if avoir.sur else None
        return tenue is not None and tenue.emise_le > avoir.date

    def _constater(self, jour: dt.date) -> None:
        for compte in self.comptes:
            compte.constater_retard(jour)

    def _imputer(self, indice: int, montant: int, jour: dt.date, choix: str) -> None:
        parts, reste = imputer(montant, jour, self.comptes, choix)
        for compte, nature, part in parts:
            if indice == SANS_ENCAISSEMENT:
                compte.avoirs += part if nature is Nature.PRINCIPAL else 0
                continue
            compte.regle += part if nature is Nature.PRINCIPAL else 0
            self.imputations.append(
                Imputation(encaissement=indice, date=jour, nature=nature, facture=compte.facture.numero, montant=part)
            )
        if reste:
            self.credits.append((indice, reste))

    def _deduire_avoir(self, avoir: AvoirAjoute, le: dt.date) -> None:
        """Un avoir réduit le principal de la facture qu'il vise, à sa date ; ce qu'il excède se compense.

        Sans facture dite, il vise la plus ancienne échéance. Le surplus suit l'ordre des paiements (C. civ. 1347-4).
        """
        dus = [c for c in self.comptes if (c.facture.numero == avoir.sur if avoir.sur else c.restant)]
        vise = min(dus, key=lambda c: (c.facture.echeance, c.facture.emise_le, c.facture.numero), default=None)
        self.mouvements.append(_ligne_avoir(avoir, le))
        reste = avoir.montant
        if vise is not None and (part := min(reste, vise.restant)):
            vise.reduire(part, le)
            vise.avoirs += part
            reste -= part
        if reste:
            self._imputer(SANS_ENCAISSEMENT, reste, le, "")

    def _rendre(self, rendu: RestitutionFaite) -> None:
        """Un trop-perçu rendu n'est plus là : il ne s'imputera sur rien. On ne rend que ce que l'on a de trop."""
        reste, gardes = rendu.montant, []
        for indice, credit in self.credits:
            part = min(reste, credit)
            reste -= part
            if credit > part:
                gardes.append((indice, credit - part))
        self.credits = gardes
        self.mouvements.append(_ligne_restitution(rendu, rendu.montant - reste))

    def _reprendre(self, facture: FactureAjoutee) -> None:
        """À la naissance d'une facture : les avoirs qui l'attendaient, puis les trop-perçus (compensation, 1347)."""
        attendus = [avoir for avoir in self.attentes if avoir.sur == facture.numero]
        self.attentes = [avoir for avoir in self.attentes if avoir.sur != facture.numero]
        for avoir in attendus:
            self._deduire_avoir(avoir, facture.emise_le)
        credits, self.credits = self.credits, []
        for indice, reste in credits:
            self._imputer(indice, reste, facture.emise_le, "")


def _solde(compte: Compte, au: dt.date) -> SoldeFacture:
    facture = compte.facture
    return SoldeFacture(
        numero=facture.numero,
        libelle=facture.libelle,
        emise_le=facture.emise_le,
        echeance=facture.echeance,
        montant=facture.montant,
        deja_regle=facture.deja_regle,
        avoirs=compte.avoirs,
        regle=compte.regle,
        principal=compte.restant,
        interets=compte.interets_dus(au),
        indemnite=compte.indemnite_due,
        par_jour=compte.interet_par_jour(au),
    )


def _lignes(compte: Compte, au: dt.date) -> list[LigneDecompte]:
    facture = compte.facture
    principal = LigneDecompte(
        nature=Nature.PRINCIPAL,
        facture=facture.numero,
        libelle=facture.libelle or "Facture",
        du=facture.emise_le,
        au=facture.echeance,
        base=facture.montant,
        montant=facture.montant - facture.deja_regle,
        fondement="C. civ., art. 1103",
    )
    return [principal, *compte.lignes_au(au), *([compte.indemnite] if compte.indemnite else [])]


def _ligne_avoir(avoir: AvoirAjoute, le: dt.date) -> LigneDecompte:
    return LigneDecompte(
        nature=Nature.AVOIR,
        facture=avoir.sur or avoir.numero,
        libelle=f"Avoir {avoir.numero}",
        du=le,
        montant=-avoir.montant,
        fondement="avoir du créancier, à sa date",
    )


def _ligne_restitution(rendu: RestitutionFaite, montant: int) -> LigneDecompte:
    return LigneDecompte(
        nature=Nature.RESTITUTION,
        facture="",
        libelle="Trop-perçu rendu au débiteur",
        du=rendu.date,
        montant=montant,
        fondement="C. civ., art. 1302",
    )


def _ligne_encaissement(recu: EncaissementRecu) -> LigneDecompte:
    return LigneDecompte(
        nature=Nature.ENCAISSEMENT,
        facture=recu.facture,
        libelle=f"Encaissement ({'direct chez le créancier' if recu.direct else recu.mode})",
        du=recu.date,
        montant=-recu.montant,
        fondement="C. civ., art. 1343-1 et 1342-10",
    )
