//! Those who carry messages: a mail server that takes mails by RFC 5321, with `AUTH PLAIN` and without
//! TLS, and an SMS gateway that answers as MTS Exolve's `SendSMS` does. Both can be told to refuse.

use crate::server::PATIENCE;
use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Who signs in at the mail server, and with what; it guards nothing.
pub const USER: &str = "city";
pub const PASSWORD: &str = "a-password-for-mails";
/// The key of the gateway.
pub const KEY: &str = "a-key-for-text-messages";

/// A mail that was offered; taken unless it says otherwise.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: Vec<String>,
    /// Headers and body, as they came.
    pub text: String,
    pub refused: Option<String>,
}

impl Mail {
    /// A header, as it came.
    pub fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        let found =
            self.text.lines().take_while(|line| !line.is_empty()).find_map(|l| l.strip_prefix(&start));
        found.unwrap_or_else(|| panic!("no {name} in {}", self.text))
    }
}

/// The six digits in a message.
pub fn code_in(text: &str) -> String {
    let digits = |part: &&str| part.len() == 6 && part.bytes().all(|b| b.is_ascii_digit());
    let body = text.split_once("\r\n\r\n").map_or(text, |(_, body)| body);
    body.split(|c: char| !c.is_ascii_digit())
        .find(digits)
        .unwrap_or_else(|| panic!("no code: {text}"))
        .to_owned()
}

pub(crate) type Refusals = Arc<Mutex<VecDeque<&'static str>>>;

/// A far end that takes things of one kind, and refuses some when it is told to.
pub struct Peer<T> {
    port: u16,
    came: tokio::sync::Mutex<UnboundedReceiver<T>>,
    refusals: Refusals,
}

/// A mail server.
pub type MailServer = Peer<Mail>;
/// An SMS gateway; it is asked for `number`, `destination`, `text`.
pub type SmsGateway = Peer<Value>;

impl<T: Send + 'static> Peer<T> {
    /// Hands each connection to `answer`, which tells what came.
    pub(crate) async fn open_with<A>(answer: fn(TcpStream, UnboundedSender<T>, Refusals) -> A) -> Peer<T>
    where
        A: Future<Output = Option<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its own address").port();
        let (tell, came) = unbounded_channel();
        let refusals = Refusals::default();
        let refuses = refusals.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, tell.clone(), refuses.clone()));
            }
        });
        Peer { port, came: tokio::sync::Mutex::new(came), refusals }
    }

    /// Where it listens on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Refuses the next one with this answer.
    pub fn refuse(&self, answer: &'static str) {
        self.refusals.lock().expect("no test panicked here").push_back(answer);
    }

    /// The next one that is offered.
    pub async fn next(&self) -> T {
        let mut came = self.came.lock().await;
        tokio::time::timeout(PATIENCE, came.recv()).await.expect("it comes").expect("the peer goes on")
    }

    /// Whether no further one has been offered.
    pub async fn is_idle(&self) -> bool {
        self.came.lock().await.is_empty()
    }
}

impl MailServer {
    pub async fn open() -> MailServer {
        Peer::open_with(converse).await
    }

    /// The settings by which the city's server finds it.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CITYCENTER_SMTP_HOST", "127.0.0.1".to_owned()),
            ("CITYCENTER_SMTP_PORT", self.port.to_string()),
            ("CITYCENTER_SMTP_TLS", "none".to_owned()),
            ("CITYCENTER_SMTP_USER", USER.to_owned()),
            ("CITYCENTER_SMTP_PASSWORD", PASSWORD.to_owned()),
            ("CITYCENTER_MAIL_FROM", "Small Town <city@town.example>".to_owned()),
            ("CITYCENTER_OUTBOUND_OWN", r#"["127.0.0.1"]"#.to_owned()),
        ]
    }
}

/// One connection: the commands that senders use, each answered as the standard says.
async fn converse(stream: TcpStream, tell: UnboundedSender<Mail>, refusals: Refusals) -> Option<()> {
    let (input, mut output) = stream.into_split();
    let mut lines = BufReader::new(input).lines();
    output.write_all(b"220 mail.example ESMTP\r\n").await.ok()?;
    let (mut to, mut signed_in) = (Vec::new(), false);
    while let Some(line) = lines.next_line().await.ok()? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-mail.example\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            "AUTH" => {
                signed_in =
                    line == format!("AUTH PLAIN {}", STANDARD.encode(format!("\0{USER}\0{PASSWORD}")));
                if signed_in { "235 welcome" } else { "535 wrong user or password" }
            }
            "MAIL" if !signed_in => "530 sign in first",
            "MAIL" => {
                to.clear();
                "250 ok"
            }
            "RCPT" => {
                to.push(line.trim_start_matches("RCPT TO:").trim_matches(['<', '>']).to_owned());
                "250 ok"
            }
            "DATA" => {
                output.write_all(b"354 go on\r\n").await.ok()?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    // RFC 5321, 4.5.2: a dot in front is doubled.
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push_str("\r\n");
                }
                let refused = refusals.lock().expect("no test panicked here").pop_front();
                let mail = Mail { to: to.clone(), text, refused: refused.map(str::to_owned) };
                tell.send(mail).ok()?;
                refused.unwrap_or("250 taken")
            }
            "QUIT" => {
                output.write_all(b"221 bye\r\n").await.ok()?;
                return Some(());
            }
            "RSET" | "NOOP" => "250 ok",
            _ => "502 not known here",
        };
        output.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}

impl SmsGateway {
    pub async fn open() -> SmsGateway {
        Peer::open_with(take_order).await
    }

    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CITYCENTER_SMS_URL", format!("http://127.0.0.1:{}/messaging/v1/SendSMS", self.port)),
            ("CITYCENTER_SMS_KEY", KEY.to_owned()),
            ("CITYCENTER_SMS_FROM", "79000000100".to_owned()),
        ]
    }
}

/// One request, answered and hung up.
async fn take_order(stream: TcpStream, tell: UnboundedSender<Value>, refusals: Refusals) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    };
    let mut body = vec![0; header("content-length")?.parse().ok()?];
    stream.read_exact(&mut body).await.ok()?;
    let order: Value = serde_json::from_slice(&body).unwrap_or_default();
    let whole = ["number", "destination", "text"].iter().all(|field| order[field].is_string());
    let digits = order["destination"].as_str().is_some_and(|to| to.bytes().all(|b| b.is_ascii_digit()));
    let refused = refusals.lock().expect("no test panicked here").pop_front();
    let (status, answer) = if !head.starts_with("POST /messaging/v1/SendSMS ") {
        ("404 Not Found", json!({}))
    } else if header("authorization") != Some(&format!("Bearer {KEY}")) {
        ("401 Unauthorized", json!({ "error": { "code": 401 } }))
    } else if !whole || !digits {
        ("400 Bad Request", json!({ "error": { "code": 400 } }))
    } else if let Some(status) = refused {
        (status, json!({ "error": { "message": "not now" } }))
    } else {
        ("200 OK", json!({ "message_id": "439166538239448548" }))
    };
    tell.send(order).ok()?;
    let answer = answer.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    stream.write_all((head + &answer).as_bytes()).await.ok()
}
