SELECT staff FROM client_day WHERE day = :day AND member = :member AND staff = :staff
