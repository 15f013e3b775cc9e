"""What a learner, and with consent a teacher, sees of the answers: charts, tables, exports."""
