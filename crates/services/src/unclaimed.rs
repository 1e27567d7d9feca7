//! Money sent to somebody who has no account yet: the house keeps it until its owner proves the address, its payer
//! takes it back, or its time is over. Where the money is, the ledger alone says; `wallet.invitations` repeats it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AccountId, Address, CommandId, ErrorCode, InvitationEnd, InvitationId, Money, PersonId,
    Refusal, RequestEnd,
};
use ledger::{AccountKind, Command, HouseAccount, Leg, OwnerId, Verdict};
use storage::{
    invitations::{self, Invitation},
    people::{self, Person},
    requests,
    sessions::Viewer,
};

use crate::{
    Event, Party, Wallet,
    crypto::{Use, sha256},
    error::{ServiceError, ServiceResult},
    once,
    topup::uuid_from,
};

/// How long money waits for somebody.
pub(crate) const UNCLAIMED_FOR: TimeDelta = TimeDelta::days(30);
/// Invitations and people looked at in one sweep.
const SWEEP: i64 = 200;

/// What somebody who follows an invitation's link may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationShown {
    /// Masked.
    pub payer: String,
    /// Masked: whoever was invited knows it, and nobody else learns it here.
    pub address: String,
    pub amount: Money,
    pub expires_at: DateTime<Utc>,
    /// Whether the money still waits.
    pub waits: bool,
}

/// How money that waits is to end.
enum Ending<'a> {
    Claimed(&'a Person),
    Cancelled,
    Lapsed,
}

impl Ending<'_> {
    fn how(&self) -> InvitationEnd {
        match self {
            Self::Claimed(_) => InvitationEnd::Claimed,
            Self::Cancelled => InvitationEnd::Cancelled,
            Self::Lapsed => InvitationEnd::Lapsed,
        }
    }
}

impl Wallet {
    /// What stands behind an invitation's link.
    ///
    /// # Errors
    /// Refused when there is no such invitation.
    pub async fn invitation(&self, id: InvitationId) -> ServiceResult<InvitationShown> {
        let unknown = || Refusal::new(ErrorCode::NotFound);
        let found = invitations::find(&self.db, id).await?.ok_or_else(unknown)?;
        let payer = people::find(&self.db, found.payer)
            .await?
            .ok_or_else(unknown)?;
        Ok(InvitationShown {
            payer: payer.name.masked(),
            address: found.address.masked(),
            amount: found.amount,
            expires_at: found.expires_at,
            waits: found.ended.is_none() && found.expires_at > self.env.now(),
        })
    }

    /// Takes back what waits.
    ///
    /// # Errors
    /// Refused when this person sent no such payment, or when it has ended otherwise.
    pub async fn cancel_invitation(&self, viewer: &Viewer, id: InvitationId) -> ServiceResult<()> {
        let mut found = self.own_invitation(viewer, id).await?;
        if found.ended.is_none() {
            self.end_invitation(&found, &Ending::Cancelled).await?;
            // Another end may have been quicker.
            found = self.own_invitation(viewer, id).await?;
        }
        match found.ended {
            Some((InvitationEnd::Cancelled, _)) => Ok(()),
            _ => Err(Refusal::new(ErrorCode::InvitationEnded).into()),
        }
    }

    async fn own_invitation(&self, viewer: &Viewer, id: InvitationId) -> ServiceResult<Invitation> {
        Ok(invitations::find(&self.db, id)
            .await?
            .filter(|found| found.payer == viewer.person.id)
            .ok_or_else(|| Refusal::new(ErrorCode::NotFound))?)
    }

    /// Gives a person what waits for the addresses they have proved. What cannot be given now stays for the sweep.
    pub(crate) async fn claim_for(&self, person: &Person) -> ServiceResult<()> {
        let now = self.env.now();
        for invitation in invitations::waiting_for(&self.db, person.id).await? {
            if invitation.expires_at > now {
                self.end_invitation(&invitation, &Ending::Claimed(person))
                    .await?;
            }
        }
        Ok(())
    }

    /// Gives what waits to those who have come meanwhile, and back what nobody came for in time. Returns how many
    /// invitations were looked at.
    ///
    /// # Errors
    /// When the database cannot be reached; the next sweep goes on.
    pub async fn sweep_invitations(&self) -> ServiceResult<usize> {
        let lapsed = invitations::lapsed(&self.db, self.env.now(), SWEEP).await?;
        for invitation in &lapsed {
            self.end_invitation(invitation, &Ending::Lapsed).await?;
        }
        let claimants = invitations::claimants(&self.db, SWEEP).await?;
        for claimant in &claimants {
            if let Some(person) = people::find(&self.db, *claimant).await? {
                self.claim_for(&person).await?;
            }
        }
        Ok(lapsed.len() + claimants.len())
    }

    /// Does at once what followers of the ledger's events do in any case, while the person waits for it.
    pub(crate) async fn follow_payment(&self, event: &Event, at: DateTime<Utc>) {
        left_to_followers(self.keep_up(event, at).await);
        // The address may have been proved while the payment was being confirmed.
        if let Event::Invited { to, .. } = event {
            left_to_followers(self.claim_for_owner_of(to).await);
        }
    }

    async fn claim_for_owner_of(&self, address: &Address) -> ServiceResult<()> {
        match people::find_by_address(&self.db, address).await? {
            Some(person) => self.claim_for(&person).await,
            None => Ok(()),
        }
    }

