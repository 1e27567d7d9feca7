-- Exchange rates as a published source told them, kept so that every server uses the same and the last good ones
-- outlive a source that is away. What came with the program is not stored here.

-- One published day. `held_because` says why a day is not used until somebody has looked at it.
CREATE TABLE wallet.rate_days (
    day          date        PRIMARY KEY,
    -- Units of each currency for one euro, as decimal texts.
    per_euro     jsonb       NOT NULL CHECK (jsonb_typeof(per_euro) = 'object'),
    stored_at    timestamptz NOT NULL,
    held_because text        CHECK (held_because IN ('jump'))
);

-- What is known of each file of the source: for asking only for what is new, and for seeing that it is late.
CREATE TABLE wallet.rate_files (
    url           text        PRIMARY KEY CHECK (char_length(url) BETWEEN 1 AND 500),
    etag          text        CHECK (char_length(etag) <= 500),
    last_modified text        CHECK (char_length(last_modified) <= 100),
    checked_at    timestamptz NOT NULL,
    good_at       timestamptz,
    trouble       text        CHECK (char_length(trouble) <= 200)
);

GRANT SELECT, INSERT, UPDATE ON wallet.rate_days, wallet.rate_files TO okpay_app;
