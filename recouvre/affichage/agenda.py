"""L'agenda à l'écran : une section par genre, la plus grave d'abord ; chaque démarche dit pourquoi, et quoi taper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Protocol

from recouvre.affichage.ecran import LARGEUR_PAPIER, largeur
from recouvre.affichage.francais import date, montant, pluriel, telephone
from recouvre.affichage.gestes import geste
from recouvre.affichage.lignes import Style, ecrire_lignes, en_colonnes, etendue
from recouvre.affichage.pliage import plier_a
from recouvre.domaine.dates import JOURS, en_toutes_lettres
from recouvre.domaine.numeros import numero_lisible

_Bloc = list[tuple[str, Style]]

_ABREGE = 6
"""Démarches montrées par section, avant « … et N autres »."""

_ENSEMBLE = ("envoi", "piece")
"""Ce qui se fait d'un coup pour tous : la commande est dite une fois, sous la section."""

_LEGALES = ("prescription", "delai")
"""Ce que la loi ferme à une date."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "prescription": ("Prescription et forclusion", "Une fois agi : recouvre noter DOSSIER interruption"),
    "delai": ("Délais de procédure",),
    "taux": ("Taux à relever",),
    "trop-perçu": ("Trop-perçu à restituer",),
    "quittance": ("Quittances à remettre, créanciers à informer",),
    "echeance": ("Échéances des plans",),
    "promesse": (
        "Promesses de payer",
        "Pas venue ? recouvre promesse DOSSIER MONTANT --pour DATE, ou notez l'appel",
    ),
    "litige": ("Litiges", 'Réglé ? recouvre reprendre DOSSIER litige --issue "…"'),
    "rappel": ("Rappels promis",),
    "envoi": ("Courriers à faire partir", "Tapez : recouvre relances, puis recouvre relances --envoyer"),
    "appel": (
        "Appels",
        "Personne ? ajoutez --echec. À rappeler ? ajoutez --rappeler DATE",
        "La trame de l'appel : recouvre courrier DOSSIER trame_appel",
    ),
    "visite": (
        "Visites",
        "Personne ? ajoutez --echec",
        "L'avis à laisser : recouvre courrier DOSSIER avis_passage --avec passage=DATE",
    ),
    "tache": ("Tâches",),
    "decision": ("Décisions à prendre", 'Décidé ? recouvre noter DOSSIER decision "…"'),
    "avis": ("Avis à donner aux créanciers",),
    "piece": (
        "Pièces à obtenir",
        "Tous ses dossiers : recouvre creancier NOM --convention-le DATE --cgv-le DATE",
        "Un seul : recouvre piece DOSSIER mandat",
    ),
    "reversement": ("Reversements à faire",),
}
"""Par genre, dans l'ordre où on les montre : le titre, puis ce qu'on peut taper d'autre."""


class Ligne(Protocol):
    """Ce qu'il faut d'une démarche pour la montrer. ``le`` en ISO ; ``principal`` en centimes."""

    @property
    def dossier(self) -> int: ...
    @property
    def cle(self) -> str: ...
    @property
    def le(self) -> str: ...
    @property
    def jusqu_au(self) -> str | None: ...
    @property
    def genre(self) -> str: ...
    @property
    def libelle(self) -> str: ...
    @property
    def fondement(self) -> str: ...
    @property
    def commande(self) -> str: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def creancier(self) -> str: ...
    @property
    def gestionnaire(self) -> str: ...
    @property
    def telephone(self) -> str: ...
    @property
    def principal(self) -> int | None: ...


def montrer(dues: Sequence[Ligne], a_venir: Sequence[Ligne], au: dt.date, *, tout: bool, de_qui: str = "") -> None:
    """L'agenda du jour ``au``, puis ce qui vient ; ``tout`` n'abrège rien ; ``de_qui`` : le seul montré."""
    qui = f" de {de_qui}" if de_qui else ""
    titre = f"Agenda{qui} du {JOURS[au.weekday()]} {en_toutes_lettres(au)} — {pluriel(len(dues), 'démarche')}"
    lignes: _Bloc = [(titre, Style.FORT)]
    if not dues:
        lignes.append(("Rien à faire aujourd'hui.", Style.NU))
    for genre, (nom, *notes) in _par_section(dues):
        siennes = [ligne for ligne in dues if ligne.genre == genre]
        titre, combien = f"{nom} ({len(siennes)})", len(siennes)
        if genre == "piece":
            groupes = _groupes(siennes)
            lignes += _section(titre, map(_bloc_de_pieces, groupes), len(groupes), notes, tout=tout)
            continue
        commun = _commun(siennes)
        composer = partial(_bloc, au=au, avec_suiveur=not de_qui, commun=bool(commun))
        lignes += _section(titre, map(composer, siennes), combien, notes, tout=tout, chapeau=commun)
    lignes += _venir(a_venir, tout=tout)
    ecrire_lignes(lignes)


def montrer_soir(lignes: Sequence[Ligne], au: dt.date, creneau: str) -> None:
    """Les appels du soir : qui, son numéro, et quoi taper après."""
    titre = f"Appels du soir, {creneau} (règle du cabinet) — {pluriel(len(lignes), 'appel')}"
    sortie: _Bloc = [(titre, Style.FORT)]
    if not lignes:
        sortie.append(("Personne à appeler ce soir.", Style.NU))
    for ligne in lignes:
        sortie += [("", Style.NU), *_bloc(ligne, au, avec_suiveur=True, numero=True)]
    ecrire_lignes(sortie)


