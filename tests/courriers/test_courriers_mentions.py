"""Retirer une mention, n'importe laquelle, d'une bonne lettre : le contrôle la réclame. Et le PDF les porte toutes."""

from __future__ import annotations

import io
from dataclasses import replace
from html import escape

import pytest
from fabrique_courriers import demande
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from test_courriers_attendus import CAS

from recouvre.courriers.conformite import controler, manquements
from recouvre.courriers.courrier import Bloc, Citation, Courrier, Encadre, Paragraphe, Tableau, lignes_nues
from recouvre.courriers.ecriture import montant
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import Redaction, rediger
from recouvre.courriers.texte_lu import normaliser
from recouvre.courriers.textes_de_loi import ACTIVITE, L111_8_ALINEA_2, L111_8_ALINEA_3
from recouvre.domaine.profil import Mode

REGLAGES = settings(derandomize=True, database=None, deadline=None, max_examples=60)
PREMIERES = [nom for nom in sorted(CAS) if nom.startswith("mise_en_demeure-agence")]
_AGENCE = {nom: rediger(cas) for nom, cas in sorted(CAS.items()) if cas.profil.mode is Mode.AGENCE}
SUITES = [nom for nom, redaction in _AGENCE.items() if redaction.modele.demarche and nom not in PREMIERES]
REDACTIONS = {nom: _AGENCE[nom] for nom in (*PREMIERES, *SUITES)}


def mentions(redaction: Redaction) -> dict[str, tuple[str, ...]]:
    """Pour chaque règle, ce qui la remplit ; l'ôter partout doit la violer."""
    voulue, reclame = redaction.demande, redaction.objets.reclamation
    if voulue.premiere is not None:
        return {"r124_4_rappel": (voulue.premiere.reference, "5 octobre 2026")}
    total = montant(reclame.total)
    return {
        "r124_4_1a": (voulue.profil.denomination,),
        "r124_4_1b": (voulue.profil.adresse,),
        "r124_4_1c": (ACTIVITE, "activité de recouvrement amiable", "recouvrement amiable"),
        "r124_4_2": (voulue.creancier.nom, voulue.creancier.adresse),
        "r124_4_3a": tuple(facture.numero for facture in reclame.factures),
        "r124_4_3b": ("rincipal",),
        "r124_4_3c": ("ntérêts",),
        "r124_4_3d": ("ccessoires",),
        "r124_4_4a": ("payer", total),
        "r124_4_4b": ("3000\u00a06000",),
        "r124_4_5": (L111_8_ALINEA_2, L111_8_ALINEA_3, "mauvaise foi", "réputée non écrite"),
    }


def oter(courrier: Courrier, morceau: str) -> Courrier:
    """Le même courrier, ce morceau rayé partout où il est imprimé."""

    def sans(texte: str) -> str:
        return texte.replace(morceau, "…")

    def suite(textes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(sans, textes))

    def bloc(ancien: Bloc) -> Bloc:
        match ancien:
            case Paragraphe(texte):
                return replace(ancien, texte=texte.replace(escape(morceau, quote=False), "…"))
            case Citation(titre, alineas):
                return Citation(sans(titre), suite(alineas))
            case Tableau():
                totaux = tuple((sans(nom), sans(somme)) for nom, somme in ancien.totaux)
                return replace(ancien, lignes=tuple(map(suite, ancien.lignes)), totaux=totaux, note=sans(ancien.note))
            case Encadre(titre, lignes):
                return replace(ancien, titre=sans(titre), lignes=tuple((sans(a), sans(b)) for a, b in lignes))
            case _:
                return replace(ancien, lignes=()) if hasattr(ancien, "lignes") else ancien

    tete = courrier.entete
    return replace(
        courrier,
        objet=sans(courrier.objet),
        lieu_date=sans(courrier.lieu_date),
        references=tuple((nom, sans(valeur)) for nom, valeur in courrier.references),
        entete=replace(tete, nom=sans(tete.nom), qualite=sans(tete.qualite), adresse=suite(tete.adresse)),
        blocs=tuple(map(bloc, courrier.blocs)),
        pied=suite(courrier.pied),
    )


