//! What the phone's core costs, beside the plainest way to the same end, both in one run and in turns. It
//! judges nothing; the reader does. `make bench` runs it as phones carry it, with the profile `mobile`, but
//! linked in less time.
#![expect(clippy::unwrap_used, reason = "a bench")]

#[expect(dead_code, reason = "tests use the rest")]
#[path = "../tests/peer/mod.rs"]
mod peer;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{ImageReader, RgbImage};
use mobile_core::Core;
use mobile_core::view::{Language, Place};
use peer::{City, Phone};
use rusqlite::Connection;
use tempfile::TempDir;

const NOW: i64 = 1_794_618_123_000;
const ROUNDS: usize = 7;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let [_, way @ ("core" | "plain"), photo] = words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return one_photo(way, Path::new(photo));
    }
    let dir = TempDir::new().unwrap();
    println!("|                                    |     core |    plain | ratio |");
    println!("|------------------------------------|---------:|---------:|------:|");
    for (name, width, height) in [("12", 4032, 3024), ("48", 8064, 6048)] {
        let photo = dir.path().join(name);
        fs::write(&photo, street(width, height)).unwrap();
        let (core, plain) = in_turns(|| aside("core", &photo), || aside("plain", &photo));
        row(&format!("photo of {name} megapixels, CPU ms"), core.0, plain.0);
        row("  peak of the whole process, MB", core.1, plain.1);
        let bytes = fs::read(&photo).unwrap();
        let (looked, read) =
            in_turns(|| ms(|| mobile_core::look_at_photo(bytes.clone())), || ms(|| bytes.clone()));
        row("  a look at its place and time, ms", looked, read);
    }
    kept();
}

fn row(what: &str, core: f64, plain: f64) {
    println!("| {what:34} | {core:8.2} | {plain:8.2} | {:5.2} |", core / plain);
}

/// The least of some rounds of each: what others do on this machine at the same time only adds.
fn in_turns<T: PartialOrd + Copy>(mut core: impl FnMut() -> T, mut plain: impl FnMut() -> T) -> (T, T) {
    let least = |a: T, b: T| if b < a { b } else { a };
    let rounds = (0..ROUNDS).map(|_| (core(), plain()));
    rounds.reduce(|(core, plain), (a, b)| (least(core, a), least(plain, b))).unwrap()
}

fn ms<T>(work: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    std::hint::black_box(work());
    begun.elapsed().as_secs_f64() * 1000.0
}

/// Something like a street: large shapes, and the grain of asphalt everywhere.
fn street(width: u32, height: u32) -> Vec<u8> {
    let mut chance = 1_u32;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = u8::try_from(chance >> 27).unwrap();
        let shape = u8::try_from(((x / 40) ^ (y / 40)) & 127).unwrap();
        image::Rgb([shape + grain, shape + grain + 20, shape + grain + 40])
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&picture).unwrap();
    jpeg
}

/// Milliseconds of the processor and megabytes of one photo, in a process of its own that does nothing else.
fn aside(way: &str, photo: &Path) -> (f64, f64) {
    let run = Command::new(std::env::current_exe().unwrap()).args([Path::new(way), photo]).output().unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let numbers: Vec<f64> = said.split_whitespace().map(|number| number.parse().unwrap()).collect();
    (numbers[0], numbers[1])
}

fn one_photo(way: &str, photo: &Path) {
    let bytes = fs::read(photo).unwrap();
    let town = Town::new();
    let draft = town.core.new_draft().unwrap();
    let begun = processor_ms();
    if way == "core" {
        wait(draft.add_photo(bytes, None, None)).unwrap().unwrap();
    } else {
        std::hint::black_box(plainly(&bytes));
    }
    let took = processor_ms() - begun;
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: f64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("{took} {}", peak / 1024.0);
}

/// Of all threads of this process, also of those that have ended (proc(5): fields 14 and 15, in ticks of 10 ms).
fn processor_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap());
    ticks.sum::<f64>() * 10.0
}

/// As one writes it first.
fn plainly(bytes: &[u8]) -> Vec<u8> {
    let picture =
        ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap();
    let mut jpeg = Vec::new();
    let small = picture.resize(2048, 2048, FilterType::CatmullRom);
    small.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 85)).unwrap();
    jpeg
}

/// Drafts and reports by the hundred, beside reading the same rows with nothing around.
fn kept() {
    let town = Town::new();
    let draft = town.core.new_draft().unwrap();
    draft.describe("A hole, half a metre wide, right before the crossing").unwrap();
    draft.put_pin(Place { lat: 57.62, lon: 36.4 }, Some("Mill Street 12".to_owned())).unwrap();
    draft.choose_type("pothole").unwrap();
    town.core.enqueue(&draft).unwrap();
    wait(town.core.flush()).unwrap();
    let left = town.core.new_draft().unwrap();
    left.describe("A hole, half a metre wide, right before the crossing").unwrap();
    left.choose_type("pothole").unwrap();
    town.repeat("drafts", &left.id(), 1000);
    town.repeat("outbox", &draft.id(), 200);

    let opened = || {
        ms(|| {
            assert_eq!(town.open().drafts().unwrap().len(), 1000);
        })
    };
    let (core, plain) = in_turns(opened, || town.bare("select body from drafts", 1000));
    row("opened with 1,000 drafts, ms", core, plain);
    let mine = || ms(|| assert_eq!(town.core.my_reports().unwrap().len(), 200));
    let (core, plain) = in_turns(mine, || town.bare("select body, receipt from outbox", 200));
    row("200 own reports of a year, ms", core, plain);
}

/// A phone at home in a city that answers at once.
struct Town {
    dir: TempDir,
    city: Arc<City>,
    core: Core,
}

impl Town {
    fn new() -> Self {
        let (dir, city) = (TempDir::new().unwrap(), City::new([]));
        let core = open(dir.path(), &city);
        wait(core.add_city("https://city.example", "small-town")).unwrap();
        wait(core.catalogue()).unwrap();
        Self { dir, city, core }
    }

    fn open(&self) -> Core {
        open(self.dir.path(), &self.city)
    }

    fn file(&self) -> Connection {
        Connection::open(self.dir.path().join("city.sqlite3")).unwrap()
    }

    /// So many rows like the one with this id.
    fn repeat(&self, table: &str, id: &str, count: usize) {
        let file = self.file();
        let columns: Vec<String> = file
            .prepare(&format!("select name from pragma_table_info('{table}') where name <> 'seq'"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut values = columns.clone();
        for value in values.iter_mut().filter(|name| ["id", "report_id", "body"].contains(&name.as_str())) {
            *value = format!("replace({value}, ?1, ?2)");
        }
        let (columns, values) = (columns.join(", "), values.join(", "));
        let copy = format!("insert into {table} ({columns}) select {values} from {table} where id = ?1");
        file.execute_batch("begin").unwrap();
        for number in 1..count {
            let other = format!("{}{number:06}", &id[..id.len() - 6]);
            file.execute(&copy, [id, &other]).unwrap();
        }
        file.execute_batch("commit").unwrap();
    }

    /// The same rows, read and forgotten.
    fn bare(&self, query: &str, count: usize) -> f64 {
        ms(|| {
            let file = self.file();
            let mut statement = file.prepare(query).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            assert_eq!(rows.map(|body| body.unwrap().len()).filter(|length| *length > 0).count(), count);
        })
    }
}

fn open(dir: &Path, city: &Arc<City>) -> Core {
    Core::open(dir.to_str().unwrap(), Language::En, Phone::at(NOW).platform(city.clone())).unwrap()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_mins(10), work).await.unwrap() })
}
