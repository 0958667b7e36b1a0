"""Une campagne à l'écran : ce qu'elle fera, ce qu'elle écarte et pourquoi, ce qui est fait."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from recouvre.affichage.campagnes_donnees import Appel, Avancement
from recouvre.affichage.francais import INSECABLE, date, montant, pluriel, telephone
from recouvre.affichage.tableau import Colonne, fiche, plier, tableau
from recouvre.domaine.campagnes import Campagne, CanalDeCampagne, EtatDeCampagne
from recouvre.domaine.numeros import numero_lisible

ECARTE = "écarté"
_AU_PLUS = 20
_CANAUX = {CanalDeCampagne.SMS: "SMS", CanalDeCampagne.COURRIEL: "courriel", CanalDeCampagne.APPEL: "appel"}


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
        for ligne in _par_raison(((ecarte.dossier, ecarte.dit) for ecarte in ecartes), tout=tout):
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
    notes = [f"… et {pluriel(len(suivis) - len(montres), 'autre')} : --tout"] if len(montres) < len(suivis) else []
    tableau(colonnes, lignes, notes=notes)


def _par_raison(dossiers: Iterable[tuple[int, str]], *, tout: bool) -> Iterator[str]:
    """« pas de téléphone mobile (2) : D-3, D-8 » ; la plus fréquente d'abord."""
    par_raison: dict[str, list[str]] = {}
    for numero, raison in dossiers:
        par_raison.setdefault(raison, []).append(numero_lisible(numero))
    for raison, numeros in sorted(par_raison.items(), key=lambda paire: -len(paire[1])):
        montres = numeros if tout else numeros[:_AU_PLUS]
        reste = f" et {pluriel(len(numeros) - len(montres), 'autre')}" if len(montres) < len(numeros) else ""
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
                numero_lisible(a.dossier), a.debiteur, telephone(a.telephone).replace(" ", INSECABLE), a.creancier,
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
    for ligne in _par_raison(attendent, tout=True):
        print(plier(f"- {ligne}", "  "))
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
