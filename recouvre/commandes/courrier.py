"""`recouvre courrier` : un document en PDF, aperçu ou établi."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.chemins import d_ici
from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier
from recouvre.commandes.papiers import (
    Avec,
    Delai,
    Document,
    Imprimante,
    Imprimer,
    Ouvrir,
    PaiementVise,
    Sortie,
    montrer_papier,
    refuser_le_papier,
    verifier_imprimante,
)
from recouvre.commandes.saisies import lire_saisies_libres

if TYPE_CHECKING:
    from pathlib import Path

    from recouvre.operations.courrier import Compose
    from recouvre.operations.demandes import Voulu
    from recouvre.operations.messages import MessageCompose
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command()
def courrier(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    modele: Document,
    avec: Avec = None,
    paiement: PaiementVise = 0,
    delai: Delai = None,
    recommande: Annotated[
        bool, typer.Option("--recommande", help="Porte la mention du recommandé avec avis de réception.")
    ] = False,
    etablir: Annotated[
        bool,
        typer.Option("--etablir", help="Le numérote, le fige et le note au dossier. Sans cette option : un aperçu."),
    ] = False,
    forcer: Annotated[
        str, option_texte("--forcer", "Pourquoi l'écrire malgré une règle qu'il viole ; reste au journal.")
    ] = "",
    sortie: Sortie = None,
    ouvrir: Ouvrir = False,
    imprimer: Imprimer = False,
    imprimante: Imprimante = "",
    en_json: EnJson = False,
) -> None:
    """Compose un document en PDF : un aperçu ou, avec --etablir, l'original.

    L'aperçu porte ce mot en travers et ne note rien. Une étape du scénario ne part que par « relances --envoyer ». Un
    champ manquant arrête tout, avec la commande à taper. « recouvre modele lister » montre les documents ; « recouvre
    controler » passe les règles en revue.

    Un message (courriel, SMS) se montre à l'écran ; --sortie l'écrit dans un fichier de texte.

    Forcer une étape du scénario note le motif, et elle partira au prochain passage des relances ; forcer un autre
    document demande aussi --etablir.
    """
    verifier_imprimante(imprimer, imprimante)
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import courrier as gestes
    from recouvre.operations.demandes import Voulu
    from recouvre.operations.messages import MessageCompose

    voulu = Voulu(
        nom=modele,
        au=au,
        saisies=lire_saisies_libres(avec or []),
        paiement=paiement,
        delai=delai,
        recommande=recommande,
        motif=forcer,
    )
    with ouvrir_session(cabinet) as session:
        if forcer and not etablir:
            compose = _forcer_l_etape(session, dossier, voulu, sortie)
        else:
            geste = gestes.etablir if etablir else gestes.composer_courrier
            compose = geste(session, dossier, voulu, sortie)
    if isinstance(compose, MessageCompose):
        refuser_le_papier(recommande=recommande, imprimer=imprimer, ouvrir=ouvrir and sortie is None)
        _dire_le_message(compose, modele, en_json=en_json)
        if compose.fichier is not None:
            montrer_papier(compose.fichier, ouvrir=ouvrir)
        return
    _dire(compose, modele, en_json=en_json)
    montrer_papier(compose.fichier, ouvrir=ouvrir, imprimer=imprimer, imprimante=imprimante, dire=not en_json)


def _forcer_l_etape(session: Session, dossier: int, voulu: Voulu, sortie: Path | None) -> Compose | MessageCompose:
    """L'aperçu d'une étape qui viole des règles, puis le motif au journal : elle partira ainsi."""
    from recouvre.operations.controler import controler_courrier, forcer
    from recouvre.operations.courrier import composer_courrier

    controle = controler_courrier(session, dossier, voulu)
    if not controle.etape:
        raise typer.BadParameter("ce document ne part pas tout seul : ajoutez --etablir.", param_hint="--forcer")
    compose = composer_courrier(session, dossier, voulu, sortie)
    forcer(session, dossier, controle.voulu, controle.reference, controle.manquements, voulu.motif, controle.etape)
    return compose


def _dire_le_message(compose: MessageCompose, nom: str, *, en_json: bool) -> None:
    from recouvre.affichage import message as vue

    fichier, message = compose.fichier, compose.message
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "dossier": f"D-{compose.dossier}",
                "etape": nom,
                "modele": message.modele,
                "reference": None,
                "etabli": False,
                "fichier": str(fichier) if fichier else None,
                "rappel": message.rappel or None,
                "message": vue.en_json(message),
            }
        )
        return
    vue.montrer(message, f"{compose.reference} (un aperçu : rien n'est parti, rien n'est noté)")
    if fichier:
        print(f"\nÉcrit dans {d_ici(fichier)}")
    if message.rappel:
        print(f"\nÀ savoir : {message.rappel}")


def _dire(compose: Compose, nom: str, *, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "dossier": f"D-{compose.dossier}",
                "etape": nom,
                "modele": compose.modele,
                "reference": compose.reference if compose.etabli else None,
                "etabli": compose.etabli,
                "fichier": str(compose.fichier),
                "rappel": compose.rappel or None,
            }
        )
        return
    if compose.etabli:
        print(f"Document {compose.reference} établi et noté au dossier : {d_ici(compose.fichier)}")
        if compose.modele in ("quittance", "recu_acompte"):
            print(f"Une fois remis au débiteur : recouvre noter D-{compose.dossier} quittance")
    else:
        print(f"Courrier écrit : {compose.fichier} (un aperçu : rien n'est parti, rien n'est noté).")
    if compose.rappel:
        print(f"À savoir : {compose.rappel}")
