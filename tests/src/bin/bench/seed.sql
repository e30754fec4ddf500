-- Reports as a city has them after 400 days, written as the product leaves them: evenly through
-- time, all over the middle of the city, of every type, most of them closed. `sample` is a report
-- that the product itself has filed; what does not matter here is like in that one.
truncate reports cascade;

with city as (
    select id, st_xmin(boundary) as west, st_ymin(boundary) as south,
        st_xmax(boundary) - st_xmin(boundary) as width, st_ymax(boundary) - st_ymin(boundary) as height
    from cities where slug = :'city'
),
kinds as (
    select city.id as city_id, array_agg(issue_types.id) as ids, array_agg(department_id) as departments
    from issue_types join city on city.id = issue_types.city_id where retired_at is null group by city.id
),
cases as (
    select n, 1 + n % cardinality(kinds.ids) as kind, now() - (:reports - n) * interval '400 days' / :reports as at,
        random() < 0.15 as slow,
        st_setsrid(st_makepoint(west + width * (0.25 + random() / 2), south + height * (0.25 + random() / 2)), 4326)
            as place
    from kinds, city, generate_series(1, :reports::int) as n
),
filed as (
    insert into reports (city_id, id, sequence, number_year, number, version, type_id, catalogue_version, channel_id,
        department_id, routed_because, status, outcome, is_open, visibility, text_visibility, place, public_place,
        place_is_exact, public_address, description, answers, language, received_at, due_at, next_due_at, resolved_at,
        secret_hash, body_hash, receipt)
    select city_id, gen_random_uuid(), 2 * n - 1, extract(year from now()), n, 1, ids[kind], 1,
        :'channel_id', departments[kind], :'routed_because', case when is_open then 'assigned' else 'resolved' end,
        case when is_open then null else 'fixed' end, is_open, 'published', 'hidden', place, place, true, :'public_address',
        :'description', '{}', 'ru', at, at + interval '10 days', at + interval '10 days',
        case when is_open then null else at + interval '5 days' end, sha256(n::text::bytea), sha256(n::text::bytea),
        :'receipt'
    from cases cross join lateral (select slow or at > now() - interval '5 days' as is_open) as state, kinds
    returning city_id, id, number, received_at
),
logged as (
    insert into events (city_id, n, kind, report_id, status, occurred_at, recorded_at)
    select city_id, 2 * number - 2 + i, kind, filed.id, status, received_at, received_at
    from filed, (values (1, 'submitted', 'registered'), (2, 'assigned', 'assigned')) as fact (i, kind, status)
)
update city_counters set last_event = 2 * :reports, number_year = extract(year from now()), last_number = :reports
from city where city_counters.city_id = city.id;

vacuum (analyze);
checkpoint;
