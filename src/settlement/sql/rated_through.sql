SELECT bill FROM rated_through WHERE serving = :serving
