//! Made-up requests: the same ones in every run, of the kinds that break programs.

use reqwest::Method;
use serde_json::{Map, Value, json};

/// Strings that somebody forgot to think of.
const ODD: [&str; 32] = [
    "",
    " ",
    "\0",
    "a\0b",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "NaN",
    "9223372036854775808",
    "99999999999999999999999999",
    "2026-02-30",
    "2026-000000",
    "2026-9999999999",
    "0001-01-01T00:00:00Z",
    "-262143-01-01T00:00:00Z",
    "+262142-12-31T23:59:59Z",
    "9999-12-31T23:59:60Z",
    "<script>alert(1)</script>",
    "'; drop table reports; --",
    "$1 %s {0} ${7*7}",
    "=cmd|' /C calc'!A0",
    "../../../../etc/passwd",
    "..%2f..%2f",
    "\r\nx-odd: 1",
    "\u{202e}\u{200b}\u{feff}",
    "\u{1f468}\u{200d}\u{1f469}",
    "ª²ß'İ:* & ! |",
    "-180,-90,180,90",
    "1,2,3",
    "00000000-0000-0000-0000-000000000000",
];

/// Numbers of that kind.
const NUMBERS: [f64; 9] = [0.0, -0.0, -1.0, 0.5, 1e18, -1e18, 1e308, 5e-324, 2_147_483_648.0];

/// A row of numbers that look like chance (xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).expect("small")
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    pub fn odd(&mut self) -> String {
        match self.below(40) {
            0 => "я".repeat(900),
            1 => "[".repeat(500),
            n => ODD[n % ODD.len()].to_owned(),
        }
    }
}

/// An operation that `openapi.json` describes.
pub struct Operation {
    pub id: String,
    pub method: Method,
    path: String,
    about: Value,
}

/// What `openapi.json` says.
pub struct Api {
    said: Value,
    /// What names something that is there: half of the ids are one of these.
    pub known: Vec<String>,
}

/// A request that an operation may be sent.
#[derive(Debug)]
pub struct Made {
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Body>,
}

#[derive(Debug)]
pub enum Body {
    Json(Value),
    Bytes(Vec<u8>),
}

impl Api {
    pub fn new(said: Value, known: Vec<String>) -> Api {
        Api { said, known }
    }

    pub fn operations(&self) -> Vec<Operation> {
        let mut all = Vec::new();
        for (path, methods) in self.said["paths"].as_object().expect("paths") {
            for (method, about) in methods.as_object().expect("methods") {
                let id = about["operationId"].as_str().expect("a name").to_owned();
                let method = method.to_uppercase().parse().expect("a method");
                all.push(Operation { id, method, path: path.clone(), about: about.clone() });
            }
        }
        all
    }

    /// The path of an operation with the same word for every id.
    pub fn path_with(&self, operation: &Operation, city: &str, id: &str) -> String {
        let fill = |part: &str| match part {
            "{city}" => city.to_owned(),
            part if part.starts_with('{') => encoded(id),
            part => part.to_owned(),
        };
        operation.path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    pub fn make(&self, operation: &Operation, chance: &mut Chance) -> Made {
        let mut made = Made { path: operation.path.clone(), headers: Vec::new(), body: None };
        let mut query = Vec::new();
        for parameter in operation.about["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a name");
            let word = match name {
                "city" if !chance.one_in(20) => crate::CITY.to_owned(),
                _ => self.word(&parameter["schema"], chance),
            };
            match parameter["in"].as_str() {
                Some("path") => made.path = made.path.replace(&format!("{{{name}}}"), &encoded(&word)),
                Some("query") if parameter["required"] == true || chance.one_in(3) => {
                    query.push(format!("{name}={}", encoded(&word)));
                }
                Some("header") if chance.one_in(2) && word.bytes().all(|b| (32..127).contains(&b)) => {
                    made.headers.push((name.to_owned(), word));
                }
                _ => {}
            }
        }
        if !query.is_empty() {
            made.path = format!("{}?{}", made.path, query.join("&"));
        }
        let content = &operation.about["requestBody"]["content"];
        if let Some(json) = content.get("application/json") {
            made.body = Some(Body::Json(self.value(&json["schema"], chance, 0)));
        } else if content.is_object() {
            made.body = Some(Body::Bytes(chance.odd().into_bytes()));
        }
        made
    }

    fn word(&self, schema: &Value, chance: &mut Chance) -> String {
        if chance.one_in(6) {
            return chance.odd();
        }
        match self.value(schema, chance, 0) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    fn value(&self, schema: &Value, chance: &mut Chance, depth: usize) -> Value {
        if chance.one_in(25) || depth > 6 {
            return match chance.below(6) {
                0 => Value::Null,
                1 => json!([]),
                2 => json!({ "odd": [[[]]] }),
                3 => json!(chance.of(&NUMBERS)),
                4 => json!(true),
                _ => json!(chance.odd()),
            };
        }
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            return self.value(&self.said["components"]["schemas"][name], chance, depth + 1);
        }
        for choice in ["oneOf", "anyOf", "allOf"] {
            if let Some(choices) = schema[choice].as_array().filter(|choices| !choices.is_empty()) {
                return self.value(chance.of(choices), chance, depth + 1);
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return chance.of(words).clone();
        }
        let kinds = &schema["type"];
        match kinds.as_str().or_else(|| kinds[0].as_str()).unwrap_or("string") {
            "object" => self.object(schema, chance, depth),
            "array" => {
                let count = chance.below(4);
                (0..count).map(|_| self.value(&schema["items"], chance, depth + 1)).collect()
            }
            "integer" => json!([0, 1, -1, 7, 2_147_483_647, i64::MAX][chance.below(6)]),
            "number" => json!([57.6204, 36.3992, 0.0, -91.0, 1e300][chance.below(5)]),
            "boolean" => json!(chance.one_in(2)),
            "null" => Value::Null,
            _ => json!(self.text(schema["format"].as_str(), chance)),
        }
    }

    fn object(&self, schema: &Value, chance: &mut Chance, depth: usize) -> Value {
        let mut object = Map::new();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, of) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = required.contains(&name.as_str());
            if if is_required { !chance.one_in(15) } else { chance.one_in(2) } {
                object.insert(name.clone(), self.value(of, chance, depth + 1));
            }
        }
        if schema["additionalProperties"].is_object() || chance.one_in(20) {
            object.insert(chance.odd(), self.value(&schema["additionalProperties"], chance, depth + 1));
        }
        Value::Object(object)
    }

    fn text(&self, format: Option<&str>, chance: &mut Chance) -> String {
        match format {
            Some("uuid") if chance.one_in(2) => chance.of(&self.known).clone(),
            Some("uuid") => format!("01937c5e-0000-7000-8000-{:012x}", chance.below(1 << 30)),
            Some("date") => chance.of(&["2026-11-17", "2027-02-28", "9999-12-31"]).to_string(),
            Some("date-time") => chance.of(&["2026-11-16T09:00:00Z", "1900-01-01T00:00:00Z"]).to_string(),
            _ if chance.one_in(2) => chance.odd(),
            _ => chance.of(&self.known).clone(),
        }
    }
}

/// For a path or a query.
pub fn encoded(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    // A dot alone would name another path.
    let dots = matches!(word, "." | "..");
    word.bytes()
        .map(|b| if plain(b) && !dots { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
