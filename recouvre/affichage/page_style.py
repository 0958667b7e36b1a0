"""L'habillage de l'espace d'un créancier : à l'écran d'un téléphone ou d'un bureau, et sur du papier A4."""

from __future__ import annotations

import re

ACCENT = "#213d61"
"""La couleur des titres, celle des courriers, sauf réglage du cabinet."""

_COULEUR = re.compile(r"#[0-9a-fA-F]{6}")

_FEUILLE = """
:root { --accent: COULEUR; --encre: #1c2430; --gris: #5b6675; --filet: #dde2e9; --fond: #f6f7f9; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--fond); color: var(--encre); font: 15px/1.5 "Segoe UI", "Helvetica Neue", Arial,
  "Liberation Sans", sans-serif; -webkit-text-size-adjust: 100%; }
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 36px; }
.cabinet { color: var(--gris); font-size: 14px; }
.cabinet strong { color: var(--accent); }
h1 { margin: 18px 0 2px; font-size: 30px; line-height: 1.2; color: var(--accent); }
.au { margin: 0 0 22px; color: var(--gris); }
h2 { margin: 38px 0 10px; font-size: 20px; color: var(--accent); }
h3 { margin: 0; font-size: 17px; }
h4 { margin: 18px 0 4px; font-size: 13px; color: var(--gris); font-weight: 600; }
.chiffres { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; }
.chiffre { background: #fff; border: 1px solid var(--filet); border-radius: 8px; padding: 14px 16px; }
.chiffre b { display: block; font-size: 22px; line-height: 1.3; white-space: nowrap; }
.chiffre span { color: var(--gris); font-size: 13px; display: block; }
.cadre { background: #fff; border: 1px solid var(--filet); border-radius: 8px; padding: 4px 16px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-size: 13px; font-weight: 600; color: var(--gris); padding: 9px 12px 7px 0;
  border-bottom: 1px solid var(--filet); vertical-align: bottom; }
td { padding: 8px 12px 8px 0; border-bottom: 1px solid var(--filet); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
tfoot td { border-top: 2px solid var(--accent); border-bottom: 0; font-weight: 600; }
th.n, td.n { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.d, td.o { white-space: nowrap; width: 7em; }
th.q { width: 29%; }
.large { overflow-x: auto; }
.egal { table-layout: fixed; min-width: 34em; }
td small { display: block; color: var(--gris); font-size: 13px; overflow-wrap: anywhere; }
a { color: var(--accent); }
.dossier { background: #fff; border: 1px solid var(--filet); border-radius: 8px; padding: 18px 16px 14px;
  margin-bottom: 16px; }
.tete { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; justify-content: space-between; }
.etat { border: 1px solid var(--accent); color: var(--accent); border-radius: 999px; padding: 1px 11px; font-size: 13px;
  white-space: nowrap; }
.sous { margin: 2px 0 0; color: var(--gris); }
.rien { color: var(--gris); margin: 4px 0; }
footer { padding-top: 26px; padding-bottom: 44px; color: var(--gris); font-size: 13px; }
@media (max-width: 720px) {
  .chiffres { grid-template-columns: repeat(2, 1fr); }
  main, header, footer { padding-left: 14px; padding-right: 14px; }
  .chiffre b { font-size: 18px; }
}
@media print {
  @page { size: A4; margin: 15mm 14mm; }
  body { background: #fff; font-size: 10.5px; }
  main, header, footer { max-width: none; padding: 0; }
  h1 { font-size: 21px; } h2 { font-size: 15px; margin-top: 20px; } h3 { font-size: 13px; } h4 { font-size: 10px; }
  th, td small, .chiffre span, .etat, footer { font-size: 9.5px; }
  .chiffre b { font-size: 15px; }
  .chiffre, .cadre, .dossier { border-radius: 0; }
  .cadre { padding: 0; border: 0; }
  .cadre, .large { overflow: visible; }
  th, td { padding-top: 4px; padding-bottom: 4px; }
  h2, h3, h4, .tete, .sous { break-after: avoid; }
  tr, .chiffre, .dossier { break-inside: avoid; }
  thead { display: table-header-group; } tfoot { display: table-row-group; }
  a { color: inherit; text-decoration: none; }
  body, .etat { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


def feuille(couleur: str) -> str:
    """La feuille de style, à la couleur du cabinet si elle s'écrit bien."""
    return _FEUILLE.replace("COULEUR", couleur if _COULEUR.fullmatch(couleur) else ACCENT)
