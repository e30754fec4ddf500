//! A phone in a terminal, for stories: it files reports over a network that fails by chance, and may be
//! killed at any moment. What it prints is what it told its person.
//!
//!     phone <folder> <server> <verb> [arguments]
//!
//! `file N` hands N reports over and sends now and then; `drain` sends until nothing waits; `day` does that for
//! a day without a server; `list` tells every report; `sign-in LOGIN PASSWORD`; `changes` tells what changed.
//! `learn` asks what is new in the city; `promises` and `districts LAT,LON…` tell what it knows by itself.
//! `PHONE_NOW` sets the clock, milliseconds since 1970.
//! `PHONE_SEED` chooses what fails, `PHONE_FAULTS` how many calls of a hundred, `PHONE_CUT` cuts the network.

mod device;
mod guide;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use device::{Chance, Device};
use mobile_core::view::{Language, Place};
use mobile_core::{Core, CoreError, SignIn};

const CITY: &str = "small-town";
const DAY: i64 = 24 * 60 * 60_000;

type Done = Result<(), CoreError>;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, server, verb, rest @ ..] = arguments.as_slice() else {
        eprintln!("phone <folder> <server> <verb>");
        std::process::exit(2);
    };
    if let Err(error) = run(folder, server, verb, rest).await {
        say(&format!("failed {error}"));
        std::process::exit(1);
    }
}

async fn run(folder: &str, server: &str, verb: &str, rest: &[String]) -> Done {
    let device = Arc::new(Device::new(folder));
    let core = Core::open(folder, Language::En, device.platform())?;
    while core.accounts()?.is_empty() {
        let _again_if_the_network_failed = core.add_city(server, CITY).await;
    }
    match (verb, rest) {
        ("file", [count]) => file(&core, &device, count.parse().unwrap_or(0)).await,
        ("drain", []) => drain(&core, &device, i64::MAX).await,
        ("day", []) => {
            let until = device.now.load(SeqCst) + DAY;
            drain(&core, &device, until).await?;
            say(&format!("tried {}", device.calls.load(SeqCst)));
            Ok(())
        }
        ("learn", []) => core.refresh_city().await.map(|_| ()),
        ("promises", []) => {
            guide::promises(&core)?.iter().for_each(|line| say(line));
            Ok(())
        }
        ("districts", places) => {
            guide::districts(&core, places)?.iter().for_each(|line| say(line));
            Ok(())
        }
        ("list", []) => {
            for mine in core.my_reports()?.iter().rev() {
                say(&format!("{} {:?}", mine.id, mine.delivery));
            }
            Ok(())
        }
        ("sign-in", [login, password]) => match core.sign_in(login, password).await? {
            SignIn::Done { .. } => Ok(()),
            SignIn::CodeNeeded { .. } => Err(CoreError::SignedOut),
        },
        ("changes", []) => {
            drain(&core, &device, i64::MAX).await?;
            core.flush().await?;
            for changed in core.changes()? {
                say(&format!("changed {}", changed.id));
                core.told(&changed.id)?;
            }
            Ok(())
        }
        _ => Err(CoreError::Conflict),
    }
}

/// Hands reports over, with photos by chance, and sends after every third.
async fn file(core: &Core, device: &Device, count: u32) -> Done {
    for n in 0..count {
        let photos = device.chance(|chance| chance.below(3));
        let draft = core.new_draft()?;
        draft.put_pin(Place { lat: 57.6204, lon: 36.3992 }, None)?;
        draft.choose_type("road-street-lighting")?;
        draft.describe(&format!("photos={photos}"))?;
        for _ in 0..photos {
            draft.add_photo(device.chance(picture), None, None).await?;
        }
        let id = core.enqueue(&draft)?;
        say(&format!("handed {id}"));
        if n % 3 == 2 {
            for report in core.flush().await? {
                say(&format!("{:?} {}", report.delivery, report.id));
            }
        }
    }
    Ok(())
}

/// Sends until nothing waits, or until that moment; the clock is moved to when something is due.
async fn drain(core: &Core, device: &Device, until: i64) -> Done {
    loop {
        core.flush().await?;
        match core.next_flush_at()? {
            Some(at) if at < until => device.now.fetch_max(at, SeqCst),
            _ => return Ok(()),
        };
    }
}

/// A small picture; of forty one is noise, which has to go in parts.
fn picture(chance: &mut Chance) -> Vec<u8> {
    let large = chance.below(40) == 0;
    let (width, height) = if large { (640, 480) } else { (32, 24) };
    let shade = chance.byte();
    let pixels = image::RgbImage::from_fn(width, height, |_, _| {
        image::Rgb(if large { [chance.byte(), chance.byte(), chance.byte()] } else { [shade; 3] })
    });
    let mut png = std::io::Cursor::new(Vec::new());
    let _always = pixels.write_to(&mut png, image::ImageFormat::Png);
    png.into_inner()
}

/// To whoever reads along, at once: the next moment may be the last.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _reader_gone = writeln!(out, "{line}").and_then(|()| out.flush());
}
