-- What the lists said, version by version, and what was released when.
-- Times are seconds since 1970 in UTC; hashes are hexadecimal SHA-256.

-- +goose Up
CREATE TABLE list_versions (
    list       TEXT    NOT NULL CHECK (list <> ''),
    version    INTEGER NOT NULL CHECK (version > 0),
    as_of      TEXT    NOT NULL, -- 2026-11-24, the day the sources were last reviewed
    sha256     TEXT    NOT NULL CHECK (length(sha256) = 64), -- of the compiled pack
    sources    BLOB    NOT NULL, -- JSON [{"name","text"}], brotli
    created_at INTEGER NOT NULL,
    PRIMARY KEY (list, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE releases (
    timestamp_version INTEGER PRIMARY KEY CHECK (timestamp_version > 0),
    snapshot_version  INTEGER NOT NULL CHECK (snapshot_version > 0),
    targets_version   INTEGER NOT NULL CHECK (targets_version > 0),
    root_version      INTEGER NOT NULL CHECK (root_version > 0),
    created_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE release_lists (
    timestamp_version INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
    list              TEXT    NOT NULL,
    version           INTEGER NOT NULL,
    PRIMARY KEY (timestamp_version, list),
    FOREIGN KEY (list, version) REFERENCES list_versions
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE release_lists;
DROP TABLE releases;
DROP TABLE list_versions;
