-- The ledger as one would write it with plain statements: the same facts, none of the checks within the database.
CREATE TABLE balances (
    account_id uuid PRIMARY KEY,
    seq        bigint NOT NULL DEFAULT 0,
    posted     bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE commands (
    owner_id    uuid        NOT NULL,
    command_id  uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    fingerprint bytea       NOT NULL,
    PRIMARY KEY (owner_id, command_id)
);

CREATE TABLE events (
    owner_id   uuid  NOT NULL,
    command_id uuid  NOT NULL,
    kind       text  NOT NULL,
    data       jsonb NOT NULL,
    PRIMARY KEY (owner_id, command_id)
);

CREATE TABLE entries (
    account_id    uuid        NOT NULL,
    seq           bigint      NOT NULL,
    amount        bigint      NOT NULL,
    balance_after bigint      NOT NULL,
    recorded_at   timestamptz NOT NULL,
    owner_id      uuid        NOT NULL,
    command_id    uuid        NOT NULL,
    PRIMARY KEY (account_id, seq)
);

INSERT INTO balances (account_id, posted)
SELECT md5(n::text)::uuid, 10000000000
FROM generate_series(1, 10000) AS n;
