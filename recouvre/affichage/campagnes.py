"""Une campagne à l'écran, en JSON, dans un tableur : ce qu'elle fera, ce qu'elle écarte, pourquoi ; ce qui est fait."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from recouvre.affichage.francais import date, decimale, montant, pluriel, telephone
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Colonne, fiche, plier, tableau
from recouvre.domaine.campagnes import Campagne, CanalDeCampagne, EtatDeCampagne, Signature
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible

ECARTE = "écarté"
_AU_PLUS = 20
_CANAUX = {CanalDeCampagne.SMS: "SMS", CanalDeCampagne.COURRIEL: "courriel", CanalDeCampagne.APPEL: "appel"}


class Avancement(Protocol):
    """Où en est un dossier de la campagne."""

    @property
    def dossier(self) -> int: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def creancier(self) -> str: ...
    @property
    def etat(self) -> str: ...
    @property
    def le(self) -> dt.date | None: ...
    @property
    def code(self) -> str: ...
    @property
    def dit(self) -> str: ...


class Appel(Protocol):
    """Un appel à passer."""

    @property
    def dossier(self) -> int: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def telephone(self) -> str: ...
    @property
    def creancier(self) -> str: ...
    @property
    def reste(self) -> int | None: ...
    @property
    def lettre(self) -> str: ...
    @property
    def lettre_le(self) -> dt.date | None: ...
    @property
    def gestionnaire(self) -> str: ...


def campagne_en_json(campagne: Campagne) -> dict[str, Any]:
    """La campagne, sans ses dossiers."""
    return {
        "nom": campagne.nom,
        "etat": str(campagne.etat),
        "canal": str(campagne.canal),
        "modele": campagne.modele or None,
        "niveau": campagne.niveau or None,
        "le": campagne.le,
        "jusqu_au": campagne.jusqu_au,
        "choix": campagne.choix,
        "a_contacter": len(campagne.retenus),
        "ecartes": len(campagne.ecartes),
        "preparee": _signature(campagne.preparee),
        "validee": _signature(campagne.validee),
        "abandonnee": _signature(campagne.abandonnee),
    }


def _signature(signe: Signature | None) -> dict[str, Any] | None:
    return {"le": signe.le, "par": signe.par, "motif": signe.motif or None} if signe else None


def avancement_en_json(avancement: Avancement) -> dict[str, Any]:
    """Un dossier de la campagne."""
    return {
        "dossier": numero_lisible(avancement.dossier),
        "debiteur": avancement.debiteur,
        "creancier": avancement.creancier,
        "etat": avancement.etat,
        "le": avancement.le,
        "code": avancement.code or None,
        "dit": avancement.dit,
    }


def appel_en_json(appel: Appel) -> dict[str, Any]:
    """Un appel à passer."""
    return {
        "dossier": numero_lisible(appel.dossier),
        "debiteur": appel.debiteur,
        "telephone": appel.telephone,
        "creancier": appel.creancier,
        "reste": None if appel.reste is None else en_decimal(appel.reste),
        "lettre": appel.lettre or None,
        "lettre_le": appel.lettre_le,
        "gestionnaire": appel.gestionnaire or None,
    }


COLONNES = ("Dossier", "Débiteur", "Créancier", "État", "Le", "Détail")
COLONNES_D_APPELS = (
    "Dossier", "Débiteur", "Téléphone", "Créancier", "Reste dû", "Première lettre", "Du", "Gestionnaire", "À noter",
)  # fmt: skip


def avancement_en_cases(avancement: Avancement) -> tuple[Valeur, ...]:
    """Une ligne du tableur."""
    return (
        numero_lisible(avancement.dossier), avancement.debiteur, avancement.creancier, avancement.etat, avancement.le,
        avancement.dit,
    )  # fmt: skip


def appel_en_cases(appel: Appel, campagne: str) -> tuple[Valeur, ...]:
    """Une ligne de la liste d'appels ; la dernière case est ce qu'il faut taper ensuite."""
    return (
        numero_lisible(appel.dossier), appel.debiteur, telephone(appel.telephone), appel.creancier,
        "" if appel.reste is None else decimale(appel.reste), appel.lettre, appel.lettre_le, appel.gestionnaire,
        f'recouvre noter {numero_lisible(appel.dossier)} appel "compte rendu" --etape campagne:{campagne}',
    )  # fmt: skip


def montrer_les_campagnes(campagnes: Sequence[Campagne]) -> None:
    """Une ligne par campagne."""
    colonnes = (
        Colonne("Campagne"), Colonne("Par"), Colonne("Du"), Colonne("Au"), Colonne("État"), Colonne("Dossiers", True),
        Colonne("Écartés", True),
    )  # fmt: skip
    lignes = [
        (
            c.nom, _CANAUX[c.canal], date(c.le), date(c.jusqu_au), str(c.etat), str(len(c.retenus)),
            str(len(c.ecartes)),
        )
        for c in campagnes
    ]  # fmt: skip
    tableau(colonnes, lignes)


def montrer_la_campagne(campagne: Campagne, avancements: Sequence[Avancement], *, tout: bool) -> None:
    """La fiche, où en sont les dossiers, puis pourquoi les autres sont écartés, raison par raison."""
    suivis = [avancement for avancement in avancements if avancement.etat != ECARTE]
    texte = f"{campagne.modele}, niveau {campagne.niveau}" if campagne.niveau else campagne.modele
    comptes = Counter(avancement.etat for avancement in avancements)
    fiche(
        (
            ("État", "\n".join(_etat(campagne))),
            ("Par", _CANAUX[campagne.canal]),
            ("Modèle", texte),
            ("Quand", f"du {date(campagne.le)} au {date(campagne.jusqu_au)}"),
            ("Choix", campagne.choix),
            ("Dossiers", ", ".join(_combien(etat, combien) for etat, combien in comptes.most_common())),
        ),
        titre=f"Campagne {campagne.nom}",
    )
    if suivis:
        print()
        _montrer_les_suivis(suivis, tout=tout)
    ecartes = [avancement for avancement in avancements if avancement.etat == ECARTE]
    if ecartes:
        print(f"\nÉcartés ({len(ecartes)}) :")
        for ligne in _par_raison(ecartes, tout=tout):
            print(plier(f"- {ligne}", "  "))


def _combien(etat: str, combien: int) -> str:
    """« 32 écartés », « 114 à contacter »."""
    return f"{combien} {etat}" if etat.startswith("à ") else pluriel(combien, etat, _PLURIELS.get(etat, ""))


_PLURIELS = {"non fait": "non faits"}


def _etat(campagne: Campagne) -> Iterator[str]:
    if campagne.etat is EtatDeCampagne.BROUILLON:
        yield "brouillon : rien ne partira tant que personne ne l'a validé"
    yield f"préparée le {date(campagne.preparee.le)} par {campagne.preparee.par}"
    if campagne.validee:
        yield f"validée le {date(campagne.validee.le)} par {campagne.validee.par}"
    if signe := campagne.abandonnee:
        yield f"abandonnée le {date(signe.le)} par {signe.par} : {signe.motif}"


def _montrer_les_suivis(suivis: Sequence[Avancement], *, tout: bool) -> None:
    montres = suivis if tout else suivis[:_AU_PLUS]
    colonnes = (Colonne("Dossier"), Colonne("Débiteur"), Colonne("État"), Colonne("Le"), Colonne("Détail"))
    lignes = [(numero_lisible(a.dossier), a.debiteur, a.etat, date(a.le) if a.le else "", a.dit) for a in montres]
    notes = [f"… et {len(suivis) - len(montres)} autres : --tout"] if len(montres) < len(suivis) else []
    tableau(colonnes, lignes, notes=notes)


def _par_raison(ecartes: Sequence[Avancement], *, tout: bool) -> Iterator[str]:
    """« pas de téléphone mobile (2) : D-3, D-8 » ; la plus fréquente d'abord."""
    par_raison: dict[str, list[str]] = {}
    for ecarte in ecartes:
        par_raison.setdefault(ecarte.dit, []).append(numero_lisible(ecarte.dossier))
    for raison, numeros in sorted(par_raison.items(), key=lambda paire: -len(paire[1])):
        montres = numeros if tout else numeros[:_AU_PLUS]
        reste = f" et {len(numeros) - len(montres)} autres" if len(montres) < len(numeros) else ""
        yield f"{raison} ({len(numeros)}) : {', '.join(montres)}{reste}"


