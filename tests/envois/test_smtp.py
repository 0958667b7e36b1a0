"""Le canal courriel devant de vrais serveurs : ce qui part, ce qui ne part pas, et ce que l'on en dit."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from serveur_courriel import (
    EHLO,
    HOTE,
    JUSQU_A_DATA,
    MOT_DE_PASSE,
    UTILISATEUR,
    Autorite,
    Boite,
    fermer,
    raccrocher,
    scenario,
    se_taire,
    serveur,
)

from recouvre.domaine.canaux import ReglagesCourriel, Securite
from recouvre.envois.enveloppe import corps_smtp
from recouvre.envois.remise import CanalIndisponible, Message, Remise, Retenir, Sort
from recouvre.envois.smtp import Messagerie

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS d'emblée

ADRESSE = "ana@faure.example"
ACCES = {"utilisateur": UTILISATEUR, "secret": "env:ESSAI_SMTP"}


def contenu(texte: str = "Bonjour,\n\nmerci.\n", **entetes: str) -> bytes:
    """Un petit message."""
    message = EmailMessage(policy=SMTP)
    for nom, valeur in {"Message-ID": "<d-1-1@vauquelin.example>", "Subject": "Échéance", **entetes}.items():
        message[nom] = valeur
    message.set_content(texte)
    return message.as_bytes()


def message(adresse: str = ADRESSE, octets: bytes | None = None, retour: str = "") -> Message:
    """Un message à remettre."""
    return Message(
        reference="D-1-1", destinataire=adresse, contenu=contenu() if octets is None else octets, retour=retour
    )


class Engagements:
    """Compte les engagements, et lève ce qu'on lui dit."""

    def __init__(self, erreur: BaseException | None = None) -> None:
        self.fois, self._erreur = 0, erreur

    def __call__(self) -> None:
        self.fois += 1
        if self._erreur:
            raise self._erreur


@contextmanager
def messagerie(reglages: ReglagesCourriel, **options: Any) -> Iterator[Messagerie]:
    """Un canal ouvert le temps d'un test."""
    canal = Messagerie(reglages, **options)
    try:
        yield canal
    finally:
        canal.fermer()


def remettre(reglages: ReglagesCourriel, voulu: Message | None = None) -> tuple[Remise, int]:
    """Une remise, et le nombre d'engagements."""
    engager = Engagements()
    with messagerie(reglages, delai_final=0.5) as canal:
        remise = canal.remettre(voulu or message(), engager)
    return remise, engager.fois


# --- Ce qui part ----------------------------------------------------------------------------------------------------


def test_un_message_part_une_fois_et_la_preuve_est_la_reponse_du_serveur(autorite: Autorite) -> None:
    with serveur(autorite) as essai:
        remise, engagements = remettre(essai.reglages(), message(retour="retours+abc@vauquelin.example"))
    assert remise == Remise(
        sort=Sort.PARTI, identifiant="<d-1-1@vauquelin.example>", preuve="250 2.0.0 OK: file 1", motif=""
    )
    assert engagements == 1
    (recu,) = essai.boite.recus
    assert (recu.mail_from, recu.rcpt_tos) == ("retours+abc@vauquelin.example", [ADRESSE])
    assert recu.content == contenu()


def test_sans_adresse_de_retour_l_expediteur_en_tient_lieu(autorite: Autorite) -> None:
    with serveur(autorite) as essai:
        remettre(essai.reglages())
    assert essai.boite.recus[0].mail_from == "relances@vauquelin.example"


@pytest.mark.parametrize(
    "corps",
    [
        b".\r\n..\r\n...\r\n",
        b"avant\r\n.\r\napres\r\n",
        b".debut\r\n\r\n.\r\n",
        b"fin sans retour",
        bytes(range(32, 127)) * 20_000 + b"\r\n.",
    ],
    ids=["points", "point seul", "premier point", "sans retour", "deux megaoctets"],
)
def test_le_corps_recu_est_identique_octet_pour_octet(autorite: Autorite, corps: bytes) -> None:
    octets = b"Subject: essai\r\n\r\n" + corps
    attendu = octets if octets.endswith(b"\r\n") else octets + b"\r\n"
    with serveur(autorite, command_call_limit={"*": 1000}) as essai:
        essai_long = message(octets=octets)
        remise, _ = remettre(essai.reglages(), essai_long)
    if remise.sort is Sort.DEFINITIF:  # une ligne de deux mégaoctets : le serveur a le droit de la refuser
        assert "too long" in remise.motif.lower()
        return
    assert essai.boite.recus[0].content == attendu


