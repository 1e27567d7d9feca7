//! Every route and what stands before it, in one picture. Composition only: no handler lives here.

use app::{App, shell};
use axum::{
    Router,
    extract::State,
    middleware::{from_fn, from_fn_with_state as with},
};
use leptos_axum::{LeptosRoutes, generate_route_list};

use crate::{
    assets, forms, live,
    middleware::{
        asker, client, database_gate, host, limits, rate, request_id, same_origin,
        security_headers, trace,
    },
    observability::health,
    sandbox,
    state::AppState,
};

/// The whole server as one service; the tests drive exactly this.
pub fn router(state: AppState) -> Router {
    let page = {
        let options = state.leptos.clone();
        move || shell(options.clone())
    };
    // Pages and server functions: useless without the database.
    let mut wallet = Router::new()
        .leptos_routes_with_context(&state, generate_route_list(App), state.context(), page)
        .merge(forms::routes());
    if state.config.sandbox {
        wallet = wallet.merge(sandbox::routes());
    }
    let wallet = needs_database(wallet, &state);
    // The frame around the 404 page knows who is signed in, so it is a page like any.
    let missing =
        needs_database(Router::new().fallback(assets::missing), &state).with_state(state.clone());
    let guests = wallet
        // Not behind the gate and the asker: it must not count as use of a session, and has its own way to say no.
        .merge(live::routes())
        .fallback(move |State(state), request| assets::serve(state, request, missing))
        // The last one added is the first one passed.
        .layer(from_fn(limits::require))
        .layer(with(state.clone(), same_origin::require))
        .layer(with(state.clone(), rate::require))
        .layer(with(state.clone(), host::require));
    guests
        .merge(health::routes())
        .layer(with(state.clone(), client::know))
        .layer(from_fn(trace::record))
        .layer(with(state.clone(), security_headers::add))
        .layer(from_fn(request_id::add))
        .with_state(state)
}

fn needs_database(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router
        .layer(with(state.clone(), asker::know))
        .layer(with(state.clone(), database_gate::require))
}
