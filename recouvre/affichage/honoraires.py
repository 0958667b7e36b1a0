"""Les honoraires d'une période et les barèmes d'un créancier : en tableau, en JSON, en CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from recouvre.affichage.baremes import bareme_en_json, commande_du_bareme
from recouvre.affichage.francais import FINE, date, decimale, montant, pluriel
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.domaine.honoraires import Assiette
from recouvre.domaine.honoraires_dits import en_clair, pourcent
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible
from recouvre.droit.honoraires import Honoraires, LigneHonoraires, NatureHonoraires
from recouvre.droit.releve_honoraires import ApresCoup, Commission, CompteDHonoraires, Tardif, Totaux, totaliser

COLONNES_CSV = (
    "reference", "dossier", "creancier", "debiteur", "fait", "recu_le", "saisi_le", "recu_par", "encaisse", "assiette",
    "calcul", "bareme_du", "ht", "taux_tva", "tva", "ttc", "note",
)  # fmt: skip
A_LA_CHARGE_DU_CREANCIER = (
    "À la charge du créancier seul : rien n'en est réclamé au débiteur (CPCE, art. L111-8). Ce relevé n'est pas une "
    "facture."
)
_NOMMES = 10
_TARDIFS = {
    Tardif.SAISI: "saisis depuis",
    Tardif.ANNULE: "annulés depuis",
    Tardif.RECOMPTE: "comptés autrement depuis (un avoir, une facture, un taux ou un autre paiement saisi après)",
}
_COLONNES = (
    Colonne("Dossier"), Colonne("Débiteur"), Colonne("Reçu le", droite=True), Colonne("Encaissé", droite=True),
    Colonne("Calcul"), Colonne("HT", droite=True), Colonne("TVA", droite=True), Colonne("TTC", droite=True),
)  # fmt: skip


def sans_bareme(creancier: str) -> str:
    """Pourquoi un paiement n'est pas compté, et ce qu'il faut taper."""
    return f"aucun barème ne vaut ce jour-là. Notez celui de la convention : {commande_du_bareme(creancier)}"


def montrer(
    comptes: Sequence[CompteDHonoraires], du: dt.date, au: dt.date, tardifs: Sequence[ApresCoup] = (), *, pour: str = ""
) -> None:
    """Un tableau par créancier, le total de tous, et ce qu'un relevé d'avant a pu ne pas compter."""
    jours = f"le {date(du)}" if du == au else f"du {date(du)} au {date(au)}"
    if not comptes:
        print(f"Aucun encaissement{f' pour {pour}' if pour else ''} {jours}.")
    for compte in comptes:
        _montrer_compte(compte, jours)
        print()
    if len(comptes) > 1:
        print(f"Tous créanciers : {_dus(totaliser(comptes))}.")
    for cause in Tardif:
        if siens := [tardif for tardif in tardifs if tardif.cause is cause]:
            print(plier(_apres_coup(siens, du, cause), "  "))
    if comptes:
        print(plier(A_LA_CHARGE_DU_CREANCIER))


def _apres_coup(tardifs: Sequence[ApresCoup], du: dt.date, cause: Tardif) -> str:
    nommes = ", ".join(f"{numero_lisible(t.dossier)} ({date(t.recu_le)})" for t in tardifs[:_NOMMES])
    suite = f" et {pluriel(len(tardifs) - _NOMMES, 'autre')}" if len(tardifs) > _NOMMES else ""
    return (
        f"! Reçus avant le {date(du)}, {_TARDIFS[cause]} : {nommes}{suite}. Si vous aviez déjà facturé ces jours-là, "
        f"régularisez : recouvre honoraires --du {date(tardifs[0].recu_le)} --au {date(du - dt.timedelta(days=1))}"
    )


def _montrer_compte(compte: CompteDHonoraires, jours: str) -> None:
    lignes = [*compte.comptees, *compte.sans_bareme, *compte.en_attente]
    totaux = compte.totaux
    tableau(
        _COLONNES,
        [_cellules(ligne) for ligne in lignes],
        titre=f"{compte.creancier} : honoraires {jours}, en euros",
        total=(
            "Total",
            "",
            "",
            "",
            "",
            *_ecrits(totaux.ht, totaux.tva, totaux.ttc),
        ),
        notes=[plier(note, "  ") for note in _notes(compte, totaux)],
        accents={place: Accent.ALERTE for place, ligne in enumerate(lignes) if ligne.honoraires is None},
    )


def _cellules(ligne: Commission) -> tuple[str, ...]:
    tete = (
        numero_lisible(ligne.dossier),
        ligne.debiteur + (" (direct)" if ligne.recu.direct else ""),
        date(ligne.recu.date),
        decimale(ligne.recu.montant, milliers=FINE),
    )
    if ligne.honoraires is None:
        return *tete, "taux à relever" if ligne.manque else "sans barème", "", "", ""
    comptes = ligne.honoraires
    return (
        *tete,
        calcul(ligne.recu.montant, comptes, separateur="\n", milliers=FINE),
        *_ecrits(comptes.ht, comptes.tva, comptes.ttc),
    )


def calcul(recu: int, comptes: Honoraires, *, separateur: str = " + ", milliers: str = "") -> str:
    """Les lignes telles qu'on les referait à la main : « 5000,00 × 12 % », et ce qui, du paiement, était de trop."""
    lignes = separateur.join(_une_ligne(ligne, milliers) for ligne in comptes.lignes)
    de_trop = recu - comptes.assiette if comptes.bareme.assiette is Assiette.TOUT else 0
    trop = f"trop-perçu : {decimale(de_trop, milliers=milliers)}" if de_trop else ""
    return (separateur if milliers else " ; ").join(filter(None, (lignes, trop))) or "rien au principal"


