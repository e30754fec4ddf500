-- Parts of a case that other departments do: one digs, another lays asphalt, the case waits for all.
-- `reports.subtasks_open` is how many of its parts are `asked`.
create table subtasks (
    city_id int not null,
    id uuid not null,
    report_id uuid not null,
    department_id int not null,
    task text not null,
    due_on date,
    status text not null,
    note_id uuid,
    created_by uuid not null,
    created_at timestamptz not null,
    ended_by uuid,
    ended_at timestamptz,
    constraint subtasks_pkey primary key (city_id, id),
    constraint subtasks_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id),
    constraint subtasks_department_id_fkey
        foreign key (city_id, department_id) references departments (city_id, id),
    constraint subtasks_note_id_fkey foreign key (city_id, note_id) references notes (city_id, id),
    constraint subtasks_created_by_fkey foreign key (city_id, created_by) references users (city_id, id),
    constraint subtasks_ended_by_fkey foreign key (city_id, ended_by) references users (city_id, id),
    constraint subtasks_task_check check (char_length(task) between 1 and 1000),
    constraint subtasks_status_check check (status in ('asked', 'done', 'declined', 'cancelled')),
    constraint subtasks_ended_at_check check ((status = 'asked') = (ended_at is null))
);
comment on column subtasks.note_id is 'what was written when it ended';
comment on column subtasks.ended_by is 'nobody, when the author withdrew the report';
create index subtasks_report_id_idx on subtasks (city_id, report_id);
-- The desk: of a department, and of the whole city.
create index subtasks_department_id_idx on subtasks (city_id, department_id, created_at, id) where status = 'asked';
create index subtasks_created_at_idx on subtasks (city_id, created_at, id) where status = 'asked';

alter table reports add constraint reports_subtasks_open_check check (subtasks_open >= 0);

create view public_subtasks as
select subtasks.city_id, subtasks.id, subtasks.report_id, subtasks.department_id,
    case when reports.text_visibility = 'published' then subtasks.task end as task,
    subtasks.due_on, subtasks.status, subtasks.created_at, subtasks.ended_at
from subtasks
join reports on reports.city_id = subtasks.city_id and reports.id = subtasks.report_id
where reports.visibility = 'published';

grant select on public_subtasks to citycenter_public;
