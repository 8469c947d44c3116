SELECT advice_day.staff, item.category, count(*) AS decided, sum(advice_day.bought_in IS NOT NULL) AS bought
FROM advice_day
JOIN recommendation ON recommendation.id = advice_day.recommendation
JOIN item ON item.id = recommendation.item_id
WHERE advice_day.day BETWEEN :from AND :to AND (advice_day.day <= :ripe OR advice_day.bought_in IS NOT NULL)
GROUP BY advice_day.staff, item.category
