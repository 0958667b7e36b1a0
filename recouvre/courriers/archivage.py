"""Le PDF d'archive : un courrier rendu en PDF/A-2b (ISO 19005-2), pour qui doit le garder des années.

Les polices sont déjà dans le fichier ; il y manque le profil des couleurs et la déclaration XMP, que pikepdf écrit. La
conformité n'est pas vérifiée : aucun validateur ne l'a confirmée, et l'outil le dit.
"""

from __future__ import annotations

import html
import io
from collections.abc import Mapping
from typing import Any

from recouvre.courriers.srgb import profil_srgb
from recouvre.domaine.refus import Refus

RESERVE = "PDF/A-2b non vérifié : aucun validateur ne l'a confirmé."
"""À dire à qui demande un PDF d'archive."""

_ESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
)


class ArchivageImpossible(Refus):
    """La bibliothèque qui écrit le PDF/A n'est pas installée."""

    def __init__(self) -> None:
        super().__init__(
            "Le PDF d'archive demande une bibliothèque qui n'est pas installée. Installez-la : "
            "pip install 'recouvre[archive]'"
        )


def exiger_archivage() -> Any:
    """La bibliothèque qui écrit le PDF/A. Lève ``ArchivageImpossible`` si elle n'est pas installée."""
    try:
        import pikepdf
    except ImportError:
        raise ArchivageImpossible from None
    return pikepdf


def archiver(pdf: bytes) -> bytes:
    """Le même document, déclaré PDF/A-2b ; les mêmes octets donnent les mêmes octets. Lève ``ArchivageImpossible``."""
    pikepdf = exiger_archivage()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        dits = {str(cle)[1:]: str(valeur) for cle, valeur in document.docinfo.items()}
        intention = {
            "/Type": pikepdf.Name("/OutputIntent"),
            "/S": pikepdf.Name("/GTS_PDFA1"),
            "/OutputConditionIdentifier": "sRGB IEC61966-2.1",
            "/Info": "sRGB IEC61966-2.1",
            "/DestOutputProfile": document.make_stream(profil_srgb(), N=3),
        }
        document.Root.OutputIntents = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(intention))])
        document.Root.Metadata = document.make_stream(
            _xmp(dits).encode(), Type=pikepdf.Name("/Metadata"), Subtype=pikepdf.Name("/XML")
        )
        sortie = io.BytesIO()
        # Ni flux recomprimés ni objets regroupés : la déclaration doit se lire sans rien décompresser.
        document.save(
            sortie,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            min_version="1.7",
            deterministic_id=True,
        )
    return sortie.getvalue()


def _xmp(dits: Mapping[str, str]) -> str:
    """La déclaration : elle répète, mot pour mot, ce que dit déjà le dictionnaire d'informations."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" {_ESPACES}>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_dit(dits, "Title")}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{_dit(dits, "Author")}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_dit(dits, "Subject")}</rdf:li></rdf:Alt></dc:description>
<pdf:Producer>{_dit(dits, "Producer")}</pdf:Producer><pdf:Keywords>{_dit(dits, "Keywords")}</pdf:Keywords>
<xmp:CreatorTool>{_dit(dits, "Creator")}</xmp:CreatorTool>
<xmp:CreateDate>{_date(dits, "CreationDate")}</xmp:CreateDate><xmp:ModifyDate>{_date(dits, "ModDate")}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _dit(dits: Mapping[str, str], cle: str) -> str:
    return html.escape(dits.get(cle, ""), quote=False)


def _date(dits: Mapping[str, str], cle: str) -> str:
    """« D:20000101000000+00'00' » en ISO 8601."""
    brute = dits.get(cle, "D:20000101000000+00'00'")[2:]
    jour, heure = f"{brute[:4]}-{brute[4:6]}-{brute[6:8]}", f"{brute[8:10]}:{brute[10:12]}:{brute[12:14]}"
    return f"{jour}T{heure}{brute[14:].rstrip(chr(39)).replace(chr(39), ':') or 'Z'}"