def test_un_retour_a_la_ligne_nu_ne_finit_pas_le_message(autorite: Autorite) -> None:
    """« \\n.\\n » et « \\r.\\r » finiraient le message chez certains : le reste deviendrait des commandes."""
    faux = b"Subject: a\n\nb\n.\nMAIL FROM:<x@y.example>\r.\rRCPT\r\n.\nDATA\n"
    with scenario((*JUSQU_A_DATA, "250 OK")) as suivi:
        remise, _ = remettre(suivi.reglages(), message(octets=faux))
    assert remise.sort is Sort.PARTI
    corps = suivi.entendu[0].partition(b"DATA\r\n")[2].partition(b"\r\n.\r\n")[0]
    assert corps.count(b"\n") == corps.count(b"\r") == corps.count(b"\r\n")
    assert corps == b"Subject: a\r\n\r\nb\r\n..\r\nMAIL FROM:<x@y.example>\r\n..\r\nRCPT\r\n..\r\nDATA"


def test_plusieurs_messages_passent_par_une_seule_connexion(autorite: Autorite) -> None:
    with serveur(autorite) as essai, messagerie(essai.reglages()) as canal:
        for rang in range(12):
            assert canal.remettre(message(f"d{rang}@faure.example"), Engagements()).sort is Sort.PARTI
    assert essai.boite.connexions == 1
    assert [recu.rcpt_tos for recu in essai.boite.recus] == [[f"d{rang}@faure.example"] for rang in range(12)]


def test_le_point_final_ne_part_qu_apres_l_engagement() -> None:
    """Au moment d'engager, le serveur a tout reçu, sauf le point : mourir là ne fait rien partir."""
    vus: list[bytes] = []
    with scenario((*JUSQU_A_DATA, "250 OK")) as suivi, messagerie(suivi.reglages()) as canal:
        canal.remettre(message(), lambda: vus.append(b"".join(suivi.entendu)))
    assert vus == [vus[0]]
    assert not vus[0].endswith(b"\r\n.\r\n")
    assert suivi.entendu[0].count(b"\r\n.\r\n") == 1


