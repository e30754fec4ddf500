//! The one object that an app holds: everything the phone can do with its city.

use std::path::Path;
use std::sync::Arc;

use domain::wire::catalogue::{CatalogueView, CityView};
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use crate::cache;
use crate::client::{Client, Failure};
use crate::device;
use crate::draft::Draft;
use crate::error::CoreError;
use crate::outbox;
use crate::storage::Storage;
use crate::sync;
use crate::transport::Transport;
use crate::view::{
    Bounds, Catalogue, City, Language, MyReport, Neighbourhood, PhotoSize, ReportList, ReportScreen,
};

/// A city in the pocket. Times are milliseconds since 1970 in UTC and always come from the app.
#[derive(uniffi::Object)]
pub struct Core {
    storage: Storage,
    client: Client,
    city: String,
    language: domain::text::Language,
    /// Two passes at once would send everything twice.
    flushing: Mutex<()>,
}

#[uniffi::export]
impl Core {
    /// Opens what this phone keeps.
    ///
    /// * `dir`: a folder of the app's own that backups leave out, made if need be; it holds secrets.
    /// * `base_url`: the server, `https://…` without a path.
    /// * `city`: the city's slug.
    #[uniffi::constructor]
    pub fn open(
        dir: &str,
        base_url: &str,
        city: String,
        language: Language,
        transport: Arc<dyn Transport>,
    ) -> Result<Self, CoreError> {
        let dir = Path::new(dir);
        std::fs::create_dir_all(dir)
            .map_err(|error| CoreError::Storage { detail: error.kind().to_string() })?;
        let storage = Storage::open(&dir.join("city.sqlite3"))?;
        let language = language.into();
        let client = Client::new(transport, base_url, language, storage.write(device::key)?);
        Ok(Self { storage, client, city, language, flushing: Mutex::new(()) })
    }

    /// What the city says about itself; the last known answer when it cannot be reached.
    pub async fn city(&self) -> Result<City, CoreError> {
        Ok(self.fresh_or_kept::<CityView>("").await?.into())
    }

    /// What can be reported; the last known answer when the city cannot be reached.
    pub async fn catalogue(&self) -> Result<Catalogue, CoreError> {
        Ok(self.fresh_or_kept::<CatalogueView>("/catalogue").await?.into())
    }

    /// Begins a report. Nothing is kept before the first change.
    pub fn new_draft(&self, now: i64) -> Result<Draft, CoreError> {
        Draft::begin(self.storage.clone(), self.language, now)
    }

    /// The report that was begun last and not handed over, if any.
    pub fn last_draft(&self) -> Result<Option<Arc<Draft>>, CoreError> {
        Draft::last(self.storage.clone(), self.language)
    }

    /// Hands a report over: from here on the phone delivers it. Gives its id; twice is no harm.
    ///
    /// # Errors
    /// `Rejected` with every field that is missing or wrong.
    pub fn enqueue(&self, draft: &Draft, now: i64) -> Result<String, CoreError> {
        draft.hand_over(&self.city, now)
    }

    /// Sends what is due at `now` and gives what was tried, as it now stands. Call it when there
    /// is a network again, after `enqueue`, and at `next_flush_at`.
    pub async fn flush(&self, now: i64) -> Result<Vec<MyReport>, CoreError> {
        let _only_one = self.flushing.lock().await;
        let tried = sync::flush(&self.storage, &self.client, now).await?;
        let mine = self.my_reports()?;
        Ok(mine.into_iter().filter(|report| tried.contains(&report.id)).collect())
    }

    /// When to call `flush` next; `null` when nothing waits.
    pub fn next_flush_at(&self) -> Result<Option<i64>, CoreError> {
        self.storage.read(outbox::next_due_at)
    }

    /// The reports made on this phone, the newest first.
    pub fn my_reports(&self) -> Result<Vec<MyReport>, CoreError> {
        let here = self.here()?;
        let items = self.storage.read(outbox::list)?;
        Ok(items.iter().rev().map(|item| MyReport::of(item, &here)).collect())
    }

    /// Tries a parked report again as it is.
    pub fn retry(&self, id: &str, now: i64) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::retry(tx, id, now))
    }

    /// Makes a parked report a draft again, to change it.
    pub fn revise(&self, id: &str) -> Result<Draft, CoreError> {
        Draft::revise(self.storage.clone(), self.language, id)
    }

    /// Throws a parked report away.
    pub fn discard(&self, id: &str) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::discard(tx, id))
    }

    /// A report by its id: as its author sees it when it was made on this phone, else as
    /// everybody does.
    pub async fn report(&self, id: &str) -> Result<ReportScreen, CoreError> {
        let secret = self.secret(id)?;
        let view = self.client.report(&self.city, id, secret.as_deref()).await?;
        Ok(ReportScreen::of(view, self.here()?.zone(), self.language))
    }

    /// A report by its id as everybody sees it, even one's own.
    pub async fn public_report(&self, id: &str) -> Result<ReportScreen, CoreError> {
        let view = self.client.report(&self.city, id, None).await?;
        Ok(ReportScreen::of(view, self.here()?.zone(), self.language))
    }

    /// What everybody sees in a part of the map, the newest first; `after` is the `next` of the
    /// page before.
    pub async fn reports(&self, area: Bounds, after: Option<String>) -> Result<ReportList, CoreError> {
        let page = self.client.reports(&self.city, area, after.as_deref()).await?;
        Ok(ReportList::of(page, self.here()?.zone(), self.language))
    }

    /// The JPEG of a photo of a report, hidden ones only of reports made on this phone.
    pub async fn photo(&self, report: &str, photo: &str, size: PhotoSize) -> Result<Vec<u8>, CoreError> {
        let secret = self.secret(report)?;
        Ok(self.client.photo(&self.city, photo, size, secret.as_deref()).await?)
    }
}

impl Core {
    /// Proves to the city who filed a report; only this phone has it.
    fn secret(&self, report: &str) -> Result<Option<String>, CoreError> {
        let mine = self.storage.read(|db| outbox::find(db, report))?;
        Ok(mine.map(|item| item.secret))
    }

    fn here(&self) -> Result<Neighbourhood, CoreError> {
        Ok(Neighbourhood {
            language: self.language,
            city: self.kept("")?,
            catalogue: self.kept("/catalogue")?,
        })
    }

    /// Asks the city, keeps the answer, and falls back on the last one kept.
    async fn fresh_or_kept<T: DeserializeOwned>(&self, what: &str) -> Result<T, CoreError> {
        match self.client.about_city(&self.city, what).await {
            Ok(json) => {
                let Ok(fresh) = serde_json::from_str(&json) else {
                    return self.kept(what)?.ok_or(CoreError::Offline);
                };
                self.storage.write(|tx| cache::keep(tx, &self.key(what), &json))?;
                Ok(fresh)
            }
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(unreachable) => self.kept(what)?.ok_or(unreachable.into()),
        }
    }

    /// An answer kept by an older version of the app may no longer be readable: then there is none.
    fn kept<T: DeserializeOwned>(&self, what: &str) -> Result<Option<T>, CoreError> {
        let json = self.storage.read(|db| cache::find(db, &self.key(what)))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    fn key(&self, what: &str) -> String {
        format!("{}{what}?language={}", self.city, self.language.code())
    }
}
