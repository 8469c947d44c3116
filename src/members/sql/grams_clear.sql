DELETE FROM member_gram WHERE gram >= ''
