-- Indexes without which a write reads a whole table.
--
-- A command's row is written after what it did, so its children point at it before it is there (deferred keys). When
-- it is written at last, SQLite looks into every child table for rows that wait for it: without these indexes each
-- sale read all bills, ratings, recommendations and changes there are.
CREATE INDEX change_by_command ON change (command_id);
CREATE INDEX member_owner_by_command ON member_owner (command_id);
CREATE INDEX member_merge_by_command ON member_merge (command_id);
CREATE INDEX card_event_by_command ON card_event (command_id);
CREATE INDEX bill_by_command ON bill (command_id);
CREATE INDEX rating_by_command ON rating (command_id);
CREATE INDEX recommendation_by_command ON recommendation (command_id);
CREATE INDEX import_batch_by_command ON import_batch (command_id);
CREATE INDEX import_rollback_by_command ON import_rollback (command_id);

-- Who came last, for an empty box.
CREATE INDEX member_by_visit ON member (last_visit_on) WHERE last_visit_on <> '';
