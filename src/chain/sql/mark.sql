SELECT epoch, no, until, link, digest FROM replica_mark ORDER BY id DESC LIMIT 1
