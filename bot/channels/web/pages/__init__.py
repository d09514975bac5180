"""What is published, on the web: pages with addresses, feeds, calendars, and what tells robots of them."""
