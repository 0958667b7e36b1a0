"""Chiffrer les pénalités de retard d'une balance de factures, sans ouvrir de dossier ni rien écrire.

Chaque facture est due par un professionnel, sans contrat ni paiement que ses acomptes. Un avoir compte à sa date : sa
facture passe alors par le décompte entier, les autres par le raccourci de ``droit.portefeuille``, au même centime.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from recouvre.base.parties import normaliser
from recouvre.domaine.brouillons import Lecture
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import AvoirAjoute, DossierOuvert, FactureAjoutee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.balance import Balance, LigneBalance
from recouvre.droit.decompte import decompter, solder
from recouvre.droit.portefeuille import solder_factures
from recouvre.droit.releve import Reserve, Soldes
from recouvre.droit.taux import Bareme
from recouvre.operations.projeter import cle_debiteur
from recouvre.operations.tri_de_balance import FactureTriee, Tri, trier, vendeur

_NOMMES = 5


def chiffrer(lectures: Sequence[Lecture], *, au: dt.date, bareme: Bareme, delai: int | None = None) -> Balance:
    """Les pénalités de chaque facture au soir du jour ``au`` ; une facture dont un taux manque n'arrête rien."""
    tri = trier(lectures, au, delai)
    resultats = list(_solder(tri.factures, au, bareme))
    lignes = tuple(_ligne(*paire, au) for paire in zip(tri.factures, resultats, strict=True))
    lues = [anomalie for lecture in lectures for anomalie in lecture.anomalies]
    return Balance(
        au=au,
        lignes=lignes,
        ecartees=tuple(tri.ecartees),
        doublons=tri.doublons,
        anomalies=tuple(sorted([*lues, *tri.anomalies], key=lambda a: (a.source.fichier, a.source.ligne))),
        reserves=(
            *_taux_manquants(lignes),
            *_qualites_supposees(lignes),
            *_avoirs(tri, resultats),
            *_de_droit(lignes, au, bareme),
        ),
    )


_Resultat = Soldes | TauxInconnu


def _solder(factures: Sequence[FactureTriee], au: dt.date, bareme: Bareme) -> Iterator[_Resultat]:
    seules = _solder_seules(
        [(facture.reste, facture.echeance) for facture in factures if not facture.avoirs], au, bareme
    )
    for facture in factures:
        yield _solder_reduite(facture, au, bareme) if facture.avoirs else next(seules)


def _solder_seules(factures: Sequence[tuple[int, dt.date]], au: dt.date, bareme: Bareme) -> Iterator[_Resultat]:
    """Le raccourci, repris à la facture suivante quand un taux manque pour l'une d'elles."""
    suite, rendues = iter(factures), 0
    while rendues < len(factures):
        try:
            for reste, interets, indemnite in solder_factures(suite, au, bareme):
                yield Soldes(reste, interets, indemnite, 0, 0)
                rendues += 1
        except TauxInconnu as manque:
            yield manque
            rendues += 1


def _solder_reduite(facture: FactureTriee, au: dt.date, bareme: Bareme) -> _Resultat:
    """Le décompte d'une facture et de ses avoirs."""
    piece, emise_le = facture.brouillon.piece, facture.emise_le
    nue = FactureAjoutee(
        date=emise_le,
        numero=piece.numero,
        montant=piece.montant,
        deja_regle=piece.deja_regle,
        emise_le=emise_le,
        echeance=facture.echeance,
    )
    try:
        return solder(_dossier(nue, facture.avoirs), au, bareme)
    except TauxInconnu as manque:
        return manque


def _dossier(facture: FactureAjoutee, avoirs: Sequence[AvoirAjoute] = ()) -> Dossier:
    ouverture = DossierOuvert(date=facture.date, creancier=0, debiteur=0, qualite=Qualite.PROFESSIONNEL)
    return plier_neufs(0, [ouverture, facture, *avoirs])


def _ligne(facture: FactureTriee, resultat: _Resultat, au: dt.date) -> LigneBalance:
    brouillon = facture.brouillon
    nom, avoirs = brouillon.debiteur.denomination, sum(avoir.montant for avoir in facture.avoirs)
    soldes = None if isinstance(resultat, TauxInconnu) else resultat
    return LigneBalance(
        source=brouillon.source,
        debiteur=nom,
        cle_debiteur=f"{vendeur(brouillon)}|{cle_debiteur(brouillon.reference, brouillon.debiteur)}|{normaliser(nom)}",
        facture=brouillon.piece.numero,
        echeance=facture.echeance,
        retard=max((au - facture.echeance).days, 0),
        reste_du=soldes.principal if soldes else max(facture.reste - avoirs, 0),
        interets=soldes.interets if soldes else None,
        indemnite=soldes.indemnites if soldes else None,
        avoirs=avoirs,
        qualite_dite=facture.qualite_dite,
        manque=resultat.phrase if isinstance(resultat, TauxInconnu) else "",
    )


# --- Ce qu'il faut savoir avant de s'en servir -----------------------------------------------------------------------


def _taux_manquants(lignes: Sequence[LigneBalance]) -> Iterator[Reserve]:
    for phrase in dict.fromkeys(ligne.manque for ligne in lignes if ligne.manque):
        factures = [ligne.facture for ligne in lignes if ligne.manque == phrase]
        yield Reserve("taux-manquant", f"Taux à relever, hors du total : {_noms(factures)}. {phrase}")


def _qualites_supposees(lignes: Sequence[LigneBalance]) -> Iterator[Reserve]:
    supposes = list(dict.fromkeys(ligne.debiteur for ligne in lignes if not ligne.qualite_dite))
    if supposes:
        yield Reserve(
            "qualite-inconnue",
            f"Compté comme professionnel, faute de le savoir : {_noms(supposes)}. Un consommateur ne doit pas ces "
            "pénalités, un acheteur public en doit d'autres : ajoutez une colonne Type (PRO, PART, PUBLIC).",
        )


def _avoirs(tri: Tri, resultats: Sequence[_Resultat]) -> Iterator[Reserve]:
    for facture, resultat in zip(tri.factures, resultats, strict=True):
        if isinstance(resultat, Soldes) and resultat.trop_percu:
            yield Reserve(
                "avoir-en-trop",
                f"Facture {facture.brouillon.piece.numero} : ses avoirs dépassent ce qui était dû de "
                f"{en_euros(resultat.trop_percu)}, qui ne sont déduits d'aucune autre.",
            )
    if tri.sans_date:
        yield Reserve("avoir-sans-date", f"Sans date, déduit au jour du calcul seulement : {_noms(tri.sans_date)}.")


def _de_droit(lignes: Sequence[LigneBalance], au: dt.date, bareme: Bareme) -> tuple[Reserve, ...]:
    """Les réserves du décompte : une facture de la première échéance emploie les taux de toutes les autres."""
    echeances = [ligne.echeance for ligne in lignes if ligne.retard and not ligne.manque]
    if not echeances:
        return ()
    jour = min(echeances)
    temoin = FactureAjoutee(date=jour, numero="", montant=100, emise_le=jour, echeance=jour)
    return decompter(_dossier(temoin), au, bareme).reserves


def _noms(noms: Sequence[str]) -> str:
    suite = f" et {len(noms) - _NOMMES} autres" if len(noms) > _NOMMES else ""
    return ", ".join(noms[:_NOMMES]) + suite
