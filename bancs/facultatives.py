"""Les plumes de l'extra ``bancs-courriers`` : WeasyPrint, typst, fpdf2. Celle qui ne s'installe pas est dite absente.

Même texte, mêmes polices incorporées, même tableau ; la place de chaque chose au demi-centimètre près.
"""

from __future__ import annotations

import html
import importlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from bancs.rivales import Plume
from bancs.toile_pure import POLICES
from recouvre.courriers.courrier import Citation, Courrier, Encadre, Paragraphe, Signature, Tableau

_FEUILLE = f"""
@font-face {{ font-family: banc; src: url("{(POLICES / "LiberationSans-Regular.ttf").as_uri()}"); }}
@font-face {{ font-family: banc; font-weight: bold; src: url("{(POLICES / "LiberationSans-Bold.ttf").as_uri()}"); }}
@page {{ size: A4; margin: 11mm 20mm; }}
body {{ font: 9.8pt/1.3 banc; }}
.droite, td, th {{ text-align: right; }} td:first-child, th:first-child {{ text-align: left; }}
table {{ width: 100%; border-collapse: collapse; font-size: 8.6pt; }} td {{ border-bottom: .4pt solid #bbb; }}
p.adresse {{ margin: 8mm 0 12mm 90mm; }} .petit, footer {{ font-size: 7.5pt; }}
section + section {{ break-before: page; }}
p, h2 {{ margin: 2mm 0; }}
"""


def weasyprint(courriers: Sequence[Courrier]) -> bytes:
    """HTML et CSS."""
    module = importlib.import_module("weasyprint")
    corps = "".join(f"<section>{''.join(_html(courrier))}</section>" for courrier in courriers)
    rendu: bytes = module.HTML(string=f"<style>{_FEUILLE}</style>{corps}").write_pdf()
    return rendu


def _html(courrier: Courrier) -> Iterator[str]:
    def en_p(lignes: Sequence[str], classe: str) -> str:
        return f'<p class="{classe}">{"<br>".join(map(html.escape, lignes))}</p>'

    tete = courrier.entete
    yield f"<h2>{html.escape(tete.nom)}</h2>{en_p([tete.qualite], 'petit')}"
    yield en_p([*tete.adresse, *tete.contact], "droite petit")
    yield en_p([f"{libelle} {valeur}" for libelle, valeur in courrier.references], "petit")
    yield en_p(courrier.destinataire, "adresse")
    yield en_p([courrier.mention_envoi, courrier.lieu_date], "") + f"<b>Objet : {html.escape(courrier.objet)}</b>"
    for bloc in courrier.blocs:
        if isinstance(bloc, Paragraphe):
            yield f"<p>{bloc.texte}</p>"
        elif isinstance(bloc, Tableau):
            rangees = ["".join(f"<td>{html.escape(c)}</td>" for c in ligne) for ligne in bloc.lignes]
            titres = "".join(f"<th>{html.escape(c.titre)}</th>" for c in bloc.colonnes)
            total = html.escape(" ".join(bloc.totaux[0]))
            yield f"<table><tr>{titres}</tr><tr>{'</tr><tr>'.join(rangees)}</tr></table><b>{total}</b>"
        elif isinstance(bloc, Encadre):
            yield en_p([bloc.titre, *map(" ".join, bloc.lignes)], "")
        elif isinstance(bloc, Citation):
            yield en_p([bloc.titre, *bloc.alineas], "petit")
        elif isinstance(bloc, Signature):
            yield en_p(bloc.lignes, "adresse")
    yield f"<footer>{html.escape(courrier.pied[0])}</footer>"


@lru_cache(maxsize=1)
def _compilateur() -> Any:
    typst_ = importlib.import_module("typst")
    return typst_.Compiler(font_paths=[str(POLICES)], ignore_system_fonts=True)


def typst(courriers: Sequence[Courrier]) -> bytes:
    """Un compilateur gardé d'une lettre à l'autre : ses polices ne se lisent qu'une fois."""
    source = "\n#pagebreak()\n".join("\n\n".join(_typst(courrier)) for courrier in courriers)
    reglages = '#set page(paper: "a4", margin: (x: 20mm, y: 11mm))\n#set text(font: "Liberation Sans", size: 9.4pt)\n'
    rendu: bytes = _compilateur().compile((reglages + source).encode(), format="pdf")
    return rendu


