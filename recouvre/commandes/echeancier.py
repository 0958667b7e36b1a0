"""`recouvre echeancier` : simuler un plan de paiement, le proposer, l'enregistrer signé, le suivre, le dire tombé."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.faits_de_plan import InteretsDuPlan

if TYPE_CHECKING:
    from recouvre.operations.consigner import Consigne
    from recouvre.operations.plan_voulu import Voulu
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command()
def echeancier(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    nombre: Annotated[int | None, typer.Option("--nombre", metavar="N", min=1, help="Combien de versements.")] = None,
    de: Annotated[int | None, option_montant("--de", aide="Ou : ce que le débiteur peut payer par mois.")] = None,
    des: Annotated[dt.date | None, option_date("--des", aide="Jour du premier versement.")] = None,
    jour: Annotated[
        int | None, typer.Option("--jour", metavar="J", min=1, max=31, help="Jour de paie : 5, le 5 de chaque mois.")
    ] = None,
    au: Annotated[
        dt.date | None, option_date("--au", aide="Jour où la dette est arrêtée. À défaut, celui du plan.")
    ] = None,
    total: Annotated[
        int | None, option_montant("--total", aide="Somme échelonnée. À défaut, tout ce qui est dû.")
    ] = None,
    interets: Annotated[
        InteretsDuPlan | None,
        typer.Option(
            "--interets", metavar="SORT", help="suspendus, maintenus ou abandonnes (s'il est tenu).",
            parser=lecteur(lire_choix(InteretsDuPlan)),
        ),
    ] = None,
    preavis: Annotated[
        int | None,
        typer.Option(
            "--preavis", metavar="JOURS", min=1, help="Laissés avant la caducité : 15 à défaut, 30 pour un crédit."
        ),
    ] = None,
    mode: Annotated[
        str, option_texte("--mode", "virement, virement permanent, prelevement, cheque, carte, especes.")
    ] = "",
    proposer: Annotated[bool, typer.Option("--proposer", help="Note que ce plan est proposé.")] = False,
    par_le_creancier: Annotated[
        bool, typer.Option("--par-le-creancier", help="Avec --proposer : l'idée vient du créancier.")
    ] = False,
    signe_le: Annotated[
        dt.date | None, option_date("--signe-le", aide="Le plan est signé ce jour-là : il court.")
    ] = None,
    accord_le: Annotated[
        dt.date | None, option_date("--accord-le", aide="Avec --signe-le : jour où le créancier a accepté.")
    ] = None,
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Avec --signe-le : prend la place du plan en cours.")
    ] = False,
    caduc_le: Annotated[
        dt.date | None, option_date("--caduc-le", aide="Le plan est tombé : premier jour où tout est exigible.")
    ] = None,
    motif: Annotated[str, option_texte("--motif", "Avec --caduc-le : pourquoi, si ce n'est pas l'évidence.")] = "",
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Montre, simule, propose ou enregistre le plan de paiement d'un dossier.

    Sans option : où en est chaque versement. Avec --nombre ou --de : une simulation, qui n'écrit rien ; ajoutez
    --proposer ou --signe-le DATE pour l'écrire. Signé, il suspend le scénario, reconnaît la dette et se suit tout
    seul : une annonce trois jours avant, un appel et une mise en demeure au lendemain d'un impayé. Il ne tombe jamais
    de lui-même : --caduc-le DATE, une fois passé le délai de cette mise en demeure.
    """
    from recouvre.operations.plan_voulu import Voulu

    _accorder(
        {"--proposer": proposer, "--signe-le": signe_le is not None, "--caduc-le": caduc_le is not None},
        {"--accord-le": accord_le, "--remplacer": remplacer}, {"--motif": motif},
        {"--nombre": nombre, "--de": de}, par_le_creancier=par_le_creancier,
    )  # fmt: skip
    voulu = Voulu(
        nombre=nombre or 0, somme=de or 0, des=des, jour=jour or 0, arrete_le=au, total=total or 0, interets=interets,
        preavis=preavis or 0, mode=mode,
    )  # fmt: skip
    from recouvre.commandes.seance import ouvrir_session

    with ouvrir_session(cabinet) as session:
        if caduc_le is not None:
            _constater(session, dossier, caduc_le, motif, en_json)
        elif signe_le is not None:
            from recouvre.operations.echeancier import signer

            consigne = signer(session, dossier, voulu, signe_le, accord_le=accord_le, remplacer=remplacer)
            _dire_la_signature(session, consigne, en_json)
        elif proposer:
            _proposer(session, dossier, voulu, "creancier" if par_le_creancier else "debiteur", en_json)
        elif voulu == Voulu(arrete_le=au):
            _montrer(session, dossier, au, en_json)
        else:
            _simuler(session, dossier, voulu, en_json)


