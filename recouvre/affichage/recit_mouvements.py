"""Ce qui s'ajoute et ce qui se paie : indemnité, frais, paiements et leur imputation, avoirs, remboursements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from recouvre.affichage.decompte_reperes import civil
from recouvre.affichage.francais import montant
from recouvre.affichage.recit_avoirs import avoirs_deduits, sans_emploi
from recouvre.affichage.recit_factures import nommer
from recouvre.affichage.recit_langue import POINT, dire_article, dire_jour, dire_parts, dire_pour_cent, enumerer
from recouvre.domaine.contrat import ORDRE_LEGAL, Poste, lire_ordre
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR, EncaissementRecu
from recouvre.droit.commande_publique import jour_du_paiement
from recouvre.droit.releve import ACCESSOIRES, Compensation, Decompte, Eteint, Imputation, LigneDecompte, Nature

_POSTES = {
    Poste.INTERETS: "les intérêts",
    Poste.ACCESSOIRES: "l'indemnité et les frais",
    Poste.PRINCIPAL: "le principal",
}
_USUELS = ("Frais d", "Dépens (")
"""Les libellés que le calcul donne lui-même : ils se disent sans majuscule au milieu d'une phrase."""

_REPRISE, _AVOIR, _PAIEMENT, _REMISE, _REMBOURSEMENT = range(5)
_Dit = tuple[dt.date, int, str]
"""Le jour, le rang dans la journée, la phrase : reprises, avoirs, paiements, remises, remboursements se suivent."""


