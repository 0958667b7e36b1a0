"""`recouvre envois` : suivre les départs, et décider de ceux qui attendent une personne."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, lecteur
from recouvre.domaine.numeros import lire_numero

if TYPE_CHECKING:
    from recouvre.base.envois import Envoi

app = typer.Typer(help="Suit les départs : lister, montrer, trancher, relancer, suspendre.")

Designation = Annotated[
    str, typer.Argument(metavar="ENVOI", help="La référence de l'envoi (D-12-3), ou le dossier s'il n'y en a qu'un.")
]
_COMBIEN = 20


@app.command()
def lister(
    cabinet: Cabinet,
    dossier: Annotated[
        int | None,
        typer.Argument(metavar="DOSSIER", help="Un dossier ; à défaut, tout le cabinet.", parser=lecteur(lire_numero)),
    ] = None,
    combien: Annotated[int, typer.Option("--combien", min=1, help="Combien des derniers départs.")] = _COMBIEN,
    en_json: EnJson = False,
) -> None:
    """Liste les départs, ceux qui attendent une personne d'abord."""
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import envois

    with ouvrir_session(cabinet) as session:
        departs = envois.lister(session, dossier, combien)
        suspension = envois.suspension(session)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"suspendus": suspension or None, "envois": [_objet(envoi) for envoi in departs]})
        return
    from recouvre.affichage.envois import montrer_les_envois

    if suspension:
        print(f"Envois suspendus {suspension}. Pour reprendre : recouvre envois reprendre\n")
    if departs:
        montrer_les_envois([envoi._asdict() for envoi in departs])
    else:
        print("Rien n'est encore parti de ce cabinet : recouvre relances")


@app.command()
def montrer(cabinet: Cabinet, envoi: Designation, en_json: EnJson = False) -> None:
    """Montre tout d'un départ : son document, ses essais, la réponse du serveur, ce qui lui est arrivé ensuite."""
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import envois

    with ouvrir_session(cabinet) as session:
        trouve = envois.trouver(session, envoi)
        suites = envois.suites(session, trouve)
    if en_json:
        from recouvre.affichage.faits_d_envoi import raconter_envoi
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(_objet(trouve) | {"suites": [{"le": s.date, "texte": raconter_envoi(s)} for s in suites]})
        return
    from recouvre.affichage.envois import montrer_l_envoi

    montrer_l_envoi(trouve._asdict(), suites)


@app.command()
def trancher(
    cabinet: Cabinet,
    envoi: Designation,
    parti: Annotated[
        bool | None,
        typer.Option("--parti/--non-parti", help="Il est arrivé chez le destinataire, ou il n'est pas parti."),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Dit d'un envoi incertain s'il est parti.

    Regardez le journal du serveur, ou demandez au prestataire. Parti : il entre au journal à son jour. Non parti : il
    repart au prochain passage.
    """
    if parti is None:
        raise typer.BadParameter("dites ce qu'il en est.", param_hint="--parti ou --non-parti")
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import envois

    with ouvrir_session(cabinet) as session:
        tranche = envois.trancher(session, envoi, parti=parti)
    suite = "parti, il est au journal" if parti else "non parti, il repartira au prochain passage"
    _dire(f"Envoi {tranche.reference} : {suite}.", tranche, en_json)


@app.command()
def relancer(
    cabinet: Cabinet,
    envoi: Annotated[
        str, typer.Argument(metavar="ENVOI", help="La référence (D-12-3), ou le dossier s'il n'y en a qu'un.")
    ] = "",
    tous: Annotated[bool, typer.Option("--tous", help="Tous les envois échoués du cabinet.")] = False,
    en_json: EnJson = False,
) -> None:
    """Fait repartir un envoi abandonné, ou qui attend son prochain essai.

    Après une panne de messagerie : recouvre envois relancer --tous.
    """
    if bool(envoi) == tous:
        raise typer.BadParameter("donnez un envoi, ou --tous.", param_hint="ENVOI")
    from recouvre.affichage.francais import pluriel
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import envois

    with ouvrir_session(cabinet) as session:
        liberes = envois.relancer_tous(session) if tous else [envois.relancer(session, envoi)]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"envois": [_objet(libere) for libere in liberes]} if tous else _objet(liberes[0]))
        return
    if tous:
        print(f"{pluriel(len(liberes), 'envoi repartira', 'envois repartiront')} par « recouvre relances --envoyer ».")
    else:
        print(f"Envoi {liberes[0].reference} : il repartira par « recouvre relances --envoyer ».")


@app.command()
def suspendre(
    cabinet: Cabinet,
    motif: Annotated[str, typer.Option("--motif", metavar="TEXTE", help="Pourquoi ; redit à chaque passage.")] = "",
    en_json: EnJson = False,
) -> None:
    """Suspend tous les envois du cabinet, jusqu'à « recouvre envois reprendre ».

    Un passage en cours s'arrête avant l'envoi suivant. Rien n'est perdu.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import envois

    with ouvrir_session(cabinet) as session:
        fait = envois.suspendre(session, motif)
    verbe = "suspendus" if fait.change else "déjà suspendus"
    ignore = "" if fait.change or not motif else " Ce motif n'est pas noté : reprenez d'abord."
    _dire_l_interrupteur(f"Envois {verbe} {fait.phrase}.{ignore}", fait.phrase, en_json)


@app.command()
def reprendre(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Reprend les envois suspendus ; rien ne part en rafale."""
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import envois

    with ouvrir_session(cabinet) as session:
        fait = envois.reprendre(session)
    phrase = "Envois repris" if fait.change else "Les envois n'étaient pas suspendus"
    _dire_l_interrupteur(f"{phrase}. Pour voir ce qui partirait : recouvre relances", "", en_json)


def _dire(phrase: str, envoi: Envoi, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(_objet(envoi))
        return
    print(phrase)


def _dire_l_interrupteur(phrase: str, suspendus: str, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"suspendus": suspendus or None})
        return
    print(phrase)


def _objet(envoi: Envoi) -> dict[str, object]:
    from recouvre.domaine.montants import en_decimal
    from recouvre.domaine.numeros import numero_lisible

    return {
        **{nom: valeur for nom, valeur in envoi._asdict().items() if nom not in _INTERNES},
        "dossier": numero_lisible(envoi.dossier),
        "total": en_decimal(envoi.total),
    }


_INTERNES = frozenset({"id", "rang_vu", "retour"})
"""Ce qui ne sert qu'à la machine ; la clé de retour, si on la montrait, permettrait d'inventer un rebond."""
