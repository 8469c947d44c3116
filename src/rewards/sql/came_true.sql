WITH RECURSIVE file (id) AS (
    SELECT :member
    UNION SELECT member.merged_into FROM file JOIN member ON member.id = file.id WHERE member.merged_into IS NOT NULL)
SELECT advice_day.recommendation, advice_day.staff, recommendation.item_id, staff.job
FROM advice_day
JOIN recommendation ON recommendation.id = advice_day.recommendation
JOIN staff ON staff.id = advice_day.staff
WHERE advice_day.person IN (SELECT id FROM file) AND advice_day.bought_in IS NOT NULL
    AND date(advice_day.day, '+' || advice_day.bought_in || ' days') = :day
    -- What was sold before, or by the very command that noted it, was no answer to it.
    AND recommendation.command_id < (SELECT bill.command_id FROM bill WHERE bill.id = :bill)
ORDER BY advice_day.recommendation
