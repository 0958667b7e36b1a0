"""Lire un modèle : un en-tête « clé : valeur » (voir ``notice``), une ligne vide, puis le corps, le tout en Jinja.

Corps : des paragraphes séparés par une ligne vide ; « # » ouvre un titre, « - » une puce, « > » une mention en petit,
« _ Libellé : valeur » un champ de formulaire (un blanc à remplir si la valeur manque), « | A | B » des signataires côte
à côte ; ``[factures]`` et les autres ``BLOCS`` se mettent seuls sur leur ligne ; ``<b> <i> <u> <br> <sup>`` sont les
seules balises. Un commentaire ``{# … #}`` sur la première ligne dit à quoi sert le modèle.

Un modèle est écrit par l'agence, pas par un informaticien : il est vérifié en entier avant d'être rendu, et toute faute
dit le fichier, la ligne et le mot. Il ne peut atteindre que les champs de ``champs.CHAMPS``, dans un bac à sable.
"""

from __future__ import annotations

import hashlib
import html
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from recouvre.courriers.avertissements import Avertissement, avertir
from recouvre.courriers.champs import CHAMPS, Fiche, manque, nom_de
from recouvre.courriers.notice import SMS, Notice, lire_notice
from recouvre.courriers.refus import ModeleFautif
from recouvre.courriers.verification import (
    verifier_alphabet,
    verifier_balises,
    verifier_blocs,
    verifier_corps_de_message,
    verifier_noms,
)
from recouvre.domaine.gsm7 import deposer

OCTETS = 200_000
"""Ce que pèse au plus un modèle ; les plus longs de l’outil n’en font pas la dixième partie."""

_FILTRES = ("lower", "upper", "capitalize", "length", "join", "first", "last")
_COMMENTAIRE = re.compile(r"\{#.*?#\}", re.DOTALL)
_SAISIE = re.compile(r"(?m)^saisie *:|\bsaisie(?=\.[a-z_])")
"""Le nom des saisies, dans l'en-tête et dans les champs : ce n'est pas le mot d'une lettre."""
_FIN_DE_PHRASE = re.compile(r"(?m)^([ \t]*(?!\{%)[^ \t\n].*\{% *endif *%\})[ \t]*$")
"""Une ligne de texte qui finit par une condition : Jinja en avalerait le retour à la ligne."""
_ESPERLUETTE = re.compile(r"&(?!(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);)")


@dataclass(frozen=True, slots=True)
class Modele:
    """Un modèle vérifié. ``usage`` : à quoi il sert ; ``notice`` : son en-tête ; ``empreinte`` : SHA-256 du fichier.

    ``avertissements`` : les mots que le contrôle de conformité refusera s'ils s'impriment.
    """

    nom: str
    fichier: str
    source: str
    empreinte: str
    usage: str
    notice: Notice
    objet: Template
    corps: Template
    rappel: Template
    avertissements: tuple[Avertissement, ...] = ()

    @property
    def premiere_lettre(self) -> bool:
        """Vrai s'il vaut la première lettre d'une agence (CPCE R124-4)."""
        return self.notice.premiere_lettre

    @property
    def destinataire(self) -> str:
        """À qui il s'adresse : debiteur, creancier, tiers ou aucun."""
        return self.notice.destinataire

    @property
    def demarche(self) -> bool:
        """Vrai s'il est une démarche auprès du débiteur en vue du recouvrement (CPCE R124-4, dernier alinéa)."""
        return self.notice.demarche

    def rendre(self, variables: Mapping[str, object]) -> tuple[str, str, str]:
        """L'objet (texte littéral), le corps balisé et le rappel, que l'écran dit.

        Lève le refus du champ qui manque, ou ``ModeleFautif``.
        """
        try:
            objet, rappel = (html.unescape(texte.render(variables).strip()) for texte in (self.objet, self.rappel))
            return objet, self.corps.render(variables), " ".join(rappel.replace("’", "'").split())
        except _Absent as absence:
            mot, raison = f"{absence.objet}.{absence.champ}", _raison_absence(absence)
            raise ModeleFautif(self.fichier, _ligne_de(absence, self.fichier), mot, raison) from None
        except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError) as faute:
            ligne = _ligne_de(faute, self.fichier)
            mot = self.source.splitlines()[ligne - 1].strip() if ligne else self.nom
            raise ModeleFautif(self.fichier, max(ligne, 1), mot, f"{_en_francais(faute)}.") from None


