"""Le surendettement, étape par étape : le délai que chacune donne au créancier, et l'acte qui l'éteint.

Un délai que l'on peut laisser passer (un recours) disparaît à sa fin ; un délai qui coûte la créance laisse une suite.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.apres_coup import a_rapporter
from recouvre.conduite.delais_a_tenir import ATenir, avec_rappels, en_une_fois
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.etapes_du_surendettement import (
    ATTENTES,
    Attente,
    depart_du_delai,
    efface,
    faite,
    mesures_echues,
    recevabilite,
    vivantes,
)
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement, SurendettementSuivi
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.droit.delais import UN_JOUR, reporter
from recouvre.droit.delais_de_procedure import delai as delai_de

_E = EtapeDuSurendettement
_EMPRUNTS = frozenset({"credit_conso", "credit_immo_conso"})
VEILLE = dt.timedelta(days=180)
"""Sans nouvelle depuis ce temps, on en demande : une règle du cabinet."""


def a_suivre(dossier: Dossier) -> Iterator[Demarche]:
    """Ce que la procédure donne à faire. Ne regarde pas l'horloge."""
    etapes, recevable = vivantes(dossier), recevabilite(dossier)
    if effacee := efface(dossier):
        yield _clore(dossier, effacee)
        return
    if not etapes and recevable is None:
        return
    if recevable is not None:
        yield from _de_la_recevabilite(dossier, recevable, etapes)
    for etape in etapes:
        if etape.etape in ATTENTES:
            yield from _de_l_etape(dossier, etape, etapes)
        else:
            yield from _autres_suites(dossier, etape, etapes)
    yield _veille(dossier, recevable, etapes)


def _de_la_recevabilite(
    dossier: Dossier, recevable: ArretDeDroit, etapes: tuple[SurendettementSuivi, ...]
) -> Iterator[Demarche]:
    le, dossier_dit = recevable.date, dossier.libelle
    yield from a_rapporter(dossier, "surendettement", le, "la recevabilité", "C. conso., art. L722-2 et L722-5")
    if recevable.notifie_le is None:
        if not etapes:
            yield _tache(
                dossier, f"surendettement:notification:{le}", le,
                "Dater la notification de la recevabilité : le délai de recours en part",
                f"recouvre signaler {dossier_dit} surendettement --recevable-le {en_chiffres(le)} --notifiee-le DATE",
                "C. conso., art. R722-1",
            )  # fmt: skip
    elif not faite(etapes, (_E.RECOURS,), le):
        yield en_une_fois(
            _a_tenir(
                dossier, "surendettement.recours", recevable.notifie_le,
                "Recours contre la recevabilité, s'il y a lieu", _E.RECOURS, f"recours:{le}",
                note="il ne suspend rien (R722-3)",
            )
        )  # fmt: skip
    suites = (_E.PLAN, _E.MESURES, _E.RETABLISSEMENT, _E.LIQUIDATION)
    if not faite(etapes, suites, le):
        delai = delai_de("surendettement.suspension")
        yield Demarche(
            le=delai.terme(le),
            genre=Genre.DELAI,
            cle=f"surendettement:suspension:{le}",
            libelle=f"La suspension des poursuites finit au plus tard le {en_chiffres(delai.terme(le))} : demander à "
            "la commission où elle en est",
            fondement=delai.texte,
            commande=f"recouvre surendettement {dossier_dit}",
        )


def _de_l_etape(
    dossier: Dossier, etape: SurendettementSuivi, etapes: tuple[SurendettementSuivi, ...]
) -> Iterator[Demarche]:
    attente = ATTENTES[etape.etape]
    code, depart = depart_du_delai(etape, attente)
    if etape.etape in (_E.PLAN, _E.MESURES) and etape.applicable_le:
        yield from _en_vigueur(dossier, etape)
        if etape.etape is _E.PLAN or depart is None:
            return
    if depart is None:
        yield _a_dater(dossier, etape, attente)
        return
    a_tenir = _a_tenir(dossier, code, depart, attente.acte, attente.eteint[0], f"{etape.etape}:{etape.date}")
    fin = a_tenir.terme if etape.etape is _E.LIQUIDATION else dt.date.max
    deja = any(e.etape in attente.eteint and etape.date <= e.date <= fin for e in etapes)
    if not deja and not (etape.etape is _E.LIQUIDATION and faite(etapes, (_E.RELEVE,), etape.date)):
        yield from avec_rappels(a_tenir) if attente.presse else (en_une_fois(a_tenir),)
    yield from _passe(dossier, etape, a_tenir, etapes, deja=deja)


