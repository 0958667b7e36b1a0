"""La maison tient debout : qui importe qui, ni horloge ni fichier ni flottant sous la loi, des modules courts et dits.

Chaque règle est une fonction qui lit l'arbre syntaxique d'un dossier de code et rend ses fautes. Elle est appliquée au
paquet, et à un petit paquet fautif écrit exprès : une règle qui ne sait pas voir une faute ne garde rien.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pytest

PAQUET = Path(__file__).parents[1] / "recouvre"


def mots(texte: str) -> frozenset[str]:
    """Les mots d'un texte."""
    return frozenset(texte.split())


RACINE = "racine"
"""Les modules posés directement dans le paquet : la ligne de commande."""

DESSUS = ("domaine", "droit", "conduite", "base", "echanges", "courriers", "envois")
INTERNES: dict[str, tuple[str, ...]] = {
    "domaine": (),
    "droit": ("domaine",),
    "conduite": ("droit", "domaine"),
    "base": ("domaine",),
    "echanges": ("domaine",),
    "courriers": ("droit", "domaine"),
    "envois": ("domaine",),
    "affichage": ("conduite", "droit", "domaine"),
    "operations": DESSUS,
    "commandes": ("operations", "affichage", "base", "conduite", "droit", "domaine"),
    RACINE: (*DESSUS, "affichage", "operations", "commandes"),
}
"""Le tableau du plan de la maison : une pièce importe celles-ci et elle-même, rien d'autre."""

TIERS: dict[str, tuple[str, ...]] = {
    "domaine": (),
    "droit": ("dateutil",),
    "conduite": (),
    "base": ("sqlite3", "sqlite_utils", "tomlkit"),
    "echanges": ("pypdf", "stdnum", "defusedxml"),
    "courriers": ("jinja2", "reportlab", "pypdf", "PIL", "pikepdf"),
    "envois": ("smtplib", "keyring"),
    "affichage": ("rich",),
    "operations": (),
    "commandes": ("typer",),
    RACINE: ("typer",),
}
"""Bibliothèques tierces de chaque pièce ; ``tomlkit`` (base) et ``pypdf`` (courriers) : décisions du 21/11/2026."""

SURVEILLES = frozenset({"sqlite3", "smtplib"})
"""Modules de la bibliothèque standard qui n'ont qu'une pièce, comme des tiers."""

SEUL_MODULE = {"dateutil": "droit/delais.py"}
LECTEUR_DE_TABLES = "droit/tables.py"
"""Le seul module de la loi qui ouvre un fichier : une table du paquet, figée avec le code."""
PURES = ("domaine", "droit", "conduite")
MODULES_IMPURS = mots(
    """os io sys time random secrets pathlib importlib tempfile shutil subprocess socket glob tomllib csv logging locale
    threading asyncio urllib http pickle shelve zoneinfo pkgutil inspect math statistics cmath"""
)
HORLOGES = mots("today now utcnow fromtimestamp localtime gmtime monotonic perf_counter time_ns process_time")
FICHIERS = mots("read_text read_bytes write_text write_bytes open_text files iterdir glob rglob mkdir unlink")
FLOTTANTS = mots("float round complex")
LIGNES_AU_PLUS = 300
NOMS_FOURRE_TOUT = mots("utils util helpers common misc outils divers services managers")

Faute = tuple[str, int, str]
"""Chemin relatif au paquet, ligne, ce qui ne va pas."""


@dataclass(frozen=True, slots=True)
class Module:
    """Un module lu : son chemin dans le paquet, son texte, son arbre, les méthodes des protocoles de sa pièce."""

    chemin: str
    texte: str
    arbre: ast.Module
    protocoles: frozenset[str] = frozenset()

    @property
    def piece(self) -> str:
        """La pièce qui le tient ; ``RACINE`` s'il est posé dans le paquet."""
        tete, _, reste = self.chemin.partition("/")
        return tete if reste else RACINE

    @property
    def pur(self) -> bool:
        """Vrai sous domaine, droit et conduite."""
        return self.piece in PURES


