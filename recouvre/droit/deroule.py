"""Dérouler les faits d'un dossier, dans l'ordre de leurs dates, jusqu'au soir d'un jour.

Le même jour : facture, mise en demeure, frais, avoir, paiement, remise, restitution, puis capitalisation. Ni horloge ni
disque ; ``decompte`` met ensuite en lignes ce qui a été compté ici.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count

from recouvre.domaine.contrat import ORDRE_LEGAL, Poste, lire_ordre
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import AvoirAjoute
from recouvre.domaine.faits_de_droit import AccessoireAjoute, NatureAccessoire
from recouvre.droit import accessoires as regle
from recouvre.droit.arrets import en_grace, en_procedure, impute_sur_le_capital
from recouvre.droit.commande_publique import est_public, jour_du_paiement, retenue_de, tel_que_su
from recouvre.droit.compte import Compte
from recouvre.droit.delais import UN_JOUR, ajouter_annees
from recouvre.droit.imputation import LEGAL, capital_d_abord, imputer, suivant
from recouvre.droit.mouvements import (
    AvoirDeduit,
    Encaisse,
    Mouvement,
    PartAbandonnee,
    PartCompensee,
    PartImputee,
    Remis,
    Rendu,
)
from recouvre.droit.regimes import Regime, interpellation, regime_de
from recouvre.droit.releve import Nature
from recouvre.droit.taux import Bareme

NAITRE, PUNIR, AJOUTER_DES_FRAIS, DEDUIRE, ENCAISSER, REMETTRE, RENDRE, CAPITALISER = range(8)
"""L'ordre des gestes d'une même journée."""

Geste = tuple[dt.date, int, int]
"""La date, le rang dans la journée, l'indice du fait (ou de la facture) dans le dossier."""


