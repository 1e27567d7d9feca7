//! Heads of the ledger's proof, kept outside the database: a line each in a file and in the log. Whoever can change the
//! database cannot change what was copied away. Nothing in the file is ever changed.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use ledger::Head;

/// The file in the data folder.
pub const FILE: &str = "ledger-heads.txt";

/// What a file of heads holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct KeptHeads {
    pub heads: Vec<Head>,
    /// Lines that are no heads, such as one that was cut off when the power went.
    pub unreadable: usize,
}

/// Keeps a head, on the disk for sure.
pub fn keep(folder: &Path, head: &Head) -> io::Result<()> {
    tracing::info!(target: "okpay::ledger", head = %head, "the journal was sealed");
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(folder.join(FILE))?;
    let mut line = format!("{head}\n");
    // A line that was cut off must not take this one with it.
    if !ends_with_a_line(&mut file)? {
        line.insert(0, '\n');
    }
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

fn ends_with_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// All heads of a file.
pub fn read(file: &Path) -> io::Result<KeptHeads> {
    let mut kept = KeptHeads::default();
    for line in fs::read_to_string(file)?.lines() {
        match line.parse() {
            Ok(head) => kept.heads.push(head),
            Err(_) if line.is_empty() => {}
            Err(_) => kept.unreadable += 1,
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_kept_one_after_the_other_and_a_cut_line_takes_no_other_with_it() {
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
        assert_eq!(read(&file).unwrap().heads, [head(1), head(2)]);
        let mut cut = OpenOptions::new().append(true).open(&file).unwrap();
        cut.write_all(b"3 1970").unwrap();
        keep(&folder, &head(3)).unwrap();
        let kept = KeptHeads {
            heads: vec![head(1), head(2), head(3)],
            unreadable: 1,
        };
        assert_eq!(read(&file).unwrap(), kept);
        fs::remove_dir_all(&folder).unwrap();
    }
}
