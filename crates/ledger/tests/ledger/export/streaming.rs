//! The journal passes through: one command at a time, of one moment, for as long as its reader stays.

use std::io;

use chrono::TimeDelta;
use ledger::{Command, ExportError, ExportFormat};

use super::{eventful, export};
use crate::world::{USD, World, leg, noon};

/// Counts what it is given at once and keeps none of it.
#[derive(Default)]
struct Counting {
    writes: usize,
    transactions: usize,
    postings: usize,
    most_transactions: usize,
    most_bytes: usize,
}

impl io::Write for Counting {
    fn write(&mut self, page: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(page).unwrap();
        let transactions = text.matches("command:").count();
        self.writes += 1;
        self.transactions += transactions;
        self.postings += text.matches("leg:").count();
        self.most_transactions = self.most_transactions.max(transactions);
        self.most_bytes = self.most_bytes.max(page.len());
        Ok(page.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn twenty_thousand_entries_pass_one_command_at_a_time() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1_000_000, USD).await, world.wallet(USD).await);
    // With the top-up's two: ten thousand transfers in a thousand and one commands.
    let legs = vec![leg(chen, maria, 1); 10];
    let batch: Vec<Command> = (0..1_000)
        .map(|second| {
            let mut command = world.command(chen.owner, "payment", legs.clone());
            command.at = noon() + TimeDelta::seconds(second);
            command
        })
        .collect();
    for outcome in world.ledger.execute_batch(batch).await.unwrap() {
        assert!(outcome.is_posted());
    }
    for format in [ExportFormat::Hledger, ExportFormat::Beancount] {
        let mut counting = Counting::default();
        world.ledger.export(format, &mut counting).await.unwrap();
        assert_eq!((counting.transactions, counting.postings), (1_001, 20_002));
        // The head, each command, each of three accounts.
        assert_eq!((counting.most_transactions, counting.writes), (1, 1_005));
        assert!(counting.most_bytes < 8 * 1024, "{}", counting.most_bytes);
    }
}

/// Takes so many writes and no more.
struct Narrow(usize);

impl io::Write for Narrow {
    fn write(&mut self, page: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(page.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_reader_that_goes_away_ends_it_and_leaves_the_ledger_as_it_was() {
    let world = eventful().await;
    let before = world.written().await;
    for writes in 0..5 {
        let broken = world
            .ledger
            .export(ExportFormat::Hledger, &mut Narrow(writes))
            .await;
        assert!(
            matches!(&broken, Err(ExportError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe),
            "{broken:?}"
        );
    }
    assert_eq!(world.written().await, before);
    world.assert_sound().await;
}

/// Somebody tops up as soon as the first words are written.
struct Meanwhile<'a> {
    world: &'a World,
    written: Vec<u8>,
}

impl io::Write for Meanwhile<'_> {
    fn write(&mut self, page: &[u8]) -> io::Result<usize> {
        if self.written.is_empty() {
            let top_up = async { self.world.funded(5, USD).await };
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(top_up));
        }
        self.written.write(page)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_posted_while_it_is_written_is_not_in_it() {
    let world = eventful().await;
    let before = export(&world.ledger, ExportFormat::Hledger).await;
    let mut meanwhile = Meanwhile {
        world: &world,
        written: Vec::new(),
    };
    world
        .ledger
        .export(ExportFormat::Hledger, &mut meanwhile)
        .await
        .unwrap();
    assert_eq!(String::from_utf8(meanwhile.written).unwrap(), before);
    assert_ne!(export(&world.ledger, ExportFormat::Hledger).await, before);
}
