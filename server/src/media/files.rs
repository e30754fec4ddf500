//! Files that are not photos: what their bytes say they are. Nothing of them is opened here; a
//! browser is told to keep them and not to show them.

/// A kind of file that staff may put to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Docx,
    Xlsx,
    Text,
    /// JPEG, PNG, WebP or HEIC; kept as a JPEG of our own.
    Picture,
}

impl FileKind {
    /// What these bytes are; nothing that is not on the list, whatever it calls itself.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return office(bytes);
        }
        if super::heif::is_heif(bytes) || image::guess_format(bytes).is_ok() {
            return Some(Self::Picture);
        }
        let text = std::str::from_utf8(bytes).ok().filter(|text| !text.trim().is_empty())?;
        let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        text.trim_start_matches('\u{feff}').chars().all(plain).then_some(Self::Text)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain; charset=utf-8",
            Self::Picture => "image/jpeg",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Text => "txt",
            Self::Picture => "jpg",
        }
    }

    /// A name of at most so many characters that ends as such files do.
    pub fn name(self, name: &str, max: usize) -> String {
        let extension = self.extension();
        let stem = match name.rsplit_once('.') {
            Some((stem, end)) if !stem.is_empty() && end.len() <= 5 => stem,
            _ => name,
        };
        let stem: String = stem.chars().take(max - extension.len() - 1).collect();
        format!("{stem}.{extension}")
    }
}

/// Names of the parts of a package stand in it as they are; one with macros is not taken.
fn office(bytes: &[u8]) -> Option<FileKind> {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if !has(b"[Content_Types].xml") || has(b"vbaProject.bin") {
        return None;
    }
    if has(b"word/document.xml") {
        Some(FileKind::Docx)
    } else if has(b"xl/workbook.xml") {
        Some(FileKind::Xlsx)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(FileKind::of(b"%PDF-1.7 and so on"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of("Акт\r\nот 22 ноября".as_bytes()), Some(FileKind::Text));
        let word = b"PK\x03\x04..[Content_Types].xml..word/document.xml..";
        assert_eq!(FileKind::of(word), Some(FileKind::Docx));
        assert_eq!(FileKind::of(b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml.."), Some(FileKind::Xlsx));
        assert_eq!(FileKind::of(b"\xff\xd8\xff\xe0"), Some(FileKind::Picture));
    }

    #[test]
    fn what_could_do_harm_is_not_taken() {
        let macros = b"PK\x03\x04..[Content_Types].xml..word/document.xml..word/vbaProject.bin";
        let executable: &[u8] = b"\x7fELF\x02\x01\x01\0";
        for bytes in [&macros[..], executable, b"MZ\x90\0", b"PK\x03\x04..evil.exe", b"", b" \n", b"a\0b"] {
            assert_eq!(FileKind::of(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_name_ends_as_its_kind_does() {
        assert_eq!(FileKind::Picture.name("Скан.PNG", 120), "Скан.jpg");
        assert_eq!(FileKind::Pdf.name("act", 120), "act.pdf");
        assert_eq!(FileKind::Text.name("page.html", 120), "page.txt");
        assert_eq!(FileKind::Pdf.name(&"я".repeat(200), 120).chars().count(), 120);
    }
}
