//! The button that sends a code, in the form of what the code is for.

use leptos::prelude::*;

use crate::{
    deed::{Deed, INSTEAD},
    texts::use_texts,
    ui::{Button, ButtonKind},
};

/// The button; `send` is what sends the code.
#[component]
pub(crate) fn GetCode<D: Deed>(send: ServerAction<D>) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Secondary submit=true name=INSTEAD value=D::name() busy=send.pending()>
            {use_texts().auth_get_code()}
        </Button>
    }
}
