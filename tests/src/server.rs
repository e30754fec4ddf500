//! The binary as a child process that never outlives the tests.

use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// How long anything may take that a person would wait for at a terminal.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The shell turns into the server; a second shell waits on a pipe that only the tests hold. A
/// line says that the server has ended in order. The pipe's end without a line says that the tests
/// are gone, even by kill -9: then it stops the server and clears its temporary folder away.
const DIE_WITH_US: &str = r#"
exec 3<&0
( read -r _ <&3 && exit
  kill -INT $$
  for _ in $(seq 300); do kill -0 $$ || break; sleep 0.1; done
  rm -rf "$LITTER"
) >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null
"#;

/// A running `citycenter serve` or `worker`.
pub struct Server {
    child: Child,
    log: Arc<Log>,
    address: String,
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    /// Lines, or the end of them, have come.
    news: Condvar,
    open_ends: Mutex<usize>,
}

/// The binary under test.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("CITYCENTER_BIN") {
        return path.into();
    }
    let test = std::env::current_exe().expect("the path of this test");
    let binary = test.ancestors().nth(2).expect("target/<profile>/deps").join("citycenter");
    assert!(binary.exists(), "{} is missing: cargo build -p server --features test-clock", binary.display());
    binary
}

/// The folder of a city in the source tree.
pub fn city_dir(city: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities").join(city)
}

/// A verb of the binary, free of the caller's settings.
pub fn verb(database_url: Option<&str>) -> Command {
    let mut command = Command::new(binary());
    settings(&mut command, database_url);
    command
}

/// Runs a verb to its end and expects it to succeed.
pub fn run(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads its input");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn settings(command: &mut Command, database_url: Option<&str>) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let ours = name.starts_with("CITYCENTER_") && name != "CITYCENTER_PG_BIN";
        if ours || name.starts_with("DATABASE_URL") || name.starts_with("RUST_") {
            command.env_remove(&*name);
        }
    }
    command.env("CITYCENTER_FAST_INITDB", "1");
    if let Some(url) = database_url {
        command.env("DATABASE_URL", url);
    }
}

/// The same command, which does not outlive the tests.
pub(crate) fn die_with_us(command: &Command) -> Command {
    let mut held = Command::new("sh");
    held.args(["-c", DIE_WITH_US, "sh"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => held.env(name, value),
            None => held.env_remove(name),
        };
    }
    held
}

impl Server {
    /// Starts `serve` and waits until it listens. `litter` is removed if the tests are killed.
    pub fn start<A: AsRef<OsStr>>(database_url: Option<&str>, arguments: &[A], litter: &Path) -> Server {
        Self::start_with(database_url, &[], arguments, litter)
    }

    /// The same with settings, by their variables.
    pub fn start_with<A: AsRef<OsStr>>(
        database_url: Option<&str>,
        more: &[(&str, String)],
        arguments: &[A],
        litter: &Path,
    ) -> Server {
        Self::start_at("127.0.0.1:0", database_url, more, arguments, litter)
    }

    /// The same on this address.
    pub fn start_at<A: AsRef<OsStr>>(
        listen: &str,
        database_url: Option<&str>,
        more: &[(&str, String)],
        arguments: &[A],
        litter: &Path,
    ) -> Server {
        let mut command = Command::new(binary());
        settings(&mut command, database_url);
        command
            .envs(more.iter().map(|(name, value)| (name, value)))
            .args(["serve", "--listen", listen])
            .args(arguments);
        Self::run(&command, litter, listening)
    }