# --- Ce qui ne part pas ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etape", "reponse", "sort", "code", "coordonnee"),
    [
        ("mail", "451 4.3.0 Réessayez plus tard", Sort.PASSAGER, "4.3.0", False),
        ("mail", "452 4.3.1 Insufficient system storage", Sort.PASSAGER, "4.3.1", False),
        ("mail", "552 5.3.4 Message size exceeds fixed limit", Sort.DEFINITIF, "5.3.4", False),
        ("rcpt", "450 4.2.0 Greylisted", Sort.PASSAGER, "4.2.0", False),
        ("rcpt", "452 Too many", Sort.PASSAGER, "452", False),
        ("rcpt", "550 5.1.1 <ana@faure.example>: User unknown", Sort.DEFINITIF, "5.1.1", True),
        ("rcpt", "550 No such user here", Sort.DEFINITIF, "550", True),
        ("rcpt", "553 mailbox name not allowed", Sort.DEFINITIF, "553", True),
        ("rcpt", "551 User not local", Sort.DEFINITIF, "551", True),
        ("rcpt", "550 5.1.10 Recipient address has null MX", Sort.DEFINITIF, "5.1.10", True),
        ("rcpt", "550 5.2.1 Mailbox disabled", Sort.DEFINITIF, "5.2.1", True),
        ("rcpt", "552 5.2.2 Mailbox full", Sort.DEFINITIF, "5.2.2", False),
        ("rcpt", "550 5.7.1 Message rejected by policy", Sort.DEFINITIF, "5.7.1", False),
        ("rcpt", "550 5.1.8 Sender address rejected: Domain not found", Sort.DEFINITIF, "5.1.8", False),
        ("rcpt", "550 Blocked by SPF policy", Sort.DEFINITIF, "550", False),
        ("rcpt", "554 Transaction failed", Sort.DEFINITIF, "554", False),
        ("rcpt", "550 quota@faure.example: no such user", Sort.DEFINITIF, "550", True),
        ("rcpt", "554 5.7.1 <ana@faure.example>: Relay access denied", Sort.PASSAGER, "5.7.1", False),
        ("rcpt", "550 relaying prohibited", Sort.PASSAGER, "550", False),
        ("data", "451 4.7.1 Try again", Sort.PASSAGER, "4.7.1", False),
        ("data", "550 5.7.1 Spam detected", Sort.DEFINITIF, "5.7.1", False),
        ("data", "550 No such user", Sort.DEFINITIF, "550", False),
        ("data", "550 5.1.1 User unknown", Sort.DEFINITIF, "5.1.1", True),
        ("data", "554 5.6.0 Message refused", Sort.DEFINITIF, "5.6.0", False),
    ],
)
def test_un_refus_dit_son_sort_son_code_et_si_l_adresse_est_en_cause(
    autorite: Autorite, etape: str, reponse: str, sort: Sort, code: str, coordonnee: bool
) -> None:
    dits = iter([reponse])
    boite = Boite(**{f"a_{etape}": lambda _: next(dits, None)})
    with serveur(autorite, boite=boite) as essai, messagerie(essai.reglages()) as canal:
        engager = Engagements()
        remise = canal.remettre(message(), engager)
        suivant = canal.remettre(message("autre@faure.example"), Engagements())
    assert (remise.sort, remise.code, remise.coordonnee) == (sort, code, coordonnee)
    assert remise.preuve == "" and ADRESSE not in remise.motif
    assert reponse[:3] in remise.motif
    assert engager.fois == (1 if etape == "data" else 0)
    assert suivant.sort is Sort.PARTI, "un refus n'arrête pas les suivants"
    assert (len(boite.recus), boite.connexions) == (1, 1)


@pytest.mark.parametrize(("reponse", "sort"), [("452 4.3.1 plein", Sort.PASSAGER), ("554 5.5.1 non", Sort.DEFINITIF)])
def test_un_refus_de_data_avant_le_contenu(reponse: str, sort: Sort) -> None:
    with scenario((*JUSQU_A_DATA[:-1], reponse, "250 RSET", "221 au revoir")) as suivi:
        remise, engagements = remettre(suivi.reglages())
    assert (remise.sort, engagements) == (sort, 0)
    assert b"Subject" not in suivi.entendu[0]
    assert b"RSET" in suivi.entendu[0].upper()


@pytest.mark.parametrize("refus", ["553 5.7.1 Sender address rejected: not owned by user", "550 mauvais expéditeur"])
def test_un_expediteur_refuse_l_est_pour_tous_les_messages(autorite: Autorite, refus: str) -> None:
    with (
        serveur(autorite, boite=Boite(a_mail=lambda _: refus)) as essai,
        messagerie(essai.reglages()) as canal,
        pytest.raises(CanalIndisponible, match="recouvre canal courriel"),
    ):
        canal.remettre(message(), Engagements())


def test_un_serveur_qui_exige_une_authentification_le_fait_dire(autorite: Autorite) -> None:
    with (
        serveur(autorite, authentification=True) as essai,
        messagerie(essai.reglages()) as canal,
        pytest.raises(CanalIndisponible, match="exige une authentification"),
    ):
        canal.remettre(message(), Engagements())


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "ana",
        "ana@",
        "@faure.example",
        "ana faure@faure.example",
        "ana@faure.example\r\nDATA",
        "ana@faure.example> NOTIFY=NEVER",
        "<ana@faure.example>",
        "a@b@c.example",
        "ana@" + "é" * 70 + ".example",
        "ana@faure.example\x00",
    ],
)
def test_ce_qui_n_est_pas_une_adresse_ne_va_pas_au_serveur(adresse: str) -> None:
    remise, engagements = remettre(ReglagesCourriel(serveur="serveur.invalid"), message(adresse))
    assert (remise.sort, remise.code, remise.coordonnee, engagements) == (Sort.DEFINITIF, "5.1.3", True, 0)


