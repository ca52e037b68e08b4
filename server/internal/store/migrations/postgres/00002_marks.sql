-- What the registers said of each mark, version by version, and how far each
-- file has been read. Dates are days since 1970, times seconds, zero not said.

-- +goose Up
CREATE TABLE marks (
    office        TEXT    NOT NULL CHECK (office <> ''),
    number        TEXT COLLATE "C" NOT NULL CHECK (number <> ''),
    version       BIGINT NOT NULL CHECK (version > 0),
    since         BIGINT NOT NULL, -- when this store learned it
    until         BIGINT NOT NULL, -- when it learned otherwise; 2^63-1: it has not
    digest        BYTEA   NOT NULL, -- of all below but as_of
    as_of         BIGINT NOT NULL, -- day of the office's data
    status        BIGINT NOT NULL,
    kind          BIGINT NOT NULL,
    words         TEXT    NOT NULL,
    owner         TEXT    NOT NULL,
    registration  TEXT    NOT NULL,
    classes       BIGINT NOT NULL, -- bit n: Nice class n
    jurisdictions BIGINT NOT NULL, -- bits of list.Jurisdictions
    filed         BIGINT NOT NULL,
    registered    BIGINT NOT NULL,
    expires       BIGINT NOT NULL,
    ended         BIGINT NOT NULL,
    status_code   TEXT    NOT NULL,
    status_date   BIGINT NOT NULL,
    detail        TEXT    NOT NULL -- JSON: goods, disclaimer, and what few marks have
);

CREATE UNIQUE INDEX marks_by_number ON marks (office, number, version);

CREATE TABLE imports (
    sha256     TEXT    NOT NULL CHECK (length(sha256) = 64), -- of the file
    office     TEXT    NOT NULL,
    file       TEXT    NOT NULL, -- its name, for people
    records    BIGINT NOT NULL, -- read and kept so far
    position   BIGINT NOT NULL, -- bytes of unpacked file behind the last of them
    counts     TEXT    NOT NULL, -- JSON
    started_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    done       BIGINT NOT NULL,
    PRIMARY KEY (sha256, office)
);

-- +goose Down
DROP TABLE imports;
DROP TABLE marks;
