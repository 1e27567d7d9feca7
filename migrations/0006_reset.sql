-- A code may also reset a forgotten payment password. The program before this one only ever writes 'register'.
ALTER TABLE wallet.codes
    DROP CONSTRAINT codes_purpose_check,
    ADD CONSTRAINT codes_purpose_check CHECK (purpose IN ('register', 'reset_payment'));
