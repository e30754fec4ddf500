-- Reports as a city has them after 400 days, written as the product leaves them: evenly through
-- time, all over the middle of the city, of every type, most of them closed. Whatever is not told
-- here is as in `sample`, the row of a report that the product itself has filed.
truncate reports cascade;

with city as (
    select id, st_xmin(boundary) as west, st_ymin(boundary) as south,
        st_xmax(boundary) - st_xmin(boundary) as width, st_ymax(boundary) - st_ymin(boundary) as height
    from cities where slug = :'city'
),
kinds as (
    select array_agg(issue_types.id) as ids, array_agg(department_id) as departments
    from issue_types join city on city.id = issue_types.city_id where retired_at is null
),
cases as (
    select n, ids[1 + n % cardinality(ids)] as type_id, departments[1 + n % cardinality(ids)] as department_id,
        now() - (:reports - n) * interval '400 days' / :reports as at, random() < 0.15 as slow,
        st_setsrid(st_makepoint(west + width * (0.25 + random() / 2), south + height * (0.25 + random() / 2)), 4326)
            as place
    from kinds, city, generate_series(1, :reports) as n
),
filed as (
    insert into reports
    select report.*
    from cases
    cross join lateral (select slow or at > now() - interval '5 days' as is_open) as state
    cross join lateral jsonb_populate_record(null::reports, :'sample'::jsonb || jsonb_build_object(
        'id', gen_random_uuid(), 'sequence', 2 * n - 1, 'number', n, 'type_id', type_id,
        'department_id', department_id, 'place', place::text, 'public_place', place::text, 'received_at', at,
        'due_at', at + interval '10 days', 'next_due_at', at + interval '10 days', 'is_open', is_open,
        'status', case when is_open then 'assigned' else 'resolved' end,
        'outcome', case when not is_open then 'fixed' end,
        'resolved_at', case when not is_open then at + interval '5 days' end,
        'closed_at', case when not is_open then at + interval '5 days' end)) as report
    returning city_id, id, number, received_at
),
logged as (
    insert into events (city_id, n, kind, report_id, status, occurred_at, recorded_at)
    select city_id, 2 * number - 2 + i, kind, filed.id, status, received_at, received_at
    from filed, (values (1, 'submitted', 'registered'), (2, 'assigned', 'assigned')) as fact (i, kind, status)
)
update city_counters set last_event = 2 * :reports, last_number = :reports,
    number_year = (:'sample'::jsonb ->> 'number_year')::int
from city where city_counters.city_id = city.id;

vacuum (analyze);
checkpoint;
