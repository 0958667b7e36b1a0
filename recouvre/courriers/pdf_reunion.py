"""Réunir des PDF au fil de l'eau : un document lu, écrit, oublié. Jamais deux ne sont ouverts ensemble.

Ce qui se trouve déjà écrit à l'identique (police, image, réglage) n'est pas récrit : les objets se comparent des
feuilles vers la racine, si bien que deux polices égales ne font qu'une.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import copy
from hashlib import sha256

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

_ENTETE = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_HORS_PAGE = ("/Parent", "/StructParents", "/B")
"""Ce qui rattache une page à son document d'origine : l'arbre des pages, celui des balises, le fil des articles."""


class Reunion:
    """Un PDF en train de s'écrire. Mêmes pages dans le même ordre, mêmes octets."""

    def __init__(self) -> None:
        self._flux = io.BytesIO()
        self._flux.write(_ENTETE)
        self._places: dict[int, int] = {}
        self._connus: dict[bytes, int] = {}
        self._dernier = 0
        self._arbre = self.reserver()
        self._pages: list[int] = []
        self._format = (595.276, 841.89)

    @property
    def pages(self) -> int:
        """Combien de pages sont écrites."""
        return len(self._pages)

    def ouvrir(self, octets: bytes) -> Document:
        """Un document dont on prendra toutes les pages. Lève ce que lève pypdf."""
        return Document(self, lire_pages(octets))

    def ajouter(self, document: Document, combien: int) -> None:
        """Ajoute les prochaines pages de ce document."""
        for _ in range(combien):
            page, numero = next(document.pages)
            self._format = (float(page.mediabox.width), float(page.mediabox.height))
            retenues = ((cle, valeur) for cle, valeur in page.items() if cle not in _HORS_PAGE)
            self._poser_page(numero, DictionaryObject((NameObject(c), document.relier(v)) for c, v in retenues))

    def ajouter_blanche(self) -> None:
        """Ajoute une page blanche, de la taille de la précédente."""
        cadre = ArrayObject([NumberObject(0), NumberObject(0), *(NumberObject(round(cote)) for cote in self._format)])
        page = DictionaryObject({NameObject("/Type"): NameObject("/Page"), NameObject("/MediaBox"): cadre})
        self._poser_page(self.reserver(), page)

    def finir(self, titre: str, signets: Sequence[tuple[str, int]]) -> bytes:
        """Le document ; ``signets`` : un titre et le rang de la page où il mène (0 : la première)."""
        enfants = ArrayObject(_vers(numero) for numero in self._pages)
        self.poser(self._arbre, _dictionnaire(Type="/Pages", Kids=enfants, Count=len(self._pages)))
        racine = self.ecrire(
            _dictionnaire(
                Type="/Catalog",
                Pages=_vers(self._arbre),
                Outlines=_vers(self._signets(signets)),
                Lang=TextStringObject("fr"),
            )
        )
        infos = self.ecrire(_dictionnaire(Title=TextStringObject(titre), Creator=TextStringObject("recouvre")))
        self._table(racine, infos)
        return self._flux.getvalue()

    def _poser_page(self, numero: int, page: DictionaryObject) -> None:
        page[NameObject("/Parent")] = _vers(self._arbre)
        self.poser(numero, page)
        self._pages.append(numero)

    def ecrire(self, objet: PdfObject) -> int:
        """Écrit cet objet, s'il ne l'est pas déjà à l'identique, et rend son numéro."""
        octets = _octets(objet)
        empreinte = sha256(octets).digest()
        if empreinte not in self._connus:
            self._connus[empreinte] = self.reserver()
            self._deposer(self._connus[empreinte], octets)
        return self._connus[empreinte]

    def poser(self, numero: int, objet: PdfObject) -> None:
        """Écrit cet objet sous un numéro réservé."""
        self._deposer(numero, _octets(objet))

    def reserver(self) -> int:
        """Un numéro pour un objet que l'on écrira plus tard."""
        self._dernier += 1
        return self._dernier

    def _deposer(self, numero: int, octets: bytes) -> None:
        self._places[numero] = self._flux.tell()
        self._flux.write(b"%d 0 obj\n%b\nendobj\n" % (numero, octets))

    def _signets(self, signets: Sequence[tuple[str, int]]) -> int:
        racine, numeros = self.reserver(), [self.reserver() for _ in signets]
        for rang, (titre, page) in enumerate(signets):
            voisins = {"Prev": rang - 1, "Next": rang + 1}
            liens = {cle: _vers(numeros[place]) for cle, place in voisins.items() if 0 <= place < len(numeros)}
            but = ArrayObject([_vers(self._pages[page]), NameObject("/Fit")])
            self.poser(
                numeros[rang], _dictionnaire(Title=TextStringObject(titre), Parent=_vers(racine), Dest=but, **liens)
            )
        bouts = {"First": _vers(numeros[0]), "Last": _vers(numeros[-1])} if numeros else {}
        self.poser(racine, _dictionnaire(Type="/Outlines", Count=len(numeros), **bouts))
        return racine

    def _table(self, racine: int, infos: int) -> None:
        """La table des objets et la fin du fichier."""
        debut = self._flux.tell()
        self._flux.write(b"xref\n0 %d\n0000000000 65535 f \n" % (self._dernier + 1))
        for numero in range(1, self._dernier + 1):
            self._flux.write(b"%010d 00000 n \n" % self._places[numero])
        fin = _dictionnaire(Size=self._dernier + 1, Root=_vers(racine), Info=_vers(infos))
        self._flux.write(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (_octets(fin), debut))


