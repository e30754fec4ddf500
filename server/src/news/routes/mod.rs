//! `…/push-key`, `…/me/push`, `…/reports/{id}/push` and `…/subscriptions`.

mod push;
mod subscriptions;

pub use push::*;
pub use subscriptions::*;

use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}
