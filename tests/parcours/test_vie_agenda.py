"""L'agenda : une chose à faire, pourquoi, et quoi taper ; du soir, en calendrier, jamais un dossier sans suite."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

PARTICULIER = ("--qualite", "consommateur", "--telephone", "06 12 34 56 78")


def ouvrir_particulier(outil: LigneDeCommande, debiteur: str, facture: str) -> str:
    """Un dossier de consommateur, mis en demeure ce jour, avec son téléphone."""
    return outil.ouvrir(facture, "800", *PARTICULIER, debiteur=debiteur)


def dues(outil: LigneDeCommande, au: str, *options: str) -> list[dict[str, Any]]:
    """Les démarches de l'agenda, en JSON."""
    demarches: list[dict[str, Any]] = outil.json("agenda", "--au", au, *options)["demarches"]
    return demarches


@pytest.fixture
def mis_en_demeure(recouvre: LigneDeCommande) -> LigneDeCommande:
    """D-1, mis en demeure le mardi 3 mars 2026 et relancé deux fois : on en est aux appels, le 25."""
    recouvre.ouvrir("F-1", "1000", "--telephone", "04 72 00 11 22")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        recouvre.envoyer(jour)
    recouvre.jour("2026-03-25")
    return recouvre


def test_chaque_demarche_dit_quoi_taper_et_cela_s_execute(mis_en_demeure: LigneDeCommande) -> None:
    """§ 9.1, ligne « Suivi journalier des échéanciers, alertes agendées » : chaque jour, quoi faire, et la commande."""
    appel, visite = dues(mis_en_demeure, "25/03/2026")
    assert (appel["genre"], appel["commande"]) == ("appel", 'recouvre noter D-1 appel "compte rendu"')
    assert (appel["creancier"], appel["telephone"], appel["gestionnaire"]) == (
        "Forge Béranger", "0472001122", None,
    )  # fmt: skip
    assert visite["commande"] == 'recouvre autorisation D-1 visite --texte "…"'
    mis_en_demeure.fait("noter", "D-1", "appel", "compte rendu")
    assert [d["genre"] for d in dues(mis_en_demeure, "25/03/2026")] == ["visite"]


def test_la_plus_grave_d_abord(recouvre: LigneDeCommande) -> None:
    """§ 9.1, ligne « Suivi journalier des échéanciers, alertes agendées » : prescription, promesse, rappel, envoi."""
    recouvre.ouvrir("F-1", "100", complet=False)
    recouvre.ouvrir("F-2", "200", debiteur="Garage Martin")
    recouvre.ouvrir("F-3", "300", debiteur="Scierie Vidal")
    recouvre.ouvrir("F-4", "400", "--emise", "01/03/2021", debiteur="Vieux Moulin", echeance="01/04/2021")
    recouvre.fait("promesse", "D-2", "200", "--pour", "03/03/2026")
    recouvre.fait("noter", "D-3", "appel", "en réunion", "--rappeler", "03/03/2026")
    genres = [(d["dossier"], d["genre"]) for d in dues(recouvre, "03/03/2026")]
    assert genres[0] == ("D-4", "prescription")
    assert genres.index(("D-2", "promesse")) < genres.index(("D-3", "rappel")) < genres.index(("D-1", "piece"))
    ecran = recouvre.fait("agenda", "--au", "03/03/2026").sortie
    titres = [li.rpartition(" (")[0] for li in ecran.splitlines() if li and li[0] not in " !" and li.endswith(")")]
    assert titres == [
        "Prescription et forclusion", "Promesses de payer", "Rappels promis", "Courriers à faire partir",
        "Avis à donner aux créanciers", "Pièces à obtenir",
    ]  # fmt: skip
    assert "recouvre prescription D-4" in ecran and "art. L110-4)" in ecran
    assert "avant le 01/04/2026 (29 j)" in ecran


@pytest.mark.parametrize("colonnes", [80, 100])
@pytest.mark.parametrize("encodage", ["utf-8", "cp1252", "ascii"])
def test_l_agenda_tient_dans_la_page_et_dans_l_encodage(
    mis_en_demeure: LigneDeCommande, colonnes: int, encodage: str
) -> None:
    dit = mis_en_demeure.ailleurs(
        "agenda", "--jours", "60", COLUMNS=str(colonnes), PYTHONIOENCODING=encodage, PYTHONUTF8="0"
    )
    assert (dit.returncode, dit.stderr) == (0, b"")
    texte = dit.stdout.decode(encodage)
    assert max(map(len, texte.splitlines())) <= colonnes
    assert '\n    recouvre noter D-1 appel "compte rendu"\n' in texte.replace("\r\n", "\n"), "entière, à copier"


