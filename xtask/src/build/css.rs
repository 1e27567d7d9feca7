//! Bundles `style/main.css` and all it imports into one stylesheet.
//! It must never change what a rule means: no vendor prefixes, no polyfills, only fewer bytes.

use std::path::Path;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};

use crate::error::{Error, Result};

/// The text of the bundle, minified for release.
pub fn bundle(entry: &Path, minify: bool) -> Result<String> {
    let failed = |why: String| Error::step(format!("bundling {}", entry.display()), why);
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler
        .bundle(entry)
        .map_err(|why| failed(why.to_string()))?;
    if minify {
        sheet
            .minify(MinifyOptions::default())
            .map_err(|why| failed(why.to_string()))?;
    }
    let options = PrinterOptions {
        minify,
        ..PrinterOptions::default()
    };
    sheet
        .to_css(options)
        .map(|css| css.code)
        .map_err(|why| failed(why.to_string()))
}
