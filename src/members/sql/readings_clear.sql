DELETE FROM member_reading WHERE reading >= ''
