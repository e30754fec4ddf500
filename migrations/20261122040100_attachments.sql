-- Files that staff put to a case; the files themselves are in the data folder. `sha256` is of the bytes
-- that came, so that sending them again changes nothing.
create table attachments (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    name text not null,
    media_type text not null,
    bytes bigint not null,
    sha256 bytea not null,
    author_id uuid not null,
    added_at timestamptz not null,
    constraint attachments_pkey primary key (city_id, id),
    constraint attachments_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint attachments_author_id_fkey foreign key (city_id, author_id) references users (city_id, id),
    constraint attachments_name_check check (char_length(name) between 1 and 120),
    constraint attachments_bytes_check check (bytes > 0)
);
create index attachments_report_id_idx on attachments (city_id, report_id, added_at);
-- What is past its term is found among what is still there.
create index attachments_added_at_idx on attachments (city_id, added_at);
