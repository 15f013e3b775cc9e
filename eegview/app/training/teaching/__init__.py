"""What a teacher sees: learners who gave consent, by pseudonym, and where items are missed."""
