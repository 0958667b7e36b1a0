"""Mettre bout à bout des PDF de la plume sans les décoder : leurs objets sont recopiés, seuls leurs numéros changent.

Une bibliothèque générale lit chaque nombre de chaque table de largeurs, document après document, pour redécouvrir que
ce sont les mêmes. Ici un objet déjà écrit (police, largeurs, dessins) se reconnaît à ses octets. Ce module ne lit que
la forme simple que la plume écrit ; devant une autre il lève ``FormeInconnue``, et l'appelant fait autrement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|\b(\d+) 0 R\b", re.DOTALL)
"""Un texte entre parenthèses, à laisser tel quel, ou une référence."""

_FIN = b"\nendobj\n"
_ENTETE = re.compile(rb"%PDF-1\.\d\n%[^\n]*ReportLab")
_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_FEUILLE = re.compile(rb"/Type /Page\b")
_CLE = re.compile(rb"/(\w+) ")
_CATALOGUE = frozenset(
    (b"Lang", b"Outlines", b"PageMode", b"Pages", b"Type", b"ViewerPreferences", b"UseNone", b"Catalog")
)
_ARBRE = frozenset((b"Count", b"Kids", b"Type"))
_PAGES, _SIGNETS = 1, 2
"""Les deux racines du lot ; les objets recopiés prennent les numéros suivants."""


class FormeInconnue(Exception):
    """Ce PDF n'a pas la forme de ceux de la plume."""


@dataclass(slots=True)
class _Source:
    """Un document lu : ses objets sans leur enveloppe, et où chacun est allé dans le lot."""

    objets: dict[int, bytes]
    pages: int
    signets: int
    vers: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Lot:
    """Le document qui se fait. ``ecrits`` : le numéro d'un objet, par ses octets."""

    objets: dict[int, bytes] = field(default_factory=dict)
    ecrits: dict[bytes, int] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    signets: list[tuple[int, int]] = field(default_factory=list)
    """Le premier et le dernier signet de chaque document."""
    combien_de_signets: int = 0
    dernier: int = _SIGNETS

    def numero(self) -> int:
        """Un numéro neuf."""
        self.dernier += 1
        return self.dernier


def mettre_bout_a_bout(pdfs: Sequence[bytes]) -> bytes:
    """Les documents à la suite, chacun avec ses signets. Lève ``FormeInconnue``."""
    lot = _Lot()
    try:
        for pdf in pdfs:
            _ajouter(lot, _lire(pdf))
    except (KeyError, ValueError) as faute:
        raise FormeInconnue from faute
    for avant, apres in zip(lot.signets, lot.signets[1:], strict=False):
        lot.objets[avant[1]] = b"<< /Next %d 0 R " % apres[0] + lot.objets[avant[1]][2:]
        lot.objets[apres[0]] = b"<< /Prev %d 0 R " % avant[1] + lot.objets[apres[0]][2:]
    return _ecrire(lot)


def _lire(pdf: bytes) -> _Source:
    if not _ENTETE.match(pdf):
        raise FormeInconnue
    debut = _trouver(rb"startxref\s+(\d+)", pdf)
    if re.search(rb"/(?:Encrypt|Prev)\b", pdf[debut:]):
        raise FormeInconnue
    objets = _objets(pdf, debut)
    racine = objets[_trouver(rb"/Root (\d+) 0 R", pdf)]
    if set(_CLE.findall(racine)) - _CATALOGUE:
        raise FormeInconnue
    signets = _trouver(rb"/Outlines (\d+) 0 R", racine) if b"/Outlines" in racine else 0
    return _Source(objets, _trouver(rb"/Pages (\d+) 0 R", racine), signets)


def _objets(pdf: bytes, debut: int) -> dict[int, bytes]:
    """Chaque objet, sans son enveloppe ; ``debut`` est celui de la table qui dit où ils sont."""
    table = _TABLE.match(pdf, debut)
    if table is None:
        raise FormeInconnue
    entrees = pdf[table.end() :][: 20 * int(table[1])]
    bornes = [*(int(entrees[rang : rang + 10]) for rang in range(20, len(entrees), 20)), debut]
    return {numero: _objet(pdf, numero, bornes[numero - 1], bornes[numero]) for numero in range(1, len(bornes))}


def _objet(pdf: bytes, numero: int, de: int, a: int) -> bytes:
    """Ce que contient un objet. La plume les écrit dans l'ordre, bout à bout : rien n'est à chercher."""
    tete = b"%d 0 obj\n" % numero
    if not (pdf.startswith(tete, de) and pdf.endswith(_FIN, de, a)):
        raise FormeInconnue
    return pdf[de + len(tete) : a - len(_FIN)]


def _trouver(motif: bytes, octets: bytes) -> int:
    """Le dernier nombre que ce motif désigne."""
    trouves = re.findall(motif, octets[-4096:])
    if not trouves:
        raise FormeInconnue
    return int(trouves[-1])


