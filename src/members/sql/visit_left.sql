-- The last day on which a file, or one that was merged into it, was served or came in from elsewhere as a past sale;
-- NULL where none is left and the day may have been brought in with the file itself.
WITH file (id) AS (SELECT own.id FROM member AS own WHERE own.id = :id
                   UNION ALL SELECT other.id FROM member AS other WHERE other.merged_into = :id)
SELECT coalesce(max(visit.day), (SELECT '' FROM member WHERE member.id = :id AND member.batch_id IS NULL)) AS day
FROM (SELECT bill.posted_on AS day FROM file CROSS JOIN bill ON bill.member_id = file.id
      WHERE bill.kind = 'sale' AND NOT EXISTS (SELECT 1 FROM bill AS back
                                               WHERE back.of_bill = bill.id AND back.kind = 'void')
      UNION ALL SELECT history.sold_on FROM file CROSS JOIN history ON history.member_id = file.id) AS visit
