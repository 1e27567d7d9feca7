-- Money that waits for somebody who has no account yet, and money that one person asks another for.

-- What was sent to somebody who has no account yet. It is the house's to keep, and not the house's own.
INSERT INTO ledger.account_kinds (kind, of_house, may_go_negative) VALUES ('unclaimed', true, false);

-- One payment that waits for whoever proves the address. Money is where the ledger says; `ended_as` only repeats it, so
-- that what still waits is found without reading the journal. `id` is the intent it was sent under.
CREATE TABLE wallet.invitations (
    payer_id     uuid        NOT NULL REFERENCES wallet.people (id),
    id           uuid        NOT NULL UNIQUE,
    address_kind text        NOT NULL CHECK (address_kind IN ('email', 'phone')),
    address      text        NOT NULL CHECK (char_length(address) BETWEEN 3 AND 254),
    currency     text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount       bigint      NOT NULL CHECK (amount > 0),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL CHECK (expires_at > created_at),
    ended_as     text        CHECK (ended_as IN ('claimed', 'cancelled', 'lapsed')),
    ended_at     timestamptz,
    PRIMARY KEY (payer_id, id),
    CHECK ((ended_as IS NULL) = (ended_at IS NULL))
);
CREATE INDEX invitations_waiting_for ON wallet.invitations (address_kind, address) WHERE ended_as IS NULL;
CREATE INDEX invitations_waiting_until ON wallet.invitations (expires_at) WHERE ended_as IS NULL;

-- Money that `asker_id` asks somebody for: a member by account number, or whoever has proved the address.
CREATE TABLE wallet.requests (
    asker_id     uuid        NOT NULL REFERENCES wallet.people (id),
    id           uuid        NOT NULL UNIQUE,
    payer_id     uuid        REFERENCES wallet.people (id),
    address_kind text        CHECK (address_kind IN ('email', 'phone')),
    address      text        CHECK (char_length(address) BETWEEN 3 AND 254),
    currency     text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount       bigint      NOT NULL CHECK (amount > 0),
    note         text        CHECK (char_length(note) BETWEEN 1 AND 140),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL CHECK (expires_at > created_at),
    ended_as     text        CHECK (ended_as IN ('paid', 'declined', 'withdrawn')),
    ended_at     timestamptz,
    PRIMARY KEY (asker_id, id),
    CHECK ((address_kind IS NULL) = (address IS NULL)),
    CHECK (num_nonnulls(payer_id, address) = 1),
    CHECK ((ended_as IS NULL) = (ended_at IS NULL))
);
CREATE INDEX requests_of_address ON wallet.requests (address_kind, address) WHERE ended_as IS NULL;
CREATE INDEX requests_of_payer ON wallet.requests (payer_id) WHERE ended_as IS NULL;

GRANT SELECT, INSERT ON wallet.invitations, wallet.requests TO okpay_app;
GRANT UPDATE (ended_as, ended_at) ON wallet.invitations, wallet.requests TO okpay_app;
