"""La boîte des retours : IMAP, dossier de ``.eml``, Maildir. Rien n'y est effacé, et l'on ne relit que l'utile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from serveur_courriel import HOTE, MOT_DE_PASSE, UTILISATEUR, Autorite
from serveur_imap import BoiteDEssai, serveur_imap

from recouvre.domaine.canaux import ReglagesRebonds, Securite
from recouvre.envois.boite import Boite, ouvrir_boite
from recouvre.envois.rebonds import TAILLE_LUE
from recouvre.envois.remise import CanalIndisponible


@pytest.fixture(autouse=True)
def mot_de_passe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celui de la boîte, là où les réglages le prennent."""
    monkeypatch.setenv("ESSAI_IMAP", MOT_DE_PASSE)


def relever(boite: Boite, *, traiter: bool = True) -> list[tuple[str, bytes]]:
    """Lit toute la boîte, et la referme."""
    lus = []
    for recu in boite.lire():
        lus.append((recu.nom, recu.octets))
        if traiter:
            boite.traite(recu)
    boite.fermer()
    return lus


def test_imap_ne_rend_que_les_non_lus_et_ne_marque_que_les_traites() -> None:
    essai = BoiteDEssai(messages={3: b"trois\r\n", 7: b"sept\r\n", 9: b"neuf\r\n"}, lus={7})
    with serveur_imap(essai):
        assert relever(ouvrir_boite(essai.reglages()), traiter=False) == [("3", b"trois\r\n"), ("9", b"neuf\r\n")]
        assert essai.lus == {7}
        boite = ouvrir_boite(essai.reglages())
        premier = next(iter(boite.lire()))
        boite.traite(premier)
        boite.fermer()
        assert essai.lus == {3, 7}
        assert relever(ouvrir_boite(essai.reglages())) == [("9", b"neuf\r\n")]
    assert essai.lus == {3, 7, 9}
    dit = " ".join(essai.entendu).upper()
    for interdit in ("EXPUNGE", "CLOSE", "DELETED", "BODY[]", "COPY", "MOVE"):
        assert interdit not in dit


def test_imap_ne_demande_que_le_debut_d_un_gros_message() -> None:
    essai = BoiteDEssai(messages={1: b"x" * (TAILLE_LUE + 5000)})
    with serveur_imap(essai):
        ((_, octets),) = relever(ouvrir_boite(essai.reglages()))
    assert len(octets) == TAILLE_LUE


def test_imap_saute_un_message_efface_entre_temps() -> None:
    essai = BoiteDEssai(messages={1: b"un", 2: b"deux"})
    with serveur_imap(essai):
        boite = ouvrir_boite(essai.reglages())
        lecture = boite.lire()
        assert next(lecture).nom == "1"
        del essai.messages[2]
        assert list(lecture) == []
        boite.fermer()


@pytest.mark.parametrize("d_emblee", [True, False], ids=["tls", "starttls"])
def test_imap_chiffre_et_mot_de_passe_accentue(autorite: Autorite, d_emblee: bool) -> None:
    essai = BoiteDEssai(messages={1: b"un"})
    securite = Securite.TLS if d_emblee else Securite.STARTTLS
    with serveur_imap(essai, autorite=autorite, d_emblee=d_emblee):
        reglages = essai.reglages(securite=securite, autorite=str(autorite.pem))
        assert relever(ouvrir_boite(reglages)) == [("1", b"un")]
        with pytest.raises(CanalIndisponible, match="certificat"):
            ouvrir_boite(essai.reglages(securite=securite))


def test_imap_login_quand_plain_manque(monkeypatch: pytest.MonkeyPatch) -> None:
    essai = BoiteDEssai(messages={1: b"un"}, moyens="", secrets=(UTILISATEUR, "simple"))
    with serveur_imap(essai):
        with pytest.raises(CanalIndisponible, match="accentué"):
            ouvrir_boite(essai.reglages())
        monkeypatch.setenv("ESSAI_IMAP", "simple")
        assert relever(ouvrir_boite(essai.reglages())) == [("1", b"un")]


def test_imap_une_boite_au_nom_accentue() -> None:
    essai = BoiteDEssai(messages={1: b"un"}, noms=("Retours &AOk-chou&AOk-s",))
    with serveur_imap(essai):
        assert len(relever(ouvrir_boite(essai.reglages(boite="Retours échoués")))) == 1
        with pytest.raises(CanalIndisponible, match=r"« INBOX » n'existe pas"):
            ouvrir_boite(essai.reglages())


