"""Les mentions de R124-4, une à une : ce que la première lettre d'une agence doit porter, et le rappel ensuite.

Un créancier qui écrit lui-même n'y est pas tenu (CPCE L124-1). L'omission d'une seule est punie (R124-7 2°).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from recouvre.courriers.champs import lire
from recouvre.courriers.constats import Constat
from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.courriers.texte_lu import Lu, normaliser
from recouvre.courriers.textes_de_loi import ACTIVITE, L111_8_ALINEA_2, L111_8_ALINEA_3
from recouvre.domaine.dates import en_chiffres, en_toutes_lettres
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.droit.releve import SoldeFacture

_Test = Callable[[Lu], bool]

_ALINEA_2, _ALINEA_3 = normaliser(L111_8_ALINEA_2), normaliser(L111_8_ALINEA_3)
_PAYER = re.compile(r"\b(?:payer|paiement|régler|règlement|verser)\b")
_ACTIVITE = re.compile(r"\bexer[cç]\w+ (?:une |l'|son |notre |leur )?activités? (?:\w+ )?de recouvrement amiable\b")


def mentions(lu: Lu, demande: Demande, objets: Fiches, *, entiere: bool, breve: bool = False) -> Iterator[Constat]:
    """Chaque mention de R124-4 due par ce courrier d'agence ; ``entiere`` : il doit les porter toutes.

    ``breve`` : la date de la première lettre peut s'y écrire en chiffres (un SMS n'a pas la place du mois).

    Lève ``ChampManquant`` si le profil ou le créancier n'a pas de quoi la remplir.
    """
    if entiere:
        yield from _qui(lu, objets)
        yield from _combien(lu, objets)
        yield from _payer(lu, objets)
        yield _constat(
            "5", "Les alinéas 2 et 3 de L111-8, mot à mot",
            lambda lu: _ALINEA_2 in lu.complet and _ALINEA_3 in lu.complet, lu,
            "la reproduction mot à mot des alinéas 2 et 3 de L111-8 manque",
            "placez le bloc [L111-8] seul sur sa ligne",
        )  # fmt: skip
    if demande.premiere is not None:
        yield _rappel(lu, demande.premiere, breve=breve)


def _constat(numero: str, libelle: str, test: _Test, lu: Lu, manquement: str, correction: str) -> Constat:
    point = f" {numero[0]}°" if numero[0].isdigit() else ", dernier alinéa"
    respecte = test(lu)
    return Constat(
        regle=f"r124_4_{numero}",
        libelle=libelle,
        article=f"CPCE R124-4{point}",
        manquement="" if respecte else manquement,
        correction="" if respecte else correction,
    )


def _qui(lu: Lu, objets: Fiches) -> Iterator[Constat]:
    agence, creancier = objets.expediteur, objets.creancier
    yield _constat(
        "1a", "Le nom de l'agence", _contient(lire(agence, "denomination")), lu,
        "le nom de l'agence manque", "écrivez {{ expediteur.denomination }}",
    )  # fmt: skip
    yield _constat(
        "1b", "L'adresse de l'agence", _contient(lire(agence, "adresse"), lire(agence, "ville")), lu,
        "l'adresse de l'agence manque", "écrivez {{ expediteur.adresse_complete }}",
    )  # fmt: skip
    yield _constat(
        "1c", "L'indication de son activité", lambda lu: bool(_ACTIVITE.search(lu.complet)), lu,
        f"l'indication qu'elle « {ACTIVITE} » manque",
        f"écrivez {{{{ expediteur.denomination }}}} {ACTIVITE} de créances",
    )  # fmt: skip
    adresse = _contient(lire(creancier, "adresse"), lire(creancier, "ville"))
    nom = _contient(lire(creancier, "denomination"))
    quoi = " et ".join(q for q, test in (("le nom", nom), ("l'adresse", adresse)) if not test(lu))
    yield _constat(
        "2", "Le nom et l'adresse du créancier", lambda lu: nom(lu) and adresse(lu), lu,
        f"{quoi} du créancier {'manquent' if ' et ' in quoi else 'manque'}",
        "écrivez {{ creancier.denomination }}, {{ creancier.adresse_complete }}",
    )  # fmt: skip


def _combien(lu: Lu, objets: Fiches) -> Iterator[Constat]:
    reclame = objets.reclamation
    tues = [sur_une_ligne(facture.numero) for facture in reclame.factures if not _fondee(facture)(lu)]
    yield _constat(
        "3a", "Le fondement de la somme : chaque facture et sa date", lambda _: not tues, lu,
        f"le fondement de la somme manque : {', '.join(tues)}, avec sa date", "placez le bloc [factures]",
    )  # fmt: skip
    yield _constat(
        "3b", "Le montant en principal", _ligne(montant(reclame.principal), "principal"), lu,
        "le montant en principal manque", "placez le bloc [decompte]",
    )  # fmt: skip
    yield _constat(
        "3c", "Le montant des intérêts, distingué", _ligne(montant(reclame.interets), "intérêts"), lu,
        "le montant des intérêts n'est pas distingué, fût-il de zéro", "placez le bloc [decompte]",
    )  # fmt: skip
    autres = {reclame.indemnites, *(poste.montant for poste in reclame.postes)} - {0} or {0}
    distingues = [_ligne(montant(autre), "accessoires") for autre in sorted(autres)]
    yield _constat(
        "3d", "Les autres accessoires, distingués", lambda lu: all(test(lu) for test in distingues), lu,
        "les autres accessoires ne sont pas distingués, fussent-ils de zéro", "placez le bloc [decompte]",
    )  # fmt: skip


def _payer(lu: Lu, objets: Fiches) -> Iterator[Constat]:
    total = normaliser(montant(objets.reclamation.total))
    yield _constat(
        "4a", "L'indication d'avoir à payer la somme due",
        lambda lu: any(total in phrase and _PAYER.search(phrase) for phrase in lu.paragraphes), lu,
        "l'indication d'avoir à payer la somme due manque",
        "demandez, dans une phrase, de payer {{ decompte.total }}",
    )  # fmt: skip
    yield _constat(
        "4b", "Les modalités de paiement : l'IBAN du compte affecté", _contient(lire(objets.expediteur, "iban")), lu,
        "les modalités de paiement, avec l'IBAN, manquent", "placez le bloc [modalites]",
    )  # fmt: skip


def _rappel(lu: Lu, premiere: RelanceEnvoyee, *, breve: bool) -> Constat:
    champ = "premiere_en_chiffres" if breve else "premiere_le"
    dates = (en_toutes_lettres(premiere.date), *([en_chiffres(premiere.date)] if breve else []))
    reference = re.compile(rf"(?<!\w){re.escape(normaliser(sur_une_ligne(premiere.reference)))}(?!\w|[-/]\w)")

    def test(lu: Lu) -> bool:
        return bool(reference.search(lu.complet)) and any(normaliser(date) in lu.complet for date in dates)

    return _constat(
        "rappel", "La référence et la date de la première lettre", test, lu,
        "la référence ou la date de la première lettre n'est pas rappelée",
        f"écrivez {{{{ courrier.premiere_reference }}}} du {{{{ courrier.{champ} }}}}",
    )  # fmt: skip


def _fondee(facture: SoldeFacture) -> _Test:
    return _ligne(sur_une_ligne(facture.numero), en_chiffres(facture.emise_le))


def _contient(*morceaux: str) -> _Test:
    voulus = [normaliser(morceau) for morceau in morceaux]
    return lambda lu: all(voulu in lu.complet for voulu in voulus)


def _ligne(*morceaux: str) -> _Test:
    """Un poste est distingué s'il a sa ligne : son nom et son montant ensemble."""
    premier, *autres = [normaliser(morceau) for morceau in morceaux]
    return lambda lu: any(premier in ligne and all(autre in ligne for autre in autres) for ligne in lu.lignes)
