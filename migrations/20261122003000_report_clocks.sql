-- The clocks that a case started: for each the rule, its start, its pauses and extensions, its
-- deadline, and the version of the city's data (rules and calendar) that made it, so that anybody can
-- count it again. Null for cases from before rules were kept: their deadlines are in `due_at` and
-- `first_action_due_at`, which every case has.
alter table reports add column clocks jsonb;
