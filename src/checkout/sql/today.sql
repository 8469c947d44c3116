SELECT count(*) FILTER (WHERE kind = 'sale') AS bills,
       count(DISTINCT CASE WHEN kind = 'sale' THEN member_id END) AS members,
       coalesce(sum(payable + card_value) FILTER (WHERE kind IN ('sale', 'refund', 'void')), 0) AS worth
FROM bill WHERE posted_on >= :from AND posted_on <= :to
