import GRDB

/// The ledger's tables, by version. `user_version` holds the number of the last migration that ran.
///
/// Times are seconds since 1970 (UTC), keys are text. `entry` is the record and only grows; every other table is a
/// projection of it, written in the same transaction, or (`body`) what entries name by hash.
enum Schema {
    /// `DLND`, so that a database of another program is not taken for a ledger.
    static let applicationID: Int64 = 0x444C_4E44

    static let migrations = [version1, version2, version3, version4, version5, version6]

    private static let version1 = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            canonical BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
            BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
        CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry
            BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            channel TEXT NOT NULL,
            address TEXT NOT NULL,
            name TEXT NOT NULL,
            units TEXT NOT NULL,   -- the recipient's, joined by |
            covers TEXT NOT NULL,  -- these and those of its items, joined by a comma
            message_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            digest TEXT,
            body_sha256 TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting',
            attempts INTEGER NOT NULL DEFAULT 0,
            unknowns INTEGER NOT NULL DEFAULT 0,
            next INTEGER,
            last_code INTEGER,
            last_reply TEXT,
            accepted_at INTEGER,
            dropped_for TEXT,
            replaced_by INTEGER
        ) STRICT;
        CREATE INDEX delivery_state ON delivery (state);
        CREATE INDEX delivery_due ON delivery (due_at);
        CREATE INDEX delivery_channel ON delivery (channel);
        CREATE INDEX delivery_created ON delivery (created_at);
        CREATE INDEX delivery_accepted ON delivery (accepted_at) WHERE accepted_at IS NOT NULL;
        CREATE INDEX delivery_digest ON delivery (digest) WHERE digest IS NOT NULL;

        CREATE TABLE item (
            delivery INTEGER NOT NULL REFERENCES delivery,
            position INTEGER NOT NULL,
            slot TEXT NOT NULL,
            number TEXT NOT NULL,  -- the milestone's, without an occurrence's date
            moment INTEGER NOT NULL,
            late INTEGER NOT NULL,
            PRIMARY KEY (delivery, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX item_number ON item (number);

        CREATE TABLE delivery_unit (
            unit TEXT NOT NULL,
            delivery INTEGER NOT NULL REFERENCES delivery,
            PRIMARY KEY (unit, delivery)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE body (
            delivery INTEGER PRIMARY KEY REFERENCES delivery,
            media TEXT NOT NULL,
            subject TEXT NOT NULL,
            bytes BLOB             -- NULL once retention cut it
        ) STRICT;

        CREATE TABLE attempt (
            delivery INTEGER NOT NULL REFERENCES delivery,
            number INTEGER NOT NULL,
            begun_at INTEGER NOT NULL,
            ended_at INTEGER,
            verdict TEXT,
            reason TEXT,
            code INTEGER,
            reply TEXT,
            peer TEXT,
            tls TEXT,
            PRIMARY KEY (delivery, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE slot (
            sequence INTEGER PRIMARY KEY, -- of its entry
            key TEXT NOT NULL UNIQUE,
            list TEXT NOT NULL,
            moment INTEGER NOT NULL,
            fate TEXT NOT NULL,
            reason TEXT NOT NULL,
            delivery INTEGER,
            decided_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX slot_list ON slot (list);

        CREATE TABLE act (
            sequence INTEGER PRIMARY KEY, -- of its entry
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            list TEXT NOT NULL,
            milestone TEXT,
            unit TEXT,
            uid INTEGER NOT NULL,
            actor TEXT NOT NULL,
            on_behalf_of TEXT,
            at INTEGER NOT NULL,
            "on" TEXT,
            reason TEXT,
            document TEXT
        ) STRICT;

        CREATE TABLE list (
            id TEXT PRIMARY KEY,
            hash TEXT NOT NULL,
            settled_until INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE seen (
            obligation TEXT PRIMARY KEY,
            deadline TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let version2 = """
        ALTER TABLE delivery ADD COLUMN part INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE delivery ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE delivery ADD COLUMN first_part INTEGER;    -- the delivery that is part 1; NULL: it is whole
        ALTER TABLE delivery ADD COLUMN bounced_at INTEGER;
        ALTER TABLE delivery ADD COLUMN bounce TEXT;           -- why it came back
        ALTER TABLE delivery ADD COLUMN retried_after INTEGER; -- the attempts before it was last retried, NULL: it was not

        ALTER TABLE act ADD COLUMN delivery INTEGER;

        DROP INDEX delivery_accepted;
        CREATE INDEX delivery_accepted ON delivery (channel, accepted_at) WHERE accepted_at IS NOT NULL;
        CREATE INDEX attempt_begun ON attempt (begun_at);
        -- What was not accepted: few, and what tells how a channel stands.
        CREATE INDEX attempt_trouble ON attempt (ended_at) WHERE verdict <> 'accepted';
        """

    /// What is written most is written leaner. Fates of one decision share an entry; a key begins with its list, so what
    /// is asked of one list is a range of keys. A milestone's deliveries are searched for among all items. Entries are
    /// numbered by the ledger itself; a table of SQLite's that counts them too was written with each.
    private static let version3 = """
        CREATE TABLE fate (
            key TEXT PRIMARY KEY,      -- the slot's
            sequence INTEGER NOT NULL, -- of its entry
            position INTEGER NOT NULL, -- within the entry
            moment INTEGER NOT NULL,
            fate TEXT NOT NULL,
            reason TEXT NOT NULL,
            delivery INTEGER,
            decided_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO fate (key, sequence, position, moment, fate, reason, delivery, decided_at)
            SELECT key, sequence, 0, moment, fate, reason, delivery, decided_at FROM slot ORDER BY key;
        DROP TABLE slot;

        ALTER TABLE item RENAME TO old_item;
        CREATE TABLE item (
            delivery INTEGER NOT NULL,
            position INTEGER NOT NULL,
            slot TEXT NOT NULL,
            moment INTEGER NOT NULL,
            late INTEGER NOT NULL,
            PRIMARY KEY (delivery, position)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO item SELECT delivery, position, slot, moment, late FROM old_item;
        DROP TABLE old_item;

        ALTER TABLE entry RENAME TO old_entry;
        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            canonical BLOB NOT NULL
        ) STRICT;
        INSERT INTO entry SELECT sequence, time, kind, canonical FROM old_entry ORDER BY sequence;
        DROP TABLE old_entry;
        CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
            BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
        CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry
            BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;

        -- Nearly all are accepted, sooner or later: the index has the others.
        DROP INDEX delivery_state;
        CREATE INDEX delivery_state ON delivery (state) WHERE state <> 'accepted';
        """

    /// What the office's acts about deadlines, silences and the escalation need beside their reason.
    private static let version4 = """
        ALTER TABLE act ADD COLUMN until TEXT;     -- a new deadline; of a silence its last day
        ALTER TABLE act ADD COLUMN published TEXT; -- the deadline in the files over which a later one was granted
        ALTER TABLE act ADD COLUMN stage TEXT;     -- what was released
        ALTER TABLE act ADD COLUMN undoes TEXT;    -- the key of the act that counts no more
        """

    private static let version5 = """
        CREATE TABLE report (
            sequence INTEGER PRIMARY KEY, -- of its entry
            key TEXT NOT NULL UNIQUE,     -- of its act
            list TEXT NOT NULL,
            obligation TEXT NOT NULL,
            at INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            bytes BLOB                    -- NULL once retention cut it
        ) STRICT;
        CREATE INDEX report_obligation ON report (obligation);
        CREATE INDEX report_list ON report (list);
        """

    /// What a history is read by: when each obligation came to the ledger and changed, and acts by what they are about.
    /// What was seen before is in the entries.
    private static let version6 = """
        CREATE TABLE sighting (
            obligation TEXT NOT NULL,
            sequence INTEGER NOT NULL, -- of its entry
            unit TEXT NOT NULL,
            at INTEGER NOT NULL,
            deadline TEXT,             -- NULL: it was no longer in the files
            fingerprint TEXT,
            PRIMARY KEY (obligation, sequence)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO sighting (obligation, sequence, unit, at, deadline, fingerprint)
            SELECT name, sequence, substr(name, length(rtrim(name, replace(name, '/', ''))) + 1), time,
                json_extract(text, '$.deadline'), json_extract(text, '$.fingerprint')
            FROM (
                SELECT sequence, time, text, json_extract(text, '$.obligation') AS name
                FROM (SELECT sequence, time, CAST(canonical AS TEXT) AS text FROM entry WHERE kind IN ('seen', 'gone'))
            ) ORDER BY name, sequence;
        CREATE INDEX sighting_unit ON sighting (unit);

        CREATE INDEX act_milestone ON act (list, milestone);
        CREATE INDEX act_delivery ON act (delivery) WHERE delivery IS NOT NULL;
        """

    /// Looks whether the database is a ledger that this version can go on with.
    /// - Throws: `LedgerRefusal` for a newer schema or another program's database, and GRDB's errors.
    static func inspect(_ db: Database) throws {
        let found = try version(db)
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
        guard isEmpty || application == applicationID else { throw LedgerRefusal.foreign }
        guard found <= migrations.count else {
            throw LedgerRefusal.newerVersion(found: found, known: migrations.count)
        }
    }

    /// Brings an inspected database to the newest version, each migration in a transaction of its own.
    /// - Parameters:
    ///   - newest: The version to stop at: the last one.
    ///   - tag: Makes the word that a new ledger is named by.
    static func migrate(_ db: Database, to newest: Int = migrations.count, tag: () -> String) throws {
        for (index, migration) in migrations.prefix(newest).enumerated().dropFirst(try version(db)) {
            try db.inTransaction(.immediate) {
                try db.execute(sql: migration)
                if index == 0 {
                    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                    try db.execute(sql: "INSERT INTO meta (key, value) VALUES ('tag', ?)", arguments: [tag()])
                }
                try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                return .commit
            }
        }
    }

    private static func version(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }
}
