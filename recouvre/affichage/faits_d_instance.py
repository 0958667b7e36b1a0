"""Un acte de procédure, une étape de surendettement ou de procédure collective, en une ligne de français."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from recouvre.affichage.francais import date, montant, taux_convenu
from recouvre.domaine.faits_d_insolvabilite import (
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance

_S, _P = EtapeDuSurendettement, EtapeDeProcedure
SURENDETTEMENT = {
    _S.DEPOT: "dossier déposé par le débiteur",
    _S.IRRECEVABILITE: "dossier déclaré irrecevable",
    _S.INFORMATION: "recevabilité apprise du créancier",
    _S.ETAT_DU_PASSIF: "état du passif reçu de la commission",
    _S.APPEL_AUX_CREANCIERS: "appel aux créanciers publié",
    _S.PASSIF_DRESSE: "état du passif dressé",
    _S.ORIENTATION: "orientation décidée",
    _S.DEMANDE_DE_MESURES: "mesures demandées par le débiteur",
    _S.PROJET: "mesures envisagées, observations demandées",
    _S.PLAN: "plan conventionnel",
    _S.MESURES: "mesures imposées",
    _S.RETABLISSEMENT: "rétablissement personnel sans liquidation",
    _S.LIQUIDATION: "rétablissement personnel avec liquidation",
    _S.JUSTIFICATION: "créance justifiée auprès de la commission",
    _S.RECOURS: "recours du créancier",
    _S.OBSERVATIONS: "observations du créancier",
    _S.RELEVE: "relevé de forclusion demandé",
    _S.CONTESTATION: "contestation du créancier",
    _S.DECLARATION: "créance déclarée à la liquidation",
    _S.PLAN_EN_DEFAUT: "plan non respecté, débiteur mis en demeure",
    _S.EFFACEMENT: "créance effacée",
    _S.EFFACEMENT_PARTIEL: "part de la créance effacée",
    _S.DECHEANCE: "débiteur déchu de la procédure",
    _S.FIN: "fin de la procédure",
}
"""Chaque étape d'un surendettement, telle qu'on l'écrit."""

PROCEDURE = {
    _P.AVERTISSEMENT: "avertissement personnel du mandataire",
    _P.DECLARATION: "créance déclarée",
    _P.RELEVE_DEMANDE: "relevé de forclusion demandé",
    _P.RELEVE_ACCORDE: "relevé de forclusion accordé",
    _P.CONTESTATION: "créance contestée",
    _P.REPONSE: "réponse du créancier à la contestation",
    _P.ADMISSION: "créance admise",
    _P.REJET: "créance rejetée",
    _P.CONVERSION: "procédure convertie",
    _P.PLAN: "plan arrêté",
    _P.CLOTURE: "procédure close",
}
"""Chaque étape d'une procédure collective, telle qu'on l'écrit."""

INSTANCES = {
    Instance.INJONCTION: "Injonction de payer",
    Instance.PETITES_CREANCES: "Petites créances",
    Instance.ASSIGNATION: "Assignation",
    Instance.REFERE: "Référé-provision",
}
"""Chaque voie judiciaire, telle qu'on l'écrit."""

ACTES = {
    Acte.OUVERTURE: "demande introduite",
    Acte.CONSIGNATION: "frais consignés",
    Acte.REJET: "rejetée",
    Acte.ORDONNANCE: "ordonnance rendue",
    Acte.SIGNIFICATION: "décision signifiée",
    Acte.OPPOSITION: "opposition du débiteur",
    Acte.CONSTITUTION: "avocat constitué",
    Acte.CONSIGNATION_OPPOSITION: "frais d'opposition consignés",
    Acte.AUDIENCE: "audience fixée",
    Acte.ACCORD: "accord du débiteur",
    Acte.REFUS: "refus, ou silence d'un mois",
    Acte.TITRE: "titre exécutoire délivré",
    Acte.JUGEMENT: "jugement rendu",
    Acte.DESISTEMENT: "désistement ou extinction",
}
"""Chaque acte d'une instance, tel qu'on l'écrit."""


_OUVERTURES = {
    Instance.INJONCTION: "requête déposée",
    Instance.PETITES_CREANCES: "débiteur invité à y participer",
    Instance.ASSIGNATION: "acte délivré",
    Instance.REFERE: "assignation délivrée",
}


def raconter_instance(fait: SurendettementSuivi | ProcedureSuivie | ActeDInstance) -> str:
    """« Surendettement : mesures imposées, notification du 03/03/2026 », « Assignation : jugement rendu »…"""
    match fait:
        case SurendettementSuivi():
            dites = _dates((", en vigueur le", fait.applicable_le), (", jusqu'au", fait.jusqu_au))
            mensualite = f", {montant(fait.mensualite)} par mois" if fait.mensualite else ""
            fixe = f", au taux de {taux_convenu(fait.taux)}" if fait.taux else ""
            return f"Surendettement : {SURENDETTEMENT[fait.etape]}{_suite(fait)}{dites}{mensualite}{fixe}"
        case ProcedureSuivie():
            genre = f" en {fait.genre}" if fait.genre else ""
            delai = _dates((", réponse jusqu'au", fait.jusqu_au))
            return f"Procédure collective : {PROCEDURE[fait.etape]}{genre}{_suite(fait)}{delai}"
        case ActeDInstance():
            sans = ", trop tard : sans effet" if fait.sans_effet else ""
            a_personne = ", à personne" if fait.a_personne else ""
            dates = (
                (", notifiée le", fait.notifie_le),
                (", pour le", fait.pour_le),
                (", exécutoire le", fait.executoire_le),
            )
            somme = f", {montant(fait.montant)}" if fait.montant else ""
            texte = f" ({fait.texte})" if fait.texte else ""
            return f"{INSTANCES[fait.instance]} : {_acte(fait)}{a_personne}{somme}{_dates(*dates)}{sans}{texte}"
        case _:
            assert_never(fait)


def _acte(fait: ActeDInstance) -> str:
    return _OUVERTURES[fait.instance] if fait.acte is Acte.OUVERTURE else ACTES[fait.acte]


def _suite(fait: SurendettementSuivi | ProcedureSuivie) -> str:
    somme = f", {montant(fait.montant)}" if fait.montant else ""
    dates = _dates((", notification du", fait.notifiee_le), (", publication du", fait.publiee_le))
    return f"{somme}{dates}{f' ({fait.texte})' if fait.texte else ''}"


def _dates(*dites: tuple[str, dt.date | None]) -> str:
    return "".join(f"{mots} {date(le)}" for mots, le in dites if le)
