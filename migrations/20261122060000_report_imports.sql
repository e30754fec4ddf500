-- Cases that were brought in from where they were kept before, with the number they had there: by it
-- an import that is run again knows them.
create table report_imports (
    city_id int not null,
    report_id uuid not null,
    outside_number text not null,
    row_hash bytea not null,
    imported_at timestamptz not null,
    constraint report_imports_pkey primary key (city_id, report_id),
    constraint report_imports_outside_number_key unique (city_id, outside_number),
    constraint report_imports_report_id_fkey foreign key (city_id, report_id) references reports (city_id, id)
);
comment on column report_imports.row_hash is 'of what was read of it: another value now is another case';

create view public_report_imports as
select report_imports.city_id, report_imports.report_id, report_imports.outside_number
from report_imports
join reports on reports.city_id = report_imports.city_id and reports.id = report_imports.report_id
where reports.visibility = 'published';
grant select on public_report_imports to citycenter_public;
