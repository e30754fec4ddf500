//! Proofs of work that the city asks for when much is sent: solved aside, on a thread of their own, since
//! they take a moment to some seconds.

use domain::proof::solve;
use domain::wire::abuse::Challenge;
use tokio::sync::oneshot;

/// How often in a row one request is worth a proof: its answer may be lost, and it counts once.
pub(crate) const TRIES: usize = 3;

/// What goes into `x-proof`; nothing when the challenge cannot be solved in reasonable time.
pub(crate) async fn answer(challenge: Challenge) -> Option<String> {
    let (send, solved) = oneshot::channel();
    std::thread::spawn(move || {
        let answer = solve(&challenge.text, challenge.bits);
        // Whoever waited may have gone.
        let _gone = send.send(answer.map(|answer| format!("{}:{answer}", challenge.text)));
    });
    solved.await.ok().flatten()
}