def _passe(
    dossier: Dossier, etape: SurendettementSuivi, a_tenir: ATenir, etapes: tuple[SurendettementSuivi, ...],
    *, deja: bool,
) -> Iterator[Demarche]:  # fmt: skip
    """Ce qui vient quand le délai est passé."""
    lendemain, quand = a_tenir.terme + UN_JOUR, en_chiffres(a_tenir.terme)
    base = f"recouvre surendettement {dossier.libelle}"
    match etape.etape:
        case _E.ETAT_DU_PASSIF if not deja and not faite(etapes, (_E.PASSIF_DRESSE,), etape.date):
            dit = f"Justification non faite au {quand} : vérifier ce que la commission a retenu de la créance"
            yield _tache(
                dossier, f"{a_tenir.cle}:passe", lendemain, dit, f"{base} passif-dresse --le DATE", a_tenir.delai.texte
            )
        case _E.RETABLISSEMENT if not deja:
            dit = (
                "Rétablissement personnel non contesté : la créance est effacée, l'enregistrer à la date de la décision"
            )
            commande = f"{base} effacement --le {en_chiffres(etape.date)}"
            yield _decision(f"{a_tenir.cle}:passe", lendemain, dit, commande, "C. conso., art. L741-2 et L741-3")
        case _E.LIQUIDATION if not deja and not faite(etapes, (_E.RELEVE,), etape.date):
            yield from _relever(dossier, etape, a_tenir, tardive=faite(etapes, (_E.DECLARATION,), lendemain))
        case _E.PLAN | _E.MESURES if not deja and not etape.applicable_le:
            texte = "C. conso., art. R732-1" if etape.etape is _E.PLAN else "C. conso., art. R733-8"
            dit = "Relever l'entrée en vigueur : à défaut de date fixée, le dernier jour du mois qui suit la lettre"
            commande = f"{base} {etape.etape} --le {en_chiffres(etape.date)} --applicable-le DATE"
            yield _tache(dossier, f"{a_tenir.cle}:vigueur", lendemain, dit, commande, texte)


def _relever(dossier: Dossier, etape: SurendettementSuivi, a_tenir: ATenir, *, tardive: bool) -> Iterator[Demarche]:
    """Le relevé de forclusion, tant qu'il peut se demander : déclarée trop tard, la créance s'éteint aussi."""
    delai = delai_de("surendettement.releve")
    if etape.publiee_le is None:
        return
    terme = delai.terme(etape.publiee_le)
    dite = "Créance déclarée, mais après le" if tardive else "Créance non déclarée au"
    sans = "Pas de déclaration à temps" if tardive else "Ni déclaration"
    yield from avec_rappels(
        ATenir(
            cle=f"surendettement:releve:{etape.date}",
            acte=f"{dite} {en_chiffres(a_tenir.terme)} : demander le relevé de forclusion (de droit "
            "si elle a été omise ou le créancier non convoqué)",
            delai=delai,
            depart=a_tenir.terme + UN_JOUR,
            terme=terme,
            commande=f"recouvre surendettement {dossier.libelle} releve --le DATE",
        )
    )
    yield _decision(
        f"surendettement:eteinte:{etape.date}", terme + UN_JOUR,
        f"{sans} ni relevé : la créance est éteinte, le dire au créancier et clore ; la caution se vérifie",
        f'recouvre clore {dossier.libelle} --motif "créance éteinte, non déclarée"', "C. conso., art. L742-11",
    )  # fmt: skip


def _en_vigueur(dossier: Dossier, etape: SurendettementSuivi) -> Iterator[Demarche]:
    """Au terme d'un plan ou de mesures, une personne dit la suite : le débiteur a pu ressaisir la commission.

    Remplacés par d'autres, ils n'ont plus de terme.
    """
    if etape.jusqu_au is None or mesures_echues(dossier) is not etape:
        return
    delai = delai_de("surendettement.ressaisine")
    yield _decision(
        f"surendettement:terme:{etape.date}", etape.jusqu_au + UN_JOUR,
        f"Plan ou mesures à leur terme le {en_chiffres(etape.jusqu_au)} : sont-ils exécutés ? Après une suspension, le "
        f"débiteur peut ressaisir la commission jusqu'au {en_chiffres(delai.terme(etape.jusqu_au))}",
        f"recouvre surendettement {dossier.libelle} fin --le DATE", delai.texte,
    )  # fmt: skip


