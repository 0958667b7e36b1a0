"""Une police dont le sous-ensemble français est fait une fois par processus et recopié dans chaque document.

Incorporer une police coûte plus cher que la lettre : tailler le sous-ensemble, le comprimer, écrire ses largeurs et sa
table d'Unicode, pour chaque fichier, alors que le français n'emploie jamais que les mêmes dessins. Ici leurs codes sont
assignés d'avance, si bien que les octets des objets PDF ne dépendent ni du texte ni du document ; d'un fichier à
l'autre seuls changent les numéros par lesquels ils s'appellent. Un caractère d'ailleurs (grec, polonais…) va dans un
second sous-ensemble, taillé pour ce document seul, comme reportlab le fait d'ordinaire.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from copy import copy
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import FF_SYMBOLIC, TTFont

_LETTRES = "¡§«°²³·»½¿ŒœŸ€×÷" + "".join(chr(code) for code in range(0xC0, 0x100) if chr(code) not in "ÐÞðþ×÷")
_PONCTUATION = "–—‘’“”…•"  # noqa: RUF001  # ce sont bien ces apostrophes et ces guillemets-là
"""Au-delà de l'ASCII, ce que les lettres et les noms emploient ; tout cp1252 grossirait chaque fichier de 8 ko."""

_AJOUTS = {0x81: "\u202f", 0x8D: "−"}
"""L'espace fine des milliers et le signe moins, à des codes que cp1252 laisse libres."""

_INDEFINI = "\ufffe"


def _alphabet() -> str:
    """Le caractère de chaque code, de 0 à 255 : cp1252, pour que l'ASCII du fichier reste lisible."""
    table = [_INDEFINI] * 256
    for caractere in (*map(chr, range(32, 127)), *_LETTRES, *_PONCTUATION):
        table[caractere.encode("cp1252")[0]] = caractere
    for code, caractere in _AJOUTS.items():
        table[code] = caractere
    return "".join(table)


_ALPHABET = _alphabet()
_CODES = codecs.charmap_build(_ALPHABET)
_FIXES = frozenset(_ALPHABET) - {_INDEFINI} | {"\u00a0"}
_UNICODES = tuple(0 if caractere == _INDEFINI else ord(caractere) for caractere in _ALPHABET)
_DEBUT = 32


def coder(texte: str) -> bytes | None:
    """Le texte dans le sous-ensemble fixe ; ``None`` s'il en sort.

    L'insécable s'écrit comme une espace : c'est la mise en lignes qui l'a mise là, et qui cherche « 69002 Lyon » dans
    le document doit le trouver. L'espace fine des milliers reste elle-même.

    >>> coder("cœur"), coder("ψυχή")
    (b'c\\x9cur', None)
    """
    try:
        return codecs.charmap_encode(texte.replace("\u00a0", " "), "strict", _CODES)[0]
    except UnicodeEncodeError:
        return None


def operande(texte: str) -> str | None:
    """Le texte codé et prêt à montrer, « (…) » ; ``None`` s'il sort du sous-ensemble fixe."""
    octets = coder(texte)
    return None if octets is None else f"({escapePDF(octets)})"


class _Objet(NamedTuple):
    """Un objet PDF déjà écrit ; chaque ``%s`` y attend la référence d'un autre."""

    nom: str
    moule: bytes
    vers: tuple[str, ...] = ()


