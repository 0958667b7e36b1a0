"""L'ordre des étapes d'une procédure collective : ce qui ne peut pas en précéder une autre, et ce qu'il faut savoir.

Le droit laisse admettre une créance que le créancier n'a pas déclarée : le débiteur a pu la porter à la connaissance du
mandataire (C. com. L622-24 al. 3). Cela s'avertit donc, et ne se refuse pas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.declaration import RELEVE, Course, Etapes, course_de, fin_du_releve, hors_delai
from recouvre.conduite.procedure import etapes_de, ouverture
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, ProcedureSuivie
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.domaine.montants import en_euros
from recouvre.droit.delais_de_procedure import delai as delai_de

_E = EtapeDeProcedure
_VERIFIEES = {
    _E.ADMISSION: "l'admission", _E.REJET: "le rejet", _E.CONTESTATION: "la contestation",
}  # fmt: skip
"""Ce que le mandataire ou le juge fait d'une créance déclarée."""


def hors_d_ordre(dossier: Dossier, etapes: Etapes, fait: ProcedureSuivie) -> str:
    """Pourquoi cette étape ne peut pas venir à ce jour, et que faire ; vide : rien ne s'y oppose."""
    base = f"recouvre procedure {dossier.libelle}"
    if fait.etape is _E.RELEVE_ACCORDE and not _avant(etapes, _E.RELEVE_DEMANDE, fait.date):
        return f"Le relevé se demande avant d'être accordé : {base} releve-demande --le DATE."
    if fait.etape is _E.REPONSE and not _avant(etapes, _E.CONTESTATION, fait.date):
        return (
            f"Aucune contestation de la créance n'est notée avant le {en_chiffres(fait.date)} : il n'y a rien à quoi "
            f"répondre. D'abord : {base} contestation --le DATE --notifiee-le DATE."
        )
    close = next((etape for etape in etapes if etape.etape is _E.CLOTURE), None)
    if close is not None and (fait.date > close.date or fait.etape is _E.CLOTURE):
        return (
            f"La procédure a été close le {en_chiffres(close.date)} : plus aucune étape ne la suit. Si cette clôture "
            f"est fausse : recouvre annuler {dossier.libelle} RANG ; si une autre procédure s'est ouverte : recouvre "
            f"signaler {dossier.libelle} procedure --type … --jugement-le DATE."
        )
    apres = [etape for etape in etapes if etape.date > fait.date]
    if fait.etape is _E.CLOTURE and apres:
        return (
            f"La clôture vient la dernière, et une étape est notée le {en_chiffres(apres[-1].date)} : vérifiez ces "
            f"dates, {base} les montre."
        )
    return ""


def a_savoir(dossier: Dossier, fait: ProcedureSuivie, au: dt.date, *, eloigne: bool) -> tuple[str, ...]:
    """Ce qu'il faut savoir de l'étape que l'on vient d'écrire ``au`` : un délai passé, une déclaration qui manque."""
    jugement = ouverture(dossier)
    if jugement is None:
        return ()
    etapes = etapes_de(dossier, jugement)
    match fait.etape:
        case _E.DECLARATION:
            return tuple(_de_la_declaration(jugement, etapes, fait, au, eloigne=eloigne))
        case _E.ADMISSION | _E.REJET | _E.CONTESTATION:
            return tuple(_sans_declaration(dossier, etapes, fait))
        case _E.RELEVE_DEMANDE:
            return tuple(_du_releve(jugement, etapes, fait, eloigne=eloigne))
        case _E.REPONSE:
            return tuple(_de_la_reponse(etapes, fait))
        case _:
            return ()


def _de_la_declaration(
    jugement: ArretDeDroit, etapes: Etapes, fait: ProcedureSuivie, au: dt.date, *, eloigne: bool
) -> Iterator[str]:
    course = hors_delai(jugement, etapes, fait, eloigne=eloigne)
    if course is not None:
        yield _tardive(jugement, etapes, fait, au, course, eloigne=eloigne)
    tranchee = next((e for e in etapes if e.etape in (_E.ADMISSION, _E.REJET) and e.date < fait.date), None)
    if tranchee is not None:
        yield (
            f"{_VERIFIEES[tranchee.etape].capitalize()} de la créance est déjà notée, du {en_chiffres(tranchee.date)} "
            ": une déclaration la précède d'ordinaire. Vérifiez ces deux dates."
        )


