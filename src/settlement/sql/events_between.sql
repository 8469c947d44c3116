SELECT serving, bill, line, home, card, month, late_of, day, rated_on, number, of_number, of_bill, of_line, item, name,
    category, principal, gift, value, owed, home_share, version, rule, campaign, ask, staff, member, owner
FROM cross_event WHERE month >= :from AND month <= :to ORDER BY id
