//! E-mail over SMTP.

use super::{Carrier, Fault, Letter};
use crate::config::Config;
use anyhow::{Context, Result, bail};
use futures::future::BoxFuture;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::{Duration, SystemTime};

/// How long the server may take for one mail.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server and who writes.
pub struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The right half of message ids.
    host: String,
}

impl Smtp {
    pub fn open(config: &Config, public_url: &str) -> Result<Self> {
        let host = config.smtp_host.as_str();
        let from = config.mail_from.parse().context("CITYCENTER_MAIL_FROM is not an e-mail address")?;
        let parameters = || TlsParameters::new_rustls(host.to_owned()).context("no TLS for the mail server");
        let tls = match config.smtp_tls.as_str() {
            "starttls" => Tls::Required(parameters()?),
            "tls" => Tls::Wrapper(parameters()?),
            "none" if config.outbound_own.iter().any(|own| own == host) => Tls::None,
            "none" => bail!("CITYCENTER_SMTP_TLS=none is for a host of CITYCENTER_OUTBOUND_OWN only"),
            other => bail!("CITYCENTER_SMTP_TLS is starttls, tls or none, not {other}"),
        };
        let own_host = host_of(public_url);
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(config.smtp_port)
            .tls(tls)
            .hello_name(ClientId::Domain(own_host.clone()))
            .timeout(Some(PATIENCE));
        if !config.smtp_user.is_empty() {
            let password = config.smtp_password.expose().to_owned();
            server = server.credentials(Credentials::new(config.smtp_user.expose().to_owned(), password));
        }
        Ok(Self { server: server.build(), from, host: own_host })
    }
}

/// The name of the machine in an address.
fn host_of(public_url: &str) -> String {
    let host = reqwest::Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| "localhost".to_owned())
}

/// A letter as a mail: the same letter is the same mail, with the same id.
fn mail(letter: &Letter, from: &Mailbox, host: &str) -> Result<Message> {
    let header = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
    let mut mail = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, letter.address.parse()?))
        .subject(letter.words.subject.clone().unwrap_or_default())
        .date(SystemTime::from(letter.written_at))
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some(url) = &letter.unsubscribe {
        mail = mail
            .raw_header(header("List-Unsubscribe", &format!("<{url}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    Ok(mail.header(ContentType::TEXT_PLAIN).body(letter.words.body.clone())?)
}

impl Carrier for Smtp {
    fn carry<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let mail = mail(letter, &self.from, &self.host)
                .map_err(|_| Fault::Final("it cannot be written as a mail".to_owned()))?;
            match self.server.send(mail).await {
                Ok(_) => Ok(()),
                Err(error) => Err(fault(&error)),
            }
        })
    }
}

/// What servers say often names the address: the log gets the number alone.
fn fault(error: &lettre::transport::smtp::Error) -> Fault {
    match error.status().map(u16::from) {
        // Ours to put right: who signs in, and whether that is asked for.
        Some(code @ (530 | 534 | 535 | 538)) => Fault::Passing(format!("SMTP {code}: not signed in")),
        Some(code) if code >= 500 => Fault::Final(format!("SMTP {code}")),
        Some(code) => Fault::Passing(format!("SMTP {code}")),
        None if error.is_timeout() => Fault::Passing("the mail server is slow".to_owned()),
        None if error.is_tls() => Fault::Passing("no TLS with the mail server".to_owned()),
        None => Fault::Passing("no mail server answers".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use super::*;
    use domain::reach::Way;
    use domain::text::Language;
    use uuid::Uuid;

    fn written(language: Language, city: &str) -> String {
        let letter = Letter {
            id: Uuid::from_u128(7),
            address: "ann@mail.example".to_owned(),
            words: Words::of_code(language, Way::Email, city, "042917", 10),
            written_at: "2026-11-16T09:00:00Z".parse().unwrap(),
            unsubscribe: None,
        };
        let from = "City <city@town.example>".parse().unwrap();
        let mail = mail(&letter, &from, &host_of("https://town.example:8443/")).unwrap();
        let text = String::from_utf8(mail.formatted()).unwrap().replace("\r\n", "\n");
        format!("{text}\n— decoded —\n{}\n{}", letter.words.subject.unwrap_or_default(), letter.words.body)
    }

    #[test]
    fn the_mail_with_a_code() {
        insta::assert_snapshot!("code_en", written(Language::En, "Small Town"));
        insta::assert_snapshot!("code_ru", written(Language::Ru, "Малый город"));
    }

    #[test]
    fn the_text_message_with_a_code_fits_one_cyrillic_segment_and_a_half() {
        let words = Words::of_code(Language::Ru, Way::Sms, "Малый город", "042917", 10);
        insta::assert_snapshot!("sms_ru", words.body);
        assert!(words.subject.is_none() && words.body.chars().count() <= 70, "one segment of UCS-2");
    }

    #[test]
    fn no_title_of_a_city_becomes_a_header() {
        let text = written(Language::En, "Town\r\nBcc: all@mail.example");
        let (headers, _) = text.split_once("\n\n").unwrap();
        assert!(headers.lines().all(|line| !line.starts_with("Bcc")), "{headers}");
    }
}