class Deroule:
    """L'avancement du calcul.

    ``credits`` : ce que rien n'a encore absorbé, par encaissement. Un indice négatif, ``-1 - i``, désigne l'avoir
    ``i`` : il réduit la dette sans qu'on ait rien reçu, donc sans figurer aux imputations.
    """

    __slots__ = (
        "_attentes", "_postes", "_regimes", "_retards_a_juger", "abandons", "au", "bareme", "capitalisations",
        "compensations", "comptes", "credits", "dossier", "ecartes", "graces", "imputations", "mouvements", "ordre",
    )  # fmt: skip

    def __init__(self, dossier: Dossier, au: dt.date, bareme: Bareme) -> None:
        self.dossier = tel_que_su(dossier, au) if dossier.delais_interrompus else dossier
        self.au, self.bareme = au, bareme
        self.comptes: list[Compte] = []
        self.imputations: list[PartImputee] = []
        self.mouvements: list[Mouvement] = []
        self.compensations: list[PartCompensee] = []
        self.abandons: list[PartAbandonnee] = []
        self.capitalisations: list[tuple[dt.date, str, int]] = []
        self.credits: list[tuple[int, int]] = []
        self.ecartes: list[tuple[AccessoireAjoute, str]] = []
        self.graces: list[str] = []
        self._postes = lire_ordre(dossier.qualification.imputation) if dossier.qualification else ORDRE_LEGAL
        self.ordre = suivant(self._postes) if dossier.qualification else LEGAL
        self._attentes: list[AvoirAjoute] = []
        self._regimes: list[Regime] = []
        self._retards_a_juger = 0
        self._executer()

    def _executer(self) -> None:
        gestes = (
            self._naitre, self._punir, self._ajouter_frais, self._recevoir_avoir, self._encaisser, self._remettre,
            self._rendre, self._capitaliser,
        )  # fmt: skip
        for jour, rang, indice in self._chronologie():
            if self._retards_a_juger:
                self._constater(jour)
            gestes[rang](jour, indice)
        if self._retards_a_juger:
            self._constater(self.au)

    def _chronologie(self) -> list[Geste]:
        dossier, au = self.dossier, self.au
        self._regimes = [regime_de(dossier, facture, self.bareme) for facture in dossier.factures]
        tous = [(facture.emise_le, NAITRE, i) for i, facture in enumerate(dossier.factures)]
        tous += [
            (recu.date if recu.mis_en_paiement_le is None else jour_du_paiement(dossier, recu), ENCAISSER, i)
            for i, recu in enumerate(dossier.encaissements)
        ]
        if dossier.accessoires or dossier.avoirs or dossier.restitutions or dossier.remises:
            tous += [(frais.date, AJOUTER_DES_FRAIS, i) for i, frais in enumerate(dossier.accessoires)]
            tous += [(avoir.date, DEDUIRE, i) for i, avoir in enumerate(dossier.avoirs)]
            tous += [(rendu.date, RENDRE, i) for i, rendu in enumerate(dossier.restitutions)]
            tous += [(remise.date, REMETTRE, i) for i, remise in enumerate(dossier.remises)]
        if dossier.qualification or dossier.titres:
            tous += self._du_contrat()
        return sorted([geste for geste in tous if geste[0] <= au])

    def _du_contrat(self) -> Iterator[Geste]:
        """Les jours où joue une clause : pénale à la mise en demeure, capitalisation à chaque anniversaire."""
        contrat = self.dossier.qualification
        for i in range(len(self.dossier.factures)):
            echeance = self._regimes[i].echeance
            demeure = interpellation(self.dossier, echeance, penale=True) if echeance else None
            if demeure and contrat and (contrat.clause_points or contrat.clause_forfait):
                yield demeure, PUNIR, i
            depart = self._capitalise_depuis(self._regimes[i])
            for anniversaire in self._anniversaires(depart) if depart else ():
                if not en_procedure(self.dossier, self.dossier.factures[i], anniversaire):
                    yield anniversaire, CAPITALISER, i

    def _anniversaires(self, depart: dt.date) -> Iterator[dt.date]:
        """Chaque année après ce jour, jusqu'au jour du calcul."""
        for annee in count(1):
            anniversaire = ajouter_annees(depart, annee)
            if anniversaire > self.au:
                return
            yield anniversaire

    def _capitalise_depuis(self, regime: Regime) -> dt.date | None:
        """Le départ des années d'intérêts à capitaliser ; ``None`` : ni le contrat ni le titre ne le prévoient."""
        if self.dossier.qualification is not None and self.dossier.qualification.capitalisation:
            return regime.depart
        titre = self.dossier.titres[0] if self.dossier.titres else None
        if titre is None or not titre.capitalisation or regime.echeance is None or regime.echeance > titre.date:
            return None
        return titre.date

    def _constater(self, jour: dt.date) -> None:
        """Au premier jour de retard, l'indemnité forfaitaire est due si la facture n'est pas soldée (D441-5).

        Non fractionnable : un paiement partiel, même avant l'échéance, ne la réduit pas.
        """
        for compte in self.comptes:
            echeance = compte.regime.echeance
            if compte.retard_juge or echeance is None or jour <= echeance:
                continue
            compte.retard_juge = True
            self._retards_a_juger -= 1
            premier_jour, serie = echeance + UN_JOUR, self.bareme.indemnite_forfaitaire
            if compte.regime.indemnite and self.dossier.arrets and en_grace(self.dossier, premier_jour):
                self.graces.append(compte.facture.numero)
                continue
            if compte.regime.indemnite and compte.restant > 0 and premier_jour >= serie.dates[0]:
                compte.ajouter(
                    regle.indemnite_forfaitaire(compte.facture, premier_jour, serie, compte.regime.indemnite)
                )

    # --- Un geste par genre de fait ----------------------------------------------------------------------------------

    def _naitre(self, jour: dt.date, indice: int) -> None:
        """Une facture naît : les avoirs qui l'attendaient, puis les trop-perçus."""
        facture = self.dossier.factures[indice]
        retenue = retenue_de(self.dossier, facture) if self.dossier.precisions else 0
        self.comptes.append(Compte(facture, self._regimes[indice], retenue))
        self._retards_a_juger += 1
        attendus = [avoir for avoir in self._attentes if avoir.sur == facture.numero]
        self._attentes = [avoir for avoir in self._attentes if avoir.sur != facture.numero]
        for avoir in attendus:
            self._deduire_avoir(avoir, jour)
        self._compenser(jour)

    def _punir(self, jour: dt.date, indice: int) -> None:
        compte, contrat = self._compte_de(indice), self.dossier.qualification
        if compte is None or contrat is None:
            return
        if peine := regle.clause_penale(compte.facture, contrat, compte.restant, jour):
            compte.ajouter(peine)

    def _ajouter_frais(self, jour: dt.date, indice: int) -> None:
        fait = self.dossier.accessoires[indice]
        compte = self._vise(fait.facture)
        if compte is None:
            self.ecartes.append((fait, "la facture n'était pas émise à cette date"))
            return
        ajout = self._admettre(fait, compte)
        if isinstance(ajout, str):
            self.ecartes.append((fait, ajout))
        elif ajout is not None:
            compte.ajouter(ajout)
            self._compenser(jour)

    def _admettre(self, fait: AccessoireAjoute, compte: Compte) -> regle.Accessoire | str | None:
        """L'accessoire que ces frais font naître, la raison qui l'empêche, ou rien : le forfait les couvre encore."""
        if fait.nature is not NatureAccessoire.COMPLEMENT:
            sans_titre = "aucun titre exécutoire à cette date (CPCE, art. L111-8)"
            return regle.frais_du_titre(fait, self.dossier) or sans_titre
        if not compte.regime.indemnite:
            return "ils restent à la charge du créancier (CPCE, art. L111-8)"
        if not any(accessoire.nature is Nature.INDEMNITE for accessoire in compte.accessoires):
            return "l'indemnité forfaitaire n'était pas due à cette date (C. com., art. L441-10 II)"
        compte.frais_exposes += fait.montant
        deja = sum(a.montant for a in compte.accessoires if a.nature in (Nature.INDEMNITE, Nature.COMPLEMENT))
        return regle.complement(fait, compte.facture, compte.frais_exposes, deja, compte.regime.indemnite)

    def _recevoir_avoir(self, jour: dt.date, indice: int) -> None:
        avoir = self.dossier.avoirs[indice]
        tenue = self.dossier.facture(avoir.sur) if avoir.sur else None
        if tenue is not None and tenue.emise_le > avoir.date:
            self._attentes.append(avoir)
        else:
            self._deduire_avoir(avoir, jour)

    def _encaisser(self, jour: dt.date, indice: int) -> None:
        recu = self.dossier.encaissements[indice]
        self.mouvements.append(Encaisse(recu, jour))
        self._imputer(indice, recu.montant, jour, recu.facture)

    def _remettre(self, jour: dt.date, indice: int) -> None:
        """Le créancier abandonne ce qui reste, ou une somme : dans l'ordre d'un paiement, sans que l'on ait rien reçu.

        D'un acheteur public, le principal seul : renoncer aux intérêts moratoires est réputé non écrit (CCP L2192-14).
        """
        remise = self.dossier.remises[indice]
        montant = sum(compte.du(jour) for compte in self.comptes) if remise.totale else remise.montant
        ordre = suivant((Poste.PRINCIPAL,)) if est_public(self.dossier) and not remise.fondement else self.ordre
        parts, reste = imputer(montant, jour, self.comptes, "", ordre)
        for compte, nature, part in parts:
            compte.remises += part if nature is Nature.PRINCIPAL else 0
            self.abandons.append((indice, jour, nature, compte.facture.numero, part))
        self.mouvements.append(Remis(remise, montant - reste))

    def _rendre(self, jour: dt.date, indice: int) -> None:
        """Un trop-perçu rendu n'est plus là : il ne s'imputera sur rien. On ne rend que ce que l'on a de trop."""
        rendu = self.dossier.restitutions[indice]
        reste, gardes = rendu.montant, []
        for encaissement, credit in self.credits:
            part = min(reste, credit)
            reste -= part
            if credit > part:
                gardes.append((encaissement, credit - part))
        self.credits = gardes
        self.mouvements.append(Rendu(jour, rendu.montant - reste))

    def _capitaliser(self, jour: dt.date, indice: int) -> None:
        compte = self._compte_de(indice)
        if compte is not None and (ajout := compte.capitaliser(jour)):
            self.capitalisations.append((jour, compte.facture.numero, ajout))

    # --- Imputer -----------------------------------------------------------------------------------------------------

    def _imputer(self, indice: int, montant: int, jour: dt.date, choix: str) -> None:
        ordre = self.ordre
        if self.dossier.arrets and impute_sur_le_capital(self.dossier, jour):
            ordre = capital_d_abord(self._postes)
        parts, reste = imputer(montant, jour, self.comptes, choix, ordre)
        for compte, nature, part in parts:
            if indice < 0:
                compte.avoirs += part if nature is Nature.PRINCIPAL else 0
                avoir = self.dossier.avoirs[-1 - indice].numero
                self.compensations.append((avoir, jour, nature, compte.facture.numero, part))
                continue
            compte.regle += part if nature is Nature.PRINCIPAL else 0
            self.imputations.append((indice, jour, nature, compte.facture.numero, part))
        if reste:
            self.credits.append((indice, reste))

    def _compenser(self, jour: dt.date) -> None:
        """Ce que l'on avait de trop s'impute sur la dette qui naît (C. civ. 1347)."""
        credits, self.credits = self.credits, []
        for encaissement, reste in credits:
            self._imputer(encaissement, reste, jour, "")

    def _deduire_avoir(self, avoir: AvoirAjoute, le: dt.date) -> None:
        """Un avoir réduit le principal de la facture qu'il vise, à sa date ; ce qu'il excède se compense.

        Sans facture dite, il vise la plus ancienne échéance. Le surplus suit l'ordre des paiements (C. civ. 1347-4).
        """
        dus = [c for c in self.comptes if (c.facture.numero == avoir.sur if avoir.sur else c.restant)]
        vise = min(dus, key=_anciennete, default=None)
        self.mouvements.append(AvoirDeduit(avoir, le))
        reste = avoir.montant
        if vise is not None and (part := min(reste, vise.restant)):
            vise.reduire(part, le)
            vise.avoirs += part
            reste -= part
        if reste:
            self._imputer(-1 - self.dossier.avoirs.index(avoir), reste, le, "")

    def _compte_de(self, indice: int) -> Compte | None:
        """Le compte de cette facture ; ``None`` si elle n'est pas encore née (émise après sa propre échéance)."""
        facture = self.dossier.factures[indice]
        return next((compte for compte in self.comptes if compte.facture is facture), None)

    def _vise(self, numero: str) -> Compte | None:
        """Le compte de cette facture, ou la plus ancienne échéance si aucune n'est dite."""
        vises = [compte for compte in self.comptes if not numero or compte.facture.numero == numero]
        return min(vises, key=_anciennete, default=None)


def _anciennete(compte: Compte) -> tuple[dt.date, dt.date, str]:
    return compte.facture.echeance, compte.facture.emise_le, compte.facture.numero