def _autres_suites(
    dossier: Dossier, etape: SurendettementSuivi, etapes: tuple[SurendettementSuivi, ...]
) -> Iterator[Demarche]:
    base, cle = f"recouvre surendettement {dossier.libelle}", f"surendettement:{etape.etape}:{etape.date}"
    match etape.etape:
        case _E.DEPOT if recevabilite(dossier) is None:
            delai = delai_de("surendettement.orientation")
            dit = (
                "Dossier déposé, recevabilité inconnue : demander au débiteur où en est la commission (les poursuites "
            )
            dit += f"restent permises){_taux_legal(dossier)}"
            commande = f"recouvre signaler {dossier.libelle} surendettement --recevable-le DATE"
            yield _tache(dossier, cle, delai.terme(etape.date), dit, commande, delai.texte)
        case _E.APPEL_AUX_CREANCIERS if etape.jusqu_au and not faite(etapes, (_E.JUSTIFICATION,), etape.date):
            yield Demarche(
                le=etape.date, jusqu_au=etape.jusqu_au, genre=Genre.DELAI, cle=cle,
                libelle=f"Faire connaître la créance, jusqu'au {en_chiffres(etape.jusqu_au)} (délai de l'appel publié)",
                fondement="C. conso., art. L723-1 et R723-2", commande=f"{base} justification --le DATE",
            )  # fmt: skip
        case _E.PASSIF_DRESSE if etapes[-1] == etape:
            delai = delai_de("surendettement.contestation-du-passif")
            terme = delai.terme(etape.notifiee_le or etape.date)
            dit = f"Le débiteur a pu contester l'état du passif jusqu'au {en_chiffres(terme)} : le juge est-il saisi ?"
            yield _tache(dossier, cle, terme + UN_JOUR, dit, f"{base} orientation --le DATE", delai.texte)
        case _E.PLAN_EN_DEFAUT:
            delai = delai_de("surendettement.caducite")
            dit = (
                f"Plan caduc de plein droit si rien n'est versé au {en_chiffres(delai.terme(etape.date))} ; de mesures "
            )
            dit += "imposées, leur clause le dit"
            yield _decision(cle, delai.terme(etape.date) + UN_JOUR, dit, f"{base} fin --le DATE", delai.texte)


def _taux_legal(dossier: Dossier) -> str:
    """Ce que l'absence d'orientation fait aux intérêts d'un emprunt, que l'outil ne calcule pas (C. conso. L721-2)."""
    if dossier.qualification is None or dossier.qualification.nature not in _EMPRUNTS:
        return ""
    return (
        " ; sans orientation dans ce délai, un emprunt ne porte que le taux légal pendant les trois mois "
        "suivants : l'outil ne le compte pas, dites-le au créancier"
    )


def _veille(dossier: Dossier, recevable: ArretDeDroit | None, etapes: tuple[SurendettementSuivi, ...]) -> Demarche:
    """Sans nouvelle, demander où en est la procédure : un dossier retenu garde toujours une suite."""
    cle = "surendettement:veille"
    notes = (contact.date for contact in dossier.contacts if contact.etape == cle)
    dernier = max([*(e.date for e in etapes), *([recevable.date] if recevable else []), *notes])
    return Demarche(
        le=reporter(dernier + VEILLE),
        genre=Genre.TACHE,
        cle=cle,
        libelle=f"Surendettement sans nouvelle depuis le {en_chiffres(dernier)} : demander où il en est",
        commande=f"recouvre surendettement {dossier.libelle}",
    )


def _clore(dossier: Dossier, effacee: SurendettementSuivi) -> Demarche:
    return _decision(
        f"surendettement:effacement:{effacee.date}", effacee.date,
        "Créance effacée : le dire au créancier et clore ; la caution se vérifie",
        f'recouvre clore {dossier.libelle} --motif "créance effacée"', "C. conso., art. L741-2",
    )  # fmt: skip


def _a_dater(dossier: Dossier, etape: SurendettementSuivi, attente: Attente) -> Demarche:
    quoi, option = ("la publication au BODACC", "publiee-le") if attente.depart == "publiee_le" else (
        "la notification", "notifiee-le",
    )  # fmt: skip
    return _tache(
        dossier, f"surendettement:{etape.etape}:{etape.date}:a-dater", etape.date,
        f"Dater {quoi} : un délai en part ({attente.acte[:1].lower()}{attente.acte[1:]})",
        f"recouvre surendettement {dossier.libelle} {etape.etape} --le {en_chiffres(etape.date)} --{option} DATE", "",
    )  # fmt: skip


def _a_tenir(
    dossier: Dossier, code: str, depart: dt.date, acte: str, par: EtapeDuSurendettement, cle: str,
    note: str = "",
) -> ATenir:  # fmt: skip
    delai = delai_de(code)
    return ATenir(
        cle=f"surendettement:{cle}",
        acte=acte,
        delai=delai,
        depart=depart,
        terme=delai.terme(depart),
        commande=f"recouvre surendettement {dossier.libelle} {par} --le DATE",
        note=note,
    )


def _tache(dossier: Dossier, cle: str, le: dt.date, libelle: str, commande: str, fondement: str) -> Demarche:
    return Demarche(
        le=reporter(le), genre=Genre.TACHE, cle=cle, libelle=libelle, commande=commande, fondement=fondement
    )


def _decision(cle: str, le: dt.date, libelle: str, commande: str, fondement: str) -> Demarche:
    return Demarche(
        le=reporter(le), genre=Genre.DECISION, cle=cle, libelle=libelle, commande=commande, fondement=fondement
    )
