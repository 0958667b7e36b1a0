"""Compter ce que les dossiers confiés sont devenus, par créancier.

Presque tout se lit des projections et de quelques faits. Seul un dossier où plusieurs causes éteignent la dette
(paiement, avoir, remise) ou qui a reçu trop se plie : il faut son décompte pour dire ce qui a éteint quoi, et quand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from recouvre.base import journal
from recouvre.base.controle import instantane
from recouvre.base.statistiques import DossierLu, FaitLu, compter, lire
from recouvre.conduite.etapes_du_surendettement import efface
from recouvre.conduite.situation import Etat
from recouvre.conduite.statistiques import AVANT_TOUTE_DEMARCHE, Bilan, Paye, Principal, Resultat, Sort
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.pli import plier
from recouvre.droit.decompte import decompter, dernier_mouvement, solder
from recouvre.operations.session import Session

_PAIEMENT, _AVOIR, _REMISE = "EncaissementRecu", "AvoirAjoute", "RemiseAccordee"
_FACTURE, _RENDU, _EFFACE = "FactureAjoutee", "RestitutionFaite", "SurendettementSuivi"
_JALONS = ("RelanceEnvoyee", "ContactNote", "PlanConclu", "ActeDInstance", "TitreObtenu")
_LUS = (_FACTURE, _PAIEMENT, _AVOIR, _REMISE, _RENDU, _EFFACE, *_JALONS)
_DEMARCHES = ("appel", "courriel", "sms", "visite", "courrier")
_PHASES = {"PlanConclu": "plan de paiement", "ActeDInstance": "procédure judiciaire", "TitreObtenu": "titre exécutoire"}
_PAS_DE_SUIVI = 500


def relever(
    session: Session,
    *,
    creancier: int = 0,
    du: dt.date | None = None,
    au: dt.date | None = None,
    suivi: Suivi | None = None,
) -> dict[int, Bilan]:
    """Le bilan de chaque créancier, par numéro ; ``du`` et ``au`` bornent le jour où les dossiers ont été confiés.

    Toute la lecture voit la base au même instant. Lève ``JournalAbime``.
    """
    bornes = (du.isoformat() if du else "", au.isoformat() if au else "")
    bilans: dict[int, Bilan] = {}
    with instantane(session.base):
        combien = compter(session.base, creancier=creancier, du=bornes[0], au=bornes[1])
        lus = lire(session.base, _LUS, creancier=creancier, du=bornes[0], au=bornes[1])
        for rang, lu in enumerate(lus, start=1):
            bilans.setdefault(lu.creancier, Bilan()).ajouter(_resultat(session, lu))
            if suivi and (rang % _PAS_DE_SUIVI == 0 or rang == combien):
                suivi(rang, combien)
    return bilans


def _resultat(session: Session, lu: DossierLu) -> Resultat:
    ouvert = dt.date.fromisoformat(lu.ouvert_le)
    par_genre: dict[str, list[FaitLu]] = {}
    for fait in lu.faits:
        par_genre.setdefault(fait.genre, []).append(fait)
    sort = _sort(lu)
    paiements = tuple(_payes(par_genre.get(_PAIEMENT, []), lu.faits, ouvert))
    principal, solde_le = _argent(session, lu, par_genre, sort)
    delai = max((solde_le - ouvert).days, 0) if solde_le and paiements else None
    echeances = [dt.date.fromisoformat(fait.donnees["echeance"]) for fait in par_genre.get(_FACTURE, [])]
    return Resultat(
        sort=sort,
        principal=principal,
        retard=(ouvert - min(echeances)).days if echeances else None,
        paiements=paiements,
        rendu=_somme(par_genre, _RENDU),
        delai=delai,
    )


def _sort(lu: DossierLu) -> Sort:
    """Clos une fois son principal éteint, un dossier a eu sa suite : on ne l'a pas abandonné."""
    if lu.etat == Etat.OUVERT:
        return Sort.EN_COURS
    eteint = lu.principal == 0 and any(fait.genre == _FACTURE for fait in lu.faits)
    return Sort.SOLDE if lu.etat == Etat.SOLDE or eteint else Sort.SANS_SUITE


# --- L'argent --------------------------------------------------------------------------------------------------------


