//! A link as a QR code (ISO/IEC 18004), drawn by the server as one path of whole numbers.

use std::fmt::Write as _;

use domain::{ErrorCode, Refusal};
use fast_qr::{ECL, QRBuilder};

use super::api::QrCode;

/// Blank modules around the code, as the standard asks.
const QUIET: usize = 4;

/// The code of this text.
///
/// # Errors
/// Refused when the text is too long for a code.
pub fn draw(text: &str) -> Result<QrCode, Refusal> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| Refusal::new(ErrorCode::NoteTooLong))?;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        let line = &code[row];
        while column < code.size {
            let dark = line
                .iter()
                .skip(column)
                .take_while(|module| module.value())
                .count();
            if dark > 0 {
                // Writing to a string cannot fail.
                let _ = write!(
                    path,
                    "M{} {}h{dark}v1h-{dark}z",
                    column + QUIET,
                    row + QUIET
                );
            }
            column += dark.max(1);
        }
    }
    Ok(QrCode {
        path,
        size: code.size + 2 * QUIET,
    })
}
