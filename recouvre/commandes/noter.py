"""`recouvre noter` : ce qui s'est passé hors de l'outil."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, option_date
from recouvre.domaine.faits_de_droit import CausePrescription, PrescriptionReprise, PrescriptionTouchee

if TYPE_CHECKING:
    from recouvre.operations.consigner import Consigne
    from recouvre.operations.session import Session

app = typer.Typer()

MISE_EN_DEMEURE, QUITTANCE, RESTITUTION = "mise-en-demeure", "quittance", "restitution"
REVERSEMENT = "reversement"
CONTACTS = ("appel", "courriel", "sms", "visite", "tache", "decision", "interruption")
MANQUABLES = ("appel", "visite")
"""Ce qui peut échouer parce que le débiteur n'est pas joint."""

RAPPELABLES = ("appel", "courriel", "sms", "visite")
"""Ce après quoi on peut promettre de rappeler."""

CAUSES = tuple(str(cause) for cause in CausePrescription)
ACCORD, REFUS = "accord-electronique", "refus-electronique"
FAITS = (MISE_EN_DEMEURE, *CONTACTS, QUITTANCE, REVERSEMENT, RESTITUTION, ACCORD, REFUS, *CAUSES)


_DITS = {
    "sms": "SMS", "tache": "tâche", "decision": "décision", "demande-en-justice": "demande en justice",
    "execution": "exécution", "declaration-de-creance": "déclaration de créance",
    "mesures-surendettement": "mesures de surendettement", "mise-en-demeure": "mise en demeure",
    "mise-en-demeure-assureur": "mise en demeure de l'assureur", "reamenagement": "réaménagement",
    "mediation": "médiation", "procedure-l125": "procédure L125-1", "impossibilite": "impossibilité",
    "minorite": "minorité", "accord-electronique": "accord électronique", "refus-electronique": "refus électronique",
}  # fmt: skip
"""Ce que l'écran dit d'un fait dont le nom tapé n'a ni accent ni espace."""


