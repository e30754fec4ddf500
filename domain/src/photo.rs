//! Editing a photo before others see it: what is cut off, and what is made unreadable. All numbers
//! are pixels of the unedited picture in its size `large` (longest side 2048), held upright, from
//! its top left corner. An edit replaces the one before; an empty one shows all again.

use crate::wire::problem::FieldError;
use serde::{Deserialize, Serialize};

/// Strokes of an edit, at most.
pub const STROKES_MAX: usize = 100;
/// Points of all its strokes together, at most.
pub const POINTS_MAX: usize = 1000;
/// The thinnest brush: half of the stroke's width. Less would not hide a letter.
pub const RADIUS_MIN: u32 = 8;
/// The thickest brush.
pub const RADIUS_MAX: u32 = 256;
/// A shorter side of what is left.
pub const SIDE_MIN: u32 = 32;

/// A place in a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
}

/// What a round brush made unreadable on its way from point to point; one point is a disc.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Stroke {
    /// Of the brush, 8 to 256.
    pub radius: u32,
    /// At least one.
    pub points: Vec<Point>,
}

/// What is left of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Crop {
    /// Its left side.
    pub x: u32,
    /// Its upper side.
    pub y: u32,
    /// At least 32.
    pub width: u32,
    /// At least 32.
    pub height: u32,
}

/// What is done to a photo before others see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// What is left; all of it without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crop: Option<Crop>,
    /// What is made unreadable, at most 100 strokes of 1000 points together.
    #[serde(default)]
    pub strokes: Vec<Stroke>,
}

impl Edit {
    /// Whether it leaves the photo as it came.
    pub fn is_empty(&self) -> bool {
        self.crop.is_none() && self.strokes.is_empty()
    }

    /// Everything that does not fit a photo of this size; fields named as on the wire.
    pub fn check(&self, width: u32, height: u32) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if let Some(crop) = self.crop {
            let ends = (crop.x.saturating_add(crop.width), crop.y.saturating_add(crop.height));
            if ends.0 > width || ends.1 > height {
                errors.push(FieldError::new("crop", "outside_photo"));
            } else if crop.width.min(crop.height) < SIDE_MIN {
                errors.push(FieldError::new("crop", "too_small"));
            }
        }
        let points: usize = self.strokes.iter().map(|stroke| stroke.points.len()).sum();
        if self.strokes.len() > STROKES_MAX || points > POINTS_MAX {
            errors.push(FieldError::new("strokes", "too_many"));
            return errors;
        }
        for (i, stroke) in self.strokes.iter().enumerate() {
            if !(RADIUS_MIN..=RADIUS_MAX).contains(&stroke.radius) {
                errors.push(FieldError::new(&format!("strokes[{i}].radius"), "out_of_range"));
            }
            if stroke.points.is_empty() {
                errors.push(FieldError::new(&format!("strokes[{i}].points"), "required"));
            } else if stroke.points.iter().any(|point| point.x > width || point.y > height) {
                errors.push(FieldError::new(&format!("strokes[{i}].points"), "outside_photo"));
            }
        }
        errors
    }
}

/// The size of what is left of a photo that came as `width` × `height`, when an edit leaves `crop` of
/// its `large` picture of this size.
pub fn size_left(came: (u32, u32), large: (u32, u32), crop: Crop) -> (u32, u32) {
    let scaled = |left: u32, came: u32, large: u32| {
        let scaled = u64::from(left) * u64::from(came) / u64::from(large.max(1));
        u32::try_from(scaled).unwrap_or(came).clamp(1, came.max(1))
    };
    (scaled(crop.width, came.0, large.0), scaled(crop.height, came.1, large.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(x: u32, y: u32, radius: u32) -> Stroke {
        Stroke { radius, points: vec![Point { x, y }] }
    }

    fn wrong(edit: &Edit) -> Vec<(String, String)> {
        edit.check(640, 480).into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn what_lies_inside_fits() {
        let crop = Some(Crop { x: 608, y: 448, width: 32, height: 32 });
        assert_eq!(wrong(&Edit { crop, strokes: vec![disc(640, 480, 8), disc(0, 0, 256)] }), []);
        assert!(Edit::default().is_empty());
    }

    #[test]
    fn everything_that_does_not_fit_is_named() {
        let beyond = Some(Crop { x: 609, y: 0, width: 32, height: 32 });
        let strokes = vec![disc(641, 0, 8), disc(1, 1, 7), Stroke { radius: 9, points: Vec::new() }];
        let named = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(
            wrong(&Edit { crop: beyond, strokes }),
            [
                named("crop", "outside_photo"),
                named("strokes[0].points", "outside_photo"),
                named("strokes[1].radius", "out_of_range"),
                named("strokes[2].points", "required"),
            ]
        );
        let sliver = Some(Crop { x: 0, y: 0, width: 640, height: 31 });
        assert_eq!(wrong(&Edit { crop: sliver, strokes: Vec::new() }), [named("crop", "too_small")]);
        let huge = Some(Crop { x: u32::MAX, y: 0, width: u32::MAX, height: 40 });
        assert_eq!(wrong(&Edit { crop: huge, strokes: Vec::new() }), [named("crop", "outside_photo")]);
        for strokes in
            [vec![disc(1, 1, 8); 101], vec![Stroke { radius: 8, points: vec![Point { x: 1, y: 1 }; 1001] }]]
        {
            assert_eq!(wrong(&Edit { crop: None, strokes }), [named("strokes", "too_many")]);
        }
    }

    #[test]
    fn half_of_the_large_picture_is_half_of_the_photo() {
        let crop = Crop { x: 0, y: 0, width: 1024, height: 768 };
        assert_eq!(size_left((4000, 3000), (2048, 1536), crop), (2000, 1500));
    }
}