def montrer_les_appels(appels: Sequence[Appel], retenus: Iterable[tuple[int, str]], le: dt.date, faits: int) -> None:
    """Les appels à passer, puis ceux que la porte retient ce jour-là."""
    if appels:
        colonnes = (
            Colonne("Dossier"), Colonne("Débiteur"), Colonne("Téléphone"), Colonne("Créancier"),
            Colonne("Reste dû", True), Colonne("Lettre à rappeler"),
        )  # fmt: skip
        lignes = [
            (
                numero_lisible(a.dossier), a.debiteur, telephone(a.telephone), a.creancier,
                "" if a.reste is None else montant(a.reste),
                f"{a.lettre} du {date(a.lettre_le)}" if a.lettre_le else "",
            )
            for a in appels
        ]  # fmt: skip
        tableau(colonnes, lignes, titre=f"À appeler le {date(le)} ({len(appels)})")
    else:
        print(f"Personne à appeler le {date(le)}.")
    attendent = list(retenus)
    if attendent:
        print(f"\nRetenus ce jour-là ({len(attendent)}) :")
    for numero, raison in attendent:
        print(plier(f"- {numero_lisible(numero)} : {raison}", "  "))
    if faits:
        print(f"\nDéjà {pluriel(faits, 'appelé')}.")


def la_suite(campagne: Campagne) -> str:
    """Ce qu'il y a à taper ensuite ; vide si rien n'est attendu."""
    match campagne.etat:
        case EtatDeCampagne.ABANDONNEE:
            return ""
        case EtatDeCampagne.BROUILLON:
            if not campagne.retenus:
                return f'Personne à contacter : recouvre campagne abandonner {campagne.nom} --motif "…"'
            return f"Brouillon : rien ne part. Pour décider : recouvre campagne valider {campagne.nom}"
        case EtatDeCampagne.VALIDEE if campagne.canal is CanalDeCampagne.APPEL:
            return f"Les appels du jour : recouvre campagne appels {campagne.nom}"
        case EtatDeCampagne.VALIDEE:
            return "« recouvre relances » dit ce qui partirait aujourd'hui ; « recouvre relances --envoyer » l'envoie."
