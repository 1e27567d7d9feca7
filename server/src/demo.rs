//! Demo people with two months of history, for the sandbox only; their sign-in data is printed at the start.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use services::{ServiceError, demo};

use crate::state::AppState;

/// Adds them unless they are there, and says how to sign in as one.
pub async fn add(state: &AppState) -> Result<(), ServiceError> {
    demo::populate(&state.wallet).await?;
    let mut lines = format!(
        "Demo people: password “{}”, payment password {}\n",
        demo::PASSWORD,
        demo::PAYMENT_PASSWORD
    );
    for person in &demo::PEOPLE {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "  {:<20} {}", person.address, person.name);
    }
    // Nobody may be reading; the people are there all the same.
    drop(io::stdout().write_all(lines.as_bytes()));
    Ok(())
}
