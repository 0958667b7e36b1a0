"""L'horloge : un jour imposé, figé ou réel ; l'heure de Paris ; l'auteur."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from recouvre.commandes import horloge
from recouvre.commandes.horloge import accorder, aujourdhui, auteur, figer, heure_de_paris, maintenant
from recouvre.domaine.refus import SaisieIllisible


@pytest.fixture(autouse=True)
def libre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECOUVRE_AUJOURDHUI", raising=False)
    figer(None)


def _arreter(monkeypatch: pytest.MonkeyPatch, instant: str) -> None:
    monkeypatch.setattr(horloge, "_maintenant_utc", lambda: dt.datetime.fromisoformat(instant))


def test_l_heure_de_paris_est_celle_de_la_base_des_fuseaux() -> None:
    paris = ZoneInfo("Europe/Paris")
    for annee in range(1996, 2038):
        for mois, jour in ((1, 1), (3, 24), (3, 31), (7, 14), (10, 24), (10, 31), (12, 31)):
            debut = dt.datetime(annee, mois, jour, tzinfo=dt.UTC) - dt.timedelta(days=7)
            for heures in range(24 * 8):
                instant = debut + dt.timedelta(hours=heures)
                calcule, attendu = heure_de_paris(instant), instant.astimezone(paris)
                assert (calcule.replace(tzinfo=None), calcule.utcoffset()) == (
                    attendu.replace(tzinfo=None),
                    attendu.utcoffset(),
                )


def test_le_jour_est_celui_de_paris(monkeypatch: pytest.MonkeyPatch) -> None:
    _arreter(monkeypatch, "2026-11-21T23:30:00+00:00")
    assert aujourdhui() == dt.date(2026, 11, 22)
    assert maintenant().isoformat() == "2026-11-22T00:30:00+01:00"


def test_la_variable_prime_sur_le_cabinet_fige(monkeypatch: pytest.MonkeyPatch) -> None:
    figer(dt.date(2026, 3, 15))
    assert aujourdhui() == dt.date(2026, 3, 15)
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", "28/02/2026")
    assert aujourdhui() == dt.date(2026, 2, 28)
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", " ")
    assert aujourdhui() == dt.date(2026, 3, 15)


def test_maintenant_garde_l_heure_reelle_au_jour_impose(monkeypatch: pytest.MonkeyPatch) -> None:
    _arreter(monkeypatch, "2026-11-21T09:15:30+00:00")
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", "2026-02-28")
    assert maintenant().isoformat() == "2026-02-28T10:15:30+01:00"
    assert maintenant().tzinfo is not None


def test_un_cabinet_s_accorde_et_se_desaccorde(tmp_path: Path) -> None:
    (tmp_path / "aujourdhui.txt").write_text("15/03/2026", encoding="utf-8")
    accorder(tmp_path)
    assert aujourdhui() == dt.date(2026, 3, 15)
    accorder(tmp_path / "ailleurs")
    assert aujourdhui() != dt.date(2026, 3, 15)
    accorder(tmp_path / "aujourdhui.txt")
    assert aujourdhui() != dt.date(2026, 3, 15)


def test_un_fichier_fige_illisible_est_nomme(tmp_path: Path) -> None:
    (tmp_path / "aujourdhui.txt").write_text("bientôt", encoding="utf-8")
    with pytest.raises(SaisieIllisible, match=r"aujourdhui\.txt : « bientôt » n'est pas une date"):
        accorder(tmp_path)


def test_l_auteur(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUVRE_AUTEUR", " Hélène ")
    assert auteur() == "Hélène"
    monkeypatch.setenv("RECOUVRE_AUTEUR", "")
    monkeypatch.setenv("LOGNAME", "martin")
    assert auteur() == "martin"

    def inconnu() -> str:
        raise KeyError("uid 1234")

    monkeypatch.setattr("getpass.getuser", inconnu)
    assert auteur() == "inconnu"


def test_l_heure_imposee_est_celle_de_la_montre_de_paris(monkeypatch: pytest.MonkeyPatch) -> None:
    """Toutes les heures de trois ans : ni le jour ni l'heure ne bougent, sauf l'heure qui n'existe pas, en mars."""
    paris, montre = ZoneInfo("Europe/Paris"), dt.datetime(2026, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))
    while montre.year < 2029:
        monkeypatch.setenv("RECOUVRE_AUJOURDHUI", f"{montre:%Y-%m-%d %H:%M}")
        attendu = montre.astimezone(dt.UTC).astimezone(paris)
        calcule = maintenant()
        assert calcule.isoformat() == attendu.isoformat(), montre
        montre += dt.timedelta(hours=1)
