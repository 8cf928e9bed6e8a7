-- How each tenant is reached beside its base URL: proxy, addresses, certificate authorities of its own. Without a secret;
-- the caller's text. NULL where all is as usual.
ALTER TABLE tenants ADD COLUMN transport TEXT;
