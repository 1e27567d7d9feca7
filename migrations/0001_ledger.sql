-- The journal of money: double entry, append-only, written by `ledger.execute` alone.
-- Nothing here may be changed afterwards: a mistake is corrected by another transfer.
--
-- Signs: an entry that credits an account is positive, one that debits it is negative; `posted` is their sum, so what
-- the house owes to people is positive and clearing accounts, where money comes in from outside, go negative.

CREATE SCHEMA ledger;
REVOKE ALL ON SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO okpay_app;

-- Tables ---------------------------------------------------------------------------------------------------------

CREATE TABLE ledger.account_kinds (
    kind            text    PRIMARY KEY,
    of_house        boolean NOT NULL,
    may_go_negative boolean NOT NULL
);
INSERT INTO ledger.account_kinds (kind, of_house, may_go_negative) VALUES
    ('wallet',        false, false),
    ('bank_clearing', true,  true),
    ('card_clearing', true,  true),
    ('fx_position',   true,  true),
    ('fees',          true,  false),
    ('suspense',      true,  false);

CREATE TABLE ledger.accounts (
    id       uuid PRIMARY KEY,
    owner_id uuid NOT NULL,
    kind     text NOT NULL REFERENCES ledger.account_kinds (kind),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    UNIQUE (owner_id, kind, currency)
);

-- The one mutable row of an account. No index on what changes and half-empty pages, so that updates stay in the page.
CREATE TABLE ledger.balances (
    account_id      uuid        PRIMARY KEY REFERENCES ledger.accounts (id),
    seq             bigint      NOT NULL DEFAULT 0 CHECK (seq >= 0),
    posted          bigint      NOT NULL DEFAULT 0,
    held            bigint      NOT NULL DEFAULT 0 CHECK (held >= 0),
    last_at         timestamptz,
    may_go_negative boolean     NOT NULL,
    debits_frozen   boolean     NOT NULL DEFAULT false,
    credits_frozen  boolean     NOT NULL DEFAULT false,
    closed          boolean     NOT NULL DEFAULT false,
    CONSTRAINT available_is_never_negative CHECK (may_go_negative OR posted >= held)
) WITH (fillfactor = 50);

-- The final answer of each command: `refusal` is NULL when it was posted.
CREATE TABLE ledger.commands (
    owner_id    uuid        NOT NULL,
    command_id  uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    refusal     jsonb,
    PRIMARY KEY (owner_id, command_id)
);

-- What a posted command meant. `stored_at` is the database's clock and only helps readers find new rows.
CREATE TABLE ledger.events (
    owner_id   uuid        NOT NULL,
    command_id uuid        NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind       text        NOT NULL,
    data       jsonb       NOT NULL,
    PRIMARY KEY (owner_id, command_id)
);
CREATE INDEX events_stored_at ON ledger.events USING brin (stored_at) WITH (pages_per_range = 8, autosummarize = on);

-- A transfer's id is its command and the number of its leg.
CREATE TABLE ledger.transfers (
    owner_id   uuid     NOT NULL,
    command_id uuid     NOT NULL,
    leg        smallint NOT NULL CHECK (leg > 0),
    debit_id   uuid     NOT NULL,
    debit_seq  bigint   NOT NULL,
    credit_id  uuid     NOT NULL,
    credit_seq bigint   NOT NULL,
    amount     bigint   NOT NULL CHECK (amount > 0),
    PRIMARY KEY (owner_id, command_id, leg),
    CHECK (debit_id <> credit_id)
);

CREATE TABLE ledger.entries (
    account_id    uuid        NOT NULL,
    seq           bigint      NOT NULL CHECK (seq > 0),
    amount        bigint      NOT NULL CHECK (amount <> 0),
    balance_after bigint      NOT NULL,
    recorded_at   timestamptz NOT NULL,
    owner_id      uuid        NOT NULL,
    command_id    uuid        NOT NULL,
    leg           smallint    NOT NULL,
    PRIMARY KEY (account_id, seq)
);

-- What a person saw and may carry out once.
CREATE TABLE ledger.intents (
    owner_id    uuid        NOT NULL,
    intent_id   uuid        NOT NULL,
    kind        text        NOT NULL,
    digest      bytea       NOT NULL CHECK (octet_length(digest) = 32),
    body        jsonb       NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    consumed_at timestamptz,
    consumed_by uuid,
    PRIMARY KEY (owner_id, intent_id),
    CHECK ((consumed_at IS NULL) = (consumed_by IS NULL))
);

