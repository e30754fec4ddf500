//! SQL of consents, of looking at contacts, and of what is erased.

mod consents;
mod contacts;
mod erase;
mod expire;
mod own;

pub use consents::{
    consents_of, current, insert_consent, public_text, retire_others, save_text, text, withdraw_consents,
};
pub use contacts::{Owned, contact, lock, own_contact, readings_by};
pub use erase::{
    close_secrets, erasable, erase_accounts, erase_homes, erase_news, erase_words, numbered, reports_of,
    resident_reached,
};
pub use expire::{
    forget_audit, forget_sessions, forget_supporters, keep_log, of_ended_contacts, of_ended_homes,
    of_ended_insides, of_ended_photos, of_ended_words, unused_accounts,
};
pub use own::{own_account, own_report};
