"""`recouvre encaisser` : un paiement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, Montant, NumeroDossier, option_date

if TYPE_CHECKING:
    from recouvre.operations.encaisser import Encaissement

app = typer.Typer()

_NOMS = {
    "interets": "intérêts", "indemnite": "indemnité", "clause_penale": "clause pénale", "complement": "complément",
    "depens": "dépens", "frais_execution": "frais d'exécution", "principal": "principal",
}  # fmt: skip


@app.command()
def encaisser(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    montant: Montant,
    le: Le,
    mode: Annotated[
        str, typer.Option("--mode", metavar="MODE", help="virement, cheque, carte, prelevement ou especes.")
    ] = "virement",
    direct: Annotated[bool, typer.Option("--direct", help="Reçu par le créancier, pas par l'agence.")] = False,
    facture: Annotated[str, option_texte("--facture", "Facture que le débiteur dit payer.")] = "",
    reference: Annotated[str, option_texte("--reference", "Du virement, du chèque ou de la transaction.")] = "",
    mis_en_paiement_le: Annotated[
        dt.date | None, option_date("--mis-en-paiement-le", aide="Acheteur public : jour qui arrête les intérêts.")
    ] = None,
    par_tiers: Annotated[bool, typer.Option("--par-tiers", help="Versé par un autre que le débiteur.")] = False,
    confirmer: Annotated[bool, typer.Option("--confirmer", help="C'est bien un second paiement identique.")] = False,
    en_json: EnJson = False,
) -> None:
    """Enregistre un paiement et l'impute.

    Dans une dette : les intérêts, puis les accessoires, puis le principal, si le contrat ne convient pas d'un autre
    ordre. Ce qui allait partir s'arrête, ou se réduit.

    Payé par carte : --mode carte, et la référence de la transaction. Un numéro de carte est refusé : il ne se garde
    jamais (PCI-DSS).
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.evenements import EncaissementRecu
    from recouvre.operations.encaisser import encaisser as enregistrer

    recu = EncaissementRecu(
        date=le, montant=montant, mode=mode, direct=direct, facture=facture, reference=reference,
        mis_en_paiement_le=mis_en_paiement_le, par_tiers=par_tiers,
    )  # fmt: skip
    with ouvrir_session(cabinet) as session:
        resultat = enregistrer(session, dossier, recu, confirmer=confirmer)
    if en_json:
        _json(resultat)
    else:
        _montrer(resultat)


def _suite_du_direct(libelle: str, *, reste: bool) -> str:
    """Ce que change un paiement reçu par le créancier."""
    dit = "Reçu par le créancier : rien à reverser, honoraires dus selon le mandat (recouvre honoraires)."
    if not reste:
        return dit
    return (
        f"{dit} Plus rien ne part tant que vous n'avez pas dit si le reste se réclame : recouvre remise {libelle} "
        f'--accessoires --motif "…", ou recouvre noter {libelle} decision "le reste se réclame".'
    )


def _json(resultat: Encaissement) -> None:
    from recouvre.affichage.sortie_json import ecrire_json
    from recouvre.domaine.montants import en_decimal

    ecrire_json(
        {
            "dossier": resultat.dossier.libelle,
            "rang": resultat.rang,
            "imputations": [
                {"nature": str(part.nature), "facture": part.facture, "montant": en_decimal(part.montant)}
                for part in resultat.imputations
            ],
            "trop_percu": en_decimal(resultat.trop_percu),
            "total": en_decimal(resultat.decompte.total) if resultat.decompte else None,
            "taux_manquant": resultat.manque.serie if resultat.manque else None,
            "avertissement": resultat.avertissement or None,
            "lettres_excessives": [
                {"reference": x.envoi.reference, "le": x.envoi.date, "de_trop": en_decimal(x.de_trop)}
                for x in resultat.excessives
            ],
        }
    )


def _montrer(resultat: Encaissement) -> None:
    from recouvre.affichage.francais import date, montant
    from recouvre.affichage.tableau import Colonne, plier, tableau

    recu, libelle = resultat.recu, resultat.dossier.libelle
    print(f"{libelle} : {montant(recu.montant)} reçus le {date(recu.date)} (fait n° {resultat.rang}).")
    lignes = [(_NOMS[part.nature], part.facture, montant(part.montant)) for part in resultat.imputations]
    if lignes:
        tableau((Colonne("Imputé sur"), Colonne("Facture"), Colonne("Montant", droite=True)), lignes)
    if resultat.manque:
        print(f"Imputation en attente. {resultat.manque}")
    if resultat.trop_percu:
        print(f"Trop-perçu : {montant(resultat.trop_percu)}, à restituer au débiteur.")
    for lettre in resultat.excessives:
        dit = f"La lettre {lettre.envoi.reference}, partie le {date(lettre.envoi.date)}, réclamait"
        print(plier(f"{dit} {montant(lettre.de_trop)} de trop : prévenez le débiteur, l'agenda le rappelle."))
    if resultat.avertissement:
        print(plier(f"Attention : {resultat.avertissement}"))
    if resultat.decompte:
        reste = resultat.decompte.total
        print(f"Reste dû ce jour-là : {montant(reste)}." if reste else "Dossier soldé : plus rien ne partira.")
    if recu.direct:
        print(plier(_suite_du_direct(libelle, reste=bool(resultat.decompte and resultat.decompte.total))))
    print(f'Une erreur ? recouvre annuler {libelle} {resultat.rang} --motif "…"')
