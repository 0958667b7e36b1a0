"""Ce qu'un document demande et que le dossier sait déjà : le plan signé ou proposé, la promesse rompue.

On peut le redire ; dire autre chose est refusé, car la lettre mentirait. Un plan seulement proposé ne lie personne : ce
qu'on en redit remplace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from recouvre.conduite import plans
from recouvre.conduite.promesses import EtatPromesse, etats
from recouvre.conduite.scenarios import Etape
from recouvre.courriers.saisies import Saisie, Valeur, lire_saisies
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.deductions import PlanSuivi
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_plan import PlanConclu, PlanPropose, Versement
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import Refus
from recouvre.droit.echeancier import Terme
from recouvre.droit.plans import Echeance, etat_du_plan, plan_en_cours

DU_PLAN = {plans.MODELE_RAPPEL: plans.RAPPEL, plans.MODELE_ANNONCE: plans.ANNONCE, plans.MODELE_SMS: plans.ANNONCE}
"""Le genre de l'étape qui envoie ce modèle pour un versement."""

PROMESSE = "lettre_promesse"


class SaisieIncoherente(Refus):
    """Ce que l'on donne n'est pas ce que le dossier dit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connu:
    """Ce que le dossier sait d'un document. ``ferme`` : on ne peut pas dire autre chose.

    ``autres`` : ce qui se dirait aussi bien ; ``termes`` et ``arrete_le`` : l'échéancier et le jour où sa dette est
    arrêtée ; ``etape`` : la clé de l'étape d'un plan qui l'envoie.
    """

    valeurs: Mapping[str, Valeur] = field(default_factory=dict)
    autres: tuple[Mapping[str, Valeur], ...] = ()
    ferme: bool = True
    termes: tuple[Terme, ...] = ()
    arrete_le: dt.date | None = None
    etape: str = ""


RIEN = Connu()


def saisies_de_l_etape(dossier: Dossier, etape: Etape) -> dict[str, Valeur]:
    """Ce que la lettre de cette étape d'un plan imprime ; vide pour une étape du scénario."""
    genre, _, jour = etape.cle.partition(":")
    if genre == plans.CONSTAT:
        return dict(_du_constat(dossier).valeurs)
    suivi = plan_en_cours(dossier) if genre in {plans.RAPPEL, plans.ANNONCE} else None
    echeance = plans.echeance_du(dossier, suivi, jour) if suivi else None
    return _du_versement(suivi, echeance) if suivi and echeance else {}


def somme_reclamee(etape: Etape, saisies: Mapping[str, Valeur], total: int) -> int:
    """Les centimes que cette lettre réclame : le versement manqué, et non toute la dette ; rien, d'une annonce."""
    genre = etape.cle.partition(":")[0]
    if genre == plans.ANNONCE:
        return 0
    return somme_du_versement(saisies) if genre == plans.RAPPEL and saisies else total


def somme_du_versement(saisies: Mapping[str, Valeur]) -> int:
    """Les centimes que le versement attend encore ; 0 : cette lettre n'est pas celle d'un versement."""
    manque = saisies.get("manque", saisies.get("somme"))
    return manque if isinstance(manque, int) else 0


def connu_de(dossier: Dossier, modele: str, donnees: Mapping[str, str], au: dt.date) -> Connu:
    """Ce que le dossier sait de ce document. Lève ``SaisieIncoherente`` s'il ne peut pas se faire.

    ``modele`` : son nom, sans variante ; ``donnees`` : ce que l'usager a tapé.
    """
    for qualite in Qualite:
        modele = modele.removesuffix(f"_{qualite}")
    if modele in DU_PLAN:
        return _d_un_versement(dossier, modele, donnees, au)
    if modele == plans.MODELE_CONSTAT:
        return _du_constat(dossier)
    if modele == PROMESSE:
        return _de_la_promesse(dossier, au)
    return RIEN


def _d_un_versement(dossier: Dossier, modele: str, donnees: Mapping[str, str], au: dt.date) -> Connu:
    suivi = plan_en_cours(dossier)
    if suivi is None:
        if dossier.plans:
            raise SaisieIncoherente(f"Aucun plan ne court au dossier {dossier.libelle} : il n'a plus d'échéance.")
        return RIEN
    echeance = _visee(dossier, suivi, donnees)
    if DU_PLAN[modele] == plans.RAPPEL and au <= echeance.le:
        raise SaisieIncoherente(
            f"Le versement n° {echeance.rang} n'est attendu que le {en_chiffres(echeance.le)} : il ne peut être "
            "réclamé que le lendemain."
        )
    return Connu(valeurs=_du_versement(suivi, echeance), etape=plans.cle(DU_PLAN[modele], echeance.le))


def _visee(dossier: Dossier, suivi: PlanSuivi, donnees: Mapping[str, str]) -> Echeance:
    """Le versement que l'usager désigne, sinon le premier qui n'est pas payé."""
    echeances = etat_du_plan(dossier, suivi)
    dit = donnees.get("versement", "").strip()
    if dit and not any(str(e.rang) == dit for e in echeances):
        signe_le = en_chiffres(suivi.plan.date)
        raise SaisieIncoherente(f"Le plan signé le {signe_le} a {len(echeances)} versements : aucun n° {dit}.")
    visee = next(e for e in echeances if (str(e.rang) == dit if dit else e.solde_le is None))
    if visee.solde_le is not None:
        raise SaisieIncoherente(f"Le versement n° {visee.rang} est payé depuis le {en_chiffres(visee.solde_le)}.")
    return visee


