"""Les actes d'une voie judiciaire, tels qu'on les tape, et la commande entière de chacun."""

from __future__ import annotations

from recouvre.domaine.faits_d_instance import Acte, Instance
from recouvre.domaine.refus import SaisieIllisible

VERBES: dict[Instance, dict[str, Acte]] = {
    Instance.INJONCTION: {
        "deposer": Acte.OUVERTURE,
        "consigner": Acte.CONSIGNATION,
        "rejet": Acte.REJET,
        "ordonnance": Acte.ORDONNANCE,
        "signifier": Acte.SIGNIFICATION,
        "opposition": Acte.OPPOSITION,
        "constituer": Acte.CONSTITUTION,
        "consigner-opposition": Acte.CONSIGNATION_OPPOSITION,
        "audience": Acte.AUDIENCE,
        "jugement": Acte.JUGEMENT,
        "desister": Acte.DESISTEMENT,
    },
    Instance.PETITES_CREANCES: {
        "inviter": Acte.OUVERTURE,
        "accord": Acte.ACCORD,
        "refus": Acte.REFUS,
        "titre": Acte.TITRE,
        "desister": Acte.DESISTEMENT,
    },
    Instance.ASSIGNATION: {
        "delivrer": Acte.OUVERTURE,
        "audience": Acte.AUDIENCE,
        "jugement": Acte.JUGEMENT,
        "rejet": Acte.REJET,
        "signifier": Acte.SIGNIFICATION,
        "desister": Acte.DESISTEMENT,
    },
}
VERBES[Instance.REFERE] = VERBES[Instance.ASSIGNATION]
"""Par voie, le mot qui se tape et l'acte qu'il note."""

COMMANDES = {
    Instance.INJONCTION: "injonction",
    Instance.PETITES_CREANCES: "petites-creances",
    Instance.ASSIGNATION: "assignation",
    Instance.REFERE: "assignation",
}

_OPTIONS = {
    Acte.ORDONNANCE: " --montant MONTANT --reference NUMÉRO",
    Acte.SIGNIFICATION: " [--a-personne]",
    Acte.OPPOSITION: " --notifiee-le DATE",
    Acte.AUDIENCE: " --pour-le DATE",
    Acte.JUGEMENT: " --montant MONTANT",
}


def verbe(instance: Instance, acte: Acte) -> str:
    """Le mot qui note cet acte dans cette voie. Lève ``SaisieIllisible`` si elle ne le connaît pas.

    >>> verbe(Instance.INJONCTION, Acte.OUVERTURE), verbe(Instance.REFERE, Acte.OUVERTURE)
    ('deposer', 'delivrer')
    """
    mot = next((mot for mot, connu in VERBES[instance].items() if connu is acte), None)
    if mot is None:
        raise SaisieIllisible(f"« {acte} » n'est pas un acte de « {instance} » : {', '.join(VERBES[instance])}.")
    return mot


def commande(dossier: str, instance: Instance, acte: Acte) -> str:
    """La commande à taper.

    >>> commande("D-1", Instance.INJONCTION, Acte.SIGNIFICATION)
    'recouvre injonction D-1 signifier --le DATE [--a-personne]'
    """
    refere = " --refere" if instance is Instance.REFERE else ""
    options = _OPTIONS.get(acte, "")
    return f"recouvre {COMMANDES[instance]} {dossier} {verbe(instance, acte)} --le DATE{options}{refere}"