@pytest.mark.parametrize("retour", ["retours@vauquelin.example> SIZE=1", "retours", "a@b.example\r\nRSET"])
def test_une_adresse_de_retour_fautive_est_un_reglage_a_corriger(autorite: Autorite, retour: str) -> None:
    with serveur(autorite) as essai, messagerie(essai.reglages()) as canal, pytest.raises(CanalIndisponible):
        canal.remettre(message(retour=retour), Engagements())


# --- Les adresses et les messages hors de l'ASCII -------------------------------------------------------------------


def test_un_domaine_accentue_part_en_ascii(autorite: Autorite) -> None:
    with serveur(autorite, enable_SMTPUTF8=False) as essai:
        remise, _ = remettre(essai.reglages(), message("ana@crèmerie.example"))
    assert remise.sort is Sort.PARTI
    assert essai.boite.recus[0].rcpt_tos == ["ana@xn--crmerie-3xa.example"]


@pytest.mark.parametrize("accepte", [True, False])
def test_une_adresse_accentuee_demande_un_serveur_qui_les_accepte(autorite: Autorite, accepte: bool) -> None:
    with serveur(autorite, enable_SMTPUTF8=accepte) as essai, messagerie(essai.reglages()) as canal:
        remise = canal.remettre(message("hélène@faure.example"), Engagements())
        suite = canal.remettre(message(), Engagements())
    assert suite.sort is Sort.PARTI
    if accepte:
        assert remise.sort is Sort.PARTI
        assert essai.boite.recus[0].rcpt_tos == ["hélène@faure.example"]
    else:
        assert (remise.sort, remise.code, remise.coordonnee) == (Sort.DEFINITIF, "5.6.7", True)


def test_un_message_en_huit_bits_le_dit(autorite: Autorite) -> None:
    octets = "Subject: a\r\n\r\nÉtat\r\n".encode()
    with serveur(autorite) as essai:
        remettre(essai.reglages(), message(octets=octets))
    assert "BODY=8BITMIME" in essai.boite.recus[0].mail_options
    assert essai.boite.recus[0].content == octets
    with scenario(("220 essai", "250 essai", "221 fin")) as suivi:
        remise, engagements = remettre(suivi.reglages(), message(octets=octets))
    assert (remise.sort, remise.code, engagements) == (Sort.DEFINITIF, "5.6.3", 0)


# --- Les coupures et la lenteur -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rang", "geste"), [*((rang, geste) for rang in (2, 3, 4) for geste in (raccrocher, fermer)), (3, se_taire)]
)
def test_une_coupure_avant_le_contenu_est_passagere(geste: Callable[[socket.socket], None], rang: int) -> None:
    with scenario((*JUSQU_A_DATA[:rang], geste)) as suivi:
        remise, engagements = remettre(suivi.reglages(delai=1 if geste is se_taire else 2))
    assert (remise.sort, engagements) == (Sort.PASSAGER, 0)
    assert "rien n'est parti" in remise.motif


@pytest.mark.parametrize("geste", [raccrocher, fermer], ids=["RST", "FIN"])
def test_une_coupure_au_milieu_du_contenu_est_passagere(geste: Callable[[socket.socket], None]) -> None:
    """Quatre mégaoctets : le serveur raccroche quand les tampons sont loin d'avoir tout pris."""

    def au_milieu(prise: socket.socket) -> None:
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n")
        prise.recv(1000)
        geste(prise)

    gros = b"Subject: a\r\n\r\n" + (b"x" * 70 + b"\r\n") * 60_000
    with scenario((*JUSQU_A_DATA[:4], au_milieu)) as suivi:
        remise, engagements = remettre(suivi.reglages(), message(octets=gros))
    assert (remise.sort, engagements) == (Sort.PASSAGER, 0)


