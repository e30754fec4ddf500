//! What a city may have to answer for, and therefore writes down: who read contacts, who changed whose
//! rights, what was shown or erased. An entry names the deed and points at rows; it holds no personal
//! data and no free text.

use serde::{Deserialize, Serialize};

macro_rules! deeds {
    ($($name:ident $text:literal $doc:literal,)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Deed { $(#[doc = $doc] $name,)* }

        impl Deed {
            /// Every deed.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the database and on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

// By area, so that changes of different areas do not meet.
deeds! {
    // Staff
    UserAdded "user_added" "A member of staff was added. The subject is the user.",
    UserDisabled "user_disabled" "A member of staff may no longer sign in. The subject is the user.",
    // Sign-in
    IdentityLinked "identity_linked" "A member of staff was linked to a sign-on provider. The subject is the user.",
    RoleMapped "role_mapped" "The provider's groups made another role of a user, or none. The subject is the user.",
    SignedOutByProvider "signed_out_by_provider" "The provider ended sessions of a user. The subject is the user.",
    // Contacts
    ContactRead "contact_read" "How to reach an author was read. The subject is the report.",
    // Photos
    PhotoEdited "photo_edited" "Parts of a photo were made unreadable or cut off. The subject is the photo.",
    OriginalRead "original_read" "A photo was looked at as it was before an edit. The subject is the photo.",
}

impl Deed {
    /// The deed called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_the_database_is_the_name_on_the_wire() {
        for &deed in Deed::ALL {
            assert_eq!(serde_json::to_value(deed).unwrap(), deed.name());
            assert_eq!(Deed::called(deed.name()), Some(deed));
        }
    }
}
