"""Le décompte à l'écran : des tableaux qu'un juge peut refaire à la main."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from recouvre.affichage.decompte_donnees import TelQueConnu
from recouvre.affichage.decompte_reperes import depart_particulier, jours_des_paiements
from recouvre.affichage.francais import date, entier, montant, taux
from recouvre.affichage.tableau import Colonne, fiche, plier, tableau
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.droit.interets import JOURS_DE_L_ANNEE
from recouvre.droit.releve import ACCESSOIRES, Decompte, Eteint, LigneDecompte, Nature

PARTS = {
    Nature.INTERETS: "d'intérêts",
    Nature.INDEMNITE: "d'indemnité",
    Nature.CLAUSE_PENALE: "de clause pénale",
    Nature.COMPLEMENT: "de frais de recouvrement",
    Nature.DEPENS: "de dépens",
    Nature.FRAIS_EXECUTION: "de frais d'exécution",
    Nature.PRINCIPAL: "de principal",
}
"""Ce qu'un paiement éteint, tel qu'on le dit après un montant : « 40,00 € d'indemnité »."""


def montrer(decompte: Decompte, dossier: Dossier, titre: str, connu: TelQueConnu | None = None) -> None:
    """Le décompte à l'écran : factures, intérêts, mouvements, totaux, réserves. ``dossier`` : celui du calcul."""
    if decompte.factures:
        _factures(decompte, titre)
    else:
        fiche((), titre=titre, notes=[f"Au {en_chiffres(decompte.au)}, aucune facture n'était née."])
    _interets(decompte, dossier)
    _mouvements(decompte, dossier)
    if decompte.factures or decompte.lignes:
        _recapitulatif(decompte)
    if connu:
        _ce_qui_a_change(decompte, connu)
    if decompte.reserves:
        print()
        fiche((), titre="Réserves", notes=[plier(f"! {reserve.phrase}", "  ") for reserve in decompte.reserves])


def _factures(decompte: Decompte, titre: str) -> None:
    nees = {ligne.facture: ligne.du for ligne in decompte.lignes if ligne.nature is Nature.PRINCIPAL}
    lignes = [
        (
            solde.numero, date(nees[solde.numero]), date(solde.echeance), montant(solde.montant),
            montant(-solde.deduit) if solde.montant != solde.principal else "",
            montant(solde.principal),
        )
        for solde in decompte.factures
    ]  # fmt: skip
    colonnes = (
        Colonne("Facture"), Colonne("Date"), Colonne("Échéance"), Colonne("TTC", droite=True),
        Colonne("Déduit du\nprincipal", droite=True), Colonne("Principal dû", droite=True),
    )  # fmt: skip
    tableau(colonnes, lignes, titre=titre, total=("", "", "", "", "", montant(decompte.principal)))
    print()


def _interets(decompte: Decompte, dossier: Dossier) -> None:
    lignes = [ligne for ligne in decompte.lignes if ligne.nature is Nature.INTERETS]
    if not lignes:
        return
    colonnes = (
        Colonne("Facture"), Colonne("Du"), Colonne("Au"), Colonne("Jours", droite=True), Colonne("Base", droite=True),
        Colonne("Taux", droite=True), Colonne("Intérêt", droite=True), Colonne("Note", droite=True),
    )  # fmt: skip
    notes = {regle: numero for numero, regle in enumerate(dict.fromkeys(map(_regle, lignes)), start=1)}
    cellules = [
        (
            ligne.facture, date(ligne.du), date(ligne.au), entier(ligne.jours or 0), montant(ligne.base or 0),
            taux(ligne.taux or Decimal(0)), montant(ligne.montant), str(notes[_regle(ligne)]),
        )
        for ligne in lignes
    ]  # fmt: skip
    total = montant(sum(ligne.montant for ligne in lignes))
    dites = [_note(numero, regle) for regle, numero in notes.items()]
    dites = [_formule(lignes), *dites, *_departs(decompte, dossier), *_capitalisations(decompte)]
    tableau(colonnes, cellules, titre="Intérêts", total=("", "", "", "", "", "", total), notes=dites)
    print()