@app.command()
def noter(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    fait: Annotated[str, typer.Argument(metavar="FAIT", help=f"{', '.join(FAITS)}.")],
    le: Le,
    texte: Annotated[str, typer.Argument(metavar="TEXTE", help="Ce qui s'est dit, en une ligne.")] = "",
    presentee_le: Annotated[
        dt.date | None, option_date("--presentee-le", aide="Mise en demeure : première présentation.")
    ] = None,
    reference: Annotated[str, option_texte("--reference", "Mise en demeure : sa référence.")] = "",
    etape: Annotated[
        str, typer.Option("--etape", metavar="CLÉ", help="Étape du scénario que ce contact accomplit.")
    ] = "",
    echec: Annotated[bool, typer.Option("--echec", help="Appel ou visite : le débiteur n'a pas été joint.")] = False,
    rappeler: Annotated[
        dt.date | None, option_date("--rappeler", aide="Le jour où l'on a promis de rappeler : lundi, +8j…")
    ] = None,
    jusqu_au: Annotated[
        dt.date | None, option_date("--jusqu-au", aide="Suspension ou instance : son dernier jour, s'il est connu.")
    ] = None,
    facture: Annotated[str, typer.Option("--facture", metavar="N°", help="Prescription : cette seule facture.")] = "",
    fin: Annotated[bool, typer.Option("--fin", help="La suspension ou l'instance a pris fin ce jour-là.")] = False,
    non_avenue: Annotated[
        bool, typer.Option("--non-avenue", help="Avec --fin : désistement, péremption ou rejet.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Note un fait : mise en demeure présentée, appel, courriel, visite.

    Un appel tient en une ligne : recouvre noter D-1 appel "rappellera lundi". Avec --echec, l'étape reste à faire, et
    l'agenda propose le lendemain un contre-appel, par un autre gestionnaire. Avec --rappeler lundi, l'agenda de lundi
    le rappelle, jusqu'au contact suivant. « decision » : la suite est décidée ; on n'en reparle pas avant trente jours.

    « mise-en-demeure » fait courir les intérêts d'un consommateur ; « quittance » : elles sont remises ;
    « reversement » : les fonds sont reversés au créancier ; « restitution » : le trop-perçu est rendu ;
    « accord-electronique » : un particulier accepte le recommandé électronique, « refus-electronique » : il n'en veut
    plus. De « reconnaissance » à « renonciation », ce qui interrompt ou suspend la prescription (« interruption » si
    vous ne savez pas quoi) : « recouvre prescription » montre ce qui en résulte.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import noter as gestes
    from recouvre.operations import prescrire

    if fait not in FAITS:
        raise typer.BadParameter(f"« {fait} » ne se note pas. Faits : {', '.join(FAITS)}.", param_hint="FAIT")
    cause = CausePrescription(fait) if fait in CAUSES else None
    _accorder(cause, {"--jusqu-au": jusqu_au, "--facture": facture, "--fin": fin}, non_avenue=non_avenue)
    if echec and fait not in MANQUABLES:
        raise typer.BadParameter(f"va avec {' ou '.join(MANQUABLES)}.", param_hint="--echec")
    if rappeler and fait not in RAPPELABLES:
        raise typer.BadParameter(f"va avec {', '.join(RAPPELABLES)}.", param_hint="--rappeler")
    with ouvrir_session(cabinet) as session:
        if fait in CONTACTS:
            consigne = gestes.noter_contact(session, dossier, fait, le, texte, etape, echec=echec, rappeler_le=rappeler)
        elif cause is None:
            consigne = _noter(session, dossier, fait, presentee_le or le, reference)
        elif fin:
            reprise = PrescriptionReprise(date=le, cause=cause, facture=facture, non_avenue=non_avenue)
            consigne = prescrire.noter_fin(session, dossier, reprise)
        else:
            touchee = PrescriptionTouchee(date=le, cause=cause, facture=facture, jusqu_au=jusqu_au, texte=texte)
            consigne = prescrire.noter_cause(session, dossier, touchee)
        utile = _dernier_jour_utile(session, dossier) if cause else {}
        if echec:
            utile = _contre_appel(session, dossier)
        pourquoi = _defendu(session, consigne, fait, le)
    if pourquoi:
        import sys

        print(f"Attention : {pourquoi}. C'est enregistré ; ne recommencez pas.", file=sys.stderr)
    quoi = _DITS.get(fait, fait)
    phrase = f"noté ({f'fin : {quoi}' if fin else f'{quoi}, pas joint' if echec else quoi})"
    if utile.get("contre_appel_le"):
        phrase += f", contre-appel le {utile['contre_appel_le']:%d/%m/%Y} par un autre gestionnaire"
    if rappeler:
        phrase += f", à rappeler le {rappeler:%d/%m/%Y}"
        utile["rappeler_le"] = rappeler
    if utile.get("prescription_le"):
        phrase += f", dernier jour utile pour agir le {utile['prescription_le']:%d/%m/%Y}"
    annoncer(consigne, phrase, en_json, fait=fait, **utile)


def _defendu(session: Session, consigne: Consigne, fait: str, le: dt.date) -> str:
    """Pourquoi la loi, un signal ou le mandat défendait ce contact : il a eu lieu, on l'enregistre, et on le dit."""
    from recouvre.conduite.contacts_defendus import contact_defendu

    if fait not in CONTACTS:
        return ""
    permise = session.reglages(consigne.dossier.ouverture.creancier).visite
    return contact_defendu(consigne.dossier, fait, le, session.profil, visite_permise=permise)


def _dernier_jour_utile(session: Session, dossier: int) -> dict[str, dt.date | None]:
    """Ce que le fait vient de changer, tel que la base le tient désormais."""
    from recouvre.base.projections import lire_projection

    projection = lire_projection(session.base, dossier)
    le = projection.dossier.prescription_le if projection else None
    return {"prescription_le": dt.date.fromisoformat(le) if le else None}


def _contre_appel(session: Session, dossier: int) -> dict[str, dt.date | None]:
    """Quand un autre gestionnaire doit rappeler, s'il le doit."""
    from recouvre.base.projections import lire_projection
    from recouvre.conduite.scenarios import CONTRE_APPEL

    projection = lire_projection(session.base, dossier)
    dates = [d.le for d in (projection.demarches if projection else ()) if d.cle == CONTRE_APPEL]
    return {"contre_appel_le": dt.date.fromisoformat(dates[0]) if dates else None}


def _accorder(cause: CausePrescription | None, options: dict[str, object], *, non_avenue: bool) -> None:
    """Des options qui ne vont pas avec ce fait sont une faute de frappe, pas un fait à moitié compris."""
    for nom, valeur in options.items():
        if valeur and cause is None:
            raise typer.BadParameter(f"va avec {CAUSES[0]}, {CAUSES[1]}… : ce fait n'en a pas l'usage.", param_hint=nom)
    if options["--fin"] and options["--jusqu-au"]:
        raise typer.BadParameter("la fin se date avec --le : retirez --jusqu-au.", param_hint="--fin")
    if non_avenue and not options["--fin"]:
        raise typer.BadParameter("va avec --fin, le jour où l'instance s'est éteinte.", param_hint="--non-avenue")


def _noter(session: Session, dossier: int, fait: str, le: dt.date, reference: str) -> Consigne:
    from recouvre.operations import noter as gestes

    if fait == MISE_EN_DEMEURE:
        return gestes.noter_presentation(session, dossier, le, reference)
    if fait in (ACCORD, REFUS):
        return gestes.noter_consentement(session, dossier, le, retire=fait == REFUS)
    if fait == QUITTANCE:
        return gestes.noter_quittances(session, dossier, le)
    if fait == REVERSEMENT:
        return gestes.noter_reversements(session, dossier, le)
    return gestes.noter_restitution(session, dossier, le)
