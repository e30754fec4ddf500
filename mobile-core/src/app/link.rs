//! Coming to a city by its link.

use std::sync::Arc;

use domain::wire::catalogue::{CityList, CityView};

use super::Core;
use crate::account::{self, Account, AccountCard};
use crate::client::{Call, Client, read};
use crate::error::{CoreError, RefusalCode};
use crate::link::CityLink;
use crate::platform::{Pinned, Platform, pinned};

#[uniffi::export]
impl Core {
    /// Adds the city of a link and chooses it; one that is here already is only chosen. The link's
    /// pins are kept when the server has answered under them; where others were kept, it has to
    /// answer under those as well, so that no link takes a server's pins away. A server that is known
    /// without pins stays so: a sticker on somebody's lamp post binds nobody to a key.
    ///
    /// A draft of the place and type that a code on a lamp post names is the screen's to begin.
    ///
    /// # Errors
    /// `Offline` when the server does not answer, or not with one of these keys; `Rejected` with
    /// `NotFound` when it has no such city.
    pub async fn add_city_by_link(&self, link: CityLink) -> Result<AccountCard, CoreError> {
        let CityLink { server, city, mut pins, .. } = link;
        let (kept, known) = self.storage.read(|db| {
            Ok((pinned::find(db, &server)?, account::all(db)?.iter().any(|account| account.server == server)))
        })?;
        if known && kept.is_empty() {
            pins.clear();
        }
        let trusted = if pins.is_empty() { kept.clone() } else { pins.clone() };
        let city = match city {
            Some(city) => city,
            None => self.own_city(&server, trusted.clone()).await?,
        };
        if trusted != kept {
            for pins in [kept, trusted] {
                self.meet(&server, &city, pins).await?;
            }
            self.storage.write(|tx| pinned::keep(tx, &server, &pins))?;
        }
        self.add_city(&server, &city).await
    }
}

impl Core {
    /// The city that a server shows by itself.
    async fn own_city(&self, server: &str, pins: Vec<String>) -> Result<String, CoreError> {
        let client = self.stranger(server, "", pins);
        let known: CityList = read(&client.send_unsigned(Call::get("/cities")).await?)?;
        let own = known.cities.into_iter().find(|city| city.default);
        own.map(|city| city.slug).ok_or_else(|| CoreError::plain(RefusalCode::NotFound))
    }

    /// Makes sure that a server that shows one of these keys has this city.
    async fn meet(&self, server: &str, city: &str, pins: Vec<String>) -> Result<(), CoreError> {
        let client = self.stranger(server, city, pins);
        read::<CityView>(&client.send_unsigned(Call::get(&client.in_city(""))).await?)?;
        Ok(())
    }

    /// Speaks to a server that is not known yet, under these pins.
    fn stranger(&self, server: &str, city: &str, pins: Vec<String>) -> Client {
        let account = Account { id: 0, server: server.to_owned(), city: city.to_owned(), person: None };
        let client = self.client_of(account);
        let transport = Pinned::to(pins, Arc::clone(&self.transport));
        Client { platform: Platform { transport, ..client.platform }, ..client }
    }
}
