-- The last day after another on which a card was used or changed hands or state.
SELECT max(later.day) AS since
FROM (SELECT max(bill.posted_on) AS day
      FROM bill CROSS JOIN bill_line AS line ON line.bill_id = bill.id AND line.card_id = :card
      WHERE bill.posted_on > :day AND :uses
      UNION ALL
      SELECT max(card_event.on_day) FROM card_event
      WHERE card_event.card_id = :card AND card_event.on_day > :day
          AND card_event.act IN ('freeze', 'lose', 'open', 'transfer', 'upgrade', 'refund', 'void')) AS later