@pytest.mark.parametrize("geste", [raccrocher, fermer], ids=["RST", "FIN"])
def test_un_serveur_parti_pendant_un_petit_contenu_est_vu_avant_d_engager(
    geste: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le système prend le petit corps sans broncher : seul un regard sur la liaison dit que plus personne n'écoute."""
    parti = threading.Event()

    def apres_354(prise: socket.socket) -> None:
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n")
        geste(prise)
        parti.set()

    def attendre(octets: bytes) -> bytes:
        assert parti.wait(5)
        return corps_smtp(octets)

    monkeypatch.setattr("recouvre.envois.smtp.corps_smtp", attendre)
    with scenario((*JUSQU_A_DATA[:4], apres_354)) as suivi:
        remise, engagements = remettre(suivi.reglages())
    assert (remise.sort, engagements) == (Sort.PASSAGER, 0)


def test_un_point_final_que_le_systeme_refuse_n_est_pas_un_doute() -> None:
    """Le serveur a raccroché pendant qu'on engageait : le point n'a pas pu partir, rien n'est incertain."""
    engage, parti = threading.Event(), threading.Event()

    def pendant_l_engagement(prise: socket.socket) -> None:
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n")
        assert engage.wait(5)
        raccrocher(prise)
        parti.set()

    def engager() -> None:
        engage.set()
        assert parti.wait(5)

    with scenario((*JUSQU_A_DATA[:4], pendant_l_engagement)) as suivi, messagerie(suivi.reglages()) as canal:
        assert canal.remettre(message(), engager).sort is Sort.PASSAGER


def test_un_refus_dit_avant_la_fin_du_contenu_est_entendu() -> None:
    def refuser(prise: socket.socket) -> None:
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n554 5.7.1 pas de cela ici\r\n")
        se_taire(prise)

    with scenario((*JUSQU_A_DATA[:4], refuser)) as suivi:
        remise, engagements = remettre(suivi.reglages(), message(octets=_lent()))
    assert (remise.sort, remise.code, engagements) == (Sort.DEFINITIF, "5.7.1", 0)


def test_une_lenteur_au_milieu_du_contenu_est_passagere() -> None:
    """Le serveur ne lit plus : les tampons se remplissent, et le délai passe."""

    def ne_plus_lire(prise: socket.socket) -> None:
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n")
        fini.wait(10)

    fini = threading.Event()
    gros = b"Subject: a\r\n\r\n" + (b"x" * 70 + b"\r\n") * 200_000
    with scenario((*JUSQU_A_DATA[:4], ne_plus_lire)) as suivi:
        remise, engagements = remettre(suivi.reglages(delai=1), message(octets=gros))
        fini.set()
    assert (remise.sort, engagements) == (Sort.PASSAGER, 0)


@pytest.mark.parametrize("geste", [raccrocher, fermer, se_taire], ids=["RST", "FIN", "silence"])
def test_une_coupure_apres_le_point_final_laisse_un_doute(geste: Callable[[socket.socket], None]) -> None:
    def apres_le_point(prise: socket.socket) -> None:
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n")
        _lire(prise, b"\r\n.\r\n")
        geste(prise)

    with (
        scenario((*JUSQU_A_DATA[:4], apres_le_point)) as suivi,
        messagerie(suivi.reglages(delai=0), delai_final=0.3) as c,
    ):
        engager = Engagements()
        remise = c.remettre(message(), engager)
    assert (remise.sort, engager.fois) == (Sort.INCERTAIN, 1)
    assert "peut-être" in remise.motif


@pytest.mark.parametrize("reponse", ["n'importe quoi", "999 hein", "25", "354 encore", "x" * 9000])
def test_une_reponse_hors_du_protocole_apres_le_point_final_laisse_un_doute(reponse: str) -> None:
    with scenario((*JUSQU_A_DATA, reponse)) as suivi:
        remise, engagements = remettre(suivi.reglages())
    assert (remise.sort, engagements) == (Sort.INCERTAIN, 1)


@pytest.mark.parametrize("reponse", ["n'importe quoi", "999 hein", "354 déjà ?", "x" * 9000])
def test_une_reponse_hors_du_protocole_avant_le_contenu_est_passagere(reponse: str) -> None:
    with scenario((*JUSQU_A_DATA[:2], reponse)) as suivi:
        remise, engagements = remettre(suivi.reglages())
    assert (remise.sort, engagements) == (Sort.PASSAGER, 0)


@pytest.mark.parametrize(("avant", "sort"), [(2, 0), (3, 0), (4, 0), (5, 1)], ids=["MAIL", "RCPT", "DATA", "fin"])
def test_un_421_est_passager_et_le_suivant_reprend_une_connexion_neuve(avant: int, sort: int) -> None:
    congedie = (*JUSQU_A_DATA[:avant], "421 4.3.2 je ferme")
    with scenario(congedie, (*JUSQU_A_DATA, "250 OK")) as suivi, messagerie(suivi.reglages()) as canal:
        engager = Engagements()
        remise = canal.remettre(message(), engager)
        suivant = canal.remettre(message(), Engagements())
    assert (remise.sort, remise.code, engager.fois) == (Sort.PASSAGER, "4.3.2", sort)
    assert suivant.sort is Sort.PARTI


@pytest.mark.parametrize("lassitude", ["421 4.4.2 trop longtemps", raccrocher, fermer])
def test_une_connexion_lassee_se_rouvre_sans_rien_perdre(lassitude: Any) -> None:
    """Après un premier message, le serveur raccroche : le second passe par une connexion neuve, sans échec."""
    un = (*JUSQU_A_DATA, "250 OK", lassitude)
    with scenario(un, (*JUSQU_A_DATA, "250 OK")) as suivi, messagerie(suivi.reglages()) as canal:
        sorts = [canal.remettre(message(), Engagements()).sort for _ in range(2)]
    assert sorts == [Sort.PARTI, Sort.PARTI]
    assert [entendu.count(b"\r\n.\r\n") for entendu in suivi.entendu] == [1, 1]


# --- Engager peut changer d'avis ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "erreur", [Retenir(), OSError("disque plein"), KeyboardInterrupt()], ids=lambda e: type(e).__name__
)
def test_ce_que_leve_engager_monte_et_rien_ne_part(autorite: Autorite, erreur: BaseException) -> None:
    with serveur(autorite) as essai, messagerie(essai.reglages()) as canal:
        with pytest.raises(type(erreur)) as levee:
            canal.remettre(message("retenu@faure.example"), Engagements(erreur))
        assert levee.value is erreur
        assert canal.remettre(message(), Engagements()).sort is Sort.PARTI
    assert [recu.rcpt_tos for recu in essai.boite.recus] == [[ADRESSE]]
    assert essai.boite.connexions == 2


