-- Everything about people but their money: who they are, how they prove it, what they asked the outside world for.
-- Money itself lives in schema `ledger`; nothing here may be read as a balance.

CREATE SCHEMA wallet;
REVOKE ALL ON SCHEMA wallet FROM PUBLIC;
GRANT USAGE ON SCHEMA wallet TO okpay_app;

CREATE TABLE wallet.people (
    id                uuid        PRIMARY KEY,
    account_number    text        NOT NULL UNIQUE CHECK (account_number ~ '^88[0-9]{9}$'),
    name              text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    locale            text        NOT NULL CHECK (locale IN ('zh-CN', 'en')),
    display_currency  text        NOT NULL CHECK (display_currency ~ '^[A-Z]{3}$'),
    time_zone         text        NOT NULL DEFAULT 'UTC' CHECK (char_length(time_zone) BETWEEN 1 AND 64),
    level             text        NOT NULL DEFAULT 'unverified' CHECK (level IN ('unverified', 'basic', 'verified')),
    terms_version     text        NOT NULL,
    terms_accepted_at timestamptz NOT NULL,
    created_at        timestamptz NOT NULL
);

-- One verified address belongs to one person; a person may have several.
CREATE TABLE wallet.addresses (
    kind        text        NOT NULL CHECK (kind IN ('email', 'phone')),
    value       text        NOT NULL CHECK (char_length(value) BETWEEN 3 AND 254),
    person_id   uuid        NOT NULL REFERENCES wallet.people (id),
    verified_at timestamptz NOT NULL,
    PRIMARY KEY (kind, value)
);
CREATE INDEX addresses_person ON wallet.addresses (person_id);

-- `version` grows with every change of a credential; what was proved under an older version no longer counts.
CREATE TABLE wallet.credentials (
    person_id             uuid        PRIMARY KEY REFERENCES wallet.people (id),
    version               integer     NOT NULL DEFAULT 1 CHECK (version > 0),
    password_hash         text        NOT NULL,
    password_changed_at   timestamptz NOT NULL,
    payment_hash          text,
    payment_changed_at    timestamptz,
    payment_tries         integer     NOT NULL DEFAULT 0 CHECK (payment_tries >= 0),
    payment_blocked_until timestamptz
);

-- The token itself is only in the browser; here is its SHA-256.
CREATE TABLE wallet.sessions (
    token_hash   bytea       PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    id           uuid        NOT NULL UNIQUE,
    person_id    uuid        NOT NULL REFERENCES wallet.people (id),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    user_agent   text        NOT NULL CHECK (char_length(user_agent) <= 400)
);
CREATE INDEX sessions_person ON wallet.sessions (person_id) WHERE ended_at IS NULL;

-- At most one live code for a purpose and an address; a new one replaces the old.
CREATE TABLE wallet.codes (
    purpose     text        NOT NULL CHECK (purpose IN ('register')),
    address     text        NOT NULL,
    code_mac    bytea       NOT NULL CHECK (octet_length(code_mac) = 32),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    tries       integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
    consumed_at timestamptz,
    PRIMARY KEY (purpose, address)
);

-- Wrong tries, counted by a keyed hash of what was tried against (an account, a network address).
CREATE TABLE wallet.throttles (
    key           bytea       PRIMARY KEY CHECK (octet_length(key) = 32),
    failures      integer     NOT NULL CHECK (failures >= 0),
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz
);

-- Whom a person looked up, so that a stranger cannot walk through all addresses (20 new payees a day).
CREATE TABLE wallet.lookups (
    person_id uuid        NOT NULL REFERENCES wallet.people (id),
    payee_mac bytea       NOT NULL CHECK (octet_length(payee_mac) = 32),
    first_at  timestamptz NOT NULL,
    PRIMARY KEY (person_id, payee_mac)
);

