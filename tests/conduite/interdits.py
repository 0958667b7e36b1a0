"""Chaque état où un dossier peut se trouver, chaque démarche que l'on peut vouloir : permise, ou refusée et pourquoi.

Le même code que celui de l'aperçu et de l'envoi répond : la porte, pour ce qui part ; les démarches prévues, pour un
appel et une visite ; l'encaissement, pour un paiement. Rien n'est simulé ici.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from essai_conduite import AGENCE, BAREME, NATURES, demarches, facture, partie

from recouvre.conduite.arrets import paiement_defendu
from recouvre.conduite.circonstances import Circonstances
from recouvre.conduite.demarches import Genre
from recouvre.conduite.insolvabilite import versement_a_verifier
from recouvre.conduite.instances import paiement_suspendu
from recouvre.conduite.porte import examiner, hors_scenario
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import Canal, Etape
from recouvre.conduite.situation import situer
from recouvre.conduite.voies import Voie
from recouvre.courriers.modeles import charger
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    ContactNote,
    DossierClos,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
)
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement, SurendettementSuivi
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret, DelaiInterrompu, TitreObtenu
from recouvre.domaine.faits_de_gestion import RemiseAccordee
from recouvre.domaine.faits_de_plan import InteretsDuPlan, PlanCaduc, PlanConclu, Versement
from recouvre.domaine.faits_de_suivi import (
    LitigeClos,
    LitigeOuvert,
    NatureSignal,
    PromesseFaite,
    Signalement,
    SignalLeve,
)
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.profil import Mode, Profil

AU = dt.date(2026, 6, 16)
"""Le jour de la question : un mardi ordinaire."""

AGENCE_EN_REGLE, CREANCE = Profil(mode=Mode.AGENCE), facture(dt.date(2026, 1, 31))
OUVERT_LE, MISE_LE = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
DEBITEUR = Partie(
    nom="Faure", adresse="12 rue de l'Église", code_postal="01000", ville="Bourg", courriel="faure@example.org",
    telephone="06 12 34 56 78",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Etat:
    """Les faits qui mettent un dossier dans cet état, au-delà de la mise en demeure partie."""

    nom: str
    faits: tuple[Evenement, ...] = ()
    qualite: Qualite = Qualite.PROFESSIONNEL
    manquantes: tuple[str, ...] = ()
    debiteur: Partie = DEBITEUR
    profil: Profil = AGENCE_EN_REGLE
    creance: FactureAjoutee = CREANCE


def _le(jour: int, mois: int = 6) -> dt.date:
    return dt.date(2026, mois, jour)


def _signal(nature: NatureSignal) -> Signalement:
    return Signalement(date=_le(1), nature=nature, texte="appris ce jour")


def _acte(acte: Acte, jour: dt.date, instance: Instance = Instance.INJONCTION, **plus: bool) -> ActeDInstance:
    return ActeDInstance(date=jour, instance=instance, acte=acte, **plus)


def _etape(etape: EtapeDuSurendettement, jour: dt.date, **dates: dt.date) -> SurendettementSuivi:
    return SurendettementSuivi(date=jour, etape=etape, **dates)


def _arret(cause: CauseArret, **plus: dt.date) -> ArretDeDroit:
    return ArretDeDroit(date=_le(1), cause=cause, genre="redressement" if cause is CauseArret.PROCEDURE else "", **plus)


def _plan(interets: InteretsDuPlan = InteretsDuPlan.SUSPENDUS) -> PlanConclu:
    versements = tuple(Versement(dt.date(2026, mois, 5), 20_000) for mois in (7, 8, 9, 10, 11))
    return PlanConclu(date=_le(1), arrete_le=_le(31, 5), total=100_000, versements=versements, interets=interets)


RECEVABLE = _arret(CauseArret.SURENDETTEMENT)
S = EtapeDuSurendettement
ETATS: tuple[Etat, ...] = (
    Etat(nom="ordinaire"),
    Etat(nom="pouvoir manquant", manquantes=("mandat",)),
    Etat(nom="assurance expirée", profil=Profil(mode=Mode.AGENCE, assurance_fin_le=_le(1))),
    Etat(nom="soldé", faits=(EncaissementRecu(date=_le(1), montant=900_000),)),
    Etat(nom="clos", faits=(DossierClos(date=_le(1), motif="repris"),)),
    Etat(nom="annulé"),
    Etat(nom="adresse incomplète", debiteur=replace(DEBITEUR, ville="")),
    Etat(nom="lettre revenue (NPAI)", faits=(PliSuivi(date=_le(1), reference="D-1-1", suite=SuiteDuPli.NPAI),)),
    Etat(
        nom="lettre non réclamée",
        faits=(PliSuivi(date=_le(1), reference="D-1-1", suite=SuiteDuPli.NON_RECLAME),),
    ),
    Etat(nom="litige", faits=(LitigeOuvert(date=_le(1), motif="non conforme"),)),
    Etat(nom="litige, part reconnue", faits=(LitigeOuvert(date=_le(1), motif="non conforme", reconnu=70_000),)),
    Etat(
        nom="litige clos",
        faits=(LitigeOuvert(date=_le(1), motif="non conforme"), LitigeClos(date=_le(8), issue="accord")),
    ),
    Etat(nom="promesse en cours", faits=(PromesseFaite(date=_le(12), montant=50_000, pour_le=_le(19)),)),
    Etat(nom="promesse rompue", faits=(PromesseFaite(date=_le(1), montant=50_000, pour_le=_le(5)),)),
    Etat(nom="plan signé", faits=(_plan(),)),
    Etat(nom="plan signé, intérêts maintenus", faits=(_plan(InteretsDuPlan.MAINTENUS),)),
    Etat(nom="plan caduc, constat à envoyer", faits=(_plan(), PlanCaduc(date=_le(10)))),
    Etat(nom="délai de grâce", faits=(_arret(CauseArret.DELAI_DE_GRACE, jusqu_au=dt.date(2027, 6, 1)),)),
    Etat(nom="procédure collective", faits=(_arret(CauseArret.PROCEDURE),)),
    Etat(
        nom="procédure collective levée",
        faits=(_arret(CauseArret.PROCEDURE), ArretLeve(date=_le(8), cause=CauseArret.PROCEDURE)),
    ),
    Etat(nom="surendettement déposé", faits=(_etape(S.DEPOT, _le(1)),), qualite=Qualite.CONSOMMATEUR),
    Etat(nom="surendettement recevable", faits=(RECEVABLE,), qualite=Qualite.CONSOMMATEUR),
    Etat(
        nom="mesures en vigueur",
        faits=(
            RECEVABLE,
            _etape(S.MESURES, _le(5), notifiee_le=_le(6), applicable_le=_le(8), jusqu_au=dt.date(2028, 6, 8)),
        ),
        qualite=Qualite.CONSOMMATEUR,
    ),
    Etat(nom="créance effacée", faits=(RECEVABLE, _etape(S.EFFACEMENT, _le(8))), qualite=Qualite.CONSOMMATEUR),
    Etat(
        nom="surendettement fini",
        faits=(RECEVABLE, ArretLeve(date=_le(8), cause=CauseArret.SURENDETTEMENT), _etape(S.FIN, _le(8))),
        qualite=Qualite.CONSOMMATEUR,
    ),
    *(Etat(nom=f"signal : {nature}", faits=(_signal(nature),)) for nature in NatureSignal),
    Etat(
        nom="signal levé",
        faits=(_signal(NatureSignal.MEDIATION), SignalLeve(date=_le(8), nature=NatureSignal.MEDIATION)),
    ),
    Etat(nom="prescrite, par le calcul", creance=facture(dt.date(2020, 1, 31))),
    Etat(nom="injonction déposée", faits=(_acte(Acte.OUVERTURE, _le(1)),)),
    Etat(nom="ordonnance rendue", faits=(_acte(Acte.OUVERTURE, _le(1)), _acte(Acte.ORDONNANCE, _le(5)))),
    Etat(
        nom="ordonnance signifiée",
        faits=(_acte(Acte.OUVERTURE, _le(1)), _acte(Acte.ORDONNANCE, _le(5)), _acte(Acte.SIGNIFICATION, _le(8))),
    ),
    Etat(
        nom="opposition",
        faits=(
            _acte(Acte.OUVERTURE, _le(1)), _acte(Acte.ORDONNANCE, _le(5)), _acte(Acte.SIGNIFICATION, _le(8)),
            _acte(Acte.OPPOSITION, _le(10)),
        ),
    ),
    Etat(nom="injonction éteinte", faits=(_acte(Acte.OUVERTURE, _le(1)), _acte(Acte.DESISTEMENT, _le(8)))),
    Etat(nom="petites créances", faits=(_acte(Acte.OUVERTURE, _le(1), Instance.PETITES_CREANCES),)),
    Etat(nom="assignation", faits=(_acte(Acte.OUVERTURE, _le(1), Instance.ASSIGNATION),)),
    Etat(nom="titre exécutoire", faits=(TitreObtenu(date=_le(1)),)),
    Etat(nom="paiement direct à trancher", faits=(EncaissementRecu(date=_le(1), montant=50_000, direct=True),)),
    Etat(
        nom="paiement direct, reste réclamé",
        faits=(
            EncaissementRecu(date=_le(1), montant=50_000, direct=True),
            ContactNote(date=_le(1), canal="decision", etape="direct:2026-06-01:50000"),
        ),
    ),
    Etat(nom="remise partielle", faits=(RemiseAccordee(date=_le(1), montant=10_000, motif="geste"),)),
    Etat(
        nom="délai d'un acheteur public interrompu",
        faits=(DelaiInterrompu(date=dt.date(2026, 1, 20), facture="F-1"),),
        qualite=Qualite.PUBLIC,
    ),
)  # fmt: skip


def dossier_de(etat: Etat, *, mise: bool = True) -> Dossier:
    """Un dossier dans cet état, la mise en demeure partie (ou non) le 3 mars."""
    ouverture = DossierOuvert(date=OUVERT_LE, creancier=1, debiteur=2, qualite=etat.qualite)
    partis = (replace(partie(AGENCE, "mise-en-demeure", MISE_LE), reference="D-1-1"),) if mise else ()
    dossier = plier_neufs(1, [ouverture, etat.creance, *partis, *etat.faits])
    return replace(dossier, annule=True) if etat.nom == "annulé" else dossier


Question = Callable[[Etat], tuple[Retenue, ...]]


def _envoi(cle: str, canal: Canal = Canal.COURRIER, *, mise: bool = True, malgre: tuple[str, ...] = ()) -> Question:
    def demander(etat: Etat) -> tuple[Retenue, ...]:
        dossier = dossier_de(etat, mise=mise)
        etape = AGENCE.etape(cle)
        assert etape is not None
        voulue: Etape = replace(etape, canal=canal, malgre=malgre)
        coordonnee = {Canal.COURRIEL: etat.debiteur.courriel, Canal.SMS: "+33612345678"}.get(canal, "")
        return examiner(
            dossier,
            situer(dossier, BAREME, NATURES),
            voulue,
            au=AU,
            profil=etat.profil,
            manquantes=etat.manquantes,
            debiteur=etat.debiteur,
            circonstances=Circonstances(voie=Voie(canal=canal, destinataire=coordonnee)),
        )

    return demander


def _document(nom: str) -> Question:
    modele = charger(nom)

    def demander(etat: Etat) -> tuple[Retenue, ...]:
        if not modele.demarche:
            return ()
        notice = modele.notice
        return tuple(
            hors_scenario(
                dossier_de(etat), etat.manquantes, etat.profil, AU, malgre=notice.malgre, reclame=notice.reclame
            )
        )

    return demander


def _tache(genre: Genre) -> Question:
    """Un appel, une visite : ce que l'agenda en dit. Absents, ils n'ont pas lieu d'être."""

    def demander(etat: Etat) -> tuple[Retenue, ...]:
        siennes = [d for d in demarches(dossier_de(etat), AGENCE, manquantes=etat.manquantes) if d.genre is genre]
        dues = [d for d in siennes if d.le <= AU and not d.attente and (d.jusqu_au is None or d.jusqu_au >= AU)]
        attentes = [d.attente for d in siennes if d.attente]
        return () if dues else (Retenue("agenda", attentes[0] if attentes else "rien de tel à l'agenda"),)

    return demander


