"""The passphrases of the people in a test study."""

STUDY_PASSPHRASE = "study passphrase of a test"
INTERVIEWER = "1111 2222 3333 4444"
SUPERVISOR = "5555 6666 7777 8888"
