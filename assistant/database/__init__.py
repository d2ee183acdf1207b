"""Where feedback, unanswered questions, triage, the audit log and editors' sessions lie: SQLite files, or PostgreSQL.

A question is answered without it: nothing here is imported, nor SQLAlchemy, before something is to be kept or read.
"""