def _tardive(
    jugement: ArretDeDroit, etapes: Etapes, fait: ProcedureSuivie, au: dt.date, course: Course, *, eloigne: bool
) -> str:
    """Ce que coûte une déclaration tardive : rien de ce qu'une autre a déclaré à temps."""
    pourquoi = f" ({course.pourquoi})" if course.pourquoi else ""
    fini = f"Le délai de déclaration a fini le {en_chiffres(course.terme)}{pourquoi}."
    texte = " ; ".join(filter(None, (delai_de(RELEVE).texte, delai_de(RELEVE).reserve)))
    dites = [etape for etape in etapes if etape.etape is _E.DECLARATION and etape != fait]
    a_temps = next((dite for dite in dites if hors_delai(jugement, etapes, dite, eloigne=eloigne) is None), None)
    if a_temps is not None:
        return (
            f"{fini} La créance est déclarée à temps, le {en_chiffres(a_temps.date)} ; ce que celle du "
            f"{en_chiffres(fait.date)} y ajouterait est hors délai ({texte})."
        )
    reste = _reste_a_relever(jugement, etapes, au, course)
    if fait.date <= course.tard:
        return (
            f"{fini} Déclarée le {en_chiffres(fait.date)}, la créance est hors délai, sauf : {course.sauf}. Si ce "
            f"n'est pas le cas, elle n'aura part à aucune répartition ; {reste} ({texte})."
        )
    return (
        f"{fini} Déclarée le {en_chiffres(fait.date)}, la créance est hors délai et n'aura part à aucune répartition ; "
        f"{reste} ({texte})."
    )


def _reste_a_relever(jugement: ArretDeDroit, etapes: Etapes, au: dt.date, course: Course) -> str:
    """Ce qui peut encore sauver une créance déclarée trop tard."""
    fin = fin_du_releve(jugement, course)
    if _avant(etapes, _E.RELEVE_ACCORDE, au):
        return "elle a déjà été relevée une fois, voyez un avocat"
    if au > fin:
        return f"les six mois du relevé de forclusion ont fini le {en_chiffres(fin)}"
    return (
        f"le juge-commissaire peut l'en relever, si on le lui demande le {en_chiffres(fin)} au plus tard, ce que "
        "l'agenda rappelle"
    )


def _sans_declaration(dossier: Dossier, etapes: Etapes, fait: ProcedureSuivie) -> Iterator[str]:
    dites = [etape for etape in etapes if etape.etape is _E.DECLARATION]
    if not any(dite.date <= fait.date for dite in dites):
        plus_tard = f" (celle du {en_chiffres(dites[0].date)} la suit)" if dites else ""
        yield (
            f"Aucune déclaration n'est notée avant {_VERIFIEES[fait.etape]} du {en_chiffres(fait.date)}{plus_tard}. Le "
            "débiteur a pu porter la créance à la connaissance du mandataire (C. com., art. L622-24 al. 3) ; si vous "
            f"l'avez déclarée, notez-le : recouvre procedure {dossier.libelle} declaration --le DATE."
        )
    declare = max((dite.montant for dite in dites), default=0)
    if fait.etape is _E.ADMISSION and 0 < declare < fait.montant:
        yield f"Admise pour {en_euros(fait.montant)}, quand {en_euros(declare)} sont déclarés : vérifiez ces sommes."


def _du_releve(jugement: ArretDeDroit, etapes: Etapes, fait: ProcedureSuivie, *, eloigne: bool) -> Iterator[str]:
    course = course_de(jugement, tuple(e for e in etapes if e.date <= fait.date), eloigne=eloigne)
    if course is None:
        return
    fin = fin_du_releve(jugement, course)
    dites = [etape for etape in etapes if etape.etape is _E.DECLARATION and etape.date <= course.terme]
    if dites:
        yield (
            f"La créance est déclarée dans le délai, le {en_chiffres(dites[0].date)} : il n'y a pas de forclusion à "
            "relever. Vérifiez."
        )
    elif fait.date <= course.terme:
        yield (
            f"Le délai de déclaration court jusqu'au {en_chiffres(course.terme)} : il n'y a pas encore de forclusion à "
            "relever, déclarez la créance."
        )
    elif fait.date > fin:
        yield (
            f"Les six mois du relevé de forclusion ont fini le {en_chiffres(fin)} ({delai_de(RELEVE).texte}) : il ne "
            "reste que le cas du créancier qui ne pouvait connaître sa créance. Voyez un avocat."
        )


def _de_la_reponse(etapes: Etapes, fait: ProcedureSuivie) -> Iterator[str]:
    contestation = next(e for e in reversed(etapes) if e.etape is _E.CONTESTATION and e.date <= fait.date)
    delai = delai_de("procedure.reponse")
    terme = contestation.jusqu_au or delai.terme(contestation.notifiee_le or contestation.date)
    if fait.date > terme:
        yield (
            f"Le délai pour répondre à la contestation a fini le {en_chiffres(terme)} ({delai.texte}) : "
            f"{delai.reserve}."
        )


def _avant(etapes: Etapes, cherchee: EtapeDeProcedure, le: dt.date) -> bool:
    return any(etape.etape is cherchee and etape.date <= le for etape in etapes)
