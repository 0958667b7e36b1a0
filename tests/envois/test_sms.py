"""Le canal SMS devant de vraies passerelles : ce qui part, ce qui ne part pas, et ce que l'on en dit."""

from __future__ import annotations

import hashlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serveur_courriel import Autorite, raccrocher
from serveur_sms import Recue, Serveur, decrire, entendre, guichet_brut, libre, passerelle_http

from recouvre.domaine.canaux import ReglagesSms
from recouvre.envois import http_borne
from recouvre.envois.description import PasserelleFautive, lire_description
from recouvre.envois.passerelle import Passerelle, lire_sources, ouvrir_sms
from recouvre.envois.remise import CanalIndisponible, Message, Remise, Retenir, Sort
from recouvre.envois.requete import ecrire_requete
from recouvre.envois.secret import SecretAbsent
from recouvre.envois.signature_ovh import signer_ovh
from recouvre.envois.sms_fichier import FichierDeSms

NUMERO, TEXTE = "+33612345678", "Merci de rappeler Zoé au 04 72 00 11 22, réf. D-1-2."
JETON = 'S3cret/très"long'
REGLAGES = ReglagesSms(passerelle="essai", secrets="jeton=env:ESSAI_SMS", delai=2)


@pytest.fixture(autouse=True)
def jeton(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI_SMS", JETON)


def message(texte: str = TEXTE, numero: str = NUMERO, reference: str = "D-1-2") -> Message:
    """Un SMS à remettre."""
    return Message(reference=reference, destinataire=numero, contenu=texte.encode())


class Engagements:
    """Compte les engagements, et lève ce qu'on lui dit."""

    def __init__(self, erreur: BaseException | None = None) -> None:
        self.fois, self._erreur = 0, erreur

    def __call__(self) -> None:
        self.fois += 1
        if self._erreur:
            raise self._erreur


def remettre(fichier: Path, envoi: Message | None = None, **autres: Any) -> Remise:
    """Une remise par cette passerelle ; elle engage une fois, ni plus ni moins."""
    engager = Engagements()
    reglages = replace(REGLAGES, **{cle: val for cle, val in autres.items() if cle != "delai_reponse"})
    canal = Passerelle(lire_description(fichier), reglages, delai_reponse=autres.get("delai_reponse", 2))
    try:
        remise = canal.remettre(envoi or message(), engager)
    finally:
        canal.fermer()
    assert engager.fois == 1
    return remise


def indisponible(fichier: Path, engagements: int, **autres: Any) -> str:
    """La phrase d'un canal qui ne sert pas, après ce nombre d'engagements."""
    engager = Engagements()
    canal = Passerelle(lire_description(fichier), replace(REGLAGES, **autres), delai_reponse=2)
    with pytest.raises(CanalIndisponible) as refus:
        canal.remettre(message(), engager)
    assert engager.fois == engagements
    assert refus.value.__cause__ is None
    return refus.value.phrase


@pytest.fixture
def serveur() -> Iterator[Serveur]:
    """Une passerelle locale, en clair."""
    with passerelle_http() as en_marche:
        yield en_marche


# --- Ce qui part ----------------------------------------------------------------------------------------------------


def test_un_sms_part_une_fois_avec_son_identifiant(tmp_path: Path, serveur: Serveur) -> None:
    remise = remettre(decrire(tmp_path, serveur.url))
    assert (remise.sort, remise.identifiant, remise.code) == (Sort.PARTI, "27814656", "")
    assert remise.preuve.startswith("HTTP 200 {")
    (recue,) = serveur.recues
    assert (recue.methode, recue.chemin) == ("POST", "/sms")
    assert recue.json == {"to": NUMERO, "text": TEXTE, "ref": "D-1-2"}
    assert recue.entetes["Authorization"] == f"Bearer {JETON}"
    assert recue.entetes["Content-Type"] == "application/json; charset=utf-8"
    assert recue.entetes["Host"] == f"127.0.0.1:{serveur.port}"


def test_la_liaison_chiffree_est_verifiee(tmp_path: Path, autorite: Autorite) -> None:
    with passerelle_http(autorite) as serveur:
        fichier = decrire(tmp_path, serveur.url)
        assert remettre(fichier, autorite=str(autorite.pem)).sort is Sort.PARTI
        assert "certificat de 127.0.0.1 n'est pas bon" in indisponible(fichier, 0)
    with passerelle_http(autorite, nom="ailleurs.example") as serveur:
        phrase = indisponible(decrire(tmp_path, serveur.url), 0, autorite=str(autorite.pem))
        assert "certificat" in phrase
        assert serveur.recues == []


def test_une_liaison_neuve_par_sms_et_les_secrets_lus_une_fois(
    tmp_path: Path, serveur: Serveur, monkeypatch: pytest.MonkeyPatch
) -> None:
    canal = Passerelle(lire_description(decrire(tmp_path, serveur.url)), REGLAGES)
    assert canal.remettre(message(), Engagements()).sort is Sort.PARTI
    monkeypatch.delenv("ESSAI_SMS")
    assert canal.remettre(message(reference="D-2-2"), Engagements()).sort is Sort.PARTI
    canal.fermer()
    with pytest.raises(SecretAbsent):
        canal.remettre(message(), Engagements())
    assert [recue.json["ref"] for recue in serveur.recues] == ["D-1-2", "D-2-2"]


# --- Ce que le code veut dire ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statut", "sort", "coordonnee"),
    [
        (200, Sort.PARTI, False),
        (202, Sort.PARTI, False),
        (400, Sort.DEFINITIF, False),
        (409, Sort.DEFINITIF, False),
        (413, Sort.DEFINITIF, False),
        (422, Sort.DEFINITIF, True),
        (408, Sort.PASSAGER, False),
        (420, Sort.PASSAGER, False),
        (429, Sort.PASSAGER, False),
        (503, Sort.PASSAGER, False),
        (500, Sort.INCERTAIN, False),
        (502, Sort.INCERTAIN, False),
        (504, Sort.INCERTAIN, False),
        (302, Sort.INCERTAIN, False),
        (303, Sort.INCERTAIN, False),
    ],
)
def test_chaque_code_a_son_sort(tmp_path: Path, serveur: Serveur, statut: int, sort: Sort, coordonnee: bool) -> None:
    serveur.dit(statut, {"message": "Voyez donc."}, Location=f"{serveur.url}/ailleurs")
    remise = remettre(decrire(tmp_path, serveur.url))
    assert (remise.sort, remise.coordonnee) == (sort, coordonnee)
    assert len(serveur.recues) == 1, "aucune redirection suivie, aucune reprise"
    if sort is not Sort.PARTI:
        assert remise.code == str(statut)
        assert "127.0.0.1" in remise.motif
        assert ("Voyez donc" in remise.motif) is (sort is not Sort.INCERTAIN)


