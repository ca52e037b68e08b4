-- What the registers said of each mark, version by version, and how far each
-- file has been read. Dates are days since 1970, times seconds, zero not said.

-- +goose Up
CREATE TABLE marks (
    office        TEXT    NOT NULL CHECK (office <> ''),
    number        TEXT    NOT NULL CHECK (number <> ''),
    version       INTEGER NOT NULL CHECK (version > 0),
    since         INTEGER NOT NULL, -- when this store learned it
    until         INTEGER NOT NULL, -- when it learned otherwise; 2^63-1: it has not
    digest        BLOB    NOT NULL, -- of all below but as_of
    as_of         INTEGER NOT NULL, -- day of the office's data
    status        INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    words         TEXT    NOT NULL,
    owner         TEXT    NOT NULL,
    registration  TEXT    NOT NULL,
    classes       INTEGER NOT NULL, -- bit n: Nice class n
    jurisdictions INTEGER NOT NULL, -- bits of list.Jurisdictions
    filed         INTEGER NOT NULL,
    registered    INTEGER NOT NULL,
    expires       INTEGER NOT NULL,
    ended         INTEGER NOT NULL,
    status_code   TEXT    NOT NULL,
    status_date   INTEGER NOT NULL,
    detail        TEXT    NOT NULL -- JSON: goods, disclaimer, and what few marks have
) STRICT;

-- Not a primary key WITHOUT ROWID: rows are of a kilobyte, too large for the
-- tree they are found by.
CREATE UNIQUE INDEX marks_by_number ON marks (office, number, version);

CREATE TABLE imports (
    sha256     TEXT    NOT NULL CHECK (length(sha256) = 64), -- of the file
    office     TEXT    NOT NULL,
    file       TEXT    NOT NULL, -- its name, for people
    records    INTEGER NOT NULL, -- read and kept so far
    position   INTEGER NOT NULL, -- bytes of unpacked file behind the last of them
    counts     TEXT    NOT NULL, -- JSON
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    done       INTEGER NOT NULL,
    PRIMARY KEY (sha256, office)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE imports;
DROP TABLE marks;
