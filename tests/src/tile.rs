//! Just enough of the Mapbox Vector Tile format to see what a tile tells about a report.

use std::collections::BTreeMap;

/// A feature's properties; numbers and booleans as text.
pub type Properties = BTreeMap<String, String>;

/// The features of a layer.
pub fn features(tile: &[u8], layer: &str) -> Vec<Properties> {
    for (_, body) in fields(tile).into_iter().filter(|(number, _)| *number == 3) {
        let layer_fields = fields(body.bytes());
        let of = |wanted: u64| layer_fields.iter().filter(move |(number, _)| *number == wanted);
        if of(1).any(|(_, name)| name.bytes() == layer.as_bytes()) {
            let keys: Vec<String> = of(3).map(|(_, key)| key.text()).collect();
            let values: Vec<String> = of(4).map(|(_, value)| value_text(value.bytes())).collect();
            return of(2).map(|(_, feature)| properties(feature.bytes(), &keys, &values)).collect();
        }
    }
    Vec::new()
}

/// The tile that holds a place.
pub fn containing((lat, lon): (f64, f64), zoom: u32) -> (u32, u32) {
    let tiles = f64::from(1_u32 << zoom);
    let x = (lon + 180.0) / 360.0 * tiles;
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * tiles;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 2^zoom")]
    (x as u32, y as u32)
}

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    fn bytes(&self) -> &'a [u8] {
        match self {
            Field::Bytes(bytes) => bytes,
            Field::Number(_) => &[],
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }
}

/// The fields of a protobuf message, by number.
fn fields(mut message: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut found = Vec::new();
    while !message.is_empty() {
        let key = varint(&mut message);
        let field = match key & 7 {
            0 => Field::Number(varint(&mut message)),
            1 => Field::Bytes(take(&mut message, 8)),
            2 => {
                let length = usize::try_from(varint(&mut message)).expect("a length");
                Field::Bytes(take(&mut message, length))
            }
            5 => Field::Bytes(take(&mut message, 4)),
            kind => panic!("no such wire type: {kind}"),
        };
        found.push((key >> 3, field));
    }
    found
}

fn take<'a>(message: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = message.split_at(length);
    *message = rest;
    taken
}

fn varint(message: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(message, 1)[0];
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

fn value_text(value: &[u8]) -> String {
    match fields(value).first() {
        Some((1, text)) => text.text(),
        Some((6, Field::Number(number))) => {
            ((number >> 1).cast_signed() ^ -(number & 1).cast_signed()).to_string()
        }
        Some((7, Field::Number(number))) => (*number == 1).to_string(),
        Some((_, Field::Number(number))) => number.to_string(),
        Some((3, Field::Bytes(bytes))) => {
            f64::from_le_bytes((*bytes).try_into().expect("eight bytes")).to_string()
        }
        Some((2, Field::Bytes(bytes))) => {
            f32::from_le_bytes((*bytes).try_into().expect("four bytes")).to_string()
        }
        _ => String::new(),
    }
}

fn properties(feature: &[u8], keys: &[String], values: &[String]) -> Properties {
    let mut properties = Properties::new();
    for (_, tags) in fields(feature).into_iter().filter(|(number, _)| *number == 2) {
        let mut tags = tags.bytes();
        while !tags.is_empty() {
            let key = usize::try_from(varint(&mut tags)).expect("an index");
            let value = usize::try_from(varint(&mut tags)).expect("an index");
            properties.insert(keys[key].clone(), values[value].clone());
        }
    }
    properties
}
