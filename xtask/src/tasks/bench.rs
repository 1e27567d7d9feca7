//! Measurements by name.
//! It must never print a figure that was not measured in the same run as what it is compared with.

use serde_json::json;

use super::bench_build;
use crate::cli::Bench;
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::say;

/// One that can be asked for.
struct Measurement {
    name: &'static str,
    what: &'static str,
    measure: fn(&Paths) -> Result<Vec<Figure>>,
}

const ALL: [Measurement; 1] = [Measurement {
    name: "build",
    what: "from a change in one page to that page being served, warm (target 20 s)",
    measure: bench_build::measure,
}];

/// What was measured, and what it should be.
pub struct Figure {
    pub name: &'static str,
    pub value: f64,
    pub unit: &'static str,
    /// At most this is good.
    pub target: f64,
}

impl Figure {
    fn is_good(&self) -> bool {
        self.value <= self.target
    }

    fn json(&self) -> String {
        let Self {
            name,
            value,
            unit,
            target,
        } = self;
        json!({"name": name, "value": value, "unit": unit, "target": target, "ok": self.is_good()})
            .to_string()
    }

    fn line(&self) -> String {
        let mark = if self.is_good() { "✓" } else { "✗" };
        let Self {
            name,
            value,
            unit,
            target,
        } = self;
        format!("{mark} {name}: {value:.1} {unit} (target: at most {target:.1} {unit})")
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
    for figure in (wanted.measure)(paths)? {
        say::data(&if args.json {
            figure.json()
        } else {
            figure.line()
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_told_with_its_verdict() {
        let figure = Figure {
            name: "rebuild",
            value: 21.5,
            unit: "s",
            target: 20.0,
        };
        assert_eq!(figure.line(), "✗ rebuild: 21.5 s (target: at most 20.0 s)");
        let read: serde_json::Value = serde_json::from_str(&figure.json()).unwrap();
        assert_eq!(
            (read["ok"].as_bool(), read["value"].as_f64()),
            (Some(false), Some(21.5))
        );
    }
}
