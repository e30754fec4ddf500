-- Cases of somebody's round, as the desk listed them last.
create table round (
    account_id integer not null references accounts (id) on delete cascade,
    report_id text not null,
    card text not null,
    constraint round_pkey primary key (account_id, report_id)
) strict;

-- What somebody is about to do to a case; handed over, it is in the outbox under the same id, and what was seen
-- of the case stays here until it has arrived.
create table deeds (
    id text primary key,
    account_id integer not null references accounts (id) on delete cascade,
    report_id text not null,
    body text not null
) strict;
create index deeds_report_id on deeds (account_id, report_id);