@pytest.mark.parametrize("statut", [301, 307, 308, 401, 402, 403, 404, 405, 407])
def test_notre_compte_ou_notre_adresse_arretent_le_canal(tmp_path: Path, serveur: Serveur, statut: int) -> None:
    serveur.dit(statut, {"message": "Clé inconnue"}, Location=f"{serveur.url}/ailleurs")
    phrase = indisponible(decrire(tmp_path, serveur.url), 1)
    assert f"HTTP {statut}" in phrase
    assert "Clé inconnue" in phrase
    assert "Rien n'est parti" in phrase
    assert len(serveur.recues) == 1


def test_un_succes_qui_n_est_pas_celui_qu_on_attend_est_incertain(tmp_path: Path, serveur: Serveur) -> None:
    fichier = decrire(tmp_path, serveur.url)
    fichier.write_text(fichier.read_text("utf-8").replace("[reponse]", "[reponse]\nsucces = [200]"), "utf-8")
    serveur.dit(202, {"ids": [1]})
    assert remettre(fichier).sort is Sort.INCERTAIN


def test_un_numero_refuse_dans_une_reponse_de_succes(tmp_path: Path, serveur: Serveur) -> None:
    serveur.dit(200, {"ids": [], "invalidReceivers": [NUMERO]})
    remise = remettre(decrire(tmp_path, serveur.url))
    assert (remise.sort, remise.coordonnee) == (Sort.DEFINITIF, True)
    assert NUMERO not in remise.motif


@pytest.mark.parametrize(
    "corps", [b"", b"<html>merci</html>", b'{"ids": [', b"[" * 100_000, b'{"ids": {}}', b"\xff\xfe", b'{"autre": 1}']
)
def test_une_reponse_illisible_n_empeche_pas_d_etre_parti(tmp_path: Path, serveur: Serveur, corps: bytes) -> None:
    serveur.dit(200, corps)
    remise = remettre(decrire(tmp_path, serveur.url))
    assert (remise.sort, remise.identifiant) == (Sort.PARTI, "")
    assert "sans identifiant" in remise.preuve
    assert len(remise.preuve) < 500


