-- Photos arrive before the report or the result that they belong to; the pictures themselves are
-- files. `sha256` is of the bytes that came, so that sending them again changes nothing.
create table photos (
    city_id int not null,
    id uuid not null,
    sha256 bytea not null,
    width int not null,
    height int not null,
    received_at timestamptz not null,
    report_id uuid,
    kind text,
    position int,
    visibility text not null,
    constraint photos_pkey primary key (city_id, id),
    constraint photos_city_id_fkey foreign key (city_id) references cities (id),
    constraint photos_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint photos_kind_check check (kind in ('before', 'after')),
    constraint photos_report_check check ((report_id is null) = (kind is null)),
    constraint photos_visibility_check check (visibility in ('hidden', 'published'))
);

create index photos_report_id_idx on photos (city_id, report_id) where report_id is not null;
create index photos_unattached_idx on photos (city_id, received_at) where report_id is null;
