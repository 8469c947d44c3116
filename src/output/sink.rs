//! Where a slip goes: a printer that is off must cost the counter a few seconds and a clear sentence, not the sale.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use thiserror::Error;

use crate::ground::{Clean, Refused};

/// How long a printer on the network may take to answer.
pub const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// How long it may take to accept the next piece of a slip.
pub const WRITE_LIMIT: Duration = Duration::from_secs(5);
/// The port of raw printing when none is given.
pub const RAW_PORT: u16 = 9100;
/// How many slips of one bill a folder holds before it is called full.
pub const COPIES_MAX: u32 = 999;
/// Longest file name made of a bill's number, in characters.
const NAME_CHARS_MAX: usize = 64;

/// A printer as the settings name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Printer {
    /// A device file such as `/dev/usb/lp0`, or `\\.\LPT1`.
    Device(PathBuf),
    /// `host:port` on the network.
    Tcp(String),
    /// A folder that collects slips as files.
    File(PathBuf),
    /// No printer.
    #[default]
    None,
}

/// A slip ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The bill's number: the file's name.
    pub bill: Clean,
    /// The lines as text.
    pub text: Vec<String>,
    /// The same for the printer.
    pub bytes: Vec<u8>,
}

/// Where a slip went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// To the device.
    Device(PathBuf),
    /// To the network.
    Tcp(String),
    /// Into two files.
    Files {
        /// UTF-8 text.
        text: PathBuf,
        /// The printer's bytes.
        bytes: PathBuf,
    },
    /// Nowhere: no printer is set up.
    Nowhere,
}

/// Why a slip was not printed. The sale is not touched by it.
#[derive(Debug, Error)]
pub enum PrintFailed {
    /// The name is not on the network.
    #[error("printer {addr}: name not found")]
    NotFound {
        /// Host and port.
        addr: String,
    },
    /// No connection.
    #[error("printer {addr}: no connection within {seconds} s: {source}")]
    Unreachable {
        /// Host and port.
        addr: String,
        /// The limit.
        seconds: u64,
        /// What the system said.
        source: io::Error,
    },
    /// Taking too long: paper out, cover open or switched off.
    #[error("printer {place}: no progress within {seconds} s; paper, cover, power?")]
    Stuck {
        /// Device or address.
        place: String,
        /// The limit.
        seconds: u64,
    },
    /// An ordinary file where a device should be.
    #[error("printer {place}: an ordinary file, not a device; write file:FOLDER to collect slips")]
    NotADevice {
        /// The path.
        place: String,
    },
    /// A folder with too many slips of one bill.
    #[error("folder {place}: {COPIES_MAX} slips of bill {bill} are there already")]
    FolderFull {
        /// The folder.
        place: String,
        /// The bill.
        bill: String,
    },
    /// Anything else the system said.
    #[error("printer {place}: {source}")]
    Io {
        /// Device, address or file.
        place: String,
        /// What the system said.
        source: io::Error,
    },
}

impl PrintFailed {
    /// Its name in the locales: `paper.print.{code}`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Unreachable { .. } => "unreachable",
            Self::Stuck { .. } => "stuck",
            Self::NotADevice { .. } => "not_a_device",
            Self::FolderFull { .. } => "folder_full",
            Self::Io { .. } => "io",
        }
    }

    /// What is known about it, by name, in the order of the locales' sentences.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let shown = |text: &str| Clean::shown(text).into_string();
        match self {
            Self::NotFound { addr } => vec![("printer", shown(addr))],
            Self::Unreachable { addr, seconds, source } => vec![
                ("printer", shown(addr)),
                ("seconds", seconds.to_string()),
                ("reason", shown(&source.to_string())),
            ],
            Self::Stuck { place, seconds } => {
                vec![("printer", shown(place)), ("seconds", seconds.to_string())]
            }
            Self::NotADevice { place } => vec![("printer", shown(place))],
            Self::FolderFull { place, bill } => vec![("printer", shown(place)), ("bill", shown(bill))],
            Self::Io { place, source } => {
                vec![("printer", shown(place)), ("reason", shown(&source.to_string()))]
            }
        }
    }
}

