//! The words of mails and SMS. Only the server writes them; the facts come from `services`.

use chrono::{DateTime, Utc};
use domain::{Locale, Money, format_date, format_money};
use services::MessageBody;

use crate::texts::Texts;

/// A message in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Of the mail; an SMS has none.
    pub subject: String,
    /// Without greeting and signature: all of an SMS.
    pub short: String,
    /// The whole mail.
    pub text: String,
    pub code: Option<String>,
    pub link: Option<String>,
}

/// Words the facts of a message. `public_url` is the origin of the links in it.
pub fn letter(body: &MessageBody, locale: Locale, public_url: &str) -> Letter {
    let t = Texts(locale);
    let link = link(body, public_url);
    let (subject, mut short) = words(t, body, link.as_deref().unwrap_or_default());
    if let Some(note) = note(body) {
        short = format!("{short}\n{}", t.mail_note(note));
    }
    let text = format!(
        "{}\n\n{short}\n\n{}\n{public_url}\n",
        t.mail_greeting(),
        t.mail_closing()
    );
    Letter {
        subject,
        short,
        text,
        code: code(body).map(str::to_owned),
        link,
    }
}

/// The subject, and what there is to say.
fn words(t: Texts, body: &MessageBody, link: &str) -> (String, String) {
    let money = |amount: &Money| format_money(*amount, t.0);
    let day = |at: &DateTime<Utc>| format_date(at.date_naive(), t.0);
    match body {
        MessageBody::RegisterCode { code } => {
            (t.mail_register_subject(code), t.mail_register_text(code))
        }
        MessageBody::PaymentResetCode { code } => {
            (t.mail_reset_subject(code), t.mail_reset_text(code))
        }
        MessageBody::AlreadyRegistered => {
            (t.mail_taken_subject().to_owned(), t.mail_taken_text(link))
        }
        MessageBody::Received { amount, from, .. } => (
            t.mail_received_subject(money(amount)),
            t.mail_received_text(money(amount), from),
        ),
        MessageBody::Added { amount, .. } => (
            t.mail_added_subject(money(amount)),
            t.mail_added_text(money(amount)),
        ),
        MessageBody::Sent {
            amount, total, to, ..
        } => {
            let mut text = t.mail_sent_text(money(amount), to);
            if let Some(total) = total {
                text = format!("{text}\n{}", t.mail_sent_exchange(money(total)));
            }
            (t.mail_sent_subject(money(amount)), text)
        }
        MessageBody::Waiting { amount, to, until } => (
            t.mail_waiting_subject(money(amount)),
            t.mail_waiting_text(money(amount), to, day(until)),
        ),
        MessageBody::Invited {
            amount,
            from,
            until,
            ..
        } => (
            t.mail_invited_subject(money(amount), from),
            t.mail_invited_text(money(amount), from, link, day(until)),
        ),
        MessageBody::Claimed { amount, to } => (
            t.mail_claimed_subject(money(amount)),
            t.mail_claimed_text(money(amount), to),
        ),
        MessageBody::Returned {
            amount,
            to,
            cancelled,
        } => {
            let text = if *cancelled {
                t.mail_returned_text_cancelled(money(amount), to)
            } else {
                t.mail_returned_text(money(amount), to)
            };
            (t.mail_returned_subject(money(amount)), text)
        }
        MessageBody::Asked { amount, from, .. } => (
            t.mail_asked_subject(money(amount), from),
            t.mail_asked_text(money(amount), from, link),
        ),
        MessageBody::Converted { total, target, .. } => (
            t.mail_converted_subject(money(total)),
            t.mail_converted_text(money(target), money(total)),
        ),
        MessageBody::PasswordChanged { .. } => (
            t.mail_password_subject().to_owned(),
            t.mail_password_text().to_owned(),
        ),
        MessageBody::PaymentPasswordChanged { .. } => (
            t.mail_payment_subject().to_owned(),
            t.mail_payment_text().to_owned(),
        ),
    }
}

/// Where the message leads, for those that lead somewhere.
fn link(body: &MessageBody, public_url: &str) -> Option<String> {
    match body {
        MessageBody::AlreadyRegistered => Some(format!("{public_url}/login")),
        MessageBody::Invited { invitation, .. } => {
            Some(format!("{public_url}/register?invitation={invitation}"))
        }
        MessageBody::Asked { request, .. } => Some(format!("{public_url}/request/{request}")),
        _ => None,
    }
}

/// The code it brings.
fn code(body: &MessageBody) -> Option<&str> {
    match body {
        MessageBody::RegisterCode { code } | MessageBody::PaymentResetCode { code } => Some(code),
        _ => None,
    }
}

/// The payer's own words.
fn note(body: &MessageBody) -> Option<&str> {
    match body {
        MessageBody::Received { note, .. } | MessageBody::Sent { note, .. } => note.as_deref(),
        _ => None,
    }
}
