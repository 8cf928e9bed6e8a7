-- What a way to sign in needs beside its name: endpoints, client id, scopes, further headers. Never a secret. NULL where
-- the name says it all.
ALTER TABLE tenants ADD COLUMN sign_in TEXT;
