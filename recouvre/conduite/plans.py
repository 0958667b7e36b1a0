"""Le suivi d'un plan de paiement : avant l'échéance, au lendemain, la mise en demeure, la caducité.

- Trois jours avant une échéance, un courriel l'annonce, ou un SMS s'il n'y a pas de courriel ; jamais un pli.
- Au lendemain d'une échéance impayée : un appel, et la mise en demeure de payer ce versement, en recommandé, qui laisse
  le préavis du plan. Payé dans ce délai, le plan continue.
- Le lendemain de la date limite, l'agenda propose de constater la caducité. Rien ne tombe de soi-même : une personne
  décide, puis le constat part et le scénario reprend, après le délai que ce constat imprime.

Une échéance suivante n'est réclamée qu'une fois la précédente payée, ou le délai de sa mise en demeure écoulé, et le
temps d'en décider : jamais deux délais écrits à la fois. S'il en court deux pourtant, rien ne tombe avant le dernier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from recouvre.conduite.autorisations import accord_du_creancier
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import AUCUN, RECOMMANDE, Canal, Etape
from recouvre.conduite.tours import accomplies
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.deductions import PlanSuivi
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.faits_de_plan import PlanPropose
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, reporter
from recouvre.droit.plans import Echeance, etat_du_plan, plan_en_cours

PLAN = "plan"
ANNONCE, RAPPEL, CONSTAT = "echeance-annonce", "echeance-rappel", "plan-caduc"
"""Les étapes qu'un plan fait partir ; leur clé finit par un jour : « echeance-rappel:2026-03-05 »."""
ECHEANCE, IMPAYEE, CADUCITE, A_REFAIRE = "echeance", "echeance-impayee", "caducite", "plan-a-refaire"
"""Ce qu'un plan donne à faire à une personne ; mêmes clés."""

MODELE_ANNONCE, MODELE_SMS = "annonce_echeance", "sms_echeance"
MODELE_RAPPEL, MODELE_CONSTAT = "rappel_echeance", "constat_caducite"

AVANT_L_ECHEANCE = dt.timedelta(days=3)
POUR_DECIDER = dt.timedelta(days=7)
"""Ce qu'une personne a pour constater la caducité avant que le versement suivant ne se réclame : règle du cabinet."""

DELAI_DU_CONSTAT = 8
"""Jours que le constat de caducité laisse pour payer tout ce qui reste dû : une règle du cabinet."""

