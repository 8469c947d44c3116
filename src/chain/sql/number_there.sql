SELECT number FROM member WHERE number = :number AND merged_into IS NULL
