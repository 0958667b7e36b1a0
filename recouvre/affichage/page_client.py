"""L'espace d'un créancier en une page : ni script, ni image, ni rien à chercher ailleurs. Elle s'imprime.

Tout ce qui vient d'une personne passe par ``page_html.dit``, qui l'échappe ; la page s'interdit elle-même d'exécuter
ou de charger quoi que ce soit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recouvre.affichage.espace_donnees import HISTORIQUE, derniere, recus
from recouvre.affichage.faits_au_creancier import FaitMontre, histoire, mode_en_clair
from recouvre.affichage.francais import INSECABLE, date, dixiemes, montant, pluriel, telephone
from recouvre.affichage.page_html import dit, note, table
from recouvre.affichage.page_style import feuille
from recouvre.conduite.espace_client import CLOS, SOLDE, DossierMontre, Espace
from recouvre.conduite.statistiques import pour_mille
from recouvre.domaine.dates import en_toutes_lettres
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.droit.releve import Decompte, Nature

PAGE = "index.html"
_POLITIQUE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TIRET = "–"
_A_RELEVER = "à calculer"

DETAILLES = 1_000
"""Au-delà de tant de dossiers, la page ne les raconte plus un par un : un navigateur y peinerait."""


def page(espace: Espace) -> bytes:
    """La page entière, en UTF-8."""
    nom = dit(espace.creancier.denomination)
    corps = "\n".join([_entete(espace), "<main>", *_chiffres(espace), *_liste(espace), *_paiements(espace)])
    details = "\n".join(_details(espace))
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLITIQUE}">\n'
        '<meta name="robots" content="noindex, nofollow">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{nom} : vos dossiers au {date(espace.au)}</title>\n<style>{feuille(espace.cabinet.couleur)}</style>\n"
        f"</head>\n<body>\n{corps}\n{details}\n</main>\n{_pied(espace)}\n"
        "</body>\n</html>\n"
    ).encode()


def _entete(espace: Espace) -> str:
    cabinet = espace.cabinet
    contacts = " · ".join(filter(None, (dit(telephone(cabinet.telephone)), dit(cabinet.courriel))))
    return (
        f'<header>\n<div class="cabinet"><strong>{dit(cabinet.denomination)}</strong>'
        f"{f' · {contacts}' if contacts else ''}</div>\n<h1>{dit(espace.creancier.denomination)}</h1>\n"
        f'<p class="au">Vos dossiers au {en_toutes_lettres(espace.au)}</p>\n</header>'
    )


def _chiffres(espace: Espace) -> Iterator[str]:
    vus = espace.dossiers
    soldes = sum(vu.etat == SOLDE for vu in vus)
    clos = sum(vu.etat.startswith(CLOS) for vu in vus)
    sommes = [recus(vu, espace) for vu in vus]
    par_nous, par_vous = sum(nous for nous, _ in sommes), sum(vous for _, vous in sommes)
    confie, comptes = sum(vu.dossier.confie for vu in vus), [vu for vu in vus if vu.decompte]
    taux = pour_mille(sum(vu.recouvre for vu in comptes), sum(vu.dossier.confie for vu in comptes))
    reste = sum(vu.decompte.total for vu in vus if vu.decompte and not vu.etat.startswith(CLOS))
    sorts = f"{len(vus) - soldes - clos} en cours, {pluriel(soldes, 'soldé')}, {clos} clos"
    dites = (
        ("Dossiers confiés", str(len(vus)), sorts),
        (
            "Principal confié", montant(confie),
            "" if taux is None else f"recouvré à {dixiemes(taux)}{INSECABLE}%",
        ),
        ("Paiements reçus", montant(par_nous + par_vous), f"dont {montant(par_vous)} directement par vous"),
        ("Reste dû", montant(reste), "intérêts et frais compris, dossiers en cours"),
    )  # fmt: skip
    yield '<div class="chiffres">'
    for quoi, combien, precision in dites:
        yield f'<div class="chiffre"><span>{quoi}</span><b>{combien}</b><span>{precision}</span></div>'
    yield "</div>"


def _liste(espace: Espace) -> Iterator[str]:
    titres = (("", "Dossier"), ("q", "Débiteur"), ("", "Où il en est"), ("n", "Principal"), ("n", "Reçu"),
              ("n", "Reste dû"))  # fmt: skip
    lignes = [
        (
            ("o", f"{_lien(espace, vu)}{note(vu.dossier.ouverture.reference)}"),
            ("", f"{dit(vu.debiteur)}{note(f'confié le {date(vu.dossier.ouverture.date)}')}"),
            ("", f"{dit(vu.etat)}{note(_suite(vu, espace))}"),
            ("n", montant(vu.dossier.confie)),
            ("n", montant(sum(recus(vu, espace))) if sum(recus(vu, espace)) else _TIRET),
            ("n", _reste(vu)),
        )
        for vu in espace.dossiers
    ]
    yield "<h2>Tous vos dossiers</h2>"
    yield table(titres, lignes)


def _lien(espace: Espace, vu: DossierMontre) -> str:
    libelle = vu.dossier.libelle
    return f'<a href="#{libelle}">{libelle}</a>' if len(espace.dossiers) <= DETAILLES else libelle


def _suite(vu: DossierMontre, espace: Espace) -> str:
    """La dernière démarche et la prochaine."""
    faite = derniere(vu, espace)
    dites = [f"{faite.quoi} le {date(faite.le)}"] if faite else []
    if vu.prochaine:
        le, quoi = vu.prochaine
        dites.append(f"à venir : {quoi[:1].lower()}{quoi[1:]}{f' le {date(le)}' if le else ''}")
    return " ; ".join(dites)


def _reste(vu: DossierMontre) -> str:
    if vu.decompte is None:
        return _A_RELEVER
    return montant(vu.decompte.total) if vu.decompte.total else _TIRET


def _paiements(espace: Espace) -> Iterator[str]:
    yield "<h2>Paiements reçus</h2>"
    tous = [(recu, vu) for vu in espace.dossiers for recu in vu.dossier.encaissements if recu.date <= espace.au]
    if not tous:
        yield '<p class="rien">Aucun paiement reçu à ce jour.</p>'
        return
    tous.sort(key=lambda paire: (-paire[0].date.toordinal(), paire[1].dossier.numero))
    lignes = [
        (
            ("d", date(recu.date)),
            ("o", _lien(espace, vu)),
            ("", dit(vu.debiteur)),
            ("", _voie(recu)),
            ("n", montant(recu.montant)),
        )
        for recu, vu in tous
    ]
    titres = (("", "Date"), ("", "Dossier"), ("", "Débiteur"), ("", "Comment"), ("n", "Montant"))
    somme = montant(sum(recu.montant for recu, _ in tous))
    yield table(titres, lignes, total=(pluriel(len(tous), "paiement"), somme))


def _voie(recu: EncaissementRecu) -> str:
    return f"{dit(mode_en_clair(recu.mode))}, {'reçu par vous' if recu.direct else 'reçu par nous'}"


def _details(espace: Espace) -> Iterator[str]:
    """Chaque dossier, s'ils ne sont pas trop nombreux pour une page."""
    if not espace.dossiers:
        return
    yield "<h2>Dossier par dossier</h2>"
    if len(espace.dossiers) > DETAILLES:
        yield f'<p class="rien">L’histoire de chaque dossier est dans le fichier {HISTORIQUE}.</p>'
        return
    for vu in espace.dossiers:
        yield _dossier(espace, vu)