def _du_versement(suivi: PlanSuivi, echeance: Echeance) -> dict[str, Valeur]:
    valeurs: dict[str, Valeur] = {
        "signe_le": suivi.plan.date,
        "versement": echeance.rang,
        "sur": len(suivi.plan.versements),
        "somme": echeance.montant,
        "echeance": echeance.le,
    }
    return {**valeurs, "manque": echeance.reste} if echeance.verse else valeurs


def _du_constat(dossier: Dossier) -> Connu:
    """Le plan tombé, le versement qui l'a fait tomber, et sa mise en demeure."""
    if not dossier.plans:
        return RIEN
    suivi = dossier.plans[-1]
    if suivi.caduc_le is None:
        raise SaisieIncoherente(
            f"Le plan signé le {en_chiffres(suivi.plan.date)} n'est pas caduc. Constatez-le d'abord : recouvre "
            f"echeancier {dossier.libelle} --caduc-le DATE."
        )
    etape = plans.cle(plans.CONSTAT, suivi.caduc_le)
    trouve = plans.a_constater(dossier, suivi)
    if trouve is None:
        return Connu(valeurs={"signe_le": suivi.plan.date, "sur": len(suivi.plan.versements)}, etape=etape)
    echeance, mise = trouve
    valeurs = _du_versement(suivi, echeance)
    limite = {"rappel_le": mise.date, "limite": plans.limite_de(suivi, mise)}
    return Connu(valeurs={**valeurs, **limite}, etape=etape)


def _de_la_promesse(dossier: Dossier, au: dt.date) -> Connu:
    """La dernière promesse qui n'est pas tenue, ou une autre que l'usager désigne."""
    dues = (EtatPromesse.ROMPUE, EtatPromesse.PARTIELLE, EtatPromesse.DEPASSEE)
    manquees: list[Mapping[str, Valeur]] = [
        {"promis_le": promesse.date, "somme": promesse.montant, "pour_le": promesse.pour_le}
        for promesse, etat in etats(dossier, au)
        if etat in dues
    ]
    return Connu(valeurs=manquees[-1], autres=tuple(manquees[:-1])) if manquees else RIEN


def echeancier_connu(dossier: Dossier, donnees: Mapping[str, str]) -> Connu:
    """L'échéancier du plan signé, sinon celui du plan proposé ; ``RIEN`` : il est à dire, ou on en dit un autre."""
    suivi = plan_en_cours(dossier)
    if suivi is not None:
        return _du_plan(suivi.plan, ferme=True)
    propose = dossier.plans_proposes[-1] if dossier.plans_proposes else None
    if propose is None or not propose.versements or {"nombre", "des"} & donnees.keys():
        return RIEN
    return _du_plan(propose, ferme=False)


def _du_plan(plan: PlanConclu | PlanPropose, *, ferme: bool) -> Connu:
    valeurs: dict[str, Valeur] = {
        "nombre": len(plan.versements), "des": plan.versements[0].le, "preavis": plan.preavis, "mode": plan.mode,
        "interets": str(plan.interets),
    }  # fmt: skip
    return Connu(valeurs=valeurs, ferme=ferme, termes=_termes(plan.versements), arrete_le=plan.arrete_le)


def _termes(versements: Sequence[Versement]) -> tuple[Terme, ...]:
    return tuple(Terme(rang, le, montant) for rang, (le, montant) in enumerate(versements, start=1))


def accorder(
    modele: str, saisies: Sequence[Saisie], donnees: Mapping[str, str], connu: Connu, aujourdhui: dt.date
) -> dict[str, Valeur]:
    """Les saisies données et celles que le dossier sait. Lève ``SaisieIncoherente``, et ce que lève la lecture."""
    souples = [replace(s, facultative=True) if s.nom in connu.valeurs else s for s in saisies]
    lues = lire_saisies(modele, souples, donnees, aujourdhui)
    connues = next((v for v in (connu.valeurs, *connu.autres) if not _contredites(lues, v)), connu.valeurs)
    for nom in _contredites(lues, connues) if connu.ferme else ():
        saisie = next(saisie for saisie in saisies if saisie.nom == nom)
        raise SaisieIncoherente(
            f"--avec {nom} : le dossier dit {_dire(connues[nom], saisie)}, et non {_dire(lues[nom], saisie)}. Retirez "
            "cette saisie : l'outil la remplit."
        )
    noms = {saisie.nom for saisie in saisies}
    return {**{nom: valeur for nom, valeur in connues.items() if nom in noms}, **lues}


def _contredites(lues: Mapping[str, Valeur], connues: Mapping[str, Valeur]) -> list[str]:
    return [nom for nom, valeur in lues.items() if nom in connues and connues[nom] != valeur]


def _dire(valeur: Valeur, saisie: Saisie) -> str:
    if isinstance(valeur, dt.date):
        return en_chiffres(valeur)
    return en_euros(valeur) if isinstance(valeur, int) and saisie.genre == "montant" else str(valeur)
