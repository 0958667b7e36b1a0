"""Où en est une voie judiciaire, et quels actes peuvent suivre : une machine d'états par voie.

Une demande va de son ouverture à sa fin ; rejetée, éteinte ou non avenue, on peut recommencer. Ce qui se fait en marge
(consigner, constituer avocat, une audience) ne change pas l'état, et ne se fait qu'une fois, sauf l'audience.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance, Tour, tours
from recouvre.domaine.parties import Qualite
from recouvre.droit.natures import FRACTIONNE


class Juridiction(StrEnum):
    """Qui est saisi. ``PROTECTION`` : le juge des contentieux de la protection."""

    COMMERCE = "tribunal-de-commerce"
    JUDICIAIRE = "tribunal-judiciaire"
    PROTECTION = "proximite-protection"


JURIDICTIONS = {
    Juridiction.COMMERCE: "tribunal de commerce (ou tribunal des activités économiques)",
    Juridiction.JUDICIAIRE: "tribunal judiciaire",
    Juridiction.PROTECTION: "juge des contentieux de la protection",
}
"""Chaque juridiction, telle qu'on l'écrit."""

CREDIT_CONSO = "credit_conso"
_DE_LA_PROTECTION = (CREDIT_CONSO, FRACTIONNE, "bail_habitation")
"""Les natures de créance du juge des contentieux de la protection (COJ L213-4-4 et L213-4-5)."""


def juridiction_de(dossier: Dossier) -> Juridiction | None:
    """Le juge que la nature de la créance et la qualité des parties désignent ; ``None`` : rien ne le dit.

    Deux professionnels sont supposés commerçants ; un débiteur public relève d'un autre juge.
    """
    nature = dossier.qualification.nature if dossier.qualification else ""
    if nature in _DE_LA_PROTECTION:
        return Juridiction.PROTECTION
    if dossier.qualite is Qualite.PUBLIC:
        return None
    if dossier.qualite is Qualite.CONSOMMATEUR or dossier.creancier_particulier:
        return Juridiction.JUDICIAIRE
    return Juridiction.COMMERCE


class Etat(StrEnum):
    """L'état d'une demande."""

    AUCUNE = "aucune demande"
    DEPOSEE = "demande en cours"
    ACCEPTEE = "accord du débiteur"
    ORDONNANCE = "ordonnance à signifier"
    SIGNIFIEE = "ordonnance signifiée"
    NON_AVENUE = "ordonnance non avenue"
    OPPOSITION = "opposition, affaire à juger"
    JUGEE = "jugement à signifier"
    TITRE = "titre exécutoire"
    REJETEE = "demande rejetée"
    REFUSEE = "refus du débiteur"
    ETEINTE = "désistement ou extinction"


_FINIS = frozenset({Etat.AUCUNE, Etat.NON_AVENUE, Etat.REJETEE, Etat.REFUSEE, Etat.ETEINTE})
"""Les états d'où l'on peut recommencer."""
_EN_COURS = frozenset({Etat.DEPOSEE, Etat.ACCEPTEE, Etat.ORDONNANCE, Etat.OPPOSITION})
"""Les états où un juge, ou un commissaire de justice, est saisi sans qu'il y ait encore de titre."""

_MENE_A = {
    Acte.OUVERTURE: Etat.DEPOSEE, Acte.ACCORD: Etat.ACCEPTEE, Acte.REFUS: Etat.REFUSEE, Acte.REJET: Etat.REJETEE,
    Acte.ORDONNANCE: Etat.ORDONNANCE, Acte.OPPOSITION: Etat.OPPOSITION, Acte.JUGEMENT: Etat.JUGEE,
    Acte.TITRE: Etat.TITRE, Acte.DESISTEMENT: Etat.ETEINTE,
}  # fmt: skip

