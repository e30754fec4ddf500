//! The typeface of the product: how wide words are, and where lines break.

use anyhow::{Context, Result};
use krilla::text::Font;
use ttf_parser::Face as Metrics;

/// Onest, under the SIL Open Font License: `fonts/OFL.txt`.
const REGULAR: &[u8] = include_bytes!("../../fonts/Onest-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/Onest-SemiBold.ttf");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

impl Weight {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
        }
    }

    /// For writing.
    pub fn font(self) -> Result<Font> {
        Font::new(self.bytes().into(), 0).context("the typeface cannot be read")
    }
}

/// A weight that is measured with.
pub struct Face(Metrics<'static>);

impl Face {
    pub fn new(weight: Weight) -> Result<Self> {
        Ok(Self(Metrics::parse(weight.bytes(), 0).context("the typeface cannot be read")?))
    }

    /// Points that a text takes, without kerning: a little more than what is drawn.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let advance = |c| self.0.glyph_index(c).and_then(|glyph| self.0.glyph_hor_advance(glyph));
        let units: u32 = text.chars().map(|c| u32::from(advance(c).unwrap_or(600))).sum();
        #[expect(clippy::cast_precision_loss, reason = "units of a line of text")]
        let units = units as f32;
        units * size / f32::from(self.0.units_per_em())
    }

    /// The lines of a text: it breaks between words, and within one that is longer than a line.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.chars().map(plain).collect::<String>().split_whitespace() {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, size) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for c in word.chars() {
                    line.push(c);
                    if self.width(&line, size) > width {
                        line.pop();
                        lines.push(std::mem::replace(&mut line, c.to_string()));
                    }
                }
            }
            lines.push(line);
        }
        lines
    }
}
