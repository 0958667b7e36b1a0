"""Les blocs d'un dossier que l'on donne à lire : compte, pièces, échéancier, mention à recopier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.courrier import Bloc, Colonne, Tableau, Zone
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.courriers.lettres import somme_en_lettres
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR

TIRET = "–"
_DU_PLAN = {
    "echeance-annonce": "annonce d’échéance", "echeance-rappel": "mise en demeure d’échéance",
    "plan-caduc": "constat de caducité",
}  # fmt: skip
"""Les étapes d'un plan de paiement, telles qu'on les écrit."""
_DU_MANDAT = ("mandat", "cgv")
"""Ce que l'agence et le créancier ont convenu entre eux : un tiers n'a pas à le recevoir."""

PIECES = {
    "mandat": "Pouvoir écrit", "cgv": "Conditions générales acceptées", "contrat": "Contrat ou conditions générales",
    "facture": "Facture", "bon-de-commande": "Bon de commande ou devis accepté",
    "bon-de-livraison": "Bon de livraison ou procès-verbal", "correspondance": "Correspondance", "autre": "Pièce",
}  # fmt: skip


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


def etape_en_clair(cle: str) -> str:
    """« mise en demeure », d'une clé d'étape ; celle d'un plan finit par un jour.

    >>> etape_en_clair("avis-avant-poursuites"), etape_en_clair("echeance-rappel:2026-03-05")
    ('avis avant poursuites', 'mise en demeure d’échéance')
    """
    genre = cle.partition(":")[0]
    return _DU_PLAN.get(genre, genre.replace("-", " "))


def pieces(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Le bordereau : chaque pièce numérotée, dans l'ordre où un lecteur les cherche."""
    lignes = tuple((str(rang), libelle, date) for rang, (libelle, date) in enumerate(_pieces(demande, objets), 1))
    colonnes = (Colonne("N°", 12, droite=True), Colonne("Pièce", 128), Colonne("Date", 30))
    return (Tableau(colonnes=colonnes, lignes=lignes),)


def _pieces(demande: Demande, objets: Fiches) -> Iterator[tuple[str, str]]:
    """Des factures, les seules dont le document parle, et leurs avoirs."""
    dossier = demande.dossier
    factures = objets.reclamation.factures
    numeros = {"", *(facture.numero for facture in factures)}
    for facture in factures:
        yield f"Facture {sur_une_ligne(facture.numero)} de {montant(facture.montant)}", en_chiffres(facture.emise_le)
    for avoir in (avoir for avoir in dossier.avoirs if avoir.date <= demande.decompte.au and avoir.sur in numeros):
        yield f"Avoir {sur_une_ligne(avoir.numero)} de {montant(avoir.montant)}", en_chiffres(avoir.date)
    for piece in dossier.pieces:
        if piece.nature not in ("facture", *_DU_MANDAT):
            detail = f" : {sur_une_ligne(piece.libelle)}" if piece.libelle else ""
            yield f"{PIECES.get(piece.nature, piece.nature)}{detail}", en_chiffres(piece.date)
    for parti in dossier.relances:
        yield f"Courrier {parti.reference} au débiteur : {etape_en_clair(parti.etape)}", en_chiffres(parti.date)
    for presentee in dossier.mises_en_demeure:
        yield "Preuve de présentation de la mise en demeure", en_chiffres(presentee.date)
    for titre in dossier.titres:
        reference = f" {sur_une_ligne(titre.reference)}" if titre.reference else ""
        yield f"Titre exécutoire : {titre.nature.replace('-', ' ')}{reference}", en_chiffres(titre.date)
    yield f"Décompte arrêté au {en_chiffres(demande.decompte.au)}", en_chiffres(demande.le)


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
