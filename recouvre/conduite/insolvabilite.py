"""Surendettement et procédure collective : les délais du créancier, étape par étape, et ce qui est interdit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from recouvre.conduite import procedure, surendettement
from recouvre.conduite.arrets import en_cours
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.etapes_du_surendettement import efface, mesures_echues
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.faits_d_insolvabilite import SurendettementSuivi
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode

_SE_NOTENT = (Genre.TACHE, Genre.DECISION)
_REVIENT = ":veille"


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce qui retient un envoi ce jour-là, au-delà des arrêts de droit : une créance effacée, des mesures à leur terme.

    ``malgre`` n'y change rien : aucun document ne réclame une créance effacée.
    """
    if not dossier.surendettement:
        return
    effacee = efface(dossier)
    if effacee is not None and effacee.date <= au:
        yield Retenue("effacement", _effacee(effacee))
        return
    echues = mesures_echues(dossier)
    if echues is not None and echues.jusqu_au and echues.jusqu_au < au:
        yield Retenue("mesures", _echues(echues), f"recouvre surendettement {dossier.libelle} fin --le DATE")


def _effacee(etape: SurendettementSuivi) -> str:
    return (
        f"créance effacée le {en_chiffres(etape.date)} : plus rien ne se réclame au débiteur, à jamais "
        "(C. conso., art. L741-2) ; la caution se vérifie"
    )


def _echues(etape: SurendettementSuivi) -> str:
    fin = en_chiffres(etape.jusqu_au) if etape.jusqu_au else ""
    return f"mesures de surendettement à leur terme le {fin} : dites leur issue avant de reprendre"


def hors_des_mesures(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Ce qu'un surendettement laisse du scénario : rien d'une créance effacée ; des mesures échues l'attardent."""
    if efface(dossier) is not None:
        return
    echues = mesures_echues(dossier)
    pourquoi = _echues(echues) if echues is not None else ""
    for etape in etapes:
        yield replace(etape, attente=etape.attente or pourquoi)


def a_suivre(dossier: Dossier, mode: Mode, *, eloigne: bool = False) -> Iterator[Demarche]:
    """Ce qu'il y a à faire, sans regarder l'horloge. Une tâche notée faite ne revient pas, sauf les veilles."""
    if not (dossier.arrets or dossier.surendettement):
        return
    faites = {contact.etape for contact in dossier.contacts}
    for demarche in (*surendettement.a_suivre(dossier), *procedure.a_suivre(dossier, eloigne=eloigne)):
        notee = demarche.genre in _SE_NOTENT and demarche.cle in faites and not demarche.cle.endswith(_REVIENT)
        if not notee:
            yield demarche


def versement_a_verifier(dossier: Dossier, recu: EncaissementRecu) -> str:
    """Ce qu'il faut savoir d'un paiement reçu pendant des mesures, ou après l'effacement ; vide : rien.

    Un versement prévu par les mesures n'est pas interdit ; l'outil ne connaît que leur mensualité, si on l'a dite.
    """
    effacee = efface(dossier)
    if effacee is not None and effacee.date <= recu.date:
        return (
            f"La créance a été effacée le {en_chiffres(effacee.date)} (C. conso., art. L741-2) : ce paiement n'était "
            "plus dû par le débiteur. Il est enregistré ; avant de le garder, de le reverser ou de le rendre, dites-le "
            "au créancier et faites vérifier ce qu'il devient : aucun texte lu ne le règle."
        )
    if not any(arret.cause is CauseArret.MESURES for arret in en_cours(dossier, recu.date)):
        return ""
    etape = _en_vigueur(dossier, recu.date)
    if etape is None or 0 < recu.montant <= etape.mensualite:
        return ""
    prevu = f"prévoit {en_euros(etape.mensualite)} par mois" if etape.mensualite else "en fixe les versements"
    return (
        "Un plan ou des mesures de surendettement, en vigueur depuis le "
        f"{en_chiffres(etape.applicable_le or etape.date)}, {prevu} : vérifiez que ce paiement y est "
        "prévu. Il est enregistré."
    )


def _en_vigueur(dossier: Dossier, jour: dt.date) -> SurendettementSuivi | None:
    appliquees = [e for e in dossier.surendettement if e.applicable_le and e.applicable_le <= jour]
    return max(appliquees, key=lambda etape: etape.applicable_le or etape.date, default=None)
