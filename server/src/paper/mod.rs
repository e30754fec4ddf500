//! Paper: words and pictures laid out on A4 pages and written as PDF. What is on them is said by who
//! asks; here is where it stands. A sheet takes a second of one core at most, and a few are made at once.

mod face;
mod write;

use crate::problem::{ApiError, ApiResult};
use anyhow::Result;
use face::{Face, Weight};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A4 in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 48.0;
const BOTTOM: f32 = PAGE.1 - 56.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Width of what stands before a fact or a line of the history.
const ASIDE: f32 = 128.0;
/// Characters of one piece of text: what is longer is cut, as no page is without end.
const TEXT_MAX: usize = 8000;

/// Sheets that are made at the same time.
static PRESSES: Semaphore = Semaphore::const_new(2);
/// How long one waits for a turn.
const WAIT: Duration = Duration::from_secs(5);

/// What stands on every page.
pub struct About {
    pub title: String,
    /// The ISO code of the language that it is written in.
    pub language: &'static str,
    pub foot: String,
}

/// A picture with the words under it.
pub struct Picture {
    pub jpeg: Vec<u8>,
    pub caption: String,
}

/// Something on a page.
enum Mark {
    Text { x: f32, y: f32, size: f32, weight: Weight, grey: bool, text: String },
    Rule { y: f32 },
    Picture { x: f32, y: f32, width: f32, height: f32, jpeg: Vec<u8> },
}