def lire(paquet: Path) -> list[Module]:
    """Tous les modules du paquet."""
    modules = [
        Module(chemin.relative_to(paquet).as_posix(), texte, ast.parse(texte))
        for chemin in sorted(paquet.rglob("*.py"))
        for texte in [chemin.read_text("utf-8")]
    ]
    protocoles: dict[str, set[str]] = {module.piece: set() for module in modules}
    for module in modules:
        protocoles[module.piece] |= set(_methodes_de_protocole(module.arbre))
    return [replace(module, protocoles=frozenset(protocoles[module.piece])) for module in modules]


@lru_cache(maxsize=1)
def _du_paquet() -> list[Module]:
    """Le vrai paquet, lu une fois pour toutes les règles."""
    return lire(PAQUET)


def _methodes_de_protocole(arbre: ast.Module) -> Iterator[str]:
    for classe in ast.walk(arbre):
        if isinstance(classe, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in classe.bases):
            yield from (noeud.name for noeud in classe.body if isinstance(noeud, ast.FunctionDef))


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Chaque nom importé, en entier, où que ce soit : en tête, dans une fonction, sous TYPE_CHECKING."""
    for noeud in ast.walk(module.arbre):
        if isinstance(noeud, ast.Import):
            yield from ((alias.name, noeud.lineno) for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            tete = "." * noeud.level + (noeud.module or "")
            noms = [f"{tete}.{alias.name}" for alias in noeud.names] if tete == "recouvre" else [tete]
            yield from ((nom, noeud.lineno) for nom in noms)


def noms_lus(module: Module) -> Iterator[tuple[str, int]]:
    """Chaque nom simple lu : ``open``, ``float``…"""
    for noeud in ast.walk(module.arbre):
        if isinstance(noeud, ast.Name):
            yield noeud.id, noeud.lineno


def attributs(module: Module) -> Iterator[tuple[str, int]]:
    """Chaque attribut : ``today`` de ``dt.date.today``."""
    for noeud in ast.walk(module.arbre):
        if isinstance(noeud, ast.Attribute):
            yield noeud.attr, noeud.lineno


# --- Les règles -----------------------------------------------------------------------------------------------------


def qui_importe_qui(module: Module) -> Iterator[Faute]:
    """Le tableau des pièces."""
    permises = (module.piece, *INTERNES.get(module.piece, ()))
    if module.piece not in INTERNES:
        yield module.chemin, 1, f"la pièce « {module.piece} » n'est pas dans le tableau"
    for nom, ligne in imports(module):
        if nom.startswith("."):
            yield module.chemin, ligne, "import relatif : écrivez le chemin entier"
        elif nom.startswith("recouvre.") and (visee := _piece_visee(nom)) not in permises:
            yield module.chemin, ligne, f"{module.piece} n'importe pas {visee} ({nom})"


def _piece_visee(nom: str) -> str:
    piece = nom.split(".")[1]
    return piece if piece in INTERNES else RACINE


def tiers_a_leur_place(module: Module) -> Iterator[Faute]:
    """Chaque bibliothèque tierce dans sa pièce, et ``dateutil`` dans un seul module."""
    for nom, ligne in imports(module):
        tete = nom.split(".")[0]
        if tete in ("", "recouvre") or (tete in sys.stdlib_module_names and tete not in SURVEILLES):
            continue
        if tete not in TIERS.get(module.piece, ()):
            yield module.chemin, ligne, f"{module.piece} n'importe pas {tete}"
        elif SEUL_MODULE.get(tete, module.chemin) != module.chemin:
            yield module.chemin, ligne, f"{tete} n'est importé que par {SEUL_MODULE[tete]}"


def sans_horloge(module: Module) -> Iterator[Faute]:
    """Sous la loi, le jour est un argument."""
    if module.pur:
        yield from _interdits(module, attributs(module), HORLOGES, "lit l'horloge")
        yield from _interdits(module, noms_lus(module), HORLOGES, "lit l'horloge")


def sans_fichier(module: Module) -> Iterator[Faute]:
    """Sous la loi, ni disque, ni réseau, ni hasard."""
    if module.pur and module.chemin != LECTEUR_DE_TABLES:
        tetes = ((nom.split(".")[0], ligne) for nom, ligne in imports(module))
        yield from _interdits(module, tetes, MODULES_IMPURS, "est importé sous la loi")
        yield from _interdits(module, attributs(module), FICHIERS, "touche au disque")
        noms = frozenset({"open", "__file__", "__import__", "eval", "exec", "input", "print"})
        yield from _interdits(module, noms_lus(module), noms, "touche au monde extérieur")


def sans_flottant(module: Module) -> Iterator[Faute]:
    """Sous la loi, ni littéral à virgule, ni ``float``, ni ``round``, ni ``/`` hors d'une ``Fraction``."""
    if not module.pur:
        return
    yield from _interdits(module, noms_lus(module), FLOTTANTS, "est un flottant")
    for noeud in ast.walk(module.arbre):
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, float | complex):
            yield module.chemin, noeud.lineno, f"le littéral {noeud.value} est un flottant"
        elif isinstance(noeud, ast.BinOp) and isinstance(noeud.op, ast.Div) and not _de_fraction(noeud):
            yield module.chemin, noeud.lineno, "division « / » : un entier sur un entier fait un flottant"
        elif isinstance(noeud, ast.AugAssign) and isinstance(noeud.op, ast.Div):
            yield module.chemin, noeud.lineno, "division « /= » : un entier sur un entier fait un flottant"
        elif isinstance(noeud, ast.BinOp) and isinstance(noeud.op, ast.Pow) and _negatif(noeud.right):
            yield module.chemin, noeud.lineno, "puissance négative : c'est un flottant"


