"""L'ordre des étapes d'un surendettement : ce que chacune suppose, et l'acte du créancier venu trop tard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.etapes_du_surendettement import ATTENTES, depart_du_delai, recevabilite, vivantes
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement, SurendettementSuivi
from recouvre.droit.delais_de_procedure import delai as delai_de

_E = EtapeDuSurendettement
SANS_RECEVABILITE = frozenset({_E.DEPOT, _E.IRRECEVABILITE, _E.DEMANDE_DE_MESURES})
"""Ce qui peut précéder la recevabilité."""

_SUPPOSENT = {
    _E.EFFACEMENT: (
        (_E.RETABLISSEMENT, _E.LIQUIDATION),
        "Une créance ne s'efface en entier que par un rétablissement personnel (en partie : effacement-partiel)",
    ),
    _E.EFFACEMENT_PARTIEL: (
        (_E.MESURES,),
        "Une créance ne s'efface en partie que par des mesures imposées (C. conso., art. L733-4 ; ce que le créancier "
        "abandonne dans un plan se note par « recouvre remise »)",
    ),
    _E.DECLARATION: (
        (_E.LIQUIDATION,), "Une créance ne se déclare qu'à un rétablissement personnel avec liquidation",
    ),
    _E.RELEVE: ((_E.LIQUIDATION,), "Un relevé de forclusion suppose un rétablissement personnel avec liquidation"),
    _E.OBSERVATIONS: ((_E.PROJET,), "Des observations répondent aux mesures que la commission envisage"),
    _E.PLAN_EN_DEFAUT: ((_E.PLAN, _E.MESURES), "Ce qui n'est pas respecté est un plan, ou des mesures"),
}  # fmt: skip
"""Les étapes qu'il faut avoir notées avant, et pourquoi ; la recevabilité, toutes la supposent."""


def hors_d_ordre(dossier: Dossier, fait: SurendettementSuivi) -> str:
    """Pourquoi cette étape ne peut pas venir à ce jour, et que faire ; vide : rien ne s'y oppose."""
    recevable = recevabilite(dossier)
    if fait.etape not in SANS_RECEVABILITE and (recevable is None or fait.date < recevable.date):
        dite = f" avant le {en_chiffres(recevable.date)}" if recevable else ""
        return (
            f"Le surendettement n'est pas recevable{dite} au dossier {dossier.libelle}. D'abord : recouvre signaler "
            f"{dossier.libelle} surendettement --recevable-le DATE --notifiee-le DATE."
        )
    suppose, pourquoi = _SUPPOSENT.get(fait.etape, ((), ""))
    if suppose and not any(etape.etape in suppose and etape.date <= fait.date for etape in vivantes(dossier)):
        return (
            f"{pourquoi}, et rien de tel n'est noté au {en_chiffres(fait.date)}. D'abord : recouvre surendettement "
            f"{dossier.libelle} {suppose[0]} --le DATE."
        )
    return ""


def a_savoir(dossier: Dossier, fait: SurendettementSuivi, au: dt.date) -> tuple[str, ...]:
    """Ce qu'il faut savoir de l'étape que l'on vient d'écrire ``au`` : le délai de cet acte est passé."""
    return tuple(_trop_tard(dossier, fait, au))


def _trop_tard(dossier: Dossier, fait: SurendettementSuivi, au: dt.date) -> Iterator[str]:
    """Le dernier des délais que cet acte éteint, s'il a fini avant lui."""
    termes = []
    recevable = recevabilite(dossier)
    if fait.etape is _E.RECOURS and recevable is not None and recevable.notifie_le:
        termes.append(("surendettement.recours", delai_de("surendettement.recours").terme(recevable.notifie_le)))
    for etape in vivantes(dossier):
        attente = ATTENTES.get(etape.etape)
        if attente is None or fait.etape not in attente.eteint or etape.date > fait.date:
            continue
        code, depart = depart_du_delai(etape, attente)
        if depart is None:
            return
        termes.append((code, delai_de(code).terme(depart)))
    fin = _fin_du_releve(dossier)
    if fait.etape is _E.RELEVE and fin is not None:
        termes.append(("surendettement.releve", fin))
    code, terme = max(termes, key=lambda dit: dit[1], default=("", fait.date))
    if terme < fait.date:
        peut_etre = "peut-être " if delai_de(code).incertitude else ""
        yield (
            f"Le délai de cet acte a fini le {en_chiffres(terme)} ({_fondement(code)}) : le "
            f"{en_chiffres(fait.date)}, il vient {peut_etre}trop tard.{_relever(dossier, fait, au, terme)}"
        )


def _fondement(code: str) -> str:
    """L'article, et ce qui en reste à vérifier."""
    return " ; ".join(filter(None, (delai_de(code).texte, delai_de(code).reserve)))


def _fin_du_releve(dossier: Dossier) -> dt.date | None:
    """Le dernier jour du relevé de forclusion de la dernière liquidation publiée (C. conso. R742-13)."""
    ouvertes = (e.publiee_le for e in reversed(vivantes(dossier)) if e.etape is _E.LIQUIDATION and e.publiee_le)
    publiee_le = next(ouvertes, None)
    return delai_de("surendettement.releve").terme(publiee_le) if publiee_le else None


def _relever(dossier: Dossier, fait: SurendettementSuivi, au: dt.date, terme: dt.date) -> str:
    """Non déclarée à temps, la créance s'éteint, sauf relevé (C. conso. L742-11 et R742-13)."""
    fin = _fin_du_releve(dossier)
    if fait.etape is not _E.DECLARATION or fin is None:
        return ""
    dites = (e.date for e in vivantes(dossier) if e.etape is _E.DECLARATION and e.date <= terme)
    if a_temps := next(dites, None):
        dite = f" La créance est déclarée à temps, le {en_chiffres(a_temps)}"
        return f"{dite} : seul ce que celle-ci y ajoute est hors délai."
    releve = delai_de("surendettement.releve")
    if au > fin:
        return f" Le relevé de forclusion ne se demande plus depuis le {en_chiffres(fin)} ({releve.texte})."
    return (
        f" Sans relevé de forclusion, demandé le {en_chiffres(fin)} au plus tard ({releve.texte}), la créance "
        "s'éteint : l'agenda le rappelle."
    )
