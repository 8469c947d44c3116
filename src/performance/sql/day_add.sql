UPDATE work_day SET
    bills = bills + :bills, guests = guests + :guests, service_bills = service_bills + :service_bills,
    addon_bills = addon_bills + :addon_bills, services = services + :services, led = led + :led,
    requested = requested + :requested, cash = cash + :cash, prepaid = prepaid + :prepaid,
    consumption = consumption + :consumption, labour = labour + :labour, worth = worth + :worth,
    topped = topped + :topped, refunds = refunds + :refunds, refunded = refunded + :refunded,
    rating_sum = rating_sum + :rating_sum, ratings = ratings + :ratings, complaints = complaints + :complaints
WHERE day = :day AND staff = :staff AND known_on = :known
