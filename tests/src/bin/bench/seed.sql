-- Reports as a city has them after 400 days, written as the product leaves them: evenly through
-- time, around the middle of the city, of every type, most of them closed, three in a hundred slow.
-- Whatever is not told here is as in `sample`, the row of a report that the product itself has filed.
truncate reports cascade;

-- Indexes are built faster than they are grown.
create temp table later as
select indexdef as build, indexname as name from pg_indexes
where schemaname = 'public' and tablename in ('reports', 'events', 'photos')
  and indexname not in (select conname from pg_constraint);
select format('drop index %I', name) from later \gexec
set session_replication_role = replica;
set maintenance_work_mem = '256MB';

-- Ten people in every department.
insert into users (city_id, id, login, name, role, department_id, password_hash, created_at)
select city_id, gen_random_uuid(), 'bench-' || id || '-' || n, 'Worker ' || n, 'worker', id, 'none', now()
from departments, generate_series(1, 10) as n on conflict do nothing;
create temp table crews as select department_id, array_agg(id) as people from users group by 1;

create temp table cases as
with city as (
    select id, st_xmin(boundary) as west, st_ymin(boundary) as south,
        st_xmax(boundary) - st_xmin(boundary) as width, st_ymax(boundary) - st_ymin(boundary) as height
    from cities where slug = :'city'
),
kinds as (
    select array_agg(issue_types.id) as ids, array_agg(department_id) as departments
    from issue_types join city on city.id = issue_types.city_id where retired_at is null
),
choices as (
    select (select array_agg(channels.id) from channels where city_id = city.id) as channels,
        (select array_agg(territories.id) from territories where city_id = city.id) as territories,
        (select array_agg(departments.id) from departments where city_id = city.id) as departments,
        string_to_array('фонарь яма мусор снег лёд дорога двор подъезд лестница крыша сосулька труба вода'
            || ' люк знак светофор остановка автобус скамейка дерево ветка собака качели площадка забор'
            || ' провод столб стена окно дверь лифт подвал канава мост тротуар бордюр переход парк сквер'
            || ' третий день опять никто темно опасно дети утром вечером после ремонта возле магазина'
            || ' школы больницы угол напротив', ' ') as words
    from city
)
select n, type.id as type_id, now() - (:reports - n) * interval '400 days' / :reports as at, lot,
    -- A tenth belongs to whoever owns the place.
    case when lot[1] < 0.1 then choices.departments[1 + floor(lot[2] * cardinality(choices.departments))::int]
         else kinds.departments[1 + n % cardinality(ids)] end as department_id,
    channels[1 + floor(lot[3] * lot[3] * cardinality(channels))::int] as channel_id,
    territories[1 + floor(lot[4] * (cardinality(territories) + 1))::int] as territory_id,
    words[1 + floor(lot[5] ^ 3 * cardinality(words))::int] || ' ' || words[1 + floor(lot[6] * cardinality(words))::int]
        || ' ' || words[1 + floor(lot[7] * cardinality(words))::int] || ' дом ' || n % 2000 as description,
    -- Over 12 by 10 kilometres, as wide as a city that files so many.
    st_setsrid(st_makepoint(west + width / 2 + (lot[8] - 0.5) * 0.2, south + height / 2 + (lot[9] - 0.5) * 0.09),
        4326) as place
from city, kinds, choices, generate_series(1, :reports) as n
cross join lateral (
    select array[random(), random(), random(), random(), random(), random(), random(), random(), random(), random(),
        random()] as lot where n > 0) as chance
cross join lateral (select kinds.ids[1 + n % cardinality(kinds.ids)] as id) as type;

insert into reports
select report.*
from cases join crews using (department_id)
cross join lateral (select lot[10] < 0.03 or at > now() - interval '5 days' as is_open) as state
cross join lateral (select
    case when is_open then (array['assigned', 'assigned', 'assigned', 'assigned', 'accepted', 'accepted', 'in_progress',
             'in_progress', 'planned', 'waiting_for_resident', 'waiting_for_partner', 'in_review', 'reopened']
         )[1 + floor(lot[11] * 13)::int]
         -- Nobody has objected for long: the sweep would only do that.
         when lot[11] < 0.3 then case when at > now() - interval '9 days' then 'resolved' else 'closed_by_time' end
         else (array['confirmed', 'confirmed', 'explained', 'declined'])[1 + floor(lot[11] * 4)::int] end as status,
    at + case when lot[1] < 0.3 then interval '30 days' else interval '10 days' end as due_at) as fate
cross join lateral jsonb_populate_record(null::reports, :'sample'::jsonb || jsonb_build_object(
    'id', gen_random_uuid(), 'sequence', 2 * n - 1, 'number', n, 'type_id', type_id,
    'department_id', department_id, 'channel_id', channel_id, 'territory_id', territory_id,
    'description', description, 'place', place::text, 'public_place', place::text, 'received_at', at,
    'status_since', case when is_open then now() else at end,
    'due_at', due_at, 'next_due_at', due_at, 'is_open', is_open, 'status', status,
    'assignee_id', case when is_open and status <> 'assigned' and lot[7] < 0.6
        then people[1 + floor(lot[6] * 10)::int] end,
    'first_action_at', case when status <> 'assigned' then at + interval '1 day' end,
    'escalated_at', case when is_open and lot[5] < 0.02 then due_at end,
    'mark', case when not is_open then null when due_at < now() then 'overdue'
            when due_at < now() + interval '2 days' then 'soon' end,
    'outcome', case when not is_open then 'fixed' end,
    'resolved_at', case when not is_open then at + interval '5 days' * lot[10] end,
    'closed_at', case when not is_open then at + interval '5 days' * lot[10] end)) as report;

insert into events (city_id, n, kind, report_id, status, occurred_at, recorded_at)
select city_id, 2 * number - 2 + i, kind, reports.id, fact.status, received_at, received_at
from reports, (values (1, 'submitted', 'registered'), (2, 'assigned', 'assigned')) as fact (i, kind, status);

-- Every third has a photo; of a picture there is only the row.
insert into photos (city_id, id, sha256, width, height, received_at, report_id, kind, position, visibility)
select city_id, gen_random_uuid(), '\x00', 1024, 768, received_at, id, 'before', 0, 'published'
from reports where number % 3 = 0;

update city_counters set last_event = 2 * :reports, last_number = :reports,
    number_year = (:'sample'::jsonb ->> 'number_year')::int
from cities where cities.slug = :'city' and city_counters.city_id = cities.id;

select build from later \gexec
drop table cases, crews, later;
vacuum (analyze);
checkpoint;
