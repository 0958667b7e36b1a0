"""Les limites d'encours : importées, fixées, comparées à ce qui est dû. Une information : rien n'en est retenu.

L'outil n'évalue pas la solvabilité. Un client se retrouve par sa référence, sinon son SIREN, sinon son nom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from recouvre.base import limites, parties
from recouvre.base.connexion import transaction
from recouvre.domaine.brouillons import Anomalie, Gravite, Source
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.limites import Encours, Limite, LimiteLue
from recouvre.domaine.montants import en_euros
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import Refus
from recouvre.operations.encours_autorise import encours_de, repere_du_nom, reperes_de
from recouvre.operations.gardes import FaitRefuse
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Ce qu'un fichier a posé : ``lues`` limites, ``otees``, ``suivies`` clients qui ont un dossier ouvert."""

    lues: int
    otees: int
    suivies: int
    anomalies: tuple[Anomalie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDEncours:
    """Un client à limite qui a un dossier ouvert."""

    dossier: int
    creancier: str
    client: str
    encours: Encours


def creancier_de(session: Session, nom: str) -> int:
    """Le numéro du créancier de ce nom ; en interne et sans nom, l'entreprise elle-même. Lève ``Refus``."""
    if nom:
        return parties.trouver_creancier(session.base, nom)
    if session.mode is not Mode.INTERNE:
        raise Refus('De quel créancier ? Relancez avec --creancier "NOM" ; rien n\'a été écrit.')
    from recouvre.operations.regroupement import INTERNE

    connus = parties.numeros_par_cle(session.base, parties.CREANCIER, [INTERNE])
    if INTERNE not in connus:
        raise Refus("Ouvrez un premier dossier : les limites s'importent ensuite. Rien n'a été écrit.")
    return connus[INTERNE]


def importer(session: Session, fichier: Path, nom: str) -> Import:
    """Pose les limites de ce fichier pour ce créancier ; un client absent du fichier garde la sienne.

    Lève ``FichierRefuse``, ``CreancierInconnu`` ou ``Refus`` : rien n'est écrit.
    """
    from recouvre.echanges.limites import lire_limites

    creancier = creancier_de(session, nom)
    lues, anomalies = lire_limites(fichier)
    if not lues:
        raise FaitRefuse(f"{fichier.name} : aucune limite lisible. Rien n'est écrit.")
    voulues, doubles = _par_repere(session, lues, fichier.name)
    with transaction(session.base):
        limites.ecrire(session.base, creancier, voulues)
    suivies = len(_comparer(session, limites.clients(session.base, creancier)))
    otees = sum(lue.montant is None for lue in lues)
    return Import(lues=len(lues) - otees, otees=otees, suivies=suivies, anomalies=(*anomalies, *doubles))


def vider(session: Session, nom: str) -> int:
    """Efface toutes les limites d'un créancier ; rend combien de repères."""
    creancier = creancier_de(session, nom)
    with transaction(session.base):
        return limites.vider(session.base, creancier)


def fixer(session: Session, numero: int, montant: int | None) -> Encours:
    """Fixe la limite du client de ce dossier chez son créancier, ou l'ôte (``None``). Lève ``FaitRefuse``."""
    if montant is not None and montant < 0:
        raise FaitRefuse("Une limite d'encours ne peut pas être négative. Rien n'est écrit.")
    dossier, _ = lire_dossier(session, numero)
    partie = session.partie(dossier.ouverture.debiteur)
    reperes = reperes_de(dossier.ouverture.reference, partie)
    voulues: dict[str, Limite | None] = dict.fromkeys(reperes)
    if montant is not None:
        posee = Limite(montant=montant, nom=partie.denomination, le=session.maintenant.date())
        voulues = {reperes[0]: posee}
    with transaction(session.base):
        limites.ecrire(session.base, dossier.ouverture.creancier, voulues)
    return encours_de(session, dossier, partie)


def depassees(session: Session, numeros: Iterable[int]) -> list[Anomalie]:
    """Un avertissement par client de ces dossiers dont l'encours dépasse la limite. Sans limite, une seule lecture."""
    if not (avec := set(limites.creanciers(session.base))):
        return []
    clients = [client for client in limites.des_dossiers(session.base, numeros) if client.creancier in avec]
    return [
        Anomalie(Source(""), f"{numero_lisible(ligne.dossier)}, {ligne.client} : {phrase}", Gravite.AVERTISSEMENT)
        for ligne in _comparer(session, clients)
        if (phrase := dire(ligne.encours))
    ]


def lister(session: Session, nom: str = "") -> list[LigneDEncours]:
    """Les clients à limite qui ont un dossier ouvert, le plus grand dépassement d'abord."""
    choisis = [parties.trouver_creancier(session.base, nom)] if nom else limites.creanciers(session.base)
    clients = [client for creancier in choisis for client in limites.clients(session.base, creancier)]
    lignes = _comparer(session, clients)
    return sorted(lignes, key=lambda ligne: (-ligne.encours.depassement, -ligne.encours.total, ligne.dossier))


def dire(encours: Encours) -> str:
    """La phrase du dépassement ; vide si la limite tient."""
    if not encours.depassement or encours.limite is None:
        return ""
    au_moins = "au moins " if encours.inconnus else ""
    combien = f"{encours.dossiers} dossiers ouverts" if encours.dossiers > 1 else "un dossier ouvert"
    return (
        f"{au_moins}{en_euros(encours.total)} dus en principal, en {combien}, au-delà de l'encours autorisé de "
        f"{en_euros(encours.limite.montant)} (limite du {en_chiffres(encours.limite.le)}) : "
        f"{en_euros(encours.depassement)} de trop."
    )


def _comparer(session: Session, clients: Sequence[limites.Client]) -> list[LigneDEncours]:
    """Ceux de ces clients qui ont une limite."""
    lignes = []
    for client in clients:
        partie = session.partie(client.debiteur)
        limite = limites.lire(session.base, client.creancier, reperes_de(client.reference, partie))
        if limite is None:
            continue
        du = limites.encours(session.base, client.dossier)
        lignes.append(
            LigneDEncours(
                dossier=client.dossier, creancier=session.partie(client.creancier).denomination,
                client=partie.denomination, encours=replace(du, limite=limite),
            )
        )  # fmt: skip
    return lignes


def _par_repere(
    session: Session, lues: Sequence[LimiteLue], fichier: str
) -> tuple[dict[str, Limite | None], list[Anomalie]]:
    """Repère → limite ; un SIREN que deux clients du fichier partagent ne désigne plus personne à lui seul."""
    sirens: dict[str, set[str]] = {}
    for lue in lues:
        sirens.setdefault(lue.siren, set()).add(lue.reference)
    voulues: dict[str, Limite | None] = {}
    doubles = []
    for lue in lues:
        limite = None if lue.montant is None else Limite(montant=lue.montant, nom=lue.nom, le=session.maintenant.date())
        reperes = [f"ref:{parties.normaliser(lue.reference)}"] if lue.reference else []
        reperes += [f"siren:{lue.siren}"] if lue.siren and len(sirens[lue.siren]) == 1 else []
        for repere in reperes or [repere_du_nom(lue.nom, lue.code_postal)]:
            if voulues.get(repere, limite) != limite:
                phrase = f"« {lue.nom} » y a deux limites : la dernière vaut."
                doubles.append(Anomalie(Source(fichier), phrase, Gravite.AVERTISSEMENT))
            voulues[repere] = limite
    return voulues, doubles
