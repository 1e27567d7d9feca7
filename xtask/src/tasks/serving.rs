//! The server as a child of ours: started, heard to be ready, asked to stop in order.
//! It must never outlive us unless we are killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::run;
use crate::build::Built;
use crate::error::{Error, Result};
use crate::{interrupt, say};

const POLL: Duration = Duration::from_millis(100);
/// How the server's line begins when it serves; the address follows.
const READY: &str = "OKPAY ready at ";

/// A server that was started.
pub struct Serving {
    child: Child,
    ready: Receiver<String>,
}

impl Serving {
    /// Starts it; what it says is passed on.
    pub fn start(command: &mut Command, built: &Built) -> Result<Self> {
        Self::spawn(command, built, say::data)
    }

    /// The same where standard output is for something else.
    pub fn quietly(command: &mut Command, built: &Built) -> Result<Self> {
        Self::spawn(command, built, |_| ())
    }

    fn spawn(command: &mut Command, built: &Built, say: fn(&str)) -> Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| run::cannot_start(built, source))?;
        let (tell, ready) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(output)
                    .lines()
                    .map_while(std::io::Result::ok)
                {
                    say(&line);
                    if let Some(address) = line.strip_prefix(READY) {
                        // Nobody may be waiting any more.
                        let _ = tell.send(address.to_owned());
                    }
                }
            });
        }
        Ok(Self { child, ready })
    }

    /// Waits until it serves and gives its address; `None` when it has ended, or we are to end.
    pub fn address(&self) -> Option<String> {
        loop {
            match self.ready.recv_timeout(POLL) {
                Ok(address) => return Some(address),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if interrupt::came() => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Asks it to stop in order, and waits; it may have had the terminal's Ctrl-C already.
    pub fn end(mut self) -> Result<()> {
        self.ask();
        let ended = self.child.wait().map(|_| ());
        ended.map_err(|source| Error::Io {
            doing: "waiting for the server to stop".to_owned(),
            source,
        })
    }

    fn ask(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // It may end between the question and the signal; then there is nobody to tell.
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.ask();
        // Its data folder may be removed next.
        let _ = self.child.wait();
    }
}
