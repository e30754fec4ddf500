//! Personal data under Federal law 152-FZ: what people agreed to.

pub mod actions;
pub mod routes;
mod store;
