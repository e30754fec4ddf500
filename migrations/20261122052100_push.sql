-- Signs what is sent to browsers (VAPID, RFC 8292), for the whole installation: the newest is offered,
-- older ones sign for the browsers that know them.
create table push_keys (
    id uuid not null,
    secret bytea not null,
    created_at timestamptz not null,
    constraint push_keys_pkey primary key (id)
);

-- Browsers that are told what became of cases: of an account while its session lasts, and of single
-- reports for whoever has their secrets.
create table push_devices (
    city_id int not null,
    id uuid not null,
    endpoint text not null,
    p256dh bytea not null,
    auth bytea not null,
    key_id uuid not null,
    language text not null,
    resident_id uuid,
    session_id uuid,
    seen_at timestamptz not null,
    constraint push_devices_pkey primary key (city_id, id),
    constraint push_devices_endpoint_key unique (city_id, endpoint),
    constraint push_devices_city_id_fkey foreign key (city_id) references cities (id),
    constraint push_devices_key_id_fkey foreign key (key_id) references push_keys (id),
    constraint push_devices_resident_id_fkey foreign key (city_id, resident_id) references residents (city_id, id)
);
comment on column push_devices.session_id is 'nothing is sent to an account''s browser once it is over';
create index push_devices_resident_id_idx on push_devices (city_id, resident_id) where resident_id is not null;

create table push_reports (
    city_id int not null,
    device_id uuid not null,
    report_id uuid not null,
    since timestamptz not null,
    constraint push_reports_pkey primary key (city_id, device_id, report_id),
    constraint push_reports_device_id_fkey
        foreign key (city_id, device_id) references push_devices (city_id, id),
    constraint push_reports_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);
create index push_reports_report_id_idx on push_reports (city_id, report_id);

alter table messages add column device_id uuid;
alter table messages
    drop constraint messages_way_check,
    add constraint messages_way_check check (way in ('email', 'sms', 'push')),
    add constraint messages_device_id_check check ((way = 'push') = (device_id is not null));
