"""Le lot de l'imprimeur : des plis déjà figés réunis en un seul PDF, triés, avec leur index et leurs recommandés.

Rien n'est noté : ces plis sont déjà partis, ou ne sont pas de ce cabinet. Un pli dont les octets ne sont plus ceux qui
ont été figés n'est pas repris ; les autres le sont.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from recouvre.base.fichiers import ecrire, empreinte, exiger_neuf, nom_libre
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.refus import Refus
from recouvre.envois.index_du_lot import LigneIndex, index_csv
from recouvre.operations.plis import Pli, Refuse, dire_la_faute, plis_du_cabinet, plis_en_fichiers
from recouvre.operations.session import Session


class Tri(StrEnum):
    """L'ordre des plis dans le lot."""

    CODE_POSTAL = "code-postal"
    DOSSIER = "dossier"
    ENVOI = "envoi"


_ENVOIS = {"recommande": "Lettre recommandée avec avis de réception", "simple": "Lettre simple"}


class AucunPli(Refus):
    """Il ne reste rien à imprimer."""

    def __init__(self, refuses: Sequence[Refuse]) -> None:
        details = " ; ".join(f"{refuse.reference} : {refuse.raison}" for refuse in refuses[:5])
        super().__init__(f"Aucun pli à réunir : {details}. Rien n'a été écrit.")


