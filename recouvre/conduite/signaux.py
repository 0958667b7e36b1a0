"""Décès, minorité, médiation, départ… : ce que chaque signal retient, et ce qu'il donne à faire.

Un signal court de son jour jusqu'à ce qu'on le lève, même si l'on a dit quand il devait finir : reprendre est un geste.
Aucun n'arrête les intérêts ; seule la médiation suspend la prescription (C. civ. 2238).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from recouvre.conduite.apres_coup import a_rapporter
from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_suivi import NatureSignal, Signalement
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import UN_JOUR, reporter

CABINET = "règle du cabinet"
"""Ce que l'on dit quand aucun texte lu ne le commande."""

PATIENCE = dt.timedelta(days=90)
"""Un signal que personne ne lève garderait le dossier à l'arrêt : l'agenda y revient. Aucun texte ne fixe ce temps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regle:
    """Ce que retient un signal. ``tout`` : aucun contact de réclamation ; ``visites`` : les visites seulement.

    ``commande`` : ce qu'il faut taper après « recouvre », le dossier y étant écrit ``{d}`` ; ``attend`` : rien n'est à
    faire avant ``PATIENCE``, ou avant le terme dit.
    """

    raison: str
    a_faire: str
    commande: str
    fondement: str = ""
    tout: bool = True
    visites: bool = True
    attend: bool = False
    genre: Genre = Genre.TACHE


_N = NatureSignal
REGLES = {
    _N.MEDIATION: Regle(
        raison="médiation ou conciliation en cours : rien ne se réclame tant qu'elle dure",
        a_faire="Demander où en est la médiation",
        commande='reprendre {d} mediation --le DATE --texte "…"',
        attend=True,
    ),
    _N.DECES: Regle(
        raison="débiteur décédé : rien ne se réclame au défunt",
        a_faire="Chercher les héritiers ou le notaire chargé de la succession ; le dire au créancier",
        commande='intervenant {d} notaire --nom "…"',
    ),
    _N.MINORITE: Regle(
        raison="débiteur mineur : c'est à son représentant légal qu'il faut s'adresser",
        a_faire="Trouver le représentant légal du mineur ; le dire au créancier",
        commande='intervenant {d} representant --nom "…"',
    ),
    _N.TUTELLE: Regle(
        raison="débiteur protégé : rien ne s'adresse à lui seul, il a un tuteur ou un curateur",
        a_faire="Trouver le tuteur ou le curateur, et l'étendue de la mesure ; le dire au créancier",
        commande='intervenant {d} tuteur --nom "…"',
    ),
    _N.ETRANGER: Regle(
        raison="débiteur parti à l'étranger : ni pli ni visite à son adresse en France",
        a_faire="Enquête : chercher l'adresse à l'étranger ; voir avec le créancier les voies propres à ce pays",
        commande='debiteur {d} --adresse "…" --ville "…" --pays "…"',
        tout=False,
    ),
    _N.VISITE_REFUSEE: Regle(
        raison="le débiteur a demandé de partir, ou de ne pas revenir : plus aucune visite",
        a_faire="Plus aucune visite : le dire au créancier et à l'enquêteur",
        commande='noter {d} tache "créancier et enquêteur prévenus"',
        fondement="C. conso., art. L121-7 2°",
        tout=False,
    ),
    _N.PRESCRIPTION_ACQUISE: Regle(
        raison="prescription acquise : plus aucune réclamation",
        a_faire="Prescription acquise : le dire au créancier, puis clore",
        commande='clore {d} --motif "prescription acquise"',
        genre=Genre.DECISION,
    ),
    _N.CONFIE_AILLEURS: Regle(
        raison="dossier confié à un autre : deux réclamations ne se font pas en parallèle",
        a_faire="Demander où en est celui à qui le dossier est confié",
        commande='reprendre {d} confie-ailleurs --le DATE --texte "…"',
        attend=True,
    ),
}
"""Chaque signal et sa règle."""


def leve_le(dossier: Dossier, signal: Signalement) -> dt.date | None:
    """Le premier jour où ce signal ne compte plus ; ``None`` : il court toujours."""
    return min(
        (leve.date for leve in dossier.signaux_leves if leve.nature is signal.nature and leve.date > signal.date),
        default=None,
    )


def jamais_leves(dossier: Dossier) -> tuple[Signalement, ...]:
    """Les signaux que rien n'a levés, un par nature : le premier."""
    vivants: dict[NatureSignal, Signalement] = {}
    for signal in dossier.signaux:
        if leve_le(dossier, signal) is None:
            vivants.setdefault(signal.nature, signal)
    return tuple(vivants.values())


