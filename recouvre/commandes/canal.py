"""`recouvre canal` : par où partent les envois, par où reviennent les échecs, et de quoi l'essayer."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.canal_courriel import appels, courriel, envois, rebonds
from recouvre.commandes.canal_sms import sms
from recouvre.commandes.options import Cabinet, EnJson

if TYPE_CHECKING:
    from recouvre.operations.essai_courriel import Essai
    from recouvre.operations.rebonds import ReleveDesRebonds

app = typer.Typer(help="Règle et essaie les canaux d'envoi : courriel, SMS, retours, prudence.")

app.command()(courriel)
app.command()(sms)
app.command()(rebonds)
app.command()(envois)
app.command()(appels)


@app.command()
def montrer(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Montre tous les réglages d'envoi, jamais un secret."""
    from recouvre.commandes import canal_courriel as vue
    from recouvre.operations import canaux

    lus = canaux.lire(cabinet)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({nom: vue.en_objet(getattr(lus, nom)) for nom in vue.TITRES})
        return
    for rang, nom in enumerate(vue.TITRES):
        if rang:
            print()
        vue.montrer_section(nom, getattr(lus, nom))


@app.command()
def essayer(
    cabinet: Cabinet,
    adresse: Annotated[str, typer.Argument(metavar="ADRESSE", help="Une adresse que vous pouvez lire.")],
    en_json: EnJson = False,
) -> None:
    """Envoie un vrai courriel d'essai, et dit exactement ce qui s'est passé.

    Rien n'est noté à aucun dossier. Code 1 si le courriel n'est pas parti. Pour un SMS : recouvre canal sms --essayer.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.essai_courriel import essayer_courriel

    with ouvrir_session(cabinet) as session:
        essai = essayer_courriel(session, adresse)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({**asdict(essai.remise), "parti": essai.parti})
    else:
        _dire_l_essai(essai, adresse)
    if not essai.parti:
        raise typer.Exit(1)


def _dire_l_essai(essai: Essai, adresse: str) -> None:
    print(f"Courriel d'essai remis pour {adresse}." if essai.parti else essai.remise.motif)
    if essai.remise.preuve:
        print(f"Réponse du serveur : {essai.remise.preuve}")
    print(essai.suite)


@app.command()
def relever(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Relève les courriels revenus et les rapporte aux dossiers.

    Un échec est noté une fois, même si la boîte est relue. Une réponse automatique ou un simple retard ne note rien. Ce
    que l'outil ne sait pas rapporter reste non lu, et il le nomme. Rien n'est jamais effacé.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.rebonds import relever_rebonds

    with ouvrir_session(cabinet) as session:
        releve = relever_rebonds(session)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(_releve_en_objet(releve))
    else:
        _dire_la_releve(releve)
    if releve.panne:
        raise typer.Exit(1)


def _releve_en_objet(releve: ReleveDesRebonds) -> dict[str, Any]:
    from recouvre.domaine.numeros import numero_lisible

    return {
        "rapportes": [{**asdict(fait), "dossier": numero_lisible(fait.dossier)} for fait in releve.rapportes],
        "connus": releve.connus,
        "retards": releve.retards,
        "automatiques": releve.automatiques,
        "accuses": releve.accuses,
        "a_lire": [asdict(reste) for reste in releve.a_lire],
        "panne": releve.panne or None,
    }


def _dire_la_releve(releve: ReleveDesRebonds) -> None:
    from recouvre.affichage.faits_d_envoi import cause_d_echec
    from recouvre.affichage.francais import pluriel
    from recouvre.affichage.tableau import plier
    from recouvre.domaine.numeros import numero_lisible

    for fait in releve.rapportes:
        sort = "l'adresse ne vaut plus rien" if fait.definitif else "l'adresse reste bonne"
        print(plier(f"{fait.reference} est revenu, {sort} : {cause_d_echec(fait.code, fait.motif)}", "  "))
        if fait.definitif:
            print(f"  Une autre, ou la même vérifiée : recouvre debiteur {numero_lisible(fait.dossier)} --courriel …")
    comptes = (
        ("déjà noté", releve.connus),
        ("simple retard", releve.retards),
        ("réponse automatique", releve.automatiques),
        ("accusé", releve.accuses),
    )
    dits = [pluriel(combien, nom) for nom, combien in comptes if combien]
    if dits:
        print(f"Sans suite : {', '.join(dits)}.")
    for reste in releve.a_lire:
        print(plier(f"À lire vous-même : « {reste.objet or reste.nom} », de {reste.de or '?'} : {reste.raison}.", "  "))
    if releve.a_lire:
        print("Ceux-là restent non lus dans la boîte.")
    if releve.panne:
        print(f"La relève s'est arrêtée là : {releve.panne}")
    elif not (releve.rapportes or dits or releve.a_lire):
        print("Rien de nouveau dans la boîte des retours.")
