-- What a person is told and asked about a type, as its file in the city's folder says. Null until the
-- folder is loaded again, and for types that were retired before.
alter table issue_types add column content jsonb;