class Document:
    """Un document que l'on réunit à d'autres : ses pages, chacune avec son numéro, et ses objets, portés une fois."""

    def __init__(self, reunion: Reunion, pages: Sequence[PageObject]) -> None:
        numeros = [reunion.reserver() for _ in pages]
        self._reunion = reunion
        self.pages = iter(list(zip(pages, numeros, strict=True)))
        self._portes = {
            page.indirect_reference.idnum: numero
            for page, numero in zip(pages, numeros, strict=True)
            if page.indirect_reference is not None
        }
        self._en_cours: dict[int, int | None] = {}

    def relier(self, objet: PdfObject) -> PdfObject:
        """Le même objet, ses renvois menant dans la réunion."""
        if isinstance(objet, IndirectObject):
            return _vers(self._porter(objet))
        if isinstance(objet, ArrayObject):
            return ArrayObject(self.relier(element) for element in objet)
        if isinstance(objet, DictionaryObject):
            copie = copy(objet)
            copie.update({NameObject(cle): self.relier(valeur) for cle, valeur in objet.items()})
            return copie
        return objet

    def _porter(self, renvoi: IndirectObject) -> int:
        """Le numéro de l'objet visé, écrit s'il ne l'est pas ; un objet qui se contient lui-même garde le sien."""
        numero = renvoi.idnum
        if numero in self._portes:
            return self._portes[numero]
        if numero in self._en_cours:
            self._en_cours[numero] = self._en_cours[numero] or self._reunion.reserver()
            return self._en_cours[numero] or 0
        self._en_cours[numero] = None
        vise = renvoi.get_object()
        objet = self.relier(NullObject() if vise is None else vise)
        reserve = self._en_cours.pop(numero)
        if reserve:
            self._reunion.poser(reserve, objet)
        self._portes[numero] = reserve or self._reunion.ecrire(objet)
        return self._portes[numero]


def lire_pages(octets: bytes) -> list[PageObject]:
    """Les pages d'un document. Lève ce que lève pypdf."""
    return list(PdfReader(io.BytesIO(octets)).pages)


def _vers(numero: int) -> IndirectObject:
    return IndirectObject(numero, 0, None)


def _dictionnaire(**valeurs: PdfObject | str | int) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{cle}"): _simple(valeur) for cle, valeur in valeurs.items()})


def _simple(valeur: PdfObject | str | int) -> PdfObject:
    if isinstance(valeur, PdfObject):
        return valeur
    return NumberObject(valeur) if isinstance(valeur, int) else NameObject(valeur)


def _octets(objet: PdfObject) -> bytes:
    flux = io.BytesIO()
    objet.write_to_stream(flux)
    return flux.getvalue()