def _de_fraction(noeud: ast.BinOp) -> bool:
    return any(
        isinstance(cote, ast.Call) and isinstance(cote.func, ast.Name) and cote.func.id == "Fraction"
        for cote in ast.walk(noeud.left)
    )


def _negatif(noeud: ast.expr) -> bool:
    return isinstance(noeud, ast.UnaryOp) and isinstance(noeud.op, ast.USub)


def _interdits(
    module: Module, lus: Iterator[tuple[str, int]], interdits: frozenset[str], pourquoi: str
) -> Iterator[Faute]:
    yield from ((module.chemin, ligne, f"« {nom} » {pourquoi}") for nom, ligne in lus if nom in interdits)


def modules_courts_et_nommes(module: Module) -> Iterator[Faute]:
    """Trois cents lignes au plus, et un nom qui dit ce qu'il y a dedans."""
    lignes = len(module.texte.splitlines())
    if lignes > LIGNES_AU_PLUS:
        yield module.chemin, lignes, f"{lignes} lignes : au plus {LIGNES_AU_PLUS}"
    for partie in Path(module.chemin).with_suffix("").parts:
        if partie in NOMS_FOURRE_TOUT:
            yield module.chemin, 1, f"« {partie} » ne dit pas ce qu'il y a dedans"


def tout_est_dit(module: Module) -> Iterator[Faute]:
    """Un docstring à chaque module, chaque fonction, classe et méthode publiques."""
    if not ast.get_docstring(module.arbre):
        yield module.chemin, 1, "module sans docstring"
    for noeud in module.arbre.body:
        if isinstance(noeud, ast.FunctionDef | ast.ClassDef) and not noeud.name.startswith("_"):
            if not ast.get_docstring(noeud):
                yield module.chemin, noeud.lineno, f"{noeud.name} sans docstring"
            if isinstance(noeud, ast.ClassDef):
                yield from _methodes_muettes(module, noeud)


def _methodes_muettes(module: Module, classe: ast.ClassDef) -> Iterator[Faute]:
    """Une méthode qui en remplit une autre, d'une base ou d'un protocole de la pièce, est dite là-bas."""
    if classe.bases:
        return
    for noeud in classe.body:
        if (
            isinstance(noeud, ast.FunctionDef)
            and not noeud.name.startswith("_")
            and noeud.name not in module.protocoles
            and not ast.get_docstring(noeud)
        ):
            yield module.chemin, noeud.lineno, f"{classe.name}.{noeud.name} sans docstring"


