//! Makes parts of a photo unreadable, for good, and cuts off others.
//!
//! Every touched block of a coarse grid becomes one flat colour: the mean of the whole block, in 16
//! steps. A blur could be computed back, and so can a fine mosaic: whoever knows what is under it is a
//! number plate can try every plate until the blocks agree. Here a block is at least as large as the
//! brush is thick and as 1/24 of the picture, so a face or a plate keeps a handful of rough colours,
//! and what they still tell is coarser than one character changes them. Edges are hard: a soft one
//! would keep shares of what is below. Nothing is random, so the same edit gives the same picture and
//! two of them cannot be averaged. All is computed from the unedited picture, once for all sizes.

use super::PhotoProblem;
use super::prepare::Pictures;
use domain::photo::{Edit, Point, Stroke};
use image::{DynamicImage, Rgb, RgbImage, imageops};
use std::collections::BTreeMap;

/// Blocks along the longest side, at most.
const BLOCKS: u32 = 24;
/// Between two colours that a block may have.
const STEP: u64 = 17;

/// The picture with the edit, which must fit it, in every size.
pub(super) fn edited(picture: &RgbImage, edit: &Edit) -> Result<Pictures, PhotoProblem> {
    let mut shown = picture.clone();
    let unit = picture.width().max(picture.height()).div_ceil(BLOCKS);
    let mut masks: BTreeMap<u32, Mask> = BTreeMap::new();
    for stroke in &edit.strokes {
        let block = (2 * stroke.radius).div_ceil(unit).max(1) * unit;
        masks.entry(block).or_insert_with(|| Mask::over(picture)).add(stroke);
    }
    // Where strokes meet, the coarser one comes last.
    for (block, mask) in &masks {
        flatten(picture, &mut shown, mask, *block);
    }
    if let Some(crop) = edit.crop {
        shown = imageops::crop_imm(&shown, crop.x, crop.y, crop.width, crop.height).to_image();
    }
    Pictures::of(&DynamicImage::ImageRgb8(shown))
}

/// Which pixels are touched.
struct Mask {
    width: u32,
    height: u32,
    rows: Vec<Vec<bool>>,
}

impl Mask {
    fn over(picture: &RgbImage) -> Self {
        let (width, height) = picture.dimensions();
        Self { width, height, rows: vec![vec![false; width as usize]; height as usize] }
    }

    /// The way of a round brush, as discs that overlap by most of their width.
    fn add(&mut self, stroke: &Stroke) {
        let Some((first, rest)) = stroke.points.split_first() else { return };
        self.disc(*first, stroke.radius);
        let mut from = *first;
        for &to in rest {
            let way = from.x.abs_diff(to.x).max(from.y.abs_diff(to.y));
            let steps = way.div_ceil((stroke.radius / 4).max(1)).max(1);
            for step in 1..=steps {
                let between = |from: u32, to: u32| (from * (steps - step) + to * step) / steps;
                let at = Point { x: between(from.x, to.x), y: between(from.y, to.y) };
                self.disc(at, stroke.radius);
            }
            from = to;
        }
    }

    fn disc(&mut self, at: Point, radius: u32) {
        let last = (at.y + radius).min(self.height.saturating_sub(1));
        for y in at.y.saturating_sub(radius)..=last {
            let aside = at.y.abs_diff(y);
            let half = (radius * radius - aside * aside).isqrt();
            let from = at.x.saturating_sub(half).min(self.width) as usize;
            let to = (at.x + half + 1).min(self.width) as usize;
            self.rows[y as usize][from..to].fill(true);
        }
    }
}

/// Gives the touched pixels of every block its colour.
fn flatten(picture: &RgbImage, shown: &mut RgbImage, mask: &Mask, block: u32) {
    let (width, height) = picture.dimensions();
    for top in (0..height).step_by(block as usize) {
        let below = (top + block).min(height);
        for left in (0..width).step_by(block as usize) {
            let right = (left + block).min(width);
            let touched = |y: u32| mask.rows[y as usize][left as usize..right as usize].contains(&true);
            if !(top..below).any(touched) {
                continue;
            }
            let colour = mean(&imageops::crop_imm(picture, left, top, right - left, below - top).to_image());
            for y in top..below {
                for x in left..right {
                    if mask.rows[y as usize][x as usize] {
                        shown.put_pixel(x, y, colour);
                    }
                }
            }
        }
    }
}

