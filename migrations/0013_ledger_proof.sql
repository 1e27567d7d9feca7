-- Proof that the journal is what it was: a hash chain over each account's entries, and heads over all chains, each bound
-- to the one before. Whoever keeps a head elsewhere can tell whether anything before it was changed, whoever did it.
-- Nothing of this is on the way of a payment: a sealer follows the journal.

-- The chain of an account after its entry `seq`: the digest of the link before and of all entries since. `head` is the
-- first head that has it.
CREATE TABLE ledger.links (
    account_id uuid   NOT NULL REFERENCES ledger.accounts (id),
    seq        bigint NOT NULL CHECK (seq > 0),
    hash       bytea  NOT NULL CHECK (octet_length(hash) = 32),
    head       bigint NOT NULL CHECK (head > 0),
    PRIMARY KEY (account_id, seq)
);

-- All chains at one moment. `root` is the Merkle tree hash (RFC 6962, 2.1) over the last link of each account in the order
-- of their ids; `hash` binds it to the head before.
CREATE TABLE ledger.heads (
    number   bigint      PRIMARY KEY CHECK (number > 0),
    taken_at timestamptz NOT NULL,
    accounts bigint      NOT NULL CHECK (accounts >= 0),
    entries  bigint      NOT NULL CHECK (entries >= 0),
    root     bytea       NOT NULL CHECK (octet_length(root) = 32),
    hash     bytea       NOT NULL CHECK (octet_length(hash) = 32)
);

-- Who seals. A holder that was away too long finds another `fence` here and writes nothing.
CREATE TABLE ledger.sealer (
    is_one boolean     PRIMARY KEY DEFAULT true CHECK (is_one),
    holder uuid,
    fence  bigint      NOT NULL DEFAULT 0,
    until  timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO ledger.sealer DEFAULT VALUES;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.links
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.heads
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Takes the lease on sealing, or keeps it: the fence to seal with, or NULL while somebody else has it. By the database's
-- clock, which is one for all.
CREATE FUNCTION ledger.lease_sealer(who uuid, how_long interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
DECLARE
    given bigint;
BEGIN
    UPDATE sealer s
    SET fence = s.fence + CASE WHEN s.holder = who THEN 0 ELSE 1 END, holder = who,
        until = clock_timestamp() + least(how_long, interval '10 minutes')
    WHERE s.holder = who OR s.until < clock_timestamp()
    RETURNING s.fence INTO given;
    RETURN given;
END $$;

CREATE FUNCTION ledger.hold_fence(given bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, ledger, pg_temp AS $$
BEGIN
    PERFORM FROM sealer s WHERE s.fence = given AND s.until > clock_timestamp() FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'somebody else seals' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END $$;

-- Adds links to accounts that have entries beyond their last one: to so many accounts, each for so many entries. Says how
-- many links it added, and whether that was all there was to do. An entry whose command is missing is sealed as it is, so
-- that one broken row keeps nothing else from being sealed; `okpay ledger verify` names it.
CREATE FUNCTION ledger.seal(given_fence bigint, accounts_max integer, entries_max integer, OUT links bigint, OUT is_all boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
DECLARE
    next_head bigint;
BEGIN
    PERFORM hold_fence(given_fence);
    SELECT coalesce(max(h.number), 0) + 1 INTO next_head FROM heads h;
    WITH behind AS (
        SELECT b.account_id, b.owner_id, coalesce(l.seq, 0) AS seq,
            coalesce(l.hash, sha256(uuid_send(b.account_id))) AS hash
        FROM balances b
        LEFT JOIN LATERAL (
            SELECT l.seq, l.hash
            FROM ledger.links l
            WHERE l.account_id = b.account_id
            ORDER BY l.seq DESC
            LIMIT 1
        ) l ON true
        WHERE b.seq > coalesce(l.seq, 0)
        LIMIT accounts_max
    ), added AS (
        INSERT INTO ledger.links (account_id, seq, hash, head)
        SELECT behind.account_id, chained.seq, chained.hash, next_head
        FROM behind
        CROSS JOIN LATERAL (
            -- An entry and what its command meant, byte for byte.
            SELECT max(e.seq) AS seq, sha256(behind.hash || string_agg(
                uuid_send(behind.account_id) || int8send(e.seq) || int8send(e.amount) || int8send(e.balance_after)
                    || int8send((extract(epoch FROM e.recorded_at) * 1000000)::bigint)
                    || uuid_send(coalesce(e.owner_id, behind.owner_id)) || uuid_send(e.command_id)
                    || int2send(coalesce(e.leg, 1::smallint))
                    || coalesce(sha256(c.fingerprint
                        || int8send((extract(epoch FROM coalesce(c.event_at, c.recorded_at)) * 1000000)::bigint)
                        || convert_to(c.kind || E'\n' || c.data::text, 'UTF8')), ''::bytea),
                ''::bytea ORDER BY e.seq)) AS hash
            FROM (
                SELECT *
                FROM ledger.entries e
                WHERE e.account_id = behind.account_id AND e.seq > behind.seq
                ORDER BY e.seq
                LIMIT entries_max
            ) e
            LEFT JOIN commands c ON c.owner_id = coalesce(e.owner_id, behind.owner_id) AND c.command_id = e.command_id
        ) chained
        WHERE chained.seq > behind.seq
        RETURNING account_id, seq
    )
    SELECT count(*), count(*) < accounts_max AND coalesce(max(added.seq - behind.seq), 0) < entries_max
    INTO links, is_all
    FROM added
    JOIN behind ON behind.account_id = added.account_id;
END $$;

-- Stores a head over all links that there are.
CREATE FUNCTION ledger.store_head(given_fence bigint, at timestamptz, over_accounts bigint, over_entries bigint, over_root bytea)
RETURNS TABLE (number bigint, hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ledger, pg_temp AS $$
DECLARE
    before heads%ROWTYPE;
BEGIN
    PERFORM hold_fence(given_fence);
    SELECT * INTO before FROM heads h ORDER BY h.number DESC LIMIT 1;
    number := coalesce(before.number, 0) + 1;
    hash := sha256(coalesce(before.hash, ''::bytea) || int8send(number)
        || int8send((extract(epoch FROM at) * 1000000)::bigint) || int8send(over_accounts) || int8send(over_entries)
        || over_root);
    INSERT INTO heads (number, taken_at, accounts, entries, root, hash)
    VALUES (number, at, over_accounts, over_entries, over_root, hash);
    RETURN NEXT;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT SELECT ON ledger.links, ledger.heads, ledger.sealer TO okpay_app;
GRANT EXECUTE ON FUNCTION ledger.lease_sealer, ledger.seal, ledger.store_head TO okpay_app;
