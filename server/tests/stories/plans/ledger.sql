-- Postings {from} to {to} of two people, without their other sides: for looking at plans. What stands in them repeats
-- after a thousand. Run as superuser with triggers off.

CREATE TEMPORARY TABLE IF NOT EXISTS filled AS
SELECT posted.*, row_number() OVER account AS seq, (sum(amount) OVER account)::bigint AS balance_after
FROM (
    SELECT who.owner, n, md5(who.owner || '/' || n)::uuid AS command,
        CASE WHEN n % 1000 = 7 THEN 'THB' WHEN n % 10 = 3 THEN 'EUR' ELSE 'USD' END AS currency,
        CASE WHEN n % 3 = 0 THEN -(n % 7 + 1) ELSE n % 200 + 1 END::bigint AS amount,
        '2026-01-01 00:00:00+00'::timestamptz + n * interval '5 minutes' AS at,
        CASE
            WHEN n = 17 THEN 'unicorn 独角兽'
            WHEN n % 5 = 0 THEN 'rent for ' || (n % 1000)
            WHEN n % 1000 % 7 = 0 THEN '三月房租分摊'
            ELSE 'lunch ' || (n % 1000 % 97)
        END AS note
    FROM (VALUES ('{ann}'::uuid, 100000), ('{bob}'::uuid, 10000)) AS who(owner, postings)
    CROSS JOIN LATERAL generate_series(1, who.postings) AS n
) AS posted
WINDOW account AS (PARTITION BY owner, currency ORDER BY n);

INSERT INTO ledger.accounts (id, owner_id, kind, currency)
SELECT DISTINCT md5(owner || currency)::uuid, owner, 'wallet', currency
FROM filled
ON CONFLICT DO NOTHING;

INSERT INTO ledger.commands (owner_id, command_id, recorded_at, fingerprint, kind, data)
SELECT owner, command, at, substr(sha256(command::text::bytea), 1, 16), 'sent', jsonb_build_object(
    'event', 'sent',
    'payer', CASE WHEN (amount < 0) = (owner = '{ann}') THEN ann.party ELSE bob.party END,
    'payee', CASE WHEN (amount < 0) = (owner = '{ann}') THEN bob.party ELSE ann.party END,
    'amount', jsonb_build_object('amount', to_char(abs(amount) / 100.0, 'FM990.00'), 'currency', currency),
    'note', note)
FROM filled
CROSS JOIN (SELECT '{"id": "{ann}", "name": "Ann A****r", "account": "{ann_account}"}'::jsonb) AS ann(party)
CROSS JOIN (SELECT '{"id": "{bob}", "name": "Bob B****r", "account": "{bob_account}"}'::jsonb) AS bob(party)
WHERE n BETWEEN {from} AND {to};

INSERT INTO ledger.entries (account_id, seq, amount, balance_after, recorded_at, command_id)
SELECT md5(owner || currency)::uuid, seq, amount, balance_after, at, command
FROM filled
WHERE n BETWEEN {from} AND {to};

INSERT INTO ledger.balances (account_id, owner_id, currency, seq, posted, last_at, may_go_negative)
SELECT DISTINCT ON (e.account_id) e.account_id, a.owner_id, a.currency, e.seq, e.balance_after, e.recorded_at, false
FROM ledger.entries e
JOIN ledger.accounts a ON a.id = e.account_id
ORDER BY e.account_id, e.seq DESC
ON CONFLICT (account_id) DO UPDATE
SET seq = EXCLUDED.seq, posted = EXCLUDED.posted, last_at = EXCLUDED.last_at;

INSERT INTO wallet.topups
    (person_id, id, method, currency, amount, fee, state, failure, reference, created_at, updated_at)
SELECT owner, md5('topup' || owner || n)::uuid, 'bank', currency, 1, 0,
    CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'awaiting_transfer' END, CASE WHEN n % 100 = 0 THEN 'lapsed' END,
    'REF' || owner || n, at, at
FROM filled
WHERE n BETWEEN {from} AND {to} AND n % 50 = 0;
