//! Every server function, whom it answers, and fields with which it gets as far as it can. A function that is missing
//! here fails a story, so that nobody adds one without saying who may call it.

/// Whom a function answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// A visitor gets an answer that is about nobody.
    Anybody,
    /// Without a session it says `session_ended` and nothing else.
    Members,
}

/// One server function.
pub struct Endpoint {
    pub name: &'static str,
    pub answers: For,
    /// Each field with a value that does; `{…}` stands for something that a story has made before.
    pub fields: &'static [(&'static str, &'static str)],
}

const fn members(name: &'static str, fields: &'static [(&'static str, &'static str)]) -> Endpoint {
    Endpoint {
        name,
        answers: For::Members,
        fields,
    }
}

const fn anybody(name: &'static str, fields: &'static [(&'static str, &'static str)]) -> Endpoint {
    Endpoint {
        name,
        answers: For::Anybody,
        fields,
    }
}

/// All of them.
pub const ENDPOINTS: [Endpoint; 65] = [
    anybody("register_code", &[("address", "new@example.com")]),
    anybody(
        "register",
        &[
            ("address", "new@example.com"),
            ("name", "Nora New"),
            ("password", "nine small owls"),
            ("confirm_password", "nine small owls"),
            ("code", "000000"),
            ("agreement", "on"),
        ],
    ),
    anybody(
        "sign_in",
        &[
            ("address", "ann@example.com"),
            ("password", "not hers at all"),
        ],
    ),
    anybody(
        "password_strength",
        &[
            ("password", "nine small owls"),
            ("address", "new@example.com"),
            ("name", "Nora New"),
        ],
    ),
    anybody("sign_out", &[]),
    anybody("invitation", &[("id", "{invitation}")]),
    anybody("request", &[("id", "{request}")]),
    anybody("rates", &[("base", "EUR")]),
    anybody("rate_pair", &[("pair", "USD-CNY"), ("range", "1y")]),
    anybody(
        "quote",
        &[
            ("amount", "1.00"),
            ("currency", "USD"),
            ("they_get", ""),
            ("target_currency", "EUR"),
        ],
    ),
    anybody("help_topics", &[]),
    anybody("help_search", &[("q", "card declined")]),
    anybody("help_article", &[("slug", "send-money")]),
    anybody("help_faq", &[]),
    anybody("install_guide", &[]),
    anybody("safety_facts", &[]),
    anybody("set_language", &[("locale", "en")]),
    anybody("sandbox_outbox", &[("to", "nobody@example.com")]),
    anybody(
        "sandbox_bank",
        &[
            ("reference", "{reference}"),
            ("outcome", "late"),
            ("amount", "1.00"),
        ],
    ),
    members("dashboard", &[]),
    members("history", &[("cursor", "{cursor}")]),
    members("activity", &[("id", "{entry}")]),
    members(
        "search_history",
        &[
            ("search", "tea"),
            ("type", "sent"),
            ("status", "done"),
            ("currency", "USD"),
            ("smallest_amount", "0.01"),
            ("largest_amount", "1,000"),
            ("from_date", "2026-03-01"),
            ("to_date", "2026-03-31"),
            ("tag", "rent"),
            ("cursor", "{found}"),
        ],
    ),
    members("annotations", &[("id", "{entry}")]),
    members("set_tags", &[("id", "{entry}"), ("tags", "rent, tea time")]),
    members(
        "set_private_note",
        &[("id", "{entry}"), ("private_note", "for the flat")],
    ),
    members("repeat_payment", &[("id", "{entry}")]),
    members("send_options", &[]),
    members("find_payee", &[("to", "{payee}")]),
    members(
        "prepare_send",
        &[
            ("to", "{payee}"),
            ("amount", "0.01"),
            ("currency", "USD"),
            ("they_get", ""),
            ("target_currency", "USD"),
            ("note", "tea"),
            ("split", "false"),
        ],
    ),
    members("cancel_invitation", &[("id", "{invitation}")]),
    members("receive_options", &[]),
    members(
        "personal_link",
        &[("amount", "1.00"), ("currency", "USD"), ("note", "tea")],
    ),
    members(
        "ask_for_money",
        &[
            ("to", "bob@example.com"),
            ("amount", "1.00"),
            ("currency", "USD"),
            ("note", "tea"),
        ],
    ),
    members("requests_made", &[]),
    members("pay_request", &[("id", "{request}")]),
    members("decline_request", &[("id", "{request}")]),
    members("withdraw_request", &[("id", "{request}")]),
    members("limits", &[]),
    members("convert_options", &[]),
    members(
        "prepare_convert",
        &[
            ("amount", ""),
            ("currency", "USD"),
            ("they_get", "1.00"),
            ("target_currency", "EUR"),
        ],
    ),
    members("renew_send", &[("id", "{intent}")]),
    members("send_status", &[("id", "{intent}")]),
    members(
        "confirm_send",
        &[("id", "{intent}"), ("payment_password", "not hers")],
    ),
    members("topup_options", &[]),
    members(
        "topup_bank",
        &[("id", "{new id}"), ("amount", "1.00"), ("currency", "USD")],
    ),
    members(
        "topup_card",
        &[
            ("id", "{new id}"),
            ("amount", "1.00"),
            ("currency", "USD"),
            ("card", "new"),
            ("card_number", "4242424242424242"),
            ("expiry", "12/29"),
            ("security_code", "123"),
        ],
    ),
    members(
        "topup_authenticate",
        &[("id", "{challenged}"), ("approve", "false")],
    ),
    members("remove_card", &[("id", "{card}")]),
    members("settings", &[]),
    members("profile", &[]),
    members(
        "set_profile",
        &[
            ("birthday", "1990-02-28"),
            ("country", "DE"),
            ("street", "Lindenallee 7"),
            ("city", "Berlin"),
            ("postal_code", "10115"),
        ],
    ),
    members("set_name", &[("name", "Ann Archer")]),
    members(
        "set_preferences",
        &[("currency", "USD"), ("time_zone", "Europe/Berlin")],
    ),
    members(
        "change_password",
        &[
            ("current_password", "not hers at all"),
            ("new_password", "nine small owls"),
            ("confirm_password", "nine small owls"),
        ],
    ),
    members(
        "set_payment_password",
        &[
            ("current_payment_password", "not hers"),
            ("payment_password", "802517"),
        ],
    ),
    members("payment_reset_code", &[]),
    members(
        "reset_payment_password",
        &[
            ("code", "000000"),
            ("password", "not hers at all"),
            ("payment_password", "802517"),
        ],
    ),
    members("notifications", &[("cursor", "{place}")]),
    members("mark_notifications_read", &[("upto", "{place}")]),
    members("notification_choices", &[]),
    members(
        "set_notification_choices",
        &[
            ("money_in_email", "true"),
            ("money_in_phone", "true"),
            ("money_in_inbox", "true"),
            ("receipt_email", "true"),
            ("receipt_phone", "true"),
            ("receipt_inbox", "true"),
            ("request_email", "true"),
            ("request_phone", "true"),
            ("request_inbox", "true"),
            ("security_email", "true"),
            ("security_phone", "true"),
            ("security_inbox", "true"),
        ],
    ),
    members("devices", &[]),
    members("revoke_session", &[("id", "{session}")]),
    members("sign_out_everywhere", &[]),
];
