-- By what headquarters knows one person at two stores without being told a phone: the HMAC of each phone under the secret
-- that headquarters gave all its stores.
CREATE TABLE member_print (
    member_id  INTEGER NOT NULL REFERENCES member (id),
    print      BLOB    NOT NULL CHECK (length(print) = 16),
    PRIMARY KEY (member_id, print)
) STRICT, WITHOUT ROWID;
