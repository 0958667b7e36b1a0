"""`recouvre relances` : ce qui partirait, et le départ."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from recouvre.operations.passage import Depart, Passage
    from recouvre.operations.preparer import Retenu

app = typer.Typer()

_AU_PLUS = 10
_PAR_RAISON = 6


@app.command()
def relances(
    cabinet: Cabinet,
    au: Au,
    envoyer: Annotated[bool, typer.Option("--envoyer", help="Les fait partir. Sans cette option : un aperçu.")] = False,
    tout: Annotated[bool, typer.Option("--tout", help="Toutes les lignes, sans abréger.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre les relances dues ; avec --envoyer, les fait partir.

    L'aperçu et l'envoi prennent la même décision. Envoyer deux fois le même jour ne fait rien la seconde fois ; après
    plusieurs jours sans passage, une seule démarche part par dossier.
    """
    from recouvre.affichage.progression import progression
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import relancer

    if envoyer and au > aujourdhui():
        print(f"Attention : ces courriers sont datés du {au:%d/%m/%Y}, dans l'avenir.", file=sys.stderr)
    if envoyer:
        passage = _envoyer(cabinet, au)
    else:
        with ouvrir_session(cabinet) as session, progression("Examen") as suivi:
            passage = relancer.apercevoir(session, au, suivi)
    if en_json:
        _json(passage)
    else:
        _montrer(passage, cabinet, envoyer, tout)
    if passage.echecs:
        raise typer.Exit(1)


def _envoyer(cabinet: Path, au: dt.date) -> Passage:
    """Le départ, consigné au journal d'exécution quoi qu'il lui arrive."""
    from recouvre.affichage.progression import progression
    from recouvre.commandes.passages import consigner_le_passage
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import relancer

    with consigner_le_passage(cabinet) as bilan:
        with ouvrir_session(cabinet) as session, progression("Courriers") as suivi:
            passage = relancer.envoyer(session, au, suivi)
        bilan.parties, bilan.retenues = len(passage.envoyees), len(passage.retenues)
        bilan.echecs, bilan.incertaines = len(passage.echecs), len(passage.incertaines)
        bilan.code = 1 if passage.echecs else 0
    return passage


def _json(passage: Passage) -> None:
    from recouvre.affichage.sortie_json import ecrire_json
    from recouvre.domaine.numeros import numero_lisible

    ecrire_json(
        {
            "au": passage.au,
            "envoyees": [_depart_json(depart) for depart in passage.envoyees],
            "a_envoyer": [_depart_json(depart) for depart in passage.a_envoyer],
            "retenues": [
                {
                    "dossier": numero_lisible(retenu.dossier),
                    "etape": retenu.etape,
                    "motif": retenu.motif,
                    "raisons": [raison.code for raison in retenu.raisons],
                }
                for retenu in passage.retenues
            ],
            "echecs": [
                {"dossier": numero_lisible(echec.dossier), "etape": echec.etape, "motif": echec.motif}
                for echec in passage.echecs
            ],
            "incertaines": [
                {"dossier": numero_lisible(envoi.dossier), "etape": envoi.etape, "reference": envoi.reference}
                for envoi in passage.incertaines
            ],
            "lots": [
                {"lot": lot.lot, "bordereau": lot.bordereau, "bordereau_csv": lot.bordereau_csv, "plis": lot.plis}
                for lot in passage.lots
            ],
        }
    )


def _depart_json(depart: Depart) -> dict[str, object]:
    from recouvre.domaine.montants import en_decimal
    from recouvre.domaine.numeros import numero_lisible

    return {
        "dossier": numero_lisible(depart.dossier),
        "etape": depart.etape,
        "canal": depart.canal,
        "modele": depart.modele,
        "fichier": depart.fichier,
        "reference": depart.reference,
        "envoi": depart.envoi,
        "total": en_decimal(depart.total),
    }


def _montrer(passage: Passage, cabinet: Path, envoyer: bool, tout: bool) -> None:
    from recouvre.affichage.francais import date, pluriel
    from recouvre.commandes.chemins import d_ici

    departs = passage.envoyees if envoyer else passage.a_envoyer
    if departs:
        titre = "Parties" if envoyer else "Partiraient"
        _montrer_departs(f"{titre} le {date(passage.au)} ({len(departs)})", departs, tout)
    else:
        print(f"Rien {'ne part' if envoyer else 'ne partirait'} le {date(passage.au)}.")
    if passage.retenues:
        print()
        _montrer_retenues(passage, tout)
    for echec in passage.echecs:
        print(f"Échec, D-{echec.dossier}, {echec.etape} : {echec.motif} Les autres sont partis ; relancez la commande.")
    for envoi in passage.incertaines:
        print(f"Incertain : {envoi.reference} ({envoi.etape}). On ne sait pas s'il est parti ; il ne repart pas seul.")
    for lot in passage.lots:
        print(f"\nÀ imprimer : {d_ici(cabinet / lot.lot)} ({pluriel(lot.plis, 'pli')}, {pluriel(lot.pages, 'page')})")
        print(f"Bordereau  : {d_ici(cabinet / lot.bordereau)}")
    if departs and not envoyer:
        print("\nAperçu : rien n'est parti. Pour envoyer : recouvre relances --envoyer")


def _montrer_departs(titre: str, departs: list[Depart], tout: bool) -> None:
    from recouvre.affichage.francais import montant, pluriel
    from recouvre.affichage.tableau import Colonne, tableau
    from recouvre.domaine.numeros import numero_lisible

    montres = departs if tout else departs[:_AU_PLUS]
    reste = len(departs) - len(montres)
    colonnes = (
        Colonne("Dossier"), Colonne("Débiteur"), Colonne("Courrier"), Colonne("Mode"), Colonne("Référence"),
        Colonne("Réclamé", True),
    )  # fmt: skip
    lignes = [
        (
            numero_lisible(d.dossier), d.debiteur, d.etape, {"recommande": "recommandé"}.get(d.envoi, d.envoi),
            d.reference, montant(d.total),
        )
        for d in montres
    ]  # fmt: skip
    notes = [f"… et {pluriel(reste, 'autre')} : ajoutez --tout"] if reste else []
    total = ("", "", "", "", "", montant(sum(depart.total for depart in departs)))
    tableau(colonnes, lignes, titre=titre, total=total, notes=notes)


def _montrer_retenues(passage: Passage, tout: bool) -> None:
    """Les retenues, groupées par raison : quarante dossiers en attente du même mandat tiennent sur une ligne."""
    from recouvre.affichage.tableau import Colonne, tableau

    groupes: dict[str, list[Retenu]] = {}
    for retenu in passage.retenues:
        groupes.setdefault(" ; ".join(raison.phrase for raison in retenu.raisons), []).append(retenu)
    lignes = [(phrase, str(len(retenus)), _dossiers(retenus, tout)) for phrase, retenus in groupes.items()]
    remedes = {r.remede for retenus in groupes.values() for r in retenus[0].raisons if r.remede}
    tableau(
        (Colonne("Pourquoi"), Colonne("Combien", True), Colonne("Dossiers")),
        lignes,
        titre=f"Retenues ({len(passage.retenues)})",
        notes=[f"Par exemple : {remede}" for remede in sorted(remedes)],
    )


def _dossiers(retenus: list[Retenu], tout: bool) -> str:
    from recouvre.domaine.numeros import numero_lisible

    montres = retenus if tout else retenus[:_PAR_RAISON]
    suite = ", …" if len(montres) < len(retenus) else ""
    return ", ".join(numero_lisible(retenu.dossier) for retenu in montres) + suite
