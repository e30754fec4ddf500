-- The outbox carries deeds beside reports, in an order that no clock decides. `body` is sent as it is; a deed's
-- version is put in when it goes. `obstacle` says why something is parked. A wait is kept with its beginning: a
-- clock that was moved shows by it.
create table parcels (
    seq integer primary key autoincrement,
    id text not null,
    account_id integer not null references accounts (id),
    kind text not null,
    report_id text not null,
    secret text not null,
    path text not null,
    body text not null,
    version integer,
    newest integer not null default 0,
    state text not null,
    created_at integer not null,
    attempts integer not null default 0,
    broken integer not null default 0,
    photos_again integer not null default 0,
    waits_from integer not null,
    next_try_at integer not null,
    obstacle text,
    receipt text,
    constraint outbox_id_key unique (id),
    constraint outbox_kind_check check (kind in ('report', 'deed')),
    constraint outbox_state_check check (state in ('waiting', 'sending', 'sent', 'parked')),
    constraint outbox_obstacle_check check ((state = 'parked') = (obstacle is not null)),
    constraint outbox_receipt_check check ((state = 'sent') = (receipt is not null))
) strict;
insert into parcels (id, account_id, kind, report_id, secret, path, body, state, created_at, attempts,
                     waits_from, next_try_at, obstacle, receipt)
select id, account_id, 'report', id, secret, '/reports', body, state, created_at, attempts,
       created_at, next_try_at,
       case when refusal is not null then json_object('refused', json_object('refusal', json(refusal))) end,
       receipt
from outbox order by created_at, id;
drop table outbox;
alter table parcels rename to outbox;
create index outbox_account_id on outbox (account_id, state);
create index outbox_report_id on outbox (report_id);

-- What the person chose on this phone.
create table settings (
    name text primary key,
    value text not null
) strict;

-- Up to which event of the city's log an account has heard.
create table cursors (
    account_id integer primary key references accounts (id) on delete cascade,
    after integer not null
) strict;

-- Cases that an account wants to hear of, as they last were. `stale`: something happened to it since. `news`: it
-- changed, and the app has not told it yet.
create table watched (
    account_id integer not null references accounts (id) on delete cascade,
    report_id text not null,
    version integer,
    body text,
    stale integer not null default 1,
    news integer not null default 0,
    constraint watched_pkey primary key (account_id, report_id),
    constraint watched_stale_check check (stale in (0, 1)),
    constraint watched_news_check check (news in (0, 1))
) strict;
insert into watched (account_id, report_id)
select account_id, id from outbox where kind = 'report' and state = 'sent' and account_id is not null;
