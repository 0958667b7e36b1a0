"""La ligne de commande : la liste explicite des commandes, et le point d'entrée.

Une commande n'est importée que lorsqu'on l'appelle : son nom, son aide courte et sa rubrique sont écrits ici, si bien
que l'aide générale n'importe rien. Un test compare chaque aide courte à la première phrase de la commande.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, cast

from typer._click.core import Command, Context, Parameter
from typer._click.globals import get_current_context
from typer.core import TyperOption
from typer.exceptions import Exit

from recouvre import __version__
from recouvre.affichage.encodage import preparer_sorties
from recouvre.application import GroupeFrancais, franciser

if TYPE_CHECKING:
    from recouvre.aide import Section


class Rubrique(StrEnum):
    """Les rubriques de l'aide générale, dans leur ordre."""

    COMMENCER = "Commencer"
    DOSSIERS = "Dossiers"
    CHAQUE_JOUR = "Chaque jour"
    COMPRENDRE = "Comprendre"
    REGLAGES = "Réglages"
    CONTROLE = "Contrôle"


class Commande(NamedTuple):
    """Une commande du registre. ``module`` expose ``app``, une application typer d'une commande (ou un groupe).

    Un tuple nommé, et non une dataclass : importer ``dataclasses`` coûterait à chaque démarrage.
    """

    nom: str
    module: str
    aide_courte: str
    rubrique: Rubrique


def _ici(rubrique: Rubrique, *paires: tuple[str, str]) -> tuple[Commande, ...]:
    return tuple(Commande(nom, f"recouvre.commandes.{nom.replace('-', '_')}", aide, rubrique) for nom, aide in paires)