_CLAUSE = "clause du plan ; C. civ., art. 1231-5"


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Rien de plus que l'arrêt déduit du plan, que la porte lit avec les autres arrêts de droit."""
    yield from ()


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'il y a à faire, sans regarder l'horloge."""
    if (suivi := plan_en_cours(dossier)) is not None:
        yield from _du_plan(dossier, suivi)
        yield from _a_refaire(dossier, suivi)
    elif dossier.plans and dossier.plans[-1].caduc_le:
        yield from _de_la_caducite(dossier, dossier.plans[-1].caduc_le)
    if dossier.plans_proposes:
        yield from _de_la_proposition(dossier, dossier.plans_proposes[-1], mode)


def cle(genre: str, le: dt.date) -> str:
    """La clé d'une étape ou d'une démarche de ce jour."""
    return f"{genre}:{le.isoformat()}"


def rang_sur(echeance: Echeance, suivi: PlanSuivi) -> str:
    """« 3/6 »."""
    return f"{echeance.rang}/{len(suivi.plan.versements)}"


def mise_en_demeure_de(dossier: Dossier, echeance: Echeance) -> RelanceEnvoyee | None:
    """La mise en demeure de payer ce versement, si elle est partie et compte encore."""
    fait = accomplies(dossier).get(cle(RAPPEL, echeance.le))
    return fait if isinstance(fait, RelanceEnvoyee) and not dossier.revenu(fait) else None


def limite_de(suivi: PlanSuivi, mise: RelanceEnvoyee) -> dt.date:
    """Le dernier jour que cette mise en demeure laisse."""
    return mise.delai_le or mise.date + dt.timedelta(days=suivi.plan.preavis)


def a_constater(dossier: Dossier, suivi: PlanSuivi) -> tuple[Echeance, RelanceEnvoyee] | None:
    """La première échéance impayée dont la mise en demeure est partie, et cette mise en demeure."""
    for echeance in etat_du_plan(dossier, suivi):
        if echeance.solde_le is None and (mise := mise_en_demeure_de(dossier, echeance)):
            return echeance, mise
    return None


def derniere_limite(dossier: Dossier, suivi: PlanSuivi) -> tuple[RelanceEnvoyee, dt.date] | None:
    """De toutes les mises en demeure qui attendent leur versement, celle qui laisse le plus tard, et ce jour."""
    mises = (mise_en_demeure_de(dossier, e) for e in etat_du_plan(dossier, suivi) if e.solde_le is None)
    return max(((mise, limite_de(suivi, mise)) for mise in mises if mise), key=lambda dit: dit[1], default=None)


def _du_plan(dossier: Dossier, suivi: PlanSuivi) -> Iterator[Demarche]:
    faites = accomplies(dossier)
    ouvertes = [echeance for echeance in etat_du_plan(dossier, suivi) if echeance.solde_le is None]
    a_jour, libre_le = True, dt.date.min
    for rang, echeance in enumerate(ouvertes):
        yield from _annoncer(dossier, suivi, echeance, suite=rang > 0, faites=faites)
        if a_jour:
            yield from _reclamer(dossier, suivi, echeance, faites, libre_le)
        if mise := mise_en_demeure_de(dossier, echeance):
            libre_le = max(libre_le, limite_de(suivi, mise) + UN_JOUR + POUR_DECIDER)
        a_jour = a_jour and bool({cle(RAPPEL, echeance.le), cle(IMPAYEE, echeance.le)} & faites.keys())
    if constat := a_constater(dossier, suivi):
        yield _caducite(dossier, suivi, *constat)


def _a_refaire(dossier: Dossier, suivi: PlanSuivi) -> Iterator[Demarche]:
    """Un avoir ou une remise a réduit la dette depuis l'arrêté : le plan réclame peut-être trop, on décide."""
    reduits = [fait.date for faits in (dossier.avoirs, dossier.remises) for fait in faits]
    le = max((jour for jour in reduits if jour > suivi.plan.arrete_le), default=None)
    if le is not None and cle(A_REFAIRE, le) not in accomplies(dossier):
        yield Demarche(
            le=reporter(le),
            genre=Genre.DECISION,
            cle=cle(A_REFAIRE, le),
            libelle=f"La dette a été réduite le {en_chiffres(le)}, après l'arrêté du plan : le refaire, ou le garder",
            commande=f"recouvre echeancier {dossier.libelle} --nombre … --des DATE --signe-le DATE --remplacer",
        )


def _annoncer(
    dossier: Dossier, suivi: PlanSuivi, echeance: Echeance, *, suite: bool, faites: Collection[str]
) -> Iterator[Demarche]:
    """Trois jours avant, le message ; le jour dit, ce qui est attendu. Signé la veille, un plan ne s'annonce pas."""
    somme, quoi = en_euros(echeance.reste), rang_sur(echeance, suivi)
    annonce_le = echeance.le - AVANT_L_ECHEANCE
    if annonce_le >= suivi.plan.date and cle(ANNONCE, echeance.le) not in faites:
        yield Demarche(
            le=min(reporter(annonce_le), echeance.le),
            jusqu_au=echeance.le,
            genre=Genre.ENVOI,
            cle=cle(ANNONCE, echeance.le),
            libelle=f"Annonce de l'échéance {quoi} : {somme} le {en_chiffres(echeance.le)}",
            suite=suite,
        )
    yield Demarche(
        le=echeance.le,
        jusqu_au=echeance.le,
        genre=Genre.ECHEANCE,
        cle=cle(ECHEANCE, echeance.le),
        libelle=f"Échéance {quoi} du plan : {somme} attendus",
        commande=f"recouvre encaisser {dossier.libelle} {_tape(echeance.reste)} --le DATE",
    )


