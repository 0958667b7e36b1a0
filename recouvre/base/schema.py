"""Le schéma, en clair : tables, index, déclencheurs. ``migrations`` le pose, ``controle`` le compare."""

from __future__ import annotations

APPLICATION = 0x52435652
"""« RCVR » : la marque qui distingue notre base de celle d'un autre logiciel (``PRAGMA application_id``)."""

TABLES = (
    """CREATE TABLE parties (
        id INTEGER PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN ('creancier', 'debiteur')),
        cle TEXT NOT NULL,
        nom TEXT NOT NULL,
        prenom TEXT NOT NULL DEFAULT '',
        civilite TEXT NOT NULL DEFAULT '',
        siren TEXT NOT NULL DEFAULT '',
        siret TEXT NOT NULL DEFAULT '',
        adresse TEXT NOT NULL DEFAULT '',
        complement TEXT NOT NULL DEFAULT '',
        code_postal TEXT NOT NULL DEFAULT '',
        ville TEXT NOT NULL DEFAULT '',
        pays TEXT NOT NULL DEFAULT '',
        courriel TEXT NOT NULL DEFAULT '',
        telephone TEXT NOT NULL DEFAULT '',
        reglages TEXT NOT NULL DEFAULT '{}',
        UNIQUE (role, cle)
    ) STRICT""",
    """CREATE TABLE journal (
        rang INTEGER PRIMARY KEY,
        dossier INTEGER NOT NULL,
        genre TEXT NOT NULL,
        date TEXT NOT NULL,
        saisi_le TEXT NOT NULL,
        auteur TEXT NOT NULL,
        cle TEXT NOT NULL UNIQUE,
        donnees TEXT NOT NULL,
        sceau TEXT NOT NULL,
        empreinte TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE dossiers (
        numero INTEGER PRIMARY KEY,
        creancier INTEGER NOT NULL REFERENCES parties (id),
        debiteur INTEGER NOT NULL REFERENCES parties (id),
        cle_debiteur TEXT NOT NULL,
        reference TEXT NOT NULL,
        qualite TEXT NOT NULL,
        etat TEXT NOT NULL,
        ouvert_le TEXT NOT NULL,
        principal INTEGER,
        trop_percu INTEGER NOT NULL,
        prochaine_le TEXT,
        prescription_le TEXT,
        mise_en_demeure_le TEXT,
        attente_taux INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE demarches (
        dossier INTEGER NOT NULL REFERENCES dossiers (numero),
        cle TEXT NOT NULL,
        le TEXT NOT NULL,
        jusqu_au TEXT,
        genre TEXT NOT NULL,
        priorite INTEGER NOT NULL,
        libelle TEXT NOT NULL,
        fondement TEXT NOT NULL,
        suite INTEGER NOT NULL,
        attente TEXT NOT NULL,
        PRIMARY KEY (dossier, cle)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE envois (
        id INTEGER PRIMARY KEY,
        cle TEXT NOT NULL UNIQUE,
        dossier INTEGER NOT NULL REFERENCES dossiers (numero),
        etape TEXT NOT NULL,
        tour INTEGER NOT NULL,
        canal TEXT NOT NULL,
        modele TEXT NOT NULL,
        envoi TEXT NOT NULL,
        reference TEXT NOT NULL,
        etat TEXT NOT NULL CHECK (etat IN ('réservé', 'figé', 'en cours', 'envoyé', 'échoué', 'incertain')),
        jour TEXT NOT NULL,
        lot INTEGER NOT NULL,
        rang_vu INTEGER NOT NULL,
        fichier TEXT NOT NULL DEFAULT '',
        empreinte TEXT NOT NULL DEFAULT '',
        empreinte_modele TEXT NOT NULL DEFAULT '',
        pages INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        delai_le TEXT,
        reserve_le TEXT NOT NULL,
        fige_le TEXT,
        envoye_le TEXT,
        erreur TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE TABLE reglages (cle TEXT PRIMARY KEY, valeur TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE recherche USING fts5 (texte, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
)

INDEX = (
    "CREATE INDEX journal_par_dossier ON journal (dossier, rang)",
    "CREATE INDEX demarches_dues ON demarches (le) WHERE suite = 0 AND attente = ''",
    "CREATE INDEX demarches_envois ON demarches (le) WHERE suite = 0 AND genre = 'envoi'",
    "CREATE INDEX dossiers_par_debiteur ON dossiers (creancier, cle_debiteur)",
    "CREATE INDEX dossiers_par_etat ON dossiers (etat, prochaine_le)",
    "CREATE INDEX dossiers_sans_taux ON dossiers (numero) WHERE attente_taux = 1",
    "CREATE INDEX envois_du_jour ON envois (jour, lot)",
    "CREATE INDEX envois_en_cours ON envois (etat) WHERE etat <> 'envoyé'",
    "CREATE INDEX parties_par_nom ON parties (role, nom)",
)

COLONNES_DES_ENVOIS = (
    "ALTER TABLE envois ADD COLUMN destinataire TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE envois ADD COLUMN retour TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE envois ADD COLUMN identifiant TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE envois ADD COLUMN preuve TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE envois ADD COLUMN repli TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE envois ADD COLUMN essais INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE envois ADD COLUMN en_cours_le TEXT",
    "ALTER TABLE envois ADD COLUMN prochain_le TEXT",
)
"""Ce que le schéma 4 ajoute aux envois, à leur suite."""

INDEX_DES_ENVOIS = (
    "CREATE INDEX envois_par_identifiant ON envois (identifiant) WHERE identifiant <> ''",
    "CREATE INDEX envois_par_reference ON envois (reference)",
    "CREATE INDEX envois_du_dossier ON envois (dossier)",
    "CREATE INDEX dossiers_du_debiteur ON dossiers (debiteur)",
)

COLONNES_DE_GESTION = (
    "ALTER TABLE dossiers ADD COLUMN gestionnaire TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE demarches ADD COLUMN commande TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE demarches ADD COLUMN sauf TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE intervenants (
        dossier INTEGER NOT NULL,
        role TEXT NOT NULL,
        fiche TEXT NOT NULL,
        PRIMARY KEY (dossier, role)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX demarches_avis ON demarches (dossier) WHERE genre = 'avis'",
    "CREATE INDEX dossiers_par_gestionnaire ON dossiers (gestionnaire) WHERE gestionnaire <> ''",
    "CREATE INDEX dossiers_a_prescrire ON dossiers (prescription_le) WHERE etat = 'ouvert'",
    "CREATE INDEX demarches_delais ON demarches (coalesce(jusqu_au, le)) WHERE genre = 'delai'",
    "CREATE INDEX journal_par_saisie ON journal (saisi_le)",
    "CREATE INDEX journal_des_encaissements ON journal (date) WHERE genre = 'EncaissementRecu'",
)
"""Ce que le schéma 5 ajoute : qui suit un dossier, quoi taper, et les tiers (mandataire, commissaire de justice…).

Les deux index du journal disent ce que chacun a saisi, et ce qui est rentré, sans tout relire.

``fiche`` : leurs coordonnées, en JSON, hors du journal comme celles des parties.
"""

DECLENCHEURS = {
    "journal_sans_modification": """CREATE TRIGGER journal_sans_modification BEFORE UPDATE ON journal
        BEGIN SELECT raise(ABORT, 'le journal est en ajout seul'); END""",
    "journal_sans_suppression": """CREATE TRIGGER journal_sans_suppression BEFORE DELETE ON journal
        BEGIN SELECT raise(ABORT, 'le journal est en ajout seul'); END""",
    # INSERT OR REPLACE efface sans passer par le déclencheur de suppression.
    "journal_sans_remplacement": """CREATE TRIGGER journal_sans_remplacement BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE rang >= NEW.rang OR cle = NEW.cle)
        BEGIN SELECT raise(ABORT, 'le journal est en ajout seul'); END""",
}
"""Ce qui tient le journal en ajout seul, par nom."""
