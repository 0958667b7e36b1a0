"""Un litige : quand il court, et ce qui reste réclamable pendant ce temps.

Le débiteur qui conteste tout arrête tout. S'il ne conteste qu'une facture, ou reconnaît une part, le reste se poursuit
: ``part_reclamable`` rend le dossier que les courriers réclament, sans ce qui est contesté. Le dossier tenu, lui, ne
change pas : ni ses factures, ni ses intérêts, ni sa prescription.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert

TOUJOURS = dt.date.max - dt.timedelta(days=1)
"""Un jour si lointain que seuls y courent les litiges dont rien ne dit la fin."""


def clos_le(dossier: Dossier, litige: LitigeOuvert) -> dt.date | None:
    """Le premier jour où ce litige ne court plus ; ``None`` : il court toujours."""
    return min((clos.date for clos in dossier.litiges_clos if _le_clot(clos, litige)), default=None)


def _le_clot(clos: LitigeClos, litige: LitigeOuvert) -> bool:
    return litige.date < clos.date or (clos.du_jour and litige.date == clos.date)


def jamais_clos(dossier: Dossier) -> tuple[LitigeOuvert, ...]:
    """Les litiges dont rien ne dit la fin."""
    return tuple(litige for litige in dossier.litiges if clos_le(dossier, litige) is None)


def litiges_ouverts(dossier: Dossier, jour: dt.date) -> tuple[LitigeOuvert, ...]:
    """Les litiges qui courent ce jour-là, dans l'ordre de leurs dates."""
    return tuple(
        litige for litige in dossier.litiges if litige.date <= jour < (clos_le(dossier, litige) or dt.date.max)
    )


def raison_du_litige(litige: LitigeOuvert) -> str:
    """« litige ouvert le 03/03/2026 sur F-1 : marchandise non conforme »."""
    sur = f" sur {litige.facture}" if litige.facture else ""
    return f"litige ouvert le {en_chiffres(litige.date)}{sur} : {litige.motif}"


def conteste_tout(dossier: Dossier, litige: LitigeOuvert) -> bool:
    """Vrai si ce litige, à lui seul, ne laisse rien à réclamer."""
    return not litige.reconnu and all(litige.facture in {"", facture.numero} for facture in dossier.factures)


def part_reclamable(dossier: Dossier, jour: dt.date) -> Dossier | None:
    """Le dossier sans ce qui est contesté ce jour-là ; lui-même si rien ne l'est ; ``None`` si tout l'est.

    Une facture contestée n'y est plus, ni les paiements que le débiteur lui destine ; d'une facture reconnue pour
    partie, il ne reste que cette part ; d'un dossier reconnu pour partie, les plus anciennes échéances, jusqu'à elle.
    Les intérêts et les 40 € d'une part reconnue se comptent sur elle.
    """
    ouverts = litiges_ouverts(dossier, jour)
    if not ouverts:
        return dossier
    restes = {facture.numero: _net(dossier, facture) for facture in dossier.factures}
    for litige in ouverts:
        plafond = litige.reconnu
        for numero in restes:
            if litige.facture in {"", numero}:
                restes[numero] = min(restes[numero], plafond)
                plafond -= restes[numero] if not litige.facture else 0
    return _reduire(dossier, {numero: reste for numero, reste in restes.items() if reste > 0})


def _net(dossier: Dossier, facture: FactureAjoutee) -> int:
    """Ce que réclame cette facture avant tout paiement : sans ses acomptes, ni ses avoirs."""
    avoirs = sum(avoir.montant for avoir in dossier.avoirs if avoir.sur == facture.numero)
    return max(0, facture.montant - facture.deja_regle - avoirs)


def _reduire(dossier: Dossier, restes: dict[str, int]) -> Dossier | None:
    """Le dossier ramené à ces factures, chacune à sa part reconnue si elle ne l'est pas toute."""
    gardees, reduites = [], set()
    for facture in dossier.factures:
        reste = restes.get(facture.numero, 0)
        if 0 < reste < _net(dossier, facture):
            reduites.add(facture.numero)
            gardees.append(replace(facture, montant=facture.deja_regle + reste))
        elif reste:
            gardees.append(facture)
    if not gardees:
        return None
    absentes = {facture.numero for facture in dossier.factures} - restes.keys()
    return replace(
        dossier,
        factures=tuple(gardees),
        avoirs=tuple(avoir for avoir in dossier.avoirs if avoir.sur not in absentes | reduites),
        encaissements=tuple(recu for recu in dossier.encaissements if recu.facture not in absentes),
        accessoires=tuple(frais for frais in dossier.accessoires if frais.facture not in absentes),
        precisions=tuple(precision for precision in dossier.precisions if precision.facture not in absentes),
    )
