//! A bucket that speaks S3, on this machine: `s3rver`, which `scripts/setup.sh` installs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The key that it knows; it guards nothing.
const KEY: &str = "S3RVER";

pub struct Bucket {
    server: Child,
    files: TempDir,
    address: String,
}

impl Bucket {
    /// Starts it with an empty bucket `photos`.
    pub fn start() -> Bucket {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("bucket/node_modules/.bin/s3rver");
        assert!(program.exists(), "{} is missing: scripts/setup.sh installs it", program.display());
        let files = tempfile::tempdir().expect("a temporary folder");
        // It goes with the thread of its story, however that ends.
        let mut server = Command::new("setpriv")
            .args(["--pdeathsig", "KILL"])
            .arg(program)
            .args(["--address", "127.0.0.1", "--port", "0", "--configure-bucket", "photos", "--directory"])
            .arg(files.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("s3rver runs");
        let mut said = BufReader::new(server.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let line = said.find(|line| line.contains("listening on")).expect("it listens");
        let port = line.rsplit(':').next().expect("a port").trim().to_owned();
        std::thread::spawn(move || said.for_each(drop));
        Bucket { server, files, address: format!("http://127.0.0.1:{port}") }
    }

    /// Settings that put photos there, below `prefix`.
    pub fn settings(&self, prefix: &str) -> Vec<(&'static str, String)> {
        vec![
            ("CITYCENTER_PHOTO_STORE", format!("s3://photos/{prefix}")),
            ("CITYCENTER_PHOTO_STORE_ENDPOINT", self.address.clone()),
            ("CITYCENTER_PHOTO_STORE_KEY", KEY.to_owned()),
            ("CITYCENTER_PHOTO_STORE_SECRET", KEY.to_owned()),
            ("CITYCENTER_OUTBOUND_OWN", "[\"127.0.0.1\"]".to_owned()),
        ]
    }

    /// How many files lie there whose name has `part` in it.
    pub fn count(&self, part: &str) -> usize {
        let mut folders = vec![self.files.path().to_owned()];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                let name = path.to_string_lossy().into_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if name.contains(part) && name.ends_with("_object") {
                    found += 1;
                }
            }
        }
        found
    }

    /// It does not answer any more.
    pub fn stop(&mut self) {
        let _gone = self.server.kill();
        let _waited = self.server.wait();
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.stop();
    }
}
