-- Sign-in with a user name, where the time of an exchange went, and finding the exchanges about one resource.

-- The user name of basic authentication; NULL for every other way to sign in.
ALTER TABLE tenants ADD COLUMN user_name TEXT;

-- NULL where it is not known or did not happen, which is not the same as taking no time.
ALTER TABLE exchanges ADD COLUMN dns_us INTEGER;
ALTER TABLE exchanges ADD COLUMN connect_us INTEGER;
ALTER TABLE exchanges ADD COLUMN tls_us INTEGER;
ALTER TABLE exchanges ADD COLUMN reused INTEGER;

-- Whether the answer says that the work is still to be done.
ALTER TABLE exchanges ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
UPDATE exchanges SET accepted = 1 WHERE status = 202;

-- The path of the URL, without its query: a resource is found by it, wherever the server has moved to. NULL for a
-- look at the way to the server.
ALTER TABLE exchanges ADD COLUMN path TEXT GENERATED ALWAYS AS (
    CASE WHEN url GLOB 'http*://*/*' THEN
        substr(url, instr(substr(url, 9), '/') + 8,
            CASE instr(url, '?') WHEN 0 THEN length(url) ELSE instr(url, '?') - instr(substr(url, 9), '/') - 8 END)
    END
) VIRTUAL;

CREATE INDEX exchanges_by_path ON exchanges (tenant_id, path);
