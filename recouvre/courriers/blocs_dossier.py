"""Les blocs qui racontent un dossier : compte, diligences, pièces, échéancier, état d'un portefeuille."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.courrier import Bloc, Colonne, Paragraphe, Tableau, Zone
from recouvre.courriers.donnees import Avancement
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.courriers.lettres import somme_en_lettres
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR, ContactNote

TIRET = "–"
_HORS_DILIGENCES = ("quittance", "interruption", "tache")
_CONTACTS = {
    "appel": "Appel téléphonique",
    "courriel": "Courriel",
    "visite": "Visite",
    "sms": "SMS",
    "courrier": "Courrier",
}
_PIECES = {
    "mandat": "Pouvoir", "cgv": "Conditions générales acceptées", "contrat": "Contrat ou conditions générales",
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


def diligences(demande: Demande) -> tuple[Bloc, ...]:
    """Ce qui a été fait et ce qui est arrivé, à sa date ; une phrase le dit s'il n'y a rien."""
    faits = sorted(_diligences(demande.dossier, demande.le), key=lambda fait: fait[0])
    if not faits:
        return (Paragraphe("Aucune diligence n’est enregistrée à ce jour."),)
    colonnes = (Colonne("Date", 24), Colonne("Démarche ou fait", 146))
    return (Tableau(colonnes=colonnes, lignes=tuple((en_chiffres(le), phrase) for le, phrase in faits)),)


def _diligences(dossier: Dossier, le: dt.date) -> Iterator[tuple[dt.date, str]]:
    yield dossier.ouverture.date, "Dossier ouvert"
    for parti in dossier.relances:
        somme = f", {montant(parti.total)} réclamés" if parti.total else ""
        yield parti.date, f"Courrier {parti.reference} : {parti.etape.replace('-', ' ')}{somme}"
    for presentee in dossier.mises_en_demeure:
        yield presentee.date, "Mise en demeure présentée au débiteur"
    for contact in dossier.contacts:
        if contact.canal not in _HORS_DILIGENCES:
            yield contact.date, _contact(contact)
    for document in dossier.documents:
        if document.destinataire == "debiteur":
            yield document.date, f"Document {document.reference} : {document.modele.replace('_', ' ')}"
    for recu in dossier.encaissements:
        direct = ", reçu par le créancier" if recu.direct else ""
        yield recu.date, f"Paiement de {montant(recu.montant)} par {MODES_EN_CLAIR.get(recu.mode, recu.mode)}{direct}"
    for titre in dossier.titres:
        yield titre.date, f"Titre exécutoire : {titre.nature}{f' {titre.reference}' if titre.reference else ''}"
    for signifie in dossier.significations:
        yield signifie.date, "Titre signifié" + (" à personne" if signifie.a_personne else "")
    for arret in dossier.arrets:
        yield arret.date, f"{_ARRETS[arret.cause]}{f' : {arret.genre}' if arret.genre else ''}"


_ARRETS = {
    "procedure": "Jugement d’ouverture d’une procédure collective",
    "surendettement": "Dossier de surendettement recevable",
    "delai-de-grace": "Délai de grâce accordé par le juge",
    "plan": "Plan de paiement",
}


def _contact(contact: ContactNote) -> str:
    canal = _CONTACTS.get(contact.canal, contact.canal.capitalize())
    return f"{canal} : {sur_une_ligne(contact.texte)}" if contact.texte else canal


def pieces(demande: Demande) -> tuple[Bloc, ...]:
    """Le bordereau : chaque pièce numérotée, dans l'ordre où un lecteur les cherche."""
    lignes = tuple((str(rang), libelle, date) for rang, (libelle, date) in enumerate(_pieces(demande), 1))
    colonnes = (Colonne("N°", 12, droite=True), Colonne("Pièce", 128), Colonne("Date", 30))
    return (Tableau(colonnes=colonnes, lignes=lignes),)


def _pieces(demande: Demande) -> Iterator[tuple[str, str]]:
    dossier = demande.dossier
    for facture in dossier.factures:
        yield f"Facture {sur_une_ligne(facture.numero)} de {montant(facture.montant)}", en_chiffres(facture.emise_le)
    for avoir in dossier.avoirs:
        yield f"Avoir {sur_une_ligne(avoir.numero)} de {montant(avoir.montant)}", en_chiffres(avoir.date)
    for piece in dossier.pieces:
        if piece.nature != "facture":
            detail = f" : {sur_une_ligne(piece.libelle)}" if piece.libelle else ""
            yield f"{_PIECES.get(piece.nature, piece.nature)}{detail}", en_chiffres(piece.date)
    for parti in dossier.relances:
        yield f"Courrier {parti.reference} au débiteur : {parti.etape.replace('-', ' ')}", en_chiffres(parti.date)
    for presentee in dossier.mises_en_demeure:
        yield "Preuve de présentation de la mise en demeure", en_chiffres(presentee.date)
    yield f"Décompte arrêté au {en_chiffres(demande.decompte.au)}", en_chiffres(demande.le)


def pieces_manquantes(demande: Demande) -> tuple[Bloc, ...]:
    """Une puce par pièce attendue ; vide si rien ne manque."""
    return tuple(Paragraphe(piece[:1].upper() + piece[1:], puce=True) for piece in demande.manquantes)


def avancement(demande: Demande) -> tuple[Bloc, ...]:
    """Une ligne par dossier du créancier, et les totaux."""
    lignes = demande.portefeuille
    sommes = {nom: sum(getattr(ligne, nom) for ligne in lignes) for nom in ("principal", "encaisse", "direct", "reste")}
    colonnes = (
        Colonne("Dossier", 21),
        Colonne("Débiteur", 39),
        Colonne("Confié le", 17),
        Colonne("Principal", 20, droite=True),
        Colonne("Encaissé", 20, droite=True),
        Colonne("Reste dû", 20, droite=True),
        Colonne("Où en est le dossier", 33),
    )
    return (
        Tableau(
            colonnes=colonnes,
            lignes=tuple(_ligne_d_avancement(ligne) for ligne in lignes),
            totaux=(
                ("Principal confié", montant(sommes["principal"])),
                ("Encaissé par nos soins", montant(sommes["encaisse"] - sommes["direct"])),
                ("Encaissé directement par vous", montant(sommes["direct"])),
                ("Reste dû", montant(sommes["reste"])),
            ),
            petit=True,
        ),
    )


def _ligne_d_avancement(ligne: Avancement) -> tuple[str, ...]:
    suite = " ; ".join(filter(None, (ligne.derniere, f"à venir : {ligne.prochaine}" if ligne.prochaine else "")))
    return (
        f"{ligne.numero}\n{ligne.reference}" if ligne.reference else ligne.numero,
        sur_une_ligne(ligne.debiteur),
        en_chiffres(ligne.confie_le),
        montant(ligne.principal),
        montant(ligne.encaisse),
        montant(ligne.reste),
        f"{ligne.etat}\n{suite}" if suite else ligne.etat,
    )


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
