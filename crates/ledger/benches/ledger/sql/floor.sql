\set account random(1, 10000)
\set amount random(1, 1000)
INSERT INTO floor (account, amount) VALUES (:account, :amount);