def test_un_rappel_promis_revient_son_jour_et_s_eteint_au_contact_suivant(mis_en_demeure: LigneDeCommande) -> None:
    """§ 9.5, ligne « Suivi automatisé des contacts » : ce que l'on a promis de rappeler revient tout seul."""
    objet = mis_en_demeure.json("noter", "D-1", "appel", "paie lundi, sinon rappeler", "--rappeler", "30/03/2026")
    assert objet["rappeler_le"] == "2026-03-30"
    assert "rappel" not in {d["genre"] for d in dues(mis_en_demeure, "29/03/2026")}
    (rappel,) = (d for d in dues(mis_en_demeure, "30/03/2026") if d["genre"] == "rappel")
    assert "paie lundi" in rappel["libelle"] and rappel["priorite"] == 5
    assert "à rappeler le 30/03/2026" in mis_en_demeure.fait("dossier", "D-1").sortie
    mis_en_demeure.jour("2026-03-30")
    mis_en_demeure.fait("noter", "D-1", "appel", "n'a pas payé")
    assert "rappel" not in {d["genre"] for d in dues(mis_en_demeure, "30/03/2026")}
    mis_en_demeure.verifier()


def test_un_rappel_du_soir_meme_s_eteint_par_le_second_appel(mis_en_demeure: LigneDeCommande) -> None:
    mis_en_demeure.fait("noter", "D-1", "appel", "sort d'une réunion", "--rappeler", "25/03/2026")
    assert "rappel" in {d["genre"] for d in dues(mis_en_demeure, "25/03/2026")}
    mis_en_demeure.fait("noter", "D-1", "appel", "promet de payer")
    assert "rappel" not in {d["genre"] for d in dues(mis_en_demeure, "25/03/2026")}


def test_on_ne_rappelle_ni_hier_ni_apres_une_tache(mis_en_demeure: LigneDeCommande) -> None:
    assert "On ne peut promettre" in mis_en_demeure.refuse("noter", "D-1", "appel", "x", "--rappeler", "24/03/2026")
    assert "--rappeler" in mis_en_demeure.refuse("noter", "D-1", "tache", "x", "--rappeler", "30/03/2026", code=2)


def test_aucun_dossier_sans_suite_et_la_decision_se_note(mis_en_demeure: LigneDeCommande) -> None:
    """§ 9.3, ligne « Dossier traité jusqu'au résultat » : pas de dossier actif sans prochaine action."""
    mis_en_demeure.envoyer("2026-04-03")
    mis_en_demeure.jour("2026-04-20")
    (seule,) = dues(mis_en_demeure, "20/04/2026")
    assert (seule["genre"], seule["le"], seule["commande"]) == ("decision", "2026-04-13", "recouvre voies D-1")
    assert mis_en_demeure.json("agenda", "--orphelins") == {"au": "2026-04-20", "orphelins": []}
    mis_en_demeure.fait("noter", "D-1", "decision", "attendre le bilan de mai")
    assert dues(mis_en_demeure, "19/05/2026") == []
    assert [d["le"] for d in dues(mis_en_demeure, "20/05/2026")] == ["2026-05-20"]
    assert "Suite décidée : attendre" in mis_en_demeure.fait("dossier", "D-1").sortie
    mis_en_demeure.verifier()


def test_les_orphelins_se_voient_si_une_base_en_a(mis_en_demeure: LigneDeCommande) -> None:
    """§ 9.3, ligne « Dossier traité jusqu'au résultat » : la liste se lit des projections, pas du journal."""
    with mis_en_demeure.base() as base:
        base.execute("DELETE FROM demarches WHERE genre <> 'prescription'")
    assert mis_en_demeure.json("agenda", "--orphelins")["orphelins"] == ["D-1"]
    assert "Sans suite (1) : D-1" in mis_en_demeure.fait("agenda", "--orphelins").sortie
    with mis_en_demeure.base() as base:
        base.execute("UPDATE demarches SET genre = 'tache', jusqu_au = '2026-03-31'")
    assert mis_en_demeure.json("agenda", "--orphelins")["orphelins"] == []
    assert mis_en_demeure.json("agenda", "--orphelins", "--au", "01/04/2026")["orphelins"] == ["D-1"], "périmée"


