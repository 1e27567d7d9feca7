-- The least that a durable write can cost: a row, no index, nothing to look up.
CREATE TABLE floor (account bigint NOT NULL, amount bigint NOT NULL);
