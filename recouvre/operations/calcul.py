"""Ce que l'on peut taper d'une créance à calculer, et ce qui ne peut pas être vrai.

``controler`` refuse ce qui se contredit, et ce qui ne changerait rien sans qu'on le voie ; il dit quelle option revoir.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from recouvre.domaine.contrat import SANS_INTERET, Acheteur, GenreTaux, SousPlancher, TauxConvenu
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import SaisieIllisible
from recouvre.droit.delais import ajouter_annees
from recouvre.droit.releve import Reserve

PREMIER_TAUX_LE = dt.date(1975, 7, 15)
"""La loi du 11 juillet 1975 : le premier taux légal que les tables connaissent."""

ANNEES_DE_GRACE = 2
"""C. civ. 1343-5 : le juge reporte ou échelonne dans la limite de deux années."""


class CalculImpossible(SaisieIllisible):
    """Ce que l'on a tapé se contredit ; ``option`` est celle à revoir."""

    def __init__(self, option: str, phrase: str) -> None:
        self.option = option
        super().__init__(f"{option} : {phrase}")


Mouvement = tuple[dt.date, int]
"""Une somme (centimes) à une date."""


@dataclass(frozen=True, slots=True)
class ClausePenale:
    """Des points du principal dû à la mise en demeure, et un forfait en centimes."""

    points: Decimal | None = None
    forfait: int = 0


@dataclass(frozen=True, slots=True)
class Periode:
    """Du jour ``debut`` au jour ``fin``, inclus."""

    debut: dt.date
    fin: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Calcul:
    """Ce que l'on sait de la créance à calculer. Montants en centimes ; ``emise`` à ``None`` : on ne la connaît pas."""

    montant: int
    echeance: dt.date
    au: dt.date
    emise: dt.date | None = None
    deja_regle: int = 0
    retenue: int = 0
    qualite: Qualite = Qualite.PROFESSIONNEL
    acheteur: Acheteur | None = None
    creancier_particulier: bool = False
    taux: TauxConvenu | None = None
    sous_plancher: SousPlancher | None = None
    exact: bool = False
    clause_penale: ClausePenale | None = None
    capitalisation: bool = False
    imputation: str = ""
    mise_en_demeure: dt.date | None = None
    paiements: tuple[Mouvement, ...] = ()
    avoirs: tuple[Mouvement, ...] = ()
    frais: tuple[Mouvement, ...] = ()
    procedure: dt.date | None = None
    surendettement: dt.date | None = None
    jugement: dt.date | None = None
    signifie_le: dt.date | None = None
    executoire_le: dt.date | None = None
    delai_de_grace: Periode | None = None

    @property
    def emise_le(self) -> dt.date:
        """Le jour où la créance est née ; à défaut, au plus tard le premier jour dont on parle."""
        return self.emise or min([self.echeance, *(le for le, _ in (*self.paiements, *self.avoirs))])


def controler(calcul: Calcul) -> None:
    """Lève le premier ``CalculImpossible`` trouvé."""
    for regle in (_les_dates, _les_montants, _le_regime, _le_contrat, _le_titre, _les_arrets):
        for faute in regle(calcul):
            raise faute


def sans_effet(calcul: Calcul) -> Iterator[Reserve]:
    """Ce qui a été tapé et ne compte pas : ce qui vient après le jour du calcul, ou ne touche pas cette facture."""
    for option, le in _dates(calcul):
        if le > calcul.au:
            yield Reserve(
                "sans-effet",
                f"{option} {en_chiffres(le)} : ce jour est postérieur au {en_chiffres(calcul.au)}, il ne compte pas.",
            )
    for option, jour in (("--procedure", calcul.procedure), ("--surendettement", calcul.surendettement)):
        if jour and jour <= calcul.emise_le:
            yield Reserve(
                "sans-effet",
                f"{option} {en_chiffres(jour)} : la facture, née le {en_chiffres(calcul.emise_le)}, n'est pas née "
                "avant ; ses intérêts courent toujours.",
            )


def _dates(calcul: Calcul) -> Iterator[tuple[str, dt.date]]:
    """Les dates tapées, hors celle du calcul, avec leur option."""
    grace = calcul.delai_de_grace
    seules = (
        ("--emise", calcul.emise), ("--echeance", calcul.echeance), ("--mise-en-demeure", calcul.mise_en_demeure),
        ("--procedure", calcul.procedure), ("--surendettement", calcul.surendettement),
        ("--jugement", calcul.jugement), ("--signifie-le", calcul.signifie_le),
        ("--executoire-le", calcul.executoire_le), ("--delai-de-grace", grace.debut if grace else None),
    )  # fmt: skip
    yield from ((option, le) for option, le in seules if le is not None)
    suites = (("--paiement", calcul.paiements), ("--avoir", calcul.avoirs), ("--frais", calcul.frais))
    yield from ((option, le) for option, suite in suites for le, _ in suite)


