"""Contrôler et mettre en forme ce qui identifie une partie, du SIREN au code postal.

Chaque ``controler_…`` rend la forme compacte ou lève ``SaisieIllisible`` avec une phrase qui dit quoi faire ;
``CleFausse`` distingue un numéro bien formé mais dont la clé ne tombe pas juste. stdnum, long à importer, ne l'est que
dans les fonctions qui s'en servent ; la clé du SIREN, contrôlée par dizaines de milliers dans une remise, l'est ici.

>>> controler_siren("900 000 019"), siren_de_tva("FR 19 787 878 784"), controler_telephone("+33 (0)4 74 00 00 01")
('900000019', '787878784', '0474000001')
>>> controler_siren("900000424")
Traceback (most recent call last):
...
recouvre.echanges.identifiants.CleFausse: Le SIREN 900000424 est faux : sa clé de contrôle ne tombe pas juste ; \
vérifiez la saisie.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from recouvre.domaine.refus import SaisieIllisible

_SEPARATEURS = str.maketrans("", "", " \t.-/()\u00a0\u202f\u2009\u2011")
_DOUBLES = str.maketrans("0123456789", "0246813579")
_SCIENTIFIQUE = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_ATOME = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ETIQUETTE = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_COURRIEL = re.compile(rf"{_ATOME}(?:\.{_ATOME})*@(?:{_ETIQUETTE}\.)+(?:[A-Za-z]{{2,}}|xn--[A-Za-z0-9-]+)")
_PAGE = re.compile(
    rf"https://(?:{_ETIQUETTE}\.)+(?:[A-Za-z]{{2,}}|xn--[A-Za-z0-9-]+)(?::[0-9]{{1,5}})?(?:[/?#][!-~]*)?"
)
_LONGUEUR_PAGE = 120
_NATIONAL = re.compile(r"0[1-9][0-9]{8}")
_INDICATIFS = re.compile(r"(?:\+|00)(?:33|262|590|594|596)0?([1-9][0-9]{8})")
"""Métropole et outre-mer : le numéro national y a neuf chiffres, précédés d'un zéro à l'intérieur."""
_ETRANGER = re.compile(r"(?:\+|00)[1-9][0-9]{6,14}")


Controle = Callable[[str], str]
"""Ce que sont les ``controler_…`` : un texte saisi → sa forme compacte, ou ``SaisieIllisible``."""


class CleFausse(SaisieIllisible):
    """Le numéro est bien formé mais sa clé est fausse ; ``numero`` est sa forme compacte."""

    def __init__(self, sorte: str, numero: str) -> None:
        super().__init__(f"Le {sorte} {numero} est faux : sa clé de contrôle ne tombe pas juste ; vérifiez la saisie.")
        self.numero = numero


def controler_siren(texte: str) -> str:
    """Rend les 9 chiffres d'un SIREN. Lève ``CleFausse`` (clé de Luhn) ou ``SaisieIllisible``."""
    numero = _chiffres(texte, "SIREN", 9)
    if not cle_juste(numero):
        raise CleFausse("SIREN", numero)
    return numero


def controler_siret(texte: str) -> str:
    """Rend les 14 chiffres d'un SIRET (le SIREN puis l'établissement). Lève ``CleFausse`` ou ``SaisieIllisible``."""
    from stdnum.fr import siret

    numero = _chiffres(texte, "SIRET", 14)
    if not siret.is_valid(numero):
        raise CleFausse("SIRET", numero)
    return numero


def siren_de_tva(texte: str) -> str:
    """Rend le SIREN contenu dans un numéro de TVA français. Lève ``CleFausse`` ou ``SaisieIllisible``.

    ``CleFausse.numero`` est alors le SIREN, non le numéro de TVA entier.
    """
    from stdnum.fr import tva

    compact = texte.translate(_SEPARATEURS).upper()
    if not re.fullmatch(r"FR[0-9A-Z]{2}[0-9]{9}", compact):
        raise SaisieIllisible(
            f"« {texte} » n'est pas un numéro de TVA français : FR, deux caractères, puis les 9 chiffres du SIREN."
        )
    if compact[4:7] == "000":
        raise SaisieIllisible(f"« {texte} » est un numéro de TVA monégasque : il ne contient pas de SIREN.")
    if not tva.is_valid(compact):
        raise CleFausse("numéro de TVA de SIREN", compact[4:])
    return compact[4:]


def est_organisme_public(siren: str) -> bool:
    """Vrai si le SIREN est de ceux que l'INSEE réserve aux organismes publics (premier chiffre 1 ou 2).

    Source : INSEE, définition « Numéro SIREN » (insee.fr/fr/metadonnees/definition/c2047).
    """
    return siren[:1] in ("1", "2")


def controler_iban(texte: str) -> str:
    """Rend l'IBAN compact, en majuscules. Lève ``CleFausse`` ou ``SaisieIllisible``."""
    from stdnum import iban

    compact = texte.translate(_SEPARATEURS).upper().removeprefix("IBAN")
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", compact):
        raise SaisieIllisible(f"« {texte} » n'est pas un IBAN. Un IBAN français commence par FR et a 27 caractères.")
    if compact.startswith("FR") and len(compact) != 27:
        raise SaisieIllisible(f"L'IBAN {compact} a {len(compact)} caractères ; un IBAN français en a 27.")
    if not iban.is_valid(compact):
        raise CleFausse("numéro IBAN", compact)
    return compact


