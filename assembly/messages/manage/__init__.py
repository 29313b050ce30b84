"""Pages of the office: mails, messages to a group, the series, texts."""
