//! The outbox while the app sleeps.

use std::collections::HashMap;
use std::sync::Arc;

use super::Core;
use crate::account;
use crate::client::Client;
use crate::error::CoreError;
use crate::outbox::{self, Item};
use crate::platform::{Background, Bodies, HandingOver, HttpResponse, Pinned, Platform};

/// Each handover wakes the app once: a photo goes in one.
const WHOLE: u32 = u32::MAX;

#[uniffi::export]
impl Core {
    /// Hands the next thing that is due to the system, for when the app is about to be put to sleep, and
    /// says whether there was one. One after the other: each answer brings the next handover.
    pub async fn hand_over(&self, background: Arc<dyn Background>) -> Result<bool, CoreError> {
        self.carry(background, None).await
    }

    /// The system's answer to a handover, in whatever run of the app it comes; `null` when there was none.
    /// Hands the next thing over, and says whether there was one.
    pub async fn background_answer(
        &self,
        token: String,
        response: Option<HttpResponse>,
        background: Arc<dyn Background>,
    ) -> Result<bool, CoreError> {
        self.bodies().forget(&token);
        self.carry(background, Some((token, response))).await
    }
}

impl Core {
    pub(super) fn bodies(&self) -> Bodies {
        Bodies::within(&self.dir)
    }

    async fn carry(
        &self,
        background: Arc<dyn Background>,
        answer: Option<(String, Option<HttpResponse>)>,
    ) -> Result<bool, CoreError> {
        let mut rests = self.flushing.lock().await;
        let handing = HandingOver::new(self.transport.clone(), background, self.bodies(), answer);
        for account in self.storage.read(account::all)? {
            let client = self.client_of(account);
            let transport = Pinned::by(self.storage.clone(), handing.clone());
            let client = Client { platform: Platform { transport, ..client.platform }, ..client };
            let account = client.account.id;
            let before = self.storage.read(|db| outbox::all_of(db, account))?;
            let rest = rests.entry(account).or_default();
            let handed = tokio::select! {
                biased;
                () = handing.handed() => true,
                passed = self.pass(&client, rest, WHOLE) => passed.map(|_| false)?,
            };
            if handed {
                self.not_tried_yet(account, &before)?;
                return Ok(true);
            }
        }
        self.bodies().forget_all();
        Ok(false)
    }

    /// What the system carries is under way, and its try is not over: it counts when the answer is here.
    fn not_tried_yet(&self, account: i64, before: &[Item]) -> Result<(), CoreError> {
        let attempts: HashMap<_, _> = before.iter().map(|item| (item.seq, item.attempts)).collect();
        self.storage.write(|tx| {
            for item in outbox::all_of(tx, account)? {
                if let Some(attempts) = attempts.get(&item.seq).filter(|before| **before < item.attempts) {
                    outbox::save(tx, &Item { attempts: *attempts, ..item })?;
                }
            }
            Ok(())
        })
    }
}
