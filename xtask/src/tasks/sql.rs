//! Just enough of Postgres's protocol to run a script: no client needs to be installed for it.
//! It must never be used on a database that asks for a password.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use embedded_postgres::Connection;

use crate::error::{Error, Result};

const PROTOCOL_3_0: u32 = 3 << 16;
/// Longer messages than any answer to a script has.
const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A session as one role in one database.
pub struct Session {
    stream: UnixStream,
    who: String,
}

impl Session {
    pub fn open(connection: &Connection, role: &str, database: &str) -> Result<Self> {
        let socket = connection
            .socket_dir
            .join(format!(".s.PGSQL.{}", connection.port));
        let who = format!("{role} in {database}");
        let stream = UnixStream::connect(&socket).map_err(|why| failed(&who, why))?;
        let mut session = Self { stream, who };
        let mut start = PROTOCOL_3_0.to_be_bytes().to_vec();
        for word in ["user", role, "database", database] {
            start.extend(word.as_bytes());
            start.push(0);
        }
        start.push(0);
        session.send(&start)?;
        session.until_ready()?;
        Ok(session)
    }

    /// Runs a script of any number of statements, in one transaction unless it says otherwise.
    pub fn run(&mut self, script: &str) -> Result<()> {
        let mut body = script.as_bytes().to_vec();
        body.push(0);
        self.stream
            .write_all(b"Q")
            .map_err(|why| failed(&self.who, why))?;
        self.send(&body)?;
        self.until_ready()
    }

    fn send(&mut self, body: &[u8]) -> Result<()> {
        let length = u32::try_from(body.len() + 4).map_err(|why| failed(&self.who, why))?;
        let sent = self
            .stream
            .write_all(&length.to_be_bytes())
            .and_then(|()| self.stream.write_all(body));
        sent.map_err(|why| failed(&self.who, why))
    }

    /// Reads up to `ReadyForQuery`; the first error on the way is the result.
    fn until_ready(&mut self) -> Result<()> {
        let mut error = None;
        loop {
            let mut head = [0; 5];
            if let Err(why) = self.stream.read_exact(&mut head) {
                return Err(error.unwrap_or_else(|| failed(&self.who, why)));
            }
            let [kind, length @ ..] = head;
            let length = usize::try_from(u32::from_be_bytes(length))
                .unwrap_or(usize::MAX)
                .saturating_sub(4);
            if length > MESSAGE_BYTES_MAX {
                return Err(failed(&self.who, "an answer out of all proportion"));
            }
            let mut body = vec![0; length];
            self.stream
                .read_exact(&mut body)
                .map_err(|why| failed(&self.who, why))?;
            match kind {
                b'E' => error = error.or_else(|| Some(failed(&self.who, describe(&body)))),
                b'R' if body != [0; 4] => return Err(failed(&self.who, "a password is asked for")),
                b'Z' => return error.map_or(Ok(()), Err),
                _ => {}
            }
        }
    }
}

fn failed(who: &str, why: impl std::fmt::Display) -> Error {
    Error::step(format!("running SQL as {who}"), why)
}

/// The message and what is said about its place, out of the fields of an error.
fn describe(body: &[u8]) -> String {
    let fields = body
        .split(|byte| *byte == 0)
        .filter_map(|field| field.split_first());
    let wanted = fields.filter(|(kind, _)| b"MDHPW".contains(kind));
    wanted
        .map(|(_, text)| String::from_utf8_lossy(text).into_owned())
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_its_message_and_place() {
        assert_eq!(
            describe(b"SERROR\0C42601\0Msyntax error\0P7\0\0"),
            "syntax error; 7"
        );
    }
}