def _une_ligne(ligne: LigneHonoraires, milliers: str) -> str:
    if ligne.nature is NatureHonoraires.MINIMUM:
        nom = "minimum" if ligne.montant > 0 else "déjà dans le minimum"
        return f"{nom} : {decimale(ligne.montant, milliers=milliers)}"
    return f"{decimale(ligne.base, milliers=milliers)} × {pourcent(ligne.taux)}"


def _notes(compte: CompteDHonoraires, totaux: Totaux) -> Iterator[str]:
    yield f"Encaissé par l'agence : {montant(totaux.encaisse)} ; par le créancier : {montant(totaux.direct)}."
    for bareme in compte.baremes:
        yield f"Barème du {date(bareme.du)} : {en_clair(bareme)}."
    if compte.sans_bareme:
        yield f"! {_nommes(compte.sans_bareme)} : {sans_bareme(compte.creancier)}"
    for manque, lignes in groupby(compte.en_attente, key=lambda ligne: ligne.manque):
        yield f"! {_nommes(lignes)} : {manque}"


def _nommes(lignes: Iterable[Commission]) -> str:
    """Les dossiers de ces paiements, chacun une fois."""
    return ", ".join(dict.fromkeys(numero_lisible(ligne.dossier) for ligne in lignes))


def _dus(totaux: Totaux) -> str:
    return f"{montant(totaux.ht)} HT, {montant(totaux.tva)} de TVA, {montant(totaux.ttc)} TTC"


def _ecrits(*centimes: int) -> tuple[str, ...]:
    return tuple(decimale(somme, milliers=FINE) for somme in centimes)


def en_json(
    comptes: Sequence[CompteDHonoraires], du: dt.date, au: dt.date, tardifs: Sequence[ApresCoup] = ()
) -> dict[str, object]:
    """L'objet JSON : ``encaissements`` comptés, ``sans_bareme`` et ``en_attente`` à part, avec ce qu'il faut faire."""
    return {
        "du": du,
        "au": au,
        "creanciers": [
            {
                "creancier": compte.creancier,
                "encaissements": [_objet(ligne) for ligne in compte.comptees],
                "sans_bareme": [
                    {**_objet(ligne), "note": sans_bareme(compte.creancier)} for ligne in compte.sans_bareme
                ],
                "en_attente": [{**_objet(ligne), "note": ligne.manque} for ligne in compte.en_attente],
                "baremes": [bareme_en_json(bareme) for bareme in compte.baremes],
                **_totaux(compte.totaux),
            }
            for compte in comptes
        ],
        "apres_coup": [
            {
                "dossier": numero_lisible(t.dossier),
                "recu_le": t.recu_le,
                "annule": t.cause is Tardif.ANNULE,
                "cause": str(t.cause),
            }
            for t in tardifs
        ],
        **_totaux(totaliser(comptes)),
    }


def _totaux(totaux: Totaux) -> dict[str, object]:
    return {
        "encaisse": en_decimal(totaux.encaisse),
        "encaisse_direct": en_decimal(totaux.direct),
        "ht": en_decimal(totaux.ht),
        "tva": en_decimal(totaux.tva),
        "ttc": en_decimal(totaux.ttc),
    }


def _objet(ligne: Commission) -> dict[str, object]:
    comptes = ligne.honoraires
    objet: dict[str, object] = {
        "dossier": numero_lisible(ligne.dossier),
        "reference": ligne.reference or None,
        "debiteur": ligne.debiteur,
        "rang": ligne.rang,
        "recu_le": ligne.recu.date,
        "saisi_le": ligne.saisi_le.date(),
        "direct": ligne.recu.direct,
        "encaisse": en_decimal(ligne.recu.montant),
    }
    if comptes is None:
        return objet
    return objet | {
        "assiette": en_decimal(comptes.assiette),
        "bareme_du": comptes.bareme.du,
        "lignes": [
            {
                "nature": str(ligne.nature),
                "base": en_decimal(ligne.base),
                "taux": ligne.taux,
                "montant": en_decimal(ligne.montant),
            }
            for ligne in comptes.lignes
        ],
        "ht": en_decimal(comptes.ht),
        "taux_tva": comptes.bareme.tva,
        "tva": en_decimal(comptes.tva),
        "ttc": en_decimal(comptes.ttc),
    }


def lignes_csv(comptes: Iterable[CompteDHonoraires]) -> Iterator[Sequence[Valeur]]:
    """Une ligne par encaissement, dans l'ordre de ``COLONNES_CSV`` ; la note dit pourquoi il n'est pas compté."""
    for compte in comptes:
        for ligne in compte.commissions:
            note = ligne.manque or ("" if ligne.honoraires else sans_bareme(compte.creancier))
            yield (
                ligne.reference, numero_lisible(ligne.dossier), compte.creancier, ligne.debiteur, ligne.rang,
                ligne.recu.date, ligne.saisi_le.date(), "créancier" if ligne.recu.direct else "agence",
                decimale(ligne.recu.montant), *_chiffres(ligne), note,
            )  # fmt: skip


def _chiffres(ligne: Commission) -> tuple[Valeur, ...]:
    comptes = ligne.honoraires
    if comptes is None:
        return (None,) * 7
    return (
        decimale(comptes.assiette), calcul(ligne.recu.montant, comptes), comptes.bareme.du, decimale(comptes.ht),
        comptes.bareme.tva, decimale(comptes.tva), decimale(comptes.ttc),
    )  # fmt: skip