def _reclamer(
    dossier: Dossier, suivi: PlanSuivi, echeance: Echeance, faites: Collection[str], libre_le: dt.date
) -> Iterator[Demarche]:
    """Au lendemain : appeler, et mettre en demeure de payer ce versement, si un autre délai ne court pas."""
    somme, quoi = en_euros(echeance.reste), rang_sur(echeance, suivi)
    le = reporter(echeance.le + UN_JOUR)
    deja = f" ({en_euros(echeance.verse)} reçus)" if echeance.verse else ""
    if cle(IMPAYEE, echeance.le) not in faites:
        yield Demarche(
            le=le,
            genre=Genre.ECHEANCE,
            cle=cle(IMPAYEE, echeance.le),
            libelle=f"Échéance {quoi} impayée : {somme}{deja}",
            commande=f'recouvre noter {dossier.libelle} appel "compte rendu"',
        )
    if cle(RAPPEL, echeance.le) not in faites:
        yield Demarche(
            le=reporter(max(le, libre_le)),
            genre=Genre.ENVOI,
            cle=cle(RAPPEL, echeance.le),
            libelle=f"Mise en demeure de payer l'échéance {quoi} : {somme}{deja}",
            fondement=_CLAUSE,
            commande="recouvre relances --envoyer",
        )


def _caducite(dossier: Dossier, suivi: PlanSuivi, echeance: Echeance, mise: RelanceEnvoyee) -> Demarche:
    derniere = derniere_limite(dossier, suivi)
    le = (derniere[1] if derniere else limite_de(suivi, mise)) + UN_JOUR
    return Demarche(
        le=le,
        genre=Genre.ECHEANCE,
        cle=cle(CADUCITE, echeance.le),
        libelle=(
            f"Constater la caducité du plan : échéance {rang_sur(echeance, suivi)} impayée, mise en demeure du "
            f"{en_chiffres(mise.date)} restée sans effet"
        ),
        fondement=_CLAUSE,
        commande=f"recouvre echeancier {dossier.libelle} --caduc-le {en_chiffres(le)}",
    )


def _de_la_caducite(dossier: Dossier, caduc_le: dt.date) -> Iterator[Demarche]:
    """Le constat part ; ``avis`` dit au créancier que le plan est tombé."""
    if constat_attendu(dossier):
        yield Demarche(
            le=reporter(caduc_le),
            genre=Genre.ENVOI,
            cle=cle(CONSTAT, caduc_le),
            libelle="Constat de la caducité du plan : tout ce qui reste dû est exigible",
            fondement="clause du plan",
            commande="recouvre relances --envoyer",
        )


def constat_attendu(dossier: Dossier) -> bool:
    """Vrai si un plan est tombé sans que le débiteur en ait été averti : le scénario attend cette lettre."""
    dernier = dossier.plans[-1] if dossier.plans else None
    if dernier is None or dernier.caduc_le is None:
        return False
    caduc_le = dernier.caduc_le
    etabli = any(d.modele == MODELE_CONSTAT and d.date >= caduc_le for d in dossier.documents)
    return not etabli and cle(CONSTAT, caduc_le) not in accomplies(dossier)


def reprise_du_scenario(dossier: Dossier) -> dt.date:
    """Le premier jour où le scénario peut repartir après le dernier plan ; ``date.min`` : rien ne l'en empêche."""
    dernier = dossier.plans[-1] if dossier.plans else None
    if dernier is None or dernier.fin is None:
        return dt.date.min
    constat = accomplies(dossier).get(cle(CONSTAT, dernier.caduc_le)) if dernier.caduc_le else None
    if isinstance(constat, RelanceEnvoyee):
        return reporter((constat.delai_le or constat.date) + UN_JOUR)
    return reporter(dernier.fin + UN_JOUR)


