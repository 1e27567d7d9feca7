//! Whether the machine is quiet enough for a measurement to mean something.
//! It must never let a busy machine's figures pass as scored.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::error::{Doing, Error, Result};
use crate::say;

/// Whoever sets it to 1 gets figures that are not scored, however busy the machine is.
const OVERRIDE: &str = "OKPAY_BENCH_BUSY";
/// How much may have run on each core in the last minute, on average.
const LOAD_PER_CORE_MAX: f64 = 0.7;
/// How much of the cores' time must be unused now.
const IDLE_MIN: f64 = 0.7;
const LOOK_FOR: Duration = Duration::from_secs(1);
/// In `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in the first two already.
const CPU_FIELDS: usize = 8;

/// Whether what follows is to be scored; an error when the machine is busy and nobody wants it all the same.
pub fn is_scored() -> Result<bool> {
    if std::env::var(OVERRIDE).is_ok_and(|value| value == "1") {
        return Ok(false);
    }
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let cores = u32::try_from(cores).map_or(1.0, f64::from);
    let load = load()?;
    let idle = idle()?;
    if load <= LOAD_PER_CORE_MAX * cores && idle >= IDLE_MIN {
        say::found(&format!(
            "the machine is quiet: load {load:.2} on {cores} cores, {:.0} % idle",
            idle * 100.0
        ));
        return Ok(true);
    }
    Err(Error::missing(
        format!(
            "the machine is too busy to score: load {load:.2} on {cores} cores (at most {:.2}), {:.0} % idle (at least {:.0} %)",
            LOAD_PER_CORE_MAX * cores,
            idle * 100.0,
            IDLE_MIN * 100.0
        ),
        format!(
            "end what else runs, wait two minutes and try again, or set {OVERRIDE}=1 for figures that are not scored"
        ),
    ))
}

/// The average number of running processes in the last minute.
fn load() -> Result<f64> {
    let text = read("/proc/loadavg")?;
    let load = text
        .split(' ')
        .next()
        .and_then(|number| number.parse().ok());
    load.ok_or_else(|| Error::step("reading /proc/loadavg", "no number in it"))
}

/// The share of all cores' time that nothing used while we looked.
fn idle() -> Result<f64> {
    let (idle_before, all_before) = cpu_times(&read("/proc/stat")?)?;
    thread::sleep(LOOK_FOR);
    let (idle_after, all_after) = cpu_times(&read("/proc/stat")?)?;
    let all = all_after - all_before;
    Ok(if all > 0.0 {
        (idle_after - idle_before) / all
    } else {
        0.0
    })
}

/// Idle and all time of all cores so far, in ticks.
fn cpu_times(stat: &str) -> Result<(f64, f64)> {
    let times: Vec<f64> = stat
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .take(CPU_FIELDS)
        .filter_map(|number| number.parse().ok())
        .collect();
    let (Some(idle), Some(waiting)) = (times.get(3), times.get(4)) else {
        return Err(Error::step("reading /proc/stat", "no times in it"));
    };
    Ok((idle + waiting, times.iter().sum()))
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(path).doing("reading", Path::new(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_time_is_what_was_idle_or_waited_for_a_disk() {
        let stat = "cpu  10 1 9 70 5 2 2 1 4 4\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
        let (idle, all) = cpu_times(stat).unwrap();
        assert!((idle - 75.0).abs() < 1e-9 && (all - 100.0).abs() < 1e-9);
        assert!(cpu_times("nothing").is_err());
    }
}
