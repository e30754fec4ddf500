-- Who did it, without saying which person.
alter table events
    add column actor text not null default 'system',
    add constraint events_actor_check check (actor in ('system', 'author', 'contractor', 'staff'));
update events set actor = 'staff' where actor_id is not null;

alter table notes
    add column written_by text not null default 'staff',
    add constraint notes_written_by_check check (written_by in ('author', 'contractor', 'staff'));

alter table photos
    drop constraint photos_kind_check,
    add constraint photos_kind_check check (kind in ('before', 'after', 'later'));

alter table reports
    add column status_since timestamptz,
    add column first_answer_at timestamptz,
    add column resolver_id uuid,
    add constraint reports_resolver_id_fkey foreign key (city_id, resolver_id) references users (city_id, id);
comment on column reports.resolver_id is 'who said that it is done: somebody else has to look at the result';
update reports set status_since = coalesce(closed_at, received_at);
alter table reports alter column status_since set not null;

-- The ledger of handing on: the clock does not start again, so everybody can see who had it how long.
create table transfers (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    from_department_id int not null,
    to_department_id int not null,
    cause text not null,
    note_id uuid,
    actor_id uuid,
    transferred_at timestamptz not null,
    constraint transfers_pkey primary key (city_id, id),
    constraint transfers_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint transfers_from_department_id_fkey
        foreign key (city_id, from_department_id) references departments (city_id, id),
    constraint transfers_to_department_id_fkey
        foreign key (city_id, to_department_id) references departments (city_id, id),
    constraint transfers_note_id_fkey foreign key (city_id, note_id) references notes (city_id, id),
    constraint transfers_actor_id_fkey foreign key (city_id, actor_id) references users (city_id, id),
    constraint transfers_cause_check check (cause in ('handed_over', 'corrected'))
);
create index transfers_report_id_idx on transfers (city_id, report_id);
create index transfers_transferred_at_idx on transfers (city_id, transferred_at, id);

-- What was filed and what it was corrected to.
create table corrections (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    from_type_id int not null,
    to_type_id int not null,
    from_place geometry(Point, 4326) not null,
    to_place geometry(Point, 4326) not null,
    from_nature text not null,
    to_nature text not null,
    from_due_at timestamptz not null,
    to_due_at timestamptz not null,
    actor_id uuid not null,
    corrected_at timestamptz not null,
    constraint corrections_pkey primary key (city_id, id),
    constraint corrections_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint corrections_actor_id_fkey foreign key (city_id, actor_id) references users (city_id, id)
);
create index corrections_report_id_idx on corrections (city_id, report_id);

-- Later deadlines that were asked for, and what was said.
create table extensions (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    days int not null,
    reason text not null,
    asked_by uuid not null,
    asked_at timestamptz not null,
    approved boolean,
    decided_by uuid,
    decided_at timestamptz,
    constraint extensions_pkey primary key (city_id, id),
    constraint extensions_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint extensions_asked_by_fkey foreign key (city_id, asked_by) references users (city_id, id),
    constraint extensions_decided_by_fkey foreign key (city_id, decided_by) references users (city_id, id),
    constraint extensions_decided_check check ((approved is null) = (decided_at is null)),
    constraint extensions_days_check check (days between 1 and 365)
);
create index extensions_report_id_idx on extensions (city_id, report_id);
-- One question at a time.
create unique index extensions_open_key on extensions (city_id, report_id) where approved is null;

-- What the sweep looks for.
create index reports_unmarked_soon_idx on reports (city_id, due_at) where is_open and mark is null;
create index reports_unmarked_overdue_idx on reports (city_id, due_at) where is_open and mark = 'soon';
create index reports_unescalated_idx on reports (city_id, first_action_due_at)
    where is_open and first_action_at is null and escalated_at is null;
create index reports_waiting_idx on reports (city_id, status, status_since)
    where status in ('waiting_for_resident', 'waiting_for_partner', 'disputed', 'resolved');

create view public_extensions as
select extensions.city_id, extensions.id, extensions.report_id, extensions.days,
    case when reports.text_visibility = 'published' then extensions.reason end as reason,
    extensions.asked_at, extensions.approved, extensions.decided_at
from extensions
join reports on reports.city_id = extensions.city_id and reports.id = extensions.report_id
where reports.visibility = 'published' and extensions.approved;

create view public_transfers as
select transfers.city_id, transfers.id, transfers.report_id, transfers.from_department_id,
    transfers.to_department_id, transfers.cause, transfers.transferred_at,
    case when reports.text_visibility = 'published' then notes.text end as reason
from transfers
join reports on reports.city_id = transfers.city_id and reports.id = transfers.report_id
left join notes on notes.city_id = transfers.city_id and notes.id = transfers.note_id
where reports.visibility = 'published';

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
    closed_at, clocks, made_safe_at, planned_for, forwarded_to, original_id, supports, rating, escalated_at,
    disputes, subtasks_open
from reports
where visibility = 'published' and sequence is not null;

grant select on public_extensions, public_transfers to citycenter_public;
