//! The words of a refusal, exact by its facts: what happened, what is safe, what to do next.

use domain::{
    Currency, ErrorCode, Level, Money, NextStep, Refusal, format_date_time, format_money,
};

use crate::texts::Texts;

/// Where a refusal with this code leads on to, and the text of that link; none where the way out is on the page itself.
pub(crate) fn way_on(t: Texts, code: ErrorCode) -> Option<(&'static str, &'static str)> {
    match code.next_step() {
        _ if matches!(code, ErrorCode::LimitPerPayment | ErrorCode::LimitPerDay) => {
            Some(("/settings/limits", t.limits_title()))
        }
        NextStep::AddMoney => Some(("/topup", t.topup_title())),
        NextStep::SetPaymentPassword => Some(("/setup", t.setup_title())),
        NextStep::SignIn => Some(("/login", t.auth_sign_in())),
        NextStep::CheckHistory => Some(("/history", t.way_on_history())),
        NextStep::CorrectField
        | NextStep::TryAgainLater
        | NextStep::SplitPayment
        | NextStep::RequestNewCode
        | NextStep::StartOver
        | NextStep::ContactSupport => None,
    }
}

/// The name of a level.
pub(crate) fn level_name(t: Texts, level: Level) -> &'static str {
    match level {
        Level::Unverified => t.level_unverified(),
        Level::Basic => t.level_basic(),
        Level::Verified => t.level_verified(),
    }
}

