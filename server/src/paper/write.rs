//! Pages of marks as a PDF.

use super::face::Weight;
use super::{About, MARGIN, Mark, PAGE, WIDTH};
use anyhow::{Context, Result, anyhow};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

/// Red, green, blue.
type Ink = (u8, u8, u8);

const INK: Ink = (28, 34, 33);
const GREY: Ink = (88, 98, 96);
const LINE: Ink = (205, 202, 192);

pub fn write(pages: Vec<Vec<Mark>>, about: &About) -> Result<Vec<u8>> {
    let (regular, bold) = (Weight::Regular.font()?, Weight::Bold.font()?);
    let mut document = Document::new();
    let metadata = Metadata::new().title(about.title.clone()).language(about.language.to_owned());
    document.set_metadata(metadata);
    let count = pages.len();
    for (n, marks) in pages.into_iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).context("a page has no size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark, (&regular, &bold));
        }
        let foot = format!("{} · {} / {count}", about.foot, n + 1);
        text(&mut surface, (MARGIN, PAGE.1 - 28.0), &regular, 8.5, GREY, &foot);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| anyhow!("a sheet cannot be written: {error:?}"))
}

fn draw(surface: &mut Surface<'_>, mark: Mark, (regular, bold): (&Font, &Font)) {
    match mark {
        Mark::Text { x, y, size, weight, grey, text: words } => {
            let font = if weight == Weight::Bold { bold } else { regular };
            text(surface, (x, y), font, size, if grey { GREY } else { INK }, &words);
        }
        Mark::Rule { y } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(MARGIN, y, WIDTH, 0.7) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.set_fill(Some(filled(LINE)));
                surface.draw_path(&path);
            }
        }
        Mark::Picture { x, y, width, height, jpeg } => {
            // A picture that cannot be read leaves its place empty; its caption still says what it was.
            if let (Ok(image), Some(size)) =
                (Image::from_jpeg(jpeg.into(), true), Size::from_wh(width, height))
            {
                surface.push_transform(&Transform::from_translate(x, y));
                surface.draw_image(image, size);
                surface.pop();
            }
        }
    }
}

fn text(surface: &mut Surface<'_>, (x, y): (f32, f32), font: &Font, size: f32, ink: Ink, words: &str) {
    surface.set_fill(Some(filled(ink)));
    surface.draw_text(Point::from_xy(x, y), font.clone(), size, words, false, TextDirection::Auto);
}

fn filled((red, green, blue): Ink) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}
