-- What happened, append-only, numbered by the city's counter: no gaps, in the order of commits.
-- No personal data and no free text: a note is a row of its own that can be erased.
create table notes (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    text text not null,
    written_at timestamptz not null,
    constraint notes_pkey primary key (city_id, id),
    constraint notes_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);

create table events (
    city_id int not null,
    n bigint not null,
    kind text not null,
    report_id uuid not null,
    status text not null,
    outcome text,
    note_id uuid,
    actor_id uuid,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint events_pkey primary key (city_id, n),
    constraint events_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);

create index events_report_id_idx on events (city_id, report_id, n);
create index notes_report_id_idx on notes (city_id, report_id);