def _les_dates(calcul: Calcul) -> Iterator[CalculImpossible]:
    for option, le in (("--au", calcul.au), *_dates(calcul)):
        if le < PREMIER_TAUX_LE:
            yield CalculImpossible(
                option,
                f"le {en_chiffres(le)} précède le premier taux légal connu, celui du {en_chiffres(PREMIER_TAUX_LE)} : "
                "rien ne se calcule avant.",
            )
    if calcul.emise and calcul.emise > calcul.echeance:
        yield CalculImpossible("--emise", "une facture ne peut pas être émise après son échéance.")
    if calcul.au < calcul.echeance:
        yield CalculImpossible(
            "--au",
            f"le {en_chiffres(calcul.au)} précède l'échéance du {en_chiffres(calcul.echeance)} : à cette date rien "
            "n'est encore exigible. Ajoutez --au DATE, un jour d'après l'échéance.",
        )
    if calcul.mise_en_demeure and calcul.mise_en_demeure <= calcul.echeance:
        yield CalculImpossible(
            "--mise-en-demeure",
            "elle ne peut réclamer une facture qui n'est pas encore échue : elle se présente après le "
            f"{en_chiffres(calcul.echeance)}.",
        )


def _les_montants(calcul: Calcul) -> Iterator[CalculImpossible]:
    if calcul.montant <= 0:
        yield CalculImpossible("--montant", "écrivez un montant plus grand que zéro.")
    for option, somme in (("--deja-regle", calcul.deja_regle), ("--retenue", calcul.retenue)):
        if not 0 <= somme < calcul.montant:
            yield CalculImpossible(
                option, f"écrivez un montant de zéro à moins que la facture, {en_euros(calcul.montant)}."
            )


def _le_regime(calcul: Calcul) -> Iterator[CalculImpossible]:
    public = calcul.qualite is Qualite.PUBLIC
    if calcul.acheteur and not public:
        yield CalculImpossible("--acheteur", "il précise un débiteur public : ajoutez --qualite public.")
    if calcul.retenue and (not public or calcul.acheteur is Acheteur.ENTITE_ADJUDICATRICE):
        yield CalculImpossible(
            "--retenue",
            "seul un acheteur public soumis au code de la commande publique retient une garantie qui ne porte pas "
            "intérêt (CCP, art. R2192-33).",
        )
    if calcul.creancier_particulier and public:
        yield CalculImpossible(
            "--creancier-particulier", "le titulaire d'un marché public agit pour ses besoins professionnels."
        )


def _le_contrat(calcul: Calcul) -> Iterator[CalculImpossible]:
    entre_pros = calcul.qualite is Qualite.PROFESSIONNEL or calcul.acheteur is Acheteur.ENTITE_ADJUDICATRICE
    if calcul.taux and calcul.taux.genre is GenreTaux.LEGAL and not calcul.taux.valeur:
        yield CalculImpossible("--taux", f"{SANS_INTERET}.")
    if calcul.sous_plancher and calcul.taux is None:
        yield CalculImpossible("--sous-plancher", "le plancher se compare à un taux de contrat : ajoutez --taux.")
    if calcul.sous_plancher and (calcul.creancier_particulier or not entre_pros):
        yield CalculImpossible(
            "--sous-plancher",
            "le plancher de trois fois le taux légal ne vaut qu'entre professionnels (C. com., art. L441-10 II).",
        )
    if calcul.clause_penale and calcul.mise_en_demeure is None:
        yield CalculImpossible(
            "--clause-penale",
            "elle n'est due qu'une fois le débiteur mis en demeure (C. civ., art. 1231-5) : ajoutez "
            "--mise-en-demeure DATE.",
        )


def _le_titre(calcul: Calcul) -> Iterator[CalculImpossible]:
    for option, le in (("--signifie-le", calcul.signifie_le), ("--executoire-le", calcul.executoire_le)):
        if le and calcul.jugement is None:
            yield CalculImpossible(option, "il faut le jugement dont on parle : ajoutez --jugement DATE.")
        if le and calcul.jugement and le < calcul.jugement:
            yield CalculImpossible(option, f"ce jour précède le jugement, du {en_chiffres(calcul.jugement)}.")
    if calcul.executoire_le and calcul.signifie_le is None:
        yield CalculImpossible(
            "--executoire-le",
            "sans signification, cette date ne change rien (CMF, art. L313-3) : ajoutez --signifie-le DATE.",
        )
    if calcul.jugement and calcul.jugement < calcul.echeance:
        yield CalculImpossible(
            "--jugement",
            "il ne peut condamner à payer ce qui n'est pas encore exigible : l'échéance est au "
            f"{en_chiffres(calcul.echeance)}.",
        )


def _les_arrets(calcul: Calcul) -> Iterator[CalculImpossible]:
    for option, le in (("--procedure", calcul.procedure), ("--surendettement", calcul.surendettement)):
        if le and calcul.emise is None and le <= calcul.emise_le:
            yield CalculImpossible(
                option,
                "les intérêts ne s'arrêtent que pour une facture née avant : dites quand la vôtre est née, avec "
                "--emise DATE.",
            )
    if calcul.delai_de_grace:
        debut, fin = calcul.delai_de_grace.debut, calcul.delai_de_grace.fin
        if fin < debut:
            yield CalculImpossible("--delai-de-grace", "il finit avant de commencer : écrivez DEBUT=FIN.")
        if fin > ajouter_annees(debut, ANNEES_DE_GRACE):
            yield CalculImpossible("--delai-de-grace", "le juge n'accorde pas plus de deux ans (C. civ., art. 1343-5).")
