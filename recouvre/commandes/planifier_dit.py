"""Ce que `recouvre planifier` montre : les fichiers, comment les activer, ce qu'il faut savoir, si cela passe."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from recouvre.base.passages import JOURNAL, Passage
from recouvre.commandes.horloge import FICHIER_FIGE, machine_a_l_heure_de_paris
from recouvre.commandes.options import chemin_cabinet
from recouvre.domaine.refus import SaisieIllisible
from recouvre.operations.planification import (
    NOM,
    Fichier,
    Jours,
    Planification,
    Systeme,
    heure_lisible,
    ligne_shell,
)
from recouvre.operations.ponctualite import Ponctualite, moment_lisible

_NOMS = {
    Systeme.CRONTAB: "une ligne de cron",
    Systeme.SYSTEMD: "une minuterie systemd, de l'utilisateur",
    Systeme.WINDOWS: "une tâche du Planificateur de Windows",
}
_UNITES = "~/.config/systemd/user"


class Guide(NamedTuple):
    """Ce qu'il faut taper ou faire, dans l'ordre."""

    activer: tuple[str, ...]
    essayer: tuple[str, ...]
    desactiver: tuple[str, ...]


def guide(plan: Planification, systeme: Systeme, chemins: Sequence[Path]) -> Guide:
    """Comment activer, essayer et désactiver. ``chemins`` : où sont les fichiers, s'ils sont déjà écrits."""
    if systeme is Systeme.CRONTAB:
        return _guide_de_cron(plan, chemins)
    if systeme is Systeme.SYSTEMD:
        return _guide_de_systemd(plan, chemins)
    return _guide_de_windows(plan, chemins)


def _guide_de_cron(plan: Planification, chemins: Sequence[Path]) -> Guide:
    ou = f"la ligne de {chemins[0]}" if chemins else "la ligne ci-dessus"
    return Guide(
        (f"crontab -e, puis collez {ou} à la fin",),
        (ligne_shell(plan),),
        ("crontab -e, puis effacez cette ligne",),
    )


def _guide_de_systemd(plan: Planification, chemins: Sequence[Path]) -> Guide:
    sources = shlex.join(str(chemin) for chemin in chemins)
    dossier = chemins[0].parent if chemins else None
    poser = f"recouvre planifier --systeme systemd{_options(plan)} --sortie {_UNITES}"
    if dossier is None:
        premier: tuple[str, ...] = (poser,)
    elif dossier == Path(_UNITES).expanduser():
        premier = ()
    else:
        premier = (f"mkdir -p {_UNITES} && cp {sources} {_UNITES}/",)
    return Guide(
        (
            *premier,
            "systemctl --user daemon-reload",
            f"systemctl --user enable --now {NOM}.timer",
            "loginctl enable-linger     (pour qu'elle passe aussi quand vous n'êtes pas connecté)",
        ),
        (f"systemctl --user start {NOM}.service", f"systemctl --user status {NOM}.service"),
        (f"systemctl --user disable --now {NOM}.timer",),
    )


def _guide_de_windows(plan: Planification, chemins: Sequence[Path]) -> Guide:
    xml = str(chemins[1]) if chemins else f"{plan.cabinet}\\{NOM}.xml"
    poser = () if chemins else (f'recouvre planifier --systeme windows{_options(plan)} --sortie "{plan.cabinet}"',)
    return Guide(
        (*poser, f'schtasks /create /tn "{NOM}" /xml "{xml}"'),
        (f'schtasks /run /tn "{NOM}"', f'schtasks /query /tn "{NOM}" /v /fo list'),
        (f'schtasks /delete /tn "{NOM}" /f',),
    )


def remarques(cabinet: Path, plan: Planification, systeme: Systeme) -> tuple[str, ...]:
    """Ce qui ferait échouer la planification, ou surprendrait, ici et maintenant."""
    from recouvre.base.canaux import lire_canaux

    dits = []
    envois = lire_canaux(cabinet).envois
    if not envois.heure_debut <= plan.heure.hour < envois.heure_fin:
        dits.append(
            f"Courriels et SMS ne partent qu'entre {envois.heure_debut} h et {envois.heure_fin} h ([envois] dans "
            f"recouvre.toml) : à {heure_lisible(plan.heure)}, ils attendraient le passage suivant."
        )
    if plan.jours is Jours.TOUS and plan.heure.hour == 2:
        dits.append(
            "Une nuit de mars, 2 h n'existe pas, et une nuit d'octobre elle vient deux fois : choisissez une autre "
            "heure. Deux passages n'envoient rien deux fois."
        )
    if systeme is Systeme.WINDOWS:
        dits.append(
            "La tâche passe quand votre session est ouverte, et rattrape alors un passage manqué. Session fermée : "
            "Planificateur de tâches, Propriétés, « Exécuter même si l'utilisateur n'est pas connecté »."
        )
    elif systeme is Systeme.CRONTAB:
        dits.append("cron ne rattrape pas une machine éteinte : le passage suivant envoie ce qui est dû, une fois.")
    if (systeme is Systeme.WINDOWS) == (":" not in plan.cabinet[:2] and not plan.cabinet.startswith("\\\\")):
        dits.append("Les chemins sont ceux de cette machine-ci : refaites-le sur celle qui enverra.")
    if not machine_a_l_heure_de_paris():
        dits.append("L'horloge de cette machine n'est pas à l'heure de Paris : c'est la sienne que suit la tâche.")
    if (cabinet / FICHIER_FIGE).exists():
        dits.append(f"Ce cabinet d'exemple est figé à un jour : supprimez {FICHIER_FIGE} pour qu'il suive le temps.")
    return tuple(dits)


