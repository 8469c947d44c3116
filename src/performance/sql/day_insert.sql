INSERT INTO work_day (
    day, staff, known_on, bills, guests, service_bills, addon_bills, services, led, requested, cash, prepaid,
    consumption, labour, worth, topped, refunds, refunded, rating_sum, ratings, complaints)
VALUES (
    :day, :staff, :known, :bills, :guests, :service_bills, :addon_bills, :services, :led, :requested, :cash,
    :prepaid, :consumption, :labour, :worth, :topped, :refunds, :refunded, :rating_sum, :ratings, :complaints)