/// A sheet in the making.
pub struct Paper {
    regular: Face,
    bold: Face,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl Paper {
    pub fn new() -> Result<Self> {
        let (regular, bold) = (Face::new(Weight::Regular)?, Face::new(Weight::Bold)?);
        Ok(Self { regular, bold, pages: vec![Vec::new()], y: MARGIN })
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Goes on to the next page unless there is so much room.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    /// Sets words from `x` on, over as many lines and pages as they need.
    fn set(&mut self, x: f32, (size, weight, grey): (f32, Weight, bool), text: &str) {
        let text: String = text.chars().take(TEXT_MAX).collect();
        let height = size * 1.4;
        for line in self.face(weight).lines(&text, size, PAGE.0 - MARGIN - x) {
            self.need(height);
            self.y += height;
            let y = self.y - size * 0.35;
            self.mark(Mark::Text { x, y, size, weight, grey, text: line });
        }
    }

    pub fn title(&mut self, text: &str) {
        self.set(MARGIN, (20.0, Weight::Bold, false), text);
        self.y += 4.0;
    }

    pub fn small(&mut self, text: &str) {
        self.set(MARGIN, (9.5, Weight::Regular, true), text);
    }

    pub fn text(&mut self, text: &str) {
        self.set(MARGIN, (10.5, Weight::Regular, false), text);
        self.y += 4.0;
    }

    /// A heading never stands alone at the foot of a page.
    pub fn heading(&mut self, text: &str) {
        self.need(64.0);
        self.y += 14.0;
        let y = self.y;
        self.mark(Mark::Rule { y });
        self.y += 6.0;
        self.set(MARGIN, (12.5, Weight::Bold, false), text);
        self.y += 2.0;
    }

    /// What something is called, and what it is: beside each other, and read in that order.
    pub fn fact(&mut self, label: &str, value: &str) {
        const LINE: f32 = 14.7;
        let label = self.regular.lines(label, 9.5, ASIDE - 10.0);
        self.need(label.iter().map(|_| LINE).sum::<f32>().max(30.0));
        let (page, above) = (self.pages.len(), self.y);
        let mut y = above;
        for text in label {
            y += LINE;
            let (x, size, weight) = (MARGIN, 9.5, Weight::Regular);
            self.mark(Mark::Text { x, y: y - 3.7, size, weight, grey: true, text });
        }
        self.set(MARGIN + ASIDE, (10.5, Weight::Regular, false), value);
        if self.pages.len() == page {
            self.y = self.y.max(y);
        }
        self.y += 2.0;
    }

    /// Two beside each other, as high as they are wide or less.
    pub fn pictures(&mut self, pictures: Vec<Picture>) {
        const GAP: f32 = 14.0;
        let width = (WIDTH - GAP) / 2.0;
        let mut pictures = pictures.into_iter();
        while let Some(first) = pictures.next() {
            let pair: Vec<Picture> = std::iter::once(first).chain(pictures.next()).collect();
            let fitted: Vec<_> = pair.into_iter().map(|p| (fit(&p.jpeg, width, width * 0.75), p)).collect();
            let height = fitted.iter().map(|((_, height), _)| *height).fold(0.0, f32::max);
            self.need(height + 30.0);
            self.y += 8.0;
            let (above, page) = (self.y, self.pages.len());
            let mut below = above;
            for (column, ((w, h), picture)) in [0.0, width + GAP].into_iter().zip(fitted) {
                let x = MARGIN + column;
                self.mark(Mark::Picture { x, y: above, width: w, height: h, jpeg: picture.jpeg });
                let mut y = above + height;
                for line in self.regular.lines(&picture.caption, 9.0, width) {
                    y += 13.0;
                    let (size, weight) = (9.0, Weight::Regular);
                    self.mark(Mark::Text { x, y: y - 2.0, size, weight, grey: true, text: line });
                }
                below = below.max(y);
            }
            debug_assert_eq!(page, self.pages.len(), "pictures stay on the page that had room");
            self.y = below + 4.0;
        }
    }
}

/// Width and height of a picture that has to fit; what cannot be read takes no room.
fn fit(jpeg: &[u8], width: f32, height: f32) -> (f32, f32) {
    let Ok((w, h)) = crate::media::sides(jpeg) else { return (0.0, 0.0) };
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
    let (w, h) = (w.max(1) as f32, h.max(1) as f32);
    let scale = (width / w).min(height / h);
    (w * scale, h * scale)
}

/// Makes a sheet, apart from the threads that answer; whoever waits too long for a turn is told to come
/// again.
pub async fn print(about: About, lay_out: impl FnOnce(&mut Paper) + Send + 'static) -> ApiResult<Vec<u8>> {
    let busy = || ApiError::Unavailable("many sheets are being made".to_owned());
    let turn =
        tokio::time::timeout(WAIT, PRESSES.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())?;
    let done = tokio::task::spawn_blocking(move || {
        let _until_done = turn;
        let mut paper = Paper::new()?;
        lay_out(&mut paper);
        write::write(paper.pages, &about)
    });
    Ok(done.await.map_err(anyhow::Error::from)??)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat};
    use std::io::Cursor;

    fn about() -> About {
        About {
            title: "Обращение 2026-000001".into(),
            language: "ru",
            foot: "Для служебного пользования".into(),
        }
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    #[tokio::test]
    async fn words_in_both_scripts_and_pictures_become_a_pdf() {
        let pdf = print(about(), |paper| {
            paper.title("Не горит фонарь, Broken lamp");
            paper.heading("История");
            for n in 0..60 {
                paper.fact(&format!("{n} ноября, 12:00"), &"Приняли в работу и поехали на место. ".repeat(4));
            }
            let picture = |w, h| Picture { jpeg: jpeg(w, h), caption: "Было".into() };
            paper.pictures(vec![picture(640, 480), picture(48, 640), picture(100, 10)]);
        });
        let pdf = pdf.await.unwrap();
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 10_000);
        let pages = pdf.windows(10).filter(|bytes| bytes == b"/Type/Page" || *bytes == b"/Type /Pag").count();
        assert!(pages > 2, "{pages} pages");
    }

    #[test]
    fn nothing_stands_beyond_the_foot_of_a_page() {
        let mut paper = Paper::new().unwrap();
        for n in 0..200 {
            paper.heading(&format!("{n}"));
            paper.fact("A label that takes more than one line of its column", &"слово ".repeat(n));
        }
        assert!(paper.pages.len() > 10);
        for mark in paper.pages.iter().flatten() {
            if let Mark::Text { x, y, size, weight, text, .. } = mark {
                assert!(*y <= BOTTOM + 8.0, "{text} at {y}");
                assert!(x + paper.face(*weight).width(text, *size) <= PAGE.0 - MARGIN + 1.0, "{text}");
            }
        }
    }
}
