"""L'aperçu et le bilan d'un passage des relances, la simulation : à l'écran et en JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Protocol

from recouvre.affichage.faits_d_envoi import en_phrase
from recouvre.affichage.francais import date, montant, pluriel
from recouvre.affichage.tableau import Colonne, tableau
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible

_AU_PLUS = 10
_PAR_RAISON = 6
_MODES = {"recommande": "recommandé", "electronique": "recommandé électronique", "simple": "lettre simple"}


class Depart(Protocol):
    """Un envoi parti, ou qui partirait."""

    @property
    def dossier(self) -> int: ...
    @property
    def etape(self) -> str: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def canal(self) -> str: ...
    @property
    def modele(self) -> str: ...
    @property
    def envoi(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def total(self) -> int: ...
    @property
    def fichier(self) -> str: ...
    @property
    def repli(self) -> str: ...


class Retenu(Protocol):
    """Un départ retenu."""

    @property
    def dossier(self) -> int: ...
    @property
    def etape(self) -> str: ...
    @property
    def motif(self) -> str: ...
    @property
    def raisons(self) -> tuple[Retenue, ...]: ...


class Simule(Protocol):
    """Un départ simulé."""

    @property
    def le(self) -> dt.date: ...
    @property
    def dossier(self) -> int: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def etape(self) -> str: ...
    @property
    def libelle(self) -> str: ...
    @property
    def canal(self) -> str: ...
    @property
    def envoi(self) -> str: ...
    @property
    def repli(self) -> str: ...


def depart_en_json(depart: Depart) -> dict[str, Any]:
    """Un départ, pour un programme."""
    return {
        "dossier": numero_lisible(depart.dossier),
        "etape": depart.etape,
        "canal": depart.canal,
        "modele": depart.modele,
        "fichier": depart.fichier,
        "reference": depart.reference,
        "envoi": depart.envoi,
        "total": en_decimal(depart.total),
        "repli": depart.repli,
    }


def retenu_en_json(retenu: Retenu) -> dict[str, Any]:
    """Un départ retenu, pour un programme."""
    return {
        "dossier": numero_lisible(retenu.dossier),
        "etape": retenu.etape,
        "motif": retenu.motif,
        "raisons": [raison.code for raison in retenu.raisons],
    }


def simule_en_json(depart: Simule) -> dict[str, Any]:
    """Un départ simulé, pour un programme."""
    return {
        "le": depart.le,
        "dossier": numero_lisible(depart.dossier),
        "etape": depart.etape,
        "canal": depart.canal,
        "envoi": depart.envoi,
        "repli": depart.repli,
    }


def montrer_departs(titre: str, departs: Sequence[Depart], *, tout: bool) -> None:
    """Une ligne par départ, le total réclamé au pied."""
    montres = departs if tout else departs[:_AU_PLUS]
    reste = len(departs) - len(montres)
    colonnes = (
        Colonne("Dossier"), Colonne("Débiteur"), Colonne("Courrier"), Colonne("Mode"), Colonne("Référence"),
        Colonne("Réclamé", True),
    )  # fmt: skip
    lignes = [
        (numero_lisible(d.dossier), d.debiteur, d.etape, mode(d), d.reference, _reclame(d.total)) for d in montres
    ]
    notes = [f"… et {pluriel(reste, 'autre')} : ajoutez --tout"] if reste else []
    notes += sorted({f"Repli {d.repli}" for d in departs if d.repli})
    reclame = sum(depart.total for depart in departs)
    total = ("", "", "", "", "", montant(reclame)) if reclame else ()
    tableau(colonnes, lignes, titre=titre, total=total, notes=notes)


def mode(depart: Depart | Simule) -> str:
    """Comment il part : « recommandé », « lettre simple », « courriel », « SMS »."""
    return _MODES.get(depart.envoi, depart.envoi) if depart.canal == "courrier" else en_phrase(depart.canal)


def _reclame(total: int) -> str:
    """La somme réclamée ; un SMS n'en dit pas."""
    return montant(total) if total else ""


def montrer_retenues(retenues: Sequence[Retenu], *, tout: bool) -> None:
    """Les retenues, groupées par raison : quarante dossiers en attente du même mandat tiennent sur une ligne."""
    groupes: dict[str, list[Retenu]] = {}
    for retenu in retenues:
        groupes.setdefault(" ; ".join(raison.phrase for raison in retenu.raisons), []).append(retenu)
    lignes = [(phrase, str(len(memes)), _dossiers(memes, tout=tout)) for phrase, memes in groupes.items()]
    remedes = {r.remede for memes in groupes.values() for r in memes[0].raisons if r.remede}
    tableau(
        (Colonne("Pourquoi"), Colonne("Combien", True), Colonne("Dossiers")),
        lignes,
        titre=f"Retenues ({len(retenues)})",
        notes=[f"Par exemple : {remede}" for remede in sorted(remedes)],
    )


def montrer_la_simulation(du: dt.date, au: dt.date, departs: Sequence[Simule]) -> None:
    """Un tableau, les jours en tête de ligne, et ce que chaque jour coûte de plis et de messages."""
    lignes = []
    for jour, du_jour in groupby(departs, key=lambda d: d.le):
        for rang, depart in enumerate(du_jour):
            quoi = depart.repli if not depart.canal else mode(depart)
            tete = date(jour) if rang == 0 else ""
            lignes.append((tete, numero_lisible(depart.dossier), depart.debiteur, depart.libelle, quoi))
    colonnes = (Colonne("Le"), Colonne("Dossier"), Colonne("Débiteur"), Colonne("Étape"), Colonne("Par"))
    tableau(
        colonnes,
        lignes,
        titre=f"Partiraient du {date(du)} au {date(au)} ({sum(bool(d.canal) for d in departs)})",
        notes=["Si personne ne paie, n'écrit ni ne conteste d'ici là. Rien n'est parti ni noté."],
    )


def _dossiers(retenus: Sequence[Retenu], *, tout: bool) -> str:
    montres = retenus if tout else retenus[:_PAR_RAISON]
    suite = ", …" if len(montres) < len(retenus) else ""
    return ", ".join(numero_lisible(retenu.dossier) for retenu in montres) + suite
