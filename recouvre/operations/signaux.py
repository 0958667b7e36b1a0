"""Signaler ce que l'on apprend du débiteur ou du dossier (décès, médiation, départ…), et le lever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from recouvre.conduite.apres_coup import partis_depuis
from recouvre.conduite.signaux import REGLES, jamais_leves, leve_le
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, Evenement, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import PliSuivi
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.domaine.faits_de_suivi import NatureSignal, Signalement, SignalLeve
from recouvre.domaine.numeros import numero_lisible
from recouvre.droit.delais import UN_JOUR
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import (
    FaitRefuse,
    completer,
    exiger_deja_fini,
    exiger_une_personne_physique,
    refuser_avenir,
)
from recouvre.operations.plis_suivis import designer
from recouvre.operations.retours import Retour, noter_suite
from recouvre.operations.session import Session

_DES_PERSONNES = {
    NatureSignal.DECES: "ne décède pas",
    NatureSignal.MINORITE: "n'est pas mineure",
    NatureSignal.TUTELLE: "n'a ni tuteur ni curateur",
}
"""Ce qui n'arrive qu'à une personne physique."""
_INSOLVABLE = (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT)


def signaler_nature(
    nature: NatureSignal, session: Session, dossier: Dossier, donnees: Mapping[str, Any]
) -> Sequence[Evenement]:
    """Le signal que ces options décrivent, ou le complément de celui du même jour. Lève ``FaitRefuse``, ``Doublon``."""
    le, jusqu_au = donnees.get("--le") or session.maintenant.date(), donnees.get("--jusqu-au")
    refuser_avenir(session, le, "un signal")
    if jusqu_au is not None and jusqu_au < le:
        raise FaitRefuse(
            f"La fin ({en_chiffres(jusqu_au)}) précède le début ({en_chiffres(le)}) : inversez les deux dates. Rien "
            "n'est écrit."
        )
    if nature in _DES_PERSONNES:
        exiger_une_personne_physique(session, dossier, _DES_PERSONNES[nature])
    texte = " ".join(donnees.get("--texte", "").split())
    fait = Signalement(date=le, nature=nature, jusqu_au=jusqu_au, texte=texte)
    for autre in dossier.signaux:
        if autre.nature is nature and autre.date == le:
            return completer(session, dossier, autre, fait)
    fini = bool(donnees.get("--deja-fini"))
    exiger_deja_fini(fini, le, leve_le(dossier, fait), f"un signal « {nature} »", "levé")
    if not fini:
        _refuser_si_dit(dossier, fait)
    return [fait]


def _refuser_si_dit(dossier: Dossier, fait: Signalement) -> None:
    """Le même signal court déjà, et celui-ci ne finit pas avant qu'il commence. Lève ``FaitRefuse``."""
    for autre in jamais_leves(dossier):
        if autre.nature is not fait.nature or (fait.jusqu_au is not None and fait.jusqu_au < autre.date):
            continue
        avant = (
            f" ; si celle du {en_chiffres(fait.date)} a fini avant elle, dites son dernier jour, --jusqu-au DATE"
            if fait.nature is NatureSignal.MEDIATION and fait.date < autre.date
            else ""
        )
        raise FaitRefuse(
            f"« {fait.nature} » est déjà signalé depuis le {en_chiffres(autre.date)}. S'il a pris fin : recouvre "
            f'reprendre {dossier.libelle} {fait.nature} --le DATE --texte "…" ; pour le compléter, redonnez --le '
            f"{en_chiffres(autre.date)}{avant} ; si sa date est fausse : recouvre annuler. Rien n'est écrit."
        )


def lever(session: Session, numero: int, nature: NatureSignal, le: dt.date, texte: str) -> Consigne:
    """Les signaux de cette nature d'avant ce jour ne comptent plus : il est le premier où l'on reprend."""
    refuser_avenir(session, le, "une reprise")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        vivants = [signal for signal in jamais_leves(dossier) if signal.nature is nature]
        if not vivants:
            raise FaitRefuse(f"« {nature} » n'est pas signalé au dossier {dossier.libelle}. Rien n'est écrit.")
        if vivants[0].date >= le:
            raise FaitRefuse(
                f"« {nature} » est signalé du {en_chiffres(vivants[0].date)} : il se lève le lendemain au plus tôt. "
                "S'il n'a jamais eu lieu, annulez-le : recouvre annuler. Rien n'est écrit."
            )
        return [SignalLeve(date=le, nature=nature, texte=" ".join(texte.split()))]

    return consigner(session, numero, decider, geste="cette reprise", meme_double=True)


def noter_npai(session: Session, numero: int, reference: str, nouvelle: PliSuivi) -> Retour:
    """Un pli de ce dossier est revenu : le geste de « courrier-retour ». Lève ``FaitRefuse`` s'il est d'un autre."""
    designation = reference or numero_lisible(numero)
    sien, _ = designer(session, designation)
    if sien != numero:
        raise FaitRefuse(
            f"« {designation} » est un pli du dossier {numero_lisible(sien)}, pas de {numero_lisible(numero)}. Rien "
            "n'est écrit."
        )
    return noter_suite(session, designation, nouvelle)


def partis_malgre(consigne: Consigne) -> tuple[dt.date, tuple[RelanceEnvoyee, ...]] | None:
    """Le jour du fait que l'on vient de signaler, et les courriers partis depuis, qu'il rend sans objet.

    Un jugement, une recevabilité prennent effet à la première heure ; un signal, au lendemain : la lettre du jour même
    a pu partir avant qu'on l'apprenne. ``None`` : ce fait ne retient pas tout.
    """
    for ecrit in consigne.ecrits:
        fait = ecrit.evenement
        if isinstance(fait, ArretDeDroit) and fait.cause in _INSOLVABLE:
            return fait.date, partis_depuis(consigne.dossier, fait.date)
        if isinstance(fait, Signalement) and REGLES[fait.nature].tout and leve_le(consigne.dossier, fait) is None:
            return fait.date, partis_depuis(consigne.dossier, fait.date + UN_JOUR)
    return None


def payes_malgre(consigne: Consigne) -> tuple[EncaissementRecu, ...]:
    """Les paiements déjà enregistrés que l'arrêt que l'on vient de signaler défendait."""
    arrets = [e.evenement for e in consigne.ecrits if isinstance(e.evenement, ArretDeDroit)]
    if not arrets or arrets[-1].cause not in _INSOLVABLE:
        return ()
    return tuple(recu for recu in consigne.dossier.encaissements if recu.date >= arrets[-1].date)