COMMANDES: tuple[Commande, ...] = (
    *_ici(
        Rubrique.COMMENCER,
        ("initialiser", "Crée un cabinet vide : sa base, ses réglages, ses dossiers."),
        ("demo", "Crée un cabinet d'exemple, pour essayer sans risque."),
        ("profil", "Montre ou change l'identité qui signe les courriers."),
        ("creancier", "Montre ou règle un créancier : coordonnées, mandat, scénario."),
        (
            "cahier-des-charges",
            "Montre ou règle le cahier des charges d'un créancier : plans, visites, procédure.",
        ),
        ("bareme", "Montre ou note le barème d'honoraires d'un créancier, daté."),
        ("gestionnaire", "Règle les gestionnaires : lignes directes, binômes, noms de saisie."),
        ("ouvrir", "Ouvre des dossiers, depuis un fichier ou à la main."),
    ),
    *_ici(
        Rubrique.DOSSIERS,
        ("dossier", "Montre un dossier : parties, factures, histoire, suite."),
        ("dossiers", "Liste les dossiers."),
        ("chercher", "Cherche un dossier par nom, référence, facture ou téléphone."),
        ("facture", "Ajoute une facture à un dossier."),
        ("avoir", "Ajoute un avoir à un dossier."),
        ("debiteur", "Montre ou rectifie les coordonnées d'un débiteur."),
        ("budget", "Montre, note ou efface ce qu'un débiteur déclare de ses moyens : revenus, charges, reste."),
        ("limites", "Montre ou importe les limites d'encours des clients, et dit lesquels les dépassent."),
        ("autorisation", "Note une autorisation du créancier : visite, plan, procédure, frais, remise."),
        ("intervenant", "Montre ou note qui intervient au dossier : mandataire, notaire, tuteur, avocat…"),
        ("piece", "Range une pièce dans un dossier, ou constate qu'elle est arrivée."),
        ("qualifier", "Montre ou change ce que l'on sait d'une créance : nature, contrat, parties."),
        ("titre", "Montre ou enregistre le titre exécutoire d'un dossier, et sa signification."),
        ("voies", "Montre les voies judiciaires ouvertes à un dossier, critère par critère."),
        ("injonction", "Suit l'injonction de payer : requête, ordonnance, signification, opposition, jugement."),
        ("petites-creances", "Suit la procédure simplifiée des petites créances, jusqu'à 5 000 € (CPCE L125-1)."),
        ("assignation", "Suit une assignation, au fond ou en référé : audience, jugement, signification."),
        ("dossier-procedure", "Réunit dans un zip le décompte, les pièces numérotées et la chronologie d'un dossier."),
        ("frais", "Ajoute des frais justifiés, que la loi met à la charge du débiteur."),
        ("affecter", "Confie des dossiers à un gestionnaire."),
        ("clore", "Clôt un dossier, avec son motif."),
    ),
    *_ici(
        Rubrique.CHAQUE_JOUR,
        ("avis", "Montre les avis dus aux créanciers ; avec --preparer, écrit un courriel à chacun."),
        ("espace-client", "Écrit l'espace d'un créancier : ses dossiers, leurs paiements, leur histoire."),
        ("agenda", "Dit ce qu'il y a à faire, par priorité."),
        ("relances", "Montre les relances dues ; avec --envoyer, les fait partir."),
        ("campagne", "Prépare une campagne de SMS, de courriels ou d'appels, qu'une personne valide."),
        ("envois", "Suit les départs : lister, montrer, trancher, relancer, suspendre."),
        ("encaisser", "Enregistre un paiement et l'impute."),
        ("remise", "Note une remise de dette : le créancier abandonne une somme, les accessoires, ou le reste."),
        ("noter", "Note un fait : mise en demeure présentée, appel, courriel, visite."),
        (
            "signaler",
            "Signale ce qui arrête une créance : procédure, surendettement, plan, litige, décès, médiation…",
        ),
        ("reprendre", "Reprend une créance arrêtée, clôt un litige ou lève un signal : les démarches repartent."),
        ("surendettement", "Suit un surendettement, étape par étape : ses délais, ce qu'il défend, ce qu'il efface."),
        ("procedure", "Suit une procédure collective : déclarer, se faire relever, admission, clôture."),
        ("promesse", "Note une promesse de payer, ou montre celles du dossier."),
        ("echeancier", "Montre, simule, propose ou enregistre le plan de paiement d'un dossier."),
        ("courrier", "Compose un document en PDF : un aperçu ou, avec --etablir, l'original."),
        (
            "courrier-retour",
            "Note ce qui arrive à une lettre : déposée, présentée, distribuée, refusée, non réclamée, revenue.",
        ),
        ("controler", "Contrôle un courrier avant de l'écrire, règle par règle."),
        ("lot", "Réunit des plis en un seul PDF pour l'imprimeur, triés, avec leur index."),
        ("annuler", "Défait un fait saisi par erreur ; rien n'est effacé."),
    ),
    *_ici(
        Rubrique.COMPRENDRE,
        ("decompte", "Calcule ce qui est dû à une date, ligne par ligne."),
        ("expliquer", "Raconte le décompte en français, ligne à ligne, avec ses articles."),
        ("calculer", "Calcule ce qui est dû sur une créance, sans cabinet."),
        ("balance", "Chiffre les pénalités de retard d'une balance de factures, sans rien ouvrir."),
        ("prescription", "Dit jusqu'à quand agir en justice, et raconte pourquoi."),
        ("honoraires", "Relève les honoraires dus par les créanciers sur ce qui a été encaissé."),
        ("activite", "Dit qui a fait quoi : appels, promesses, encaissements, courriers."),
        ("statistiques", "Compte les résultats par créancier : recouvré, taux, délais, étape où l'on a payé."),
    ),
    *_ici(
        Rubrique.REGLAGES,
        ("canal", "Règle et essaie les canaux d'envoi : courriel, SMS, retours, prudence."),
        ("scenario", "Montre et choisit les scénarios de relance."),
        ("modele", "Montre, copie, contrôle et essaie les modèles de courrier."),
        ("taux", "Montre, complète et contrôle les tables de taux."),
        ("planifier", "Prépare le passage quotidien des relances, et dit s'il a eu lieu."),
    ),
    *_ici(
        Rubrique.CONTROLE,
        ("verifier", "Contrôle le cabinet : journal, empreintes, projections."),
    ),
)

ESSENTIELLES = ("demo", "initialiser", "ouvrir", "agenda", "relances", "encaisser")
"""Ce que montre ``recouvre`` tout court, quand il n'y a pas de cabinet."""


