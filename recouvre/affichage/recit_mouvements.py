"""Ce qui s'ajoute et ce qui se paie : indemnité, frais, paiements et leur imputation, avoirs, remboursements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from recouvre.affichage.francais import montant
from recouvre.affichage.recit_factures import nommer
from recouvre.affichage.recit_langue import POINT, dire_article, dire_jour, dire_parts, dire_pour_cent, enumerer
from recouvre.domaine.contrat import ORDRE_LEGAL, Poste, lire_ordre
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR, EncaissementRecu
from recouvre.droit.commande_publique import jour_du_paiement
from recouvre.droit.releve import ACCESSOIRES, Compensation, Decompte, Imputation, LigneDecompte, Nature

_POSTES = {
    Poste.INTERETS: "les intérêts",
    Poste.ACCESSOIRES: "l'indemnité et les frais",
    Poste.PRINCIPAL: "le principal",
}
_USUELS = ("Frais d", "Dépens (")
"""Les libellés que le calcul donne lui-même : ils se disent sans majuscule au milieu d'une phrase."""

_Dit = tuple[dt.date, int, str]
"""Le jour, le rang dans la journée, la phrase : avoirs, paiements, remboursements se suivent."""


def accessoires(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """L'indemnité, la clause pénale, les frais : chacun, sa date et son article."""
    lignes = [ligne for ligne in decompte.lignes if ligne.nature in (Nature.INDEMNITE, *ACCESSOIRES)]
    for ligne in sorted(lignes, key=lambda x: (x.du or decompte.au, x.facture)):
        jour = dire_jour(ligne.du or decompte.au)
        yield f"{POINT}le {jour}, {_accessoire(dossier, ligne)} ({dire_article(ligne.fondement)})."
    if lignes:
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
    parts = []
    if contrat and contrat.clause_points:
        parts.append(f"{dire_pour_cent(contrat.clause_points)} du principal alors dû")
    if contrat and contrat.clause_forfait:
        parts.append(f"{montant(contrat.clause_forfait)} de forfait")
    return f", {enumerer(parts)}" if parts else ""


def mouvements(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """Pourquoi un paiement s'impute ainsi, puis chaque paiement, avoir et remboursement, par date."""
    dits = [*_avoirs(decompte, dossier), *_paiements(decompte, dossier), *_remboursements(decompte)]
    if any(ligne.nature is Nature.ENCAISSEMENT for ligne in decompte.lignes):
        yield from _regles(decompte, dossier)
    for _, _, phrase in sorted(dits):
        yield f"{POINT}{phrase}"


def _regles(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    ordre = lire_ordre(dossier.qualification.imputation) if dossier.qualification else ORDRE_LEGAL
    postes = ", puis ".join(_POSTES[poste] for poste in ordre)
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
        yield jour, 1, f"le {dire_jour(jour)}, {montant(recu.montant)} {_comment(dossier, recu, jour)} : {suite}."
        yield from _plus_tard(decompte, dossier, recu, [part for part in parts if part.date != jour])


def _plus_tard(decompte: Decompte, dossier: Dossier, recu: EncaissementRecu, parts: list[Imputation]) -> Iterator[_Dit]:
    """Ce qu'un trop-perçu a réglé d'une facture née ensuite (compensation, C. civ. 1347)."""
    for jour in dict.fromkeys(part.date for part in parts):
        siennes = [part for part in parts if part.date == jour]
        phrase = (
            f"le {dire_jour(jour)}, {montant(sum(part.montant for part in siennes))} versés de trop le "
            f"{dire_jour(recu.date)} se compensent : {_detail(decompte, dossier, siennes)} (C. civ., 1347)."
        )
        yield jour, 0, phrase


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


def _detail(decompte: Decompte, dossier: Dossier, parts: Sequence[Imputation | Compensation]) -> str:
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
    for ligne in decompte.lignes:
        if ligne.nature is Nature.AVOIR:
            jour, nom = ligne.du or decompte.au, f"{ligne.libelle[0].lower()}{ligne.libelle[1:]}"
            visee = dossier.facture(ligne.facture)
            de = f" de la {nommer(dossier, ligne.facture)}" if visee and len(dossier.factures) > 1 else ""
            yield (
                jour,
                0,
                f"le {dire_jour(jour)}, l'{nom} de {montant(-ligne.montant)} réduit d'autant le principal{de}.",
            )
    for avoir, jour in dict.fromkeys((part.avoir, part.date) for part in decompte.compensations):
        parts = [part for part in decompte.compensations if (part.avoir, part.date) == (avoir, jour)]
        yield (
            jour,
            0,
            f"le {dire_jour(jour)}, {montant(sum(part.montant for part in parts))} de l'avoir {avoir} dépassent ce "
            f"principal et se compensent : {_detail(decompte, dossier, parts)} (C. civ., 1347-4).",
        )


def _remboursements(decompte: Decompte) -> Iterator[_Dit]:
    for ligne in decompte.lignes:
        if ligne.nature is Nature.RESTITUTION:
            jour = ligne.du or decompte.au
            yield jour, 2, f"le {dire_jour(jour)}, {montant(ligne.montant)} versés de trop sont rendus (C. civ., 1302)."
