SELECT
    day, staff, known_on, bills, guests, service_bills, addon_bills, services, led, requested, cash, prepaid,
    consumption, labour, worth, topped, refunds, refunded, rating_sum, ratings, complaints
FROM work_day ORDER BY day, staff, known_on