def _paiement(etat: Etat) -> tuple[Retenue, ...]:
    """Un paiement s'enregistre toujours ; la loi peut le défendre au débiteur, et l'outil le dit."""
    dossier = dossier_de(etat)
    recu = EncaissementRecu(date=AU, montant=10_000)
    dits = [paiement_defendu(dossier, AU), versement_a_verifier(dossier, recu)]
    dits += ["CPCE, art. R125-7"] if paiement_suspendu(dossier, AU) else []
    return tuple(Retenue("averti", dit) for dit in dits if dit)


DEMARCHES: dict[str, Question] = {
    "mise en demeure": _envoi("mise-en-demeure", mise=False),
    "relance par courrier": _envoi("relance-1"),
    "relance par courriel": _envoi("relance-1", Canal.COURRIEL),
    "SMS": _envoi("relance-1", Canal.SMS),
    "avis avant poursuites": _envoi("avis-avant-poursuites"),
    "mise en demeure d'échéance": _envoi("relance-1", malgre=("plan",)),
    "appel": _tache(Genre.APPEL),
    "visite": _tache(Genre.VISITE),
    "réponse à contestation": _document("reponse_contestation"),
    "proposition d'échéancier": _document("proposition_echeancier"),
    "protocole d'échéancier": _document("protocole_echeancier"),
    "quittance": _document("quittance"),
    "paiement": _paiement,
}
"""Chaque démarche, et à qui la demander."""
