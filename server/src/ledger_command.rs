//! `okpay ledger`: what an operator does with the ledger as a whole. Reads no configuration but the database's.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufWriter, ErrorKind},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use domain::AccountId;
use ledger::{ExportError, ExportFormat, Ledger};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{DatabaseChoice, JournalFormat, LedgerCommand},
    database::{self, DatabaseError},
    ledger_verify::{self, VerifyError},
};

/// Why a deed was not done.
#[derive(Debug, thiserror::Error)]
pub enum LedgerCommandError {
    #[error("{0}")]
    Database(#[from] DatabaseError),
    #[error("{0}")]
    Export(#[from] ExportError),
    #[error("{0}")]
    Verify(#[from] VerifyError),
    #[error("writing {}: {source}", path.display())]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Does it, in the database of this choice.
pub async fn run(
    deed: LedgerCommand,
    choice: &DatabaseChoice,
    data_dir: &Path,
) -> Result<(), LedgerCommandError> {
    let opened = database::visit(choice, data_dir).await?;
    let ledger = Ledger::new(opened.database.pool.clone());
    let done = match deed {
        LedgerCommand::Export { format, output } => match output {
            Some(path) => export_to_file(&ledger, format.into(), &path).await,
            None => export_to_stdout(&ledger, format.into()).await,
        },
        LedgerCommand::Verify { after, heads } => {
            let after = after.map(AccountId::from_uuid);
            ledger_verify::run(&ledger, after, &heads, data_dir)
                .await
                .map_err(LedgerCommandError::from)
        }
    };
    opened.close(&CancellationToken::new()).await;
    done
}

impl From<JournalFormat> for ExportFormat {
    fn from(format: JournalFormat) -> Self {
        match format {
            JournalFormat::Hledger => Self::Hledger,
            JournalFormat::Beancount => Self::Beancount,
            JournalFormat::Csv => Self::Csv,
        }
    }
}

async fn export_to_stdout(ledger: &Ledger, format: ExportFormat) -> Result<(), LedgerCommandError> {
    let mut out = BufWriter::new(io::stdout().lock());
    match ledger.export(format, &mut out).await {
        // Whoever read it has seen enough.
        Err(ExportError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Written beside and put in place when it is whole, readable for nobody else: it shows what everybody has.
async fn export_to_file(
    ledger: &Ledger,
    format: ExportFormat,
    path: &Path,
) -> Result<(), LedgerCommandError> {
    let failed = |source| LedgerCommandError::File {
        path: path.to_owned(),
        source,
    };
    let target = place(path).map_err(failed)?;
    let mut draft = target.clone().into_os_string();
    draft.push(format!(".draft-{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .map_err(failed)?;
    let mut out = BufWriter::new(file);
    let done = match ledger.export(format, &mut out).await {
        Ok(()) => out
            .get_ref()
            .sync_all()
            .and_then(|()| fs::rename(&draft, &target))
            .map_err(failed),
        Err(ExportError::Write(source)) => Err(failed(source)),
        Err(error) => Err(error.into()),
    };
    if done.is_err() {
        // The reason is told already.
        let _left = fs::remove_file(&draft);
    }
    done
}

/// The file this path leads to. What is there and is no file, such as a device, must not be replaced by one.
fn place(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Ok(target) if target.is_file() => Ok(target),
        Ok(_) => Err(io::Error::new(
            ErrorKind::InvalidInput,
            "it is no file; leave --output out and redirect instead",
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error),
    }
}