@lru_cache(maxsize=64)
def compiler(nom: str, fichier: str, octets: bytes) -> Modele:
    """Vérifie et compile un modèle. Le même contenu n'est compilé qu'une fois. Lève ``ModeleFautif``."""
    source = _decoder(fichier, octets)
    nette = _COMMENTAIRE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)
    lignes = nette.split("\n")
    debut = next((i for i, ligne in enumerate(lignes) if ligne.strip()), 0)
    vide = next((i for i, ligne in enumerate(lignes) if i > debut and not ligne.strip()), len(lignes))
    notice = lire_notice(fichier, lignes[:vide])
    corps = "\n" * vide + "\n".join(lignes[vide:])
    if notice.est_un_message:
        verifier_corps_de_message(fichier, corps, balises=notice.canal != SMS)
    else:
        verifier_blocs(fichier, corps)
    verifier_balises(fichier, corps)
    champs = tuple(champ for saisie in notice.saisies for champ in saisie.champs)
    return Modele(
        nom=nom,
        fichier=fichier,
        source=source,
        empreinte=hashlib.sha256(octets).hexdigest(),
        usage=_usage(source),
        notice=notice,
        objet=_compiler(fichier, "\n" * (notice.ligne_objet - 1) + notice.objet, champs),
        corps=_compiler(fichier, _FIN_DE_PHRASE.sub(r'\1{{ "" }}', corps), champs, sms=notice.canal == SMS),
        rappel=_compiler(fichier, notice.rappel, champs),
        avertissements=avertir(_SAISIE.sub("", nette)) if notice.destinataire == "debiteur" else (),
    )


def _usage(source: str) -> str:
    """Le commentaire de la première ligne."""
    trouve = _COMMENTAIRE.match(source.lstrip())
    return " ".join(trouve[0][2:-2].split()) if trouve else ""


def _decoder(fichier: str, octets: bytes) -> str:
    if len(octets) > OCTETS:
        raise ModeleFautif(fichier, 1, "…", "ce fichier pèse plus de 200 Ko : ce n'est pas un modèle.")
    try:
        return octets.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as faute:
        ligne = octets.count(b"\n", 0, faute.start) + 1
        mot = octets[faute.start : faute.end].decode("cp1252", "replace")
        raise ModeleFautif(fichier, ligne, mot, "le fichier n'est pas en UTF-8 : enregistrez-le en UTF-8.") from None


class _Absent(Exception):
    """Un champ sans valeur a été imprimé et aucune commande ne le remplit."""

    def __init__(self, objet: str, champ: str) -> None:
        super().__init__(objet, champ)
        self.objet, self.champ = objet, champ


class _NonRempli(StrictUndefined):
    """L'absence d'un champ : la tester est permis, s'en servir lève le refus qui dit quoi taper."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, Fiche) and isinstance(self._undefined_name, str):
            fiche, champ = self._undefined_obj, self._undefined_name
            raise manque(fiche, champ) or _Absent(nom_de(fiche), champ)
        return str(super()._undefined_message)


def _sortir(valeur: object) -> object:
    """Échappe une donnée, sur une ligne ; un début qui passerait pour un bloc, un titre ou une puce devient une entité.

    Une donnée de plusieurs lignes ouvrirait sinon des paragraphes, et un « [factures] » tapé dans un motif un tableau.
    """
    if isinstance(valeur, Undefined) or hasattr(valeur, "__html__"):
        return valeur
    if isinstance(valeur, (tuple, list, dict)):
        raise TypeError("une liste ne s'imprime pas : parcourez-la, ou dites lequel de ses champs")
    texte = str(valeur)
    if len(lignes := texte.splitlines()) > 1:
        texte = " ".join(filter(None, map(str.strip, lignes)))
    net = html.escape(texte, quote=False)
    return _Echappe(f"&#{ord(net[0])};{net[1:]}" if net[0:1] in _MARQUES else net)


_MARQUES = ("[", "#", "-", "_", "|")


class _Echappe(str):
    """Un texte déjà échappé : Jinja le reprend tel quel."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _sortir_en_sms(valeur: object) -> object:
    """Un nom propre perd les accents que les SMS n'ont pas ; le texte du modèle, lui, se corrige."""
    return _sortir(deposer(valeur) if type(valeur) is str else valeur)


