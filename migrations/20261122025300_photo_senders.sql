-- Who sent a photo that no report has named yet, as keyed hashes, and how much it weighs: so that nobody
-- fills the disk. Rows go when the photo is named or forgotten.
create table photo_senders (
    city_id int not null,
    photo_id uuid not null,
    device_mark bytea,
    address_mark bytea,
    bytes bigint not null,
    received_at timestamptz not null,
    constraint photo_senders_pkey primary key (city_id, photo_id),
    constraint photo_senders_city_id_fkey foreign key (city_id) references cities (id)
);
create index photo_senders_device_mark_idx on photo_senders (city_id, device_mark)
    where device_mark is not null;
create index photo_senders_address_mark_idx on photo_senders (city_id, address_mark)
    where address_mark is not null;
