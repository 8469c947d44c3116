SELECT no, month, version, since, until, files, phones, digest FROM bundle_sent WHERE month = :month AND version = :version
