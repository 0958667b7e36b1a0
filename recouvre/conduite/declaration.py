"""Déclarer une créance à la procédure collective, et se faire relever de la forclusion quand le délai est passé.

Déclarée trop tard, la créance n'a part à rien (C. com. L622-26) : le relevé reste à demander, comme si elle ne l'était
pas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from recouvre.conduite.delais_a_tenir import ATenir, avec_rappels
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, ProcedureSuivie
from recouvre.domaine.faits_de_droit import ArretDeDroit
from recouvre.droit.delais import UN_JOUR, reporter
from recouvre.droit.delais_de_procedure import Delai
from recouvre.droit.delais_de_procedure import delai as delai_de

_E = EtapeDeProcedure
Etapes = tuple[ProcedureSuivie, ...]
RELEVE = "procedure.releve"


class Course(NamedTuple):
    """Le délai de déclaration tel qu'il court : son dernier jour, son départ, ce qu'il faut en savoir.

    ``prudent`` : le jour à viser d'un délai augmenté ; ``sauf`` : ce qui le ferait finir plus tard, le jour ``tard``.
    """

    delai: Delai
    depart: dt.date
    terme: dt.date
    tard: dt.date
    pourquoi: str = ""
    prudent: dt.date | None = None
    sauf: str = ""

    @property
    def note(self) -> str:
        """Tout cela en une ligne."""
        viser = f"par prudence, visez le {en_chiffres(self.prudent)}" if self.prudent else ""
        return " ; ".join(filter(None, (self.pourquoi, viser, self.sauf)))


def declarer(dossier: Dossier, jugement: ArretDeDroit, etapes: Etapes, *, eloigne: bool) -> Iterator[Demarche]:
    """La déclaration, puis, passé son délai, le relevé de forclusion ; relevé, la déclaration de nouveau."""
    dites = [etape for etape in etapes if etape.etape is _E.DECLARATION]
    if any(hors_delai(jugement, etapes, dite, eloigne=eloigne) is None for dite in dites):
        return
    course = course_de(jugement, etapes, eloigne=eloigne)
    if course is None:
        yield _annonce(dossier, jugement)
        return
    tardive = dites[-1] if dites else None
    if tardive is None or _releve_depuis(etapes, tardive):
        yield from avec_rappels(_a_declarer(dossier, course, tardive))
    yield from _relever(dossier, jugement, etapes, course, tardive)


def course_de(jugement: ArretDeDroit, etapes: Etapes, *, eloigne: bool) -> Course | None:
    """Ce qui fait courir le délai : le relevé accordé, sinon l'avertissement personnel, sinon le BODACC.

    Un créancier averti personnellement a deux mois de cet avis s'il a une sûreté ou un contrat publiés, du BODACC sinon
    (L622-24) : l'outil ne sait pas lequel il est, retient le plus tôt, et dit l'autre.
    """
    releve = next((e for e in reversed(etapes) if e.etape is _E.RELEVE_ACCORDE), None)
    if releve is not None:
        delai, depart = delai_de("procedure.declaration-apres-releve"), releve.notifiee_le or releve.date
        terme = _augmente(delai, delai.duree).terme(depart) if eloigne else delai.terme(depart)
        return Course(delai, depart, terme, terme, "délai réduit de moitié")
    avertissement = next((e for e in reversed(etapes) if e.etape is _E.AVERTISSEMENT), None)
    averti_le = (avertissement.notifiee_le or avertissement.date) if avertissement else None
    departs = [le for le in (jugement.publie_le, averti_le) if le]
    if not departs:
        return None
    court = delai_de("procedure.declaration")
    delai = _augmente(court, delai_de("procedure.eloignement").duree) if eloigne else court
    tard, sauf = _sinon(delai, jugement.publie_le, averti_le)
    if not eloigne:
        return Course(delai, min(departs), delai.terme(min(departs)), tard, sauf=sauf)
    pourquoi = "deux mois de plus, le créancier demeurant hors du territoire du tribunal (R622-24)"
    return Course(delai, min(departs), delai.terme(min(departs)), tard, pourquoi, court.terme(min(departs)), sauf)


def _sinon(delai: Delai, publie_le: dt.date | None, averti_le: dt.date | None) -> tuple[dt.date, str]:
    """L'autre fin possible du délai, et pour quel créancier."""
    if averti_le is None or averti_le == publie_le:
        return delai.terme(publie_le or dt.date.min), ""
    if publie_le is None:
        return dt.date.max, "sans sûreté ni contrat publiés, le délai part du BODACC : relevez-en la date"
    tard = delai.terme(max(publie_le, averti_le))
    if averti_le > publie_le:
        return tard, f"jusqu'au {en_chiffres(tard)} pour une sûreté ou un contrat publiés, avertis personnellement"
    return tard, f"jusqu'au {en_chiffres(tard)}, compté du BODACC, sans sûreté ni contrat publiés"


