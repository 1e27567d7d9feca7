-- The ledger's second shape: one row for a command, what it meant and its answer; a transfer is its two entries; holds,
-- reversals and the time at which something happened outside. A program of the first shape can still move money on it:
-- the views `events` and `transfers` show what the tables of those names held, and `execute` still takes its arguments.
-- It cannot read histories and earlier answers on it, so all servers change together this once.

-- Tables ---------------------------------------------------------------------------------------------------------

-- More kinds of account. `normal_side` says on which side an account usually stands; nothing is judged by it.
ALTER TABLE ledger.account_kinds
    ADD COLUMN normal_side text NOT NULL DEFAULT 'credit' CHECK (normal_side IN ('debit', 'credit'));
ALTER TABLE ledger.account_kinds ALTER COLUMN normal_side DROP DEFAULT;
UPDATE ledger.account_kinds SET normal_side = 'debit' WHERE kind IN ('bank_clearing', 'card_clearing');
INSERT INTO ledger.account_kinds (kind, of_house, may_go_negative, normal_side) VALUES
    -- What a person owes the house after money went out that was not theirs any longer.
    ('receivable', false, true, 'debit'),
    -- Points in circulation are the house's promise; negative by what was given out.
    ('points_issued', true, true, 'debit');

-- Owner and currency beside the balance, so that one row tells all that a leg is judged and written by.
ALTER TABLE ledger.balances ADD COLUMN owner_id uuid, ADD COLUMN currency text;
UPDATE ledger.balances b SET owner_id = a.owner_id, currency = a.currency FROM ledger.accounts a WHERE a.id = b.account_id;
ALTER TABLE ledger.balances ALTER COLUMN owner_id SET NOT NULL, ALTER COLUMN currency SET NOT NULL;

-- Each command with its final answer. `kind` and `data` are what it meant when it was posted; when it was refused `kind`
-- is NULL and `data` is the refusal. `stored_at` is the database's clock and only helps readers find new rows.
CREATE TABLE ledger.commands_and_answers (
    owner_id    uuid        NOT NULL,
    command_id  uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    stored_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When it happened outside; NULL when that is when it was recorded.
    event_at    timestamptz CHECK (event_at < recorded_at),
    -- The first 128 bits of the digest of all that makes up the command.
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 16),
    kind        text,
    data        jsonb       NOT NULL
);
INSERT INTO ledger.commands_and_answers (owner_id, command_id, recorded_at, stored_at, fingerprint, kind, data)
SELECT c.owner_id, c.command_id, c.recorded_at, coalesce(e.stored_at, c.recorded_at),
    substr(c.fingerprint, 1, 16), e.kind,
    coalesce(e.data, c.refusal)
FROM ledger.commands c
LEFT JOIN ledger.events e ON e.owner_id = c.owner_id AND e.command_id = c.command_id
ORDER BY e.stored_at NULLS FIRST;

DROP TRIGGER two_sides ON ledger.entries;
DROP TRIGGER append_only ON ledger.entries;
DROP TABLE ledger.events;
DROP TABLE ledger.commands;
DROP TABLE ledger.transfers;
DROP FUNCTION ledger.check_transfers();
ALTER TABLE ledger.commands_and_answers RENAME TO commands;
ALTER TABLE ledger.commands ADD CONSTRAINT commands_pkey PRIMARY KEY (owner_id, command_id);
CREATE INDEX commands_stored_at ON ledger.commands USING brin (stored_at) WITH (pages_per_range = 8, autosummarize = on);

-- What is almost always the same is not written: `leg` is NULL for the first, which is mostly the only one, and `owner_id`
-- (whose command it was) when that is the account's owner. It saves 32 bytes for each transfer.
ALTER TABLE ledger.entries ALTER COLUMN leg DROP NOT NULL, ALTER COLUMN owner_id DROP NOT NULL;
UPDATE ledger.entries e
SET leg = nullif(e.leg, 1::smallint), owner_id = nullif(e.owner_id, a.owner_id)
FROM ledger.accounts a
WHERE a.id = e.account_id;
ALTER TABLE ledger.entries ADD CONSTRAINT entries_leg_check CHECK (leg > 1);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- A command's entries are found by when it was recorded. A few bytes for each quarter of a megabyte, and in the order
-- in which entries are written anyway.
CREATE INDEX entries_recorded_at ON ledger.entries USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on);

CREATE VIEW ledger.events AS
SELECT owner_id, command_id, stored_at, kind, data
FROM ledger.commands
WHERE kind IS NOT NULL;

-- Entries with all that is left out of them. For whole journals and single accounts: a command's own entries are found by
-- `find_entry`.
CREATE VIEW ledger.journal AS
SELECT e.account_id, e.seq, e.amount, e.balance_after, e.recorded_at, coalesce(e.owner_id, a.owner_id) AS owner_id,
    e.command_id, coalesce(e.leg, 1::smallint) AS leg, a.owner_id AS account_owner_id, a.kind AS account_kind, a.currency
FROM ledger.entries e
JOIN ledger.accounts a ON a.id = e.account_id;

CREATE VIEW ledger.transfers AS
SELECT d.owner_id, d.command_id, d.leg, d.account_id AS debit_id, d.seq AS debit_seq, c.account_id AS credit_id,
    c.seq AS credit_seq, c.amount
FROM ledger.journal d
JOIN ledger.journal c ON c.owner_id = d.owner_id AND c.command_id = d.command_id AND c.leg = d.leg
    AND c.recorded_at = d.recorded_at
WHERE d.amount < 0 AND c.amount > 0;

