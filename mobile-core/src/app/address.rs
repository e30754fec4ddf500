//! Places in words, and words to places, from the city's own streets and houses.

use domain::wire::geocode::{FoundPlaces, PlaceInWords};
use urlencoding::encode;

use super::Core;
use crate::client::{Call, read};
use crate::error::CoreError;
use crate::view::{FoundPlace, Place};

/// A shorter text would find half of the city.
const SHORTEST: usize = 2;

#[uniffi::export]
impl Core {
    /// What people call a place: the nearest house, else the nearest street. `null` where there is none
    /// near, and while the city cannot be reached: a pin needs no address.
    pub async fn address_at(&self, place: Place) -> Result<Option<String>, CoreError> {
        let client = self.client()?;
        let Place { lat, lon } = place;
        let path = client.in_city(&format!("/geocode/reverse?lat={lat}&lon={lon}"));
        let answer = client.send(Call::get(&path)).await.and_then(|answer| read::<PlaceInWords>(&answer));
        match answer.map_err(CoreError::from) {
            Ok(found) => Ok(found.address.map(|address| address.title)),
            Err(CoreError::Offline) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Houses, streets, parks and parts of the city that fit what somebody types, the best first; of what
    /// fits equally well the nearest to `near`, else to the middle of the city. Ask once the typing rests.
    /// Nothing is found by less than two letters.
    ///
    /// # Errors
    /// `Offline` when the city cannot be reached.
    pub async fn find_places(&self, text: &str, near: Option<Place>) -> Result<Vec<FoundPlace>, CoreError> {
        let text = text.trim();
        if text.chars().count() < SHORTEST {
            return Ok(Vec::new());
        }
        let client = self.client()?;
        // A metre is near enough, and nobody has to know better where somebody stands.
        let near = near.map(|Place { lat, lon }| format!("&near={lat:.5},{lon:.5}")).unwrap_or_default();
        let path = client.in_city(&format!("/geocode/search?text={}{near}", encode(text)));
        let found: FoundPlaces = read(&client.send(Call::get(&path)).await?)?;
        Ok(found.results.into_iter().map(FoundPlace::from).collect())
    }
}
