"""Le secret : lu où l'on a dit, refusé s'il traîne, jamais montré."""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.secret import FORMES, SecretAbsent, lire_secret, source_reconnue

QUOI = "mot de passe d'essai"
SECRET = " ".join(("Été", "42 / à la plage", ""))
posix = pytest.mark.skipif(os.name != "posix", reason="droits POSIX")


def fichier(dossier: Path, octets: bytes, mode: int = 0o600) -> str:
    """Un fichier de secret, et la source qui le désigne."""
    chemin = dossier / "secret.txt"
    chemin.write_bytes(octets)
    chemin.chmod(mode)
    return f"fichier:{chemin}"


def test_une_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI_SECRET", SECRET)
    assert lire_secret("env:ESSAI_SECRET", QUOI) == SECRET
    monkeypatch.setenv("ESSAI_SECRET", "")
    with pytest.raises(SecretAbsent, match=r"ESSAI_SECRET.*tâche planifiée"):
        lire_secret("env:ESSAI_SECRET", QUOI)


@pytest.mark.parametrize("avant", [b"", b"\xef\xbb\xbf"], ids=["nu", "Bloc-notes"])
@pytest.mark.parametrize("fin", [b"", b"\n", b"\r\n"])
def test_un_fichier_protege_rend_sa_ligne_exacte(tmp_path: Path, avant: bytes, fin: bytes) -> None:
    assert lire_secret(fichier(tmp_path, avant + SECRET.encode() + fin), QUOI) == SECRET


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o777, 0o610])
def test_un_fichier_ouvert_a_d_autres_est_refuse_avec_la_commande(tmp_path: Path, mode: int) -> None:
    source = fichier(tmp_path, SECRET.encode(), mode)
    with pytest.raises(SecretAbsent, match=r"chmod 600 '.*secret\.txt'") as levee:
        lire_secret(source, QUOI)
    assert SECRET not in str(levee.value)


@pytest.mark.parametrize("octets", [b"", b"\n", b"\xff\xfe\xe9", b"x" * 20_000, b"deux\nlignes", b"nul\0"])
def test_un_fichier_qui_n_est_pas_un_secret_est_refuse(tmp_path: Path, octets: bytes) -> None:
    with pytest.raises(SecretAbsent, match=QUOI):
        lire_secret(fichier(tmp_path, octets), QUOI)


def test_un_fichier_absent_ou_relatif(tmp_path: Path) -> None:
    with pytest.raises(SecretAbsent, match="n'existe pas"):
        lire_secret(f"fichier:{tmp_path / 'absent'}", QUOI)
    with pytest.raises(SecretAbsent, match="ne se lit pas"):
        lire_secret(f"fichier:{tmp_path}", QUOI)
    with pytest.raises(SecretAbsent, match="chemin entier"):
        lire_secret("fichier:secret.txt", QUOI)


@pytest.mark.parametrize(
    "source", [SECRET, "soleil42", "env:", "ENV:X", "fichier:", "trousseau:x", "trousseau:/a", "https://x", "env:A=B"]
)
def test_une_source_qui_ne_se_reconnait_pas_n_est_pas_repetee(source: str) -> None:
    """On y a peut-être écrit le mot de passe lui-même."""
    assert not source_reconnue(source)
    with pytest.raises(SecretAbsent, match="ne se reconnaît pas") as levee:
        lire_secret(source, QUOI)
    assert source in FORMES or (source not in str(levee.value) and source not in repr(levee.value))


def test_aucune_source() -> None:
    with pytest.raises(SecretAbsent, match="ne disent pas"):
        lire_secret("", QUOI)


@given(source=st.text(max_size=60))
def test_aucune_source_ne_fait_tomber_autre_chose_qu_un_refus(source: str) -> None:
    try:
        lire_secret(source, QUOI)
    except CanalIndisponible as refus:
        assert source_reconnue(source) or len(source) < 4 or source not in refus.phrase


class Trousseau(types.ModuleType):
    """Un trousseau qui répond ce qu'on lui dit : celui du système n'est pas toujours là."""

    def __init__(self, reponse: str | Exception | None) -> None:
        super().__init__("keyring")
        self.demandes: list[tuple[str, str]] = []
        self._reponse = reponse

    def get_password(self, service: str, compte: str) -> str | None:
        """Ce que répond le trousseau."""
        self.demandes.append((service, compte))
        if isinstance(self._reponse, Exception):
            raise self._reponse
        return self._reponse


def test_le_trousseau(monkeypatch: pytest.MonkeyPatch) -> None:
    ouvert = Trousseau(SECRET)
    monkeypatch.setitem(sys.modules, "keyring", ouvert)
    assert lire_secret("trousseau:recouvre/relances@vauquelin.example", QUOI) == SECRET
    assert ouvert.demandes == [("recouvre", "relances@vauquelin.example")]


@pytest.mark.parametrize(
    ("reponse", "phrase"),
    [
        (None, "keyring set recouvre moi"),
        ("", "keyring set recouvre moi"),
        (RuntimeError(f"dbus: {SECRET}"), "tâche planifiée"),
    ],
)
def test_un_trousseau_muet_ou_ferme_est_dit(
    monkeypatch: pytest.MonkeyPatch, reponse: str | Exception | None, phrase: str
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", Trousseau(reponse))
    with pytest.raises(SecretAbsent, match=phrase) as levee:
        lire_secret("trousseau:recouvre/moi", QUOI)
    assert SECRET not in str(levee.value) and levee.value.__suppress_context__ == isinstance(reponse, Exception)


def test_un_trousseau_pas_installe_dit_quoi_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SecretAbsent, match=r"pip install 'recouvre\[trousseau\]'"):
        lire_secret("trousseau:recouvre/moi", QUOI)


def test_le_vrai_trousseau_sans_session_est_une_phrase() -> None:
    """Sous cron, sans session, le vrai paquet n'a rien à ouvrir : on le dit, sans trace."""
    keyring = pytest.importorskip("keyring")
    avant = keyring.get_keyring()
    from keyring.backends import fail

    keyring.set_keyring(fail.Keyring())
    try:
        with pytest.raises(SecretAbsent, match="ne s'ouvre pas"):
            lire_secret("trousseau:recouvre/moi", QUOI)
    finally:
        keyring.set_keyring(avant)
