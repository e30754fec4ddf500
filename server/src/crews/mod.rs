//! Crews of a department: people who go out together, under a name. A head makes and changes them. A
//! case is given to a crew as to a person; who of the crew takes it has it, and leaves it to the crew.

mod actions;
pub mod routes;
mod store;

pub use store::{department_of, has_member, of_person};
