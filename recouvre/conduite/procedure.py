"""La procédure collective, étape par étape : déclarer, se faire relever, suivre l'admission, la clôture.

Le jugement d'ouverture est un ``ArretDeDroit`` ; le reste, des ``ProcedureSuivie``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from recouvre.conduite.apres_coup import a_rapporter
from recouvre.conduite.delais_a_tenir import ATenir, avec_rappels, en_une_fois
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, ProcedureSuivie
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.droit.delais import UN_JOUR, reporter
from recouvre.droit.delais_de_procedure import Delai
from recouvre.droit.delais_de_procedure import delai as delai_de

_E = EtapeDeProcedure
VEILLE = dt.timedelta(days=180)
"""Sans nouvelle depuis ce temps, on en demande : une règle du cabinet."""

_SUIVIES = {
    _E.DECLARATION: "Créance déclarée : l'admission est-elle prononcée",
    _E.RELEVE_DEMANDE: "Relevé de forclusion demandé : la décision est-elle rendue",
    _E.CONTESTATION: "Créance contestée : le juge-commissaire a-t-il statué",
    _E.REPONSE: "Contestation répondue : le juge-commissaire a-t-il statué",
    _E.ADMISSION: "Créance admise : un plan est-il arrêté, une répartition faite",
    _E.PLAN: "Plan arrêté : le dividende attendu est-il versé",
}


def ouverture(dossier: Dossier) -> ArretDeDroit | None:
    """Le dernier jugement d'ouverture, s'il n'a pas été levé depuis."""
    arrets = [arret for arret in dossier.arrets if arret.cause is CauseArret.PROCEDURE]
    if not arrets or any(leve.cause is CauseArret.PROCEDURE and leve.date > arrets[-1].date for leve in dossier.levees):
        return None
    return arrets[-1]


def etapes_de(dossier: Dossier, jugement: ArretDeDroit) -> tuple[ProcedureSuivie, ...]:
    """Les étapes de cette procédure, dans l'ordre."""
    return tuple(etape for etape in dossier.procedure if etape.date >= jugement.date)


def genre_de(dossier: Dossier, jugement: ArretDeDroit) -> str:
    """Sauvegarde, redressement ou liquidation : après la dernière conversion."""
    convertis = [e.genre for e in etapes_de(dossier, jugement) if e.etape is _E.CONVERSION and e.genre]
    return convertis[-1] if convertis else jugement.genre


def a_suivre(dossier: Dossier, *, eloigne: bool = False) -> Iterator[Demarche]:
    """Ce que la procédure donne à faire. ``eloigne`` : le créancier demeure hors du territoire du tribunal."""
    jugement = ouverture(dossier)
    if jugement is None:
        return
    etapes = etapes_de(dossier, jugement)
    yield from a_rapporter(dossier, "procedure", jugement.date, "le jugement d'ouverture", "C. com., art. L622-21")
    clotures = [etape for etape in etapes if etape.etape is _E.CLOTURE]
    if clotures:
        yield _cloture(dossier, clotures[-1], etapes, genre_de(dossier, jugement))
        return
    # Admise sans déclaration notée : le débiteur l'a portée à la connaissance du mandataire (C. com. L622-24 al. 3).
    if not any(etape.etape in (_E.DECLARATION, _E.ADMISSION) for etape in etapes):
        yield from _declarer(dossier, jugement, etapes, eloigne=eloigne)
    for etape in etapes:
        yield from _suites(dossier, etape, etapes)
    yield _veille(dossier, jugement, etapes)


class _Course(NamedTuple):
    """Le délai de déclaration tel qu'il court : son dernier jour, son départ, ce qu'il faut en savoir."""

    delai: Delai
    depart: dt.date
    terme: dt.date
    note: str


