-- What the lists said, version by version, and what was released when.
-- Times are seconds since 1970 in UTC; hashes are hexadecimal SHA-256.

-- +goose Up
CREATE TABLE list_versions (
    list       TEXT    NOT NULL CHECK (list <> ''),
    version    BIGINT NOT NULL CHECK (version > 0),
    as_of      TEXT    NOT NULL, -- 2026-11-24, the day the sources were last reviewed
    sha256     TEXT    NOT NULL CHECK (length(sha256) = 64), -- of the compiled pack
    sources    BYTEA   NOT NULL, -- JSON [{"name","text"}], brotli
    created_at BIGINT NOT NULL,
    PRIMARY KEY (list, version)
);

CREATE TABLE releases (
    timestamp_version BIGINT PRIMARY KEY CHECK (timestamp_version > 0),
    snapshot_version  BIGINT NOT NULL CHECK (snapshot_version > 0),
    targets_version   BIGINT NOT NULL CHECK (targets_version > 0),
    root_version      BIGINT NOT NULL CHECK (root_version > 0),
    created_at        BIGINT NOT NULL
);

CREATE TABLE release_lists (
    timestamp_version BIGINT NOT NULL REFERENCES releases ON DELETE CASCADE,
    list              TEXT    NOT NULL,
    version           BIGINT NOT NULL,
    PRIMARY KEY (timestamp_version, list),
    FOREIGN KEY (list, version) REFERENCES list_versions
);

-- +goose Down
DROP TABLE release_lists;
DROP TABLE releases;
DROP TABLE list_versions;
