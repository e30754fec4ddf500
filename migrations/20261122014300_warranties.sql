-- Who repaired it, and until when they answer for it. Promised with a result that is still looked
-- at, in force once the case is resolved, withdrawn when it is taken up again.
create table warranties (
    city_id int not null,
    id uuid not null,
    type_id int not null,
    place geometry(Point, 4326) not null,
    contractor text,
    until date,
    in_force boolean not null,
    constraint warranties_pkey primary key (city_id, id),
    constraint warranties_id_fkey foreign key (city_id, id) references reports (city_id, id),
    constraint warranties_type_id_fkey foreign key (city_id, type_id) references issue_types (city_id, id),
    constraint warranties_contractor_check check (char_length(contractor) between 1 and 200),
    constraint warranties_in_force_check check (not in_force or until is not null)
);
comment on column warranties.id is 'the report whose repair it is';
comment on column warranties.contractor is 'an organisation; nobody: the owner itself';
create index warranties_place_idx on warranties using gist (place) where in_force;

alter table reports
    add column warranty_of uuid,
    add constraint reports_warranty_of_fkey
        foreign key (city_id, warranty_of) references warranties (city_id, id);
comment on column reports.warranty_of is 'the earlier repair here that was under warranty at receipt';
create index reports_warranty_of_idx on reports (city_id, department_id, warranty_of)
    where warranty_of is not null;

-- What everybody may know of both: the warranty of a report, and the repair that it points at.
create view public_warranties as
select reports.city_id, reports.id as report_id, warranties.until, warranties.contractor,
    earlier.number_year as earlier_year, earlier.number as earlier_number
from reports
left join warranties
    on warranties.city_id = reports.city_id and warranties.id = reports.id and warranties.in_force
left join reports earlier
    on earlier.city_id = reports.city_id and earlier.id = reports.warranty_of
    and earlier.visibility = 'published'
where reports.visibility = 'published';

grant select on public_warranties to citycenter_public;
