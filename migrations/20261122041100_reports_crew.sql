-- Which crew has a case, whether or not one of it has taken it. Whose a case is, is read from the
-- indexes of the desk alone, so these hold the crew too.
alter table reports add column crew_id uuid;
alter table reports add constraint reports_crew_id_fkey
    foreign key (city_id, crew_id) references crews (city_id, id);

create index reports_crew_id_idx on reports (city_id, crew_id, next_due_at, id)
    where is_open and sequence is not null and crew_id is not null;

drop index reports_desk_idx;
drop index reports_city_desk_idx;
drop index reports_desk_newest_idx;
drop index reports_city_desk_newest_idx;
drop index reports_closed_idx;
drop index reports_city_closed_idx;

create index reports_desk_idx on reports (city_id, department_id, next_due_at, id)
    include (status, type_id, channel_id, territory_id, assignee_id, crew_id, due_at, escalated_at,
        first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_city_desk_idx on reports (city_id, next_due_at, id)
    include (department_id, status, type_id, channel_id, territory_id, assignee_id, crew_id, due_at,
        escalated_at, first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_desk_newest_idx on reports (city_id, department_id, sequence)
    include (id, status, type_id, channel_id, territory_id, assignee_id, crew_id, due_at, escalated_at,
        first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_city_desk_newest_idx on reports (city_id, sequence)
    include (id, department_id, status, type_id, channel_id, territory_id, assignee_id, crew_id, due_at,
        escalated_at, first_action_due_at, first_action_at, place)
    where is_open and sequence is not null;
create index reports_closed_idx on reports (city_id, department_id, closed_at, id)
    include (status, type_id, channel_id, territory_id, assignee_id, crew_id, place)
    where not is_open and sequence is not null;
create index reports_city_closed_idx on reports (city_id, closed_at, id)
    include (department_id, status, type_id, channel_id, territory_id, assignee_id, crew_id, place)
    where not is_open and sequence is not null;