@pytest.mark.parametrize(
    ("code", "sort"),
    [
        ("100", Sort.PARTI),
        ("110", Sort.PASSAGER),
        ("130", Sort.DEFINITIF),
        ("999", Sort.DEFINITIF),
        ("", Sort.INCERTAIN),
    ],
)
def test_une_passerelle_qui_dit_toujours_200_est_lue(tmp_path: Path, serveur: Serveur, code: str, sort: Sort) -> None:
    fichier = decrire(tmp_path, serveur.url)
    codes = (
        '\n[reponse.code]\nchemin = "status"\nsucces = [100]\npassagers = [110]\nmauvais-numero = [130]\n'
        "indisponibles = [140]\n"
    )
    fichier.write_text(fichier.read_text("utf-8") + codes, "utf-8")
    serveur.dit(200, {"status": code, "message": "dit"})
    remise = remettre(fichier)
    assert (remise.sort, remise.coordonnee) == (sort, code == "130")
    serveur.dit(200, {"status": 140})
    assert "code 140" in indisponible(fichier, 1)


# --- Ce qui casse ---------------------------------------------------------------------------------------------------


def test_une_passerelle_absente_n_a_rien_fait_partir(tmp_path: Path) -> None:
    phrase = indisponible(decrire(tmp_path, f"http://127.0.0.1:{libre()}"), 0)
    assert "ne se laisse pas joindre" in phrase
    inconnue = decrire(tmp_path, "https://passerelle.invalid")
    assert "introuvable" in indisponible(inconnue, 0)


def test_une_passerelle_qui_ne_parle_pas_https(tmp_path: Path, serveur: Serveur) -> None:
    phrase = indisponible(decrire(tmp_path, serveur.url.replace("http://", "https://")), 0)
    assert "ne s'ouvre pas en https" in phrase
    assert "587" not in phrase


def gestes() -> dict[str, Callable[[socket.socket], None]]:
    """Ce que peut faire une passerelle malade après avoir lu la requête."""

    def se_taire(prise: socket.socket) -> None:
        entendre(prise)
        prise.recv(1)

    def goutte_a_goutte(prise: socket.socket) -> None:
        entendre(prise)
        for octet in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + b"X-Long: a\r\n" * 90:
            prise.sendall(bytes([octet]))
            time.sleep(0.05)

    return {
        # Pas tout de suite : coupée avant d'être engagée, ce serait une passerelle absente.
        "coupe avant de lire": lambda prise: (time.sleep(0.2), raccrocher(prise))[1],
        "coupe après avoir lu": lambda prise: (entendre(prise), raccrocher(prise))[1],
        "ferme poliment": lambda prise: (entendre(prise), prise.close())[1],
        "se tait": se_taire,
        "répond goutte à goutte": goutte_a_goutte,
        "répond autre chose": lambda prise: (entendre(prise), prise.sendall(b"220 smtp.exemple.fr ESMTP\r\n"))[1],
        "coupe dans le code": lambda prise: (entendre(prise), prise.sendall(b"HTTP/1.1 2"))[1],
        "n'en finit pas d'en-têtes": lambda prise: (
            entendre(prise),
            prise.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500),
        )[1],
    }


@pytest.mark.parametrize("geste", sorted(gestes()))
def test_tout_ce_qui_rate_apres_l_engagement_est_incertain(tmp_path: Path, geste: str) -> None:
    debut = time.monotonic()
    with guichet_brut(gestes()[geste]) as url:
        remise = remettre(decrire(tmp_path, url), delai=1, delai_reponse=1)
    assert remise.sort is Sort.INCERTAIN
    assert "peut-être parti" in remise.motif
    assert time.monotonic() - debut < 4, "le délai vaut pour toute la réponse"


def test_le_delai_ne_repart_pas_a_chaque_octet(tmp_path: Path) -> None:
    def geste(prise: socket.socket) -> None:
        entendre(prise)
        for octet in b"HTTP/1.1 200 OK\r\n":
            prise.sendall(bytes([octet]))
            time.sleep(0.07)
        prise.recv(1)

    debut = time.monotonic()
    with guichet_brut(geste) as url:
        assert remettre(decrire(tmp_path, url), delai=1, delai_reponse=1.4).sort is Sort.INCERTAIN
        assert time.monotonic() - debut < 2.2


