"""Ouvrir des dossiers : brouillons → contrôle → faits → une transaction. Relancer le même import ne crée rien.

Une remise met toutes les lignes d'un débiteur dans un dossier. S'il en a déjà un, ouvert et pas encore mis en demeure,
ses factures nouvelles y entrent ; sinon un dossier neuf s'ouvre, car la lettre partie n'en parlait pas (CPCE R124-4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recouvre.base import journal, parties, projections
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.brouillons import Anomalie, Gravite, Lecture, Source
from recouvre.domaine.evenements import AvoirAjoute, DossierOuvert, Evenement, FactureAjoutee, PieceRecue
from recouvre.domaine.faits_de_droit import FacturePrecisee
from recouvre.domaine.faits_de_gestion import DossierAffecte
from recouvre.domaine.pli import plier, plier_neufs
from recouvre.domaine.refus import Refus
from recouvre.operations.cles import cle
from recouvre.operations.controles import Consignes, Sur, controler
from recouvre.operations.limites import depassees
from recouvre.operations.projeter import projeter
from recouvre.operations.qualification_neuve import a_savoir, faits_de, qualifier_neuf, sans_effet, verifier_consignes
from recouvre.operations.regroupement import Creanciers, Groupe, grouper, sans_doublons
from recouvre.operations.session import Session

_PAS_DE_SUIVI = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTouche:
    """Un dossier ouvert ou complété. ``principal`` restant dû en centimes, ``None`` si un taux manque pour le dire."""

    numero: int
    creancier: str
    debiteur: str
    principal: int | None
    nouveau: bool


@dataclass(slots=True)
class Bilan:
    """Ce qu'une ouverture a fait. ``acceptees`` et ``doublons`` comptent des lignes (ou des factures électroniques)."""

    dossiers: list[DossierTouche] = field(default_factory=list)
    acceptees: int = 0
    doublons: int = 0
    anomalies: list[Anomalie] = field(default_factory=list)

    @property
    def rejets(self) -> list[Anomalie]:
        """Les anomalies qui écartent une ligne ou un fichier."""
        return [anomalie for anomalie in self.anomalies if anomalie.gravite is Gravite.REJET]

    @property
    def rejetees(self) -> int:
        """Combien de lignes (ou de fichiers) n'entrent pas : une ligne à deux fautes compte une fois."""
        return len({(rejet.source.fichier, rejet.source.ligne) for rejet in self.rejets})


class _RienAEcrire(Exception):
    """Défait la transaction d'un essai à blanc, ou d'une remise dont rien n'est accepté."""


def ouvrir(
    session: Session,
    lectures: Sequence[Lecture],
    consignes: Consignes,
    *,
    a_blanc: bool = False,
    suivi: Suivi | None = None,
) -> Bilan:
    """Ouvre ou complète les dossiers que ces lectures décrivent, en une transaction ; ``a_blanc`` n'écrit rien.

    Lève ``Refus`` si aucun créancier n'est connu, si la date est à venir ou si une consigne est vaine,
    ``ScenarioInconnu`` si le scénario demandé n'existe pas.
    """
    if consignes.le > session.maintenant.date():
        raise Refus(f"Le {consignes.le:%d/%m/%Y} est dans l'avenir : un dossier s'ouvre quand on le reçoit.")
    if consignes.scenario:
        session.scenario(consignes.scenario)
    verifier_consignes(session, consignes)
    bilan = Bilan(anomalies=[anomalie for lecture in lectures for anomalie in lecture.anomalies])
    try:
        with transaction(session.base):
            _inscrire(session, lectures, consignes, bilan, suivi)
            if a_blanc or not bilan.acceptees:
                raise _RienAEcrire
    except _RienAEcrire:
        session.oublier()
    bilan.anomalies.sort(key=lambda anomalie: (anomalie.source.fichier, anomalie.source.ligne))
    return bilan


