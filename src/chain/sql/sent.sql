SELECT no, month, version, since, until, files, digest FROM bundle_sent WHERE no = :no
