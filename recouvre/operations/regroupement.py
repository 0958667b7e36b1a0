"""Quelles pièces vont ensemble : un débiteur chez un créancier, une fois les doublons écartés."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from recouvre.base import journal, parties, projections
from recouvre.base.connexion import Base
from recouvre.domaine.brouillons import Anomalie, Brouillon, GenrePiece, Gravite, Source
from recouvre.domaine.evenements import AvoirAjoute, Evenement, FactureAjoutee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Mode, Profil
from recouvre.domaine.refus import Refus
from recouvre.operations.cles import cle_facture
from recouvre.operations.controles import Consignes, Sur
from recouvre.operations.projeter import cle_debiteur
from recouvre.operations.session import Session

INTERNE = "@interne"
"""La clé de rapprochement du créancier quand l'entreprise recouvre ses propres factures."""


@dataclass(slots=True)
class Groupe:
    """Les pièces d'un débiteur chez un créancier, en route vers un dossier (``existant``, ou un neuf s'il vaut 0)."""

    creancier: int
    modele: Sur
    pieces: list[Sur] = field(default_factory=list)
    existant: int = 0

    @property
    def debiteur(self) -> Partie:
        """L'identité du débiteur, telle que la première pièce la donne."""
        return self.modele.brouillon.debiteur

    @property
    def cle_debiteur(self) -> str:
        """Ce qui rapproche ce groupe d'un dossier tenu."""
        return cle_debiteur(self.modele.brouillon.reference, self.debiteur)

    @property
    def cle_partie(self) -> str:
        """Même SIREN et même nom : une même personne, d'un créancier à l'autre ; sinon le créancier distingue."""
        siren = self.debiteur.siren
        nom = parties.normaliser(self.debiteur.denomination)
        return f"siren:{siren}:{nom}" if siren else f"{self.creancier}:{self.cle_debiteur}"

    @property
    def tient(self) -> bool:
        """Un avoir seul, sans facture ni dossier à réduire, n'ouvre rien."""
        return bool(self.existant) or any(sur.brouillon.piece.genre is GenrePiece.FACTURE for sur in self.pieces)


class Creanciers:
    """Les créanciers d'un import : trouvés, ou ajoutés à la première pièce qui les nomme."""

    def __init__(self, session: Session, consignes: Consignes) -> None:
        self.session, self.consignes = session, consignes
        self.noms: dict[int, str] = {}
        self._numeros: dict[str, int] = {}

    def de(self, brouillon: Brouillon) -> int:
        """Le créancier qu'on a dit, l'entreprise elle-même, ou le vendeur de la facture. Lève ``Refus`` sans aucun."""
        nom = self.consignes.creancier
        soi_meme = parties.normaliser(nom) in {"", parties.normaliser(self.session.profil.denomination)}
        if nom and not (self.session.mode is Mode.INTERNE and soi_meme):
            return self._numero(parties.normaliser(nom), Partie(nom=nom))
        if self.session.mode is Mode.INTERNE:
            return self._numero(INTERNE, _entreprise(self.session.profil))
        if brouillon.creancier is None:
            raise Refus('Pour quel créancier ? Relancez avec --creancier "NOM" ; rien n\'a été écrit.')
        return self._numero(parties.normaliser(brouillon.creancier.nom), brouillon.creancier)

    def autre_vendeur(self, brouillon: Brouillon, numero: int) -> Anomalie | None:
        """L'avertissement à donner si la facture électronique nomme un autre vendeur que le créancier retenu."""
        vendeur = brouillon.creancier
        if vendeur is None or parties.normaliser(vendeur.nom) == parties.normaliser(self.noms[numero]):
            return None
        phrase = f"le vendeur est « {vendeur.nom} », le dossier est ouvert pour « {self.noms[numero]} »."
        return Anomalie(brouillon.source, phrase, Gravite.AVERTISSEMENT)

    def _numero(self, cle: str, partie: Partie) -> int:
        if cle not in self._numeros:
            base = self.session.base
            connus = parties.numeros_par_cle(base, parties.CREANCIER, [cle])
            numero = connus.get(cle) or parties.prochain_numero(base)
            if not connus:
                if not self.consignes.nouveau_creancier:
                    parties.refuser_sosie(base, partie.nom)
                parties.ajouter(base, parties.CREANCIER, [(numero, cle, partie)])
            self._numeros[cle] = numero
            self.noms[numero] = parties.lire(base, numero).nom
        return self._numeros[cle]


def _entreprise(profil: Profil) -> Partie:
    """L'entreprise, créancière d'elle-même en mode interne."""
    return Partie(
        nom=profil.denomination or "Notre entreprise",
        siren=profil.siren,
        adresse=profil.adresse,
        complement=profil.complement,
        code_postal=profil.code_postal,
        ville=profil.ville,
        courriel=profil.courriel,
        telephone=profil.telephone,
    )


