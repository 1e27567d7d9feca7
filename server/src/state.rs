//! What every handler may reach. Cheap to clone; holds no data of anybody.

use std::sync::Arc;

use app::{features::help::api::Contact, ssr::Operator};
use axum::extract::FromRef;
use axum::http::header;
use leptos::{
    config::LeptosOptions,
    context::{provide_context, use_context},
    nonce::use_nonce,
};
use leptos_axum::ResponseOptions;
use services::Wallet;
use tokio_util::sync::CancellationToken;

use crate::{
    config::Config,
    database::Database,
    live::Hub,
    middleware::{rate::Rates, security_headers},
};

/// The composed server.
#[derive(Clone)]
pub struct AppState {
    pub config: Arc<Config>,
    pub leptos: LeptosOptions,
    pub database: Database,
    pub wallet: Wallet,
    /// What the outer ring remembers of each address.
    pub rates: Rates,
    /// Whose pages are open here, and what they are told.
    pub live: Hub,
    /// Cancelled when the server begins to stop; streams end themselves then.
    pub stop: CancellationToken,
}

impl AppState {
    /// Puts the parts together; `stop` is what ends this server.
    pub fn new(
        config: Arc<Config>,
        leptos: LeptosOptions,
        database: Database,
        wallet: Wallet,
        stop: CancellationToken,
    ) -> Self {
        Self {
            config,
            leptos,
            database,
            live: Hub::new(wallet.clone(), stop.clone()),
            wallet,
            rates: Rates::default(),
            stop,
        }
    }

    /// What pages and server functions find in their Leptos context: [`Wallet`] and [`Operator`]. On a page it also sets the content
    /// security policy, since only here the nonce of this rendering is known.
    ///
    /// This is the one place to hand the app more.
    pub fn context(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let wallet = self.wallet.clone();
        let operator = operator(&self.config);
        let https = self.config.public.is_https();
        let reload = std::env::var_os("LEPTOS_WATCH")
            .map(|_| u16::try_from(self.leptos.reload_port).unwrap_or_default());
        move || {
            provide_context(wallet.clone());
            provide_context(operator.clone());
            if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) {
                response.insert_header(
                    header::CONTENT_SECURITY_POLICY,
                    security_headers::page_policy(&nonce, https, reload),
                );
            }
        }
    }
}

/// What the operator has said of this site.
fn operator(config: &Config) -> Operator {
    Operator {
        mail_sender: config.mail.as_ref().map(|mail| mail.from.clone()),
        security_contact: config.security_contact.as_ref().map(|contact| Contact {
            shown: contact.shown().to_owned(),
            href: contact.href(),
        }),
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
