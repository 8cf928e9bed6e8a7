-- How each tenant is guarded against writes, what was done about it, and writes of which nobody knows the outcome.

-- The caller's word. A tenant of a kind that this step does not know is read-only.
ALTER TABLE tenants ADD COLUMN guard TEXT NOT NULL DEFAULT 'readOnly';
UPDATE tenants SET guard = CASE environment
    WHEN 'staging' THEN 'confirm' WHEN 'test' THEN 'free' WHEN 'sandbox' THEN 'free' ELSE 'readOnly' END;

-- A request that writes was on its way when something happened.
ALTER TABLE exchanges ADD COLUMN outcome_unknown INTEGER NOT NULL DEFAULT 0;

CREATE TABLE guard_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    reason TEXT
) STRICT;

CREATE INDEX guard_log_of_tenant ON guard_log (tenant_id, id);
