-- What commands answered, beside the command. A command's row is now written when the first thing names it; written last,
-- it sent SQLite looking through every table that may name a command. Answers of before stay in `command.result`.
CREATE TABLE answer (
    command_id INTEGER PRIMARY KEY REFERENCES command (id),
    result     TEXT    NOT NULL
) STRICT;
CREATE TRIGGER answer_no_update BEFORE UPDATE ON answer BEGIN SELECT RAISE(ABORT, 'answer: append only'); END;
CREATE TRIGGER answer_no_delete BEFORE DELETE ON answer BEGIN SELECT RAISE(ABORT, 'answer: append only'); END;

-- What has rows of its own is sealed with the answer, which is written last, or with a command of before. In another
-- store's copy (which has no key of its own) there are no answers, and commands come last.
DROP TRIGGER rule_sealed;
CREATE TRIGGER rule_sealed BEFORE INSERT ON rule WHEN EXISTS (
    SELECT 1 FROM rule_book JOIN command ON command.id = rule_book.command_id
    WHERE rule_book.version = NEW.version AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'rules: the book is sealed'); END;
DROP TRIGGER rule_step_sealed;
CREATE TRIGGER rule_step_sealed BEFORE INSERT ON rule_step WHEN EXISTS (
    SELECT 1 FROM rule_book JOIN command ON command.id = rule_book.command_id
    WHERE rule_book.version = NEW.version AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'rules: the book is sealed'); END;
DROP TRIGGER reward_rule_sealed;
CREATE TRIGGER reward_rule_sealed BEFORE INSERT ON reward_rule WHEN EXISTS (
    SELECT 1 FROM reward_book JOIN command ON command.id = reward_book.command_id
    WHERE reward_book.version = NEW.version AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'rewards: the book is sealed'); END;
DROP TRIGGER pay_booked_sealed;
CREATE TRIGGER pay_booked_sealed BEFORE INSERT ON pay_booked WHEN EXISTS (
    SELECT 1 FROM payout JOIN command ON command.id = payout.command_id
    WHERE payout.id = NEW.payout_id AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'payouts: sealed'); END;
DROP TRIGGER till_counted_sealed;
CREATE TRIGGER till_counted_sealed BEFORE INSERT ON till_counted WHEN EXISTS (
    SELECT 1 FROM till_count JOIN command ON command.id = till_count.command_id
    WHERE till_count.id = NEW.count_id AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'counts: sealed'); END;
DROP TRIGGER clearing_rule_sealed;
CREATE TRIGGER clearing_rule_sealed BEFORE INSERT ON clearing_rule WHEN EXISTS (
    SELECT 1 FROM clearing_book JOIN command ON command.id = clearing_book.command_id
    WHERE clearing_book.version = NEW.version AND (command.result <> ''
        OR EXISTS (SELECT 1 FROM answer WHERE answer.command_id = command.id)
        OR NOT EXISTS (SELECT 1 FROM chain_key)))
BEGIN SELECT RAISE(ABORT, 'rules: sealed'); END;
