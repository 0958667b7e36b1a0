"""Le cabinet d'exemple : environ deux cents dossiers de toutes sortes, à dates fixes, faits par les vrais gestes.

Rien n'est posé à la main dans la base : des remises CSV sont écrites puis ouvertes, et chaque jour ouvré se déroule
comme un vrai (paiements, présentations, appels, relances). Tout dépend d'indices, jamais du hasard ni de l'horloge.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from recouvre.base import parties, projections
from recouvre.base.fichiers import ecrire
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.honoraires import BaremeHonoraires, Grille, lire_tranches
from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, est_ouvre
from recouvre.operations.annuler import annuler
from recouvre.operations.controles import Consignes
from recouvre.operations.encaisser import encaisser
from recouvre.operations.exemple_remise import remise_exemple
from recouvre.operations.initialiser import initialiser
from recouvre.operations.lire import lire_dossier
from recouvre.operations.noter import clore, noter_contact, noter_presentation, noter_quittances
from recouvre.operations.ouvrir import ouvrir
from recouvre.operations.reglages import modifier_profil, regler_creancier
from recouvre.operations.relancer import envoyer
from recouvre.operations.session import Session

AUTEUR = "démonstration"
REMISES = "remises"
"""Le dossier du cabinet d'exemple où sont les fichiers qu'il a ouverts, et un qu'il n'a pas ouvert."""

FICHIER_FIGE = "aujourdhui.txt"
"""Le fichier qui fige le cabinet à son jour : ``commandes.horloge`` le lit."""


def construire(chemin: Path, suivi: Suivi | None = None) -> dt.date:
    """Crée le cabinet d'exemple et rend le jour auquel il est figé. Lève ``Refus`` s'il y a déjà un cabinet."""
    brut = tomllib.loads((resources.files("recouvre.operations") / "demonstration.toml").read_text("utf-8"))
    jour: dt.date = brut["jour"]
    initialiser(chemin, Mode.AGENCE)
    ecrire(chemin / FICHIER_FIGE, f"{jour.isoformat()}\n".encode())
    ecrire(chemin / REMISES / "a-ouvrir.csv", brut["a_ouvrir"].lstrip().encode("cp1252"))
    debut = brut["remises"][0]["le"]
    with Session(chemin, maintenant=_moment(debut), auteur=AUTEUR) as session:
        modifier_profil(session, brut["profil"])
        _creanciers(session, brut["creanciers"])
        vie = list(_jours_ouvres(debut, jour))
        for rang, courant in enumerate(vie, start=1):
            session.maintenant = _moment(courant)
            _vivre(session, brut, courant, dernier=courant == jour)
            if suivi:
                suivi(rang, len(vie))
    return jour


def _vivre(session: Session, brut: dict[str, Any], jour: dt.date, *, dernier: bool) -> None:
    """Une journée : les paiements d'abord, puis le téléphone, les remises, et le départ du courrier."""
    for ligne in projections.ouverts(session.base):
        if ligne.mise_en_demeure_le:
            _vie_du_dossier(session, ligne, jour)
    for remise in brut["remises"]:
        if remise["le"] == jour:
            _ouvrir_remise(session, brut, remise)
    if not dernier:
        envoyer(session, jour)


def _ouvrir_remise(session: Session, brut: dict[str, Any], remise: dict[str, Any]) -> None:
    """Écrit une remise par créancier et l'ouvre, comme on le ferait d'un fichier reçu."""
    from recouvre.echanges.lecture import lire

    premier = sum(autre["debiteurs"] for autre in brut["remises"] if autre["le"] < remise["le"])
    for rang, creancier in enumerate(brut["creanciers"]):
        indices = [premier + i for i in range(remise["debiteurs"]) if (premier + i) % len(brut["creanciers"]) == rang]
        nom = parties.normaliser(creancier["nom"]).replace(" ", "-")
        fichier = session.chemin / REMISES / f"{remise['le'].isoformat()}_{nom}.csv"
        ecrire(fichier, remise_exemple(brut, creancier, indices, remise["le"]))
        ouvrir(session, [lire(fichier)], Consignes(le=remise["le"], creancier=creancier["nom"]))


