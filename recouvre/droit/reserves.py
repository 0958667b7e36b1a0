"""Ce que le lecteur d'un décompte doit savoir avant de s'en servir : incertitudes, choix faits, sommes écartées.

Une fonction par réserve ; aucune ne change un chiffre. Un décompte sans réserve n'a rien à cacher.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.droit import reserves_regime as regime
from recouvre.droit.commande_publique import jour_du_paiement
from recouvre.droit.compte import Compte
from recouvre.droit.deroule import Deroule
from recouvre.droit.releve import Nature, Reserve
from recouvre.droit.taux import Bareme

CODIFICATION_LE = dt.date(2019, 4, 26)
"""Entrée en vigueur de C. com. L441-10 (ord. n° 2019-359), avant : L441-6."""


def reserver(deroule: Deroule) -> Iterator[Reserve]:
    """Toutes les réserves d'un calcul, les plus graves d'abord."""
    yield from _reclame_en_trop(deroule)
    yield from regime.sous_plancher(deroule)
    yield from regime.titre(deroule)
    yield from regime.paiements_interdits(deroule)
    yield from regime.arrets(deroule)
    yield from regime.grace(deroule)
    yield from regime.mesures(deroule)
    yield from regime.acheteur_public(deroule)
    yield from _consommateur(deroule)
    yield from _clause_penale(deroule)
    yield from _frais_ecartes(deroule)
    yield from _taux_incertains(deroule)
    yield from _numerotation(deroule)


class Excessive(NamedTuple):
    """Une lettre qui réclamait plus que ce qui était dû, et ce qui l'était, en centimes."""

    envoi: RelanceEnvoyee
    du: int

    @property
    def de_trop(self) -> int:
        """Les centimes réclamés de trop."""
        return self.envoi.total - self.du


def lettres_excessives(dossier: Dossier, au: dt.date, bareme: Bareme) -> Iterator[Excessive]:
    """Un fait saisi en retard compte à sa date : ce que les lettres ont réclamé entre-temps peut dépasser le dû.

    Un paiement du jour même ne compte pas contre la lettre : elle a pu partir avant lui. Une lettre revenue, inconnue à
    l'adresse, n'a rien réclamé à personne. Lève ``TauxInconnu``.
    """
    for relance in dossier.relances:
        if relance.date > au or not relance.total or dossier.revenu(relance):
            continue
        avant = tuple(recu for recu in dossier.encaissements if jour_du_paiement(dossier, recu) < relance.date)
        alors = Deroule(replace(dossier, encaissements=avant), relance.date, bareme)
        du = sum(compte.du(relance.date) for compte in alors.comptes)
        if relance.total > du:
            yield Excessive(relance, du)


def _reclame_en_trop(deroule: Deroule) -> Iterator[Reserve]:
    for lettre in lettres_excessives(deroule.dossier, deroule.au, deroule.bareme):
        envoi = lettre.envoi
        yield Reserve(
            "reclame-en-trop",
            f"La lettre {envoi.reference} du {en_chiffres(envoi.date)} réclamait {en_euros(envoi.total)} ; d'après ce "
            f"que l'on sait aujourd'hui, {en_euros(lettre.du)} étaient dus ce jour-là : {en_euros(lettre.de_trop)} de "
            "trop.",
        )


def _numerotation(deroule: Deroule) -> Iterator[Reserve]:
    if any(
        periode.du < CODIFICATION_LE for compte in deroule.comptes for periode in compte.toutes_les_periodes(deroule.au)
    ):
        yield Reserve(
            "numerotation",
            "Les articles sont cités dans leur numérotation actuelle ; avant 2019, les mêmes règles en portaient une "
            "autre (C. com., art. L441-6 ; décret n° 2013-269 pour les acheteurs publics).",
        )


def _consommateur(deroule: Deroule) -> Iterator[Reserve]:
    if deroule.dossier.qualite is not Qualite.CONSOMMATEUR:
        return
    if any(_sans_depart(compte, deroule.au) for compte in deroule.comptes):
        yield Reserve(
            "sans-mise-en-demeure",
            "Aucun intérêt sur une facture échue dont la mise en demeure n'est pas présentée (C. civ., art. 1231-6).",
        )
    if any(deroule.dossier.taux_de(compte.facture) for compte in deroule.comptes):
        yield Reserve(
            "taux-consommateur",
            "Un taux conventionnel opposé à un consommateur peut être jugé clause pénale, ou abusive.",
        )


def _sans_depart(compte: Compte, au: dt.date) -> bool:
    """Échue ce jour-là, sans que rien n'ait encore fait courir les intérêts."""
    echeance, depart = compte.regime.echeance, compte.regime.depart
    return echeance is not None and echeance < au and (depart is None or depart > au)


def _clause_penale(deroule: Deroule) -> Iterator[Reserve]:
    if any(a.nature is Nature.CLAUSE_PENALE for compte in deroule.comptes for a in compte.accessoires):
        consommateur = deroule.dossier.qualite is Qualite.CONSOMMATEUR
        suite = " Disproportionnée, elle est présumée abusive (C. conso., art. R212-2 3°)." if consommateur else ""
        yield Reserve(
            "clause-penale",
            f"La clause pénale peut être réduite par le juge, même d'office (C. civ., art. 1231-5).{suite}",
        )


def _frais_ecartes(deroule: Deroule) -> Iterator[Reserve]:
    for fait, raison in deroule.ecartes:
        yield Reserve(
            "frais-ecartes",
            f"{en_euros(fait.montant)} de frais du {en_chiffres(fait.date)} ne sont pas réclamés : {raison}.",
        )
    for compte in deroule.comptes:
        if compte.frais_exposes and not any(a.nature is Nature.COMPLEMENT for a in compte.accessoires):
            yield Reserve(
                "frais-couverts",
                f"Facture {compte.facture.numero} : {en_euros(compte.frais_exposes)} de frais, que l'indemnité "
                "forfaitaire couvre (C. com., art. L441-10 II).",
            )


def _taux_incertains(deroule: Deroule) -> Iterator[Reserve]:
    """Un taux connu de seules sources secondaires est appliqué, et signalé."""
    vus = dict.fromkeys(
        incertain
        for compte in deroule.comptes
        for periode in compte.toutes_les_periodes(deroule.au)
        for incertain in periode.palier.incertains
    )
    for incertain in vus:
        yield Reserve("taux-incertain", f"{incertain} : à vérifier dans le texte officiel avant de s'en prévaloir.")
