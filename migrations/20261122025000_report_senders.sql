-- What is kept of whoever sent a report, beside the case and for a while: keyed hashes that tell whether
-- two reports came from the same device, account or address, and nothing else; why a person should look
-- at it first; whether it turned out to be a false alarm.
create table report_senders (
    city_id int not null,
    report_id uuid not null,
    device_mark bytea,
    account_mark bytea,
    address_mark bytea,
    text_mark bytea,
    doubts jsonb not null,
    false_alarm_at timestamptz,
    received_at timestamptz not null,
    constraint report_senders_pkey primary key (city_id, report_id),
    constraint report_senders_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);
create index report_senders_device_mark_idx on report_senders (city_id, device_mark, received_at)
    where device_mark is not null;
create index report_senders_account_mark_idx on report_senders (city_id, account_mark, received_at)
    where account_mark is not null;
create index report_senders_received_at_idx on report_senders (city_id, received_at)
    where device_mark is not null or account_mark is not null or address_mark is not null
        or text_mark is not null;
comment on column report_senders.text_mark is 'of the words, to know them again';
