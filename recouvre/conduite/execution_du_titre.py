"""Un titre, de sa date à son exécution : le faire signifier, le confier, demander des nouvelles.

L'exécution est au seul commissaire de justice (CPCE L122-1) ; la fin des dix ans est veillée avec la prescription.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import TitreObtenu
from recouvre.droit.delais import UN_JOUR, ajouter_mois, avancer, reporter
from recouvre.droit.delais_instances import CodeDelai, delai

SUIVI_DE_L_EXECUTION = 3
"""Mois entre deux demandes de nouvelles au commissaire de justice : une règle du cabinet."""


def notes(dossier: Dossier, cle: str) -> list[dt.date]:
    """Les jours où l'on a noté cette démarche faite."""
    return [contact.date for contact in dossier.contacts if contact.etape == cle]


def execution(dossier: Dossier, cle: str, depart: dt.date, reserve: str = "") -> Demarche:
    """Confier l'exécution d'un titre, puis, une fois noté, demander où elle en est."""
    faites = notes(dossier, cle)
    le = reporter(ajouter_mois(max(faites), SUIVI_DE_L_EXECUTION)) if faites else reporter(depart)
    quoi = (
        "Demander au commissaire de justice où en est l'exécution"
        if faites
        else f"Titre exécutoire depuis le {en_chiffres(depart)} : le confier à un commissaire de justice"
    )
    return Demarche(
        le=le,
        genre=Genre.TACHE,
        cle=cle,
        libelle=f"{quoi}{reserve}",
        fondement="CPCE, art. L111-7 et L122-1",
        commande=f'recouvre noter {dossier.libelle} tache "confié à Me …"',
    )


def suivre_le_titre(dossier: Dossier, titre: TitreObtenu) -> Iterator[Demarche]:
    """Le faire signifier, puis exécuter. Une ordonnance, un jugement ont un délai ; un acte notarié n'en a pas."""
    jour = titre.date.isoformat()
    signifie = next((acte for acte in dossier.significations if acte.date >= titre.date), None)
    if signifie is None and titre.decision:
        injonction = titre.nature == "injonction-de-payer"
        regle = delai(CodeDelai.IP_SIGNIFICATION if injonction else CodeDelai.JUGEMENT_SIGNIFICATION, titre.date)
        limite = regle.terme(titre.date)
        si = "" if injonction else ", si le débiteur n'a pas comparu"
        geste = f"recouvre titre {dossier.libelle} signifier --le DATE"
        yield Demarche(
            le=titre.date,
            jusqu_au=limite,
            genre=Genre.DELAI,
            cle=f"titre-signification:{jour}",
            libelle=f"Faire signifier le titre au plus tard le {en_chiffres(avancer(limite))}{si}",
            fondement=regle.fondement,
            commande=geste,
        )
        if injonction or not notes(dossier, f"titre-signification:{jour}:passe"):
            yield Demarche(
                le=limite + UN_JOUR,
                genre=Genre.DELAI if injonction else Genre.DECISION,
                cle=f"titre-signification:{jour}:passe",
                libelle=f"Signification du titre non notée au {en_chiffres(limite)} : il est non avenu{si}",
                fondement=regle.fondement,
                commande=geste,
            )
        return
    depart = max(signifie.date, signifie.executoire_le or signifie.date) if signifie else titre.date
    yield execution(dossier, f"titre-execution:{jour}", depart)
