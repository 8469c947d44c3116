SELECT count(*) AS files FROM member
