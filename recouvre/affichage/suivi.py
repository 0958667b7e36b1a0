"""Les litiges et les promesses d'un dossier, sur sa fiche."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from recouvre.affichage.faits_de_suivi import raconter_suivi
from recouvre.affichage.francais import date, montant, pluriel
from recouvre.affichage.tableau import Colonne, tableau
from recouvre.conduite.indicateurs import SILENCE, indicateurs
from recouvre.conduite.litiges import clos_le, litiges_ouverts
from recouvre.conduite.promesses import EtatPromesse, etats
from recouvre.conduite.signaux import en_cours
from recouvre.conduite.suivi import recu_depuis
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.montants import en_decimal


def paires(dossier: Dossier, au: dt.date) -> Iterator[tuple[str, str]]:
    """Les lignes de la fiche : ce qui court ce jour-là, et rien de ce qui est fini."""
    for litige in litiges_ouverts(dossier, au):
        sur = f" sur {litige.facture}" if litige.facture else ""
        reconnu = f" ({montant(litige.reconnu)} reconnus)" if litige.reconnu else ""
        yield "Litige", f"depuis le {date(litige.date)}{sur} : {litige.motif}{reconnu}"
    for signal in en_cours(dossier, au):
        yield "Signal", f"{raconter_suivi(signal)}, depuis le {date(signal.date)}"
    dites = etats(dossier, au)
    if dites and dites[-1][1] is not EtatPromesse.TENUE:
        promesse, etat = dites[-1]
        recu = recu_depuis(dossier, promesse, au)
        deja = f", {montant(recu)} reçus" if recu else ""
        dit = "" if etat is EtatPromesse.EN_COURS else f" : {etat}"
        yield "Promesse", f"{montant(promesse.montant)} pour le {date(promesse.pour_le)}{deja}{dit}"


def conduite_du_debiteur(dossier: Dossier, au: dt.date, *, attendu: bool) -> Iterator[tuple[str, str]]:
    """La ligne « Signaux » : des comptes, s'il y a quelque chose à dire. ``attendu`` : il doit encore."""
    vus = indicateurs(dossier, au)
    comptes = (
        (vus.promesses_rompues, "promesse rompue", "promesses rompues"),
        (vus.appels_sans_reponse, "appel sans réponse", "appels sans réponse"),
        (vus.reports, "report", "reports"),
    )
    dits = [pluriel(nombre, un, plusieurs) for nombre, un, plusieurs in comptes if nombre]
    if attendu and vus.silence >= SILENCE:
        depuis = f"le {date(vus.dernier_signe_le)}" if vus.dernier_signe_le else "l'ouverture"
        dits.append(f"aucun signe du débiteur depuis {depuis} ({vus.silence} jours)")
    if dits:
        yield "Signaux", " ; ".join(dits)


def indicateurs_json(dossier: Dossier, au: dt.date) -> dict[str, Any]:
    """Les mêmes comptes, tous, et la date du dernier signe."""
    return asdict(indicateurs(dossier, au))


def litiges_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Les litiges du dossier, clos compris."""
    return [
        {
            "le": litige.date,
            "motif": litige.motif,
            "facture": litige.facture or None,
            "reconnu": en_decimal(litige.reconnu) if litige.reconnu else None,
            "clos_le": clos_le(dossier, litige),
        }
        for litige in dossier.litiges
    ]


def signaux_json(dossier: Dossier, au: dt.date) -> list[dict[str, Any]]:
    """Les signaux qui courent ce jour-là."""
    return [
        {"le": signal.date, "signal": str(signal.nature), "jusqu_au": signal.jusqu_au, "texte": signal.texte or None}
        for signal in en_cours(dossier, au)
    ]


def promesses_json(dossier: Dossier, au: dt.date) -> list[dict[str, Any]]:
    """Les promesses faites à ce jour, et ce que chacune est devenue."""
    return [
        {
            "le": promesse.date,
            "montant": en_decimal(promesse.montant),
            "pour_le": promesse.pour_le,
            "recu": en_decimal(recu_depuis(dossier, promesse, au)),
            "etat": str(etat),
        }
        for promesse, etat in etats(dossier, au)
    ]


def montrer_les_promesses(dossier: Dossier, au: dt.date) -> None:
    """Toutes les promesses, et ce que chacune est devenue ; ce que la seconde rompue a changé."""
    dites = etats(dossier, au)
    if not dites:
        print(f"{dossier.libelle} : aucune promesse. En noter une : recouvre promesse {dossier.libelle} 300 --pour …")
        return
    lignes = [
        (date(p.date), montant(p.montant), date(p.pour_le), montant(recu_depuis(dossier, p, au)), str(etat))
        for p, etat in dites
    ]
    colonnes = (
        Colonne("Faite le"), Colonne("Promis", True), Colonne("Pour le"), Colonne("Reçu depuis", True), Colonne("État")
    )  # fmt: skip
    rompues = sum(etat is EtatPromesse.ROMPUE for _, etat in dites)
    notes = ["Deux promesses rompues : la relance suivante est sautée, on passe à une plus ferme."]
    tableau(colonnes, lignes, titre=f"{dossier.libelle} : promesses", notes=notes if rompues >= 2 else [])