@pytest.mark.parametrize("moyens", ["AUTH=PLAIN", ""])
def test_imap_un_mot_de_passe_refuse_ne_se_montre_pas(moyens: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Le serveur d'essai répète le mot de passe dans son refus : la phrase ne le reprend pas."""
    monkeypatch.setenv("ESSAI_IMAP", "pas-le-bon")
    essai = BoiteDEssai(moyens=moyens)
    with serveur_imap(essai), pytest.raises(CanalIndisponible, match="refuse l'utilisateur") as levee:
        ouvrir_boite(essai.reglages())
    assert "pas-le-bon" not in str(levee.value)
    assert levee.value.__suppress_context__


def test_imap_starttls_absent_est_refuse_avant_le_mot_de_passe() -> None:
    essai = BoiteDEssai()
    with serveur_imap(essai), pytest.raises(CanalIndisponible, match="n'offre pas STARTTLS"):
        ouvrir_boite(essai.reglages(securite=Securite.STARTTLS))
    assert not any("AUTHENTICATE" in dit for dit in essai.entendu)


def test_imap_rien_en_clair_hors_de_la_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recouvre.envois.boite_imap.est_local", lambda hote: False)
    essai = BoiteDEssai()
    with serveur_imap(essai), pytest.raises(CanalIndisponible, match="en clair"):
        ouvrir_boite(essai.reglages())
    assert not any("AUTHENTICATE" in dit for dit in essai.entendu)


@pytest.mark.parametrize("ou", ["CAPABILITY", "AUTHENTICATE", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"])
def test_imap_une_coupure_est_une_phrase_et_ne_marque_rien(ou: str) -> None:
    essai = BoiteDEssai(messages={1: b"un"}, couper_a=ou)
    with serveur_imap(essai), pytest.raises(CanalIndisponible, match="ne répond pas"):
        relever(ouvrir_boite(essai.reglages()))
    assert essai.lus == set()


def test_imap_serveur_absent() -> None:
    for reglages in (
        ReglagesRebonds(serveur=HOTE, port=1, securite=Securite.AUCUNE),
        ReglagesRebonds(serveur="serveur.invalid"),
        ReglagesRebonds(serveur="é" * 80),
    ):
        with pytest.raises(CanalIndisponible):
            ouvrir_boite(reglages)
    with pytest.raises(CanalIndisponible, match="recouvre canal rebonds"):
        ouvrir_boite(ReglagesRebonds())


# --- Un dossier -----------------------------------------------------------------------------------------------------


def test_un_dossier_rend_ses_eml_par_nom_et_les_range_sans_en_ecraser(tmp_path: Path) -> None:
    for nom in ("b.eml", "a.EML", "note.txt"):
        (tmp_path / nom).write_bytes(nom.encode())
    (tmp_path / "c.eml").mkdir()
    (tmp_path / "lus").mkdir()
    (tmp_path / "lus" / "b.eml").write_bytes(b"ancien")
    assert relever(ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path))), traiter=False) == [
        ("a.EML", b"a.EML"),
        ("b.eml", b"b.eml"),
    ]
    relever(ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path))))
    assert relever(ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path)))) == []
    lus = {chemin.name: chemin.read_bytes() for chemin in (tmp_path / "lus").iterdir()}
    assert lus == {"a.EML": b"a.EML", "b.eml": b"ancien", "b-2.eml": b"b.eml"}
    assert (tmp_path / "note.txt").exists()


def test_une_maildir(tmp_path: Path) -> None:
    for sous in ("new", "cur", "tmp"):
        (tmp_path / sous).mkdir()
    (tmp_path / "new" / "1.M1.hote").write_bytes(b"neuf")
    (tmp_path / "cur" / "0.M0.hote:2,").write_bytes(b"vu")
    (tmp_path / "tmp" / "2.M2.hote").write_bytes(b"en cours")
    lus = relever(ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path))))
    assert sorted(octets for _, octets in lus) == [b"neuf", b"vu"]
    assert len(list((tmp_path / "lus").iterdir())) == 2
    assert (tmp_path / "tmp" / "2.M2.hote").exists()


def test_un_fichier_range_par_une_autre_releve_n_arrete_rien(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"a")
    boite = ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path)))
    recu = next(iter(boite.lire()))
    boite.traite(recu)
    boite.traite(recu)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="droits POSIX, hors de l'administrateur")
def test_un_dossier_en_lecture_seule_est_dit(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"a")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CanalIndisponible, match="droits"):
            relever(ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path))))
    finally:
        tmp_path.chmod(0o700)


def test_un_dossier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(CanalIndisponible, match="n'existe pas"):
        ouvrir_boite(ReglagesRebonds(dossier=str(tmp_path / "absent")))
