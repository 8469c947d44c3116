SELECT no, month, version, since, until, files, phones, digest FROM bundle_sent ORDER BY no DESC LIMIT 1