def rien_a_faire(module: Module) -> Iterator[Faute]:
    """Ni à-faire, ni bouchon."""
    for rang, ligne in enumerate(module.texte.splitlines(), start=1):
        if trouve := re.search(r"\b(TODO|FIXME|XXX|HACK)\b", ligne):
            yield module.chemin, rang, f"« {trouve[0]} »"
    for nom, rang in noms_lus(module):
        if nom == "NotImplementedError":
            yield module.chemin, rang, "bouchon : NotImplementedError"


def registres_en_clair(module: Module) -> Iterator[Faute]:
    """Les registres sont des tuples écrits en clair : ni liste ni ensemble au niveau d'un module, ni découverte."""
    for noeud in module.arbre.body:
        if isinstance(noeud, ast.Assign | ast.AnnAssign):
            cibles = noeud.targets if isinstance(noeud, ast.Assign) else [noeud.target]
            noms = [cible.id for cible in cibles if isinstance(cible, ast.Name)]
            if isinstance(noeud.value, ast.List | ast.ListComp | ast.Set | ast.SetComp) and noms != ["__all__"]:
                yield module.chemin, noeud.lineno, f"{', '.join(noms)} : un tuple, pas une liste ni un ensemble"
    for nom, ligne in imports(module):
        if nom.split(".")[0] in ("pkgutil", "pluggy") or nom in ("importlib.metadata", "importlib.util"):
            yield module.chemin, ligne, f"découverte par {nom}"
    for nom, ligne in attributs(module):
        if nom in ("__subclasses__", "entry_points", "iter_modules"):
            yield module.chemin, ligne, f"découverte par {nom}"
        elif nom == "import_module" and module.chemin != "cli.py":
            yield module.chemin, ligne, "seule la ligne de commande importe une commande par son nom"


def domaine_fige(module: Module) -> Iterator[Faute]:
    """Les dataclasses du domaine sont figées et sans dictionnaire."""
    if module.piece != "domaine":
        return
    for noeud in ast.walk(module.arbre):
        if isinstance(noeud, ast.ClassDef):
            for decorateur in noeud.decorator_list:
                if "dataclass" in (texte := ast.unparse(decorateur)) and not (
                    "frozen=True" in texte and "slots=True" in texte
                ):
                    yield module.chemin, noeud.lineno, f"{noeud.name} : dataclass ni figée ni sans dictionnaire"


Regle = Callable[[Module], Iterator[Faute]]
REGLES: tuple[Regle, ...] = (
    qui_importe_qui,
    tiers_a_leur_place,
    sans_horloge,
    sans_fichier,
    sans_flottant,
    modules_courts_et_nommes,
    tout_est_dit,
    rien_a_faire,
    registres_en_clair,
    domaine_fige,
)


def fautes(paquet: Path, regle: Regle) -> list[str]:
    """Les fautes de ce paquet contre cette règle, telles qu'on les lit dans un rapport de test."""
    modules = _du_paquet() if paquet == PAQUET else lire(paquet)
    return [f"{chemin}:{ligne} : {faute}" for m in modules for chemin, ligne, faute in sorted(set(regle(m)))]


# --- La maison ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regle", REGLES, ids=lambda regle: regle.__name__)
def test_la_maison_suit_la_regle(regle: Regle) -> None:
    trouvees = fautes(PAQUET, regle)
    assert not trouvees, "\n" + "\n".join(trouvees)


def test_toutes_les_pieces_du_tableau_existent() -> None:
    pieces = {chemin.name for chemin in PAQUET.iterdir() if (chemin / "__init__.py").exists()}
    assert pieces == set(INTERNES) - {RACINE}


def test_le_tableau_n_a_pas_de_cycle() -> None:
    rangs = list(INTERNES)
    for piece, permises in INTERNES.items():
        assert all(rangs.index(permise) < rangs.index(piece) for permise in permises), piece


