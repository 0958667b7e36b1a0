"""Qualifier une créance, préciser une facture : l'ancien état, plus ce qui change, écrit en entier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement, FactureAjoutee
from recouvre.domaine.faits_de_droit import CreanceQualifiee, FacturePrecisee
from recouvre.domaine.refus import Doublon
from recouvre.droit.fractionnement import vigilance
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import facture_du
from recouvre.operations.plancher import avertir_du_taux
from recouvre.operations.qualifications import verifier_nature, verifier_precision, verifier_qualification
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True)
class Qualification:
    """Ce qui a été écrit, et ce que la personne doit savoir."""

    consigne: Consigne
    avertissements: tuple[str, ...] = ()


def qualifier(session: Session, numero: int, changements: Mapping[str, Any]) -> Qualification:
    """Change la qualification d'un dossier ; elle vaut depuis l'origine de la créance.

    ``changements`` : des champs de ``CreanceQualifiee``. Lève ``FaitRefuse``, ou ``Doublon`` si rien ne change.
    """
    aujourdhui = session.maintenant.date()
    if changements.get("nature"):
        verifier_nature(changements["nature"], session.natures.codes)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        avant = dossier.qualification or CreanceQualifiee(date=aujourdhui)
        apres = replace(avant, date=aujourdhui, **changements)
        verifier_qualification(dossier, apres, changements.get("sous_plancher"))
        if replace(apres, date=avant.date) == avant:
            raise Doublon(f"La créance du dossier {dossier.libelle} est déjà qualifiée ainsi ; rien n'a été écrit.")
        return [apres]

    consigne = consigner(session, numero, decider, geste="une qualification")
    return Qualification(consigne, avertissements(session, consigne.dossier, aujourdhui))


def preciser(session: Session, numero: int, facture: str, changements: Mapping[str, Any]) -> Qualification:
    """Précise une facture d'un dossier. ``changements`` : des champs de ``FacturePrecisee``."""
    aujourdhui = session.maintenant.date()
    if changements.get("nature"):
        verifier_nature(changements["nature"], session.natures.codes)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        connue = facture_du(dossier, facture)
        avant = dossier.precision(connue) or FacturePrecisee(date=aujourdhui, facture=connue.numero)
        apres = replace(avant, date=aujourdhui, **changements)
        verifier_precision(dossier, apres, aujourdhui)
        if replace(apres, date=avant.date) == avant:
            raise Doublon(f"La facture {facture} est déjà précisée ainsi ; rien n'a été écrit.")
        return [apres]

    consigne = consigner(session, numero, decider, geste="une précision")
    dite = vigilance(consigne.dossier, session.natures) if changements.get("nature") else ""
    return Qualification(consigne, (dite,) if dite else ())


def preciser_neuve(
    session: Session, dossier: Dossier, facture: FactureAjoutee, precision: FacturePrecisee | None
) -> list[FacturePrecisee]:
    """Ce que l'on écrit avec une facture neuve : rien, sauf si l'on en sait plus.

    Une facture de ce numéro, défaite depuis, a pu être précisée : la neuve n'hérite de rien. Lève ``FaitRefuse``.
    """
    vierge = FacturePrecisee(date=facture.date, facture=facture.numero)
    dite = precision or vierge
    if dite == vierge and dossier.precision(facture) is None:
        return []
    if dite.nature:
        verifier_nature(dite.nature, session.natures.codes)
    verifier_precision(replace(dossier, factures=(*dossier.factures, facture)), dite, session.maintenant.date())
    return [dite]


def avertissements(session: Session, dossier: Dossier, jour: dt.date) -> tuple[str, ...]:
    """Ce qu'il faut savoir de cette créance, chaque chose une fois : ses taux convenus, un paiement fractionné."""
    convenus = dict.fromkeys(dossier.taux_de(facture) for facture in dossier.factures)
    phrases = [avertir_du_taux(session.bareme, dossier, taux, jour) for taux in convenus]
    return tuple(dict.fromkeys(filter(None, (*phrases, vigilance(dossier, session.natures)))))
