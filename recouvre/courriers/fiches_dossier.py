"""Les objets « dossier » et « mandat » que les modèles voient : ce qui est arrivé, à sa date, et ce qui l'a arrêté."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from recouvre.courriers.champs import Fiche
from recouvre.courriers.ecriture import sur_une_ligne
from recouvre.domaine.dates import en_toutes_lettres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.domaine.refus import ChampManquant, Refus
from recouvre.droit.delais import reporter
from recouvre.droit.delais_de_procedure import delai

_GENRES = {
    "sauvegarde": "sauvegarde", "redressement": "redressement judiciaire", "liquidation": "liquidation judiciaire",
}  # fmt: skip


class _Date(Protocol):
    @property
    def date(self) -> dt.date: ...


def du_dossier(dossier: Dossier, le: dt.date, scenario: str, nature: str, prescription_le: dt.date | None) -> Fiche:
    """Le dossier, ses dates et ce qui a pu l'arrêter."""
    titre = max((t for t in dossier.titres if t.date <= le), key=lambda t: t.date, default=None)
    valeurs: dict[str, object] = {
        "numero": dossier.libelle,
        "reference": sur_une_ligne(dossier.ouverture.reference),
        "ouvert_le": _date(dossier.ouverture.date),
        "relance_le": _derniere(dossier.relances, le),
        "mise_en_demeure_le": _derniere(dossier.mises_en_demeure, le),
        "scenario": scenario,
        "nature": nature,
        "titre": titre.nature.replace("-", " ") if titre else "",
        "titre_le": _date(titre.date if titre else None),
        "titre_signifie_le": _derniere(dossier.significations, le),
        "recevabilite_le": _derniere(_arrets(dossier, CauseArret.SURENDETTEMENT, le), le),
        "prescription_le": _date(prescription_le),
        "clos_le": _date(dossier.cloture.date if dossier.cloture else None),
        "cloture": dossier.cloture.motif if dossier.cloture else "",
        "pret_un_an": dossier.qualification is not None and dossier.qualification.pret_un_an,
        **_procedure(dossier, le),
    }
    return Fiche("dossier", valeurs, refus=_refus(dossier.libelle))


def _procedure(dossier: Dossier, le: dt.date) -> dict[str, object]:
    """La procédure collective en cours, convertie ou non, et le dernier jour pour déclarer s'il est connu."""
    procedures = _arrets(dossier, CauseArret.PROCEDURE, le)
    if not procedures:
        return {}
    derniere = procedures[-1]
    publie_le = derniere.publie_le
    limite = delai("procedure.declaration").terme(publie_le) if publie_le else None
    convertie = [e.genre for e in dossier.procedure if derniere.date <= e.date <= le and e.genre]
    genre = convertie[-1] if convertie else derniere.genre
    return {
        "procedure": _GENRES.get(genre, genre),
        "procedure_le": _date(derniere.date),
        "bodacc_le": _date(publie_le),
        "declarer_avant_le": _date(limite),
        "declaration_tardive": limite is not None and le > reporter(limite),
    }


def _refus(dossier: str) -> dict[str, Refus]:
    """Un fait que personne n'a enregistré se signale par sa commande."""
    procedure = f"recouvre signaler {dossier} procedure --type … --jugement-le …"
    return {
        "procedure": ChampManquant("la procédure collective du débiteur", procedure),
        "procedure_le": ChampManquant("le jugement d'ouverture de la procédure collective", procedure),
        "bodacc_le": ChampManquant("la publication du jugement au BODACC", f"{procedure} --bodacc-le …"),
        "recevabilite_le": ChampManquant(
            "la décision de recevabilité de la commission",
            f"recouvre signaler {dossier} surendettement --recevable-le …",
        ),
        "titre_le": ChampManquant("le titre exécutoire", f"recouvre titre {dossier} obtenir --le …"),
        "mise_en_demeure_le": ChampManquant(
            "le jour où la mise en demeure a été présentée",
            f"recouvre noter {dossier} mise-en-demeure --presentee-le …",
        ),
    }


def _arrets(dossier: Dossier, cause: CauseArret, le: dt.date) -> list[ArretDeDroit]:
    return [arret for arret in dossier.arrets if arret.cause is cause and arret.date <= le]


def du_mandat(reglages: ReglagesCreancier, dossier: Dossier, creancier: Partie, le: dt.date) -> Fiche:
    """La convention et les conditions acceptées par le créancier ; à défaut, la pièce reçue au dossier.

    ``honoraires`` : son barème, celui qui vaut ce jour-là, sinon le premier à venir (CPCE R124-3 3°).
    """
    recues = {piece.nature: piece.date for piece in dossier.pieces}
    nom = creancier.denomination.replace('"', '\\"')
    valeurs = {
        "convention_le": _date(reglages.convention_le or recues.get("mandat")),
        "cgv_le": _date(reglages.cgv_le or recues.get("cgv")),
        **_honoraires(reglages, le),
    }
    refus: dict[str, Refus] = {
        "convention_le": ChampManquant(
            "la date de la convention de mandat du créancier", f'recouvre creancier "{nom}" --convention-le …'
        ),
        "cgv_le": ChampManquant(
            "la date d'acceptation de vos conditions générales", f'recouvre creancier "{nom}" --cgv-le …'
        ),
        "honoraires": ChampManquant(
            "le barème d'honoraires du créancier", f'recouvre bareme "{nom}" --du … --commission …'
        ),
    }
    return Fiche("mandat", valeurs, refus=refus)


def _honoraires(reglages: ReglagesCreancier, le: dt.date) -> dict[str, str]:
    if not reglages.honoraires:
        return {}
    from recouvre.domaine.honoraires import en_vigueur_ou_prochain
    from recouvre.domaine.honoraires_dits import en_clair

    bareme = en_vigueur_ou_prochain(reglages.honoraires, le)
    if bareme is None:
        return {}
    return {"honoraires": en_clair(bareme).replace("'", "’"), "honoraires_le": en_toutes_lettres(bareme.du)}


def _derniere(faits: Sequence[_Date], le: dt.date) -> str:
    return _date(max((fait.date for fait in faits if fait.date <= le), default=None))


def _date(date: dt.date | None) -> str:
    return "" if date is None else en_toutes_lettres(date)
