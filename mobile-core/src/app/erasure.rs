//! Being forgotten.

use super::Core;
use super::mine::ask_own;
use crate::account::{self, AccountCard, PersonKind};
use crate::cache;
use crate::client::Call;
use crate::error::{CoreError, RefusalCode};

#[uniffi::export]
impl Core {
    /// Erases the account of the resident who is signed in, which cannot be undone: ask before. The city
    /// forgets them and what their reports say about them; the cases stay. Then this phone forgets all of
    /// theirs: drafts, what has not been delivered, and what it had sent. The city without a name is chosen.
    ///
    /// # Errors
    /// `Offline` when the city cannot be reached or its answer was lost: everything is still here, and the
    /// next call says `SignedOut` if the city had done it. `SignedOut` when nobody is signed in. `Rejected`
    /// with `Forbidden` for staff: their accounts are ended at the desk.
    pub async fn erase_account(&self) -> Result<AccountCard, CoreError> {
        let client = self.client()?;
        match &client.account.person {
            None => return Err(CoreError::SignedOut),
            Some(person) if person.kind == PersonKind::Staff => {
                return Err(CoreError::plain(RefusalCode::Forbidden));
            }
            Some(_) => {}
        }
        // Nothing is sent in a name that is being erased.
        let mut rests = self.flushing.lock().await;
        let theirs = ask_own(&client).await?;
        client.send(Call::delete(&client.in_city("/me?confirm=true"))).await?;
        let id = client.account.id;
        let nobody = self.storage.write(|tx| {
            account::throw_away(tx, id)?;
            account::forget(tx, id)?;
            // What became theirs when they signed in was made in nobody's name.
            let nobody = account::nobody_beside(tx, &client.account)?;
            for report in &theirs {
                account::disown(tx, nobody.id, &report.id.to_string())?;
            }
            cache::forget(tx, nobody.id)?;
            account::choose(tx, nobody.id)?;
            Ok(nobody)
        })?;
        rests.remove(&id);
        self.bodies().forget_all();
        self.storage.sweep()?;
        // The city ended the session: what a safe that is locked still has opens nothing.
        let _tokens = self.keyring.forget(&client.account);
        self.card(&nobody, true)
    }
}
