-- The search index of all postings after the first thousand, which the program has taken in: they are like those, in
-- other blocks. Run as superuser, after `ledger.sql`.

DROP INDEX wallet.search_entries_terms;

INSERT INTO wallet.search_entries
    (person_id, subject, block, at, seq, currency, kind, status, size, words, tags, terms)
SELECT f.owner, f.currency || '-' || f.seq, block.number, f.at, f.seq, f.currency, taken.kind, taken.status,
    abs(f.amount) * 100, taken.words, '{}',
    ARRAY(SELECT term # (taken.block::bigint << 32) # (block.number::bigint << 32) FROM unnest(taken.terms) AS term)
FROM filled f
-- The unicorn is one of a kind.
JOIN filled first ON first.owner = f.owner AND first.n = CASE f.n % 1000 WHEN 0 THEN 1000 WHEN 17 THEN 18 ELSE f.n % 1000 END
JOIN wallet.search_entries taken ON taken.person_id = f.owner AND taken.subject = first.currency || '-' || first.seq
CROSS JOIN LATERAL (SELECT (f.n - 1) / 500 + 1 AS number) AS block
WHERE f.n > 1000;

INSERT INTO wallet.search_blocks (person_id, block, entries, oldest, newest, smallest, largest)
SELECT person_id, block, count(*), min(at), max(at), min(size), max(size)
FROM wallet.search_entries
GROUP BY person_id, block
ON CONFLICT (person_id, block) DO UPDATE
SET entries = EXCLUDED.entries, oldest = EXCLUDED.oldest, newest = EXCLUDED.newest,
    smallest = EXCLUDED.smallest, largest = EXCLUDED.largest;

UPDATE wallet.search_places place
SET upto = (
    SELECT string_agg(reached.currency || reached.seq, '-' ORDER BY reached.currency)
    FROM (SELECT currency, max(seq) AS seq FROM filled WHERE owner = place.person_id GROUP BY currency) AS reached);

CREATE INDEX search_entries_terms ON wallet.search_entries USING gin (terms) WITH (fastupdate = off);

-- Many others with a little of everything, so that no table is small enough to be read whole.
CREATE TEMPORARY TABLE others AS
SELECT md5('other' || n)::uuid AS person, '2026-01-01 00:00:00+00'::timestamptz + n * interval '1 minute' AS at
FROM generate_series(1, 20000) AS n;

INSERT INTO ledger.accounts (id, owner_id, kind, currency)
SELECT md5(person || 'USD')::uuid, person, 'wallet', 'USD' FROM others;

INSERT INTO ledger.balances (account_id, owner_id, currency, may_go_negative)
SELECT md5(person || 'USD')::uuid, person, 'USD', false FROM others;

INSERT INTO wallet.search_places (person_id, rules, upto)
SELECT person, 1, 'USD7' FROM others;

INSERT INTO wallet.search_blocks (person_id, block, entries, oldest, newest, smallest, largest)
SELECT person, 1, 7, at - interval '1 day', at, 100, 1000000 FROM others;

INSERT INTO wallet.search_waiting (person_id, subject)
SELECT person, 'USD-7' FROM others;

INSERT INTO wallet.annotations (person_id, subject, tags, note, updated_at)
SELECT person, 'USD-' || n, '{rent}', 'noted', at FROM others CROSS JOIN generate_series(1, 2) AS n;

INSERT INTO wallet.topups
    (person_id, id, method, currency, amount, fee, state, failure, reference, created_at, updated_at)
SELECT person, md5('topup' || person)::uuid, 'bank', 'USD', 1, 0, 'failed', 'lapsed', 'REF' || person, at, at FROM others;
