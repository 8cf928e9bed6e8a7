-- The search index takes exchanges in batches. Each transaction that writes to it costs several times what the
-- exchange itself does, so those after this id wait: until the next search, or until there are many.
CREATE TABLE search_state (indexed_to INTEGER NOT NULL) STRICT;
INSERT INTO search_state (indexed_to) SELECT coalesce(max(id), 0) FROM exchanges;

DROP TRIGGER message_indexed;

-- Also fires when a tenant takes its exchanges along. What the index does not know yet must not be taken out of it.
DROP TRIGGER exchange_removed;
CREATE TRIGGER exchange_removed BEFORE DELETE ON exchanges BEGIN
    INSERT INTO search (search, rowid, text) SELECT 'delete', id, text FROM searchable
        WHERE id = old.id AND id <= (SELECT indexed_to FROM search_state);
    DELETE FROM messages WHERE exchange_id = old.id;
END;
