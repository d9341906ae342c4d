//! The ledger's own tables.

use comity_store::{Kind, Migration, Table};

pub const TABLES: &[Table] = &[
    Table { name: "entries", kind: Kind::Ledger },
    Table { name: "private_parts", kind: Kind::Ledger },
    Table { name: "log_identity", kind: Kind::Ledger },
    Table { name: "log_epochs", kind: Kind::Ledger },
    Table { name: "log_tiles", kind: Kind::Ledger },
    Table { name: "log_head", kind: Kind::Ledger },
    Table { name: "submissions", kind: Kind::State },
];

pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "ledger-1", sql: FIRST }, Migration { name: "ledger-2", sql: SUBMISSIONS }];

const FIRST: &str = "
    -- What happened. Only `place` is ever set afterwards: the entry's position in the log, promised for `due`.
    CREATE TABLE entries (
        id TEXT NOT NULL PRIMARY KEY,
        stream TEXT NOT NULL,
        version BIGINT NOT NULL,
        kind TEXT NOT NULL,
        time BIGINT NOT NULL,
        actor TEXT NOT NULL,
        body TEXT NOT NULL,
        salt BYTEA NOT NULL,
        commitment BYTEA NOT NULL,
        due BIGINT NOT NULL,
        seal BYTEA NOT NULL,
        place BIGINT,
        UNIQUE (stream, version)
    );
    CREATE UNIQUE INDEX entries_by_place ON entries (place);
    CREATE INDEX entries_without_place ON entries (id) WHERE place IS NULL;

    -- Words, names and contacts, which can be destroyed.
    CREATE TABLE private_parts (
        entry TEXT NOT NULL,
        name TEXT NOT NULL,
        salt BYTEA NOT NULL,
        bytes BYTEA NOT NULL,
        PRIMARY KEY (entry, name)
    );

    -- Which log this is: one row.
    CREATE TABLE log_identity (
        one BIGINT NOT NULL PRIMARY KEY,
        origin TEXT NOT NULL,
        verifier_key TEXT NOT NULL,
        demonstration BIGINT NOT NULL
    );

    -- The epochs: a restore opens a new one and names the last checkpoint known before it.
    CREATE TABLE log_epochs (
        epoch BIGINT NOT NULL PRIMARY KEY,
        first_place BIGINT NOT NULL,
        opened BIGINT NOT NULL,
        known_checkpoint TEXT
    );

    -- Hashes of the tree by tile; level -1 holds the commitments themselves, 32 bytes each.
    CREATE TABLE log_tiles (
        level BIGINT NOT NULL,
        number BIGINT NOT NULL,
        hashes BYTEA NOT NULL,
        PRIMARY KEY (level, number)
    );

    -- The tree as sequenced, and as published: one row, advanced by compare-and-swap.
    CREATE TABLE log_head (
        one BIGINT NOT NULL PRIMARY KEY,
        epoch BIGINT NOT NULL,
        size BIGINT NOT NULL,
        root BYTEA NOT NULL,
        checkpoint TEXT NOT NULL,
        published_size BIGINT NOT NULL,
        published_checkpoint TEXT NOT NULL,
        published_at BIGINT NOT NULL
    );
    ";

const SUBMISSIONS: &str = "
    -- Forms that were taken, for some days: by a keyed hash of what was sent, with the first entry and what was answered.
    CREATE TABLE submissions (
        form BYTEA NOT NULL PRIMARY KEY,
        entry TEXT,
        answer TEXT NOT NULL,
        time BIGINT NOT NULL
    );
    ";