def test_le_soir_les_particuliers_et_ceux_qui_n_ont_pas_repondu(recouvre: LigneDeCommande) -> None:
    """§ 9.3, ligne « Horaires 8h-18h, jusqu'à 21h » : les créneaux sont une règle du cabinet, réglable."""
    recouvre.ouvrir("F-1", "1000", "--telephone", "04 72 00 11 22")
    ouvrir_particulier(recouvre, "Mme Nadia Ferrand", "F-2")
    recouvre.ouvrir("F-3", "700", debiteur="Scierie Vidal")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        recouvre.envoyer(jour)
    recouvre.jour("2026-03-25")
    assert [d["dossier"] for d in dues(recouvre, "25/03/2026", "--soir")] == ["D-2"], "un professionnel, en journée"
    recouvre.fait("noter", "D-1", "appel", "standard fermé", "--echec")
    soir = recouvre.json("agenda", "--soir")
    assert {d["dossier"]: d["telephone"] for d in soir["demarches"]} == {
        "D-1": "0472001122", "D-2": "0612345678",
    }  # fmt: skip
    assert soir["creneau"] == "17h-20h"
    recouvre.fait("canal", "appels", "--soir", "18h - 20h30")
    ecran = recouvre.fait("agenda", "--soir").sortie
    assert "Appels du soir, 18h-20h30 (règle du cabinet)" in ecran and "06 12 34 56 78" in ecran
    for texte in (ecran, recouvre.fait("canal", "appels").sortie, recouvre("canal", "appels", "--aide").sortie):
        assert "légal" not in texte.lower()
    for faux in ("20h-18h", "9h-12h, 11h-14h", "le soir", "9h75-12h", "23h-25h"):
        assert "n'est pas un créneau" in recouvre.refuse("canal", "appels", "--soir", faux, code=2)


def test_un_creneau_ecrit_a_la_main_se_controle(recouvre: LigneDeCommande) -> None:
    """§ 9.3, ligne « Horaires 8h-18h, jusqu'à 21h » : la section [appels] se relit avec sa faute."""
    profil = recouvre.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8") + '\n[appels]\nsoir = "tard"\n', "utf-8")
    assert "[appels], « soir »" in recouvre.refuse("agenda", "--soir")


def test_le_code_de_sortie_se_regle_pour_une_tache_planifiee(recouvre: LigneDeCommande) -> None:
    assert recouvre("agenda", "--code-si", "du").code == 0
    recouvre.ouvrir("F-1", "100")
    assert recouvre("agenda").code == 0
    assert recouvre("agenda", "--code-si", "urgent").code == 0
    assert recouvre("agenda", "--code-si", "du", "--json").code == 3
    recouvre.ouvrir("F-2", "400", "--emise", "01/03/2021", debiteur="Vieux Moulin", echeance="01/04/2021")
    urgent = recouvre("agenda", "--code-si", "urgent")
    assert (urgent.code, urgent.erreur) == (3, "") and "Prescription" in urgent.sortie
    assert "urgent ou du" in recouvre.refuse("agenda", "--code-si", "grave", code=2)


@pytest.mark.parametrize(
    "options",
    [
        ("--soir", "--orphelins"),
        ("--ical", "-", "--soir"),
        ("--ical", "-", "--json"),
        ("--orphelins", "--gestionnaire", "A"),
        ("--soir", "--jours", "3"),
        ("--noms",),
        ("--les-miens", "--gestionnaire", "A"),
    ],
)
def test_des_options_qui_ne_vont_pas_ensemble_se_disent(recouvre: LigneDeCommande, options: tuple[str, ...]) -> None:
    recouvre.refuse("agenda", *options, code=2)


# --- Le calendrier --------------------------------------------------------------------------------------------------


