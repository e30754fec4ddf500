-- The ledger is read by department, newest first.
create index transfers_from_department_id_idx
    on transfers (city_id, from_department_id, transferred_at desc, id desc);
create index transfers_to_department_id_idx
    on transfers (city_id, to_department_id, transferred_at desc, id desc);
