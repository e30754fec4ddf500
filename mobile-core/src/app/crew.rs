//! Working on cases: the round of a crew, and what anybody does to a case that the city has.

use std::sync::Arc;

use domain::wire::desk::DeskOptions;
use domain::wire::parts::SubtaskCard;
use domain::wire::report::ReportView;

use super::Core;
use crate::cache::{Kept, Kind};
use crate::client::Call;
use crate::crew;
use crate::deed::{self, Deed, DeedKind, Sheet};
use crate::error::{CoreError, RefusalCode};
use crate::outbox::{self, Delivery, Item};
use crate::sync::news;
use crate::view::{CaseScreen, DeskCard, PartCard, Place, RoundOrder, WaitingDeed};

#[uniffi::export]
impl Core {
    /// Asks for the open cases that are one's own or one's crew's, and keeps them with all that their
    /// screens show, so that the round goes on without a network.
    ///
    /// # Errors
    /// `SignedOut` when nobody is signed in, `Offline` when the city cannot be reached: the round that was
    /// kept stays.
    pub async fn refresh_round(&self) -> Result<(), CoreError> {
        let client = self.client()?;
        let account = client.account.id;
        let round = crew::ask(&client).await?;
        // What may be done after what waits; without it a case goes on once the wait is over.
        let parts = crew::ask_parts(&client).await?;
        let options = client.send(Call::get(&client.in_city("/desk/options"))).await?.body;
        for (kind, body) in [(Kind::DeskOptions, options), (Kind::DeskParts, serde_json::to_vec(&parts)?)] {
            let kept = Kept { key: String::new(), body, etag: None, at: self.now() };
            self.shelf.keep(account, kind, &kept)?;
        }
        self.storage.write(|tx| {
            deed::clear(tx)?;
            let waiting: Vec<_> = outbox::deeds_of(tx, account)?.into_iter().filter(is_waiting).collect();
            for report in crew::replace(tx, account, &round)? {
                if !waiting.iter().any(|item| item.report_id == report) {
                    news::unwatch(tx, account, &report)?;
                }
            }
            for card in &round {
                news::see(tx, account, &card.card.id.to_string(), card.card.version)?;
            }
            for part in &parts {
                news::watch(tx, account, &part.report_id.to_string())?;
            }
            Ok(())
        })?;
        news::ask(&self.storage, &client).await
    }

    /// The round as it was kept last: danger first, then the nearest to `from` or what is due first.
    pub fn round(&self, from: Option<Place>, order: RoundOrder) -> Result<Vec<DeskCard>, CoreError> {
        let account = self.chosen()?;
        let (_, words) = self.here(&account)?;
        let account = account.id;
        let waiting = self.waiting_deeds()?;
        let card = |card: domain::wire::desk::DeskCard| {
            let id = card.card.id.to_string();
            let own: Vec<_> = waiting.iter().filter(|deed| deed.report_id == id).cloned().collect();
            (card.next_due_at, DeskCard::of(card, from, &own, words))
        };
        let kept = self.storage.read(|db| crew::list(db, account))?;
        let mut cards: Vec<_> = kept.into_iter().map(card).collect();
        DeskCard::sort(&mut cards, order);
        Ok(cards.into_iter().map(|(_, card)| card).collect())
    }

    /// What others asked one's department to do for their cases, as it was kept last, the oldest first.
    /// What was done about it here and has not arrived is left out.
    pub fn parts(&self) -> Result<Vec<PartCard>, CoreError> {
        let account = self.chosen()?.id;
        let kept = self.shelf.find(account, Kind::DeskParts, "")?;
        let parts: Vec<SubtaskCard> = kept.and_then(|kept| kept.read()).unwrap_or_default();
        let ended: Vec<String> = self
            .waiting_sheets(account)?
            .into_iter()
            .filter_map(|sheet| match sheet.kind {
                DeedKind::EndPart { part, .. } => Some(part),
                _ => None,
            })
            .collect();
        let open = parts.into_iter().filter(|part| !ended.contains(&part.id.to_string()));
        Ok(open.map(|part| PartCard::of(part, self.language)).collect())
    }