def relire(octets: bytes) -> list[dict[str, str]]:
    """Les évènements d'un calendrier, relu à la lettre de la RFC 5545 ; la moindre faute arrête."""
    assert octets.endswith(b"\r\n") and b"\n" not in octets.replace(b"\r\n", b"")
    physiques = octets[:-2].split(b"\r\n")
    assert all(0 < len(ligne) <= 75 for ligne in physiques)
    logiques: list[str] = []
    for ligne in physiques:
        texte = ligne.decode()  # un pli au milieu d'une lettre ne se décoderait pas
        if texte[0] == " ":
            logiques[-1] += texte[1:]
        else:
            logiques.append(texte)
    assert logiques[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//recouvre//agenda//FR"]
    assert logiques[-1] == "END:VCALENDAR"
    evenements: list[dict[str, str]] = []
    for ligne in logiques[3:-1]:
        nom, _, valeur = ligne.partition(":")
        if ligne == "BEGIN:VEVENT":
            evenements.append({})
        elif evenements and nom != "END":
            assert nom not in evenements[-1], "une propriété unique ne se répète pas"
            evenements[-1][nom] = valeur
    for evenement in evenements:
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY"} <= evenement.keys()
        debut, fin = (dt.date.fromisoformat(evenement[f"DT{nom};VALUE=DATE"]) for nom in ("START", "END"))
        assert fin - debut == dt.timedelta(days=1)
        for nom in ("SUMMARY", "DESCRIPTION", "CATEGORIES"):
            reste = evenement[nom].replace("\\\\", "").replace("\\;", "").replace("\\,", "").replace("\\n", "")
            assert not set(reste) & set("\\;,"), evenement[nom]
    assert len({evenement["UID"] for evenement in evenements}) == len(evenements)
    return evenements


@pytest.fixture
def bavard(mis_en_demeure: LigneDeCommande) -> LigneDeCommande:
    """Un nom et un litige pleins de signes que le format réserve."""
    mis_en_demeure.ouvrir("F-2", "50", debiteur="Œuvre, Ńowak ; Fils \\ Cie")
    mis_en_demeure.fait("signaler", "D-2", "litige", "--motif", "M. Ferrand ; livré, cassé \\ " + "é" * 90)
    return mis_en_demeure


def test_le_calendrier_se_relit_a_la_lettre(bavard: LigneDeCommande, tmp_path: Path) -> None:
    fichier = tmp_path / "agenda.ics"
    dit = bavard.fait("agenda", "--ical", str(fichier))
    evenements = relire(fichier.read_bytes())
    assert f": {len(evenements)} démarches" in dit.sortie
    par_uid = {e["UID"].partition("@")[0]: e for e in evenements}
    assert par_uid["D-1.appels"]["DTSTART;VALUE=DATE"] == "20260325"
    assert par_uid["D-1.avis-avant-poursuites"]["DTSTART;VALUE=DATE"] == "20260403", "ce qui vient y est aussi"
    assert 'recouvre noter D-1 appel "compte rendu"' in par_uid["D-1.appels"]["DESCRIPTION"]


def test_sans_noms_le_calendrier_ne_nomme_personne(bavard: LigneDeCommande, tmp_path: Path) -> None:
    for options, nomme in (((), False), (("--noms",), True)):
        fichier = tmp_path / f"{nomme}.ics"
        bavard.fait("agenda", "--ical", str(fichier), *options)
        texte = fichier.read_bytes().replace(b"\r\n ", b"").decode()
        for mot in ("Menuiserie Faure", "Ńowak", "Ferrand"):
            assert (mot in texte) is nomme, mot
        relire(fichier.read_bytes())


def test_un_identifiant_ne_change_pas_et_un_retard_passe_au_jour_meme(bavard: LigneDeCommande) -> None:
    def evenements(au: str) -> dict[str, dict[str, str]]:
        dit = bavard.ailleurs("agenda", "--ical", "-", "--au", au, "--jours", "30", PYTHONIOENCODING="cp1252")
        assert (dit.returncode, dit.stderr) == (0, b"")
        return {e["UID"]: e for e in relire(dit.stdout)}

    avant, apres = evenements("2026-03-25"), evenements("2026-03-27")
    assert avant.keys() <= apres.keys()
    (uid,) = (uid for uid in avant if uid.startswith("D-1.appels@"))
    assert (avant[uid]["DTSTART;VALUE=DATE"], apres[uid]["DTSTART;VALUE=DATE"]) == ("20260325", "20260327")
    assert "en retard" in apres[uid]["DESCRIPTION"] and "en retard" not in avant[uid]["DESCRIPTION"]


def test_un_calendrier_que_l_on_ne_peut_ecrire_se_dit(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    assert "ne peut pas être écrit" in recouvre.refuse("agenda", "--ical", str(tmp_path / "fichier" / "a.ics"))