def _de_la_proposition(dossier: Dossier, propose: PlanPropose, mode: Mode) -> Iterator[Demarche]:
    """Proposé, un plan attend l'accord du créancier, puis la signature (CPCE R124-5 al. 2 ; C. civ. 1342-4)."""
    if any(suivi.plan.date >= propose.date for suivi in dossier.plans):
        return
    attente, signature = cle("plan-propose", propose.date), cle("plan-a-signer", propose.date)
    faites, quoi = accomplies(dossier), f"{en_euros(propose.total)} en {propose.nombre} versements"
    accord = accord_du_creancier(dossier, propose.date, propose.total)
    if not (mode is not Mode.AGENCE or propose.accepte or accord or attente in faites):
        yield Demarche(
            le=propose.date,
            genre=Genre.DECISION,
            cle=attente,
            libelle=f"Informer le créancier du plan proposé et obtenir son accord : {quoi}",
            fondement="CPCE, art. R124-5 al. 2 ; C. civ., art. 1342-4",
            commande=f"recouvre echeancier {dossier.libelle} --signe-le DATE --accord-le DATE",
        )
    elif signature not in faites:
        yield Demarche(
            le=reporter(propose.date),
            genre=Genre.TACHE,
            cle=signature,
            libelle=f"Faire signer le protocole : {quoi}, dès le {en_chiffres(propose.des)}",
            fondement="C. civ., art. 2240",
            commande=f"recouvre courrier {dossier.libelle} protocole_echeancier --etablir",
        )


def etapes_du_plan(dossier: Dossier, cle_etape: str) -> tuple[Etape, ...]:
    """L'étape de cette clé, sous chaque canal qu'elle peut prendre, le préféré d'abord ; vide : elle n'a plus lieu."""
    genre, _, jour = cle_etape.partition(":")
    suivi = plan_en_cours(dossier)
    if genre == CONSTAT:
        caduc = dossier.plans[-1].caduc_le if dossier.plans else None
        if suivi is None and caduc is not None and caduc.isoformat() == jour:
            return (_lettre(cle_etape, "Constat de la caducité du plan", MODELE_CONSTAT, "simple", DELAI_DU_CONSTAT),)
        return ()
    echeance = echeance_du(dossier, suivi, jour) if suivi else None
    if suivi is None or echeance is None or echeance.solde_le is not None:
        return ()
    quoi = rang_sur(echeance, suivi)
    if genre == RAPPEL:
        libelle = f"Mise en demeure de payer l'échéance {quoi}"
        return (_lettre(cle_etape, libelle, MODELE_RAPPEL, RECOMMANDE, suivi.plan.preavis),)
    if genre == ANNONCE:
        libelle = f"Annonce de l'échéance {quoi}"
        return (
            Etape(cle=cle_etape, libelle=libelle, jour=0, canal=Canal.COURRIEL, modele=MODELE_ANNONCE, repli=AUCUN,
                  malgre=(PLAN,)),
            Etape(cle=cle_etape, libelle=libelle, jour=0, canal=Canal.SMS, modele=MODELE_SMS, malgre=(PLAN,)),
        )  # fmt: skip
    return ()


def echeance_du(dossier: Dossier, suivi: PlanSuivi, jour: str) -> Echeance | None:
    """L'échéance de ce jour ISO, s'il y en a une."""
    return next((e for e in etat_du_plan(dossier, suivi) if e.le.isoformat() == jour), None)


def _lettre(cle_etape: str, libelle: str, modele: str, envoi: str, delai: int) -> Etape:
    return Etape(
        cle=cle_etape, libelle=libelle, jour=0, canal=Canal.COURRIER, modele=modele, envoi=envoi, delai=delai,
        malgre=(PLAN,),
    )  # fmt: skip


def _tape(centimes: int) -> str:
    """« 600,99 », tel qu'on le tape."""
    return f"{centimes // 100},{centimes % 100:02d}"
