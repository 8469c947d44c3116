SELECT item.name, member.number AS member_number, bill.number AS bill_number
FROM recommendation
JOIN item ON item.id = recommendation.item_id
JOIN member ON member.id = recommendation.member_id
LEFT JOIN bill ON bill.id = recommendation.bill_id
WHERE recommendation.id = :id