class SortieOccupee(Refus):
    """Le dossier de sortie contient déjà un lot de ce nom."""

    def __init__(self, chemin: Path) -> None:
        super().__init__(f"{chemin} existe déjà : donnez un autre dossier à --sortie. Rien n'a été écrit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choix:
    """Ce que l'on demande. ``fichiers`` vide : les plis du cabinet, de ce jour et de ce lot (le dernier à défaut).

    ``tri`` ``None`` : par code postal, ou l'ordre donné pour des fichiers.
    """

    le: dt.date
    jour: dt.date | None = None
    numero: int | None = None
    fichiers: tuple[Path, ...] = ()
    tri: Tri | None = None
    intercalaires: bool = False
    recto_verso: bool = False
    sortie: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotImprimeur:
    """Un lot écrit. ``recommandes`` : leur bordereau, s'il y en a ; ``pages`` : celles du PDF, tout compris."""

    lot: Path
    index: Path
    recommandes: Path | None
    lignes: tuple[LigneIndex, ...]
    pages: int
    refuses: tuple[Refuse, ...]


def reunir_lot(session: Session | None, choix: Choix, suivi: Suivi | None = None) -> LotImprimeur:
    """Écrit le lot, son index et le bordereau de ses recommandés. Sans ``session``, de simples fichiers.

    Lève ``LotAbsent``, ``AucunPli``, ``SortieOccupee`` ou ``CaractereImpossible`` ; rien n'est alors écrit.
    """
    if choix.fichiers or session is None:
        nom, candidats, refuses = "lot", *plis_en_fichiers(session, choix.fichiers)
    else:
        nom, candidats = plis_du_cabinet(session, choix.jour, choix.numero)
        refuses = []
    chemins = _chemins(choix.sortie or nom_libre(Path(nom)), nom)
    plis = []
    for pli in _trier(candidats, choix.tri or (None if choix.fichiers else Tri.CODE_POSTAL)):
        controle = _controler(pli)
        if isinstance(controle, Refuse):
            refuses.append(controle)
        else:
            plis.append(controle)
    if not plis:
        raise AucunPli(refuses)
    return _ecrire(session, choix, plis, refuses, chemins, suivi)


def _chemins(dossier: Path, nom: str) -> tuple[Path, Path, Path]:
    """Le lot, l'index, les recommandés ; aucun n'existe encore, et l'on peut les écrire."""
    chemins = (dossier / f"{nom}.pdf", dossier / f"{nom}-index.csv", dossier / f"{nom}-recommandes.pdf")
    for chemin in chemins:
        if chemin.exists():
            raise SortieOccupee(chemin)
    exiger_neuf(chemins[0])
    return chemins


def _trier(plis: Sequence[Pli], tri: Tri | None) -> Sequence[Pli]:
    if tri is None:
        return plis
    cles: dict[Tri, Callable[[Pli], tuple[object, ...]]] = {
        Tri.CODE_POSTAL: _postale,
        Tri.DOSSIER: lambda pli: (not pli.dossier, pli.dossier),
        Tri.ENVOI: lambda pli: (
            tuple(_ENVOIS).index(pli.mode) if pli.mode in _ENVOIS else len(_ENVOIS),
            *_postale(pli),
        ),
    }
    return sorted(plis, key=cles[tri])


def _postale(pli: Pli) -> tuple[object, ...]:
    """La France par code, puis l'étranger par pays, puis ceux dont on ne sait rien."""
    pays = "" if pli.pays.casefold() in ("france", "fr") else pli.pays.casefold()
    inconnu = not pli.code_postal and not pays
    return (2 if inconnu else 1 if pays else 0, pays, pli.code_postal, pli.dossier)


def _controler(pli: Pli) -> Pli | Refuse:
    """Le pli et ses pages, si ses octets sont ceux que l'on attend."""
    from recouvre.courriers.liasse import compter_pages
    from recouvre.courriers.pdf_polices import verifier_caracteres

    try:
        octets = pli.chemin.read_bytes()
        if empreinte(octets) != pli.empreinte:
            return pli.refuser("il a changé depuis son départ, ce n'est plus son empreinte")
        verifier_caracteres(pli.reference)
        return replace(pli, pages=compter_pages(octets, pli.chemin.name))
    except OSError as faute:
        return pli.refuser(dire_la_faute(faute))
    except Refus as refus:
        return pli.refuser(refus.phrase.rstrip("."))


def _relire(pli: Pli) -> bytes:
    octets = pli.chemin.read_bytes()
    if empreinte(octets) != pli.empreinte:
        raise Refus(f"{pli.chemin} vient de changer pendant que l'on faisait le lot. Recommencez ; rien n'a été écrit.")
    return octets


def _ecrire(
    session: Session | None,
    choix: Choix,
    plis: Sequence[Pli],
    refuses: Sequence[Refuse],
    chemins: tuple[Path, Path, Path],
    suivi: Suivi | None,
) -> LotImprimeur:
    from recouvre.courriers.intercalaires import Intercalaire
    from recouvre.courriers.liasse import Feuillet, assembler, premieres_pages, total_des_pages

    feuillets = [
        Feuillet(
            reference=pli.reference,
            pages=pli.pages,
            lire=partial(_relire, pli),
            intercalaire=Intercalaire(
                rang=rang,
                total=len(plis),
                reference=pli.reference,
                code_postal=f"{pli.code_postal} {pli.pays}".strip(),
                envoi=_ENVOIS.get(pli.mode, ""),
                pages=pli.pages,
            )
            if choix.intercalaires
            else None,
        )
        for rang, pli in enumerate(plis, 1)
    ]
    lignes = _lignes(plis, premieres_pages(feuillets, recto_verso=choix.recto_verso))
    octets = assembler(feuillets, chemins[0].stem, recto_verso=choix.recto_verso, suivi=suivi)
    recommandes = _recommandes(session, plis, chemins[0].stem, choix.le)
    ecrire(chemins[0], octets)
    ecrire(chemins[1], index_csv(lignes))
    if recommandes:
        ecrire(chemins[2], recommandes)
    return LotImprimeur(
        lot=chemins[0],
        index=chemins[1],
        recommandes=chemins[2] if recommandes else None,
        lignes=lignes,
        pages=total_des_pages(feuillets, recto_verso=choix.recto_verso),
        refuses=tuple(refuses),
    )


def _lignes(plis: Sequence[Pli], pages: Sequence[int]) -> tuple[LigneIndex, ...]:
    return tuple(
        LigneIndex(
            ordre=rang,
            reference=pli.reference,
            dossier=pli.numero,
            destinataire=pli.destinataire,
            code_postal=pli.code_postal,
            pays=pli.pays,
            mode=pli.mode,
            pages=pli.pages,
            premiere_page=page,
            sha256=pli.empreinte,
        )
        for rang, (pli, page) in enumerate(zip(plis, pages, strict=True), 1)
    )


def _recommandes(session: Session | None, plis: Sequence[Pli], nom: str, le: dt.date) -> bytes:
    """Le bordereau des recommandés, dans l'ordre du lot ; vide s'il n'y en a pas."""
    from recouvre.courriers import bordereau

    lignes = [
        bordereau.Pli(
            reference=pli.reference,
            destinataire=pli.destinataire,
            adresse=pli.adresse,
            envoi=pli.mode,
            pages=pli.pages,
        )
        for pli in plis
        if pli.mode == "recommande"
    ]
    if not lignes or session is None:
        return b""
    titre = f"Recommandés du lot {nom}"
    return bordereau.bordereau_pdf(lignes, titre=titre, le=le, expediteur=session.profil.denomination)