def montrer(
    plan: Planification,
    systeme: Systeme,
    fichiers: Sequence[Fichier],
    chemins: Sequence[Path],
    faire: Guide,
    conseils: Sequence[str],
) -> None:
    """Les fichiers, ou où ils sont écrits, puis les gestes."""
    quand = "du lundi au vendredi" if plan.jours is Jours.OUVRES else "tous les jours"
    print(f"Relances {quand} à {heure_lisible(plan.heure)}, par {_NOMS[systeme]}.")
    if chemins:
        print("Écrit :", *(f"  {chemin}" for chemin in chemins), sep="\n")
    for fichier in () if chemins else fichiers:
        print(f"\n--- {fichier.nom} ---\n{fichier.texte}", end="")
    for titre, gestes in (
        ("Activer", faire.activer),
        ("Essayer tout de suite (envoie ce qui est dû)", faire.essayer),
        ("Désactiver", faire.desactiver),
        ("Savoir si elle est passée", (f"recouvre planifier --verifier{_options(plan)}     (lit {JOURNAL})",)),
    ):
        print(f"\n{titre} :", *(f"  {geste}" for geste in gestes), sep="\n")
    if conseils:
        print("\nÀ savoir :", *(f"  {conseil}" for conseil in conseils), sep="\n")


def _options(plan: Planification) -> str:
    """Ce qu'il faut retaper pour parler de la même planification : ce qui n'est pas le choix par défaut."""
    heure = "" if plan.heure == dt.time(8) else f" --heure {plan.heure:%Hh%M}"
    jours = "" if plan.jours is Jours.OUVRES else f" --jours {plan.jours}"
    with suppress(SaisieIllisible):
        if str(chemin_cabinet(None)) == plan.cabinet:
            return heure + jours
    cite = f'"{plan.cabinet}"' if "\\" in plan.cabinet else shlex.quote(plan.cabinet)
    return f"{heure}{jours} --cabinet {cite}"


def en_objet(
    plan: Planification,
    systeme: Systeme,
    fichiers: Sequence[Fichier],
    chemins: Sequence[Path],
    conseils: Sequence[str],
) -> dict[str, object]:
    """La même chose pour un programme."""
    faire = guide(plan, systeme, chemins)
    return {
        "systeme": str(systeme),
        "heure": f"{plan.heure:%H:%M}",
        "jours": str(plan.jours),
        "programme": list(plan.programme),
        "cabinet": plan.cabinet,
        "fichiers": [
            {"nom": fichier.nom, "contenu": fichier.texte, "chemin": chemin}
            for fichier, chemin in zip_longest(fichiers, chemins)
        ],
        "activer": list(faire.activer),
        "essayer": list(faire.essayer),
        "desactiver": list(faire.desactiver),
        "remarques": list(conseils),
    }


def montrer_ponctualite(constat: Ponctualite) -> None:
    """Le dernier passage, celui qu'on attendait, et ce qui ne va pas."""
    if constat.dernier:
        print(f"Dernier passage : {_resume(constat.dernier)}")
    print(f"Attendu : {moment_lisible(constat.attendu)}.{' Tout va bien.' if constat.en_ordre else ''}")
    for phrase in constat.avertissements:
        print(f"Attention : {phrase}")
    for phrase in constat.remarques:
        print(phrase)


def _resume(passage: Passage) -> str:
    from recouvre.affichage.francais import pluriel

    debut = f"{moment_lisible(passage.quand)}, par {passage.auteur or 'inconnu'}"
    if passage.code is None:
        return f"{debut}, interrompu."
    duree = f", en {passage.duree} s".replace(".", ",") if passage.duree is not None else ""
    comptes = (
        (passage.parties, "parti", "partis"), (passage.retenues, "retenu", "retenus"),
        (passage.echecs, "échec", "échecs"), (passage.incertaines, "incertain", "incertains"),
    )  # fmt: skip
    bilan = ", ".join(pluriel(nombre, un, des) for nombre, un, des in comptes if nombre) or "rien à envoyer"
    return f"{debut}, code {passage.code} : {passage.raison.rstrip('.') or bilan}{duree}."


def ponctualite_en_objet(constat: Ponctualite) -> dict[str, object]:
    """La même chose pour un programme ; ``attendu`` est l'heure de la montre."""
    dernier = constat.dernier
    return {
        "attendu": constat.attendu,
        "en_ordre": constat.en_ordre,
        "dernier": dernier
        and {
            "quand": dernier.quand,
            "code": dernier.code,
            "interrompu": dernier.code is None,
            "parties": dernier.parties,
            "retenues": dernier.retenues,
            "echecs": dernier.echecs,
            "incertaines": dernier.incertaines,
            "duree": dernier.duree,
            "auteur": dernier.auteur,
            "raison": dernier.raison,
        },
        "avertissements": list(constat.avertissements),
        "remarques": list(constat.remarques),
    }