def _typst(courrier: Courrier) -> Iterator[str]:
    def dit(texte: str) -> str:
        return '"' + texte.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def en_lignes(lignes: Sequence[str]) -> str:
        return " \\\n".join(f"#{dit(ligne)}" for ligne in lignes)

    tete = courrier.entete
    yield f"#text(size: 14pt, weight: 700, {dit(tete.nom)})"
    yield en_lignes((tete.qualite, *tete.adresse, *tete.contact))
    yield en_lignes([f"{libelle} {valeur}" for libelle, valeur in courrier.references])
    yield f"#pad(left: 90mm, top: 12mm, bottom: 20mm)[{en_lignes(courrier.destinataire)}]"
    yield en_lignes((courrier.mention_envoi, courrier.lieu_date)) + f"\n\n#strong({dit('Objet : ' + courrier.objet)})"
    for bloc in courrier.blocs:
        if isinstance(bloc, Paragraphe):
            yield f"#{dit(html.unescape(bloc.texte))}"
        elif isinstance(bloc, Tableau):
            cellules = [*(c.titre for c in bloc.colonnes), *(c for ligne in bloc.lignes for c in ligne)]
            sens = ", ".join("right" if c.droite else "left" for c in bloc.colonnes)
            large = ", ".join(f"{c.largeur}mm" for c in bloc.colonnes)
            yield f"#table(columns: ({large}), align: ({sens}), {', '.join(map(dit, cellules))})"
            yield f"#strong({dit(' '.join(bloc.totaux[0]))})"
        elif isinstance(bloc, Encadre):
            yield en_lignes([bloc.titre, *map(" ".join, bloc.lignes)])
        elif isinstance(bloc, Citation):
            yield f"#text(size: 8.2pt)[{en_lignes((bloc.titre, *bloc.alineas))}]"
        elif isinstance(bloc, Signature):
            yield f"#pad(left: 90mm, top: 12mm)[{en_lignes(bloc.lignes)}]"
    yield f"#text(size: 7pt, {dit(courrier.pied[0])})"


def fpdf2(courriers: Sequence[Courrier]) -> bytes:
    """Des cellules à la suite."""
    pdf = importlib.import_module("fpdf").FPDF(format="A4")
    for graisse, fichier in (("", "LiberationSans-Regular"), ("B", "LiberationSans-Bold")):
        pdf.add_font("banc", graisse, POLICES / f"{fichier}.ttf")
    pdf.set_margins(20, 11, 20)
    pdf.set_auto_page_break(auto=False)
    for courrier in courriers:
        pdf.add_page()
        for graisse, corps, x, texte in _fpdf2(courrier):
            pdf.set_font("banc", graisse, corps)
            pdf.set_x(x)
            if isinstance(texte, str):
                pdf.multi_cell(0, corps * 0.46, texte, align="L", new_x="LMARGIN", new_y="NEXT")
                continue
            for colonne, cellule in zip(texte[0].colonnes, texte[1], strict=True):
                pdf.cell(colonne.largeur, 5.9, cellule, border="B", align="R" if colonne.droite else "L")
            pdf.ln()
    return bytes(pdf.output())


def _fpdf2(courrier: Courrier) -> Iterator[tuple[str, float, int, Any]]:
    """Graisse, corps, départ en millimètres, texte ou rangée de tableau."""
    tete = courrier.entete
    yield "B", 14, 20, tete.nom
    yield from (("", 8.6, 20, ligne) for ligne in (tete.qualite, *tete.adresse, *tete.contact))
    yield from (("", 8.6, 20, f"{libelle} {valeur}") for libelle, valeur in courrier.references)
    yield from (("", 10, 110, ligne) for ligne in courrier.destinataire)
    yield from (("B", 10, 20, ligne) for ligne in (courrier.mention_envoi, courrier.lieu_date, courrier.objet))
    for bloc in courrier.blocs:
        if isinstance(bloc, Paragraphe):
            yield "", 9.8, 20, html.unescape(bloc.texte)
        elif isinstance(bloc, Tableau):
            yield "B", 8.6, 20, (bloc, tuple(c.titre for c in bloc.colonnes))
            yield from (("", 8.6, 20, (bloc, ligne)) for ligne in bloc.lignes)
            yield "B", 9.4, 20, " ".join(bloc.totaux[0])
        elif isinstance(bloc, Encadre):
            yield from (("", 9.2, 20, ligne) for ligne in (bloc.titre, *map(" ".join, bloc.lignes)))
        elif isinstance(bloc, Citation):
            yield from (("", 8.2, 20, ligne) for ligne in (bloc.titre, *bloc.alineas))
        elif isinstance(bloc, Signature):
            yield from (("B", 9.8, 110, ligne) for ligne in bloc.lignes)
    yield "", 7, 20, courrier.pied[0]


FACULTATIVES = (
    ("weasyprint", Plume("WeasyPrint", weasyprint, part=0.03)),
    ("typst", Plume("typst, compilateur gardé", typst, part=0.3)),
    ("fpdf", Plume("fpdf2", fpdf2, part=0.06)),
)
"""Le module à importer, et la plume qui s'en sert."""
