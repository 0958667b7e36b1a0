"""`recouvre intervenant` : ceux qui interviennent à un dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import (
    Adresse,
    CodePostal,
    Complement,
    Courriel,
    Nom,
    Telephone,
    Ville,
    donnees,
    option_texte,
)
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier

if TYPE_CHECKING:
    from recouvre.domaine.parties import Partie

app = typer.Typer()

ROLES = (
    "mandataire", "administrateur", "commissaire-de-justice", "avocat", "notaire", "commission", "tuteur",
    "representant", "heritier", "caution",
)  # fmt: skip


@app.command()
def intervenant(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    role: Annotated[str, typer.Argument(metavar="RÔLE", help=f"{', '.join(ROLES)} ; rien : les montre tous.")] = "",
    nom: Nom = None,
    adresse: Adresse = None,
    complement: Complement = None,
    code_postal: CodePostal = None,
    ville: Ville = None,
    pays: Annotated[str | None, option_texte("--pays", "Pays, s'il n'est pas la France.")] = None,
    courriel: Courriel = None,
    telephone: Telephone = None,
    retirer: Annotated[bool, typer.Option("--retirer", help="L'oublie.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre ou note qui intervient au dossier : mandataire, notaire, tuteur, avocat…

    Le mandataire devient le destinataire de la déclaration de créance, la commission celui de la justification. Ces
    coordonnées vivent hors du journal : elles se rectifient et s'effacent.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import intervenants as gestes

    changements = donnees(
        nom=nom, adresse=adresse, complement=complement, code_postal=code_postal, ville=ville, pays=pays,
        courriel=courriel, telephone=telephone,
    )  # fmt: skip
    if role and role not in ROLES:
        raise typer.BadParameter(f"« {role} » n'est pas un rôle : {', '.join(ROLES)}.", param_hint="RÔLE")
    if (changements or retirer) and not role:
        raise typer.BadParameter(f"dites son rôle : {', '.join(ROLES)}.", param_hint="RÔLE")
    if changements and retirer:
        raise typer.BadParameter("on note ou on retire, pas les deux.", param_hint="--retirer")
    with ouvrir_session(cabinet) as session:
        if retirer:
            gestes.retirer_intervenant(session, dossier, role)
        elif changements:
            gestes.noter_intervenant(session, dossier, role, changements)
        tous = gestes.lire_intervenants(session, dossier)
    if role and not retirer:
        tous = {nom_du_role: partie for nom_du_role, partie in tous.items() if nom_du_role == role}
    _montrer(dossier, tous, en_json)


_DITS = {"representant": "représentant légal", "heritier": "héritier", "commission": "commission de surendettement"}


def _montrer(dossier: int, tous: dict[str, Partie], en_json: bool) -> None:
    from recouvre.domaine.numeros import numero_lisible

    libelle = numero_lisible(dossier)
    if en_json:
        from dataclasses import asdict

        from recouvre.affichage.sortie_json import ecrire_json

        lignes = [{"role": role, **asdict(partie)} for role, partie in tous.items()]
        ecrire_json({"dossier": libelle, "intervenants": lignes})
        return
    if not tous:
        print(
            f'Personne n\'est noté au dossier {libelle}. Par exemple : recouvre intervenant {libelle} notaire --nom "…"'
        )
        return
    from recouvre.affichage.tableau import Colonne, tableau

    tableau(
        (Colonne("Rôle"), Colonne("Nom"), Colonne("Adresse"), Colonne("Téléphone"), Colonne("Courriel")),
        [
            (
                _DITS.get(role, role.replace("-", " ")),
                p.denomination,
                ", ".join(p.lignes_adresse),
                p.telephone,
                p.courriel,
            )
            for role, p in tous.items()
        ],
        titre=f"Intervenants du dossier {libelle}",
    )
