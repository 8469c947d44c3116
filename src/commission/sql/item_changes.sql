SELECT ref, at, before FROM change WHERE area = 'item' ORDER BY ref, id
