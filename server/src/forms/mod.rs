//! Forms that a browser sends by itself, to the page they stand on: there is no program in it, or none yet. What they do
//! and where they lead is the app's; here it is answered over HTTP.
//!
//! Done: 303 to where an awake page would have gone, so that loading anew sends nothing twice. Refused: the page again,
//! with the same words beside the same fields.

use app::{
    plain::{self, Ended},
    shell,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::post,
};
use leptos::{
    context::{provide_context, use_context},
    reactive::{computed::ScopedFuture, owner::Owner},
};
use leptos_axum::{ResponseOptions, ResponseParts, render_app_async_with_context};

use crate::{
    middleware::limits::BODY_BYTES_MAX,
    plain_page::{Outline, Trouble},
    state::AppState,
};

/// The pages that take a form. Others do not know the method.
pub fn routes() -> Router<AppState> {
    plain::pages()
        .into_iter()
        .fold(Router::new(), |routes, page| routes.route(page, post(take)))
}

async fn take(State(state): State<AppState>, page: MatchedPath, request: Request) -> Response {
    let outline = Outline::of(&request);
    let (parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return outline.answer(Trouble::Unreadable);
    }
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        return outline.answer(Trouble::Unreadable);
    };
    let answered = ResponseOptions::default();
    let ended = run(&state, page.as_str(), &parts, &body, &answered).await;
    let said = answered
        .0
        .read()
        .map(|said| said.clone())
        .unwrap_or_default();
    match ended {
        Ended::Unknown => outline.answer(Trouble::Unreadable),
        Ended::To(path) => sent_on(&path, said.headers),
        Ended::Drawn { status, page } => {
            let said = ResponseParts {
                status: Some(said.status.unwrap_or(status)),
                headers: said.headers,
            };
            let context = state.context();
            let context = move || {
                if let Some(response) = use_context::<ResponseOptions>() {
                    response.overwrite(said.clone());
                }
                page.provide();
                context();
            };
            let options = state.leptos.clone();
            let draw = render_app_async_with_context(context, move || shell(options.clone()));
            draw(Request::from_parts(parts, Body::empty())).await
        }
    }
}

/// Does what the form asks for, as a server function is done.
async fn run(
    state: &AppState,
    page: &str,
    parts: &Parts,
    body: &[u8],
    answered: &ResponseOptions,
) -> Ended {
    let (context, parts, answered) = (state.context(), parts.clone(), answered.clone());
    let address = parts
        .uri
        .path_and_query()
        .map_or("/", |address| address.as_str())
        .to_owned();
    let (page, body) = (page.to_owned(), body.to_vec());
    let work = async move {
        provide_context(parts);
        provide_context(answered);
        context();
        plain::take(&page, &address, &body).await
    };
    Owner::new().with(|| ScopedFuture::new(work)).await
}

fn sent_on(path: &str, mut headers: HeaderMap) -> Response {
    // A path that cannot stand in a header was made by nobody honest.
    let path = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(header::LOCATION, path);
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| {
            kind.trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        })
}
