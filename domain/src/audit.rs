//! What a city may have to answer for, and therefore writes down: who read contacts, who changed whose
//! rights, what was shown or erased. An entry names the deed and points at rows; it holds no personal
//! data and no free text.

use crate::permission::Role;
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
    UserInvited "user_invited" "A link to set a password was made. The subject is the user.",
    InviteUsed "invite_used" "A password was set by such a link. The subject is the user.",
    UserChanged "user_changed" "Name, role or department was changed; details name the roles. The subject is the user.",
    UserDisabled "user_disabled" "A member of staff may no longer sign in. The subject is the user.",
    UserEnabled "user_enabled" "A member of staff may sign in again. The subject is the user.",
    SignedIn "signed_in" "A member of staff signed in. The subject is the session.",
    LockedOut "locked_out" "Guesses make somebody wait who signs in from there. The subject is the user.",
    PasswordChanged "password_changed" "Somebody changed their password. The subject is the user.",
    SecondFactorOn "second_factor_on" "The second step of signing in was turned on. The subject is the user.",
    SecondFactorOff "second_factor_off" "It was turned off, by its owner or for them. The subject is the user.",
    RecoveryCodesMade "recovery_codes_made" "Recovery codes were made. The subject is the user.",
    RecoveryCodeUsed "recovery_code_used" "Somebody signed in with a recovery code. The subject is the user.",
    SessionsEnded "sessions_ended" "All sessions of somebody were ended. The subject is the user.",
    AbsenceKept "absence_kept" "Somebody was said to be away, and who stands in. The subject is the user; details name the days and the cover.",
    AbsenceEnded "absence_ended" "An absence was ended before its last day. The subject is the user.",
    CrewKept "crew_kept" "A crew was made or changed. The subject is the crew; details say how many members it has.",
    CrewDisbanded "crew_disbanded" "A crew was disbanded. The subject is the crew.",
    // Sign-in
    IdentityLinked "identity_linked" "A member of staff was linked to a sign-on provider. The subject is the user.",
    RoleMapped "role_mapped" "The provider's groups made another role of a user, or none. The subject is the user.",
    SignedOutByProvider "signed_out_by_provider" "The provider ended sessions of a user. The subject is the user.",
    // Contacts
    ContactRead "contact_read" "How to reach an author was read. The subject is the report.",
    // Privacy
    ConsentWithdrawn "consent_withdrawn" "A consent was taken back, and the contact erased. The subject is the report.",
    DataExported "data_exported" "Somebody was given all that is kept about them. The subject is the report or the resident.",
    DataErased "data_erased" "What is kept about somebody was erased. The subject is the report or the resident.",
    DataExpired "data_expired" "Personal data went by its term: of which kind, how many.",
    // Photos
    PhotoEdited "photo_edited" "Parts of a photo were made unreadable or cut off. The subject is the photo.",
    OriginalRead "original_read" "A photo was looked at as it was before an edit. The subject is the photo.",
    // Attachments
    AttachmentAdded "attachment_added" "Staff put a file to a case. The subject is the file.",
    AttachmentRead "attachment_read" "A file of a case was read. The subject is the file.",
    AttachmentRemoved "attachment_removed" "A file was taken from a case. The subject is the file.",
    // Abuse
    AuthorBanned "author_banned" "The author of a report was banned. The subject is the ban.",
    BanLifted "ban_lifted" "A ban was lifted. The subject is the ban.",
    AppealDecided "appeal_decided" "An appeal against a ban was decided. The subject is the ban.",
}

impl Deed {
    /// The deed called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.name() == name)
    }
}

/// Whether people in `role` may look into the audit log: those who watch over others' deeds, and those
/// who run the installation.
pub fn may_search(role: Role) -> bool {
    matches!(role, Role::Auditor | Role::Administrator)
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