def _par_section(dues: Sequence[Ligne]) -> list[tuple[str, tuple[str, ...]]]:
    """Les sections qui ont quelque chose ; un genre qu'on ne connaît pas est montré aussi, en dernier."""
    presents = dict.fromkeys(ligne.genre for ligne in dues)
    connues = [(genre, dit) for genre, dit in SECTIONS.items() if genre in presents]
    return connues + [(genre, (genre.capitalize(),)) for genre in presents if genre not in SECTIONS]


def _commun(lignes: Sequence[Ligne]) -> str:
    """Ce que disent toutes ces lignes, si elles disent la même chose : on ne l'écrit alors qu'une fois."""
    dits = {_pourquoi(ligne) for ligne in lignes}
    return dits.pop() if len(dits) == 1 and len(lignes) > 1 else ""


def _section(
    titre: str, blocs: Iterable[_Bloc], combien: int, notes: Sequence[str], *, tout: bool, chapeau: str = ""
) -> _Bloc:
    """Une section, dont on ne compose que ce qui est montré. ``combien`` : de blocs en tout."""
    montres = list(blocs if tout else islice(blocs, _ABREGE))
    lignes = [("", Style.NU), (titre, Style.FORT)]
    lignes += [(pli, Style.NU) for pli in plier_a(chapeau, largeur(), "  ", "  ")]
    lignes += [ligne for bloc in montres for ligne in bloc]
    if reste := combien - len(montres):
        lignes.append((f"  … et {pluriel(reste, 'autre')} : recouvre agenda --tout", Style.NU))
    return [*lignes, *((pli, Style.DISCRET) for note in notes for pli in plier_a(note, largeur(), "  ", "    "))]


def _bloc(ligne: Ligne, au: dt.date, *, avec_suiveur: bool, numero: bool = False, commun: bool = False) -> _Bloc:
    """Une démarche : qui et quand ; quoi et pourquoi ; la commande."""
    retard = (au - dt.date.fromisoformat(ligne.le)).days
    grave = ligne.genre in _LEGALES or retard > 7
    qui = [numero_lisible(ligne.dossier), _abreger(ligne.debiteur)]
    if numero or ligne.genre in ("appel", "rappel", "promesse"):
        qui.append(telephone(ligne.telephone) or ("sans numéro" if numero else ""))
    qui.append("à imputer" if ligne.principal is None else montant(ligne.principal))
    if avec_suiveur and ligne.gestionnaire:
        qui.append(ligne.gestionnaire)
    tete = en_colonnes(f"{'!' if grave else ' '} {' · '.join(filter(None, qui))}", _quand(ligne, au))
    bloc = [(tete, Style.ALERTE if grave else Style.NU)]
    bloc += [(pli, Style.NU) for pli in ([] if commun else plier_a(_pourquoi(ligne), largeur(), "    ", "    "))]
    if ligne.genre not in _ENSEMBLE:
        taper = geste(ligne.commande, ligne.genre, ligne.cle, numero_lisible(ligne.dossier))
        bloc.append((f"    {taper}", Style.GESTE))  # jamais pliée : on la copie
    return bloc


def _pourquoi(ligne: Ligne) -> str:
    return f"{ligne.libelle} ({ligne.fondement})" if ligne.fondement else ligne.libelle


def _quand(ligne: Ligne, au: dt.date) -> str:
    """Depuis quand c'est dû ; d'un délai légal, ce qu'il en reste."""
    if ligne.genre in _LEGALES and ligne.jusqu_au:
        terme = dt.date.fromisoformat(ligne.jusqu_au)
        return f"avant le {date(terme)} ({(terme - au).days} j)"
    le = dt.date.fromisoformat(ligne.le)
    retard = (au - le).days
    if retard == 0:
        return "aujourd'hui"
    return f"depuis le {date(le)} ({retard} j)" if retard > 0 else f"le {date(le)}"


def _groupes(lignes: Iterable[Ligne]) -> list[list[Ligne]]:
    """Les pièces se demandent au créancier : une entrée par créancier et par liste de pièces, pas par dossier."""
    groupes: dict[tuple[str, str], list[Ligne]] = {}
    for ligne in lignes:
        groupes.setdefault((ligne.creancier, ligne.libelle), []).append(ligne)
    return list(groupes.values())


def _bloc_de_pieces(siennes: Sequence[Ligne]) -> _Bloc:
    depuis = date(dt.date.fromisoformat(min(ligne.le for ligne in siennes)))
    qui = f"  {_abreger(siennes[0].creancier)} · {pluriel(len(siennes), 'dossier')}"
    plis = plier_a(_pourquoi(siennes[0]), largeur(), "    ", "    ")
    return [(en_colonnes(qui, f"depuis le {depuis}"), Style.NU), *((pli, Style.NU) for pli in plis)]


def _venir(lignes: Sequence[Ligne], *, tout: bool) -> _Bloc:
    """Ce qui vient, par date : une ligne chacune."""
    if not lignes:
        return []
    marge = 2 + max(etendue(numero_lisible(ligne.dossier)) for ligne in lignes)
    composer = partial(_bloc_a_venir, marge=marge)
    return _section(f"À venir ({len(lignes)})", map(composer, lignes), len(lignes), (), tout=tout)


def _bloc_a_venir(ligne: Ligne, *, marge: int) -> _Bloc:
    retrait = f"  {date(dt.date.fromisoformat(ligne.le))}  {numero_lisible(ligne.dossier):<{marge}}"
    quoi = f"{_abreger(ligne.debiteur)} · {ligne.libelle}"
    return [(pli, Style.NU) for pli in plier_a(quoi, largeur(), retrait, " " * len(retrait))]


def _abreger(nom: str) -> str:
    au_plus = 32 if largeur() >= LARGEUR_PAPIER else 22
    return nom if len(nom) <= au_plus else nom[: au_plus - 1].rstrip() + "…"
