//! What can go wrong before or around the app, as a status, a code and words in both languages.
//! Never says anything of the request itself.

use axum::http::StatusCode;
use domain::{ErrorCode, Locale};

/// Why the app did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The database does not answer, nothing was done; the page tries again by itself.
    DatabaseAway,
    /// The database went away while something was being done; whether it was done, the history will tell.
    DatabaseLost,
    /// The answer took longer than anybody should wait.
    TooSlow,
    /// A defect of ours.
    Broken,
    /// More requests than one address may make.
    TooMany,
    /// The body is larger than allowed.
    TooLarge,
    /// The body broke off or is malformed.
    Unreadable,
    /// Another site caused the request.
    OtherSite,
    /// The request names a host that is not ours.
    WrongHost,
}

impl Trouble {
    /// The status that machines go by.
    pub fn status(self) -> StatusCode {
        match self {
            Self::DatabaseAway | Self::DatabaseLost | Self::TooSlow => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
        }
    }

    /// The code that the app has words for.
    pub fn code(self) -> ErrorCode {
        match self {
            Self::DatabaseAway => ErrorCode::ServiceUnavailable,
            Self::DatabaseLost | Self::TooSlow => ErrorCode::OutcomeUnknown,
            Self::Broken => ErrorCode::Internal,
            Self::TooMany => ErrorCode::RateLimited,
            Self::TooLarge => ErrorCode::RequestTooLarge,
            Self::Unreadable => ErrorCode::RequestMalformed,
            Self::OtherSite | Self::WrongHost => ErrorCode::RequestForeign,
        }
    }

    /// When to try again, where trying again helps.
    pub fn again_after_s(self) -> Option<u16> {
        match self {
            Self::DatabaseAway | Self::DatabaseLost => Some(2),
            Self::TooMany => Some(10),
            _ => None,
        }
    }

    /// Title and text.
    pub fn words(self, locale: Locale) -> (&'static str, &'static str) {
        match (self, locale) {
            (Self::DatabaseAway, Locale::En) => (
                "We will be right back",
                "Your money is safe. The wallet cannot reach its records for a moment; this page tries again by itself.",
            ),
            (Self::DatabaseAway, Locale::ZhCn) => (
                "马上回来",
                "您的资金是安全的。钱包暂时读不到账目，本页会自动重试。",
            ),
            (Self::DatabaseLost, Locale::En) => (
                "The connection to our records broke",
                "If you were paying, look at your history before you try again: it shows whether the payment went through.",
            ),
            (Self::DatabaseLost, Locale::ZhCn) => (
                "与账目的连接中断了",
                "如果刚才在付款，请先查看账单，确认是否已成功，再决定是否重试。",
            ),
            (Self::TooSlow, Locale::En) => (
                "That took too long",
                "We stopped waiting. If you were paying, look at your history first: it shows whether the payment went through.",
            ),
            (Self::TooSlow, Locale::ZhCn) => (
                "等待太久了",
                "我们已停止等待。如果刚才在付款，请先查看账单，确认是否已成功。",
            ),
            (Self::Broken, Locale::En) => (
                "Something went wrong on our side",
                "It was recorded. If you were paying, look at your history before you try again.",
            ),
            (Self::Broken, Locale::ZhCn) => (
                "我们这边出了问题",
                "问题已记录。如果刚才在付款，请先查看账单再重试。",
            ),
            (Self::TooMany, Locale::En) => (
                "Too many requests",
                "So many requests came from your address that we are pausing for a moment.",
            ),
            (Self::TooMany, Locale::ZhCn) => {
                ("请求过于频繁", "来自您网络地址的请求太多，请稍等片刻再试。")
            }
            (Self::TooLarge, Locale::En) => (
                "That is too large",
                "What was sent is larger than the wallet accepts. Send less and try again.",
            ),
            (Self::TooLarge, Locale::ZhCn) => {
                ("内容过大", "提交的内容超出允许的大小，请减少后重试。")
            }
            (Self::Unreadable, Locale::En) => (
                "That did not arrive whole",
                "The connection broke off while sending. Please try again.",
            ),
            (Self::Unreadable, Locale::ZhCn) => ("内容未完整送达", "发送过程中连接中断，请重试。"),
            (Self::OtherSite, Locale::En) => (
                "This did not come from OKPay",
                "For your safety we only accept what is sent from our own pages. Open the page again and repeat it.",
            ),
            (Self::OtherSite, Locale::ZhCn) => (
                "请求并非来自 OKPay",
                "为了您的安全，我们只接受从本站页面提交的内容。请重新打开页面后再试。",
            ),
            (Self::WrongHost, Locale::En) => (
                "This is not our address",
                "The wallet answers to its own address only. Check what you typed.",
            ),
            (Self::WrongHost, Locale::ZhCn) => (
                "网址不对",
                "钱包只在自己的网址上提供服务，请检查输入的网址。",
            ),
        }
    }
}