@pytest.mark.parametrize(
    ("chemin", "nom"),
    [
        ("cli.py", "COMMANDES"),
        ("domaine/evenements.py", "GENRES"),
        ("operations/bareme.py", "SERIES"),
        ("operations/encaisser.py", "MODES"),
        ("conduite/scenarios.py", "ENVOIS"),
    ],
)
def test_un_registre_est_un_tuple(chemin: str, nom: str) -> None:
    arbre = ast.parse((PAQUET / chemin).read_text("utf-8"))
    valeurs = [
        noeud.value
        for noeud in arbre.body
        if isinstance(noeud, ast.Assign | ast.AnnAssign)
        for cible in (noeud.targets if isinstance(noeud, ast.Assign) else [noeud.target])
        if isinstance(cible, ast.Name) and cible.id == nom
    ]
    assert len(valeurs) == 1, f"{nom} n'est pas écrit dans {chemin}"
    assert isinstance(valeurs[0], ast.Tuple)


# --- Les règles mordent ---------------------------------------------------------------------------------------------

DIT = '"""Un module."""\n'
FAUTIFS: tuple[tuple[Regle, str, str, str], ...] = (
    (qui_importe_qui, "domaine/a.py", "from recouvre.droit.taux import Serie", "domaine n'importe pas droit"),
    (qui_importe_qui, "droit/a.py", "import recouvre.conduite.porte", "droit n'importe pas conduite"),
    (qui_importe_qui, "droit/a.py", "from recouvre import base", "droit n'importe pas base"),
    (
        qui_importe_qui,
        "conduite/a.py",
        "def f():\n    from recouvre.base import journal",
        "conduite n'importe pas base",
    ),
    (
        qui_importe_qui,
        "base/a.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from recouvre.droit.taux import Serie",
        "base n'importe pas droit",
    ),
    (
        qui_importe_qui,
        "operations/a.py",
        "from recouvre.affichage import tableau",
        "operations n'importe pas affichage",
    ),
    (qui_importe_qui, "envois/a.py", "from recouvre.courriers import courrier", "envois n'importe pas courriers"),
    (qui_importe_qui, "commandes/a.py", "from recouvre.cli import main", "commandes n'importe pas racine"),
    (qui_importe_qui, "droit/a.py", "from .taux import Serie", "import relatif"),
    (qui_importe_qui, "services/a.py", "", "n'est pas dans le tableau"),
    (tiers_a_leur_place, "operations/a.py", "import sqlite3", "operations n'importe pas sqlite3"),
    (tiers_a_leur_place, "commandes/a.py", "from rich.table import Table", "commandes n'importe pas rich"),
    (tiers_a_leur_place, "affichage/a.py", "import jinja2", "affichage n'importe pas jinja2"),
    (
        tiers_a_leur_place,
        "operations/a.py",
        "def f():\n    from reportlab.lib import colors",
        "n'importe pas reportlab",
    ),
    (tiers_a_leur_place, "droit/taux.py", "from dateutil.easter import easter", "que par droit/delais.py"),
    (tiers_a_leur_place, "conduite/a.py", "import dateutil", "conduite n'importe pas dateutil"),
    (tiers_a_leur_place, "domaine/a.py", "import attrs", "domaine n'importe pas attrs"),
    (sans_horloge, "droit/a.py", "import datetime as dt\nJOUR = dt.date.today()", "« today » lit l'horloge"),
    (sans_horloge, "conduite/a.py", "import datetime as dt\ndef f():\n    return dt.datetime.now()", "« now »"),
    (sans_horloge, "domaine/a.py", "from time import monotonic\nT = monotonic()", "« monotonic »"),
    (sans_fichier, "domaine/a.py", "import time", "« time » est importé sous la loi"),
    (sans_fichier, "droit/a.py", "from importlib import resources", "« importlib » est importé sous la loi"),
    (sans_fichier, "droit/a.py", "from pathlib import Path", "« pathlib » est importé sous la loi"),
    (
        sans_fichier,
        "conduite/a.py",
        "def f(chemin):\n    return chemin.read_text('utf-8')",
        "« read_text » touche au disque",
    ),
    (sans_fichier, "droit/a.py", "def f():\n    with open('taux') as f:\n        return f", "« open »"),
    (sans_flottant, "droit/a.py", "TAUX = 14.5", "le littéral 14.5 est un flottant"),
    (sans_flottant, "droit/a.py", "def f(a, b):\n    return a / b", "division « / »"),
    (sans_flottant, "domaine/a.py", "def f(a):\n    a /= 2\n    return a", "division « /= »"),
    (sans_flottant, "conduite/a.py", "def f(a):\n    return float(a)", "« float » est un flottant"),
    (sans_flottant, "droit/a.py", "def f(a: float) -> int:\n    return round(a)", "« round » est un flottant"),
    (sans_flottant, "droit/a.py", "def f(a):\n    return a * 10 ** -2", "puissance négative"),
    (modules_courts_et_nommes, "droit/a.py", "A = 1\n" * 300, "au plus 300"),
    (modules_courts_et_nommes, "droit/utils.py", "", "« utils » ne dit pas"),
    (modules_courts_et_nommes, "operations/services/a.py", "", "« services » ne dit pas"),
    (tout_est_dit, "droit/a.py", "def calculer():\n    return 1", "calculer sans docstring"),
    (tout_est_dit, "droit/a.py", 'class A:\n    """A."""\n    def b(self):\n        return 1', "A.b sans docstring"),
    (rien_a_faire, "droit/a.py", "A = 1  # TODO : plus tard", "« TODO »"),
    (rien_a_faire, "droit/a.py", "def f():\n    raise NotImplementedError", "bouchon"),
    (registres_en_clair, "cli.py", "COMMANDES = ['agenda', 'dossier']", "un tuple, pas une liste"),
    (registres_en_clair, "echanges/a.py", "import pkgutil", "découverte par pkgutil"),
    (
        registres_en_clair,
        "envois/a.py",
        "def f(base):\n    return base.__subclasses__()",
        "découverte par __subclasses__",
    ),
    (
        registres_en_clair,
        "echanges/a.py",
        "import importlib\nM = importlib.import_module('x')",
        "seule la ligne de commande",
    ),
    (domaine_fige, "domaine/a.py", "from dataclasses import dataclass\n@dataclass\nclass A:\n    b: int", "ni figée"),
)


