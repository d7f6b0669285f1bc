"""What every page shares: the guard, headers, forms, filters, paging and spreadsheets."""
