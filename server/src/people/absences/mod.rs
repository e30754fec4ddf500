//! Who is away from one day to another, and who stands in. While it lasts, what is given to the one
//! goes to the other, whose desk shows both. It is over by itself. If whoever should stand in has left,
//! changed departments or is away too with nobody behind them, the cases are the department's.

mod actions;
mod roll;
pub mod routes;
mod store;

pub use roll::Roll;
