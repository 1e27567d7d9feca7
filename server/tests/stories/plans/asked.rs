//! How each query of the history and its search is asked when its plan is looked at. A query that is missing here fails
//! the story of the plans.

/// A query by words that stand in no other, and what it is asked with. `$ann` stands for her id.
pub struct Asked {
    pub query: &'static str,
    pub with: Vec<String>,
}

fn asked(query: &'static str, with: &[&str]) -> Asked {
    let with = with.iter().map(|&arguments| arguments.to_owned()).collect();
    Asked { query, with }
}

/// The hash of a term, as `services` makes it.
fn term(sort: char, text: &str) -> String {
    format!(
        "('x' || encode(substr(sha256(uuid_send($ann) || '{sort}{text}'::bytea), 1, 8), 'hex'))::bit(64)::bigint"
    )
}

/// Arguments of the search: what leads to it, words, and what stands in the other places.
struct Search {
    terms: Vec<String>,
    words: &'static str,
    facets: &'static str,
    sizes: &'static str,
    times: &'static str,
    after: &'static str,
    tag: &'static str,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            terms: Vec::new(),
            words: "{}",
            facets: "NULL, NULL, NULL",
            sizes: "0, 9223372036854775807",
            times: "'1970-01-01', '9999-12-31'",
            after: "'9999-12-31', 9223372036854775807, ''",
            tag: "NULL",
        }
    }
}

impl Search {
    fn arguments(&self) -> String {
        let Self {
            terms,
            words,
            facets,
            sizes,
            times,
            after,
            tag,
        } = self;
        let terms = terms.join(", ");
        // As many as are looked into at once.
        let blocks: Vec<String> = (169..=200).rev().map(|block| block.to_string()).collect();
        let blocks = blocks.join(",");
        format!(
            "$ann, '{{{blocks}}}', ARRAY[{terms}], '{words}', {facets}, {sizes}, {times}, {after}, {tag}, 31"
        )
    }
}

fn grams(grams: &[&str]) -> Vec<String> {
    grams.iter().map(|gram| term('g', gram)).collect()
}

fn searches() -> Vec<String> {
    let searches = [
        // In every fifth entry.
        Search {
            terms: grams(&["re", "en", "nt"]),
            words: "{rent}",
            ..Search::default()
        },
        // In the oldest alone.
        Search {
            terms: grams(&["un", "ni", "ic", "co", "or", "rn"]),
            words: "{unicorn}",
            ..Search::default()
        },
        // In none, though each of its pairs is in many.
        Search {
            terms: grams(&["lu", "un", "nt"]),
            words: "{lunt}",
            ..Search::default()
        },
        Search {
            terms: grams(&["房租"]),
            words: "{房租}",
            ..Search::default()
        },
        // One sign that is nearly everywhere.
        Search {
            terms: grams(&["n"]),
            words: "{n}",
            ..Search::default()
        },
        Search {
            terms: vec![term('k', "sent")],
            facets: "'sent', NULL, NULL",
            ..Search::default()
        },
        Search {
            terms: vec![term('s', "pending")],
            facets: "NULL, 'pending', NULL",
            ..Search::default()
        },
        Search {
            terms: vec![term('c', "THB")],
            facets: "NULL, NULL, 'THB'",
            ..Search::default()
        },
        Search {
            terms: vec![term('t', "kept")],
            tag: "'kept'",
            ..Search::default()
        },
        Search {
            terms: [
                grams(&["re", "en", "nt"]),
                vec![term('k', "received"), term('c', "EUR")],
            ]
            .concat(),
            words: "{rent}",
            facets: "'received', 'done', 'EUR'",
            sizes: "10000, 20000",
            times: "'2026-02-01', '2026-10-01'",
            ..Search::default()
        },
    ];
    searches.iter().map(Search::arguments).collect()
}

/// Every query of the history and its search, each with arguments.
pub fn all_asked() -> Vec<Asked> {
    vec![
        Asked {
            query: "SELECT found.subject",
            with: searches(),
        },
        asked(
            "SELECT block FROM wallet.search_blocks WHERE person_id = $1 AND oldest <= $6",
            &[
                "$ann, 0, 9223372036854775807, '1970-01-01', '9999-12-31', '9999-12-31'",
                "$ann, 20000, 20000, '2026-03-01', '2026-09-02', '2026-06-01'",
            ],
        ),
        asked(
            "SELECT subject, currency, at, seq FROM",
            &[
                // An amount that nothing has, one that some have, and one that all have.
                "$ann, 100000000, 9223372036854775807, '1970-01-01', '9999-12-31', '9999-12-31', 9223372036854775807, '', 31",
                "$ann, 15000, 15000, '1970-01-01', '9999-12-31', '9999-12-31', 9223372036854775807, '', 31",
                "$ann, 1, 9223372036854775807, '1970-01-01', '9999-12-31', '9999-12-31', 9223372036854775807, '', 31",
                // A day, and a place in the middle.
                "$ann, 0, 9223372036854775807, '2026-03-01', '2026-03-02', '9999-12-31', 9223372036854775807, '', 31",
                "$ann, 0, 9223372036854775807, '1970-01-01', '9999-12-31', '2026-06-01', 5000, 'USD-5000', 31",
            ],
        ),
        asked(
            "WITH bounds AS",
            &[
                "$ann, NULL, NULL, 31",
                "$ann, '{USD,EUR,THB}', '{40000,4000,40}', 31",
                "$ann, NULL, NULL, 201",
            ],
        ),
        asked(
            "WITH places AS",
            &[
                "$ann, '{}', '{}', 200",
                "$ann, '{USD,EUR,THB}', '{50000,5000,50}', 200",
            ],
        ),
        asked(
            "FROM unnest($2::text[], $3::bigint[]) AS name",
            &["$ann, '{USD,USD,EUR}', '{100,70000,50}'"],
        ),
        asked("AND e.seq = $3", &["$ann, 'USD', 70000"]),
        asked(
            "SELECT a.currency, max(e.seq)",
            &["$ann, $ann, md5($ann || '/' || 70000)::uuid"],
        ),
        asked(
            "state <> 'paid' AND created_at < $2",
            &["$ann, '9999-12-31', 500", "$ann, '2026-03-01', 500"],
        ),
        asked(
            "FROM wallet.topups WHERE person_id = $1 AND id = ANY ($2)",
            &["$ann, ARRAY[md5('topup' || $ann || 50)::uuid, md5('topup' || $ann || 9000)::uuid]"],
        ),
        asked("EXISTS (SELECT FROM wallet.search_waiting", &["$ann"]),
        asked("SELECT subject FROM wallet.search_waiting", &["$ann, 200"]),
        asked(
            "DELETE FROM wallet.search_waiting",
            &["$ann, '{USD-1,USD-2}'"],
        ),
        asked(
            "DELETE FROM wallet.search_entries WHERE person_id = $1 AND subject",
            &["$ann, '{USD-1,USD-2}'"],
        ),
        asked(
            "SELECT subject, at, seq, currency",
            &["$ann, '{USD-1,USD-2,EUR-9}'"],
        ),
        asked(
            "SELECT block, entries",
            &["$ann, '2026-11-01'", "$ann, '2099-01-01'"],
        ),
        asked(
            "SELECT subject, tags, note",
            &["$ann, '{USD-1,USD-2,EUR-9}'"],
        ),
        asked("SELECT tags, note FROM", &["$ann, 'USD-1'"]),
        asked("SELECT rules, upto", &["$ann"]),
        asked(
            "WITH ended AS",
            &["md5('invitation')::uuid, 'claimed', '2026-03-01'"],
        ),
    ]
}
