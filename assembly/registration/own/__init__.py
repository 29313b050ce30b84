"""The person's own pages: opened by the link in the mail, limited to one registration. Each module adds some."""

from assembly.registration.own import address as address
from assembly.registration.own import along as along
from assembly.registration.own import answering as answering
from assembly.registration.own import assistants as assistants
from assembly.registration.own import changing as changing
from assembly.registration.own import entering as entering
from assembly.registration.own import files as files
from assembly.registration.own import finding as finding
from assembly.registration.own import handing_over as handing_over
from assembly.registration.own import status as status
