SELECT count(*) AS changes FROM "change" WHERE area = 'tier'
