//! A phone as a child process, which may be killed: the example of `mobile-core`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// What a phone keeps, and where its city is.
pub struct Phone {
    folder: TempDir,
    server: String,
    /// Of a hundred calls so many fail.
    pub faults: u32,
    /// What its clock says, milliseconds since 1970; the machine's time when it is 0.
    pub now: i64,
}

fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let phone = test.ancestors().nth(2).expect("target/<profile>/deps").join("examples/phone");
    assert!(phone.exists(), "{} is missing: cargo build -p mobile-core --example phone", phone.display());
    phone
}

impl Phone {
    pub fn new(server: &str) -> Phone {
        Phone { folder: in_memory(), server: server.to_owned(), faults: 0, now: 0 }
    }

    fn command(&self, seed: u64, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        self.settle(&mut command, seed, arguments);
        command
    }

    fn settle(&self, command: &mut Command, seed: u64, arguments: &[&str]) {
        command
            .arg(self.folder.path())
            .arg(&self.server)
            .args(arguments)
            .env("PHONE_SEED", seed.to_string())
            .env("PHONE_FAULTS", self.faults.to_string())
            .env("PHONE_NOW", self.now.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
    }

    /// What it says, until it has ended well.
    pub fn says(&self, seed: u64, arguments: &[&str]) -> Vec<String> {
        lines(self.command(seed, arguments))
    }

    /// The same without a network.
    pub fn says_alone(&self, arguments: &[&str]) -> Vec<String> {
        let mut command = self.command(1, arguments);
        command.env("PHONE_CUT", "1");
        lines(command)
    }

    /// What it said until it was killed, so long after its first word; nothing of the end of a line that was
    /// cut off.
    pub fn says_until_killed(&self, seed: u64, arguments: &[&str], after: Duration) -> Vec<String> {
        let mut child = self.command(seed, arguments).spawn().expect("the phone runs");
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut first = String::new();
        said.read_line(&mut first).expect("it speaks");
        let reader = std::thread::spawn(move || {
            let mut all = vec![first];
            let mut line = String::new();
            while said.read_line(&mut line).is_ok_and(|read| read > 0) {
                all.push(std::mem::take(&mut line));
            }
            all
        });
        std::thread::sleep(after);
        child.kill().expect("our child");
        child.wait().expect("our child");
        let all = reader.join().expect("it reads");
        all.iter().filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
    }

    /// What it said while it could write nothing beyond so many bytes of any file: its disk is full.
    pub fn says_when_full(&self, seed: u64, arguments: &[&str], room: u64) -> Vec<String> {
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; exec prlimit --fsize=\"$0\" -- \"$@\""])
            .arg(room.to_string())
            .arg(binary());
        self.settle(&mut command, seed, arguments);
        let output = command.output().expect("the phone runs");
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    }
}

/// A kill leaves the same behind as on a disk, and nobody waits for one.
fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("citycenter-phone-").tempdir_in(folder).expect("a temporary folder")
}

fn lines(mut command: Command) -> Vec<String> {
    let output = command.output().expect("the phone runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "the phone ended with {}: {said}", output.status);
    said.lines().map(str::to_owned).collect()
}
