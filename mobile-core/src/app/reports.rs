//! The city, what can be reported in it, and what was.

use std::collections::HashSet;

use domain::wire::catalogue::{CatalogueView, CityView};
use domain::wire::report::{ReportPage, ReportView};

use super::Core;
use crate::account::Account;
use crate::cache::{Kept, Kind};
use crate::client::Failure;
use crate::error::CoreError;
use crate::outbox;
use crate::sync::news;
use crate::view::{
    Bounds, Catalogue, City, MapFilter, PhotoSize, ReportList, ReportScreen, Words, kept_in_words, moment,
};

/// Parts of the map that were seen last, which are looked through without a network.
const AREAS: u32 = 40;

#[uniffi::export]
impl Core {
    /// What the city says about itself; the last known answer when it cannot be reached.
    pub async fn city(&self) -> Result<City, CoreError> {
        Ok(self.library.fresh_or_kept::<CityView>(&self.client()?, "").await?.into())
    }

    /// What can be reported; the last known answer when the city cannot be reached.
    pub async fn catalogue(&self) -> Result<Catalogue, CoreError> {
        Ok(self.library.fresh_or_kept::<CatalogueView>(&self.client()?, "/catalogue").await?.into())
    }

    /// Asks for what is new in the city: what it says of itself, and where its data has grown, what can
    /// be reported and where it ends. Everything else then works without a network. Call it when the app
    /// comes to the front. Says whether there is another catalogue: open drafts keep theirs, and say
    /// what has changed.
    ///
    /// # Errors
    /// `Offline` when the city cannot be asked; what was known stays known.
    pub async fn refresh_city(&self) -> Result<bool, CoreError> {
        self.library.refresh(&self.client()?).await
    }

    /// A report by its id: as its author sees it when it was made on this phone, as the account does
    /// when somebody is signed in, else as everybody does. As it was seen last when the city cannot be
    /// reached: then `kept_text` says so.
    pub async fn report(&self, id: &str) -> Result<ReportScreen, CoreError> {
        let client = self.client()?;
        let account = client.account.clone();
        let secret = self.secret(id)?;
        let found = client.report(id, secret.as_deref()).await;
        let (_, words) = self.here(&account)?;
        match found {
            Ok(view) => {
                self.keep_seen(&account, &view)?;
                Ok(ReportScreen::of(view, words))
            }
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(failure) => {
                let (view, at) = self.last_seen(&account, id)?.ok_or(failure)?;
                Ok(ReportScreen::of(view, words).kept(moment(at), words))
            }
        }
    }

    /// A report by its id as everybody sees it, even one's own.
    pub async fn public_report(&self, id: &str) -> Result<ReportScreen, CoreError> {
        let client = self.client()?;
        let view = client.public_report(id).await?;
        let (_, words) = self.here(&client.account)?;
        Ok(ReportScreen::of(view, words))
    }

    /// A report by the number that people name it by, `2026-000224`.
    ///
    /// # Errors
    /// `Rejected` with `NotFound` where there is none that whoever asks may see.
    pub async fn report_by_number(&self, number: &str) -> Result<ReportScreen, CoreError> {
        let client = self.client()?;
        let view = client.report_by_number(number).await?;
        let (_, words) = self.here(&client.account)?;
        Ok(ReportScreen::of(view, words))
    }

    /// What everybody sees of `filter` in a part of the map, the newest first; `after` is the `next` of
    /// the page before. Without a network: what was seen there before and the filter means, all at once.
    #[uniffi::method(default(filter = None))]
    pub async fn reports(
        &self,
        area: Bounds,
        after: Option<String>,
        filter: Option<MapFilter>,
    ) -> Result<ReportList, CoreError> {
        let filter = filter.unwrap_or_default();
        let client = self.client()?;
        let account = client.account.clone();
        let (_, words) = self.here(&account)?;
        match client.reports(area, &filter, after.as_deref()).await {
            Ok(page) => {
                let key = area_key(area, after.as_deref(), &filter);
                let kept = Kept { key, body: serde_json::to_vec(&page)?, etag: None, at: self.now() };
                self.shelf.keep(account.id, Kind::Area, &kept)?;
                Ok(ReportList::of(page.reports, page.next, words))
            }
            Err(failure) => self.seen_in(&account, area, &filter, failure, words),
        }
    }