def _inscrire(
    session: Session, lectures: Sequence[Lecture], consignes: Consignes, bilan: Bilan, suivi: Suivi | None
) -> None:
    creanciers = Creanciers(session, consignes)
    pieces: list[tuple[int, Sur]] = []
    for lecture in lectures:
        for brouillon in lecture.brouillons:
            resultat = controler(brouillon, consignes, session.bareme)
            if isinstance(resultat, Anomalie):
                bilan.anomalies.append(resultat)
            else:
                numero = creanciers.de(brouillon)
                pieces.append((numero, resultat))
                if vendeur := creanciers.autre_vendeur(brouillon, numero):
                    bilan.anomalies.append(vendeur)
    uniques, differentes = sans_doublons(session.base, pieces)
    bilan.anomalies += [*differentes, *(sur.avertissement for _, sur in uniques if sur.avertissement)]
    bilan.doublons = len(pieces) - len(uniques)
    groupes, orphelins = grouper(session.base, uniques)
    bilan.anomalies += [_orphelin(sur) for sur in orphelins]
    bilan.acceptees = len(uniques) - len(orphelins)
    neufs = [groupe for groupe in groupes if not groupe.existant]
    completes = [groupe for groupe in groupes if groupe.existant]
    projetes = [
        *_ouvrir_les_neufs(session, neufs, consignes, bilan, suivi),
        *(_completer(session, groupe, consignes, bilan) for groupe in completes),
    ]
    bilan.dossiers = [
        _resumer(projection, groupe, creanciers.noms[groupe.creancier])
        for projection, groupe in zip(projetes, [*neufs, *completes], strict=True)
    ]
    bilan.anomalies += depassees(session, (dossier.numero for dossier in bilan.dossiers))


def _orphelin(sur: Sur) -> Anomalie:
    source, visee = sur.brouillon.source, sur.brouillon.piece.sur
    if visee:
        suite = f"réduit la facture {visee}, qu'aucun dossier en cours ne tient pour ce créancier."
    else:
        suite = "ne dit pas quelle facture il réduit, et ce débiteur n'a pas de dossier qui puisse le recevoir."
    return Anomalie(Source(source.fichier, source.ligne), f"l'avoir {sur.fait.numero} {suite}")


def _ouvrir_les_neufs(
    session: Session, groupes: list[Groupe], consignes: Consignes, bilan: Bilan, suivi: Suivi | None
) -> list[projections.Projection]:
    premier = journal.dernier_dossier(session.base) + 1
    debiteurs = _inscrire_debiteurs(session, groupes)
    faits: list[tuple[int, int, Evenement]] = []
    a_projeter: list[projections.Projection] = []
    dits: dict[str, Anomalie] = {}
    for rang, (groupe, debiteur) in enumerate(zip(groupes, debiteurs, strict=True)):
        evenements = [*_ouverture(session, groupe, debiteur, consignes), *(sur.fait for sur in groupe.pieces)]
        faits += [(premier + rang, groupe.creancier, evenement) for evenement in evenements]
        dossier = plier_neufs(premier + rang, evenements)
        a_projeter.append(projeter(session, dossier, groupe.debiteur))
        for cle_du_dit, dit in a_savoir(session, dossier, groupe.modele.brouillon.source, consignes):
            dits.setdefault(cle_du_dit, dit)
        if suivi and (rang % _PAS_DE_SUIVI == 0 or rang + 1 == len(groupes)):
            suivi(rang + 1, len(groupes))
    bilan.anomalies += dits.values()
    _ajouter(session, faits)
    projections.ecrire(session.base, a_projeter, neufs=True)
    return a_projeter