-- Money of an account that is kept for one purpose. It ends once: posted (whole or in part; the rest is free again),
-- voided, or by its time. `leg` is that of the command that made it.
CREATE TABLE ledger.holds (
    account_id  uuid        NOT NULL REFERENCES ledger.accounts (id),
    owner_id    uuid        NOT NULL,
    command_id  uuid        NOT NULL,
    leg         smallint    NOT NULL,
    credit_id   uuid        NOT NULL REFERENCES ledger.accounts (id),
    amount      bigint      NOT NULL CHECK (amount > 0),
    recorded_at timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL CHECK (expires_at > recorded_at),
    ended_as    text        CHECK (ended_as IN ('posted', 'voided', 'expired')),
    posted      bigint      CHECK (posted > 0 AND posted <= amount),
    ended_at    timestamptz,
    ended_by_owner   uuid,
    ended_by_command uuid,
    PRIMARY KEY (account_id, owner_id, command_id, leg),
    CHECK (account_id <> credit_id),
    CHECK (num_nonnulls(ended_as, ended_at, ended_by_owner, ended_by_command) IN (0, 4)),
    CHECK ((posted IS NOT NULL) = (ended_as IS NOT DISTINCT FROM 'posted'))
);
CREATE INDEX holds_waiting_until ON ledger.holds (expires_at) WHERE ended_as IS NULL;

-- Transfers that give back what another one moved. `left_after` is what may still be given back; the turns of one
-- transfer begin at 1.
CREATE TABLE ledger.reversals (
    of_owner   uuid     NOT NULL,
    of_command uuid     NOT NULL,
    of_leg     smallint NOT NULL,
    turn       smallint NOT NULL CHECK (turn > 0),
    owner_id   uuid     NOT NULL,
    command_id uuid     NOT NULL,
    leg        smallint NOT NULL,
    amount     bigint   NOT NULL CHECK (amount > 0),
    left_after bigint   NOT NULL CHECK (left_after >= 0),
    PRIMARY KEY (of_owner, of_command, of_leg, turn)
);

-- The database defends itself ------------------------------------------------------------------------------------

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.commands
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.reversals
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON ledger.holds
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- A hold stays what it was made as and ends once.
CREATE FUNCTION ledger.check_hold() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.ended_as IS NOT NULL
        OR (OLD.account_id, OLD.owner_id, OLD.command_id, OLD.leg, OLD.credit_id, OLD.amount, OLD.recorded_at, OLD.expires_at)
            IS DISTINCT FROM
            (NEW.account_id, NEW.owner_id, NEW.command_id, NEW.leg, NEW.credit_id, NEW.amount, NEW.recorded_at, NEW.expires_at)
    THEN
        RAISE EXCEPTION 'a hold is never changed and ends once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ends_once BEFORE UPDATE ON ledger.holds
    FOR EACH ROW EXECUTE FUNCTION ledger.check_hold();

-- What `execute` writes is right by how it is made, and checking it again for each batch would cost as much as making it.
-- So these triggers look at what anybody else writes; `okpay ledger verify` looks at the whole journal.

-- Entries come in pairs that sum to zero within one currency, so that every currency sums to zero after every statement,
-- and each continues its account's sequence, balance and time.
CREATE OR REPLACE FUNCTION ledger.check_entries() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, ledger, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f
        LEFT JOIN accounts a ON a.id = f.account_id
        GROUP BY coalesce(f.owner_id, a.owner_id), f.command_id, f.leg
        HAVING count(a.id) <> 2 OR count(*) <> 2 OR count(DISTINCT a.id) <> 2 OR sum(f.amount) <> 0
            OR min(a.currency) <> max(a.currency)
    ) THEN
        RAISE EXCEPTION 'entries must be the two sides of a transfer within one currency'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM fresh f
        LEFT JOIN entries before ON before.account_id = f.account_id AND before.seq = f.seq - 1
        WHERE f.balance_after - f.amount <> CASE WHEN f.seq = 1 THEN 0 ELSE before.balance_after END
            OR (f.seq > 1 AND before.seq IS NULL)
            OR f.recorded_at < before.recorded_at
    ) THEN
        RAISE EXCEPTION 'an entry must continue its account'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER two_sides AFTER INSERT ON ledger.entries REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT WHEN (current_setting('ledger.inside', true) IS DISTINCT FROM 'execute')
    EXECUTE FUNCTION ledger.check_entries();
DROP TRIGGER as_entered_still ON ledger.balances;
CREATE TRIGGER as_entered_still AFTER UPDATE ON ledger.balances REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT WHEN (current_setting('ledger.inside', true) IS DISTINCT FROM 'execute')
    EXECUTE FUNCTION ledger.check_balances();

