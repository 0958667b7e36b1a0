"""Les statistiques des résultats : en tableaux, en JSON, en CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from recouvre.affichage.francais import FINE, INSECABLE, date, decimale, dixiemes, entier, majuscule, montant, pluriel
from recouvre.affichage.sortie_csv import Valeur
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.conduite.statistiques import Bilan, Etape, Tranche, pour_mille
from recouvre.domaine.montants import en_decimal

Lignes = Sequence[tuple[str, Bilan]]
"""Un créancier et son bilan."""

COLONNES_CSV = (
    "creancier", "dossiers", "en_cours", "soldes", "soldes_sans_paiement", "sans_suite", "confie", "recouvre",
    "avoirs", "remises", "reste", "taux", "taux_en_nombre", "encaisse", "direct", "rendu", "delai_median",
    "delai_moyen", "sans_taux",
)  # fmt: skip

RIEN = "–"


def en_json(lignes: Lignes, total: Bilan, du: dt.date | None, au: dt.date | None) -> dict[str, object]:
    """L'objet JSON : chaque créancier, et le total. Taux en points, délais en jours, à une décimale."""
    creanciers = [{"creancier": nom, **_objet(bilan)} for nom, bilan in lignes]
    return {"du": du, "au": au, "creanciers": creanciers, "total": _objet(total)}


def _objet(bilan: Bilan) -> Mapping[str, object]:
    principal = bilan.principal
    montants = {
        "confie": principal.confie, "recouvre": principal.recouvre, "avoirs": principal.avoirs,
        "remises": principal.remises, "reste": principal.reste, "encaisse": bilan.encaisse, "direct": bilan.direct,
        "rendu": bilan.rendu,
    }  # fmt: skip
    return {
        "dossiers": bilan.dossiers,
        "en_cours": bilan.en_cours,
        "soldes": bilan.soldes,
        "soldes_sans_paiement": bilan.sans_paiement,
        "sans_suite": bilan.sans_suite,
        "sans_taux": bilan.sans_taux,
        **{nom: en_decimal(centimes) for nom, centimes in montants.items()},
        "taux": _point(bilan.taux),
        "taux_en_nombre": _point(bilan.taux_en_nombre),
        "delai_median": _point(bilan.delai_median),
        "delai_moyen": _point(bilan.delai_moyen),
        "delais_comptes": bilan.delais.total(),
        "anciennete": [_de_la_tranche(nom, tranche) for nom, tranche in bilan.par_anciennete()],
        "etapes": [_de_l_etape(nom, etape, bilan.encaisse) for nom, etape in bilan.par_etape()],
    }


def _de_la_tranche(nom: str, tranche: Tranche) -> Mapping[str, object]:
    return {
        "tranche": nom,
        "dossiers": tranche.dossiers,
        "confie": en_decimal(tranche.confie),
        "recouvre": en_decimal(tranche.recouvre),
        "taux": _point(pour_mille(tranche.recouvre, tranche.confie)),
    }


def _de_l_etape(nom: str, etape: Etape, encaisse: int) -> Mapping[str, object]:
    """``encaisse`` : tout ce que ces dossiers ont reçu, dont on dit la part."""
    return {
        "etape": nom,
        "paiements": etape.paiements,
        "encaisse": en_decimal(etape.encaisse),
        "part": _point(pour_mille(etape.encaisse, encaisse)),
    }


def lignes_csv(lignes: Lignes) -> Iterator[Sequence[Valeur]]:
    """Une ligne par créancier, dans l'ordre de ``COLONNES_CSV`` ; un taux en points, vide s'il n'y a rien à diviser."""
    for nom, bilan in lignes:
        principal = bilan.principal
        yield (
            nom, bilan.dossiers, bilan.en_cours, bilan.soldes, bilan.sans_paiement, bilan.sans_suite,
            *map(decimale, (principal.confie, principal.recouvre, principal.avoirs, principal.remises,
                            principal.reste)),
            _virgule(bilan.taux), _virgule(bilan.taux_en_nombre),
            *map(decimale, (bilan.encaisse, bilan.direct, bilan.rendu)),
            _virgule(bilan.delai_median), _virgule(bilan.delai_moyen), bilan.sans_taux,
        )  # fmt: skip


def montrer(lignes: Lignes, total: Bilan, *, titre: str) -> None:
    """Les tableaux : les créanciers, puis l'ancienneté et les démarches de tous leurs dossiers ensemble."""
    _creanciers(lignes, total, titre)
    print()
    _anciennete(total)
    if total.encaisse:
        print()
        _etapes(total)


