"""What people say after registering: details, needs, answers to further questions."""