_Regle = tuple[Decimal, str, str, int]
"""Ce qui fonde une ligne d'intérêts : taux, d'où il vient, article, jours que compte l'année."""


def _regle(ligne: LigneDecompte) -> _Regle:
    return ligne.taux or Decimal(0), ligne.origine, ligne.fondement, ligne.annee


def _note(numero: int, regle: _Regle) -> str:
    points, origine, fondement, annee = regle
    suite = f" ; ÷ {entier(100 * annee)}" if annee != JOURS_DE_L_ANNEE else ""
    return plier(f"{numero}. {taux(points)} : {origine} — {fondement}{suite}.", "   ")


def _formule(lignes: Sequence[LigneDecompte]) -> str:
    autres = sorted({100 * ligne.annee for ligne in lignes} - {100 * JOURS_DE_L_ANNEE})
    sauf = "".join(f" (÷ {entier(autre)} où la note le dit)" for autre in autres)
    diviseur = entier(100 * JOURS_DE_L_ANNEE)
    return plier(f"Intérêt = base × taux × jours ÷ {diviseur}{sauf}, arrondi au centime à chaque ligne.")


def _departs(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """D'où partent les intérêts des factures qui n'en portent pas depuis leur échéance."""
    for solde in decompte.factures:
        courent = any(x.nature is Nature.INTERETS and x.facture == solde.numero for x in decompte.lignes)
        if courent and (depart := depart_particulier(dossier, solde.numero, decompte.au)):
            yield _note_de(decompte, solde.numero, f"les intérêts partent {depart}.")


def _capitalisations(decompte: Decompte) -> Iterator[str]:
    for ajout in decompte.capitalisations:
        quand, somme = date(ajout.date), montant(ajout.montant)
        phrase = f"au soir du {quand}, {somme} d'intérêts impayés s'ajoutent à la base (C. civ., art. 1343-2)."
        yield _note_de(decompte, ajout.facture, phrase)


def _note_de(decompte: Decompte, facture: str, phrase: str) -> str:
    """Une note sur une facture, que l'on nomme s'il y en a plusieurs."""
    tete = f"Facture {facture} : {phrase[0]}" if len(decompte.factures) > 1 else phrase[0].upper()
    return plier(f"{tete}{phrase[1:]}", "   ")


def _mouvements(decompte: Decompte, dossier: Dossier) -> None:
    natures = (Nature.INDEMNITE, *ACCESSOIRES, Nature.AVOIR, Nature.ENCAISSEMENT, Nature.REMISE, Nature.RESTITUTION)
    lignes = sorted((ligne for ligne in decompte.lignes if ligne.nature in natures), key=_chronologie)
    if not lignes:
        return
    cellules = [(date(x.du), _libelle(decompte, x), montant(x.montant), x.fondement) for x in lignes]
    colonnes = (Colonne("Date"), Colonne("Mouvement"), Colonne("Montant", droite=True), Colonne("Fondement"))
    notes = [plier(note, "   ") for _, note in sorted(_affectations(decompte, dossier), key=lambda dite: dite[0])]
    tableau(colonnes, cellules, titre="Indemnités, frais, avoirs, paiements", notes=notes)
    print()


def _affectations(decompte: Decompte, dossier: Dossier) -> Iterator[tuple[dt.date, str]]:
    """Ce que chaque paiement a éteint, le jour même ou plus tard ; ce que les avoirs règlent hors de leur principal."""
    for avoir, jour in dict.fromkeys((part.avoir, part.date) for part in decompte.compensations):
        reglees = [part for part in decompte.compensations if (part.avoir, part.date) == (avoir, jour)]
        yield jour, f"Avoir {avoir}, au-delà du principal, le {date(jour)} : {_detail(decompte, reglees)}."
    for remise in dict.fromkeys(part.remise for part in decompte.abandons):
        laissees = [part for part in decompte.abandons if part.remise == remise]
        yield laissees[0].date, f"Remise du {date(laissees[0].date)} : {_detail(decompte, laissees)}."
    recus = jours_des_paiements(dossier, decompte.au)
    for indice, jour in dict.fromkeys((part.encaissement, part.date) for part in decompte.imputations):
        parts = [part for part in decompte.imputations if (part.encaissement, part.date) == (indice, jour)]
        quoi = "Paiement du" if recus[indice] == jour else "Trop-perçu repris le"
        yield jour, f"{quoi} {date(jour)} : {_detail(decompte, parts)}."


def _recapitulatif(decompte: Decompte) -> None:
    fiche(
        (
            ("Principal restant dû", montant(decompte.principal)),
            ("Intérêts restant dus", montant(decompte.interets)),
            ("Indemnités restant dues", montant(decompte.indemnites)),
            ("Accessoires restant dus", montant(decompte.accessoires)),
            (f"Dû au {en_chiffres(decompte.au)}", montant(decompte.total)),
            ("Intérêt par jour", montant(decompte.interet_par_jour)),
            ("Trop-perçu", montant(decompte.trop_percu) if decompte.trop_percu else ""),
        ),
        titre="Récapitulatif",
    )


def _ce_qui_a_change(decompte: Decompte, connu: TelQueConnu) -> None:
    """L'écart avec ce que l'on sait aujourd'hui, et les faits saisis depuis qui l'expliquent."""
    ecart, au = connu.total_aujourdhui - decompte.total, en_chiffres(decompte.au)
    print()
    fiche(
        (
            (f"Dû au {au}, tel que connu le {en_chiffres(connu.le)}", montant(decompte.total)),
            (f"Dû au {au}, tel qu'on le connaît aujourd'hui", montant(connu.total_aujourdhui)),
            ("Écart", f"{'+' if ecart > 0 else ''}{montant(ecart)}"),
        ),
        titre="Ce que l'on a appris depuis",
        notes=[] if connu.appris else ["Rien de ce qui a été saisi depuis ne change ce décompte."],
    )
    if connu.appris:
        colonnes = (Colonne("N°", droite=True), Colonne("Saisi le"), Colonne("Date"), Colonne("Fait"))
        tableau(colonnes, [(str(f.rang), date(f.saisi_le), date(f.le), f.texte) for f in connu.appris])


def _detail(decompte: Decompte, parts: Sequence[Eteint]) -> str:
    """« 503,75 € d'intérêts, 40,00 € d'indemnité, 4 456,25 € de principal », facture par facture s'il y en a."""
    factures = dict.fromkeys(part.facture for part in parts)
    if len(factures) == 1 and len(decompte.factures) == 1:
        return _sommes(parts)
    return " ; ".join(f"{nom}, {_sommes([part for part in parts if part.facture == nom])}" for nom in factures)


def _sommes(parts: Sequence[Eteint]) -> str:
    par_nature: dict[Nature, int] = {}
    for part in parts:
        par_nature[part.nature] = par_nature.get(part.nature, 0) + part.montant
    return ", ".join(f"{montant(somme)} {PARTS[nature]}" for nature, somme in par_nature.items())


def _libelle(decompte: Decompte, ligne: LigneDecompte) -> str:
    """Le mouvement et sa facture, s'il y en a plusieurs ; un avoir qui n'en vise aucune n'en nomme pas."""
    nommee = len(decompte.factures) > 1 and any(solde.numero == ligne.facture for solde in decompte.factures)
    return f"{ligne.libelle}{f' — {ligne.facture}' if nommee else ''}"


def _chronologie(ligne: LigneDecompte) -> tuple[object, str]:
    return (ligne.du, ligne.libelle)
