//! Purses: what may be spent in a day on things that cost the city money. Whoever sends such a message
//! takes it out of the purse first, in the same transaction:
//!
//! ```text
//! app.abuse.purses().spend(tx, city, Purse::Sms, "+79001234567").await?;
//! ```
//!
//! It counts the city's local day, for the whole city, for the beginning of the number (operator and
//! region: what premium-rate fraud has in common) and for the number itself, of which only a mark is kept.

use super::sender::phone_mark;
use super::store;
use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use crate::secret::Seal;
use chrono::TimeDelta;
use domain::catalogue::City;
use domain::clock::{end_of_day, local_day};

/// Digits, the country's included, that numbers of one operator have in common.
const PREFIX: usize = 5;

/// What is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purse {
    Sms,
}

impl Purse {
    fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
        }
    }
}

/// How much may be spent in a day.
pub struct Purses {
    pub seal: Seal,
    pub city: u32,
    pub prefix: u32,
    pub number: u32,
}

impl Purses {
    /// Takes one message to `number` (E.164) out of the purse of the day.
    ///
    /// # Errors
    /// `RateLimited` until the city's midnight when the city, the beginning of the number or the number has
    /// spent what it may. Nothing was spent then, as the transaction is not committed.
    pub async fn spend(&self, tx: &mut Tx, city: &City, purse: Purse, number: &str) -> ApiResult<()> {
        let day = local_day(tx.now(), city.time_zone);
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let prefix = digits.get(..PREFIX.min(digits.len())).unwrap_or_default();
        let number =
            phone_mark(&self.seal, &digits).ok_or_else(|| ApiError::field("phone", "not_a_phone"))?;
        // The number first: whoever sends to one number again and again does not hold up the whole city.
        let parts = [
            ("number", number, self.number),
            ("prefix", prefix.as_bytes().to_vec(), self.prefix),
            ("city", Vec::new(), self.city),
        ];
        for (kind, mark, most) in parts {
            if !store::spend(tx, purse.name(), day, kind, &mark, most).await? {
                metrics::counter!("citycenter_purse_empty_total", "purse" => purse.name(), "kind" => kind)
                    .increment(1);
                tracing::warn!(city = city.slug, purse = purse.name(), kind, "spent for today");
                let midnight = end_of_day(day, city.time_zone).map_err(anyhow::Error::from)?;
                return Err(ApiError::RateLimited(midnight - tx.now() + TimeDelta::seconds(1)));
            }
        }
        Ok(())
    }
}
