SELECT advice_day.day, advice_day.recommendation, advice_day.staff, advice_day.bought_in, advice_day.done_in,
       recommendation.item_id, recommendation.member_id, recommendation.command_id
FROM advice_day JOIN recommendation ON recommendation.id = advice_day.recommendation
WHERE advice_day.person = :person AND advice_day.day >= :since
    AND (advice_day.bought_in IS NULL OR advice_day.done_in IS NULL)
