-- What analysts may ask: views whose names and columns stay, with a comment on each, and a role that sees nothing
-- else. Nothing that anybody wrote, no contacts, no staff, homes only as their block. docs/analysts.md tells them.

-- Roles belong to the whole cluster: see citycenter_public.
do $$
begin
    create role citycenter_analyst nologin;
exception when duplicate_object or unique_violation then
    null;
end
$$;

create view analyst_reports as
select
    cities.slug as city,
    reports.id as report_id,
    to_char(reports.number_year, 'FM0000') || '-' ||
        case when reports.number > 999999 then reports.number::text else to_char(reports.number, 'FM000000') end as number,
    issue_types.slug as type,
    categories.slug as category,
    departments.slug as department,
    territories.slug as territory,
    channels.slug as channel,
    reports.status as status,
    reports.outcome as outcome,
    reports.is_open as is_open,
    reports.visibility = 'published' as is_public,
    reports.received_at as received_at,
    reports.first_action_due_at as first_action_due_at,
    reports.first_action_at as first_action_at,
    reports.due_at as due_at,
    reports.resolved_at as resolved_at,
    reports.closed_at as closed_at,
    reports.status_since as status_since,
    reports.made_safe_at as made_safe_at,
    reports.escalated_at as escalated_at,
    reports.planned_for as planned_for,
    reports.supports as supports,
    reports.disputes as disputes,
    reports.rating as rating,
    reports.merged_into as merged_into,
    st_x(reports.public_place) as lon,
    st_y(reports.public_place) as lat,
    reports.place_is_exact as place_is_exact
from reports
join cities on cities.id = reports.city_id
join issue_types on issue_types.city_id = reports.city_id and issue_types.id = reports.type_id
join categories on categories.city_id = reports.city_id and categories.id = issue_types.category_id
join departments on departments.city_id = reports.city_id and departments.id = reports.department_id
join channels on channels.city_id = reports.city_id and channels.id = reports.channel_id
left join territories on territories.city_id = reports.city_id and territories.id = reports.territory_id
where reports.sequence is not null;
comment on view analyst_reports is 'every numbered case, as it is now; no words that anybody wrote, no contacts, homes only as their block';
comment on column analyst_reports.city is 'the city';
comment on column analyst_reports.report_id is 'the case; the same id in analyst_steps';
comment on column analyst_reports.number is 'the number that people know it by';
comment on column analyst_reports.type is 'what it is about: see analyst_types';
comment on column analyst_reports.category is 'the category of the type';
comment on column analyst_reports.department is 'who has it now: see analyst_departments';
comment on column analyst_reports.territory is 'where it lies, if the territory decided who gets it: see analyst_territories';
comment on column analyst_reports.channel is 'how it came';
comment on column analyst_reports.status is 'where it stands: docs/case.md has the words';
comment on column analyst_reports.outcome is 'how it ended; empty while it is open';
comment on column analyst_reports.is_open is 'whether it is still worked on';
comment on column analyst_reports.is_public is 'whether everybody sees it on the map';
comment on column analyst_reports.received_at is 'when it came';
comment on column analyst_reports.first_action_due_at is 'until when somebody had to act for the first time';
comment on column analyst_reports.first_action_at is 'when somebody did';
comment on column analyst_reports.due_at is 'the deadline, pauses and extensions counted in';
comment on column analyst_reports.resolved_at is 'when it was said to be resolved';
comment on column analyst_reports.closed_at is 'when it ended';
comment on column analyst_reports.status_since is 'since when it has its status';
comment on column analyst_reports.made_safe_at is 'when a danger was made safe';
comment on column analyst_reports.escalated_at is 'when it went to the dispatcher for being overdue';
comment on column analyst_reports.planned_for is 'the day that work is planned for';
comment on column analyst_reports.supports is 'how many others see it too';
comment on column analyst_reports.disputes is 'how often its result was disputed';
comment on column analyst_reports.rating is 'what its author thinks of the result, 1 to 5';
comment on column analyst_reports.merged_into is 'of a duplicate: the report_id of the case it belongs to';
comment on column analyst_reports.lon is 'place, degrees east; a home is moved to its block';
comment on column analyst_reports.lat is 'place, degrees north; a home is moved to its block';
comment on column analyst_reports.place_is_exact is 'no: the place is that of the block';

