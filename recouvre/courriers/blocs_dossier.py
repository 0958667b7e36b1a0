"""Les blocs d'un dossier que l'on donne à lire : compte, pièces, échéancier, mention à recopier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.courrier import Bloc, Colonne, Tableau, Zone
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.courriers.lettres import somme_en_lettres
from recouvre.courriers.pieces_jointes import PIECES, etape_en_clair, pieces_jointes
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR

__all__ = ["PIECES", "TIRET", "echeancier", "etape_en_clair", "mention_1376", "mouvements", "pieces"]

TIRET = "–"


def echeancier(demande: Demande) -> tuple[Bloc, ...]:
    """Les versements, un par ligne, et ce qui reste après chacun ; vide si le document n'en a pas."""
    if not demande.termes:
        return ()
    reste = total = sum(terme.montant for terme in demande.termes)
    lignes = []
    for terme in demande.termes:
        reste -= terme.montant
        lignes.append(
            (str(terme.rang), en_chiffres(terme.le), montant(terme.montant), montant(reste) if reste else TIRET)
        )
    colonnes = (
        Colonne("Versement", 30),
        Colonne("Au plus tard le", 50),
        Colonne("Montant", 45, droite=True),
        Colonne("Reste ensuite", 45, droite=True),
    )
    return (Tableau(colonnes=colonnes, lignes=tuple(lignes), totaux=(("Total des versements", montant(total)),)),)


def mouvements(demande: Demande) -> tuple[Bloc, ...]:
    """Le compte du débiteur, dans l'ordre des dates : factures au débit, avoirs et paiements au crédit."""
    solde = 0
    lignes = []
    for date, libelle, somme in sorted(_comptes(demande.dossier, demande.decompte.au), key=lambda m: m[0]):
        solde += somme
        debit, credit = (montant(somme), "") if somme >= 0 else ("", montant(-somme))
        lignes.append((en_chiffres(date), libelle, debit, credit, montant(solde)))
    colonnes = (
        Colonne("Date", 20),
        Colonne("Libellé", 69),
        Colonne("Débit", 27, droite=True),
        Colonne("Crédit", 27, droite=True),
        Colonne("Solde", 27, droite=True),
    )
    return (
        Tableau(
            colonnes=colonnes,
            lignes=tuple(lignes),
            totaux=((f"Solde du compte au {en_chiffres(demande.decompte.au)}", montant(solde)),),
            note="Factures, avoirs et paiements seulement : ni intérêts, ni indemnités, ni accessoires.",
        ),
    )


def _comptes(dossier: Dossier, au: dt.date) -> Iterator[tuple[dt.date, str, int]]:
    """(date, libellé, centimes) : positif au débit."""
    for facture in dossier.factures:
        if facture.emise_le > au:
            continue
        detail = f"\n{sur_une_ligne(facture.libelle)}" if facture.libelle else ""
        echeance = f"Facture {sur_une_ligne(facture.numero)}, échéance {en_chiffres(facture.echeance)}"
        yield facture.emise_le, f"{echeance}{detail}", facture.montant
        if facture.deja_regle:
            yield facture.emise_le, f"Acomptes reçus sur {sur_une_ligne(facture.numero)}", -facture.deja_regle
    for avoir in dossier.avoirs:
        if avoir.date <= au:
            sur = f" sur {sur_une_ligne(avoir.sur)}" if avoir.sur else ""
            yield avoir.date, f"Avoir {sur_une_ligne(avoir.numero)}{sur}", -avoir.montant
    for recu in dossier.encaissements:
        if recu.date <= au:
            direct = ", reçu par le créancier" if recu.direct else ""
            yield recu.date, f"Paiement par {MODES_EN_CLAIR.get(recu.mode, recu.mode)}{direct}", -recu.montant
    for rendu in dossier.restitutions:
        if rendu.date <= au:
            yield rendu.date, "Trop-perçu rendu", rendu.montant


def pieces(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Le bordereau : chaque pièce numérotée, dans l'ordre où un lecteur les cherche."""
    jointes = enumerate(pieces_jointes(demande, objets), 1)
    lignes = tuple((str(rang), piece.libelle, en_chiffres(piece.date)) for rang, piece in jointes)
    colonnes = (Colonne("N°", 12, droite=True), Colonne("Pièce", 128), Colonne("Date", 30))
    return (Tableau(colonnes=colonnes, lignes=lignes),)


def mention_1376(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """La zone vide où le débiteur écrit lui-même la somme, en lettres et en chiffres (C. civ., art. 1376)."""
    somme = sum(terme.montant for terme in demande.termes) or objets.reclamation.total
    creancier = sur_une_ligne(demande.creancier.denomination)
    return (
        Zone(
            titre="Mention à écrire par le débiteur lui-même (article 1376 du code civil)",
            lignes=(
                "Recopiez à la main, dans le cadre, la phrase suivante :",
                f"« Je reconnais devoir à {creancier} la somme de {somme_en_lettres(somme)} ({montant(somme)}) et "
                "m’engage à la lui payer. »",
            ),
            hauteur=34,
        ),
    )