_JUGENT = (Acte.AUDIENCE, Acte.JUGEMENT, Acte.REJET, Acte.DESISTEMENT)
_PERMIS: dict[Instance, dict[Etat, tuple[Acte, ...]]] = {
    Instance.INJONCTION: {
        Etat.DEPOSEE: (Acte.CONSIGNATION, Acte.ORDONNANCE, Acte.REJET, Acte.DESISTEMENT),
        Etat.ORDONNANCE: (Acte.SIGNIFICATION, Acte.DESISTEMENT),
        Etat.SIGNIFIEE: (Acte.OPPOSITION, Acte.SIGNIFICATION),
        Etat.OPPOSITION: (Acte.CONSTITUTION, Acte.CONSIGNATION_OPPOSITION, *_JUGENT),
        Etat.JUGEE: (Acte.SIGNIFICATION,),
    },
    Instance.PETITES_CREANCES: {
        Etat.DEPOSEE: (Acte.ACCORD, Acte.REFUS, Acte.DESISTEMENT),
        Etat.ACCEPTEE: (Acte.TITRE, Acte.REFUS, Acte.DESISTEMENT),
    },
    Instance.ASSIGNATION: {Etat.DEPOSEE: _JUGENT, Etat.JUGEE: (Acte.SIGNIFICATION,)},
    Instance.REFERE: {Etat.DEPOSEE: _JUGENT, Etat.JUGEE: (Acte.SIGNIFICATION,)},
}
_UNE_FOIS = frozenset({Acte.CONSIGNATION, Acte.CONSTITUTION, Acte.CONSIGNATION_OPPOSITION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Avancement:
    """Une voie, son dernier tour, et où il en est."""

    instance: Instance
    tour: Tour
    etat: Etat

    @property
    def en_cours(self) -> bool:
        """Vrai tant qu'un juge, ou un commissaire de justice, doit encore répondre."""
        return self.etat in _EN_COURS

    @property
    def recommence(self) -> bool:
        """Vrai si une demande neuve peut s'ouvrir."""
        return self.etat in _FINIS

    @property
    def permis(self) -> tuple[Acte, ...]:
        """Les actes qui peuvent suivre."""
        if self.recommence:
            return (Acte.OUVERTURE,)
        suivants = _PERMIS[self.instance].get(self.etat, ())
        return tuple(acte for acte in suivants if self._possible(acte))

    @property
    def juridiction(self) -> str:
        """La juridiction saisie, telle qu'on l'a dite en dernier ; vide si personne ne l'a dite."""
        return next((acte.juridiction for acte in reversed(self.tour) if acte.juridiction), "")

    @property
    def montant(self) -> int:
        """Ce que le dernier acte qui en parle accorde, ou ce que l'on a demandé ; 0 : rien ne le dit."""
        return next((acte.montant for acte in reversed(self.tour) if acte.montant), 0)

    def dernier(self, acte: Acte) -> ActeDInstance | None:
        """Le dernier acte de cette sorte."""
        return next((fait for fait in reversed(self.tour) if fait.acte is acte), None)

    def signification(self) -> ActeDInstance | None:
        """La première signification qui vaut, de la décision qui fait titre."""
        decisions = {Acte.ORDONNANCE, Acte.JUGEMENT}
        rang = max((i for i, fait in enumerate(self.tour) if fait.acte in decisions), default=0)
        return next((f for f in self.tour[rang:] if f.acte is Acte.SIGNIFICATION and not f.sans_effet), None)

    def _possible(self, acte: Acte) -> bool:
        if acte in _UNE_FOIS and self.dernier(acte):
            return False
        if acte is Acte.CONSIGNATION or acte is Acte.CONSIGNATION_OPPOSITION:
            return self.juridiction in {"", Juridiction.COMMERCE}
        if acte is Acte.CONSTITUTION:
            return self.juridiction != Juridiction.COMMERCE
        if acte is Acte.SIGNIFICATION and self.etat is Etat.SIGNIFIEE:
            return not any(fait.a_personne for fait in self.tour)
        return True


def avancement(dossier: Dossier, instance: Instance) -> Avancement:
    """Où en est cette voie, d'après le dernier tour."""
    tour = (tours(dossier.actes, instance) or ((),))[-1]
    etat = Etat.AUCUNE
    for acte in tour:
        etat = _apres(acte, etat)
    return Avancement(instance=instance, tour=tour, etat=etat)


def _apres(acte: ActeDInstance, etat: Etat) -> Etat:
    if acte.acte is Acte.SIGNIFICATION:
        if etat in {Etat.JUGEE, Etat.TITRE, Etat.OPPOSITION}:
            return Etat.TITRE if etat is Etat.JUGEE else etat
        return Etat.NON_AVENUE if acte.sans_effet and etat is not Etat.SIGNIFIEE else Etat.SIGNIFIEE
    return _MENE_A.get(acte.acte, etat)


def avancements(dossier: Dossier) -> tuple[Avancement, ...]:
    """Les voies que ce dossier a suivies, dans l'ordre de leurs dernières demandes."""
    suivies = (avancement(dossier, instance) for instance in {acte.instance for acte in dossier.actes})
    return tuple(sorted(suivies, key=lambda voie: (voie.tour[0].date, voie.instance)))


def en_cours_le(dossier: Dossier, jour: dt.date) -> Avancement | None:
    """La voie où, ce jour-là, on attend encore une réponse ; ``None`` : aucune."""
    return next((voie for voie in avancements(dossier) if voie.en_cours and voie.tour[0].date <= jour), None)
