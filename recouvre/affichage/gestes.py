"""Ce qu'il faut taper pour faire une démarche, quand elle ne le dit pas elle-même."""

from __future__ import annotations

_PAR_CLE = {
    "presentation": "recouvre noter {dossier} mise-en-demeure --presentee-le DATE",
    "enquete-adresse": "recouvre debiteur {dossier} --adresse … --code-postal … --ville …",
    "solde-minime": 'recouvre clore {dossier} --motif "solde minime, accord du créancier"',
    "hors-lettre": "recouvre ouvrir --creancier … --debiteur … --facture …",
    "promesse-rompue": 'recouvre noter {dossier} appel "compte rendu"',
    "contestation": "recouvre courrier {dossier} reponse_contestation --etablir",
    "taux": "recouvre taux ajouter",
}
"""Par début de clé (avant « : ») : plus précis que le genre."""

_PAR_GENRE = {
    "prescription": "recouvre prescription {dossier}",
    "delai": "recouvre dossier {dossier}",
    "taux": "recouvre taux ajouter",
    "trop-perçu": "recouvre noter {dossier} restitution",
    "quittance": "recouvre noter {dossier} quittance",
    "echeance": "recouvre encaisser {dossier} MONTANT",
    "promesse": "recouvre encaisser {dossier} MONTANT",
    "litige": 'recouvre reprendre {dossier} litige --issue "…"',
    "rappel": 'recouvre noter {dossier} appel "compte rendu"',
    "envoi": "recouvre relances --envoyer",
    "appel": 'recouvre noter {dossier} appel "compte rendu"',
    "visite": 'recouvre noter {dossier} visite "compte rendu"',
    "tache": 'recouvre noter {dossier} tache "ce qui est fait"',
    "decision": 'recouvre noter {dossier} decision "ce qui est décidé"',
    "avis": 'recouvre noter {dossier} tache "créancier avisé"',
    "piece": "recouvre piece {dossier} mandat",
    "reversement": "recouvre dossier {dossier}",
}


def geste(commande: str, genre: str, cle: str, dossier: str) -> str:
    """La commande de cette démarche : la sienne, sinon celle de sa clé, sinon celle de son genre.

    >>> geste("", "appel", "appel-1", "D-12")
    'recouvre noter D-12 appel "compte rendu"'
    >>> geste("recouvre voies D-1", "decision", "suite", "D-1"), geste("", "tache", "hors-lettre:F-2", "D-1")
    ('recouvre voies D-1', 'recouvre ouvrir --creancier … --debiteur … --facture …')
    """
    if commande:
        return commande
    gabarit = _PAR_CLE.get(cle.partition(":")[0]) or _PAR_GENRE.get(genre, "recouvre dossier {dossier}")
    return gabarit.format(dossier=dossier)
