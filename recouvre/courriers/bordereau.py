"""Le bordereau de remise : la liste des plis, à faire signer à qui les prend (La Poste, l'imprimeur).

Il va à un tiers : ni montant ni objet n'y figure, seulement ce que porte l'enveloppe.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recouvre.courriers.apparence import ACCENT
from recouvre.courriers.contexte import Envoi
from recouvre.courriers.courrier import Colonne, Formulaire, Signataires, Tableau
from recouvre.courriers.ecriture import sur_une_ligne
from recouvre.courriers.pdf_actes import formulaire, signataires
from recouvre.courriers.pdf_elements import MM, Element, Texte
from recouvre.courriers.pdf_page import (
    GAUCHE,
    HAUT_SUITE,
    HAUTE,
    UTILE,
    bas_du_corps,
    couper_pied,
    nouvelle_toile,
    repartir,
    tracer_pied,
)
from recouvre.courriers.pdf_polices import verifier_caracteres
from recouvre.courriers.pdf_tableau import grille
from recouvre.courriers.pdf_texte import GRIS, Style, couper_brut
from recouvre.domaine.dates import en_toutes_lettres

_TITRE = Style(corps=14, interligne=18, gras=True, couleur=ACCENT)
_SOUS_TITRE = Style(corps=9.8, interligne=13, couleur=GRIS)
_HAUT = HAUTE - 16 * MM
_COLONNES = (
    Colonne("N°", 10, droite=True),
    Colonne("Référence", 26),
    Colonne("Destinataire", 70),
    Colonne("Envoi", 16),
    Colonne("Pages", 13, droite=True),
    Colonne("N° de suivi", 35),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pli:
    """Un pli remis. ``adresse`` : ses lignes, sans le nom ; ``envoi`` : une valeur d'``Envoi``."""

    reference: str
    destinataire: str
    adresse: tuple[str, ...]
    envoi: str
    pages: int


def bordereau_pdf(plis: Sequence[Pli], titre: str, le: dt.date, expediteur: str) -> bytes:
    """Le bordereau en PDF, dans l'ordre des plis. Lève ``CaractereImpossible`` comme un courrier."""
    tableau = Tableau(
        colonnes=_COLONNES,
        lignes=tuple(_ligne(rang, pli) for rang, pli in enumerate(plis, 1)),
        totaux=tuple(_totaux(plis)),
    )
    verifier_caracteres("\n".join((titre, expediteur, *(cellule for ligne in tableau.lignes for cellule in ligne))))
    elements: list[Element] = [
        Texte(couper_brut(sur_une_ligne(titre), _TITRE, UTILE), _TITRE, lie=True),
        Texte(couper_brut(f"Expéditeur : {sur_une_ligne(expediteur)}", _SOUS_TITRE, UTILE), _SOUS_TITRE, 2, lie=True),
        *([grille(tableau, UTILE)] if plis else [Texte(couper_brut("Aucun pli.", _SOUS_TITRE, UTILE), _SOUS_TITRE)]),
        replace(formulaire(_RECU, UTILE), lie=True),
        signataires(Signataires((("Signature et cachet",),)), UTILE),
    ]
    sortie = io.BytesIO()
    toile = nouvelle_toile(sortie, titre=titre, auteur=expediteur, sujet=f"Remise du {en_toutes_lettres(le)}")
    pied = couper_pied((f"{expediteur} – {titre} – {en_toutes_lettres(le)}",))
    bas = bas_du_corps(pied)
    pages = repartir(elements, lambda rang: (HAUT_SUITE if rang else _HAUT) - bas)
    for rang, page in enumerate(pages):
        for place in page:
            place.element.tracer(toile, GAUCHE, (HAUT_SUITE if rang else _HAUT) - place.haut)
        tracer_pied(toile, pied, f"{rang + 1}/{len(pages)}")
        toile.showPage()
    toile.save()
    return sortie.getvalue()


_RECU = Formulaire("Reçu les plis ci-dessus", (("Le (date et heure)", ""), ("Nom et qualité", "")))


def _ligne(rang: int, pli: Pli) -> tuple[str, ...]:
    adresse = ", ".join(sur_une_ligne(ligne) for ligne in pli.adresse)
    envoi = "LRAR" if pli.envoi == Envoi.RECOMMANDE else "Simple"
    destinataire = f"{sur_une_ligne(pli.destinataire)}\n{adresse}"
    return (str(rang), sur_une_ligne(pli.reference), destinataire, envoi, str(pli.pages), "")


def _totaux(plis: Sequence[Pli]) -> list[tuple[str, str]]:
    recommandes = sum(pli.envoi == Envoi.RECOMMANDE for pli in plis)
    return [
        ("Plis recommandés avec avis de réception (LRAR)", str(recommandes)),
        ("Plis simples", str(len(plis) - recommandes)),
        ("Pages imprimées", str(sum(pli.pages for pli in plis))),
        ("Plis remis", str(len(plis))),
    ]
