"""The steps from an empty store to the newest schema, run by Alembic whenever a store is opened."""
