//! Heads of the ledger's proof, kept outside the database: a line each in a file and in the log. Whoever can change the
//! database cannot change what was copied away. Nothing in the file is ever changed.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::Path,
};

use ledger::Head;

/// The file in the data folder.
pub const FILE: &str = "ledger-heads.txt";

/// Keeps a head, on the disk for sure.
pub fn keep(folder: &Path, head: &Head) -> io::Result<()> {
    tracing::info!(target: "okpay::ledger", head = %head, "the journal was sealed");
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(FILE))?;
    // One write, so that a line is whole or not there.
    file.write_all(format!("{head}\n").as_bytes())?;
    file.sync_data()
}

/// All heads of a file. A last line that was cut off, as when the power went, is left out.
pub fn read(file: &Path) -> io::Result<Vec<Head>> {
    let text = fs::read_to_string(file)?;
    let lines = text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'));
    lines
        .enumerate()
        .map(|(number, line)| {
            line.parse().map_err(|error| {
                io::Error::new(
                    ErrorKind::InvalidData,
                    format!("{}: line {}: {error}", file.display(), number + 1),
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_kept_one_after_the_other_and_a_cut_line_is_left_out() {
        let folder = std::env::temp_dir().join(format!("okpay-heads-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let head = |number| Head {
            number,
            taken_at: chrono::DateTime::UNIX_EPOCH,
            accounts: 1,
            entries: number,
            root: [1; 32],
            hash: [2; 32],
        };
        keep(&folder, &head(1)).unwrap();
        keep(&folder, &head(2)).unwrap();
        let file = folder.join(FILE);
        assert_eq!(read(&file).unwrap(), [head(1), head(2)]);
        let mut cut = OpenOptions::new().append(true).open(&file).unwrap();
        cut.write_all(b"3 1970").unwrap();
        assert_eq!(read(&file).unwrap().len(), 2);
        cut.write_all(b"\n").unwrap();
        assert!(read(&file).unwrap_err().to_string().contains("line 3"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
