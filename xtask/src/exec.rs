//! Starting other programs and judging how they ended.
//! It must never go on after a program that failed, unless the caller asks for the status.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::error::{Error, Result};
use crate::interrupt;

const POLL: Duration = Duration::from_millis(20);
/// How long a program may take to end by itself after the terminal's Ctrl-C.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// Runs to the end with this terminal's input and output; anything but success is an error, which
/// tells the status: a program that was killed has had no time to say why.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    judge(command, status)
}

/// The same for what might never end: after `limit` it is killed with all it has started.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    // A group of its own, so that all of it can be reached; then Ctrl-C has to be passed on.
    command.process_group(0).stdin(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|source| cannot_start(command, source))?;
    let group = Pid::from_child(&child);
    let began = Instant::now();
    let mut told = false;
    loop {
        if let Some(status) = look(command, &mut child)? {
            return judge(command, status);
        }
        if interrupt::came() && !told {
            // It may end between the question and the signal.
            let _ = kill_process_group(group, Signal::INT);
            told = true;
        }
        if began.elapsed() > limit {
            let _ = kill_process_group(group, Signal::KILL);
            let _ = child.wait();
            let minutes = limit.as_secs() / 60;
            return Err(Error::step(
                line(command),
                format!("it did not end within {minutes} minutes and was killed: something hangs"),
            ));
        }
        thread::sleep(POLL);
    }
}

/// Runs to the end with this terminal's input and output and tells whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    status(command).map(|status| status.success())
}

/// Waits for the end. In a terminal Ctrl-C reaches the program too; a signal to us alone is passed on.
fn status(command: &mut Command) -> Result<ExitStatus> {
    let mut child = command
        .spawn()
        .map_err(|source| cannot_start(command, source))?;
    let mut told = None;
    loop {
        if let Some(status) = look(command, &mut child)? {
            return Ok(status);
        }
        if interrupt::came() {
            let since = *told.get_or_insert_with(Instant::now);
            if since.elapsed() > ENDS_WITHIN {
                let _ = kill_process(Pid::from_child(&child), Signal::TERM);
                told = Some(Instant::now());
            }
        }
        thread::sleep(POLL);
    }
}

fn look(command: &Command, child: &mut Child) -> Result<Option<ExitStatus>> {
    child.try_wait().map_err(|source| Error::Io {
        doing: format!("waiting for `{}`", line(command)),
        source,
    })
}

fn judge(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    if interrupt::came() {
        return Err(Error::Interrupted);
    }
    Err(Error::Command {
        command: line(command),
        status: status.to_string(),
    })
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
    fn what_hangs_is_killed_with_all_it_started() {
        let mut hangs = Command::new("sh");
        hangs.args(["-c", "cat /dev/zero > /dev/null & wait"]);
        let began = Instant::now();
        let error = run_within(&mut hangs, Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("hangs"), "{error}");
        assert!(began.elapsed() < Duration::from_mins(1));
        run_within(&mut Command::new("true"), Duration::from_mins(1)).unwrap();
    }

    #[test]
    fn a_program_that_was_killed_is_told_as_such() {
        let error = run(Command::new("sh").args(["-c", "kill -9 $$"])).unwrap_err();
        assert!(error.to_string().contains("signal: 9"), "{error}");
    }
}
