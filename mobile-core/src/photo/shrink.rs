//! Makes a picture smaller. Every pixel of the large one counts by the part of it that lies under a
//! pixel of the small one, so that thin lines stay and nothing shimmers. Needs memory for one row
//! beside the two pictures.

use image::RgbImage;

/// The picture in this size, which is no larger than its own.
pub(super) fn shrink(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let across = shares(picture.width(), width);
    let down = shares(picture.height(), height);
    let stride = picture.width() as usize * 3;
    let mut small = RgbImage::new(width, height);
    let mut sums = vec![0_f32; stride];
    for (share, row) in down.iter().zip(small.chunks_exact_mut(width as usize * 3)) {
        sums.fill(0.0);
        for (weight, from) in share.of(picture.as_raw(), stride) {
            for (sum, value) in sums.iter_mut().zip(from) {
                *sum += weight * f32::from(*value);
            }
        }
        for (share, pixel) in across.iter().zip(row.chunks_exact_mut(3)) {
            let mut colour = [0.5_f32; 3]; // rounds
            for (weight, from) in share.of(&sums, 3) {
                for (part, value) in colour.iter_mut().zip(from) {
                    *part += weight * value;
                }
            }
            for (value, part) in pixel.iter_mut().zip(colour) {
                *value = whole(part);
            }
        }
    }
    small
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of bytes is a byte")]
fn whole(mean: f32) -> u8 {
    mean as u8
}

/// What of the large side lies under one pixel of the small one.
struct Share {
    first: usize,
    weights: Vec<f32>,
}

impl Share {
    /// Those rows or pixels, `size` numbers each, and how much each of them counts.
    fn of<'a, T>(&'a self, all: &'a [T], size: usize) -> impl Iterator<Item = (f32, &'a [T])> {
        self.weights.iter().copied().zip(all[self.first * size..].chunks_exact(size))
    }
}

fn shares(large: u32, small: u32) -> Vec<Share> {
    // In units of which a large pixel has `small` and a small one `large`, all is whole.
    let (wide, narrow) = (u64::from(large), u64::from(small));
    (0..narrow)
        .map(|at| {
            let (from, to) = (at * wide, (at + 1) * wide);
            let (first, last) = (from / narrow, (to - 1) / narrow);
            let part = |pixel: u64| to.min((pixel + 1) * narrow) - from.max(pixel * narrow);
            #[expect(clippy::cast_precision_loss, reason = "sides are far below 2²⁴")]
            let weights = (first..=last).map(|pixel| part(pixel) as f32 / wide as f32).collect();
            Share { first: usize::try_from(first).unwrap_or(usize::MAX), weights }
        })
        .collect()
}
