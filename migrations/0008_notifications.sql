-- What people are told inside the wallet, where they do not want to be told it, and by what a page that is open learns
-- that something of theirs has changed.

-- One small row a person whose numbers grow when something of theirs changes: a page remembers them and compares.
-- `inbox` gives notifications their sequence; whoever writes or marks them locks this row first.
CREATE TABLE wallet.pulses (
    person_id uuid    PRIMARY KEY,
    topups    bigint  NOT NULL DEFAULT 0 CHECK (topups >= 0),
    inbox     bigint  NOT NULL DEFAULT 0 CHECK (inbox >= 0),
    unread    integer NOT NULL DEFAULT 0 CHECK (unread >= 0)
) WITH (fillfactor = 50);

-- What a person was told, by its cause, so that nothing is told twice. `seq` is NULL where the person wants no such
-- notification in the wallet: the row then only says that mail and SMS were written. `facts` have no words.
CREATE TABLE wallet.notifications (
    person_id uuid        NOT NULL REFERENCES wallet.people (id),
    cause     uuid        NOT NULL,
    seq       bigint      CHECK (seq > 0),
    kind      text        NOT NULL CHECK (kind IN ('money_in', 'receipt', 'request', 'security')),
    facts     jsonb       NOT NULL,
    -- The entry of the person's history it is about, such as `USD-17`.
    activity  text        CHECK (char_length(activity) <= 64),
    at        timestamptz NOT NULL,
    read_at   timestamptz,
    PRIMARY KEY (person_id, cause)
);
CREATE UNIQUE INDEX notifications_seq ON wallet.notifications (person_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX notifications_unread ON wallet.notifications (person_id, seq) WHERE seq IS NOT NULL AND read_at IS NULL;

-- What a person does not want to be told, and where. No row: it is told.
CREATE TABLE wallet.silences (
    person_id uuid NOT NULL REFERENCES wallet.people (id),
    kind      text NOT NULL CHECK (kind IN ('money_in', 'receipt', 'request', 'security')),
    channel   text NOT NULL CHECK (channel IN ('email', 'phone', 'inbox')),
    PRIMARY KEY (person_id, kind, channel)
);

-- Whoever writes a request to add money, an older program too, moves the pulse of its person.
CREATE FUNCTION wallet.topup_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, wallet, pg_temp AS $$
BEGIN
    INSERT INTO pulses AS p (person_id, topups)
    VALUES (NEW.person_id, 1)
    ON CONFLICT (person_id) DO UPDATE SET topups = p.topups + 1;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION wallet.topup_changed FROM PUBLIC;
CREATE TRIGGER felt AFTER INSERT OR UPDATE ON wallet.topups
    FOR EACH ROW EXECUTE FUNCTION wallet.topup_changed();

GRANT SELECT, INSERT, UPDATE ON wallet.pulses, wallet.notifications TO okpay_app;
GRANT SELECT, INSERT, DELETE ON wallet.silences TO okpay_app;