def test_retenir_coupe_aussitot_et_sans_un_mot_de_plus() -> None:
    """Un ``QUIT`` ou un ``RSET`` à cet instant seraient des lignes du message."""
    entendu = b""
    coupe = threading.Event()

    def ecouter(prise: socket.socket) -> None:
        nonlocal entendu
        _lire(prise, b"DATA\r\n")
        prise.sendall(b"354 allez\r\n")
        while octets := prise.recv(65536):
            entendu += octets
        coupe.set()

    with scenario((*JUSQU_A_DATA[:4], ecouter)) as suivi, messagerie(suivi.reglages()) as canal:
        with pytest.raises(Retenir):
            canal.remettre(message(), Engagements(Retenir()))
        assert coupe.wait(1)
    assert entendu == contenu()


# --- Le serveur, la liaison, le mot de passe ------------------------------------------------------------------------


def _chiffres(essai: Any, autorite: Autorite, securite: Securite, **autres: Any) -> ReglagesCourriel:
    return essai.reglages(securite=securite, autorite=str(autorite.pem), **autres)  # type: ignore[no-any-return]


@pytest.mark.parametrize("securite", [Securite.STARTTLS, Securite.TLS])
@pytest.mark.parametrize("exclus", [(), ("PLAIN",)], ids=["PLAIN", "LOGIN"])
def test_une_liaison_chiffree_et_un_mot_de_passe_accentue(
    autorite: Autorite, securite: Securite, exclus: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSAI_SMTP", MOT_DE_PASSE)
    with serveur(autorite, securite=securite, authentification=True, moyens_exclus=exclus) as essai:
        reglages = _chiffres(essai, autorite, securite, **ACCES)
        remise, _ = remettre(reglages, message(octets=_lent()))
    assert remise.sort is Sort.PARTI
    assert essai.boite.recus[0].content == _lent()


@pytest.mark.parametrize("securite", [Securite.STARTTLS, Securite.TLS])
@pytest.mark.parametrize("faute", ["autorité inconnue", "autre nom"])
def test_un_certificat_faux_arrete_tout_avant_le_mot_de_passe(
    autorite: Autorite, securite: Securite, faute: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSAI_SMTP", MOT_DE_PASSE)
    nom = HOTE if faute == "autorité inconnue" else "autre.example"
    with serveur(autorite, securite=securite, nom=nom) as essai:
        reglages = _chiffres(essai, autorite, securite, **ACCES)
        if faute == "autorité inconnue":
            reglages = essai.reglages(securite=securite, **ACCES)
        with pytest.raises(CanalIndisponible, match=r"certificat de 127\.0\.0\.1 n'est pas bon"):
            remettre(reglages)
    assert not essai.boite.recus


def test_un_starttls_retire_n_est_jamais_abandonne_en_silence(autorite: Autorite) -> None:
    with serveur(autorite) as essai, pytest.raises(CanalIndisponible, match="n'offre pas STARTTLS"):
        remettre(_chiffres(essai, autorite, Securite.STARTTLS))
    refus = ("220 essai", "250-essai\r\n250 STARTTLS", "454 4.7.0 TLS not available")
    with scenario(refus) as suivi, pytest.raises(CanalIndisponible, match="refuse de chiffrer"):
        remettre(suivi.reglages(securite=Securite.STARTTLS))
    assert b"MAIL" not in suivi.entendu[0]


def test_un_port_chiffre_d_emblee_pris_pour_l_autre(autorite: Autorite) -> None:
    with serveur(autorite) as essai, pytest.raises(CanalIndisponible, match="465 va avec tls"):
        remettre(_chiffres(essai, autorite, Securite.TLS))


@pytest.mark.parametrize("securite", [Securite.STARTTLS, Securite.TLS])
@pytest.mark.parametrize("exclus", [(), ("PLAIN",)], ids=["PLAIN", "LOGIN"])
def test_un_mot_de_passe_refuse_est_dit_sans_etre_montre(
    autorite: Autorite, securite: Securite, exclus: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSAI_SMTP", "pas-le-bon")
    with serveur(autorite, securite=securite, authentification=True, moyens_exclus=exclus) as essai:
        reglages = _chiffres(essai, autorite, securite, **ACCES)
        with pytest.raises(CanalIndisponible, match="535") as levee:
            remettre(reglages)
    assert "pas-le-bon" not in str(levee.value)


def test_un_serveur_qui_repete_le_mot_de_passe_ne_le_fait_pas_montrer(monkeypatch: pytest.MonkeyPatch) -> None:
    import base64

    monkeypatch.setenv("ESSAI_SMTP", "tres-secret")
    jeton = base64.b64encode(b"\0moi\0tres-secret").decode()
    for echo in ("tres-secret", jeton, base64.b64encode(b"tres-secret").decode()):
        pas = ("220 essai", "250-essai\r\n250 AUTH PLAIN", f"535 5.7.8 bad: {echo}")
        with scenario(pas) as suivi, pytest.raises(CanalIndisponible) as levee:
            remettre(suivi.reglages(**{**ACCES, "utilisateur": "moi"}))
        assert echo not in str(levee.value)
        assert "535" in str(levee.value)


def test_un_serveur_sans_mot_de_passe_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI_SMTP", "secret")
    pas = ("220 essai", "250-essai\r\n250 AUTH XOAUTH2")
    with scenario(pas) as suivi, pytest.raises(CanalIndisponible, match="XOAUTH2"):
        remettre(suivi.reglages(**{**ACCES, "utilisateur": "moi"}))


def test_le_mot_de_passe_ne_part_pas_en_clair_hors_de_la_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Le serveur est joint par une adresse qui n'est pas la boucle locale : tout le monde pourrait l'entendre."""
    monkeypatch.setenv("ESSAI_SMTP", "secret")
    monkeypatch.setattr("recouvre.envois.liaison_smtp.est_local", lambda hote: False)
    pas = ("220 essai", "250-essai\r\n250 AUTH PLAIN LOGIN")
    with scenario(pas) as suivi, pytest.raises(CanalIndisponible, match="en clair"):
        remettre(suivi.reglages(**{**ACCES, "utilisateur": "moi"}))
    assert b"AUTH" not in suivi.entendu[0]


@pytest.mark.parametrize(
    ("pas", "phrase"),
    [
        (("421 4.3.2 trop de monde",), "ne nous reçoit pas : 421"),
        (("554 pas de courriel ici",), "ne nous reçoit pas : 554"),
        ((fermer,), "ne se laisse pas joindre"),
        (("220 essai", fermer), "a coupé la liaison"),
        (("220 essai", "502 non"), "refuse le salut"),
        ((se_taire,), "ne"),
    ],
)
def test_un_serveur_qui_n_ouvre_pas_rend_le_canal_indisponible(pas: tuple[Any, ...], phrase: str) -> None:
    with scenario(pas) as suivi, pytest.raises(CanalIndisponible, match=phrase) as levee:
        remettre(suivi.reglages(delai=1))
    assert str(levee.value).endswith("Rien n'est parti.")


def test_un_serveur_absent_introuvable_ou_pas_regle(autorite: Autorite) -> None:
    with socket.create_server((HOTE, 0)) as ecoute:
        ferme = ecoute.getsockname()[1]
    with pytest.raises(CanalIndisponible, match="Rien ne répond"):
        remettre(ReglagesCourriel(serveur=HOTE, port=ferme, expediteur=ADRESSE))
    for nom in ("serveur.invalid", "a" * 70 + ".example", "..", "é" * 80):
        with pytest.raises(CanalIndisponible, match="introuvable"):
            remettre(ReglagesCourriel(serveur=nom, expediteur=ADRESSE, delai=2))
    with pytest.raises(CanalIndisponible, match="Aucun serveur"):
        remettre(ReglagesCourriel(expediteur=ADRESSE))
    with pytest.raises(CanalIndisponible, match="PEM"), serveur(autorite, securite=Securite.TLS) as essai:
        remettre(essai.reglages(securite=Securite.TLS, autorite="absent.pem"))


def test_fermer_ne_leve_rien() -> None:
    with scenario((*JUSQU_A_DATA, "250 OK", raccrocher)) as suivi:
        canal = Messagerie(suivi.reglages())
        canal.remettre(message(), Engagements())
        canal.fermer()
        canal.fermer()
    with scenario(("220 essai", EHLO, "500 QUIT ?")) as suivi:
        canal = Messagerie(suivi.reglages())
        canal.ouvrir()
        canal.fermer()
    assert suivi.entendu[0].endswith(b"QUIT\r\n")


def _lire(prise: socket.socket, fin: bytes) -> None:
    lu = b""
    while not lu.endswith(fin):
        octets = prise.recv(65536)
        if not octets:
            return
        lu += octets


def _lent() -> bytes:
    """Assez gros pour que le serveur ait le temps de parler avant la fin, assez petit pour tenir dans les tampons."""
    return b"Subject: a\r\n\r\n" + (b"x" * 70 + b"\r\n") * 4_000
