//! A list of checks of which each runs, whether or not another failed.
//! It must never report success when one failed.

use std::time::Instant;

use crate::error::{Error, Result};
use crate::{interrupt, say};

/// Runs checks and remembers how they ended.
#[derive(Default)]
pub struct Checks {
    lines: Vec<String>,
    failed: Vec<String>,
}

impl Checks {
    /// Runs one; its failure is printed at once and counted.
    pub fn run(&mut self, name: &str, check: impl FnOnce() -> Result<()>) {
        self.run_with_remark(name, || check().map(|()| None));
    }

    /// The same for a check that may have to say what it did not look at.
    pub fn run_with_remark(
        &mut self,
        name: &str,
        check: impl FnOnce() -> Result<Option<&'static str>>,
    ) {
        if interrupt::came() {
            return;
        }
        say::note(&format!("\n── {name}"));
        let began = Instant::now();
        let result = check();
        let took = say::seconds(began.elapsed());
        match result {
            Ok(None) => self.lines.push(format!("✓ {name} ({took})")),
            Ok(Some(remark)) => self.lines.push(format!("✓ {name} ({took}); {remark}")),
            Err(error) => {
                say::note(&format!("✗ {name}: {error}"));
                self.lines.push(format!("✗ {name} ({took})"));
                self.failed.push(name.to_owned());
            }
        }
    }

    /// The closing lines, and the verdict.
    pub fn close(self) -> Result<()> {
        say::note("\n── all checks");
        for line in &self.lines {
            say::note(line);
        }
        if interrupt::came() {
            return Err(Error::Interrupted);
        }
        if self.failed.is_empty() {
            return Ok(());
        }
        Err(Error::Checks(format!(
            "{} of {} checks failed: {}",
            self.failed.len(),
            self.lines.len(),
            self.failed.join(", ")
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_among_successes_is_a_failure_and_the_rest_still_runs() {
        let mut checks = Checks::default();
        let mut ran = 0;
        checks.run("bad", || Err(Error::step("failing", "on purpose")));
        checks.run("good", || {
            ran += 1;
            Ok(())
        });
        assert_eq!(ran, 1);
        assert_eq!(
            checks.close().unwrap_err().to_string(),
            "1 of 2 checks failed: bad"
        );
    }
}