def sans_doublons(base: Base, pieces: list[tuple[int, Sur]]) -> tuple[list[tuple[int, Sur]], list[Anomalie]]:
    """Écarte les pièces déjà tenues pour ce créancier, dans la base ou plus haut dans les fichiers.

    Une pièce écartée dont le montant n'est pas celui qu'on tient se dit : le numéro répété cache une correction.
    """
    cles = [cle_facture(creancier, sur.fait.numero) for creancier, sur in pieces]
    tenues: dict[str, Evenement] = {cle: ecrit.evenement for cle, ecrit in journal.faits_vivants(base, cles).items()}
    uniques: list[tuple[int, Sur]] = []
    differentes: list[Anomalie] = []
    for cle, (creancier, sur) in zip(cles, pieces, strict=True):
        if cle not in tenues:
            tenues[cle] = sur.fait
            uniques.append((creancier, sur))
        elif isinstance(tenue := tenues[cle], FactureAjoutee | AvoirAjoute) and tenue.montant != sur.fait.montant:
            differentes.append(_montant_different(sur, tenue.montant))
    return uniques, differentes


def _montant_different(sur: Sur, tenu: int) -> Anomalie:
    source, lu = sur.brouillon.source, sur.fait
    return Anomalie(
        Source(source.fichier, source.ligne),
        f"la pièce {lu.numero} est déjà tenue pour {en_euros(tenu)} ; ce fichier dit {en_euros(lu.montant)} et "
        "n'y change rien. Si la première est fausse, annulez-la (recouvre annuler) puis reprenez ce fichier.",
        Gravite.AVERTISSEMENT,
    )


def grouper(base: Base, pieces: Iterable[tuple[int, Sur]]) -> tuple[list[Groupe], list[Sur]]:
    """Un groupe par débiteur, rapproché de son dossier s'il peut encore recevoir des pièces ; et les orphelins.

    Un avoir va là où est la facture qu'il vise, même dans un dossier déjà mis en demeure. Sans facture dite, il suit
    son débiteur. S'il ne réduit rien que l'on tienne, il est orphelin.
    """
    groupes: dict[tuple[int, str], Groupe] = {}
    lieux: dict[str, Groupe] = {}
    avoirs = []
    for creancier, sur in pieces:
        if sur.brouillon.piece.genre is GenrePiece.AVOIR:
            avoirs.append((creancier, sur))
            continue
        groupe = _du_debiteur(groupes, creancier, sur)
        groupe.pieces.append(sur)
        lieux[cle_facture(creancier, sur.fait.numero)] = groupe
    orphelins = _ranger_les_avoirs(base, groupes, lieux, avoirs) if avoirs else []
    _rapprocher(base, groupes)
    perdus = [sur for groupe in groupes.values() if not groupe.tient for sur in groupe.pieces]
    return [groupe for groupe in groupes.values() if groupe.tient], [*orphelins, *perdus]


def _du_debiteur(groupes: dict[tuple[int, str], Groupe], creancier: int, sur: Sur) -> Groupe:
    reperage = (creancier, cle_debiteur(sur.brouillon.reference, sur.brouillon.debiteur))
    if reperage not in groupes:
        groupes[reperage] = Groupe(creancier, sur)
    return groupes[reperage]


def _ranger_les_avoirs(
    base: Base, groupes: dict[tuple[int, str], Groupe], lieux: dict[str, Groupe], avoirs: list[tuple[int, Sur]]
) -> list[Sur]:
    """Met chaque avoir dans le groupe de sa facture, ou de son débiteur ; rend ceux dont la facture n'est pas tenue."""
    visees = {cle_facture(creancier, sur.brouillon.piece.sur) for creancier, sur in avoirs if sur.brouillon.piece.sur}
    tenues = journal.vivants(base, visees - lieux.keys())
    fermes = projections.fermes(base, tenues.values())
    tenues = {visee: dossier for visee, dossier in tenues.items() if dossier not in fermes}
    orphelins = []
    for creancier, sur in avoirs:
        visee = cle_facture(creancier, sur.brouillon.piece.sur)
        if visee in lieux:
            lieux[visee].pieces.append(sur)
        elif visee in tenues:
            dossier = groupes.setdefault((creancier, f"dossier:{tenues[visee]}"), Groupe(creancier, sur))
            dossier.existant = tenues[visee]
            dossier.pieces.append(sur)
        elif sur.brouillon.piece.sur:
            orphelins.append(sur)
        else:
            _du_debiteur(groupes, creancier, sur).pieces.append(sur)
    return orphelins


def _rapprocher(base: Base, groupes: dict[tuple[int, str], Groupe]) -> None:
    for creancier in {creancier for creancier, _ in groupes}:
        cles = [cle for autre, cle in groupes if autre == creancier]
        for cle, numero in projections.dossiers_actifs(base, creancier, cles).items():
            groupes[creancier, cle].existant = numero
