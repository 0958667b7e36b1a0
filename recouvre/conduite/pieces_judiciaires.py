"""Les pièces qu'un juge attend : celles que le dossier a, celles qui manquent, et pourquoi on les demande."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from recouvre.conduite.pieces import LIBELLES, pieces_manquantes
from recouvre.conduite.scenarios import MISE_EN_DEMEURE
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_instance import Acte
from recouvre.domaine.parties import Qualite


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceAttendue:
    """Une pièce du dossier judiciaire. ``exigee`` : sans elle, la demande risque le rejet ; sinon, elle aide."""

    code: str
    libelle: str
    presente: bool
    exigee: bool
    pourquoi: str
    remede: str


def pieces_attendues(dossier: Dossier) -> tuple[PieceAttendue, ...]:
    """Ce que l'on joint à une requête ou à une assignation, dans l'ordre où un juge le lit."""
    return tuple(_attendues(dossier))


def manquantes(dossier: Dossier, voulues: Collection[str] | None = None) -> tuple[PieceAttendue, ...]:
    """Celles des pièces exigées que le dossier n'a pas.

    ``voulues`` : les natures que le créancier exige, si son cahier des charges les dit ; elles remplacent les autres.
    """
    if voulues is None:
        return tuple(piece for piece in pieces_attendues(dossier) if piece.exigee and not piece.presente)
    return tuple(_attendue(dossier, nature) for nature in pieces_manquantes(dossier, tuple(voulues)))


def _attendue(dossier: Dossier, nature: str) -> PieceAttendue:
    return PieceAttendue(
        code=nature,
        libelle=LIBELLES.get(nature, nature),
        presente=False,
        exigee=True,
        pourquoi="cahier des charges du créancier",
        remede=f"recouvre piece {dossier.libelle} {nature} --fichier FICHIER",
    )


def _attendues(dossier: Dossier) -> Iterator[PieceAttendue]:
    recues = {piece.nature for piece in dossier.pieces}
    contrat = dossier.qualification
    convenu = contrat is not None and bool(contrat.taux or contrat.clause_points or contrat.clause_forfait)
    for code, libelle, presente, exigee, pourquoi in (
        ("facture", "Copie des factures", "facture" in recues, True, "fonde la demande (CPC, art. 1407)"),
        (
            "bon-de-commande", "Contrat signé, devis accepté ou bon de commande", bool(recues & _ENGAGENT), True,
            "prouve l'engagement (C. civ., art. 1353)",
        ),
        (
            "bon-de-livraison", "Bon de livraison ou procès-verbal", "bon-de-livraison" in recues, True,
            "prouve l'exécution, et date la prescription",
        ),
        (
            "contrat", "Conditions générales acceptées par le débiteur", "contrat" in recues, convenu,
            "exigées si un taux ou une clause pénale est demandé",
        ),
        (
            "correspondance", "Échanges avec le débiteur", "correspondance" in recues, False,
            "reconnaissance, promesse, contestation",
        ),
    ):  # fmt: skip
        remede = f"recouvre piece {dossier.libelle} {code} --fichier FICHIER"
        yield PieceAttendue(
            code=code, libelle=libelle, presente=presente, exigee=exigee, pourquoi=pourquoi, remede=remede
        )
    yield from _de_l_outil(dossier)


_ENGAGENT = frozenset({"contrat", "bon-de-commande"})


def _de_l_outil(dossier: Dossier) -> Iterator[PieceAttendue]:
    """Ce que l'outil sait lui-même : la lettre partie, sa preuve, la décision déjà rendue."""
    yield PieceAttendue(
        code="mise-en-demeure",
        libelle="Mise en demeure envoyée",
        presente=dossier.depart(MISE_EN_DEMEURE) is not None,
        exigee=True,
        pourquoi="C. civ., art. 1344",
        remede="" if dossier.actes or dossier.titres else "recouvre relances --envoyer",
    )
    yield PieceAttendue(
        code="presentation",
        libelle="Preuve de sa présentation",
        presente=bool(dossier.mises_en_demeure),
        exigee=dossier.qualite is Qualite.CONSOMMATEUR,
        pourquoi="les intérêts d'un consommateur en partent (C. civ., art. 1344-1)",
        remede=f"recouvre noter {dossier.libelle} mise-en-demeure --presentee-le DATE",
    )
    if any(acte.acte is Acte.OPPOSITION for acte in dossier.actes):
        yield PieceAttendue(
            code="signification",
            libelle="Acte de signification de l'ordonnance",
            presente=any("signification" in piece.libelle.lower() for piece in dossier.pieces),
            exigee=False,
            pourquoi="à produire à l'audience sur opposition [C : à vérifier]",
            remede=f'recouvre piece {dossier.libelle} autre --libelle "signification" --fichier FICHIER',
        )