@pytest.mark.parametrize("suite", [b"", b'{"ids":', b"x" * 10])
def test_un_code_lu_puis_un_corps_coupe_est_parti(tmp_path: Path, suite: bytes) -> None:
    def geste(prise: socket.socket) -> None:
        entendre(prise)
        prise.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + suite)

    with guichet_brut(geste) as url:
        remise = remettre(decrire(tmp_path, url))
    assert (remise.sort, remise.identifiant) == (Sort.PARTI, "")


@pytest.mark.parametrize(("statut", "sort"), [(b"200", Sort.PARTI), (b"400", Sort.DEFINITIF), (b"500", Sort.INCERTAIN)])
def test_une_reponse_enorme_n_est_pas_lue_en_entier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statut: bytes, sort: Sort
) -> None:
    monkeypatch.setattr(http_borne, "OCTETS_AU_PLUS", 20_000)
    envoyes = 0

    def geste(prise: socket.socket) -> None:
        nonlocal envoyes
        entendre(prise)
        prise.sendall(b"HTTP/1.1 " + statut + b" Dit\r\n\r\n")
        for _ in range(200):
            envoyes += prise.send(b"x" * 65536)

    with guichet_brut(geste) as url:
        assert remettre(decrire(tmp_path, url)).sort is sort
    assert envoyes < 200 * 65536


def test_renoncer_au_dernier_moment_ne_transmet_rien(tmp_path: Path) -> None:
    entendu: list[bytes] = []
    with guichet_brut(lambda prise: entendu.append(prise.recv(65536))) as url:
        canal = Passerelle(lire_description(decrire(tmp_path, url)), REGLAGES)
        with pytest.raises(Retenir):
            canal.remettre(message(), Engagements(Retenir()))
        canal.fermer()
        time.sleep(0.1)
    assert entendu == [b""], "la liaison s'ouvre, et se ferme sans un mot"


@pytest.mark.parametrize("numero", ["0612345678", "", "+33", "+336 12", "+33612345678\r\nX: y", "+0612345678"])
def test_un_numero_qui_n_est_pas_international_ne_va_pas_jusqu_a_la_passerelle(
    tmp_path: Path, serveur: Serveur, numero: str
) -> None:
    engager = Engagements()
    canal = Passerelle(lire_description(decrire(tmp_path, serveur.url)), REGLAGES)
    remise = canal.remettre(message(numero=numero), engager)
    assert (remise.sort, remise.coordonnee, engager.fois) == (Sort.DEFINITIF, True, 0)
    assert serveur.recues == []


# --- Ce qui s'échappe, et ce qui se tait ----------------------------------------------------------------------------

MALIN = 'a"b\\c\r\nX-Mal: 1\n{{ secret.jeton }} & <x> é € %0d%0a = +'