    /// The JPEG of a photo of a report, hidden ones only of reports made on this phone; as it was kept
    /// when the city cannot be reached.
    pub async fn photo(&self, report: &str, photo: &str, size: PhotoSize) -> Result<Vec<u8>, CoreError> {
        let client = self.client()?;
        let account = client.account.clone();
        let secret = self.secret(report)?;
        let key = format!("{photo}/{}", size.name());
        match client.photo(photo, size, secret.as_deref()).await {
            Ok(body) => {
                let kept = Kept { key, body, etag: None, at: self.now() };
                self.shelf.keep(account.id, Kind::Photo, &kept)?;
                Ok(kept.body)
            }
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(failure) => {
                let kept = self.shelf.find(account.id, Kind::Photo, &key)?;
                Ok(kept.ok_or(failure)?.body)
            }
        }
    }
}

impl Core {
    /// Proves to the city who filed a report; only this phone has it.
    pub(super) fn secret(&self, report: &str) -> Result<Option<String>, CoreError> {
        let account = self.chosen()?.id;
        self.storage.read(|db| outbox::secret_of(db, account, report))
    }

    /// Cases that are watched are kept as long as they are; others within the budget.
    fn keep_seen(&self, account: &Account, view: &ReportView) -> Result<(), CoreError> {
        let (id, now) = (view.id.to_string(), self.now());
        if self.storage.read(|db| news::is_watched(db, account.id, &id))? {
            return self.storage.write(|tx| news::look(tx, account.id, view, now));
        }
        let kept = Kept { key: id, body: serde_json::to_vec(view)?, etag: None, at: now };
        self.shelf.keep(account.id, Kind::Report, &kept)
    }

    /// A case as it was seen last, and when that was.
    pub(super) fn last_seen(
        &self,
        account: &Account,
        id: &str,
    ) -> Result<Option<(ReportView, i64)>, CoreError> {
        if let Some(watched) = self.storage.read(|db| news::seen(db, account.id, id))? {
            return Ok(Some(watched));
        }
        let kept = self.shelf.find(account.id, Kind::Report, id)?;
        Ok(kept.and_then(|kept| Some((kept.read()?, kept.at))))
    }

    fn seen_in(
        &self,
        account: &Account,
        area: Bounds,
        filter: &MapFilter,
        failure: Failure,
        words: Words,
    ) -> Result<ReportList, CoreError> {
        if let Failure::Refused(refusal) = failure {
            return Err(refusal.into());
        }
        let mut kept = self.shelf.latest(account.id, Kind::Area, AREAS)?;
        // A card does not say since when it is closed: only its page does, which was asked for so.
        kept.retain(|page| days_of(&page.key) == filter.days);
        let oldest = kept.iter().map(|kept| kept.at).min().ok_or(failure)?;
        let mut known = HashSet::new();
        let pages = kept.iter().filter_map(Kept::read::<ReportPage>);
        let mut reports: Vec<_> = pages
            .flat_map(|page| page.reports)
            .filter(|card| area.holds(card.place.lat, card.place.lon) && filter.lets_through(card))
            .filter(|card| known.insert(card.id))
            .collect();
        reports.sort_by_key(|card| std::cmp::Reverse(card.received_at));
        let list = ReportList::of(reports, None, words);
        Ok(ReportList { kept_text: Some(kept_in_words(moment(oldest), words)), ..list })
    }
}

/// What a page of a part of the map was asked with.
fn area_key(area: Bounds, after: Option<&str>, filter: &MapFilter) -> String {
    let Bounds { west, south, east, north } = area;
    let which = filter.query().map(|words| format!("?{words}")).unwrap_or_default();
    format!("{west},{south},{east},{north},{}{which}", after.unwrap_or_default())
}

/// For how many days closed ones stay on such a page.
fn days_of(key: &str) -> Option<u32> {
    key.rsplit_once("days=").and_then(|(_, days)| days.parse().ok())
}
