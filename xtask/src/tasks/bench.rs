//! Measurements by name.
//! It must never print a figure that was not measured in the same run as what it is compared with.

use serde_json::json;

use super::{bench_build, bench_ledger};
use crate::cli::Bench;
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::say;

/// One that can be asked for.
struct Measurement {
    name: &'static str,
    what: &'static str,
    measure: fn(&Paths, &Bench) -> Result<Results>,
}

const ALL: [Measurement; 2] = [
    Measurement {
        name: "build",
        what: "from a change in one page to that page being served, warm (target 20 s)",
        measure: bench_build::measure,
    },
    Measurement {
        name: "ledger",
        what: "moving money, against a bare durable insert and pgbench's TPC-B on the same server",
        measure: bench_ledger::measure,
    },
];

/// What one run has found.
pub struct Results {
    pub figures: Vec<Figure>,
    /// Whether the machine was quiet: else no figure is judged.
    pub scored: bool,
}

/// What was measured, and what it should be.
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: String,
    /// `None` for what is told beside the others and not judged.
    pub target: Option<Target>,
}

/// What is good.
#[derive(Clone, Copy)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
}

impl Target {
    const fn bound(self) -> f64 {
        match self {
            Self::AtMost(bound) | Self::AtLeast(bound) => bound,
        }
    }

    fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(bound) => value <= bound,
            Self::AtLeast(bound) => value >= bound,
        }
    }
}

impl Figure {
    fn is_good(&self) -> bool {
        self.target
            .is_none_or(|target| target.is_met_by(self.value))
    }

    /// `ok` is null when the run is not scored: it is neither good nor bad.
    fn json(&self, scored: bool) -> String {
        let Self {
            name, value, unit, ..
        } = self;
        let target = self.target.map(Target::bound);
        let ok = scored.then(|| self.is_good());
        json!({"name": name, "value": value, "unit": unit, "target": target, "ok": ok}).to_string()
    }

    /// Only what is judged: the rest is for programs, and each measurement shows it to people in its own way.
    fn line(&self, scored: bool) -> Option<String> {
        let target = self.target?;
        let mark = match (scored, self.is_good()) {
            (false, _) => "?",
            (true, true) => "✓",
            (true, false) => "✗",
        };
        let side = match target {
            Target::AtMost(_) => "at most",
            Target::AtLeast(_) => "at least",
        };
        let (value, bound) = (number(self.value), number(target.bound()));
        let Self { name, unit, .. } = self;
        Some(format!(
            "{mark} {name}: {value} {unit} (target: {side} {bound} {unit})"
        ))
    }
}

/// With as many decimals as are worth reading.
fn number(value: f64) -> String {
    if value.abs() < 10.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.1}")
    }
}

/// Runs the measurement of that name; without a name it lists them.
pub fn bench(paths: &Paths, args: &Bench) -> Result<()> {
    let Some(name) = &args.name else {
        for known in &ALL {
            say::data(&format!("{}  {}", known.name, known.what));
        }
        return Ok(());
    };
    let Some(wanted) = ALL.iter().find(|known| known.name == name) else {
        let names: Vec<_> = ALL.iter().map(|known| known.name).collect();
        return Err(Error::missing(
            format!("no such benchmark: {name}"),
            format!("choose one of these: {}", names.join(", ")),
        ));
    };
    let Results { figures, scored } = (wanted.measure)(paths, args)?;
    if !scored {
        say::note("not scored: on a busy machine no figure is judged");
    }
    for figure in figures {
        if args.json {
            say::data(&figure.json(scored));
        } else if let Some(line) = figure.line(scored) {
            say::data(&line);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, target: Option<Target>) -> Figure {
        Figure {
            name: "rebuild".to_owned(),
            value,
            unit: "s".to_owned(),
            target,
        }
    }

    /// `ok` and `target` as a program reads them.
    fn read(figure: &Figure, scored: bool) -> (Option<bool>, Option<f64>) {
        let read: serde_json::Value = serde_json::from_str(&figure.json(scored)).unwrap();
        assert_eq!(read["value"].as_f64(), Some(figure.value));
        (read["ok"].as_bool(), read["target"].as_f64())
    }

    #[test]
    fn a_figure_is_told_with_its_verdict() {
        let slow = figure(21.5, Some(Target::AtMost(20.0)));
        assert_eq!(
            slow.line(true).as_deref(),
            Some("✗ rebuild: 21.5 s (target: at most 20.0 s)")
        );
        assert_eq!(read(&slow, true), (Some(false), Some(20.0)));
        let enough = figure(0.8, Some(Target::AtLeast(0.8)));
        assert_eq!(
            enough.line(true).as_deref(),
            Some("✓ rebuild: 0.80 s (target: at least 0.80 s)")
        );
        assert_eq!(read(&enough, true), (Some(true), Some(0.8)));
    }

    #[test]
    fn what_has_no_target_is_never_bad() {
        assert_eq!(read(&figure(3.0, None), true), (Some(true), None));
        assert_eq!(figure(3.0, None).line(true), None);
    }

    #[test]
    fn what_is_not_a_number_meets_no_target() {
        assert!(!figure(f64::NAN, Some(Target::AtLeast(0.8))).is_good());
        assert!(!figure(f64::NAN, Some(Target::AtMost(0.8))).is_good());
    }

    #[test]
    fn on_a_busy_machine_nothing_is_judged() {
        let good = figure(1.0, Some(Target::AtMost(20.0)));
        assert_eq!(read(&good, false), (None, Some(20.0)));
        assert!(good.line(false).unwrap().starts_with("? "));
    }
}
