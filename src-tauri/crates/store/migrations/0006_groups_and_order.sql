-- The person's own groups and order of tenants. A tenant that was never arranged has no row: it has no group and comes
-- after those that were, in the order of adding.
CREATE TABLE tenant_places (
    tenant_id TEXT PRIMARY KEY NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- Empty for none.
    in_group TEXT NOT NULL
) STRICT, WITHOUT ROWID;
