//! The HTML document around every page: head, scripts that wake it, and nothing that could leak the nonce.

use std::{path::Path, sync::OnceLock};

use domain::Locale;
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{App, deed::Posted, frame, texts::Texts};

/// Holds presses that come before the page is awake and repeats them then, so that an early press is never lost. When the
/// program cannot come, they are repeated all the same: the browser sends the forms by itself then.
const HOLD_EARLY_PRESSES: &str = r"(()=>{const held=[],root=document,on=root.addEventListener.bind(root),off=root.removeEventListener.bind(root);
const hold=e=>{const at=e.target.closest?.(e.type==='submit'?'form[method=post]':'button[type=button]');
if(!at)return;e.preventDefault();e.stopPropagation();held.push([at,e.submitter])};
on('submit',hold,true);on('click',hold,true);
const letGo=e=>{off('submit',hold,true);off('click',hold,true);root.documentElement.dataset[e.type.slice(6)]='';
for(const[at,by]of held.splice(0))at.tagName==='FORM'?at.requestSubmit(by):at.click()};
for(const how of['okpay:awake','okpay:plain'])addEventListener(how,letGo,{once:true})})()";

/// The document. The router's view goes into its body.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let frame = frame::read_request();
    let t = Texts(frame.locale);
    let names = names(&options);
    let nonce = use_nonce();
    // Who has sent a form without the program goes on without it: what the page says stands in it, and nowhere else.
    let scripts = Posted::here().is_none();
    // In mainland China a rising price is red; `style/tokens.css` turns the two colours round.
    let (market, manifest) = match frame.locale {
        Locale::ZhCn => (Some("red-up"), "/manifest.zh-CN.webmanifest"),
        Locale::En => (None, "/manifest.webmanifest"),
    };
    let wake = format!(
        "import('{js}').then(m=>m.default({{module_or_path:'{wasm}'}}).then(()=>m.hydrate()))\
         .catch(e=>{{dispatchEvent(new Event('okpay:plain'));throw e}})",
        js = names.js,
        wasm = names.wasm,
    );
    view! {
        <!DOCTYPE html>
        <html lang=frame.locale.as_str() data-market=market>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="description" content=t.site_description()/>
                <meta name="theme-color" content="#f6f5f0" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#0f1412" media="(prefers-color-scheme: dark)"/>
                <link rel="stylesheet" href=names.css.clone()/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href=manifest/>
                {scripts.then(|| view! {
                    <link rel="modulepreload" href=names.js.clone() nonce=nonce.clone()/>
                    <link rel="preload" href=names.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                    <script nonce=nonce.clone()>{HOLD_EARLY_PRESSES}</script>
                    <script type="module" nonce=nonce>{wake}</script>
                })}
                <AutoReload options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Addresses of the built files.
struct Names {
    js: String,
    wasm: String,
    css: String,
}

/// Read once: a running server serves one build.
fn names(options: &LeptosOptions) -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let listed = if options.hash_files {
            std::fs::read_to_string(Path::new(options.hash_file.as_ref())).unwrap_or_default()
        } else {
            String::new()
        };
        let file = |kind: &str| {
            let hash = listed
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(found, _)| found.trim() == kind);
            let hash = hash
                .map(|(_, hash)| format!(".{}", hash.trim()))
                .unwrap_or_default();
            format!(
                "/{}/{}{hash}.{kind}",
                options.site_pkg_dir, options.output_name
            )
        };
        Names {
            js: file("js"),
            wasm: file("wasm"),
            css: file("css"),
        }
    })
}
