//! What the phone keeps.