class _Fige(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab n'est pas annoté
    """Un objet PDF écrit d'avance, pour un document : il n'y a que ses références à remplir."""

    __RefOnly__ = 1

    def __init__(self, objet: _Objet) -> None:
        self.objet = objet

    def format(self, document: Any) -> bytes:
        """Les octets de l'objet dans ce document."""
        _, moule, vers = self.objet
        return moule % tuple(pdfdoc.PDFObjectReference(nom).format(document) for nom in vers) if vers else moule


class PoliceFixe(TTFont):  # type: ignore[misc]  # reportlab n'est pas annoté
    """Une police TrueType de reportlab, son premier sous-ensemble fixé.

    ``etiquette`` la nomme dans les documents : deux polices d'un même document n'ont pas la même.
    """

    def __init__(self, nom: str, fichier: str, etiquette: str) -> None:
        super().__init__(nom, fichier, shapable=False)
        self.etiquette = etiquette
        self.nom_fixe = f"/{etiquette}"

    def declarer(self, doc: Any) -> None:
        """Inscrit la police au document, à son premier emploi : c'est lui qui le retient, rien ne fuit."""
        if self.fontName not in doc.fontMapping:
            doc.fontMapping[self.fontName] = self.nom_fixe
            doc.delayedFonts.append(self)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """Le texte en morceaux, chacun d'un sous-ensemble : 0 est le fixe, les suivants ceux du document."""
        entier = coder(text)
        if entier is not None:
            return [(0, entier)] if entier else []
        morceaux: list[tuple[int, bytes]] = []
        for fixe, lettres in groupby(text, _FIXES.__contains__):
            brut = "".join(lettres)
            if fixe:
                morceaux.append((0, coder(brut) or b""))
            else:
                morceaux += [(rang + 1, octets) for rang, octets in self._secours.splitString(brut, doc)]
        return morceaux

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        """Le nom d'un sous-ensemble dans ce document."""
        if subset:
            return str(self._secours.getSubsetInternalName(subset - 1, doc))
        self.declarer(doc)
        return self.nom_fixe

    def montrer(self, texte: str, doc: Any, fonte: str) -> str:
        """Les opérateurs qui montrent un texte hors du sous-ensemble fixe ; ``fonte``, en vigueur, est remis après."""
        corps = fonte.partition(" ")[2]
        morceaux = (
            f"{self.getSubsetInternalName(rang, doc)} {corps} ({escapePDF(octets)}) Tj"
            for rang, octets in self.splitString(texte, doc)
        )
        return f"{' '.join(morceaux)} {fonte}"

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Recopie le sous-ensemble fixe dans le document ; les autres, s'il y en a, s'y écrivent d'eux-mêmes."""
        for objet in self._fixes:
            doc.Reference(_Fige(objet), objet.nom)
        doc.idToObject["BasicFonts"].dict[self.nom_fixe[1:]] = pdfdoc.PDFObjectReference(self.nom_fixe[1:])

    @cached_property
    def _secours(self) -> Any:
        """La même police pour les autres caractères, taillée à la mesure de chaque document."""
        autre = copy(self)
        autre.__class__ = TTFont
        autre.fontName, autre.state, autre._asciiReadable = f"{self.fontName}-autres", WeakKeyDictionary(), False
        return autre

    @cached_property
    def _fixes(self) -> tuple[_Objet, ...]:
        """Les quatre objets du sous-ensemble fixe : le fichier, sa description, ses Unicode, la police."""
        nom = f"FRANCE+{self.face.name.decode('ascii')}"
        fichier, unicodes, description = (f"{self.etiquette}-{quoi}" for quoi in ("fichier", "unicodes", "description"))
        dessins = self.face.makeSubset(_UNICODES)
        return (
            _Objet(fichier, _flux(dessins, f"/Length1 {len(dessins)} ")),
            _Objet(unicodes, _flux("\n".join(_table_unicode(nom)).encode("ascii"))),
            _Objet(description, self._description(nom), (fichier,)),
            _Objet(self.etiquette, self._dictionnaire(nom), (description, unicodes)),
        )

    def _description(self, nom: str) -> bytes:
        face = self.face
        boite = " ".join(f"{v:.6g}" for v in face.bbox)
        return (
            f"<< /Type /FontDescriptor /FontName /{nom} /Flags {face.flags | FF_SYMBOLIC} /FontBBox [ {boite} ] "
            f"/Ascent {face.ascent:.6g} /Descent {face.descent:.6g} /CapHeight {face.capHeight:.6g} "
            f"/ItalicAngle {face.italicAngle:.6g} /StemV {face.stemV} /MissingWidth {face.defaultWidth:.6g} "
            "/FontFile2 %s >>"
        ).encode("ascii")

    def _dictionnaire(self, nom: str) -> bytes:
        larges = " ".join(f"{self.face.getCharWidth(unicode):.6g}" for unicode in _UNICODES[_DEBUT:])
        return (
            f"<< /Type /Font /Subtype /TrueType /Name /{self.etiquette} /BaseFont /{nom} /FirstChar {_DEBUT} "
            f"/LastChar {len(_UNICODES) - 1} /Widths [ {larges} ] /FontDescriptor %s /ToUnicode %s >>"
        ).encode("ascii")


def _flux(contenu: bytes, plus: str = "") -> bytes:
    comprime = zlib.compress(contenu, 9)
    tete = f"<< {plus}/Filter /FlateDecode /Length {len(comprime)} >>\nstream\n".encode("ascii")
    return tete + comprime + b"\nendstream"


def _table_unicode(nom: str) -> Iterator[str]:
    """Ce que vaut chaque code, pour qui copie ou cherche du texte ; cent lignes par bloc au plus, dit la norme."""
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield f"/CMapName /{nom} def /CMapType 2 def"
    yield "1 begincodespacerange <00> <FF> endcodespacerange"
    codes = [(code, uni) for code, uni in enumerate(_UNICODES) if uni]
    for bloc in (codes[debut : debut + 100] for debut in range(0, len(codes), 100)):
        yield f"{len(bloc)} beginbfchar"
        yield from (f"<{code:02X}> <{uni:04X}>" for code, uni in bloc)
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