-- The rail's token, never a card number.
CREATE TABLE wallet.cards (
    person_id  uuid        NOT NULL REFERENCES wallet.people (id),
    id         uuid        NOT NULL,
    token      text        NOT NULL,
    brand      text        NOT NULL,
    last4      text        NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
    exp_month  smallint    NOT NULL CHECK (exp_month BETWEEN 1 AND 12),
    exp_year   smallint    NOT NULL CHECK (exp_year BETWEEN 2000 AND 2199),
    created_at timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (person_id, id)
);

-- What a person asked to add. The money is in the ledger once the state is `paid`, under the command with this id.
CREATE TABLE wallet.topups (
    person_id   uuid        NOT NULL REFERENCES wallet.people (id),
    id          uuid        NOT NULL,
    method      text        NOT NULL CHECK (method IN ('bank', 'card')),
    currency    text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount      bigint      NOT NULL CHECK (amount > 0),
    fee         bigint      NOT NULL CHECK (fee >= 0),
    state       text        NOT NULL CHECK (state IN ('awaiting_transfer', 'processing', 'needs_authentication', 'paid', 'failed')),
    failure     text,
    reference   text        UNIQUE,
    card_id     uuid,
    challenge   text,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (person_id, id),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK ((method = 'bank') = (reference IS NOT NULL)),
    CHECK ((method = 'card') = (card_id IS NOT NULL))
);

-- Lines of the bank's statement, recorded before they are acted on and only once each (invariant 7).
CREATE TABLE wallet.bank_lines (
    id          text        PRIMARY KEY CHECK (char_length(id) BETWEEN 1 AND 64),
    reference   text        NOT NULL,
    currency    text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount      bigint      NOT NULL CHECK (amount > 0),
    failure     text,
    received_at timestamptz NOT NULL,
    -- The request it settles, decided when it is recorded; a second line under the same reference settles nothing.
    person_id   uuid,
    topup_id    uuid        UNIQUE,
    handled_at  timestamptz,
    CHECK ((person_id IS NULL) = (topup_id IS NULL))
);

-- What is to be told to a person, by mail or SMS. `body` holds the facts; words are made when it is sent.
CREATE TABLE wallet.messages (
    id         uuid        PRIMARY KEY,
    channel    text        NOT NULL CHECK (channel IN ('email', 'phone')),
    address    text        NOT NULL,
    locale     text        NOT NULL CHECK (locale IN ('zh-CN', 'en')),
    kind       text        NOT NULL,
    body       jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at    timestamptz
);

-- How far a reader of the ledger's events has come.
CREATE TABLE wallet.readers (
    name text        PRIMARY KEY,
    upto timestamptz NOT NULL
);

-- The sandbox's stand-in for people's mailboxes and phones.
CREATE TABLE wallet.sandbox_outbox (
    id      uuid        PRIMARY KEY,
    address text        NOT NULL,
    kind    text        NOT NULL,
    subject text        NOT NULL,
    body    text        NOT NULL,
    code    text,
    link    text,
    at      timestamptz NOT NULL
);
CREATE INDEX sandbox_outbox_address ON wallet.sandbox_outbox (address, id DESC);

-- What the sandbox's card processor remembers; its records are kept for ever and never changed.
CREATE TABLE wallet.sandbox_records (
    key    text PRIMARY KEY CHECK (char_length(key) BETWEEN 1 AND 200),
    record text NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON
    wallet.people, wallet.addresses, wallet.credentials, wallet.sessions, wallet.codes, wallet.throttles,
    wallet.lookups, wallet.cards, wallet.topups, wallet.bank_lines, wallet.messages, wallet.readers
TO okpay_app;
GRANT DELETE ON wallet.sessions, wallet.codes, wallet.throttles, wallet.lookups TO okpay_app;
GRANT SELECT, INSERT, DELETE ON wallet.sandbox_outbox TO okpay_app;
GRANT SELECT, INSERT ON wallet.sandbox_records TO okpay_app;
