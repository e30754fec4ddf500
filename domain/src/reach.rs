//! How somebody is reached who proves it with a code: an e-mail address or a phone number, written in
//! one way, so that the same address is found again.

use serde::{Deserialize, Serialize};

/// Characters of an e-mail address, at most (RFC 5321, 4.5.3.1.3, without the angle brackets).
const EMAIL_MAX: usize = 254;

/// How a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// E-mail.
    Email,
    /// A text message to a phone.
    Sms,
}

impl Way {
    /// The name in the database and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// The way called `name`.
    pub fn called(name: &str) -> Option<Self> {
        [Self::Email, Self::Sms].into_iter().find(|way| way.name() == name)
    }
}

/// An address as it is kept and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// How messages get there.
    pub way: Way,
    /// Lower-case e-mail address, or a phone number as E.164: `+` and 7 to 15 digits.
    pub address: String,
}

impl Reach {
    /// An e-mail address; `None` when it cannot be one. Mail servers may tell `Ann` from `ann`, but no
    /// provider gives both to different people, and people do not remember which they typed.
    pub fn email(text: &str) -> Option<Self> {
        let address = text.trim().to_ascii_lowercase();
        let (local, host) = address.rsplit_once('@')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let dots = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
        let label = |part: &str| {
            (1..=63).contains(&part.len())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        let good = address.len() <= EMAIL_MAX
            && (1..=64).contains(&local.len())
            && local.chars().all(plain)
            && dots(local)
            && host.contains('.')
            && host.split('.').all(label);
        good.then_some(Self { way: Way::Email, address })
    }

    /// A phone number, with the spaces, dashes and brackets that people write; `None` when it cannot be
    /// one. Eleven digits that begin with 8 are the way to dial +7 within its numbering plan (Russia,
    /// Kazakhstan).
    pub fn phone(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let (international, rest) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if !rest.chars().all(|c| c.is_ascii_digit() || " -().\u{a0}".contains(c)) {
            return None;
        }
        let digits = match (international, digits.strip_prefix('8')) {
            (false, Some(after)) if after.len() == 10 => format!("7{after}"),
            (true, _) => digits,
            (false, _) if digits.len() == 11 && digits.starts_with('7') => digits,
            (false, _) => return None,
        };
        let good = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
        good.then(|| Self { way: Way::Sms, address: format!("+{digits}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Option<String> {
        Reach::email(text).map(|reach| reach.address)
    }

    fn phone(text: &str) -> Option<String> {
        Reach::phone(text).map(|reach| reach.address)
    }

    #[test]
    fn an_email_is_found_again_however_it_was_typed() {
        assert_eq!(email(" Ann.Lee+city@Mail.Example "), Some("ann.lee+city@mail.example".to_owned()));
        for bad in [
            "",
            "ann",
            "@b.example",
            "ann@b",
            "ann@b..example",
            ".ann@b.example",
            "an n@b.example",
            "ann@b.example\r\nBcc: all@b.example",
            "ann@b.example,bob@b.example",
            "\"ann\"@b.example",
            "ann@-b.example",
            "<ann@b.example>",
        ] {
            assert_eq!(email(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_phone_number_is_found_again_however_it_was_typed() {
        for same in ["+7 900 000-00-01", "8 (900) 000-00-01", "79000000001", "+79000000001"] {
            assert_eq!(phone(same), Some("+79000000001".to_owned()), "{same}");
        }
        assert_eq!(phone("+49 30 123456"), Some("+4930123456".to_owned()));
        for bad in [
            "",
            "+",
            "112",
            "900 000-00-01",
            "+0 900 000",
            "+7900000000100000",
            "+7 900 abc",
            "+7\n9000000001",
        ] {
            assert_eq!(phone(bad), None, "{bad:?}");
        }
    }
}
