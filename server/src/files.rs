//! Small files that only this process may read: the master key, the roles' passwords, the certificate.
//! Never overwrites one that is there.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

/// Others may pass through, not look around.
const PASSABLE: u32 = 0o711;

/// Reads a private file, or makes it with what `make` gives. Two starts at once agree on one content.
pub fn read_or_make(path: &Path, make: impl FnOnce() -> Vec<u8>) -> io::Result<Vec<u8>> {
    match read_private(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        found => return found,
    }
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    // Written beside and linked into place: whoever finds the name finds the whole content.
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(&make())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => read_private(path),
    }
}

/// Makes a folder that others may pass through but not list: as root, the embedded database runs as another user. The
/// mode is set afterwards too, since a strict umask would keep that user out.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() || folder.as_os_str().is_empty() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folder(parent)?;
    }
    match DirBuilder::new().mode(PASSABLE).create(folder) {
        Ok(()) => fs::set_permissions(folder, fs::Permissions::from_mode(PASSABLE)),
        // Another start was first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        refused => refused,
    }
}

/// Reads a file and refuses one that others may read.
pub fn read_private(path: &Path) -> io::Result<Vec<u8>> {
    let open_to_others = fs::metadata(path)?.permissions().mode() & 0o077 != 0;
    if open_to_others {
        return Err(io::Error::new(
            ErrorKind::PermissionDenied,
            "others may read it; `chmod 600` it",
        ));
    }
    fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_file_is_made_once_and_stays() {
        let folder = std::env::temp_dir().join(format!("okpay-files-{}", crate::clock::new_id()));
        let path = folder.join("master.key");
        assert_eq!(read_or_make(&path, || b"first".to_vec()).unwrap(), b"first");
        assert_eq!(
            read_or_make(&path, || b"second".to_vec()).unwrap(),
            b"first"
        );
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(
            read_private(&path).unwrap_err().kind(),
            ErrorKind::PermissionDenied
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
