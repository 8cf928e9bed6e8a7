-- What was found when the outcome of a write was looked up that nobody knew: the caller's word for it, the same in words,
-- and the exchange that shows it, as long as the history has it.
CREATE TABLE read_backs (
    exchange_id INTEGER PRIMARY KEY NOT NULL REFERENCES exchanges (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    words TEXT NOT NULL,
    read_exchange_id INTEGER REFERENCES exchanges (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX read_backs_by_read ON read_backs (read_exchange_id);

-- There are few of them among many others.
CREATE INDEX exchanges_unknown ON exchanges (tenant_id, id) WHERE outcome_unknown = 1;