def _dossier(espace: Espace, vu: DossierMontre) -> str:
    dossier = vu.dossier
    reference = f" · votre référence {dossier.ouverture.reference}" if dossier.ouverture.reference else ""
    parties = [
        f'<section class="dossier" id="{dossier.libelle}">',
        f'<div class="tete"><h3>{dossier.libelle} · {dit(vu.debiteur)}</h3><span class="etat">{dit(vu.etat)}</span>'
        "</div>",
        f'<p class="sous">Confié le {date(dossier.ouverture.date)}{dit(reference)}</p>',
        "<h4>Factures confiées</h4>",
        _factures(vu),
    ]
    if vu.decompte is not None:
        parties += ["<h4>Ce qui reste dû</h4>", _compte(vu.decompte)]
        if any(recu.date <= espace.au for recu in dossier.encaissements):
            parties += ["<h4>Ce que chaque paiement a éteint</h4>", _imputes(espace, vu, vu.decompte)]
    parties += ["<h4>Ce qui a été fait, et ce qui est arrivé</h4>", _histoire(histoire(dossier, espace.au))]
    return "\n".join([*parties, "</section>"])


def _factures(vu: DossierMontre) -> str:
    titres = (("", "Facture"), ("", "Émise le"), ("", "Échéance"), ("n", "Montant"), ("n", "Acomptes"))
    lignes = [
        (
            ("", dit(facture.numero)), ("d", date(facture.emise_le)), ("d", date(facture.echeance)),
            ("n", montant(facture.montant)), ("n", montant(facture.deja_regle) if facture.deja_regle else _TIRET),
        )
        for facture in vu.dossier.factures
    ]  # fmt: skip
    return table(titres, lignes, nu=True)


