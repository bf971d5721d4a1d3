"""How the database came to be what it is: one file per step, applied by Alembic when a workspace is opened."""
