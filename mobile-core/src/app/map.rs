//! The map: tiles, what is near a pin, and how much of all that the phone keeps.

use domain::place::Place as Point;
use domain::wire::nearby::{NearbyReport, NearbyReports};
use urlencoding::encode;

use super::Core;
use crate::account::Account;
use crate::cache::{Kept, Kind, Knowledge};
use crate::client::{Call, Failure, read};
use crate::error::CoreError;
use crate::view::{MapFilter, NearbyList, Place, TileLayer, kept_in_words, moment, whole};

/// Answers about what is near that are looked through without a network.
const LOOKS: u32 = 50;

#[uniffi::export]
impl Core {
    /// A tile of the map (Mapbox Vector Tile), as the phone last had it when the city cannot be reached.
    /// A tile that is still good is not sent again. `filter` says which reports are on it; the ground has
    /// none.
    ///
    /// # Errors
    /// `Offline` when the phone never had it with this filter, `Rejected` with `NotFound` beyond the grid.
    #[uniffi::method(default(filter = None))]
    pub async fn tile(
        &self,
        layer: TileLayer,
        z: u8,
        x: u32,
        y: u32,
        filter: Option<MapFilter>,
    ) -> Result<Vec<u8>, CoreError> {
        let client = self.client()?;
        let account = client.account.clone();
        let which = filter.filter(|_| layer == TileLayer::Reports).and_then(|filter| filter.query());
        let which = which.map(|words| format!("?{words}")).unwrap_or_default();
        let path = format!("/tiles/{}/{}/{z}/{x}/{y}.mvt{which}", encode(&account.city), layer.name());
        let held = self.shelf.find(account.id, Kind::Tile, &path)?;
        let etag = held.as_ref().and_then(|held| held.etag.as_deref());
        match client.send(Call::get(&path).unless(etag)).await {
            Ok(answer) if answer.status == 304 => Ok(held.ok_or(CoreError::Offline)?.body),
            Ok(answer) => {
                let etag = answer.header("etag").map(str::to_owned);
                let kept = Kept { key: path, body: answer.body, etag, at: self.now() };
                self.shelf.keep(account.id, Kind::Tile, &kept)?;
                Ok(kept.body)
            }
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(failure) => Ok(held.ok_or(failure)?.body),
        }
    }

    /// What may be the same problem as a report of `issue_type` at `place`. Without a network: what the
    /// phone heard when it looked around there before, and then `kept_text` says so. Empty is no promise
    /// that there is none.
    pub async fn nearby(&self, issue_type: &str, place: Place) -> Result<NearbyList, CoreError> {
        let client = self.client()?;
        let account = client.account.clone();
        let (known, words) = self.here(&account)?;
        let Place { lat, lon } = place;
        let query = format!("/reports/nearby?type={}&lat={lat}&lon={lon}", encode(issue_type));
        let answer = client.send(Call::get(&client.in_city(&query))).await;
        let answer = answer.and_then(|answer| Ok((read::<NearbyReports>(&answer)?, answer.body)));
        match answer {
            Ok((near, body)) => {
                let key = format!("{issue_type}@{lat},{lon}");
                let kept = Kept { key, body, etag: None, at: self.now() };
                self.shelf.keep(account.id, Kind::Nearby, &kept)?;
                Ok(NearbyList::of(near.reports, None, words))
            }
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(_) => {
                let (near, oldest) = self.heard_near(&account, &known, issue_type, place.into())?;
                let kept = oldest.map(|at| kept_in_words(moment(at), words));
                Ok(NearbyList::of(near, kept, words))
            }
        }
    }

    /// Keeps at most so many bytes of the map, of others' reports and of photos; 50 MB unless said
    /// otherwise. What was not used for longest goes first. One's own reports always stay.
    pub fn set_cache_budget(&self, bytes: u64) -> Result<(), CoreError> {
        self.shelf.set_budget(bytes)
    }

    /// Bytes of what is kept within the budget.
    pub fn cache_size(&self) -> Result<u64, CoreError> {
        self.shelf.size()
    }
}

impl Core {
    /// What earlier looks around found within the type's radius of a place, and of when the oldest look
    /// is. A look from farther away than the radius may have missed something here, and is left out.
    fn heard_near(
        &self,
        account: &Account,
        known: &Knowledge,
        issue_type: &str,
        place: Point,
    ) -> Result<(Vec<NearbyReport>, Option<i64>), CoreError> {
        let Some((_, asked)) = known.issue_type(issue_type) else { return Ok((Vec::new(), None)) };
        let radius = f64::from(asked.duplicate_radius_m);
        let (mut near, mut oldest) = (Vec::<NearbyReport>::new(), None);
        for kept in self.shelf.latest(account.id, Kind::Nearby, LOOKS)? {
            let Some((of, from)) = from_key(&kept.key) else { continue };
            if of != issue_type || from.metres_to(place) > radius {
                continue;
            }
            oldest = Some(oldest.map_or(kept.at, |oldest: i64| oldest.min(kept.at)));
            for report in kept.read::<NearbyReports>().into_iter().flat_map(|found| found.reports) {
                let at = Point { lat: report.place.lat, lon: report.place.lon };
                // A home is shown at the middle of its block.
                let reach = if report.place.exact { radius } else { radius + domain::place::BLOCK_REACH };
                let metres = at.metres_to(place);
                if metres <= reach && near.iter().all(|one| one.id != report.id) {
                    near.push(NearbyReport { distance_m: whole(metres), ..report });
                }
            }
        }
        Ok((near, oldest))
    }
}

/// The type and the place that a look was asked with.
fn from_key(key: &str) -> Option<(&str, Point)> {
    let (issue_type, at) = key.rsplit_once('@')?;
    let (lat, lon) = at.split_once(',')?;
    Some((issue_type, Point { lat: lat.parse().ok()?, lon: lon.parse().ok()? }))
}
