SELECT amount, gift, gift_days, version FROM topup_offer
WHERE version = (SELECT max(version) FROM topup_offer) ORDER BY amount
