"""Les courriers qui mettent la page à l'épreuve : trop long, trop large, trop nombreux, ou presque vide."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

from fabrique_courriers import AGENCE, CREANCIER, FACTURES, INTERNE, PIEGE, VERSEMENT, demande, facture
from PIL import Image, ImageDraw

from recouvre.courriers.apparence import Apparence, lire_couleur
from recouvre.courriers.courrier import (
    Citation,
    Colonne,
    Courrier,
    Encadre,
    Forme,
    Formulaire,
    Intertitre,
    Paragraphe,
    Signataires,
    Signature,
    Tableau,
    Zone,
)
from recouvre.courriers.modeles import composer
from recouvre.courriers.qr import charge_virement
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Mode

NOM_120 = (
    "Société coopérative d’intérêt collectif agricole des producteurs réunis de fruits et légumes de la haute vallée"
    " de la Loire"
)
ETRANGERE = Partie(
    nom="Příbramská strojírna, spol. s r. o.",
    complement="Oddělení účtárny\nBudova C, 3. patro",
    adresse="Průmyslová zóna Západ\nNáměstí Václava Havla 1234/56",
    code_postal="261 01",
    ville="Příbram",
    pays="République tchèque",
)
RARES = Partie(nom="Łőș œuvre & Ÿ’s ßtraße", adresse="1 rue Ñandú", code_postal="68000", ville="L’Haÿ")
SOIXANTE = tuple(
    facture(f"F-{i:03}", 1_000_00 + i, dt.date(2026, 5, 1) + dt.timedelta(i), f"Livraison {i}" if i % 3 else "")
    for i in range(60)
)


def image(large: int, haute: int, forme: str = "PNG") -> bytes:
    """Un logo d'essai."""
    dessin = Image.new("RGBA" if forme == "PNG" else "RGB", (large, haute), (0, 0, 0, 0) if forme == "PNG" else "white")
    trait = ImageDraw.Draw(dessin)
    trait.ellipse((0, 0, large // 3, haute - 1), fill="#8a1f3d")
    trait.rectangle((large // 4, haute // 4, large - 1, 3 * haute // 4), fill="#1f3d61")
    sortie = io.BytesIO()
    dessin.save(sortie, forme)
    return sortie.getvalue()


def habillee(logo: bytes) -> Apparence:
    """Une apparence qui règle tout."""
    return Apparence(
        couleur=lire_couleur("#8a1f3d"),
        logo=logo,
        signature=image(900, 400, "JPEG"),
        pied=("Membre du réseau Créances de l’Est", "Réclamations : mediation@vauquelin.example", "www.vq.example"),
    )


def avec_qr(courrier: Courrier) -> Courrier:
    """Le même, le QR de virement dans son encadré."""
    charge = charge_virement(
        nom=AGENCE.denomination, iban=AGENCE.iban, bic=AGENCE.bic, montant=courrier.total, reference=courrier.dossier
    )
    blocs = tuple(replace(bloc, qr=charge) if isinstance(bloc, Encadre) else bloc for bloc in courrier.blocs)
    return replace(courrier, blocs=blocs)


def acte(**plus: Any) -> Courrier:
    """Un protocole, avec tout ce qui se remplit et se signe à la main."""
    blocs = (
        Paragraphe(
            "Entre <b>Menuiserie Faure</b>, d’une part, et <b>Garage &lt;Martin&gt; &amp; Fils</b>, d’autre part."
        ),
        Intertitre("1. La dette"),
        Paragraphe("Le débiteur reconnaît devoir 6 401,59 €, qu’il paiera selon l’échéancier ci-dessous. " * 6),
        Tableau(
            colonnes=(Colonne("Échéance", 40), Colonne("Date", 60), Colonne("Montant", 70, droite=True)),
            lignes=tuple((f"{rang}/12", f"05/{rang:02}/2027", "533,47 €") for rang in range(1, 13)),
            totaux=(("Total", "6 401,59 €"),),
            note="La dernière échéance porte l’arrondi.",
        ),
        Zone("Mention de la main du débiteur (C. civ., art. 1376)", ("« Je reconnais devoir la somme de … »",), 32),
        Signataires((("Le créancier", "Menuiserie Faure"), ("Le débiteur", "Garage <Martin> & Fils"))),
        FORMULAIRE,
        Signataires(tuple((f"Témoin n° {rang}", NOM_120) for rang in range(1, 6))),
    )
    simple = replace(
        composer(demande()), forme=Forme.ACTE, objet="Protocole d’échéancier", mention_envoi="", blocs=blocs
    )
    return replace(simple, **plus)


FORMULAIRE = Formulaire(
    "Mandat de prélèvement SEPA",
    (
        ("Référence unique du mandat", "RUM-D-12-1"),
        ("Nom du débiteur", ""),
        ("Une question assez longue pour ne pas tenir sur une seule ligne de la colonne des libellés", ""),
        ("IBAN", "□□□□ □□□□ □□□□ □□□□ □□□□ □□□□ □□□"),
        ("Type de paiement", "□ récurrent     □ ponctuel"),
        ("Adresse", NOM_120 + " " + NOM_120),
        ("Fait à", ""),
        ("", ""),
        ("", ""),
    ),
)


def _lettres() -> dict[str, Courrier]:
    long = replace(AGENCE, denomination=NOM_120, forme=NOM_120)
    colossale = tuple(facture(f"F-{rang}", 999_999_999_99, dt.date(2026, 3, 1)) for rang in range(3))
    reclame = composer(demande(faits=(*FACTURES, VERSEMENT)))
    return {
        "nom de 120 caractères": composer(demande(debiteur=replace(PIEGE, nom=NOM_120))),
        "tout le monde a un nom de 120 caractères": composer(
            demande(profil=long, debiteur=replace(PIEGE, nom=NOM_120), creancier=replace(CREANCIER, nom=NOM_120))
        ),
        "soixante factures": composer(demande(faits=SOIXANTE)),
        "soixante factures, QR et logo": replace(
            avec_qr(composer(demande(faits=SOIXANTE))), apparence=habillee(image(800, 200))
        ),
        "adresse étrangère": composer(demande(debiteur=ETRANGERE)),
        "caractères rares": composer(demande(debiteur=RARES, profil=replace(AGENCE, signataire="Łőș Ÿ"))),
        "sans prénom ni civilité": composer(
            demande(debiteur=Partie(nom="Roy", adresse="1 rue A", code_postal="01000", ville="Bourg"))
        ),
        "sommes à neuf chiffres": avec_qr_de(composer(demande(faits=colossale)), 999_999_999_99),
        "logo large": replace(reclame, apparence=habillee(image(2400, 400))),
        "logo démesuré": replace(reclame, apparence=habillee(image(3000, 60))),
        "logo carré": replace(reclame, apparence=habillee(image(500, 500))),
        "logo en hauteur": replace(reclame, apparence=habillee(image(200, 900))),
        "logo et nom de 120 caractères": replace(
            composer(demande(profil=long)), apparence=habillee(image(900, 500, "JPEG"))
        ),
        "logo long et nom de 120 caractères": replace(
            composer(demande(profil=long)), apparence=habillee(image(2400, 400))
        ),
        "interne, QR": replace(avec_qr(composer(demande("mise_en_demeure_interne", mode=Mode.INTERNE))), total=1),
        "sans mention d’envoi": replace(composer(demande(profil=replace(INTERNE, mode=Mode.AGENCE))), mention_envoi=""),
        "citation de deux pages": replace(
            reclame, blocs=(Citation("Article", tuple("Le texte de la loi est long. " * 30 for _ in range(9))),)
        ),
        "tableau entier de deux pages": replace(
            reclame,
            blocs=(
                Tableau(
                    colonnes=(Colonne("Somme", 140), Colonne("Montant", 30, droite=True)),
                    lignes=tuple((f"Poste {rang}", "12,00 €") for rang in range(70)),
                    totaux=(("Total", "840,00 €"),),
                    entier=True,
                ),
                Signature(("Claire Roux",)),
            ),
        ),
    }


def avec_qr_de(courrier: Courrier, montant: int) -> Courrier:
    """Le même, un QR d'une autre somme : la sienne dépasse ce que l'EPC permet."""
    return replace(avec_qr(replace(courrier, total=montant)), total=courrier.total)


def _actes() -> dict[str, Courrier]:
    return {
        "acte": acte(),
        "acte au titre long": acte(objet=NOM_120, mention_envoi="Remis en main propre contre récépissé"),
        "acte à logo": acte(apparence=habillee(image(1200, 400))),
        "acte de formulaires": acte(blocs=(FORMULAIRE, *(replace(FORMULAIRE, titre="") for _ in range(3)))),
        "acte sans date ni référence": acte(lieu_date="", references=()),
        "acte au long nom et logo": acte(
            entete=replace(acte().entete, nom=NOM_120), apparence=habillee(image(300, 300))
        ),
    }


LETTRES = _lettres()
ACTES = _actes()
