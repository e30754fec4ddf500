//! Reports of one's own.

use std::collections::{HashMap, HashSet};

use domain::wire::report::ReportCard;
use domain::wire::resident::OwnReports;
use urlencoding::encode;

use super::Core;
use crate::account::{Account, PersonKind};
use crate::cache::{Kept, Kind};
use crate::client::{Call, Failure, read};
use crate::error::CoreError;
use crate::outbox;
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
        let seen = self.shelf.own(account.id)?;
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

    /// Asks the city how one's own reports stand, and keeps the answers. Gives them as `my_reports`.
    ///
    /// # Errors
    /// `Offline` when the city cannot be asked; what was heard before that is kept.
    pub async fn refresh_my_reports(&self) -> Result<Vec<MyReport>, CoreError> {
        let account = self.chosen()?;
        let is_resident = |account: &Account| {
            account.person.as_ref().is_some_and(|person| person.kind == PersonKind::Resident)
        };
        if is_resident(&account) && self.keyring.tokens(&account)?.is_some() {
            self.refresh_list(&account).await?;
        }
        let items = self.storage.read(|db| outbox::list_of(db, account.id))?;
        let over: HashSet<String> = self
            .shelf
            .own(account.id)?
            .into_iter()
            .filter(|view| view.closed_at.is_some() && view.choices.is_empty())
            .map(|view| view.id.to_string())
            .collect();
        for item in items.iter().filter(|item| item.receipt.is_some() && !over.contains(&item.id)) {
            self.refresh_own(&account, &item.id, Some(&item.secret)).await?;
        }
        self.my_reports()
    }
}

impl Core {
    /// Asks how a report of one's own stands, and keeps the answer.
    pub(crate) async fn refresh_own(
        &self,
        account: &Account,
        id: &str,
        secret: Option<&str>,
    ) -> Result<(), CoreError> {
        match self.client_of(account.clone()).report(id, secret).await {
            Ok(view) => self.shelf.keep_own(account.id, &view, self.now()),
            // It is not there any more, or not theirs: what was seen of it stays as it is.
            Err(Failure::Refused(_)) => Ok(()),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn refresh_list(&self, account: &Account) -> Result<(), CoreError> {
        let client = self.client_of(account.clone());
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
        let body = serde_json::to_vec(&cards)?;
        let kept = Kept { key: String::new(), body, etag: None, kept_at: self.now() };
        self.shelf.keep(account.id, Kind::OwnList, &kept)
    }

    fn elsewhere(&self, account: i64) -> Result<Vec<ReportCard>, CoreError> {
        let kept = self.shelf.find(account, Kind::OwnList, "")?;
        Ok(kept.and_then(|kept| kept.read()).unwrap_or_default())
    }
}
