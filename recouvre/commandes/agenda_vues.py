"""Les autres façons de lire l'agenda : à quelqu'un, du soir, en calendrier, les dossiers sans suite."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.domaine.refus import Refus

if TYPE_CHECKING:
    from recouvre.base.agenda import LigneAgenda
    from recouvre.base.connexion import Base
    from recouvre.domaine.gestionnaires import Equipe

PARTICULIER = "consommateur"
_PAR_TELEPHONE = ("appel", "rappel")


class AuteurInconnu(Refus):
    """Personne, dans les réglages, ne saisit sous ce nom."""

    def __init__(self, auteur: str) -> None:
        super().__init__(
            f"Vous saisissez sous le nom « {auteur} », qu'aucun gestionnaire n'a dans les réglages. Tapez : "
            f"recouvre gestionnaire ajouter NOM --auteur {auteur}"
        )


def de_qui(base: Base, cabinet: Path, gestionnaire: str, *, miens: bool) -> tuple[Equipe, str]:
    """L'équipe, et de qui l'on veut l'agenda. Lève ``GestionnaireInconnu`` ou ``AuteurInconnu``."""
    from recouvre.base.gestionnaires import lire_equipe

    equipe = lire_equipe(cabinet)
    if not miens:
        from recouvre.commandes.lire_base import nom_tenu

        return equipe, nom_tenu(base, cabinet, gestionnaire)
    from recouvre.commandes.horloge import auteur

    membre = equipe.de_l_auteur(auteur())
    if membre is None:
        raise AuteurInconnu(auteur())
    return equipe, membre.nom


def lui_revient(equipe: Equipe, qui: str, ligne: LigneAgenda) -> bool:
    """Vrai si cette démarche est à ``qui`` : de ses dossiers, ou un contre-appel de son binôme."""
    if not ligne.sauf:
        return ligne.gestionnaire == qui
    return equipe.contre_appelle(qui, echoue_par=ligne.sauf, suivi_par=ligne.gestionnaire)


def montrer_soir(
    cabinet: Path, dues: Sequence[LigneAgenda], a_venir: Sequence[LigneAgenda], au: dt.date, *, en_json: bool
) -> None:
    """Les appels du soir : les particuliers, et ceux qui n'ont pas répondu en journée. Un appel par dossier."""
    from recouvre.base.canaux import lire_canaux
    from recouvre.droit.delais import UN_JOUR, reporter

    demain = reporter(au + UN_JOUR).isoformat()  # pas joint aujourd'hui : son contre-appel peut se faire ce soir
    contre = [ligne for ligne in a_venir if ligne.sauf and ligne.le <= demain]
    voulus = [ligne for ligne in dues if ligne.genre in _PAR_TELEPHONE and (ligne.sauf or ligne.qualite == PARTICULIER)]
    par_dossier: dict[int, LigneAgenda] = {}
    for ligne in sorted((*voulus, *contre), key=lambda ligne: not ligne.sauf):
        par_dossier.setdefault(ligne.dossier, ligne)
    retenus = sorted(par_dossier.values(), key=lambda ligne: (not ligne.telephone, ligne.priorite, ligne.le))
    creneau = lire_canaux(cabinet).appels.soir
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json
        from recouvre.commandes.agenda import en_objet

        ecrire_json({"au": au.isoformat(), "creneau": creneau, "demarches": [en_objet(ligne) for ligne in retenus]})
        return
    from recouvre.affichage import agenda as vue

    vue.montrer_soir(retenus, au, creneau)


def ecrire_calendrier(
    base: Base, dues: Sequence[LigneAgenda], a_venir: Sequence[LigneAgenda], au: dt.date, ou: str, *, noms: bool
) -> None:
    """Le calendrier, dans un fichier ou sur la sortie, tel quel : en UTF-8, fins de ligne comprises."""
    from recouvre.affichage.ical import calendrier
    from recouvre.base import agenda as lectures
    from recouvre.commandes.horloge import maintenant

    instant = maintenant().astimezone(dt.UTC)
    texte = calendrier((*dues, *a_venir), au, instant, marque=lectures.marque(base), noms=noms)
    octets = texte.encode()
    if ou == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(octets)
        return
    from recouvre.base.fichiers import ecrire
    from recouvre.commandes.chemins import d_ici

    chemin = Path(ou).expanduser()
    try:
        ecrire(chemin.absolute(), octets)
    except OSError as faute:
        pourquoi = "c'est un dossier" if chemin.is_dir() else "accès refusé, ou disque plein"
        raise Refus(f"{chemin} ne peut pas être écrit ({pourquoi}). Choisissez un autre fichier.") from faute
    print(f"Calendrier écrit dans {d_ici(chemin.absolute())} : {texte.count('BEGIN:VEVENT')} démarches.")


def montrer_orphelins(base: Base, au: dt.date, *, en_json: bool) -> None:
    """Les dossiers ouverts dont rien ne donne une suite ; l'outil n'en laisse pas, cette liste le prouve."""
    from recouvre.base import agenda as lectures
    from recouvre.conduite.suite import CLES_A_COTE, GENRES_A_COTE
    from recouvre.domaine.numeros import numero_lisible

    genres = [str(genre) for genre in GENRES_A_COTE]
    numeros = lectures.orphelins(base, au.isoformat(), genres_a_cote=genres, cles_a_cote=CLES_A_COTE)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"au": au.isoformat(), "orphelins": [numero_lisible(numero) for numero in numeros]})
        return
    if not numeros:
        print("Aucun dossier ouvert n'est sans suite.")
        return
    from recouvre.affichage.tableau import plier

    print(plier(f"Sans suite ({len(numeros)}) : {', '.join(map(numero_lisible, numeros))}", "  "))
    print("Pour chacun : recouvre dossier DOSSIER, puis recouvre voies DOSSIER ou recouvre clore DOSSIER.")
