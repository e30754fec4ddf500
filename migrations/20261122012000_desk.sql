-- The desk asks for open work by whose it is, in one of three orders, and for closed work by when it
-- was closed. Each index holds what the filters ask for, so that a page is picked without reading
-- the cases that it passes over. A case that has no number yet is in none of them: its row is
-- written a second time by the commit, and only then counts.
create extension if not exists btree_gist;

drop index reports_desk_idx;
drop index reports_city_desk_idx;
drop index reports_public_place_idx;
drop index reports_unmarked_soon_idx;
drop index reports_unmarked_overdue_idx;
drop index reports_unescalated_idx;

create index reports_public_place_idx on reports using gist (public_place) where sequence is not null;
create index reports_unmarked_soon_idx on reports (city_id, due_at)
    where is_open and sequence is not null and mark is null;
create index reports_unmarked_overdue_idx on reports (city_id, due_at)
    where is_open and sequence is not null and mark = 'soon';
create index reports_unescalated_idx on reports (city_id, first_action_due_at)
    where is_open and sequence is not null and first_action_due_at is not null and first_action_at is null
        and escalated_at is null;

create index reports_desk_idx on reports (city_id, department_id, next_due_at, id)
    include (status, type_id, channel_id, territory_id, assignee_id, due_at, escalated_at,
        first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_city_desk_idx on reports (city_id, next_due_at, id)
    include (department_id, status, type_id, channel_id, territory_id, assignee_id, due_at, escalated_at,
        first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_desk_newest_idx on reports (city_id, department_id, sequence)
    include (id, status, type_id, channel_id, territory_id, assignee_id, due_at, escalated_at,
        first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_city_desk_newest_idx on reports (city_id, sequence)
    include (id, department_id, status, type_id, channel_id, territory_id, assignee_id, due_at, escalated_at,
        first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_assignee_id_idx on reports (city_id, assignee_id, next_due_at, id)
    where is_open and sequence is not null and assignee_id is not null;
create index reports_closed_idx on reports (city_id, department_id, closed_at, id)
    include (status, type_id, channel_id, territory_id, assignee_id, place)
    where not is_open and sequence is not null;
create index reports_city_closed_idx on reports (city_id, closed_at, id)
    include (department_id, status, type_id, channel_id, territory_id, assignee_id, place)
    where not is_open and sequence is not null;

-- On the plane of the web's maps a box is a box and near is near in every direction.
create index reports_desk_place_idx on reports
    using gist (city_id, department_id, st_transform(place, 3857))
    where is_open and sequence is not null;

create index reports_words_idx on reports using gin (to_tsvector('russian',
        description || ' ' || coalesce(address, '') || ' ' || coalesce(public_address_ru, '') || ' '
            || coalesce(public_address_en, '')))
    where is_open and sequence is not null;

-- The first photo of each case of a page, from the index alone.
drop index photos_report_id_idx;
create index photos_report_id_idx on photos (city_id, report_id, kind, position) include (id, visibility)
    where report_id is not null;
