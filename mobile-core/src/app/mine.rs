//! Reports of one's own.

use std::collections::{HashMap, HashSet};

use domain::wire::report::ReportCard;
use domain::wire::resident::OwnReports;
use urlencoding::encode;

use super::Core;
use crate::account::PersonKind;
use crate::cache::{Kept, Kind};
use crate::client::{Call, Client, read};
use crate::error::CoreError;
use crate::outbox;
use crate::sync::news;
use crate::view::MyReport;

/// Pages of one's own reports that are asked for, at most.
const PAGES: usize = 20;

#[uniffi::export]
impl Core {
    /// One's own reports, the newest first: those made on this phone, on their way or there, and those
    /// that the account filed elsewhere. As they were seen last; needs no network.
    pub fn my_reports(&self) -> Result<Vec<MyReport>, CoreError> {
        let account = self.chosen()?;
        let (known, words) = self.here(&account)?;
        let items = self.storage.read(|db| outbox::list_of(db, account.id))?;
        let seen = self.storage.read(|db| news::all_seen(db, account.id))?;
        let seen: HashMap<String, _> = seen.iter().map(|view| (view.id.to_string(), view)).collect();
        let here: HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
        let elsewhere = self.elsewhere(account.id)?;
        let elsewhere = elsewhere.into_iter().filter(|card| !here.contains(&*card.id.to_string()));
        let mut mine: Vec<MyReport> = items
            .iter()
            .rev()
            .map(|item| MyReport::of(item, seen.get(&item.id).copied(), &known, words))
            .chain(elsewhere.map(|card| MyReport::elsewhere(card, words)))
            .collect();
        mine.sort_by_key(|report| std::cmp::Reverse(report.created_at));
        Ok(mine)
    }

    /// Asks the city for what the account filed elsewhere and what changed, and keeps the answers. Gives
    /// them as `my_reports`.
    ///
    /// # Errors
    /// `Offline` when the city cannot be asked; what was heard before that is kept.
    pub async fn refresh_my_reports(&self) -> Result<Vec<MyReport>, CoreError> {
        let client = self.client()?;
        let person = client.account.person.as_ref();
        let is_resident = person.is_some_and(|person| person.kind == PersonKind::Resident);
        if is_resident && self.keyring.tokens(&client.account)?.is_some() {
            self.refresh_list(&client).await?;
        }
        news::ask(&self.storage, &client).await?;
        self.my_reports()
    }
}

impl Core {
    async fn refresh_list(&self, client: &Client) -> Result<(), CoreError> {
        let body = serde_json::to_vec(&ask_own(client).await?)?;
        let kept = Kept { key: String::new(), body, etag: None, at: self.now() };
        self.shelf.keep(client.account.id, Kind::OwnList, &kept)
    }

    fn elsewhere(&self, account: i64) -> Result<Vec<ReportCard>, CoreError> {
        let kept = self.shelf.find(account, Kind::OwnList, "")?;
        Ok(kept.and_then(|kept| kept.read()).unwrap_or_default())
    }
}

/// The reports that belong to whoever is signed in, wherever they were made.
pub(super) async fn ask_own(client: &Client) -> Result<Vec<ReportCard>, CoreError> {
    let (mut cards, mut after) = (Vec::new(), None::<String>);
    for _ in 0..PAGES {
        let cursor = after.map(|after| format!("?cursor={}", encode(&after))).unwrap_or_default();
        let path = client.in_city(&format!("/me/reports{cursor}"));
        let page: OwnReports = read(&client.send(Call::get(&path)).await?)?;
        cards.extend(page.reports);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(cards)
}
