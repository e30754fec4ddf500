-- Somebody looked at it on site: what they found, and their act.
create table inspections (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    inspected_by uuid not null,
    inspected_at timestamptz not null,
    recorded_at timestamptz not null,
    finding text not null,
    act text not null,
    photos uuid[] not null,
    place geometry(Point, 4326),
    constraint inspections_pkey primary key (city_id, id),
    constraint inspections_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint inspections_inspected_by_fkey
        foreign key (city_id, inspected_by) references users (city_id, id),
    constraint inspections_finding_check
        check (finding in ('confirmed', 'not_found', 'done_well', 'done_badly')),
    constraint inspections_act_check check (char_length(act) between 1 and 4000)
);
comment on column inspections.place is 'where the inspector stood';
create index inspections_report_id_idx on inspections (city_id, report_id);

create view public_inspections as
select inspections.city_id, inspections.id, inspections.report_id, inspections.inspected_at,
    inspections.finding,
    case when reports.text_visibility = 'published' then inspections.act end as act,
    inspections.photos
from inspections
join reports on reports.city_id = inspections.city_id and reports.id = inspections.report_id
where reports.visibility = 'published';

grant select on public_inspections to citycenter_public;