@pytest.mark.parametrize(
    ("regle", "chemin", "code", "attendu"),
    FAUTIFS,
    ids=[f"{regle.__name__} : {attendu}" for regle, _, _, attendu in FAUTIFS],
)
def test_la_regle_mord(tmp_path: Path, regle: Regle, chemin: str, code: str, attendu: str) -> None:
    fautif = tmp_path / "recouvre" / chemin
    fautif.parent.mkdir(parents=True)
    fautif.write_text(DIT + code + "\n", "utf-8")
    trouvees = fautes(tmp_path / "recouvre", regle)
    assert any(attendu in faute for faute in trouvees), trouvees
    fautif.write_text(DIT, "utf-8")
    sans_faute = fautes(tmp_path / "recouvre", regle)
    assert not [faute for faute in sans_faute if "tableau" not in faute and "ne dit pas" not in faute]


def test_un_module_sans_docstring_est_vu(tmp_path: Path) -> None:
    (tmp_path / "cli.py").write_text("A = 1\n", "utf-8")
    assert fautes(tmp_path, tout_est_dit) == ["cli.py:1 : module sans docstring"]


@pytest.mark.parametrize(
    ("regle", "chemin", "code"),
    [
        (
            sans_flottant,
            "droit/a.py",
            "from fractions import Fraction\ndef f(a):\n    return Fraction(a) / 36500",
        ),
        (sans_flottant, "droit/a.py", "def f(a, b):\n    return a // b"),
        (sans_flottant, "courriers/a.py", "MARGE = 9.8 / 2"),
        (sans_horloge, "commandes/a.py", "import datetime as dt\nJ = dt.date.today()"),
        (tiers_a_leur_place, "droit/delais.py", "def f():\n    from dateutil.easter import easter\n    return easter"),
        (qui_importe_qui, "operations/a.py", "from recouvre.courriers.courrier import composer"),
    ],
)
def test_la_regle_laisse_passer_ce_qui_est_permis(tmp_path: Path, regle: Regle, chemin: str, code: str) -> None:
    juste = tmp_path / "recouvre" / chemin
    juste.parent.mkdir(parents=True)
    juste.write_text(DIT + code + "\n", "utf-8")
    assert not fautes(tmp_path / "recouvre", regle)