def _inscrire_debiteurs(session: Session, groupes: list[Groupe]) -> list[int]:
    """Le numéro de partie de chaque débiteur, ajouté s'il est nouveau."""
    cles = [groupe.cle_partie for groupe in groupes]
    connus = parties.numeros_par_cle(session.base, parties.DEBITEUR, cles)
    prochain = parties.prochain_numero(session.base)
    nouveaux = []
    for cle_partie, groupe in zip(cles, groupes, strict=True):
        if cle_partie not in connus:
            connus[cle_partie] = prochain
            nouveaux.append((prochain, cle_partie, groupe.debiteur))
            prochain += 1
    parties.ajouter(session.base, parties.DEBITEUR, nouveaux)
    return [connus[cle_partie] for cle_partie in cles]


def _ouverture(session: Session, groupe: Groupe, debiteur: int, consignes: Consignes) -> list[Evenement]:
    """L'ouverture, ce que le créancier a réglé, et les pièces qu'on a déjà : dites, convention, CGV."""
    reglages = session.reglages(groupe.creancier)
    acquises = dict.fromkeys(consignes.pieces, consignes.le)
    for nature, le in (("mandat", reglages.convention_le), ("cgv", reglages.cgv_le)):
        if le:
            acquises.setdefault(nature, le)
    ouverture = DossierOuvert(
        date=consignes.le,
        creancier=groupe.creancier,
        debiteur=debiteur,
        qualite=groupe.modele.qualite,
        reference=groupe.modele.brouillon.reference,
        taux=consignes.taux,
        scenario=consignes.scenario,
        remise=groupe.modele.brouillon.source.fichier,
    )
    contrat = qualifier_neuf(reglages, consignes, groupe.modele.qualite)
    recues = (PieceRecue(date=le, nature=nature) for nature, le in acquises.items())
    suivi = [DossierAffecte(date=consignes.le, gestionnaire=reglages.gestionnaire)] if reglages.gestionnaire else []
    return [ouverture, *([contrat] if contrat else []), *recues, *suivi]


def _completer(session: Session, groupe: Groupe, consignes: Consignes, bilan: Bilan) -> projections.Projection:
    """Ajoute des pièces à un dossier qui existe ; le contrat, s'il est dit, ne vaut que pour elles."""
    avant = plier(journal.lire(session.base, groupe.existant))
    faits = [fait for sur in groupe.pieces for fait in faits_de(sur, consignes, avant)]
    _ajouter(session, [(groupe.existant, groupe.creancier, fait) for fait in faits])
    dossier = plier(journal.lire(session.base, groupe.existant))
    source = groupe.modele.brouillon.source
    bilan.anomalies += [dit for _, dit in a_savoir(session, dossier, source, consignes)]
    bilan.anomalies += filter(None, [sans_effet(dossier, source, consignes)])
    projection = projeter(session, dossier, session.partie(dossier.ouverture.debiteur))
    projections.ecrire(session.base, [projection])
    return projection


def _ajouter(session: Session, faits: list[tuple[int, int, Evenement]]) -> None:
    """Ajoute au journal des (dossier, créancier, évènement), chacun sous sa clé libre."""
    voulues = [cle(evenement, dossier, creancier) for dossier, creancier, evenement in faits]
    pieces = [
        voulue
        for voulue, (_, _, evenement) in zip(voulues, faits, strict=True)
        if isinstance(evenement, (FactureAjoutee, AvoirAjoute, FacturePrecisee))
    ]
    libres = journal.cles_libres(session.base, pieces)
    a_ecrire = [
        AEcrire(dossier, evenement, libres.get(voulue, voulue))
        for voulue, (dossier, _, evenement) in zip(voulues, faits, strict=True)
    ]
    journal.ajouter(session.base, a_ecrire, saisi_le=session.maintenant, auteur=session.auteur)


def _resumer(projection: projections.Projection, groupe: Groupe, creancier: str) -> DossierTouche:
    return DossierTouche(
        numero=projection.dossier.numero,
        creancier=creancier,
        debiteur=groupe.debiteur.denomination,
        principal=projection.dossier.principal,
        nouveau=not groupe.existant,
    )