def _environnement(finalize: Callable[[object], object]) -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=_NonRempli, trim_blocks=True, lstrip_blocks=True, finalize=finalize, cache_size=0
    )
    env.filters = {nom: env.filters[nom] for nom in _FILTRES}
    env.globals = {}
    return env


_ENV, _ENV_SMS = _environnement(_sortir), _environnement(_sortir_en_sms)


def _compiler(fichier: str, source: str, saisies: tuple[str, ...], *, sms: bool = False) -> Template:
    env = _ENV_SMS if sms else _ENV
    try:
        arbre = env.parse(source, fichier, fichier)
        verifier_noms(fichier, arbre, saisies)
        if sms:
            verifier_alphabet(fichier, source, arbre)
        for donnee in arbre.find_all(nodes.TemplateData):
            donnee.data = _proteger(donnee.data)
        code = env.compile(arbre, fichier, fichier)
    except TemplateSyntaxError as faute:
        ligne = faute.lineno
        mot = source.split("\n")[ligne - 1].strip()
        raise ModeleFautif(fichier, ligne, mot, f"{_en_francais(faute)}.") from None
    except (SyntaxError, RecursionError):
        lignes = source.split("\n")
        ligne = next((rang for rang, texte in enumerate(lignes, 1) if texte.strip()), 1)
        mot = lignes[ligne - 1].strip()[:60]
        raise ModeleFautif(fichier, ligne, mot, "trop d'instructions s'emboîtent à partir d'ici.") from None
    return Template.from_code(env, code, {})


def _proteger(donnee: str) -> str:
    """Dans le texte du modèle, « & » et « < » qui ne sont ni entité ni balise permise s'impriment tels quels."""
    net = _ESPERLUETTE.sub("&amp;", donnee)
    return re.sub(r"<(?!/?[A-Za-z])", "&lt;", net)


def _ligne_de(faute: BaseException, fichier: str) -> int:
    """La ligne du modèle où la faute est née, 0 si elle n'y est pas."""
    cadres = [n for cadre, n in traceback.walk_tb(faute.__traceback__) if cadre.f_code.co_filename == fichier]
    return cadres[-1] if cadres else 0


def _raison_absence(absence: _Absent) -> str:
    if absence.champ in CHAMPS.get(absence.objet, {}):
        mot = f"{absence.objet}.{absence.champ}"
        return f"ce champ n'est pas toujours rempli : testez-le avec « {{% if {mot} is defined %}} »."
    return "ce champ n'existe pas."


_TRADUCTIONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"No filter named '(.*?)'", lambda m: f"le filtre « {m[1]} » n'est pas permis ({', '.join(_FILTRES)})"),
    (r"Encountered unknown tag '(.*?)'", lambda m: f"l'instruction « {m[1]} » n'existe pas"),
    (r"unexpected '(.*?)'", lambda m: f"« {m[1]} » est de trop"),
    (r"expected token '(.*?)', got '(.*?)'", lambda m: f"« {m[1]} » était attendu, et non « {m[2]} »"),
    (r"(?s)Unexpected end of template.*?'(end\w+)'", lambda m: f"il manque {{% {m[1]} %}}"),
    (r"unexpected end of template", lambda m: "le modèle finit au milieu d'une valeur : il manque « }} » ou « %} »"),
    (r"^une \w+ ne s'imprime pas : .*", lambda m: m[0]),
    (r"recursion depth", lambda m: "une macro ou une boucle s'appelle elle-même sans fin"),
    (r"division by zero", lambda m: "une division par zéro"),
    (r"access to attribute '(.*?)'", lambda m: f"« {m[1]} » n'est pas accessible à un modèle"),
)


def _en_francais(faute: Exception) -> str:
    message: Any = getattr(faute, "message", None) or str(faute)
    for motif, phrase in _TRADUCTIONS:
        if trouve := re.search(motif, message):
            return phrase(trouve)
    return f"Jinja ne le comprend pas ({message})"