@REGLAGES
@given(st.data())
def test_une_mention_retiree_est_toujours_reclamee(donnees: st.DataObject) -> None:
    redaction = REDACTIONS[donnees.draw(st.sampled_from((*PREMIERES, *SUITES)), label="lettre")]
    dues = mentions(redaction)
    regle = donnees.draw(st.sampled_from(sorted(dues)), label="règle")
    morceau = donnees.draw(st.sampled_from(dues[regle]), label="ôté")
    ampute = oter(redaction.courrier, morceau)
    assert morceau not in "\n".join(lignes_nues(ampute))
    violees = {c.regle for c in manquements(ampute, *redaction[1:], prescrite_le=None)}
    assert regle in violees


@REGLAGES
@given(place=st.integers(0, 10_000), lettre=st.sampled_from("abcdefghijklmnopqrstuvwxyzéà"), alinea=st.integers(0, 1))
def test_une_lettre_changee_dans_la_loi_se_voit(place: int, lettre: str, alinea: int) -> None:
    """Mot à mot : la casse, les espaces et la forme des apostrophes mises à part."""
    redaction = REDACTIONS["mise_en_demeure-agence-professionnel"]
    alineas = [L111_8_ALINEA_2, L111_8_ALINEA_3]
    texte = alineas[alinea]
    place %= len(texte)
    alineas[alinea] = texte[:place] + lettre + texte[place + 1 :]
    blocs = tuple(
        replace(b, alineas=tuple(alineas)) if isinstance(b, Citation) else b for b in redaction.courrier.blocs
    )
    violees = {
        c.regle for c in manquements(replace(redaction.courrier, blocs=blocs), *redaction[1:], prescrite_le=None)
    }
    identique = normaliser(alineas[alinea]) == normaliser(texte)
    assert violees == (set() if identique else {"r124_4_5"})


@REGLAGES
@given(st.text(alphabet=" \u00a0\u202f", min_size=1, max_size=3), st.sampled_from(["'", "’"]))
def test_les_espaces_et_les_apostrophes_de_la_loi_sont_indifferents(espace: str, apostrophe: str) -> None:
    redaction = REDACTIONS["mise_en_demeure-agence-professionnel"]
    alineas = tuple(a.replace("'", apostrophe).replace(" ", espace) for a in (L111_8_ALINEA_2, L111_8_ALINEA_3))
    blocs = tuple(replace(b, alineas=alineas) if isinstance(b, Citation) else b for b in redaction.courrier.blocs)
    assert not manquements(replace(redaction.courrier, blocs=blocs), *redaction[1:], prescrite_le=None)


@pytest.mark.parametrize("nom", PREMIERES)
def test_le_pdf_porte_toutes_les_mentions(nom: str) -> None:
    """Ce que l'on contrôle est ce que l'on imprime : le texte extrait du fichier les contient toutes."""
    redaction = REDACTIONS[nom]
    lu = PdfReader(io.BytesIO(imprimer(redaction.courrier)))
    extrait = _serre(" ".join(page.extract_text() for page in lu.pages))
    for regle, morceaux in mentions(redaction).items():
        for morceau in morceaux:
            assert _serre(morceau) in extrait, (regle, morceau)


@pytest.mark.parametrize("nom", SUITES)
def test_le_pdf_rappelle_la_premiere_lettre(nom: str) -> None:
    lu = PdfReader(io.BytesIO(imprimer(REDACTIONS[nom].courrier)))
    extrait = _serre(" ".join(page.extract_text() for page in lu.pages))
    assert _serre("D-12/1") in extrait
    assert _serre("5 octobre 2026") in extrait


def _serre(brut: str) -> str:
    """Sans espace : un PDF les place, il ne les écrit pas."""
    return normaliser(brut).replace(" ", "")


def test_une_lettre_de_service_interne_n_a_pas_de_mention_r124_4() -> None:
    constats = controler(*rediger(CAS["mise_en_demeure-interne-professionnel"]), prescrite_le=None)
    assert not [constat for constat in constats if constat.regle.startswith("r124_4")]
    agence = controler(*rediger(demande()), prescrite_le=None)
    assert len([constat for constat in agence if constat.regle.startswith("r124_4")]) == 12
