-- What a case is besides its status. Facts have their own columns, so that the desk can ask for them.
alter table reports
    add column nature text not null default 'any',
    add column territory_id int,
    add column assignee_id uuid,
    add column closed_at timestamptz,
    add column made_safe_at timestamptz,
    add column planned_for date,
    add column forwarded_to text,
    add column original_id uuid,
    add column supports int not null default 0,
    add column disputes int not null default 0,
    add column rating int,
    add column mark text,
    add column escalated_at timestamptz,
    add column subtasks_open int not null default 0,
    add constraint reports_nature_check check (nature in ('any', 'explanatory', 'urgent')),
    add constraint reports_territory_id_fkey
        foreign key (city_id, territory_id) references territories (city_id, id),
    add constraint reports_assignee_id_fkey foreign key (city_id, assignee_id) references users (city_id, id),
    add constraint reports_original_id_fkey foreign key (city_id, original_id) references reports (city_id, id),
    add constraint reports_rating_check check (rating between 1 and 5),
    add constraint reports_mark_check check (mark in ('soon', 'overdue')),
    add constraint reports_original_id_check check ((status = 'duplicate') = (original_id is not null));
comment on column reports.closed_at is 'when it came to an end of whatever kind; resolved_at only when resolved';
comment on column reports.territory_id is 'the territory that decides at its place';
comment on column reports.mark is 'what the last sweep said of its clock';
comment on column reports.original_id is 'the report that it was merged into';

update reports set closed_at = resolved_at;

-- A line of the log may point at the row that says more, and may be for staff only.
alter table events
    add column subject_id uuid,
    add column is_public boolean not null default true;
comment on column events.subject_id is 'the transfer, extension, subtask… of which it tells';

create or replace view public_reports as
select
    city_id, id, sequence, number_year, number, version, type_id, channel_id, department_id, routed_because,
    status, outcome, is_open, text_visibility, public_place as place, place_is_exact,
    case when text_visibility = 'published' and place_is_exact then coalesce(address, public_address_ru)
         else public_address_ru end as address_ru,
    case when text_visibility = 'published' and place_is_exact then coalesce(address, public_address_en)
         else public_address_en end as address_en,
    case when text_visibility = 'published' then description end as description,
    received_at, observed_at, due_at, first_action_due_at, first_action_at, next_due_at, resolved_at,
    closed_at, clocks, made_safe_at, planned_for, forwarded_to, original_id, supports, rating
from reports
where visibility = 'published' and sequence is not null;

create or replace view public_events as
select events.city_id, events.n, events.kind, events.report_id, events.status, events.outcome,
    events.occurred_at,
    case when reports.text_visibility = 'published' then notes.text end as note,
    events.subject_id
from events
join reports on reports.city_id = events.city_id and reports.id = events.report_id
left join notes on notes.city_id = events.city_id and notes.id = events.note_id
where reports.visibility = 'published' and events.is_public;