    /// A case as it was kept last, with what may be done to it; `null` when the phone has not seen it.
    pub fn case(&self, report: &str) -> Result<Option<CaseScreen>, CoreError> {
        let account = self.chosen()?;
        let (_, words) = self.here(&account)?;
        let account = account.id;
        let Some(view) = self.storage.read(|db| news::kept(db, account, report))? else { return Ok(None) };
        let view = self.ahead(view)?;
        let waiting = self.waiting_deeds()?.into_iter().filter(|deed| deed.report_id == report).collect();
        Ok(Some(CaseScreen::of(view, waiting, words)))
    }

    /// Asks for a case, keeps it and watches it from now on.
    pub async fn refresh_case(&self, report: &str) -> Result<CaseScreen, CoreError> {
        let client = self.client()?;
        let secret = self.secret(report)?;
        let view = client.report(report, secret.as_deref()).await?;
        self.storage.write(|tx| news::keep(tx, client.account.id, &view, self.now()))?;
        self.case(report)?.ok_or(CoreError::Conflict)
    }

    /// Begins something that is to be done to a case that the phone has seen; nothing is kept before the
    /// first change.
    ///
    /// # Errors
    /// `Rejected` with `NotFound` when the phone has not seen the case, `Conflict` when the case does not
    /// offer this.
    pub fn begin_deed(&self, report: &str, kind: DeedKind) -> Result<Deed, CoreError> {
        let account = self.chosen()?;
        let seen = self.last_seen(&account, report)?.map(|(view, _)| view);
        let view = self.ahead(seen.ok_or_else(|| CoreError::plain(RefusalCode::NotFound))?)?;
        Deed::begin(self.storage.clone(), self.language, &account, &view, kind, self.now())
    }

    /// What was begun for a case and neither handed over nor thrown away, the oldest first.
    pub fn begun_deeds(&self, report: &str) -> Result<Vec<Arc<Deed>>, CoreError> {
        Deed::begun(&self.storage, self.language, self.chosen()?.id, report)
    }

    /// Hands it over: from here on the phone delivers it. Gives its id; twice is no harm.
    ///
    /// # Errors
    /// `Rejected` with every field that is missing.
    pub fn enqueue_deed(&self, deed: &Deed) -> Result<String, CoreError> {
        deed.hand_over(self.now())
    }

    /// What was done to cases here and has not arrived, the oldest first.
    pub fn waiting_deeds(&self) -> Result<Vec<WaitingDeed>, CoreError> {
        let account = self.chosen()?.id;
        self.storage.read(|db| {
            let prepared = deed::of_account(db, account)?;
            let items = outbox::deeds_of(db, account)?;
            let mut waiting = Vec::new();
            for item in items.iter().filter(|item| is_waiting(item)) {
                let Some(begun) = prepared.iter().find(|begun| begun.sheet.id == item.id) else { continue };
                let case = news::kept(db, account, &item.report_id)?;
                waiting.push(WaitingDeed::of(item, &begun.sheet, case.as_ref(), self.language));
            }
            Ok(waiting)
        })
    }
}

impl Core {
    /// A case as it will be once what waits has arrived.
    fn ahead(&self, view: ReportView) -> Result<ReportView, CoreError> {
        let account = self.chosen()?.id;
        let report = view.id.to_string();
        let mut waiting = self.waiting_sheets(account)?;
        waiting.retain(|sheet| sheet.report_id == report);
        let options = self.shelf.find(account, Kind::DeskOptions, "")?;
        let options: Option<DeskOptions> = options.and_then(|kept| kept.read());
        Ok(crew::ahead(view, &waiting, options.as_ref()))
    }

    /// What was handed over and has not arrived, the oldest first.
    fn waiting_sheets(&self, account: i64) -> Result<Vec<Sheet>, CoreError> {
        self.storage.read(|db| {
            let items = outbox::deeds_of(db, account)?;
            let open = |id: &str| items.iter().any(|item| item.id == id && is_waiting(item));
            let prepared = deed::of_account(db, account)?.into_iter().map(|begun| begun.sheet);
            Ok(prepared.filter(|sheet| open(&sheet.id)).collect())
        })
    }
}

fn is_waiting(item: &Item) -> bool {
    item.delivery != Delivery::Sent
}
