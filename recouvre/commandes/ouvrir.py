"""`recouvre ouvrir` : d'un fichier, de plusieurs, ou à la main."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from recouvre.commandes.coordonnees import (
    Adresse,
    CodePostal,
    Complement,
    Courriel,
    Siren,
    Telephone,
    Ville,
    option_texte,
)
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, Le, lecteur, option_date, option_montant
from recouvre.commandes.saisies import controler_natures, lire_qualite
from recouvre.domaine.contrat import Acheteur, lire_taux_convenu
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import Refus

app = typer.Typer()


@app.command()
def ouvrir(
    cabinet: Cabinet,
    le: Le,
    fichiers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FICHIER", help="Remise CSV, facture Factur-X (PDF), CII ou UBL (XML)."),
    ] = None,
    creancier: Annotated[str, option_texte("--creancier", "Pour le compte de qui.")] = "",
    nouveau_creancier: Annotated[
        bool, typer.Option("--nouveau-creancier", help="C'est bien un autre que celui au nom presque pareil.")
    ] = False,
    debiteur: Annotated[str, option_texte("--debiteur", "Nom du débiteur.")] = "",
    qualite: Annotated[
        Qualite | None,
        typer.Option(
            "--qualite", metavar="QUALITÉ", help="professionnel, consommateur ou public.", parser=lecteur(lire_qualite)
        ),
    ] = None,
    facture: Annotated[str, option_texte("--facture", "Numéro de la facture.")] = "",
    montant: Annotated[int | None, option_montant("--montant", aide="Montant TTC.")] = None,
    deja_regle: Annotated[int, option_montant("--deja-regle", aide="Acomptes reçus, à déduire.")] = 0,
    emise: Annotated[dt.date | None, option_date("--emise", aide="Date de la facture.")] = None,
    echeance: Annotated[
        dt.date | None, option_date("--echeance", aide="Échéance, si le fichier ne la dit pas.")
    ] = None,
    delai: Annotated[
        int | None, typer.Option("--delai", metavar="JOURS", min=0, help="Échéance absente : date de facture + JOURS.")
    ] = None,
    siren: Siren = None,
    adresse: Adresse = None,
    complement: Complement = None,
    code_postal: CodePostal = None,
    ville: Ville = None,
    courriel: Courriel = None,
    telephone: Telephone = None,
    taux: Annotated[
        Any,
        typer.Option(
            "--taux",
            metavar="TAUX",
            help="Du contrat : 12,5 ou « 3 x légal » ou « BCE + 8 ».",
            parser=lecteur(lire_taux_convenu),
        ),
    ] = None,
    nature: Annotated[str, option_texte("--nature", "Nature des créances : b2b, credit_conso, bail_habitation…")] = "",
    acheteur: Annotated[
        Acheteur | None,
        typer.Option(
            "--acheteur", metavar="QUI", help=f"Public : {', '.join(Acheteur)}.", parser=lecteur(lire_choix(Acheteur))
        ),
    ] = None,
    demande_recue_le: Annotated[
        dt.date | None,
        option_date("--demande-recue-le", aide="Public : demande de paiement reçue ; l'échéance s'en déduit."),
    ] = None,
    creancier_particulier: Annotated[
        bool, typer.Option("--creancier-particulier", help="Le créancier n'agit pas pour son métier (CMF L313-2).")
    ] = False,
    ref: Annotated[str, option_texte("--ref", "Référence du débiteur chez le créancier.")] = "",
    scenario: Annotated[str, typer.Option("--scenario", metavar="NOM", help="Scénario de ces dossiers.")] = "",
    piece: Annotated[
        list[str] | None, typer.Option("--piece", metavar="NATURE", help="Pièce déjà reçue : mandat, cgv…")
    ] = None,
    a_blanc: Annotated[bool, typer.Option("--a-blanc", help="Dit tout ce qui se passerait, n'écrit rien.")] = False,
    en_json: EnJson = False,
) -> None:
    """Ouvre des dossiers, depuis un fichier ou à la main.

    Relancer le même fichier ne crée rien : même créancier, même numéro de facture, c'est un doublon, ignoré et compté.
    Les lignes refusées sont écrites à côté, avec leur motif, dans un fichier que l'on corrige et relance.
    """
    from recouvre.affichage.progression import progression
    from recouvre.commandes.apercus import preparer
    from recouvre.commandes.bilan import bilan_json, montrer_bilan
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.lectures import lire_fichiers, lire_saisie
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.controles import Consignes
    from recouvre.operations.ouvrir import ouvrir as inscrire
    from recouvre.operations.rejets import ecrire_rejets

    saisie = {
        "nom": debiteur, "siren": siren or "", "adresse": adresse or "", "complement": complement or "",
        "code_postal": code_postal or "", "ville": ville or "", "courriel": courriel or "",
        "telephone": telephone or "",
    }  # fmt: skip
    if not fichiers:
        lectures = [lire_saisie(saisie, facture, montant, deja_regle, emise, ref)]
    elif de_trop := _a_la_main(saisie, facture=facture, montant=montant, deja_regle=deja_regle, emise=emise, ref=ref):
        raise typer.BadParameter(f"Un fichier ou une saisie à la main, pas les deux : retirez {', '.join(de_trop)}.")
    else:
        lectures = lire_fichiers(fichiers, delai)
    consignes = Consignes(
        le=le, creancier=creancier, nouveau_creancier=nouveau_creancier, qualite=qualite, taux=taux,
        scenario=scenario, echeance=echeance, delai=delai, pieces=controler_natures(piece or [], "--piece"),
        nature=nature, acheteur=acheteur, demande_recue_le=demande_recue_le,
        creancier_particulier=creancier_particulier,
    )  # fmt: skip
    with ouvrir_session(cabinet) as session:
        with progression("Ouverture des dossiers") as suivi:
            bilan = inscrire(session, lectures, consignes, a_blanc=a_blanc, suivi=suivi)
        rejets = [] if a_blanc else ecrire_rejets(session.chemin, fichiers or [], lectures, bilan.rejets)
    if not fichiers and bilan.rejets and not en_json:
        raise Refus(bilan.rejets[0].message)
    if en_json:
        bilan_json(bilan, rejets)
    else:
        montrer_bilan(bilan, rejets, a_blanc=a_blanc, creancier=creancier)
    if bilan.acceptees and not a_blanc:
        preparer(cabinet, aujourdhui())
    if bilan.rejets and not bilan.acceptees and not bilan.doublons:
        raise typer.Exit(1)


def _a_la_main(saisie: dict[str, str], **autres: object) -> list[str]:
    """Les options de saisie à la main qui ont été données."""
    donnees = {"debiteur" if nom == "nom" else nom: valeur for nom, valeur in saisie.items()} | autres
    return [f"--{nom.replace('_', '-')}" for nom, valeur in donnees.items() if valeur]
