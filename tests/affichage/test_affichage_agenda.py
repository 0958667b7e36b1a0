"""L'agenda à l'écran, mot à mot, comparé à ``tests/attendus/agenda``, au large et à l'étroit, en cp1252 aussi.

Pour les récrire après un changement voulu : ``RECOUVRE_ATTENDUS=ecrire pytest tests/affichage``, puis relire le diff.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from recouvre.affichage.agenda import SECTIONS, montrer, montrer_soir
from recouvre.affichage.encodage import preparer_sorties
from recouvre.affichage.gestes import _PAR_GENRE
from recouvre.affichage.ical import _plier
from recouvre.base.agenda import LigneAgenda
from recouvre.conduite.demarches import PRIORITES, Genre

ATTENDUS = Path(__file__).parent.parent / "attendus" / "agenda"
AU = dt.date(2026, 3, 25)

JOURNEE = (
    (12, "prescription", "prescription", "2026-01-15", "Dernier jour utile pour agir : 15/04/2026 ; agir en justice",
     "C. conso., art. R312-35", "2026-04-15", ""),
    (7, "delai", "declarer:30", "2026-03-20", "Déclarer la créance au mandataire", "C. com., art. L622-24 et R622-24",
     "2026-03-30", "recouvre signaler D-7 procedure --declaree-le DATE"),
    (3, "promesse", "promesse:2026-03-10:2026-03-25", "2026-03-25", "Vérifier la promesse de 300,00\xa0€ pour le "
     "25/03/2026", "", "2026-03-27", ""),
    (4, "echeance", "echeance:3", "2026-03-24", "Échéance 3/6 impayée : 600,99\xa0€", "", None,
     "recouvre echeancier D-4 relancer"),
    (5, "rappel", "rappel:2026-03-23:2026-03-25", "2026-03-25", "Rappeler le débiteur, promis le 23/03/2026 : en "
     "réunion jusqu'à midi, veut un détail des pénalités avant de s'engager", "", None, ""),
    (1, "envoi", "mise-en-demeure", "2026-03-25", "Mise en demeure", "C. civ., art. 1344", None, ""),
    (2, "envoi", "relance-1", "2026-03-09", "Première relance", "", None, ""),
    *((numero, "appel", "appels", "2026-03-25", "Appels suivis : cause du retard, engagement chiffré et daté", "",
       None, "") for numero in range(20, 28)),
    (30, "decision", "suite", "2026-03-24", "Scénario terminé : décider de la suite (procédure, plan, clôture)", "",
     None, "recouvre voies D-30"),
    (31, "avis", "avis:npai", "2026-03-25", "Aviser le créancier : pli revenu", "CPCE, art. R124-5", None, ""),
    (8, "piece", "pieces", "2026-03-02", "Obtenir : pouvoir (mandat écrit) ; CGV acceptées", "CPCE, art. R124-3", None,
     ""),
    (9, "piece", "pieces", "2026-03-04", "Obtenir : pouvoir (mandat écrit) ; CGV acceptées", "CPCE, art. R124-3", None,
     ""),
    (6, "reversement", "reverser:2026-03", "2026-03-25", "Reverser 730,00\xa0€ au créancier", "CPCE, art. R124-6", None,
     ""),
    (99, "inventé", "x", "2026-03-25", "Un genre que l'écran ne connaît pas", "", None, ""),
)  # fmt: skip


def ligne(
    dossier: int, genre: str, cle: str, le: str, libelle: str, fondement: str, jusqu_au: str | None, commande: str
) -> LigneAgenda:
    """Une démarche d'un débiteur dont le nom dépend du numéro."""
    noms = ("Œuvrard & Fils SARL", "Mme Hélène Núñez-Dupré", "Société Générale de Menuiserie du Val-de-Saône SAS")
    return LigneAgenda(
        dossier=dossier, cle=cle, le=le, genre=genre, libelle=libelle, fondement=fondement,
        priorite=PRIORITES.get(Genre(genre), 9) if genre in set(Genre) else 9, debiteur=noms[dossier % 3],
        creancier="Forge Béranger", telephone="0472001122" if dossier % 2 else "",
        principal=None if dossier == 2 else 1_234_56 * dossier, commande=commande,
        gestionnaire="Ana Núñez" if dossier in (3, 7) else "", jusqu_au=jusqu_au,
    )  # fmt: skip


