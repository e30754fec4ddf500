//! Records as they cross to the phones.