def controler_bic(texte: str) -> str:
    """Rend un BIC de 8 ou 11 caractères, en majuscules. Lève ``SaisieIllisible``."""
    compact = texte.translate(_SEPARATEURS).upper()
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", compact):
        raise SaisieIllisible(f"« {texte} » n'est pas un BIC : 8 ou 11 caractères, par exemple BNPAFRPPXXX.")
    return compact


def controler_telephone(texte: str) -> str:
    """Rend un numéro français sur 10 chiffres, ou un numéro étranger en ``+…``. Lève ``SaisieIllisible``.

    Rend son zéro de tête au numéro qu'un tableur a pris pour un nombre.

    >>> [controler_telephone(ecrit) for ecrit in ("474000001", "+262 692 12 34 56", "+32 2 234 56 78")]
    ['0474000001', '0692123456', '+3222345678']
    """
    compact = texte.replace("(0)", "").translate(_SEPARATEURS)
    if _NATIONAL.fullmatch(compact):
        return compact
    if re.fullmatch(r"[1-9][0-9]{8}", compact):
        return "0" + compact
    if trouve := _INDICATIFS.fullmatch(compact):
        return "0" + trouve[1]
    if _ETRANGER.fullmatch(compact) and not compact.startswith(("+33", "0033")):
        return "+" + compact.removeprefix("+").removeprefix("00")
    raise SaisieIllisible(
        f"« {texte} » n'est pas un numéro de téléphone. Écrivez 10 chiffres, ou +32… pour l'étranger."
    )


def refuser_surtaxe(texte: str) -> str:
    """Rend le numéro compact s'il n'est pas surtaxé (08 9x), sinon lève ``SaisieIllisible``."""
    numero = controler_telephone(texte)
    if numero.startswith("089"):
        raise SaisieIllisible(
            f"Le {formater_telephone(numero)} est un numéro surtaxé : on ne fait pas payer l'appel à qui vient se "
            "renseigner ou payer. Donnez un numéro ordinaire."
        )
    return numero


def controler_courriel(texte: str) -> str:
    """Rend l'adresse de courriel, sans blancs autour. Lève ``SaisieIllisible`` si elle n'est pas complète.

    >>> controler_courriel(" compta@lefevre.example ")
    'compta@lefevre.example'
    """
    net = texte.strip()
    if len(net) > 254 or len(net.partition("@")[0]) > 64 or not _COURRIEL.fullmatch(net):
        raise SaisieIllisible(f"« {net} » n'est pas une adresse de courriel complète, comme compta@exemple.fr.")
    return net


def controler_code_postal(texte: str) -> str:
    """Rend les 5 chiffres d'un code postal français, zéro de tête rendu. Lève ``SaisieIllisible``.

    >>> controler_code_postal("1000")
    '01000'
    """
    compact = texte if texte.isdecimal() else texte.translate(_SEPARATEURS)
    if re.fullmatch(r"[0-9]{5}", compact):
        return compact
    if re.fullmatch(r"[1-9][0-9]{3}", compact):
        return "0" + compact
    raise SaisieIllisible(f"« {texte} » n'est pas un code postal français : il a 5 chiffres.")


def controler_page(texte: str) -> str:
    """Rend l'adresse d'une page sûre, sans blancs autour ; vide, rien. Lève ``SaisieIllisible``.

    Le nom de machine doit être complet, et sans compte devant : « https://banque.fr@ailleurs.com » mène ailleurs.

    >>> controler_page(" https://paiement.vauquelin.example/regler ")
    'https://paiement.vauquelin.example/regler'
    """
    net = texte.strip()
    if net and (len(net) > _LONGUEUR_PAGE or not _PAGE.fullmatch(net)):
        raise SaisieIllisible(
            f"« {net} » n'est pas l'adresse d'une page de paiement : elle commence par https:// et tient en "
            f"{_LONGUEUR_PAGE} caractères, comme https://paiement.exemple.fr/regler."
        )
    return net


def formater_telephone(numero: str) -> str:
    """« 04 74 00 00 01 » ; un numéro étranger est rendu tel quel."""
    if not _NATIONAL.fullmatch(numero):
        return numero
    return " ".join(numero[debut : debut + 2] for debut in range(0, 10, 2))


def est_nombre_abime(texte: str) -> bool:
    """Vrai pour « 9,00E+08 » : un tableur a pris un numéro pour un nombre et en a perdu les chiffres."""
    return _SCIENTIFIQUE.fullmatch(texte) is not None


def cle_juste(chiffres: str) -> bool:
    """La clé de Luhn (ISO/CEI 7812-1) : un chiffre sur deux est doublé, 9 retiré au-delà de 9, la somme finit par 0."""
    doubles = chiffres[-2::-2].translate(_DOUBLES)
    return sum(map(int, chiffres[-1::-2] + doubles)) % 10 == 0


def _chiffres(texte: str, sorte: str, combien: int) -> str:
    if len(texte) == combien and texte.isascii() and texte.isdecimal():
        return texte
    if est_nombre_abime(texte.strip()):
        raise SaisieIllisible(
            f"Le {sorte} « {texte} » a été abîmé par un tableur : mettez la colonne au format Texte et retapez-le."
        )
    compact = texte.translate(_SEPARATEURS)
    if not re.fullmatch(r"[0-9]+", compact):
        raise SaisieIllisible(f"Le {sorte} « {texte} » est illisible : il s'écrit avec {combien} chiffres.")
    if len(compact) != combien:
        raise SaisieIllisible(f"Le {sorte} « {texte} » a {len(compact)} chiffres ; il en faut {combien}.")
    return compact