def _ajouter(lot: _Lot, source: _Source) -> None:
    source.vers = {source.pages: _PAGES, source.signets: _SIGNETS}
    racine = source.objets[source.pages]
    enfants = re.search(rb"/Kids \[([^\]]*)\]", racine)
    if enfants is None or set(_CLE.findall(racine)) - _ARBRE:
        raise FormeInconnue
    pages = [int(numero) for numero in re.findall(rb"(\d+) 0 R", enfants[1])]
    if not all(_FEUILLE.search(source.objets[page]) for page in pages):
        raise FormeInconnue
    for page in pages:  # deux pages de mêmes octets restent deux pages : elles ont leur numéro d'avance
        source.vers[page] = lot.numero()
    for page in pages:
        lot.objets[source.vers[page]] = _renumeroter(lot, source, page)
        lot.pages.append(source.vers[page])
    if source.signets:
        _ajouter_signets(lot, source)


def _ajouter_signets(lot: _Lot, source: _Source) -> None:
    racine = source.objets[source.signets]
    if b"/First" not in racine:
        return
    signets = list(_signets(source, _trouver(rb"/First (\d+) 0 R", racine)))
    for signet in signets:
        source.vers[signet] = lot.numero()
    for signet in signets:
        lot.objets[source.vers[signet]] = _renumeroter(lot, source, signet)
    premier, dernier = (source.vers[_trouver(rb"/%s (\d+) 0 R" % cle, racine)] for cle in (b"First", b"Last"))
    lot.signets.append((premier, dernier))
    lot.combien_de_signets += _trouver(rb"/Count (\d+)", racine)


def _signets(source: _Source, premier: int) -> Iterator[int]:
    """Un signet, ceux qu'il contient, ceux qui le suivent."""
    signet = premier
    while signet:
        yield signet
        nu = _REFERENCE.sub(lambda trouve: trouve[0] if trouve[1] else b"", source.objets[signet])
        suites = {cle: re.search(rb"/%s (\d+) 0 R" % cle, nu) for cle in (b"First", b"Next")}
        if dedans := suites[b"First"]:
            yield from _signets(source, int(dedans[1]))
        signet = int(suites[b"Next"][1]) if suites[b"Next"] else 0


def _renumeroter(lot: _Lot, source: _Source, numero: int) -> bytes:
    """L'objet tel qu'il s'écrit dans le lot, ce qu'il désigne étant recopié avant lui."""
    octets = source.objets[numero]
    if b" 0 R" not in octets:  # une police : le plus long des objets ne désigne rien
        return octets
    tete, flux, suite = octets.partition(b"stream\n")
    ecrits = (b"%d 0 R" % _placer(lot, source, m) if isinstance(m, int) else m for m in _decouper(tete))
    return b"".join((*ecrits, flux, suite))


@lru_cache(maxsize=512)
def _decouper(tete: bytes) -> tuple[bytes | int, ...]:
    """Ce qui se recopie d'un objet, et les numéros qu'il désigne. D'une lettre à l'autre, ce sont souvent les mêmes."""
    morceaux: list[bytes | int] = []
    reste = 0
    for trouve in _REFERENCE.finditer(tete):
        if trouve[1]:
            morceaux += (tete[reste : trouve.start()], int(trouve[1]))
            reste = trouve.end()
    return (*morceaux, tete[reste:])


def _placer(lot: _Lot, source: _Source, numero: int) -> int:
    """Le numéro dans le lot d'un objet partagé."""
    if numero not in source.vers:
        source.vers[numero] = 0
        octets = _renumeroter(lot, source, numero)
        source.vers[numero] = lot.ecrits.get(octets) or lot.numero()
        lot.ecrits[octets] = source.vers[numero]
        lot.objets[source.vers[numero]] = octets
    if not source.vers[numero]:  # un objet qui se désigne lui-même, de loin en loin
        raise FormeInconnue
    return source.vers[numero]


def _ecrire(lot: _Lot) -> bytes:
    enfants = b" ".join(b"%d 0 R" % page for page in lot.pages)
    lot.objets[_PAGES] = b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(lot.pages), enfants)
    bouts = b"/First %d 0 R /Last %d 0 R " % (lot.signets[0][0], lot.signets[-1][1]) if lot.signets else b""
    lot.objets[_SIGNETS] = b"<< /Type /Outlines %s/Count %d >>" % (bouts, lot.combien_de_signets)
    catalogue = lot.numero()
    racines = b"/Pages %d 0 R /Outlines %d 0 R" % (_PAGES, _SIGNETS)
    lot.objets[catalogue] = b"<< /Type /Catalog /Lang (fr) %s >>" % racines
    morceaux, position = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"], 15
    departs = []
    for numero, octets in sorted(lot.objets.items()):
        morceaux.append(b"%d 0 obj\n%s\nendobj\n" % (numero, octets))
        departs.append(b"%010d 00000 n \n" % position)
        position += len(morceaux[-1])
    taille = len(departs) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (taille, b"".join(departs))
    fin = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (taille, catalogue, position)
    return b"".join([*morceaux, table, fin])
