"""The database's history, one file a step. What has been released is never edited."""