/// The mean colour, in steps.
fn mean(block: &RgbImage) -> Rgb<u8> {
    let mut sums = [0_u64; 3];
    for pixel in block.pixels() {
        for (sum, channel) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(channel);
        }
    }
    let count = u64::from(block.width()) * u64::from(block.height());
    Rgb(sums.map(|sum| {
        let mean = sum / count.max(1);
        u8::try_from((mean + STEP / 2) / STEP * STEP).unwrap_or(u8::MAX)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Size;
    use domain::photo::Crop;

    /// Fine black and white stripes: nothing of them may be seen where the brush was.
    fn stripes() -> RgbImage {
        RgbImage::from_fn(480, 360, |x, _| Rgb([if x / 3 % 2 == 0 { 0 } else { 255 }; 3]))
    }

    fn disc(x: u32, y: u32, radius: u32) -> Stroke {
        Stroke { radius, points: vec![Point { x, y }] }
    }

    fn shown(edit: &Edit, size: Size) -> RgbImage {
        image::load_from_memory(edited(&stripes(), edit).unwrap().bytes(size)).unwrap().into_rgb8()
    }

    /// The darkest and the brightest of a row.
    fn range(picture: &RgbImage, y: u32, xs: std::ops::Range<u32>) -> (u8, u8) {
        let row = xs.map(|x| picture.get_pixel(x, y).0[0]);
        row.fold((255, 0), |(low, high), it| (low.min(it), high.max(it)))
    }

    #[test]
    fn what_was_painted_over_cannot_be_read_in_any_size() {
        let edit = Edit {
            crop: None,
            strokes: vec![Stroke {
                radius: 30,
                points: vec![Point { x: 60, y: 180 }, Point { x: 400, y: 180 }],
            }],
        };
        let large = shown(&edit, Size::Large);
        for y in [160, 180, 200] {
            let (low, high) = range(&large, y, 60..400);
            assert!(high - low < 40, "row {y}: from {low} to {high}");
        }
        assert_eq!(range(&large, 40, 60..400), (0, 255), "what was not painted over is as sharp as before");
        let small = shown(&edit, Size::Small);
        let (low, high) = range(&small, 120, 45..260);
        assert!(high - low < 40, "small: from {low} to {high}");
    }

    #[test]
    fn two_pictures_that_differ_by_a_letter_look_the_same_afterwards() {
        let with_letter = |left: u32| {
            RgbImage::from_fn(480, 360, |x, y| {
                let letter = (left..left + 4).contains(&x) && (170..190).contains(&y);
                Rgb([if letter { 20 } else { 235 }; 3])
            })
        };
        let edit = Edit { crop: None, strokes: vec![disc(200, 180, 40)] };
        let [one, other] = [190, 205].map(|left| edited(&with_letter(left), &edit).unwrap());
        assert_eq!(one, other);
    }

    #[test]
    fn a_crop_leaves_the_rectangle_in_every_size() {
        let crop = Some(Crop { x: 80, y: 60, width: 400, height: 300 });
        let pictures = edited(&stripes(), &Edit { crop, strokes: Vec::new() }).unwrap();
        let sides = Size::ALL.map(|size| image::load_from_memory(pictures.bytes(size)).unwrap().width());
        assert_eq!(sides, [320, 400, 400]);
    }

    #[test]
    fn a_brush_at_the_edge_and_the_thickest_one_are_fine() {
        let strokes = vec![disc(480, 360, 256), disc(0, 0, 8), disc(480, 0, 8), disc(0, 360, 256)];
        assert_eq!(shown(&Edit { crop: None, strokes }, Size::Large).dimensions(), (480, 360));
    }
}
