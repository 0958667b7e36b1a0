"""Suivre un surendettement ou une procédure collective : chaque étape à sa date, et ce qu'elle suppose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from recouvre.base.projections import LigneDemarche, lire_projection
from recouvre.conduite import ordre_de_la_procedure, ordre_du_surendettement
from recouvre.conduite.procedure import etapes_de, ouverture
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_d_insolvabilite import (
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.montants import en_euros
from recouvre.droit.decompte import decompter
from recouvre.droit.delais_de_procedure import delai
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.etapes import loin
from recouvre.operations.gardes import FaitRefuse, completer, refuser_avenir
from recouvre.operations.session import Session
from recouvre.operations.signaler import PROCEDURES


class Etape(NamedTuple):
    """Une étape : les options qu'elle exige, celles qu'elle admet en plus de « --le » et « --texte »."""

    exigees: tuple[str, ...] = ()
    admises: tuple[str, ...] = ()


_S, _P = EtapeDuSurendettement, EtapeDeProcedure
_EN_VIGUEUR = ("--notifiee-le", "--applicable-le", "--jusqu-au", "--taux", "--mensualite")
SURENDETTEMENT: dict[EtapeDuSurendettement, Etape] = {
    _S.DEPOT: Etape(),
    _S.IRRECEVABILITE: Etape(admises=("--notifiee-le",)),
    _S.INFORMATION: Etape(),
    _S.ETAT_DU_PASSIF: Etape(admises=("--notifiee-le",)),
    _S.APPEL_AUX_CREANCIERS: Etape(("--jusqu-au",), ("--publiee-le",)),
    _S.PASSIF_DRESSE: Etape(admises=("--notifiee-le", "--montant")),
    _S.ORIENTATION: Etape(admises=("--notifiee-le",)),
    _S.DEMANDE_DE_MESURES: Etape(),
    _S.PROJET: Etape(admises=("--notifiee-le",)),
    _S.PLAN: Etape(admises=_EN_VIGUEUR),
    _S.MESURES: Etape(admises=_EN_VIGUEUR),
    _S.RETABLISSEMENT: Etape(admises=("--notifiee-le", "--publiee-le")),
    _S.LIQUIDATION: Etape(admises=("--notifiee-le", "--publiee-le")),
    _S.JUSTIFICATION: Etape(admises=("--montant",)),
    _S.RECOURS: Etape(),
    _S.CONTESTATION: Etape(),
    _S.OBSERVATIONS: Etape(),
    _S.DECLARATION: Etape(admises=("--montant",)),
    _S.RELEVE: Etape(),
    _S.PLAN_EN_DEFAUT: Etape(),
    _S.EFFACEMENT: Etape(),
    _S.EFFACEMENT_PARTIEL: Etape(("--montant",)),
    _S.DECHEANCE: Etape(),
    _S.FIN: Etape(),
}
"""Les étapes d'un surendettement et leurs options."""

PROCEDURE: dict[EtapeDeProcedure, Etape] = {
    _P.AVERTISSEMENT: Etape(admises=("--notifiee-le",)),
    _P.DECLARATION: Etape(admises=("--montant",)),
    _P.RELEVE_DEMANDE: Etape(),
    _P.RELEVE_ACCORDE: Etape(admises=("--notifiee-le",)),
    _P.CONTESTATION: Etape(admises=("--notifiee-le", "--jusqu-au", "--montant")),
    _P.REPONSE: Etape(),
    _P.ADMISSION: Etape(admises=("--montant", "--notifiee-le")),
    _P.REJET: Etape(admises=("--notifiee-le",)),
    _P.CONVERSION: Etape(("--type",), ("--publiee-le",)),
    _P.PLAN: Etape(admises=("--publiee-le",)),
    _P.CLOTURE: Etape(admises=("--publiee-le",)),
}
"""Les étapes d'une procédure collective et leurs options."""


def suivre_surendettement(session: Session, numero: int, fait: SurendettementSuivi) -> Consigne:
    """Écrit cette étape. Redonnée au même jour avec une date de plus, elle la complète. Lève ``FaitRefuse``."""
    refuser_avenir(session, fait.date, "une étape")
    _verifier_les_dates(session, fait.date, fait.notifiee_le, fait.publiee_le)
    _verifier_la_duree(fait)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        for autre in dossier.surendettement:
            if (autre.etape, autre.date) == (fait.etape, fait.date):
                return completer(session, dossier, autre, fait)
        if pourquoi := ordre_du_surendettement.hors_d_ordre(dossier, fait):
            raise FaitRefuse(f"{pourquoi} Rien n'est écrit.")
        _verifier_l_effacement(session, dossier, fait)
        return [fait]

    return consigner(session, numero, decider, geste="cette étape", meme_double=True)


