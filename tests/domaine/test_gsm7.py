"""L'alphabet des SMS, par ses propriétés."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.gsm7 import BASE, EXTENSION, deposer, hors_alphabet, longueur, redresser

_DU_SMS = st.text(st.sampled_from(BASE + EXTENSION))


def test_la_table_a_ses_127_signes_et_l_extension_ses_10() -> None:
    """128 codes, dont 0x1B qui n'est pas un signe."""
    assert (len(BASE), len(set(BASE))) == (127, 127)
    assert len(set(EXTENSION) - set(BASE)) == 10
    assert (BASE[0], BASE[2], BASE[0x0A], BASE[0x1F - 1], BASE[0x41 - 1], BASE[-1]) == ("@", "$", "\n", "É", "A", "à")


@given(_DU_SMS)
def test_ce_qui_est_de_l_alphabet_y_reste(texte: str) -> None:
    assert hors_alphabet(texte) == ()
    assert deposer(texte) == redresser(texte) == texte
    assert longueur(texte) == len(texte) + sum(c in EXTENSION for c in texte)


@given(st.text())
def test_deposer_ne_touche_que_ce_qui_n_y_est_pas(texte: str) -> None:
    rendu = deposer(texte)
    assert deposer(rendu) == rendu
    assert set(hors_alphabet(rendu)) <= set(hors_alphabet(redresser(texte)))


@given(_DU_SMS, _DU_SMS)
def test_la_longueur_s_ajoute(gauche: str, droite: str) -> None:
    assert longueur(gauche + droite) == longueur(gauche) + longueur(droite)


def test_le_francais() -> None:
    assert hors_alphabet("à é è ù É ç Ç ê â î ô û ë ï À È") == ("ç", "ê", "â", "î", "ô", "û", "ë", "ï", "À", "È")
    assert deposer("Çà et là, août à Nîmes-l’Œuf") == "Çà et là, aout à Nimes-l'OEuf"
    assert deposer("e\u0302tre") == "etre", "une lettre et son accent en deux signes"