def _compte(decompte: Decompte) -> str:
    rendre = ""
    if decompte.trop_percu:
        rendre = f'<p class="rien">Trop-perçu, à rendre au débiteur : {montant(decompte.trop_percu)}.</p>'
    if not decompte.total:
        return f'<p class="rien">Plus rien n’est dû.</p>{rendre}'
    frais = decompte.indemnites + decompte.accessoires
    titres = (("n", "Principal"), ("n", "Intérêts"), ("n", "Indemnités et frais"), ("n", "Total"))
    cases = [("n", montant(m)) for m in (decompte.principal, decompte.interets, frais, decompte.total)]
    return table(titres, [cases], nu=True).replace("<table>", '<table class="egal">') + rendre


def _imputes(espace: Espace, vu: DossierMontre, decompte: Decompte) -> str:
    titres = (("", "Date"), ("", "Comment"), ("n", "Reçu"), ("n", "Principal"), ("n", "Intérêts et frais"))
    lignes = []
    for rang, recu in enumerate(vu.dossier.encaissements):
        if recu.date <= espace.au:
            parts = [part for part in decompte.imputations if part.encaissement == rang]
            principal = sum(part.montant for part in parts if part.nature is Nature.PRINCIPAL)
            reste = sum(part.montant for part in parts) - principal
            sommes = [("n", montant(somme)) for somme in (recu.montant, principal, reste)]
            lignes.append((("d", date(recu.date)), ("", _voie(recu)), *sommes))
    return table(titres, lignes, nu=True)


def _histoire(faits: Sequence[FaitMontre]) -> str:
    lignes = [
        (
            ("d", date(fait.le)), ("", dit(fait.quoi)), ("", dit(fait.detail)),
            ("n", montant(fait.recu) if fait.recu else ""),
        )
        for fait in faits
    ]  # fmt: skip
    return table((("", "Date"), ("", "Fait"), ("", "Précision"), ("n", "Reçu")), lignes, nu=True)


def _pied(espace: Espace) -> str:
    cabinet = espace.cabinet
    adresse = ", ".join(
        filter(None, (cabinet.denomination, cabinet.adresse, f"{cabinet.code_postal} {cabinet.ville}".strip()))
    )
    attente = any(vu.decompte is None for vu in espace.dossiers)
    return (
        "<footer>\n<p>Principal : les factures confiées, acomptes déjà reçus déduits. Recouvré : la part des paiements "
        "qui a éteint ce principal ; la loi en impute d’abord une part aux intérêts et aux frais. Reste dû : arrêté au "
        f"{date(espace.au)}, tous paiements, avoirs et remises déduits."
        f"{' « À calculer » : un taux n’est pas encore publié.' if attente else ''}</p>\n"
        "<p>Si vous avez reçu un paiement, accordé un avoir ou pris un engagement qui n’apparaît pas ici, dites-le-nous"
        " sans attendre : nous cesserons de réclamer ce qui n’est plus dû.</p>\n"
        f"<p>{dit(adresse)}. Cette page ne concerne que vous, et contient des données personnelles : ne la publiez "
        "pas.</p>\n</footer>"
    )
