-- How a person left a tenant: its place, its filters, a connection form that is not saved. Never a secret. What belongs
-- to no tenant stands with the built-in one.
CREATE TABLE left_as (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- The caller's word.
    what TEXT NOT NULL,
    -- The caller's text.
    text TEXT NOT NULL,
    PRIMARY KEY (tenant_id, what)
) STRICT, WITHOUT ROWID;