impl FromStr for Printer {
    type Err = Refused;

    /// Reads `tcp://192.168.1.9:9100`, `/dev/usb/lp0`, `\\.\LPT1`, `file:slips`, or `none`.
    fn from_str(text: &str) -> Result<Self, Refused> {
        let trimmed = text.trim();
        let bad = || Refused::SettingInvalid {
            name: "printer".to_owned(),
            value: Clean::shown(trimmed).into_string(),
        };
        if trimmed.chars().any(char::is_control) {
            return Err(bad());
        }
        if trimmed.is_empty() || trimmed.eq_ignore_ascii_case("none") {
            return Ok(Self::None);
        }
        if let Some(addr) = trimmed.strip_prefix("tcp://") {
            return tcp_address(addr).map(Self::Tcp).ok_or_else(bad);
        }
        if let Some(folder) = trimmed.strip_prefix("file:") {
            return if folder.is_empty() { Err(bad()) } else { Ok(Self::File(PathBuf::from(folder))) };
        }
        if trimmed.len() > 1 && (trimmed.starts_with('/') || trimmed.starts_with("\\\\")) {
            return Ok(Self::Device(PathBuf::from(trimmed)));
        }
        Err(bad())
    }
}

/// `host:port`, the port filled in where it is missing.
fn tcp_address(addr: &str) -> Option<String> {
    let addr = addr.trim_end_matches('/');
    let (host, port) = match addr.rsplit_once(':') {
        // A bare IPv6 address in brackets has colons but no port.
        Some((_, last)) if last.ends_with(']') => (addr, RAW_PORT),
        Some((host, port)) => (host, port.parse().ok().filter(|port| *port != 0)?),
        None => (addr, RAW_PORT),
    };
    let readable = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '.' | '-' | '_' | ':' | '[' | ']');
    let bracketed = host.starts_with('[') && host.ends_with(']');
    let plausible = !host.is_empty() && host.chars().all(readable) && (bracketed || !host.contains(':'));
    plausible.then(|| format!("{host}:{port}"))
}

impl std::fmt::Display for Printer {
    /// As [`Printer::from_str`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Device(path) => write!(f, "{}", path.display()),
            Self::Tcp(addr) => write!(f, "tcp://{addr}"),
            Self::File(folder) => write!(f, "file:{}", folder.display()),
            Self::None => f.write_str("none"),
        }
    }
}

impl Printer {
    /// Sends a slip. Blocks for up to the limits above, so a worker calls it and never the screen.
    ///
    /// # Errors
    /// [`PrintFailed`], which names the printer and what to look at.
    pub fn send(&self, sheet: &Sheet) -> Result<Sent, PrintFailed> {
        match self {
            Self::Device(path) => to_device(path, &sheet.bytes, WRITE_LIMIT),
            Self::Tcp(addr) => to_tcp(addr, &sheet.bytes, WRITE_LIMIT),
            Self::File(folder) => to_files(folder, sheet),
            Self::None => Ok(Sent::Nowhere),
        }
    }
}

impl Printer {
    /// Whether it can be reached, for `doctor`: connects or looks, and prints nothing.
    ///
    /// # Errors
    /// As [`Printer::send`].
    pub fn probe(&self) -> Result<(), PrintFailed> {
        match self {
            Self::Device(path) => {
                let place = path.display().to_string();
                match std::fs::metadata(path) {
                    Ok(about) if about.is_file() => Err(PrintFailed::NotADevice { place }),
                    Ok(_) => Ok(()),
                    Err(source) => Err(PrintFailed::Io { place, source }),
                }
            }
            Self::Tcp(addr) => connect(addr).map(drop),
            Self::File(_) | Self::None => Ok(()),
        }
    }
}

