"""Le vendeur et l'acheteur d'une facture électronique : identifiants, adresse, qualité."""

from __future__ import annotations

import re

from recouvre.domaine.brouillons import Anomalie, Gravite, Source
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges import identifiants
from recouvre.echanges.extrait import PartieLue
from recouvre.echanges.pays import nom_du_pays


class Avertisseur:
    """Recueille les avertissements d'une facture ; ``champ`` tient lieu de colonne."""

    def __init__(self, fichier: str) -> None:
        self._fichier = fichier
        self.anomalies: list[Anomalie] = []

    def __call__(self, champ: str, phrase: str) -> None:
        self.anomalies.append(Anomalie(Source(self._fichier, colonne=champ), phrase, Gravite.AVERTISSEMENT))


def lire_partie(lue: PartieLue, role: str, avertir: Avertisseur) -> Partie:
    """La partie de ce ``role`` (« vendeur », « acheteur ») ; ce qui y est douteux va à ``avertir``."""
    siren, siret = _identifier(lue, role, avertir)
    courriel = lue.courriel
    if courriel:
        try:
            courriel = identifiants.controler_courriel(courriel)
        except SaisieIllisible as faute:
            avertir(role, f"{faute.phrase} Elle n'est pas retenue.")
            courriel = ""
    return Partie(
        nom=lue.nom,
        siren=siren,
        siret=siret,
        adresse=lue.lignes[0] if lue.lignes else "",
        complement=", ".join(lue.lignes[1:]),
        code_postal=lue.code_postal,
        ville=lue.ville,
        pays=nom_du_pays(lue.pays),
        courriel=courriel,
        telephone=lue.telephone,
    )


def _identifier(lue: PartieLue, role: str, avertir: Avertisseur) -> tuple[str, str]:
    """(SIREN, SIRET), de l'inscription légale ou du numéro de TVA ; leurs clés et leur accord sont contrôlés."""
    siren, siret = _numeros(lue)
    de_la_tva = _siren_de_la_tva(lue.tva)
    if siret and not siret.startswith(siren):
        avertir(role, f"le SIREN {siren} et le SIRET {siret} du {role} ne vont pas ensemble : vérifiez-les.")
    if siren and de_la_tva and de_la_tva != siren:
        avertir(role, f"le SIREN {siren} du {role} n'est pas celui de son numéro de TVA ({lue.tva}) : vérifiez-les.")
    siren = siren or de_la_tva
    try:
        if siren:
            identifiants.controler_siren(siren)
        if siret:
            identifiants.controler_siret(siret)
    except SaisieIllisible as faute:
        avertir(role, faute.phrase)
    return siren, siret


def _numeros(lue: PartieLue) -> tuple[str, str]:
    """Le schéma 0002 porte tantôt un SIREN, tantôt un SIRET ; 0009 est un SIRET ; sans schéma, seulement en France."""
    siren = siret = ""
    for schema, valeur in lue.identifiants:
        numero = "".join(valeur.split())
        francais = schema in ("0002", "0009") or (not schema and bool(lue.pays) and not nom_du_pays(lue.pays))
        if francais and re.fullmatch(r"[0-9]{9}|[0-9]{14}", numero):
            siren = siren or numero[:9]
            siret = siret or (numero if len(numero) == 14 else "")
    return siren, siret


def _siren_de_la_tva(tva: str) -> str:
    """Le SIREN d'un numéro de TVA français, même à clé fausse ; vide pour un autre."""
    try:
        return identifiants.siren_de_tva(tva) if tva else ""
    except identifiants.CleFausse as faute:
        return faute.numero
    except SaisieIllisible:
        return ""


def qualifier(debiteur: Partie, lue: PartieLue, avertir: Avertisseur) -> Qualite | None:
    """Un acheteur identifié (SIREN, SIRET, TVA) est un professionnel, sauf un organisme public : on ne devine pas."""
    if debiteur.siren and identifiants.est_organisme_public(debiteur.siren):
        avertir(
            "acheteur",
            f"le SIREN {debiteur.siren} est celui d'un organisme public : précisez --qualite public si c'en est un.",
        )
        return None
    return Qualite.PROFESSIONNEL if debiteur.siren or debiteur.siret or lue.tva else None
