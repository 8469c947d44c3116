SELECT staff, sum(bills) AS bills, sum(guests) AS guests, sum(service_bills) AS service_bills,
       sum(addon_bills) AS addon_bills, sum(services) AS services, sum(led) AS led,
       sum(requested) AS requested, sum(cash) AS cash, sum(prepaid) AS prepaid,
       sum(consumption) AS consumption, sum(labour) AS labour, sum(worth) AS worth, sum(topped) AS topped,
       sum(refunds) AS refunds, sum(refunded) AS refunded, sum(rating_sum) AS rating_sum,
       sum(ratings) AS ratings, sum(complaints) AS complaints
FROM work_day WHERE day BETWEEN :from AND :to AND known_on <= :as_of GROUP BY staff