DUES = [ligne(*champs) for champs in JOURNEE]
A_VENIR = [
    ligne(1, "envoi", "relance-1", "2026-04-05", "Première relance", "", None, ""),
    ligne(120, "visite", "visite", "2026-04-07", "Visite au domicile, avec l'accord du créancier", "", None, ""),
]
ECRANS = {
    "jour": lambda: montrer(DUES, A_VENIR, AU, tout=False),
    "tout": lambda: montrer(DUES, [], AU, tout=True, de_qui="Ana Núñez"),
    "vide": lambda: montrer([], [], AU, tout=False),
    "soir": lambda: montrer_soir([d for d in DUES if d.genre in ("appel", "rappel")][:4], AU, "17h-20h"),
    "soir-vide": lambda: montrer_soir([], AU, "18h-20h30"),
}
CAS = [(nom, colonnes) for nom in ECRANS for colonnes in (80, 100)]


@pytest.mark.parametrize(("nom", "colonnes"), CAS)
def test_l_agenda_est_celui_attendu(
    nom: str, colonnes: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(colonnes))
    ECRANS[nom]()
    rendu = capsys.readouterr().out
    assert max(map(len, rendu.splitlines())) <= colonnes
    assert not [vue for vue in rendu.splitlines() if vue != vue.rstrip()]
    fichier = ATTENDUS / f"{nom}-{colonnes}.txt"
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(rendu, "utf-8", newline="\n")
    assert rendu == fichier.read_text("utf-8")


def test_aucun_attendu_n_est_orphelin() -> None:
    assert {fichier.stem for fichier in ATTENDUS.glob("*.txt")} == {f"{nom}-{colonnes}" for nom, colonnes in CAS}


@pytest.mark.parametrize("encodage", ["cp1252", "ascii"])
def test_une_sortie_pauvre_reste_alignee(encodage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    octets = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(octets, encoding=encodage))
    preparer_sorties()
    ECRANS["jour"]()
    sys.stdout.flush()
    rendu = octets.getvalue().decode(encodage).replace("\r\n", "\n")
    tetes = [vue for vue in rendu.splitlines() if vue.startswith(("! D-", "  D-")) and vue.endswith(("hui", ")"))]
    assert len(tetes) > 10 and {len(tete) for tete in tetes} == {80}, "la date est au bord droit"
    assert "OEuvrard" in rendu if encodage == "ascii" else "Œuvrard" in rendu


def test_chaque_genre_a_sa_section_et_son_geste() -> None:
    assert {str(genre) for genre in Genre} == set(SECTIONS) == set(_PAR_GENRE)
    ordre = [PRIORITES[Genre(genre)] for genre in SECTIONS]
    assert ordre == sorted(ordre), "la plus grave d'abord"


def test_au_terminal_la_couleur_ne_porte_pas_seule_le_sens() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/affichage'); import datetime as dt; "
        "from test_affichage_agenda import DUES, AU; from recouvre.affichage.agenda import montrer; "
        "montrer(DUES[:3], [], AU, tout=False)"
    )
    rendus = []
    for plus in ({"TERM": "xterm-256color"}, {"TERM": "xterm-256color", "NO_COLOR": "1"}):
        maitre, esclave = pty.openpty()
        env = {**{n: v for n, v in os.environ.items() if n != "NO_COLOR"}, **plus, "COLUMNS": "80"}
        racine = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-c", code], stdout=esclave, env=env, check=True, timeout=60, cwd=racine)
        os.close(esclave)
        rendus.append(os.read(maitre, 65536).decode())
        os.close(maitre)
    couleurs, sobre = rendus
    assert "\x1b[1;31m! D-12" in couleurs and "\x1b[36m" in couleurs
    assert "\x1b[31m" not in sobre and "\x1b[36m" not in sobre and "! D-12" in sobre
    assert "    recouvre signaler D-7 procedure --declaree-le DATE" in sobre.replace("\r\n", "\n")


def test_un_pli_de_calendrier_ne_coupe_pas_une_lettre() -> None:
    for texte in ("a" * 75, "a" * 76, "é" * 40, "a" * 74 + "é", "€" * 60, "𝄞" * 30):
        plie = _plier(texte)
        assert all(len(morceau.encode()) <= 75 for morceau in plie.split("\r\n"))
        assert plie.replace("\r\n ", "") == texte
    assert _plier("a" * 75) == "a" * 75