class GroupeRacine(GroupeFrancais):
    """``recouvre`` : les commandes du registre, importées à la demande, et ``recouvre aide NOM``."""

    registre: tuple[Commande, ...] = ()

    def list_commands(self, ctx: Context) -> list[str]:
        """Les noms du registre."""
        return [commande.nom for commande in self.registre]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """La commande de ce nom, son module importé ; ``None`` si elle n'existe pas."""
        for commande in self.registre:
            if commande.nom == cmd_name:
                return charger(commande)
        return None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """La commande appelée ; « aide X » devient « X --aide »."""
        if args[0] == "aide":
            noms = [mot for mot in args[1:] if mot != "aide" and not mot.startswith("-")]
            if not noms:
                print(ctx.get_help())
                ctx.exit()
            args = [*noms, "--aide"]
        return super().resolve_command(ctx, args)

    def sections_de_commandes(self, ctx: Context) -> list[Section]:
        """Les commandes par rubrique, d'après le registre seul."""
        return [
            (rubrique, lignes)
            for rubrique in Rubrique
            if (lignes := [(c.nom, c.aide_courte) for c in self.registre if c.rubrique is rubrique])
        ]


def charger(commande: Commande) -> Command:
    """Importe le module d'une commande et rend la commande, en français."""
    module = importlib.import_module(commande.module)
    return franciser(module.app, commande.nom)


def construire(registre: tuple[Commande, ...] = COMMANDES) -> GroupeRacine:
    """L'application : la racine et son registre, sans aucune commande importée.

    La racine est construite directement, sans passer par une fonction que typer analyserait à chaque démarrage.
    """
    groupe = GroupeRacine(
        name="recouvre",
        help="Tient des dossiers de recouvrement, calcule au centime, fait partir les courriers, prouve.",
        epilog="L'aide d'une commande : recouvre aide COMMANDE.",
        params=[
            TyperOption(param_decls=["--cabinet"], metavar="CHEMIN", help="Dossier du cabinet, pour toute commande."),
            TyperOption(
                param_decls=["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_montrer_version,
                help="Affiche la version.",
            ),
        ],
        callback=_racine,
        invoke_without_command=True,
    )
    groupe.registre = registre
    return groupe


def _montrer_version(ctx: Context, param: Parameter, demandee: bool) -> None:
    if demandee:
        print(f"recouvre {__version__}")
        ctx.exit()


def _racine(cabinet: str | None) -> None:
    """Appelée avant toute commande ; seule, elle accueille. ``cabinet`` est lu par ``options.chemin_cabinet``."""
    ctx = get_current_context()
    if ctx.invoked_subcommand is None:
        from recouvre.commandes.accueil import etat_du_cabinet

        print(etat_du_cabinet(cabinet) or accueil(cast(GroupeRacine, ctx.command).registre))


def accueil(registre: tuple[Commande, ...]) -> str:
    """Ce que montre ``recouvre`` sans commande ni cabinet : l'essentiel, et où trouver le reste."""
    from recouvre.aide import section

    par_nom = {commande.nom: commande for commande in registre}
    lignes = [(f"recouvre {nom}", par_nom[nom].aide_courte) for nom in ESSENTIELLES if nom in par_nom]
    fin = "Toutes les commandes : recouvre --aide. L'aide d'une commande : recouvre aide COMMANDE."
    return "\n\n".join(filter(None, (f"recouvre {__version__}", section("L'essentiel", lignes), fin)))


def lancer(arguments: Sequence[str], registre: tuple[Commande, ...] = COMMANDES) -> int:
    """Exécute une ligne de commande et rend son code de sortie (voir ``frontiere``)."""
    preparer_sorties()
    try:
        code = _executer(list(arguments), registre)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as arret:
        from recouvre.frontiere import traiter

        code = traiter(arret, arguments)
    return code


def _executer(arguments: list[str], registre: tuple[Commande, ...]) -> int:
    groupe = construire(registre)
    try:
        with groupe.make_context("recouvre", arguments) as ctx:
            groupe.invoke(ctx)
    except Exit as sortie:
        return sortie.exit_code
    return 0


def developper(arguments: Sequence[str]) -> list[str]:
    """Remplace « *.csv » par les fichiers correspondants : sous Windows, l'interpréteur de commandes ne le fait pas.

    Un mot sans correspondance reste tel quel : ce peut être un motif, un texte, une question.
    """
    return [trouve for mot in arguments for trouve in _fichiers(mot) or [mot]]


def _fichiers(mot: str) -> list[str]:
    chemin = Path(mot)
    return sorted(map(str, chemin.parent.glob(chemin.name))) if "*" in chemin.name else []


def main() -> NoReturn:
    """Le point d'entrée de la commande ``recouvre``."""
    arguments = sys.argv[1:]
    sys.exit(lancer(developper(arguments) if os.name == "nt" else arguments))
