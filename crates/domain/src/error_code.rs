//! The codes by which a refusal travels to the browser, and what the person can do next.
//! It must never hold texts: those are in the locale files, one for each code.

mod from_errors;

/// What a person can do about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NextStep {
    /// Change what was typed in the field.
    CorrectField,
    /// Wait, then do the same again.
    TryAgainLater,
    /// Add money, or send less.
    AddMoney,
    /// Pay in several parts.
    SplitPayment,
    /// Set a payment password first.
    SetPaymentPassword,
    /// Sign in again.
    SignIn,
    /// Have another code sent.
    RequestNewCode,
    /// Begin again from the first step.
    StartOver,
    /// Talk to a human.
    ContactSupport,
    /// Look in the history what has become of it.
    CheckHistory,
}

text_enum!(NextStep {
    CorrectField => "correct_field",
    TryAgainLater => "try_again_later",
    AddMoney => "add_money",
    SplitPayment => "split_payment",
    SetPaymentPassword => "set_payment_password",
    SignIn => "sign_in",
    RequestNewCode => "request_new_code",
    StartOver => "start_over",
    ContactSupport => "contact_support",
    CheckHistory => "check_history",
});

/// Declares the codes with their spelling on the wire and what to do next.
macro_rules! error_codes {
    ($($(#[$meta:meta])+ $variant:ident $text:literal $next_step:ident,)+) => {
        /// Why the wallet refused, as the browser and the REST API may know it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $($(#[$meta])+ $variant,)+
        }

        text_enum!(ErrorCode { $($variant => $text),+ });

        impl ErrorCode {
            /// What the person can do about it.
            pub const fn next_step(self) -> NextStep {
                match self {
                    $(Self::$variant => NextStep::$next_step,)+
                }
            }
        }
    };
}

use crate::serde_text::text_enum;

error_codes! {
    // Address.
    /// The field “Email or phone” is empty.
    AddressEmpty "address_empty" CorrectField,
    /// Neither an e-mail address nor a phone number.
    AddressNotRecognized "address_not_recognized" CorrectField,
    /// Meant as an e-mail address, but not of that form.
    EmailMalformed "email_malformed" CorrectField,
    /// An e-mail address longer than mail can carry.
    EmailTooLong "email_too_long" CorrectField,
    /// Too few or too many digits for the country.
    PhoneWrongLength "phone_wrong_length" CorrectField,
    /// No country has that calling code.
    PhoneUnknownCallingCode "phone_unknown_calling_code" CorrectField,
    /// No phone that gets messages has such a number.
    PhoneNotAssigned "phone_not_assigned" CorrectField,

    // Registration and settings.
    /// The user agreement was not accepted.
    AgreementNotAccepted "agreement_not_accepted" CorrectField,
    /// A language that the wallet does not speak.
    LocaleUnknown "locale_unknown" CorrectField,
    /// No name was given.
    NameEmpty "name_empty" CorrectField,
    /// The name has too many characters.
    NameTooLong "name_too_long" CorrectField,
    /// The name has a character that names do not have.
    NameNotAllowed "name_not_allowed" CorrectField,
    /// The name has no letter.
    NameNoLetter "name_no_letter" CorrectField,
    /// The name mixes scripts whose letters look alike.
    NameMixedScripts "name_mixed_scripts" CorrectField,

    /// Not a date.
    BirthdayMalformed "birthday_malformed" CorrectField,
    /// Nobody with an account is that young or that old.
    BirthdayOutOfRange "birthday_out_of_range" CorrectField,
    /// No such country.
    CountryUnknown "country_unknown" CorrectField,
    /// A line of an address has too many characters.
    PostalLineTooLong "postal_line_too_long" CorrectField,
    /// A line of an address has a line break or a character that is not allowed.
    PostalLineNotAllowed "postal_line_not_allowed" CorrectField,

    // Sign-in and password.
    /// Address or password is wrong; which of them, nobody is told.
    SignInWrong "sign_in_wrong" CorrectField,
    /// Only a signed-in person may do this.
    SignInRequired "sign_in_required" SignIn,
    /// The session has ended, by time or from elsewhere.
    SessionEnded "session_ended" SignIn,
    /// The password has too few characters.
    PasswordTooShort "password_too_short" CorrectField,
    /// The password has too many characters.
    PasswordTooLong "password_too_long" CorrectField,
    /// The password is easily guessed.
    PasswordTooWeak "password_too_weak" CorrectField,
    /// The password is among those that are tried first or were made public.
    PasswordCommon "password_common" CorrectField,
    /// The password and its confirmation differ.
    PasswordsDiffer "passwords_differ" CorrectField,
    /// The new password is the old one.
    PasswordUnchanged "password_unchanged" CorrectField,
    /// The current password is wrong.
    PasswordWrong "password_wrong" CorrectField,

    /// The credentials were changed elsewhere in the meantime.
    CredentialsChanged "credentials_changed" StartOver,
    /// A time zone nobody keeps.
    TimeZoneUnknown "time_zone_unknown" CorrectField,
    /// Messages about safety would reach the person nowhere.
    SecurityUnreachable "security_unreachable" CorrectField,

    // Verification codes.
    /// No code was given.
    CodeEmpty "code_empty" CorrectField,
    /// Not of the form of a code.
    CodeMalformed "code_malformed" CorrectField,
    /// Not the code that was sent.
    CodeWrong "code_wrong" CorrectField,
    /// The code is older than it may be.
    CodeExpired "code_expired" RequestNewCode,
    /// The code was used already, or a newer one was sent.
    CodeUsed "code_used" RequestNewCode,
    /// The code was tried wrongly too often.
    CodeTriesExhausted "code_tries_exhausted" RequestNewCode,
    /// A code was sent a moment ago; another one has to wait.
    CodeTooSoon "code_too_soon" TryAgainLater,

    // Payment password.
    /// There is no payment password yet.
    PaymentPasswordNotSet "payment_password_not_set" SetPaymentPassword,
    /// No payment password was given.
    PaymentPasswordEmpty "payment_password_empty" CorrectField,
    /// The payment password has too few characters.
    PaymentPasswordTooShort "payment_password_too_short" CorrectField,
    /// The payment password has too many characters.
    PaymentPasswordTooLong "payment_password_too_long" CorrectField,
    /// The payment password repeats or counts.
    PaymentPasswordTooSimple "payment_password_too_simple" CorrectField,
    /// The payment password and its confirmation differ.
    PaymentPasswordsDiffer "payment_passwords_differ" CorrectField,
    /// The payment password is wrong.
    PaymentPasswordWrong "payment_password_wrong" CorrectField,
    /// The payment password was tried wrongly too often.
    PaymentPasswordLocked "payment_password_locked" TryAgainLater,

    // Payee and note.
    /// The field “To” is empty.
    PayeeEmpty "payee_empty" CorrectField,
    /// Neither an e-mail address nor a phone number nor an account number.
    PayeeNotRecognized "payee_not_recognized" CorrectField,
    /// An account number whose check digit does not fit.
    PayeeAccountNumberWrong "payee_account_number_wrong" CorrectField,
    /// Nobody has that address or account number.
    PayeeNotFound "payee_not_found" CorrectField,
    /// Nobody has that address yet, so that no currency but the one that is sent can wait for them.
    PayeeUnregisteredCurrency "payee_unregistered_currency" CorrectField,
    /// The payee is the sender.
    PayeeSelf "payee_self" CorrectField,
    /// The payee cannot be paid now.
    PayeeCannotReceive "payee_cannot_receive" ContactSupport,
    /// Too many new payees were looked up today.
    PayeeLookupsExhausted "payee_lookups_exhausted" TryAgainLater,
    /// The note has too many characters.
    NoteTooLong "note_too_long" CorrectField,
    /// The note has a line break or a character that is not allowed.
    NoteNotAllowed "note_not_allowed" CorrectField,

    // Money that waits for somebody, and money that is asked for.
    /// The money was claimed, taken back or returned already.
    InvitationEnded "invitation_ended" CheckHistory,
    /// There is no such request, or it is for somebody else.
    RequestUnknown "request_unknown" StartOver,
    /// The request was declined, withdrawn or has lapsed.
    RequestEnded "request_ended" StartOver,
    /// The request was paid already.
    RequestPaid "request_paid" CheckHistory,
    /// Too many requests of this person are open.
    RequestsTooMany "requests_too_many" TryAgainLater,

    // Amount.
    /// No amount was given.
    AmountEmpty "amount_empty" CorrectField,
    /// The amount is no number.
    AmountNotANumber "amount_not_a_number" CorrectField,
    /// The amount is below zero.
    AmountNegative "amount_negative" CorrectField,
    /// The amount has wrong separators.
    AmountGrouping "amount_grouping" CorrectField,
    /// The amount has more decimal places than the currency.
    AmountTooManyDecimals "amount_too_many_decimals" CorrectField,
    /// The amount is zero.
    AmountZero "amount_zero" CorrectField,
    /// The amount is more than can be counted.
    AmountTooLarge "amount_too_large" CorrectField,
    /// Both sides of a conversion are filled in.
    AmountsBothGiven "amounts_both_given" CorrectField,
    /// Converted, it would be less than one minor unit.
    AmountTooSmall "amount_too_small" CorrectField,
    /// No such currency.
    CurrencyUnknown "currency_unknown" CorrectField,
    /// The wallet does not hold that currency.
    CurrencyNotHeld "currency_not_held" CorrectField,
    /// The currency has no exchange rate today.
    CurrencyWithoutRate "currency_without_rate" CorrectField,
    /// A conversion from a currency into itself.
    CurrenciesSame "currencies_same" CorrectField,
    /// The published rates are too old to move money at.
    RateTooOld "rate_too_old" TryAgainLater,
    /// The house holds as much of a currency as it may, or owes as much.
    FxPositionFull "fx_position_full" TryAgainLater,

    // Balance and limits.
    /// The balance is less than the amount and its fee.
    InsufficientFunds "insufficient_funds" AddMoney,
    /// The amount is over the limit for one payment.
    LimitPerPayment "limit_per_payment" SplitPayment,
    /// The amount is over what is left of the limit for a day.
    LimitPerDay "limit_per_day" TryAgainLater,
    /// The account is frozen.
    AccountFrozen "account_frozen" ContactSupport,
    /// The account is closed.
    AccountClosed "account_closed" ContactSupport,

    // Confirmation.
    /// There is nothing to confirm under this id.
    IntentUnknown "intent_unknown" StartOver,
    /// What was to be confirmed has lapsed.
    IntentExpired "intent_expired" StartOver,
    /// What was to be confirmed has been confirmed.
    IntentUsed "intent_used" CheckHistory,
    /// What was confirmed is not what was shown.
    IntentChanged "intent_changed" StartOver,
    /// The same command id came with another command.
    CommandReused "command_reused" CheckHistory,

    // Cards.
    /// Not the number of a card.
    CardNumberInvalid "card_number_invalid" CorrectField,
    /// Not a month and year.
    CardExpiryInvalid "card_expiry_invalid" CorrectField,
    /// Not three or four digits.
    CardSecurityCodeInvalid "card_security_code_invalid" CorrectField,
    /// The sandbox takes its own test cards only.
    CardNotInSandbox "card_not_in_sandbox" CorrectField,
    /// No such saved card.
    CardUnknown "card_unknown" StartOver,
    /// The card's bank declined without a reason.
    CardDeclined "card_declined" CorrectField,
    /// The card has too little money.
    CardInsufficientFunds "card_insufficient_funds" CorrectField,
    /// The card is no longer valid.
    CardExpired "card_expired" CorrectField,
    /// The security code does not belong to the card.
    CardSecurityCodeWrong "card_security_code_wrong" CorrectField,
    /// The card's bank was not given the confirmation it asked for.
    CardAuthenticationFailed "card_authentication_failed" StartOver,

    // Top-ups.
    /// No such top-up.
    TopUpUnknown "top_up_unknown" StartOver,
    /// The top-up is paid or failed already.
    TopUpFinished "top_up_finished" CheckHistory,
    /// The bank is under maintenance.
    TopUpBankMaintenance "top_up_bank_maintenance" TryAgainLater,
    /// The bank account has too little money.
    TopUpInsufficientFunds "top_up_insufficient_funds" StartOver,
    /// The bank does not know the details.
    TopUpWrongDetails "top_up_wrong_details" StartOver,
    /// The wallet's side is under maintenance.
    TopUpOurMaintenance "top_up_our_maintenance" TryAgainLater,
    /// Nothing arrived in time.
    TopUpLapsed "top_up_lapsed" StartOver,
    /// Another amount arrived than was announced.
    TopUpAmountMismatch "top_up_amount_mismatch" ContactSupport,

    /// That way of adding money does not take that currency.
    TopUpMethodNotForCurrency "top_up_method_not_for_currency" CorrectField,

    // History.
    /// A text longer than anybody looks for.
    SearchTooLong "search_too_long" CorrectField,
    /// Not one of the choices of that list.
    ChoiceUnknown "choice_unknown" CorrectField,
    /// Not a date of the calendar.
    DateMalformed "date_malformed" CorrectField,
    /// The last day is before the first.
    DatesReversed "dates_reversed" CorrectField,
    /// The largest amount is below the smallest.
    AmountsReversed "amounts_reversed" CorrectField,
    /// A tag has too many characters.
    TagTooLong "tag_too_long" CorrectField,
    /// A tag has a character that is not allowed.
    TagNotAllowed "tag_not_allowed" CorrectField,
    /// More tags than an entry can have.
    TagsTooMany "tags_too_many" CorrectField,
    /// The private note has too many characters.
    PrivateNoteTooLong "private_note_too_long" CorrectField,
    /// The private note has a character that is not allowed.
    PrivateNoteNotAllowed "private_note_not_allowed" CorrectField,

    // Requests and the service.
    /// The request is not of the form that the wallet's own pages send.
    RequestMalformed "request_malformed" StartOver,
    /// The request is larger than any the wallet's own pages send.
    RequestTooLarge "request_too_large" StartOver,
    /// The request comes from another site.
    RequestForeign "request_foreign" StartOver,
    /// There is no such thing, or it is not this person's.
    NotFound "not_found" StartOver,
    /// Too many requests in a short time.
    RateLimited "rate_limited" TryAgainLater,
    /// Too much to do at once; nothing was done.
    Busy "busy" TryAgainLater,
    /// The service cannot work just now; nothing was done.
    ServiceUnavailable "service_unavailable" TryAgainLater,
    /// The answer was lost; it may or may not have been done.
    OutcomeUnknown "outcome_unknown" CheckHistory,
    /// A fault of the wallet's own.
    Internal "internal" ContactSupport,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_spelled_like_its_name_and_only_once() {
        let mut spellings: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        spellings.sort_unstable();
        spellings.dedup();
        assert_eq!(spellings.len(), ErrorCode::ALL.len());
        for &code in ErrorCode::ALL {
            assert_eq!(ErrorCode::parse(code.as_str()), Some(code));
            assert_eq!(
                code.as_str().replace('_', ""),
                format!("{code:?}").to_lowercase()
            );
        }
    }

    #[test]
    fn every_step_is_the_way_out_of_something() {
        for step in NextStep::ALL {
            assert!(
                ErrorCode::ALL.iter().any(|code| code.next_step() == *step),
                "{step}"
            );
        }
    }

    #[test]
    fn json_carries_the_spelling() {
        let json = serde_json::to_string(&ErrorCode::PaymentPasswordNotSet).unwrap();
        assert_eq!(json, "\"payment_password_not_set\"");
        assert_eq!(
            serde_json::from_str::<ErrorCode>(&json).unwrap(),
            ErrorCode::PaymentPasswordNotSet
        );
        assert!(serde_json::from_str::<ErrorCode>("\"no_such_code\"").is_err());
    }
}