def _declarer(
    dossier: Dossier, jugement: ArretDeDroit, etapes: tuple[ProcedureSuivie, ...], *, eloigne: bool
) -> Iterator[Demarche]:
    """La déclaration, puis, passé son délai, le relevé de forclusion ; relevé, la déclaration de nouveau."""
    course = _course(jugement, etapes, eloigne=eloigne)
    if course is None:
        yield _annonce(dossier, jugement)
        return
    cle, base = f"procedure:declaration:{course.depart}", f"recouvre procedure {dossier.libelle}"
    yield from avec_rappels(
        ATenir(
            cle=cle, acte="Déclarer la créance au mandataire judiciaire (recommandé ; modèle declaration_creance)",
            delai=course.delai, depart=course.depart, terme=course.terme, commande=f"{base} declaration --le DATE",
            note=course.note,
        )
    )  # fmt: skip
    releve = delai_de("procedure.releve")
    fin = releve.terme(jugement.publie_le or course.depart)
    if any(etape.etape in (_E.RELEVE_DEMANDE, _E.RELEVE_ACCORDE) for etape in etapes) or fin <= course.terme:
        return
    yield from avec_rappels(
        ATenir(
            cle=f"procedure:releve:{course.depart}",
            acte=f"Créance non déclarée au {en_chiffres(course.terme)} : demander au juge-commissaire le relevé de "
            "forclusion",
            delai=releve, depart=course.terme + UN_JOUR, terme=fin, commande=f"{base} releve-demande --le DATE",
            note="il faut prouver que le retard n'est pas du fait du créancier, ou que le débiteur l'a omis",
        )
    )  # fmt: skip
    yield Demarche(
        le=reporter(fin + UN_JOUR), genre=Genre.DECISION, cle=f"procedure:forclusion:{course.depart}",
        libelle="Ni déclaration ni relevé : la créance n'aura part à aucune répartition ; le dire au créancier",
        fondement=releve.texte, commande=f'recouvre clore {dossier.libelle} --motif "créance non déclarée"',
    )  # fmt: skip


def _course(jugement: ArretDeDroit, etapes: tuple[ProcedureSuivie, ...], *, eloigne: bool) -> _Course | None:
    """Ce qui fait courir le délai : le relevé accordé, sinon l'avertissement personnel, sinon le BODACC.

    Un créancier averti personnellement a deux mois de cet avis (sûreté ou contrat publiés) ; si le BODACC le fait finir
    plus tôt, c'est le plus tôt qui est retenu.
    """
    releve = next((e for e in reversed(etapes) if e.etape is _E.RELEVE_ACCORDE), None)
    if releve is not None:
        delai, depart = delai_de("procedure.declaration-apres-releve"), releve.notifiee_le or releve.date
        terme = _augmente(delai, delai.duree).terme(depart) if eloigne else delai.terme(depart)
        return _Course(delai, depart, terme, "délai réduit de moitié")
    avertissement = next((e for e in reversed(etapes) if e.etape is _E.AVERTISSEMENT), None)
    departs = [jugement.publie_le] if jugement.publie_le else []
    if avertissement is not None:
        departs.append(avertissement.notifiee_le or avertissement.date)
    if not departs:
        return None
    delai, depart = delai_de("procedure.declaration"), min(departs)
    terme, note = delai.terme(depart), ""
    if eloigne:
        note = (
            f"deux mois de plus, le créancier demeurant hors du territoire du tribunal (R622-24) ; par prudence, visez "
            f"le {en_chiffres(terme)}"
        )
        terme = _augmente(delai, delai_de("procedure.eloignement").duree).terme(depart)
    elif avertissement is not None and depart != (avertissement.notifiee_le or avertissement.date):
        tard = delai.terme(avertissement.notifiee_le or avertissement.date)
        note = f"jusqu'au {en_chiffres(tard)} pour une sûreté ou un contrat publiés, avertis personnellement"
    return _Course(delai, depart, terme, note)


def _augmente(delai: Delai, mois: int) -> Delai:
    """Le même délai, plus long : un seul compte, et non deux bouts à bout (31 décembre, quatre mois : 30 avril)."""
    return replace(delai, duree=delai.duree + mois)


def _annonce(dossier: Dossier, jugement: ArretDeDroit) -> Demarche:
    delai = delai_de("procedure.publication")
    return Demarche(
        le=reporter(delai.terme(jugement.date)),
        genre=Genre.DELAI,
        cle=f"procedure:bodacc:{jugement.date}",
        libelle="Relever la publication au BODACC : le délai de déclaration en part "
        f"(annonce attendue vers le {en_chiffres(delai.terme(jugement.date))} ; {delai.incertitude})",
        fondement=delai.texte,
        commande=f"recouvre signaler {dossier.libelle} procedure --type {jugement.genre or '…'} --jugement-le "
        f"{en_chiffres(jugement.date)} --bodacc-le DATE",
    )


