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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::build::Scratch;

    #[test]
    fn a_bundle_holds_what_is_imported_in_its_layer_and_order() {
        let scratch = Scratch::new("css");
        fs::write(
            scratch.path().join("main.css"),
            "@import './a.css' layer(base);\np { color: #ff0000 }",
        )
        .unwrap();
        fs::write(scratch.path().join("a.css"), "b { margin: 0px }").unwrap();
        let css = bundle(&scratch.path().join("main.css"), true).unwrap();
        assert_eq!(css, "@layer base{b{margin:0}}p{color:red}");
    }

    #[test]
    fn a_missing_import_is_an_error_that_names_it() {
        let scratch = Scratch::new("css-missing");
        fs::write(scratch.path().join("main.css"), "@import './gone.css';").unwrap();
        let error = bundle(&scratch.path().join("main.css"), true).unwrap_err();
        assert!(error.to_string().contains("main.css"), "{error}");
    }
}
