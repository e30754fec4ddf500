-- What this phone keeps. Times are milliseconds since 1970 in UTC.

-- Reports still being written.
create table drafts (
    id text primary key,
    body text not null
) strict;

-- Prepared photos of drafts and of reports on their way. The bytes go when the receipt is here.
create table photos (
    id text primary key,
    report_id text not null,
    position integer not null,
    width integer not null,
    height integer not null,
    bytes blob not null,
    sent integer not null default 0,
    constraint photos_sent_check check (sent in (0, 1))
) strict;
create index photos_report_id on photos (report_id, position);

-- Reports handed over for sending. `body` is sent byte for byte each time: the server compares.
create table outbox (
    id text primary key,
    city text not null,
    secret text not null,
    body text not null,
    state text not null,
    created_at integer not null,
    attempts integer not null default 0,
    next_try_at integer not null,
    refusal text,
    receipt text,
    constraint outbox_state_check check (state in ('waiting', 'sending', 'sent', 'parked')),
    constraint outbox_refusal_check check ((state = 'parked') = (refusal is not null)),
    constraint outbox_receipt_check check ((state = 'sent') = (receipt is not null))
) strict;
create index outbox_due on outbox (state, next_try_at);

-- Answers of the server that are also useful without it.
create table cache (
    key text primary key,
    body text not null
) strict;
