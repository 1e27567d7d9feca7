//! Wakes the server-rendered page in the browser; holds no logic of its own.

/// Called once by the page when the WASM module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_lazy(app::App);
}