    /// Repeats in the wallet's tables what an event of the ledger says; twice is as good as once.
    pub(crate) async fn keep_up(&self, event: &Event, at: DateTime<Utc>) -> ServiceResult<()> {
        match event {
            Event::Invited {
                payer,
                to,
                amount,
                invitation,
                expires_at,
                ..
            } => {
                let new = Invitation {
                    payer: payer.id,
                    id: *invitation,
                    address: to.clone(),
                    amount: *amount,
                    created_at: at,
                    expires_at: *expires_at,
                    ended: None,
                };
                invitations::open(&self.db, &new).await?;
            }
            Event::Claimed { invitation, .. } => {
                invitations::end(&self.db, *invitation, InvitationEnd::Claimed, at).await?;
            }
            Event::Returned {
                invitation, why, ..
            } => invitations::end(&self.db, *invitation, *why, at).await?,
            Event::Sent {
                request: Some(request),
                ..
            } => {
                requests::end(&self.db, *request, RequestEnd::Paid, at).await?;
            }
            Event::Sent { request: None, .. }
            | Event::Converted { .. }
            | Event::Added { .. }
            | Event::Unassigned { .. }
            | Event::Unknown => {}
        }
        Ok(())
    }

    /// Moves what waits to whom it belongs now, unless it has gone elsewhere already.
    async fn end_invitation(
        &self,
        invitation: &Invitation,
        ending: &Ending<'_>,
    ) -> ServiceResult<()> {
        let owner = OwnerId::from(invitation.payer);
        let (payer, note) = self.invited_by(owner, invitation.id).await?;
        let (to, event) = match ending {
            Ending::Claimed(person) => (
                person.id,
                Event::Claimed {
                    payer,
                    payee: Party::of(person),
                    amount: invitation.amount,
                    note,
                    invitation: invitation.id,
                },
            ),
            Ending::Cancelled | Ending::Lapsed => (
                invitation.payer,
                Event::Returned {
                    payer: invitation.payer,
                    to: invitation.address.clone(),
                    amount: invitation.amount,
                    invitation: invitation.id,
                    why: ending.how(),
                },
            ),
        };
        let id = self.ending_id(invitation.id, ending.how(), to);
        let unclaimed = self
            .ledger
            .house_account(HouseAccount::Unclaimed, invitation.amount.currency())
            .await?;
        let wallet = self.wallet_account(to, invitation.amount).await?;
        let leg = Leg::transfer(unclaimed, wallet, invitation.amount);
        let now = self.env.now();
        let outcome = self
            .ledger
            .execute(Command {
                owner,
                id,
                fingerprint: sha256(id.as_uuid().as_bytes()),
                intent: None,
                legs: vec![leg],
                limits: vec![once::invitation(invitation.id)],
                event: ledger::Event {
                    kind: event.kind(),
                    data: serde_json::to_value(&event)
                        .map_err(|error| ServiceError::fault("write an event", error))?,
                },
                at: now,
                event_at: None,
            })
            .await?;
        match outcome.verdict {
            Verdict::Posted => {
                left_to_followers(self.keep_up(&event, outcome.recorded_at).await);
            }
            // Another end came first. The followers of its event write it down.
            Verdict::Refused(ledger::Refusal::LimitExceeded { .. }) => {}
            Verdict::Refused(why) => {
                tracing::error!(invitation = %invitation.id, ?why, "what waits cannot be moved");
            }
        }
        Ok(())
    }

    async fn wallet_account(&self, person: PersonId, amount: Money) -> ServiceResult<AccountId> {
        Ok(self
            .ledger
            .open_account(person.into(), AccountKind::Wallet, amount.currency())
            .await?)
    }

    /// Who sent what waits, as they were then, and the note.
    async fn invited_by(
        &self,
        owner: OwnerId,
        id: InvitationId,
    ) -> ServiceResult<(Party, Option<String>)> {
        const OPERATION: &str = "read what waits";
        let posting = self
            .ledger
            .posting_of(owner, CommandId::from_uuid(id.as_uuid()))
            .await?
            .ok_or_else(|| ServiceError::fault(OPERATION, "it was never posted"))?;
        match serde_json::from_value(posting.event_data) {
            Ok(Event::Invited { payer, note, .. }) => Ok((payer, note)),
            Ok(_) => Err(ServiceError::fault(OPERATION, "it is something else")),
            Err(error) => Err(ServiceError::fault(OPERATION, error)),
        }
    }

    /// The command of an ending: the same one for the same end on every server. One that could not be done on a day may
    /// be tried again on the next, for a refusal is the final answer of its command.
    fn ending_id(&self, id: InvitationId, how: InvitationEnd, to: PersonId) -> CommandId {
        let day = self.env.now().date_naive().to_string();
        let (id, to) = (id.as_uuid(), to.as_uuid());
        let parts: [&[u8]; 5] = [
            b"invitation",
            id.as_bytes(),
            how.as_str().as_bytes(),
            to.as_bytes(),
            day.as_bytes(),
        ];
        CommandId::from_uuid(uuid_from(&self.keys.mac(Use::DerivedId, &parts)))
    }
}

/// What follows from a payment and could not be done at once is done by those who follow the ledger's events.
pub(crate) fn left_to_followers(done: ServiceResult<()>) {
    if let Err(error) = done {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "what follows from a payment is done later"
        );
    }
}