-- How much of a limit is used up in a period, in minor units of US dollars.
CREATE TABLE ledger.usage (
    owner_id     uuid   NOT NULL,
    name         text   NOT NULL,
    period_start date   NOT NULL,
    used         bigint NOT NULL CHECK (used >= 0),
    PRIMARY KEY (owner_id, name, period_start)
) WITH (fillfactor = 50);

-- The database defends itself ------------------------------------------------------------------------------------

CREATE FUNCTION ledger.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'ledger.% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.accounts
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.commands
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.events
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.transfers
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON ledger.balances
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Both sides of a transfer exist and are of one currency.
CREATE FUNCTION ledger.check_transfers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, ledger, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f
        LEFT JOIN accounts d ON d.id = f.debit_id
        LEFT JOIN accounts c ON c.id = f.credit_id
        WHERE d.id IS NULL OR c.id IS NULL OR d.currency <> c.currency
    ) THEN
        RAISE EXCEPTION 'a transfer needs two accounts of one currency'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER one_currency AFTER INSERT ON ledger.transfers REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_transfers();

-- Entries come as the two sides of a transfer, so that every currency sums to zero after every statement, and each
-- continues its account's sequence and balance.
CREATE FUNCTION ledger.check_entries() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, ledger, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f
        LEFT JOIN transfers t USING (owner_id, command_id, leg)
        GROUP BY f.owner_id, f.command_id, f.leg
        HAVING count(*) <> 2
            OR count(*) FILTER (WHERE f.account_id = t.debit_id AND f.seq = t.debit_seq AND f.amount = -t.amount) <> 1
            OR count(*) FILTER (WHERE f.account_id = t.credit_id AND f.seq = t.credit_seq AND f.amount = t.amount) <> 1
    ) THEN
        RAISE EXCEPTION 'entries must be the two sides of a transfer'
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
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_entries();

-- A balance is what its last entry says, whoever writes it.
CREATE FUNCTION ledger.check_balances() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, ledger, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f
        LEFT JOIN entries last ON last.account_id = f.account_id AND last.seq = f.seq
        WHERE (f.seq = 0 AND f.posted <> 0) OR (f.seq > 0 AND f.posted IS DISTINCT FROM last.balance_after)
    ) THEN
        RAISE EXCEPTION 'a balance must be what its last entry says'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER as_entered AFTER INSERT ON ledger.balances REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_balances();
CREATE TRIGGER as_entered_still AFTER UPDATE ON ledger.balances REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_balances();

-- An intent stays what the person saw; it is used once.
CREATE FUNCTION ledger.check_intent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.consumed_at IS NOT NULL
        OR (OLD.owner_id, OLD.intent_id, OLD.kind, OLD.digest, OLD.body, OLD.created_at, OLD.expires_at)
            IS DISTINCT FROM (NEW.owner_id, NEW.intent_id, NEW.kind, NEW.digest, NEW.body, NEW.created_at, NEW.expires_at)
    THEN
        RAISE EXCEPTION 'an intent is never changed and used once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER used_once BEFORE UPDATE ON ledger.intents
    FOR EACH ROW EXECUTE FUNCTION ledger.check_intent();

-- Accounts -------------------------------------------------------------------------------------------------------

-- Opens an account or finds it: its id derives from owner, kind and currency (a version 8 UUID, RFC 9562), so that
-- any number of sessions asking at once get one account. The house is the owner with the nil id.
CREATE FUNCTION ledger.open_account(owner uuid, account_kind text, account_currency text) RETURNS uuid
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
    INSERT INTO balances (account_id, may_go_negative)
    VALUES (account, negative)
    ON CONFLICT DO NOTHING;
    RETURN account;
END $$;

