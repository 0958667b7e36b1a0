"""Qui travaille au cabinet : les gestionnaires, leurs binômes, et à qui revient un contre-appel.

Chacun est une section ``[gestionnaires.NOM]`` de ``recouvre.toml`` ; le journal, lui, ne connaît que des noms.
"""

from __future__ import annotations

from dataclasses import dataclass

from recouvre.domaine.refus import Refus


class GestionnaireInconnu(Refus):
    """Personne ne porte ce nom dans les réglages."""

    def __init__(self, nom: str, connus: tuple[str, ...]) -> None:
        qui = f"Gestionnaires : {', '.join(connus)}." if connus else "Aucun gestionnaire n'est réglé."
        super().__init__(f"Aucun gestionnaire « {nom} ». {qui} Un de plus : recouvre gestionnaire ajouter NOM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gestionnaire:
    """``binome`` : qui rappelle quand il n'a pas joint ; ``auteur`` : le nom sous lequel il saisit.

    ``telephone`` est sa ligne directe ; ``service`` : amiable, judiciaire, exécution… au choix du cabinet.
    """

    nom: str
    telephone: str = ""
    courriel: str = ""
    binome: str = ""
    auteur: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Equipe:
    """Tous les gestionnaires, dans l'ordre des réglages."""

    membres: tuple[Gestionnaire, ...] = ()

    @property
    def noms(self) -> tuple[str, ...]:
        """Leurs noms."""
        return tuple(membre.nom for membre in self.membres)

    def de_ce_nom(self, nom: str) -> Gestionnaire:
        """Celui de ce nom, à la casse près. Lève ``GestionnaireInconnu``."""
        for membre in self.membres:
            if _net(membre.nom) == _net(nom):
                return membre
        raise GestionnaireInconnu(nom, self.noms)

    def de_l_auteur(self, auteur: str) -> Gestionnaire | None:
        """Celui qui saisit sous ce nom, ou qui s'appelle ainsi ; ``None`` si personne."""
        for lire in (_auteur, _nom):
            for membre in self.membres:
                if auteur.strip() and lire(membre) == _net(auteur):
                    return membre
        return None

    def contre_appelle(self, qui: str, *, echoue_par: str, suivi_par: str) -> bool:
        """Vrai si ce contre-appel revient à ``qui`` : le binôme de celui qui n'a pas joint.

        S'il n'a pas de binôme, celui qui suit le dossier ; et s'il le suit lui-même, n'importe quel autre.

        >>> equipe = Equipe((Gestionnaire(nom="Ana", auteur="a", binome="Bob"), Gestionnaire(nom="Bob")))
        >>> [equipe.contre_appelle(qui, echoue_par="a", suivi_par="Ana") for qui in ("Ana", "Bob")]
        [False, True]
        """
        echoue = self.de_l_auteur(echoue_par)
        if echoue is not None and _net(echoue.nom) == _net(qui):
            return False
        if echoue is not None and echoue.binome:
            return _net(echoue.binome) == _net(qui)
        sans_suiveur = not suivi_par or (echoue is not None and _net(echoue.nom) == _net(suivi_par))
        return sans_suiveur or _net(suivi_par) == _net(qui)


def _net(texte: str) -> str:
    return " ".join(texte.split()).casefold()


def _auteur(membre: Gestionnaire) -> str:
    return _net(membre.auteur)


def _nom(membre: Gestionnaire) -> str:
    return _net(membre.nom)
