"""Own pages of details and consents. Each module adds some."""

from assembly.questions.own import consents, details