def _creanciers(lignes: Lignes, total: Bilan, titre: str) -> None:
    titres = ("Confiés", "En cours", "Soldés", "Sans suite", "Confié", "Recouvré", "Taux", "Délai")
    tableau(
        (Colonne("Créancier"), *(Colonne(nom, droite=True) for nom in titres)),
        [(nom, *_cellules(bilan)) for nom, bilan in lignes],
        titre=titre,
        total=("Total", *_cellules(total)) if len(lignes) > 1 else (),
        notes=[plier(note, "  ") for note in _notes(total)],
        accents={rang: Accent.ALERTE for rang, (_, bilan) in enumerate(lignes) if bilan.sans_taux},
    )


def _cellules(bilan: Bilan) -> list[str]:
    nombres = (bilan.dossiers, bilan.en_cours, bilan.soldes, bilan.sans_suite)
    sommes = (bilan.principal.confie, bilan.principal.recouvre)
    return [*map(entier, nombres), *map(_somme, sommes), _pour_cent(bilan.taux), _jours(bilan.delai_median)]


def _notes(total: Bilan) -> Iterator[str]:
    principal = total.principal
    yield (
        f"Principal confié {montant(principal.confie)} = recouvré {montant(principal.recouvre)} + avoirs "
        f"{montant(principal.avoirs)} + remises et effacements {montant(principal.remises)} + reste dû "
        f"{montant(principal.reste)}."
    )
    rendu = f", dont {montant(total.rendu)} de trop rendus au débiteur" if total.rendu else ""
    yield (
        f"Encaissé, accessoires compris : {montant(total.encaisse)}, dont {montant(total.direct)} directement par le "
        f"créancier{rendu}."
    )
    soldes = total.delais.total()
    eteints = pluriel(total.sans_paiement, "dossier éteint", "dossiers éteints")
    sans = f" ; {eteints} sans paiement, ou par un effacement" if total.sans_paiement else ""
    yield (
        f"Soldés après paiement : {_pour_cent(total.taux_en_nombre)} des dossiers{sans}. Délai médian "
        f"{_jours(total.delai_median)}, moyen {_jours(total.delai_moyen)}, sur {pluriel(soldes, 'dossier')}."
    )
    if total.sans_taux:
        yield (
            f"! {pluriel(total.sans_taux, 'dossier')} hors des montants confiés et recouvrés : un taux est à relever "
            "(recouvre agenda)."
        )


def _anciennete(bilan: Bilan) -> None:
    tableau(
        (Colonne("À l'ouverture"), *(Colonne(nom, droite=True) for nom in ("Dossiers", "Confié", "Recouvré", "Taux"))),
        [
            (
                majuscule(nom), entier(t.dossiers), _somme(t.confie), _somme(t.recouvre),
                _pour_cent(pour_mille(t.recouvre, t.confie)),
            )
            for nom, t in bilan.par_anciennete()
        ],
        titre="Par ancienneté de la créance",
    )  # fmt: skip


def _etapes(bilan: Bilan) -> None:
    tableau(
        (Colonne("Dernière démarche"), *(Colonne(nom, droite=True) for nom in ("Paiements", "Encaissé", "Part"))),
        [
            (
                majuscule(nom), entier(e.paiements), _somme(e.encaisse),
                _pour_cent(pour_mille(e.encaisse, bilan.encaisse)),
            )
            for nom, e in bilan.par_etape()
        ],
        titre="Par étape atteinte au moment du paiement",
    )  # fmt: skip


def titre(du: dt.date | None, au: dt.date | None, creancier: str = "") -> str:
    """« Résultats des dossiers confiés du 01/01/2026 au 30/06/2026 par Forge Béranger »."""
    bornes = f" du {date(du)}" if du and au else f" depuis le {date(du)}" if du else ""
    fin = f" au {date(au)}" if du and au else f" jusqu'au {date(au)}" if au else ""
    return f"Résultats des dossiers confiés{bornes}{fin}{f' par {creancier}' if creancier else ''}"


def _somme(centimes: int) -> str:
    return decimale(centimes, milliers=FINE)


def _virgule(compte: int | None) -> str:
    return "" if compte is None else dixiemes(compte)


def _point(compte: int | None) -> str | None:
    return None if compte is None else dixiemes(compte).replace(",", ".")


def _pour_cent(compte: int | None) -> str:
    return RIEN if compte is None else f"{dixiemes(compte)}{INSECABLE}%"


def _jours(compte: int | None) -> str:
    """« 34 j », « 12,5 j »."""
    return RIEN if compte is None else f"{dixiemes(compte).removesuffix(',0')}{INSECABLE}j"
