"""Mettre un courrier en page : A4, une lettre pliée en trois ou un acte, et ses pages de suite.

Deux mises en page du même courrier donnent les mêmes octets, à toute heure et sur toute machine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recouvre.courriers.apparence import Apparence
from recouvre.courriers.courrier import (
    Bloc,
    Citation,
    Courrier,
    Encadre,
    Forme,
    Formulaire,
    Intertitre,
    Paragraphe,
    Signataires,
    Signature,
    Tableau,
    Zone,
    lignes_nues,
    litteral,
)
from recouvre.courriers.pdf_actes import formulaire, signataires, zone
from recouvre.courriers.pdf_cadre import cadre
from recouvre.courriers.pdf_elements import MM, Element, citation, intertitre, paraphe
from recouvre.courriers.pdf_elements import texte as element_texte
from recouvre.courriers.pdf_page import (
    GAUCHE,
    HAUT_SUITE,
    HAUTE,
    LARGE,
    PIED,
    UTILE,
    bas_du_corps,
    couper_pied,
    nouvelle_toile,
    repartir,
    tracer_pied,
)
from recouvre.courriers.pdf_polices import GRAS, police, verifier_caracteres
from recouvre.courriers.pdf_tableau import grille
from recouvre.courriers.pdf_tete import debut_lettre, tracer_lettre
from recouvre.courriers.pdf_texte import FILET, couper_brut, resserrer, teinter, tracer_lignes
from recouvre.courriers.pdf_titre import debut_acte, tracer_acte


def imprimer(courrier: Courrier, *, apercu: bool = False) -> bytes:
    """Le courrier en PDF ; un ``apercu`` le dit en travers de chaque page.

    Lève ``CaractereImpossible`` si un caractère n'existe pas dans la police.
    """
    sortie = io.BytesIO()
    toile = nouvelle_toile(
        sortie,
        titre=f"{courrier.objet} – {courrier.reference}",
        auteur=courrier.entete.nom,
        sujet=f"Dossier {courrier.dossier}, {courrier.lieu_date}",
    )
    ajouter(toile, courrier, apercu=apercu)
    toile.save()
    return sortie.getvalue()


def ajouter(toile: Any, courrier: Courrier, *, apercu: bool = False) -> None:
    """Les pages du courrier, à la suite de celles de la toile ; elles ne comptent que les leurs.

    Lève ``CaractereImpossible`` avant le premier trait.
    """
    verifier_caracteres("\n".join(lignes_nues(courrier)))
    teinter(toile, courrier.apparence.couleur)
    acte = courrier.forme is Forme.ACTE
    pied = couper_pied((*courrier.pied, *courrier.apparence.pied))
    bas, depart = bas_du_corps(pied), debut_acte(courrier) if acte else debut_lettre(courrier)
    elements = _lier([_element(bloc, courrier.apparence) for bloc in courrier.blocs], courrier.blocs)
    pages = repartir(elements, lambda rang: (HAUT_SUITE if rang else depart) - bas)
    premiere = tracer_acte if acte else tracer_lettre
    for rang, page in enumerate(pages):
        (_tracer_rappel if rang else premiere)(toile, courrier)
        for place in page:
            place.element.tracer(toile, GAUCHE, (HAUT_SUITE if rang else depart) - place.haut)
        tracer_pied(toile, pied, f"{rang + 1}/{len(pages)}")
        if apercu:
            _estampiller(toile)
        toile.showPage()


def _estampiller(toile: Any) -> None:
    """« APERÇU » en travers : ce papier ne doit pas finir dans une enveloppe."""
    toile.saveState()
    police(GRAS)
    toile.setFont(GRAS, 90)
    toile.setFillColorRGB(0.55, 0.1, 0.1, alpha=0.16)
    toile.translate(105 * MM, 130 * MM)
    toile.rotate(52)
    toile.drawCentredString(0, 0, "APERÇU")
    toile.restoreState()


@dataclass(frozen=True, slots=True)
class _Lie:
    """Un élément retenu avec le suivant : une signature, ou ce qu'il annonce."""

    dedans: Element
    lie: bool = True

    @property
    def avant(self) -> float:
        return self.dedans.avant

    @property
    def hauteur(self) -> float:
        return self.dedans.hauteur

    @property
    def minimum(self) -> float:
        return self.dedans.minimum

    def couper(self, place: float) -> tuple[Element, Element] | None:
        """Seule sa fin reste avec le suivant."""
        coupe = self.dedans.couper(place)
        return coupe and (coupe[0], _Lie(coupe[1]))

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        self.dedans.tracer(toile, x, haut)


def _lier(elements: list[Element], blocs: Sequence[Bloc]) -> list[Element]:
    """La signature garde la fin de ce qui la précède, et « : » la suite qu'il annonce : rien n'est seul sur sa page."""
    suivants = [*blocs[1:], None]
    return [
        _Lie(element) if isinstance(suivant, Signature | Signataires) or _annonce(bloc, suivant) else element
        for element, bloc, suivant in zip(elements, blocs, suivants, strict=True)
    ]


def _annonce(bloc: Bloc, suivant: Bloc | None) -> bool:
    return isinstance(bloc, Paragraphe) and suivant is not None and litteral(bloc.texte).rstrip().endswith(":")


def _element(bloc: Bloc, apparence: Apparence) -> Element:
    match bloc:
        case Paragraphe():
            return element_texte(bloc, UTILE)
        case Intertitre():
            return intertitre(bloc, UTILE)
        case Citation():
            return citation(bloc, UTILE)
        case Tableau():
            return grille(bloc, UTILE)
        case Encadre():
            return cadre(bloc, UTILE)
        case Signature():
            return paraphe(bloc, UTILE, apparence.signature)
        case Signataires():
            return signataires(bloc, UTILE)
        case Zone():
            return zone(bloc, UTILE)
        case Formulaire():
            return formulaire(bloc, UTILE)


def _tracer_rappel(toile: Any, courrier: Courrier) -> None:
    rappel = f"{courrier.entete.nom} – {courrier.reference} – {courrier.lieu_date}"
    style = resserrer(rappel, PIED, UTILE)
    tracer_lignes(toile, couper_brut(rappel, style, UTILE), style, GAUCHE, HAUTE - 13 * MM)
    toile.setLineWidth(0.4)
    toile.setStrokeColorRGB(*FILET)
    toile.line(GAUCHE, HAUTE - 18 * MM, LARGE - GAUCHE, HAUTE - 18 * MM)
