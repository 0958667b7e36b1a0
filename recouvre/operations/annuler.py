"""Annuler : ajouter un fait contraire. Le dossier redevient exactement ce qu'il serait sans le fait annulé."""

from __future__ import annotations

from dataclasses import dataclass

from recouvre.base import journal, listes_d_envois
from recouvre.base.connexion import transaction
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    DocumentEtabli,
    DossierOuvert,
    Ecrit,
    Evenement,
    EvenementAnnule,
    RelanceEnvoyee,
    rangs_annules,
)
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import Refus
from recouvre.operations.gardes import COMPLETE, complete
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.retours import defaire
from recouvre.operations.session import Session

QUITTANCES = ("quittance", "recu_acompte")
"""Les modèles qui disent au débiteur qu'il est libéré d'une somme."""


class AnnulationRefusee(Refus):
    """Ce fait ne peut pas être défait."""


@dataclass(frozen=True, slots=True)
class Annulation:
    """Le dossier d'après, le fait défait, le rang du fait contraire, et les quittances d'un paiement défait."""

    dossier: Dossier
    defait: Ecrit
    rang: int
    quittances: tuple[DocumentEtabli, ...] = ()


def annuler(session: Session, numero: int, rang: int, motif: str) -> Annulation:
    """Défait le fait de ce rang du dossier.

    Lève ``AnnulationRefusee`` : rang d'un autre dossier, fait déjà annulé, annulation elle-même, courrier parti,
    ouverture d'un dossier qui a un courrier, un document, un paiement ou un envoi incertain ; motif vide.
    """
    if not motif.strip():
        raise AnnulationRefusee('Une annulation se justifie : ajoutez --motif "…".')
    with transaction(session.base):
        dossier, ecrits = lire_dossier(session, numero)
        vise = _trouver(ecrits, rang, dossier)
        if isinstance(vise.evenement, DossierOuvert):
            _refuser_si_incertain(session, dossier)
        jour = session.maintenant.date()
        contraires = [journal.annulation(r, jour, motif.strip(), numero) for r in _a_defaire(ecrits, vise)]
        contraires = [*defaire(session, ecrits, vise, _complete_par(ecrits, vise)), *contraires]
        nouveaux = journal.ajouter(session.base, contraires, saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, [numero])
    quittances = tuple(d for d in dossier.documents if d.paiement == vise.rang and d.modele in QUITTANCES)
    return Annulation(plier([*ecrits, *nouveaux]), vise, nouveaux[-1].rang, quittances)


def _a_defaire(ecrits: list[Ecrit], vise: Ecrit) -> list[int]:
    """Le fait visé ; pour une ouverture, tous ceux du dossier : ses factures pourront être ouvertes ailleurs."""
    if not isinstance(vise.evenement, DossierOuvert):
        return [vise.rang]
    annules = rangs_annules(ecrits)
    vivants = [e.rang for e in ecrits if e.rang not in annules and not isinstance(e.evenement, EvenementAnnule)]
    return [*(rang for rang in vivants if rang != vise.rang), vise.rang]


def _complete_par(ecrits: list[Ecrit], vise: Ecrit) -> Evenement | None:
    """Le fait, moins complet, dont celui-ci a pris la place : l'annuler le rend, sinon l'on oublierait les deux.

    Le fait contraire de l'ancien s'écrit juste avant le nouveau. Un fait déjà rendu par l'annulation d'un autre
    complément (écrit juste avant le fait contraire de celui-ci) est celui qu'il était.
    """
    par_rang = {ecrit.rang: ecrit for ecrit in ecrits}
    suivant = _contraire(par_rang, vise.rang + 1)
    if suivant is not None and (rendu := _remplace(par_rang, suivant.rang)) and rendu.evenement == vise.evenement:
        return _complete_par(ecrits, rendu)
    ancien = _remplace(par_rang, vise.rang)
    return ancien.evenement if ancien else None


def _remplace(par_rang: dict[int, Ecrit], rang: int) -> Ecrit | None:
    """Le fait que celui de ce rang a complété, s'il en a complété un."""
    contraire = _contraire(par_rang, rang - 1)
    ancien = par_rang.get(contraire.rang) if contraire and contraire.motif == COMPLETE else None
    return ancien if ancien and rang in par_rang and complete(ancien.evenement, par_rang[rang].evenement) else None


def _contraire(par_rang: dict[int, Ecrit], rang: int) -> EvenementAnnule | None:
    fait = par_rang[rang].evenement if rang in par_rang else None
    return fait if isinstance(fait, EvenementAnnule) else None


def _trouver(ecrits: list[Ecrit], rang: int, dossier: Dossier) -> Ecrit:
    vise = next((ecrit for ecrit in ecrits if ecrit.rang == rang), None)
    if vise is None:
        raise AnnulationRefusee(
            f"Le fait n° {rang} n'est pas au dossier {dossier.libelle}. « recouvre dossier {dossier.libelle} » montre "
            "le rang de chaque fait."
        )
    if isinstance(vise.evenement, EvenementAnnule):
        raise AnnulationRefusee(f"Le fait n° {rang} est déjà une annulation : ressaisissez plutôt le fait d'origine.")
    if any(isinstance(e.evenement, EvenementAnnule) and e.evenement.rang == rang for e in ecrits):
        raise AnnulationRefusee(f"Le fait n° {rang} est déjà annulé.")
    if isinstance(vise.evenement, RelanceEnvoyee):
        raise AnnulationRefusee(
            f"Le fait n° {rang} est un courrier parti : il reste parti. Notez plutôt ce qui s'est passé "
            f"avec « recouvre noter {dossier.libelle} … »."
        )
    if isinstance(vise.evenement, DossierOuvert) and (dossier.relances or dossier.encaissements or dossier.documents):
        raise AnnulationRefusee(
            f"Le dossier {dossier.libelle} a déjà vécu (courrier ou document établi, paiement reçu) : on n'annule pas "
            f"son ouverture, on le clôt avec « recouvre clore {dossier.libelle} --motif … »."
        )
    return vise


def _refuser_si_incertain(session: Session, dossier: Dossier) -> None:
    """Un envoi est peut-être arrivé : effacé avec son dossier, plus personne n'en répondrait."""
    for envoi in listes_d_envois.incertains_du_dossier(session.base, dossier.numero):
        raise AnnulationRefusee(
            f"On ne sait pas si l'envoi {envoi.reference} est parti : dites-le d'abord, « recouvre envois trancher "
            f"{envoi.reference} --parti » ou --non-parti. Rien n'est écrit."
        )


def commande_d_annulation(dossier: Dossier, quittance: DocumentEtabli) -> str:
    """La commande qui établit l'annulation numérotée d'une quittance."""
    saisies = f'--avec "quittance={quittance.reference}" --avec "quittance_le={en_chiffres(quittance.date)}"'
    return f'recouvre courrier {dossier.libelle} annulation_quittance --etablir {saisies} --avec "motif=…"'
