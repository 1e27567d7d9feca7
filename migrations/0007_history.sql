-- What a person's history is searched by, and what they write on its entries for themselves (ADR 10).
-- The `search_*` tables follow from the ledger, from `topups` and from `annotations`: they may be emptied at any time
-- and are filled again. Nothing here may be shown as a movement of money: they name entries, the ledger tells them.

-- How far a person's entries have been taken in. The row is locked while that happens.
CREATE TABLE wallet.search_places (
    person_id uuid    PRIMARY KEY REFERENCES wallet.people (id),
    -- By which rules the entries were taken in; a program with newer ones takes all of them in again.
    rules     integer NOT NULL CHECK (rules >= 0),
    -- The last sequence taken in of each currency, `EUR33-USD120`; empty before the first.
    upto      text    NOT NULL
);

-- Subjects of entries that have changed since they were taken in, or were never: requests for money, and whatever
-- somebody wrote on.
CREATE TABLE wallet.search_waiting (
    person_id uuid NOT NULL REFERENCES wallet.people (id),
    subject   text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 40),
    PRIMARY KEY (person_id, subject)
);

-- A person's entries in stretches of time that do not overlap: what is searched at once, and what need not be.
CREATE TABLE wallet.search_blocks (
    person_id uuid        NOT NULL REFERENCES wallet.people (id),
    block     integer     NOT NULL CHECK (block > 0),
    entries   integer     NOT NULL CHECK (entries > 0),
    oldest    timestamptz NOT NULL,
    newest    timestamptz NOT NULL,
    smallest  bigint      NOT NULL CHECK (smallest >= 0),
    largest   bigint      NOT NULL,
    PRIMARY KEY (person_id, block),
    CHECK (oldest <= newest AND smallest <= largest)
);

-- One entry. `subject` is what labels stick to: the request for money that was or is to be added, else the entry's
-- currency and sequence. `seq` is 0 while its money is not in the ledger.
CREATE TABLE wallet.search_entries (
    person_id uuid        NOT NULL REFERENCES wallet.people (id),
    subject   text        NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 40),
    block     integer     NOT NULL CHECK (block > 0),
    at        timestamptz NOT NULL,
    seq       bigint      NOT NULL CHECK (seq >= 0),
    currency  text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    kind      text        NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 40),
    status    text        NOT NULL CHECK (char_length(status) BETWEEN 1 AND 40),
    -- How much it is in ten-thousandths of the currency's unit, without a sign.
    size      bigint      NOT NULL CHECK (size >= 0),
    -- Folded: what is looked for stands in it or does not.
    words     text        NOT NULL,
    tags      text[]      NOT NULL,
    -- Hashes of person and of each thing it may be found by, mixed with the block: an index lookup is within one person
    -- and one block from the start.
    terms     bigint[]    NOT NULL,
    PRIMARY KEY (person_id, subject)
);
-- Without a pending list, so that no search has to read what nobody has sorted in yet.
CREATE INDEX search_entries_terms ON wallet.search_entries USING gin (terms) WITH (fastupdate = off);

-- For what is looked for by nothing but time and size: sizes are compared within the index.
CREATE INDEX search_entries_time ON wallet.search_entries (person_id, at DESC, seq DESC, subject DESC, size);

-- What a person wrote on an entry, for themselves alone.
CREATE TABLE wallet.annotations (
    person_id  uuid        NOT NULL REFERENCES wallet.people (id),
    subject    text        NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 40),
    tags       text[]      NOT NULL CHECK (cardinality(tags) <= 10),
    note       text        NOT NULL CHECK (char_length(note) <= 500),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, subject)
);

-- Whatever changes a request, it waits to be taken in. The update of a mark that is there already is for its lock: who
-- takes marks away waits for this transaction, and then reads what it wrote.
CREATE FUNCTION wallet.mark_topup() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, wallet, pg_temp AS $$
BEGIN
    INSERT INTO search_waiting (person_id, subject)
    VALUES (NEW.person_id, NEW.id::text)
    ON CONFLICT (person_id, subject) DO UPDATE SET subject = EXCLUDED.subject;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION wallet.mark_topup FROM PUBLIC;
CREATE TRIGGER to_be_searched AFTER INSERT OR UPDATE ON wallet.topups
    FOR EACH ROW EXECUTE FUNCTION wallet.mark_topup();

INSERT INTO wallet.search_waiting (person_id, subject)
SELECT person_id, id::text FROM wallet.topups WHERE state <> 'paid';

-- The history merges requests without money into its pages, newest first.
CREATE INDEX topups_unposted ON wallet.topups (person_id, created_at DESC, id DESC) WHERE state <> 'paid';

GRANT SELECT, INSERT, UPDATE, DELETE ON wallet.search_waiting, wallet.search_blocks, wallet.search_entries TO okpay_app;
GRANT SELECT, INSERT, UPDATE ON wallet.search_places, wallet.annotations TO okpay_app;
