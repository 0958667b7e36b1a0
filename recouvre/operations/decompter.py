"""Le décompte d'un dossier tenu : celui du droit, et ce que la prescription oblige à en dire d'abord."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.droit.decompte import decompter
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.prescription import Creance, prescrire
from recouvre.droit.releve import Decompte, Reserve
from recouvre.operations.session import Session


def decompter_dossier(session: Session, dossier: Dossier, au: dt.date) -> Decompte:
    """Ce qui est dû ce jour-là, une créance prescrite ou forclose étant dite avant toute autre réserve.

    Lève ``TauxInconnu``.
    """
    calcul = decompter(dossier, au, session.bareme)
    dues = [solde.numero for solde in calcul.factures if solde.reste]
    eteintes = [creance for creance in prescrire(dossier, session.natures, dues).creances if creance.acquise(au)]
    return replace(calcul, reserves=(*(_prescrite(creance) for creance in eteintes), *calcul.reserves))


def _prescrite(creance: Creance) -> Reserve:
    mot = "forclose" if creance.forclusion else "prescrite"
    return Reserve(
        "prescription",
        f"Facture {creance.facture} : {mot} depuis le {en_chiffres(creance.date + UN_JOUR)} "
        f"({creance.nature.texte}), sauf un fait qui l'aurait arrêtée à temps. Ne la présentez plus comme exigible.",
    )
