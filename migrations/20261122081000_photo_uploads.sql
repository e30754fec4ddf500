-- Photos that arrive in parts, by whoever began each, and what is there of it. Not in the write-ahead log: after
-- a crash of the database phones begin anew. Rows go when the photo is whole, or after a day.
create unlogged table photo_uploads (
    city_id int not null,
    photo_id uuid not null,
    device_mark bytea not null,
    arrived int not null,
    is_whole boolean not null default false,
    begun_at timestamptz not null,
    constraint photo_uploads_pkey primary key (city_id, photo_id),
    constraint photo_uploads_city_id_fkey foreign key (city_id) references cities (id),
    constraint photo_uploads_arrived_check check (arrived >= 0)
);
create index photo_uploads_begun_at_idx on photo_uploads (city_id, begun_at);

create unlogged table photo_parts (
    city_id int not null,
    photo_id uuid not null,
    at int not null,
    bytes bytea not null,
    constraint photo_parts_pkey primary key (city_id, photo_id, at),
    constraint photo_parts_photo_id_fkey foreign key (city_id, photo_id)
        references photo_uploads (city_id, photo_id)
);