def _creanciers(session: Session, bruts: list[dict[str, Any]]) -> None:
    for brut in bruts:
        numero = parties.prochain_numero(session.base)
        identite = Partie(**{nom: brut[nom] for nom in ("nom", "adresse", "code_postal", "ville", "siren")})
        parties.ajouter(session.base, parties.CREANCIER, [(numero, parties.normaliser(brut["nom"]), identite)])
        reglages = ReglagesCreancier(
            convention_le=brut.get("convention_le"), cgv_le=brut.get("cgv_le"), honoraires=_honoraires(brut)
        )
        regler_creancier(session, numero, reglages)


def _honoraires(brut: dict[str, Any]) -> tuple[BaremeHonoraires, ...]:
    """Le barème de ce créancier, depuis sa convention ; l'un d'eux n'a encore ni l'un ni l'autre."""
    if "honoraires" not in brut:
        return ()
    return (BaremeHonoraires(du=brut["convention_le"], grilles=(Grille(lire_tranches(brut["honoraires"])),)),)


def _vie_du_dossier(session: Session, ligne: projections.LigneDossier, jour: dt.date) -> None:
    """Ce qui arrive à ce dossier ce jour-là : son sort dépend de son numéro, son moment de la mise en demeure."""
    numero, mise_le = ligne.numero, dt.date.fromisoformat(ligne.mise_en_demeure_le or jour.isoformat())
    age = (jour - mise_le).days
    if ligne.qualite == "consommateur" and age == 2 and numero % 4:
        noter_presentation(session, numero, jour)
    if age in (7, 14) and numero % 7 == 3:
        _payer(session, numero, jour, part=3 if age == 7 else 2)
    if age == 10 and numero % 5 == 1:
        _payer(session, numero, jour, part=1, direct=numero % 10 == 1)
    if age == 9 and numero % 23 == 4:
        _se_tromper(session, numero, jour)
    if age == 22 and numero % 3 == 2:
        noter_contact(session, numero, "appel", jour, "Rappellera après consultation de son comptable.")
    if age == 28 and numero % 29 == 5:
        clore(session, numero, "repris par le créancier", jour)


def _payer(session: Session, numero: int, jour: dt.date, *, part: int, direct: bool = False) -> None:
    """Le débiteur paie tout (``part`` 1), la moitié (2) ou le tiers (3) ; un sur quarante paie trop."""
    from recouvre.droit.decompte import decompter

    dossier, _ = lire_dossier(session, numero)
    du = decompter(dossier, jour, session.bareme).total
    montant = du // part + (12_00 if part == 1 and numero % 40 == 1 else 0)
    mode = ("virement", "cheque", "carte")[numero % 3]
    encaisser(session, numero, EncaissementRecu(date=jour, montant=montant, mode=mode, direct=direct))
    if not direct and numero % 2:
        noter_quittances(session, numero, jour)


def _se_tromper(session: Session, numero: int, jour: dt.date) -> None:
    """Un montant saisi dix fois trop grand, annulé, ressaisi."""
    faux = encaisser(session, numero, EncaissementRecu(date=jour, montant=730_00, mode="cheque"))
    annuler(session, numero, faux.rang, "73,00 € saisis pour 730,00 €")
    encaisser(session, numero, EncaissementRecu(date=jour, montant=73_00, mode="cheque"))


def _jours_ouvres(du: dt.date, au: dt.date) -> Iterator[dt.date]:
    while du <= au:
        if est_ouvre(du):
            yield du
        du += UN_JOUR


def _moment(jour: dt.date) -> dt.datetime:
    """Neuf heures, heure légale de Paris : l'été jusqu'au dernier dimanche d'octobre (25/10/2026)."""
    ete = jour < dt.date(2026, 10, 25)
    return dt.datetime.combine(jour, dt.time(9), tzinfo=dt.timezone(dt.timedelta(hours=2 if ete else 1)))
