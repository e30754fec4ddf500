//! What goes out and when, and what comes back. [`step`] decides and touches nothing; [`drive`] does
//! what was decided, over the phone's storage and network; [`news`] asks what happened to one's own cases.

pub(crate) mod drive;
pub(crate) mod news;
pub(crate) mod state;
pub(crate) mod step;

pub(crate) use drive::{flush, wake_at};
pub(crate) use state::{PART, Rest};

#[cfg(test)]
mod passes;
#[cfg(test)]
mod tests;