def suivre_procedure(session: Session, numero: int, fait: ProcedureSuivie) -> Consigne:
    """Écrit cette étape ; même règle. Lève ``FaitRefuse`` si aucune procédure n'est ouverte."""
    refuser_avenir(session, fait.date, "une étape")
    _verifier_les_dates(session, fait.date, fait.notifiee_le, fait.publiee_le)
    if fait.genre and fait.genre not in PROCEDURES:
        raise FaitRefuse(f"« {fait.genre} » n'est pas une procédure collective : {', '.join(PROCEDURES)}.")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        for autre in dossier.procedure:
            if (autre.etape, autre.date) == (fait.etape, fait.date):
                return completer(session, dossier, autre, fait)
        jugement = ouverture(dossier)
        if jugement is None or fait.date < jugement.date:
            quand = f" le {en_chiffres(fait.date)}" if jugement else ""
            raise FaitRefuse(
                f"Aucune procédure collective n'est ouverte{quand} au dossier {dossier.libelle}. D'abord : recouvre "
                f"signaler {dossier.libelle} procedure --type … --jugement-le DATE. Rien n'est écrit."
            )
        if pourquoi := ordre_de_la_procedure.hors_d_ordre(dossier, etapes_de(dossier, jugement), fait):
            raise FaitRefuse(f"{pourquoi} Rien n'est écrit.")
        return [fait]

    return consigner(session, numero, decider, geste="cette étape", meme_double=True)


def _verifier_l_effacement(session: Session, dossier: Dossier, fait: SurendettementSuivi) -> None:
    """La part effacée ne dépasse pas ce qui est dû ce jour-là ; tout s'efface autrement."""
    if fait.etape is not _S.EFFACEMENT_PARTIEL:
        return
    du = decompter(dossier, fait.date, session.bareme).total
    if not 0 < fait.montant < du:
        raise FaitRefuse(
            f"Il reste {en_euros(du)} dus au {en_chiffres(fait.date)} : un effacement partiel est plus grand que zéro "
            f"et en laisse une part (dit : {en_euros(fait.montant)}). En entier, c'est un rétablissement personnel. "
            "Rien n'est écrit."
        )


def a_savoir(session: Session, consigne: Consigne) -> tuple[str, ...]:
    """Ce qu'il faut savoir de l'étape que l'on vient d'écrire : un délai passé, une étape qui manque."""
    dossier, fait, au = consigne.dossier, consigne.ecrits[-1].evenement, session.maintenant.date()
    match fait:
        case SurendettementSuivi():
            return ordre_du_surendettement.a_savoir(dossier, fait, au)
        case ProcedureSuivie():
            debiteur = session.partie(dossier.ouverture.debiteur)
            return ordre_de_la_procedure.a_savoir(dossier, fait, au, eloigne=loin(session, dossier, debiteur))
        case _:
            return ()


def _verifier_les_dates(session: Session, le: dt.date, *dites: dt.date | None) -> None:
    for dite in dites:
        if dite is None:
            continue
        refuser_avenir(session, dite, "une notification ou une publication")
        if dite < le:
            raise FaitRefuse(
                f"Une notification ou une publication ({en_chiffres(dite)}) ne peut pas précéder la décision "
                f"({en_chiffres(le)}). Rien n'est écrit."
            )


def _verifier_la_duree(fait: SurendettementSuivi) -> None:
    """Un plan ou des mesures durent sept ans au plus ; un taux, un terme, une mensualité les supposent en vigueur."""
    if fait.etape is _S.APPEL_AUX_CREANCIERS:
        if fait.jusqu_au is not None and fait.jusqu_au < fait.date:
            raise FaitRefuse("Le délai de l'appel ne peut pas finir avant sa publication. Rien n'est écrit.")
        return
    depart = fait.applicable_le
    if depart is None:
        if fait.jusqu_au or fait.taux or fait.mensualite:
            raise FaitRefuse(
                "Un terme, un taux ou une mensualité sont ceux d'un plan en vigueur : ajoutez --applicable-le. Rien "
                "n'est écrit."
            )
        return
    if depart < fait.date:
        raise FaitRefuse(
            f"L'entrée en vigueur ({en_chiffres(depart)}) ne peut pas précéder la décision ({en_chiffres(fait.date)}). "
            "Rien n'est écrit."
        )
    regle = delai("surendettement.mesures")
    if fait.jusqu_au is not None and not depart <= fait.jusqu_au <= regle.terme(depart):
        raise FaitRefuse(
            f"Du {en_chiffres(depart)}, un plan ou des mesures finissent au plus tard le "
            f"{en_chiffres(regle.terme(depart))} (sept ans, {regle.texte}). Rien n'est écrit."
        )


def delais_de(session: Session, numero: int, sorte: str) -> list[LigneDemarche]:
    """Ce que la procédure donne à faire, tel que l'agenda le tient : ce qui court, puis ce qui vient.

    ``sorte`` : « surendettement » ou « procedure ». De plusieurs rappels d'un même délai, un seul est montré.
    """
    projection = lire_projection(session.base, numero)
    aujourdhui = session.maintenant.date().isoformat()
    siennes = [
        d
        for d in (projection.demarches if projection else ())
        if d.cle.startswith((f"{sorte}:", f"a-rapporter:{sorte}:")) and (d.jusqu_au is None or d.jusqu_au >= aujourdhui)
    ]
    vues: dict[str, LigneDemarche] = {}
    for demarche in sorted(siennes, key=lambda d: (d.le, d.priorite)):
        vues.setdefault(demarche.cle.partition(":J-")[0], demarche)
    return list(vues.values())