/// A device file blocks without end while the printer is out of paper, so another thread writes and this one
/// waits for so long only. What the device had not taken by then it may still print once it has paper again: the
/// caller marks a second try as a copy.
fn to_device(path: &Path, bytes: &[u8], limit: Duration) -> Result<Sent, PrintFailed> {
    let place = path.display().to_string();
    let failed = |source| PrintFailed::Io { place: place.clone(), source };
    if std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(PrintFailed::NotADevice { place });
    }
    let (done, waiting) = mpsc::sync_channel(1);
    let (path_owned, bytes) = (path.to_owned(), bytes.to_vec());
    thread::Builder::new()
        .name("printer".to_owned())
        .spawn(move || {
            let written = OpenOptions::new()
                .write(true)
                .open(path_owned)
                .and_then(|mut device| device.write_all(&bytes).and_then(|()| device.flush()));
            // The waiting side may have given up: then nobody wants to know.
            let _ = done.send(written);
        })
        .map_err(failed)?;
    match waiting.recv_timeout(limit) {
        Ok(written) => written.map(|()| Sent::Device(path.to_owned())).map_err(failed),
        Err(_) => Err(PrintFailed::Stuck { place, seconds: limit.as_secs() }),
    }
}

fn to_tcp(addr: &str, bytes: &[u8], limit: Duration) -> Result<Sent, PrintFailed> {
    let stream = connect(addr)?;
    write_tcp(stream, bytes, limit).map_err(|source| match source.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            PrintFailed::Stuck { place: addr.to_owned(), seconds: limit.as_secs() }
        }
        _ => PrintFailed::Io { place: addr.to_owned(), source },
    })?;
    Ok(Sent::Tcp(addr.to_owned()))
}

fn connect(addr: &str) -> Result<TcpStream, PrintFailed> {
    let not_found = || PrintFailed::NotFound { addr: addr.to_owned() };
    let found = addr.to_socket_addrs().map_err(|_| not_found())?;
    let mut last = None;
    for target in found {
        match TcpStream::connect_timeout(&target, CONNECT_LIMIT) {
            Ok(stream) => return Ok(stream),
            Err(source) => last = Some(source),
        }
    }
    Err(match last {
        Some(source) => {
            PrintFailed::Unreachable { addr: addr.to_owned(), seconds: CONNECT_LIMIT.as_secs(), source }
        }
        None => not_found(),
    })
}

fn write_tcp(mut stream: TcpStream, bytes: &[u8], limit: Duration) -> io::Result<()> {
    stream.set_write_timeout(Some(limit))?;
    stream.write_all(bytes)?;
    stream.flush()?;
    stream.shutdown(std::net::Shutdown::Write)
}

fn to_files(folder: &Path, sheet: &Sheet) -> Result<Sent, PrintFailed> {
    let place = folder.display().to_string();
    let failed = |source| PrintFailed::Io { place: place.clone(), source };
    private_folder(folder).map_err(failed)?;
    let stem = file_stem(sheet.bill.as_str());
    for number in 1..=COPIES_MAX {
        let name = if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
        let (text, bytes) = (folder.join(format!("{name}.txt")), folder.join(format!("{name}.bin")));
        if bytes.try_exists().map_err(failed)? {
            continue;
        }
        match new_file(&text) {
            Ok(mut file) => {
                file.write_all((sheet.text.join("\n") + "\n").as_bytes()).map_err(failed)?;
                new_file(&bytes).and_then(|mut file| file.write_all(&sheet.bytes)).map_err(failed)?;
                return Ok(Sent::Files { text, bytes });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(PrintFailed::FolderFull { place, bill: sheet.bill.to_string() })
}

/// A bill's number as a file name: letters, digits, `-` and `_`, so that no number climbs out of the folder.
fn file_stem(bill: &str) -> String {
    let safe = |ch: char| if ch.is_alphanumeric() || matches!(ch, '-' | '_') { ch } else { '_' };
    let stem: String = bill.chars().take(NAME_CHARS_MAX).map(safe).collect();
    if stem.is_empty() { "slip".to_owned() } else { stem }
}

/// Slips carry names: the folder and its files are for their owner only.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that was not there before.
fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
