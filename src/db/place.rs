//! Where a file may live: private, on a disk of this machine, and not in a folder that a cloud copies behind our back.

use std::path::{Path, PathBuf};

use super::fault::Fault;
use crate::ground::{Clean, Refused};

/// File systems that promise no locks or no fsync across machines.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afpfs",
    "ncpfs",
    "davfs",
    "fuse.davfs2",
];

/// Folders that a cloud client synchronises; a copy made in the middle of a sale is a torn copy.
const CLOUD: &[&str] = &[
    "onedrive",
    "dropbox",
    "icloud",
    "google drive",
    "googledrive",
    "nutstore",
    "坚果云",
    "baidunetdisk",
    "百度网盘",
    "weiyun",
    "微云",
];

/// Creates an empty file that only its owner may read, in a directory made just as private.
pub fn create_private(path: &Path) -> Result<std::fs::File, Fault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_private_dir(folder)?;
    }
    refuse_network(path)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(file) => Ok(file),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Refused::FileExists { file: shown(path) }.into())
        }
        Err(e) => Err(Refused::FileUnreadable {
            file: shown(path),
            reason: Clean::shown(&e.to_string()).into_string(),
        }
        .into()),
    }
}

/// Makes a directory and its parents, the new ones readable by their owner alone.
///
/// # Errors
/// A fault when the disk refuses.
pub fn make_private_dir(folder: &Path) -> Result<(), Fault> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    Ok(builder.create(folder)?)
}

/// Refuses a file on a network drive: two tills on it would lose sales.
///
/// # Errors
/// [`Refused::FileOnNetwork`].
pub fn refuse_network(path: &Path) -> Result<(), Fault> {
    let absolute = absolute(path);
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    match network_system(&absolute, &mounts) {
        Some(system) => Err(Refused::FileOnNetwork { file: shown(path), system }.into()),
        None => Ok(()),
    }
}

/// The file system that a path lies on, where the machine tells.
#[must_use]
pub fn file_system(path: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    system_of(&absolute(path), &mounts)
}

/// The network file system that a path lies on, from the lines of `/proc/mounts` or a UNC path.
fn network_system(path: &Path, mounts: &str) -> Option<String> {
    if path.to_string_lossy().starts_with(r"\\") && !path.to_string_lossy().starts_with(r"\\?\") {
        return Some("UNC".to_owned());
    }
    system_of(path, mounts).filter(|system| NETWORK.contains(&system.as_str()))
}

/// The file system of the longest mount above a path.
fn system_of(path: &Path, mounts: &str) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(mount), Some(system)) = (fields.next(), fields.next()) else { continue };
        let mount = mount.replace("\\040", " ");
        if path.starts_with(&mount) && best.is_none_or(|(length, _)| mount.len() >= length) {
            best = Some((mount.len(), system));
        }
    }
    best.map(|(_, system)| system.to_owned())
}

/// The name of the cloud folder that a path lies in, for a warning.
#[must_use]
pub fn cloud_folder(path: &Path) -> Option<String> {
    absolute(path).components().find_map(|part| {
        let name = part.as_os_str().to_string_lossy().into_owned();
        let lower = name.to_lowercase();
        CLOUD.iter().any(|cloud| lower.contains(cloud)).then_some(name)
    })
}

fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().and_then(|folder| folder.canonicalize().ok());
    match (folder, absolute.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        (_, _) => absolute,
    }
}

fn shown(path: &Path) -> String {
    Clean::shown(&path.to_string_lossy()).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_drives_are_recognised_by_the_longest_mount() {
        let mounts =
            "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/shop nfs4 rw 0 0\n//nas/a /mnt/my\\040nas cifs rw 0 0\n";
        let table = [
            ("/home/a/shop.db", None),
            ("/mnt/shop/shop.db", Some("nfs4")),
            ("/mnt/my nas/shop.db", Some("cifs")),
            ("/mnt/other/shop.db", None),
            (r"\\nas\shop.db", Some("UNC")),
        ];
        for (path, system) in table {
            assert_eq!(network_system(Path::new(path), mounts).as_deref(), system, "{path}");
        }
    }

    #[test]
    fn cloud_folders_are_named() {
        assert_eq!(cloud_folder(Path::new("/home/li/OneDrive/shop.db")).as_deref(), Some("OneDrive"));
        assert_eq!(cloud_folder(Path::new("/home/li/坚果云/shop.db")).as_deref(), Some("坚果云"));
        assert_eq!(cloud_folder(Path::new("/home/li/shop.db")), None);
    }
}
