//! The rounds: everything measured in turn on the same server, each round on a fresh copy of the ledger.
//! A round must never count when the ledger does not add up after it.

use crate::Result;
use crate::drive;
use crate::report::{self, note};
use crate::sample::Sample;
use crate::settings::Settings;
use crate::usage::Meter;
use crate::works::{self, Work};
use crate::world::Origin;
use crate::yardsticks::{Yardstick, Yardsticks};

/// Lone commands, more than can be done one after the other in a second.
const ALONE_PER_SECOND: u64 = 10_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Subject {
    Yardstick(Yardstick),
    Work(Work),
}

impl Subject {
    pub fn name(self) -> String {
        match self {
            Self::Yardstick(yardstick) => yardstick.name().to_owned(),
            Self::Work(work) => work.name(),
        }
    }
}

/// All samples, round by round.
pub struct Rounds {
    pub subjects: Vec<Subject>,
    /// For each round, in the order of the subjects.
    pub samples: Vec<Vec<Sample>>,
    /// For each round: the time of a lone `Ledger::execute` to that of a batch of one.
    pub idle_ratios: Vec<f64>,
}

impl Rounds {
    pub async fn measure(
        settings: &Settings,
        yardsticks: &Yardsticks,
        origin: &Origin,
        meter: &mut Meter,
    ) -> Result<Self> {
        let subjects: Vec<Subject> = yardsticks
            .all()
            .into_iter()
            .map(Subject::Yardstick)
            .chain(works::ALL.map(Subject::Work))
            .collect();
        let mut rounds = Self {
            subjects,
            samples: Vec::new(),
            idle_ratios: Vec::new(),
        };
        for round in 0..settings.rounds {
            note(&format!("round {} of {}", round + 1, settings.rounds));
            rounds
                .one(round, settings, yardsticks, origin, meter)
                .await?;
        }
        Ok(rounds)
    }

    async fn one(
        &mut self,
        round: usize,
        settings: &Settings,
        yardsticks: &Yardsticks,
        origin: &Origin,
        meter: &mut Meter,
    ) -> Result<()> {
        let checkpoint = meter.checkpoint().await?;
        let mut world = origin
            .copy(&format!("round_{round}"), 100 + u64::try_from(round)?)
            .await?;
        let count = self.subjects.len();
        let mut samples = vec![Sample::default(); count];
        for turn in 0..count {
            // Each round begins elsewhere, so that nobody always comes after the same one.
            let place = (round + turn) % count;
            let sample = match self.subjects[place] {
                Subject::Yardstick(yardstick) => {
                    yardsticks.measure(yardstick, meter, settings.span).await?
                }
                Subject::Work(work) => work.measure(&mut world, meter, settings.span).await?,
            };
            report::progress(self.subjects[place], &sample);
            samples[place] = sample;
        }
        self.samples.push(samples);

        let count = usize::try_from(ALONE_PER_SECOND * settings.span.as_secs())?;
        let commands = (0..count)
            .map(|_| world.payments.between(&world.wallets))
            .collect();
        let ratio = drive::alone(&world.ledger, commands, settings.span).await?;
        self.idle_ratios.push(ratio);
        world.close().await?;
        if meter.checkpoint().await? != checkpoint {
            note(
                "  a checkpoint fell into this round: pages were written to the journal whole after it",
            );
        }
        Ok(())
    }

    /// The samples of one subject, one a round; none when it was not measured.
    pub fn of(&self, subject: Subject) -> Vec<Sample> {
        let place = self.subjects.iter().position(|known| *known == subject);
        let samples = self.samples.iter();
        samples
            .filter_map(|samples| samples.get(place?).copied())
            .collect()
    }
}
