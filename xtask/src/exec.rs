//! Starting other programs and judging how they ended.
//! It must never go on after a program that failed, unless the caller asks for the status.

use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// Runs to the end with this terminal's input and output; anything but success is an error, which
/// tells the status: a program that was killed has had no time to say why.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|source| cannot_start(command, source))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Command {
        command: line(command),
        status: status.to_string(),
    })
}

/// Runs to the end with this terminal's input and output and tells whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    command
        .status()
        .map(|status| status.success())
        .map_err(|source| cannot_start(command, source))
}

/// Runs to the end and gives what was written to standard output; errors still reach the terminal.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| cannot_start(command, source))?;
    if !output.status.success() {
        return Err(Error::Command {
            command: line(command),
            status: output.status.to_string(),
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program prints about itself, or nothing when it isn't there or refuses.
pub fn probe(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A `cargo` that doesn't see which package started us: build scripts that watch those variables
/// (ring's does) would otherwise rebuild each time one goes from plain cargo to xtask and back.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ]
        .iter()
        .any(|p| text.starts_with(p))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn cannot_start(command: &Command, source: std::io::Error) -> Error {
    Error::Io {
        doing: format!("starting `{}`", line(command)),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_was_killed_is_told_as_such() {
        let error = run(Command::new("sh").args(["-c", "kill -9 $$"])).unwrap_err();
        assert!(error.to_string().contains("signal: 9"), "{error}");
    }
}
