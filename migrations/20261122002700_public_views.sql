-- What the public may see, and a role that can see nothing else. Public routes read through it.
create view public_reports as
select
    city_id, id, sequence, number_year, number, version, type_id, channel_id, department_id, routed_because,
    status, outcome, is_open, text_visibility, public_place as place, place_is_exact,
    case when text_visibility = 'published' and place_is_exact then coalesce(address, public_address_ru)
         else public_address_ru end as address_ru,
    case when text_visibility = 'published' and place_is_exact then coalesce(address, public_address_en)
         else public_address_en end as address_en,
    case when text_visibility = 'published' then description end as description,
    received_at, observed_at, due_at, first_action_due_at, first_action_at, next_due_at, resolved_at
from reports
where visibility = 'published' and sequence is not null;

create view public_photos as
select photos.city_id, photos.id, photos.report_id, photos.kind, photos.position, photos.width, photos.height,
    photos.received_at
from photos
join reports on reports.city_id = photos.city_id and reports.id = photos.report_id
where photos.visibility = 'published' and reports.visibility = 'published';

create view public_events as
select events.city_id, events.n, events.kind, events.report_id, events.status, events.outcome,
    events.occurred_at,
    case when reports.text_visibility = 'published' then notes.text end as note
from events
join reports on reports.city_id = events.city_id and reports.id = events.report_id
left join notes on notes.city_id = events.city_id and notes.id = events.note_id
where reports.visibility = 'published';

create view public_boundaries as select id as city_id, version, boundary from cities;

create view public_territories as
select city_id, slug, title_ru, title_en, area from territories where retired_at is null;

create view public_streets as
select city_id, id, name_ru, name_en, class, line from streets where retired_at is null;

create view public_houses as
select city_id, street_id, number, outline from houses where retired_at is null;

create view public_grounds as
select city_id, class, name_ru, name_en, outline from grounds where retired_at is null;

-- Roles belong to the whole cluster: another database of it may have made this one already, or
-- be making it at this very moment.
do $$
begin
    create role citycenter_public nologin;
exception when duplicate_object or unique_violation then
    null;
end
$$;

grant select on
    public_reports, public_photos, public_events, public_boundaries, public_territories, public_streets,
    public_houses, public_grounds
to citycenter_public;

do $$
begin
    execute format('grant citycenter_public to %I', current_user);
end
$$;
