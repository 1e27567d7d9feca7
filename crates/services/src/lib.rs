//! Use cases: one function is one thing a person can do. Knows the rules; never speaks HTTP and never makes words:
//! an answer is a value, a refusal is a code with its facts, time and randomness are handed in.

mod account;
mod choices;
mod codes;
mod crypto;
mod dashboard;
pub mod demo;
mod device;
mod devices;
mod env;
mod error;
mod events;
mod hashing;
mod history;
mod inbox;
mod live;
mod messages;
mod notify;
mod once;
mod payee;
mod payment_password;
mod payment_reset;
mod profile;
mod rates;
mod receive;
mod register;
mod requests;
mod sandbox;
mod send;
mod session;
mod sign_in;
mod strength;
mod throttle;
mod topup;
mod twin;
mod unclaimed;
mod wallet;
mod work_queue;

pub use account::local_time;
pub use crypto::{Keys, KeysError};
pub use dashboard::{CurrencyBalance, Dashboard};
pub use device::DeviceToken;
pub use devices::{Device, SignedInDevice};
pub use env::{Client, Clock, Env, Random, SystemRandom};
pub use error::{ServiceError, ServiceResult};
pub use events::{Event, Party, TopUpVia};
pub use history::{
    Activity, ActivityId, ActivityPage, Happened, HistoryForm, SentBefore, SumBefore,
};
pub use inbox::{Notification, NotificationPage};
pub use live::{Movers, Seen};
pub use messages::{MessageBody, MessageToSend};
pub use payee::{Payable, PayeeFound};
pub use payment_reset::PaymentResetForm;
pub use profile::ProfileForm;
pub use rails::bank::{BankFieldKind, BankInstructions};
pub use rates::{CoursePoint, NewRates, QuotedRate, RateCourse, RateDesk, RatesNow, rate_text};
pub use receive::{LinkForm, PersonalLink};
pub use register::{CodeSent, RegisterForm, TERMS_VERSION};
pub use requests::{AskForm, RequestShown, RequestSide, RequestState};
pub use send::{LimitsShown, QuoteForm, Recipient, SendForm, SendIntent, SendStatus};
pub use session::{SESSION_ABSOLUTE, SESSION_IDLE, SessionToken};
pub use sign_in::SignedIn;
pub use storage::{
    annotations::Annotation,
    cards::Card,
    people::Person,
    sandbox_outbox::Delivered,
    sessions::Viewer,
    topups::{Method, TopUp},
};
pub use topup::{BankTimes, CardChoice, RESUME_TASK, TopUpForm};
pub use unclaimed::InvitationShown;
pub use wallet::{Wallet, WalletConfig};
