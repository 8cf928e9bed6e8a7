-- What a person edits and has not sent, and what was written from here, with what was there before.

CREATE TABLE drafts (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    resource_type TEXT NOT NULL,
    -- NULL for a new resource.
    resource_id TEXT,
    changed_at INTEGER NOT NULL,
    -- The caller's text, without a secret.
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX drafts_of_resource ON drafts (tenant_id, resource_type, resource_id)
    WHERE resource_id IS NOT NULL;
CREATE INDEX drafts_of_tenant ON drafts (tenant_id, changed_at);

CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    -- The caller's words.
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT,
    -- For people, and to be searched.
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    -- The change that this one undoes.
    undoes INTEGER REFERENCES changes (id) ON DELETE SET NULL,
    -- As long as the history has it.
    exchange_id INTEGER REFERENCES exchanges (id) ON DELETE SET NULL,
    -- The caller's text, without a secret: the resource before and after, the request, what came of it.
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX changes_of_tenant ON changes (tenant_id, id);
CREATE INDEX changes_of_resource ON changes (tenant_id, resource_type, resource_id, id);
CREATE INDEX changes_by_undone ON changes (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX changes_by_exchange ON changes (exchange_id) WHERE exchange_id IS NOT NULL;
