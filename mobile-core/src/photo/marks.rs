//! The marks of a JPEG, read without its pixels (ITU-T T.81, annex B).

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// How often a decoder has to go over the pixels; nothing where the end is missing: the file was cut off.
///
/// Bytes after the end (phones append short films) are of no interest.
pub(super) fn scans(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut scans) = (2, 0); // behind the start mark
    loop {
        match (*bytes.get(at)?, *bytes.get(at + 1)?) {
            (0xFF, END_OF_IMAGE) => return Some(scans),
            (0xFF, 0xFF) => at += 1, // padding before a mark
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD7) => at += 2,
            // A segment says its length; skipping it skips a thumbnail with marks of its own.
            (0xFF, mark) => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                if mark == START_OF_SCAN {
                    scans += 1;
                    at = next(bytes, at)?;
                }
            }
            _ => at = next(bytes, at)?,
        }
    }
}

/// The place of the next 0xFF at or after `from`.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    Some(from + bytes.get(from..)?.iter().position(|byte| *byte == 0xFF)?)
}