def _argent(
    session: Session, lu: DossierLu, par_genre: dict[str, list[FaitLu]], sort: Sort
) -> tuple[Principal | None, dt.date | None]:
    """Où est passé le principal, et le jour où le dossier a été soldé."""
    if lu.principal is None:
        return None, None
    confie = _somme(par_genre, _FACTURE) - _somme(par_genre, _FACTURE, "deja_regle")
    causes = [
        _PAIEMENT in par_genre,
        _AVOIR in par_genre,
        _REMISE in par_genre or _EFFACE in par_genre,
    ]
    if causes.count(True) > 1 or lu.trop_percu or _RENDU in par_genre:
        return _plier(session, lu, sort)
    eteint = confie - lu.principal
    recouvre, avoirs, remises = (eteint if seule else 0 for seule in causes)
    mouvements = [fait.date for genre in (_PAIEMENT, _AVOIR, _REMISE) for fait in par_genre.get(genre, [])]
    solde_le = dt.date.fromisoformat(max(mouvements)) if sort is Sort.SOLDE and mouvements else None
    return Principal(confie, recouvre, avoirs, remises, lu.principal), solde_le


def _somme(par_genre: dict[str, list[FaitLu]], genre: str, champ: str = "montant") -> int:
    return sum(fait.donnees.get(champ, 0) for fait in par_genre.get(genre, []))


def _plier(session: Session, lu: DossierLu, sort: Sort) -> tuple[Principal, dt.date | None]:
    """La même chose, du décompte entier. Le taux est connu : le principal est projeté."""
    dossier = plier(journal.lire(session.base, lu.numero))
    au = max([dernier_mouvement(dossier), *(facture.emise_le for facture in dossier.factures)])
    factures = decompter(dossier, au, session.bareme).factures
    principal = Principal(
        confie=sum(f.montant - f.deja_regle for f in factures),
        recouvre=sum(f.regle for f in factures),
        avoirs=sum(f.avoirs for f in factures),
        remises=sum(f.remises for f in factures),
        reste=sum(f.principal for f in factures),
    )
    return principal, _solde_le(session, dossier, lu.etat) if sort is Sort.SOLDE else None


def _solde_le(session: Session, dossier: Dossier, etat: str) -> dt.date | None:
    """Le premier jour depuis lequel il ne reste rien dû ; d'un dossier clos, rien dû en principal.

    ``None`` si c'est un effacement qui a emporté le reste : cela ne se compte pas comme une dette payée.
    """
    jours = {fait.date for faits in (dossier.encaissements, dossier.avoirs, dossier.remises) for fait in faits}
    trouve = None
    for jour in sorted(jours, reverse=True):
        soldes = solder(dossier, jour, session.bareme)
        if soldes.principal if etat == Etat.CLOS else soldes.total:
            break
        trouve = jour
    effacee = efface(dossier)
    return None if effacee and trouve == effacee.date else trouve


# --- L'étape atteinte ------------------------------------------------------------------------------------------------


class _Jalon(NamedTuple):
    date: str
    rang: int
    etape: str


def _payes(recus: list[FaitLu], faits: tuple[FaitLu, ...], ouvert: dt.date) -> Iterator[Paye]:
    """Chaque paiement, et la dernière démarche de ce jour-là ou d'avant."""
    if not recus:
        return
    jalons = sorted(_Jalon(fait.date, rang, etape) for rang, fait in enumerate(faits) if (etape := _etape(fait)))
    for recu in recus:
        avant = [jalon for jalon in jalons if jalon.date <= recu.date]
        etape, depuis = AVANT_TOUTE_DEMARCHE, 0
        if avant:
            etape, depuis = avant[-1].etape, max((dt.date.fromisoformat(avant[-1].date) - ouvert).days, 0)
        yield Paye(recu.donnees["montant"], recu.donnees.get("direct", False), etape, depuis)


def _etape(fait: FaitLu) -> str:
    """La démarche que ce fait accomplit, telle qu'on l'écrit ; vide s'il n'en accomplit aucune."""
    if phase := _PHASES.get(fait.genre):
        return phase
    if fait.genre == "ContactNote" and (fait.donnees["canal"] not in _DEMARCHES or fait.donnees.get("echec")):
        return ""
    if fait.genre not in ("RelanceEnvoyee", "ContactNote"):
        return ""
    cle = str(fait.donnees.get("etape", ""))
    if est_une_campagne(cle):
        return "campagne"
    if ":" in cle:  # la lettre d'un plan, ou la suite d'une promesse
        return _PHASES["PlanConclu"] if fait.genre == "RelanceEnvoyee" else ""
    return cle.replace("-", " ")
