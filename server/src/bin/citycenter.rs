//! The binary: all of it is in the library, so that `fuzz/` can reach the same code.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::main()
}