def en_cours(dossier: Dossier, jour: dt.date) -> tuple[Signalement, ...]:
    """Les signaux qui comptent ce jour-là, dans l'ordre de leurs dates."""
    return tuple(
        signal for signal in dossier.signaux if signal.date <= jour < (leve_le(dossier, signal) or dt.date.max)
    )


def raison_du_signal(signal: Signalement) -> str:
    """« débiteur décédé : rien ne se réclame au défunt (depuis le 03/03/2026 ; règle du cabinet) »."""
    regle = REGLES[signal.nature]
    texte = f", {signal.texte}" if signal.texte else ""
    return f"{regle.raison} (depuis le {en_chiffres(signal.date)}{texte} ; {regle.fondement or CABINET})"


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce qui retient un envoi ce jour-là. ``malgre`` : ce que ce document suit, et qui ne le retient donc pas."""
    for signal in en_cours(dossier, au):
        if REGLES[signal.nature].tout and signal.nature not in malgre:
            yield Retenue(
                str(signal.nature),
                raison_du_signal(signal),
                f'recouvre reprendre {dossier.libelle} {signal.nature} --texte "…"',
            )


def tout_est_retenu(dossier: Dossier, jour: dt.date) -> bool:
    """Vrai si un signal défend ce jour-là tout contact de réclamation."""
    return any(REGLES[signal.nature].tout for signal in en_cours(dossier, jour))


def temps_retenus(dossier: Dossier) -> Iterator[tuple[dt.date, dt.date]]:
    """Les temps qu'un signal levé a retenus : son jour, et le premier où l'on a pu reprendre."""
    for signal in dossier.signaux:
        if REGLES[signal.nature].tout and (fin := leve_le(dossier, signal)):
            yield signal.date, fin


def visite_defendue(dossier: Dossier, jour: dt.date) -> str:
    """Pourquoi aucune visite ne se fait ce jour-là ; vide si rien ne s'y oppose."""
    return next((raison_du_signal(s) for s in en_cours(dossier, jour) if REGLES[s.nature].visites), "")


def parti_a_l_etranger(dossier: Dossier) -> str:
    """Pourquoi rien ne part à l'adresse connue : elle est en France, et le débiteur n'y est plus ; vide sinon."""
    for signal in jamais_leves(dossier) if dossier.signaux else ():
        if signal.nature is NatureSignal.ETRANGER and not _adresse_changee(dossier, signal.date):
            return raison_du_signal(signal)
    return ""


def _adresse_changee(dossier: Dossier, depuis: dt.date) -> bool:
    return any("adresse" in change.champs.split() and change.date >= depuis for change in dossier.coordonnees)


def hors_des_signaux(dossier: Dossier, etapes: Iterable[Demarche]) -> Iterator[Demarche]:
    """Ce que les signaux laissent du scénario : une visite défendue disparaît, le reste attend s'il est retenu."""
    vivants = jamais_leves(dossier)
    sans_visite = any(REGLES[signal.nature].visites and not REGLES[signal.nature].tout for signal in vivants)
    retient = next((signal for signal in vivants if REGLES[signal.nature].tout), None)
    pourquoi = raison_du_signal(retient) if retient else ""
    for etape in etapes:
        if not (sans_visite and etape.genre is Genre.VISITE):
            yield replace(etape, attente=etape.attente or pourquoi)


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'il y a à faire, sans regarder l'horloge."""
    for signal in jamais_leves(dossier):
        yield _a_faire(dossier, signal)
        if REGLES[signal.nature].tout:
            yield from a_rapporter(dossier, str(signal.nature), signal.date + UN_JOUR, "le signal")


def _a_faire(dossier: Dossier, signal: Signalement) -> Demarche:
    """La première fois tout de suite, ou au terme dit ; notée faite, elle revient : rien ne reprend tout seul."""
    regle = REGLES[signal.nature]
    cle = f"signal:{signal.nature}:{signal.date.isoformat()}"
    faite = max((contact.date for contact in dossier.contacts if contact.etape == cle), default=None)
    if faite is not None:
        le = faite + PATIENCE
    elif signal.jusqu_au is not None:
        le = signal.jusqu_au + UN_JOUR
    else:
        le = signal.date + PATIENCE if regle.attend else signal.date
    texte = f" ({signal.texte})" if signal.texte else ""
    return Demarche(
        le=reporter(le),
        genre=regle.genre,
        cle=cle,
        libelle=f"{regle.a_faire}{texte}",
        fondement=regle.fondement,
        commande=f"recouvre {regle.commande.format(d=dossier.libelle)}",
    )
