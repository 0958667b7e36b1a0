"""Une campagne vue d'un dossier : une fois, à son jour, derrière les autres, jamais en plus d'un contact du jour."""

from __future__ import annotations

import datetime as dt

import pytest
from essai_conduite import AGENCE, demarches, dossier, facture, partie

from recouvre.conduite.campagnes import a_venir, accomplie, cle, deja_sollicite, etape_de_campagne, texte_change
from recouvre.conduite.scenarios import Etape
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote, Evenement, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import CoordonneesChangees, EtapeSautee, PliSuivi, SuiteDuPli
from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret

MISE, VALIDEE, LE, FIN = dt.date(2026, 3, 3), dt.date(2026, 3, 12), dt.date(2026, 3, 13), dt.date(2026, 3, 20)
CLE = "campagne:mars"


def valider(canal: str = "sms", empreintes: str = "") -> CampagneValidee:
    return CampagneValidee(
        date=VALIDEE, campagne="mars", canal=canal, modele="sms_rappel", le=LE, jusqu_au=FIN, empreintes=empreintes
    )


def tenu(*faits: Evenement) -> Dossier:
    """Mis en demeure le 3 mars 2026."""
    echeance = dt.date(2026, 1, 31)
    return dossier(echeance, facture(echeance), partie(AGENCE, "mise-en-demeure", MISE), *faits)


def parti(le: dt.date = LE) -> RelanceEnvoyee:
    return RelanceEnvoyee(
        date=le, etape=CLE, tour=1, canal="sms", modele="sms_rappel", reference="D-1-2", fichier="", empreinte="",
        total=0,
    )  # fmt: skip


def appel(le: dt.date, etape: str = "", *, echec: bool = False) -> ContactNote:
    return ContactNote(date=le, canal="appel", etape=etape, echec=echec)


def prevues(tenu: Dossier) -> list[tuple[dt.date, dt.date | None, str]]:
    return [(d.le, d.jusqu_au, str(d.genre)) for d in demarches(tenu, AGENCE) if d.cle == CLE]


@pytest.mark.parametrize(("canal", "genre"), [("sms", "envoi"), ("courriel", "envoi"), ("appel", "appel")])
def test_validee_elle_se_fait_entre_son_premier_et_son_dernier_jour(canal: str, genre: str) -> None:
    assert prevues(tenu(valider(canal))) == [(LE, FIN, genre)]
    assert prevues(tenu()) == []
    assert etape_de_campagne(tenu(), CLE) is None


@pytest.mark.parametrize(
    ("canal", "fait"),
    [
        ("sms", parti()),
        ("sms", EtapeSautee(date=LE, etape=CLE, tour=1, motif="pas de téléphone mobile")),
        ("appel", appel(LE, CLE)),
        ("appel", appel(LE, CLE, echec=True)),
        ("appel", appel(LE)),
    ],
)
def test_elle_ne_se_fait_qu_une_fois(canal: str, fait: Evenement) -> None:
    accompli = tenu(valider(canal), fait)
    assert accomplie(accompli, valider(canal)) == fait
    assert prevues(accompli) == [] and etape_de_campagne(accompli, CLE) is None


@pytest.mark.parametrize(
    ("canal", "fait"),
    [
        ("appel", appel(LE, echec=True)),
        ("appel", appel(VALIDEE)),
        ("sms", appel(LE)),
        ("appel", ContactNote(date=LE, canal="visite")),
    ],
)
def test_ce_qui_ne_l_accomplit_pas(canal: str, fait: Evenement) -> None:
    assert accomplie(tenu(valider(canal), fait), valider(canal)) is None


def test_une_mise_en_demeure_revenue_ne_la_fait_pas_repartir() -> None:
    """Tout ce qui a suivi la lettre perdue est à refaire, sauf elle."""
    retour = PliSuivi(date=dt.date(2026, 3, 16), reference="D-1-mise-en-demeure", suite=SuiteDuPli.NPAI)
    change = CoordonneesChangees(date=dt.date(2026, 3, 17), champs="adresse")
    perdu = tenu(valider(), parti(), retour, change)
    assert "mise-en-demeure" in {d.cle for d in demarches(perdu, AGENCE)}
    assert prevues(perdu) == []


def test_un_arret_ne_la_prolonge_pas() -> None:
    """Un arrêt qui commence après son dernier jour ne repousse pas ce dernier jour."""
    arret = ArretDeDroit(date=dt.date(2026, 4, 20), cause=CauseArret.PROCEDURE)
    assert prevues(tenu(valider("appel"), arret)) == [(LE, FIN, "appel")]
    grace = ArretDeDroit(date=dt.date(2026, 3, 5), cause=CauseArret.DELAI_DE_GRACE, jusqu_au=dt.date(2026, 4, 20))
    assert prevues(tenu(valider("appel"), grace)) == [], "reportée après son dernier jour, elle n'a plus lieu"


def test_elle_ne_s_ajoute_pas_a_un_contact_du_jour() -> None:
    etape = etape_de_campagne(tenu(valider()), CLE)
    assert etape is not None
    assert [r.code for r in deja_sollicite(etape, (VALIDEE, LE), LE)] == ["meme-jour"]
    assert list(deja_sollicite(etape, (VALIDEE,), LE)) == []
    ordinaire = AGENCE.etape("relance-1")
    assert isinstance(ordinaire, Etape) and list(deja_sollicite(ordinaire, (LE,), LE)) == []


def test_seul_le_texte_valide_part() -> None:
    dossier_valide = tenu(valider(empreintes="abc"))
    etape = etape_de_campagne(dossier_valide, CLE)
    assert etape is not None
    assert list(texte_change(dossier_valide, etape, "abc")) == []
    assert [r.code for r in texte_change(dossier_valide, etape, "abd")] == ["modele"]


def test_les_penalites_attendent_la_mise_en_demeure() -> None:
    echeance = dt.date(2026, 1, 31)
    neuf = dossier(echeance, facture(echeance), valider("courriel"))
    avant, apres = etape_de_campagne(neuf, cle("mars")), etape_de_campagne(tenu(valider("courriel")), cle("mars"))
    assert avant and apres and (avant.penalites, apres.penalites) == (False, True)


def test_les_pieces_manquantes_la_font_attendre() -> None:
    [demarche] = a_venir(tenu(valider()), "en attente : pouvoir")
    assert demarche.attente == "en attente : pouvoir"
