\set payer random(1, 10000)
\set payee 1 + (:payer + random(0, 9998)) % 10000
\set amount random(1, 1000)
\set command random(1, 9223372036854775807)
BEGIN;
SELECT count(*) FILTER (WHERE account_id = md5(:payer::text)::uuid AND posted >= :amount) AS enough
FROM (
    SELECT account_id, posted
    FROM balances
    WHERE account_id IN (md5(:payer::text)::uuid, md5(:payee::text)::uuid)
    ORDER BY account_id
    FOR UPDATE
) AS locked \gset
\if :enough
UPDATE balances SET seq = seq + 1, posted = posted - :amount WHERE account_id = md5(:payer::text)::uuid
RETURNING seq AS debit_seq, posted AS debit_after \gset
UPDATE balances SET seq = seq + 1, posted = posted + :amount WHERE account_id = md5(:payee::text)::uuid
RETURNING seq AS credit_seq, posted AS credit_after \gset
INSERT INTO commands (owner_id, command_id, recorded_at, fingerprint)
VALUES (md5(:payer::text)::uuid, lpad(to_hex(:command::bigint), 32, '0')::uuid, now(), sha256(:command::text::bytea));
INSERT INTO events (owner_id, command_id, kind, data)
VALUES (md5(:payer::text)::uuid, lpad(to_hex(:command::bigint), 32, '0')::uuid, 'payment', '{"note": "Lunch"}');
INSERT INTO entries (account_id, seq, amount, balance_after, recorded_at, owner_id, command_id)
VALUES
    (md5(:payer::text)::uuid, :debit_seq, -:amount::bigint, :debit_after, now(), md5(:payer::text)::uuid,
        lpad(to_hex(:command::bigint), 32, '0')::uuid),
    (md5(:payee::text)::uuid, :credit_seq, :amount, :credit_after, now(), md5(:payer::text)::uuid,
        lpad(to_hex(:command::bigint), 32, '0')::uuid);
\endif
COMMIT;
