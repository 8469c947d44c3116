INSERT INTO cross_event (serving, bill, line, home, card, month, late_of, day, rated_on, number, of_number, of_bill,
    of_line, item, name, category, principal, gift, value, owed, home_share, version, rule, campaign, ask, staff, member,
    owner, command_id)
SELECT serving, -id, line, home, card, :month, :late_of, day, rated_on, number, number, of_bill, of_line, item, name,
    category, -principal, -gift, -value, -owed, -home_share, version, rule, campaign, ask, staff, member, owner, :command
FROM cross_event WHERE id = :id