/// The text of a refusal in the language of the page.
#[expect(
    clippy::too_many_lines,
    reason = "one line for each code; a table would hide a missing one"
)]
pub(crate) fn refusal_text(t: Texts, refusal: &Refusal) -> String {
    let facts = &refusal.facts;
    let wait = facts.wait_seconds.unwrap_or(60);
    let money = |amount: Option<Money>| {
        amount.map_or_else(|| "–".to_owned(), |amount| format_money(amount, t.0))
    };
    let resets = match (facts.resets_local, facts.resets_at) {
        (Some(local), _) => format_date_time(local, t.0),
        (None, Some(at)) => format!("{} UTC", format_date_time(at.naive_utc(), t.0)),
        (None, None) => String::new(),
    };
    match refusal.code {
        ErrorCode::AddressEmpty => t.error_address_empty().to_owned(),
        ErrorCode::AddressNotRecognized => t.error_address_not_recognized().to_owned(),
        ErrorCode::EmailMalformed => t.error_email_malformed().to_owned(),
        ErrorCode::EmailTooLong => t.error_email_too_long().to_owned(),
        ErrorCode::PhoneWrongLength => t.error_phone_wrong_length().to_owned(),
        ErrorCode::PhoneUnknownCallingCode => t.error_phone_unknown_calling_code().to_owned(),
        ErrorCode::PhoneNotAssigned => t.error_phone_not_assigned().to_owned(),
        ErrorCode::AgreementNotAccepted => t.error_agreement_not_accepted().to_owned(),
        ErrorCode::LocaleUnknown => t.error_locale_unknown().to_owned(),
        ErrorCode::NameEmpty => t.error_name_empty().to_owned(),
        ErrorCode::NameTooLong => t.error_name_too_long().to_owned(),
        ErrorCode::NameNotAllowed => t.error_name_not_allowed().to_owned(),
        ErrorCode::NameNoLetter => t.error_name_no_letter().to_owned(),
        ErrorCode::NameMixedScripts => t.error_name_mixed_scripts().to_owned(),
        ErrorCode::SignInWrong => t.error_sign_in_wrong().to_owned(),
        ErrorCode::SignInRequired => t.error_sign_in_required().to_owned(),
        ErrorCode::SessionEnded => t.error_session_ended().to_owned(),
        ErrorCode::PasswordTooShort => t.error_password_too_short().to_owned(),
        ErrorCode::PasswordTooLong => t.error_password_too_long().to_owned(),
        ErrorCode::PasswordTooWeak => t.error_password_too_weak().to_owned(),
        ErrorCode::PasswordCommon => t.error_password_common().to_owned(),
        ErrorCode::PasswordsDiffer => t.error_passwords_differ().to_owned(),
        ErrorCode::PasswordUnchanged => t.error_password_unchanged().to_owned(),
        ErrorCode::PasswordWrong => t.error_password_wrong().to_owned(),
        ErrorCode::CredentialsChanged => t.error_credentials_changed().to_owned(),
        ErrorCode::TimeZoneUnknown => t.error_time_zone_unknown().to_owned(),
        ErrorCode::SecurityUnreachable => t.error_security_unreachable().to_owned(),
        ErrorCode::CodeEmpty => t.error_code_empty().to_owned(),
        ErrorCode::CodeMalformed => t.error_code_malformed().to_owned(),
        ErrorCode::CodeWrong => t.error_code_wrong().to_owned(),
        ErrorCode::CodeExpired => t.error_code_expired().to_owned(),
        ErrorCode::CodeUsed => t.error_code_used().to_owned(),
        ErrorCode::CodeTriesExhausted => t.error_code_tries_exhausted().to_owned(),
        ErrorCode::CodeTooSoon => t.error_code_too_soon(wait),
        ErrorCode::PaymentPasswordNotSet => t.error_payment_password_not_set().to_owned(),
        ErrorCode::PaymentPasswordEmpty => t.error_payment_password_empty().to_owned(),
        ErrorCode::PaymentPasswordTooShort => t.error_payment_password_too_short().to_owned(),
        ErrorCode::PaymentPasswordTooLong => t.error_payment_password_too_long().to_owned(),
        ErrorCode::PaymentPasswordTooSimple => t.error_payment_password_too_simple().to_owned(),
        ErrorCode::PaymentPasswordsDiffer => t.error_payment_passwords_differ().to_owned(),
        ErrorCode::PaymentPasswordWrong => {
            t.error_payment_password_wrong(facts.tries_left.unwrap_or_default())
        }
        ErrorCode::PaymentPasswordLocked => t.error_payment_password_locked(wait.div_ceil(60)),
        ErrorCode::PayeeEmpty => t.error_payee_empty().to_owned(),
        ErrorCode::PayeeNotRecognized => t.error_payee_not_recognized().to_owned(),
        ErrorCode::PayeeAccountNumberWrong => t.error_payee_account_number_wrong().to_owned(),
        ErrorCode::PayeeNotFound => t.error_payee_not_found().to_owned(),
        ErrorCode::PayeeSelf => t.error_payee_self().to_owned(),
        ErrorCode::PayeeCannotReceive => t.error_payee_cannot_receive().to_owned(),
        ErrorCode::PayeeLookupsExhausted => t.error_payee_lookups_exhausted().to_owned(),
        ErrorCode::NoteTooLong => t.error_note_too_long().to_owned(),
        ErrorCode::NoteNotAllowed => t.error_note_not_allowed().to_owned(),
        ErrorCode::AmountEmpty => t.error_amount_empty().to_owned(),
        ErrorCode::AmountNotANumber => t.error_amount_not_a_number().to_owned(),
        ErrorCode::AmountNegative => t.error_amount_negative().to_owned(),
        ErrorCode::AmountGrouping => t.error_amount_grouping().to_owned(),
        ErrorCode::AmountTooManyDecimals => {
            t.error_amount_too_many_decimals(facts.max_decimals.unwrap_or_default())
        }
        ErrorCode::AmountZero => t.error_amount_zero().to_owned(),
        ErrorCode::AmountsBothGiven => t.error_amounts_both_given().to_owned(),
        ErrorCode::AmountTooSmall => t.error_amount_too_small().to_owned(),
        ErrorCode::CurrenciesSame => t.error_currencies_same().to_owned(),
        ErrorCode::RateTooOld => t.error_rate_too_old().to_owned(),
        ErrorCode::FxPositionFull => t.error_fx_position_full().to_owned(),
        ErrorCode::AmountTooLarge => t.error_amount_too_large().to_owned(),
        ErrorCode::CurrencyUnknown => t.error_currency_unknown().to_owned(),
        ErrorCode::CurrencyNotHeld => t.error_currency_not_held().to_owned(),
        ErrorCode::BirthdayMalformed => t.error_birthday_malformed().to_owned(),
        ErrorCode::BirthdayOutOfRange => t.error_birthday_out_of_range().to_owned(),
        ErrorCode::CountryUnknown => t.error_country_unknown().to_owned(),
        ErrorCode::PostalLineTooLong => t.error_postal_line_too_long().to_owned(),
        ErrorCode::PostalLineNotAllowed => t.error_postal_line_not_allowed().to_owned(),
        ErrorCode::InvitationEnded => t.error_invitation_ended().to_owned(),
        ErrorCode::RequestUnknown => t.error_request_unknown().to_owned(),
        ErrorCode::RequestEnded => t.error_request_ended().to_owned(),
        ErrorCode::RequestPaid => t.error_request_paid().to_owned(),
        ErrorCode::RequestsTooMany => t.error_requests_too_many().to_owned(),
        ErrorCode::PayeeUnregisteredCurrency => t.error_payee_unregistered_currency().to_owned(),
        ErrorCode::CurrencyWithoutRate => t.error_currency_without_rate().to_owned(),
        ErrorCode::InsufficientFunds => t.error_insufficient_funds(money(facts.available)),
        ErrorCode::LimitPerPayment => {
            let text = t.error_limit_per_payment(money(facts.limit));
            match (facts.most, facts.parts) {
                (Some(most), Some(parts)) => {
                    format!(
                        "{text} {}",
                        t.error_limit_split(format_money(most, t.0), parts)
                    )
                }
                (Some(most), None) => {
                    format!("{text} {}", t.error_limit_most(format_money(most, t.0)))
                }
                (None, _) => text,
            }
        }
        ErrorCode::LimitPerDay => {
            let text = t.error_limit_per_day(money(facts.limit), money(facts.remaining), resets);
            // In dollars it was said already.
            match facts.most.filter(|most| most.currency() != Currency::USD) {
                Some(most) => format!("{text} {}", t.error_limit_most(format_money(most, t.0))),
                None => text,
            }
        }
        ErrorCode::AccountFrozen => t.error_account_frozen().to_owned(),
        ErrorCode::AccountClosed => t.error_account_closed().to_owned(),
        ErrorCode::IntentUnknown => t.error_intent_unknown().to_owned(),
        ErrorCode::IntentExpired => t.error_intent_expired().to_owned(),
        ErrorCode::IntentUsed => t.error_intent_used().to_owned(),
        ErrorCode::IntentChanged => t.error_intent_changed().to_owned(),
        ErrorCode::CommandReused => t.error_command_reused().to_owned(),
        ErrorCode::CardNumberInvalid => t.error_card_number_invalid().to_owned(),
        ErrorCode::CardExpiryInvalid => t.error_card_expiry_invalid().to_owned(),
        ErrorCode::CardSecurityCodeInvalid => t.error_card_security_code_invalid().to_owned(),
        ErrorCode::CardNotInSandbox => t.error_card_not_in_sandbox().to_owned(),
        ErrorCode::CardUnknown => t.error_card_unknown().to_owned(),
        ErrorCode::CardDeclined => t.error_card_declined().to_owned(),
        ErrorCode::CardInsufficientFunds => t.error_card_insufficient_funds().to_owned(),
        ErrorCode::CardExpired => t.error_card_expired().to_owned(),
        ErrorCode::CardSecurityCodeWrong => t.error_card_security_code_wrong().to_owned(),
        ErrorCode::CardAuthenticationFailed => t.error_card_authentication_failed().to_owned(),
        ErrorCode::TopUpUnknown => t.error_top_up_unknown().to_owned(),
        ErrorCode::TopUpFinished => t.error_top_up_finished().to_owned(),
        ErrorCode::TopUpBankMaintenance => t.error_top_up_bank_maintenance().to_owned(),
        ErrorCode::TopUpInsufficientFunds => t.error_top_up_insufficient_funds().to_owned(),
        ErrorCode::TopUpWrongDetails => t.error_top_up_wrong_details().to_owned(),
        ErrorCode::TopUpOurMaintenance => t.error_top_up_our_maintenance().to_owned(),
        ErrorCode::TopUpLapsed => t.error_top_up_lapsed().to_owned(),
        ErrorCode::TopUpAmountMismatch => t.error_top_up_amount_mismatch().to_owned(),
        ErrorCode::TopUpMethodNotForCurrency => t.error_top_up_method_not_for_currency().to_owned(),
        ErrorCode::SearchTooLong => t.error_search_too_long().to_owned(),
        ErrorCode::ChoiceUnknown => t.error_choice_unknown().to_owned(),
        ErrorCode::DateMalformed => t.error_date_malformed().to_owned(),
        ErrorCode::DatesReversed => t.error_dates_reversed().to_owned(),
        ErrorCode::AmountsReversed => t.error_amounts_reversed().to_owned(),
        ErrorCode::TagTooLong => t.error_tag_too_long().to_owned(),
        ErrorCode::TagNotAllowed => t.error_tag_not_allowed().to_owned(),
        ErrorCode::TagsTooMany => t.error_tags_too_many().to_owned(),
        ErrorCode::PrivateNoteTooLong => t.error_private_note_too_long().to_owned(),
        ErrorCode::PrivateNoteNotAllowed => t.error_private_note_not_allowed().to_owned(),
        ErrorCode::RequestMalformed => t.error_request_malformed().to_owned(),
        ErrorCode::RequestTooLarge => t.error_request_too_large().to_owned(),
        ErrorCode::RequestForeign => t.error_request_foreign().to_owned(),
        ErrorCode::NotFound => t.error_not_found().to_owned(),
        ErrorCode::RateLimited => t.error_rate_limited(wait),
        ErrorCode::Busy => t.error_busy().to_owned(),
        ErrorCode::ServiceUnavailable => t.error_service_unavailable().to_owned(),
        ErrorCode::OutcomeUnknown => t.error_outcome_unknown().to_owned(),
        ErrorCode::Internal => t.error_internal().to_owned(),
    }
}
