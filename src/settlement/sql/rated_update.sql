UPDATE rated_through SET bill = :bill WHERE serving = :serving