def _suites(dossier: Dossier, etape: ProcedureSuivie, etapes: tuple[ProcedureSuivie, ...]) -> Iterator[Demarche]:
    base, cle = f"recouvre procedure {dossier.libelle}", f"procedure:{etape.etape}:{etape.date}"
    match etape.etape:
        case _E.CONTESTATION if not _suivie_de(etapes, etape, (_E.REPONSE, _E.ADMISSION, _E.REJET)):
            delai, depart = delai_de("procedure.reponse"), etape.notifiee_le or etape.date
            yield en_une_fois(
                ATenir(
                    cle=cle, acte="Répondre à la contestation de la créance, pièces à l'appui", delai=delai,
                    depart=depart, terme=etape.jusqu_au or delai.terme(depart),
                    commande=f"{base} reponse --le DATE",
                )
            )  # fmt: skip
        case _E.REJET:
            dit = "Créance rejetée : faire appel, ou clore ? Demander le délai à l'avocat"
            commande = f'recouvre clore {dossier.libelle} --motif "créance rejetée"'
            yield _demarche(Genre.DECISION, cle, etape.date, dit, commande, "")
        case _E.CONVERSION:
            dit = (
                f"Procédure convertie en {etape.genre or 'une autre'} : relever le mandataire et l'annonce au BODACC ; "
            )
            dit += "que la créance déjà déclarée n'ait pas à l'être de nouveau se vérifie auprès de lui"
            commande = f'recouvre intervenant {dossier.libelle} mandataire --nom "…"'
            yield _demarche(Genre.TACHE, cle, etape.date, dit, commande, "")


def _suivie_de(
    etapes: tuple[ProcedureSuivie, ...], depuis: ProcedureSuivie, actes: tuple[EtapeDeProcedure, ...]
) -> bool:
    return any(etape.etape in actes and etape.date >= depuis.date for etape in etapes)


def _veille(dossier: Dossier, jugement: ArretDeDroit, etapes: tuple[ProcedureSuivie, ...]) -> Demarche:
    """Sans nouvelle, en demander : un dossier retenu garde toujours une suite."""
    cle = "procedure:veille"
    notes = (contact.date for contact in dossier.contacts if contact.etape == cle)
    dernier = max([jugement.date, *(e.date for e in etapes), *notes])
    suivie = next((_SUIVIES[e.etape] for e in reversed(etapes) if e.etape in _SUIVIES), "Procédure : où en est-elle")
    return _demarche(
        Genre.TACHE, cle, dernier + VEILLE, f"{suivie} ? (sans nouvelle depuis le {en_chiffres(dernier)})",
        f"recouvre procedure {dossier.libelle}", "",
    )  # fmt: skip


def _cloture(dossier: Dossier, cloture: ProcedureSuivie, etapes: tuple[ProcedureSuivie, ...], genre: str) -> Demarche:
    """Ce qu'une clôture laisse à décider. L'outil ne promet ni le certificat, ni la TVA.

    L'article sur la reprise des poursuites n'est cité que d'une liquidation, la seule qu'il règle.
    """
    declaree = any(etape.etape is _E.DECLARATION for etape in etapes)
    certificat = "demander au mandataire un certificat d'irrécouvrabilité" if declaree else (
        "créance non déclarée, le mandataire n'en certifiera sans doute rien"
    )  # fmt: skip
    motif = f" ({cloture.texte})" if cloture.texte else ""
    dit = f"Procédure close{motif} : {certificat} ; la TVA se voit avec le comptable (CGI, art. 272) ; les cautions se "
    dit += "vérifient ; puis clore"
    commande = f'recouvre clore {dossier.libelle} --motif "procédure close"'
    fondement = "C. com., art. L643-11" if genre == "liquidation" else ""
    return _demarche(Genre.DECISION, f"procedure:cloture:{cloture.date}", cloture.date, dit, commande, fondement)


def _demarche(genre: Genre, cle: str, le: dt.date, libelle: str, commande: str, fondement: str) -> Demarche:
    return Demarche(le=reporter(le), genre=genre, cle=cle, libelle=libelle, commande=commande, fondement=fondement)