-- Accounts -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION ledger.open_account(owner uuid, account_kind text, account_currency text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
DECLARE
    name CONSTANT text  := owner || '/' || account_kind || '/' || account_currency;
    hash CONSTANT bytea := substr(sha256(convert_to(name, 'UTF8')), 1, 16);
    account CONSTANT uuid := encode(
        set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 128), 8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid;
    nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    negative boolean;
BEGIN
    SELECT k.may_go_negative INTO negative
    FROM account_kinds k
    WHERE k.kind = account_kind AND k.of_house = (owner = nobody);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such kind of account for this owner: %', account_kind USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO accounts (id, owner_id, kind, currency)
    VALUES (account, owner, account_kind, account_currency)
    ON CONFLICT DO NOTHING;
    INSERT INTO balances (account_id, may_go_negative, owner_id, currency)
    VALUES (account, negative, owner, account_currency)
    ON CONFLICT DO NOTHING;
    RETURN account;
END $$;

-- Freezes, unfreezes, closes or reopens an account; what is NULL stays as it is. False when there is no such account, or
-- when it is to be closed and still holds or keeps money.
CREATE FUNCTION ledger.set_flags(account uuid, freeze_debits boolean, freeze_credits boolean, close boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
BEGIN
    UPDATE balances b
    SET debits_frozen = coalesce(freeze_debits, b.debits_frozen),
        credits_frozen = coalesce(freeze_credits, b.credits_frozen),
        closed = coalesce(close, b.closed)
    WHERE b.account_id = account AND (close IS NOT TRUE OR b.posted = 0 AND b.held = 0);
    RETURN FOUND;
END $$;

-- Time -----------------------------------------------------------------------------------------------------------

-- What an account held at an instant and its last entry by then. Recorded time never runs backwards within an account, so
-- its entries are searched by halves: no more of n are read, by their key, than n has binary digits.
CREATE FUNCTION ledger.balance_at(account uuid, instant timestamptz, OUT seq bigint, OUT posted bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, ledger, pg_temp AS $$
DECLARE
    low bigint := 0; high bigint; middle bigint; at timestamptz; after bigint;
BEGIN
    SELECT b.seq INTO high FROM balances b WHERE b.account_id = account;
    IF high IS NULL THEN
        RETURN;
    END IF;
    seq := 0;
    posted := 0;
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        SELECT e.recorded_at, e.balance_after INTO STRICT at, after
        FROM entries e
        WHERE e.account_id = account AND e.seq = middle;
        IF at <= instant THEN
            low := middle;
            seq := middle;
            posted := after;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
END $$;

-- The entry of a command's leg in an account, found by when the command was recorded: among the few of that instant.
CREATE FUNCTION ledger.find_entry(account uuid, owner uuid, command uuid, number smallint)
RETURNS TABLE (seq bigint, amount bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, ledger, pg_temp AS $$
    SELECT e.seq, e.amount
    FROM commands c
    CROSS JOIN LATERAL balance_at(account, c.recorded_at - interval '1 microsecond') AS before
    CROSS JOIN LATERAL balance_at(account, c.recorded_at) AS upto
    CROSS JOIN LATERAL (
        -- OFFSET 0 keeps the planner from joining all entries there are: by their keys they are few.
        SELECT e.seq, e.amount, e.owner_id, e.command_id, e.leg
        FROM entries e
        WHERE e.account_id = account AND e.seq > before.seq AND e.seq <= upto.seq
        OFFSET 0
    ) e
    JOIN accounts a ON a.id = account
    WHERE c.owner_id = owner AND c.command_id = command AND e.command_id = command
        AND coalesce(e.owner_id, a.owner_id) = owner AND coalesce(e.leg, 1) = number
$$;

-- Money ----------------------------------------------------------------------------------------------------------

DROP FUNCTION ledger.execute;

-- Carries out a batch of money commands in one transaction and answers each, in queue order. An item that is refused
-- never disturbs its neighbours, and its refusal is stored: it is the final answer of that command id. Only
-- `command_reused` is not stored, for the id already has its answer.
--
-- An intent is used up by the first command that finds it usable, also when that command is then refused for money,
-- limits or accounts: what was confirmed was tried, and has its answer. Refusals about the intent itself leave it.
--
-- Rows are locked class by class (intents, balances, usage) and by key within a class; `commands` are inserted in key
-- order after that. So nobody waits in a circle. Two sessions with the same command touch the same rows, so the later
-- one finds the answer of the earlier in `commands`, which it reads after the locks (READ COMMITTED takes a new snapshot
-- for each statement). Where two have nothing to lock in common, or the row to lock is not there yet, they meet in an
-- INSERT: the later ends with 23505 on `commands_pkey` or `usage_pkey`, and the caller repeats the batch. Holds and
-- reversals are read under the locks of their accounts.
--
-- `item_*` have one element per command; `leg_*` and `limit_*` one per leg and limit, `*_items` saying whose (from 1,
-- ascending). A leg's action is `move` (or all of them are NULL), or with holds:
--   hold      keeps the amount in the debited account for the credited one, until `leg_ends`
--   post      moves what a hold keeps, or a part of it, and frees the rest
--   void      frees what a hold keeps; `expire` does so once its time has come
-- `post`, `void`, `expire` name the hold, `move` the transfer that it gives back, if any, by
-- `leg_of_owners`, `leg_of_commands`, `leg_of_legs`. A void's amount is of no matter. What is named must be of an earlier
-- batch: whoever names it has had its answer.
CREATE FUNCTION ledger.execute(
    item_owners uuid[], item_commands uuid[], item_fingerprints bytea[], item_intents uuid[], item_digests bytea[],
    item_kinds text[], item_data jsonb[], item_ats timestamptz[],
    leg_items integer[], leg_debits uuid[], leg_credits uuid[], leg_amounts bigint[], leg_currencies text[],
    limit_items integer[], limit_names text[], limit_periods date[], limit_amounts bigint[], limit_caps bigint[],
    item_event_ats timestamptz[] DEFAULT NULL, leg_actions text[] DEFAULT NULL, leg_ends timestamptz[] DEFAULT NULL,
    leg_of_owners uuid[] DEFAULT NULL, leg_of_commands uuid[] DEFAULT NULL, leg_of_legs smallint[] DEFAULT NULL
) RETURNS TABLE (item integer, refusal jsonb, replayed boolean, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp
-- Its statements are few and always the same: planning them anew for each batch costs more than running them.
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    largest     CONSTANT bigint  := 9223372036854775807;
    legs_max    CONSTANT integer := 16;
    item_count  CONSTANT integer := cardinality(item_owners);
    leg_count   CONSTANT integer := cardinality(leg_items);
    limit_count CONSTANT integer := cardinality(limit_items);
    has_intents CONSTANT boolean := cardinality(array_remove(item_intents, NULL)) > 0;
    has_actions CONSTANT boolean := leg_actions IS NOT NULL;
    -- locked rows
    locked_owners uuid[]; locked_intents uuid[]; locked_digests bytea[]; locked_ends timestamptz[]; locked_used boolean[];
    used_owners uuid[]; used_names text[]; used_periods date[]; used_amounts bigint[];
    -- per item: what is stored already, its first twin in this batch, its intent, its answer
    known_prints bytea[]; known_refusals jsonb[]; known_ats timestamptz[]; twins integer[];
    intent_digests bytea[]; intent_ends timestamptz[]; intent_twins integer[]; intent_used boolean[];
    refusals jsonb[]    := array_fill(NULL::jsonb, ARRAY[item_count]);
    replays  boolean[]  := array_fill(false, ARRAY[item_count]);
    ats      timestamptz[] := item_ats;
    consumes boolean[]  := array_fill(false, ARRAY[item_count]);
    -- per account, in the order of their ids: the running balances
    acc_ids uuid[]; acc_owners uuid[]; acc_currencies text[]; acc_seqs bigint[]; acc_posted bigint[]; acc_held bigint[];
    acc_lasts timestamptz[]; acc_negative boolean[]; acc_debits_frozen boolean[]; acc_credits_frozen boolean[];
    acc_closed boolean[]; acc_moved boolean[];
    -- per leg: places in the account arrays, number within its command, what was posted
    debit_places integer[]; credit_places integer[];
    leg_numbers smallint[] := array_fill(NULL::smallint, ARRAY[leg_count]);
    debit_seqs bigint[] := array_fill(NULL::bigint, ARRAY[leg_count]);
    debit_afters bigint[] := debit_seqs; credit_seqs bigint[] := debit_seqs; credit_afters bigint[] := debit_seqs;
    -- per leg, with actions: how much is kept more, the place of its hold or of what it gives back, and that as it runs
    leg_helds bigint[]; leg_subjects integer[]; leg_gives_back boolean[];
    sub_credits uuid[]; sub_amounts bigint[]; sub_ends timestamptz[]; sub_state text[]; sub_turns smallint[]; sub_left bigint[];
    -- per limit key: the running usage
    limit_places integer[]; key_owners uuid[]; key_names text[]; key_periods date[]; key_used bigint[];
    key_stored boolean[]; key_moved boolean[];
    -- the item at hand
    leg integer := 1; leg_first integer; leg_done integer; lim integer := 1; lim_first integer; lim_done integer;
    dr integer; cr integer; key integer; first integer; amount bigint; available bigint;
    answer jsonb; moment timestamptz;
BEGIN
    -- 1. Lock, always in the same order. What is judged below is what these statements returned, nothing read later: a
    -- row that appears after them is not locked.
    IF has_intents THEN
        SELECT array_agg(i.owner_id), array_agg(i.intent_id), array_agg(i.digest), array_agg(i.expires_at),
            array_agg(i.consumed_at IS NOT NULL)
        INTO locked_owners, locked_intents, locked_digests, locked_ends, locked_used
        FROM (
            SELECT i.*
            FROM intents i
            WHERE (i.owner_id, i.intent_id) IN (SELECT q.o, q.i FROM unnest(item_owners, item_intents) AS q(o, i))
            ORDER BY i.owner_id, i.intent_id
            FOR UPDATE
        ) i;
    END IF;

    SELECT array_agg(b.account_id), array_agg(b.owner_id), array_agg(b.currency), array_agg(b.seq), array_agg(b.posted),
        array_agg(b.held), array_agg(b.last_at), array_agg(b.may_go_negative), array_agg(b.debits_frozen),
        array_agg(b.credits_frozen), array_agg(b.closed), array_agg(false)
    INTO acc_ids, acc_owners, acc_currencies, acc_seqs, acc_posted, acc_held, acc_lasts, acc_negative, acc_debits_frozen,
        acc_credits_frozen, acc_closed, acc_moved
    FROM (
        SELECT b.*
        FROM balances b
        WHERE b.account_id = ANY (leg_debits || leg_credits)
        ORDER BY b.account_id
        FOR NO KEY UPDATE
    ) b;

    IF limit_count > 0 THEN
        SELECT array_agg(u.owner_id), array_agg(u.name), array_agg(u.period_start), array_agg(u.used)
        INTO used_owners, used_names, used_periods, used_amounts
        FROM (
            SELECT u.*
            FROM usage u
            WHERE (u.owner_id, u.name, u.period_start) IN (
                SELECT item_owners[q.i], q.n, q.p FROM unnest(limit_items, limit_names, limit_periods) AS q(i, n, p))
            ORDER BY u.owner_id, u.name, u.period_start
            FOR UPDATE
        ) u;

        SELECT array_agg(q.place ORDER BY q.ord) INTO limit_places
        FROM (
            SELECT ord, dense_rank() OVER (ORDER BY item_owners[i], n, p) AS place
            FROM unnest(limit_items, limit_names, limit_periods) WITH ORDINALITY AS q(i, n, p, ord)
        ) q;
        SELECT array_agg(q.o), array_agg(q.n), array_agg(q.p), array_agg(q.used), array_agg(q.stored), array_agg(false)
        INTO key_owners, key_names, key_periods, key_used, key_stored, key_moved
        FROM (
            SELECT q.o, q.n, q.p, coalesce(u.used, 0) AS used, u.used IS NOT NULL AS stored
            FROM (
                SELECT DISTINCT item_owners[q.i] AS o, q.n, q.p
                FROM unnest(limit_items, limit_names, limit_periods) AS q(i, n, p)
            ) q
            LEFT JOIN unnest(used_owners, used_names, used_periods, used_amounts) AS u(o, n, p, used)
                ON u.o = q.o AND u.n = q.n AND u.p = q.p
            ORDER BY q.o, q.n, q.p
        ) q;
    END IF;

    -- 2. What is stored already, read after the locks: whoever held them has committed by now.
    SELECT array_agg(q.fingerprint), array_agg(q.refusal), array_agg(q.recorded_at), array_agg(q.twin)
    INTO known_prints, known_refusals, known_ats, twins
    FROM (
        SELECT c.fingerprint, CASE WHEN c.kind IS NULL THEN c.data END AS refusal, c.recorded_at, q.twin
        FROM (
            SELECT o, c, ord, min(ord) OVER (PARTITION BY o, c) AS twin
            FROM unnest(item_owners, item_commands) WITH ORDINALITY AS q(o, c, ord)
        ) q
        LEFT JOIN commands c ON c.owner_id = q.o AND c.command_id = q.c
        ORDER BY q.ord
    ) q;

    IF has_intents THEN
        SELECT array_agg(q.digest), array_agg(q.ends), array_agg(q.twin), array_agg(q.used)
        INTO intent_digests, intent_ends, intent_twins, intent_used
        FROM (
            SELECT i.digest, i.ends, q.twin, i.used
            FROM (
                SELECT o, i, ord, min(ord) OVER (PARTITION BY o, i) AS twin
                FROM unnest(item_owners, item_intents) WITH ORDINALITY AS q(o, i, ord)
            ) q
            LEFT JOIN unnest(locked_owners, locked_intents, locked_digests, locked_ends, locked_used)
                AS i(o, i, digest, ends, used) ON i.o = q.o AND i.i = q.i
            ORDER BY q.ord
        ) q;
    END IF;

    SELECT array_agg(q.debit), array_agg(q.credit) INTO debit_places, credit_places
    FROM (
        SELECT d.place AS debit, c.place AS credit
        FROM unnest(leg_debits, leg_credits) WITH ORDINALITY AS q(d, c, ord)
        LEFT JOIN unnest(acc_ids) WITH ORDINALITY AS d(id, place) ON d.id = q.d
        LEFT JOIN unnest(acc_ids) WITH ORDINALITY AS c(id, place) ON c.id = q.c
        ORDER BY q.ord
    ) q;

    IF has_actions THEN
        leg_helds := array_fill(0::bigint, ARRAY[leg_count]);
        leg_gives_back := array_fill(false, ARRAY[leg_count]);
        -- A subject is a hold, or a transfer of which something is given back. What is not there has no amount.
        SELECT array_agg(q.credit_id), array_agg(q.amount), array_agg(q.expires_at), array_agg(q.state),
            array_agg(q.turn), array_agg(q.left_after)
        INTO sub_credits, sub_amounts, sub_ends, sub_state, sub_turns, sub_left
        FROM (
            SELECT h.credit_id, coalesce(h.amount, given.amount) AS amount, h.expires_at,
                CASE WHEN h.amount IS NOT NULL THEN coalesce(h.ended_as, 'held') END AS state,
                coalesce(r.turn, 0)::smallint AS turn,
                -- Of what did not go this way nothing is left, whoever else had some of it back.
                CASE WHEN given.amount IS NOT NULL THEN coalesce(r.left_after, given.amount) END AS left_after
            FROM (
                SELECT DISTINCT q.o, q.c, q.l, q.d, q.cr
                FROM unnest(leg_of_owners, leg_of_commands, leg_of_legs, leg_debits, leg_credits) AS q(o, c, l, d, cr)
                WHERE q.c IS NOT NULL
            ) q
            LEFT JOIN holds h ON h.account_id = q.d AND h.owner_id = q.o AND h.command_id = q.c AND h.leg = q.l
            LEFT JOIN LATERAL (
                SELECT credited.amount
                FROM find_entry(q.d, q.o, q.c, q.l) AS credited
                JOIN find_entry(q.cr, q.o, q.c, q.l) AS debited ON debited.amount = -credited.amount
                WHERE h.amount IS NULL AND credited.amount > 0
            ) given ON true
            LEFT JOIN LATERAL (
                SELECT r.turn, r.left_after
                FROM reversals r
                WHERE r.of_owner = q.o AND r.of_command = q.c AND r.of_leg = q.l
                ORDER BY r.turn DESC
                LIMIT 1
            ) r ON true
            ORDER BY q.o, q.c, q.l, q.d, q.cr
        ) q;
        SELECT array_agg(q.place) INTO leg_subjects
        FROM (
            SELECT CASE WHEN q.c IS NOT NULL THEN dense_rank() OVER (ORDER BY q.o, q.c, q.l, q.d, q.cr) END AS place, q.ord
            FROM unnest(leg_of_owners, leg_of_commands, leg_of_legs, leg_debits, leg_credits) WITH ORDINALITY
                AS q(o, c, l, d, cr, ord)
            ORDER BY q.ord
        ) q;
    END IF;

    -- 3. Judge in queue order over running balances; nothing is written yet.
    FOR n IN 1 .. item_count LOOP
        leg_first := leg;
        WHILE leg <= leg_count AND leg_items[leg] = n LOOP leg := leg + 1; END LOOP;
        lim_first := lim;
        WHILE lim <= limit_count AND limit_items[lim] = n LOOP lim := lim + 1; END LOOP;

        first := twins[n];
        IF known_prints[n] IS NOT NULL OR first < n THEN
            replays[n] := true;
            IF coalesce(known_prints[n], substr(item_fingerprints[first], 1, 16))
                <> substr(item_fingerprints[n], 1, 16) THEN
                refusals[n] := '{"code": "command_reused"}';
                ats[n] := coalesce(known_ats[n], ats[first]);
            ELSIF known_prints[n] IS NOT NULL THEN
                refusals[n] := known_refusals[n];
                ats[n] := known_ats[n];
            ELSE
                refusals[n] := refusals[first];
                ats[n] := ats[first];
            END IF;
            CONTINUE;
        END IF;

        answer := NULL;
        moment := item_ats[n];

        IF leg - leg_first NOT BETWEEN 1 AND legs_max THEN
            answer := '{"code": "malformed"}';
        ELSIF item_event_ats[n] > moment THEN
            answer := '{"code": "event_in_future"}';
        ELSIF has_intents AND item_intents[n] IS NOT NULL THEN
            IF intent_digests[n] IS NULL THEN
                answer := '{"code": "intent_unknown"}';
            ELSIF intent_used[intent_twins[n]] THEN
                answer := '{"code": "intent_used"}';
            ELSIF intent_digests[n] IS DISTINCT FROM item_digests[n] THEN
                answer := '{"code": "intent_changed"}';
            ELSIF intent_ends[n] <= moment THEN
                answer := '{"code": "intent_expired"}';
            ELSE
                intent_used[intent_twins[n]] := true;
                consumes[n] := true;
            END IF;
        END IF;

        lim_done := lim_first - 1;
        FOR l IN lim_first .. lim - 1 LOOP
            EXIT WHEN answer IS NOT NULL;
            key := limit_places[l];
            IF limit_amounts[l] < 0 OR limit_caps[l] < 0 THEN
                answer := '{"code": "malformed"}';
            ELSIF limit_amounts[l] > limit_caps[l] - key_used[key] THEN
                answer := jsonb_build_object('code', 'limit_exceeded', 'name', limit_names[l],
                    'remaining_minor_usd', greatest(limit_caps[l] - key_used[key], 0));
            ELSE
                key_used[key] := key_used[key] + limit_amounts[l];
                lim_done := l;
            END IF;
        END LOOP;

        IF has_actions THEN
            -- A hold's time is judged by the time that will be recorded, which the accounts may hold back.
            FOR l IN leg_first .. leg - 1 LOOP
                moment := greatest(moment, acc_lasts[debit_places[l]], acc_lasts[credit_places[l]]);
            END LOOP;
        END IF;

        leg_done := leg_first - 1;
        FOR l IN leg_first .. leg - 1 LOOP
            EXIT WHEN answer IS NOT NULL;
            dr := debit_places[l];
            cr := credit_places[l];
            amount := leg_amounts[l];
            IF amount <= 0 THEN
                answer := '{"code": "amount_not_positive"}';
            ELSIF leg_debits[l] = leg_credits[l] THEN
                answer := '{"code": "same_account"}';
            ELSIF dr IS NULL OR cr IS NULL THEN
                answer := jsonb_build_object('code', 'account_unknown',
                    'account', CASE WHEN dr IS NULL THEN leg_debits[l] ELSE leg_credits[l] END);
            ELSIF leg_currencies[l] <> acc_currencies[dr] OR leg_currencies[l] <> acc_currencies[cr] THEN
                answer := '{"code": "currency_mismatch"}';
            ELSIF has_actions AND leg_actions[l] <> 'move' THEN
                key := leg_subjects[l];
                IF leg_actions[l] = 'hold' THEN
                    IF leg_ends[l] IS NULL OR leg_ends[l] <= moment THEN
                        answer := '{"code": "hold_expired"}';
                    ELSE
                        leg_helds[l] := amount;
                    END IF;
                ELSIF key IS NULL OR sub_state[key] IS NULL OR sub_credits[key] <> leg_credits[l] THEN
                    answer := '{"code": "hold_unknown"}';
                ELSIF sub_state[key] <> 'held' THEN
                    answer := jsonb_build_object('code', 'hold_ended', 'ended_as', sub_state[key]);
                ELSIF leg_actions[l] = 'void' OR leg_actions[l] = 'expire' AND sub_ends[key] <= moment THEN
                    leg_helds[l] := -sub_amounts[key];
                ELSIF leg_actions[l] = 'expire' THEN
                    answer := '{"code": "hold_not_expired"}';
                ELSIF leg_actions[l] <> 'post' THEN
                    answer := '{"code": "malformed"}';
                ELSIF sub_ends[key] <= moment THEN
                    answer := '{"code": "hold_expired"}';
                ELSIF amount > sub_amounts[key] THEN
                    answer := jsonb_build_object('code', 'hold_exceeded', 'held_minor', sub_amounts[key],
                        'currency', acc_currencies[dr]);
                ELSE
                    leg_helds[l] := -sub_amounts[key];
                END IF;
            ELSIF has_actions AND leg_subjects[l] IS NOT NULL THEN
                key := leg_subjects[l];
                IF sub_left[key] IS NULL THEN
                    answer := '{"code": "transfer_unknown"}';
                ELSIF amount > sub_left[key] THEN
                    answer := jsonb_build_object('code', 'reversal_exceeded', 'left_minor', sub_left[key],
                        'currency', acc_currencies[dr]);
                ELSE
                    leg_gives_back[l] := true;
                END IF;
            END IF;

            IF answer IS NOT NULL THEN
                NULL;
            ELSIF has_actions AND leg_actions[l] IN ('void', 'expire') THEN
                acc_held[dr] := acc_held[dr] + leg_helds[l];
                sub_state[leg_subjects[l]] := CASE leg_actions[l] WHEN 'void' THEN 'voided' ELSE 'expired' END;
                moment := greatest(moment, acc_lasts[dr], acc_lasts[cr]);
                leg_done := l;
            ELSIF acc_closed[dr] OR acc_closed[cr] THEN
                answer := jsonb_build_object('code', 'account_closed',
                    'account', CASE WHEN acc_closed[dr] THEN leg_debits[l] ELSE leg_credits[l] END);
            ELSIF acc_debits_frozen[dr] OR acc_credits_frozen[cr] THEN
                answer := jsonb_build_object('code', 'account_frozen',
                    'account', CASE WHEN acc_debits_frozen[dr] THEN leg_debits[l] ELSE leg_credits[l] END);
            ELSE
                available := acc_posted[dr] - acc_held[dr];
                IF has_actions AND leg_helds[l] < 0 THEN
                    available := available - leg_helds[l];
                END IF;
                IF NOT acc_negative[dr] AND amount > available THEN
                    answer := jsonb_build_object('code', 'insufficient_funds', 'account', leg_debits[l],
                        'available_minor', available, 'currency', acc_currencies[dr]);
                ELSIF has_actions AND leg_helds[l] > 0 THEN
                    IF acc_held[dr] > largest - amount THEN
                        answer := '{"code": "balance_overflow"}';
                    ELSE
                        acc_held[dr] := acc_held[dr] + amount;
                        moment := greatest(moment, acc_lasts[dr], acc_lasts[cr]);
                        leg_numbers[l] := l - leg_first + 1;
                        leg_done := l;
                    END IF;
                ELSIF acc_posted[dr] < amount - largest OR acc_posted[cr] > largest - amount THEN
                    answer := '{"code": "balance_overflow"}';
                ELSE
                    acc_seqs[dr] := acc_seqs[dr] + 1;
                    acc_seqs[cr] := acc_seqs[cr] + 1;
                    acc_posted[dr] := acc_posted[dr] - amount;
                    acc_posted[cr] := acc_posted[cr] + amount;
                    leg_numbers[l] := l - leg_first + 1;
                    debit_seqs[l] := acc_seqs[dr];
                    credit_seqs[l] := acc_seqs[cr];
                    debit_afters[l] := acc_posted[dr];
                    credit_afters[l] := acc_posted[cr];
                    moment := greatest(moment, acc_lasts[dr], acc_lasts[cr]);
                    leg_done := l;
                    IF has_actions THEN
                        acc_held[dr] := acc_held[dr] + leg_helds[l];
                        IF leg_gives_back[l] THEN
                            sub_left[key] := sub_left[key] - amount;
                            sub_turns[key] := sub_turns[key] + 1;
                        ELSIF leg_helds[l] < 0 THEN
                            sub_state[key] := 'posted';
                        END IF;
                    END IF;
                END IF;
            END IF;
        END LOOP;

        IF answer IS NULL THEN
            ats[n] := moment;
            FOR l IN lim_first .. lim_done LOOP
                key_moved[limit_places[l]] := true;
            END LOOP;
            FOR l IN leg_first .. leg_done LOOP
                acc_lasts[debit_places[l]] := moment;
                acc_lasts[credit_places[l]] := moment;
                acc_moved[debit_places[l]] := true;
                acc_moved[credit_places[l]] := true;
            END LOOP;
        ELSE
            -- Give back what the legs and limits before the refused one had taken.
            refusals[n] := answer;
            FOR l IN lim_first .. lim_done LOOP
                key := limit_places[l];
                key_used[key] := key_used[key] - limit_amounts[l];
            END LOOP;
            FOR l IN leg_first .. leg_done LOOP
                dr := debit_places[l];
                cr := credit_places[l];
                IF debit_seqs[l] IS NOT NULL THEN
                    acc_seqs[dr] := acc_seqs[dr] - 1;
                    acc_seqs[cr] := acc_seqs[cr] - 1;
                    acc_posted[dr] := acc_posted[dr] + leg_amounts[l];
                    acc_posted[cr] := acc_posted[cr] - leg_amounts[l];
                    debit_seqs[l] := NULL;
                END IF;
                IF has_actions THEN
                    key := leg_subjects[l];
                    acc_held[dr] := acc_held[dr] - leg_helds[l];
                    IF leg_gives_back[l] THEN
                        sub_left[key] := sub_left[key] + leg_amounts[l];
                        sub_turns[key] := sub_turns[key] - 1;
                    ELSIF leg_helds[l] < 0 THEN
                        sub_state[key] := 'held';
                    END IF;
                END IF;
                leg_numbers[l] := NULL;
            END LOOP;
        END IF;
    END LOOP;

    -- 4. Write, set by set. The triggers that look at what others write are told who writes.
    PERFORM set_config('ledger.inside', 'execute', true);
    INSERT INTO commands (owner_id, command_id, recorded_at, event_at, fingerprint, kind, data)
    SELECT q.o, q.c, q.at, CASE WHEN q.event_at < q.at THEN q.event_at END,
        substr(q.print, 1, 16), CASE WHEN q.refusal IS NULL THEN q.kind END, coalesce(q.refusal, q.data)
    FROM unnest(item_owners, item_commands, ats, item_event_ats, item_fingerprints, item_kinds, item_data, refusals, replays)
        AS q(o, c, at, event_at, print, kind, data, refusal, replay)
    WHERE NOT q.replay
    ORDER BY q.o, q.c;

    INSERT INTO entries (account_id, seq, amount, balance_after, recorded_at, owner_id, command_id, leg)
    SELECT acc_ids[side.place], side.seq, side.amount, side.balance_after, ats[q.i],
        nullif(item_owners[q.i], acc_owners[side.place]), item_commands[q.i], nullif(q.leg, 1::smallint)
    FROM unnest(leg_items, leg_numbers, debit_places, debit_seqs, debit_afters, credit_places, credit_seqs, credit_afters,
        leg_amounts) AS q(i, leg, debit, debit_seq, debit_after, credit, credit_seq, credit_after, amount)
    CROSS JOIN LATERAL (VALUES
        (q.debit, q.debit_seq, -q.amount, q.debit_after),
        (q.credit, q.credit_seq, q.amount, q.credit_after)) AS side(place, seq, amount, balance_after)
    WHERE q.leg IS NOT NULL AND q.debit_seq IS NOT NULL;

    UPDATE balances b
    SET seq = q.seq, posted = q.posted, held = q.held, last_at = q.last_at
    FROM unnest(acc_ids, acc_seqs, acc_posted, acc_held, acc_lasts, acc_moved) AS q(id, seq, posted, held, last_at, moved)
    WHERE b.account_id = q.id AND q.moved;
    PERFORM set_config('ledger.inside', '', true);

    IF has_intents THEN
        UPDATE intents i
        SET consumed_at = q.at, consumed_by = q.c
        FROM unnest(item_owners, item_intents, item_commands, ats, consumes) AS q(o, i, c, at, consumes)
        WHERE i.owner_id = q.o AND i.intent_id = q.i AND q.consumes;
    END IF;

    IF has_actions THEN
        INSERT INTO holds (account_id, owner_id, command_id, leg, credit_id, amount, recorded_at, expires_at)
        SELECT q.debit, item_owners[q.i], item_commands[q.i], q.leg, q.credit, q.held, ats[q.i], q.ends
        FROM unnest(leg_items, leg_numbers, leg_debits, leg_credits, leg_helds, leg_ends, leg_actions)
            AS q(i, leg, debit, credit, held, ends, action)
        WHERE q.action = 'hold' AND q.leg IS NOT NULL;

        UPDATE holds h
        SET ended_as = CASE q.action WHEN 'post' THEN 'posted' WHEN 'void' THEN 'voided' ELSE 'expired' END,
            posted = CASE WHEN q.action = 'post' THEN q.amount END,
            ended_at = ats[q.i], ended_by_owner = item_owners[q.i], ended_by_command = item_commands[q.i]
        FROM unnest(leg_items, leg_actions, leg_debits, leg_amounts, leg_of_owners, leg_of_commands, leg_of_legs)
            AS q(i, action, debit, amount, o, c, l)
        WHERE q.action IN ('post', 'void', 'expire') AND refusals[q.i] IS NULL AND NOT replays[q.i]
            AND h.account_id = q.debit AND h.owner_id = q.o AND h.command_id = q.c AND h.leg = q.l;

        INSERT INTO reversals (of_owner, of_command, of_leg, turn, owner_id, command_id, leg, amount, left_after)
        SELECT q.o, q.c, q.l, q.turn, item_owners[q.i], item_commands[q.i], q.leg, q.amount, q.left_after
        FROM (
            SELECT q.*,
                sub_turns[q.subject] - count(*) OVER later AS turn,
                (sub_left[q.subject] + coalesce(sum(q.amount) OVER later, 0))::bigint AS left_after
            FROM unnest(leg_items, leg_numbers, leg_amounts, leg_subjects, leg_gives_back, leg_of_owners, leg_of_commands,
                leg_of_legs) WITH ORDINALITY AS q(i, leg, amount, subject, gives_back, o, c, l, ord)
            WHERE q.gives_back AND q.leg IS NOT NULL
            WINDOW later AS (PARTITION BY q.subject ORDER BY q.ord DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) q;
    END IF;

    IF limit_count > 0 THEN
        UPDATE usage u
        SET used = q.used
        FROM unnest(key_owners, key_names, key_periods, key_used, key_stored, key_moved) AS q(o, n, p, used, stored, moved)
        WHERE u.owner_id = q.o AND u.name = q.n AND u.period_start = q.p AND q.stored AND q.moved;

        INSERT INTO usage (owner_id, name, period_start, used)
        SELECT q.o, q.n, q.p, q.used
        FROM unnest(key_owners, key_names, key_periods, key_used, key_stored, key_moved) AS q(o, n, p, used, stored, moved)
        WHERE NOT q.stored AND q.moved
        ORDER BY q.o, q.n, q.p;
    END IF;

    RETURN QUERY
    SELECT q.n::integer, q.refusal, q.replay, q.at
    FROM unnest(refusals, replays, ats) WITH ORDINALITY AS q(refusal, replay, at, n)
    ORDER BY q.n;
END $$;

-- Grants ---------------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT SELECT ON ledger.commands, ledger.journal, ledger.events, ledger.transfers, ledger.holds, ledger.reversals TO okpay_app;
GRANT EXECUTE ON FUNCTION ledger.set_flags, ledger.balance_at, ledger.find_entry, ledger.execute TO okpay_app;
