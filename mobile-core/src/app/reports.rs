//! The city, what can be reported in it, and what was.

use domain::wire::catalogue::{CatalogueView, CityView};

use super::Core;
use crate::error::CoreError;
use crate::outbox;
use crate::view::{Bounds, Catalogue, City, PhotoSize, ReportList, ReportScreen};

#[uniffi::export]
impl Core {
    /// What the city says about itself; the last known answer when it cannot be reached.
    pub async fn city(&self) -> Result<City, CoreError> {
        Ok(self.fresh_or_kept::<CityView>(&self.client()?, "").await?.into())
    }

    /// What can be reported; the last known answer when the city cannot be reached.
    pub async fn catalogue(&self) -> Result<Catalogue, CoreError> {
        Ok(self.fresh_or_kept::<CatalogueView>(&self.client()?, "/catalogue").await?.into())
    }

    /// A report by its id: as its author sees it when it was made on this phone, as the account does
    /// when somebody is signed in, else as everybody does.
    pub async fn report(&self, id: &str) -> Result<ReportScreen, CoreError> {
        let secret = self.secret(id)?;
        let view = self.client()?.report(id, secret.as_deref()).await?;
        Ok(ReportScreen::of(view, self.here()?.zone(), self.language))
    }

    /// A report by its id as everybody sees it, even one's own.
    pub async fn public_report(&self, id: &str) -> Result<ReportScreen, CoreError> {
        let view = self.client()?.public_report(id).await?;
        Ok(ReportScreen::of(view, self.here()?.zone(), self.language))
    }

    /// What everybody sees in a part of the map, the newest first; `after` is the `next` of the
    /// page before.
    pub async fn reports(&self, area: Bounds, after: Option<String>) -> Result<ReportList, CoreError> {
        let page = self.client()?.reports(area, after.as_deref()).await?;
        Ok(ReportList::of(page, self.here()?.zone(), self.language))
    }

    /// The JPEG of a photo of a report, hidden ones only of reports made on this phone.
    pub async fn photo(&self, report: &str, photo: &str, size: PhotoSize) -> Result<Vec<u8>, CoreError> {
        let secret = self.secret(report)?;
        Ok(self.client()?.photo(photo, size, secret.as_deref()).await?)
    }
}

impl Core {
    /// Proves to the city who filed a report; only this phone has it.
    pub(super) fn secret(&self, report: &str) -> Result<Option<String>, CoreError> {
        let mine = self.storage.read(|db| outbox::find(db, report))?;
        Ok(mine.map(|item| item.secret))
    }
}
