//! SQL of what people are told, and of who they are.

mod facts;
mod push;
mod subscriptions;

pub use facts::{Fact, New, Reader, any_new, browsers, facts, new_around, newest, readers, told, told_until};
pub use push::{Device, attach, drop_account, drop_report, forget_devices, insert_key, keep, keys, owned};
pub use subscriptions::{
    Subscription, confirm, due_areas, end, find, forget, insert, known, public_number, quiet_account,
    quiet_contact, sent_to, told_area,
};
