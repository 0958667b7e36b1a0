"""`recouvre` sans commande, devant un cabinet : l'état du jour en cinq lignes, et les cinq commandes utiles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.commandes.horloge import accorder, aujourdhui
from recouvre.commandes.options import NOM_DE_LA_BASE, chemin_cabinet
from recouvre.domaine.refus import CabinetIntrouvable, SaisieIllisible

if TYPE_CHECKING:
    from recouvre.base.etat_du_jour import EtatDuJour

_MONTREES = 5
_LIBELLE = 48
"""Ce que la ligne de la date légale dit de la démarche, en caractères : l'écran en a quatre-vingts."""


def etat_du_cabinet(nomme: str | None) -> str:
    """L'état et quoi taper ; vide s'il n'y a pas de cabinet ici. ``nomme`` : celui que l'on a désigné.

    Lève ``CabinetIntrouvable`` si l'on en a nommé un qui n'existe pas.
    """
    try:
        cabinet = chemin_cabinet(Path(nomme) if nomme else None)
    except SaisieIllisible:
        return ""
    if not (cabinet / NOM_DE_LA_BASE).is_file():
        if nomme:
            raise CabinetIntrouvable(str(cabinet))
        return ""
    accorder(cabinet)
    from recouvre.base.etat_du_jour import etat_du_jour
    from recouvre.commandes.lire_base import ouvrir_base

    au = aujourdhui()
    base = ouvrir_base(cabinet)
    etat = etat_du_jour(base, au.isoformat(), (au - dt.timedelta(days=1)).isoformat())
    base.close()
    return "\n".join((*_dire(etat, au), "", *_quoi_taper(etat), "", "Toutes les commandes : recouvre --aide"))


def _dire(etat: EtatDuJour, au: dt.date) -> Iterator[str]:
    from recouvre.affichage.francais import date, entier, montant, pluriel
    from recouvre.domaine.dates import JOURS, en_toutes_lettres
    from recouvre.domaine.numeros import numero_lisible

    yield f"{JOURS[au.weekday()].capitalize()} {en_toutes_lettres(au)}"
    fermes = f", {entier(etat.autres)} soldés ou clos" if etat.autres else ""
    yield f"  Dossiers       {pluriel(etat.ouverts, 'ouvert')}{fermes}"
    urgences = pluriel(etat.urgences, "délai légal", "délais légaux") if etat.urgences else "aucun délai légal"
    yield f"  À faire        {pluriel(etat.dues, 'démarche')}, dont {urgences}"
    ennuis = (
        (etat.retenus, "retenu", "retenus"),
        (etat.echoues, "échoué", "échoués"),
        (etat.incertains, "incertain", "incertains"),
    )
    suite = "".join(f", {pluriel(combien, mot, mots)}" for combien, mot, mots in ennuis if combien)
    yield f"  Envois         {entier(etat.envois)} à faire partir{suite}"
    yield f"  Encaissé       {montant(etat.encaisse_hier)} hier, {montant(etat.encaisse_mois)} ce mois-ci"
    if etat.legale is None:
        yield "  Date légale    aucune en vue"
    else:
        le, dossier, quoi = etat.legale
        dit = quoi.partition(", dernier jour utile")[0].partition(" (")[0]
        court = dit if len(dit) <= _LIBELLE else f"{dit[: _LIBELLE - 1].rstrip()}…"
        yield f"  Date légale    {date(dt.date.fromisoformat(le))} : {numero_lisible(dossier)}, {court}"


def _quoi_taper(etat: EtatDuJour) -> list[str]:
    """Les cinq commandes les plus utiles maintenant, la plus pressante d'abord."""
    utiles = [
        (etat.urgences, "recouvre agenda", "des délais légaux sont à traiter d'abord"),
        (etat.incertains, "recouvre envois", "dire si les envois incertains sont partis"),
        (not etat.ouverts, "recouvre ouvrir FICHIER", "ouvrir les premiers dossiers"),
        (not etat.ouverts, "recouvre profil", "dire qui signe les courriers"),
        (etat.dues, "recouvre agenda", "ce qu'il y a à faire, et quoi taper"),
        (etat.envois, "recouvre relances", "voir ce qui partirait, puis --envoyer"),
        (etat.echoues, "recouvre envois", "reprendre les envois échoués"),
        (etat.ouverts, "recouvre encaisser DOSSIER MONTANT", "enregistrer un paiement"),
        (True, "recouvre chercher NOM", "retrouver un dossier"),
        (etat.ouverts, "recouvre dossier DOSSIER", "tout d'un dossier, au téléphone"),
        (True, "recouvre ouvrir FICHIER", "ouvrir des dossiers"),
        (True, "recouvre aide COMMANDE", "ce que fait une commande"),
        (True, "recouvre creancier", "les créanciers, leurs mandats"),
    ]
    choisies: dict[str, str] = {}
    for utile, commande, pourquoi in utiles:
        if utile and len(choisies) < _MONTREES:
            choisies.setdefault(commande, pourquoi)
    marge = max(map(len, choisies))
    return [f"  {commande:<{marge}}  {pourquoi}" for commande, pourquoi in choisies.items()]
