-- What a person says of themselves, for their own records and for being known better later. All of it may be left out.
CREATE TABLE wallet.profiles (
    person_id   uuid        PRIMARY KEY REFERENCES wallet.people (id),
    birthday    date        CHECK (birthday >= '1900-01-01'),
    country     text        CHECK (country ~ '^[A-Z]{2}$'),
    street      text        CHECK (char_length(street) BETWEEN 1 AND 140),
    city        text        CHECK (char_length(city) BETWEEN 1 AND 140),
    postal_code text        CHECK (char_length(postal_code) BETWEEN 1 AND 20),
    updated_at  timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON wallet.profiles TO okpay_app;
