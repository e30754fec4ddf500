//! The key in a server's certificate (RFC 5280), as pins name it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xA0;

/// The pin that a certificate answers to: `sha256/` and the hash of its SubjectPublicKeyInfo in
/// Base64. For transports whose system gives certificates but not their keys.
///
/// * `certificate`: DER. `null` comes back when it is none.
#[uniffi::export]
#[expect(clippy::needless_pass_by_value, reason = "borrowed bytes would be a direct buffer in Kotlin")]
pub fn certificate_pin(certificate: Vec<u8>) -> Option<String> {
    Some(format!("sha256/{}", STANDARD.encode(Sha256::digest(public_key(&certificate)?))))
}

/// Certificate ::= SEQUENCE { tbsCertificate SEQUENCE { version, serialNumber, signature, issuer,
/// validity, subject, subjectPublicKeyInfo, … }, … }
fn public_key(certificate: &[u8]) -> Option<&[u8]> {
    let certificate = element(certificate)?.within(SEQUENCE)?;
    let mut rest = element(certificate)?.within(SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.rest;
    }
    for _before in ["serialNumber", "signature", "issuer", "validity", "subject"] {
        rest = element(rest)?.rest;
    }
    let key = element(rest)?;
    key.within(SEQUENCE)?;
    Some(key.whole)
}

/// One element of DER.
struct Element<'a> {
    tag: u8,
    whole: &'a [u8],
    content: &'a [u8],
    /// What follows it.
    rest: &'a [u8],
}

impl<'a> Element<'a> {
    fn within(&self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let (tag, first) = (*bytes.first()?, *bytes.get(1)?);
    let (length, head) = match first {
        0..=0x7F => (usize::from(first), 2),
        // No certificate has sixteen megabytes.
        0x81..=0x83 => {
            let more = usize::from(first & 0x7F);
            let digits = bytes.get(2..2 + more)?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), 2 + more)
        }
        _ => return None,
    };
    let whole = bytes.get(..head + length)?;
    Some(Element { tag, whole, content: &whole[head..], rest: &bytes[head + length..] })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{
        CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519,
        PublicKeyData,
    };

    use super::*;

    fn certificate(key: &KeyPair) -> Vec<u8> {
        let names = vec!["city.example".to_owned(); 20];
        CertificateParams::new(names).unwrap().self_signed(key).unwrap().der().to_vec()
    }

    #[test]
    fn a_key_of_any_kind_is_found() {
        for kind in [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P384_SHA384, &PKCS_ED25519] {
            let key = KeyPair::generate_for(kind).unwrap();
            assert_eq!(public_key(&certificate(&key)).unwrap(), key.subject_public_key_info());
        }
    }

    #[test]
    fn a_pin_is_written_as_links_write_it() {
        let key = KeyPair::generate().unwrap();
        let pin = certificate_pin(certificate(&key)).unwrap();
        assert!(crate::link::is_pin(&pin), "{pin}");
    }

    proptest! {
        #[test]
        fn whatever_is_no_certificate_has_no_key(bytes: Vec<u8>, cut in 0..300_usize) {
            prop_assert_eq!(certificate_pin(bytes), None);
            let whole = certificate(&KeyPair::generate().unwrap());
            prop_assert_eq!(certificate_pin(whole[..cut].to_vec()), None);
        }
    }
}
