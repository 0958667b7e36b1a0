"""Ce que partagent les commandes de procédure : contrôler les options d'un acte, l'écrire, dire ce qu'il ouvre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import lecteur, option_date, option_montant
from recouvre.domaine.faits_de_droit import InteretsDuTitre

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.domaine.faits_d_instance import ActeDInstance, Instance
    from recouvre.operations.instances import Note
    from recouvre.operations.session import Session

DateDeLActe = Annotated[dt.date | None, option_date("--le", aide="Date de l'acte ; aujourd'hui à défaut.")]
MontantDit = Annotated[int | None, option_montant("--montant", aide="Somme demandée, ou accordée par la décision.")]
Reference = Annotated[str, option_texte("--reference", "Numéro du greffe, de la décision ou du titre.")]
PourLe = Annotated[dt.date | None, option_date("--pour-le", aide="Jour de l'audience.")]
Motif = Annotated[str, option_texte("--motif", "Ce que l'on en retient.")]
Interets = Annotated[
    InteretsDuTitre | None,
    typer.Option(
        "--interets", metavar="QUOI", help="legal (à défaut), ou contrat si la décision maintient son taux.",
        parser=lecteur(lire_choix(InteretsDuTitre)),
    ),
]  # fmt: skip
Capitalisation = Annotated[bool, typer.Option("--capitalisation", help="La décision l'ordonne.")]
APersonne = Annotated[bool, typer.Option("--a-personne", help="Remis au débiteur lui-même.")]

CHAMPS = {
    "--juridiction": "juridiction", "--montant": "montant", "--reference": "reference", "--a-personne": "a_personne",
    "--notifiee-le": "notifie_le", "--pour-le": "pour_le", "--motif": "texte", "--interets": "interets",
    "--capitalisation": "capitalisation",
}  # fmt: skip
"""L'option et le champ de l'acte qu'elle remplit."""

_DECISION = ("--montant", "--reference", "--interets", "--capitalisation")
ADMISES: Mapping[str, tuple[str, ...]] = {
    "deposer": ("--juridiction", "--montant", "--reference"),
    "delivrer": ("--juridiction", "--montant", "--reference", "--pour-le"),
    "ordonnance": _DECISION,
    "jugement": _DECISION,
    "titre": ("--montant", "--reference"),
    "accord": ("--montant",),
    "signifier": ("--a-personne",),
    "opposition": ("--notifiee-le",),
    "audience": ("--pour-le",),
    "rejet": ("--motif",),
    "refus": ("--motif",),
    "desister": ("--motif",),
}
"""Les options de chaque acte, en plus de --le."""

Choisir = Callable[["Dossier"], "Instance"]
"""De quelle voie du dossier on parle."""


def suivre(
    cabinet: Path, numero: int, choisir: Choisir, mot: str, le: dt.date | None, options: Mapping[str, Any], json: bool
) -> None:
    """Sans acte, montre la voie ; avec, note l'acte et dit ce qu'il ouvre."""
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.seance import ouvrir_session

    donnees = {nom: valeur for nom, valeur in options.items() if valeur not in (None, "", False)}
    _controler(mot, le, donnees)
    with ouvrir_session(cabinet) as session:
        if not mot:
            _montrer(session, numero, choisir, aujourdhui(), json)
            return
        note = _noter(session, numero, choisir, mot, le or aujourdhui(), donnees)
    _annoncer(note, aujourdhui(), json)


def _controler(mot: str, le: dt.date | None, donnees: Mapping[str, Any]) -> None:
    admises = ADMISES.get(mot, ())
    if not mot and (le is not None or donnees):
        raise typer.BadParameter("dites l'acte que vous notez.", param_hint="ACTE")
    if de_trop := [nom for nom in donnees if nom not in admises]:
        dit = f"Il a : {', '.join(('--le', *admises))}."
        raise typer.BadParameter(f"« {mot} » n'a pas {', '.join(de_trop)}. {dit}", param_hint=de_trop[0])
    if mot == "audience" and "--pour-le" not in donnees:
        raise typer.BadParameter("« audience » demande --pour-le, le jour de l'audience.", param_hint="--pour-le")


def _noter(session: Session, numero: int, choisir: Choisir, mot: str, le: dt.date, donnees: Mapping[str, Any]) -> Note:
    from recouvre.conduite.verbes import VERBES
    from recouvre.domaine.faits_d_instance import ActeDInstance
    from recouvre.operations.instances import noter_acte
    from recouvre.operations.lire import lire_dossier

    dossier, _ = lire_dossier(session, numero)
    instance = choisir(dossier)
    champs = {CHAMPS[nom]: valeur for nom, valeur in donnees.items()}
    acte = ActeDInstance(date=le, instance=instance, acte=VERBES[instance][mot], **champs)
    return noter_acte(session, numero, acte)


def lire_acte(mots: tuple[str, ...]) -> Callable[[str], str]:
    """Un lecteur de l'acte tapé. Lève ``SaisieIllisible`` avec ceux qui existent."""
    from recouvre.domaine.refus import SaisieIllisible

    def lire(texte: str) -> str:
        net = texte.strip().lower().replace("é", "e").replace("_", "-")
        if net and net not in mots:
            raise SaisieIllisible(f"« {texte} » n'est pas un acte de cette voie : {', '.join(mots)}.")
        return net

    return lire


def _montrer(session: Session, numero: int, choisir: Choisir, au: dt.date, json: bool) -> None:
    from recouvre.affichage import instances as vue
    from recouvre.conduite.procedures import avancement
    from recouvre.operations.lire import lire_dossier

    dossier, _ = lire_dossier(session, numero)
    voie = avancement(dossier, choisir(dossier))
    if json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(dossier, voie, au))
    else:
        vue.montrer(dossier, voie, au)


def _annoncer(note: Note, au: dt.date, json: bool) -> None:
    from recouvre.affichage import instances as vue
    from recouvre.affichage.faits_d_instance import raconter_instance
    from recouvre.affichage.tableau import plier
    from recouvre.commandes.faits import annoncer

    dossier, acte = note.consigne.dossier, note.acte
    objet = vue.en_json(dossier, note.voie, au)
    objet.pop("dossier")
    plus = {
        **objet,
        "sans_effet": acte.sans_effet,
        "executoire_le": acte.executoire_le,
        "a_savoir": list(note.a_savoir),
    }
    dit = raconter_instance(acte)
    annoncer(note.consigne, f"le {_jour(acte)}, {dit[:1].lower()}{dit[1:]}", json, **plus)
    if json:
        return
    for phrase in note.a_savoir:
        print(plier(f"À savoir : {phrase}"))
    if suite := objet["suivante"]:
        print(f"Ensuite : {suite}")


def _jour(acte: ActeDInstance) -> str:
    from recouvre.affichage.francais import date

    return date(acte.date)
