-- Tenants, history with its search index, chosen columns. Times are microseconds since 1970, UTC.

CREATE TABLE tenants (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    colour TEXT NOT NULL,
    base_url TEXT NOT NULL,
    auth TEXT NOT NULL,
    ask_each_time INTEGER NOT NULL,
    connect_seconds INTEGER NOT NULL,
    total_seconds INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_opened_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE columns (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    resource_type TEXT NOT NULL,
    paths TEXT NOT NULL,
    PRIMARY KEY (tenant_id, resource_type)
) STRICT, WITHOUT ROWID;

-- What a list shows: short rows. AUTOINCREMENT, because an id that was shown must never mean another exchange.
CREATE TABLE exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    asked_by TEXT NOT NULL,
    operation TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    status INTEGER,
    http_version TEXT,
    failure_code TEXT,
    failure_message TEXT,
    seen TEXT,
    total_us INTEGER NOT NULL,
    to_headers_us INTEGER,
    read_us INTEGER,
    request_id TEXT,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL
) STRICT;

CREATE INDEX exchanges_of_tenant ON exchanges (tenant_id, id);
CREATE INDEX exchanges_by_age ON exchanges (started_at);
-- Holds all that a count of the list's filters looks at.
CREATE INDEX exchanges_by_outcome ON exchanges (tenant_id, status, failure_code);

-- What the detail shows. A body is TEXT where it is text and BLOB where it is not; only text is searched.
CREATE TABLE messages (
    exchange_id INTEGER PRIMARY KEY REFERENCES exchanges (id),
    request_headers TEXT NOT NULL,
    response_headers TEXT NOT NULL,
    request_body ANY,
    response_body ANY
) STRICT;

-- What the search looks through, said once for the index, its upkeep and the check of a hit. A long body counts
-- with its first two million characters.
CREATE VIEW searchable AS
SELECT exchanges.id AS id,
    exchanges.url
    || char(10) || coalesce((SELECT group_concat((value ->> 0) || ': ' || (value ->> 1), char(10) ORDER BY key)
        FROM json_each(messages.request_headers)), '')
    || char(10) || coalesce((SELECT group_concat((value ->> 0) || ': ' || (value ->> 1), char(10) ORDER BY key)
        FROM json_each(messages.response_headers)), '')
    || char(10) || CASE typeof(messages.request_body) WHEN 'text' THEN substr(messages.request_body, 1, 2097152) ELSE '' END
    || char(10) || CASE typeof(messages.response_body) WHEN 'text' THEN substr(messages.response_body, 1, 2097152) ELSE '' END
    AS text
FROM exchanges JOIN messages ON messages.exchange_id = exchanges.id;

-- Knows which trigrams an exchange holds, not where: a ninth of the text instead of twice its size. A hit is
-- therefore checked against the text itself. Not with FTS5's secure-delete, which takes longer for each exchange
-- than writing it did: erasing a tenant writes the index anew instead.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'trigram');

CREATE TRIGGER message_indexed AFTER INSERT ON messages BEGIN
    INSERT INTO search (rowid, text) SELECT id, text FROM searchable WHERE id = new.exchange_id;
END;

-- Also fires when a tenant takes its exchanges along.
CREATE TRIGGER exchange_removed BEFORE DELETE ON exchanges BEGIN
    INSERT INTO search (search, rowid, text) SELECT 'delete', id, text FROM searchable WHERE id = old.id;
    DELETE FROM messages WHERE exchange_id = old.id;
END;
