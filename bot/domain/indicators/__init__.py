"""What pages have in common: numbers, handles, mail addresses, accounts found in what people wrote."""