def hors_delai(jugement: ArretDeDroit, etapes: Etapes, declaration: ProcedureSuivie, *, eloigne: bool) -> Course | None:
    """Le délai que cette déclaration a laissé passer ; ``None`` : elle est à temps, ou rien ne le fait courir."""
    avant = tuple(etape for etape in etapes if etape.date <= declaration.date)
    course = course_de(jugement, avant, eloigne=eloigne)
    return course if course is not None and declaration.date > course.terme else None


def fin_du_releve(jugement: ArretDeDroit, course: Course) -> dt.date:
    """Le dernier jour où le relevé de forclusion se demande (C. com. L622-26)."""
    return delai_de(RELEVE).terme(jugement.publie_le or course.depart)


def _releve_depuis(etapes: Etapes, declaration: ProcedureSuivie) -> bool:
    return any(etape.etape is _E.RELEVE_ACCORDE and etape.date >= declaration.date for etape in etapes)


def _a_declarer(dossier: Dossier, course: Course, tardive: ProcedureSuivie | None) -> ATenir:
    refaire = (
        f"déclarée le {en_chiffres(tardive.date)}, hors délai : le mandataire dit s'il faut la refaire"
        if tardive
        else ""
    )
    return ATenir(
        cle=f"procedure:declaration:{course.depart}",
        acte="Déclarer la créance au mandataire judiciaire (recommandé ; modèle declaration_creance)",
        delai=course.delai,
        depart=course.depart,
        terme=course.terme,
        commande=f"recouvre procedure {dossier.libelle} declaration --le DATE",
        note=" ; ".join(filter(None, (course.note, refaire))),
    )


def _relever(
    dossier: Dossier, jugement: ArretDeDroit, etapes: Etapes, course: Course, tardive: ProcedureSuivie | None
) -> Iterator[Demarche]:
    """Le relevé, tant qu'il peut se demander ; puis ce que sa perte coûte."""
    fin, releve = fin_du_releve(jugement, course), delai_de(RELEVE)
    if any(etape.etape in (_E.RELEVE_DEMANDE, _E.RELEVE_ACCORDE) for etape in etapes) or fin <= course.terme:
        return
    dite = f"déclarée le {en_chiffres(tardive.date)}, après le" if tardive else "non déclarée au"
    doute = course.sauf if course.tard >= (tardive.date if tardive else course.terme) else ""
    preuve = "il faut prouver que le retard n'est pas du fait du créancier, ou que le débiteur l'a omis"
    yield from avec_rappels(
        ATenir(
            cle=f"procedure:releve:{course.depart}",
            acte=f"Créance {dite} {en_chiffres(course.terme)} : demander au juge-commissaire le relevé de forclusion",
            delai=releve, depart=course.terme + UN_JOUR, terme=fin,
            commande=f"recouvre procedure {dossier.libelle} releve-demande --le DATE",
            note=" ; ".join(filter(None, (doute, preuve))),
        )
    )  # fmt: skip
    sans = "Déclarée hors délai, sans relevé" if tardive else "Ni déclaration ni relevé"
    motif = "créance déclarée hors délai" if tardive else "créance non déclarée"
    yield Demarche(
        le=reporter(fin + UN_JOUR), genre=Genre.DECISION, cle=f"procedure:forclusion:{course.depart}",
        libelle=f"{sans} : la créance n'aura part à aucune répartition{f' ({doute})' if tardive and doute else ''} ; "
        "le dire au créancier",
        fondement=releve.texte, commande=f'recouvre clore {dossier.libelle} --motif "{motif}"',
    )  # fmt: skip


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