@given(texte=st.text(max_size=80), reference=st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_aucune_valeur_ne_sort_de_sa_place(tmp_path_factory: Any, texte: str, reference: str) -> None:
    texte, reference = (brut.encode("utf-8", "ignore").decode() for brut in (texte, reference))
    dossier = tmp_path_factory.mktemp("passerelle")
    valeurs = {"numero": NUMERO, "texte": texte, "reference": reference, "secret.jeton": "jeton"}
    requete = ecrire_requete(lire_description(decrire(dossier, "https://exemple.fr")), valeurs)
    assert json.loads(requete.corps) == {"to": NUMERO, "text": texte, "ref": reference}
    formulaire = (
        'format = "formulaire"\nurl = "https://exemple.fr/{{ reference }}/x?t={{ texte }}"\n'
        '[corps]\nt = "{{ texte }}"\nn = "{{ numero }}"\n'
    )
    fichier = dossier / "formulaire.toml"
    fichier.write_text(formulaire, "utf-8")
    requete = ecrire_requete(lire_description(fichier), valeurs)
    assert parse_qs(requete.corps.decode(), keep_blank_values=True) == {"t": [texte], "n": [NUMERO]}
    lue = urlsplit(requete.url)
    assert lue.hostname == "exemple.fr"
    assert parse_qs(lue.query, keep_blank_values=True) == {"t": [texte]}
    assert lue.path.count("/") == 2
    assert requete.octets().count(b"\r\n\r\n") == 1


def test_une_valeur_maligne_arrive_telle_quelle(tmp_path: Path, serveur: Serveur) -> None:
    remettre(decrire(tmp_path, serveur.url), message(MALIN))
    assert serveur.recues[0].json["text"] == MALIN
    assert "X-Mal" not in serveur.recues[0].entetes


@pytest.mark.parametrize(("forme", "attendu"), [("xml", "a&quot;b &lt;x&gt; &amp;"), ("texte", 'a"b <x> &')])
def test_un_corps_en_xml_est_echappe_un_texte_non(tmp_path: Path, serveur: Serveur, forme: str, attendu: str) -> None:
    fichier = tmp_path / "p.toml"
    fichier.write_text(
        f'url = "{serveur.url}"\nformat = "{forme}"\ncorps = "<sms to=\'{{{{ numero_00 }}}}\'>{{{{texte}}}}</sms>"\n',
        "utf-8",
    )
    remettre(fichier, message('a"b <x> &'))
    assert serveur.recues[0].corps.decode() == f"<sms to='0033612345678'>{attendu}</sms>"


def test_une_requete_get_met_tout_dans_l_adresse(tmp_path: Path, serveur: Serveur) -> None:
    fichier = tmp_path / "p.toml"
    fichier.write_text(
        f'methode = "GET"\nurl = "{serveur.url}/envoi?a={{{{ numero_sans_plus }}}}&m={{{{ texte }}}}'
        '&p={{ secret.jeton }}"\n',
        "utf-8",
    )
    remettre(fichier, message(MALIN))
    (recue,) = serveur.recues
    assert (recue.methode, recue.corps) == ("GET", b"")
    assert parse_qs(urlsplit(recue.chemin).query) == {"a": ["33612345678"], "m": [MALIN], "p": [JETON]}


def test_un_secret_qu_un_en_tete_ne_porte_pas_n_a_rien_fait_partir(
    tmp_path: Path, serveur: Serveur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSAI_SMS", "jeton€")
    phrase = indisponible(decrire(tmp_path, serveur.url), 0)
    assert "Authorization" in phrase
    assert "jeton€" not in phrase


def test_le_secret_n_apparait_nulle_part(tmp_path: Path, serveur: Serveur) -> None:
    fichier = decrire(tmp_path, serveur.url)
    canal = Passerelle(lire_description(fichier), REGLAGES)
    serveur.repondre = lambda recue: (200, json.dumps({"ids": [JETON], "dit": str(recue)}).encode(), {})
    dits = [canal.remettre(message(), Engagements())]
    for statut in (400, 422, 429, 500):
        serveur.dit(statut, {"message": f"jeton {JETON} refusé pour {NUMERO} et 0033612345678"})
        dits.append(canal.remettre(message(), Engagements()))
    serveur.dit(401, {"message": f"jeton {JETON} inconnu"})
    with pytest.raises(CanalIndisponible) as refus:
        canal.remettre(message(), Engagements())
    valeurs = {"numero": NUMERO, "texte": TEXTE, "reference": "D-1-2", "secret.jeton": JETON}
    montres = [*map(repr, dits), refus.value.phrase, repr(canal), repr(vars(canal)["_description"])]
    montres.append(repr(ecrire_requete(lire_description(fichier), valeurs)))
    for montre in montres:
        for forme in (JETON, json.dumps(JETON)[1:-1], "33612345678"):
            assert forme not in montre, montre
    assert "(secret)" in refus.value.phrase
    assert "(numéro)" in dits[1].motif


def test_un_secret_absent_dit_lequel(tmp_path: Path, serveur: Serveur) -> None:
    phrase = indisponible(decrire(tmp_path, serveur.url), 0, secrets="")
    assert "« jeton » de la passerelle SMS" in phrase
    assert "AUTRE_VARIABLE" in indisponible(decrire(tmp_path, serveur.url), 0, secrets="jeton=env:AUTRE_VARIABLE")


def test_les_sources_de_secrets_se_separent_sans_couper_un_chemin() -> None:
    lues = lire_sources(r"a=env:A  b=fichier:C:\Mes documents\x=1.txt c_2=trousseau:sms/ovh cle")
    assert lues == {"a": "env:A", "b": r"fichier:C:\Mes documents\x=1.txt", "c_2": "trousseau:sms/ovh cle"}
    assert lire_sources("") == {}


# --- OVH ------------------------------------------------------------------------------------------------------------


def test_la_signature_d_ovh_est_celle_calculee_a_la_main() -> None:
    """Valeur obtenue par ``printf 'SECRET+CLIENT+POST+…' | openssl dgst -sha1``."""
    url = "https://eu.api.ovh.com/1.0/sms/sms-xx1-1/jobs"
    signee = signer_ovh("SECRET", "CLIENT", "POST", url, '{"message": "é"}'.encode(), 1_700_000_000)
    assert signee == "$1$d622e7f0f4aa21648e6cbe457750f9782353d002"


@contextmanager
def ovh_locale(tmp_path: Path, heure: bytes = b"1700000100") -> Iterator[tuple[Serveur, Path]]:
    """Le profil livré, tourné vers une passerelle locale qui dit une autre heure que la nôtre."""
    livre = Path(http_borne.__file__).parent / "passerelles" / "ovh.toml"
    with passerelle_http() as serveur:
        (tmp_path / "passerelles").mkdir()
        fichier = tmp_path / "passerelles" / "ovh.toml"
        fichier.write_text(livre.read_text("utf-8").replace("https://eu.api.ovh.com", serveur.url), "utf-8")

        def repondre(recue: Recue) -> tuple[int, bytes, dict[str, str]]:
            if recue.chemin == "/1.0/auth/time":
                return 200, heure, {}
            return 200, b'{"totalCreditsRemoved": 1, "invalidReceivers": [], "ids": [77], "validReceivers": []}', {}

        serveur.repondre = repondre
        yield serveur, fichier


OVH = ReglagesSms(
    passerelle="ovh",
    compte="sms-xx1-1",
    expediteur="VAUQUELIN",
    secrets="cle=env:OVH_A secret=env:OVH_B client=env:OVH_C",
    delai=2,
)


@pytest.fixture
def cles_ovh(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom, valeur in (("OVH_A", "APPLI"), ("OVH_B", "SECRET"), ("OVH_C", "CLIENT")):
        monkeypatch.setenv(nom, valeur)


@pytest.mark.usefixtures("cles_ovh")
def test_le_profil_ovh_signe_a_l_heure_du_serveur(tmp_path: Path) -> None:
    with ovh_locale(tmp_path) as (serveur, fichier):
        canal = Passerelle(lire_description(fichier), OVH, horloge=lambda: 1_700_000_000.9)
        remises = [canal.remettre(message(reference=f"D-1-{rang}"), Engagements()) for rang in (2, 3)]
        assert [(remise.sort, remise.identifiant) for remise in remises] == [(Sort.PARTI, "77")] * 2
        heure, premiere, seconde = serveur.recues
        assert heure.chemin == "/1.0/auth/time"
        assert not any(nom.lower().startswith("x-ovh") for nom in heure.entetes)
        assert premiere.chemin == seconde.chemin == "/1.0/sms/sms-xx1-1/jobs"
        assert premiere.json == {
            "message": TEXTE, "receivers": [NUMERO], "sender": "VAUQUELIN", "tag": "D-1-2", "noStopClause": True,
            "charset": "UTF-8", "coding": "7bit",
        }  # fmt: skip
        entetes = {nom.lower(): valeur for nom, valeur in premiere.entetes.items()}
        assert (entetes["x-ovh-application"], entetes["x-ovh-consumer"]) == ("APPLI", "CLIENT")
        assert entetes["x-ovh-timestamp"] == "1700000100"
        clair = f"SECRET+CLIENT+POST+{serveur.url}{premiere.chemin}+".encode() + premiere.corps + b"+1700000100"
        assert entetes["x-ovh-signature"] == f"$1${hashlib.sha1(clair, usedforsecurity=False).hexdigest()}"
        assert b"SECRET" not in premiere.corps + str(premiere.entetes).encode()


@pytest.mark.usefixtures("cles_ovh")
@pytest.mark.parametrize("heure", [b"", b"demain", b"9" * 40])
def test_sans_heure_rien_ne_part(tmp_path: Path, heure: bytes) -> None:
    with ovh_locale(tmp_path, heure) as (serveur, fichier):
        engager = Engagements()
        with pytest.raises(CanalIndisponible, match="ne dit pas l'heure"):
            Passerelle(lire_description(fichier), OVH).remettre(message(), engager)
        assert (engager.fois, len(serveur.recues)) == (0, 1)


@pytest.mark.usefixtures("cles_ovh")
@pytest.mark.parametrize(
    ("manque", "dit"),
    [
        ({"compte": ""}, "--compte"),
        ({"expediteur": ""}, "--expediteur"),
        ({"expediteur": "CABINET VAUQUELIN"}, "onze lettres"),
        ({"expediteur": "Été"}, "onze lettres"),
        ({"secrets": "cle=env:OVH_A secret=env:OVH_B"}, "« client »"),
    ],
)
def test_le_profil_ovh_dit_ce_qui_lui_manque(tmp_path: Path, manque: dict[str, str], dit: str) -> None:
    canal = ouvrir_sms(replace(OVH, **manque), tmp_path, tmp_path / "lot.csv")
    engager = Engagements()
    with pytest.raises(CanalIndisponible, match=dit):
        canal.remettre(message(), engager)
    assert engager.fois == 0


def test_le_profil_livre_est_sain(tmp_path: Path) -> None:
    assert isinstance(ouvrir_sms(OVH, tmp_path, tmp_path / "lot.csv"), Passerelle)


# --- Décrire la sienne ----------------------------------------------------------------------------------------------

SAINE = 'url = "https://exemple.fr/sms"\n[corps]\nto = "{{ numero }}"\ntext = "{{ texte }}"\n'


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        (("https://exemple.fr/sms", "http://exemple.fr/sms"), "doit être en https"),
        (("https://exemple.fr/sms", "ftp://exemple.fr"), "https://"),
        (("https://exemple.fr/sms", "https://{{ texte }}.fr"), "sans variable"),
        (("https://exemple.fr/sms", "https://moi:secret@exemple.fr"), "ni compte ni mot de passe"),
        (("https://exemple.fr/sms", "https://exemple.fr/é"), "ni accent ni espace"),
        (("https://exemple.fr/sms", "https://exemple.fr:port/"), "n'est pas une adresse"),
        (("{{ texte }}", "{{ texte | upper }}"), "un nom seul"),
        (("{{ texte }}", "{{ prenom }}"), "« prenom » n'est pas une variable"),
        (("{{ texte }}", "bonjour"), "au moins {{ texte }}"),
        (("{{ numero }}", "{{ compte }}"), "un numéro"),
        (("url =", "adresse ="), "« adresse » n'est pas une clé"),
        (("[corps]", 'methode = "DELETE"\n[corps]'), "POST ou PUT ou GET"),
        (("[corps]", 'methode = "GET"\n[corps]'), "pas de corps"),
        (("[corps]", 'signature = "aws"\n[corps]'), "ovh"),
        (("[corps]", "[reponse]\nsucces = 200\n[corps]"), "une liste de codes"),
        (("[corps]", "[reponse]\nsucces = [true]\n[corps]"), "une liste de codes"),
        (("[corps]", '[reponse.code]\nchemin = "status"\n[corps]'), "demande « chemin » et « succes »"),
        (("[corps]", '[en-tetes]\n"X Y" = "z"\n[corps]'), "en-tête"),
        (("[corps]", '[en-tetes]\nX-A = "z\\r\\nX-B: 1"\n[corps]'), "en-tête"),
        (("[corps]", "[en-tetes]\nX-A = 3\n[corps]"), "entre guillemets"),
        (("[corps]", "corps = 3\n[autre]"), "« autre » n'est pas une clé"),
        (("url", "url url"), "TOML"),
    ],
)
def test_une_description_fautive_dit_sa_faute(tmp_path: Path, change: tuple[str, str], dit: str) -> None:
    fichier = tmp_path / "p.toml"
    assert change[0] in SAINE
    fichier.write_text(SAINE.replace(*change, 1), "utf-8")
    with pytest.raises(PasserelleFautive) as refus:
        lire_description(fichier)
    assert dit in refus.value.phrase
    assert str(fichier) in refus.value.phrase


def test_en_clair_sur_sa_propre_machine_seulement(tmp_path: Path) -> None:
    fichier = tmp_path / "p.toml"
    fichier.write_text(SAINE.replace("https://exemple.fr", "http://localhost:8080"), "utf-8")
    assert lire_description(fichier).url == "http://localhost:8080/sms"


@pytest.mark.parametrize("nom", ["../ovh", "/etc/passwd", ".cache", "zut", "a/b"])
def test_une_passerelle_inconnue_est_dite(tmp_path: Path, nom: str) -> None:
    with pytest.raises(PasserelleFautive):
        ouvrir_sms(replace(REGLAGES, passerelle=nom), tmp_path, tmp_path / "lot.csv")


def test_sans_passerelle_reglee_on_dit_quoi_taper(tmp_path: Path) -> None:
    with pytest.raises(CanalIndisponible, match="recouvre canal sms --passerelle"):
        ouvrir_sms(ReglagesSms(), tmp_path, tmp_path / "lot.csv")


# --- Le fichier à remettre ------------------------------------------------------------------------------------------


def test_un_fichier_recoit_une_ligne_par_sms_et_jamais_deux_fois_la_meme(tmp_path: Path) -> None:
    lot = tmp_path / "courriers" / "2026-03-03" / "sms.csv"
    for _ in range(2):
        canal = ouvrir_sms(ReglagesSms(passerelle="fichier"), tmp_path, lot)
        for rang in (2, 3):
            remise = canal.remettre(message("Zoé ; « x »", reference=f"D-1-{rang}"), Engagements())
            assert (remise.sort, remise.identifiant) == (Sort.PARTI, f"sms.csv/D-1-{rang}")
        canal.fermer()
    assert lot.read_bytes() == (
        b"\xef\xbb\xbfnumero;texte;reference\r\n"
        + '+33612345678;"Zoé ; « x »";D-1-2\r\n+33612345678;"Zoé ; « x »";D-1-3\r\n'.encode()
    )


@given(coupe=st.integers(0, 200))
@settings(max_examples=40, deadline=None)
def test_une_ligne_coupee_par_un_arret_brutal_s_efface(tmp_path_factory: Any, coupe: int) -> None:
    lot = tmp_path_factory.mktemp("lot") / "sms.csv"
    envois = [message(f"Ligne 1\nligne 2 ; {rang}", reference=f"D-1-{rang}") for rang in range(3)]
    for envoi in envois:
        FichierDeSms(lot).remettre(envoi, Engagements())
    entier = lot.read_bytes()
    lot.write_bytes(entier[: min(coupe, len(entier))])
    for envoi in envois:
        FichierDeSms(lot).remettre(envoi, Engagements())
    assert lot.read_bytes() == entier


@pytest.mark.parametrize("texte", ["=1+1", "+33", "-2", "@x", "\tx"])
def test_un_tableur_n_y_trouve_aucune_formule(tmp_path: Path, texte: str) -> None:
    FichierDeSms(tmp_path / "sms.csv").remettre(message(texte), Engagements())
    assert f"; {texte};" in (tmp_path / "sms.csv").read_text("utf-8").replace('"', "")


def test_un_fichier_qui_ne_peut_pas_s_ecrire_est_dit(tmp_path: Path) -> None:
    (tmp_path / "pas-un-dossier").write_text("x", "utf-8")
    engager = Engagements()
    with pytest.raises(CanalIndisponible, match="ne peut pas s'écrire"):
        FichierDeSms(tmp_path / "pas-un-dossier" / "sms.csv").remettre(message(), engager)
    assert engager.fois == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
def test_le_disque_plein_ne_laisse_pas_de_demi_ligne(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lot = tmp_path / "sms.csv"
    canal = FichierDeSms(lot)
    canal.remettre(message(), Engagements())
    avant = lot.read_bytes()

    def plein(_descripteur: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as rustine:
        rustine.setattr("os.fsync", plein)
        with pytest.raises(CanalIndisponible, match="le disque est plein"):
            canal.remettre(message(reference="D-1-9"), Engagements())
    assert lot.read_bytes() == avant
    assert canal.remettre(message(reference="D-1-9"), Engagements()).sort is Sort.PARTI


def test_renoncer_n_ecrit_pas_de_ligne(tmp_path: Path) -> None:
    canal = FichierDeSms(tmp_path / "sms.csv")
    with pytest.raises(Retenir):
        canal.remettre(message(), Engagements(Retenir()))
    assert (tmp_path / "sms.csv").read_text("utf-8-sig") == "numero;texte;reference\n"
