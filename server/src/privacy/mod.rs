//! Personal data under Federal law 152-FZ: what people agreed to, who looked at contacts, what somebody
//! is given of their own, how it is erased when they want it or by its term. What is erased leaves its
//! row, so that no count changes. `docs/privacy.md` is the register of all that is kept.

pub mod actions;
pub mod jobs;
pub mod routes;
mod store;
