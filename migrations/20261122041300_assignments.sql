-- Into whose hands a case was given, one row for each time; an event points at it. Whom it was meant
-- for is said where that person was away.
create table assignments (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    user_id uuid,
    crew_id uuid,
    meant_for uuid,
    given_at timestamptz not null,
    constraint assignments_pkey primary key (city_id, id),
    constraint assignments_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint assignments_user_id_fkey foreign key (city_id, user_id) references users (city_id, id),
    constraint assignments_crew_id_fkey foreign key (city_id, crew_id) references crews (city_id, id),
    constraint assignments_meant_for_fkey foreign key (city_id, meant_for) references users (city_id, id)
);
create index assignments_report_id_idx on assignments (city_id, report_id, given_at);