def accessoires(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """L'indemnité, la clause pénale, les frais : chacun, sa date et son article."""
    lignes = [ligne for ligne in decompte.lignes if ligne.nature in (Nature.INDEMNITE, *ACCESSOIRES)]
    for ligne in sorted(lignes, key=lambda x: (x.du or decompte.au, x.facture)):
        jour = dire_jour(ligne.du or decompte.au)
        yield f"{POINT}le {jour}, {_accessoire(dossier, ligne)} ({dire_article(ligne.fondement)})."
    if lignes and any(titre.date <= decompte.au for titre in dossier.titres):
        yield (
            "Le calcul ne compte pas d'intérêts sur ces sommes ; depuis le titre, celles auxquelles il condamne "
            "peuvent en porter (C. civ., 1231-7)."
        )
    elif lignes:
        yield "Rien de cela ne porte intérêt."


def _accessoire(dossier: Dossier, ligne: LigneDecompte) -> str:
    somme = montant(ligne.montant)
    match ligne.nature:
        case Nature.INDEMNITE:
            nom = nommer(dossier, ligne.facture)
            de = "de la" if dossier.numero else "de"
            return f"premier jour de retard {de} {nom} : {somme} d'indemnité forfaitaire pour frais de recouvrement"
        case Nature.CLAUSE_PENALE:
            return f"à la mise en demeure{_de(dossier, ligne)} : {somme} de clause pénale{_clause(dossier)}"
        case _:
            tete = ligne.libelle[0].lower() if ligne.libelle.startswith(_USUELS) else ligne.libelle[0]
            return f"{somme}{_de(dossier, ligne)} : {tete}{ligne.libelle[1:]}"


def _de(dossier: Dossier, ligne: LigneDecompte) -> str:
    """« , facture F-1 », s'il y en a plusieurs et qu'on le sait."""
    return f", {nommer(dossier, ligne.facture)}" if ligne.facture and len(dossier.factures) > 1 else ""


def _clause(dossier: Dossier) -> str:
    """« , 10 % du principal alors dû », « , forfait convenu » : d'où vient la peine."""
    contrat = dossier.qualification
    if contrat is None or not (contrat.clause_points or contrat.clause_forfait):
        return ""
    if not contrat.clause_points:
        return ", forfait convenu"
    points = f"{dire_pour_cent(contrat.clause_points)} du principal alors dû"
    forfait = [f"{montant(contrat.clause_forfait)} de forfait"] if contrat.clause_forfait else []
    return f", {enumerer([points, *forfait])}"


def mouvements(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """Pourquoi un paiement s'impute ainsi, puis chaque paiement, avoir et remboursement, par date."""
    dits = [*_avoirs(decompte, dossier), *_paiements(decompte, dossier), *_remboursements(decompte, dossier)]
    dits += _remises(decompte, dossier)
    if any(ligne.nature is Nature.ENCAISSEMENT for ligne in decompte.lignes):
        yield from _regles(decompte, dossier)
    for _, _, phrase in sorted(dits, key=lambda dit: dit[:2]):
        yield f"{POINT}{phrase}"


def _regles(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    ordre = lire_ordre(dossier.qualification.imputation) if dossier.qualification else ORDRE_LEGAL
    postes = ", puis ".join(_dire_postes(decompte, dossier, ordre))
    if ordre == ORDRE_LEGAL:
        yield (f"Un paiement règle d'abord {postes} (C. civ., 1343-1 ; Cass. 1re civ., 7 févr. 1995, n° 92-14.216).")
    else:
        yield f"Le contrat convient qu'un paiement règle d'abord {postes} (C. civ., 1343-1)."
    if len(decompte.factures) > 1:
        yield (
            "Entre les factures : celle que le débiteur désigne ; sinon, parmi les échues, celle qui porte le taux le "
            "plus fort, puis la plus ancienne, et à égalité au prorata (C. civ., 1342-10)."
        )
    if any(arret.capital_d_abord and arret.date <= decompte.au for arret in dossier.arrets):
        yield "Pendant le délai de grâce, le juge impute les paiements d'abord sur le capital (C. civ., 1343-5)."


def _dire_postes(decompte: Decompte, dossier: Dossier, ordre: Sequence[Poste]) -> Iterator[str]:
    """Les postes d'une dette ; qui ne doit pas d'indemnité ne s'en entend pas parler, ni de frais s'il n'y en a pas."""
    frais = any(ligne.nature in ACCESSOIRES for ligne in decompte.lignes)
    for poste in ordre:
        if poste is not Poste.ACCESSOIRES or not civil(dossier):
            yield _POSTES[poste]
        elif frais:
            yield "les accessoires"


def _paiements(decompte: Decompte, dossier: Dossier) -> Iterator[_Dit]:
    for rang, recu in enumerate(dossier.encaissements):
        jour = jour_du_paiement(dossier, recu)
        if jour > decompte.au:
            continue
        parts = [part for part in decompte.imputations if part.encaissement == rang]
        sur_le_champ = [part for part in parts if part.date == jour]
        reste = recu.montant - sum(part.montant for part in sur_le_champ)
        detail = _detail(decompte, dossier, sur_le_champ)
        trop = f"{montant(reste)} de trop" if reste else ""
        suite = " ; ".join(mots for mots in (detail, trop) if mots)
        quoi = f"{montant(recu.montant)} {_comment(dossier, recu, jour)}"
        yield jour, _PAIEMENT, f"le {dire_jour(jour)}, {quoi} : {suite}."
        yield from _plus_tard(decompte, dossier, recu, [part for part in parts if part.date != jour])


def _plus_tard(decompte: Decompte, dossier: Dossier, recu: EncaissementRecu, parts: list[Imputation]) -> Iterator[_Dit]:
    """Ce qu'un trop-perçu a réglé d'une facture née ensuite (compensation, C. civ. 1347)."""
    for jour in dict.fromkeys(part.date for part in parts):
        siennes = [part for part in parts if part.date == jour]
        phrase = (
            f"le {dire_jour(jour)}, {montant(sum(part.montant for part in siennes))} versés de trop le "
            f"{dire_jour(recu.date)} se compensent : {_detail(decompte, dossier, siennes)} (C. civ., 1347)."
        )
        yield jour, _REPRISE, phrase


def _comment(dossier: Dossier, recu: EncaissementRecu, jour: dt.date) -> str:
    """« par chèque », « reçus directement par le créancier », et ce que le débiteur a désigné."""
    mode = "en espèces" if recu.mode == "especes" else f"par {MODES_EN_CLAIR.get(recu.mode, recu.mode)}"
    mots = ["reçus directement par le créancier" if recu.direct else mode]
    if recu.par_tiers:
        mots.append("versés par un tiers")
    if jour != recu.date:
        mots.append(f"mis en paiement ce jour-là et reçus le {dire_jour(recu.date)} (CCP, R2192-32)")
    if recu.facture and len(dossier.factures) > 1:
        mots.append(f"que le débiteur destine à la {nommer(dossier, recu.facture)} (C. civ., 1342-10)")
    return ", ".join(mots)


def _detail(decompte: Decompte, dossier: Dossier, parts: Sequence[Eteint]) -> str:
    """« 503,75 € d'intérêts, puis 40,00 € d'indemnité », facture par facture s'il y en a plusieurs."""
    factures = dict.fromkeys(part.facture for part in parts)
    sommes = {
        numero: ", puis ".join(dire_parts((part.nature, part.montant) for part in parts if part.facture == numero))
        for numero in factures
    }
    if len(decompte.factures) == 1:
        return "".join(sommes.values())
    return " ; ".join(
        f"sur {nommer(dossier, numero).removeprefix('facture ')}, {dit}" for numero, dit in sommes.items()
    )


def _avoirs(decompte: Decompte, dossier: Dossier) -> Iterator[_Dit]:
    for avoir in avoirs_deduits(decompte, dossier):
        visee = f" la {nommer(dossier, avoir.visee)}" if avoir.visee and len(dossier.factures) > 1 else ""
        de = f" de{visee}" if visee else ""
        tete = f"le {dire_jour(avoir.le)}, l'avoir {avoir.numero} de {montant(avoir.montant)}"
        siennes = [part for part in decompte.compensations if part.avoir == avoir.numero]
        le_jour = [part for part in siennes if part.date == avoir.le]
        trop = avoir.montant - avoir.deduit - sum(part.montant for part in le_jour)
        if avoir.deduit == avoir.montant:
            phrase = f"{tete} réduit d'autant le principal{de}"
        elif avoir.deduit:
            exces = montant(avoir.montant - avoir.deduit)
            phrase = f"{tete} éteint les {montant(avoir.deduit)} de principal{de} et les dépasse de {exces}"
        else:
            phrase = f"{tete} ne trouve plus de principal à réduire{f' sur{visee}' if visee else ''}"
        compense = _compensees(decompte, dossier, le_jour)
        reste = f"{montant(trop)} de trop" if trop else ""
        yield avoir.le, _AVOIR, f"{' ; '.join(mots for mots in (phrase, compense, reste) if mots)}."
        for jour in dict.fromkeys(part.date for part in siennes if part.date != avoir.le):
            parts = [part for part in siennes if part.date == jour]
            reprise = f"de ce qui restait de l'avoir {avoir.numero}, {_compensees(decompte, dossier, parts)}"
            yield jour, _REPRISE, f"le {dire_jour(jour)}, {reprise}."


def _compensees(decompte: Decompte, dossier: Dossier, parts: Sequence[Compensation]) -> str:
    """« 9,45 € se compensent : 9,45 € d'intérêts (C. civ., 1347-4) »."""
    if not parts:
        return ""
    somme = montant(sum(part.montant for part in parts))
    return f"{somme} se compensent : {_detail(decompte, dossier, parts)} (C. civ., 1347-4)"


def trop_percu(decompte: Decompte, dossier: Dossier) -> str:
    """Ce qui revient au débiteur, et d'où cela vient : d'un versement, d'un avoir, des deux."""
    somme = montant(decompte.trop_percu)
    exces = [avoir.numero for avoir in avoirs_deduits(decompte, dossier) if sans_emploi(decompte, avoir)]
    if not exces:
        return f"{somme} versés de trop restent à rendre au débiteur."
    if sum(part.montant for part in decompte.imputations) < decompte.encaisse:
        return f"{somme} versés de trop, ou venus d'un avoir, restent à rendre au débiteur."
    qui = f"L'avoir {exces[0]} dépasse" if len(exces) == 1 else f"Les avoirs {enumerer(exces)} dépassent"
    return f"{qui} la dette : {somme} restent à rendre au débiteur."


def _remises(decompte: Decompte, dossier: Dossier) -> Iterator[_Dit]:
    for rang, remise in enumerate(dossier.remises):
        parts = [part for part in decompte.abandons if part.remise == rang]
        if parts:
            somme, detail = montant(sum(part.montant for part in parts)), _detail(decompte, dossier, parts)
            article = dire_article(remise.fondement or "C. civ., art. 1350")
            phrase = f"le {dire_jour(remise.date)}, {somme} remis ({remise.motif}) : {detail} ({article})."
            yield remise.date, _REMISE, phrase


def _remboursements(decompte: Decompte, dossier: Dossier) -> Iterator[_Dit]:
    verses = "" if any(sans_emploi(decompte, avoir) for avoir in avoirs_deduits(decompte, dossier)) else "versés "
    for ligne in decompte.lignes:
        if ligne.nature is Nature.RESTITUTION:
            jour = ligne.du or decompte.au
            phrase = f"le {dire_jour(jour)}, {montant(ligne.montant)} {verses}de trop sont rendus (C. civ., 1302)."
            yield jour, _REMBOURSEMENT, phrase
