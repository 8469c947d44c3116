//! A workbook's zip is measured before anything unfolds it: forty kilobytes can hold gigabytes.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits::{self, reason};
use crate::ground::Refused;

/// Checks the number of entries, their names, their sizes as stated and as unfolded, and how far they unfold.
///
/// # Errors
/// [`Refused::FileTooLarge`] beyond a limit of [`limits`], [`Refused::FileUnreadable`] for a torn archive or one
/// whose names leave it.
pub fn check(file: &str, bytes: &[u8]) -> Result<(), Refused> {
    let torn = |error: zip::result::ZipError| limits::unreadable(file, reason::WORKBOOK, &error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(torn)?;
    if archive.len() > limits::ZIP_ENTRIES_MAX {
        let limit = u64::try_from(limits::ZIP_ENTRIES_MAX).unwrap_or(u64::MAX);
        return Err(limits::too_large(file, reason::ZIP_ENTRIES, limit));
    }
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(torn)?;
        if entry.enclosed_name().is_none() {
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            return Err(limits::unreadable(file, reason::ZIP_PATH, &name));
        }
        let (stated, packed) = (entry.size(), entry.compressed_size());
        total = total.saturating_add(stated);
        if stated > limits::ZIP_ENTRY_BYTES_MAX || total > limits::ZIP_TOTAL_BYTES_MAX {
            return Err(limits::too_large(file, reason::ZIP_BYTES, limits::ZIP_ENTRY_BYTES_MAX));
        }
        if stated > limits::ZIP_RATIO_FROM && stated > packed.saturating_mul(limits::ZIP_RATIO_MAX) {
            return Err(limits::too_large(file, reason::ZIP_RATIO, limits::ZIP_RATIO_MAX));
        }
        // The stated size is the packer's word; what is unfolded is the truth.
        let unfolded = unfold(&mut entry, stated)
            .map_err(|error| limits::unreadable(file, reason::WORKBOOK, &error.to_string()))?;
        if unfolded != stated {
            return Err(limits::unreadable(file, reason::ZIP_LIES, ""));
        }
    }
    Ok(())
}

/// How many bytes come out, one more than stated at most.
fn unfold(entry: &mut impl Read, stated: u64) -> std::io::Result<u64> {
    std::io::copy(&mut entry.take(stated.saturating_add(1)), &mut std::io::sink())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(entries: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![b'0'; *bytes]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn bombs_and_wanderers_are_refused() {
        let table: [(&[(&str, usize)], &str); 3] = [
            (&[("xl/a.xml", 64)], "fine"),
            (&[("xl/a.xml", 4 * 1024 * 1024)], "file.too_large file=b.xlsx reason=zip_ratio 200"),
            (&[("../../etc/x", 5)], "file.unreadable file=b.xlsx reason=zip_path ../../etc/x"),
        ];
        for (entries, answer) in table {
            let found = check("b.xlsx", &packed(entries));
            assert_eq!(found.map_or_else(|no| no.to_string(), |()| "fine".into()), answer);
        }
        let many: Vec<String> = (0..=limits::ZIP_ENTRIES_MAX).map(|at| format!("{at}")).collect();
        let many: Vec<(&str, usize)> = many.iter().map(|name| (name.as_str(), 0)).collect();
        assert!(check("b", &packed(&many)).unwrap_err().to_string().contains("zip_entries"));
    }

    #[test]
    fn an_entry_that_lies_about_its_size_is_refused() {
        let mut bytes = packed(&[("xl/a.xml", 1024 * 1024 * 8)]);
        // The stated size stands in the central directory, 24 bytes behind its signature, and in the local header.
        let lie = 512_u32.to_le_bytes();
        let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        bytes[central + 24..central + 28].copy_from_slice(&lie);
        bytes[22..26].copy_from_slice(&lie);
        assert!(check("b", &bytes).is_err());
    }
}