    /// With settings inside a command that turns into the server, such as `unshare --mount`.
    pub fn start_within<A: AsRef<OsStr>>(
        before: &[&str],
        database_url: Option<&str>,
        more: &[(&str, String)],
        arguments: &[A],
        litter: &Path,
    ) -> Server {
        let mut command = Command::new(before[0]);
        settings(&mut command, database_url);
        command
            .envs(more.iter().map(|(name, value)| (name, value)))
            .args(&before[1..])
            .arg(binary())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments);
        Self::run(&command, litter, listening)
    }

    /// Starts `worker` and waits until it works. It has no address.
    pub fn worker(database_url: &str, more: &[(&str, String)], data_dir: &Path) -> Server {
        let mut command = Command::new(binary());
        settings(&mut command, Some(database_url));
        command
            .envs(more.iter().map(|(name, value)| (name, value)))
            .args(["worker", "--data-dir"])
            .arg(data_dir);
        Self::run(&command, data_dir, |line| line.contains("working").then(String::new))
    }

    /// Runs a command and waits until a line of its log tells where it answers.
    fn run(command: &Command, litter: &Path, ready: fn(&str) -> Option<String>) -> Server {
        let mut child = die_with_us(command)
            .env("LITTER", litter)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sh runs");
        let log = Arc::new(Log { open_ends: Mutex::new(2), ..Log::default() });
        log.follow(child.stdout.take().expect("a pipe"));
        log.follow(child.stderr.take().expect("a pipe"));
        let mut server = Server { child, log, address: String::new() };
        server.address = server.log.wait_for(ready);
        server
    }

    /// With a database of its own in this folder.
    pub fn embedded(data_dir: &Path) -> Server {
        Server::embedded_with(data_dir, &[])
    }

    pub fn embedded_with(data_dir: &Path, more: &[&str]) -> Server {
        let city = city_dir(crate::CITY);
        let mut arguments: Vec<&OsStr> = more.iter().map(OsStr::new).collect();
        arguments.extend([
            "--data-dir".as_ref(),
            data_dir.as_os_str(),
            "--city-dir".as_ref(),
            city.as_os_str(),
        ]);
        Server::start(None, &arguments, data_dir)
    }

    /// `http://127.0.0.1:<port>`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process number.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn log(&self) -> String {
        self.log.lines.lock().expect("no test panicked here").join("\n")
    }

    /// What Ctrl-C sends.
    pub fn interrupt(&mut self) {
        self.signal(Signal::INT);
    }

    /// What nobody can prepare for.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.wait();
    }

    /// Stops it as Ctrl-C does and expects a clean end.
    pub fn stop(mut self) {
        self.interrupt();
        let status = self.wait();
        assert!(status.success(), "the server ended with {status}:\n{}", self.log());
        self.assert_log_is_clean();
    }

    /// Waits for the end, however it comes.
    pub fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("our child") {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "the server does not end:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn assert_log_is_clean(&self) {
        let log = self.log();
        let faults: Vec<&str> =
            log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
        assert!(faults.is_empty(), "the server logged errors:\n{}", faults.join("\n"));
    }

    /// A child that was waited for has no number any more, and nothing is sent.
    fn signal(&mut self, signal: Signal) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process number");
        let _gone = kill_process(pid, signal);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.interrupt();
        let started = Instant::now();
        while let Ok(None) = self.child.try_wait() {
            if started.elapsed() > PATIENCE {
                self.signal(Signal::KILL);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _watch_ended = self.child.stdin.take().map(|mut pipe| pipe.write_all(b"\n"));
        if std::thread::panicking() {
            eprintln!("the server's log:\n{}", self.log());
        }
    }
}

/// The address in `… listening on http://127.0.0.1:12345`.
fn listening(line: &str) -> Option<String> {
    let rest = line.split("listening on ").nth(1)?;
    let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches('/').to_owned())
}

impl Log {
    fn follow(self: &Arc<Log>, output: impl Read + Send + 'static) {
        let log = Arc::clone(self);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                log.lines.lock().expect("no reader panics").push(line);
                log.news.notify_all();
            }
            *log.open_ends.lock().expect("no reader panics") -= 1;
            log.news.notify_all();
        });
    }

    fn wait_for<T>(&self, find: impl Fn(&str) -> Option<T>) -> T {
        let started = Instant::now();
        let mut lines = self.lines.lock().expect("no reader panics");
        loop {
            if let Some(found) = lines.iter().find_map(|line| find(line)) {
                return found;
            }
            let ended = *self.open_ends.lock().expect("no reader panics") == 0;
            assert!(
                !ended && started.elapsed() < PATIENCE,
                "the server did not start:\n{}",
                lines.join("\n")
            );
            lines = self.news.wait_timeout(lines, Duration::from_millis(100)).expect("no reader panics").0;
        }
    }
}
