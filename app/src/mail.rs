//! The words of mails and SMS. Only the server writes them; the facts come from `services`.

use domain::{Locale, Money, format_money};
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
    let money = |amount: &Money| format_money(*amount, locale);
    let (mut code, mut link) = (None, None);
    let (subject, mut short, note) = match body {
        MessageBody::RegisterCode { code: drawn } => {
            code = Some(drawn.clone());
            (
                t.mail_register_subject(drawn),
                t.mail_register_text(drawn),
                None,
            )
        }
        MessageBody::PaymentResetCode { code: drawn } => {
            code = Some(drawn.clone());
            (t.mail_reset_subject(drawn), t.mail_reset_text(drawn), None)
        }
        MessageBody::AlreadyRegistered => {
            let page = format!("{public_url}/login");
            link = Some(page.clone());
            (
                t.mail_taken_subject().to_owned(),
                t.mail_taken_text(page),
                None,
            )
        }
        MessageBody::Received {
            amount, from, note, ..
        } => {
            let amount = money(amount);
            (
                t.mail_received_subject(&amount),
                t.mail_received_text(amount, from),
                note.as_ref(),
            )
        }
        MessageBody::Added { amount, .. } => {
            let amount = money(amount);
            (
                t.mail_added_subject(&amount),
                t.mail_added_text(amount),
                None,
            )
        }
        MessageBody::Sent {
            amount,
            total,
            to,
            note,
            ..
        } => {
            let amount = money(amount);
            let mut text = t.mail_sent_text(&amount, to);
            if let Some(total) = total {
                text = format!("{text}\n{}", t.mail_sent_exchange(money(total)));
            }
            (t.mail_sent_subject(amount), text, note.as_ref())
        }
        MessageBody::Converted { total, target, .. } => {
            let total = money(total);
            (
                t.mail_converted_subject(&total),
                t.mail_converted_text(money(target), total),
                None,
            )
        }
        MessageBody::PasswordChanged { .. } => (
            t.mail_password_subject().to_owned(),
            t.mail_password_text().to_owned(),
            None,
        ),
        MessageBody::PaymentPasswordChanged { .. } => (
            t.mail_payment_subject().to_owned(),
            t.mail_payment_text().to_owned(),
            None,
        ),
        MessageBody::SecurityMessagesReduced { .. } => (
            t.mail_reduced_subject().to_owned(),
            t.mail_reduced_text().to_owned(),
            None,
        ),
    };
    if let Some(note) = note {
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
        code,
        link,
    }
}
