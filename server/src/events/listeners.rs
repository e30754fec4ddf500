//! How many may follow the events: each holds a connection for as long as they like.

use crate::listen::{Crowd, Seat, is_near};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of this process.
#[derive(Debug, Clone)]
pub struct Listeners {
    places: usize,
    room: Arc<Semaphore>,
    crowd: Crowd,
    per_address: usize,
}

/// A place until it is dropped.
#[derive(Debug)]
pub struct Place {
    _room: OwnedSemaphorePermit,
    _seat: Option<Seat>,
}

impl Listeners {
    /// Room for so many, and of these for so many from one address.
    pub fn new(places: usize, per_address: usize) -> Self {
        Self { places, room: Arc::new(Semaphore::new(places)), crowd: Crowd::default(), per_address }
    }

    /// How many follow now.
    pub fn taken(&self) -> usize {
        self.places.saturating_sub(self.room.available_permits())
    }

    /// A place, if one is free. Whoever comes from the own machine is not counted by address.
    pub fn enter(&self, from: Option<IpAddr>) -> Option<Place> {
        let from = from.filter(|ip| !is_near(*ip));
        let seat = from.map(|ip| self.crowd.enter(ip, self.per_address));
        let seat = match seat {
            Some(None) => return None,
            taken => taken.flatten(),
        };
        Some(Place { _room: self.room.clone().try_acquire_owned().ok()?, _seat: seat })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_does_not_take_all_places() {
        let listeners = Listeners::new(3, 2);
        let (one, other) = ("203.0.113.7".parse().ok(), "203.0.113.8".parse().ok());
        let first = listeners.enter(one);
        let second = listeners.enter(one);
        assert!(first.is_some() && second.is_some() && listeners.enter(one).is_none());
        assert!(listeners.enter(other).is_some());
        drop(first);
        assert!(listeners.enter(one).is_some(), "a place is given back");
        let near: Vec<_> = (0..3).map(|_| listeners.enter("127.0.0.1".parse().ok())).collect();
        assert_eq!(near.iter().flatten().count(), 2, "our own proxies are counted together only");
    }
}
