"""Un motif retenu trouve, élément par élément, ce que le même motif trouve dans le texte entier."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.courriers.motifs import Motif
from recouvre.courriers.regles_frais import _AUTRES, INDEMNITE
from recouvre.courriers.regles_mots import LRE, NUMERO_SURTAXE, REGLES_DE_MOTS
from recouvre.courriers.texte_lu import BORNE, plier

MOTIFS = {
    **{regle.cle: regle.motif for regle in (*REGLES_DE_MOTS, LRE)},
    **{f"{regle.cle} (agence)": regle.motif_agence for regle in REGLES_DE_MOTS if regle.motif_agence},
    "surtaxe": NUMERO_SURTAXE,
    "indemnite": INDEMNITE,
    "autres_frais": _AUTRES,
}

# De quoi former les fautes, les rater de peu, et les couper d'un élément à l'autre.
BOUTS = (
    "nous", "vous", "ne", "n'", "saisir", "saisirons", "le tribunal", "vos biens", "seront", "bloques", "saisie",
    "erreur de", "poursuites", "sera engagee", "a ete lancee", "porter", "plainte", "votre employeur",
    "informerons", "sans", "indemnite", "40 €", "frais", "forfaitaire de", "liberte", "egalite", "fraternite",
    "0 89", "1 23 45 67 8", "08", "12345678", "0", "dernier avis", "avant", "titre", "executoire",
    "a compter de la", "presente", "banque de france", "signaler", "fiche", "article 700", "couts de", "relance",
    ".", ",", ":", "|", BORNE, BORNE, BORNE, " ", "  ", "\n",
)  # fmt: skip


@pytest.mark.parametrize("nom", MOTIFS)
@settings(max_examples=30)
@given(bouts=st.lists(st.sampled_from(BOUTS), max_size=14))
def test_par_element_comme_d_un_tenant(nom: str, bouts: list[str]) -> None:
    texte, motif = " ".join(bouts), MOTIFS[nom]
    entier = [trouve.span() for trouve in motif._regex.finditer(texte)]
    assert list(motif.passages(texte)) == entier
    assert list(motif.passages(texte)) == entier, "relu, il dit la même chose"
    assert motif.trouve(texte) is bool(entier)


def test_seule_la_devise_enjambe() -> None:
    """Un motif dont une part peut franchir une borne doit le dire : ce qui suit le montre de chacun."""
    assert [nom for nom, motif in MOTIFS.items() if motif._enjambe] == ["decor_officiel"]
    trois_lignes = plier(BORNE.join(("Liberté", "Égalité", "Fraternité")))
    assert list(MOTIFS["decor_officiel"].passages(trois_lignes)) == [(0, len(trois_lignes))]
    assert not Motif(r"liberte\W+egalite").trouve("liberte | egalite"), "lu par élément, il l'aurait manquée"


def test_ce_qui_est_retenu_ne_grossit_pas_sans_fin() -> None:
    motif = Motif("saisie")
    for rang in range(5000):
        assert motif.trouve(f"saisie {rang}")
    assert motif._dans.cache_info().currsize <= 512


def test_un_motif_faux_se_voit_aussitot() -> None:
    with pytest.raises(re.error):
        Motif("(")