create view analyst_steps as
select
    cities.slug as city,
    events.n as step,
    events.report_id as report_id,
    events.kind as kind,
    events.status as status,
    events.outcome as outcome,
    events.actor as actor,
    events.occurred_at as happened_at
from events
join cities on cities.id = events.city_id;
comment on view analyst_steps is 'what happened to the cases, in order';
comment on column analyst_steps.city is 'the city';
comment on column analyst_steps.step is 'its number in the log of the city; without gaps';
comment on column analyst_steps.report_id is 'the case';
comment on column analyst_steps.kind is 'what happened';
comment on column analyst_steps.status is 'where the case stood after it';
comment on column analyst_steps.outcome is 'how it ended, if it did';
comment on column analyst_steps.actor is 'who did it: system, author, resident, contractor or staff; never which one';
comment on column analyst_steps.happened_at is 'when';

create view analyst_types as
select
    cities.slug as city,
    issue_types.slug as type,
    issue_types.title_ru as title_ru,
    issue_types.title_en as title_en,
    categories.slug as category,
    categories.title_ru as category_ru,
    categories.title_en as category_en,
    issue_types.deadline_days as deadline_days,
    issue_types.emergency as is_emergency,
    issue_types.retired_at as retired_at
from issue_types
join cities on cities.id = issue_types.city_id
join categories on categories.city_id = issue_types.city_id and categories.id = issue_types.category_id;
comment on view analyst_types is 'what can be reported';
comment on column analyst_types.city is 'the city';
comment on column analyst_types.type is 'the name that other views have';
comment on column analyst_types.title_ru is 'in Russian';
comment on column analyst_types.title_en is 'in English';
comment on column analyst_types.category is 'its category';
comment on column analyst_types.category_ru is 'the category in Russian';
comment on column analyst_types.category_en is 'the category in English';
comment on column analyst_types.deadline_days is 'days until the deadline, where no clock says otherwise';
comment on column analyst_types.is_emergency is 'whether it is a danger';
comment on column analyst_types.retired_at is 'since when nobody can report it any more';

create view analyst_departments as
select
    cities.slug as city,
    departments.slug as department,
    departments.title_ru as title_ru,
    departments.title_en as title_en,
    departments.kind as kind,
    departments.retired_at as retired_at
from departments
join cities on cities.id = departments.city_id;
comment on view analyst_departments is 'who mends it';
comment on column analyst_departments.city is 'the city';
comment on column analyst_departments.department is 'the name that other views have';
comment on column analyst_departments.title_ru is 'in Russian';
comment on column analyst_departments.title_en is 'in English';
comment on column analyst_departments.kind is 'what kind of department';
comment on column analyst_departments.retired_at is 'since when it is gone';

create view analyst_territories as
select
    cities.slug as city,
    territories.slug as territory,
    territories.title_ru as title_ru,
    territories.title_en as title_en,
    departments.slug as department,
    territories.area as area,
    territories.retired_at as retired_at
from territories
join cities on cities.id = territories.city_id
join departments on departments.city_id = territories.city_id and departments.id = territories.department_id;
comment on view analyst_territories is 'the parts of the city';
comment on column analyst_territories.city is 'the city';
comment on column analyst_territories.territory is 'the name that other views have';
comment on column analyst_territories.title_ru is 'in Russian';
comment on column analyst_territories.title_en is 'in English';
comment on column analyst_territories.department is 'whose it is';
comment on column analyst_territories.area is 'its outline, EPSG:4326';
comment on column analyst_territories.retired_at is 'since when it is gone';

grant select on analyst_reports, analyst_steps, analyst_types, analyst_departments, analyst_territories
to citycenter_analyst;

-- The owner may become an analyst, to export what analysts see and nothing else.
do $$
begin
    execute format('grant citycenter_analyst to %I', current_user);
end
$$;
