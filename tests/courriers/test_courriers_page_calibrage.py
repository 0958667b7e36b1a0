"""La grille de calibrage : les cotes sont justes, le mode d'emploi est là, et elle ne change jamais."""

from __future__ import annotations

import pytest
from mesure_pages import superposes
from test_courriers_pdf import _traits, lire, taches

from recouvre.courriers.calibrage import CACHEE, FENETRES, grille_pdf
from recouvre.courriers.pdf_elements import MM
from recouvre.courriers.pdf_tete import ADRESSE_HAUTE, ADRESSE_LARGE, ADRESSE_X, ADRESSE_Y


def test_la_zone_d_adresse_est_dans_toutes_les_fenetres() -> None:
    zone = (ADRESSE_X / MM, ADRESSE_Y / MM, (ADRESSE_X + ADRESSE_LARGE) / MM, (ADRESSE_Y + ADRESSE_HAUTE) / MM)
    for fenetre in FENETRES:
        gauche, haut, droite, bas = fenetre.vue
        assert gauche <= zone[0] + 1e-9
        assert haut <= zone[1] + 1e-9
        assert droite >= zone[2] - 1e-9
        assert bas >= zone[3] - 1e-9
        assert CACHEE[0] <= gauche
        assert CACHEE[1] <= haut
        assert CACHEE[2] >= droite
        assert CACHEE[3] >= bas


@pytest.mark.parametrize("cotes", [*(fenetre.vue for fenetre in FENETRES), CACHEE, (110, 57, 190, 79)])
def test_chaque_contour_est_trace_a_ses_cotes(cotes: tuple[float, float, float, float]) -> None:
    traits = list(_traits(lire(grille_pdf()).pages[0]))
    assert [t for t in traits if (t.gauche, t.haut, t.droite, t.bas) == pytest.approx(cotes, abs=0.02)]


def test_la_regle_fait_cent_millimetres_et_les_plis_sont_a_leur_place() -> None:
    traits = list(_traits(lire(grille_pdf()).pages[0]))
    assert [t for t in traits if t.gauche == pytest.approx(20, abs=0.02) and t.droite == pytest.approx(120, abs=0.02)]
    plis = [t.haut for t in traits if t.droite - t.gauche > 209 and t.haut == t.bas]
    assert [cote for cote in (99, 148.5) if any(abs(pli - cote) < 0.02 for pli in plis)] == [99, 148.5]


def test_le_mode_d_emploi_se_lit_et_rien_ne_se_chevauche() -> None:
    page = lire(grille_pdf()).pages[0]
    relu = " ".join(page.extract_text().split())
    for phrase in ("taille réelle (100 %)", "Pliez au repère", "Glissez la feuille", "doit se voir en entier"):
        assert phrase in relu.replace("\u00a0", " ")
    assert not list(superposes([tache for tache in taches(page) if tache.texte]))


def test_la_grille_ne_change_jamais() -> None:
    assert grille_pdf() == grille_pdf()
