"""Les pièces numérotées d'un dossier de procédure : leur rang, leur fichier, son nom sûr, et son intégrité."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from recouvre.base.fichiers import empreinte
from recouvre.courriers.modeles import Redaction
from recouvre.courriers.pieces_jointes import PieceJointe, de_la_piece, pieces_jointes
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee, PieceRecue
from recouvre.operations.gardes import FaitRefuse
from recouvre.operations.session import Session

_LONGUEUR = 60
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numerotee:
    """Une pièce, son rang au bordereau, et le nom de son fichier dans l'archive ; vide : elle n'en a pas."""

    rang: int
    jointe: PieceJointe
    fichier: str


def numeroter(session: Session, dossier: Dossier, redaction: Redaction) -> tuple[Numerotee, ...]:
    """Les pièces dans l'ordre du bordereau. Lève ``FaitRefuse`` si un fichier a changé ou disparu.

    Une copie de facture va à la facture qu'elle nomme, sinon à la suivante qui n'en a pas ; celles de trop suivent.
    """
    jointes, restes = _avec_leurs_copies(list(pieces_jointes(redaction.demande, redaction.objets)), dossier)
    numerotees = []
    for rang, jointe in enumerate([*jointes, *(replace(de_la_piece(p), nom="facture") for p in restes)], 1):
        if jointe.source is not None and jointe.source.fichier:
            lire_fichier(session, jointe)
        numerotees.append(Numerotee(rang=rang, jointe=jointe, fichier=_fichier(rang, jointe)))
    return tuple(numerotees)


def _avec_leurs_copies(jointes: Sequence[PieceJointe], dossier: Dossier) -> tuple[list[PieceJointe], list[PieceRecue]]:
    copies = [piece for piece in dossier.pieces if piece.nature == "facture"]
    attribuees: dict[str, PieceRecue] = {}
    for facture in sorted(dossier.factures, key=lambda f: -len(f.numero)):
        if nommee := next((copie for copie in copies if _nomme(copie, facture)), None):
            attribuees[facture.numero] = nommee
            copies.remove(nommee)
    for jointe in jointes:
        if jointe.facture and jointe.facture not in attribuees and copies:
            attribuees[jointe.facture] = copies.pop(0)
    return [replace(j, source=attribuees.get(j.facture)) if j.facture else j for j in jointes], copies


def _nomme(copie: PieceRecue, facture: FactureAjoutee) -> bool:
    """Vrai si le libellé ou le fichier de cette copie contient le numéro de la facture."""
    return _nu(facture.numero) in _nu(copie.libelle) or _nu(facture.numero) in _nu(PurePosixPath(copie.fichier).name)


def _nu(texte: str) -> str:
    return "".join(lettre for lettre in texte.upper() if lettre.isalnum())


def lire_fichier(session: Session, jointe: PieceJointe) -> bytes:
    """Les octets d'une pièce, tels qu'ils sont entrés. Lève ``FaitRefuse`` s'ils ont changé, ou disparu."""
    if jointe.source is None or not jointe.source.fichier:
        return b""
    chemin = (session.chemin / jointe.source.fichier).resolve()
    if not chemin.is_relative_to(session.chemin.resolve()):
        raise FaitRefuse(f"La pièce « {jointe.libelle} » n'est pas dans le cabinet ; rien n'est écrit.")
    try:
        octets = chemin.read_bytes()
    except OSError:
        raise FaitRefuse(
            f"La pièce « {jointe.libelle} » ne se lit plus : {jointe.source.fichier}. Remettez le fichier d'une "
            "sauvegarde ; rien n'est écrit."
        ) from None
    if empreinte(octets) != jointe.source.empreinte:
        raise FaitRefuse(
            f"La pièce « {jointe.libelle} » a changé depuis qu'elle est entrée au dossier ({jointe.source.fichier}) : "
            "ce n'est plus la même. Remettez le fichier d'une sauvegarde, ou enregistrez la nouvelle pièce et annulez "
            "l'ancienne ; rien n'est écrit."
        )
    return octets


def _fichier(rang: int, jointe: PieceJointe) -> str:
    """« 01_facture_F-1.pdf » : sans accent ni signe qu'un système refuse, et le rang d'abord."""
    if jointe.decompte:
        extension = ".pdf"
    elif jointe.source is None or not jointe.source.fichier:
        return ""
    else:
        trouvee = PurePosixPath(jointe.source.fichier).suffix.lower()
        extension = trouvee if _EXTENSION.fullmatch(trouvee) else ""
    return f"{rang:02d}_{_sur(jointe.nom)}{extension}"


def _sur(texte: str) -> str:
    sans_accent = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE"))
    net = "".join(
        lettre if lettre.isascii() and (lettre.isalnum() or lettre in "-_") else " "
        for lettre in sans_accent
        if not unicodedata.combining(lettre)
    )
    return "_".join(net.split())[:_LONGUEUR].strip("_-") or "piece"
