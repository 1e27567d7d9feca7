//! What follows from the rounds: ratios of what was measured in the same round, and the median of these.
//! It must never compare what was measured in different rounds.

use crate::rounds::{Rounds, Subject};
use crate::sample::Sample;
use crate::stats::median;
use crate::works::{self, Work};
use crate::yardsticks::Yardstick;

/// One number with its name. Whether it is good is not for the measurement to say.
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
}

impl Figure {
    pub fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value,
            unit,
        }
    }
}

/// The ratios that were promised, and a few that explain them.
pub fn derived(rounds: &Rounds) -> Vec<Figure> {
    let floor = Subject::Yardstick(Yardstick::Floor);
    let tpcb = Subject::Yardstick(Yardstick::Tpcb);
    let engine = Subject::Work(better(rounds, works::UNIFORM));
    let hot = Subject::Work(better(rounds, works::HOT));
    let [as_tpcb, peak] = [works::EXECUTE_AS_TPCB, works::EXECUTE_PEAK].map(Subject::Work);
    let ratio = |name: &str, above: Subject, below: Subject| {
        Figure::new(name, median_ratio(rounds, above, below), "ratio")
    };
    let mut figures = vec![
        ratio("engine_over_floor", engine, floor),
        ratio("own_over_tpcb", engine, tpcb),
        ratio("hot_over_uniform", hot, engine),
        Figure::new(
            "idle_single_over_function",
            median(rounds.idle_ratios.iter().copied()),
            "ratio",
        ),
        ratio("execute_8_over_tpcb", as_tpcb, tpcb),
        ratio("execute_peak_over_floor", peak, floor),
    ];
    let peer = Subject::Yardstick(Yardstick::Peer);
    if rounds.subjects.contains(&peer) {
        figures.push(ratio("own_over_peer", engine, peer));
        figures.push(ratio("execute_8_over_peer", as_tpcb, peer));
    }
    figures
}

/// How many transfers a second the ledger did for all the callers it could have.
pub fn peak(rounds: &Rounds) -> f64 {
    per_second(rounds, Subject::Work(works::EXECUTE_PEAK))
}

/// The medians of each subject, by name.
pub fn medians(rounds: &Rounds) -> Vec<Figure> {
    let mut figures = Vec::new();
    for subject in &rounds.subjects {
        let name = subject.name();
        let middle = middle(&rounds.of(*subject));
        let mut add = |part: &str, value: f64, unit| {
            figures.push(Figure::new(format!("{name}.{part}"), value, unit));
        };
        add("per_second", middle.per_second, "transfers/s");
        add("p50_ms", middle.p50_ms, "ms");
        add("p99_ms", middle.p99_ms, "ms");
        add("server_cpu_us", middle.server_cpu_us, "µs");
        if let Some(client_cpu_us) = middle.client_cpu_us {
            add("client_cpu_us", client_cpu_us, "µs");
        }
        add("wal_bytes", middle.wal_bytes, "bytes");
    }
    figures
}

/// The median of each part over the rounds.
pub fn middle(samples: &[Sample]) -> Sample {
    let of = |part: fn(&Sample) -> f64| median(samples.iter().map(part));
    let client: Vec<f64> = samples
        .iter()
        .filter_map(|sample| sample.client_cpu_us)
        .collect();
    Sample {
        per_second: of(|sample| sample.per_second),
        p50_ms: of(|sample| sample.p50_ms),
        p99_ms: of(|sample| sample.p99_ms),
        server_cpu_us: of(|sample| sample.server_cpu_us),
        client_cpu_us: (!client.is_empty()).then(|| median(client)),
        wal_bytes: of(|sample| sample.wal_bytes),
    }
}

fn median_ratio(rounds: &Rounds, above: Subject, below: Subject) -> f64 {
    let pairs = rounds.of(above).into_iter().zip(rounds.of(below));
    median(pairs.map(|(above, below)| above.per_second / below.per_second))
}

/// The one that is faster over all rounds: chosen round by round, chance would choose.
fn better(rounds: &Rounds, [one, two]: [Work; 2]) -> Work {
    let of = |work| per_second(rounds, Subject::Work(work));
    if of(two) > of(one) { two } else { one }
}

fn per_second(rounds: &Rounds, subject: Subject) -> f64 {
    median(rounds.of(subject).iter().map(|sample| sample.per_second))
}
