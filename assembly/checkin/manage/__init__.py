"""The pages of people at the doors who have an account. Each module adds some."""

from assembly.checkin.manage import group as group
from assembly.checkin.manage import last_scans as last_scans
from assembly.checkin.manage import scanning as scanning
