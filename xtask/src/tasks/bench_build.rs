//! How long it takes from a change in one page until that page is served. The change is undone afterwards.
//! It must never measure a rebuild that did not change what is served: the page itself is looked at.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Instant;

use super::bench::{Figure, Results, Target};
use super::run;
use super::serving::Serving;
use crate::build;
use crate::cli::{Bench, Run};
use crate::error::{Doing, Error, Result};
use crate::paths::Paths;
use crate::setup::{self, Database};
use crate::{interrupt, say};

/// The page, where in it, and where it is served.
const SOURCE: &str = "app/src/features/legal.rs";
const PLACE: &str = "<div class=\"page page-medium\">";
const PATH: &str = "/terms";
const ROUNDS_DEFAULT: u32 = 3;
/// What a person who works on a page is promised.
const TARGET_S: f64 = 20.0;
/// What would lead the measured server elsewhere.
const FOREIGN: [&str; 6] = [
    "DATABASE_URL",
    "OKPAY_MIGRATE_URL",
    "OKPAY_JOBS_URL",
    "OKPAY_PUBLIC_URL",
    "OKPAY_TLS",
    "OKPAY_DEMO",
];

/// The median of a few rounds, after one that makes everything warm.
pub fn measure(paths: &Paths, args: &Bench) -> Result<Results> {
    setup::for_development(paths, Database::Embedded)?;
    interrupt::listen()?;
    let page = Page::open(paths)?;
    let data = Scratch(paths.throwaway("bench-data"));
    round(paths, &page, &data, 0)?;
    let mut took = (1..=args.rounds.unwrap_or(ROUNDS_DEFAULT))
        .map(|number| round(paths, &page, &data, number))
        .collect::<Result<Vec<f64>>>()?;
    took.sort_by(f64::total_cmp);
    let median = took.get(took.len() / 2).copied().unwrap_or(f64::NAN);
    let figure = Figure {
        name: "rebuild after a change in one page, to served".to_owned(),
        value: median,
        unit: "s".to_owned(),
        target: Some(Target::AtMost(TARGET_S)),
    };
    Ok(Results {
        figures: vec![figure],
        scored: true,
    })
}

fn round(paths: &Paths, page: &Page, data: &Scratch, number: u32) -> Result<f64> {
    let mark = format!("data-round=\"{}-{number}\"", std::process::id());
    page.write(&mark)?;
    let began = Instant::now();
    let built = build::build(paths, false)?;
    let args = Run {
        addr: Some("127.0.0.1:0".to_owned()),
        release: false,
        tls: false,
        demo: false,
        server_args: Vec::new(),
    };
    let mut command = run::server(paths, &built, &args);
    for name in FOREIGN {
        command.env_remove(name);
    }
    command
        .env("OKPAY_DATA_DIR", &data.0)
        .env("OKPAY_LOG", "warn");
    // Its lines are no result.
    let server = Serving::quietly(&mut command, &built)?;
    let Some(address) = server.address() else {
        return Err(if interrupt::came() {
            Error::Interrupted
        } else {
            Error::step("measuring a rebuild", "the server did not start")
        });
    };
    let shown = get(&address)?;
    let took = began.elapsed().as_secs_f64();
    server.end()?;
    if !shown.contains(&mark) {
        return Err(Error::step(
            "measuring a rebuild",
            "the page that is served does not show the change",
        ));
    }
    say::note(&format!("  round {number}: {took:.1} s"));
    Ok(took)
}

/// The page as it is served.
fn get(address: &str) -> Result<String> {
    let doing = |source| Error::Io {
        doing: format!("asking {address}"),
        source,
    };
    let host = address.trim_start_matches("http://");
    let port = host.rsplit(':').next().and_then(|port| port.parse().ok());
    let mut stream = TcpStream::connect(("127.0.0.1", port.unwrap_or(80))).map_err(doing)?;
    let ask = format!("GET {PATH} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).map_err(doing)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(doing)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The source of a page; put back as it was.
struct Page {
    path: PathBuf,
    original: String,
}

impl Page {
    fn open(paths: &Paths) -> Result<Self> {
        let path = paths.root.join(SOURCE);
        let original = fs::read_to_string(&path).doing("reading", &path)?;
        if original.matches(PLACE).count() != 1 {
            return Err(Error::step(
                format!("changing {}", path.display()),
                format!("it no longer has one `{PLACE}`"),
            ));
        }
        Ok(Self { path, original })
    }

    fn write(&self, mark: &str) -> Result<()> {
        let marked = PLACE.replace('>', &format!(" {mark}>"));
        let changed = self.original.replace(PLACE, &marked);
        fs::write(&self.path, changed).doing("writing", &self.path)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Err(error) = fs::write(&self.path, &self.original) {
            say::note(&format!(
                "  {} is still changed: {error}",
                self.path.display()
            ));
        }
    }
}

/// A data folder for the measured server, gone afterwards.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // Litter in a folder that is there to be thrown away.
        let _ = fs::remove_dir_all(&self.0);
    }
}
