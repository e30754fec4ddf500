-- Reports that residents with an account keep an eye on.
create table follows (
    city_id int not null,
    resident_id uuid not null,
    report_id uuid not null,
    since timestamptz not null,
    constraint follows_pkey primary key (city_id, resident_id, report_id),
    constraint follows_resident_id_fkey foreign key (city_id, resident_id) references residents (city_id, id),
    constraint follows_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);
create index follows_report_id_idx on follows (city_id, report_id);
