"""La procédure collective, étape par étape : déclarer (``declaration``), suivre l'admission, la clôture.

Le jugement d'ouverture est un ``ArretDeDroit`` ; le reste, des ``ProcedureSuivie``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.apres_coup import a_rapporter
from recouvre.conduite.declaration import declarer
from recouvre.conduite.delais_a_tenir import ATenir, en_une_fois
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, ProcedureSuivie
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.droit.delais import reporter
from recouvre.droit.delais_de_procedure import delai as delai_de

_E = EtapeDeProcedure
VEILLE = dt.timedelta(days=180)
"""Sans nouvelle depuis ce temps, on en demande : une règle du cabinet."""

_SUIVIES = {
    _E.DECLARATION: "Créance déclarée : l'admission est-elle prononcée",
    _E.RELEVE_DEMANDE: "Relevé de forclusion demandé : la décision est-elle rendue",
    _E.RELEVE_ACCORDE: "Relevé de forclusion accordé : la créance est-elle déclarée",
    _E.CONTESTATION: "Créance contestée : le juge-commissaire a-t-il statué",
    _E.REPONSE: "Contestation répondue : le juge-commissaire a-t-il statué",
    _E.REJET: "Créance rejetée : un appel est-il formé",
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
    if not any(etape.etape is _E.ADMISSION for etape in etapes):
        yield from declarer(dossier, jugement, etapes, eloigne=eloigne)
    for etape in etapes:
        yield from _suites(dossier, etape, etapes)
    yield _veille(dossier, jugement, etapes)


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