-- Money ----------------------------------------------------------------------------------------------------------

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
-- INSERT: the later raises 40001 and the caller repeats the batch.
--
-- `item_*` have one element per command; `leg_*` and `limit_*` one per leg and limit, `*_items` saying whose (from 1,
-- ascending).
CREATE FUNCTION ledger.execute(
    item_owners uuid[], item_commands uuid[], item_fingerprints bytea[], item_intents uuid[], item_digests bytea[],
    item_kinds text[], item_data jsonb[], item_ats timestamptz[],
    leg_items integer[], leg_debits uuid[], leg_credits uuid[], leg_amounts bigint[], leg_currencies text[],
    limit_items integer[], limit_names text[], limit_periods date[], limit_amounts bigint[], limit_caps bigint[]
) RETURNS TABLE (item integer, refusal jsonb, replayed boolean, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
DECLARE
    largest    CONSTANT bigint  := 9223372036854775807;
    legs_max   CONSTANT integer := 16;
    item_count CONSTANT integer := cardinality(item_owners);
    leg_count  CONSTANT integer := cardinality(leg_items);
    limit_count CONSTANT integer := cardinality(limit_items);
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
    acc_ids uuid[]; acc_currencies text[]; acc_seqs bigint[]; acc_posted bigint[]; acc_held bigint[];
    acc_lasts timestamptz[]; acc_negative boolean[]; acc_debits_frozen boolean[]; acc_credits_frozen boolean[];
    acc_closed boolean[]; acc_moved boolean[];
    -- per leg: places in the account arrays, number within its command, what was posted
    debit_places integer[]; credit_places integer[];
    leg_numbers smallint[] := array_fill(NULL::smallint, ARRAY[leg_count]);
    debit_seqs bigint[] := array_fill(NULL::bigint, ARRAY[leg_count]);
    debit_afters bigint[] := debit_seqs; credit_seqs bigint[] := debit_seqs; credit_afters bigint[] := debit_seqs;
    -- per limit key: the running usage
    limit_places integer[]; key_owners uuid[]; key_names text[]; key_periods date[]; key_used bigint[];
    key_stored boolean[]; key_moved boolean[];
    -- the item at hand
    leg integer := 1; leg_first integer; leg_done integer; lim integer := 1; lim_first integer; lim_done integer;
    dr integer; cr integer; key integer; first integer;
    answer jsonb; moment timestamptz; fresh integer := 0; written integer;
BEGIN
    -- 1. Lock, always in the same order. What is judged below is what these statements returned, nothing read later: a
    -- row that appears after them is not locked.
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

    SELECT array_agg(b.account_id ORDER BY b.account_id), array_agg(b.currency ORDER BY b.account_id),
        array_agg(b.seq ORDER BY b.account_id), array_agg(b.posted ORDER BY b.account_id),
        array_agg(b.held ORDER BY b.account_id), array_agg(b.last_at ORDER BY b.account_id),
        array_agg(b.may_go_negative ORDER BY b.account_id), array_agg(b.debits_frozen ORDER BY b.account_id),
        array_agg(b.credits_frozen ORDER BY b.account_id), array_agg(b.closed ORDER BY b.account_id),
        array_agg(false)
    INTO acc_ids, acc_currencies, acc_seqs, acc_posted, acc_held, acc_lasts, acc_negative, acc_debits_frozen,
        acc_credits_frozen, acc_closed, acc_moved
    FROM (
        SELECT b.*, a.currency
        FROM balances b JOIN accounts a ON a.id = b.account_id
        WHERE b.account_id = ANY (leg_debits || leg_credits)
        ORDER BY b.account_id
        FOR UPDATE OF b
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
        SELECT array_agg(q.o ORDER BY q.o, q.n, q.p), array_agg(q.n ORDER BY q.o, q.n, q.p),
            array_agg(q.p ORDER BY q.o, q.n, q.p), array_agg(coalesce(u.used, 0) ORDER BY q.o, q.n, q.p),
            array_agg(u.used IS NOT NULL ORDER BY q.o, q.n, q.p), array_agg(false)
        INTO key_owners, key_names, key_periods, key_used, key_stored, key_moved
        FROM (
            SELECT DISTINCT item_owners[q.i] AS o, q.n, q.p
            FROM unnest(limit_items, limit_names, limit_periods) AS q(i, n, p)
        ) q
        LEFT JOIN unnest(used_owners, used_names, used_periods, used_amounts) AS u(o, n, p, used)
            ON u.o = q.o AND u.n = q.n AND u.p = q.p;
    END IF;

    -- 2. What is stored already, read after the locks: whoever held them has committed by now.
    SELECT array_agg(c.fingerprint ORDER BY q.ord), array_agg(c.refusal ORDER BY q.ord),
        array_agg(c.recorded_at ORDER BY q.ord), array_agg(q.twin ORDER BY q.ord)
    INTO known_prints, known_refusals, known_ats, twins
    FROM (
        SELECT o, c, ord, min(ord) OVER (PARTITION BY o, c) AS twin
        FROM unnest(item_owners, item_commands) WITH ORDINALITY AS q(o, c, ord)
    ) q
    LEFT JOIN commands c ON c.owner_id = q.o AND c.command_id = q.c;

    SELECT array_agg(i.digest ORDER BY q.ord), array_agg(i.ends ORDER BY q.ord),
        array_agg(q.twin ORDER BY q.ord), array_agg(i.used ORDER BY q.ord)
    INTO intent_digests, intent_ends, intent_twins, intent_used
    FROM (
        SELECT o, i, ord, min(ord) OVER (PARTITION BY o, i) AS twin
        FROM unnest(item_owners, item_intents) WITH ORDINALITY AS q(o, i, ord)
    ) q
    LEFT JOIN unnest(locked_owners, locked_intents, locked_digests, locked_ends, locked_used)
        AS i(o, i, digest, ends, used) ON i.o = q.o AND i.i = q.i;

    SELECT array_agg(d.place ORDER BY q.ord), array_agg(c.place ORDER BY q.ord)
    INTO debit_places, credit_places
    FROM unnest(leg_debits, leg_credits) WITH ORDINALITY AS q(d, c, ord)
    LEFT JOIN unnest(acc_ids) WITH ORDINALITY AS d(id, place) ON d.id = q.d
    LEFT JOIN unnest(acc_ids) WITH ORDINALITY AS c(id, place) ON c.id = q.c;

    -- 3. Judge in queue order over running balances; nothing is written yet.
    FOR n IN 1 .. item_count LOOP
        leg_first := leg;
        WHILE leg <= leg_count AND leg_items[leg] = n LOOP leg := leg + 1; END LOOP;
        lim_first := lim;
        WHILE lim <= limit_count AND limit_items[lim] = n LOOP lim := lim + 1; END LOOP;

        first := twins[n];
        IF known_prints[n] IS NOT NULL OR first < n THEN
            replays[n] := true;
            IF coalesce(known_prints[n], item_fingerprints[first]) <> item_fingerprints[n] THEN
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

        fresh := fresh + 1;
        answer := NULL;
        moment := item_ats[n];

        IF leg - leg_first NOT BETWEEN 1 AND legs_max THEN
            answer := '{"code": "malformed"}';
        ELSIF item_intents[n] IS NOT NULL THEN
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

        leg_done := leg_first - 1;
        FOR l IN leg_first .. leg - 1 LOOP
            EXIT WHEN answer IS NOT NULL;
            dr := debit_places[l];
            cr := credit_places[l];
            IF leg_amounts[l] <= 0 THEN
                answer := '{"code": "amount_not_positive"}';
            ELSIF leg_debits[l] = leg_credits[l] THEN
                answer := '{"code": "same_account"}';
            ELSIF dr IS NULL OR cr IS NULL THEN
                answer := jsonb_build_object('code', 'account_unknown',
                    'account', CASE WHEN dr IS NULL THEN leg_debits[l] ELSE leg_credits[l] END);
            ELSIF leg_currencies[l] <> acc_currencies[dr] OR leg_currencies[l] <> acc_currencies[cr] THEN
                answer := '{"code": "currency_mismatch"}';
            ELSIF acc_closed[dr] OR acc_closed[cr] THEN
                answer := jsonb_build_object('code', 'account_closed',
                    'account', CASE WHEN acc_closed[dr] THEN leg_debits[l] ELSE leg_credits[l] END);
            ELSIF acc_debits_frozen[dr] OR acc_credits_frozen[cr] THEN
                answer := jsonb_build_object('code', 'account_frozen',
                    'account', CASE WHEN acc_debits_frozen[dr] THEN leg_debits[l] ELSE leg_credits[l] END);
            ELSIF NOT acc_negative[dr] AND leg_amounts[l] > acc_posted[dr] - acc_held[dr] THEN
                answer := jsonb_build_object('code', 'insufficient_funds', 'account', leg_debits[l],
                    'available_minor', acc_posted[dr] - acc_held[dr], 'currency', acc_currencies[dr]);
            ELSIF acc_posted[dr] < leg_amounts[l] - largest OR acc_posted[cr] > largest - leg_amounts[l] THEN
                answer := '{"code": "balance_overflow"}';
            ELSE
                acc_seqs[dr] := acc_seqs[dr] + 1;
                acc_seqs[cr] := acc_seqs[cr] + 1;
                acc_posted[dr] := acc_posted[dr] - leg_amounts[l];
                acc_posted[cr] := acc_posted[cr] + leg_amounts[l];
                leg_numbers[l] := l - leg_first + 1;
                debit_seqs[l] := acc_seqs[dr];
                credit_seqs[l] := acc_seqs[cr];
                debit_afters[l] := acc_posted[dr];
                credit_afters[l] := acc_posted[cr];
                moment := greatest(moment, acc_lasts[dr], acc_lasts[cr]);
                leg_done := l;
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
                acc_seqs[dr] := acc_seqs[dr] - 1;
                acc_seqs[cr] := acc_seqs[cr] - 1;
                acc_posted[dr] := acc_posted[dr] + leg_amounts[l];
                acc_posted[cr] := acc_posted[cr] - leg_amounts[l];
                leg_numbers[l] := NULL;
            END LOOP;
        END IF;
    END LOOP;

    -- 4. Write, set by set.
    INSERT INTO commands (owner_id, command_id, recorded_at, fingerprint, refusal)
    SELECT q.o, q.c, q.at, q.print, q.refusal
    FROM unnest(item_owners, item_commands, ats, item_fingerprints, refusals, replays)
        AS q(o, c, at, print, refusal, replay)
    WHERE NOT q.replay
    ORDER BY q.o, q.c
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> fresh THEN
        RAISE EXCEPTION 'a command with this id was stored meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;

    INSERT INTO events (owner_id, command_id, kind, data)
    SELECT q.o, q.c, q.kind, q.data
    FROM unnest(item_owners, item_commands, item_kinds, item_data, refusals, replays)
        AS q(o, c, kind, data, refusal, replay)
    WHERE NOT q.replay AND q.refusal IS NULL;

    INSERT INTO transfers (owner_id, command_id, leg, debit_id, debit_seq, credit_id, credit_seq, amount)
    SELECT item_owners[q.i], item_commands[q.i], q.leg, q.debit, q.debit_seq, q.credit, q.credit_seq, q.amount
    FROM unnest(leg_items, leg_numbers, leg_debits, debit_seqs, leg_credits, credit_seqs, leg_amounts)
        AS q(i, leg, debit, debit_seq, credit, credit_seq, amount)
    WHERE q.leg IS NOT NULL;

    INSERT INTO entries (account_id, seq, amount, balance_after, recorded_at, owner_id, command_id, leg)
    SELECT side.account, side.seq, side.amount, side.balance_after, ats[q.i], item_owners[q.i], item_commands[q.i], q.leg
    FROM unnest(leg_items, leg_numbers, leg_debits, debit_seqs, debit_afters, leg_credits, credit_seqs, credit_afters,
        leg_amounts) AS q(i, leg, debit, debit_seq, debit_after, credit, credit_seq, credit_after, amount)
    CROSS JOIN LATERAL (VALUES
        (q.debit, q.debit_seq, -q.amount, q.debit_after),
        (q.credit, q.credit_seq, q.amount, q.credit_after)) AS side(account, seq, amount, balance_after)
    WHERE q.leg IS NOT NULL;

    UPDATE balances b
    SET seq = q.seq, posted = q.posted, last_at = q.last_at
    FROM unnest(acc_ids, acc_seqs, acc_posted, acc_lasts, acc_moved) AS q(id, seq, posted, last_at, moved)
    WHERE b.account_id = q.id AND q.moved;

    UPDATE intents i
    SET consumed_at = q.at, consumed_by = q.c
    FROM unnest(item_owners, item_intents, item_commands, ats, consumes) AS q(o, i, c, at, consumes)
    WHERE i.owner_id = q.o AND i.intent_id = q.i AND q.consumes;

    IF limit_count > 0 THEN
        UPDATE usage u
        SET used = q.used
        FROM unnest(key_owners, key_names, key_periods, key_used, key_stored, key_moved) AS q(o, n, p, used, stored, moved)
        WHERE u.owner_id = q.o AND u.name = q.n AND u.period_start = q.p AND q.stored AND q.moved;

        INSERT INTO usage (owner_id, name, period_start, used)
        SELECT q.o, q.n, q.p, q.used
        FROM unnest(key_owners, key_names, key_periods, key_used, key_stored, key_moved) AS q(o, n, p, used, stored, moved)
        WHERE NOT q.stored AND q.moved
        ORDER BY q.o, q.n, q.p
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS written = ROW_COUNT;
        IF written <> (SELECT count(*) FROM unnest(key_stored, key_moved) AS q(stored, moved)
                WHERE NOT q.stored AND q.moved) THEN
            RAISE EXCEPTION 'a limit was first used meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;

    RETURN QUERY
    SELECT q.n::integer, q.refusal, q.replay, q.at
    FROM unnest(refusals, replays, ats) WITH ORDINALITY AS q(refusal, replay, at, n)
    ORDER BY q.n;
END $$;

-- Grants ---------------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO okpay_app;
GRANT INSERT (owner_id, intent_id, kind, digest, body, created_at, expires_at) ON ledger.intents TO okpay_app;
GRANT EXECUTE ON FUNCTION ledger.open_account TO okpay_app;
GRANT EXECUTE ON FUNCTION ledger.execute TO okpay_app;