def _accorder(
    gestes: dict[str, bool],
    du_plan: dict[str, object],
    de_la_fin: dict[str, object],
    somme: dict[str, object],
    *,
    par_le_creancier: bool,
) -> None:
    """Une option qui n'a pas d'effet avec ce geste est une faute de frappe."""
    if sum(gestes.values()) > 1:
        raise typer.BadParameter("un geste à la fois.", param_hint=" et ".join(nom for nom, v in gestes.items() if v))
    if all(somme.values()):
        raise typer.BadParameter(
            "donnez l'un ou l'autre ; --de 400 dit en combien de fois, et ce que sera le dernier versement.",
            param_hint="--nombre et --de",
        )
    for geste, options in (("--signe-le", du_plan), ("--caduc-le", de_la_fin)):
        for nom, valeur in options.items():
            if valeur and not gestes[geste]:
                raise typer.BadParameter(f"va avec {geste}.", param_hint=nom)
    if par_le_creancier and not gestes["--proposer"]:
        raise typer.BadParameter("va avec --proposer.", param_hint="--par-le-creancier")


def _simuler(session: Session, dossier: int, voulu: Voulu, en_json: bool) -> None:
    from recouvre.affichage import plan as vue
    from recouvre.operations.echeancier import simuler

    simulation = simuler(session, dossier, voulu)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.simulation_json(simulation))
    else:
        vue.montrer_la_simulation(simulation)


def _proposer(session: Session, dossier: int, voulu: Voulu, par: str, en_json: bool) -> None:
    from recouvre.affichage.plan import dire_la_proposition
    from recouvre.commandes.faits import annoncer
    from recouvre.domaine.montants import en_decimal
    from recouvre.operations.echeancier import proposer

    consigne = proposer(session, dossier, voulu, par=par)
    propose = consigne.dossier.plans_proposes[-1]
    plus = {"total": en_decimal(propose.total), "nombre": propose.nombre, "des": propose.des}
    annoncer(consigne, f"plan de {dire_la_proposition(propose)}", en_json, accepte=propose.accepte, **plus)


def _dire_la_signature(session: Session, consigne: Consigne, en_json: bool) -> None:
    """Le plan, et ce qu'il change : la suite du scénario, la prescription."""
    from recouvre.affichage import plan as vue
    from recouvre.affichage.francais import date
    from recouvre.base.projections import lire_projection
    from recouvre.commandes.faits import annoncer

    dossier, suivi = consigne.dossier, consigne.dossier.plans[-1]
    projection = lire_projection(session.base, dossier.numero)
    utile = projection.dossier.prescription_le if projection else None
    prescription_le = dt.date.fromisoformat(utile) if utile else None
    dite = f", dernier jour utile pour agir le {date(prescription_le)}" if prescription_le else ""
    objet = vue.en_json(dossier, suivi, suivi.plan.date)
    annoncer(
        consigne, f"plan signé, le scénario est suspendu{dite}", en_json, plan=objet, prescription_le=prescription_le
    )
    if not en_json:
        vue.montrer(dossier, suivi, suivi.plan.date)


def _constater(session: Session, dossier: int, le: dt.date, motif: str, en_json: bool) -> None:
    from recouvre.affichage.francais import date, montant
    from recouvre.commandes.faits import annoncer
    from recouvre.domaine.montants import en_decimal
    from recouvre.domaine.refus import TauxInconnu
    from recouvre.droit.decompte import decompter
    from recouvre.operations.caducite import constater

    consigne = constater(session, dossier, le, motif)
    try:
        du: int | None = decompter(consigne.dossier, le - dt.timedelta(days=1), session.bareme).total
    except TauxInconnu:
        du = None
    exigible = f", {montant(du)} exigibles" if du is not None else ""
    phrase = f"plan caduc depuis le {date(le)}{exigible} ; le constat part par « recouvre relances --envoyer »"
    annoncer(consigne, phrase, en_json, caduc_le=le, exigible=None if du is None else en_decimal(du))


def _montrer(session: Session, dossier: int, au: dt.date | None, en_json: bool) -> None:
    """Le plan du jour, sinon le dernier ; à défaut, celui qui est proposé."""
    from recouvre.affichage import plan as vue
    from recouvre.operations.lire import lire_dossier

    le = au or session.maintenant.date()
    lu, _ = lire_dossier(session, dossier)
    signes = [suivi for suivi in lu.plans if suivi.plan.date <= le]
    propose = lu.plans_proposes[-1] if lu.plans_proposes else None
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        objet = {"dossier": lu.libelle, "au": le, "plan": vue.en_json(lu, signes[-1], le) if signes else None}
        ecrire_json({**objet, "propose": vue.dire_la_proposition(propose) if propose and not signes else None})
    elif signes:
        vue.montrer(lu, signes[-1], le)
    elif propose:
        print(f"{lu.libelle} : plan de {vue.dire_la_proposition(propose)}.")
        print(f"Une fois signé : recouvre echeancier {lu.libelle} --signe-le DATE")
    else:
        print(f"{lu.libelle} : aucun plan. Pour en simuler un : recouvre echeancier {lu.libelle} --nombre 6 --jour 5")
