"""Dire ce qu'une nouvelle d'un pli a changé : présentation, intérêts, adresse, et quoi taper ensuite."""

from __future__ import annotations

from collections.abc import Iterator

from recouvre.affichage import anomalies
from recouvre.affichage.evenements import raconter
from recouvre.affichage.francais import date, pluriel
from recouvre.conduite.retours import nouvelle_adresse
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.parties import Qualite
from recouvre.operations.retours import Retour
from recouvre.operations.suivi_des_plis import BilanDuSuivi


def retour_json(retour: Retour) -> dict[str, object]:
    """Une nouvelle notée, en un objet."""
    pli = retour.pli
    return {
        "dossier": retour.dossier.libelle,
        "rang": retour.rang,
        "reference": pli.reference,
        "suite": str(pli.suite),
        "date": pli.date,
        "recommande": pli.recommande,
        "presentee_le": retour.presentee_le,
        "presentation_supposee": retour.supposee,
        "presentation_defaite": retour.defaite,
        "hors_service": sorted(retour.dossier.hors_service),
    }


def dire_retour(retour: Retour) -> None:
    """Une nouvelle notée, et ce qu'elle entraîne."""
    libelle = retour.dossier.libelle
    print(f"{libelle} : {_en_clair(retour)} (fait n° {retour.rang}).")
    for phrase in _consequences(retour):
        print(phrase)
    print(f'Une erreur ? recouvre annuler {libelle} {retour.rang} --motif "…"')


def _en_clair(retour: Retour) -> str:
    texte = raconter(retour.pli)
    return f"{texte[:1].lower()}{texte[1:]}, le {date(retour.pli.date)}"


def _consequences(retour: Retour) -> Iterator[str]:
    if retour.defaite:
        yield f"La présentation notée le {date(retour.defaite)} est défaite : le pli n'a été ni remis ni présenté."
    if "adresse" in retour.dossier.hors_service and retour.pli.suite is SuiteDuPli.NPAI:
        enquete = ", une enquête d'adresse est à l'agenda" if retour.enquete else ""
        yield f"L'adresse ne vaut plus rien : aucune lettre n'y part{enquete}."
        yield f"Trouvée, ou confirmée : {nouvelle_adresse(retour.dossier)}"
    if retour.presentee_le:
        interets = " : les intérêts en partent" if retour.dossier.qualite is Qualite.CONSOMMATEUR else ""
        yield f"Mise en demeure présentée le {date(retour.presentee_le)}{interets}."
    if retour.supposee:
        yield "Faute d'avis de passage noté, c'est le jour du retour qui est retenu ; le premier avis le corrigera."
    if retour.pli.suite in (SuiteDuPli.NON_RECLAME, SuiteDuPli.REFUSE):
        yield "L'adresse reste bonne : le scénario continue."


def bilan_json(bilan: BilanDuSuivi, *, a_blanc: bool) -> None:
    """Ce qu'un fichier a appris, en un objet JSON."""
    from recouvre.affichage.sortie_json import ecrire_json

    ecrire_json(
        {
            "a_blanc": a_blanc,
            "notees": [retour_json(retour) for retour in bilan.notees],
            "deja_connues": bilan.deja,
            "sans_nouvelle": bilan.muettes,
            "rejetees": bilan.rejetees,
            "anomalies": [anomalies.en_json(anomalie) for anomalie in bilan.anomalies],
            "rejets": [str(chemin) for chemin in bilan.rejets],
        }
    )


def dire_bilan(bilan: BilanDuSuivi, *, a_blanc: bool) -> None:
    """Ce qu'un fichier a appris, à lire : les plis revenus d'abord."""
    from recouvre.affichage.tableau import Colonne, tableau

    tries = sorted(bilan.notees, key=lambda r: (r.pli.suite is not SuiteDuPli.NPAI, r.dossier.numero, r.rang))
    if tries:
        lignes = [
            (r.pli.reference, raconter(r.pli).removeprefix(f"Pli {r.pli.reference} "), date(r.pli.date), _effet(r))
            for r in tries[: anomalies.AU_PLUS]
        ]
        reste = len(tries) - anomalies.AU_PLUS
        notes = [f"… et {pluriel(reste, 'autre nouvelle', 'autres nouvelles')}."] if reste > 0 else []
        colonnes = (Colonne("Pli"), Colonne("Nouvelle"), Colonne("Le"), Colonne(""))
        tableau(colonnes, lignes, titre="Essai à blanc" if a_blanc else "Suivi des plis", notes=notes)
        print()
    print(
        f"{pluriel(len(bilan.notees), 'nouvelle notée', 'nouvelles notées')}, "
        f"{pluriel(bilan.deja, 'ligne déjà connue', 'lignes déjà connues')}, "
        f"{pluriel(bilan.muettes, 'ligne sans nouvelle', 'lignes sans nouvelle')}, {pluriel(bilan.rejetees, 'rejet')}."
    )
    for phrase in anomalies.phrases(bilan.anomalies):
        print(phrase)
    for chemin in bilan.rejets:
        print(f'Lignes rejetées : {chemin}. Corrigez-les, puis : recouvre courrier-retour --fichier "{chemin}"')
    if a_blanc:
        print("Essai à blanc : rien n'a été écrit. Relancez sans --a-blanc pour noter.")
    elif any(r.dossier.hors_service for r in bilan.notees):
        print("Des adresses sont à chercher : recouvre agenda")


def _effet(retour: Retour) -> str:
    if retour.pli.suite is SuiteDuPli.NPAI and "adresse" in retour.dossier.hors_service:
        return "adresse à chercher"
    return f"présentée le {date(retour.presentee_le)}" if retour.presentee_le else ""
